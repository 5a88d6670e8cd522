// Inline hints: at the ends of the lines they tell of, moved with the edits while there is nothing newer.

import type { InlayHint, InlayHintLabelPart } from 'vscode-languageserver';
import { MarkupKind } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Hint } from '../../session/workerProtocol';
import { lineText, rangeOf } from '../convert';
import type { ServerContext } from '../context';
import type { DocumentRun } from '../documentRun';

interface HintData {
  readonly uri: string;
  readonly run: string;
  readonly step: number;
}

const OUTDATED = '\n\n*The text does not parse now: this is the last version that did.*';
const PENDING = '\n\n*From before the last edit.*';

/** The hints of a document as they stand in its text now. */
export function hintsNow(document: TextDocument, run: DocumentRun, level: string): InlayHint[] {
  const { lines } = run;
  if (level === 'off' || lines === null) return [];
  const exact = run.shownVersion === document.version;
  const found: InlayHint[] = [];
  for (const hint of run.hints) {
    if (level !== 'all' && !hint.binding) continue;
    const place = exact ? { line: hint.line - 1, same: true } : lines.lineOf(hint.line - 1);
    // While the text is newer than the run, a line that was edited says nothing; while it does not parse, it still does.
    if (place === null || place.line >= document.lineCount || (!place.same && !run.outdated)) continue;
    found.push(toInlayHint(document, run, hint, place.line, exact));
  }
  return found;
}

function toInlayHint(document: TextDocument, run: DocumentRun, hint: Hint, line: number, exact: boolean): InlayHint {
  const note = exact ? '' : run.outdated ? OUTDATED : PENDING;
  const label = hint.parts.map((part, i): InlayHintLabelPart => {
    const target =
      part.line === undefined ? null : exact ? part.line - 1 : (run.lines!.lineOf(part.line - 1)?.line ?? null);
    return {
      // A blank on either side: what an editor adds by itself is not enough to tell `b` from `b: refs 2`.
      value:
        (i === 0 ? ' ' : part.text.startsWith('×') ? ' ' : ', ') + part.text + (i === hint.parts.length - 1 ? ' ' : ''),
      ...(target === null || target === line || target >= document.lineCount
        ? {}
        : { location: { uri: document.uri, range: rangeOf(document, { line: target + 1 }) } }),
    };
  });
  const data: HintData = { uri: document.uri, run: run.status?.info.run ?? '', step: hint.step };
  return {
    position: { line, character: lineText(document, line).length },
    label,
    paddingLeft: true,
    tooltip: { kind: MarkupKind.Markdown, value: hint.tooltip + note },
    ...(exact && hint.step >= 0 ? { data } : {}),
  };
}

export function serveHints(context: ServerContext): void {
  const { connection, documents, runs } = context;
  connection.languages.inlayHint.on(({ textDocument, range }) => {
    const document = documents.get(textDocument.uri);
    const run = runs.get(textDocument.uri);
    if (document === undefined || run === undefined) return [];
    const level = run.directives.hints ?? context.settingsOf(textDocument.uri).hints.level;
    return hintsNow(document, run, level).filter(
      ({ position }) => position.line >= range.start.line && position.line <= range.end.line,
    );
  });
  // The whole story takes a replay: it is told when somebody wants to read it.
  connection.languages.inlayHint.resolve(async (hint) => {
    const data = hint.data as HintData | undefined;
    if (data === undefined) return hint;
    const run = context.runOf(data.uri);
    if (run?.status?.info.run !== data.run) return hint;
    const story = await run.ask('hintStory', { step: data.step });
    if (story === null) return hint;
    const before = typeof hint.tooltip === 'object' ? hint.tooltip.value : (hint.tooltip ?? '');
    return { ...hint, tooltip: { kind: MarkupKind.Markdown, value: `${before}\n\n---\n\n${story}` } };
  });
}
