// Calls. The specialised forms matter beyond speed: they decide who owns the arguments meanwhile. See README.md.
import { PyObject_IsInstance, PyObject_Size, PySequence_Tuple } from '../../objects/abstract';
import { Py_False, Py_True } from '../../objects/boolobject';
import { PyObject_Call, PyObject_Vectorcall, _PyFunction_Vectorcall } from '../../objects/call';
import { PyMethod_Type } from '../../objects/classobject';
import type { PyCodeObject } from '../../objects/codestruct';
import { PyMethodDescr_Type } from '../../objects/descrobject';
import type { PyMethodDescrObject } from '../../objects/descrstruct';
import type { PyDictObject } from '../../objects/dictstruct';
import type { _PyInterpreterFrame } from '../../objects/framestruct';
import { PyFunction_Type } from '../../objects/funcobject';
import type { PyFunctionObject } from '../../objects/funcstruct';
import { PyList_Check, _PyList_AppendTakeRef } from '../../objects/listobject';
import type { PyListObject } from '../../objects/liststruct';
import { PyLong_FromSsize_t } from '../../objects/longobject';
import { PyCFunction_Type } from '../../objects/methodobject';
import type { PyCFunctionObject, PyMethodObject } from '../../objects/methodstruct';
import type { PyObject } from '../../objects/object';
import { PyObject_Str, Py_None } from '../../objects/objectprotocol';
import { tstate } from '../../objects/pystate';
import { PyTuple_Type } from '../../objects/tupleobject';
import type { PyTupleObject } from '../../objects/tuplestruct';
import { PyType_Check, PyType_Type } from '../../objects/typeobject';
import type {
  PyCFunctionFast,
  PyCFunctionFastWithKeywords,
  PyCFunctionNoArgs,
  PyCFunctionO,
  PyTypeObject,
} from '../../objects/typestruct';
import { PyUnicode_Type } from '../../objects/unicodeobject';
import { callable_cache, getInitCleanup } from '../callablecache';
import { argsOf, check_args_iterable, newManagedObject } from '../cevalhelpers';
import { _PyEvalFramePushAndInit_Ex_steal, _PyEvalFramePushAndInit_steal } from '../callframe';
import { handlePending } from '../evalbreaker';
import { pushFrame_steal, pushTrampoline } from '../frame';
import { _Py_Specialize_Call } from '../specialize';

declare let S: (PyObject | null)[],
  sp: number,
  pc: number,
  oparg: number,
  code: PyCodeObject,
  frame: _PyInterpreterFrame;
declare function NEXT(n: number): never;
declare function ENTER(frame: _PyInterpreterFrame): never;
declare function ENTER_UNCHECKED(frame: _PyInterpreterFrame): never;
declare function ERROR(): never;
declare function DEOPT(op: string): never;
declare function ADAPTIVE(specialize: void): void;
declare function SAVE(): void;
declare function INCREF(op: PyObject): void;
declare function DECREF(op: PyObject | null): void;
declare function CHECK_PERIODIC(): void;
declare function FINISH_CALL(res: PyObject | null, first: number): void;
declare function FINISH_BUILTIN(res: PyObject | null, first: number): void;

