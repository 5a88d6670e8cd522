// How objects are pickled and copied by default: object.__reduce__, __reduce_ex__ and __getstate__, with the help of copyreg.
// Follows "Stuff to implement __reduce_ex__" in Objects/typeobject.c, CPython 3.13.

import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import type { Owned } from '../heap/refcount';
import { PyObject_GetIter } from './abstract';
import { PyObject_CallMethod, PyObject_CallMethodNoArgs, PyObject_CallMethodOneArg, PyObject_CallNoArgs } from './call';
import {
  PyDict_Check,
  PyDict_GET_SIZE,
  PyDict_GetItemWithError,
  PyDict_New,
  PyDict_SetItem,
  _PyObject_IsInstanceDictEmpty,
} from './dictobject';
import type { PyDictObject } from './dictstruct';
import { PyErr_BadInternalCall, PyErr_SetString } from './errors';
import { PyExc_RuntimeError, PyExc_TypeError, PyExc_ValueError } from './exceptions';
import type { PyMethodDescrObject } from './descrstruct';
import { PyList_Check } from './listobject';
import type { PyListObject } from './liststruct';
import { PyLong_AsInt, PyLong_FromLong } from './longobject';
import { PyCFunction_Check } from './methodobject';
import type { PyCFunctionObject } from './methodstruct';
import type { PyObject } from './object';
import { PyObject_GenericGetDict, PyObject_GetAttr, PyObject_GetOptionalAttr, Py_None } from './objectprotocol';
import type { Out } from './objectprotocol';
import { PyBaseObject_Type } from './objecttype';
import { tstate, vmInterface } from './pystate';
import { PyTuple_Check, PyTuple_FromArraySteal, PyTuple_Pack } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { _PyType_Lookup } from './typecache';
import { _PyObject_LookupSpecial } from './typelookup';
import type { PyTypeObject } from './typestruct';
import { Py_TPFLAGS_MANAGED_DICT } from './typestruct';
import { _Py_ID } from './unicode_interned';

const id___getnewargs__ = _Py_ID('__getnewargs__');
const id___getnewargs_ex__ = _Py_ID('__getnewargs_ex__');
const id___getstate__ = _Py_ID('__getstate__');
const id___newobj__ = _Py_ID('__newobj__');
const id___newobj_ex__ = _Py_ID('__newobj_ex__');
const id___reduce__ = _Py_ID('__reduce__');
const id___slotnames__ = _Py_ID('__slotnames__');
const id__slotnames = _Py_ID('_slotnames');
const id_items = _Py_ID('items');

function typeName(op: PyObject): string {
  return op.ob_type.tp_name;
}

function import_copyreg(): Owned<PyObject> | null {
  return vmInterface.importModule('copyreg');
}

/** The names of all slots of a class, a list or None, found by copyreg once and then kept in the class. Owned. */
function _PyType_GetSlotNames(cls: PyTypeObject): Owned<PyObject> | null {
  let slotnames = PyDict_GetItemWithError(cls.tp_dict!, id___slotnames__);
  if (slotnames !== null) {
    if (slotnames === Py_None || PyList_Check(slotnames)) return Py_NewRef(slotnames);
    return PyErr_SetString(
      PyExc_TypeError,
      `${cls.tp_name}.__slotnames__ should be a list or None, not ${typeName(slotnames)}`,
    );
  }
  if (tstate.current_exception !== null) return null;
  const copyreg = import_copyreg();
  if (copyreg === null) return null;
  slotnames = PyObject_CallMethodOneArg(copyreg, id__slotnames, cls);
  Py_DECREF(copyreg);
  if (slotnames === null || slotnames === Py_None || PyList_Check(slotnames)) return slotnames;
  Py_DECREF(slotnames);
  return PyErr_SetString(PyExc_TypeError, "copyreg._slotnames didn't return a list or None");
}

/** The slots of `obj` that are set, as a dict: owned, or null with an exception. */
function slotValues(obj: PyObject, slotnames: PyListObject): Owned<PyDictObject> | null {
  const slots = PyDict_New();
  const size = slotnames.ob_item.length;
  const slot: Out = { value: null };
  for (let i = 0; i < size; i++) {
    const name = Py_NewRef(slotnames.ob_item[i]!);
    let err = PyObject_GetOptionalAttr(obj, name, slot);
    if (slot.value !== null) {
      err = PyDict_SetItem(slots, name, slot.value);
      Py_DECREF(slot.value);
    }
    Py_DECREF(name);
    if (err >= 0 && size !== slotnames.ob_item.length) {
      PyErr_SetString(PyExc_RuntimeError, '__slotnames__ changed size during iteration');
      err = -1;
    }
    if (err < 0) {
      Py_DECREF(slots);
      return null;
    }
  }
  return slots;
}

