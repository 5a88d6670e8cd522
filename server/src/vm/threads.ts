// Threads that stop and go on. A thread runs inside the call that starts it; one that would go on for long stops where a
// slice of its outermost loop ends, with all its frames Python's own, and goes on while the main thread sleeps, waits for
// it or begins a slice. Only between such slices does one thread see another's work. What it corresponds to is the
// handing over of the GIL (Python/ceval_gil.c, CPython 3.13); the order is one of those that CPython may choose.

import { registerRoots } from '../heap/roots';
import { onRuntimeReset } from '../heap/runtime';
import { Py_DECREF, Py_INCREF, Py_NewRef } from '../heap/refcount';
import { Op } from '../compiler/opcodes';
import { Py_False } from '../objects/boolobject';
import { PyCFunction_Check } from '../objects/methodobject';
import { advanceClock, elapsedTime } from '../modules/timemodule';
import { PyMethod_Type } from '../objects/classobject';
import type { PyMethodObject } from '../objects/classobject';
import { frameEdges } from '../objects/frameobject';
import type { _PyInterpreterFrame } from '../objects/framestruct';
import { PyFunction_Check } from '../objects/funcobject';
import type { PyFunctionObject } from '../objects/funcstruct';
import type { PyObject } from '../objects/object';
import type { _PyErr_StackItem } from '../objects/pystate';
import { EVAL_LOOP_CHANGED, tstate } from '../objects/pystate';
import type { LocalDummies } from '../modules/_threadlocal';
import { enterThreadLocals, leaveThreadLocals, resumeThreadLocals, suspendThreadLocals } from '../modules/_threadlocal';
import { goOnThreadLoop, setBetweenSlices, startThreadLoop } from './ceval';
import type { DataStack } from './frame';
import { swapDataStack } from './frame';
import { ticksTaken, vmstate } from './vmstate';

/** How much a thread may do inside the call that starts it: ticks, and calls of time.sleep. */
const FIRST_TICKS = 1 << 17;
const FIRST_SLEEPS = 64;
/** Rounds in which every waiting thread has a turn, before a wait with a timeout is given up by the main thread. */
const PATIENCE = 64;

export interface ThreadSpec {
  func: PyObject;
  /** Nobody waits for it at the end. */
  daemon: boolean;
  /** The whole call, for a function that is not Python's: it cannot be stopped. */
  call: () => PyObject | null;
  /** The thread begins or goes on; what it gives is called when it stops or has ended. */
  enter: () => () => void;
  /** With its result (owned), or null with an exception. */
  ended: (result: PyObject | null) => void;
}

interface Thread {
  spec: ThreadSpec;
  stack: DataStack;
  /** Where it goes on. */
  frame: _PyInterpreterFrame | null;
  outermost: _PyInterpreterFrame | null;
  reentry: number;
  exc_info: _PyErr_StackItem;
  py_recursion_remaining: number;
  locals: LocalDummies | null;
  wait: Wait | null;
}

/** What a thread waits for: a lock. */
interface Wait {
  ready: () => boolean;
  /** It has it now. */
  take: () => void;
  /** When it has waited for long enough (elapsedTime); null: never. */
  deadline: bigint | null;
}

/** Those that wait, in the order of their starts. */
let waiting: Thread[];
/** The one that runs; null: the main thread. */
let running: Thread | null;
/** The frame that gave the running thread its turn. */
let starterFrame: _PyInterpreterFrame | null;
let sleeps: number;
let endTicks: number;
let endSleeps: number;
onRuntimeReset(() => {
  waiting = [];
  running = null;
  starterFrame = null;
  sleeps = 0;
  endTicks = 0;
  endSleeps = 0;
});
registerRoots((visit) => {
  for (const thread of waiting) {
    const { frame, exc_info, spec } = thread;
    visit(spec.func);
    if (thread === running) continue;
    if (exc_info.exc_value !== null) visit(exc_info.exc_value);
    for (let f = frame; f !== null; f = f.previous)
      frameEdges(f, (op) => {
        visit(op);
      });
  }
});

