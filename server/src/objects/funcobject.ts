// Python functions. classmethod and staticmethod are in classmethodobject.ts and exported from here.
// Follows Objects/funcobject.c, CPython 3.13.

import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { _PyObject_GC_TRACK, _PyObject_GC_UNTRACK } from '../heap/gclists';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF, Py_XNewRef } from '../heap/refcount';
import type { Borrowed, Owned } from '../heap/refcount';
import { CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR } from '../compiler/codeunit';
import { PyVectorcall_Call, _PyFunction_Vectorcall } from './call';
import { PyCell_Check } from './cellobject';
import { PyMethod_New } from './classobject';
import { PyCode_Check, func_state } from './codeobject';
import type { PyCodeObject } from './codestruct';
import { PyDict_Check, PyDict_GetItemWithError, PyDict_New, PyDict_SetItem } from './dictobject';
import type { PyDictObject } from './dictstruct';
import { PyErr_SetString } from './errors';
import { PyExc_DeprecationWarning, PyExc_TypeError, PyExc_ValueError } from './exceptions';
import { PyFunctionObject } from './funcstruct';
import { _PyArg_BadArgument, _PyArg_UnpackKeywordsDict, argParser } from './getargs';
import { PyModule_Check } from './moduleobject';
import type { PyObject, visitproc } from './object';
import { PyObject_GenericGetDict, PyObject_GenericSetDict, Py_None, pointerText } from './objectprotocol';
import { tstate, vmInterface } from './pystate';
import { PyTuple_Check, PyTuple_CheckExact, PyTuple_New } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import type { edgeproc, PyGetSetDef, PyMemberDef, PyTypeObject } from './typestruct';
import {
  Py_READONLY,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_HAVE_VECTORCALL,
  Py_TPFLAGS_METHOD_DESCRIPTOR,
  _Py_T_OBJECT,
  defineType,
} from './typestruct';
import { _Py_ID, emptyUnicode } from './unicode_interned';
import { PyUnicode_Check, PyUnicode_FromString } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';
import { PyErr_WarnEx } from './warnings';
import { PyObject_ClearWeakRefs } from './weakrefobject';

export { PyFunctionObject } from './funcstruct';
export { PyClassMethod_New, PyClassMethod_Type, PyStaticMethod_New, PyStaticMethod_Type } from './classmethodobject';

const id___builtins__ = _Py_ID('__builtins__');
const id___name__ = _Py_ID('__name__');

export function PyFunction_Check(op: PyObject): op is PyFunctionObject {
  return op.ob_type === PyFunction_Type;
}

// ---------------------------------------------------------------------------------------------------- versions

/** A fresh version, for functions and code objects (they share the numbers). */
export function next_func_version(): number {
  return func_state.next_version++;
}

/** The version that inline caches may keep: assigned if there was none. 0: none to be had. */
export function _PyFunction_GetVersionForCurrentState(func: PyFunctionObject): number {
  if (func.func_version !== 0) return func.func_version;
  if (func.vectorcall !== _PyFunction_Vectorcall) return 0;
  return (func.func_version = func_state.next_version++);
}
export function _PyFunction_SetVersion(func: PyFunctionObject, version: number): void {
  func.func_version = version;
}

// ---------------------------------------------------------------------------------------------------- making functions

/** `__builtins__` of these globals (a module's dict if it is one), else the running frame's. Borrowed. */
export function _PyEval_BuiltinsFromGlobals(globals: PyDictObject): Borrowed<PyObject> | null {
  const builtins = PyDict_GetItemWithError(globals, id___builtins__);
  if (builtins !== null) return PyModule_Check(builtins) ? builtins.ob_dict : builtins;
  return tstate.current_exception !== null ? null : vmInterface.getBuiltins();
}