function object_getstate_default(obj: PyObject, required: boolean): Owned<PyObject> | null {
  const type = obj.ob_type;
  if (required && type.tp_itemsize !== 0) {
    return PyErr_SetString(PyExc_TypeError, `cannot pickle ${type.tp_name} objects`);
  }
  let state = _PyObject_IsInstanceDictEmpty(obj) ? Py_NewRef(Py_None) : PyObject_GenericGetDict(obj, null);
  if (state === null) return null;
  const slotnames = _PyType_GetSlotNames(type);
  if (slotnames === null) {
    Py_DECREF(state);
    return null;
  }
  const count = slotnames === Py_None ? 0 : (slotnames as PyListObject).ob_item.length;
  if (required) {
    let basicsize = PyBaseObject_Type.tp_basicsize + 8 * count;
    if (type.tp_dictoffset !== 0 && (type.tp_flags & Py_TPFLAGS_MANAGED_DICT) === 0) basicsize += 8;
    if (type.tp_weaklistoffset > 0) basicsize += 8;
    if (type.tp_basicsize > basicsize) {
      Py_DECREF(slotnames);
      Py_DECREF(state);
      return PyErr_SetString(PyExc_TypeError, `cannot pickle '${type.tp_name}' object`);
    }
  }
  if (count > 0) {
    const slots = slotValues(obj, slotnames as PyListObject);
    if (slots === null) {
      Py_DECREF(slotnames);
      Py_DECREF(state);
      return null;
    }
    if (PyDict_GET_SIZE(slots) > 0) {
      const pair = PyTuple_Pack(state, slots);
      Py_DECREF(state);
      state = pair;
    }
    Py_DECREF(slots);
  }
  Py_DECREF(slotnames);
  return state;
}

export function object___getstate__(self: PyObject): PyObject | null {
  return object_getstate_default(self, false);
}

function object_getstate(obj: PyObject, required: boolean): Owned<PyObject> | null {
  const getstate = PyObject_GetAttr(obj, id___getstate__);
  if (getstate === null) return null;
  const c = getstate as PyCFunctionObject;
  const ours = PyCFunction_Check(getstate) && c.m_self === obj && c.m_ml.ml_meth === object___getstate__;
  const state = ours ? object_getstate_default(obj, required) : PyObject_CallNoArgs(getstate);
  Py_DECREF(getstate);
  return state;
}
/** obj.__getstate__(), for pickling by C code. Owned, or null with an exception. */
export function _PyObject_GetState(obj: PyObject): Owned<PyObject> | null {
  return object_getstate(obj, false);
}

/** What __getnewargs_ex__ or __getnewargs__ gave; both null when the object has neither. Owned. */
interface NewArguments {
  args: PyTupleObject | null;
  kwargs: PyDictObject | null;
}

function _PyObject_GetNewArguments(obj: PyObject): NewArguments | null {
  const getnewargs_ex = _PyObject_LookupSpecial(obj, id___getnewargs_ex__);
  if (getnewargs_ex !== null) {
    const newargs = PyObject_CallNoArgs(getnewargs_ex);
    Py_DECREF(getnewargs_ex);
    if (newargs === null) return null;
    const result = checkNewArgsEx(newargs);
    Py_DECREF(newargs);
    return result;
  }
  if (tstate.current_exception !== null) return null;
  const getnewargs = _PyObject_LookupSpecial(obj, id___getnewargs__);
  if (getnewargs === null) return tstate.current_exception !== null ? null : { args: null, kwargs: null };
  const args = PyObject_CallNoArgs(getnewargs);
  Py_DECREF(getnewargs);
  if (args === null) return null;
  if (PyTuple_Check(args)) return { args, kwargs: null };
  PyErr_SetString(PyExc_TypeError, `__getnewargs__ should return a tuple, not '${typeName(args)}'`);
  Py_DECREF(args);
  return null;
}

function checkNewArgsEx(newargs: PyObject): NewArguments | null {
  if (!PyTuple_Check(newargs)) {
    return PyErr_SetString(PyExc_TypeError, `__getnewargs_ex__ should return a tuple, not '${typeName(newargs)}'`);
  }
  const items = newargs.ob_item;
  if (items.length !== 2) {
    return PyErr_SetString(
      PyExc_ValueError,
      `__getnewargs_ex__ should return a tuple of length 2, not ${items.length}`,
    );
  }
  const [args, kwargs] = items as [PyObject, PyObject];
  const text = 'item of the tuple returned by __getnewargs_ex__ must be a';
  if (!PyTuple_Check(args)) {
    return PyErr_SetString(PyExc_TypeError, `first ${text} tuple, not '${typeName(args)}'`);
  }
  if (!PyDict_Check(kwargs)) {
    return PyErr_SetString(PyExc_TypeError, `second ${text} dict, not '${typeName(kwargs)}'`);
  }
  return { args: Py_NewRef(args), kwargs: Py_NewRef(kwargs) };
}

