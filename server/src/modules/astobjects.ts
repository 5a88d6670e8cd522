// Syntax trees as Python objects: what compile(…, PyCF_ONLY_AST) gives. Follows the ast2obj half of Python/Python-ast.c,
// CPython 3.13. Each object's fields are set in the order of its class's _fields, then its place in the source.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import type { mod } from '../ast/nodes';
import { constantObject, newConstantObjects, releaseConstants } from '../objects/codeobject';
import type { CodeConst } from '../compiler/codeunit';
import { PyObject_CallNoArgs } from '../objects/call';
import { PyDict_GetItemWithError } from '../objects/dictobject';
import { PyList_FromArraySteal } from '../objects/listobject';
import { PyLong_FromLong } from '../objects/longobject';
import type { PyObject } from '../objects/object';
import { PyObject_GetAttr, PyObject_SetAttr, Py_None } from '../objects/objectprotocol';
import type { PyTupleObject } from '../objects/tuplestruct';
import { PyUnicode_FromString, _Py_ID } from '../objects/unicodeobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import { PyImport_ImportModule } from './import';

type Node = Record<string, unknown> & { kind: string };
const LOCATION = ['lineno', 'col_offset', 'end_lineno', 'end_col_offset'];
/** Fields that our nodes name differently, because `kind` and `arguments` are taken. */
const CLASS_NAMES: Readonly<Record<string, string>> = { arguments_: 'arguments' };

/** The tree as instances of _ast's classes; owned, or null with an exception. */
export function PyAST_mod2obj(tree: mod): Owned<PyObject> | null {
  const _ast = PyImport_ImportModule('_ast');
  if (_ast === null) return null;
  const constants = newConstantObjects('<ast>');
  const operators = new Map<string, PyObject>();
  const classOf = (name: string): PyObject => {
    const key = PyUnicode_FromString(CLASS_NAMES[name] ?? name);
    const cls = PyDict_GetItemWithError(_ast.ob_dict!, key)!;
    Py_DECREF(key);
    return cls;
  };
  /** Operators and contexts are one object each. */
  const operator = (name: string): Owned<PyObject> => {
    let op = operators.get(name);
    if (op === undefined) operators.set(name, (op = PyObject_CallNoArgs(classOf(name))!));
    return Py_NewRef(op);
  };
  const value = (v: unknown, field: string, node: Node): Owned<PyObject> => {
    if (field === 'value' && (node.kind === 'Constant' || node.kind === 'MatchSingleton')) {
      return constantObject(v as CodeConst, constants);
    }
    if (Array.isArray(v)) return PyList_FromArraySteal(v.map((item) => value(item, field, node)));
    if (v === null || v === undefined) return Py_NewRef(Py_None);
    if (typeof v === 'number' || typeof v === 'boolean') return PyLong_FromLong(Number(v));
    if (typeof v === 'string') {
      return field === 'ctx' || field === 'op' || field === 'ops' ? operator(v) : PyUnicode_FromString(v);
    }
    return object(v as Node);
  };
  const put = (op: PyObject, name: string, v: Owned<PyObject>): void => {
    const key = PyUnicode_FromString(name);
    PyObject_SetAttr(op, key, v);
    Py_DECREF(key);
    Py_DECREF(v);
  };
  const object = (node: Node): Owned<PyObject> => {
    const cls = classOf(node.kind);
    const op = PyObject_CallNoArgs(cls)!;
    const fields = PyObject_GetAttr(cls, _Py_ID('_fields')) as PyTupleObject;
    for (const field of fields.ob_item) {
      const name = (field as PyUnicodeObject).str;
      const source =
        name === 'kind' || name === 'args' ? (node[`${name}_`] ?? (name === 'kind' ? null : node[name])) : node[name];
      put(op, name, name === 'type_ignores' ? PyList_FromArraySteal([]) : value(source, name, node));
    }
    Py_DECREF(fields);
    if (typeof node['lineno'] === 'number')
      for (const name of LOCATION) put(op, name, PyLong_FromLong(node[name] as number));
    return op;
  };
  const result = object(tree as unknown as Node);
  for (const op of operators.values()) Py_DECREF(op);
  releaseConstants(constants);
  Py_DECREF(_ast);
  return result;
}