/** A function over `code`. All arguments are borrowed; `qualname` null: the code's. Owned, or null with an exception. */
export function PyFunction_NewWithQualName(
  code: PyObject,
  globals: PyObject,
  qualname: PyObject | null,
): Owned<PyFunctionObject> | null {
  const co = code as PyCodeObject;
  const dict = globals as PyDictObject;
  let doc: PyObject = Py_None;
  if (co.co_consts.ob_item.length > 0 && PyUnicode_Check(co.co_consts.ob_item[0]!)) {
    doc = co.co_consts.ob_item[0]!;
  }
  const module = PyDict_GetItemWithError(dict, id___name__);
  if (module === null && tstate.current_exception !== null) return null;
  const builtins = _PyEval_BuiltinsFromGlobals(dict) as PyDictObject | null;
  if (builtins === null) return null;
  const name = qualname ?? co.co_qualname;
  Py_INCREF(dict);
  Py_INCREF(co);
  Py_INCREF(co.co_name);
  Py_INCREF(name);
  Py_INCREF(doc);
  if (module !== null) Py_INCREF(module);
  Py_INCREF(builtins);
  const op = new PyFunctionObject(PyFunction_Type, dict, builtins, co.co_name, name, co, doc, module);
  op.vectorcall = _PyFunction_Vectorcall;
  PyObject_GC_New(op, SIZEOF_PyFunctionObject);
  _PyObject_GC_TRACK(op);
  return op;
}

export function PyFunction_New(code: PyObject, globals: PyObject): Owned<PyFunctionObject> | null {
  return PyFunction_NewWithQualName(code, globals, null);
}

/** What a frame for code without a function of its own is made from: _PyFunction_FromConstructor. */
export interface PyFrameConstructor {
  fc_globals: PyDictObject;
  fc_builtins: PyDictObject;
  fc_name: PyObject;
  fc_qualname: PyObject;
  fc_code: PyObject;
  fc_defaults: PyTupleObject | null;
  fc_kwdefaults: PyDictObject | null;
  fc_closure: PyTupleObject | null;
}

/** A function from parts, all borrowed. */
export function _PyFunction_FromConstructor(constr: PyFrameConstructor): Owned<PyFunctionObject> {
  const module = PyDict_GetItemWithError(constr.fc_globals, id___name__);
  const op = new PyFunctionObject(
    PyFunction_Type,
    Py_NewRef(constr.fc_globals),
    Py_NewRef(constr.fc_builtins),
    Py_NewRef(constr.fc_name),
    Py_NewRef(constr.fc_qualname),
    Py_NewRef(constr.fc_code),
    Py_NewRef(Py_None),
    Py_XNewRef(module),
  );
  op.func_defaults = Py_XNewRef(constr.fc_defaults);
  op.func_kwdefaults = Py_XNewRef(constr.fc_kwdefaults);
  op.func_closure = Py_XNewRef(constr.fc_closure);
  op.vectorcall = _PyFunction_Vectorcall;
  PyObject_GC_New(op, SIZEOF_PyFunctionObject);
  _PyObject_GC_TRACK(op);
  return op;
}

export function PyFunction_GetCode(op: PyFunctionObject): Borrowed<PyObject> {
  return op.func_code;
}
export function PyFunction_GetGlobals(op: PyFunctionObject): Borrowed<PyDictObject> {
  return op.func_globals;
}
export function PyFunction_GetDefaults(op: PyFunctionObject): Borrowed<PyTupleObject> | null {
  return op.func_defaults;
}
export function PyFunction_GetKwDefaults(op: PyFunctionObject): Borrowed<PyDictObject> | null {
  return op.func_kwdefaults;
}
export function PyFunction_GetClosure(op: PyFunctionObject): Borrowed<PyTupleObject> | null {
  return op.func_closure;
}

/** The type parameters of a generic function (an intrinsic of the compiler). Owned `func`. */
export function _Py_set_function_type_params(func: PyObject, type_params: PyObject): Owned<PyObject> {
  const f = func as PyFunctionObject;
  const old = f.func_typeparams;
  f.func_typeparams = Py_NewRef(type_params);
  Py_XDECREF(old);
  return Py_NewRef(func);
}

// ---------------------------------------------------------------------------------------------------- attributes

function typeError(message: string): -1 {
  PyErr_SetString(PyExc_TypeError, message);
  return -1;
}

