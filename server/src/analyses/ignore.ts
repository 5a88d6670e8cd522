// `# heap: ignore` and `# heap: ignore[cycle, leak]` at the end of a line: nothing (of these codes) is said about it.
// In a comment line of its own before the first statement, about the whole file.

import type { Finding } from '../session/workerProtocol';
import type { Source } from './source';

const directive = /#\s*heap:\s*ignore(?:\s*\[([^\]]*)\])?\s*(?:#.*)?$/;

function covers(text: string, code: string): boolean {
  const match = directive.exec(text);
  if (match === null) return false;
  return (
    match[1] === undefined ||
    match[1]
      .split(',')
      .map((name) => name.trim())
      .includes(code)
  );
}

export function ignored(source: Source, finding: Finding): boolean {
  if (covers(source.line(finding.place.line), finding.code)) return true;
  for (const line of source.lines) {
    if (line.trim() !== '' && !line.trimStart().startsWith('#')) return false;
    if (covers(line, finding.code)) return true;
  }
  return false;
}
