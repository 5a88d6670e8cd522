// What a run is a function of: the text, its inputs, the files beside it, the budget. The same for every replay.

import type { Host } from '../modules/host';
import { stdlibSource } from '../modules/stdlib';
import type { OpenParams } from './workerProtocol';

/** The text in the editor changed: nobody waits for this run any more. */
export class Cancelled extends Error {}

/** The program asked for something that only the editor has; the run is begun again once it is there. */
export class Needs extends Error {
  constructor(
    readonly what:
      { readonly kind: 'file' | 'folder'; readonly path: string } | { readonly kind: 'input'; readonly prompt: string },
  ) {
    super('needs more');
  }
}

export type Sink = (stream: 'stdout' | 'stderr', text: string) => void;

/** Something done to the program at a step, from outside: `gc.collect()` by command. */
export interface Intervention {
  readonly step: number;
  act(): void;
}

export interface RunSource {
  readonly bytes: Uint8Array;
  readonly path: string;
  /** By line (from 0): whether it begins an import. */
  readonly imports: readonly boolean[];
  readonly budget: OpenParams['budget'];
  host(sink: Sink): Host;
  /** Collections that were asked for from outside. */
  readonly interventions: readonly Intervention[];
  /** Throws Cancelled. */
  checkCancelled(): void;
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf('/')));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `params` as a world for the program. Asking for what `params` does not say throws Needs, where `params` allows it. */
export function runSource(
  params: OpenParams,
  interventions: readonly Intervention[],
  checkCancelled: () => void,
): RunSource {
  const bytes = new TextEncoder().encode(params.source);
  const own = params.path;
  const cwd = own.startsWith('/') ? folderOf(own) : '/';
  const encoded = new Map<string, Uint8Array>();
  const { files, folders } = params;

  /** Only what lies in the program's own folder or below it is asked for. */
  const isBeside = (path: string): boolean =>
    params.siblings && (path === cwd || path.startsWith(cwd === '/' ? cwd : `${cwd}/`));
  /** Names in a folder, null when it is none. One answer tells of all the files that are not there. */
  const listing = (path: string): readonly string[] | null => {
    if (!isBeside(path)) return null;
    if (path !== cwd && !(listing(folderOf(path)) ?? []).includes(`${nameOf(path)}/`)) return null;
    const known = folders[path];
    if (known === undefined) throw new Needs({ kind: 'folder', path });
    return known;
  };
  const read = (path: string): Uint8Array | null => {
    if (path === own) return bytes;
    if (!isBeside(path) || !(listing(folderOf(path)) ?? []).includes(nameOf(path))) return null;
    const text = files[path];
    if (text === undefined) throw new Needs({ kind: 'file', path });
    if (text === null) return null;
    let found = encoded.get(path);
    if (found === undefined) encoded.set(path, (found = new TextEncoder().encode(text)));
    return found;
  };

  return {
    bytes,
    path: own,
    imports: params.source.split(/\r\n|\r|\n/).map((text) => /^\s*(import|from)\s/.test(text)),
    budget: params.budget,
    interventions,
    checkCancelled,
    host: (sink) => {
      const inputs = [...params.inputs];
      let lastLine = '';
      return {
        writeStdout: (text) => {
          lastLine = (lastLine + text).slice(-500);
          sink('stdout', text);
        },
        writeStderr: (text) => sink('stderr', text),
        readStdinLine: () => {
          const line = inputs.shift();
          if (line !== undefined) return `${line}\n`;
          if (params.inputsEnd) return '';
          throw new Needs({ kind: 'input', prompt: lastLine.slice(lastLine.lastIndexOf('\n') + 1) });
        },
        readFile: (path) => read(path) ?? stdlibSource(path),
        listDirectory: (path) => listing(path)?.map((name) => name.replace(/\/$/, '')) ?? null,
        argv: [own],
        cwd,
      };
    },
  };
}
