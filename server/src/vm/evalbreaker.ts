// What the eval loop does when eval_breaker is set: the collections that allocations have asked for. Follows
// _Py_HandlePending (Python/ceval_gil.c), CPython 3.13.

import { _Py_RunGC } from '../heap/gc';
import { setScheduleGC } from '../heap/gclists';
import { EVAL_GC_SCHEDULED, tstate } from '../objects/pystate';
import { nextSlice, vmstate } from './vmstate';

setScheduleGC(() => {
  tstate.eval_breaker |= EVAL_GC_SCHEDULED;
});

/** True: an exception is set. */
export function handlePending(): boolean {
  if ((tstate.eval_breaker & EVAL_GC_SCHEDULED) !== 0) {
    tstate.eval_breaker &= ~EVAL_GC_SCHEDULED;
    _Py_RunGC();
  }
  return tstate.current_exception !== null;
}

/** At RESUME and backward jumps: the budget, then (not after `yield from`) what is pending. True: an exception is set. */
export function handleResume(oparg: number): boolean {
  if (vmstate.ticks < 0) nextSlice();
  return tstate.eval_breaker !== 0 && (oparg & 3) < 2 && handlePending();
}
