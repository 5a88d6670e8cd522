// The _contextvars module. Follows Python/context.c, CPython 3.13. Deviation: a context is a plain map that is copied,
// where CPython shares hash tries.

import { PyDict_SetItemString } from '../objects/dictobject';
import { PyObject_GC_Del } from '../heap/alloc';
import { PyObject_GC_UnTrack } from '../heap/gclists';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { registerRoots } from '../heap/roots';
import { onRuntimeReset } from '../heap/runtime';
import { PyObject_Vectorcall } from '../objects/call';
import { PyErr_SetObject, PyErr_SetString, reprText } from '../objects/errors';
import {
  PyExc_KeyError,
  PyExc_LookupError,
  PyExc_RuntimeError,
  PyExc_TypeError,
  PyExc_ValueError,
} from '../objects/exceptions';
import { _PyArg_UnpackKeywordsDict, argParser } from '../objects/getargs';
import { PyList_FromArraySteal } from '../objects/listobject';
import { PyModule_AddObject, PyModule_Create } from '../objects/moduleobject';
import { defineModuleType, readyModuleTypes } from '../objects/moduletype';
import { PyObject } from '../objects/object';
import { PyObject_GetIter } from '../objects/abstract';
import { Py_None, pointerText } from '../objects/objectprotocol';
import { PyTuple_Pack } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import type { PyDictObject } from '../objects/dictstruct';
import { Py_GenericAlias } from '../objects/genericaliasobject';
import { PyType_GenericAlloc } from '../objects/typeobject';
import type { PyTypeObject } from '../objects/typestruct';
import {
  METH_CLASS,
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
  method,
} from '../objects/typestruct';
import { PyUnicode_Check, PyUnicode_FromString } from '../objects/unicodeobject';

