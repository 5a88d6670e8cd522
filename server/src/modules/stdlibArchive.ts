// Reads the standard library out of the archive that the build makes (stdlibFormat.ts). Knows nothing of where the
// bytes come from or how they are inflated: Node and the browser's worker each bring their own.

import type { Owned } from '../heap/refcount';
import { PyCode_FromUnit, newConstantObjects, releaseConstants } from '../objects/codeobject';
import type { PyObject } from '../objects/object';
import type { CodeUnit } from '../compiler/codeunit';
import type { ArchiveIndex } from './stdlibFormat';
import { MAGIC, decodeUnit } from './stdlibFormat';
import { STDLIB_DIR, setStdlibLoader, setStdlibSource, stdlibModuleNames } from './stdlib';

type Inflate = (bytes: Uint8Array) => Uint8Array;

/** Makes what is in `archive` importable. `inflate` undoes raw deflate. Throws when it is no archive of ours. */
export function useStdlibArchive(archive: Uint8Array, inflate: Inflate): void {
  const magic = String.fromCharCode(...archive.subarray(0, MAGIC.length));
  if (magic !== MAGIC) throw new Error('the standard library archive is damaged');
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const indexSize = view.getUint32(MAGIC.length, true);
  const start = MAGIC.length + 4;
  const index = JSON.parse(new TextDecoder().decode(archive.subarray(start, start + indexSize))) as ArchiveIndex;
  const blobs = start + indexSize;
  const blob = ([offset, size]: [number, number]): Uint8Array =>
    inflate(archive.subarray(blobs + offset, blobs + offset + size));
  const modules = new Map(Object.entries(index.modules));
  const byFile = new Map<string, [number, number]>();
  for (const [name, module] of modules) {
    byFile.set(`${STDLIB_DIR}/${module.path}`, module.source);
    if (!name.includes('.')) stdlibModuleNames.add(name);
  }
  // Decoded units outlive a run: the same realm runs a program again and again.
  const units = new Map<string, CodeUnit>();
  setStdlibLoader((name) => {
    const module = modules.get(name);
    if (module === undefined) return null;
    const filename = `${STDLIB_DIR}/${module.path}`;
    let unit = units.get(name);
    if (unit === undefined) units.set(name, (unit = decodeUnit(blob(module.code), filename)));
    return { code: codeOf(unit, filename), filename, isPackage: module.isPackage };
  });
  setStdlibSource((filename) => {
    const place = byFile.get(filename);
    return place === undefined ? null : blob(place);
  });
}

function codeOf(unit: CodeUnit, filename: string): Owned<PyObject> {
  const constants = newConstantObjects(filename, true);
  const code = PyCode_FromUnit(unit, constants);
  releaseConstants(constants);
  return code;
}
