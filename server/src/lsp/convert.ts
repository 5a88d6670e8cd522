// The engine's plain results as LSP's types.

import type { Diagnostic, Range } from 'vscode-languageserver';
import { DiagnosticSeverity } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Finding, Place, Severity } from '../session/workerProtocol';

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** A line's text without its end. */
export function lineText(document: TextDocument, line: number): string {
  return document
    .getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } })
    .replace(/[\r\n]+$/, '');
}

export function rangeOf(document: TextDocument, place: Place): Range {
  const line = Math.max(0, Math.min(place.line - 1, document.lineCount - 1));
  const text = lineText(document, line);
  const start = place.start ?? text.length - text.trimStart().length;
  const end = Math.max(start, place.end ?? text.trimEnd().length);
  return { start: { line, character: start }, end: { line, character: end } };
}

/** Codes that have a page of their own. */
const documented = new Set([
  'cycle',
  'leak',
  'slots',
  'finalizer',
  'dead-weakref',
  'export',
  'shared-default',
  'getrefcount',
]);

/** `documentation`: the folder of the pages, as a URI; null: nowhere to be found. */
export function diagnosticOf(document: TextDocument, finding: Finding, documentation: string | null): Diagnostic {
  return {
    range: rangeOf(document, finding.place),
    severity: severities[finding.severity],
    code: finding.code,
    ...(documentation !== null && documented.has(finding.code)
      ? { codeDescription: { href: `${documentation}/${finding.code}.md` } }
      : {}),
    source: 'heapscope',
    message: finding.message,
    relatedInformation: finding.related.map((r) => ({
      location: { uri: document.uri, range: rangeOf(document, r.place) },
      message: r.message,
    })),
    data: { fixes: finding.fixes?.length ?? 0 },
  };
}