/** callable, self or NULL, args[oparg] -- res */
export function CALL(): void {
  ADAPTIVE(_Py_Specialize_Call(S[sp - oparg - 2]!, code, pc, oparg + (S[sp - oparg - 1] !== null ? 1 : 0), oparg));
  let callable = S[sp - oparg - 2]!;
  let n = oparg;
  if (S[sp - oparg - 1] !== null) n++;
  else if (callable.ob_type === PyMethod_Type) {
    const owner = (callable as PyMethodObject).im_self;
    INCREF(owner);
    S[sp - oparg - 1] = owner;
    const func = (callable as PyMethodObject).im_func;
    INCREF(func);
    S[sp - oparg - 2] = func;
    DECREF(callable);
    callable = func;
    n++;
  }
  SAVE();
  if (callable.ob_type === PyFunction_Type && callable.vectorcall === _PyFunction_Vectorcall) {
    frame.stacktop = sp - oparg - 2;
    const callee = _PyEvalFramePushAndInit_steal(callable as PyFunctionObject, S, sp - n, n, null);
    sp -= oparg + 2;
    if (callee === null) ERROR();
    frame.return_offset = 4;
    ENTER(callee!);
  }
  const res = PyObject_Vectorcall(callable, argsOf(S, sp - n, n), null);
  FINISH_CALL(res, sp - n);
  CHECK_PERIODIC();
  NEXT(4);
}
/** callable, self or NULL, args[oparg] -- : into a Python function, arguments as they stand */
export function CALL_PY_EXACT_ARGS(): void {
  const func = S[sp - oparg - 2] as PyFunctionObject;
  if (func.ob_type !== PyFunction_Type || func.func_version !== code.caches[pc]!.version) DEOPT('CALL');
  const n = S[sp - oparg - 1] !== null ? oparg + 1 : oparg;
  if ((func.func_code as PyCodeObject).co_argcount !== n || tstate.py_recursion_remaining <= 1) DEOPT('CALL');
  let callee: _PyInterpreterFrame;
  if (frame.owner === 0) callee = pushFrame_steal(func, sp - n, n);
  else {
    callee = pushFrame_steal(func, -1, n);
    for (let i = 0; i < n; i++) callee.localsplus[callee.base + i] = S[sp - n + i]!;
  }
  sp -= oparg + 2;
  frame.return_offset = 4;
  ENTER_UNCHECKED(callee);
}
/** method, NULL, args[oparg] -- : into a bound method's function */
export function CALL_BOUND_METHOD_EXACT_ARGS(): void {
  const callable = S[sp - oparg - 2]!;
  if (S[sp - oparg - 1] !== null || callable.ob_type !== PyMethod_Type) DEOPT('CALL');
  const func = (callable as PyMethodObject).im_func as PyFunctionObject;
  const owner = (callable as PyMethodObject).im_self;
  INCREF(owner);
  INCREF(func);
  S[sp - oparg - 1] = owner;
  S[sp - oparg - 2] = func;
  DECREF(callable);
  // C checks only now, and an unsuitable function goes on as a call with self.
  if (func.ob_type !== PyFunction_Type || func.func_version !== code.caches[pc]!.version) DEOPT('CALL');
  const n = oparg + 1;
  if ((func.func_code as PyCodeObject).co_argcount !== n || tstate.py_recursion_remaining <= 1) DEOPT('CALL');
  let callee: _PyInterpreterFrame;
  if (frame.owner === 0) callee = pushFrame_steal(func, sp - n, n);
  else {
    callee = pushFrame_steal(func, -1, n);
    for (let i = 0; i < n; i++) callee.localsplus[callee.base + i] = S[sp - n + i]!;
  }
  sp -= oparg + 2;
  frame.return_offset = 4;
  ENTER_UNCHECKED(callee);
}
/** callable, self or NULL, args[oparg] -- : into a Python function with defaults, *args or keyword-only parameters */
export function CALL_PY_GENERAL(): void {
  const func = S[sp - oparg - 2] as PyFunctionObject;
  if (func.ob_type !== PyFunction_Type || func.func_version !== code.caches[pc]!.version) DEOPT('CALL');
  const n = S[sp - oparg - 1] !== null ? oparg + 1 : oparg;
  SAVE();
  frame.stacktop = sp - oparg - 2;
  const callee = _PyEvalFramePushAndInit_steal(func, S, sp - n, n, null);
  sp -= oparg + 2;
  if (callee === null) ERROR();
  frame.return_offset = 4;
  ENTER_UNCHECKED(callee!);
}
/** method, NULL, args[oparg] -- : the same for a bound method */
export function CALL_BOUND_METHOD_GENERAL(): void {
  const callable = S[sp - oparg - 2]!;
  if (S[sp - oparg - 1] !== null || callable.ob_type !== PyMethod_Type) DEOPT('CALL');
  const func = (callable as PyMethodObject).im_func as PyFunctionObject;
  if (func.ob_type !== PyFunction_Type || func.func_version !== code.caches[pc]!.version) DEOPT('CALL');
  const owner = (callable as PyMethodObject).im_self;
  INCREF(owner);
  INCREF(func);
  S[sp - oparg - 1] = owner;
  S[sp - oparg - 2] = func;
  DECREF(callable);
  SAVE();
  const n = oparg + 1;
  frame.stacktop = sp - oparg - 2;
  const callee = _PyEvalFramePushAndInit_steal(func, S, sp - n, n, null);
  sp -= oparg + 2;
  if (callee === null) ERROR();
  frame.return_offset = 4;
  ENTER_UNCHECKED(callee!);
}
/** callable, self or NULL, args[oparg] -- res */
export function CALL_NON_PY_GENERAL(): void {
  const callable = S[sp - oparg - 2]!;
  if (callable.ob_type === PyFunction_Type || callable.ob_type === PyMethod_Type) DEOPT('CALL');
  const n = S[sp - oparg - 1] !== null ? oparg + 1 : oparg;
  SAVE();
  const res = PyObject_Vectorcall(callable, argsOf(S, sp - n, n), null);
  FINISH_CALL(res, sp - n);
  CHECK_PERIODIC();
  NEXT(4);
}
/** type, NULL, arg -- type(arg) */
export function CALL_TYPE_1(): void {
  if (S[sp - 2] !== null || S[sp - 3] !== PyType_Type) DEOPT('CALL');
  const value = S[sp - 1]!;
  const res = value.ob_type;
  INCREF(res);
  S[sp - 3] = res;
  sp -= 2;
  DECREF(value);
  NEXT(4);
}
/** str, NULL, arg -- str(arg) */
export function CALL_STR_1(): void {
  if (S[sp - 2] !== null || S[sp - 3] !== PyUnicode_Type) DEOPT('CALL');
  const value = S[sp - 1]!;
  SAVE();
  const res = PyObject_Str(value);
  S[sp - 3] = res;
  sp -= 2;
  DECREF(value);
  if (res === null) {
    sp--;
    ERROR();
  }
  CHECK_PERIODIC();
  NEXT(4);
}
/** tuple, NULL, arg -- tuple(arg) */
export function CALL_TUPLE_1(): void {
  if (S[sp - 2] !== null || S[sp - 3] !== PyTuple_Type) DEOPT('CALL');
  const value = S[sp - 1]!;
  SAVE();
  const res = PySequence_Tuple(value);
  S[sp - 3] = res;
  sp -= 2;
  DECREF(value);
  if (res === null) {
    sp--;
    ERROR();
  }
  CHECK_PERIODIC();
  NEXT(4);
}
/** class, NULL, args[oparg] -- : makes the object, and into `__init__`, which gets the arguments themselves */
export function CALL_ALLOC_AND_ENTER_INIT(): void {
  const callable = S[sp - oparg - 2] as PyTypeObject;
  if (S[sp - oparg - 1] !== null || !PyType_Check(callable)) DEOPT('CALL');
  if (callable.tp_version_tag !== code.caches[pc]!.version) DEOPT('CALL');
  const func = callable.spec_init as PyFunctionObject;
  const fcode = func.func_code as PyCodeObject;
  // CO_VARARGS | CO_VARKEYWORDS | CO_OPTIMIZED
  if (fcode.co_argcount !== oparg + 1 || (fcode.co_flags & 13) !== 1 || fcode.co_kwonlyargcount !== 0) DEOPT('CALL');
  SAVE();
  const owner = newManagedObject(callable);
  S[sp - oparg - 1] = owner;
  DECREF(callable);
  const shim = pushTrampoline(getInitCleanup(), Py_None as PyFunctionObject, 1);
  INCREF(owner);
  shim.localsplus[shim.base] = owner;
  INCREF(func);
  const callee = pushFrame_steal(func, -1, oparg + 1);
  callee.localsplus[callee.base] = owner;
  for (let i = 0; i < oparg; i++) callee.localsplus[callee.base + 1 + i] = S[sp - oparg + i]!;
  frame.return_offset = 4;
  sp -= oparg + 2;
  frame.stacktop = sp;
  shim.previous = frame;
  shim.instr_ptr = 0;
  tstate.py_recursion_remaining--;
  frame = shim;
  sp = shim.stacktop;
  pc = 0;
  ENTER(callee);
}
/** class, self or NULL, args[oparg] -- res */
export function CALL_BUILTIN_CLASS(): void {
  const callable = S[sp - oparg - 2] as PyTypeObject;
  if (!PyType_Check(callable) || callable.tp_vectorcall === null) DEOPT('CALL');
  const n = S[sp - oparg - 1] !== null ? oparg + 1 : oparg;
  SAVE();
  const res = callable.tp_vectorcall!(callable, argsOf(S, sp - n, n), null);
  FINISH_BUILTIN(res, sp - n);
  CHECK_PERIODIC();
  NEXT(4);
}
/** builtin, self or NULL, arg -- res : METH_O */
export function CALL_BUILTIN_O(): void {
  const callable = S[sp - oparg - 2] as PyCFunctionObject;
  if ((S[sp - oparg - 1] !== null ? oparg + 1 : oparg) !== 1) DEOPT('CALL');
  if (callable.ob_type !== PyCFunction_Type || callable.m_ml.ml_flags !== 8) DEOPT('CALL');
  if (tstate.c_recursion_remaining <= 0) DEOPT('CALL');
  const value = S[sp - 1]!;
  SAVE();
  tstate.c_recursion_remaining--;
  const res = (callable.m_ml.ml_meth as PyCFunctionO)(callable.m_self as PyObject, value);
  tstate.c_recursion_remaining++;
  S[sp - oparg - 2] = res;
  S[sp - 1] = callable;
  DECREF(value);
  sp -= oparg + 1;
  DECREF(callable);
  if (res === null) {
    sp--;
    ERROR();
  }
  CHECK_PERIODIC();
  NEXT(4);
}
/** builtin, self or NULL, args[oparg] -- res : METH_FASTCALL */
export function CALL_BUILTIN_FAST(): void {
  const callable = S[sp - oparg - 2] as PyCFunctionObject;
  if (callable.ob_type !== PyCFunction_Type || callable.m_ml.ml_flags !== 0x80) DEOPT('CALL');
  const n = S[sp - oparg - 1] !== null ? oparg + 1 : oparg;
  SAVE();
  const res = (callable.m_ml.ml_meth as PyCFunctionFast)(callable.m_self as PyObject, argsOf(S, sp - n, n));
  FINISH_BUILTIN(res, sp - n);
  CHECK_PERIODIC();
  NEXT(4);
}
/** builtin, self or NULL, args[oparg] -- res : METH_FASTCALL | METH_KEYWORDS */
export function CALL_BUILTIN_FAST_WITH_KEYWORDS(): void {
  const callable = S[sp - oparg - 2] as PyCFunctionObject;
  if (callable.ob_type !== PyCFunction_Type || callable.m_ml.ml_flags !== 0x82) DEOPT('CALL');
  const n = S[sp - oparg - 1] !== null ? oparg + 1 : oparg;
  SAVE();
  const res = (callable.m_ml.ml_meth as PyCFunctionFastWithKeywords)(
    callable.m_self as PyObject,
    argsOf(S, sp - n, n),
    null,
  );
  FINISH_BUILTIN(res, sp - n);
  CHECK_PERIODIC();
  NEXT(4);
}
/** len, self or NULL, arg -- len(arg) : no collection here */
export function CALL_LEN(): void {
  const callable = S[sp - oparg - 2]!;
  if ((S[sp - oparg - 1] !== null ? oparg + 1 : oparg) !== 1 || callable !== callable_cache.len) DEOPT('CALL');
  const value = S[sp - 1]!;
  SAVE();
  const n = PyObject_Size(value);
  if (n < 0) ERROR();
  S[sp - oparg - 2] = PyLong_FromSsize_t(n);
  sp -= oparg + 1;
  DECREF(callable);
  DECREF(value);
  NEXT(4);
}
/** isinstance, self or NULL, inst, cls -- bool : no collection here */
export function CALL_ISINSTANCE(): void {
  const callable = S[sp - oparg - 2]!;
  if ((S[sp - oparg - 1] !== null ? oparg + 1 : oparg) !== 2 || callable !== callable_cache.isinstance) DEOPT('CALL');
  const left = S[sp - 2]!;
  const right = S[sp - 1]!;
  SAVE();
  const n = PyObject_IsInstance(left, right);
  if (n < 0) ERROR();
  S[sp - oparg - 2] = n !== 0 ? Py_True : Py_False;
  S[sp - 2] = callable;
  DECREF(left);
  sp--;
  DECREF(right);
  sp -= oparg;
  DECREF(callable);
  NEXT(4);
}
/** append, list, arg -- : together with the POP_TOP behind it; no collection here */
export function CALL_LIST_APPEND(): void {
  const callable = S[sp - 3]!;
  if (callable !== callable_cache.list_append) DEOPT('CALL');
  const list = S[sp - 2]!;
  if (list === null || !PyList_Check(list)) DEOPT('CALL');
  _PyList_AppendTakeRef(list as PyListObject, S[sp - 1]!);
  sp -= 3;
  DECREF(list);
  DECREF(callable);
  NEXT(5);
}
/** descr, self or NULL, self, arg -- res : METH_O */
export function CALL_METHOD_DESCRIPTOR_O(): void {
  const callable = S[sp - oparg - 2] as PyMethodDescrObject;
  if ((S[sp - oparg - 1] !== null ? oparg + 1 : oparg) !== 2 || callable.ob_type !== PyMethodDescr_Type) DEOPT('CALL');
  const meth = callable.d_method;
  if (meth.ml_flags !== 8 || tstate.c_recursion_remaining <= 0) DEOPT('CALL');
  const owner = S[sp - 2]!;
  if (owner.ob_type !== callable.d_type) DEOPT('CALL');
  const value = S[sp - 1]!;
  SAVE();
  tstate.c_recursion_remaining--;
  const res = (meth.ml_meth as PyCFunctionO)(owner, value);
  tstate.c_recursion_remaining++;
  // Released in C's order: self, argument, descriptor.
  S[sp - oparg - 2] = res;
  S[sp - 2] = callable;
  DECREF(owner);
  sp--;
  DECREF(value);
  sp -= oparg;
  DECREF(callable);
  if (res === null) {
    sp--;
    ERROR();
  }
  CHECK_PERIODIC();
  NEXT(4);
}
/** descr, self or NULL, self, args -- res : METH_FASTCALL | METH_KEYWORDS */
export function CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS(): void {
  const callable = S[sp - oparg - 2] as PyMethodDescrObject;
  const n = S[sp - oparg - 1] !== null ? oparg + 1 : oparg;
  if (n === 0 || callable.ob_type !== PyMethodDescr_Type || callable.d_method.ml_flags !== 0x82) DEOPT('CALL');
  const owner = S[sp - n]!;
  if (owner.ob_type !== callable.d_type) DEOPT('CALL');
  SAVE();
  const res = (callable.d_method.ml_meth as PyCFunctionFastWithKeywords)(owner, argsOf(S, sp - n + 1, n - 1), null);
  FINISH_BUILTIN(res, sp - n);
  CHECK_PERIODIC();
  NEXT(4);
}
/** descr, self or NULL, self -- res : METH_NOARGS */
export function CALL_METHOD_DESCRIPTOR_NOARGS(): void {
  const callable = S[sp - oparg - 2] as PyMethodDescrObject;
  if ((S[sp - oparg - 1] !== null ? oparg + 1 : oparg) !== 1 || callable.ob_type !== PyMethodDescr_Type) DEOPT('CALL');
  const meth = callable.d_method;
  const owner = S[sp - 1]!;
  if (owner.ob_type !== callable.d_type || meth.ml_flags !== 4 || tstate.c_recursion_remaining <= 0) DEOPT('CALL');
  SAVE();
  tstate.c_recursion_remaining--;
  const res = (meth.ml_meth as PyCFunctionNoArgs)(owner);
  tstate.c_recursion_remaining++;
  S[sp - oparg - 2] = res;
  S[sp - 1] = callable;
  DECREF(owner);
  sp -= oparg + 1;
  DECREF(callable);
  if (res === null) {
    sp--;
    ERROR();
  }
  CHECK_PERIODIC();
  NEXT(4);
}
/** descr, self or NULL, self, args -- res : METH_FASTCALL */
export function CALL_METHOD_DESCRIPTOR_FAST(): void {
  const callable = S[sp - oparg - 2] as PyMethodDescrObject;
  const n = S[sp - oparg - 1] !== null ? oparg + 1 : oparg;
  if (n === 0 || callable.ob_type !== PyMethodDescr_Type || callable.d_method.ml_flags !== 0x80) DEOPT('CALL');
  const owner = S[sp - n]!;
  if (owner.ob_type !== callable.d_type) DEOPT('CALL');
  SAVE();
  const res = (callable.d_method.ml_meth as PyCFunctionFast)(owner, argsOf(S, sp - n + 1, n - 1));
  FINISH_BUILTIN(res, sp - n);
  CHECK_PERIODIC();
  NEXT(4);
}

