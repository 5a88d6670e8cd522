// cycle, dropwhile, takewhile, islice, starmap, chain, compress, filterfalse, count, repeat.
// Follows Modules/itertoolsmodule.c, CPython 3.13.

import { Py_DECREF, Py_NewRef } from '../../heap/refcount';
import {
  PyIter_Check,
  PyIter_Next,
  PyNumber_Add,
  PyNumber_Check,
  PyObject_GetIter,
  PySequence_Tuple,
} from '../../objects/abstract';
import { PyBool_FromLong, PyBool_Type, Py_True } from '../../objects/boolobject';
import { PyObject_Call, PyObject_CallMethodOneArg, PyObject_CallOneArg } from '../../objects/call';
import { argSsize } from '../../objects/clinic';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Occurred, PyErr_SetString } from '../../objects/errors';
import { reprString } from '../../objects/reprstring';
import { PyExc_OverflowError, PyExc_StopIteration, PyExc_TypeError, PyExc_ValueError } from '../../objects/exceptions';
import { Py_GenericAlias } from '../../objects/genericaliasobject';
import { PyList_Append, PyList_Check, PyList_New } from '../../objects/listobject';
import type { PyListObject } from '../../objects/liststruct';
import { PyLong_AsSsize_t, PyLong_AsValue, PyLong_Check, PyNumber_AsSsize_t } from '../../objects/longobject';
import type { PyObject } from '../../objects/object';
import { PyObject_IsTrue, Py_None } from '../../objects/objectprotocol';
import { PyTuple_CheckExact, PyTuple_New } from '../../objects/tupleobject';
import type { PyTupleObject } from '../../objects/tuplestruct';
import { _PyType_Name } from '../../objects/typeobject';
import type { PyTypeObject } from '../../objects/typestruct';
import { METH_CLASS, METH_NOARGS, METH_O, method } from '../../objects/typestruct';
import { PyUnicode_FromString, _Py_ID } from '../../objects/unicodeobject';
import {
  PyGCObject,
  clearField,
  defineIter,
  int,
  keywords,
  none,
  positional,
  reduceMethod,
  ref,
  setField,
  setstateMethod,
  stateItems,
  tuple,
  withIterator,
} from './support';

// -------------------------------------------------------------------------------------------------------------- cycle

class cycleobject extends PyGCObject {
  it: PyObject | null = null;
  saved: PyListObject | null = null;
  index = 0;
  firstpass = false;
}

function cycle_next(self: PyObject): PyObject | null {
  const lz = self as cycleobject;
  if (lz.it !== null) {
    const item = PyIter_Next(lz.it);
    if (item !== null) {
      if (!lz.firstpass) PyList_Append(lz.saved!, item);
      return item;
    }
    if (PyErr_Occurred() !== null) return null;
    clearField(lz, 'it');
  }
  const items = lz.saved!.ob_item;
  if (items.length === 0) return null;
  const item = items[lz.index]!;
  if (++lz.index >= items.length) lz.index = 0;
  return Py_NewRef(item);
}

function cycle_reduce(self: PyObject): PyObject | null {
  const lz = self as cycleobject;
  if (lz.it !== null) {
    return tuple(ref(lz.ob_type), tuple(ref(lz.it)), tuple(ref(lz.saved!), PyBool_FromLong(lz.firstpass)));
  }
  const it = PyObject_GetIter(lz.saved!);
  if (it === null) return null;
  if (lz.index !== 0) {
    const index = int(lz.index);
    const res = PyObject_CallMethodOneArg(it, _Py_ID('__setstate__'), index);
    Py_DECREF(index);
    if (res === null) {
      Py_DECREF(it);
      return null;
    }
    Py_DECREF(res);
  }
  return tuple(ref(lz.ob_type), tuple(it), tuple(ref(lz.saved!), ref(Py_True)));
}

function cycle_setstate(self: PyObject, state: PyObject): PyObject | null {
  const lz = self as cycleobject;
  const items = stateItems(state, 2);
  if (items === null) return null;
  if (!PyList_Check(items[0]!)) {
    return PyErr_SetString(PyExc_TypeError, `argument 1 must be list, not ${items[0]!.ob_type.tp_name}`);
  }
  const firstpass = argSsize(items[1]!);
  if (firstpass === null) return null;
  setField(lz, 'saved', items[0] as PyListObject);
  lz.firstpass = firstpass !== 0;
  lz.index = 0;
  return none();
}

