// The structs of exceptions; the types are in exceptions.ts. A leaf module (see object.ts).
// Follows Include/cpython/pyerrors.h, CPython 3.13.
import { PyObject } from './object';
import type { PyTupleObject } from './tuplestruct';
import type { PyTypeObject } from './typestruct';

export class PyBaseExceptionObject extends PyObject {
  /** Owned, like all fields here. null only while the object is being built or cleared. */
  args: PyTupleObject | null;
  /** C keeps `__notes__` here in name only: the list is an ordinary attribute, in the dict. */
  notes: PyObject | null;
  traceback: PyObject | null;
  context: PyObject | null;
  cause: PyObject | null;
  suppress_context: boolean;

  constructor(type: PyTypeObject) {
    super(type);
    this.ob_dict = null;
    this.args = null;
    this.notes = null;
    this.traceback = null;
    this.context = null;
    this.cause = null;
    this.suppress_context = false;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

export class PyBaseExceptionGroupObject extends PyBaseExceptionObject {
  msg: PyObject | null;
  /** A tuple. */
  excs: PyTupleObject | null;
  constructor(type: PyTypeObject) {
    super(type);
    this.msg = null;
    this.excs = null;
  }
}

export class PySyntaxErrorObject extends PyBaseExceptionObject {
  msg: PyObject | null;
  filename: PyObject | null;
  lineno: PyObject | null;
  offset: PyObject | null;
  end_lineno: PyObject | null;
  end_offset: PyObject | null;
  text: PyObject | null;
  print_file_and_line: PyObject | null;
  constructor(type: PyTypeObject) {
    super(type);
    this.msg = null;
    this.filename = null;
    this.lineno = null;
    this.offset = null;
    this.end_lineno = null;
    this.end_offset = null;
    this.text = null;
    this.print_file_and_line = null;
  }
}

export class PyImportErrorObject extends PyBaseExceptionObject {
  msg: PyObject | null;
  name: PyObject | null;
  path: PyObject | null;
  name_from: PyObject | null;
  constructor(type: PyTypeObject) {
    super(type);
    this.msg = null;
    this.name = null;
    this.path = null;
    this.name_from = null;
  }
}

export class PyUnicodeErrorObject extends PyBaseExceptionObject {
  encoding: PyObject | null;
  object: PyObject | null;
  start: number;
  end: number;
  reason: PyObject | null;
  constructor(type: PyTypeObject) {
    super(type);
    this.encoding = null;
    this.object = null;
    this.start = 0;
    this.end = 0;
    this.reason = null;
  }
}

export class PySystemExitObject extends PyBaseExceptionObject {
  code: PyObject | null;
  constructor(type: PyTypeObject) {
    super(type);
    this.code = null;
  }
}

export class PyOSErrorObject extends PyBaseExceptionObject {
  myerrno: PyObject | null;
  strerror: PyObject | null;
  filename: PyObject | null;
  filename2: PyObject | null;
  /** BlockingIOError's characters_written; −1: not set. */
  written: number;
  constructor(type: PyTypeObject) {
    super(type);
    this.myerrno = null;
    this.strerror = null;
    this.filename = null;
    this.filename2 = null;
    this.written = -1;
  }
}

export class PyStopIterationObject extends PyBaseExceptionObject {
  value: PyObject | null;
  constructor(type: PyTypeObject) {
    super(type);
    this.value = null;
  }
}

export class PyNameErrorObject extends PyBaseExceptionObject {
  name: PyObject | null;
  constructor(type: PyTypeObject) {
    super(type);
    this.name = null;
  }
}

export class PyAttributeErrorObject extends PyBaseExceptionObject {
  obj: PyObject | null;
  name: PyObject | null;
  constructor(type: PyTypeObject) {
    super(type);
    this.obj = null;
    this.name = null;
  }
}