function func_set_code(op: PyFunctionObject, value: PyObject | null): number {
  if (value === null || !PyCode_Check(value)) return typeError('__code__ must be set to a code object');
  const code = value as PyCodeObject;
  const nclosure = op.func_closure === null ? 0 : op.func_closure.ob_item.length;
  if (nclosure !== code.co_nfreevars) {
    const name = (op.func_name as PyUnicodeObject).str;
    PyErr_SetString(
      PyExc_ValueError,
      `${name}() requires a code object with ${nclosure} free vars, not ${code.co_nfreevars}`,
    );
    return -1;
  }
  const kinds = CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR;
  if ((((op.func_code as PyCodeObject).co_flags ^ code.co_flags) & kinds) !== 0) {
    const text =
      'Assigning a code object of non-matching type is deprecated (e.g., from a generator to a plain function)';
    if (PyErr_WarnEx(PyExc_DeprecationWarning, text, 1) < 0) return -1;
  }
  op.func_version = 0;
  const old = op.func_code;
  op.func_code = Py_NewRef(code);
  Py_DECREF(old);
  return 0;
}

function func_set_name(op: PyFunctionObject, value: PyObject | null): number {
  if (value === null || !PyUnicode_Check(value)) return typeError('__name__ must be set to a string object');
  const old = op.func_name;
  op.func_name = Py_NewRef(value);
  Py_DECREF(old);
  return 0;
}

function func_set_qualname(op: PyFunctionObject, value: PyObject | null): number {
  if (value === null || !PyUnicode_Check(value)) return typeError('__qualname__ must be set to a string object');
  const old = op.func_qualname;
  op.func_qualname = Py_NewRef(value);
  Py_DECREF(old);
  return 0;
}

function func_set_defaults(op: PyFunctionObject, value: PyObject | null): number {
  if (value === Py_None) value = null;
  if (value !== null && !PyTuple_Check(value)) return typeError('__defaults__ must be set to a tuple object');
  op.func_version = 0;
  const old = op.func_defaults;
  op.func_defaults = Py_XNewRef(value as PyTupleObject | null);
  Py_XDECREF(old);
  return 0;
}

function func_set_kwdefaults(op: PyFunctionObject, value: PyObject | null): number {
  if (value === Py_None) value = null;
  if (value !== null && !PyDict_Check(value)) return typeError('__kwdefaults__ must be set to a dict object');
  op.func_version = 0;
  const old = op.func_kwdefaults;
  op.func_kwdefaults = Py_XNewRef(value as PyDictObject | null);
  Py_XDECREF(old);
  return 0;
}

/** MAKE_FUNCTION leaves a tuple of names and values; whoever asks first makes it a dict. Borrowed. */
function func_get_annotation_dict(op: PyFunctionObject): Borrowed<PyObject> | null {
  const annotations = op.func_annotations!;
  if (!PyTuple_CheckExact(annotations)) return annotations;
  const dict = PyDict_New();
  const items = (annotations as PyTupleObject).ob_item;
  for (let i = 0; i < items.length; i += 2) if (PyDict_SetItem(dict, items[i]!, items[i + 1]!) < 0) return null;
  op.func_annotations = dict;
  Py_DECREF(annotations);
  return dict;
}

function func_get_annotations(op: PyFunctionObject): PyObject | null {
  op.func_annotations ??= PyDict_New();
  return Py_XNewRef(func_get_annotation_dict(op));
}

function func_set_annotations(op: PyFunctionObject, value: PyObject | null): number {
  if (value === Py_None) value = null;
  if (value !== null && !PyDict_Check(value)) return typeError('__annotations__ must be set to a dict object');
  op.func_version = 0;
  const old = op.func_annotations;
  op.func_annotations = Py_XNewRef(value);
  Py_XDECREF(old);
  return 0;
}

function func_get_type_params(op: PyFunctionObject): PyObject | null {
  return op.func_typeparams !== null ? Py_NewRef(op.func_typeparams) : PyTuple_New(0);
}

function func_set_type_params(op: PyFunctionObject, value: PyObject | null): number {
  if (value === null || !PyTuple_Check(value)) return typeError('__type_params__ must be set to a tuple');
  const old = op.func_typeparams;
  op.func_typeparams = Py_NewRef(value);
  Py_XDECREF(old);
  return 0;
}

// ---------------------------------------------------------------------------------------------------- the type

const newParser = argParser('function', ['code', 'globals', 'name', 'argdefs', 'closure', 'kwdefaults'], 2);

