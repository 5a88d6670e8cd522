// The _ast module: the classes of syntax trees. Follows Python/Python-ast.c, CPython 3.13. Trees are not made here:
// compile() with PyCF_ONLY_AST says that it is not simulated.

import { PyObject_GC_Del } from '../heap/alloc';
import { PyObject_GC_UnTrack } from '../heap/gclists';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyObject_Call } from '../objects/call';
import { PyDict_New, PyDict_Next, PyDict_SetItemString } from '../objects/dictobject';
import type { PyDictObject } from '../objects/dictstruct';
import { PyErr_SetString } from '../objects/errors';
import { Py_GenericAlias } from '../objects/genericaliasobject';
import { PyList_Type } from '../objects/listobject';
import { PyLong_Type } from '../objects/longobject';
import { PyObject_GenericGetAttr, PyObject_GenericSetAttr } from '../objects/objectattr';
import { PyBaseObject_Type } from '../objects/objecttype';
import { _Py_union_type_or } from '../objects/unionobject';
import { PyExc_TypeError } from '../objects/exceptions';
import { PyModule_AddIntConstant, PyModule_AddObject, PyModule_Create } from '../objects/moduleobject';
import { defineModuleType, readyModuleTypes } from '../objects/moduletype';
import type { PyModuleObject } from '../objects/modulestruct';
import type { visitproc } from '../objects/object';
import { PyObject } from '../objects/object';
import { PyObject_GetAttr, PyObject_SetAttr, Py_None } from '../objects/objectprotocol';
import { PyTuple_FromArraySteal, PyTuple_Pack } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import { PyType_GenericAlloc, PyType_Type } from '../objects/typeobject';
import type { PyTypeObject } from '../objects/typestruct';
import { Py_TPFLAGS_BASETYPE, Py_TPFLAGS_HAVE_GC } from '../objects/typestruct';
import { PyUnicode_FromString, PyUnicode_Type } from '../objects/unicodeobject';
import { NODE_CLASSES } from './asdl';

