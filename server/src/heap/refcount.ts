// The only place where ob_refcnt changes. Follows Include/refcount.h, CPython 3.13.
// Immortal objects are counted like any other, without a test: they start so high that drift never matters.

import type { HeapObject } from './header';
import { IMMORTAL_LIMIT, IMMORTAL_REFCNT } from './header';
import { blockTracer, heapObserver } from './runtime';

/** A reference the holder must give up (Py_DECREF) or hand on. Documentation in the type; no run-time content. */
export type Owned<T> = T;
/** A reference that somebody else keeps alive for as long as it is used. */
export type Borrowed<T> = T;

/** Adds a reference. */
export function Py_INCREF(op: HeapObject): void {
  op.ob_refcnt++;
}

/** Adds a reference unless `op` is null. */
export function Py_XINCREF(op: HeapObject | null): void {
  if (op !== null) op.ob_refcnt++;
}

/** Adds a reference and returns `op`: the caller owns what it gets. */
export function Py_NewRef<T extends HeapObject>(op: T): Owned<T> {
  op.ob_refcnt++;
  return op;
}

/** Py_NewRef that lets null pass. */
export function Py_XNewRef<T extends HeapObject>(op: T | null): Owned<T> | null {
  if (op !== null) op.ob_refcnt++;
  return op;
}

/** Gives up a reference; the last one deallocates the object at once. */
export function Py_DECREF(op: HeapObject): void {
  if (--op.ob_refcnt === 0) _Py_Dealloc(op);
}

/** Py_DECREF that lets null pass. For a field, read it, set it to null, then call this (Py_CLEAR's order). */
export function Py_XDECREF(op: HeapObject | null): void {
  if (op !== null && --op.ob_refcnt === 0) _Py_Dealloc(op);
}

/** Deallocates an object whose count is zero, through its type's `tp_dealloc`. */
export function _Py_Dealloc(op: HeapObject): void {
  if (heapObserver !== null) heapObserver.dying(op);
  op.ob_type.tp_dealloc!(op as never);
}

/** Gives `op` a new life with one reference: fresh from a free list, or resurrected before its finalizer is called. */
export function _Py_NewReference(op: HeapObject): void {
  op.ob_refcnt = 1;
  if (heapObserver !== null) heapObserver.born(op);
  if (blockTracer !== null) blockTracer.reused(op.ob_addr);
}

/** Sets the count outright: for PyObject_CallFinalizerFromDealloc and the like, never to "fix" a count. */
export function Py_SET_REFCNT(op: HeapObject, count: number): void {
  op.ob_refcnt = count;
}

/** `sys.getrefcount` of an immortal object in 3.12 and 3.13. */
const IMMORTAL_SHOWN = 4294967295;

/** The count a program sees. */
export function Py_REFCNT(op: HeapObject): number {
  return op.ob_refcnt >= IMMORTAL_LIMIT ? IMMORTAL_SHOWN : op.ob_refcnt;
}

export function _Py_IsImmortal(op: HeapObject): boolean {
  return op.ob_refcnt >= IMMORTAL_LIMIT;
}

/** Makes `op` immortal: it is never deallocated from now on. */
export function _Py_SetImmortal(op: HeapObject): void {
  op.ob_refcnt = IMMORTAL_REFCNT;
}
