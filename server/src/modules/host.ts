// What a running program may reach of the world: its streams, its files, its clock, all of them the embedder's choice.
// The command line gives real streams and the program's own folder; the editor gives strings. Nothing else exists.

/** A program that a running program starts: `python ARGS`. */
export interface ChildProgram {
  /** What follows `python` on its command line. */
  args: readonly string[];
  cwd: string;
  environ: Readonly<Record<string, string>>;
  stdin: string;
  writeStdout(text: string): void;
  writeStderr(text: string): void;
  /** The files as its parent sees them. */
  readFile(path: string): Uint8Array | null;
  listDirectory(path: string): string[] | null;
}
export interface ChildResult {
  exitCode: number;
  /** The files it wrote; null: removed. */
  written: ReadonlyMap<string, Uint8Array | null>;
}

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
  /** Environment variables; absent: none. */
  environ?: Readonly<Record<string, string>>;
  /** The program, where it is `python -c`'s. */
  commandSource?: string;
  /** Runs another interpreter to its end; absent where the program may start none. */
  runChild?(program: ChildProgram): ChildResult;
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
