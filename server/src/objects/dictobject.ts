// dict. Follows Objects/dictobject.c, CPython 3.13; this file has the type and its methods, and exports everything that
// dictobject.c has: dictkeys.ts (tables, probing), dictcore.ts (items), dictmerge.ts (copy, update), dictiter.ts,
// dictviews.ts, dictmanaged.ts (instance attributes).
// Not simulated: dict watchers, ma_version_tag.

import { PyObject_GC_Del } from '../heap/alloc';
import { _PyObject_GC_TRACK } from '../heap/gclists';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XNewRef } from '../heap/refcount';
import { PyBool_FromLong } from './boolobject';
import { PyObject_CallOneArg } from './call';
import {
  PyDict_Check,
  PyDict_Clear,
  PyDict_Contains,
  PyDict_DelItem,
  PyDict_SetDefault,
  PyDict_SetItem,
  _PyDict_Next,
  _PyDict_Pop,
  dict_dealloc,
  dictresize,
  next_key,
  next_value,
} from './dictcore';
import { PyDictRevIterKey_Type, PyDictIterKey_Type, dictiter_new } from './dictiter';
import {
  Py_EMPTY_KEYS,
  _PyDict_KeysSize,
  _PyObject_HashFast,
  _Py_dict_lookup,
  key_hash_hi,
  lookdict_index,
  valueAt,
} from './dictkeys';
import { PyDict_Copy, PyDict_Merge, _PyDict_FromKeys, dict_update_arg } from './dictmerge';
import { DICT_KEYS_GENERAL, DKIX_DUMMY, PyDictObject } from './dictstruct';
import { PyDictItems_Type, PyDictKeys_Type, PyDictValues_Type, _PyDictView_New } from './dictviews';
import { PyErr_BadInternalCall, PyErr_Occurred, PyErr_SetString, _PyErr_SetKeyError } from './errors';
import { PyExc_KeyError } from './exceptions';
import { PyArg_ValidateKeywordArguments, PyArg_UnpackTuple, _PyArg_CheckPositional } from './getargs';
import { Py_GenericAlias } from './genericaliasobject';
import { PyList_FromArraySteal } from './listobject';
import { PyLong_FromLong } from './longobject';
import type { CompareOp, PyObject, visitproc } from './object';
import { Py_EQ, Py_NE } from './object';
import {
  PyObject_HashNotImplemented,
  PyObject_Repr,
  PyObject_RichCompareBool,
  Py_None,
  Py_NotImplemented,
  Py_ReprEnter,
  Py_ReprLeave,
} from './objectprotocol';
import { PyTuple_FromArraySteal } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { _PyObject_LookupSpecial, _PyType_AllocNoTrack } from './typeobject';
import type { PyTypeObject, edgeproc } from './typestruct';
import {
  METH_CLASS,
  METH_COEXIST,
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  METH_VARARGS,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_DICT_SUBCLASS,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_MAPPING,
  _Py_TPFLAGS_MATCH_SELF,
  defineType,
  method,
} from './typestruct';
import { PyUnicode_FromString, _Py_ID } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

export * from './dictstruct';
export * from './dictkeys';
export * from './dictcore';
export * from './dictmerge';
export * from './dictiter';
export * from './dictviews';
export * from './dictmanaged';

const id_missing = _Py_ID('__missing__');

function dict_repr(self: PyObject): PyObject | null {
  const mp = self as PyDictObject;
  const entered = Py_ReprEnter(mp);
  if (entered !== 0) return entered > 0 ? PyUnicode_FromString('{...}') : null;
  if (mp.ma_used === 0) {
    Py_ReprLeave(mp);
    return PyUnicode_FromString('{}');
  }
  let text = '{';
  for (let pos = _PyDict_Next(mp, 0); pos >= 0; pos = _PyDict_Next(mp, pos)) {
    // repr may change the dict.
    const key = Py_NewRef(next_key);
    const value = Py_NewRef(next_value);
    if (text.length > 1) text += ', ';
    let s = PyObject_Repr(key);
    if (s !== null) {
      text += (s as PyUnicodeObject).str;
      Py_DECREF(s);
      s = PyObject_Repr(value);
    }
    if (s === null) {
      Py_ReprLeave(mp);
      Py_DECREF(key);
      Py_DECREF(value);
      return null;
    }
    text += ': ' + (s as PyUnicodeObject).str;
    Py_DECREF(s);
    Py_DECREF(key);
    Py_DECREF(value);
  }
  Py_ReprLeave(mp);
  return PyUnicode_FromString(text + '}');
}

