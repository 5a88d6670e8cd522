// repr() as JavaScript text, for reprs and messages that contain another object's.
import { Py_DECREF } from '../heap/refcount';
import type { PyObject } from './object';
import { PyObject_Repr } from './objectprotocol';

/** `%R`: null when repr() raised (unlike errors.ts's reprText, which is for messages that must come out in any case). */
export function reprString(op: PyObject): string | null {
  const repr = PyObject_Repr(op);
  if (repr === null) return null;
  const text = repr.str;
  Py_DECREF(repr);
  return text;
}