function func_new(_type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  const a = _PyArg_UnpackKeywordsDict(args, kwargs, newParser);
  if (a === null) return null;
  const code = a[0]! as PyCodeObject;
  const globals = a[1]!;
  if (!PyCode_Check(code)) return _PyArg_BadArgument('function', "argument 'code'", 'code', code);
  if (!PyDict_Check(globals)) return _PyArg_BadArgument('function', "argument 'globals'", 'dict', globals);
  const [name, defaults, closure, kwdefaults] = [a[2], a[3], a[4], a[5]].map((value) =>
    value === Py_None ? null : (value ?? null),
  ) as [PyObject | null, PyObject | null, PyObject | null, PyObject | null];
  const error = (text: string): null => PyErr_SetString(PyExc_TypeError, text);
  if (name !== null && !PyUnicode_Check(name)) return error('arg 3 (name) must be None or string');
  if (defaults !== null && !PyTuple_Check(defaults)) return error('arg 4 (defaults) must be None or tuple');
  if (closure === null && code.co_nfreevars !== 0) return error('arg 5 (closure) must be tuple');
  if (closure !== null && !PyTuple_Check(closure)) return error('arg 5 (closure) must be None or tuple');
  if (kwdefaults !== null && !PyDict_Check(kwdefaults)) return error('arg 6 (kwdefaults) must be None or dict');
  const cells = closure === null ? [] : (closure as PyTupleObject).ob_item;
  if (code.co_nfreevars !== cells.length) {
    const text = `requires closure of length ${code.co_nfreevars}, not ${cells.length}`;
    return PyErr_SetString(PyExc_ValueError, `${(code.co_name as PyUnicodeObject).str} ${text}`);
  }
  for (const cell of cells) {
    if (!PyCell_Check(cell)) return error(`arg 5 (closure) expected cell, found ${(cell as PyObject).ob_type.tp_name}`);
  }
  const func = PyFunction_New(code, globals);
  if (func === null) return null;
  if (name !== null) {
    const old = func.func_name;
    func.func_name = Py_NewRef(name);
    Py_DECREF(old);
  }
  func.func_defaults = Py_XNewRef(defaults as PyTupleObject | null);
  func.func_closure = Py_XNewRef(closure as PyTupleObject | null);
  func.func_kwdefaults = Py_XNewRef(kwdefaults as PyDictObject | null);
  return func;
}

/** Py_CLEAR of a field whose type has no null: only a dying or cleared function has one there. */
function clear(op: PyFunctionObject, field: 'func_globals' | 'func_builtins' | 'func_doc'): void {
  const old = op[field];
  op[field] = null as never;
  Py_XDECREF(old);
}
function clearOptional(
  op: PyFunctionObject,
  field:
    | 'func_module'
    | 'func_defaults'
    | 'func_kwdefaults'
    | 'ob_dict'
    | 'func_closure'
    | 'func_annotations'
    | 'func_typeparams',
): void {
  const old = op[field];
  op[field] = null;
  Py_XDECREF(old);
}

function func_clear(op: PyFunctionObject): void {
  op.func_version = 0;
  clear(op, 'func_globals');
  clear(op, 'func_builtins');
  clearOptional(op, 'func_module');
  clearOptional(op, 'func_defaults');
  clearOptional(op, 'func_kwdefaults');
  clear(op, 'func_doc');
  clearOptional(op, 'ob_dict');
  clearOptional(op, 'func_closure');
  clearOptional(op, 'func_annotations');
  clearOptional(op, 'func_typeparams');
  // Code is never missing; neither are the names, which could be instances of str subclasses with references of their own.
  const name = op.func_name;
  op.func_name = Py_NewRef(emptyUnicode);
  Py_DECREF(name);
  const qualname = op.func_qualname;
  op.func_qualname = Py_NewRef(emptyUnicode);
  Py_DECREF(qualname);
}

function func_dealloc(op: PyFunctionObject): void {
  _PyObject_GC_UNTRACK(op);
  if (op.ob_weakreflist !== null) PyObject_ClearWeakRefs(op);
  func_clear(op);
  Py_DECREF(op.func_code);
  Py_DECREF(op.func_name);
  Py_DECREF(op.func_qualname);
  PyObject_GC_Del(op);
}

function func_traverse(f: PyFunctionObject, visit: visitproc): void {
  visit(f.func_code);
  if (f.func_globals !== null) visit(f.func_globals);
  if (f.func_builtins !== null) visit(f.func_builtins);
  if (f.func_module !== null) visit(f.func_module);
  if (f.func_defaults !== null) visit(f.func_defaults);
  if (f.func_kwdefaults !== null) visit(f.func_kwdefaults);
  if (f.func_doc !== null) visit(f.func_doc);
  visit(f.func_name);
  if (f.ob_dict !== null) visit(f.ob_dict);
  if (f.func_closure !== null) visit(f.func_closure);
  if (f.func_annotations !== null) visit(f.func_annotations);
  if (f.func_typeparams !== null) visit(f.func_typeparams);
  visit(f.func_qualname);
}

