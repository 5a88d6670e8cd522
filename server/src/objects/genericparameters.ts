// Type variables in generic aliases and unions: finding them, and putting types in their place.
// Follows parts of Objects/genericaliasobject.c, CPython 3.13. Intermediate tuples are made once, in their final size.

import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import type { Owned } from '../heap/refcount';
import { PyObject_GetItem } from './abstract';
import { PyObject_CallFunctionObjArgs, PyObject_CallOneArg } from './call';
import { PyErr_SetString, reprText } from './errors';
import { PyExc_TypeError } from './exceptions';
import { _PyGenericAlias_Check } from './genericaliasobject';
import { PyList_Check } from './listobject';
import type { PyListObject } from './liststruct';
import type { PyObject } from './object';
import { PyObject_GetOptionalAttr, PyObject_IsTrue, PyObject_Repr, PyObject_Str, Py_None } from './objectprotocol';
import type { Out } from './objectprotocol';
import { tstate } from './pystate';
import { Py_Ellipsis } from './sliceobject';
import { PyTuple_Check, PyTuple_FromArray, PyTuple_FromArraySteal, PyTuple_Pack, PyTuple_Type } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { PyType_Check } from './typebasics';
import { _Py_ID } from './unicode_interned';
import { PyUnicode_Check } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

const id___args__ = _Py_ID('__args__');
const id___module__ = _Py_ID('__module__');
const id___origin__ = _Py_ID('__origin__');
const id___parameters__ = _Py_ID('__parameters__');
const id___qualname__ = _Py_ID('__qualname__');
const id___typing_is_unpacked_typevartuple__ = _Py_ID('__typing_is_unpacked_typevartuple__');
const id___typing_prepare_subst__ = _Py_ID('__typing_prepare_subst__');
const id___typing_subst__ = _Py_ID('__typing_subst__');
const id___typing_unpacked_tuple_args__ = _Py_ID('__typing_unpacked_tuple_args__');

/** 1 if the attribute is there, 0 if not, −1 with an exception. */
function has(op: PyObject, name: PyObject): number {
  const slot: Out = { value: null };
  const rc = PyObject_GetOptionalAttr(op, name, slot);
  Py_XDECREF(slot.value);
  return rc;
}

function text_steal(op: PyUnicodeObject | null): string | null {
  if (op === null) return null;
  const text = op.str;
  Py_DECREF(op);
  return text;
}

/** How a type is written within `list[…]` or `… | …`: `int`, `module.Class`, else its repr. null with an exception. */
export function typeReprItem(p: PyObject): string | null {
  if (p === Py_Ellipsis) return '...';
  if (PyList_Check(p)) {
    const items: string[] = [];
    for (const item of (p as PyListObject).ob_item) {
      const text = typeReprItem(item);
      if (text === null) return null;
      items.push(text);
    }
    return `[${items.join(', ')}]`;
  }
  const origin = has(p, id___origin__);
  const alias = origin > 0 ? has(p, id___args__) : origin;
  if (alias < 0) return null;
  if (alias > 0) return text_steal(PyObject_Repr(p));
  const slot: Out = { value: null };
  if (PyObject_GetOptionalAttr(p, id___qualname__, slot) < 0) return null;
  const qualname = slot.value;
  if (qualname === null) return text_steal(PyObject_Repr(p));
  if (PyObject_GetOptionalAttr(p, id___module__, slot) < 0) {
    Py_DECREF(qualname);
    return null;
  }
  const module = slot.value;
  let text: string | null;
  if (module === null || module === Py_None) {
    text = text_steal(PyObject_Repr(p));
  } else {
    text = text_steal(PyObject_Str(qualname));
    if (text !== null && !(PyUnicode_Check(module) && (module as PyUnicodeObject).str === 'builtins')) {
      const prefix = text_steal(PyObject_Str(module));
      text = prefix === null ? null : `${prefix}.${text}`;
    }
  }
  Py_XDECREF(module);
  Py_DECREF(qualname);
  return text;
}

