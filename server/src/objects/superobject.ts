// super, and _PySuper_Lookup, with which LOAD_SUPER_ATTR gets along without making a super object.
// Follows "Cooperative super" in Objects/typeobject.c, CPython 3.13.

import { PyObject_GC_Del } from '../heap/alloc';
import { _PyObject_GC_UNTRACK } from '../heap/gclists';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import type { Owned } from '../heap/refcount';
import { PyObject_CallFunctionObjArgs, PyObject_Vectorcall } from './call';
import { CO_FAST_CELL } from '../compiler/codeunit';
import { PyCell_Check, PyCell_GET } from './cellobject';
import type { PyCellObject } from './cellstruct';
import { PyDict_GetItemWithError } from './dictobject';
import type { PyDictObject } from './dictstruct';
import { PyErr_SetString } from './errors';
import { PyExc_RuntimeError, PyExc_TypeError } from './exceptions';
import type { _PyInterpreterFrame } from './framestruct';
import { _PyArg_CheckPositional, _PyArg_NoKeywords, _PyArg_NoKwnames } from './getargs';
import { PyObject } from './object';
import type { visitproc } from './object';
import { PyObject_GenericGetAttr, PyObject_GetOptionalAttr, Py_None } from './objectprotocol';
import type { Out } from './objectprotocol';
import { tstate } from './pystate';
import { PyType_GenericAlloc, PyType_GenericNew } from './subtype';
import type { PyTupleObject } from './tuplestruct';
import { PyType_Check, PyType_IsSubtype } from './typebasics';
import type { PyMemberDef, PyTypeObject } from './typestruct';
import {
  Py_READONLY,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_METHOD_DESCRIPTOR,
  _Py_T_OBJECT,
  defineType,
} from './typestruct';
import { PyUnicode_Check, PyUnicode_FromString, _Py_ID } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

const id___class__ = _Py_ID('__class__');

export class superobject extends PyObject {
  type: PyTypeObject | null;
  obj: PyObject | null;
  obj_type: PyTypeObject | null;