/** For lists and dicts, iterators over their items; None for the rest. Owned, or null with an exception. */
function getItemsIter(obj: PyObject): { listitems: PyObject; dictitems: PyObject } | null {
  const listitems = PyList_Check(obj) ? PyObject_GetIter(obj) : Py_NewRef(Py_None);
  if (listitems === null) return null;
  if (!PyDict_Check(obj)) return { listitems, dictitems: Py_NewRef(Py_None) };
  const items = PyObject_CallMethodNoArgs(obj, id_items);
  if (items !== null) {
    const dictitems = PyObject_GetIter(items);
    Py_DECREF(items);
    if (dictitems !== null) return { listitems, dictitems };
  }
  Py_DECREF(listitems);
  return null;
}

/** The function that makes the object again and its arguments: [newobj, newargs], owned; null with an exception. */
function newobjAndArgs(obj: PyObject, found: NewArguments, copyreg: PyObject): [PyObject, PyObject] | null {
  const { args, kwargs } = found;
  if (kwargs === null || PyDict_GET_SIZE(kwargs) === 0) {
    Py_XDECREF(kwargs);
    const newobj = PyObject_GetAttr(copyreg, id___newobj__);
    if (newobj === null) {
      Py_XDECREF(args);
      return null;
    }
    const items: PyObject[] = [Py_NewRef(obj.ob_type)];
    if (args !== null) for (const v of args.ob_item) items.push(Py_NewRef(v));
    const newargs = PyTuple_FromArraySteal(items);
    Py_XDECREF(args);
    return [newobj, newargs];
  }
  if (args === null) {
    Py_DECREF(kwargs);
    PyErr_BadInternalCall();
    return null;
  }
  const newobj = PyObject_GetAttr(copyreg, id___newobj_ex__);
  const newargs = newobj === null ? null : PyTuple_Pack(obj.ob_type, args, kwargs);
  Py_DECREF(args);
  Py_DECREF(kwargs);
  return newobj === null ? null : [newobj, newargs!];
}

function reduce_newobj(obj: PyObject): Owned<PyObject> | null {
  if (obj.ob_type.tp_new === null) return PyErr_SetString(PyExc_TypeError, `cannot pickle '${typeName(obj)}' object`);
  const found = _PyObject_GetNewArguments(obj);
  if (found === null) return null;
  const copyreg = import_copyreg();
  if (copyreg === null) {
    Py_XDECREF(found.args);
    Py_XDECREF(found.kwargs);
    return null;
  }
  const hasargs = found.args !== null;
  const pair = newobjAndArgs(obj, found, copyreg);
  Py_DECREF(copyreg);
  if (pair === null) return null;
  const [newobj, newargs] = pair;
  const state = object_getstate(obj, !(hasargs || PyList_Check(obj) || PyDict_Check(obj)));
  const iters = state === null ? null : getItemsIter(obj);
  if (state === null || iters === null) {
    Py_DECREF(newobj);
    Py_DECREF(newargs);
    Py_XDECREF(state);
    return null;
  }
  return PyTuple_FromArraySteal([newobj, newargs, state, iters.listitems, iters.dictitems]);
}

function _common_reduce(self: PyObject, proto: number): Owned<PyObject> | null {
  if (proto >= 2) return reduce_newobj(self);
  const copyreg = import_copyreg();
  if (copyreg === null) return null;
  const number = PyLong_FromLong(proto);
  const res = PyObject_CallMethod(copyreg, '_reduce_ex', self, number);
  Py_DECREF(number);
  Py_DECREF(copyreg);
  return res;
}

export function object___reduce__(self: PyObject): PyObject | null {
  return _common_reduce(self, 0);
}

export function object___reduce_ex__(self: PyObject, arg: PyObject): PyObject | null {
  const protocol = PyLong_AsInt(arg);
  if (protocol === -1 && tstate.current_exception !== null) return null;
  const slot: Out = { value: null };
  if (PyObject_GetOptionalAttr(self, id___reduce__, slot) < 0) return null;
  const reduce = slot.value;
  if (reduce !== null) {
    const clsreduce = PyObject_GetAttr(self.ob_type, id___reduce__);
    if (clsreduce === null) {
      Py_DECREF(reduce);
      return null;
    }
    const override = clsreduce !== (_PyType_Lookup(PyBaseObject_Type, id___reduce__) as PyMethodDescrObject);
    Py_DECREF(clsreduce);
    if (override) {
      const res = PyObject_CallNoArgs(reduce);
      Py_DECREF(reduce);
      return res;
    }
    Py_DECREF(reduce);
  }
  return _common_reduce(self, protocol);
}
