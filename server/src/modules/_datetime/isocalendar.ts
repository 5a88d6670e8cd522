// datetime.IsoCalendarDate, what isocalendar() returns. Follows Modules/_datetimemodule.c, CPython 3.13.

import type { Owned } from '../../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../../heap/refcount';
import type { PyDictObject } from '../../objects/dictstruct';
import { PyErr_Occurred } from '../../objects/errors';
import { _PyArg_UnpackKeywordsDict, argParser } from '../../objects/getargs';
import { PyLong_AsInt, PyLong_FromLong } from '../../objects/longobject';
import { defineModuleType } from '../../objects/moduletype';
import type { PyObject } from '../../objects/object';
import { PyObject_Str } from '../../objects/objectprotocol';
import { PyTuple_FromArray, PyTuple_FromArraySteal, PyTuple_Type } from '../../objects/tupleobject';
import { PyTupleObject } from '../../objects/tuplestruct';
import type { PyTypeObject } from '../../objects/typestruct';
import { METH_NOARGS, Py_TPFLAGS_HAVE_GC, method } from '../../objects/typestruct';
import { PyUnicode_FromString } from '../../objects/unicodeobject';

const item = (op: PyObject, i: number): PyObject => (op as PyTupleObject).ob_item[i]!;

function iso_calendar_date_repr(self: PyObject): PyObject | null {
  const parts: string[] = [];
  for (const [i, name] of ['year', 'week', 'weekday'].entries()) {
    const text = PyObject_Str(item(self, i));
    if (text === null) return null;
    parts.push(`${name}=${text.str}`);
    Py_DECREF(text);
  }
  return PyUnicode_FromString(`${self.ob_type.tp_name}(${parts.join(', ')})`);
}

function iso_calendar_date_reduce(self: PyObject): PyObject {
  const fields = PyTuple_FromArray([item(self, 0), item(self, 1), item(self, 2)]);
  const args = PyTuple_FromArraySteal([fields]);
  return PyTuple_FromArraySteal([Py_NewRef(PyTuple_Type), args]);
}

const parser = argParser('IsoCalendarDate', ['year', 'week', 'weekday'], 3);

function iso_calendar_date_new(type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  const parsed = _PyArg_UnpackKeywordsDict(args, kwargs, parser);
  if (parsed === null) return null;
  const numbers: number[] = [];
  for (const arg of parsed) {
    const n = PyLong_AsInt(arg!);
    if (n === -1 && PyErr_Occurred() !== null) return null;
    numbers.push(n);
  }
  return iso_calendar_date_new_impl(type, numbers[0]!, numbers[1]!, numbers[2]!);
}

export function iso_calendar_date_new_impl(
  type: PyTypeObject,
  year: number,
  week: number,
  weekday: number,
): Owned<PyObject> {
  const self = type.tp_alloc!(type, 3) as PyTupleObject;
  self.ob_item = [PyLong_FromLong(year), PyLong_FromLong(week), PyLong_FromLong(weekday)];
  return self;
}

const getter = (name: string, i: number) => ({
  name,
  get: (self: PyObject) => Py_NewRef(item(self, i)),
  set: null,
  doc: null,
});

export const isocalendar_date_type: PyTypeObject = defineModuleType({
  tp_name: 'datetime.IsoCalendarDate',
  heap: 'immutable',
  tp_basicsize: 32,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_base: () => PyTuple_Type,
  tp_doc:
    'The result of date.isocalendar() or datetime.isocalendar()\n\n' +
    'This object may be accessed either as a tuple of\n' +
    '  ((year, week, weekday)\n' +
    'or via the object attributes as named in the above tuple.',
  construct: (type) => new PyTupleObject(type, []),
  tp_repr: iso_calendar_date_repr,
  tp_methods: [method('__reduce__', METH_NOARGS, iso_calendar_date_reduce, null, '__reduce__() -> (cls, state)')],
  tp_getset: [getter('year', 0), getter('week', 1), getter('weekday', 2)],
  tp_new: iso_calendar_date_new,
  tp_dealloc: (op: PyObject) => PyTuple_Type.tp_dealloc!(op as never),
  tp_traverse: (op: PyObject, visit) => PyTuple_Type.tp_traverse!(op as never, visit),
});