const stop = (): boolean => running!.wait !== null || ticksTaken() >= endTicks || sleeps >= endSleeps;

/** The Python function behind `func`, with the arguments it gets; null where there is none. */
function pythonFunction(func: PyObject): { func: PyFunctionObject; args: PyObject[] } | null {
  if (PyFunction_Check(func)) return { func, args: [] };
  if (func.ob_type !== PyMethod_Type) return null;
  const { im_func, im_self } = func as PyMethodObject;
  return PyFunction_Check(im_func) ? { func: im_func, args: [im_self] } : null;
}

/** Runs it to its end or its first stop. */
export function runAsThread(spec: ThreadSpec): void {
  const target = pythonFunction(spec.func);
  const { exc_info, py_recursion_remaining } = tstate;
  const before = running;
  const leave = spec.enter();
  enterThreadLocals();
  tstate.exc_info = { exc_value: null, previous_item: null };
  tstate.py_recursion_remaining = tstate.py_recursion_limit;
  if (target === null || before !== null) {
    // Started by a thread, or no frames of its own: it ends before its starter goes on.
    spec.ended(spec.call());
    leaveThreadLocals();
  } else {
    const thread: Thread = {
      spec,
      stack: { stack: [], top: 0, tops: [] },
      frame: null,
      outermost: null,
      reentry: 0,
      exc_info,
      py_recursion_remaining,
      locals: null,
      wait: null,
    };
    endTicks = ticksTaken() + FIRST_TICKS;
    sleeps = 0;
    endSleeps = FIRST_SLEEPS;
    turn(thread, () => startThreadLoop(target.func, target.args, stop));
  }
  leave();
  tstate.exc_info = exc_info;
  tstate.py_recursion_remaining = py_recursion_remaining;
}

/** One turn: until it ends, or stops and waits. The caller puts its own state back. */
function turn(thread: Thread, run: () => PyObject | null | undefined): void {
  const { c_recursion_remaining } = tstate;
  const starter = tstate.current_frame;
  const reentry = vmstate.reentry;
  running = thread;
  starterFrame = starter as _PyInterpreterFrame | null;
  const own = swapDataStack(thread.stack);
  const result = run();
  thread.stack = swapDataStack(own);
  running = null;
  if (result === undefined) {
    thread.frame = tstate.current_frame as _PyInterpreterFrame;
    let outermost = thread.frame;
    while (outermost.previous !== null && outermost.previous !== starter) outermost = outermost.previous;
    outermost.previous = null;
    thread.outermost = outermost;
    thread.reentry = vmstate.reentry;
    thread.exc_info = tstate.exc_info;
    thread.py_recursion_remaining = tstate.py_recursion_remaining;
    thread.locals = suspendThreadLocals();
    if (waiting.length === 0) setBetweenSlices(() => void turnForAll());
    if (!waiting.includes(thread)) {
      Py_INCREF(thread.spec.func);
      waiting.push(thread);
    }
  } else {
    const at = waiting.indexOf(thread);
    thread.spec.ended(result);
    leaveThreadLocals();
    if (at >= 0) {
      waiting.splice(waiting.indexOf(thread), 1);
      Py_DECREF(thread.spec.func);
      if (waiting.length === 0) setBetweenSlices(null);
    }
  }
  tstate.current_frame = starter;
  tstate.c_recursion_remaining = c_recursion_remaining;
  vmstate.reentry = reentry;
}

/** Lets one that waits go on for a slice. */
function goOn(thread: Thread): void {
  const { exc_info, py_recursion_remaining, current_exception } = tstate;
  const leave = thread.spec.enter();
  resumeThreadLocals(thread.locals!);
  tstate.current_exception = null;
  tstate.exc_info = thread.exc_info;
  tstate.py_recursion_remaining = thread.py_recursion_remaining;
  thread.outermost!.previous = tstate.current_frame as _PyInterpreterFrame | null;
  endTicks = ticksTaken() + 1;
  sleeps = 0;
  endSleeps = 1;
  turn(thread, () => {
    tstate.c_recursion_remaining -= 2;
    tstate.current_frame = thread.frame;
    vmstate.reentry = thread.reentry;
    return goOnThreadLoop(stop);
  });
  leave();
  tstate.current_exception = current_exception;
  tstate.exc_info = exc_info;
  tstate.py_recursion_remaining = py_recursion_remaining;
}

