// _testcapi's views of frames. Follows the frame functions of Modules/_testcapimodule.c and of Objects/frameobject.c,
// CPython 3.13.

import { Py_DECREF, Py_NewRef } from '../../heap/refcount';
import { PyErr_SetString } from '../../objects/errors';
import { PyExc_NameError, PyExc_TypeError } from '../../objects/exceptions';
import { PyFrame_Check, PyFrame_GetLocals } from '../../objects/frameobject';
import { framelocalsproxy_getval } from '../../objects/framelocalsproxy';
import type { PyFrameObject } from '../../objects/framestruct';
import { PyLong_FromLong } from '../../objects/longobject';
import type { PyObject } from '../../objects/object';
import type { PyMethodDef } from '../../objects/typestruct';
import { METH_O, method } from '../../objects/typestruct';
import { PyUnicode_Check, PyUnicode_FromString } from '../../objects/unicodeobject';
import type { PyBytesObject } from '../../objects/bytesstruct';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import { none, positionalMethod } from '../support';

const FRAME_OWNED_BY_GENERATOR = 1;

const frameMethod = (name: string, get: (f: PyFrameObject) => PyObject | null): PyMethodDef =>
  method(name, METH_O, (_m: PyObject, frame: PyObject) =>
    PyFrame_Check(frame) ? get(frame) : PyErr_SetString(PyExc_TypeError, 'argument must be a frame'),
  );

function PyFrame_GetVar(f: PyFrameObject, name: PyObject): PyObject | null {
  if (!PyUnicode_Check(name)) return PyErr_SetString(PyExc_TypeError, `name must be str, not ${name.ob_type.tp_name}`);
  const text = (name as PyUnicodeObject).str;
  const names = f.f_frame.f_executable.co_localsplusnames.ob_item;
  for (let i = 0; i < names.length; i++) {
    if ((names[i] as PyUnicodeObject).str !== text) continue;
    const value = framelocalsproxy_getval(f.f_frame, i);
    if (value !== null) return Py_NewRef(value);
  }
  return PyErr_SetString(PyExc_NameError, `variable '${text}' does not exist`);
}

export const frameMethods = [
  frameMethod('frame_getlocals', PyFrame_GetLocals),
  frameMethod('frame_getglobals', (f) => Py_NewRef(f.f_frame.f_globals)),
  frameMethod('frame_getbuiltins', (f) => Py_NewRef(f.f_frame.f_builtins)),
  frameMethod('frame_getgenerator', (f) =>
    f.f_frame.owner === FRAME_OWNED_BY_GENERATOR ? Py_NewRef(f.f_frame.generator as PyObject) : none(),
  ),
  frameMethod('frame_getlasti', (f) => {
    const unit = f.f_frame.instr_ptr;
    return unit < 0 ? none() : PyLong_FromLong(unit * 2);
  }),
  positionalMethod('frame_getvar', 2, 2, (_m, [frame, name]) =>
    PyFrame_Check(frame!) ? PyFrame_GetVar(frame, name!) : PyErr_SetString(PyExc_TypeError, 'argument must be a frame'),
  ),
  positionalMethod('frame_getvarstring', 2, 2, (_m, [frame, name]) => {
    if (!PyFrame_Check(frame!)) return PyErr_SetString(PyExc_TypeError, 'argument must be a frame');
    const text = PyUnicode_FromString(new TextDecoder().decode((name as PyBytesObject).ob_sval));
    const value = PyFrame_GetVar(frame, text);
    Py_DECREF(text);
    return value;
  }),
];