function func_edges(f: PyFunctionObject, emit: edgeproc): void {
  const field = (op: PyObject | null, name: string): void => {
    if (op !== null) emit(op, 'field', name);
  };
  field(f.func_code, '__code__');
  field(f.func_globals, '__globals__');
  field(f.func_builtins, '__builtins__');
  field(f.func_name, '__name__');
  field(f.func_qualname, '__qualname__');
  field(f.func_module, '__module__');
  field(f.func_defaults, '__defaults__');
  field(f.func_kwdefaults, '__kwdefaults__');
  field(f.func_doc, '__doc__');
  field(f.ob_dict, '__dict__');
  field(f.func_closure, '__closure__');
  field(f.func_annotations, '__annotations__');
  field(f.func_typeparams, '__type_params__');
}

function func_repr(self: PyObject): PyObject | null {
  const name = ((self as PyFunctionObject).func_qualname as PyUnicodeObject).str;
  return PyUnicode_FromString(`<function ${name} at ${pointerText(self)}>`);
}

function func_descr_get(func: PyObject, obj: PyObject | null, _type: PyObject | null): PyObject | null {
  return obj === null || obj === Py_None ? Py_NewRef(func) : PyMethod_New(func, obj);
}

const SIZEOF_PyFunctionObject = 144;

const member = (name: string, field: string, flags: number): PyMemberDef => ({
  name,
  type: _Py_T_OBJECT,
  field,
  flags,
  doc: null,
});
const getset = (name: string, get: PyGetSetDef['get'], set: PyGetSetDef['set']): PyGetSetDef => ({
  name,
  get,
  set,
  doc: null,
});

export const PyFunction_Type: PyTypeObject = defineType({
  tp_name: 'function',
  tp_basicsize: SIZEOF_PyFunctionObject,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_METHOD_DESCRIPTOR,
  tp_doc:
    'function(code, globals, name=None, argdefs=None, closure=None,\n         kwdefaults=None)\n--\n\n' +
    'Create a function object.\n\n  code\n    a code object\n  globals\n    the globals dictionary\n' +
    '  name\n    a string that overrides the name from the code object\n' +
    '  argdefs\n    a tuple that specifies the default argument values\n' +
    '  closure\n    a tuple that supplies the bindings for free variables\n' +
    '  kwdefaults\n    a dictionary that specifies the default keyword argument values',
  tp_dictoffset: 88,
  tp_weaklistoffset: 96,
  tp_dealloc: func_dealloc,
  tp_repr: func_repr,
  tp_call: PyVectorcall_Call,
  tp_traverse: func_traverse,
  tp_clear: func_clear,
  tp_descr_get: func_descr_get,
  tp_new: func_new,
  tp_members: [
    member('__closure__', 'func_closure', Py_READONLY),
    member('__doc__', 'func_doc', 0),
    member('__globals__', 'func_globals', Py_READONLY),
    member('__module__', 'func_module', 0),
    member('__builtins__', 'func_builtins', Py_READONLY),
  ],
  tp_getset: [
    getset('__code__', (op: PyFunctionObject) => Py_NewRef(op.func_code), func_set_code),
    getset('__defaults__', (op: PyFunctionObject) => Py_NewRef(op.func_defaults ?? Py_None), func_set_defaults),
    getset('__kwdefaults__', (op: PyFunctionObject) => Py_NewRef(op.func_kwdefaults ?? Py_None), func_set_kwdefaults),
    getset('__annotations__', func_get_annotations, func_set_annotations),
    getset('__dict__', PyObject_GenericGetDict, PyObject_GenericSetDict),
    getset('__name__', (op: PyFunctionObject) => Py_NewRef(op.func_name), func_set_name),
    getset('__qualname__', (op: PyFunctionObject) => Py_NewRef(op.func_qualname), func_set_qualname),
    getset('__type_params__', func_get_type_params, func_set_type_params),
  ],
  edges: func_edges,
});
