// Giving a fresh JavaScript object its simulated life: a block of the right size, a count of one, its place in the
// collector's books. Follows PyObject_Init, _PyObject_GC_New and friends (Objects/object.c, Python/gc.c), CPython 3.13.

import { gc_count_allocation, gc_count_free, PyObject_GC_UnTrack } from './gclists';
import type { HeapObject } from './header';
import { TPFLAGS_HAVE_GC, IMMORTAL_REFCNT } from './header';
import { PyObject_Free, PyObject_Malloc, staticAddress } from './obmalloc';
import { heapObserver } from './runtime';
import { Py_DECREF } from './refcount';
import type { Owned } from './refcount';

/** PyObject_Malloc + PyObject_Init for a type that is not collectable. `op` is fresh; `nbytes` is its C size. */
export function PyObject_New<T extends HeapObject>(op: T, nbytes: number): Owned<T> {
  if (op.ob_type.heapSpec) (op.ob_type as unknown as HeapObject).ob_refcnt++;
  op.ob_addr = PyObject_Malloc(nbytes);
  if (heapObserver !== null) heapObserver.born(op);
  return op;
}

/**
 * _PyObject_GC_New / gc_alloc: `nbytes` is the C size without the gc head and other pre-header (they are added from
 * the type's `presize`). The object starts untracked, outside every list.
 */
export function PyObject_GC_New<T extends HeapObject>(op: T, nbytes: number): Owned<T> {
  op.gc_next = null;
  op.gc_prev = null;
  op.gc_refs = 0;
  op.gc_flags = 0;
  if (op.ob_type.heapSpec) (op.ob_type as unknown as HeapObject).ob_refcnt++;
  op.ob_addr = PyObject_Malloc(nbytes + op.ob_type.presize);
  gc_count_allocation();
  if (heapObserver !== null) heapObserver.born(op);
  return op;
}

/**
 * PyObject_GC_Del: the block of a collectable object goes back; it is untracked if it still was tracked. Then, for heap
 * types of C code, the `Py_DECREF(tp)` with which each of their tp_dealloc ends.
 */
export function PyObject_GC_Del(op: HeapObject): void {
  if (op.gc_next !== null) PyObject_GC_UnTrack(op);
  gc_count_free();
  PyObject_Free(op.ob_addr);
  if (op.ob_type.delDecrefsType) Py_DECREF(op.ob_type as unknown as HeapObject);
}

/** PyObject_Free for an object of a type that is not collectable; the type's reference as in PyObject_GC_Del. */
export function PyObject_Del(op: HeapObject): void {
  PyObject_Free(op.ob_addr);
  if (op.ob_type.delDecrefsType) Py_DECREF(op.ob_type as unknown as HeapObject);
}

/** Frees `op` by whichever of the two its type asks for. */
export function PyObject_DelAny(op: HeapObject): void {
  if ((op.ob_type.tp_flags & TPFLAGS_HAVE_GC) !== 0) PyObject_GC_Del(op);
  else PyObject_Del(op);
}

/** An object CPython keeps in static memory: immortal, outside the allocators. Made once for the whole realm. */
export function staticObject<T extends HeapObject>(op: T, nbytes: number): T {
  op.ob_addr = staticAddress(nbytes + op.ob_type.presize);
  op.ob_refcnt = IMMORTAL_REFCNT;
  if ((op.ob_type.tp_flags & TPFLAGS_HAVE_GC) !== 0) {
    op.gc_next = null;
    op.gc_prev = null;
    op.gc_refs = 0;
    op.gc_flags = 0;
  }
  return op;
}
