// types.SimpleNamespace. Follows Objects/namespaceobject.c, CPython 3.13. `ns_dict` is `ob_dict`.

import { PyObject_GC_Del } from '../heap/alloc';
import { PyObject_GC_UnTrack } from '../heap/gclists';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import type { Owned } from '../heap/refcount';
import { PyIter_Next, PyObject_GetIter } from './abstract';
import { PyObject_CallNoArgs, PyObject_CallOneArg } from './call';
import {
  PyDict_CheckExact,
  PyDict_GetItemWithError,
  PyDict_Keys,
  PyDict_New,
  PyDict_SetItemString,
  PyDict_Type,
  PyDict_Update,
  _PyDict_HasOnlyStringKeys,
} from './dictobject';
import type { PyDictObject } from './dictstruct';
import { PyErr_SetString } from './errors';
import { PyExc_TypeError } from './exceptions';
import { PyArg_UnpackTuple, _PyArg_NoPositional } from './getargs';
import { PyObject } from './object';
import type { CompareOp, visitproc } from './object';
import {
  PyObject_GenericGetAttr,
  PyObject_GenericSetAttr,
  PyObject_Repr,
  PyObject_RichCompare,
  Py_NotImplemented,
  Py_ReprEnter,
  Py_ReprLeave,
} from './objectprotocol';
import { tstate } from './pystate';
import { PyType_GenericAlloc } from './subtype';
import { PyTuple_FromArraySteal, PyTuple_New } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { PyObject_TypeCheck, _PyType_Name } from './typebasics';
import type { PyTypeObject } from './typestruct';
import {
  METH_KEYWORDS,
  METH_NOARGS,
  METH_VARARGS,
  Py_READONLY,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_HAVE_GC,
  _Py_T_OBJECT,
  defineType,
  method,
} from './typestruct';
import { PyUnicode_Check, PyUnicode_FromString } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

