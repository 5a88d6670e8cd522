// Code lenses over classes and functions.

import type { CodeLens } from 'vscode-languageserver';
import type { ServerContext } from '../context';

export function serveLenses(context: ServerContext): void {
  const { connection, documents, runs } = context;
  connection.onCodeLens(({ textDocument }): CodeLens[] => {
    const document = documents.get(textDocument.uri);
    const run = runs.get(textDocument.uri);
    const lines = run?.lines;
    if (
      document === undefined ||
      run === undefined ||
      lines == null ||
      !context.settingsOf(textDocument.uri).codeLens.enabled
    )
      return [];
    const exact = run.shownVersion === document.version;
    const id = run.status?.info.run ?? '';
    const found: CodeLens[] = [];
    for (const { line, title, object } of run.lenses) {
      const at = exact ? line - 1 : (lines.lineOf(line - 1)?.line ?? -1);
      if (at < 0 || at >= document.lineCount) continue;
      const position = { line: at, character: 0 };
      found.push({
        range: { start: position, end: position },
        command:
          object === undefined
            ? { title, command: 'heapscope.showHeap', arguments: [document.uri] }
            : { title, command: 'heapscope.showObject', arguments: [document.uri, id, object] },
      });
    }
    return found;
  });
}
