// int(buffer): anything with the buffer protocol, taken as text. A small file of its own, because it is the only place
// where the number protocol meets buffers.

import type { Owned } from '../heap/refcount';
import { PyBuffer_Release, PyObject_CheckBuffer, PyObject_GetBuffer, newBuffer } from './bufferobject';
import { PyBUF_SIMPLE } from './bufferstruct';
import { PyBytes_FromStringAndSize } from './bytesobject';
import type { PyObject } from './object';

/** The bytes of `op` as a bytes object, or null: without an exception when it has no buffer. */
export function bytesLikeText(op: PyObject): Owned<PyObject> | null {
  if (!PyObject_CheckBuffer(op)) return null;
  const view = newBuffer();
  if (PyObject_GetBuffer(op, view, PyBUF_SIMPLE) < 0) return null;
  const bytes = PyBytes_FromStringAndSize(view.buf.slice(view.offset, view.offset + view.len));
  PyBuffer_Release(view);
  return bytes;
}
