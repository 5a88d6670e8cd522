// Generators and coroutines. Follows Objects/genobject.c, CPython 3.13; asynchronous generators are in asyncgenobject.ts.

import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { PyObject_GC_UnTrack, _PyObject_GC_TRACK, _PyObject_GC_UNTRACK } from '../heap/gclists';
import type { Borrowed, Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF, Py_XNewRef } from '../heap/refcount';
import { PyIter_Check } from './abstract';
import { PyAsyncGen_CheckExact, PyAsyncGen_Type } from './asyncgenobject';
import { PyBool_FromLong } from './boolobject';
import { PyObject_CallFunctionObjArgs, PyObject_CallNoArgs, PyObject_CallOneArg } from './call';
import { opargAt, opcodeAt } from './codedecode';
import type { PyCodeObject } from './codestruct';
import {
  PyErr_Clear,
  PyErr_ExceptionMatches,
  PyErr_Fetch,
  PyErr_GetRaisedException,
  PyErr_GivenExceptionMatches,
  PyErr_Restore,
  PyErr_SetNone,
  PyErr_SetRaisedException,
  PyErr_SetString,
  PyErr_WriteUnraisable,
  _PyErr_ChainStackItem,
  _PyErr_CreateException,
} from './errors';
import { PyExceptionClass_Check, PyExceptionInstance_Check, PyException_GetTraceback } from './exceptionbase';
import {
  PyExc_DeprecationWarning,
  PyExc_GeneratorExit,
  PyExc_RuntimeError,
  PyExc_RuntimeWarning,
  PyExc_StopAsyncIteration,
  PyExc_StopIteration,
  PyExc_TypeError,
  PyExc_ValueError,
} from './exceptions';
import type { PyStopIterationObject } from './exceptionstruct';
import {
  _PyFrame_GetFrameObject,
  _PyFrame_Traverse,
  PyUnstable_InterpreterFrame_GetLine,
  _PyFrame_GetFirstComplete,
} from './frameobject';
import {
  FRAME_CLEARED,
  FRAME_COMPLETED,
  FRAME_CREATED,
  FRAME_EXECUTING,
  FRAME_SUSPENDED_YIELD_FROM,
  PyGenObject,
  _PyInterpreterFrame,
} from './framestruct';
import type { PyFunctionObject } from './funcstruct';
import { Py_GenericAlias } from './genericaliasobject';
import { _PyArg_CheckPositional } from './getargs';
import { PyLong_FromSsize_t, PyLong_FromLong } from './longobject';
import { PyObject } from './object';
import type { visitproc } from './object';
import {
  PyObject_CallFinalizerFromDealloc,
  PyObject_GetAttr,
  PyObject_GetOptionalAttr,
  PyObject_SelfIter,
  Py_None,
  pointerText,
} from './objectprotocol';
import { tstate, vmInterface } from './pystate';
import { PyTraceBack_Check } from './traceback';
import type { PyGetSetDef, PyMethodDef, PyTypeObject, edgeproc } from './typestruct';
import {
  METH_CLASS,
  METH_FASTCALL,
  METH_NOARGS,
  METH_O,
  Py_READONLY,
  Py_TPFLAGS_HAVE_GC,
  _Py_T_OBJECT,
  defineType,
  method,
} from './typestruct';
import { PyUnicode_Check, PyUnicode_FromString, _Py_ID } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';
import { PyErr_WarnEx } from './warnings';
import { PyObject_ClearWeakRefs } from './weakrefobject';
import { PyTuple_FromArraySteal } from './tupleobject';
import { onRuntimeReset } from '../heap/runtime';

export { PyGenObject } from './framestruct';

const CO_COROUTINE = 0x80;
const CO_ITERABLE_COROUTINE = 0x100;
/** offsetof(PyGenObject, gi_iframe) + offsetof(_PyInterpreterFrame, localsplus). */
const GEN_BASICSIZE = 144;

export const NON_INIT_CORO_MSG = "can't send non-None value to a just-started coroutine";

export function PyGen_Check(op: PyObject): op is PyGenObject {
  return op.ob_type === PyGen_Type;
}
export const PyGen_CheckExact = PyGen_Check;
export function PyCoro_CheckExact(op: PyObject): op is PyGenObject {
  return op.ob_type === PyCoro_Type;
}

