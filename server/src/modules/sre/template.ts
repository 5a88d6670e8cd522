// _sre.SRE_Template: a replacement text with groups in it. Follows Modules/_sre/sre.c, CPython 3.13.

import { PyObject_GC_Del, PyObject_GC_New } from '../../heap/alloc';
import { _PyObject_GC_TRACK, PyObject_GC_UnTrack } from '../../heap/gclists';
import type { Owned } from '../../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../../heap/refcount';
import { bytes_join } from '../../objects/bytes_methods';
import { emptyBytes, PyBytes_Check } from '../../objects/bytesobject';
import type { PyBytesObject } from '../../objects/bytesstruct';
import { argSsize } from '../../objects/clinic';
import { PyErr_SetString } from '../../objects/errors';
import { PyExc_IndexError, PyExc_TypeError } from '../../objects/exceptions';
import { _PyArg_BadArgument, _PyArg_CheckPositional } from '../../objects/getargs';
import { PyList_Check, PyList_FromArraySteal } from '../../objects/listobject';
import { defineModuleType } from '../../objects/moduletype';
import { PyObject } from '../../objects/object';
import { Py_None } from '../../objects/objectprotocol';
import type { PyTypeObject } from '../../objects/typestruct';
import {
  Py_TPFLAGS_DISALLOW_INSTANTIATION,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
} from '../../objects/typestruct';
import { _PyUnicode_JoinArray, PyUnicode_Check } from '../../objects/unicodeobject';
import { emptyUnicode } from '../../objects/unicode_interned';
import type { MatchObject } from './matchobject';
import { groupText } from './matchobject';

export class TemplateObject extends PyObject {
  /** What stands before the first group. */
  literal: PyObject | null;
  /** Groups, each with the text after it (null when that is empty). */
  items: { index: number; literal: PyObject | null }[] = [];
  constructor(type: PyTypeObject, literal: PyObject) {
    super(type);
    this.literal = literal;
  }
  get ob_size(): number {
    return this.items.length;
  }
}

function clear(self: TemplateObject): void {
  const { literal } = self;
  self.literal = null;
  Py_XDECREF(literal);
  for (const item of self.items) {
    const text = item.literal;
    item.literal = null;
    Py_XDECREF(text);
  }
}
export const Template_Type: PyTypeObject = defineModuleType({
  tp_name: '_sre.SRE_Template',
  heap: 'immutable',
  tp_basicsize: 40,
  tp_itemsize: 16,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
  tp_dealloc: (self: TemplateObject) => {
    PyObject_GC_UnTrack(self);
    clear(self);
    PyObject_GC_Del(self);
  },
  tp_traverse: (self: TemplateObject, visit) => {
    if (self.literal !== null) visit(self.literal);
    for (const item of self.items) if (item.literal !== null) visit(item.literal);
  },
  tp_clear: clear,
});

const isEmpty = (op: PyObject): boolean =>
  (PyUnicode_Check(op) && op.length === 0) || (PyBytes_Check(op) && (op as PyBytesObject).ob_sval.length === 0);

/** _sre.template(pattern, [literal, group, literal, …]). */
export function sre_template(_module: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  if (!_PyArg_CheckPositional('template', args.length, 2, 2)) return null;
  const list = args[1]!;
  if (!PyList_Check(list)) return _PyArg_BadArgument('template', 'argument 2', 'list', list);
  const parts = list.ob_item;
  if (parts.length % 2 === 0) return PyErr_SetString(PyExc_TypeError, 'invalid template');
  const n = (parts.length - 1) / 2;
  const self = PyObject_GC_New(new TemplateObject(Template_Type, Py_NewRef(parts[0]!)), 40 + 16 * n);
  for (let i = 0; i < n; i++) {
    const index = argSsize(parts[2 * i + 1]!);
    if (index === null || index < 0) {
      Py_DECREF(self);
      return index === null ? null : PyErr_SetString(PyExc_TypeError, 'invalid template');
    }
    const literal = parts[2 * i + 2]!;
    self.items.push({ index, literal: isEmpty(literal) ? null : Py_NewRef(literal) });
  }
  _PyObject_GC_TRACK(self);
  return self;
}

/** The template with the groups of a match put in; null with an exception. */
export function expand_template(self: TemplateObject, match: MatchObject): Owned<PyObject> | null {
  if (self.items.length === 0) return Py_NewRef(self.literal!);
  const out: PyObject[] = [Py_NewRef(self.literal!)];
  let ok = true;
  for (const { index, literal } of self.items) {
    if (index >= match.groups) {
      PyErr_SetString(PyExc_IndexError, 'no such group');
      ok = false;
      break;
    }
    const item = groupText(match, index, Py_None);
    if (item === null) {
      ok = false;
      break;
    }
    if (item === Py_None) Py_DECREF(item);
    else out.push(item);
    if (literal !== null) out.push(Py_NewRef(literal));
  }
  if (ok && !PyUnicode_Check(self.literal!)) {
    const list = PyList_FromArraySteal(out);
    const result = bytes_join(emptyBytes, list);
    Py_DECREF(list);
    return result;
  }
  const result = ok ? _PyUnicode_JoinArray(emptyUnicode, out) : null;
  for (const item of out) Py_DECREF(item);
  return result;
}
