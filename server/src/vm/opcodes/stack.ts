// Stack shuffling, and the instructions that do nothing. See README.md.
import { handleResume } from '../evalbreaker';
import type { PyObject } from '../../objects/object';
import type { _PyInterpreterFrame } from '../../objects/framestruct';
import { tstate } from '../../objects/pystate';
import { vmstate } from '../vmstate';

declare let S: (PyObject | null)[], sp: number, pc: number, oparg: number, frame: _PyInterpreterFrame;
declare function REENTER(unit: number): void;
declare function NEXT(n: number): never;
declare function ERROR(): never;
declare function SAVE(): void;
declare function DECREF(op: PyObject | null): void;
declare function INCREF(op: PyObject): void;
declare function EVENT_RESUME(): void;
/** Where tracing has just been turned on, the loop with events begins the function. */
declare function CHANGE_LOOP(): void;

/** -- */
export function NOP(): void {
  NEXT(1);
}

/** -- : its bits are in the next instruction's argument already. */
export function EXTENDED_ARG(): void {
  NEXT(1);
}

/** -- : where a function begins, or goes on after a yield; the place for collections and events. */
export function RESUME(): void {
  EVENT_RESUME();
  if (--vmstate.ticks < 0 || (tstate.eval_breaker !== 0 && (oparg & 3) < 2)) {
    SAVE();
    CHANGE_LOOP();
    const flag = vmstate.ticks < 0;
    if (handleResume(oparg)) ERROR();
    if (flag) REENTER(pc + 1);
  }
  NEXT(1);
}

/** value -- */
export function POP_TOP(): void {
  const value = S[--sp]!;
  DECREF(value);
  NEXT(1);
}

/** -- NULL */
export function PUSH_NULL(): void {
  S[sp++] = null;
  NEXT(1);
}

/** value -- */
export function END_FOR(): void {
  const value = S[--sp]!;
  DECREF(value);
  NEXT(1);
}

/** receiver, value -- value */
export function END_SEND(): void {
  const value = S[--sp]!;
  const receiver = S[sp - 1]!;
  S[sp - 1] = value;
  DECREF(receiver);
  NEXT(1);
}

/** bottom, … -- bottom, …, bottom */
export function COPY(): void {
  const value = S[sp - oparg]!;
  INCREF(value);
  S[sp++] = value;
  NEXT(1);
}

/** bottom, …, top -- top, …, bottom */
export function SWAP(): void {
  const value = S[sp - 1]!;
  S[sp - 1] = S[sp - oparg]!;
  S[sp - oparg] = value;
  NEXT(1);
}