/** Adds the type variables of `args` to `found`, each once. 0, or −1 with an exception. */
function collect(args: readonly PyObject[], found: PyObject[]): number {
  const add = (t: PyObject): void => {
    if (!found.includes(t)) found.push(Py_NewRef(t));
  };
  for (const t of args) {
    // A class has these attributes for its instances.
    if (PyType_Check(t)) continue;
    if (PyTuple_Check(t) || PyList_Check(t)) {
      // Arguments of a ParamSpec.
      if (collect((t as unknown as { ob_item: PyObject[] }).ob_item, found) < 0) return -1;
      continue;
    }
    const subst = has(t, id___typing_subst__);
    if (subst < 0) return -1;
    if (subst > 0) {
      add(t);
      continue;
    }
    const slot: Out = { value: null };
    if (PyObject_GetOptionalAttr(t, id___parameters__, slot) < 0) return -1;
    if (slot.value !== null && PyTuple_Check(slot.value)) slot.value.ob_item.forEach(add);
    Py_XDECREF(slot.value);
  }
  return 0;
}

/** The type variables in `args`, in order of appearance. Owned tuple, or null with an exception. */
export function _Py_make_parameters(args: PyTupleObject): Owned<PyTupleObject> | null {
  const found: PyObject[] = [];
  if (collect(args.ob_item, found) < 0) {
    found.forEach(Py_DECREF);
    return null;
  }
  return PyTuple_FromArraySteal(found) as PyTupleObject;
}

/** `obj` with its own type variables replaced: list[T] to list[int]. Owned, or null with an exception. */
function subs_tvars(obj: PyObject, params: readonly PyObject[], argitems: readonly PyObject[]): Owned<PyObject> | null {
  const slot: Out = { value: null };
  if (PyObject_GetOptionalAttr(obj, id___parameters__, slot) < 0) return null;
  const subparams = slot.value;
  let result: PyObject | null;
  if (subparams !== null && PyTuple_Check(subparams) && subparams.ob_item.length > 0) {
    const subargs: PyObject[] = [];
    for (const param of subparams.ob_item) {
      const i = params.indexOf(param);
      const arg = i < 0 ? param : argitems[i]!;
      // A TypeVarTuple stands for several.
      if (i >= 0 && param.ob_type.tp_iter !== null && PyTuple_Check(arg)) subargs.push(...arg.ob_item);
      else subargs.push(arg);
    }
    const tuple = PyTuple_FromArray(subargs);
    result = PyObject_GetItem(obj, tuple);
    Py_DECREF(tuple);
  } else {
    Py_INCREF(obj);
    result = obj;
  }
  Py_XDECREF(subparams);
  return result;
}

function isUnpackedTypeVarTuple(arg: PyObject): number {
  if (PyType_Check(arg)) return 0;
  const slot: Out = { value: null };
  let res = PyObject_GetOptionalAttr(arg, id___typing_is_unpacked_typevartuple__, slot);
  if (res > 0) {
    res = PyObject_IsTrue(slot.value!);
    Py_DECREF(slot.value!);
  }
  return res;
}

/** The arguments of `*tuple[…]`: owned; null with or without an exception. */
function unpackedTupleArgs(arg: PyObject): Owned<PyObject> | null {
  if (_PyGenericAlias_Check(arg) && arg.starred && arg.origin === PyTuple_Type) return Py_NewRef(arg.args);
  const slot: Out = { value: null };
  if (PyObject_GetOptionalAttr(arg, id___typing_unpacked_tuple_args__, slot) <= 0) return null;
  if (slot.value !== Py_None) return slot.value;
  Py_DECREF(Py_None);
  return null;
}

/** The items of the subscript, with starred tuples spread. Owned tuple, or null with an exception. */
function unpackArgs(item: PyObject): Owned<PyTupleObject> | null {
  const result: PyObject[] = [];
  for (const arg of PyTuple_Check(item) ? item.ob_item : [item]) {
    if (!PyType_Check(arg)) {
      const subargs = unpackedTupleArgs(arg);
      if (subargs !== null && PyTuple_Check(subargs) && subargs.ob_item.at(-1) !== Py_Ellipsis) {
        for (const sub of subargs.ob_item) result.push(Py_NewRef(sub));
        Py_DECREF(subargs);
        continue;
      }
      Py_XDECREF(subargs);
      if (tstate.current_exception !== null) {
        result.forEach(Py_DECREF);
        return null;
      }
    }
    result.push(Py_NewRef(arg));
  }
  return PyTuple_FromArraySteal(result) as PyTupleObject;
}