export const cycle_type: PyTypeObject = defineIter<cycleobject>({
  name: 'cycle',
  basicsize: 48,
  doc: 'cycle(iterable, /)\n--\n\nReturn elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.',
  construct: (type) => new cycleobject(type),
  owned: ['it', 'saved'],
  create: positional(
    'cycle',
    1,
    1,
    (type, args) => {
      const it = PyObject_GetIter(args[0]!);
      if (it === null) return null;
      const saved = PyList_New(0);
      const lz = type.tp_alloc!(type, 0) as cycleobject | null;
      if (lz === null) {
        Py_DECREF(it);
        Py_DECREF(saved);
        return null;
      }
      lz.it = it;
      lz.saved = saved;
      return lz;
    },
    () => cycle_type,
  ),
  next: cycle_next,
  methods: [reduceMethod(cycle_reduce), setstateMethod(cycle_setstate)],
});

// ---------------------------------------------------------------------------------------------- dropwhile, takewhile

/** A function and an iterator: dropwhile, takewhile, starmap, filterfalse. */
class funcobject extends PyGCObject {
  func: PyObject | null = null;
  it: PyObject | null = null;
  /** dropwhile's start, takewhile's stop. */
  flag = 0;
}

function create(type: PyTypeObject, args: readonly PyObject[]): PyObject | null {
  const lz = withIterator<funcobject>(type, args[1]!);
  if (lz !== null) lz.func = Py_NewRef(args[0]!);
  return lz;
}

/** The truth of func(item): 1, 0, or −1 with an exception. */
function test(func: PyObject, item: PyObject): number {
  const good = PyObject_CallOneArg(func, item);
  if (good === null) return -1;
  const ok = PyObject_IsTrue(good);
  Py_DECREF(good);
  return ok;
}

const whileMethods = [
  reduceMethod((self) => {
    const lz = self as funcobject;
    return tuple(ref(lz.ob_type), tuple(ref(lz.func!), ref(lz.it!)), int(lz.flag));
  }),
  setstateMethod((self, state) => {
    const flag = PyObject_IsTrue(state);
    if (flag < 0) return null;
    (self as funcobject).flag = flag;
    return none();
  }),
];

export const dropwhile_type: PyTypeObject = defineIter<funcobject>({
  name: 'dropwhile',
  basicsize: 40,
  doc:
    'dropwhile(predicate, iterable, /)\n--\n\nDrop items from the iterable while predicate(item) is true.\n\n' +
    'Afterwards, return every element until the iterable is exhausted.',
  construct: (type) => new funcobject(type),
  owned: ['func', 'it'],
  visited: ['it', 'func'],
  create: positional('dropwhile', 2, 2, create, () => dropwhile_type),
  next: (self) => {
    const lz = self as funcobject;
    const it = lz.it!;
    const iternext = it.ob_type.tp_iternext!;
    for (;;) {
      const item = iternext(it);
      if (item === null || lz.flag === 1) return item;
      const ok = test(lz.func!, item);
      if (ok === 0) {
        lz.flag = 1;
        return item;
      }
      Py_DECREF(item);
      if (ok < 0) return null;
    }
  },
  methods: whileMethods,
});

export const takewhile_type: PyTypeObject = defineIter<funcobject>({
  name: 'takewhile',
  basicsize: 40,
  doc:
    'takewhile(predicate, iterable, /)\n--\n\n' +
    'Return successive entries from an iterable as long as the predicate evaluates to true for each entry.',
  construct: (type) => new funcobject(type),
  owned: ['func', 'it'],
  visited: ['it', 'func'],
  create: positional('takewhile', 2, 2, create, () => takewhile_type),
  next: (self) => {
    const lz = self as funcobject;
    if (lz.flag === 1) return null;
    const item = lz.it!.ob_type.tp_iternext!(lz.it!);
    if (item === null) return null;
    const ok = test(lz.func!, item);
    if (ok > 0) return item;
    Py_DECREF(item);
    if (ok === 0) lz.flag = 1;
    return null;
  },
  methods: whileMethods,
});

