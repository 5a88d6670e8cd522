// Source lines for tracebacks: of the program's files and of the library. Nothing of it shows in the program.
import { host } from '../modules/host';
import { stdlibSource } from '../modules/stdlib';

/** The lines of a file; none for '<string>' and the like, or one that cannot be read. */
export function sourceLines(filename: string): string[] {
  // `python -c` shows its lines too.
  if (filename === '<string>' && host.commandSource !== undefined) return host.commandSource.split('\n');
  const bytes =
    filename.startsWith('<') && filename.endsWith('>') ? null : (host.readFile(filename) ?? stdlibSource(filename));
  return bytes === null ? [] : new TextDecoder().decode(bytes).split(/\r\n|\r|\n/);
}

/** Line `lineno` (from 1), or null. */
export function sourceLine(filename: string, lineno: number): string | null {
  return sourceLines(filename)[lineno - 1] ?? null;
}