/** What gen_send_ex2 found besides its return code. Owned. */
let send_result: PyObject | null = null;
/** Takes the register's reference away. */
function takeResult(): Owned<PyObject> | null {
  const result = send_result;
  send_result = null;
  return result;
}
export const PYGEN_RETURN = 0;
export const PYGEN_ERROR = -1;
export const PYGEN_NEXT = 1;

/** Runs the code of a frame; vm/ceval.ts plugs it in. */
let evalFrame: (frame: _PyInterpreterFrame, throwflag: boolean) => Owned<PyObject> | null;
let clearFrameExceptCode: (frame: _PyInterpreterFrame) => void;
let clearFrameLocals: (frame: _PyInterpreterFrame) => void;
export function setFrameFunctions(
  run: typeof evalFrame,
  clearExceptCode: typeof clearFrameExceptCode,
  clearLocals: typeof clearFrameLocals,
): void {
  evalFrame = run;
  clearFrameExceptCode = clearExceptCode;
  clearFrameLocals = clearLocals;
}

function codeOf(gen: PyGenObject): Borrowed<PyCodeObject> {
  return gen.gi_iframe.f_executable;
}

export function gen_traverse(gen: PyGenObject, visit: visitproc): void {
  visit(gen.gi_name);
  visit(gen.gi_qualname);
  if (gen.gi_frame_state !== FRAME_CLEARED) {
    _PyFrame_Traverse(gen.gi_iframe, visit, gen.gi_frame_state === FRAME_EXECUTING);
  }
  if (gen.gi_exc_state.exc_value !== null) visit(gen.gi_exc_state.exc_value);
}

export function gen_edges(gen: PyGenObject, emit: edgeproc): void {
  emit(gen.gi_name, 'field', 'gi_name');
  emit(gen.gi_qualname, 'field', 'gi_qualname');
  const frame = gen.gi_iframe;
  emit(frame.f_executable, 'field', 'gi_code');
  if (gen.gi_frame_state !== FRAME_CLEARED) {
    if (frame.frame_obj !== null) emit(frame.frame_obj, 'field', 'gi_frame');
    if (frame.f_locals !== null) emit(frame.f_locals, 'field', 'f_locals');
    emit(frame.f_funcobj, 'field', 'function');
    const code = frame.f_executable;
    const names = code.unit.co_localsplusnames;
    for (let i = frame.base; i < frame.stacktop; i++) {
      const value = frame.localsplus[i]!;
      const index = i - frame.base;
      if (value === null) continue;
      if (index < names.length) emit(value, 'local', names[index]!);
      else emit(value, 'stack', index - names.length);
    }
  }
  if (gen.gi_exc_state.exc_value !== null) emit(gen.gi_exc_state.exc_value, 'field', 'exception');
  if (gen.gi_origin_or_finalizer !== null) emit(gen.gi_origin_or_finalizer, 'field', 'origin');
}

export function _PyGen_Finalize(op: PyObject): void {
  const gen = op as PyGenObject;
  // Not suspended: there is nothing to close.
  if (gen.gi_frame_state >= FRAME_COMPLETED) return;
  if (PyAsyncGen_CheckExact(gen) && gen.gi_origin_or_finalizer !== null && !gen.ag_closed) {
    const exc = PyErr_GetRaisedException();
    const res = PyObject_CallOneArg(gen.gi_origin_or_finalizer, gen);
    if (res === null) PyErr_WriteUnraisable(gen);
    else Py_DECREF(res);
    PyErr_SetRaisedException(exc);
    return;
  }
  const exc = PyErr_GetRaisedException();
  if ((codeOf(gen).co_flags & CO_COROUTINE) !== 0 && gen.gi_frame_state === FRAME_CREATED) {
    warnUnawaited(gen);
  } else {
    const res = gen_close(gen);
    if (res === null) {
      if (tstate.current_exception !== null) PyErr_WriteUnraisable(gen);
    } else Py_DECREF(res);
  }
  PyErr_SetRaisedException(exc);
}
/** _PyErr_WarnUnawaitedCoroutine: by warnings.py, which is imported for it. */
function warnUnawaited(gen: PyGenObject): void {
  let warned = false;
  const warnings = vmInterface.isFinalizing() ? null : vmInterface.importModule('warnings');
  if (warnings === null) PyErr_Clear();
  else {
    const fn = PyObject_GetAttr(warnings, _Py_ID('_warn_unawaited_coroutine'));
    Py_DECREF(warnings);
    const res = fn === null ? null : PyObject_CallOneArg(fn, gen);
    Py_XDECREF(fn);
    warned = res !== null || PyErr_ExceptionMatches(PyExc_RuntimeWarning);
    Py_XDECREF(res);
    if (tstate.current_exception !== null) PyErr_WriteUnraisable(gen);
  }
  if (warned) return;
  const name = (gen.gi_qualname as PyUnicodeObject).str;
  if (PyErr_WarnEx(PyExc_RuntimeWarning, `coroutine '${name}' was never awaited`, 1) < 0) PyErr_WriteUnraisable(gen);
}

