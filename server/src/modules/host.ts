// What a running program may reach of the world: its streams, its files, its clock, all of them the embedder's choice.
// The command line gives real streams and the program's own folder; the editor gives strings. Nothing else exists.

export interface Host {
  writeStdout(text: string): void;
  writeStderr(text: string): void;
  /** Next line of standard input with its newline, '' at the end. */
  readStdinLine(): string;
  /** A file's bytes, or null when there is none (or it is out of bounds). Paths are absolute, with '/'. */
  readFile(path: string): Uint8Array | null;
  /** Names in a folder, or null when it is none. */
  listDirectory(path: string): string[] | null;
  argv: readonly string[];
  cwd: string;
  /** Hands on what writeStdout has held back. */
  flush?(): void;
}

export const emptyHost: Host = {
  writeStdout: () => undefined,
  writeStderr: () => undefined,
  readStdinLine: () => '',
  readFile: () => null,
  listDirectory: () => null,
  argv: [''],
  cwd: '/',
};

export let host: Host = emptyHost;
export function setHost(h: Host): void {
  host = h;
}
