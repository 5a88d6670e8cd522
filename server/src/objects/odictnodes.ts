// The linked list inside OrderedDict, and its table that mirrors the dict's. Follows Objects/odictobject.c, CPython 3.13.

import { PyMem_Free, PyMem_Malloc } from '../heap/obmalloc';
import { Py_DECREF, Py_INCREF, Py_NewRef } from '../heap/refcount';
import { _PyDict_DelItem_KnownHash, _PyDict_SetItem_KnownHash } from './dictcore';
import { _PyObject_HashFast, _Py_dict_lookup, key_hash_hi } from './dictkeys';
import { DKIX_EMPTY } from './dictstruct';
import {
  PyErr_GetRaisedException,
  PyErr_Occurred,
  PyErr_SetObject,
  PyErr_SetString,
  _PyErr_ChainExceptions1,
} from './errors';
import { PyExc_KeyError, PyExc_RuntimeError } from './exceptions';
import type { PyObject } from './object';
import { Py_EQ } from './object';
import { PyObject_RichCompareBool } from './objectprotocol';
import type { PyODictObject, _ODictNode } from './odictstruct';

const SIZEOF_NODE = 32;

/** Index of the key's entry, of the next new entry when it has none, or −1 with an exception. */
function _odict_get_index_raw(od: PyODictObject, key: PyObject, lo: number, hi: number): number {
  const keys = od.ma_keys;
  const ix = _Py_dict_lookup(od, key, lo, hi);
  return ix === DKIX_EMPTY ? keys.dk_nentries : ix < 0 ? -1 : ix;
}

/** Makes od_fast_nodes anew for the dict's present table. 0, or −1 with an exception. */
function _odict_resize(od: PyODictObject): number {
  const size = 1 << od.ma_keys.dk_log2_size;
  const addr = PyMem_Malloc(size * 8);
  const fast_nodes: (_ODictNode | null)[] = [];
  for (let i = 0; i < size; i++) fast_nodes.push(null);
  for (let node = od.od_first; node !== null; node = node.next) {
    const i = _odict_get_index_raw(od, node.key, node.hash_lo, node.hash_hi);
    if (i < 0) {
      PyMem_Free(addr);
      return -1;
    }
    fast_nodes[i] = node;
  }
  PyMem_Free(od.od_fast_nodes_addr);
  od.od_fast_nodes = fast_nodes;
  od.od_fast_nodes_addr = addr;
  od.od_resize_sentinel = od.ma_keys;
  return 0;
}

function _odict_get_index(od: PyODictObject, key: PyObject, lo: number, hi: number): number {
  const keys = od.ma_keys;
  if (
    od.od_resize_sentinel !== keys ||
    od.od_fast_nodes === null ||
    od.od_fast_nodes.length !== 1 << keys.dk_log2_size
  ) {
    if (_odict_resize(od) < 0) return -1;
  }
  return _odict_get_index_raw(od, key, lo, hi);
}

/** The key's node; null when it has none or with an exception. */
export function _odict_find_node_hash(od: PyODictObject, key: PyObject, lo: number, hi: number): _ODictNode | null {
  if (od.od_first === null) return null;
  const index = _odict_get_index(od, key, lo, hi);
  return index < 0 ? null : (od.od_fast_nodes![index] ?? null);
}

export function _odict_find_node(od: PyODictObject, key: PyObject): _ODictNode | null {
  if (od.od_first === null) return null;
  const lo = _PyObject_HashFast(key);
  const hi = key_hash_hi;
  return lo === -1 && hi === -1 ? null : _odict_find_node_hash(od, key, lo, hi);
}

export function _odict_add_head(od: PyODictObject, node: _ODictNode): void {
  node.prev = null;
  node.next = od.od_first;
  if (od.od_first === null) od.od_last = node;
  else od.od_first.prev = node;
  od.od_first = node;
  od.od_state++;
}

export function _odict_add_tail(od: PyODictObject, node: _ODictNode): void {
  node.prev = od.od_last;
  node.next = null;
  if (od.od_last === null) od.od_first = node;
  else od.od_last.next = node;
  od.od_last = node;
  od.od_state++;
}

