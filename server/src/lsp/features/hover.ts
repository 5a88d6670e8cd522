// Hover: what the engine knows of the object under the cursor, at the current step.

import type { Hover } from 'vscode-languageserver';
import { MarkupKind } from 'vscode-languageserver';
import type { ServerContext } from '../context';

export function serveHover(context: ServerContext): void {
  const { connection, documents } = context;
  connection.onHover(async ({ textDocument, position }): Promise<Hover | null> => {
    const document = documents.get(textDocument.uri);
    const run = context.runOf(textDocument.uri);
    if (document === undefined || run?.lines == null) return null;
    const exact = run.shownVersion === document.version;
    const origin = exact ? { line: position.line, same: true } : run.lines.originOf(position.line);
    if (origin === null || !origin.same) return null;
    const found = await run.ask('hover', { line: origin.line + 1, column: position.character });
    if (found === null) return null;
    const { line } = position;
    const note = run.outdated ? '*The text does not parse now: this is the last version that did.*\n\n' : '';
    return {
      contents: { kind: MarkupKind.Markdown, value: note + found.markdown },
      range: { start: { line, character: found.start }, end: { line, character: found.end } },
    };
  });
}