function dict_length(self: PyObject): number {
  return (self as PyDictObject).ma_used;
}

/** d[key]: a new reference, or null with KeyError or what `__missing__`, hashing or a comparison raised. */
export function dict_subscript(self: PyObject, key: PyObject): Owned<PyObject> | null {
  const mp = self as PyDictObject;
  const lo = _PyObject_HashFast(key);
  const hi = key_hash_hi;
  if (lo === -1 && hi === -1) return null;
  const ix = _Py_dict_lookup(mp, key, lo, hi);
  if (ix >= 0) {
    const value = valueAt(mp, ix);
    if (value !== null) return Py_NewRef(value);
  } else if (ix === -3) {
    return null;
  }
  if (mp.ob_type !== PyDict_Type) {
    const missing = _PyObject_LookupSpecial(mp, id_missing);
    if (missing !== null) {
      const res = PyObject_CallOneArg(missing, key);
      Py_DECREF(missing);
      return res;
    }
    if (PyErr_Occurred() !== null) return null;
  }
  _PyErr_SetKeyError(key);
  return null;
}

function dict_ass_sub(self: PyObject, key: PyObject, value: PyObject | null): number {
  return value === null ? PyDict_DelItem(self, key) : PyDict_SetItem(self, key, value);
}

/** list(d), list(d.values()), list(d.items()) of a dict; null with an exception when it is none. */
export function PyDict_Keys(dict: PyObject): Owned<PyObject> | null {
  if (!PyDict_Check(dict)) return badCall();
  const items: PyObject[] = [];
  for (let pos = _PyDict_Next(dict, 0); pos >= 0; pos = _PyDict_Next(dict, pos)) items.push(Py_NewRef(next_key));
  return PyList_FromArraySteal(items);
}
export function PyDict_Values(dict: PyObject): Owned<PyObject> | null {
  if (!PyDict_Check(dict)) return badCall();
  const items: PyObject[] = [];
  for (let pos = _PyDict_Next(dict, 0); pos >= 0; pos = _PyDict_Next(dict, pos)) items.push(Py_NewRef(next_value));
  return PyList_FromArraySteal(items);
}
export function PyDict_Items(dict: PyObject): Owned<PyObject> | null {
  if (!PyDict_Check(dict)) return badCall();
  const items: PyObject[] = [];
  for (let pos = _PyDict_Next(dict, 0); pos >= 0; pos = _PyDict_Next(dict, pos)) {
    items.push(PyTuple_FromArraySteal([Py_NewRef(next_key), Py_NewRef(next_value)]));
  }
  return PyList_FromArraySteal(items);
}
function badCall(): null {
  PyErr_BadInternalCall();
  return null;
}

function dict_update_common(self: PyObject, args: PyTupleObject, kwds: PyDictObject | null, methname: string): number {
  const parsed = PyArg_UnpackTuple(args, methname, 0, 1);
  if (parsed === null) return -1;
  if (parsed.length > 0 && dict_update_arg(self, parsed[0]!) < 0) return -1;
  if (kwds !== null) return PyArg_ValidateKeywordArguments(kwds) ? PyDict_Merge(self, kwds, 1) : -1;
  return 0;
}

function dict_update(self: PyObject, args: PyTupleObject, kwds: PyDictObject | null): PyObject | null {
  return dict_update_common(self, args, kwds, 'update') < 0 ? null : Py_NewRef(Py_None);
}

/** Same keys with equal values: 1, 0, or −1 with an exception. */
function dict_equal(a: PyDictObject, b: PyDictObject): number {
  if (a.ma_used !== b.ma_used) return 0;
  for (let i = 0; i < a.ma_keys.dk_nentries; i++) {
    const keys = a.ma_keys;
    const key = keys.me_key[i]!;
    if (key === null) continue;
    const aval = (a.ma_values !== null ? a.ma_values.values[i] : keys.me_value[i]) ?? null;
    if (aval === null) continue;
    const general = keys.dk_kind === DICT_KEYS_GENERAL;
    const lo = general ? keys.me_hash_lo[i]! : (key as PyUnicodeObject).hash_lo;
    const hi = general ? keys.me_hash_hi[i]! : (key as PyUnicodeObject).hash_hi;
    Py_INCREF(aval);
    Py_INCREF(key);
    const ix = _Py_dict_lookup(b, key, lo, hi);
    const bval = ix < 0 ? null : valueAt(b, ix);
    if (bval === null) {
      Py_DECREF(key);
      Py_DECREF(aval);
      return PyErr_Occurred() !== null ? -1 : 0;
    }
    Py_INCREF(bval);
    const cmp = PyObject_RichCompareBool(aval, bval, Py_EQ);
    Py_DECREF(key);
    Py_DECREF(aval);
    Py_DECREF(bval);
    if (cmp <= 0) return cmp;
  }
  return 1;
}

