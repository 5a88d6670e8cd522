// OrderedDict. Follows Objects/odictobject.c, CPython 3.13: a dict with a linked list of its keys (odictnodes.ts); iterators
// and views are in odictiter.ts.

import { PyObject_GC_UnTrack } from '../heap/gclists';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { PyIter_Next, PyObject_GetItem, PyObject_GetIter, PyObject_SetItem, PySequence_Contains } from './abstract';
import { PyBool_FromLong, Py_False, Py_True } from './boolobject';
import { PyObject_CallMethodNoArgs, PyObject_CallNoArgs, PyObject_CallOneArg } from './call';
import {
  PyDict_Check,
  PyDict_CheckExact,
  PyDict_Clear,
  PyDict_Copy,
  PyDict_Items,
  PyDict_Type,
  Py_EMPTY_KEYS,
  _PyDictView_New,
  _PyDict_FromKeys,
  _PyDict_Pop_KnownHash,
  _PyDict_SizeOf,
  _PyObject_HashFast,
  key_hash_hi,
  PyDict_GetItemWithError,
} from './dictobject';
import type { PyDictObject } from './dictstruct';
import { PyErr_Clear, PyErr_Occurred, PyErr_SetObject, PyErr_SetString } from './errors';
import { PyExc_KeyError, PyExc_TypeError, PyExc_ValueError } from './exceptions';
import { _PyArg_UnpackKeywords, argParser } from './getargs';
import { PyLong_FromLong } from './longobject';
import type { CompareOp, PyObject, visitproc } from './object';
import { Py_EQ, Py_NE } from './object';
import type { Out } from './objectattr';
import {
  PyObject_GenericGetDict,
  PyObject_GenericSetDict,
  PyObject_GetOptionalAttr,
  PyObject_IsTrue,
  PyObject_Repr,
  Py_None,
  Py_NotImplemented,
  Py_ReprEnter,
  Py_ReprLeave,
} from './objectprotocol';
import {
  PyODictItems_Type,
  PyODictKeys_Type,
  PyODictValues_Type,
  _odict_ITER_KEYS,
  _odict_ITER_REVERSED,
  odictiter_new,
} from './odictiter';
import {
  PyODict_DelItem,
  PyODict_SetItem,
  _PyODict_SetItem_KnownHash,
  _odict_add_head,
  _odict_add_tail,
  _odict_clear_node,
  _odict_clear_nodes,
  _odict_find_node,
  _odict_find_node_hash,
  _odict_keys_equal,
  _odict_remove_node,
} from './odictnodes';
import { PyODictObject } from './odictstruct';
import { Py_TRASHCAN_BEGIN, Py_TRASHCAN_END } from './trashcan';
import { PyTuple_New, PyTuple_Pack } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { PyType_GenericAlloc, PyType_IsSubtype, _PyObject_GetState, _PyType_Name } from './typeobject';
import type { PyTypeObject, edgeproc } from './typestruct';
import {
  METH_CLASS,
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_VARARGS,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_HAVE_GC,
  defineType,
  method,
} from './typestruct';
import { PyUnicode_FromString, _Py_ID } from './unicodeobject';
import { PyObject_ClearWeakRefs } from './weakrefobject';

export * from './odictstruct';
export * from './odictiter';
export { PyODict_DelItem, PyODict_SetItem };

const id_items = _Py_ID('items');
const id_keys = _Py_ID('keys');

export function PyODict_Check(op: PyObject): op is PyODictObject {
  return op.ob_type === PyODict_Type || PyType_IsSubtype(op.ob_type, PyODict_Type);
}
export function PyODict_CheckExact(op: PyObject): op is PyODictObject {
  return op.ob_type === PyODict_Type;
}

/** A new empty OrderedDict. */
export function PyODict_New(): Owned<PyODictObject> {
  return PyODict_Type.tp_new!(PyODict_Type, PyTuple_New(0), null) as PyODictObject;
}

function odict_mp_ass_sub(od: PyObject, key: PyObject, value: PyObject | null): number {
  return value === null ? PyODict_DelItem(od, key) : PyODict_SetItem(od, key, value);
}

function odict_or(left: PyObject, right: PyObject): PyObject | null {
  const type = PyODict_Check(left) ? left.ob_type : right.ob_type;
  const other = PyODict_Check(left) ? right : left;
  if (!PyDict_Check(other)) return Py_NewRef(Py_NotImplemented);
  const fresh = PyObject_CallOneArg(type, left);
  if (fresh === null) return null;
  if (mutablemapping_update_arg(fresh, right) < 0) {
    Py_DECREF(fresh);
    return null;
  }
  return fresh;
}