/** ContextVar (name, default), Token (var, old, context), Context (entries): one structure. */
class ContextObject extends PyObject {
  name: PyObject | null = null;
  fallback: PyObject | null = null;
  variable: PyObject | null = null;
  old: PyObject | null = null;
  used = false;
  entered = false;
  /** Variable → value; both owned. */
  entries: Map<PyObject, PyObject> = new Map();
  constructor(type: PyTypeObject) {
    super(type);
    this.ob_weakreflist = null;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}
const C = (op: PyObject): ContextObject => op as ContextObject;

/** Values of the running context; owned by it. */
let current: Map<PyObject, PyObject>;
/** Those of the thread's own context, which no object stands for. */
let base: Map<PyObject, PyObject>;
onRuntimeReset(() => {
  current = base = new Map();
});
registerRoots((visit) => {
  for (const [k, v] of base) {
    visit(k);
    visit(v);
  }
});

const FIELDS = ['name', 'fallback', 'variable', 'old'] as const;
const spec = (tp_name: string, tp_basicsize: number) => ({
  tp_name,
  tp_basicsize,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
  construct: (type: PyTypeObject) => new ContextObject(type),
  tp_dealloc: (self: ContextObject) => {
    PyObject_GC_UnTrack(self);
    for (const field of FIELDS) {
      const value = self[field];
      self[field] = null;
      if (value !== null) Py_DECREF(value);
    }
    const { entries } = self;
    self.entries = new Map();
    release(entries);
    self.ob_type.tp_free!(self as never);
  },
  tp_traverse: (self: ContextObject, visit: (op: PyObject) => void) => {
    for (const field of FIELDS) if (self[field] !== null) visit(self[field]);
    for (const [k, v] of self.entries) {
      visit(k);
      visit(v);
    }
  },
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_GC_Del,
});
function release(entries: Map<PyObject, PyObject>): void {
  for (const [k, v] of entries) {
    Py_DECREF(k);
    Py_DECREF(v);
  }
}
function copyOf(entries: Map<PyObject, PyObject>): Map<PyObject, PyObject> {
  for (const [k, v] of entries) {
    Py_NewRef(k);
    Py_NewRef(v);
  }
  return new Map(entries);
}
/** Sets or takes away (null) a variable's value in the running context. */
function assign(variable: PyObject, value: PyObject | null): void {
  const before = current.get(variable);
  if (value !== null) {
    current.set(before === undefined ? Py_NewRef(variable) : variable, Py_NewRef(value));
  } else if (before !== undefined) {
    current.delete(variable);
    Py_DECREF(variable);
  }
  if (before !== undefined) Py_DECREF(before);
}

const Token_type = defineModuleType({
  ...spec('_contextvars.Token', 48),
  tp_repr: (op) =>
    PyUnicode_FromString(`<Token${C(op).used ? ' used' : ''} var=${reprText(C(op).variable!)} at ${pointerText(op)}>`),
  tp_getset: [
    { name: 'var', get: (op: PyObject) => Py_NewRef(C(op).variable!), set: null, doc: null },
    { name: 'old_value', get: (op: PyObject) => Py_NewRef(C(op).old ?? Missing!), set: null, doc: null },
  ],
});
const Missing_type = defineModuleType({
  ...spec('_contextvars.Token.MISSING', 16),
  tp_repr: () => PyUnicode_FromString('<Token.MISSING>'),
});
/** Token.MISSING; the interpreter's reference. */
let Missing: PyObject | null = null;
onRuntimeReset(() => {
  Missing = null;
});
registerRoots((visit) => {
  if (Missing !== null) visit(Missing);
});

const varParser = argParser('ContextVar', ['', 'default'], 1, 1);
const ContextVar_type = defineModuleType({
  ...spec('_contextvars.ContextVar', 64),
  tp_repr: (op) =>
    PyUnicode_FromString(
      `<ContextVar name=${reprText(C(op).name!)}${C(op).fallback === null ? '' : ` default=${reprText(C(op).fallback!)}`} at ${pointerText(op)}>`,
    ),
  tp_new: ((type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null) => {
    const argv = _PyArg_UnpackKeywordsDict(args, kwargs, varParser);
    if (argv === null) return null;
    if (!PyUnicode_Check(argv[0]!)) return PyErr_SetString(PyExc_TypeError, 'context variable name must be a str');
    const self = PyType_GenericAlloc(type, 0) as ContextObject | null;
    if (self === null) return null;
    self.name = Py_NewRef(argv[0]!);
    if (argv[1] != null) self.fallback = Py_NewRef(argv[1]);
    return self;
  }) as never,
  tp_getset: [{ name: 'name', get: (op: PyObject) => Py_NewRef(C(op).name!), set: null, doc: null }],
  tp_methods: [
    method(
      'get',
      METH_FASTCALL,
      (op: PyObject, args: readonly PyObject[]) => {
        const value = current.get(op) ?? args[0] ?? C(op).fallback;
        return value == null ? PyErr_SetObject(PyExc_LookupError, op) : Py_NewRef(value);
      },
      null,
    ),
    method(
      'set',
      METH_O,
      (op: PyObject, value: PyObject) => {
        const token = PyType_GenericAlloc(Token_type, 0) as ContextObject | null;
        if (token === null) return null;
        token.variable = Py_NewRef(op);
        const old = current.get(op);
        token.old = old === undefined ? null : Py_NewRef(old);
        assign(op, value);
        return token;
      },
      null,
    ),
    method(
      'reset',
      METH_O,
      (op: PyObject, token: PyObject) => {
        if (token.ob_type !== Token_type) {
          return PyErr_SetString(PyExc_TypeError, `expected an instance of Token, got ${reprText(token)}`);
        }
        const t = C(token);
        if (t.used) return PyErr_SetString(PyExc_RuntimeError, `${reprText(token)} has already been used once`);
        if (t.variable !== op) {
          return PyErr_SetString(PyExc_ValueError, `${reprText(token)} was created by a different ContextVar`);
        }
        t.used = true;
        assign(op, t.old);
        return Py_NewRef(Py_None);
      },
      null,
    ),
    method(
      '__class_getitem__',
      METH_O | METH_CLASS,
      (cls: PyObject, item: PyObject) => Py_GenericAlias(cls, item),
      null,
    ),
  ],
});

const lists =
  (pick: (k: PyObject, v: PyObject) => PyObject) =>
  (op: PyObject): PyObject =>
    PyList_FromArraySteal([...C(op).entries].map(([k, v]) => pick(k, v)));
const keys = lists((k) => Py_NewRef(k));
/** context_check_key_type: true, or false with TypeError. */
function isVariable(key: PyObject): boolean {
  if (key.ob_type === ContextVar_type) return true;
  PyErr_SetString(PyExc_TypeError, `a ContextVar key was expected, got ${reprText(key)}`);
  return false;
}
const Context_type = defineModuleType({
  ...spec('_contextvars.Context', 48),
  tp_new: ((type: PyTypeObject) => PyType_GenericAlloc(type, 0)) as never,
  tp_iter: (op) => {
    const list = keys(op);
    const it = PyObject_GetIter(list);
    Py_DECREF(list);
    return it;
  },
  mp_length: (op) => C(op).entries.size,
  mp_subscript: (op, key) => {
    if (!isVariable(key)) return null;
    const value = C(op).entries.get(key);
    return value === undefined ? PyErr_SetObject(PyExc_KeyError, key) : Py_NewRef(value);
  },
  sq_contains: (op, key) => (!isVariable(key) ? -1 : C(op).entries.has(key) ? 1 : 0),
  tp_methods: [
    method(
      'run',
      METH_FASTCALL | METH_KEYWORDS,
      (op: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null) => {
        if (args.length === 0) return PyErr_SetString(PyExc_TypeError, 'run() missing 1 required positional argument');
        const self = C(op);
        if (self.entered) {
          return PyErr_SetString(PyExc_RuntimeError, `cannot enter context: ${reprText(op)} is already entered`);
        }
        const outer = current;
        current = self.entries;
        self.entered = true;
        const result = PyObject_Vectorcall(args[0]!, args.slice(1), kwnames);
        self.entered = false;
        current = outer;
        return result;
      },
      null,
    ),
    method('copy', METH_NOARGS, (op: PyObject) => newContext(C(op).entries), null),
    method(
      'get',
      METH_FASTCALL,
      (op: PyObject, args: readonly PyObject[]) =>
        isVariable(args[0]!) ? Py_NewRef(C(op).entries.get(args[0]!) ?? args[1] ?? Py_None) : null,
      null,
    ),
    method('keys', METH_NOARGS, keys, null),
    method(
      'values',
      METH_NOARGS,
      lists((_k, v) => Py_NewRef(v)),
      null,
    ),
    method(
      'items',
      METH_NOARGS,
      lists((k, v) => PyTuple_Pack(k, v)),
      null,
    ),
  ],
});
function newContext(entries: Map<PyObject, PyObject>): Owned<PyObject> | null {
  const self = PyType_GenericAlloc(Context_type, 0) as ContextObject | null;
  if (self !== null) self.entries = copyOf(entries);
  return self;
}

export function PyInit__contextvars(): Owned<PyObject> | null {
  if (readyModuleTypes(null, Token_type, Missing_type, ContextVar_type, Context_type) < 0) return null;
  const m = PyModule_Create({
    m_name: '_contextvars',
    m_doc: 'Context Variables',
    m_methods: [method('copy_context', METH_NOARGS, () => newContext(current), null)],
  });
  if (m === null) return null;
  Missing = PyType_GenericAlloc(Missing_type, 0)!;
  if (PyDict_SetItemString(Token_type.tp_dict!, 'MISSING', Missing) < 0) return null;
  PyModule_AddObject(m, 'Context', Py_NewRef(Context_type));
  PyModule_AddObject(m, 'ContextVar', Py_NewRef(ContextVar_type));
  PyModule_AddObject(m, 'Token', Py_NewRef(Token_type));
  return m;
}
