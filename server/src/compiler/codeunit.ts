// What the compiler hands to the VM: a code object's content as plain data, field for field CPython 3.13's
// PyCodeObject (Include/cpython/code.h), before any simulated object exists. `objects/codeobject.ts` wraps it.

import type { ConstantValue } from '../ast/nodes';
import type { Footprint } from './footprint';

/**
 * A constant of `co_consts`. Identity matters: two entries, in this or in any nested unit of the same compilation,
 * are one Python object exactly when they are the same JavaScript object (CPython's `const_cache`), also inside
 * tuples. A nested code object stands as `{ type: 'code' }`. A frozenset's items are in the source's order, each once;
 * CPython builds the set of them, then again of that set's items in their order there.
 */
export type CodeConst = ConstantValue | { readonly type: 'code'; readonly code: CodeUnit };

/** What a compilation has in memory beside its code: the simulated one must find the heap as CPython's leaves it. */
export interface Compilation {
  /** All names in the source, which the parser interns for ever. */
  identifiers: readonly string[];
  footprint: Footprint;
}

export interface CodeUnit {
  co_filename: string;
  co_name: string;
  co_qualname: string;
  co_argcount: number;
  co_posonlyargcount: number;
  co_kwonlyargcount: number;
  co_stacksize: number;
  co_firstlineno: number;
  co_flags: number;
  /** The instructions with their inline caches zeroed: two bytes a code unit, byte for byte CPython's `co_code`. */
  co_code: Uint8Array;
  co_consts: readonly CodeConst[];
  co_names: readonly string[];
  /** Arguments, other locals, cells, free variables: CPython's `co_localsplusnames`. */
  co_localsplusnames: readonly string[];
  /** One `CO_FAST_*` byte for each of them. */
  co_localspluskinds: Uint8Array;
  co_linetable: Uint8Array;
  co_exceptiontable: Uint8Array;
  /** Of what was compiled from source, the outermost only. */
  compilation?: Compilation;
}

export const CO_FAST_HIDDEN = 0x10;
export const CO_FAST_LOCAL = 0x20;
export const CO_FAST_CELL = 0x40;
export const CO_FAST_FREE = 0x80;

export const CO_OPTIMIZED = 0x0001;
export const CO_NEWLOCALS = 0x0002;
export const CO_VARARGS = 0x0004;
export const CO_VARKEYWORDS = 0x0008;
export const CO_NESTED = 0x0010;
export const CO_GENERATOR = 0x0020;
export const CO_COROUTINE = 0x0080;
export const CO_ITERABLE_COROUTINE = 0x0100;
export const CO_ASYNC_GENERATOR = 0x0200;
export const CO_FUTURE_ANNOTATIONS = 0x1000000;
export const CO_NO_MONITORING_EVENTS = 0x2000000;
export const CO_HAS_DOCSTRING = 0x4000000;
export const CO_METHOD = 0x8000000;
