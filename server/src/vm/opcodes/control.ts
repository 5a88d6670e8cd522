// Jumps, loops, returning, and generators' side of things. See README.md.
import { PyIter_Check, PyObject_GetIter } from '../../objects/abstract';
import { Py_False, Py_True } from '../../objects/boolobject';
import { PyObject_CallMethodOneArg } from '../../objects/call';
import type { PyCodeObject } from '../../objects/codestruct';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_SetString } from '../../objects/errors';
import { PyExc_StopIteration, PyExc_TypeError } from '../../objects/exceptions';
import type { PyGenObject, _PyInterpreterFrame } from '../../objects/framestruct';
import {
  PyCoro_CheckExact,
  PyCoro_Type,
  PyGen_CheckExact,
  PyGen_Type,
  _PyGen_FetchStopIterationValue,
  _Py_MakeCoro,
} from '../../objects/genobject';
import type { PyListObject } from '../../objects/liststruct';
import { PyListIter_Type } from '../../objects/listobject';
import type { _PyListIterObject } from '../../objects/listobject';
import { PyLong_FromLong, small_ints } from '../../objects/longobject';
import type { PyObject } from '../../objects/object';
import { Py_None } from '../../objects/objectprotocol';
import { tstate } from '../../objects/pystate';
import { PyRangeIter_Type } from '../../objects/rangeobject';
import type { _PyRangeIterObject } from '../../objects/rangeobject';
import { PyTupleIter_Type } from '../../objects/tupleobject';
import type { _PyTupleIterObject } from '../../objects/tupleobject';
import type { PyTupleObject } from '../../objects/tuplestruct';
import { _Py_ID } from '../../objects/unicodeobject';
import { handleResume } from '../evalbreaker';
import { _PyFrame_Copy, popFrame } from '../frame';
import { _Py_Specialize_ForIter, _Py_Specialize_Send } from '../specialize';
import { vmstate } from '../vmstate';

declare let S: (PyObject | null)[],
  sp: number,
  pc: number,
  oparg: number,
  code: PyCodeObject,
  frame: _PyInterpreterFrame;
declare let consts: readonly PyObject[];
declare function NEXT(n: number): never;
declare function REENTER(unit: number): void;
declare function JUMP(unit: number): never;
declare function ENTER(frame: _PyInterpreterFrame): never;
declare function ENTER_UNCHECKED(frame: _PyInterpreterFrame): never;
declare function RETURN(value: PyObject): never;
declare function YIELD(value: PyObject): never;
declare function LEAVE(value: PyObject): never;
declare function ERROR(): never;
declare function DEOPT(op: string): never;
declare function ADAPTIVE(specialize: void): void;
declare function SAVE(): void;
declare function INCREF(op: PyObject): void;
declare function DECREF(op: PyObject | null): void;
declare function EVENT_RETURN(value: PyObject): void;
declare function EVENT_YIELD(value: PyObject): void;
declare function EVENT_JUMP(target: number): void;

/** -- */
export function JUMP_FORWARD(): void {
  JUMP(pc + 1 + oparg);
}
/** -- : the place for collections in loops */
export function JUMP_BACKWARD(): void {
  if (--vmstate.ticks < 0 || tstate.eval_breaker !== 0) {
    SAVE();
    const flag = vmstate.ticks < 0;
    if (handleResume(0)) ERROR();
    // Still set: the other loop is to go on.
    if (flag || (tstate.eval_breaker & 2) !== 0) {
      EVENT_JUMP(pc + 2 - oparg);
      REENTER(pc + 2 - oparg);
    }
  }
  EVENT_JUMP(pc + 2 - oparg);
  JUMP(pc + 2 - oparg);
}
/** -- */
export function JUMP_BACKWARD_NO_INTERRUPT(): void {
  JUMP(pc + 1 - oparg);
}

/** bool -- */
export function POP_JUMP_IF_FALSE(): void {
  if (S[--sp] === Py_False) JUMP(pc + 2 + oparg);
  NEXT(2);
}
/** bool -- */
export function POP_JUMP_IF_TRUE(): void {
  if (S[--sp] === Py_True) JUMP(pc + 2 + oparg);
  NEXT(2);
}
/** value -- */
export function POP_JUMP_IF_NONE(): void {
  const value = S[--sp]!;
  if (value === Py_None) JUMP(pc + 2 + oparg);
  DECREF(value);
  NEXT(2);
}
/** value -- */
export function POP_JUMP_IF_NOT_NONE(): void {
  const value = S[--sp]!;
  if (value === Py_None) NEXT(2);
  DECREF(value);
  JUMP(pc + 2 + oparg);
}

