// The exception that is set: raising, fetching, chaining. Follows Python/errors.c, CPython 3.13. What reports exceptions
// nobody can handle (PyErr_WriteUnraisable) is in unraisable.ts and exported here too.

import type { Borrowed, Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF, Py_XNewRef } from '../heap/refcount';
import { PyObject_IsSubclass } from './abstract';
import { PyObject_Call, PyObject_CallNoArgs, PyObject_CallOneArg, PyObject_Vectorcall } from './call';
import { PyDict_Contains, PyDict_New, PyDict_SetItem } from './dictobject';
import type { PyDictObject } from './dictstruct';
import {
  PyExceptionClass_Check,
  PyExceptionInstance_Check,
  PyException_SetCause_steal,
  PyException_SetContext_steal,
  PyException_SetTraceback,
  _PyException_AddNote,
} from './exceptionbase';
import { PyExc_Exception, PyExc_KeyError, PyExc_OSError, PyExc_SystemError, PyExc_TypeError } from './exceptions';
import type { PyBaseExceptionObject } from './exceptionstruct';
import type { PyObject } from './object';
import { PyObject_Repr, Py_None } from './objectprotocol';
import type { _PyErr_StackItem } from './pystate';
import { tstate } from './pystate';
import { PyLong_FromLong } from './longobject';
import { PyTuple_Pack } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { PyType_IsSubtype, PyType_Type } from './typeobject';
import { Py_TPFLAGS_TUPLE_SUBCLASS } from './typestruct';
import type { PyTypeObject } from './typestruct';
import { PyUnicode_FromString, _Py_ID } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

export { PyErr_NoMemory } from './exceptions';
export { PyErr_FormatUnraisable, PyErr_WriteUnraisable, _PyErr_WriteUnraisableDefaultHook } from './unraisable';
export {
  PyExceptionClass_Check,
  PyExceptionClass_Name,
  PyExceptionInstance_Check,
  _PyException_AddNote,
  PyException_GetArgs,
  PyException_GetCause,
  PyException_GetContext,
  PyException_GetTraceback,
  PyException_SetArgs,
  PyException_SetCause,
  PyException_SetContext,
  PyException_SetTraceback,
} from './exceptionbase';

/** Makes `exc` (taken over; null: nothing) the exception that is set. */
export function PyErr_SetRaisedException(exc: Owned<PyObject> | null): void {
  const old = tstate.current_exception;
  tstate.current_exception = exc;
  if (old !== null) Py_DECREF(old);
}
export const _PyErr_SetRaisedException = PyErr_SetRaisedException;

/** Takes the exception that is set away; null when there is none. */
export function PyErr_GetRaisedException(): Owned<PyObject> | null {
  const exc = tstate.current_exception;
  tstate.current_exception = null;
  return exc;
}
export const _PyErr_GetRaisedException = PyErr_GetRaisedException;

/** The type of the exception that is set, or null. */
export function PyErr_Occurred(): Borrowed<PyTypeObject> | null {
  const exc = tstate.current_exception;
  return exc === null ? null : exc.ob_type;
}

export function PyErr_Clear(): void {
  const old = tstate.current_exception;
  if (old !== null) {
    tstate.current_exception = null;
    Py_DECREF(old);
  }
}

/** Instantiates an exception class; `value` as PyErr_SetObject's. Null with an exception. */
export function _PyErr_CreateException(type: PyObject, value: PyObject | null): Owned<PyObject> | null {
  let exc: PyObject | null;
  if (value === null || value === Py_None) exc = PyObject_CallNoArgs(type);
  else if ((value.ob_type.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS) !== 0)
    exc = PyObject_Call(type, value as PyTupleObject, null);
  else exc = PyObject_CallOneArg(type, value);
  if (exc !== null && !PyExceptionInstance_Check(exc)) {
    PyErr_SetString(
      PyExc_TypeError,
      `calling ${reprText(type)} should have returned an instance of BaseException, not ${exc.ob_type.tp_name}`,
    );
    Py_DECREF(exc);
    return null;
  }
  return exc;
}