/** callable, self or NULL, args[oparg], kwnames -- res */
export function CALL_KW(): void {
  const kwnames = S[sp - 1] as PyTupleObject;
  let callable = S[sp - oparg - 3]!;
  let n = oparg;
  if (S[sp - oparg - 2] !== null) n++;
  else if (callable.ob_type === PyMethod_Type) {
    const owner = (callable as PyMethodObject).im_self;
    INCREF(owner);
    S[sp - oparg - 2] = owner;
    const func = (callable as PyMethodObject).im_func;
    INCREF(func);
    S[sp - oparg - 3] = func;
    DECREF(callable);
    callable = func;
    n++;
  }
  SAVE();
  if (callable.ob_type === PyFunction_Type && callable.vectorcall === _PyFunction_Vectorcall) {
    frame.stacktop = sp - oparg - 3;
    const callee = _PyEvalFramePushAndInit_steal(
      callable as PyFunctionObject,
      S,
      sp - 1 - n,
      n - kwnames.ob_item.length,
      kwnames,
    );
    sp -= oparg + 3;
    DECREF(kwnames);
    if (callee === null) ERROR();
    frame.return_offset = 1;
    ENTER(callee!);
  }
  const res = PyObject_Vectorcall(callable, argsOf(S, sp - 1 - n, n), kwnames);
  sp--;
  DECREF(kwnames);
  FINISH_CALL(res, sp - n);
  CHECK_PERIODIC();
  NEXT(1);
}