export function gen_dealloc(gen: PyGenObject): void {
  _PyObject_GC_UNTRACK(gen);
  if (gen.ob_weakreflist !== null) PyObject_ClearWeakRefs(gen);
  _PyObject_GC_TRACK(gen);
  if (PyObject_CallFinalizerFromDealloc(gen) !== 0) return;
  _PyObject_GC_UNTRACK(gen);
  if (PyAsyncGen_CheckExact(gen)) clearOrigin(gen);
  if (gen.gi_frame_state !== FRAME_CLEARED) {
    gen.gi_frame_state = FRAME_CLEARED;
    gen.gi_iframe.previous = null;
    clearFrameExceptCode(gen.gi_iframe);
    const exc = gen.gi_exc_state.exc_value;
    gen.gi_exc_state.exc_value = null;
    Py_XDECREF(exc);
  }
  if ((codeOf(gen).co_flags & CO_COROUTINE) !== 0) clearOrigin(gen);
  Py_DECREF(codeOf(gen));
  Py_DECREF(gen.gi_name);
  Py_DECREF(gen.gi_qualname);
  PyObject_GC_Del(gen);
}
function clearOrigin(gen: PyGenObject): void {
  const origin = gen.gi_origin_or_finalizer;
  gen.gi_origin_or_finalizer = null;
  Py_XDECREF(origin);
}

function kindOf(gen: PyGenObject): string {
  return PyCoro_CheckExact(gen) ? 'coroutine' : PyAsyncGen_CheckExact(gen) ? 'async generator' : 'generator';
}

/** Resumes with `arg` (null from next()) or, with `exc`, with the exception that is set. The value is in send_result. */
function gen_send_ex2(gen: PyGenObject, arg: PyObject | null, exc: boolean, closing: boolean): number {
  send_result = null;
  const frame = gen.gi_iframe;
  const state = gen.gi_frame_state;
  if (state === FRAME_CREATED && arg !== null && arg !== Py_None) {
    PyErr_SetString(PyExc_TypeError, `can't send non-None value to a just-started ${kindOf(gen)}`);
    return PYGEN_ERROR;
  }
  if (state === FRAME_EXECUTING) {
    PyErr_SetString(PyExc_ValueError, `${kindOf(gen)} already executing`);
    return PYGEN_ERROR;
  }
  if (state >= FRAME_COMPLETED) {
    if (PyCoro_CheckExact(gen) && !closing) {
      PyErr_SetString(PyExc_RuntimeError, 'cannot reuse already awaited coroutine');
    } else if (arg !== null && !exc) {
      send_result = Py_NewRef(Py_None);
      return PYGEN_RETURN;
    }
    return PYGEN_ERROR;
  }
  const sent = arg ?? Py_None;
  Py_INCREF(sent);
  frame.localsplus[frame.stacktop++] = sent;
  gen.gi_exc_state.previous_item = tstate.exc_info;
  tstate.exc_info = gen.gi_exc_state;
  if (exc) _PyErr_ChainStackItem();
  gen.gi_frame_state = FRAME_EXECUTING;
  let result = evalFrame(frame, exc);
  if (result !== null) {
    if (gen.gi_frame_state === -2 || gen.gi_frame_state === FRAME_SUSPENDED_YIELD_FROM) {
      send_result = result;
      return PYGEN_NEXT;
    }
    if (result === Py_None && arg === null && !PyAsyncGen_CheckExact(gen)) {
      Py_DECREF(result);
      result = null;
    }
  }
  send_result = result;
  return result !== null ? PYGEN_RETURN : PYGEN_ERROR;
}

export function PyGen_am_send(self: PyObject, value: PyObject, result: { value: PyObject | null }): number {
  const code = gen_send_ex2(self as PyGenObject, value, false, false);
  result.value = takeResult();
  return code;
}

