// The exception types. Follows Objects/exceptions.c, CPython 3.13; split by subject: exceptionbase.ts (BaseException's
// functions), exceptionfields.ts (those with fields of their own), oserror.ts, exceptiongroups.ts, unicodeerrors.ts.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, _Py_NewReference } from '../heap/refcount';
import { _PyObject_GC_TRACK, _PyObject_GC_UNTRACK } from '../heap/gclists';
import { onRuntimeReset } from '../heap/runtime';
import * as base from './exceptionbase';
import * as fields from './exceptionfields';
import * as groups from './exceptiongroups';
import * as os from './oserror';
import * as unicode from './unicodeerrors';
import * as structs from './exceptionstruct';
import type { PyBaseExceptionObject } from './exceptionstruct';
import type { PyDictObject } from './dictstruct';
import { PyDict_SetItemString } from './dictobject';
import type { PyObject } from './object';
import { PyObject_GenericGetDict, PyObject_GenericSetDict } from './objectprotocol';
import { tstate } from './pystate';
import { Py_GenericAlias } from './genericaliasobject';
import { PyTuple_New } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import type { PyGetSetDef, PyMemberDef, PyTypeObject, TypeSpec } from './typestruct';
import {
  METH_CLASS,
  METH_NOARGS,
  METH_O,
  Py_READONLY,
  Py_T_BOOL,
  Py_T_PYSSIZET,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_BASE_EXC_SUBCLASS,
  Py_TPFLAGS_HAVE_GC,
  _Py_T_OBJECT,
  defineType,
  method,
} from './typestruct';

export * from './exceptionbase';
export { _PyExc_CreateExceptionGroup, _PyExc_PrepReraiseStar, _PyBaseExceptionGroup_Check } from './exceptiongroups';

const SIZEOF_BASE = 72;

/** A member that holds an object; absent reads as None. */
const object = (name: string, doc: string, field = name, flags = 0): PyMemberDef => ({
  name,
  type: _Py_T_OBJECT,
  field,
  flags,
  doc,
});

export const PyExc_BaseException = defineType({
  tp_name: 'BaseException',
  tp_basicsize: SIZEOF_BASE,
  tp_flags: Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASE_EXC_SUBCLASS,
  tp_doc: 'Common base class for all exceptions',
  tp_dictoffset: 16,
  construct: (type) => new structs.PyBaseExceptionObject(type),
  tp_dealloc: base.BaseException_dealloc,
  tp_repr: base.BaseException_repr,
  tp_str: base.BaseException_str,
  tp_traverse: base.BaseException_traverse as TypeSpec['tp_traverse'],
  tp_clear: base.BaseException_clear,
  tp_init: base.BaseException_init,
  tp_new: base.BaseException_new,
  tp_methods: [
    method('__reduce__', METH_NOARGS, base.BaseException_reduce),
    method('__setstate__', METH_O, base.BaseException_setstate),
    method(
      'with_traceback',
      METH_O,
      base.BaseException_with_traceback,
      null,
      'Exception.with_traceback(tb) --\n    set self.__traceback__ to tb and return self.',
    ),
    method(
      'add_note',
      METH_O,
      base.BaseException_add_note,
      null,
      'Exception.add_note(note) --\n    add a note to the exception',
    ),
  ],
  tp_members: [{ name: '__suppress_context__', type: Py_T_BOOL, field: 'suppress_context', flags: 0, doc: null }],
  tp_getset: [
    {
      name: '__dict__',
      get: ((self: PyObject, closure: unknown) => PyObject_GenericGetDict(self, closure)) as PyGetSetDef['get'],
      set: ((self: PyObject, value: PyObject | null, closure: unknown) =>
        PyObject_GenericSetDict(self, value, closure)) as PyGetSetDef['set'],
      doc: null,
    },
    { name: 'args', get: base.BaseException_get_args, set: base.BaseException_set_args, doc: null },
    { name: '__traceback__', get: base.BaseException_get_tb, set: base.BaseException_set_tb, doc: null },
    {
      name: '__context__',
      get: base.BaseException_get_context,
      set: base.BaseException_set_context,
      doc: 'exception context',
    },
    { name: '__cause__', get: base.BaseException_get_cause, set: base.BaseException_set_cause, doc: 'exception cause' },
  ],
});