/** iterable -- iter */
export function GET_ITER(): void {
  const value = S[sp - 1]!;
  SAVE();
  const iter = PyObject_GetIter(value);
  S[sp - 1] = iter;
  DECREF(value);
  if (iter === null) {
    sp--;
    ERROR();
  }
  NEXT(1);
}

/** @cold iterable -- iter */
export function GET_YIELD_FROM_ITER(): void {
  const value = S[sp - 1]!;
  if (PyCoro_CheckExact(value)) {
    // CO_COROUTINE | CO_ITERABLE_COROUTINE
    if ((code.co_flags & 0x180) === 0) {
      PyErr_SetString(PyExc_TypeError, "cannot 'yield from' a coroutine object in a non-coroutine generator");
      ERROR();
    }
  } else if (!PyGen_CheckExact(value)) {
    const iter = PyObject_GetIter(value);
    if (iter === null) ERROR();
    S[sp - 1] = iter;
    DECREF(value);
  }
  NEXT(1);
}

/** iter -- iter, next : or, when it is exhausted, -- and on behind END_FOR and POP_TOP */
export function FOR_ITER(): void {
  ADAPTIVE(_Py_Specialize_ForIter(S[sp - 1]!, code, pc));
  const iter = S[sp - 1]!;
  SAVE();
  const value = iter.ob_type.tp_iternext!(iter);
  if (value === null) {
    if (tstate.current_exception !== null) {
      if (!PyErr_ExceptionMatches(PyExc_StopIteration)) ERROR();
      PyErr_Clear();
    }
    sp--;
    DECREF(iter);
    JUMP(pc + oparg + 4);
  }
  S[sp++] = value;
  NEXT(2);
}
/** iter -- iter, next */
export function FOR_ITER_LIST(): void {
  const iter = S[sp - 1] as _PyListIterObject;
  if (iter.ob_type !== PyListIter_Type) DEOPT('FOR_ITER');
  const seq = iter.it_seq as PyListObject;
  if (seq === null || iter.it_index >= seq.ob_item.length || iter.it_index < 0) {
    iter.it_index = -1;
    if (seq !== null) {
      iter.it_seq = null;
      DECREF(seq);
    }
    sp--;
    DECREF(iter);
    JUMP(pc + oparg + 4);
  }
  const value = seq.ob_item[iter.it_index++]!;
  INCREF(value);
  S[sp++] = value;
  NEXT(2);
}
/** iter -- iter, next */
export function FOR_ITER_TUPLE(): void {
  const iter = S[sp - 1] as _PyTupleIterObject;
  if (iter.ob_type !== PyTupleIter_Type) DEOPT('FOR_ITER');
  const seq = iter.it_seq as PyTupleObject;
  if (seq === null || iter.it_index >= seq.ob_item.length) {
    if (seq !== null) {
      iter.it_seq = null;
      DECREF(seq);
    }
    sp--;
    DECREF(iter);
    JUMP(pc + oparg + 4);
  }
  const value = seq.ob_item[iter.it_index++]!;
  INCREF(value);
  S[sp++] = value;
  NEXT(2);
}
/** iter -- iter, next */
export function FOR_ITER_RANGE(): void {
  const iter = S[sp - 1] as _PyRangeIterObject;
  if (iter.ob_type !== PyRangeIter_Type) DEOPT('FOR_ITER');
  if (iter.len <= 0) {
    sp--;
    DECREF(iter);
    JUMP(pc + oparg + 4);
  }
  const n = iter.start;
  iter.start = n + iter.step;
  iter.len--;
  let value: PyObject;
  if (n >= -5 && n <= 256) {
    value = small_ints[n + 5]!;
    INCREF(value);
  } else value = PyLong_FromLong(n);
  S[sp++] = value;
  NEXT(2);
}
/** iter -- iter : into the generator, which pushes what it yields */
export function FOR_ITER_GEN(): void {
  const gen = S[sp - 1] as PyGenObject;
  if (gen.ob_type !== PyGen_Type || gen.gi_frame_state >= 0) DEOPT('FOR_ITER');
  const callee = gen.gi_iframe;
  callee.localsplus[callee.stacktop++] = Py_None;
  INCREF(Py_None);
  gen.gi_frame_state = 0;
  gen.gi_exc_state.previous_item = tstate.exc_info;
  tstate.exc_info = gen.gi_exc_state;
  frame.return_offset = 2 + oparg;
  ENTER_UNCHECKED(callee);
}