/** func, NULL, callargs, kwargs if (oparg & 1) -- res */
export function CALL_FUNCTION_EX(): void {
  SAVE();
  const n = sp - 1 - (oparg & 1);
  const callable = S[n - 2]!;
  let args = S[n]!;
  if (args.ob_type !== PyTuple_Type) {
    if (check_args_iterable(callable, args) < 0) ERROR();
    const value = PySequence_Tuple(args);
    if (value === null) ERROR();
    S[n] = value;
    DECREF(args);
    args = value!;
  }
  if (callable.ob_type === PyFunction_Type && callable.vectorcall === _PyFunction_Vectorcall) {
    frame.stacktop = n - 2;
    const callee = _PyEvalFramePushAndInit_Ex_steal(
      callable as PyFunctionObject,
      args as PyTupleObject,
      (oparg & 1) !== 0 ? (S[sp - 1] as PyDictObject) : null,
    );
    sp = n - 2;
    if (callee === null) ERROR();
    frame.return_offset = 1;
    ENTER(callee!);
  }
  const res = PyObject_Call(callable, args as PyTupleObject, (oparg & 1) !== 0 ? (S[sp - 1] as PyDictObject) : null);
  S[n - 2] = res;
  DECREF(callable);
  S[n] = null;
  DECREF(args);
  if ((oparg & 1) !== 0) {
    const value = S[sp - 1]!;
    sp = n - 1;
    DECREF(value);
  }
  sp = n - 1;
  if (res === null) {
    sp--;
    ERROR();
  }
  CHECK_PERIODIC();
  NEXT(1);
}