/** `%R` of a message: the repr as text; an exception inside it is dropped. */
export function reprText(op: PyObject): string {
  const repr = PyObject_Repr(op);
  if (repr === null) {
    PyErr_Clear();
    return '<unknown>';
  }
  const text = (repr as PyUnicodeObject).str;
  Py_DECREF(repr);
  return text;
}

/** The innermost entry that handles an exception (or the outermost entry, when none does). */
export function _PyErr_GetTopmostException(): _PyErr_StackItem {
  let exc_info = tstate.exc_info;
  while (exc_info.exc_value === null && exc_info.previous_item !== null) exc_info = exc_info.previous_item;
  return exc_info;
}

/**
 * Raises `exception` (a class), made from `value` unless that is an instance of it; what is being handled becomes its
 * context. Returns null, so that it can end a function.
 */
export function PyErr_SetObject(exception: Borrowed<PyObject>, value: Borrowed<PyObject> | null): null {
  if (!PyExceptionClass_Check(exception)) {
    const text = `_PyErr_SetObject: exception ${reprText(exception)} is not a BaseException subclass`;
    return PyErr_SetString(PyExc_SystemError, text);
  }
  let is_subclass = 0;
  if (value !== null && PyExceptionInstance_Check(value)) {
    is_subclass = PyObject_IsSubclass(value.ob_type, exception);
    if (is_subclass < 0) return null;
  }
  let exc: PyObject;
  if (is_subclass) {
    exc = Py_NewRef(value!);
  } else {
    if (value !== null) Py_INCREF(value);
    // No function may be called with an exception set.
    PyErr_Clear();
    const made = _PyErr_CreateException(exception, value);
    if (made === null) {
      const raised = PyErr_GetRaisedException()!;
      const args = value === null ? '<unknown>' : reprText(value);
      const note = PyUnicode_FromString(`Normalization failed: type=${exception.tp_name} args=${args}`);
      Py_XDECREF(value);
      _PyException_AddNote(raised, note);
      Py_DECREF(note);
      PyErr_SetRaisedException(raised);
      return null;
    }
    Py_XDECREF(value);
    exc = made;
  }
  const handled = _PyErr_GetTopmostException().exc_value;
  if (handled !== null && handled !== exc) {
    Py_INCREF(handled);
    breakContextCycle(handled, exc);
    PyException_SetContext_steal(exc, handled);
  }
  PyErr_SetRaisedException(exc);
  return null;
}

/** If `value` is in the context chain of `first`, cuts the chain before it. Chains that are cycles already are left. */
function breakContextCycle(first: PyObject, value: PyObject): void {
  let o = first as PyBaseExceptionObject;
  let slow = o;
  let toggle = false;
  for (let context = o.context; context !== null; context = o.context) {
    if (context === value) {
      PyException_SetContext_steal(o, null);
      return;
    }
    o = context as PyBaseExceptionObject;
    if (o === slow) return;
    if (toggle) slow = slow.context as PyBaseExceptionObject;
    toggle = !toggle;
  }
}

/** Raises `exception(message)`. Returns null. With a template string, this is PyErr_Format. */
export function PyErr_SetString(exception: Borrowed<PyObject>, message: string): null {
  const value = PyUnicode_FromString(message);
  PyErr_SetObject(exception, value);
  Py_DECREF(value);
  return null;
}
export const PyErr_Format = PyErr_SetString;

/** Raises `exception()`. Returns null. */
export function PyErr_SetNone(exception: Borrowed<PyObject>): null {
  return PyErr_SetObject(exception, null);
}

/** Raises KeyError(arg), also when `arg` is a tuple. Returns null. */
export function _PyErr_SetKeyError(arg: Borrowed<PyObject>): null {
  const tup = PyTuple_Pack(arg);
  PyErr_SetObject(PyExc_KeyError, tup);
  Py_DECREF(tup);
  return null;
}

export function PyErr_BadArgument(): 0 {
  PyErr_SetString(PyExc_TypeError, 'bad argument type for built-in operation');
  return 0;
}
/** `where`: the C file and line that CPython names. */
export function PyErr_BadInternalCall(where = ''): null {
  return PyErr_SetString(
    PyExc_SystemError,
    where === '' ? 'bad argument to internal function' : `${where}: bad argument to internal function`,
  );
}