export function gen_send_ex(
  gen: PyGenObject,
  arg: PyObject | null,
  exc: boolean,
  closing: boolean,
): Owned<PyObject> | null {
  const code = gen_send_ex2(gen, arg, exc, closing);
  const result = takeResult();
  if (code !== PYGEN_RETURN) return result;
  if (PyAsyncGen_CheckExact(gen)) PyErr_SetNone(PyExc_StopAsyncIteration);
  else if (result === Py_None) PyErr_SetNone(PyExc_StopIteration);
  else _PyGen_SetStopIterationValue(result);
  Py_DECREF(result!);
  return null;
}
export function gen_send(self: PyObject, arg: PyObject): Owned<PyObject> | null {
  return gen_send_ex(self as PyGenObject, arg, false, false);
}

/** Closes what is being iterated by `yield from`. 0, or −1 with an exception. */
function gen_close_iter(yf: PyObject): number {
  let retval: PyObject | null = null;
  if (PyGen_CheckExact(yf) || PyCoro_CheckExact(yf)) {
    retval = gen_close(yf as PyGenObject);
    if (retval === null) return -1;
  } else {
    const meth: { value: PyObject | null } = { value: null };
    if (PyObject_GetOptionalAttr(yf, _Py_ID('close'), meth) < 0) PyErr_WriteUnraisable(yf);
    if (meth.value !== null) {
      retval = PyObject_CallNoArgs(meth.value);
      Py_DECREF(meth.value);
      if (retval === null) return -1;
    }
  }
  Py_XDECREF(retval);
  return 0;
}

/** What the generator is iterating by `yield from` or awaiting; owned, or null. */
export function _PyGen_yf(gen: PyGenObject): Owned<PyObject> | null {
  if (gen.gi_frame_state !== FRAME_SUSPENDED_YIELD_FROM) return null;
  const frame = gen.gi_iframe;
  return Py_NewRef(frame.localsplus[frame.stacktop - 1]!);
}

const RESUME = 149;
const RESUME_OPARG_DEPTH1_MASK = 4;

export function gen_close(gen: PyGenObject): Owned<PyObject> | null {
  if (gen.gi_frame_state === FRAME_CREATED) {
    gen.gi_frame_state = FRAME_COMPLETED;
    return Py_NewRef(Py_None);
  }
  if (gen.gi_frame_state >= FRAME_COMPLETED) return Py_NewRef(Py_None);
  let err = 0;
  const yf = _PyGen_yf(gen);
  if (yf !== null) {
    const state = gen.gi_frame_state;
    gen.gi_frame_state = FRAME_EXECUTING;
    err = gen_close_iter(yf);
    gen.gi_frame_state = state;
    Py_DECREF(yf);
  }
  const frame = gen.gi_iframe;
  const code = frame.f_executable;
  if (opcodeAt(code, frame.instr_ptr) === RESUME && (opargAt(code, frame.instr_ptr) & RESUME_OPARG_DEPTH1_MASK) !== 0) {
    // Only the handler every generator has is around this yield: nothing could see the exception.
    gen.gi_frame_state = FRAME_COMPLETED;
    clearFrameLocals(frame);
    return Py_NewRef(Py_None);
  }
  if (err === 0) PyErr_SetNone(PyExc_GeneratorExit);
  const retval = gen_send_ex(gen, Py_None, true, true);
  if (retval !== null) {
    Py_DECREF(retval);
    return PyErr_SetString(PyExc_RuntimeError, `${kindOf(gen)} ignored GeneratorExit`);
  }
  if (PyErr_ExceptionMatches(PyExc_GeneratorExit)) {
    PyErr_Clear();
    return Py_NewRef(Py_None);
  }
  return _PyGen_FetchStopIterationValue();
}