function dict_richcompare(v: PyObject, w: PyObject, op: CompareOp): PyObject | null {
  if (PyDict_Check(v) && PyDict_Check(w) && (op === Py_EQ || op === Py_NE)) {
    const cmp = dict_equal(v, w);
    return cmp < 0 ? null : PyBool_FromLong((cmp === 1) === (op === Py_EQ));
  }
  return Py_NewRef(Py_NotImplemented);
}

function dict___contains__(self: PyObject, key: PyObject): PyObject | null {
  const contains = PyDict_Contains(self, key);
  return contains < 0 ? null : PyBool_FromLong(contains);
}

function dict_get(self: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('get', args.length, 1, 2)) return null;
  const mp = self as PyDictObject;
  const key = args[0]!;
  const lo = _PyObject_HashFast(key);
  const hi = key_hash_hi;
  if (lo === -1 && hi === -1) return null;
  const ix = _Py_dict_lookup(mp, key, lo, hi);
  if (ix === -3) return null;
  const value = ix < 0 ? null : valueAt(mp, ix);
  return Py_NewRef(value ?? (args.length > 1 ? args[1]! : Py_None));
}

function dict_setdefault(self: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('setdefault', args.length, 1, 2)) return null;
  return Py_XNewRef(PyDict_SetDefault(self, args[0]!, args.length > 1 ? args[1]! : Py_None));
}

function dict_pop(self: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('pop', args.length, 1, 2)) return null;
  return _PyDict_Pop(self, args[0]!, args.length > 1 ? args[1]! : null);
}

function dict_popitem(op: PyObject): PyObject | null {
  const self = op as PyDictObject;
  const res = PyTuple_FromArraySteal([Py_NewRef(Py_None), Py_NewRef(Py_None)]);
  if (self.ma_used === 0) {
    Py_DECREF(res);
    return PyErr_SetString(PyExc_KeyError, 'popitem(): dictionary is empty');
  }
  if (self.ma_values !== null) dictresize(self, self.ma_keys.dk_log2_size, true);
  const keys = self.ma_keys;
  keys.dk_version = 0;
  const { me_key, me_value } = keys;
  let i = keys.dk_nentries - 1;
  while (me_value[i] === null) i--;
  const key = me_key[i]!;
  const value = me_value[i]!;
  let lo: number;
  let hi: number;
  if (keys.dk_kind === DICT_KEYS_GENERAL) {
    lo = keys.me_hash_lo[i]!;
    hi = keys.me_hash_hi[i]!;
    keys.me_hash_lo[i] = -1;
    keys.me_hash_hi[i] = -1;
  } else {
    lo = (key as PyUnicodeObject).hash_lo;
    hi = (key as PyUnicodeObject).hash_hi;
  }
  me_key[i] = null;
  me_value[i] = null;
  keys.dk_indices[lookdict_index(keys, lo, hi, i)] = DKIX_DUMMY;
  res.ob_item[0] = key;
  res.ob_item[1] = value;
  // The index keeps its dummy, so dk_usable does not grow again.
  keys.dk_nentries = i;
  self.ma_used--;
  return res;
}

function dict_traverse(mp: PyDictObject, visit: visitproc): void {
  const keys = mp.ma_keys;
  const n = keys.dk_nentries;
  const values = mp.ma_values;
  if (values !== null) {
    if (values.embedded) return;
    const slots = values.values;
    for (let i = 0; i < n; i++) {
      const value = slots[i] ?? null;
      if (value !== null) visit(value);
    }
    return;
  }
  const column = keys.me_value;
  if (keys.dk_kind === DICT_KEYS_GENERAL) {
    const { me_key } = keys;
    for (let i = 0; i < n; i++) {
      const value = column[i]!;
      if (value !== null) {
        visit(value);
        visit(me_key[i]!);
      }
    }
    return;
  }
  for (let i = 0; i < n; i++) {
    const value = column[i]!;
    if (value !== null) visit(value);
  }
}

