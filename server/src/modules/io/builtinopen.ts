// builtins.open, which CPython takes from _io at start-up. Here _io is imported when a program first opens a file.

import { Py_DECREF } from '../../heap/refcount';
import type { PyObject } from '../../objects/object';
import type { PyTupleObject } from '../../objects/tuplestruct';
import { PyImport_ImportModule } from '../import';
import { io_open } from './open';

export function builtin_open(m: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const _io = PyImport_ImportModule('_io');
  if (_io === null) return null;
  Py_DECREF(_io);
  return io_open(m, args, kwnames);
}
