// The callables that specialised instructions know by identity, and the code below `__init__`. Follows struct
// callable_cache and _Py_InitCleanup (Python/specialize.c), CPython 3.13.

import type { CodeUnit } from '../compiler/codeunit';
import { staticAddress } from '../heap/obmalloc';
import { IMMORTAL_REFCNT } from '../heap/header';
import { onRuntimeReset } from '../heap/runtime';
import { decodeCode } from '../objects/codedecode';
import { PyCode_Type } from '../objects/codeobject';
import { PyCodeObject } from '../objects/codestruct';
import { PyDict_GetItemString } from '../objects/dictobject';
import type { PyDictObject } from '../objects/dictstruct';
import { PyList_Type } from '../objects/listobject';
import { PyBaseObject_Type, _PyType_Lookup } from '../objects/typeobject';
import type { PyObject } from '../objects/object';
import { tuple_empty } from '../objects/tupleobject';
import { _Py_ID } from '../objects/unicodeobject';

/** Borrowed; filled when an interpreter starts. */
export const callable_cache: {
  isinstance: PyObject | null;
  len: PyObject | null;
  list_append: PyObject | null;
  object__getattribute__: PyObject | null;
} = { isinstance: null, len: null, list_append: null, object__getattribute__: null };
onRuntimeReset(() => {
  callable_cache.isinstance = null;
  callable_cache.len = null;
  callable_cache.list_append = null;
  callable_cache.object__getattribute__ = null;
});

/** Once builtins exist. */
export function initCallableCache(builtins: PyDictObject): void {
  callable_cache.isinstance = PyDict_GetItemString(builtins, 'isinstance');
  callable_cache.len = PyDict_GetItemString(builtins, 'len');
  callable_cache.list_append = _PyType_Lookup(PyList_Type, _Py_ID('append'));
  callable_cache.object__getattribute__ = _PyType_Lookup(PyBaseObject_Type, _Py_ID('__getattribute__'));
}

/** EXIT_INIT_CHECK, RETURN_VALUE, RESUME: what runs when `__init__` has returned to a specialised class call. */
const unit: CodeUnit = {
  co_filename: '__init__',
  co_name: '__init__',
  co_qualname: '__init__',
  co_argcount: 0,
  co_posonlyargcount: 0,
  co_kwonlyargcount: 0,
  co_stacksize: 2,
  co_firstlineno: 0,
  co_flags: 0x2000001,
  co_code: Uint8Array.of(13, 0, 36, 0, 149, 0),
  co_consts: [],
  co_names: [],
  co_localsplusnames: [],
  co_localspluskinds: new Uint8Array(),
  co_linetable: new Uint8Array(),
  co_exceptiontable: new Uint8Array(),
};
function makeInitCleanup(): PyCodeObject {
  const code = new PyCodeObject(PyCode_Type, unit);
  code.ob_addr = staticAddress(208);
  code.ob_refcnt = IMMORTAL_REFCNT;
  code.co_consts = tuple_empty;
  code.co_names = tuple_empty;
  code.co_localsplusnames = tuple_empty;
  code.co_name = code.co_qualname = code.co_filename = _Py_ID('__init__');
  code.consts = [];
  code.names = [];
  decodeCode(code);
  code._co_firsttraceable = 4;
  return code;
}
let made: PyCodeObject | null = null;
/** The shim's code object; static. Made when first asked for, after all modules are evaluated. */
export function getInitCleanup(): PyCodeObject {
  made ??= makeInitCleanup();
  return made;
}
