// PyCodeObject; the type is in codeobject.ts. A leaf module. Follows Include/cpython/code.h, CPython 3.13.
import type { CodeUnit } from '../compiler/codeunit';
import { PyObject } from './object';
import type { PyTupleObject } from './tuplestruct';
import type { PyTypeObject } from './typestruct';

/** What an inline cache holds beside its counter: written by the specializer, read by the specialised instruction. */
export interface InlineCache {
  /** A type's version tag, a function's version, or a keys version. */
  version: number;
  /** Index into inline values, a dict's entries, or `__slots__`. */
  index: number;
  /** A second version: keys of instances, of a module's or of builtins' dict. */
  keys_version: number;
  /** A method, attribute or getter; borrowed, guarded by the version. */
  descr: PyObject | null;
  /** A C field name, for members that are no `__slots__`. */
  field: string;
}

/** `words` of a code object that has not been executed; decodeCode (codedecode.ts) makes them and what goes with them. */
export const NOT_DECODED = new Int32Array(0);
const noCounters = new Uint16Array(0);
const noCaches: never[] = [];

export class PyCodeObject extends PyObject {
  co_consts: PyTupleObject;
  co_names: PyTupleObject;
  /** bytes */
  co_exceptiontable: PyObject;
  co_flags: number;
  co_argcount: number;
  co_posonlyargcount: number;
  co_kwonlyargcount: number;
  co_stacksize: number;
  co_firstlineno: number;
  co_nlocalsplus: number;
  co_nlocals: number;
  co_ncellvars: number;
  co_nfreevars: number;
  co_version: number;
  co_localsplusnames: PyTupleObject;
  /** bytes */
  co_localspluskinds: PyObject;
  co_filename: PyObject;
  co_name: PyObject;
  co_qualname: PyObject;
  /** bytes */
  co_linetable: PyObject;
  /** _co_cached: made when first asked for, in a block of their own. */
  cached_varnames: PyObject | null;
  cached_cellvars: PyObject | null;
  cached_freevars: PyObject | null;
  cached_code: PyObject | null;
  cached_addr: number;
  /** Index of the first RESUME. */
  _co_firsttraceable: number;

  /** The compiler's output this was made from. */
  unit: CodeUnit;
  /**
   * The code as it is executed, by code unit: the opcode (specialised ones put in) in the low 8 bits, above it the
   * argument, with EXTENDED_ARG prefixes already folded in. NOT_DECODED until there is a frame: of the code that a
   * program imports, most is never called.
   */
  words: Int32Array;
  /** The counter of each instruction's inline cache, where the instruction stands. */
  counters: Uint16Array;
  caches: (InlineCache | null)[];
  /** The items of co_consts and co_names. */
  consts: readonly PyObject[];
  names: readonly PyObject[];
  /** Exception table: start, end, handler, depth, lasti (0 or 1) of each entry, in code units. */
  handlers: Int32Array | null;
  /** Line, end line, column, end column of each code unit, −1 where unknown; null until first asked for. */
  positions: Int32Array | null;
  /** For line events: see vm/instrumentation.ts. */
  lineStarts: Int32Array | null;

  constructor(type: PyTypeObject, unit: CodeUnit) {
    super(type);
    const none = null as never;
    this.co_consts = none;
    this.co_names = none;
    this.co_exceptiontable = none;
    this.co_flags = unit.co_flags;
    this.co_argcount = unit.co_argcount;
    this.co_posonlyargcount = unit.co_posonlyargcount;
    this.co_kwonlyargcount = unit.co_kwonlyargcount;
    this.co_stacksize = unit.co_stacksize === 0 ? 1 : unit.co_stacksize;
    this.co_firstlineno = unit.co_firstlineno;
    this.co_nlocalsplus = unit.co_localsplusnames.length;
    this.co_nlocals = 0;
    this.co_ncellvars = 0;
    this.co_nfreevars = 0;
    this.co_version = 0;
    this.co_localsplusnames = none;
    this.co_localspluskinds = none;
    this.co_filename = none;
    this.co_name = none;
    this.co_qualname = none;
    this.co_linetable = none;
    this.cached_varnames = null;
    this.cached_cellvars = null;
    this.cached_freevars = null;
    this.cached_code = null;
    this.cached_addr = 0;
    this._co_firsttraceable = 0;
    this.ob_weakreflist = null;
    this.unit = unit;
    this.words = NOT_DECODED;
    this.counters = noCounters;
    this.caches = noCaches;
    this.consts = none;
    this.names = none;
    this.handlers = null;
    this.positions = null;
    this.lineStarts = null;
  }
}