/** May it go on? It has the lock then, or has waited for long enough: its call gives False. */
function admitted(thread: Thread): boolean {
  const { wait } = thread;
  if (wait === null) return true;
  if (wait.ready()) wait.take();
  else if (wait.deadline !== null && elapsedTime() >= wait.deadline) {
    const frame = thread.frame!;
    frame.localsplus[frame.stacktop - 1] = Py_NewRef(Py_False);
  } else return false;
  thread.wait = null;
  return true;
}

/** Every thread that can go on has a turn. Only the main thread gives turns. False: nobody could. */
function turnForAll(): boolean {
  if (running !== null) return false;
  let any = false;
  for (const thread of [...waiting]) {
    if (!waiting.includes(thread) || !admitted(thread)) continue;
    any = true;
    goOn(thread);
  }
  return any;
}

/** Nobody can go on: time passes until somebody has waited for long enough. False: all wait for ever. */
function passTime(): boolean {
  let first: bigint | null = null;
  for (const { wait } of waiting) {
    if (wait !== null && wait.deadline !== null && (first === null || wait.deadline < first)) first = wait.deadline;
  }
  if (first === null) return false;
  advanceClock(Number(first - elapsedTime()) / 1e9);
  return true;
}

/** Others have their turns until `done`, or until nobody can go on; `patient`: for as long as it takes. */
export function waitForThreads(done: () => boolean, patient: boolean): void {
  for (let i = 0; (patient || i < PATIENCE) && waiting.length > 0 && !done(); i++) {
    if (!turnForAll() && !(patient && passTime())) return;
  }
}

/**
 * The running thread has to wait for `lock`: it stops when the call that it is in has returned (True), and goes on with the
 * lock taken. False: it is the main thread, or C functions stand between its call and its outermost frame.
 */
export function waitOfThread(lock: PyObject, timeout: number, ready: () => boolean, take: () => void): boolean {
  if (running === null || running.wait !== null) return false;
  const frame = tstate.current_frame as _PyInterpreterFrame;
  for (let f = frame; !(f.entry && (f.previous === null || f.previous === starterFrame)); f = f.previous) {
    if (f.entry || f.previous === null) return false;
  }
  const opcode = frame.f_executable.unit.co_code[2 * frame.instr_ptr]!;
  const used = frame.f_executable.words[frame.instr_ptr]! >> 8;
  let depth = 0;
  if (opcode === Op.CALL) depth = used + 2;
  else if (opcode === Op.CALL_KW) depth = used + 3;
  else if (opcode === Op.BEFORE_WITH) depth = 2;
  const mine = (op: PyObject | null): boolean =>
    op !== null && (op === lock || (PyCFunction_Check(op) && op.m_self === lock));
  let direct = false;
  for (let i = 1; i <= depth; i++) direct ||= mine(frame.localsplus[frame.stacktop - i]!);
  if (!direct) return false;
  const deadline = timeout < 0 ? null : elapsedTime() + BigInt(Math.round(timeout * 1e9));
  running.wait = { ready, take, deadline };
  tstate.eval_breaker |= EVAL_LOOP_CHANGED;
  return true;
}

/** The end of the program: until those that are no daemons have ended. */
export function waitForThreadsAtExit(): void {
  waitForThreads(() => waiting.every((thread) => thread.spec.daemon), true);
}

/** time.sleep: the main thread's time for the others; a thread that sleeps again and again stops. */
export function sleepOfThread(): void {
  if (running === null) {
    if (waiting.length > 0) turnForAll();
  } else if (++sleeps >= endSleeps) tstate.eval_breaker |= EVAL_LOOP_CHANGED;
}
