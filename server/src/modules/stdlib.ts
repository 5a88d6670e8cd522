// The standard library's Python half: CPython's own files, compiled ahead by scripts/build-stdlib.mjs, loaded on import.

import type { Owned } from '../heap/refcount';
import type { PyObject } from '../objects/object';

/** Where CPython's library would be: the files' folder in tracebacks and `__file__`. */
export const STDLIB_DIR = '/usr/local/lib/python3.13';
/** Where its shared libraries would be. */
export const LIB_DYNLOAD = `${STDLIB_DIR}/lib-dynload`;
/** sys.path after the script's own folder. */
export const LIBRARY_PATH = ['/usr/local/lib/python313.zip', STDLIB_DIR, LIB_DYNLOAD, `${STDLIB_DIR}/site-packages`];

export interface StdlibModule {
  /** The caller's. */
  code: Owned<PyObject>;
  filename: string;
  isPackage: boolean;
}
type Loader = (name: string) => StdlibModule | null;
let loader: Loader = () => null;

/** Says where library modules come from; the process shells set it. */
export function setStdlibLoader(load: Loader): void {
  loader = load;
}
export function stdlibCode(name: string): StdlibModule | null {
  return loader(name);
}

let sourceOf: (filename: string) => Uint8Array | null = () => null;
let isTopLevel: (name: string) => boolean = () => false;
/** Says where a library module's source text is to be had, for tracebacks, and which names are top-level modules. */
export function setStdlibSource(
  read: (filename: string) => Uint8Array | null,
  isModule: (name: string) => boolean,
): void {
  sourceOf = read;
  isTopLevel = isModule;
}
export function stdlibSource(filename: string): Uint8Array | null {
  return filename.startsWith(STDLIB_DIR) ? sourceOf(filename) : null;
}
/** Is this the name of a top-level library module that is written in Python? */
export function isStdlibModule(name: string): boolean {
  return isTopLevel(name);
}
