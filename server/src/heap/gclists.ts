// The collector's bookkeeping that every allocation touches: generation lists, counts, and the request for a run.
// The collection itself is in gc.ts. Follows Python/gc.c and Include/internal/pycore_gc.h, CPython 3.13 (generational).

import type { HeapObject, TypeSlots } from './header';
import { GC_FINALIZED, HeapObject as Head, TPFLAGS_HAVE_GC } from './header';
import { onRuntimeReset } from './runtime';

const sentinelType: TypeSlots = {
  tp_name: 'gc list head',
  tp_flags: 0,
  tp_dealloc: null,
  tp_traverse: null,
  tp_clear: null,
  tp_finalize: null,
  tp_del: null,
  tp_is_gc: null,
  presize: 0,
  heapSpec: false,
  delDecrefsType: false,
};

/** An empty doubly linked list; its head is no object. */
export function gc_list_new(): HeapObject {
  const head = new Head(sentinelType);
  head.gc_next = head;
  head.gc_prev = head;
  head.gc_refs = 0;
  head.gc_flags = 0;
  return head;
}

export interface Generation {
  head: HeapObject;
  threshold: number;
  count: number;
}

export interface GCState {
  enabled: boolean;
  debug: number;
  /** Youngest first: 0, 1, 2. */
  generations: Generation[];
  /** gc.freeze() puts objects here. */
  permanent: HeapObject;
  collecting: boolean;
  long_lived_total: number;
  long_lived_pending: number;
  stats: { collections: number; collected: number; uncollectable: number }[];
}

export let gcstate: GCState;
/** Generation 0 itself: allocation's hot path. */
export let young: Generation;

/**
 * Called when generation 0's threshold is passed: asks the eval loop for a run at its next check
 * (_Py_ScheduleGC). Set by the VM.
 */
let scheduleGC: () => void = () => undefined;
export function setScheduleGC(schedule: () => void): void {
  scheduleGC = schedule;
}

onRuntimeReset(() => {
  const generation = (threshold: number): Generation => ({ head: gc_list_new(), threshold, count: 0 });
  gcstate = {
    enabled: true,
    debug: 0,
    generations: [generation(2000), generation(10), generation(10)],
    permanent: gc_list_new(),
    collecting: false,
    long_lived_total: 0,
    long_lived_pending: 0,
    stats: [0, 1, 2].map(() => ({ collections: 0, collected: 0, uncollectable: 0 })),
  };
  young = gcstate.generations[0]!;
});

/** _PyObject_GC_Link's part that counts: one more young object, perhaps one too many. */
export function gc_count_allocation(): void {
  const gen = young;
  if (++gen.count > gen.threshold && gcstate.enabled && gen.threshold !== 0 && !gcstate.collecting) scheduleGC();
}

/** PyObject_GC_Del's part that counts. An object that goes to a free list does not come here. */
export function gc_count_free(): void {
  if (young.count > 0) young.count--;
}

/** _PyObject_GC_TRACK: `op`, fully built, joins the end of generation 0. It must not be tracked. */
export function _PyObject_GC_TRACK(op: HeapObject): void {
  const head = young.head;
  const last = head.gc_prev!;
  last.gc_next = op;
  op.gc_prev = last;
  op.gc_next = head;
  head.gc_prev = op;
}

/** PyObject_GC_Track's lenient sibling used on revived objects: tracks when untracked. */
export function gc_track_if_needed(op: HeapObject): void {
  if (op.gc_next === null) _PyObject_GC_TRACK(op);
}

/** _PyObject_GC_UNTRACK: leaves its list. It must be tracked. FINALIZED stays set. */
export function _PyObject_GC_UNTRACK(op: HeapObject): void {
  const prev = op.gc_prev!;
  const next = op.gc_next!;
  prev.gc_next = next;
  next.gc_prev = prev;
  op.gc_next = null;
  op.gc_prev = null;
  op.gc_flags &= GC_FINALIZED;
}

/** PyObject_GC_UnTrack: untracks if tracked. */
export function PyObject_GC_UnTrack(op: HeapObject): void {
  if (op.gc_next !== null && op.gc_next !== undefined) _PyObject_GC_UNTRACK(op);
}

/** _PyObject_GC_IS_TRACKED. */
export function _PyObject_GC_IS_TRACKED(op: HeapObject): boolean {
  return op.gc_next !== null && op.gc_next !== undefined;
}

/** PyObject_IS_GC: the type is collectable and says that this object is. */
export function PyObject_IS_GC(op: HeapObject): boolean {
  const type = op.ob_type;
  return (type.tp_flags & TPFLAGS_HAVE_GC) !== 0 && (type.tp_is_gc === null || type.tp_is_gc(op as never));
}

export function _PyGC_FINALIZED(op: HeapObject): boolean {
  return (op.gc_flags & GC_FINALIZED) !== 0;
}
export function _PyGC_SET_FINALIZED(op: HeapObject): void {
  op.gc_flags |= GC_FINALIZED;
}