/** Is `err` (an exception or a class) an instance or subclass of `exc`, a class or a (nested) tuple of classes? */
export function PyErr_GivenExceptionMatches(err: PyObject | null, exc: PyObject | null): boolean {
  if (err === null || exc === null) return false;
  if ((exc.ob_type.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS) !== 0) {
    return (exc as PyTupleObject).ob_item.some((item) => PyErr_GivenExceptionMatches(err, item));
  }
  const type = PyExceptionInstance_Check(err) ? err.ob_type : err;
  if (PyExceptionClass_Check(type) && PyExceptionClass_Check(exc)) return PyType_IsSubtype(type, exc);
  return type === exc;
}
export function PyErr_ExceptionMatches(exc: PyObject): boolean {
  return PyErr_GivenExceptionMatches(PyErr_Occurred(), exc);
}

/** The exception being handled (`sys.exception()`), or null. */
export function PyErr_GetHandledException(): Owned<PyObject> | null {
  return Py_XNewRef(_PyErr_GetTopmostException().exc_value);
}
export function PyErr_SetHandledException(exc: PyObject | null): void {
  const old = tstate.exc_info.exc_value;
  tstate.exc_info.exc_value = exc === null || exc === Py_None ? null : Py_NewRef(exc);
  Py_XDECREF(old);
}
/** `sys.exc_info()`: a new tuple. */
export function _PyErr_StackItemToExcInfoTuple(err_info: _PyErr_StackItem): Owned<PyObject> {
  const value = err_info.exc_value as PyBaseExceptionObject | null;
  if (value === null) return PyTuple_Pack(Py_None, Py_None, Py_None);
  return PyTuple_Pack(value.ob_type, value, value.traceback ?? Py_None);
}

/** Sets `exc` (taken over) or, when an exception is set already, makes it that one's context. */
export function _PyErr_ChainExceptions1(exc: Owned<PyObject> | null): void {
  if (exc === null) return;
  if (tstate.current_exception !== null) {
    const exc2 = PyErr_GetRaisedException()!;
    PyException_SetContext_steal(exc2, exc);
    PyErr_SetRaisedException(exc2);
  } else PyErr_SetRaisedException(exc);
}

/** What is being handled becomes the context of the exception that is set. */
export function _PyErr_ChainStackItem(): void {
  if (tstate.exc_info.exc_value === null) return;
  const exc = PyErr_GetRaisedException()!;
  PyErr_SetObject(exc.ob_type, exc);
  Py_DECREF(exc);
}

/** Raises `exception(message)` with the exception that is set as its cause and context. Returns null. */
export function _PyErr_FormatFromCause(exception: PyObject, message: string): null {
  const exc = PyErr_GetRaisedException()!;
  PyErr_SetString(exception, message);
  const exc2 = PyErr_GetRaisedException()!;
  PyException_SetCause_steal(exc2, Py_NewRef(exc));
  PyException_SetContext_steal(exc2, Py_NewRef(exc));
  Py_DECREF(exc);
  PyErr_SetRaisedException(exc2);
  return null;
}

/** PyErr_Fetch: type, value and traceback as three owned references, all null when nothing is set. */
export function PyErr_Fetch(): { type: PyObject | null; value: PyObject | null; traceback: PyObject | null } {
  const value = PyErr_GetRaisedException();
  if (value === null) return { type: null, value: null, traceback: null };
  return { type: Py_NewRef(value.ob_type), value, traceback: Py_XNewRef((value as PyBaseExceptionObject).traceback) };
}
/** PyErr_Restore: takes over all three. */
export function PyErr_Restore(type: PyObject | null, value: PyObject | null, traceback: PyObject | null): void {
  if (type === null) {
    PyErr_SetRaisedException(null);
    return;
  }
  let exc = value;
  if (exc === null || type !== exc.ob_type) {
    exc = _PyErr_CreateException(type, value);
    Py_XDECREF(value);
    if (exc === null) {
      Py_DECREF(type);
      Py_XDECREF(traceback);
      return;
    }
  }
  PyException_SetTraceback(exc, traceback ?? Py_None);
  Py_XDECREF(traceback);
  PyErr_SetRaisedException(exc);
  Py_DECREF(type);
}

