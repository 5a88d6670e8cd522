// The frames of a parked program, outermost first, as views see them. Reads the interpreter's own structures; changes
// nothing. Only meaningful while the program is parked (every frame's stack pointer and position are stored then).

import type { PyCodeObject } from '../objects/codestruct';
import { lineOfUnit } from '../objects/codelocations';
import type { _PyInterpreterFrame } from '../objects/framestruct';
import { FRAME_OWNED_BY_GENERATOR } from '../objects/framestruct';
import type { PyDictObject } from '../objects/dictstruct';
import { PyDict_CheckExact, PyDict_Next } from '../objects/dictobject';
import type { PyObject, visitproc } from '../objects/object';
import { tstate } from '../objects/pystate';
import { mainCode } from '../vm/pythonrun';
import type { PyUnicodeObject } from '../objects/unicodestruct';

export interface LiveFrame {
  readonly frame: _PyInterpreterFrame;
  readonly code: PyCodeObject;
  readonly qualname: string;
  readonly filename: string;
  readonly lineno: number;
  /** Locals (cells as cells) by name; null where unbound. For module and class code, their namespace's items. */
  readonly names: readonly (readonly [string, PyObject | null])[];
  /** The dictionary that `names` come from, for module and class code; null for functions. */
  readonly namespace: PyDictObject | null;
  /** Operand stack, bottom first. Slots may be empty. */
  readonly stack: readonly (PyObject | null)[];
}

function text(op: PyObject): string {
  return (op as PyUnicodeObject).str;
}

/** One frame as plain access to its parts. */
export function describeFrame(frame: _PyInterpreterFrame): LiveFrame {
  const code = frame.f_executable;
  const names: [string, PyObject | null][] = [];
  let namespace: PyDictObject | null = null;
  if (frame.f_locals !== null && PyDict_CheckExact(frame.f_locals)) {
    namespace = frame.f_locals as PyDictObject;
    PyDict_Next(namespace, (key, value) => {
      names.push([text(key), value]);
    });
  }
  const { base, localsplus } = frame;
  for (const [i, nameObject] of code.co_localsplusnames.ob_item.entries()) {
    const name = text(nameObject);
    const value = localsplus[base + i] ?? null;
    // Module code has fast locals only for inlined comprehensions: shown while they are bound.
    if (namespace === null || value !== null) names.push([name, value]);
  }
  return {
    frame,
    code,
    qualname: text(code.co_qualname),
    filename: text(code.co_filename),
    lineno: lineOfUnit(code, frame.instr_ptr),
    names,
    namespace,
    stack: localsplus.slice(base + code.co_nlocalsplus, frame.stacktop),
  };
}

/** All frames of the running call stack, outermost first; shims between C calls are left out. */
export function liveFrames(): LiveFrame[] {
  const frames: LiveFrame[] = [];
  for (let f = tstate.current_frame as _PyInterpreterFrame | null; f !== null; f = f.previous) {
    if (f.f_executable !== null && !f.isInitShim && f.f_funcobj !== null) frames.push(describeFrame(f));
  }
  return frames.reverse();
}

/** Every reference the call stack owns, each once: for the audit. What a running generator owns its object names. */
export function visitFrameReferences(visit: visitproc): void {
  let outermost: _PyInterpreterFrame | null = null;
  for (let f = tstate.current_frame as _PyInterpreterFrame | null; f !== null; f = f.previous) {
    outermost = f;
    if (f.owner === FRAME_OWNED_BY_GENERATOR) continue;
    const owned: (PyObject | null)[] = [f.f_executable, f.f_funcobj, f.f_locals, f.frame_obj];
    for (const op of owned) if (op !== null && op !== undefined) visit(op);
    for (let i = f.base; i < f.stacktop; i++) {
      const op = f.localsplus[i];
      if (op !== null && op !== undefined) visit(op);
    }
  }
  // PyEval_EvalCode holds the function it made for the main script as long as it runs.
  if (outermost !== null) visit(outermost.f_funcobj);
  visitThreadReferences(visit);
}

/**
 * Every reference of the thread's state, each once: the exception that is handled (`exception`), the one on its way, and
 * what the interpreter keeps there for itself (`thread`), such as the list of objects whose repr is being made.
 */
export function visitThreadReferences(visit: (op: PyObject, what: 'exception' | 'thread') => void): void {
  let item: typeof tstate.exc_info = tstate.exc_info;
  while (item.previous_item !== null) item = item.previous_item;
  if (item.exc_value !== null) visit(item.exc_value, 'exception');
  if (tstate.current_exception !== null) visit(tstate.current_exception, 'exception');
  for (const op of Object.values(tstate.roots)) if (op !== null) visit(op, 'thread');
}

/** Whether a function written in C (here: in JavaScript) is under way, whose own references nobody can see. */
export function insideC(): boolean {
  let outermost: _PyInterpreterFrame | null = null;
  for (let f = tstate.current_frame as _PyInterpreterFrame | null; f !== null; f = f.previous) {
    if (f.entry && f.previous !== null) return true;
    outermost = f;
  }
  // After the main script's end finalizers are called with no Python frame below them.
  return outermost === null || outermost.f_executable !== mainCode();
}
