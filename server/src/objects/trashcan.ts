// The trashcan: deallocating a long chain must not recurse as deep as the chain is long. Follows Py_TRASHCAN_BEGIN/END
// and _PyTrash_* (Include/cpython/object.h, Objects/object.c), CPython 3.13.
// Deviation: CPython puts off at 10,000 nested deallocations, which JavaScript's stack does not hold; here it is fewer.
//
//   PyObject_GC_UnTrack(self);
//   if (Py_TRASHCAN_BEGIN(self, foo_dealloc)) return;
//   … release the fields, free …
//   Py_TRASHCAN_END();

import { onRuntimeReset } from '../heap/runtime';
import type { PyObject } from './object';
import { tstate } from './pystate';

export const Py_TRASHCAN_HEADROOM = 50;

/** Nested deallocations that JavaScript's stack is trusted with. */
const MAX_DEPTH = 400;
let depth = 0;
onRuntimeReset(() => {
  depth = 0;
});

/**
 * Enters a deallocator. True: too deep, `op` (untracked, count 0) was put off, the caller returns at once and must not
 * call Py_TRASHCAN_END. `dealloc` is the caller's own function: a base type's deallocator called for a subclass never
 * puts off.
 */
export function Py_TRASHCAN_BEGIN(op: PyObject, dealloc: (op: never) => void): boolean {
  if (
    (depth >= MAX_DEPTH || tstate.c_recursion_remaining <= Py_TRASHCAN_HEADROOM) &&
    op.ob_type.tp_dealloc === dealloc
  ) {
    tstate.delete_later.push(op);
    return true;
  }
  depth++;
  tstate.c_recursion_remaining--;
  return false;
}

/** Leaves a deallocator; deals with what was put off once there is room again. */
export function Py_TRASHCAN_END(): void {
  depth--;
  tstate.c_recursion_remaining++;
  if (
    tstate.delete_later.length > 0 &&
    depth < MAX_DEPTH - Py_TRASHCAN_HEADROOM &&
    tstate.c_recursion_remaining > 2 * Py_TRASHCAN_HEADROOM
  ) {
    _PyTrash_thread_destroy_chain();
  }
}

/** Deallocates everything put off, last put off first. */
function _PyTrash_thread_destroy_chain(): void {
  // As if one deeper by a whole headroom: what is put off meanwhile must not start a second chain from inside.
  depth += Py_TRASHCAN_HEADROOM;
  tstate.c_recursion_remaining--;
  while (tstate.delete_later.length > 0) {
    const op = tstate.delete_later.pop()!;
    op.ob_type.tp_dealloc!(op as never);
  }
  depth -= Py_TRASHCAN_HEADROOM;
  tstate.c_recursion_remaining++;
}
