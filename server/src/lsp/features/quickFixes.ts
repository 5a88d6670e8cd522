// Quick fixes of diagnostics: the edits that the analyses have tried out, and a comment that keeps them quiet.

import type { CodeAction, Diagnostic, Range, TextEdit } from 'vscode-languageserver';
import { CodeActionKind } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { DiagnosticCode } from '../../protocol/lspProtocol';
import type { Edit, Finding } from '../../session/workerProtocol';
import { lineText, rangeOf } from '../convert';
import type { ServerContext } from '../context';
import { defaultSettings } from '../settings';

function sameRange(a: Range, b: Range): boolean {
  return (
    a.start.line === b.start.line &&
    a.start.character === b.start.character &&
    a.end.line === b.end.line &&
    a.end.character === b.end.character
  );
}

function textEdit(edit: Edit): TextEdit {
  return {
    range: {
      start: { line: edit.line - 1, character: edit.start },
      end: { line: edit.endLine - 1, character: edit.end },
    },
    newText: edit.text,
  };
}

/** Only for the text that the findings belong to: an edit of another text would destroy it. */
export function quickFixes(context: ServerContext, uri: string, diagnostic: Diagnostic): CodeAction[] {
  const run = context.runs.get(uri);
  const document = context.documents.get(uri);
  if (run === undefined || document === undefined || run.findingsVersion !== document.version) return [];
  const finding = run.findings.find(
    (f) =>
      f.code === diagnostic.code &&
      f.message === diagnostic.message &&
      sameRange(rangeOf(document, f.place), diagnostic.range),
  );
  if (finding === undefined) return [];
  const action = (title: string, edits: TextEdit[], preferred: boolean): CodeAction => ({
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    ...(preferred ? { isPreferred: true } : {}),
    edit: { changes: { [uri]: edits } },
  });
  const fixes = (finding.fixes ?? []).map((fix, i) => action(fix.title, fix.edits.map(textEdit), i === 0));
  const quiet = ignoreEdit(document, finding);
  return quiet === null ? fixes : [...fixes, action(`Ignore \`${finding.code}\` here`, [quiet], false)];
}

/** `# heap: ignore[code]` at the end of the line; where there is one already, one code more. */
function ignoreEdit(document: TextDocument, finding: Finding): TextEdit | null {
  if (!((finding.code as DiagnosticCode) in defaultSettings.diagnostics)) return null;
  const { line } = rangeOf(document, finding.place).start;
  const text = lineText(document, line);
  const known = /#\s*heap:\s*ignore\s*\[([^\]]*)\]/.exec(text);
  if (known !== null) {
    const at = known.index + known[0].length - 1;
    const position = { line, character: at };
    return { range: { start: position, end: position }, newText: `, ${finding.code}` };
  }
  // Within a string or after a backslash a comment would be no comment.
  if (/(['"]{3}|\\)\s*$/.test(text)) return null;
  const end = { line, character: text.trimEnd().length };
  return { range: { start: end, end: { line, character: text.length } }, newText: `  # heap: ignore[${finding.code}]` };
}