/** throw() with its old three arguments (borrowed); `close_on_genexit`: GeneratorExit closes a sub-iterator first. */
export function _gen_throw(
  gen: PyGenObject,
  close_on_genexit: boolean,
  typ: PyObject,
  val: PyObject | null,
  tb: PyObject | null,
): Owned<PyObject> | null {
  const yf = _PyGen_yf(gen);
  if (yf === null) return throw_here(gen, typ, val, tb);
  const frame = gen.gi_iframe;
  const state = gen.gi_frame_state;
  let ret: PyObject | null;
  if (close_on_genexit && PyErr_GivenExceptionMatches(typ, PyExc_GeneratorExit)) {
    gen.gi_frame_state = FRAME_EXECUTING;
    const err = gen_close_iter(yf);
    gen.gi_frame_state = state;
    Py_DECREF(yf);
    if (err < 0) return gen_send_ex(gen, Py_None, true, false);
    return throw_here(gen, typ, val, tb);
  }
  if (PyGen_CheckExact(yf) || PyCoro_CheckExact(yf)) {
    // The eval loop is not entered for this generator: its frame is put on the chain by hand.
    const prev = tstate.current_frame as _PyInterpreterFrame | null;
    frame.previous = prev;
    tstate.current_frame = frame;
    gen.gi_frame_state = FRAME_EXECUTING;
    ret = _gen_throw(yf as PyGenObject, close_on_genexit, typ, val, tb);
    gen.gi_frame_state = state;
    tstate.current_frame = prev;
    frame.previous = null;
  } else {
    const meth: { value: PyObject | null } = { value: null };
    if (PyObject_GetOptionalAttr(yf, _Py_ID('throw'), meth) < 0) {
      Py_DECREF(yf);
      return null;
    }
    if (meth.value === null) {
      Py_DECREF(yf);
      return throw_here(gen, typ, val, tb);
    }
    gen.gi_frame_state = FRAME_EXECUTING;
    const args = val === null ? [typ] : tb === null ? [typ, val] : [typ, val, tb];
    ret = PyObject_CallFunctionObjArgs(meth.value, ...args);
    gen.gi_frame_state = state;
    Py_DECREF(meth.value);
  }
  Py_DECREF(yf);
  if (ret === null) ret = gen_send_ex(gen, Py_None, true, false);
  return ret;
}

function throw_here(
  gen: PyGenObject,
  typ: PyObject,
  val: PyObject | null,
  traceback: PyObject | null,
): Owned<PyObject> | null {
  let tb = traceback === Py_None ? null : traceback;
  if (tb !== null && !PyTraceBack_Check(tb)) {
    return PyErr_SetString(PyExc_TypeError, 'throw() third argument must be a traceback object');
  }
  let value: PyObject;
  if (PyExceptionClass_Check(typ)) {
    if (val !== null && PyExceptionInstance_Check(val) && PyErr_GivenExceptionMatches(val, typ)) value = Py_NewRef(val);
    else {
      const made = _PyErr_CreateException(typ, val);
      if (made === null) {
        // What went wrong while making it is thrown instead.
        const raised = PyErr_Fetch();
        Py_XDECREF(raised.type);
        Py_XDECREF(raised.traceback);
        value = raised.value!;
      } else value = made;
    }
    PyErr_Restore(Py_NewRef(value.ob_type), value, Py_XNewRef(tb));
  } else if (PyExceptionInstance_Check(typ)) {
    if (val !== null && val !== Py_None) {
      return PyErr_SetString(PyExc_TypeError, 'instance exception may not have a separate value');
    }
    value = Py_NewRef(typ);
    tb = tb !== null ? Py_NewRef(tb) : PyException_GetTraceback(value);
    PyErr_Restore(Py_NewRef(value.ob_type), value, tb);
  } else {
    return PyErr_SetString(
      PyExc_TypeError,
      `exceptions must be classes or instances deriving from BaseException, not ${typ.ob_type.tp_name}`,
    );
  }
  return gen_send_ex(gen, Py_None, true, false);
}

export function gen_throw(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  if (!_PyArg_CheckPositional('throw', args.length, 1, 3)) return null;
  if (args.length > 1) {
    const message = 'the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.';
    if (PyErr_WarnEx(PyExc_DeprecationWarning, message, 1) < 0) return null;
  }
  return _gen_throw(self as PyGenObject, true, args[0]!, args[1] ?? null, args[2] ?? null);
}

export function gen_iternext(self: PyObject): Owned<PyObject> | null {
  const code = gen_send_ex2(self as PyGenObject, null, false, false);
  const result = takeResult();
  if (code !== PYGEN_RETURN) return result;
  if (result !== Py_None) _PyGen_SetStopIterationValue(result);
  Py_DECREF(result!);
  return null;
}

