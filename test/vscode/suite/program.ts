// A program in an editor, and waiting for what Heapscope makes of it.

import * as vscode from 'vscode';
import type { RunStatus } from '../../../server/src/protocol/lspProtocol';
import { ok } from './check';

/** What the extension exports (client/src/app.ts). */
interface Api {
  statusOf(uri: vscode.Uri): RunStatus | undefined;
  readonly onDidChangeStatus: vscode.Event<RunStatus>;
  readonly started: Promise<boolean>;
}

export async function heapscope(): Promise<Api> {
  const extension = vscode.extensions.getExtension<Api>('heapscope.heapscope');
  ok(extension, 'the extension is there');
  return extension.activate();
}

/** Polls until the function gives something true. */
export async function until<T>(
  look: () => T | Promise<T>,
  what: string,
  seconds = 20,
): Promise<Exclude<T, false | null | undefined>> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found) return found as Exclude<T, false | null | undefined>;
    if (Date.now() > deadline) throw new Error(`Waited ${seconds} s in vain: ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Opens a new document with this text and waits until it has run. */
export async function open(content: string): Promise<{ document: vscode.TextDocument; status: RunStatus }> {
  const api = await heapscope();
  const document = await vscode.workspace.openTextDocument({ language: 'python', content });
  await vscode.window.showTextDocument(document, { preview: false });
  return { document, status: await ran(document, api) };
}

/** Waits until the document's current text has run to its end. */
export async function ran(document: vscode.TextDocument, api?: Api): Promise<RunStatus> {
  const { statusOf } = api ?? (await heapscope());
  return until(() => {
    const status = statusOf(document.uri);
    const fresh = status?.info.documentVersion === document.version && status.info.state !== 'running';
    return fresh ? status : undefined;
  }, `${document.uri.toString()} version ${document.version} ran`);
}

/** Replaces the document's text. */
export async function edit(document: vscode.TextDocument, text: string): Promise<void> {
  const change = new vscode.WorkspaceEdit();
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  change.replace(document.uri, whole, text);
  ok(await vscode.workspace.applyEdit(change), 'the edit was applied');
}

/** The inlay hints' texts, by line (1-based). */
export async function hints(document: vscode.TextDocument): Promise<Map<number, string>> {
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    whole,
  );
  const lines = new Map<number, string>();
  for (const hint of found ?? []) {
    const text = typeof hint.label === 'string' ? hint.label : hint.label.map(({ value }) => value).join('');
    const line = hint.position.line + 1;
    lines.set(line, `${lines.get(line) ?? ''} ${text}`.trim());
  }
  return lines;
}

export async function hover(document: vscode.TextDocument, line: number, column: number): Promise<string> {
  const at = new vscode.Position(line - 1, column);
  const found = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, at);
  return found
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n');
}

/** Heapscope's diagnostics of a document. */
export function problems(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter(({ source }) => /heapscope/i.test(source ?? ''));
}