/** SimpleExtendsException: a class with BaseException's struct and functions. */
function simple(baseType: () => PyTypeObject, tp_name: string, tp_doc: string): PyTypeObject {
  return defineType({
    tp_name,
    tp_basicsize: SIZEOF_BASE,
    tp_flags: Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
    tp_doc,
    tp_base: baseType,
    tp_dictoffset: 16,
    construct: (type) => new structs.PyBaseExceptionObject(type),
    tp_dealloc: base.BaseException_dealloc,
    tp_traverse: base.BaseException_traverse as TypeSpec['tp_traverse'],
    tp_clear: base.BaseException_clear,
    tp_init: base.BaseException_init,
    tp_new: base.BaseException_new,
  });
}

/** What an exception with a struct of its own needs; MiddlingExtendsException where methods and members are left out. */
interface Struct {
  size: number;
  construct: (type: PyTypeObject) => PyObject;
  dealloc: (self: never) => void;
  traverse: TypeSpec['tp_traverse'];
  clear: (self: never) => void;
  init: TypeSpec['tp_init'];
}
function complex(
  baseType: () => PyTypeObject,
  tp_name: string,
  tp_doc: string,
  struct: Struct,
  more: Partial<TypeSpec> = {},
): PyTypeObject {
  return defineType({
    tp_name,
    tp_basicsize: struct.size,
    tp_flags: Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
    tp_doc,
    tp_base: baseType,
    tp_dictoffset: 16,
    construct: struct.construct,
    tp_dealloc: struct.dealloc,
    tp_traverse: struct.traverse,
    tp_clear: struct.clear,
    tp_init: struct.init,
    ...more,
  });
}

export const PyExc_Exception = simple(
  () => PyExc_BaseException,
  'Exception',
  'Common base class for all non-exit exceptions.',
);
export const PyExc_TypeError = simple(() => PyExc_Exception, 'TypeError', 'Inappropriate argument type.');
export const PyExc_StopAsyncIteration = simple(
  () => PyExc_Exception,
  'StopAsyncIteration',
  'Signal the end from iterator.__anext__().',
);
export const PyExc_StopIteration = complex(
  () => PyExc_Exception,
  'StopIteration',
  'Signal the end from iterator.__next__().',
  {
    size: 80,
    construct: (type) => new structs.PyStopIterationObject(type),
    dealloc: fields.StopIteration_dealloc,
    traverse: fields.StopIteration_traverse as TypeSpec['tp_traverse'],
    clear: fields.StopIteration_clear,
    init: fields.StopIteration_init,
  },
  { tp_members: [object('value', 'generator return value')] },
);
export const PyExc_GeneratorExit = simple(() => PyExc_BaseException, 'GeneratorExit', 'Request that a generator exit.');
export const PyExc_SystemExit = complex(
  () => PyExc_BaseException,
  'SystemExit',
  'Request to exit from the interpreter.',
  {
    size: 80,
    construct: (type) => new structs.PySystemExitObject(type),
    dealloc: fields.SystemExit_dealloc,
    traverse: fields.SystemExit_traverse as TypeSpec['tp_traverse'],
    clear: fields.SystemExit_clear,
    init: fields.SystemExit_init,
  },
  { tp_members: [object('code', 'exception code')] },
);