/** Every key and value the dict itself owns: a split dict's keys belong to the class, embedded values to the instance. */
function dict_edges(mp: PyDictObject, emit: edgeproc): void {
  const values = mp.ma_values;
  const keys = mp.ma_keys;
  if (values !== null) {
    if (values.embedded) return;
    for (let i = 0; i < keys.dk_nentries; i++) {
      const value = values.values[i] ?? null;
      if (value !== null) emit(value, 'value', keys.me_key[i]!);
    }
    return;
  }
  for (let i = 0; i < keys.dk_nentries; i++) {
    const key = keys.me_key[i]!;
    if (key === null) continue;
    emit(key, 'key', i);
    const value = keys.me_value[i]!;
    if (value !== null) emit(value, 'value', key);
  }
}

function dict_tp_clear(mp: PyDictObject): void {
  PyDict_Clear(mp);
}

/** Bytes of the dict, its values and its own key table; without gc head. */
export function _PyDict_SizeOf(mp: PyDictObject): number {
  let res = mp.ob_type.tp_basicsize;
  const keys = mp.ma_keys;
  if (mp.ma_values !== null) res += (keys.dk_nentries + keys.dk_usable) * 8;
  if (keys !== Py_EMPTY_KEYS && keys.dk_refcnt === 1) res += _PyDict_KeysSize(keys);
  return res;
}

function dict___sizeof__(self: PyObject): PyObject | null {
  return PyLong_FromLong(_PyDict_SizeOf(self as PyDictObject));
}

function dict_or(self: PyObject, other: PyObject): PyObject | null {
  if (!PyDict_Check(self) || !PyDict_Check(other)) return Py_NewRef(Py_NotImplemented);
  const copy = PyDict_Copy(self);
  if (copy === null) return null;
  if (dict_update_arg(copy, other) < 0) {
    Py_DECREF(copy);
    return null;
  }
  return copy;
}

function dict_ior(self: PyObject, other: PyObject): PyObject | null {
  return dict_update_arg(self, other) < 0 ? null : Py_NewRef(self);
}

function dict_fromkeys(type: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('fromkeys', args.length, 1, 2)) return null;
  return _PyDict_FromKeys(type, args[0]!, args.length > 1 ? args[1]! : Py_None);
}

function dict_clear(self: PyObject): PyObject | null {
  PyDict_Clear(self);
  return Py_NewRef(Py_None);
}

/** tp_iter; C code recognises a dict that iterates in the plain way by this function. */
export function dict_iter(self: PyObject): PyObject | null {
  return dictiter_new(self as PyDictObject, PyDictIterKey_Type);
}

function dict_new(type: PyTypeObject): PyObject | null {
  const self = type.tp_alloc!(type, 0) as PyDictObject | null;
  if (self === null) return null;
  self.ma_used = 0;
  self.ma_keys = Py_EMPTY_KEYS;
  self.ma_values = null;
  if (type !== PyDict_Type && self.gc_next === null) _PyObject_GC_TRACK(self);
  return self;
}

function dict_init(self: PyObject, args: PyTupleObject, kwds: PyDictObject | null): number {
  return dict_update_common(self, args, kwds, 'dict');
}

function dict_vectorcall(type: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const nargs = kwnames === null ? args.length : args.length - kwnames.ob_item.length;
  if (!_PyArg_CheckPositional('dict', nargs, 0, 1)) return null;
  const self = dict_new(type as PyTypeObject);
  if (self === null) return null;
  if (nargs === 1 && dict_update_arg(self, args[0]!) < 0) {
    Py_DECREF(self);
    return null;
  }
  if (kwnames !== null) {
    for (let i = 0; i < kwnames.ob_item.length; i++) {
      if (PyDict_SetItem(self, kwnames.ob_item[i]!, args[nargs + i]!) < 0) {
        Py_DECREF(self);
        return null;
      }
    }
  }
  return self;
}

