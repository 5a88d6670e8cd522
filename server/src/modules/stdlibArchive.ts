// Reads the standard library out of the archive that the build makes (stdlibFormat.ts). Knows nothing of where the
// bytes come from or how they are inflated: Node and the browser's worker each bring their own.

import type { Owned } from '../heap/refcount';
import { PyCode_FromUnit, newConstantObjects, releaseConstants } from '../objects/codeobject';
import type { PyObject } from '../objects/object';
import type { CodeUnit } from '../compiler/codeunit';
import type { ArchiveIndex, ArchiveModule } from './stdlibFormat';
import { MAGIC, decodeUnit } from './stdlibFormat';
import { STDLIB_DIR, setStdlibLoader, setStdlibSource } from './stdlib';

type Inflate = (bytes: Uint8Array) => Uint8Array;

/** `size` bytes of the archive from `offset` on; fewer at its end. */
export type ReadArchive = (offset: number, size: number) => Uint8Array;

interface Index {
  modules: Map<string, ArchiveModule>;
  /** Places of sources by file name. */
  sources: Map<string, [number, number]>;
  /** Where the blobs begin. */
  blobs: number;
}

function readIndex(read: ReadArchive): Index {
  const head = read(0, MAGIC.length + 4);
  const magic = String.fromCharCode(...head.subarray(0, MAGIC.length));
  if (magic !== MAGIC) throw new Error('the standard library archive is damaged');
  const indexSize = new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(MAGIC.length, true);
  const start = MAGIC.length + 4;
  const index = JSON.parse(new TextDecoder().decode(read(start, indexSize))) as ArchiveIndex;
  const modules = new Map(Object.entries(index.modules));
  const sources = new Map<string, [number, number]>();
  for (const module of modules.values()) sources.set(`${STDLIB_DIR}/${module.path}`, module.source);
  return { modules, sources, blobs: start + indexSize };
}

/**
 * Makes what is in an archive importable. `inflate` undoes raw deflate. Nothing is read before the first import of a
 * library module; one that is no archive of ours throws then.
 */
export function useStdlibArchive(archive: Uint8Array | ReadArchive, inflate: Inflate): void {
  const read = archive instanceof Uint8Array ? (at: number, size: number) => archive.subarray(at, at + size) : archive;
  let known: Index | null = null;
  const index = (): Index => (known ??= readIndex(read));
  const blob = ([offset, size]: [number, number]): Uint8Array => inflate(read(index().blobs + offset, size));
  // Decoded units outlive a run: the same realm runs a program again and again.
  const units = new Map<string, CodeUnit>();
  setStdlibLoader((name) => {
    const module = index().modules.get(name);
    if (module === undefined) return null;
    const filename = `${STDLIB_DIR}/${module.path}`;
    let unit = units.get(name);
    if (unit === undefined) units.set(name, (unit = decodeUnit(blob(module.code), filename)));
    return { code: codeOf(unit, filename), filename, isPackage: module.isPackage };
  });
  setStdlibSource(
    (filename) => {
      const place = index().sources.get(filename);
      return place === undefined ? null : blob(place);
    },
    (name) => !name.includes('.') && index().modules.has(name),
  );
}

function codeOf(unit: CodeUnit, filename: string): Owned<PyObject> {
  const constants = newConstantObjects(filename, true);
  const code = PyCode_FromUnit(unit, constants);
  releaseConstants(constants);
  return code;
}