export const PyExc_BaseExceptionGroup = complex(
  () => PyExc_BaseException,
  'BaseExceptionGroup',
  'A combination of multiple unrelated exceptions.',
  {
    size: 88,
    construct: (type) => new structs.PyBaseExceptionGroupObject(type),
    dealloc: groups.BaseExceptionGroup_dealloc,
    traverse: groups.BaseExceptionGroup_traverse as TypeSpec['tp_traverse'],
    clear: groups.BaseExceptionGroup_clear,
    init: groups.BaseExceptionGroup_init,
  },
  {
    tp_new: groups.BaseExceptionGroup_new,
    tp_str: groups.BaseExceptionGroup_str,
    tp_methods: [
      method(
        '__class_getitem__',
        METH_O | METH_CLASS,
        (type: PyObject, item: PyObject) => Py_GenericAlias(type, item),
        null,
        'See PEP 585',
      ),
      method('derive', METH_O, groups.BaseExceptionGroup_derive),
      method('split', METH_O, groups.BaseExceptionGroup_split),
      method('subgroup', METH_O, groups.BaseExceptionGroup_subgroup),
    ],
    tp_members: [
      object('message', 'exception message', 'msg', Py_READONLY),
      object('exceptions', 'nested exceptions', 'excs', Py_READONLY),
    ],
  },
);

export const PyExc_KeyboardInterrupt = simple(
  () => PyExc_BaseException,
  'KeyboardInterrupt',
  'Program interrupted by user.',
);

const importErrorStruct: Struct = {
  size: 104,
  construct: (type) => new structs.PyImportErrorObject(type),
  dealloc: fields.ImportError_dealloc,
  traverse: fields.ImportError_traverse as TypeSpec['tp_traverse'],
  clear: fields.ImportError_clear,
  init: fields.ImportError_init,
};
export const PyExc_ImportError = complex(
  () => PyExc_Exception,
  'ImportError',
  "Import can't find module, or can't find name in module.",
  importErrorStruct,
  {
    tp_str: fields.ImportError_str,
    tp_methods: [method('__reduce__', METH_NOARGS, fields.ImportError_reduce)],
    tp_members: [
      object('msg', 'exception message'),
      object('name', 'module name'),
      object('path', 'module path'),
      object('name_from', 'name imported from module'),
    ],
  },
);
export const PyExc_ModuleNotFoundError = complex(
  () => PyExc_ImportError,
  'ModuleNotFoundError',
  'Module not found.',
  importErrorStruct,
);

const osErrorStruct: Struct = {
  size: 112,
  construct: (type) => new structs.PyOSErrorObject(type),
  dealloc: os.OSError_dealloc,
  traverse: os.OSError_traverse as TypeSpec['tp_traverse'],
  clear: os.OSError_clear,
  init: os.OSError_init,
};
export const PyExc_OSError = complex(
  () => PyExc_Exception,
  'OSError',
  'Base class for I/O related errors.',
  osErrorStruct,
  {
    tp_new: os.OSError_new,
    tp_str: os.OSError_str,
    tp_methods: [method('__reduce__', METH_NOARGS, os.OSError_reduce)],
    tp_members: [
      object('errno', 'POSIX exception code', 'myerrno'),
      object('strerror', 'exception strerror'),
      object('filename', 'exception filename'),
      object('filename2', 'second exception filename'),
    ],
    tp_getset: [{ name: 'characters_written', get: os.OSError_written_get, set: os.OSError_written_set, doc: null }],
  },
);
const osError = (tp_name: string, tp_doc: string, parent = (): PyTypeObject => PyExc_OSError): PyTypeObject =>
  complex(parent, tp_name, tp_doc, osErrorStruct);
export const PyExc_BlockingIOError = osError('BlockingIOError', 'I/O operation would block.');
export const PyExc_ConnectionError = osError('ConnectionError', 'Connection error.');
export const PyExc_ChildProcessError = osError('ChildProcessError', 'Child process error.');
const connectionError = (tp_name: string, tp_doc: string): PyTypeObject =>
  osError(tp_name, tp_doc, () => PyExc_ConnectionError);
