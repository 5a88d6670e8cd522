// What modules written in C have in common here: short ways to declare functions and to read their arguments.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyNumber_Index } from '../objects/abstract';
import { PyBytes_FromStringAndSize } from '../objects/bytesobject';
import { _PyArg_CheckPositional, _PyArg_UnpackKeywords, argParser } from '../objects/getargs';
import { PyLong_AsValue } from '../objects/longobject';
import type { PyObject } from '../objects/object';
import { PyObject_IsTrue, Py_None } from '../objects/objectprotocol';
import type { PyTupleObject } from '../objects/tuplestruct';
import type { PyMethodDef } from '../objects/typestruct';
import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, method } from '../objects/typestruct';

export const none = (): Owned<PyObject> => Py_NewRef(Py_None);
export const ref = Py_NewRef;
export const bytes = (data: Uint8Array): Owned<PyObject> => PyBytes_FromStringAndSize(data);

/** An argument of a function: null where absent. */
export type Arg = PyObject | null;

/** A function whose arguments come positional only. */
export function positionalMethod(
  name: string,
  min: number,
  max: number,
  body: (self: PyObject, args: readonly PyObject[]) => PyObject | null,
  signature: string | null = null,
  doc = '',
): PyMethodDef {
  const checked = (self: PyObject, args: readonly PyObject[]): PyObject | null =>
    _PyArg_CheckPositional(name, args.length, min, max) ? body(self, args) : null;
  if (min === 1 && max === 1)
    return method(name, METH_O, (self: PyObject, arg: PyObject) => body(self, [arg]), signature, doc);
  if (max === 0) return method(name, METH_NOARGS, (self: PyObject) => body(self, []), signature, doc);
  return method(name, METH_FASTCALL, checked, signature, doc);
}

/** A function with keyword parameters ('' names a positional-only one); the body gets one argument for each. */
export function keywordMethod(
  name: string,
  names: readonly string[],
  min: number,
  maxpos: number,
  body: (self: PyObject, args: Arg[]) => PyObject | null,
  signature: string | null = null,
  doc = '',
): PyMethodDef {
  const parser = argParser(name, names, min, maxpos);
  return method(
    name,
    METH_FASTCALL | METH_KEYWORDS,
    (self: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null) => {
      const parsed = _PyArg_UnpackKeywords(args, kwnames, parser);
      return parsed === null ? null : body(self, parsed);
    },
    signature,
    doc,
  );
}

/** A bool parameter: its default when absent, null with an exception. */
export function argBool(arg: Arg | undefined, missing: boolean): boolean | null {
  if (arg == null) return missing;
  const truth = PyObject_IsTrue(arg);
  return truth < 0 ? null : truth !== 0;
}

/** unsigned_int(bitwise=True): the lowest 32 bits of an int; null with TypeError. */
export function argUint32(arg: Arg | undefined, missing: number): number | null {
  if (arg == null) return missing;
  const index = PyNumber_Index(arg);
  if (index === null) return null;
  const value = Number(BigInt.asUintN(32, BigInt(PyLong_AsValue(index))));
  Py_DECREF(index);
  return value;
}