function odict_inplace_or(self: PyObject, other: PyObject): PyObject | null {
  return mutablemapping_update_arg(self, other) < 0 ? null : Py_NewRef(self);
}

const fromkeysParser = argParser('fromkeys', ['iterable', 'value'], 1);
function OrderedDict_fromkeys(
  type: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): PyObject | null {
  const parsed = _PyArg_UnpackKeywords(args, kwnames, fromkeysParser);
  return parsed === null ? null : _PyDict_FromKeys(type, parsed[0]!, parsed[1] ?? Py_None);
}

function odict_sizeof(self: PyObject): PyObject | null {
  const od = self as PyODictObject;
  let res = _PyDict_SizeOf(od);
  if (od.od_fast_nodes !== null) res += 8 * od.od_fast_nodes.length;
  if (od.od_first !== null) res += 32 * od.ma_used;
  return PyLong_FromLong(res);
}

function odict_reduce(self: PyObject): PyObject | null {
  const state = _PyObject_GetState(self);
  if (state === null) return null;
  let result: PyObject | null = null;
  const args = PyTuple_New(0);
  const items = PyObject_CallMethodNoArgs(self, id_items);
  if (items !== null) {
    const items_iter = PyObject_GetIter(items);
    Py_DECREF(items);
    if (items_iter !== null) {
      result = PyTuple_Pack(self.ob_type, args, state, Py_None, items_iter);
      Py_DECREF(items_iter);
    }
  }
  Py_DECREF(state);
  Py_DECREF(args);
  return result;
}

const setdefaultParser = argParser('setdefault', ['key', 'default'], 1);
function OrderedDict_setdefault(
  self: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): PyObject | null {
  const parsed = _PyArg_UnpackKeywords(args, kwnames, setdefaultParser);
  if (parsed === null) return null;
  const key = parsed[0]!;
  const default_value = parsed[1] ?? Py_None;
  if (PyODict_CheckExact(self)) {
    const result = PyDict_GetItemWithError(self, key);
    if (result !== null) return Py_NewRef(result);
    if (PyErr_Occurred() !== null) return null;
    return PyODict_SetItem(self, key, default_value) >= 0 ? Py_NewRef(default_value) : null;
  }
  const exists = PySequence_Contains(self, key);
  if (exists < 0) return null;
  if (exists > 0) return PyObject_GetItem(self, key);
  return PyObject_SetItem(self, key, default_value) >= 0 ? Py_NewRef(default_value) : null;
}

function _odict_popkey_hash(
  od: PyODictObject,
  key: PyObject,
  failobj: PyObject | null,
  lo: number,
  hi: number,
): PyObject | null {
  const node = _odict_find_node_hash(od, key, lo, hi);
  if (node !== null) {
    if (_odict_clear_node(od, node, key, lo, hi) < 0) return null;
    const value: Out = { value: null };
    if (_PyDict_Pop_KnownHash(od, key, lo, hi, value) === 0 && failobj !== null) return Py_NewRef(failobj);
    return value.value;
  }
  if (PyErr_Occurred() !== null) return null;
  return failobj !== null ? Py_NewRef(failobj) : PyErr_SetObject(PyExc_KeyError, key);
}

const popParser = argParser('pop', ['key', 'default'], 1);
function OrderedDict_pop(self: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const parsed = _PyArg_UnpackKeywords(args, kwnames, popParser);
  if (parsed === null) return null;
  const lo = _PyObject_HashFast(parsed[0]!);
  const hi = key_hash_hi;
  if (lo === -1 && hi === -1) return null;
  return _odict_popkey_hash(self as PyODictObject, parsed[0]!, parsed[1]!, lo, hi);
}

const popitemParser = argParser('popitem', ['last'], 0);
function OrderedDict_popitem(op: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const self = op as PyODictObject;
  const parsed = _PyArg_UnpackKeywords(args, kwnames, popitemParser);
  if (parsed === null) return null;
  const last = parsed[0] === null ? 1 : PyObject_IsTrue(parsed[0]!);
  if (last < 0) return null;
  const node = last > 0 ? self.od_last : self.od_first;
  if (node === null) return PyErr_SetString(PyExc_KeyError, 'dictionary is empty');
  const key = Py_NewRef(node.key);
  const value = _odict_popkey_hash(self, key, null, node.hash_lo, node.hash_hi);
  if (value === null) {
    Py_DECREF(key);
    return null;
  }
  const item = PyTuple_Pack(key, value);
  Py_DECREF(key);
  Py_DECREF(value);
  return item;
}