const dict_methods = [
  method(
    '__contains__',
    METH_O | METH_COEXIST,
    dict___contains__,
    '($self, key, /)',
    'True if the dictionary has the specified key, else False.',
  ),
  method('__getitem__', METH_O | METH_COEXIST, dict_subscript, '($self, key, /)', 'Return self[key].'),
  method('__sizeof__', METH_NOARGS, dict___sizeof__, '($self, /)', 'Return the size of the dict in memory, in bytes.'),
  method(
    'get',
    METH_FASTCALL,
    dict_get,
    '($self, key, default=None, /)',
    'Return the value for key if key is in the dictionary, else default.',
  ),
  method(
    'setdefault',
    METH_FASTCALL,
    dict_setdefault,
    '($self, key, default=None, /)',
    'Insert key with a value of default if key is not in the dictionary.\n\n' +
      'Return the value for key if key is in the dictionary, else default.',
  ),
  method(
    'pop',
    METH_FASTCALL,
    dict_pop,
    '($self, key, default=<unrepresentable>, /)',
    'D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\n' +
      'If the key is not found, return the default if given; otherwise,\nraise a KeyError.',
  ),
  method(
    'popitem',
    METH_NOARGS,
    dict_popitem,
    '($self, /)',
    'Remove and return a (key, value) pair as a 2-tuple.\n\n' +
      'Pairs are returned in LIFO (last-in, first-out) order.\nRaises KeyError if the dict is empty.',
  ),
  method(
    'keys',
    METH_NOARGS,
    (self: PyObject) => _PyDictView_New(self, PyDictKeys_Type),
    '($self, /)',
    "Return a set-like object providing a view on the dict's keys.",
  ),
  method(
    'items',
    METH_NOARGS,
    (self: PyObject) => _PyDictView_New(self, PyDictItems_Type),
    '($self, /)',
    "Return a set-like object providing a view on the dict's items.",
  ),
  method(
    'values',
    METH_NOARGS,
    (self: PyObject) => _PyDictView_New(self, PyDictValues_Type),
    '($self, /)',
    "Return an object providing a view on the dict's values.",
  ),
  method(
    'update',
    METH_VARARGS | METH_KEYWORDS,
    dict_update,
    null,
    'D.update([E, ]**F) -> None.  Update D from mapping/iterable E and F.\n' +
      'If E is present and has a .keys() method, then does:  for k in E.keys(): D[k] = E[k]\n' +
      'If E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v\n' +
      'In either case, this is followed by: for k in F:  D[k] = F[k]',
  ),
  method(
    'fromkeys',
    METH_FASTCALL | METH_CLASS,
    dict_fromkeys,
    '($type, iterable, value=None, /)',
    'Create a new dictionary with keys from iterable and values set to value.',
  ),
  method('clear', METH_NOARGS, dict_clear, '($self, /)', 'Remove all items from the dict.'),
  method(
    'copy',
    METH_NOARGS,
    (self: PyObject) => PyDict_Copy(self),
    '($self, /)',
    'Return a shallow copy of the dict.',
  ),
  method(
    '__reversed__',
    METH_NOARGS,
    (self: PyObject) => dictiter_new(self as PyDictObject, PyDictRevIterKey_Type),
    '($self, /)',
    'Return a reverse iterator over the dict keys.',
  ),
  method(
    '__class_getitem__',
    METH_O | METH_CLASS,
    (type: PyObject, item: PyObject) => Py_GenericAlias(type, item),
    null,
    'See PEP 585',
  ),
];

export const PyDict_Type: PyTypeObject = defineType({
  tp_name: 'dict',
  tp_basicsize: 48,
  tp_flags:
    Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_DICT_SUBCLASS | _Py_TPFLAGS_MATCH_SELF | Py_TPFLAGS_MAPPING,
  tp_doc:
    'dict() -> new empty dictionary\n' +
    "dict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\n" +
    'dict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    for k, v in iterable:\n        d[k] = v\n' +
    'dict(**kwargs) -> new dictionary initialized with the name=value pairs\n' +
    '    in the keyword argument list.  For example:  dict(one=1, two=2)',
  tp_dealloc: dict_dealloc,
  tp_repr: dict_repr,
  tp_hash: PyObject_HashNotImplemented,
  tp_traverse: dict_traverse,
  tp_clear: dict_tp_clear,
  tp_richcompare: dict_richcompare,
  tp_iter: dict_iter,
  tp_init: dict_init,
  tp_alloc: (type, nitems) => _PyType_AllocNoTrack(type, nitems),
  tp_new: dict_new,
  tp_free: PyObject_GC_Del,
  tp_vectorcall: dict_vectorcall,
  nb_or: dict_or,
  nb_inplace_or: dict_ior,
  sq_contains: PyDict_Contains,
  mp_length: dict_length,
  mp_subscript: dict_subscript,
  mp_ass_subscript: dict_ass_sub,
  tp_methods: dict_methods,
  construct: (type) => new PyDictObject(type, Py_EMPTY_KEYS),
  edges: dict_edges,
});