class _PyNamespaceObject extends PyObject {
  constructor(type: PyTypeObject) {
    super(type);
    this.ob_dict = null;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

function namespace_new(type: PyTypeObject): PyObject | null {
  const self = type.tp_alloc!(type, 0);
  if (self !== null) self.ob_dict = PyDict_New();
  return self;
}

function keywordsOnly(dict: PyDictObject): boolean {
  if (_PyDict_HasOnlyStringKeys(dict)) return true;
  PyErr_SetString(PyExc_TypeError, 'keywords must be strings');
  return false;
}

function namespace_init(ns: PyObject, args: PyTupleObject, kwds: PyDictObject | null): number {
  const a = PyArg_UnpackTuple(args, _PyType_Name(ns.ob_type), 0, 1);
  if (a === null) return -1;
  const arg = a[0];
  if (arg !== undefined) {
    const dict = PyDict_CheckExact(arg) ? Py_NewRef(arg) : PyObject_CallOneArg(PyDict_Type, arg);
    if (dict === null) return -1;
    const ok = keywordsOnly(dict as PyDictObject) && PyDict_Update(ns.ob_dict!, dict) >= 0;
    Py_DECREF(dict);
    if (!ok) return -1;
  }
  if (kwds === null) return 0;
  return keywordsOnly(kwds) ? PyDict_Update(ns.ob_dict!, kwds) : -1;
}

function namespace_dealloc(ns: PyObject): void {
  PyObject_GC_UnTrack(ns);
  namespace_clear(ns);
  ns.ob_type.tp_free!(ns as never);
}

function namespace_clear(ns: PyObject): void {
  const dict = ns.ob_dict;
  ns.ob_dict = null;
  Py_XDECREF(dict);
}

/** `name=value` of every non-empty str key; null with an exception. */
function pairs(d: PyDictObject, keys: PyObject): string[] | null {
  const iter = PyObject_GetIter(keys);
  if (iter === null) return null;
  const items: string[] = [];
  let key: PyObject | null;
  let failed = false;
  while (!failed && (key = PyIter_Next(iter)) !== null) {
    if (PyUnicode_Check(key) && (key as PyUnicodeObject).length > 0) {
      const value = PyDict_GetItemWithError(d, key);
      const repr = value === null ? null : PyObject_Repr(value);
      if (repr !== null) {
        items.push(`${(key as PyUnicodeObject).str}=${repr.str}`);
        Py_DECREF(repr);
      }
      failed = repr === null && tstate.current_exception !== null;
    }
    Py_DECREF(key);
  }
  Py_DECREF(iter);
  return tstate.current_exception !== null ? null : items;
}

function namespace_repr(ns: PyObject): PyObject | null {
  const name = ns.ob_type === _PyNamespace_Type ? 'namespace' : ns.ob_type.tp_name;
  const entered = Py_ReprEnter(ns);
  if (entered !== 0) return entered > 0 ? PyUnicode_FromString(`${name}(...)`) : null;
  const d = Py_NewRef(ns.ob_dict!);
  const keys = PyDict_Keys(d);
  const items = keys === null ? null : pairs(d, keys);
  Py_XDECREF(keys);
  Py_DECREF(d);
  const repr = items === null ? null : PyUnicode_FromString(`${name}(${items.join(', ')})`);
  Py_ReprLeave(ns);
  return repr;
}

function namespace_richcompare(self: PyObject, other: PyObject, op: CompareOp): PyObject | null {
  if (PyObject_TypeCheck(self, _PyNamespace_Type) && PyObject_TypeCheck(other, _PyNamespace_Type)) {
    return PyObject_RichCompare(self.ob_dict!, other.ob_dict!, op);
  }
  return Py_NewRef(Py_NotImplemented);
}

function namespace_reduce(ns: PyObject): PyObject | null {
  return PyTuple_FromArraySteal([Py_NewRef(ns.ob_type), PyTuple_New(0), Py_NewRef(ns.ob_dict!)]);
}

function namespace_replace(self: PyObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  if (!_PyArg_NoPositional('__replace__', args)) return null;
  const result = PyObject_CallNoArgs(self.ob_type);
  if (result === null) return null;
  const failed =
    PyDict_Update(result.ob_dict!, self.ob_dict!) < 0 ||
    (kwargs !== null && PyDict_Update(result.ob_dict!, kwargs) < 0);
  if (!failed) return result;
  Py_DECREF(result);
  return null;
}

export const _PyNamespace_Type: PyTypeObject = defineType({
  tp_name: 'types.SimpleNamespace',
  tp_basicsize: 24,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
  tp_doc: 'SimpleNamespace(mapping_or_iterable=(), /, **kwargs)\n--\n\nA simple attribute-based namespace.',
  tp_dictoffset: 16,
  construct: (type) => new _PyNamespaceObject(type),
  tp_dealloc: namespace_dealloc,
  tp_repr: namespace_repr,
  tp_getattro: PyObject_GenericGetAttr,
  tp_setattro: PyObject_GenericSetAttr,
  tp_traverse: (ns: PyObject, visit: visitproc) => {
    if (ns.ob_dict !== null) visit(ns.ob_dict);
  },
  tp_clear: namespace_clear,
  tp_richcompare: namespace_richcompare,
  tp_init: namespace_init,
  tp_alloc: PyType_GenericAlloc,
  tp_new: namespace_new,
  tp_free: PyObject_GC_Del,
  tp_methods: [
    method('__reduce__', METH_NOARGS, namespace_reduce, null, 'Return state information for pickling'),
    method(
      '__replace__',
      METH_VARARGS | METH_KEYWORDS,
      namespace_replace,
      '($self, /, **changes)',
      'Return a copy of the namespace object with new values for the specified attributes.',
    ),
  ],
  tp_members: [{ name: '__dict__', type: _Py_T_OBJECT, field: 'ob_dict', flags: Py_READONLY, doc: null }],
  edges: (ns: PyObject, emit) => {
    if (ns.ob_dict !== null) emit(ns.ob_dict, 'field', '__dict__');
  },
});

/** A namespace with these attributes (null: none). Owned, or null with an exception. */
export function _PyNamespace_New(kwds: PyObject | null): Owned<PyObject> | null {
  const ns = namespace_new(_PyNamespace_Type);
  if (ns === null || kwds === null || PyDict_Update(ns.ob_dict!, kwds) === 0) return ns;
  Py_DECREF(ns);
  return null;
}

/** A namespace of these names and values (taken over), in order. Owned. */
export function namespaceObject(items: readonly (readonly [string, Owned<PyObject>])[]): Owned<PyObject> {
  const ns = namespace_new(_PyNamespace_Type)!;
  for (const [name, value] of items) {
    PyDict_SetItemString(ns.ob_dict!, name, value);
    Py_DECREF(value);
  }
  return ns;
}