// ------------------------------------------------------------------------------------------------------------- islice

class isliceobject extends PyGCObject {
  it: PyObject | null = null;
  next = 0;
  /** −1: none. */
  stop = -1;
  step = 1;
  cnt = 0;
}

/** A bound of islice: −1 with its exception cleared when it is no index. */
function bound(arg: PyObject, missing: number): number {
  if (arg === Py_None) return missing;
  const value = PyNumber_AsSsize_t(arg, PyExc_OverflowError);
  if (value === -1 && PyErr_Occurred() !== null) PyErr_Clear();
  return value;
}

function islice_create(type: PyTypeObject, args: readonly PyObject[]): PyObject | null {
  let start = 0;
  const stopArg = args.length === 2 ? args[1]! : args[2]!;
  if (args.length > 2) start = bound(args[1]!, 0);
  let stop = -1;
  if (stopArg !== Py_None) {
    stop = bound(stopArg, -1);
    if (stop === -1) {
      return PyErr_SetString(
        PyExc_ValueError,
        'Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.',
      );
    }
  }
  if (start < 0 || stop < -1) {
    return PyErr_SetString(PyExc_ValueError, 'Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.');
  }
  const step = args.length > 3 ? bound(args[3]!, 1) : 1;
  if (step < 1) return PyErr_SetString(PyExc_ValueError, 'Step for islice() must be a positive integer or None.');
  const lz = withIterator<isliceobject>(type, args[0]!);
  if (lz === null) return null;
  lz.next = start;
  lz.stop = stop;
  lz.step = step;
  return lz;
}

function islice_next(self: PyObject): PyObject | null {
  const lz = self as isliceobject;
  const it = lz.it;
  if (it === null) return null;
  const stop = lz.stop;
  const iternext = it.ob_type.tp_iternext!;
  while (lz.cnt < lz.next) {
    const item = iternext(it);
    if (item === null) {
      clearField(lz, 'it');
      return null;
    }
    Py_DECREF(item);
    lz.cnt++;
  }
  const item = stop !== -1 && lz.cnt >= stop ? null : iternext(it);
  if (item === null) {
    clearField(lz, 'it');
    return null;
  }
  lz.cnt++;
  lz.next += lz.step;
  if (stop !== -1 && lz.next > stop) lz.next = stop;
  return item;
}

function islice_reduce(self: PyObject): PyObject | null {
  const lz = self as isliceobject;
  if (lz.it === null) {
    const empty = PyList_New(0);
    const it = PyObject_GetIter(empty);
    Py_DECREF(empty);
    return it === null ? null : tuple(ref(lz.ob_type), tuple(it, int(0)), int(0));
  }
  const stop = lz.stop === -1 ? none() : int(lz.stop);
  return tuple(ref(lz.ob_type), tuple(ref(lz.it), int(lz.next), stop, int(lz.step)), int(lz.cnt));
}

export const islice_type: PyTypeObject = defineIter<isliceobject>({
  name: 'islice',
  basicsize: 56,
  doc:
    'islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object\n\n' +
    'Return an iterator whose next() method returns selected values from an\niterable.  If start is specified, will skip all preceding elements;\n' +
    'otherwise, start defaults to zero.  Step defaults to one.  If\nspecified as another value, step determines how many values are\n' +
    'skipped between successive calls.  Works like a slice() on a list\nbut returns an iterator.',
  construct: (type) => new isliceobject(type),
  owned: ['it'],
  create: positional('islice', 2, 4, islice_create, () => islice_type),
  next: islice_next,
  methods: [
    reduceMethod(islice_reduce),
    setstateMethod((self, state) => {
      const cnt = PyLong_AsSsize_t(state);
      if (cnt === -1 && PyErr_Occurred() !== null) return null;
      (self as isliceobject).cnt = cnt;
      return none();
    }),
  ],
});

// ------------------------------------------------------------------------------------------------------------ starmap

const pairReduce = reduceMethod((self) => {
  const lz = self as funcobject;
  return tuple(ref(lz.ob_type), tuple(ref(lz.func!), ref(lz.it!)));
});