export const PyExc_BrokenPipeError = connectionError('BrokenPipeError', 'Broken pipe.');
export const PyExc_ConnectionAbortedError = connectionError('ConnectionAbortedError', 'Connection aborted.');
export const PyExc_ConnectionRefusedError = connectionError('ConnectionRefusedError', 'Connection refused.');
export const PyExc_ConnectionResetError = connectionError('ConnectionResetError', 'Connection reset.');
export const PyExc_FileExistsError = osError('FileExistsError', 'File already exists.');
export const PyExc_FileNotFoundError = osError('FileNotFoundError', 'File not found.');
export const PyExc_IsADirectoryError = osError('IsADirectoryError', "Operation doesn't work on directories.");
export const PyExc_NotADirectoryError = osError('NotADirectoryError', 'Operation only works on directories.');
export const PyExc_InterruptedError = osError('InterruptedError', 'Interrupted by signal.');
export const PyExc_PermissionError = osError('PermissionError', 'Not enough permissions.');
export const PyExc_ProcessLookupError = osError('ProcessLookupError', 'Process not found.');
export const PyExc_TimeoutError = osError('TimeoutError', 'Timeout expired.');
export const PyExc_EnvironmentError = PyExc_OSError;
export const PyExc_IOError = PyExc_OSError;

export const PyExc_EOFError = simple(() => PyExc_Exception, 'EOFError', 'Read beyond end of file.');
export const PyExc_RuntimeError = simple(() => PyExc_Exception, 'RuntimeError', 'Unspecified run-time error.');
export const PyExc_RecursionError = simple(() => PyExc_RuntimeError, 'RecursionError', 'Recursion limit exceeded.');
export const PyExc_PythonFinalizationError = simple(
  () => PyExc_RuntimeError,
  'PythonFinalizationError',
  'Operation blocked during Python finalization.',
);
export const PyExc_NotImplementedError = simple(
  () => PyExc_RuntimeError,
  'NotImplementedError',
  "Method or function hasn't been implemented yet.",
);

const nameErrorStruct: Struct = {
  size: 80,
  construct: (type) => new structs.PyNameErrorObject(type),
  dealloc: fields.NameError_dealloc,
  traverse: fields.NameError_traverse as TypeSpec['tp_traverse'],
  clear: fields.NameError_clear,
  init: fields.NameError_init,
};
export const PyExc_NameError = complex(
  () => PyExc_Exception,
  'NameError',
  'Name not found globally.',
  nameErrorStruct,
  {
    tp_str: base.BaseException_str,
    tp_members: [object('name', 'name')],
  },
);
export const PyExc_UnboundLocalError = complex(
  () => PyExc_NameError,
  'UnboundLocalError',
  'Local name referenced but not bound to a value.',
  nameErrorStruct,
);
export const PyExc_AttributeError = complex(
  () => PyExc_Exception,
  'AttributeError',
  'Attribute not found.',
  {
    size: 88,
    construct: (type) => new structs.PyAttributeErrorObject(type),
    dealloc: fields.AttributeError_dealloc,
    traverse: fields.AttributeError_traverse as TypeSpec['tp_traverse'],
    clear: fields.AttributeError_clear,
    init: fields.AttributeError_init,
  },
  {
    tp_str: base.BaseException_str,
    tp_methods: [
      method('__getstate__', METH_NOARGS, fields.AttributeError_getstate),
      method('__reduce__', METH_NOARGS, fields.AttributeError_reduce),
    ],
    tp_members: [object('name', 'attribute name'), object('obj', 'object')],
  },
);

const syntaxErrorStruct: Struct = {
  size: 136,
  construct: (type) => new structs.PySyntaxErrorObject(type),
  dealloc: fields.SyntaxError_dealloc,
  traverse: fields.SyntaxError_traverse as TypeSpec['tp_traverse'],
  clear: fields.SyntaxError_clear,
  init: fields.SyntaxError_init,
};
export const PyExc_SyntaxError = complex(() => PyExc_Exception, 'SyntaxError', 'Invalid syntax.', syntaxErrorStruct, {
  tp_str: fields.SyntaxError_str,
  tp_members: [
    object('msg', 'exception msg'),
    object('filename', 'exception filename'),
    object('lineno', 'exception lineno'),
    object('offset', 'exception offset'),
    object('text', 'exception text'),
    object('end_lineno', 'exception end lineno'),
    object('end_offset', 'exception end offset'),
    object('print_file_and_line', 'exception print_file_and_line'),
  ],
});
export const PyExc_IndentationError = complex(
  () => PyExc_SyntaxError,
  'IndentationError',
  'Improper indentation.',
  syntaxErrorStruct,
);
export const PyExc_TabError = complex(
  () => PyExc_IndentationError,
  'TabError',
  'Improper mixture of spaces and tabs.',
  syntaxErrorStruct,
);
export const PyExc_IncompleteInputError = complex(
  () => PyExc_SyntaxError,
  '_IncompleteInputError',
  'incomplete input.',
  syntaxErrorStruct,
);