function odict_clear(self: PyObject): PyObject | null {
  PyDict_Clear(self);
  _odict_clear_nodes(self as PyODictObject);
  return Py_NewRef(Py_None);
}

function odict_copy(self: PyObject): PyObject | null {
  const od = self as PyODictObject;
  const exact = od.ob_type === PyODict_Type;
  const od_copy = exact ? PyODict_New() : PyObject_CallNoArgs(od.ob_type);
  if (od_copy === null) return null;
  for (let node = od.od_first; node !== null; node = node.next) {
    let res = -1;
    if (exact) {
      const value = PyDict_GetItemWithError(od, node.key);
      if (value !== null)
        res = _PyODict_SetItem_KnownHash(od_copy as PyODictObject, node.key, value, node.hash_lo, node.hash_hi);
      else if (PyErr_Occurred() === null) PyErr_SetObject(PyExc_KeyError, node.key);
    } else {
      const value = PyObject_GetItem(od, node.key);
      if (value !== null) {
        res = PyObject_SetItem(od_copy, node.key, value);
        Py_DECREF(value);
      }
    }
    if (res < 0) {
      Py_DECREF(od_copy);
      return null;
    }
  }
  return od_copy;
}

const moveParser = argParser('move_to_end', ['key', 'last'], 1);
function OrderedDict_move_to_end(
  op: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): PyObject | null {
  const self = op as PyODictObject;
  const parsed = _PyArg_UnpackKeywords(args, kwnames, moveParser);
  if (parsed === null) return null;
  const key = parsed[0]!;
  const last = parsed[1] === null ? 1 : PyObject_IsTrue(parsed[1]!);
  if (last < 0) return null;
  let node = last > 0 ? self.od_last : self.od_first;
  if (node === null) return PyErr_SetObject(PyExc_KeyError, key);
  if (key !== node.key) {
    node = _odict_find_node(self, key);
    if (node === null) return PyErr_Occurred() !== null ? null : PyErr_SetObject(PyExc_KeyError, key);
    if (last > 0) {
      if (node !== self.od_last) {
        _odict_remove_node(self, node);
        _odict_add_tail(self, node);
      }
    } else if (node !== self.od_first) {
      _odict_remove_node(self, node);
      _odict_add_head(self, node);
    }
  }
  return Py_NewRef(Py_None);
}

function odict_dealloc(self: PyODictObject): void {
  PyObject_GC_UnTrack(self);
  if (Py_TRASHCAN_BEGIN(self, odict_dealloc)) return;
  Py_XDECREF(self.ob_dict);
  self.ob_dict = null;
  if (self.ob_weakreflist !== null) PyObject_ClearWeakRefs(self);
  _odict_clear_nodes(self);
  PyDict_Type.tp_dealloc!(self as never);
  Py_TRASHCAN_END();
}

function odict_repr(self: PyObject): PyObject | null {
  const od = self as PyODictObject;
  const name = _PyType_Name(od.ob_type);
  if (od.ma_used === 0) return PyUnicode_FromString(`${name}()`);
  const entered = Py_ReprEnter(od);
  if (entered !== 0) return entered > 0 ? PyUnicode_FromString('...') : null;
  let result: PyObject | null = null;
  const dcopy = PyDict_Copy(od);
  if (dcopy !== null) {
    const text = PyObject_Repr(dcopy);
    if (text !== null) {
      result = PyUnicode_FromString(`${name}(${text.str})`);
      Py_DECREF(text);
    }
    Py_DECREF(dcopy);
  }
  Py_ReprLeave(od);
  return result;
}

function odict_traverse(od: PyODictObject, visit: visitproc): void {
  if (od.ob_dict !== null) visit(od.ob_dict);
  for (let node = od.od_first; node !== null; node = node.next) visit(node.key);
  PyDict_Type.tp_traverse!(od as never, visit);
}

function odict_edges(od: PyODictObject, emit: edgeproc): void {
  for (let node = od.od_first, i = 0; node !== null; node = node.next, i++) emit(node.key, 'field', `node ${i}`);
  PyDict_Type.edges!(od as never, emit);
}

function odict_tp_clear(od: PyODictObject): void {
  const dict = od.ob_dict;
  od.ob_dict = null;
  Py_XDECREF(dict);
  PyDict_Clear(od);
  _odict_clear_nodes(od);
}

