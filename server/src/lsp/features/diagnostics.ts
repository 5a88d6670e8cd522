// Diagnostics, and what can be done about them.

import type { CodeAction } from 'vscode-languageserver';
import { CodeActionKind } from 'vscode-languageserver';
import { diagnosticOf } from '../convert';
import type { ServerContext } from '../context';
import { quickFixes } from './quickFixes';
import type { DocumentRun } from '../documentRun';

/** Publishes a run's findings; only while they are those of the text in the editor. */
export function publishDiagnostics(context: ServerContext, run: DocumentRun): void {
  const document = context.documents.get(run.uri);
  if (document === undefined || document.version !== run.findingsVersion) return;
  const wanted = context.settingsOf(run.uri).diagnostics as Record<string, boolean>;
  void context.connection.sendDiagnostics({
    uri: run.uri,
    version: document.version,
    diagnostics: run.findings
      .filter((f) => wanted[f.code] !== false)
      .map((f) => diagnosticOf(document, f, context.documentation)),
  });
}

export function serveCodeActions(context: ServerContext): void {
  context.connection.onCodeAction(({ textDocument, context: { diagnostics, only } }): CodeAction[] => {
    const wants = (kind: string): boolean =>
      only === undefined || only.some((o) => kind === o || kind.startsWith(`${o}.`));
    if (!wants(CodeActionKind.QuickFix)) return [];
    const actions: CodeAction[] = [];
    for (const diagnostic of diagnostics) {
      if (diagnostic.source !== 'heapscope') continue;
      actions.push(...quickFixes(context, textDocument.uri, diagnostic));
      if (diagnostic.code === 'budget') {
        actions.push({
          title: 'Go on with a larger budget',
          kind: CodeActionKind.QuickFix,
          diagnostics: [diagnostic],
          isPreferred: true,
          command: { title: 'Go on', command: 'heapscope.continueRun', arguments: [textDocument.uri] },
        });
      }
    }
    return actions;
  });
}