export const PyExc_LookupError = simple(() => PyExc_Exception, 'LookupError', 'Base class for lookup errors.');
export const PyExc_IndexError = simple(() => PyExc_LookupError, 'IndexError', 'Sequence index out of range.');
export const PyExc_KeyError = complex(
  () => PyExc_LookupError,
  'KeyError',
  'Mapping key not found.',
  {
    size: SIZEOF_BASE,
    construct: (type) => new structs.PyBaseExceptionObject(type),
    dealloc: base.BaseException_dealloc,
    traverse: base.BaseException_traverse as TypeSpec['tp_traverse'],
    clear: base.BaseException_clear,
    init: base.BaseException_init,
  },
  { tp_str: fields.KeyError_str },
);

export const PyExc_ValueError = simple(
  () => PyExc_Exception,
  'ValueError',
  'Inappropriate argument value (of correct type).',
);
export const PyExc_UnicodeError = simple(() => PyExc_ValueError, 'UnicodeError', 'Unicode related error.');
const unicodeErrorMembers: PyMemberDef[] = [
  object('encoding', 'exception encoding'),
  object('object', 'exception object'),
  { name: 'start', type: Py_T_PYSSIZET, field: 'start', flags: 0, doc: 'exception start' },
  { name: 'end', type: Py_T_PYSSIZET, field: 'end', flags: 0, doc: 'exception end' },
  object('reason', 'exception reason'),
];
const unicodeError = (
  tp_name: string,
  tp_doc: string,
  init: TypeSpec['tp_init'],
  tp_str: TypeSpec['tp_str'],
): PyTypeObject =>
  complex(
    () => PyExc_UnicodeError,
    tp_name,
    tp_doc,
    {
      size: 112,
      construct: (type) => new structs.PyUnicodeErrorObject(type),
      dealloc: unicode.UnicodeError_dealloc,
      traverse: unicode.UnicodeError_traverse as TypeSpec['tp_traverse'],
      clear: unicode.UnicodeError_clear,
      init,
    },
    { tp_new: base.BaseException_new, tp_str, tp_members: unicodeErrorMembers },
  );
export const PyExc_UnicodeEncodeError = unicodeError(
  'UnicodeEncodeError',
  'Unicode encoding error.',
  unicode.UnicodeEncodeError_init,
  unicode.UnicodeEncodeError_str,
);
export const PyExc_UnicodeDecodeError = unicodeError(
  'UnicodeDecodeError',
  'Unicode decoding error.',
  unicode.UnicodeDecodeError_init,
  unicode.UnicodeDecodeError_str,
);
export const PyExc_UnicodeTranslateError = unicodeError(
  'UnicodeTranslateError',
  'Unicode translation error.',
  unicode.UnicodeTranslateError_init,
  unicode.UnicodeTranslateError_str,
);

export const PyExc_AssertionError = simple(() => PyExc_Exception, 'AssertionError', 'Assertion failed.');
export const PyExc_ArithmeticError = simple(
  () => PyExc_Exception,
  'ArithmeticError',
  'Base class for arithmetic errors.',
);
export const PyExc_FloatingPointError = simple(
  () => PyExc_ArithmeticError,
  'FloatingPointError',
  'Floating-point operation failed.',
);
export const PyExc_OverflowError = simple(
  () => PyExc_ArithmeticError,
  'OverflowError',
  'Result too large to be represented.',
);
export const PyExc_ZeroDivisionError = simple(
  () => PyExc_ArithmeticError,
  'ZeroDivisionError',
  'Second argument to a division or modulo operation was zero.',
);
export const PyExc_SystemError = simple(
  () => PyExc_Exception,
  'SystemError',
  'Internal error in the Python interpreter.\n\nPlease report this to the Python maintainer, along with the traceback,\nthe Python version, and the hardware/OS platform and version.',
);
export const PyExc_ReferenceError = simple(
  () => PyExc_Exception,
  'ReferenceError',
  'Weak ref proxy used after referent went away.',
);

