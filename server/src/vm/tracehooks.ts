// What may watch a run: the hooks of a session, called by the loop with events (vm/ceval.generated.ts, evalTraced).
// Events are those of sys.settrace and sys.monitoring. Follows Python/instrumentation.c and Python/legacy_tracing.c,
// CPython 3.13.
//
// Before a hook is called the frame has its position and the top of its stack: all frames may be looked at, and the hook
// may throw to end or park the run.

import { onRuntimeReset } from '../heap/runtime';
import type { _PyInterpreterFrame } from '../objects/framestruct';
import type { PyObject } from '../objects/object';
import { tstate } from '../objects/pystate';
import { opcodeAt } from '../objects/codedecode';
import { lineOfUnit } from '../objects/codelocations';
import { lineStarts } from './instrumentation';
import {
  legacyCall,
  legacyException,
  legacyInstruction,
  legacyLine,
  legacyReturn,
  legacyThrow,
  legacyTracing,
  legacyUnwind,
} from './legacytracing';

const RESUME = 149;

export interface TraceHooks {
  /** A line is about to be executed. */
  line?(frame: _PyInterpreterFrame, lineno: number): void;
  /** Each instruction, before it is executed; after `line`. `unit` is its place in the code. */
  instruction?(frame: _PyInterpreterFrame, unit: number, opcode: number): void;
  /** A function, class body or module begins. */
  call?(frame: _PyInterpreterFrame): void;
  /** A generator or coroutine goes on (also with an exception thrown into it). */
  resume?(frame: _PyInterpreterFrame): void;
  /** Before the frame is cleared. The value is still on the frame's stack, or a constant. */
  return?(frame: _PyInterpreterFrame, value: PyObject): void;
  yield?(frame: _PyInterpreterFrame, value: PyObject): void;
  /** An exception is raised in the frame, or comes into it from a callee. It is tstate.current_exception. */
  exception?(frame: _PyInterpreterFrame, exception: PyObject): void;
  /** The exception leaves the frame, which is cleared next. */
  unwind?(frame: _PyInterpreterFrame): void;
}

let hooks: TraceHooks | null = null;
onRuntimeReset(() => {
  hooks = null;
});

/** Chosen when a run starts; null: none, the fast loop runs. Frames that run already keep the loop they are in. */
export function setTraceHooks(h: TraceHooks | null): void {
  hooks = h;
}
export function traced(): boolean {
  return hooks !== null || legacyTracing();
}

// Those that report to the program (legacytracing.ts) as well give true when it raised: an exception is set.

export function eventInstruction(frame: _PyInterpreterFrame, pc: number, sp: number): boolean {
  const prev = frame.instr_ptr;
  frame.instr_ptr = pc;
  frame.stacktop = sp;
  const h = hooks;
  const legacy = legacyTracing();
  if (h === null && !legacy) return false;
  const code = frame.f_executable;
  if (legacy || h?.line !== undefined) {
    const line = lineStarts(code)[pc]!;
    if (line >= 0 && (lineOfUnit(code, prev) !== line || opcodeAt(code, prev) === RESUME)) {
      h?.line?.(frame, line);
      if (legacy && !legacyLine(frame, line)) return true;
    }
  }
  if (h?.instruction !== undefined) h.instruction(frame, pc, opcodeAt(code, pc));
  return legacy && !legacyInstruction(frame, pc, sp);
}

export function eventResume(frame: _PyInterpreterFrame, _pc: number, _sp: number, oparg: number): boolean {
  if ((oparg & 3) === 0) hooks?.call?.(frame);
  else hooks?.resume?.(frame);
  return legacyTracing() && !legacyCall(frame);
}
export function eventThrow(frame: _PyInterpreterFrame): void {
  hooks?.resume?.(frame);
  if (legacyTracing()) legacyThrow(frame);
}
export function eventReturn(
  frame: _PyInterpreterFrame,
  _pc: number,
  _sp: number,
  value: PyObject,
  yielded: boolean,
): boolean {
  if (yielded) hooks?.yield?.(frame, value);
  else hooks?.return?.(frame, value);
  return legacyTracing() && !legacyReturn(frame, value);
}

/** A jump back to the same line begins it once more. */
export function eventJump(frame: _PyInterpreterFrame, pc: number, sp: number, target: number): boolean {
  const h = hooks;
  const legacy = legacyTracing();
  if (h?.line === undefined && !legacy) return false;
  const code = frame.f_executable;
  const line = lineOfUnit(code, target);
  if (line < 0 || line !== lineOfUnit(code, pc)) return false;
  frame.instr_ptr = target;
  frame.stacktop = sp;
  h?.line?.(frame, line);
  return legacy && !legacyLine(frame, line);
}
export function eventException(frame: _PyInterpreterFrame): void {
  hooks?.exception?.(frame, tstate.current_exception!);
  if (legacyTracing()) legacyException(frame);
}
export function eventUnwind(frame: _PyInterpreterFrame): void {
  hooks?.unwind?.(frame);
  if (legacyTracing()) legacyUnwind(frame);
}