/** `strerror` of Linux. */
const STRERROR: Record<number, string> = {
  0: 'Success',
  1: 'Operation not permitted',
  2: 'No such file or directory',
  3: 'No such process',
  4: 'Interrupted system call',
  5: 'Input/output error',
  6: 'No such device or address',
  7: 'Argument list too long',
  8: 'Exec format error',
  9: 'Bad file descriptor',
  10: 'No child processes',
  11: 'Resource temporarily unavailable',
  12: 'Cannot allocate memory',
  13: 'Permission denied',
  14: 'Bad address',
  15: 'Block device required',
  16: 'Device or resource busy',
  17: 'File exists',
  18: 'Invalid cross-device link',
  19: 'No such device',
  20: 'Not a directory',
  21: 'Is a directory',
  22: 'Invalid argument',
  23: 'Too many open files in system',
  24: 'Too many open files',
  25: 'Inappropriate ioctl for device',
  26: 'Text file busy',
  27: 'File too large',
  28: 'No space left on device',
  29: 'Illegal seek',
  30: 'Read-only file system',
  31: 'Too many links',
  32: 'Broken pipe',
  33: 'Numerical argument out of domain',
  34: 'Numerical result out of range',
  35: 'Resource deadlock avoided',
  36: 'File name too long',
  37: 'No locks available',
  38: 'Function not implemented',
  39: 'Directory not empty',
  40: 'Too many levels of symbolic links',
  42: 'No message of desired type',
  43: 'Identifier removed',
  44: 'Channel number out of range',
  45: 'Level 2 not synchronized',
  46: 'Level 3 halted',
  47: 'Level 3 reset',
  48: 'Link number out of range',
  49: 'Protocol driver not attached',
  50: 'No CSI structure available',
  51: 'Level 2 halted',
  52: 'Invalid exchange',
  53: 'Invalid request descriptor',
  54: 'Exchange full',
  55: 'No anode',
  56: 'Invalid request code',
  57: 'Invalid slot',
  59: 'Bad font file format',
  60: 'Device not a stream',
  61: 'No data available',
  62: 'Timer expired',
  63: 'Out of streams resources',
  64: 'Machine is not on the network',
  65: 'Package not installed',
  66: 'Object is remote',
  67: 'Link has been severed',
  68: 'Advertise error',
  69: 'Srmount error',
  70: 'Communication error on send',
  71: 'Protocol error',
  72: 'Multihop attempted',
  73: 'RFS specific error',
  74: 'Bad message',
  75: 'Value too large for defined data type',
  76: 'Name not unique on network',
  77: 'File descriptor in bad state',
  78: 'Remote address changed',
  79: 'Can not access a needed shared library',
  80: 'Accessing a corrupted shared library',
  81: '.lib section in a.out corrupted',
  82: 'Attempting to link in too many shared libraries',
  83: 'Cannot exec a shared library directly',
  84: 'Invalid or incomplete multibyte or wide character',
  85: 'Interrupted system call should be restarted',
  86: 'Streams pipe error',
  87: 'Too many users',
  88: 'Socket operation on non-socket',
  89: 'Destination address required',
  90: 'Message too long',
  91: 'Protocol wrong type for socket',
  92: 'Protocol not available',
  93: 'Protocol not supported',
  94: 'Socket type not supported',
  95: 'Operation not supported',
  96: 'Protocol family not supported',
  97: 'Address family not supported by protocol',
  98: 'Address already in use',
  99: 'Cannot assign requested address',
  100: 'Network is down',
  101: 'Network is unreachable',
  102: 'Network dropped connection on reset',
  103: 'Software caused connection abort',
  104: 'Connection reset by peer',
  105: 'No buffer space available',
  106: 'Transport endpoint is already connected',
  107: 'Transport endpoint is not connected',
  108: 'Cannot send after transport endpoint shutdown',
  109: 'Too many references: cannot splice',
  110: 'Connection timed out',
  111: 'Connection refused',
  112: 'Host is down',
  113: 'No route to host',
  114: 'Operation already in progress',
  115: 'Operation now in progress',
  116: 'Stale file handle',
  117: 'Structure needs cleaning',
  118: 'Not a XENIX named type file',
  119: 'No XENIX semaphores available',
  120: 'Is a named type file',
  121: 'Remote I/O error',
  122: 'Disk quota exceeded',
  123: 'No medium found',
  124: 'Wrong medium type',
  125: 'Operation canceled',
  126: 'Required key not available',
  127: 'Key has expired',
  128: 'Key has been revoked',
  129: 'Key was rejected by service',
  130: 'Owner died',
  131: 'State not recoverable',
  132: 'Operation not possible due to RF-kill',
  133: 'Memory page has hardware error',
};
export function strerror(code: number): string {
  return STRERROR[code] ?? `Unknown error ${code}`;
}
/** Raises OSError (or `exc`) for an errno, with the file's name if there is one. Returns null. */
export function PyErr_SetFromErrnoWithFilenameObject(
  exc: PyObject | null,
  errno: number,
  filename: PyObject | null,
): null {
  const code = PyLong_FromLong(errno);
  const message = PyUnicode_FromString(strerror(errno));
  const args = filename === null ? PyTuple_Pack(code, message) : PyTuple_Pack(code, message, filename);
  Py_DECREF(code);
  Py_DECREF(message);
  const type = exc ?? PyExc_OSError;
  const v = PyObject_Call(type, args, null);
  Py_DECREF(args);
  if (v !== null) {
    PyErr_SetObject(v.ob_type, v);
    Py_DECREF(v);
  }
  return null;
}