const MEMERRORS_SAVE = 16;
/** Dead MemoryErrors, kept with their blocks. */
let memerrors: PyBaseExceptionObject[] = [];
onRuntimeReset(() => {
  memerrors = [];
});

function get_memory_error(args: PyTupleObject | null): Owned<PyObject> | null {
  const self = memerrors.pop();
  if (self !== undefined) {
    // The arguments are dropped here: MemoryError.__init__ sets them.
    self.args = PyTuple_New(0);
    _Py_NewReference(self);
    _PyObject_GC_TRACK(self);
    return self;
  }
  return base.BaseException_new(PyExc_MemoryError, args);
}
function MemoryError_new(type: PyTypeObject, args: PyTupleObject | null): Owned<PyObject> | null {
  return type === PyExc_MemoryError ? get_memory_error(args) : base.BaseException_new(type, args);
}
function MemoryError_dealloc(self: PyBaseExceptionObject): void {
  _PyObject_GC_UNTRACK(self);
  base.BaseException_clear(self);
  if (self.ob_type === PyExc_MemoryError && memerrors.length < MEMERRORS_SAVE) memerrors.push(self);
  else self.ob_type.tp_free!(self as never);
}
export const PyExc_MemoryError = defineType({
  tp_name: 'MemoryError',
  tp_basicsize: SIZEOF_BASE,
  tp_flags: Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
  tp_doc: 'Out of memory.',
  tp_base: () => PyExc_Exception,
  tp_dictoffset: 16,
  construct: (type) => new structs.PyBaseExceptionObject(type),
  tp_dealloc: MemoryError_dealloc,
  tp_traverse: base.BaseException_traverse as TypeSpec['tp_traverse'],
  tp_clear: base.BaseException_clear,
  tp_init: base.BaseException_init,
  tp_new: MemoryError_new,
});

/** PyErr_NoMemory: sets a MemoryError and returns null. */
export function PyErr_NoMemory(): null {
  const err = get_memory_error(null);
  const old = tstate.current_exception;
  tstate.current_exception = err;
  if (old !== null) Py_DECREF(old);
  return null;
}

/** _PyExc_InitGlobalObjects: fills MemoryError's free list. After all types are ready. */
export function _PyExc_InitGlobalObjects(): void {
  const errors: PyObject[] = [];
  for (let i = 0; i < MEMERRORS_SAVE; i++) errors.push(base.BaseException_new(PyExc_MemoryError, null)!);
  for (const error of errors) Py_DECREF(error);
}

export const PyExc_BufferError = simple(() => PyExc_Exception, 'BufferError', 'Buffer error.');
export const PyExc_Warning = simple(() => PyExc_Exception, 'Warning', 'Base class for warning categories.');
const warning = (tp_name: string, tp_doc: string): PyTypeObject => simple(() => PyExc_Warning, tp_name, tp_doc);
export const PyExc_UserWarning = warning('UserWarning', 'Base class for warnings generated by user code.');
export const PyExc_DeprecationWarning = warning(
  'DeprecationWarning',
  'Base class for warnings about deprecated features.',
);
export const PyExc_PendingDeprecationWarning = warning(
  'PendingDeprecationWarning',
  'Base class for warnings about features which will be deprecated\nin the future.',
);
export const PyExc_SyntaxWarning = warning('SyntaxWarning', 'Base class for warnings about dubious syntax.');
export const PyExc_RuntimeWarning = warning(
  'RuntimeWarning',
  'Base class for warnings about dubious runtime behavior.',
);
export const PyExc_FutureWarning = warning(
  'FutureWarning',
  'Base class for warnings about constructs that will change semantically\nin the future.',
);
export const PyExc_ImportWarning = warning(
  'ImportWarning',
  'Base class for warnings about probable mistakes in module imports',
);
export const PyExc_UnicodeWarning = warning(
  'UnicodeWarning',
  'Base class for warnings about Unicode related problems, mostly\nrelated to conversion problems.',
);
export const PyExc_BytesWarning = warning(
  'BytesWarning',
  'Base class for warnings about bytes and buffer related problems, mostly\nrelated to conversion from str or comparing to str.',
);
export const PyExc_EncodingWarning = warning('EncodingWarning', 'Base class for warnings about encodings.');
export const PyExc_ResourceWarning = warning('ResourceWarning', 'Base class for warnings about resource usage.');