function odict_richcompare(v: PyObject, w: PyObject, op: CompareOp): PyObject | null {
  if (!PyODict_Check(v) || !PyDict_Check(w) || (op !== Py_EQ && op !== Py_NE)) return Py_NewRef(Py_NotImplemented);
  const cmp = PyDict_Type.tp_richcompare!(v, w, op);
  if (cmp === null || !PyODict_Check(w)) return cmp;
  if ((op === Py_EQ && cmp === Py_False) || (op === Py_NE && cmp === Py_True)) return cmp;
  Py_DECREF(cmp);
  const eq = _odict_keys_equal(v, w as PyODictObject);
  return eq < 0 ? null : PyBool_FromLong((eq === 1) === (op === Py_EQ));
}

function odict_iter(od: PyObject): PyObject | null {
  return odictiter_new(od as PyODictObject, _odict_ITER_KEYS);
}

function odict_init(self: PyObject, args: PyTupleObject, kwds: PyDictObject | null): number {
  const len = args.ob_item.length;
  if (len > 1) {
    PyErr_SetString(PyExc_TypeError, `expected at most 1 arguments, got ${len}`);
    return -1;
  }
  const res = mutablemapping_update(self, args, kwds);
  if (res === null) return -1;
  Py_DECREF(res);
  return 0;
}

// ------------------------------------------------------------------------------------------- MutableMapping's update

/** Sets an item from an iterable of a key and a value; consumes `pair`. 0, or −1 with an exception. */
function addPair_steal(self: PyObject, pair: PyObject): number {
  const pair_iterator = PyObject_GetIter(pair);
  if (pair_iterator === null) {
    Py_DECREF(pair);
    return -1;
  }
  let value: PyObject | null = null;
  let res = -1;
  const key = PyIter_Next(pair_iterator);
  if (key === null) {
    if (PyErr_Occurred() === null) PyErr_SetString(PyExc_ValueError, 'need more than 0 values to unpack');
  } else {
    value = PyIter_Next(pair_iterator);
    if (value === null) {
      if (PyErr_Occurred() === null) PyErr_SetString(PyExc_ValueError, 'need more than 1 value to unpack');
    } else {
      const unexpected = PyIter_Next(pair_iterator);
      if (unexpected !== null) {
        Py_DECREF(unexpected);
        PyErr_SetString(PyExc_ValueError, 'too many values to unpack (expected 2)');
      } else if (PyErr_Occurred() === null) {
        res = PyObject_SetItem(self, key, value);
      }
    }
  }
  Py_DECREF(pair);
  Py_DECREF(pair_iterator);
  Py_XDECREF(key);
  Py_XDECREF(value);
  return res;
}

function mutablemapping_add_pairs(self: PyObject, pairs: PyObject): number {
  const iterator = PyObject_GetIter(pairs);
  if (iterator === null) return -1;
  PyErr_Clear();
  for (let pair = PyIter_Next(iterator); pair !== null; pair = PyIter_Next(iterator)) {
    const res = addPair_steal(self, pair);
    if (res < 0 || PyErr_Occurred() !== null) break;
  }
  Py_DECREF(iterator);
  return PyErr_Occurred() !== null ? -1 : 0;
}

function mutablemapping_update_arg(self: PyObject, arg: PyObject): number {
  if (PyDict_CheckExact(arg)) {
    const items = PyDict_Items(arg);
    if (items === null) return -1;
    const res = mutablemapping_add_pairs(self, items);
    Py_DECREF(items);
    return res;
  }
  const func: Out = { value: null };
  if (PyObject_GetOptionalAttr(arg, id_keys, func) < 0) return -1;
  if (func.value !== null) {
    const keys = PyObject_CallNoArgs(func.value);
    Py_DECREF(func.value);
    if (keys === null) return -1;
    const iterator = PyObject_GetIter(keys);
    Py_DECREF(keys);
    if (iterator === null) return -1;
    let res = 0;
    for (let key = PyIter_Next(iterator); key !== null; key = res === 0 ? PyIter_Next(iterator) : null) {
      const value = PyObject_GetItem(arg, key);
      res = -1;
      if (value !== null) {
        res = PyObject_SetItem(self, key, value);
        Py_DECREF(value);
      }
      Py_DECREF(key);
    }
    Py_DECREF(iterator);
    return res !== 0 || PyErr_Occurred() !== null ? -1 : 0;
  }
  if (PyObject_GetOptionalAttr(arg, id_items, func) < 0) return -1;
  if (func.value !== null) {
    const items = PyObject_CallNoArgs(func.value);
    Py_DECREF(func.value);
    if (items === null) return -1;
    const res = mutablemapping_add_pairs(self, items);
    Py_DECREF(items);
    return res;
  }
  return mutablemapping_add_pairs(self, arg);
}