/** Raises ImportError(msg, name=…, path=…) or a subclass of it. Returns null. */
export function PyErr_SetImportErrorSubclass(
  exception: PyObject,
  msg: PyObject,
  name: PyObject | null,
  path: PyObject | null,
): null {
  const kwnames = PyTuple_Pack(_Py_ID('name'), _Py_ID('path'));
  const error = PyObject_Vectorcall(exception, [msg, name ?? Py_None, path ?? Py_None], kwnames);
  Py_DECREF(kwnames);
  if (error !== null) {
    PyErr_SetObject(error.ob_type, error);
    Py_DECREF(error);
  }
  return null;
}

/** A new exception class: `name` is module.class, `base` a class, a tuple or null (Exception). Null with an exception. */
export function PyErr_NewException(
  name: string,
  base: PyObject | null,
  dict: PyDictObject | null,
): Owned<PyObject> | null {
  const dot = name.lastIndexOf('.');
  if (dot < 0) return PyErr_SetString(PyExc_SystemError, 'PyErr_NewException: name must be module.class');
  const namespace = dict ?? PyDict_New();
  const has = PyDict_Contains(namespace, _Py_ID('__module__'));
  if (has === 0) {
    const modulename = PyUnicode_FromString(name.slice(0, dot));
    PyDict_SetItem(namespace, _Py_ID('__module__'), modulename);
    Py_DECREF(modulename);
  }
  const bases =
    base !== null && (base.ob_type.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS) !== 0
      ? Py_NewRef(base)
      : PyTuple_Pack(base ?? PyExc_Exception);
  const shortName = PyUnicode_FromString(name.slice(dot + 1));
  const result = PyObject_Vectorcall(PyType_Type, [shortName, bases, namespace], null);
  Py_DECREF(shortName);
  Py_DECREF(bases);
  if (dict === null) Py_DECREF(namespace);
  return result;
}

/** PyErr_NewException with a docstring. */
export function PyErr_NewExceptionWithDoc(
  name: string,
  doc: string,
  base: PyObject | null,
  dict: PyDictObject | null,
): Owned<PyObject> | null {
  const namespace = dict ?? PyDict_New();
  const docobj = PyUnicode_FromString(doc);
  const failed = PyDict_SetItem(namespace, _Py_ID('__doc__'), docobj) < 0;
  Py_DECREF(docobj);
  const result = failed ? null : PyErr_NewException(name, base, namespace);
  if (dict === null) Py_DECREF(namespace);
  return result;
}