/** Adds the key (which the dict has by now) at the end unless it is in the list. 0, or −1 with an exception. */
function _odict_add_new_node(od: PyODictObject, key: PyObject, lo: number, hi: number): number {
  Py_INCREF(key);
  const i = _odict_get_index(od, key, lo, hi);
  if (i < 0) {
    if (PyErr_Occurred() === null) PyErr_SetObject(PyExc_KeyError, key);
    Py_DECREF(key);
    return -1;
  }
  if ((od.od_fast_nodes![i] ?? null) !== null) {
    Py_DECREF(key);
    return 0;
  }
  const node: _ODictNode = { key, hash_lo: lo, hash_hi: hi, next: null, prev: null, addr: PyMem_Malloc(SIZEOF_NODE) };
  _odict_add_tail(od, node);
  od.od_fast_nodes![i] = node;
  return 0;
}

function dealloc(node: _ODictNode): void {
  Py_DECREF(node.key);
  PyMem_Free(node.addr);
}

export function _odict_remove_node(od: PyODictObject, node: _ODictNode): void {
  if (od.od_first === node) od.od_first = node.next;
  else if (node.prev !== null) node.prev.next = node.next;
  if (od.od_last === node) od.od_last = node.prev;
  else if (node.next !== null) node.next.prev = node.prev;
  node.prev = null;
  node.next = null;
  od.od_state++;
}

/** Takes the key out of the list, before it goes from the dict. 0 (also when it isn't there), or −1 with an exception. */
export function _odict_clear_node(
  od: PyODictObject,
  node: _ODictNode | null,
  key: PyObject,
  lo: number,
  hi: number,
): number {
  if (od.od_first === null) return 0;
  const i = _odict_get_index(od, key, lo, hi);
  if (i < 0) return PyErr_Occurred() !== null ? -1 : 0;
  node ??= od.od_fast_nodes![i] ?? null;
  if (node === null) return 0;
  od.od_fast_nodes![i] = null;
  _odict_remove_node(od, node);
  dealloc(node);
  return 0;
}

export function _odict_clear_nodes(od: PyODictObject): void {
  PyMem_Free(od.od_fast_nodes_addr);
  od.od_fast_nodes = null;
  od.od_fast_nodes_addr = 0;
  od.od_resize_sentinel = null;
  let node = od.od_first;
  od.od_first = null;
  od.od_last = null;
  while (node !== null) {
    const next: _ODictNode | null = node.next;
    dealloc(node);
    node = next;
  }
  od.od_state++;
}

/** Same keys in the same order: 1, 0, or −1 with an exception. */
export function _odict_keys_equal(a: PyODictObject, b: PyODictObject): number {
  const state_a = a.od_state;
  const state_b = b.od_state;
  let node_a = a.od_first;
  let node_b = b.od_first;
  while (node_a !== null && node_b !== null) {
    const key_a = Py_NewRef(node_a.key);
    const key_b = Py_NewRef(node_b.key);
    const res = PyObject_RichCompareBool(key_a, key_b, Py_EQ);
    Py_DECREF(key_a);
    Py_DECREF(key_b);
    if (res < 0) return res;
    if (a.od_state !== state_a || b.od_state !== state_b) {
      PyErr_SetString(PyExc_RuntimeError, 'OrderedDict mutated during iteration');
      return -1;
    }
    if (res === 0) return 0;
    node_a = node_a.next;
    node_b = node_b.next;
  }
  return node_a === node_b ? 1 : 0;
}

/** 0, or −1 with an exception. */
export function _PyODict_SetItem_KnownHash(
  od: PyODictObject,
  key: PyObject,
  value: PyObject,
  lo: number,
  hi: number,
): number {
  let res = _PyDict_SetItem_KnownHash(od, key, value, lo, hi);
  if (res === 0) {
    res = _odict_add_new_node(od, key, lo, hi);
    if (res < 0) {
      const exc = PyErr_GetRaisedException();
      _PyDict_DelItem_KnownHash(od, key, lo, hi);
      _PyErr_ChainExceptions1(exc);
    }
  }
  return res;
}

/** 0, or −1 with an exception. */
export function PyODict_SetItem(od: PyObject, key: PyObject, value: PyObject): number {
  const lo = _PyObject_HashFast(key);
  const hi = key_hash_hi;
  return lo === -1 && hi === -1 ? -1 : _PyODict_SetItem_KnownHash(od as PyODictObject, key, value, lo, hi);
}

/** 0, or −1 with an exception. */
export function PyODict_DelItem(od: PyObject, key: PyObject): number {
  const lo = _PyObject_HashFast(key);
  const hi = key_hash_hi;
  if (lo === -1 && hi === -1) return -1;
  if (_odict_clear_node(od as PyODictObject, null, key, lo, hi) < 0) return -1;
  return _PyDict_DelItem_KnownHash(od as PyODictObject, key, lo, hi);
}