function mutablemapping_update(self: PyObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  const len = args.ob_item.length;
  if (len > 1) {
    return PyErr_SetString(PyExc_TypeError, `update() takes at most 1 positional argument (${len} given)`);
  }
  if (len === 1) {
    const other = Py_NewRef(args.ob_item[0]!);
    const res = mutablemapping_update_arg(self, other);
    Py_DECREF(other);
    if (res < 0) return null;
  }
  if (kwargs !== null && kwargs.ma_used > 0) {
    const items = PyDict_Items(kwargs);
    if (items === null) return null;
    const res = mutablemapping_add_pairs(self, items);
    Py_DECREF(items);
    if (res < 0) return null;
  }
  return Py_NewRef(Py_None);
}

const FAST_KW = METH_FASTCALL | METH_KEYWORDS;

export const PyODict_Type: PyTypeObject = defineType({
  tp_name: 'collections.OrderedDict',
  tp_basicsize: 112,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
  tp_doc: 'Dictionary that remembers insertion order',
  tp_base: () => PyDict_Type,
  tp_dictoffset: 96,
  tp_weaklistoffset: 104,
  tp_dealloc: odict_dealloc,
  tp_repr: odict_repr,
  tp_traverse: odict_traverse,
  tp_clear: odict_tp_clear,
  tp_richcompare: odict_richcompare,
  tp_iter: odict_iter,
  tp_init: odict_init,
  tp_alloc: PyType_GenericAlloc,
  nb_or: odict_or,
  nb_inplace_or: odict_inplace_or,
  mp_ass_subscript: odict_mp_ass_sub,
  tp_getset: [
    { name: '__dict__', get: PyObject_GenericGetDict as never, set: PyObject_GenericSetDict as never, doc: null },
  ],
  tp_methods: [
    method(
      'fromkeys',
      FAST_KW | METH_CLASS,
      OrderedDict_fromkeys,
      '($type, /, iterable, value=None)',
      'Create a new ordered dictionary with keys from iterable and values set to value.',
    ),
    method('__sizeof__', METH_NOARGS, odict_sizeof),
    method('__reduce__', METH_NOARGS, odict_reduce, null, 'Return state information for pickling'),
    method(
      'setdefault',
      FAST_KW,
      OrderedDict_setdefault,
      '($self, /, key, default=None)',
      'Insert key with a value of default if key is not in the dictionary.\n\n' +
        'Return the value for key if key is in the dictionary, else default.',
    ),
    method(
      'pop',
      FAST_KW,
      OrderedDict_pop,
      '($self, /, key, default=<unrepresentable>)',
      'od.pop(key[,default]) -> v, remove specified key and return the corresponding value.\n\n' +
        'If the key is not found, return the default if given; otherwise,\nraise a KeyError.',
    ),
    method(
      'popitem',
      FAST_KW,
      OrderedDict_popitem,
      '($self, /, last=True)',
      'Remove and return a (key, value) pair from the dictionary.\n\n' +
        'Pairs are returned in LIFO order if last is true or FIFO order if false.',
    ),
    method('keys', METH_NOARGS, (od: PyObject) => _PyDictView_New(od, PyODictKeys_Type)),
    method('values', METH_NOARGS, (od: PyObject) => _PyDictView_New(od, PyODictValues_Type)),
    method('items', METH_NOARGS, (od: PyObject) => _PyDictView_New(od, PyODictItems_Type)),
    method('update', METH_VARARGS | METH_KEYWORDS, mutablemapping_update),
    method('clear', METH_NOARGS, odict_clear, null, 'od.clear() -> None.  Remove all items from od.'),
    method('copy', METH_NOARGS, odict_copy, null, 'od.copy() -> a shallow copy of od'),
    method(
      '__reversed__',
      METH_NOARGS,
      (od: PyObject) => odictiter_new(od as PyODictObject, _odict_ITER_KEYS | _odict_ITER_REVERSED),
      null,
      'od.__reversed__() <==> reversed(od)',
    ),
    method(
      'move_to_end',
      FAST_KW,
      OrderedDict_move_to_end,
      '($self, /, key, last=True)',
      'Move an existing element to the end (or beginning if last is false).\n\nRaise KeyError if the element does not exist.',
    ),
  ],
  construct: (type) => new PyODictObject(type, Py_EMPTY_KEYS),
  edges: odict_edges,
});