/** All static exception types in the order CPython readies them and puts them into builtins. */
export const static_exceptions = (): PyTypeObject[] => [
  PyExc_BaseException,
  PyExc_BaseExceptionGroup,
  PyExc_Exception,
  PyExc_GeneratorExit,
  PyExc_KeyboardInterrupt,
  PyExc_SystemExit,
  PyExc_ArithmeticError,
  PyExc_AssertionError,
  PyExc_AttributeError,
  PyExc_BufferError,
  PyExc_EOFError,
  PyExc_ImportError,
  PyExc_LookupError,
  PyExc_MemoryError,
  PyExc_NameError,
  PyExc_OSError,
  PyExc_ReferenceError,
  PyExc_RuntimeError,
  PyExc_StopAsyncIteration,
  PyExc_StopIteration,
  PyExc_SyntaxError,
  PyExc_SystemError,
  PyExc_TypeError,
  PyExc_ValueError,
  PyExc_Warning,
  PyExc_FloatingPointError,
  PyExc_OverflowError,
  PyExc_ZeroDivisionError,
  PyExc_BytesWarning,
  PyExc_DeprecationWarning,
  PyExc_EncodingWarning,
  PyExc_FutureWarning,
  PyExc_ImportWarning,
  PyExc_PendingDeprecationWarning,
  PyExc_ResourceWarning,
  PyExc_RuntimeWarning,
  PyExc_SyntaxWarning,
  PyExc_UnicodeWarning,
  PyExc_UserWarning,
  PyExc_BlockingIOError,
  PyExc_ChildProcessError,
  PyExc_ConnectionError,
  PyExc_FileExistsError,
  PyExc_FileNotFoundError,
  PyExc_InterruptedError,
  PyExc_IsADirectoryError,
  PyExc_NotADirectoryError,
  PyExc_PermissionError,
  PyExc_ProcessLookupError,
  PyExc_TimeoutError,
  PyExc_IndentationError,
  PyExc_IncompleteInputError,
  PyExc_IndexError,
  PyExc_KeyError,
  PyExc_ModuleNotFoundError,
  PyExc_NotImplementedError,
  PyExc_PythonFinalizationError,
  PyExc_RecursionError,
  PyExc_UnboundLocalError,
  PyExc_UnicodeError,
  PyExc_BrokenPipeError,
  PyExc_ConnectionAbortedError,
  PyExc_ConnectionRefusedError,
  PyExc_ConnectionResetError,
  PyExc_TabError,
  PyExc_UnicodeDecodeError,
  PyExc_UnicodeEncodeError,
  PyExc_UnicodeTranslateError,
];

/** _PyBuiltins_AddExceptions: the exception classes go into builtins' dict; makes ExceptionGroup. 0, or −1. */
export function _PyBuiltins_AddExceptions(mod_dict: PyDictObject): number {
  for (const type of static_exceptions()) if (PyDict_SetItemString(mod_dict, type.tp_name, type) < 0) return -1;
  const group = groups.create_exception_group_class();
  if (group === null) return -1;
  if (PyDict_SetItemString(mod_dict, 'ExceptionGroup', group) < 0) return -1;
  if (PyDict_SetItemString(mod_dict, 'EnvironmentError', PyExc_OSError) < 0) return -1;
  if (PyDict_SetItemString(mod_dict, 'IOError', PyExc_OSError) < 0) return -1;
  return 0;
}