export const starmap_type: PyTypeObject = defineIter<funcobject>({
  name: 'starmap',
  basicsize: 32,
  doc:
    'starmap(function, iterable, /)\n--\n\n' +
    'Return an iterator whose values are returned from the function evaluated with an argument tuple taken from the given sequence.',
  construct: (type) => new funcobject(type),
  owned: ['func', 'it'],
  visited: ['it', 'func'],
  create: positional('starmap', 2, 2, create, () => starmap_type),
  next: (self) => {
    const lz = self as funcobject;
    let args = lz.it!.ob_type.tp_iternext!(lz.it!);
    if (args === null) return null;
    if (!PyTuple_CheckExact(args)) {
      const newargs = PySequence_Tuple(args);
      Py_DECREF(args);
      if (newargs === null) return null;
      args = newargs;
    }
    const result = PyObject_Call(lz.func!, args as PyTupleObject, null);
    Py_DECREF(args);
    return result;
  },
  methods: [pairReduce],
});

// -------------------------------------------------------------------------------------------------------------- chain

class chainobject extends PyGCObject {
  /** Iterator over the iterables; null when they are used up. */
  source: PyObject | null = null;
  /** The one running. */
  active: PyObject | null = null;
}

function chain_make(type: PyTypeObject, iterables: PyObject): PyObject | null {
  const source = PyObject_GetIter(iterables);
  if (source === null) return null;
  const lz = type.tp_alloc!(type, 0) as chainobject | null;
  if (lz === null) Py_DECREF(source);
  else lz.source = source;
  return lz;
}

function chain_next(self: PyObject): PyObject | null {
  const lz = self as chainobject;
  while (lz.source !== null) {
    if (lz.active === null) {
      const iterable = PyIter_Next(lz.source);
      if (iterable === null) {
        clearField(lz, 'source');
        return null;
      }
      lz.active = PyObject_GetIter(iterable);
      Py_DECREF(iterable);
      if (lz.active === null) {
        clearField(lz, 'source');
        return null;
      }
    }
    const item: PyObject | null = lz.active.ob_type.tp_iternext!(lz.active);
    if (item !== null) return item;
    if (PyErr_Occurred() !== null) {
      if (!PyErr_ExceptionMatches(PyExc_StopIteration)) return null;
      PyErr_Clear();
    }
    clearField(lz, 'active');
  }
  return null;
}

function chain_reduce(self: PyObject): PyObject | null {
  const lz = self as chainobject;
  if (lz.source === null) return tuple(ref(lz.ob_type), PyTuple_New(0));
  const state = lz.active !== null ? tuple(ref(lz.source), ref(lz.active)) : tuple(ref(lz.source));
  return tuple(ref(lz.ob_type), PyTuple_New(0), state);
}

function chain_setstate(self: PyObject, state: PyObject): PyObject | null {
  const lz = self as chainobject;
  const items = stateItems(state, 1, 2);
  if (items === null) return null;
  if (!items.every((item) => PyIter_Check(item)))
    return PyErr_SetString(PyExc_TypeError, 'Arguments must be iterators.');
  setField(lz, 'source', items[0]!);
  if (items.length > 1) setField(lz, 'active', items[1]!);
  else clearField(lz, 'active');
  return none();
}

export const chain_type: PyTypeObject = defineIter<chainobject>({
  name: 'chain',
  basicsize: 32,
  doc:
    'chain(*iterables)\n--\n\nReturn a chain object whose .__next__() method returns elements from the\n' +
    'first iterable until it is exhausted, then elements from the next\niterable, until all of the iterables are exhausted.',
  construct: (type) => new chainobject(type),
  owned: ['active', 'source'],
  visited: ['source', 'active'],
  create: (type, args, kwargs) =>
    positional(
      'chain',
      0,
      Infinity,
      () => chain_make(type, args),
      () => chain_type,
    )(type, args, kwargs),
  next: chain_next,
  methods: [
    method(
      'from_iterable',
      METH_O | METH_CLASS,
      (type: PyObject, arg: PyObject) => chain_make(type as PyTypeObject, arg),
      '($type, iterable, /)',
      'Alternative chain() constructor taking a single iterable argument that evaluates lazily.',
    ),
    reduceMethod(chain_reduce),
    setstateMethod(chain_setstate),
    method(
      '__class_getitem__',
      METH_O | METH_CLASS,
      (type: PyObject, item: PyObject) => Py_GenericAlias(type, item),
      null,
      'See PEP 585',
    ),
  ],
});

