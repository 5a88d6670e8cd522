// Cells: variables that closures share. Follows Objects/cellobject.c, CPython 3.13.

import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { _PyObject_GC_TRACK, _PyObject_GC_UNTRACK } from '../heap/gclists';
import { Py_NewRef, Py_XDECREF, Py_XNewRef } from '../heap/refcount';
import type { Borrowed, Owned } from '../heap/refcount';
import { PyBool_FromLong } from './boolobject';
import { PyCellObject } from './cellstruct';
import type { PyDictObject } from './dictstruct';
import { PyErr_SetString } from './errors';
import { PyExc_ValueError } from './exceptions';
import { PyArg_UnpackTuple, _PyArg_NoKeywords } from './getargs';
import type { CompareOp, PyObject, visitproc } from './object';
import { PyObject_GenericGetAttr, PyObject_RichCompare, Py_NotImplemented, pointerText } from './objectprotocol';
import type { PyTupleObject } from './tuplestruct';
import type { PyTypeObject } from './typestruct';
import { Py_TPFLAGS_HAVE_GC, defineType } from './typestruct';
import { PyUnicode_FromString } from './unicodeobject';

export { PyCellObject } from './cellstruct';

export function PyCell_Check(op: PyObject): op is PyCellObject {
  return op.ob_type === PyCell_Type;
}

/** A cell holding `obj` (borrowed; null: empty). Owned. */
export function PyCell_New(obj: PyObject | null): Owned<PyCellObject> {
  const op = PyObject_GC_New(new PyCellObject(PyCell_Type, Py_XNewRef(obj)), 24);
  _PyObject_GC_TRACK(op);
  return op;
}

/** The content: a new reference, null without an exception while the cell is empty. */
export function PyCell_Get(op: PyObject): Owned<PyObject> | null {
  return Py_XNewRef((op as PyCellObject).ob_ref);
}
export const PyCell_GetRef = PyCell_Get;

/** Replaces the content by `value` (borrowed; null empties). */
export function PyCell_Set(op: PyObject, value: PyObject | null): number {
  const cell = op as PyCellObject;
  const old = cell.ob_ref;
  cell.ob_ref = Py_XNewRef(value);
  Py_XDECREF(old);
  return 0;
}
/** The same with a reference taken over from the caller. */
export function PyCell_SetTakeRef(cell: PyCellObject, value: Owned<PyObject> | null): void {
  const old = cell.ob_ref;
  cell.ob_ref = value;
  Py_XDECREF(old);
}
/** The content without a new reference: borrowed. */
export function PyCell_GET(op: PyObject): Borrowed<PyObject> | null {
  return (op as PyCellObject).ob_ref;
}
/** Stores a reference taken over from the caller, without giving up the old one. */
export function PyCell_SET(op: PyObject, value: Owned<PyObject> | null): void {
  (op as PyCellObject).ob_ref = value;
}

function cell_dealloc(op: PyCellObject): void {
  _PyObject_GC_UNTRACK(op);
  Py_XDECREF(op.ob_ref);
  PyObject_GC_Del(op);
}

function cell_traverse(op: PyCellObject, visit: visitproc): void {
  if (op.ob_ref !== null) visit(op.ob_ref);
}

function cell_clear(op: PyCellObject): void {
  const ref = op.ob_ref;
  op.ob_ref = null;
  Py_XDECREF(ref);
}

function cell_compare(a: PyObject, b: PyObject, op: CompareOp): PyObject | null {
  if (!PyCell_Check(a) || !PyCell_Check(b)) return Py_NewRef(Py_NotImplemented);
  if (a.ob_ref !== null && b.ob_ref !== null) return PyObject_RichCompare(a.ob_ref, b.ob_ref, op);
  // An empty cell comes before any other.
  const v = a.ob_ref === null ? 0 : 1;
  const w = b.ob_ref === null ? 0 : 1;
  return PyBool_FromLong([v < w, v <= w, v === w, v !== w, v > w, v >= w][op]!);
}

function cell_repr(self: PyObject): PyObject | null {
  const ref = (self as PyCellObject).ob_ref;
  const content = ref === null ? 'empty' : `${ref.ob_type.tp_name} object at ${pointerText(ref)}`;
  return PyUnicode_FromString(`<cell at ${pointerText(self)}: ${content}>`);
}

function cell_new(_type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  if (!_PyArg_NoKeywords('cell', kwargs)) return null;
  const a = PyArg_UnpackTuple(args, 'cell', 0, 1);
  return a === null ? null : PyCell_New(a[0] ?? null);
}

export const PyCell_Type: PyTypeObject = defineType({
  tp_name: 'cell',
  tp_basicsize: 24,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_doc:
    'cell([contents])\n--\n\nCreate a new cell object.\n\n  contents\n' +
    '    the contents of the cell. If not specified, the cell will be empty,\n' +
    '    and \n further attempts to access its cell_contents attribute will\n    raise a ValueError.',
  tp_dealloc: cell_dealloc,
  tp_repr: cell_repr,
  tp_getattro: PyObject_GenericGetAttr,
  tp_traverse: cell_traverse,
  tp_clear: cell_clear,
  tp_richcompare: cell_compare,
  tp_new: cell_new,
  tp_getset: [
    {
      name: 'cell_contents',
      get: (op: PyCellObject) =>
        op.ob_ref !== null ? Py_NewRef(op.ob_ref) : PyErr_SetString(PyExc_ValueError, 'Cell is empty'),
      set: (op: PyCellObject, value: PyObject | null) => PyCell_Set(op, value),
      doc: null,
    },
  ],
  edges: (op: PyCellObject, emit) => {
    if (op.ob_ref !== null) emit(op.ob_ref, 'cell', 'cell_contents');
  },
});
