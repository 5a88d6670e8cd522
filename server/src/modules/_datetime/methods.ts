// What the types' method tables have in common: getters, replace(), __reduce__(). Follows Modules/_datetimemodule.c and its
// clinic file, CPython 3.13. Evaluated before the types: it imports none of them.

import { Py_DECREF, Py_NewRef } from '../../heap/refcount';
import { PyArg_ParseTuple } from '../../objects/argformat';
import { PyBytes_FromStringAndSize } from '../../objects/bytesobject';
import { PyErr_Occurred } from '../../objects/errors';
import { _PyArg_UnpackKeywords, argParser } from '../../objects/getargs';
import { PyLong_AsInt, PyLong_FromLong } from '../../objects/longobject';
import type { PyObject } from '../../objects/object';
import { Py_None } from '../../objects/objectprotocol';
import { PyTuple_FromArray, PyTuple_FromArraySteal } from '../../objects/tupleobject';
import type { PyTupleObject } from '../../objects/tuplestruct';
import type { PyGetSetDef, PyMethodDef } from '../../objects/typestruct';
import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_VARARGS, method } from '../../objects/typestruct';
import type { PyDateTime_DateTime, PyDateTime_Time } from './structs';
import { tzinfoOf } from './structs';

/** What time and datetime share. */
export type Clock = PyDateTime_Time | PyDateTime_DateTime;

/** An attribute that is a number of the struct. */
export const numberGetter = (name: string): PyGetSetDef => ({
  name,
  get: (self: PyObject) => PyLong_FromLong((self as unknown as Record<string, number>)[name]!),
  set: null,
  doc: null,
});

export const tzinfoGetter: PyGetSetDef = {
  name: 'tzinfo',
  get: (self: Clock) => Py_NewRef(tzinfoOf(self)),
  set: null,
  doc: null,
};

/** The methods `replace` and `__replace__`: `body` gets numbers by name, `self`'s own where no argument is given. */
export function replaceMethods(
  doc: string,
  signature: string,
  names: readonly string[],
  maxpos: number,
  body: (self: PyObject, values: number[], tzinfo: PyObject | null) => PyObject | null,
): PyMethodDef[] {
  const parser = argParser('replace', names, 0, maxpos);
  const replace = (self: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null => {
    const parsed = _PyArg_UnpackKeywords(args, kwnames, parser);
    if (parsed === null) return null;
    const values: number[] = [];
    let tzinfo: PyObject | null = null;
    for (const [i, name] of names.entries()) {
      const arg = parsed[i]!;
      if (name === 'tzinfo') tzinfo = arg;
      else if (arg === null) values.push((self as unknown as Record<string, number>)[name]!);
      else {
        const v = PyLong_AsInt(arg);
        if (v === -1 && PyErr_Occurred() !== null) return null;
        values.push(v);
      }
    }
    return body(self, values, tzinfo);
  };
  return [
    method('replace', METH_FASTCALL | METH_KEYWORDS, replace, signature, doc),
    method('__replace__', METH_FASTCALL | METH_KEYWORDS, replace, '($self, /, **changes)', 'The same as replace().'),
  ];
}

/** __reduce_ex__ and __reduce__: `bytesOf` gives the state for a pickle protocol. */
export function reduceMethods(bytesOf: (self: never, proto: number) => Uint8Array): PyMethodDef[] {
  const reduce = (op: PyObject, proto: number): PyObject => {
    const basestate = PyBytes_FromStringAndSize(bytesOf(op as never, proto));
    const tzinfo = tzinfoOf(op as Clock);
    const state = PyTuple_FromArray(tzinfo === Py_None ? [basestate] : [basestate, tzinfo]);
    Py_DECREF(basestate);
    return PyTuple_FromArraySteal([Py_NewRef(op.ob_type), state]);
  };
  return [
    method(
      '__reduce_ex__',
      METH_VARARGS,
      (self: PyObject, args: PyTupleObject) => {
        const parsed = PyArg_ParseTuple(args, 'i:__reduce_ex__');
        return parsed === null ? null : reduce(self, parsed[0] as number);
      },
      null,
      '__reduce_ex__(proto) -> (cls, state)',
    ),
    method('__reduce__', METH_NOARGS, (self: PyObject) => reduce(self, 2), null, '__reduce__() -> (cls, state)'),
  ];
}