// ----------------------------------------------------------------------------------------------------------- compress

class compressobject extends PyGCObject {
  data: PyObject | null = null;
  selectors: PyObject | null = null;
}

export const compress_type: PyTypeObject = defineIter<compressobject>({
  name: 'compress',
  basicsize: 32,
  doc:
    'compress(data, selectors)\n--\n\nReturn data elements corresponding to true selector elements.\n\n' +
    'Forms a shorter iterator from selected data elements using the selectors to\nchoose the data elements.',
  construct: (type) => new compressobject(type),
  owned: ['data', 'selectors'],
  create: keywords('compress', ['data', 'selectors'], 2, 2, (type, args) => {
    const data = PyObject_GetIter(args[0]!);
    if (data === null) return null;
    const selectors = PyObject_GetIter(args[1]!);
    const lz = selectors === null ? null : (type.tp_alloc!(type, 0) as compressobject | null);
    if (lz === null) {
      Py_DECREF(data);
      if (selectors !== null) Py_DECREF(selectors);
      return null;
    }
    lz.data = data;
    lz.selectors = selectors;
    return lz;
  }),
  next: (self) => {
    const { data, selectors } = self as compressobject;
    for (;;) {
      const datum = data!.ob_type.tp_iternext!(data!);
      if (datum === null) return null;
      const selector = selectors!.ob_type.tp_iternext!(selectors!);
      if (selector === null) {
        Py_DECREF(datum);
        return null;
      }
      const ok = PyObject_IsTrue(selector);
      Py_DECREF(selector);
      if (ok > 0) return datum;
      Py_DECREF(datum);
      if (ok < 0) return null;
    }
  },
  methods: [
    reduceMethod((self) => {
      const lz = self as compressobject;
      return tuple(ref(lz.ob_type), tuple(ref(lz.data!), ref(lz.selectors!)));
    }),
  ],
});

// -------------------------------------------------------------------------------------------------------- filterfalse

export const filterfalse_type: PyTypeObject = defineIter<funcobject>({
  name: 'filterfalse',
  basicsize: 32,
  doc:
    'filterfalse(function, iterable, /)\n--\n\nReturn those items of iterable for which function(item) is false.\n\n' +
    'If function is None, return the items that are false.',
  construct: (type) => new funcobject(type),
  owned: ['func', 'it'],
  visited: ['it', 'func'],
  create: positional('filterfalse', 2, 2, create, () => filterfalse_type),
  next: (self) => {
    const lz = self as funcobject;
    const it = lz.it!;
    const func = lz.func!;
    const iternext = it.ob_type.tp_iternext!;
    for (;;) {
      const item = iternext(it);
      if (item === null) return null;
      const ok = func === Py_None || func === PyBool_Type ? PyObject_IsTrue(item) : test(func, item);
      if (ok === 0) return item;
      Py_DECREF(item);
      if (ok < 0) return null;
    }
  },
  methods: [pairReduce],
});

// -------------------------------------------------------------------------------------------------------------- count

/** Fast while long_cnt is null: counts safe integers by one. */
class countobject extends PyGCObject {
  cnt = 0;
  long_cnt: PyObject | null = null;
  long_step: PyObject | null = null;
}

function count_create(type: PyTypeObject, args: (PyObject | null)[]): PyObject | null {
  const [start, step] = args as [PyObject | null, PyObject | null];
  if ((start !== null && !PyNumber_Check(start)) || (step !== null && !PyNumber_Check(step))) {
    return PyErr_SetString(PyExc_TypeError, 'a number is required');
  }
  const isOne = step === null || (PyLong_Check(step) && PyLong_AsValue(step) === 1);
  const first = start === null ? 0 : PyLong_Check(start) ? PyLong_AsValue(start) : null;
  const lz = type.tp_alloc!(type, 0) as countobject | null;
  if (lz === null) return null;
  lz.long_step = step === null ? int(1) : ref(step);
  if (isOne && typeof first === 'number') lz.cnt = first;
  else lz.long_cnt = start === null ? int(0) : ref(start);
  return lz;
}

