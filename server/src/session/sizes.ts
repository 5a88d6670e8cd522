// sys.getsizeof from the outside: what a type's own `__sizeof__` would answer, read from the struct's fields, because a
// call would make an int and so change the heap that is looked at. A `__sizeof__` written in Python is not asked.

import { _PyDict_SizeOf } from '../objects/dictobject';
import { _PyDict_KeysSize } from '../objects/dictkeys';
import type { PyDictObject } from '../objects/dictstruct';
import type { PyCodeObject } from '../objects/codestruct';
import type { _PyInterpreterFrame } from '../objects/framestruct';
import type { PyListObject } from '../objects/liststruct';
import type { PyLongObject } from '../objects/longstruct';
import { digitCount } from '../objects/longvalue';
import type { PyObject } from '../objects/object';
import type { PyODictObject } from '../objects/odictstruct';
import type { PyTupleObject } from '../objects/tuplestruct';
import type { PyTypeObject } from '../objects/typestruct';
import { Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_HEAPTYPE } from '../objects/typestruct';
import { unicode_sizeof_value } from '../objects/unicodeobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';

/** `__sizeof__` of an object of a type whose basic size is `own`. */
type Sizer = (op: PyObject, own: number) => number;

/** Slots of a frame of this code, 8 bytes each. */
const frameSlots = (frame: _PyInterpreterFrame): number =>
  frame.f_executable.co_nlocalsplus + frame.f_executable.co_stacksize;

function setSize(op: PyObject, own: number): number {
  const { mask } = op as PyObject & { mask: number };
  return own + (mask > 7 ? (mask + 1) * 16 : 0);
}

function generatorSize(op: PyObject, own: number): number {
  return own + 8 * frameSlots((op as PyObject & { gi_iframe: _PyInterpreterFrame }).gi_iframe);
}

/** sizeof(BLOCK) of _collectionsmodule.c, PyTypeObject, PyHeapTypeObject. */
const DEQUE_BLOCK = 528;
const DEQUE_BLOCK_ITEMS = 64;
const STATIC_TYPE = 416;
const HEAP_TYPE = 928;

function orderedDictSize(op: PyObject): number {
  const od = op as PyODictObject;
  const index = od.od_fast_nodes === null ? 0 : 8 * od.od_fast_nodes.length;
  return _PyDict_SizeOf(od) + index + (od.od_first === null ? 0 : 32 * od.ma_used);
}

function dequeSize(op: PyObject, own: number): number {
  const { leftindex, ob_size } = op as PyObject & { leftindex: number; ob_size: number };
  return own + DEQUE_BLOCK * Math.floor((leftindex + ob_size + DEQUE_BLOCK_ITEMS - 1) / DEQUE_BLOCK_ITEMS);
}

function arraySize(op: PyObject, own: number): number {
  const { allocated, itemsize } = op as PyObject & { allocated: number; itemsize: number };
  return own + allocated * itemsize;
}

function typeSize(op: PyObject): number {
  const type = op as PyTypeObject;
  if ((type.tp_flags & Py_TPFLAGS_HEAPTYPE) === 0) return STATIC_TYPE;
  const keys = type.ht_cached_keys;
  return HEAP_TYPE + (keys == null ? 0 : _PyDict_KeysSize(keys));
}

/** By tp_name of the type that has the method. */
const sizers = new Map<string, Sizer>([
  ['int', (op, own) => own + 4 * Math.max(1, digitCount((op as PyLongObject).value))],
  ['str', (op) => unicode_sizeof_value(op as PyUnicodeObject)],
  ['list', (op, own) => own + 8 * (op as PyListObject).allocated],
  ['tuple', (op, own) => own + 8 * (op as PyTupleObject).ob_item.length],
  ['dict', (op) => _PyDict_SizeOf(op as PyDictObject)],
  ['collections.OrderedDict', orderedDictSize],
  ['set', setSize],
  ['frozenset', setSize],
  ['bytearray', (op, own) => own + (op as PyObject & { ob_alloc: number }).ob_alloc],
  ['collections.deque', dequeSize],
  ['array.array', arraySize],
  ['frame', (op, own) => own + 8 * frameSlots((op as PyObject & { f_frame: _PyInterpreterFrame }).f_frame)],
  ['generator', generatorSize],
  ['coroutine', generatorSize],
  ['async_generator', generatorSize],
  ['code', (op, own) => (own + (op as PyCodeObject).unit.co_code.length + 7) & ~7],
  ['type', typeSize],
]);

/** object.__sizeof__: the basic size and the items, where the type has any. */
const plain: Sizer = (op, own) => {
  const { tp_itemsize } = op.ob_type;
  if (tp_itemsize === 0) return own;
  const fields = op as unknown as { ob_item?: unknown[]; ob_sval?: Uint8Array; ob_size?: number };
  return own + tp_itemsize * ((fields.ob_item ?? fields.ob_sval)?.length ?? fields.ob_size ?? 0);
};

const bySizer = new WeakMap<PyTypeObject, Sizer>();
function sizerOf(type: PyTypeObject): Sizer {
  let found = bySizer.get(type);
  if (found !== undefined) return found;
  found = plain;
  for (let t: PyTypeObject | null = type; t !== null; t = t.tp_base) {
    const sizer = t.spec === null ? undefined : sizers.get(t.tp_name);
    if (sizer === undefined) continue;
    found = sizer;
    break;
  }
  bySizer.set(type, found);
  return found;
}

/** sys.getsizeof of an object, its collector's header included. Never fails, also for what is being made or torn down. */
export function sizeOf(op: PyObject): number {
  const type = op.ob_type;
  let size: number;
  try {
    size = sizerOf(type)(op, type.tp_basicsize);
  } catch {
    // Half-made or half-gone: its frame, its keys or its items are not there.
    size = type.tp_basicsize;
  }
  // A type of static memory has nothing in front of it.
  const inFront = type.tp_name !== 'type' || ((op as PyTypeObject).tp_flags & Py_TPFLAGS_HEAPTYPE) !== 0;
  return inFront || (type.tp_flags & Py_TPFLAGS_HAVE_GC) === 0 ? size + type.presize : size;
}
