// Type parameters: TypeVar, ParamSpec, TypeVarTuple, type aliases, Generic. Follows Objects/typevarobject.c, CPython 3.13.
// Deviation: the kinds of parameters share one structure here, and their types are static.

import { defineModuleType } from './moduletype';
import { PyObject_GC_Del, staticObject } from '../heap/alloc';
import { PyObject_GC_UnTrack } from '../heap/gclists';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyIter_Next, PyObject_GetIter } from './abstract';
import { PyBool_FromLong } from './boolobject';
import { PyObject_CallNoArgs, PyObject_Call } from './call';
import type { PyDictObject } from './dictstruct';
import { PyErr_SetString, reprText } from './errors';
import { PyExc_TypeError, PyExc_ValueError } from './exceptions';
import { Py_GenericAlias } from './genericaliasobject';
import { _PyArg_UnpackKeywordsDict, argParser } from './getargs';
import { PyObject } from './object';
import { PyObject_GetAttr, PyObject_IsTrue, PyObject_SetAttr, Py_None, Py_NotImplemented } from './objectprotocol';
import { vmInterface } from './pystate';
import { PyTuple_FromArray, PyTuple_FromArraySteal, PyTuple_Pack } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { PyType_GenericAlloc } from './typeobject';
import type { PyGetSetDef, PyTypeObject, TypeSpec } from './typestruct';
import {
  METH_CLASS,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  METH_VARARGS,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
  Py_TPFLAGS_MANAGED_DICT,
  Py_TPFLAGS_MANAGED_WEAKREF,
  defineType,
  method,
  _Py_T_OBJECT,
  Py_READONLY,
} from './typestruct';
import { _Py_union_type_or } from './unionobject';
import { PyUnicode_Check, PyUnicode_FromString, _Py_ID } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';
import { PyObject_ClearWeakRefs } from './weakrefobject';