/** One of the alias's arguments with the variables replaced: owned, null with an exception. */
function substitute(
  self: PyObject,
  arg: PyObject,
  params: readonly PyObject[],
  argitems: readonly PyObject[],
): Owned<PyObject> | null {
  if (PyType_Check(arg)) return Py_NewRef(arg);
  if (PyTuple_Check(arg)) return substituteAll(self, arg.ob_item, params, argitems);
  const slot: Out = { value: null };
  if (PyObject_GetOptionalAttr(arg, id___typing_subst__, slot) < 0) return null;
  const subst = slot.value;
  if (subst === null) return subs_tvars(arg, params, argitems);
  const res = PyObject_CallOneArg(subst, argitems[params.indexOf(arg)]!);
  Py_DECREF(subst);
  return res;
}

function substituteAll(
  self: PyObject,
  args: readonly PyObject[],
  params: readonly PyObject[],
  argitems: readonly PyObject[],
): Owned<PyTupleObject> | null {
  const newargs: PyObject[] = [];
  for (const arg of args) {
    const unpack = isUnpackedTypeVarTuple(arg);
    const value = unpack < 0 ? null : substitute(self, arg, params, argitems);
    if (value === null || (unpack > 0 && !PyTuple_Check(value))) {
      if (value !== null) {
        PyErr_SetString(
          PyExc_TypeError,
          `expected __typing_subst__ of ${reprText(arg)} objects to return a tuple, not ${reprText(value)}`,
        );
        Py_DECREF(value);
      }
      newargs.forEach(Py_DECREF);
      return null;
    }
    if (unpack > 0) {
      for (const item of (value as PyTupleObject).ob_item) newargs.push(Py_NewRef(item));
      Py_DECREF(value);
    } else {
      newargs.push(value);
    }
  }
  return PyTuple_FromArraySteal(newargs) as PyTupleObject;
}

/** The arguments `args` of `self` with `parameters` replaced by the subscript `item`. Owned, or null with an exception. */
export function _Py_subs_parameters(
  self: PyObject,
  args: PyTupleObject,
  parameters: PyTupleObject,
  item: PyObject,
): Owned<PyTupleObject> | null {
  const params = parameters.ob_item;
  if (params.length === 0) return PyErr_SetString(PyExc_TypeError, `${reprText(self)} is not a generic class`);
  let items: PyObject | null = unpackArgs(item);
  for (const param of params) {
    if (items === null) return null;
    const slot: Out = { value: null };
    if (PyObject_GetOptionalAttr(param, id___typing_prepare_subst__, slot) < 0) {
      Py_DECREF(items);
      return null;
    }
    const prepare = slot.value;
    if (prepare === null || prepare === Py_None) {
      Py_XDECREF(prepare);
      continue;
    }
    const given: PyObject = PyTuple_Check(items) ? Py_NewRef(items) : PyTuple_Pack(items);
    const prepared: PyObject | null = PyObject_CallFunctionObjArgs(prepare, self, given);
    Py_DECREF(given);
    Py_DECREF(prepare);
    Py_DECREF(items);
    items = prepared;
  }
  if (items === null) return null;
  const argitems = PyTuple_Check(items) ? items.ob_item : [items];
  let result: PyTupleObject | null = null;
  if (argitems.length !== params.length) {
    const many = argitems.length > params.length ? 'many' : 'few';
    PyErr_SetString(
      PyExc_TypeError,
      `Too ${many} arguments for ${reprText(self)}; actual ${argitems.length}, expected ${params.length}`,
    );
  } else {
    result = substituteAll(self, args.ob_item, params, argitems);
  }
  Py_DECREF(items);
  return result;
}
