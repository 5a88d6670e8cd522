// Where the user's own code stands while hooks are called: the line of the innermost frame of the user's file, also
// after a call has returned into the middle of a line.

import { lineOfUnit } from '../../objects/codelocations';
import type { _PyInterpreterFrame } from '../../objects/framestruct';
import type { PyObject } from '../../objects/object';
import { tstate } from '../../objects/pystate';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import type { At } from './facts';

export class Position {
  step = -1;
  line = 0;
  /** The user's file, as its code objects name it: one string object per compilation. */
  private mine: PyObject | null = null;

  constructor(private readonly path: string) {}

  /** The step at which each frame's line under way began. */
  private readonly lineOf = new Map<_PyInterpreterFrame, number>();

  /** The step at which the line under way in the innermost frame of the user's began. */
  statement(): number {
    const frame = this.ownFrame();
    return frame === null ? this.step : (this.lineOf.get(frame) ?? this.step);
  }

  get started(): boolean {
    return this.step >= 0;
  }
  get at(): At {
    return { step: Math.max(0, this.step), line: this.line };
  }

  isOwn(frame: _PyInterpreterFrame | null): boolean {
    if (frame === null || frame.f_executable === null) return false;
    const file = frame.f_executable.co_filename;
    if (file === this.mine) return true;
    if ((file as PyUnicodeObject).str !== this.path) return false;
    this.mine = file;
    return true;
  }

  /** The innermost frame of the user's file on the call stack. */
  ownFrame(): _PyInterpreterFrame | null {
    let frame = tstate.current_frame as _PyInterpreterFrame | null;
    while (frame !== null && !this.isOwn(frame)) frame = frame.previous;
    return frame;
  }

  /** Whether what happens now is done by the user's code itself, not by library code that it called. */
  inOwnCode(): boolean {
    let frame = tstate.current_frame as _PyInterpreterFrame | null;
    while (frame !== null && frame.f_executable === null) frame = frame.previous;
    return this.isOwn(frame);
  }

  /** A line event of the user's file. */
  enter(step: number, line: number, frame?: _PyInterpreterFrame): void {
    if (frame !== undefined) this.lineOf.set(frame, step);
    this.step = step;
    this.line = line;
  }

  /** `frame` is left (or suspended): the line of the caller goes on. */
  leave(frame: _PyInterpreterFrame): void {
    if (!this.isOwn(frame)) return;
    this.lineOf.delete(frame);
    let caller = frame.previous;
    while (caller !== null && !this.isOwn(caller)) caller = caller.previous;
    if (caller !== null) this.line = lineOfUnit(caller.f_executable, caller.instr_ptr);
  }

  /** A generator goes on in the middle of a line. */
  resume(frame: _PyInterpreterFrame): void {
    if (this.isOwn(frame)) this.line = lineOfUnit(frame.f_executable, frame.instr_ptr);
  }
}
