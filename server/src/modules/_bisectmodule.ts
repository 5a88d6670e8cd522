// The _bisect module. Follows Modules/_bisectmodule.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyIndex_Check, PyObject_GetItem, PySequence_Size } from '../objects/abstract';
import { truthOf_steal } from '../objects/boolobject';
import {
  PyObject_CallOneArg,
  _PyObject_CallMethod,
  _Py_EnterRecursiveCall,
  _Py_LeaveRecursiveCall,
} from '../objects/call';
import { argSsize, asIndex } from '../objects/clinic';
import { PyErr_Occurred, PyErr_SetString } from '../objects/errors';
import { PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError } from '../objects/exceptions';
import { _PyArg_UnpackKeywords, argParser } from '../objects/getargs';
import { PyList_CheckExact, PyList_Insert } from '../objects/listobject';
import { PyLong_AsValue, PyLong_FromValue } from '../objects/longobject';
import type { IntValue } from '../objects/longvalue';
import * as V from '../objects/longvalue';
import { PyModule_Create } from '../objects/moduleobject';
import type { PyObject, ssizeargfunc } from '../objects/object';
import { Py_LT } from '../objects/object';
import { PyObject_RichCompareBool, Py_None, Py_NotImplemented } from '../objects/objectprotocol';
import { rangeobject } from '../objects/rangeobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import type { PyMethodDef } from '../objects/typestruct';
import { METH_FASTCALL, METH_KEYWORDS, method } from '../objects/typestruct';
import { _Py_ID } from '../objects/unicodeobject';

const id_insert = _Py_ID('insert');

function get_sq_item(s: PyObject): ssizeargfunc | null {
  const tp = s.ob_type;
  if (tp.sq_item !== null) return tp.sq_item;
  return PyErr_SetString(
    PyExc_TypeError,
    tp.mp_subscript !== null ? `${tp.tp_name} is not a sequence` : `'${tp.tp_name}' object does not support indexing`,
  );
}

/** The middle of a part that reaches beyond 2**53: only a range is so long, and does not need C's sq_item. */
function farMiddle(lo: IntValue, hi: IntValue): IntValue {
  return V.floordiv(V.add(lo, hi), 2);
}
function farItem(list: PyObject, mid: IntValue): Owned<PyObject> | null {
  const index = PyLong_FromValue(mid);
  const item = PyObject_GetItem(list, index);
  Py_DECREF(index);
  return item;
}

/** Where `item` belongs in `list`: before (`left`) or after its equals; −1 with an exception. */
function search(list: PyObject, item: PyObject, lo: IntValue, hi: IntValue, key: PyObject, left: boolean): IntValue {
  if (lo < 0) {
    PyErr_SetString(PyExc_ValueError, 'lo must be non-negative');
    return -1;
  }
  if (hi === -1) {
    hi = PySequence_Size(list);
    if (hi < 0) return -1;
    if (hi > Number.MAX_SAFE_INTEGER && list instanceof rangeobject) hi = PyLong_AsValue(list.length);
  }
  const far = hi > Number.MAX_SAFE_INTEGER;
  const sq_item = get_sq_item(list);
  if (sq_item === null || _Py_EnterRecursiveCall(left ? ' in _bisect.bisect_left' : ' in _bisect.bisect_right'))
    return -1;
  const tp = item.ob_type;
  let compare = tp.tp_richcompare;
  let result: IntValue = -1;
  for (;;) {
    if (lo >= hi) {
      result = lo;
      break;
    }
    const mid = far ? farMiddle(lo, hi) : Math.floor(((lo as number) + (hi as number)) / 2);
    let litem = far ? farItem(list, mid) : sq_item(list, mid as number);
    if (litem === null) break;
    if (key !== Py_None) {
      const newitem = PyObject_CallOneArg(key, litem);
      Py_DECREF(litem);
      if (newitem === null) break;
      litem = newitem;
    }
    const v = left ? litem : item;
    const w = left ? item : litem;
    let answer: PyObject | null = Py_NotImplemented;
    if (compare !== null && litem.ob_type === tp) {
      // Both of one type: the slot itself, unless it has once not known what to do.
      answer = compare(v, w, Py_LT);
      if (answer === Py_NotImplemented) compare = null;
    }
    const res = answer === Py_NotImplemented ? PyObject_RichCompareBool(v, w, Py_LT) : truthOf_steal(answer);
    Py_DECREF(litem);
    if (res < 0) break;
    if ((res !== 0) === left) lo = V.add(mid, 1);
    else hi = mid;
  }
  _Py_LeaveRecursiveCall();
  return result;
}