/** Raises StopIteration(value), whatever the value is. 0, or −1 when another exception came out. */
export function _PyGen_SetStopIterationValue(value: PyObject | null): number {
  const exc =
    value === null ? PyObject_CallNoArgs(PyExc_StopIteration) : PyObject_CallOneArg(PyExc_StopIteration, value);
  if (exc === null) return -1;
  PyErr_SetRaisedException(exc);
  return 0;
}
/** Takes StopIteration's value (None without an exception); null when another exception is set. Owned. */
export function _PyGen_FetchStopIterationValue(): Owned<PyObject> | null {
  if (tstate.current_exception === null) return Py_NewRef(Py_None);
  if (!PyErr_ExceptionMatches(PyExc_StopIteration)) return null;
  const exc = PyErr_GetRaisedException() as PyStopIterationObject;
  const value = Py_NewRef(exc.value ?? Py_None);
  Py_DECREF(exc);
  return value;
}

export function gen_repr_as(kind: string): (op: PyObject) => Owned<PyObject> {
  return (op) => {
    const gen = op as PyGenObject;
    return PyUnicode_FromString(`<${kind} object ${(gen.gi_qualname as PyUnicodeObject).str} at ${pointerText(op)}>`);
  };
}

function setName(
  field: 'gi_name' | 'gi_qualname',
  shown: string,
): (gen: PyGenObject, value: PyObject | null) => number {
  return (gen, value) => {
    if (value === null || !PyUnicode_Check(value)) {
      PyErr_SetString(PyExc_TypeError, `${shown} must be set to a string object`);
      return -1;
    }
    const old = gen[field];
    gen[field] = Py_NewRef(value);
    Py_DECREF(old);
    return 0;
  };
}
export function nameGetSets(kind: string): PyGetSetDef[] {
  return [
    {
      name: '__name__',
      get: (gen: PyGenObject) => Py_NewRef(gen.gi_name),
      set: setName('gi_name', '__name__'),
      doc: `name of the ${kind}`,
    },
    {
      name: '__qualname__',
      get: (gen: PyGenObject) => Py_NewRef(gen.gi_qualname),
      set: setName('gi_qualname', '__qualname__'),
      doc: `qualified name of the ${kind}`,
    },
  ];
}
export function gen_getyieldfrom(gen: PyGenObject): Owned<PyObject> {
  return _PyGen_yf(gen) ?? Py_NewRef(Py_None);
}
export function gen_getrunning(gen: PyGenObject): Owned<PyObject> {
  return PyBool_FromLong(gen.gi_frame_state === FRAME_EXECUTING ? 1 : 0);
}
export function gen_getsuspended(gen: PyGenObject): Owned<PyObject> {
  return PyBool_FromLong(gen.gi_frame_state === -2 || gen.gi_frame_state === -1 ? 1 : 0);
}
export function gen_getframe(gen: PyGenObject): Owned<PyObject> {
  if (gen.gi_frame_state >= FRAME_COMPLETED) return Py_NewRef(Py_None);
  return Py_NewRef(_PyFrame_GetFrameObject(gen.gi_iframe));
}
export function gen_getcode(gen: PyGenObject): Owned<PyObject> {
  return Py_NewRef(codeOf(gen));
}
export function gen_sizeof(op: PyObject): Owned<PyObject> {
  const code = codeOf(op as PyGenObject);
  return PyLong_FromSsize_t(GEN_BASICSIZE + (code.co_nlocalsplus + code.co_stacksize) * 8);
}
/** A function declaration: other modules call it while they are evaluated. */
export function classGetItem(): PyMethodDef {
  return method(
    '__class_getitem__',
    METH_O | METH_CLASS,
    (type: PyObject, item: PyObject) => Py_GenericAlias(type, item),
    null,
    'See PEP 585',
  );
}