const FIELDS = [
  'name',
  'bound',
  'evaluate_bound',
  'constraints',
  'evaluate_constraints',
  'default_value',
  'evaluate_default',
  'value',
  'type_params',
  'module',
] as const;
class ParamObject extends PyObject {
  name: PyObject | null = null;
  bound: PyObject | null = null;
  evaluate_bound: PyObject | null = null;
  constraints: PyObject | null = null;
  evaluate_constraints: PyObject | null = null;
  default_value: PyObject | null = null;
  evaluate_default: PyObject | null = null;
  /** A type alias's value; the origin of ParamSpec.args. */
  value: PyObject | null = null;
  type_params: PyObject | null = null;
  module: PyObject | null = null;
  covariant = false;
  contravariant = false;
  infer_variance = false;
  constructor(type: PyTypeObject) {
    super(type);
    this.ob_dict = null;
    this.ob_weakreflist = null;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}
type Field = (typeof FIELDS)[number];
const P = (op: PyObject): ParamObject => op as ParamObject;
const textOf = (op: PyObject): string => (P(op).name as PyUnicodeObject).str;

function param_dealloc(self: ParamObject): void {
  PyObject_GC_UnTrack(self);
  if (self.ob_weakreflist != null) PyObject_ClearWeakRefs(self);
  for (const field of FIELDS) {
    const value = self[field];
    self[field] = null;
    if (value !== null) Py_DECREF(value);
  }
  const dict = self.ob_dict;
  self.ob_dict = null;
  if (dict != null) Py_DECREF(dict);
  self.ob_type.tp_free!(self as never);
}

/** A field, evaluated when it is first asked for if it was written in type-parameter syntax. */
function lazy(op: PyObject, field: Field, evaluate: Field, otherwise: () => PyObject): Owned<PyObject> | null {
  const self = P(op);
  if (self[field] === null && self[evaluate] !== null) self[field] = PyObject_CallNoArgs(self[evaluate]);
  else if (self[field] === null) return Py_NewRef(otherwise());
  return self[field] === null ? null : Py_NewRef(self[field]);
}

/** typing.FUNC(...args); typing is imported if need be. */
function typingCall(func: string, args: PyObject[], kwargs: PyObject | null = null): Owned<PyObject> | null {
  const typing = vmInterface.importModule('typing');
  if (typing === null) return null;
  const name = PyUnicode_FromString(func);
  const f = PyObject_GetAttr(typing, name);
  Py_DECREF(name);
  Py_DECREF(typing);
  if (f === null) return null;
  const tuple = PyTuple_FromArray(args);
  const result = PyObject_Call(f, tuple, kwargs as PyDictObject | null);
  Py_DECREF(tuple);
  Py_DECREF(f);
  return result;
}

const NoDefault_Type = defineType({
  tp_name: 'NoDefaultType',
  tp_basicsize: 16,
  tp_doc: 'NoDefaultType()\n--\n\nThe type of the NoDefault singleton.',
  tp_repr: () => PyUnicode_FromString('typing.NoDefault'),
  tp_methods: [method('__reduce__', METH_NOARGS, () => PyUnicode_FromString('NoDefault'), null)],
  tp_new: () => Py_NewRef(_Py_NoDefaultStruct),
});
export const _Py_NoDefaultStruct: PyObject = staticObject(new PyObject(NoDefault_Type), 16);

const get = (name: string, f: (op: PyObject) => PyObject | null): PyGetSetDef => ({
  name,
  get: f,
  set: null,
  doc: null,
});
const nameField = get('__name__', (op) => Py_NewRef(P(op).name!));
const defaultField = get('__default__', (op) =>
  lazy(op, 'default_value', 'evaluate_default', () => _Py_NoDefaultStruct),
);
const variance: PyGetSetDef[] = [
  get('__covariant__', (op) => PyBool_FromLong(P(op).covariant)),
  get('__contravariant__', (op) => PyBool_FromLong(P(op).contravariant)),
  get('__infer_variance__', (op) => PyBool_FromLong(P(op).infer_variance)),
];
const boundField = get('__bound__', (op) => lazy(op, 'bound', 'evaluate_bound', () => Py_None));
const hasDefault = method(
  'has_default',
  METH_NOARGS,
  (op: PyObject) => {
    const self = P(op);
    return PyBool_FromLong(
      self.evaluate_default !== null || (self.default_value !== null && self.default_value !== _Py_NoDefaultStruct),
    );
  },
  null,
);
const reduce = method('__reduce__', METH_NOARGS, (op: PyObject) => Py_NewRef(P(op).name!), null);
const noBase = (what: string) =>
  method('__mro_entries__', METH_O, () => PyErr_SetString(PyExc_TypeError, `Cannot subclass ${what}`), null);
const union = (v: PyObject, w: PyObject): PyObject | null => {
  const pair = PyTuple_Pack(v, w);
  const typing = vmInterface.importModule('typing');
  if (typing === null) return null;
  const name = PyUnicode_FromString('Union');
  const U = PyObject_GetAttr(typing, name);
  Py_DECREF(name);
  Py_DECREF(typing);
  if (U === null) return null;
  const getitem = PyObject_GetAttr(U, _Py_ID('__getitem__'));
  Py_DECREF(U);
  if (getitem === null) return null;
  const args = PyTuple_Pack(pair);
  const result = PyObject_Call(getitem, args, null);
  for (const op of [pair, args, getitem]) Py_DECREF(op);
  return result;
};

function paramType(spec: Partial<TypeSpec> & { tp_name: string; tp_basicsize: number }): PyTypeObject {
  return (spec.heap !== undefined ? defineModuleType : defineType)({
    tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_MANAGED_DICT | Py_TPFLAGS_MANAGED_WEAKREF,
    tp_dictoffset: -1,
    tp_weaklistoffset: -32,
    construct: (type) => new ParamObject(type),
    tp_dealloc: param_dealloc,
    tp_traverse: (self: ParamObject, visit) => {
      for (const field of FIELDS) if (self[field] !== null) visit(self[field]);
      if (self.ob_dict != null) visit(self.ob_dict);
    },
    tp_alloc: PyType_GenericAlloc,
    tp_free: PyObject_GC_Del,
    ...spec,
  });
}
const variableRepr = (op: PyObject): PyObject => {
  const self = P(op);
  const sign = self.infer_variance ? '' : self.covariant ? '+' : self.contravariant ? '-' : '~';
  return PyUnicode_FromString(sign + textOf(op));
};

/** A parameter made from Python: `__module__` is the caller's. */
function made(type: PyTypeObject, name: PyObject): ParamObject | null {
  const self = PyType_GenericAlloc(type, 0) as ParamObject | null;
  if (self === null) return null;
  self.name = Py_NewRef(name);
  const module = vmInterface.getFrameModuleName(0);
  if (module !== null) {
    if ((type.tp_flags & Py_TPFLAGS_MANAGED_DICT) !== 0) PyObject_SetAttr(self, _Py_ID('__module__'), module);
    Py_DECREF(module);
  }
  return self;
}
/** Reads covariant, contravariant, infer_variance. */
function setVariance(self: ParamObject, argv: (PyObject | null)[]): boolean {
  const [co, contra, infer] = argv.map((op) => (op === null ? 0 : PyObject_IsTrue(op)));
  if (co! < 0 || contra! < 0 || infer! < 0) return false;
  const fail = (message: string): boolean => {
    Py_DECREF(self);
    PyErr_SetString(argErrors(), message);
    return false;
  };
  if (co === 1 && contra === 1) return fail('Bivariant types are not supported.');
  if (infer === 1 && (co === 1 || contra === 1)) return fail('Variance cannot be specified with infer_variance.');
  self.covariant = co === 1;
  self.contravariant = contra === 1;
  self.infer_variance = infer === 1;
  return true;
}
const argErrors = (): PyObject => PyExc_ValueError;
function badName(what: string, name: PyObject): null {
  return PyErr_SetString(PyExc_TypeError, `${what}() argument 'name' must be str, not ${name.ob_type.tp_name}`);
}

const typevarParser = argParser(
  'typevar',
  ['name', 'bound', 'default', 'covariant', 'contravariant', 'infer_variance'],
  1,
  1,
);
function typevar_new(type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): Owned<PyObject> | null {
  const first = PyTuple_FromArray(args.ob_item.slice(0, 1));
  const argv = _PyArg_UnpackKeywordsDict(first, kwargs, typevarParser);
  Py_DECREF(first);
  if (argv === null) return null;
  if (!PyUnicode_Check(argv[0]!)) return badName('typevar', argv[0]!);
  const constraints = args.ob_item.slice(1);
  if (constraints.length === 1) return PyErr_SetString(PyExc_TypeError, 'A single constraint is not allowed');
  if (constraints.length > 0 && argv[1] != null && argv[1] !== Py_None) {
    return PyErr_SetString(PyExc_TypeError, 'Constraints cannot be combined with bound=...');
  }
  const self = made(type, argv[0]!);
  if (self === null || !setVariance(self, argv.slice(3))) return null;
  if (argv[1] != null && argv[1] !== Py_None) {
    const message = PyUnicode_FromString('Bound must be a type.');
    self.bound = typingCall('_type_check', [argv[1], message]);
    Py_DECREF(message);
    if (self.bound === null) {
      Py_DECREF(self);
      return null;
    }
  }
  if (constraints.length > 0) self.constraints = PyTuple_FromArray(constraints);
  if (argv[2] != null) self.default_value = Py_NewRef(argv[2]);
  return self;
}
const emptyTuple = (): PyObject => {
  const t = PyTuple_FromArraySteal([]);
  Py_DECREF(t);
  return t;
};
export const _PyTypeVar_Type = paramType({
  tp_name: 'typing.TypeVar',
  heap: 'immutable',
  tp_basicsize: 80,
  tp_repr: variableRepr,
  nb_or: union,
  tp_new: typevar_new as never,
  tp_getset: [
    nameField,
    ...variance,
    boundField,
    defaultField,
    get('__constraints__', (op) => lazy(op, 'constraints', 'evaluate_constraints', emptyTuple)),
  ],
  tp_methods: [
    method(
      '__typing_subst__',
      METH_O,
      (op: PyObject, arg: PyObject) => typingCall('_typevar_subst', [op, arg]),
      '($self, arg, /)',
    ),
    method(
      '__typing_prepare_subst__',
      METH_VARARGS,
      (op: PyObject, args: PyTupleObject) => prepare_subst(op, args),
      '($self, alias, args, /)',
    ),
    reduce,
    hasDefault,
    noBase('an instance of TypeVar'),
  ],
});
/** A parameter that no argument was given for takes its default. */
function prepare_subst(op: PyObject, args: PyTupleObject): PyObject | null {
  const [alias, given] = args.ob_item as [PyObject, PyTupleObject];
  const parameters = PyObject_GetAttr(alias, _Py_ID('__parameters__')) as PyTupleObject | null;
  if (parameters === null) return null;
  const index = parameters.ob_item.indexOf(op);
  Py_DECREF(parameters);
  if (index < given.ob_item.length) return Py_NewRef(given);
  const value = lazy(op, 'default_value', 'evaluate_default', () => _Py_NoDefaultStruct);
  if (value === null) return null;
  if (value === _Py_NoDefaultStruct) {
    Py_DECREF(value);
    return PyErr_SetString(PyExc_TypeError, `Too few arguments for ${reprText(alias)}`);
  }
  return PyTuple_FromArraySteal([...given.ob_item.map((item) => Py_NewRef(item)), value]);
}

const partRepr =
  (part: string) =>
  (op: PyObject): PyObject =>
    PyUnicode_FromString(
      `${P(op).value instanceof ParamObject ? textOf(P(op).value!) : reprText(P(op).value!)}.${part}`,
    );
const partNew = (type: PyTypeObject, args: PyTupleObject): PyObject | null => {
  const self = PyType_GenericAlloc(type, 0) as ParamObject | null;
  if (self !== null) self.value = Py_NewRef(args.ob_item[0]!);
  return self;
};
const part = (name: string, text: string): PyTypeObject =>
  paramType({
    tp_name: `typing.${name}`,
    heap: 'immutable',
    tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_MANAGED_WEAKREF,
    tp_dictoffset: 0,
    tp_basicsize: 24,
    tp_repr: partRepr(text),
    tp_new: partNew as never,
    tp_richcompare: (a, b, op) => {
      if (a.ob_type !== b.ob_type || (op !== 2 && op !== 3)) return Py_NewRef(Py_NotImplemented);
      return PyBool_FromLong((P(a).value === P(b).value) === (op === 2));
    },
    tp_getset: [get('__origin__', (op) => Py_NewRef(P(op).value!))],
    tp_methods: [noBase(`an instance of ${name}`)],
  });
export const _PyParamSpecArgs_Type = part('ParamSpecArgs', 'args');
export const _PyParamSpecKwargs_Type = part('ParamSpecKwargs', 'kwargs');
const partOf =
  (type: () => PyTypeObject) =>
  (op: PyObject): PyObject | null => {
    const self = PyType_GenericAlloc(type(), 0) as ParamObject | null;
    if (self !== null) self.value = Py_NewRef(op);
    return self;
  };

const paramspecParser = argParser(
  'paramspec',
  ['name', 'bound', 'default', 'covariant', 'contravariant', 'infer_variance'],
  1,
  1,
);
export const _PyParamSpec_Type = paramType({
  tp_name: 'typing.ParamSpec',
  heap: 'immutable',
  tp_basicsize: 56,
  tp_repr: variableRepr,
  nb_or: union,
  tp_new: ((type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null) => {
    const argv = _PyArg_UnpackKeywordsDict(args, kwargs, paramspecParser);
    if (argv === null) return null;
    if (!PyUnicode_Check(argv[0]!)) return badName('paramspec', argv[0]!);
    const self = made(type, argv[0]!);
    if (self === null || !setVariance(self, argv.slice(3))) return null;
    if (argv[1] != null && argv[1] !== Py_None) self.bound = Py_NewRef(argv[1]);
    if (argv[2] != null) self.default_value = Py_NewRef(argv[2]);
    return self;
  }) as never,
  tp_getset: [
    nameField,
    ...variance,
    boundField,
    defaultField,
    get(
      'args',
      partOf(() => _PyParamSpecArgs_Type),
    ),
    get(
      'kwargs',
      partOf(() => _PyParamSpecKwargs_Type),
    ),
  ],
  tp_methods: [
    method(
      '__typing_subst__',
      METH_O,
      (op: PyObject, arg: PyObject) => typingCall('_paramspec_subst', [op, arg]),
      '($self, arg, /)',
    ),
    method(
      '__typing_prepare_subst__',
      METH_VARARGS,
      (op: PyObject, args: PyTupleObject) => typingCall('_paramspec_prepare_subst', [op, ...args.ob_item]),
      '($self, alias, args, /)',
    ),
    reduce,
    hasDefault,
    noBase('an instance of ParamSpec'),
  ],
});

const tupleParser = argParser('typevartuple', ['name', 'default'], 1, 1);
export const _PyTypeVarTuple_Type = paramType({
  tp_name: 'typing.TypeVarTuple',
  heap: 'immutable',
  tp_basicsize: 40,
  tp_repr: (op) => PyUnicode_FromString(textOf(op)),
  tp_iter: (op) => {
    const typing = vmInterface.importModule('typing');
    if (typing === null) return null;
    const name = PyUnicode_FromString('Unpack');
    const Unpack = PyObject_GetAttr(typing, name);
    Py_DECREF(name);
    Py_DECREF(typing);
    if (Unpack === null) return null;
    const getitem = PyObject_GetAttr(Unpack, _Py_ID('__getitem__'));
    Py_DECREF(Unpack);
    if (getitem === null) return null;
    const args = PyTuple_Pack(op);
    const unpacked = PyObject_Call(getitem, args, null);
    Py_DECREF(args);
    Py_DECREF(getitem);
    if (unpacked === null) return null;
    const one = PyTuple_FromArraySteal([unpacked]);
    const it = PyObject_GetIter(one);
    Py_DECREF(one);
    return it;
  },
  tp_new: ((type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null) => {
    const argv = _PyArg_UnpackKeywordsDict(args, kwargs, tupleParser);
    if (argv === null) return null;
    if (!PyUnicode_Check(argv[0]!)) return badName('typevartuple', argv[0]!);
    const self = made(type, argv[0]!);
    if (self !== null && argv[1] != null) self.default_value = Py_NewRef(argv[1]);
    return self;
  }) as never,
  tp_getset: [nameField, defaultField],
  tp_methods: [
    method(
      '__typing_subst__',
      METH_O,
      () => PyErr_SetString(PyExc_TypeError, 'Substitution of bare TypeVarTuple is not supported'),
      null,
    ),
    method(
      '__typing_prepare_subst__',
      METH_VARARGS,
      (op: PyObject, args: PyTupleObject) => typingCall('_typevartuple_prepare_subst', [op, ...args.ob_item]),
      null,
    ),
    reduce,
    hasDefault,
    noBase('an instance of TypeVarTuple'),
  ],
});

const aliasParser = argParser('typealias', ['name', 'value', 'type_params'], 2, 2);
export const _PyTypeAlias_Type = paramType({
  tp_name: 'typing.TypeAliasType',
  tp_doc:
    'Type alias.\n' +
    '\n' +
    'Type aliases are created through the type statement::\n' +
    '\n' +
    '    type Alias = int\n' +
    '\n' +
    'In this example, Alias and int will be treated equivalently by static\n' +
    'type checkers.\n' +
    '\n' +
    'At runtime, Alias is an instance of TypeAliasType. The __name__\n' +
    'attribute holds the name of the type alias. The value of the type alias\n' +
    'is stored in the __value__ attribute. It is evaluated lazily, so the\n' +
    'value is computed only if the attribute is accessed.\n' +
    '\n' +
    'Type aliases can also be generic::\n' +
    '\n' +
    '    type ListOrSet[T] = list[T] | set[T]\n' +
    '\n' +
    'In this case, the type parameters of the alias are stored in the\n' +
    '__type_params__ attribute.\n' +
    '\n' +
    'See PEP 695 for more information.\n',
  tp_basicsize: 56,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
  tp_dictoffset: 0,
  tp_weaklistoffset: 0,
  tp_repr: (op) => PyUnicode_FromString(textOf(op)),
  nb_or: _Py_union_type_or,
  mp_subscript: (op, args) => {
    if (P(op).type_params === null)
      return PyErr_SetString(PyExc_TypeError, 'Only generic type aliases are subscriptable');
    return Py_GenericAlias(op, args);
  },
  tp_new: ((type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null) => {
    const argv = _PyArg_UnpackKeywordsDict(args, kwargs, aliasParser);
    if (argv === null) return null;
    if (!PyUnicode_Check(argv[0]!)) return badName('typealias', argv[0]!);
    const self = made(type, argv[0]!);
    if (self === null) return null;
    self.value = Py_NewRef(argv[1]!);
    if (argv[2] != null) self.type_params = Py_NewRef(argv[2]);
    self.module = vmInterface.getFrameModuleName(0);
    return self;
  }) as never,
  tp_members: [{ name: '__name__', type: _Py_T_OBJECT, field: 'name', flags: Py_READONLY, doc: null }],
  tp_getset: [
    get('__parameters__', (op) => Py_NewRef(P(op).type_params ?? emptyTuple())),
    get('__type_params__', (op) => Py_NewRef(P(op).type_params ?? emptyTuple())),
    get('__value__', (op) => lazy(op, 'value', 'evaluate_default', () => Py_None)),
    get('__module__', (op) => Py_NewRef(P(op).module ?? Py_None)),
  ],
  tp_methods: [reduce],
});

export const _PyGeneric_Type = defineModuleType({
  tp_name: 'typing.Generic',
  heap: 'mutable',
  tp_basicsize: 16,
  tp_flags: Py_TPFLAGS_BASETYPE,
  tp_doc: 'Abstract base class for generic types.',
  tp_methods: [
    method(
      '__class_getitem__',
      METH_VARARGS | METH_KEYWORDS | METH_CLASS,
      (cls: PyObject, args: PyTupleObject, kwargs: PyDictObject | null) =>
        typingCall('_generic_class_getitem', [cls, ...args.ob_item], kwargs),
      null,
    ),
    method(
      '__init_subclass__',
      METH_VARARGS | METH_KEYWORDS | METH_CLASS,
      (cls: PyObject, args: PyTupleObject, kwargs: PyDictObject | null) =>
        typingCall('_generic_init_subclass', [cls, ...args.ob_item], kwargs),
      null,
    ),
  ],
});

// What the type-parameter syntax makes

function parameter(type: PyTypeObject, name: PyObject): ParamObject | null {
  const self = made(type, name);
  if (self !== null) self.infer_variance = true;
  return self;
}
export function _Py_make_typevar(
  name: PyObject,
  evaluate_bound: PyObject | null,
  evaluate_constraints: PyObject | null,
): Owned<PyObject> | null {
  const self = parameter(_PyTypeVar_Type, name);
  if (self === null) return null;
  self.evaluate_bound = evaluate_bound === null ? null : Py_NewRef(evaluate_bound);
  self.evaluate_constraints = evaluate_constraints === null ? null : Py_NewRef(evaluate_constraints);
  return self;
}
export function _Py_make_paramspec(name: PyObject): Owned<PyObject> | null {
  return parameter(_PyParamSpec_Type, name);
}
export function _Py_make_typevartuple(name: PyObject): Owned<PyObject> | null {
  return parameter(_PyTypeVarTuple_Type, name);
}
/** `type X[…] = …`: args is (name, type parameters or None, a function that computes the value). */
export function _Py_make_typealias(args: PyObject): Owned<PyObject> | null {
  const [name, type_params, compute_value] = (args as PyTupleObject).ob_item as [PyObject, PyObject, PyObject];
  const self = made(_PyTypeAlias_Type, name);
  if (self === null) return null;
  self.type_params = type_params === Py_None ? null : Py_NewRef(type_params);
  self.evaluate_default = Py_NewRef(compute_value);
  self.module = vmInterface.getFrameModuleName(0);
  return self;
}
/** Generic[*params], the base of a class with type parameters. */
export function _Py_subscript_generic(params: PyObject): Owned<PyObject> | null {
  const items: PyObject[] = [];
  for (const item of (params as PyTupleObject).ob_item) {
    if (item.ob_type !== _PyTypeVarTuple_Type) {
      items.push(Py_NewRef(item));
      continue;
    }
    const it = PyObject_GetIter(item);
    const unpacked = it === null ? null : PyIter_Next(it);
    if (it !== null) Py_DECREF(it);
    if (unpacked === null) return null;
    items.push(unpacked);
  }
  const args = PyTuple_FromArraySteal(items);
  const result = typingCall('_GenericAlias', [_PyGeneric_Type, args]);
  Py_DECREF(args);
  return result;
}
export function _Py_set_typeparam_default(typeparam: PyObject, evaluate_default: PyObject): Owned<PyObject> | null {
  P(typeparam).evaluate_default = Py_NewRef(evaluate_default);
  return Py_NewRef(typeparam);
}

/** The heap types that every interpreter starts with, in the order they are made. */
export const genericTypes: readonly PyTypeObject[] = [
  _PyGeneric_Type,
  _PyTypeVar_Type,
  _PyTypeVarTuple_Type,
  _PyParamSpec_Type,
  _PyParamSpecArgs_Type,
  _PyParamSpecKwargs_Type,
];