function count_next(self: PyObject): PyObject | null {
  const lz = self as countobject;
  const long_cnt = lz.long_cnt;
  if (long_cnt === null && lz.cnt < Number.MAX_SAFE_INTEGER) return int(lz.cnt++);
  const current = long_cnt ?? int(lz.cnt);
  const stepped_up = PyNumber_Add(current, lz.long_step!);
  if (stepped_up === null) return null;
  lz.long_cnt = stepped_up;
  return current;
}

function count_repr(self: PyObject): PyObject | null {
  const lz = self as countobject;
  const name = _PyType_Name(lz.ob_type);
  if (lz.long_cnt === null) return PyUnicode_FromString(`${name}(${lz.cnt})`);
  const cnt = reprString(lz.long_cnt);
  if (cnt === null) return null;
  if (PyLong_Check(lz.long_step!) && PyLong_AsValue(lz.long_step!) === 1)
    return PyUnicode_FromString(`${name}(${cnt})`);
  const step = reprString(lz.long_step!);
  return step === null ? null : PyUnicode_FromString(`${name}(${cnt}, ${step})`);
}

export const count_type: PyTypeObject = defineIter<countobject>({
  name: 'count',
  basicsize: 40,
  doc:
    'count(start=0, step=1)\n--\n\nReturn a count object whose .__next__() method returns consecutive values.\n\n' +
    'Equivalent to:\n    def count(firstval=0, step=1):\n        x = firstval\n        while 1:\n            yield x\n            x += step',
  construct: (type) => new countobject(type),
  owned: ['long_cnt', 'long_step'],
  create: keywords('count', ['start', 'step'], 0, 2, count_create),
  next: count_next,
  methods: [
    reduceMethod((self) => {
      const lz = self as countobject;
      const args = lz.long_cnt !== null ? tuple(ref(lz.long_cnt), ref(lz.long_step!)) : tuple(int(lz.cnt));
      return tuple(ref(lz.ob_type), args);
    }),
  ],
  more: { tp_repr: count_repr },
});

// ------------------------------------------------------------------------------------------------------------- repeat

class repeatobject extends PyGCObject {
  element: PyObject | null = null;
  /** −1: for ever. */
  cnt = -1;
}

function repeat_repr(self: PyObject): PyObject | null {
  const ro = self as repeatobject;
  const element = reprString(ro.element!);
  if (element === null) return null;
  return PyUnicode_FromString(`${_PyType_Name(ro.ob_type)}(${element}${ro.cnt === -1 ? '' : `, ${ro.cnt}`})`);
}

export const repeat_type: PyTypeObject = defineIter<repeatobject>({
  name: 'repeat',
  basicsize: 32,
  doc:
    'repeat(object [,times]) -> create an iterator which returns the object\n' +
    'for the specified number of times.  If not specified, returns the object\nendlessly.',
  construct: (type) => new repeatobject(type),
  owned: ['element'],
  create: keywords('repeat', ['object', 'times'], 1, 2, (type, args) => {
    let cnt: number | null = -1;
    if (args[1] !== null) {
      cnt = argSsize(args[1]!);
      if (cnt === null) return null;
      if (cnt < 0) cnt = 0;
    }
    const ro = type.tp_alloc!(type, 0) as repeatobject | null;
    if (ro === null) return null;
    ro.element = ref(args[0]!);
    ro.cnt = cnt;
    return ro;
  }),
  next: (self) => {
    const ro = self as repeatobject;
    if (ro.cnt === 0) return null;
    if (ro.cnt > 0) ro.cnt--;
    return ref(ro.element!);
  },
  methods: [
    method(
      '__length_hint__',
      METH_NOARGS,
      (self: PyObject) => {
        const { cnt } = self as repeatobject;
        return cnt === -1 ? PyErr_SetString(PyExc_TypeError, 'len() of unsized object') : int(cnt);
      },
      null,
      'Private method returning an estimate of len(list(it)).',
    ),
    reduceMethod((self) => {
      const ro = self as repeatobject;
      return tuple(ref(ro.ob_type), ro.cnt >= 0 ? tuple(ref(ro.element!), int(ro.cnt)) : tuple(ref(ro.element!)));
    }),
  ],
  more: { tp_repr: repeat_repr },
});
