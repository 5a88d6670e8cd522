// __build_class__, which a class statement calls. Follows builtin___build_class__ in Python/bltinmodule.c, CPython 3.13.

import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { PyMapping_Check, PyObject_SetItem } from '../objects/abstract';
import { PyObject_CallOneArg, PyObject_VectorcallDict, _PyStack_AsDict } from '../objects/call';
import { PyCell_Check, PyCell_GET } from '../objects/cellobject';
import { PyDict_DelItem, PyDict_GetItemWithError, PyDict_New } from '../objects/dictobject';
import type { PyDictObject } from '../objects/dictstruct';
import { PyErr_Occurred, PyErr_SetString, reprText } from '../objects/errors';
import { PyExc_RuntimeError, PyExc_TypeError } from '../objects/exceptions';
import { PyFunction_Check } from '../objects/funcobject';
import type { PyObject } from '../objects/object';
import { PyObject_GetOptionalAttr } from '../objects/objectprotocol';
import { vmInterface } from '../objects/pystate';
import { PyTuple_Check, PyTuple_FromArray, PyTuple_FromArraySteal } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import { PyType_Check, PyType_Type, _PyType_CalculateMetaclass } from '../objects/typeobject';
import type { PyTypeObject } from '../objects/typestruct';
import { PyUnicode_Check, _Py_ID } from '../objects/unicodeobject';

const typeError = (message: string): null => PyErr_SetString(PyExc_TypeError, message);

/** Replaces bases that have __mro_entries__ (PEP 560). Owned: `bases` itself (a new reference) when none has. */
function update_bases(bases: PyTupleObject): PyTupleObject | null {
  let updated: PyObject[] | null = null;
  const giveUp = (): null => {
    for (const base of updated ?? []) Py_DECREF(base);
    return null;
  };
  for (const [i, base] of bases.ob_item.entries()) {
    if (PyType_Check(base)) {
      updated?.push(Py_NewRef(base));
      continue;
    }
    const meth: { value: PyObject | null } = { value: null };
    if (PyObject_GetOptionalAttr(base, _Py_ID('__mro_entries__'), meth) < 0) return giveUp();
    if (meth.value === null) {
      updated?.push(Py_NewRef(base));
      continue;
    }
    const entries = PyObject_CallOneArg(meth.value, bases);
    Py_DECREF(meth.value);
    if (entries === null) return giveUp();
    if (!PyTuple_Check(entries)) {
      typeError('__mro_entries__ must return a tuple');
      Py_DECREF(entries);
      return giveUp();
    }
    updated ??= bases.ob_item.slice(0, i).map((b) => Py_NewRef(b));
    for (const entry of (entries as PyTupleObject).ob_item) updated.push(Py_NewRef(entry));
    Py_DECREF(entries);
  }
  return updated === null ? Py_NewRef(bases) : (PyTuple_FromArraySteal(updated) as PyTupleObject);
}

export function builtin___build_class__(
  _module: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): PyObject | null {
  const nargs = args.length - (kwnames === null ? 0 : kwnames.ob_item.length);
  if (nargs < 2) return typeError('__build_class__: not enough arguments');
  const func = args[0]!;
  if (!PyFunction_Check(func)) return typeError('__build_class__: func must be a function');
  const name = args[1]!;
  if (!PyUnicode_Check(name)) return typeError('__build_class__: name is not a string');
  const orig_bases = PyTuple_FromArray(args.slice(2, nargs)) as PyTupleObject;
  const bases = update_bases(orig_bases);
  if (bases === null) {
    Py_DECREF(orig_bases);
    return null;
  }

  let mkw: PyDictObject | null = null;
  let meta: PyObject | null = null;
  let ns: PyObject | null = null;
  let cell: PyObject | null = null;
  let cls: PyObject | null = null;
  const done = (): PyObject | null => {
    Py_XDECREF(cell);
    Py_XDECREF(ns);
    Py_XDECREF(meta);
    Py_XDECREF(mkw);
    // Without a change, `bases` is `orig_bases` with a reference of its own.
    Py_DECREF(orig_bases);
    Py_DECREF(bases);
    return cls;
  };

  let isclass = false;
  if (kwnames !== null) {
    mkw = _PyStack_AsDict(args, nargs, kwnames);
    if (mkw === null) return done();
    meta = PyDict_GetItemWithError(mkw, _Py_ID('metaclass'));
    if (meta !== null) {
      Py_NewRef(meta);
      if (PyDict_DelItem(mkw, _Py_ID('metaclass')) < 0) return done();
      isclass = PyType_Check(meta);
    } else if (PyErr_Occurred()) return done();
  }
  if (meta === null) {
    meta = Py_NewRef(bases.ob_item.length === 0 ? PyType_Type : bases.ob_item[0]!.ob_type);
    isclass = true;
  }
  if (isclass) {
    const winner = _PyType_CalculateMetaclass(meta as PyTypeObject, bases);
    if (winner === null) return done();
    if (winner !== meta) {
      Py_DECREF(meta);
      meta = Py_NewRef(winner);
    }
  }
  const prep: { value: PyObject | null } = { value: null };
  if (PyObject_GetOptionalAttr(meta, _Py_ID('__prepare__'), prep) < 0) return done();
  if (prep.value === null) ns = PyDict_New();
  else {
    ns = PyObject_VectorcallDict(prep.value, [name, bases], mkw);
    Py_DECREF(prep.value);
  }
  if (ns === null) return done();
  if (!PyMapping_Check(ns)) {
    const who = isclass ? (meta as PyTypeObject).tp_name : '<metaclass>';
    typeError(`${who}.__prepare__() must return a mapping, not ${ns.ob_type.tp_name}`);
    return done();
  }
  cell = vmInterface.evalClassBody(func, ns);
  if (cell === null) return done();
  if (bases !== orig_bases && PyObject_SetItem(ns, _Py_ID('__orig_bases__'), orig_bases) < 0) return done();
  cls = PyObject_VectorcallDict(meta, [name, bases, ns], mkw);
  if (cls !== null && PyType_Check(cls) && PyCell_Check(cell)) {
    const cell_cls = PyCell_GET(cell);
    if (cell_cls !== cls) {
      if (cell_cls === null) {
        PyErr_SetString(
          PyExc_RuntimeError,
          `__class__ not set defining ${reprText(name)} as ${reprText(cls)}. Was __classcell__ propagated to type.__new__?`,
        );
      } else {
        typeError(`__class__ set to ${reprText(cell_cls)} defining ${reprText(name)} as ${reprText(cls)}`);
      }
      Py_DECREF(cls);
      cls = null;
    }
  }
  return done();
}