export const PyGen_Type = defineType({
  tp_name: 'generator',
  tp_basicsize: GEN_BASICSIZE,
  tp_itemsize: 8,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_weaklistoffset: 16,
  tp_dealloc: gen_dealloc,
  tp_repr: gen_repr_as('generator'),
  tp_traverse: gen_traverse,
  tp_iter: (op) => PyObject_SelfIter(op),
  tp_iternext: gen_iternext,
  tp_finalize: _PyGen_Finalize as (self: never) => void,
  am_send: PyGen_am_send,
  tp_methods: [
    method(
      'send',
      METH_O,
      gen_send,
      null,
      "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration.",
    ),
    method(
      'throw',
      METH_FASTCALL,
      gen_throw,
      null,
      'throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next yielded value or raise\nStopIteration.\nthe (type, val, tb) signature is deprecated, \nand may be removed in a future version of Python.',
    ),
    method(
      'close',
      METH_NOARGS,
      (op: PyObject) => gen_close(op as PyGenObject),
      null,
      'close() -> raise GeneratorExit inside generator.',
    ),
    method('__sizeof__', METH_NOARGS, gen_sizeof, null, 'gen.__sizeof__() -> size of gen in memory, in bytes'),
    classGetItem(),
  ],
  tp_getset: [
    ...nameGetSets('generator'),
    { name: 'gi_yieldfrom', get: gen_getyieldfrom, set: null, doc: 'object being iterated by yield from, or None' },
    { name: 'gi_running', get: gen_getrunning, set: null, doc: null },
    { name: 'gi_frame', get: gen_getframe, set: null, doc: null },
    { name: 'gi_suspended', get: gen_getsuspended, set: null, doc: null },
    { name: 'gi_code', get: gen_getcode, set: null, doc: null },
  ],
  edges: gen_edges,
});

/** A generator, coroutine or asynchronous generator for a call of `func`, still without its frame. Owned. */
export function _Py_MakeCoro(func: PyFunctionObject): Owned<PyGenObject> {
  const code = func.func_code as PyCodeObject;
  const flags = code.co_flags & 0x2a0;
  const type = flags === 0x20 ? PyGen_Type : flags === 0x200 ? PyAsyncGen_Type : PyCoro_Type;
  // What _PyFrame_NumSlotsForCodeObject counts.
  const slots = code.co_nlocalsplus + code.co_stacksize;
  const frame = new _PyInterpreterFrame();
  const gen = PyObject_GC_New(
    new PyGenObject(type, Py_NewRef(func.func_name), Py_NewRef(func.func_qualname), frame),
    GEN_BASICSIZE + slots * 8,
  );
  gen.gi_frame_state = FRAME_CLEARED;
  // Until the frame is moved in, so that the generator can be looked at.
  frame.f_executable = code;
  _PyObject_GC_TRACK(gen);
  if (type === PyCoro_Type && coroutineOrigins.depth > 0) {
    const caller = tstate.current_frame as _PyInterpreterFrame;
    gen.gi_origin_or_finalizer = compute_cr_origin(_PyFrame_GetFirstComplete(caller.previous));
  }
  return gen;
}

/** How many frames a coroutine remembers of the call that made it: sys.set_coroutine_origin_tracking_depth(). */
export const coroutineOrigins = { depth: 0 };
onRuntimeReset(() => {
  coroutineOrigins.depth = 0;
});
/** (file name, line, function) of the innermost frames from `frame` on; an owned tuple. */
function compute_cr_origin(frame: _PyInterpreterFrame | null): Owned<PyObject> {
  const origin: PyObject[] = [];
  for (; frame !== null && origin.length < coroutineOrigins.depth; frame = _PyFrame_GetFirstComplete(frame.previous)) {
    const code = frame.f_executable;
    const line = PyLong_FromLong(PyUnstable_InterpreterFrame_GetLine(frame));
    origin.push(PyTuple_FromArraySteal([Py_NewRef(code.co_filename), line, Py_NewRef(code.co_name)]));
  }
  return PyTuple_FromArraySteal(origin);
}

function gen_is_coroutine(op: PyObject): boolean {
  return PyGen_CheckExact(op) && (codeOf(op).co_flags & CO_ITERABLE_COROUTINE) !== 0;
}

/** The iterator an `await` runs: the coroutine itself, or what `__await__` gives. Owned, or null with TypeError. */
export function _PyCoro_GetAwaitableIter(op: PyObject): Owned<PyObject> | null {
  if (PyCoro_CheckExact(op) || gen_is_coroutine(op)) return Py_NewRef(op);
  const getter = op.ob_type.am_await;
  if (getter !== null) {
    const res = getter(op);
    if (res === null) return null;
    if (PyCoro_CheckExact(res) || gen_is_coroutine(res)) {
      PyErr_SetString(PyExc_TypeError, '__await__() returned a coroutine');
    } else if (!PyIter_Check(res)) {
      PyErr_SetString(
        PyExc_TypeError,
        `__await__() returned non-iterator of type '${(res as PyObject).ob_type.tp_name}'`,
      );
    } else return res;
    Py_DECREF(res);
    return null;
  }
  return PyErr_SetString(PyExc_TypeError, `object ${op.ob_type.tp_name} can't be used in 'await' expression`);
}

