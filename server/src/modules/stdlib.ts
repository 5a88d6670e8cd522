// The standard library's Python half: CPython's own files, compiled ahead by scripts/build-stdlib, loaded on import.

import type { PyObject } from '../objects/object';

export interface StdlibModule {
  /** Borrowed code object. */
  code: PyObject;
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