/** receiver, v -- receiver, retval : or into the generator */
export function SEND(): void {
  ADAPTIVE(_Py_Specialize_Send(S[sp - 2]!, code, pc));
  const iter = S[sp - 2]!;
  if ((iter.ob_type === PyGen_Type || iter.ob_type === PyCoro_Type) && (iter as PyGenObject).gi_frame_state < 0) {
    const gen = iter as PyGenObject;
    const callee = gen.gi_iframe;
    callee.localsplus[callee.stacktop++] = S[--sp]!;
    gen.gi_frame_state = 0;
    gen.gi_exc_state.previous_item = tstate.exc_info;
    tstate.exc_info = gen.gi_exc_state;
    frame.return_offset = 2 + oparg;
    ENTER(callee);
  }
  const right = S[sp - 1]!;
  SAVE();
  let value =
    right === Py_None && PyIter_Check(iter)
      ? iter.ob_type.tp_iternext!(iter)
      : PyObject_CallMethodOneArg(iter, _Py_ID('send'), right);
  if (value === null) {
    value = _PyGen_FetchStopIterationValue();
    if (value === null) ERROR();
    S[sp - 1] = value;
    DECREF(right);
    JUMP(pc + 2 + oparg);
  }
  S[sp - 1] = value;
  DECREF(right);
  NEXT(2);
}
/** receiver, v -- receiver : into the generator */
export function SEND_GEN(): void {
  const gen = S[sp - 2] as PyGenObject;
  if (gen.ob_type !== PyGen_Type && gen.ob_type !== PyCoro_Type) DEOPT('SEND');
  if (gen.gi_frame_state >= 0) DEOPT('SEND');
  const callee = gen.gi_iframe;
  callee.localsplus[callee.stacktop++] = S[--sp]!;
  gen.gi_frame_state = 0;
  gen.gi_exc_state.previous_item = tstate.exc_info;
  tstate.exc_info = gen.gi_exc_state;
  frame.return_offset = 2 + oparg;
  ENTER(callee);
}

/** retval -- : leaves the frame */
export function RETURN_VALUE(): void {
  EVENT_RETURN(S[sp - 1]!);
  const value = S[--sp]!;
  RETURN(value);
}
/** -- : leaves the frame */
export function RETURN_CONST(): void {
  EVENT_RETURN(consts[oparg]!);
  const value = consts[oparg]!;
  INCREF(value);
  RETURN(value);
}

/** retval -- : leaves the frame; what is sent in the end is pushed on its stack */
export function YIELD_VALUE(): void {
  EVENT_YIELD(S[sp - 1]!);
  const value = S[--sp]!;
  frame.instr_ptr = pc + 1;
  frame.stacktop = sp;
  const gen = frame.generator!;
  gen.gi_frame_state = -2 + oparg;
  tstate.exc_info = gen.gi_exc_state.previous_item!;
  gen.gi_exc_state.previous_item = null;
  YIELD(value);
}

/** -- res : a generator takes this frame over and is what the call returns */
export function RETURN_GENERATOR(): void {
  SAVE();
  const gen = _Py_MakeCoro(frame.f_funcobj) as PyGenObject;
  if (gen === null) ERROR();
  frame.instr_ptr = pc + 1;
  const callee = gen.gi_iframe;
  _PyFrame_Copy(frame, callee);
  gen.gi_frame_state = -3;
  callee.owner = 1;
  callee.generator = gen;
  popFrame(frame);
  LEAVE(gen);
}

/** should_be_none -- : in the shim below `__init__` */
export function EXIT_INIT_CHECK(): void {
  const value = S[sp - 1]!;
  if (value !== Py_None) {
    SAVE();
    PyErr_SetString(PyExc_TypeError, `__init__() should return None, not '${value.ob_type.tp_name}'`);
    ERROR();
  }
  sp--;
  NEXT(1);
}