class AstObject extends PyObject {
  constructor(type: PyTypeObject) {
    super(type);
    this.ob_dict = null;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}
function ast_init(self: PyObject, args: PyTupleObject, kw: PyDictObject | null): number {
  const key = PyUnicode_FromString('_fields');
  const fields = PyObject_GetAttr(self.ob_type, key) as PyTupleObject | null;
  Py_DECREF(key);
  if (fields === null) return -1;
  const n = fields.ob_item.length;
  if (args.ob_item.length > n) {
    PyErr_SetString(
      PyExc_TypeError,
      `${self.ob_type.tp_name} constructor takes at most ${n} positional argument${n === 1 ? '' : 's'}`,
    );
    Py_DECREF(fields);
    return -1;
  }
  let result = 0;
  for (let i = 0; i < args.ob_item.length && result === 0; i++) {
    result = PyObject_SetAttr(self, fields.ob_item[i]!, args.ob_item[i]!);
  }
  Py_DECREF(fields);
  if (kw !== null)
    PyDict_Next(kw, (name, value) => {
      if (result === 0) result = PyObject_SetAttr(self, name, value);
    });
  return result;
}

const AST_type = defineModuleType({
  tp_name: 'ast.AST',
  heap: 'mutable',
  tp_getattro: PyObject_GenericGetAttr,
  tp_setattro: PyObject_GenericSetAttr,
  tp_basicsize: 24,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
  tp_dictoffset: 16,
  construct: (type) => new AstObject(type),
  tp_dealloc: (self: PyObject) => {
    PyObject_GC_UnTrack(self);
    const dict = self.ob_dict;
    self.ob_dict = null;
    if (dict != null) Py_DECREF(dict);
    self.ob_type.tp_free!(self as never);
  },
  tp_traverse: (self: PyObject, visit) => {
    if (self.ob_dict != null) visit(self.ob_dict);
  },
  tp_init: ast_init as never,
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_GC_Del,
  tp_new: (type: PyTypeObject) => type.tp_alloc!(type, 0),
});

function names(text: string): Owned<PyObject> {
  return PyTuple_FromArraySteal(text === '' ? [] : text.split(',').map((name) => PyUnicode_FromString(name)));
}
function put(dict: PyDictObject, key: string, value: Owned<PyObject>): void {
  PyDict_SetItemString(dict, key, value);
  Py_DECREF(value);
}

/** add_ast_annotations: which type each field has, as `_field_types` and `__annotations__`. 0, or −1 with an exception. */
function addAnnotations(classes: ReadonlyMap<string, PyObject>): number {
  const builtin: Readonly<Record<string, PyObject>> = {
    str: PyUnicode_Type,
    int: PyLong_Type,
    object: PyBaseObject_Type,
  };
  for (const row of NODE_CLASSES) {
    const [name, , fields, , , types] = row.split(':') as [string, string, string, string, string, string];
    if (types === '=') continue;
    const dict = PyDict_New();
    for (const [i, text] of types.split(',').entries()) {
      if (text === '') continue;
      const plain = text.replace(/[*?]$/, '');
      const item = builtin[plain] ?? classes.get(plain)!;
      const type = text.endsWith('*')
        ? Py_GenericAlias(PyList_Type, item)
        : text.endsWith('?')
          ? _Py_union_type_or(item, Py_None)
          : Py_NewRef(item);
      if (type === null) return -1;
      put(dict, fields.split(',')[i]!, type);
    }
    for (const attribute of ['_field_types', '__annotations__']) {
      const key = PyUnicode_FromString(attribute);
      const r = PyObject_SetAttr(classes.get(name)!, key, dict);
      Py_DECREF(key);
      if (r < 0) return -1;
    }
    Py_DECREF(dict);
  }
  return 0;
}

function visitShared(m: PyModuleObject, visit: visitproc): void {
  for (const op of (m.md_state ?? []) as PyObject[]) visit(op);
}
function clearShared(m: PyModuleObject): void {
  const shared = (m.md_state ?? []) as PyObject[];
  m.md_state = null;
  for (const op of shared) Py_DECREF(op);
}

export function PyInit__ast(): Owned<PyObject> | null {
  if (readyModuleTypes(null, AST_type) < 0) return null;
  const m = PyModule_Create({
    m_name: '_ast',
    m_doc: null as unknown as string,
    m_methods: [],
    m_traverse: visitShared,
    m_clear: clearShared,
    m_free: clearShared,
  });
  if (m === null) return null;
  const base = AST_type.tp_dict as PyDictObject;
  for (const field of ['_fields', '_attributes', '__match_args__']) put(base, field, names(''));
  const classes = new Map<string, PyObject>([['AST', AST_type]]);
  PyModule_AddObject(m, 'AST', Py_NewRef(AST_type));
  for (const row of NODE_CLASSES) {
    const [name, parent, fields, attributes, optional] = row.split(':') as [string, string, string, string, string];
    const dict = PyDict_New();
    const fnames = names(fields);
    put(dict, '_fields', Py_NewRef(fnames));
    put(dict, '__module__', PyUnicode_FromString('ast'));
    put(dict, '__match_args__', fnames);
    if (attributes !== '=') put(dict, '_attributes', names(attributes));
    for (const field of optional.split(',')) if (field !== '') put(dict, field, Py_NewRef(Py_None));
    const text = PyUnicode_FromString(name);
    const bases = PyTuple_Pack(classes.get(parent)!);
    const args = PyTuple_Pack(text, bases, dict);
    const type = PyObject_Call(PyType_Type, args, null);
    for (const op of [text, bases, dict, args]) Py_DECREF(op);
    if (type === null) return null;
    classes.set(name, type);
    PyModule_AddObject(m, name, type);
  }
  if (addAnnotations(classes) < 0) return null;
  // The contexts and operators, of which trees made by C code share one instance each: the module's state owns them.
  const shared = ['expr_context', 'boolop', 'operator', 'unaryop', 'cmpop'];
  const members = NODE_CLASSES.map((row) => row.split(':') as [string, string]);
  m.md_state = members
    .filter(([, parent]) => shared.includes(parent))
    .map(([name]) => PyType_GenericAlloc(classes.get(name) as PyTypeObject, 0));
  const flags = {
    PyCF_ALLOW_TOP_LEVEL_AWAIT: 8192,
    PyCF_ONLY_AST: 1024,
    PyCF_OPTIMIZED_AST: 33792,
    PyCF_TYPE_COMMENTS: 4096,
  };
  for (const [name, value] of Object.entries(flags)) PyModule_AddIntConstant(m, name, value);
  return m;
}