  constructor(type: PyTypeObject) {
    super(type);
    this.type = null;
    this.obj = null;
    this.obj_type = null;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

/** `__class__` and the first argument of the running function, for super() without arguments. Both owned. */
interface SuperArguments {
  type: PyTypeObject;
  obj: PyObject;
}

function runtimeError(message: string): null {
  return PyErr_SetString(PyExc_RuntimeError, message);
}

function super_init_without_args(): SuperArguments | null {
  const frame = tstate.current_frame as _PyInterpreterFrame | null;
  if (frame === null) return runtimeError('super(): no current frame');
  const co = frame.f_executable;
  if (co.co_argcount === 0) return runtimeError('super(): no arguments');
  const kinds = co.unit.co_localspluskinds;
  let firstarg = frame.localsplus[frame.base]!;
  if (firstarg !== null && (kinds[0]! & CO_FAST_CELL) !== 0) firstarg = PyCell_GET(firstarg as PyCellObject)!;
  if (firstarg === null) return runtimeError('super(): arg[0] deleted');
  for (let i = co.co_nlocalsplus - co.co_nfreevars; i < co.co_nlocalsplus; i++) {
    if (co.unit.co_localsplusnames[i] !== '__class__') continue;
    const cell = frame.localsplus[frame.base + i]!;
    if (cell === null || !PyCell_Check(cell)) return runtimeError('super(): bad __class__ cell');
    const type = cell.ob_ref;
    if (type === null) return runtimeError('super(): empty __class__ cell');
    if (!PyType_Check(type)) {
      return runtimeError(`super(): __class__ is not a type (${(type as PyObject).ob_type.tp_name})`);
    }
    return { type: Py_NewRef(type), obj: Py_NewRef(firstarg) };
  }
  return runtimeError('super(): __class__ cell not found');
}

function super_dealloc(self: superobject): void {
  _PyObject_GC_UNTRACK(self);
  Py_XDECREF(self.obj);
  Py_XDECREF(self.type);
  Py_XDECREF(self.obj_type);
  self.ob_type.tp_free!(self as never);
}

function super_traverse(self: superobject, visit: visitproc): void {
  if (self.obj !== null) visit(self.obj);
  if (self.type !== null) visit(self.type);
  if (self.obj_type !== null) visit(self.obj_type);
}

function super_repr(self: PyObject): PyObject | null {
  const su = self as superobject;
  const of = su.obj_type !== null ? `<${su.obj_type.tp_name} object>` : 'NULL';
  return PyUnicode_FromString(`<super: <class '${su.type !== null ? su.type.tp_name : 'NULL'}'>, ${of}>`);
}

/** `name` in the MRO of `su_obj_type` behind `su_type`. Owned; null with or without an exception. */
function _super_lookup_descr(su_type: PyTypeObject, su_obj_type: PyTypeObject, name: PyObject): Owned<PyObject> | null {
  const mro = su_obj_type.tp_mro;
  if (mro === null) return null;
  const items = mro.ob_item as PyTypeObject[];
  const n = items.length;
  let i = 0;
  for (; i + 1 < n; i++) if (items[i] === su_type) break;
  i++;
  if (i >= n) return null;
  Py_INCREF(mro);
  let res: PyObject | null = null;
  for (; i < n; i++) {
    res = PyDict_GetItemWithError(items[i]!.tp_dict!, name);
    if (res !== null) {
      Py_INCREF(res);
      break;
    }
    if (tstate.current_exception !== null) break;
  }
  Py_DECREF(mro);
  return res;
}

/** `method.found` is set when a method descriptor is returned as it is, to be called with the object. */
function do_super_lookup(
  su: superobject | null,
  su_type: PyTypeObject | null,
  su_obj: PyObject | null,
  su_obj_type: PyTypeObject | null,
  name: PyObject,
  method: { found: boolean } | null,
): Owned<PyObject> | null {
  if (su_obj_type !== null) {
    const res = _super_lookup_descr(su_type!, su_obj_type, name);
    if (res !== null) {
      if (method !== null && (res.ob_type.tp_flags & Py_TPFLAGS_METHOD_DESCRIPTOR) !== 0) {
        method.found = true;
        return res;
      }
      const f = res.ob_type.tp_descr_get;
      if (f === null) return res;
      const bound = f(res, su_obj === su_obj_type ? null : su_obj, su_obj_type);
      Py_DECREF(res);
      return bound;
    }
    if (tstate.current_exception !== null) return null;
  }
  if (su !== null) return PyObject_GenericGetAttr(su, name);
  const temp = PyObject_Vectorcall(PySuper_Type, [su_type!, su_obj!], null);
  if (temp === null) return null;
  const res = PyObject_GenericGetAttr(temp, name);
  Py_DECREF(temp);
  return res;
}

function super_getattro(self: PyObject, name: PyObject): PyObject | null {
  const su = self as superobject;
  // super().__class__ is super.
  if (PyUnicode_Check(name) && (name as PyUnicodeObject).str === '__class__')
    return PyObject_GenericGetAttr(self, name);
  return do_super_lookup(su, su.type, su.obj, su.obj_type, name, null);
}

/**
 * The type in whose MRO super(type, obj) looks: `obj` itself if it is a subclass, else its class (or what its `__class__`
 * says). Owned, or null with TypeError.
 */
function supercheck(type: PyTypeObject, obj: PyObject): Owned<PyTypeObject> | null {
  if (PyType_Check(obj) && PyType_IsSubtype(obj, type)) return Py_NewRef(obj);
  if (PyType_IsSubtype(obj.ob_type, type)) return Py_NewRef(obj.ob_type);
  const slot: Out = { value: null };
  if (PyObject_GetOptionalAttr(obj, id___class__, slot) < 0) return null;
  const class_attr = slot.value;
  if (
    class_attr !== null &&
    PyType_Check(class_attr) &&
    class_attr !== obj.ob_type &&
    PyType_IsSubtype(class_attr, type)
  ) {
    return class_attr;
  }
  Py_XDECREF(class_attr);
  const what = PyType_Check(obj) ? `type ${obj.tp_name}` : `instance of ${obj.ob_type.tp_name}`;
  return PyErr_SetString(
    PyExc_TypeError,
    `super(type, obj): obj (${what}) is not an instance or subtype of type (${type.tp_name}).`,
  );
}

/**
 * super(su_type, su_obj).name without the super object. Owned, or null with an exception; `method` as in do_super_lookup
 * (null: the result is to be bound).
 */
export function _PySuper_Lookup(
  su_type: PyTypeObject,
  su_obj: PyObject,
  name: PyObject,
  method: { found: boolean } | null,
): Owned<PyObject> | null {
  const su_obj_type = supercheck(su_type, su_obj);
  if (su_obj_type === null) return null;
  const res = do_super_lookup(null, su_type, su_obj, su_obj_type, name, method);
  Py_DECREF(su_obj_type);
  return res;
}

function super_descr_get(self: PyObject, obj: PyObject | null, _type: PyObject | null): PyObject | null {
  const su = self as superobject;
  if (obj === null || obj === Py_None || su.obj !== null) return Py_NewRef(self);
  if (su.ob_type !== PySuper_Type) return PyObject_CallFunctionObjArgs(su.ob_type, su.type!, obj);
  const obj_type = supercheck(su.type!, obj);
  if (obj_type === null) return null;
  const newobj = PyType_GenericAlloc(PySuper_Type, 0) as superobject;
  newobj.type = Py_NewRef(su.type!);
  newobj.obj = Py_NewRef(obj);
  newobj.obj_type = obj_type;
  return newobj;
}

function super_init_impl(su: superobject, type: PyTypeObject | null, obj: PyObject | null): number {
  if (type === null) {
    const found = super_init_without_args();
    if (found === null) return -1;
    type = found.type;
    obj = found.obj;
  } else {
    Py_INCREF(type);
    if (obj !== null) Py_INCREF(obj);
  }
  if (obj === Py_None) {
    Py_DECREF(obj);
    obj = null;
  }
  let obj_type: PyTypeObject | null = null;
  if (obj !== null) {
    obj_type = supercheck(type, obj);
    if (obj_type === null) {
      Py_DECREF(type);
      Py_DECREF(obj);
      return -1;
    }
  }
  const old_type = su.type;
  su.type = type;
  Py_XDECREF(old_type);
  const old_obj = su.obj;
  su.obj = obj;
  Py_XDECREF(old_obj);
  const old_obj_type = su.obj_type;
  su.obj_type = obj_type;
  Py_XDECREF(old_obj_type);
  return 0;
}

function checkTypeArgument(arg: PyObject): arg is PyTypeObject {
  if (PyType_Check(arg)) return true;
  PyErr_SetString(PyExc_TypeError, `super() argument 1 must be a type, not ${(arg as PyObject).ob_type.tp_name}`);
  return false;
}

function super_init(self: PyObject, args: PyTupleObject, kwds: PyDictObject | null): number {
  if (!_PyArg_NoKeywords('super', kwds)) return -1;
  const items = args.ob_item;
  if (items.length > 2) {
    PyErr_SetString(PyExc_TypeError, `super() takes at most 2 arguments (${items.length} given)`);
    return -1;
  }
  const type = items[0] ?? null;
  if (type !== null && !PyType_Check(type)) {
    const what = (type as PyObject) === Py_None ? 'None' : (type as PyObject).ob_type.tp_name;
    PyErr_SetString(PyExc_TypeError, `super() argument 1 must be type, not ${what}`);
    return -1;
  }
  return super_init_impl(self as superobject, type, items[1] ?? null);
}

function super_vectorcall(self: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  if (!_PyArg_NoKwnames('super', kwnames)) return null;
  if (!_PyArg_CheckPositional('super()', args.length, 0, 2)) return null;
  const self_type = self as PyTypeObject;
  const su = self_type.tp_alloc!(self_type, 0) as superobject;
  const type = args[0] ?? null;
  if ((type !== null && !checkTypeArgument(type)) || super_init_impl(su, type, args[1] ?? null) < 0) {
    Py_DECREF(su);
    return null;
  }
  return su;
}

const member = (name: string, field: string, doc: string): PyMemberDef => ({
  name,
  type: _Py_T_OBJECT,
  field,
  flags: Py_READONLY,
  doc,
});

export const PySuper_Type: PyTypeObject = defineType({
  tp_name: 'super',
  tp_basicsize: 40,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
  tp_doc:
    'super() -> same as super(__class__, <first argument>)\n' +
    'super(type) -> unbound super object\n' +
    'super(type, obj) -> bound super object; requires isinstance(obj, type)\n' +
    'super(type, type2) -> bound super object; requires issubclass(type2, type)\n' +
    'Typical use to call a cooperative superclass method:\n' +
    'class C(B):\n    def meth(self, arg):\n        super().meth(arg)\n' +
    'This works for class methods too:\n' +
    'class C(B):\n    @classmethod\n    def cmeth(cls, arg):\n        super().cmeth(arg)\n',
  construct: (type) => new superobject(type),
  tp_dealloc: super_dealloc,
  tp_traverse: super_traverse,
  tp_repr: super_repr,
  tp_getattro: super_getattro,
  tp_descr_get: super_descr_get,
  tp_init: super_init,
  tp_alloc: PyType_GenericAlloc,
  tp_new: PyType_GenericNew,
  tp_free: PyObject_GC_Del,
  tp_vectorcall: super_vectorcall,
  tp_members: [
    member('__thisclass__', 'type', 'the class invoking super()'),
    member('__self__', 'obj', 'the instance invoking super(); may be None'),
    member('__self_class__', 'obj_type', 'the type of the instance invoking super(); may be None'),
  ],
});