interface Arguments {
  a: PyObject;
  x: PyObject;
  lo: number;
  hi: number;
  key: PyObject;
}

type Parser = ReturnType<typeof argParser>;

function parse(args: readonly PyObject[], kwnames: PyTupleObject | null, parser: Parser): Arguments | null {
  const given = _PyArg_UnpackKeywords(args, kwnames, parser);
  if (given === null) return null;
  const [a, x, loArg, hiArg, key] = given;
  const lo = loArg == null ? 0 : argSsize(loArg);
  if (lo === null) return null;
  let hi: number | null = -1;
  if (hiArg != null && hiArg !== Py_None) {
    if (!PyIndex_Check(hiArg)) {
      return PyErr_SetString(PyExc_TypeError, `argument should be integer or None, not ${hiArg.ob_type.tp_name}`);
    }
    hi = asIndex(hiArg, PyExc_OverflowError);
    if (hi === null) return null;
  }
  return { a: a!, x: x!, lo, hi, key: key ?? Py_None };
}

function bisect(
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
  parser: Parser,
  left: boolean,
): PyObject | null {
  const given = parse(args, kwnames, parser);
  if (given === null) return null;
  const index = search(given.a, given.x, given.lo, given.hi, given.key, left);
  return index === -1 && PyErr_Occurred() !== null ? null : PyLong_FromValue(index);
}

function insort(
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
  parser: Parser,
  left: boolean,
): PyObject | null {
  const given = parse(args, kwnames, parser);
  if (given === null) return null;
  const { a, x, lo, hi, key } = given;
  let index: IntValue;
  if (key === Py_None) index = search(a, x, lo, hi, key, left);
  else {
    const key_x = PyObject_CallOneArg(key, x);
    if (key_x === null) return null;
    index = search(a, key_x, lo, hi, key, left);
    Py_DECREF(key_x);
  }
  if (index < 0) return null;
  if (PyList_CheckExact(a)) {
    if (PyList_Insert(a, Number(index), x) < 0) return null;
  } else {
    const at = PyLong_FromValue(index);
    const result = _PyObject_CallMethod(a, id_insert, at, x);
    Py_DECREF(at);
    if (result === null) return null;
    Py_DECREF(result);
  }
  return Py_NewRef(Py_None);
}

const TAIL =
  'Optional args lo (default 0) and hi (default len(a)) bound the\nslice of a to be searched.\n\n' +
  'A custom key function can be supplied to customize the sort order.';
const FIND = 'Return the index where to insert item x in list a, assuming a is sorted.\n\n';
const INSERT = 'Insert item x in list a, and keep it sorted assuming a is sorted.\n\n';

function entry(name: string, left: boolean, work: typeof bisect, doc: string): PyMethodDef {
  const parser = argParser(name, ['a', 'x', 'lo', 'hi', 'key'], 2, 4);
  const meth = (_m: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null =>
    work(args, kwnames, parser, left);
  return method(
    name,
    METH_FASTCALL | METH_KEYWORDS,
    meth,
    '($module, /, a, x, lo=0, hi=None, *, key=None)',
    doc + TAIL,
  );
}

const methods: PyMethodDef[] = [
  entry(
    'bisect_right',
    false,
    bisect,
    `${FIND}The return value i is such that all e in a[:i] have e <= x, and all e in\n` +
      'a[i:] have e > x.  So if x already appears in the list, a.insert(i, x) will\n' +
      'insert just after the rightmost x already there.\n\n',
  ),
  entry('insort_right', false, insort, `${INSERT}If x is already in a, insert it to the right of the rightmost x.\n\n`),
  entry(
    'bisect_left',
    true,
    bisect,
    `${FIND}The return value i is such that all e in a[:i] have e < x, and all e in\n` +
      'a[i:] have e >= x.  So if x already appears in the list, a.insert(i, x) will\n' +
      'insert just before the leftmost x already there.\n\n',
  ),
  entry('insort_left', true, insort, `${INSERT}If x is already in a, insert it to the left of the leftmost x.\n\n`),
];

export function PyInit__bisect(): PyObject | null {
  return PyModule_Create({
    m_name: '_bisect',
    m_doc:
      'Bisection algorithms.\n\n' +
      'This module provides support for maintaining a list in sorted order without\n' +
      'having to sort the list after each insertion. For long lists of items with\n' +
      'expensive comparison operations, this can be an improvement over the more\n' +
      'common approach.\n',
    m_methods: methods,
  });
}
