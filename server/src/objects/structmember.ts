// Reading and writing C struct members (PyMemberDef) as attributes; here they are fields of the JavaScript object, or values
// of `__slots__`. Follows Python/structmember.c, CPython 3.13.

import { Py_NewRef, Py_XDECREF, Py_XNewRef } from '../heap/refcount';
import type { Owned } from '../heap/refcount';
import { PyBool_Check, PyBool_FromLong, Py_True } from './boolobject';
import { PyErr_SetString } from './errors';
import { PyExc_AttributeError, PyExc_SystemError, PyExc_TypeError } from './exceptions';
import { PyFloat_AsDouble, PyFloat_FromDouble } from './floatobject';
import { PyLong_AsLongLong, PyLong_FromLong, PyLong_FromValue } from './longobject';
import type { PyObject } from './object';
import { Py_None } from './objectprotocol';
import { tstate } from './pystate';
import type { PyMemberDef } from './typestruct';
import {
  Py_MEMBER_SLOT,
  Py_READONLY,
  Py_T_BOOL,
  Py_T_DOUBLE,
  Py_T_INT,
  Py_T_LONGLONG,
  Py_T_OBJECT_EX,
  Py_T_PYSSIZET,
  Py_T_STRING,
  Py_T_UINT,
  Py_T_ULONG,
  _Py_T_OBJECT,
} from './typestruct';
import { PyUnicode_FromString } from './unicodeobject';
import { fullyQualifiedText } from './typeattributes';

type Fields = Record<string, unknown>;

function noAttribute(obj: PyObject, l: PyMemberDef): null {
  return PyErr_SetString(PyExc_AttributeError, `'${fullyQualifiedText(obj)}' object has no attribute '${l.name}'`);
}

/** The member's value as an object: owned, or null with AttributeError when an unset Py_T_OBJECT_EX is read. */
export function PyMember_GetOne(obj: PyObject, l: PyMemberDef): Owned<PyObject> | null {
  if ((l.flags & Py_MEMBER_SLOT) !== 0) {
    const value = obj.ob_slots[l.slot!]!;
    return value !== null ? Py_NewRef(value) : noAttribute(obj, l);
  }
  const value = (obj as unknown as Fields)[l.field];
  switch (l.type) {
    case _Py_T_OBJECT:
      return Py_NewRef((value as PyObject | null | undefined) ?? Py_None);
    case Py_T_OBJECT_EX:
      return value != null ? Py_NewRef(value as PyObject) : noAttribute(obj, l);
    case Py_T_BOOL:
      return PyBool_FromLong(value as boolean);
    case Py_T_UINT:
    case Py_T_ULONG:
      return PyLong_FromLong((value as number) >= 0 ? (value as number) : (value as number) >>> 0);
    case Py_T_INT:
    case Py_T_LONGLONG:
    case Py_T_PYSSIZET:
      return PyLong_FromValue(value as number | bigint);
    case Py_T_DOUBLE:
      return PyFloat_FromDouble(value as number);
    case Py_T_STRING:
      return value == null ? Py_NewRef(Py_None) : PyUnicode_FromString(value as string);
    default:
      return PyErr_SetString(PyExc_SystemError, 'bad memberdescr type');
  }
}

function fail(exc: PyObject, message: string): -1 {
  PyErr_SetString(exc, message);
  return -1;
}

/** Sets (`v` null: deletes) the member. 0, or −1 with an exception. */
export function PyMember_SetOne(obj: PyObject, l: PyMemberDef, v: PyObject | null): number {
  if ((l.flags & Py_READONLY) !== 0) return fail(PyExc_AttributeError, 'readonly attribute');
  if ((l.flags & Py_MEMBER_SLOT) !== 0) {
    const slot = l.slot!;
    const old = obj.ob_slots[slot]!;
    if (v === null && old === null) return fail(PyExc_AttributeError, l.name);
    obj.ob_slots[slot] = Py_XNewRef(v);
    Py_XDECREF(old);
    return 0;
  }
  const fields = obj as unknown as Fields;
  if (l.type === _Py_T_OBJECT || l.type === Py_T_OBJECT_EX) {
    const old = (fields[l.field] as PyObject | null | undefined) ?? null;
    if (v === null && old === null && l.type === Py_T_OBJECT_EX) return fail(PyExc_AttributeError, l.name);
    fields[l.field] = Py_XNewRef(v);
    Py_XDECREF(old);
    return 0;
  }
  if (v === null) return fail(PyExc_TypeError, "can't delete numeric/char attribute");
  switch (l.type) {
    case Py_T_BOOL:
      if (!PyBool_Check(v)) return fail(PyExc_TypeError, 'attribute value type must be bool');
      fields[l.field] = v === Py_True;
      return 0;
    case Py_T_INT:
    case Py_T_UINT:
    case Py_T_ULONG:
    case Py_T_LONGLONG:
    case Py_T_PYSSIZET: {
      const value = PyLong_AsLongLong(v);
      if (value === null) return -1;
      fields[l.field] = value;
      return 0;
    }
    case Py_T_DOUBLE: {
      const value = PyFloat_AsDouble(v);
      if (value === -1 && tstate.current_exception !== null) return -1;
      fields[l.field] = value;
      return 0;
    }
    case Py_T_STRING:
      return fail(PyExc_TypeError, 'readonly attribute');
    default:
      return fail(PyExc_SystemError, `bad memberdescr type for ${l.name}`);
  }
}