/** What `coroutine.__await__()` gives. */
class PyCoroWrapper extends PyObject {
  cw_coroutine: PyGenObject | null;
  constructor(type: PyTypeObject, coroutine: PyGenObject) {
    super(type);
    this.cw_coroutine = coroutine;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}
function coro_await(op: PyObject): Owned<PyObject> {
  const cw = PyObject_GC_New(new PyCoroWrapper(_PyCoroWrapper_Type, Py_NewRef(op as PyGenObject)), 24);
  _PyObject_GC_TRACK(cw);
  return cw;
}
const wrapped = (op: PyObject): PyGenObject => (op as PyCoroWrapper).cw_coroutine!;

const coro_send_doc = "send(arg) -> send 'arg' into coroutine,\nreturn next iterated value or raise StopIteration.";
const coro_throw_doc =
  'throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine, return next iterated value or raise\nStopIteration.\nthe (type, val, tb) signature is deprecated, \nand may be removed in a future version of Python.';
const coro_close_doc = 'close() -> raise GeneratorExit inside coroutine.';

export const PyCoro_Type = defineType({
  tp_name: 'coroutine',
  tp_basicsize: GEN_BASICSIZE,
  tp_itemsize: 8,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_weaklistoffset: 16,
  tp_dealloc: gen_dealloc,
  tp_repr: gen_repr_as('coroutine'),
  tp_traverse: gen_traverse,
  tp_finalize: _PyGen_Finalize as (self: never) => void,
  am_await: coro_await,
  am_send: PyGen_am_send,
  tp_methods: [
    method('send', METH_O, gen_send, null, coro_send_doc),
    method('throw', METH_FASTCALL, gen_throw, null, coro_throw_doc),
    method('close', METH_NOARGS, (op: PyObject) => gen_close(op as PyGenObject), null, coro_close_doc),
    method('__sizeof__', METH_NOARGS, gen_sizeof, null, 'gen.__sizeof__() -> size of gen in memory, in bytes'),
    classGetItem(),
  ],
  tp_members: [
    { name: 'cr_origin', type: _Py_T_OBJECT, field: 'gi_origin_or_finalizer', flags: Py_READONLY, doc: null },
  ],
  tp_getset: [
    ...nameGetSets('coroutine'),
    { name: 'cr_await', get: gen_getyieldfrom, set: null, doc: 'object being awaited on, or None' },
    { name: 'cr_running', get: gen_getrunning, set: null, doc: null },
    { name: 'cr_frame', get: gen_getframe, set: null, doc: null },
    { name: 'cr_code', get: gen_getcode, set: null, doc: null },
    { name: 'cr_suspended', get: gen_getsuspended, set: null, doc: null },
  ],
  edges: gen_edges,
});

export const _PyCoroWrapper_Type = defineType({
  tp_name: 'coroutine_wrapper',
  tp_basicsize: 24,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_doc: 'A wrapper object implementing __await__ for coroutines.',
  tp_dealloc: (cw: PyCoroWrapper) => {
    PyObject_GC_UnTrack(cw);
    const coroutine = cw.cw_coroutine;
    cw.cw_coroutine = null;
    Py_XDECREF(coroutine);
    PyObject_GC_Del(cw);
  },
  tp_traverse: (cw: PyCoroWrapper, visit: visitproc) => {
    if (cw.cw_coroutine !== null) visit(cw.cw_coroutine);
  },
  tp_iter: (op) => PyObject_SelfIter(op),
  tp_iternext: (op) => gen_iternext(wrapped(op)),
  tp_methods: [
    method('send', METH_O, (op: PyObject, arg: PyObject) => gen_send(wrapped(op), arg), null, coro_send_doc),
    method(
      'throw',
      METH_FASTCALL,
      (op: PyObject, args: readonly PyObject[]) => gen_throw(wrapped(op), args),
      null,
      coro_throw_doc,
    ),
    method('close', METH_NOARGS, (op: PyObject) => gen_close(wrapped(op)), null, coro_close_doc),
  ],
});

export {
  _PyAsyncGenValueWrapperNew,
  _PyAsyncGen_ClearFreeLists,
  PyAsyncGen_CheckExact,
  PyAsyncGen_Type,
} from './asyncgenobject';
