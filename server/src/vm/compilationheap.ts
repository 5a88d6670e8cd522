// What compiling leaves in the heap beside code: the keys of constants (_PyCode_ConstantKey in Objects/codeobject.c), the
// symbol table (Python/symtable.c) and the compiler's units (Python/compile.c) of CPython 3.13 are Python objects, which
// are dead when the code runs. Ours are not; here as many are made and let go.
// Deviation: how many dicts have tables of their own is an estimate; sets that the symbol table's analysis makes are left out.

import type { CodeUnit } from '../compiler/codeunit';
import { Py_DECREF } from '../heap/refcount';
import { PyBool_Check } from '../objects/boolobject';
import { PyBytes_CheckExact } from '../objects/bytesobject';
import type { ConstantObjects } from '../objects/codeobject';
import { PyComplex_CheckExact } from '../objects/complexobject';
import { PyDict_LOG_MINSIZE, dictkeys_decref, new_keys_object } from '../objects/dictkeys';
import { PyDict_New } from '../objects/dictobject';
import { PyFloat_CheckExact } from '../objects/floatobject';
import { PyList_New } from '../objects/listobject';
import type { PyObject } from '../objects/object';
import { PyFrozenSet_CheckExact } from '../objects/setobject';
import { PyTuple_CheckExact, PyTuple_New } from '../objects/tupleobject';

/** _PyCode_ConstantKey: makes a constant's key, of tuples with nothing in them, and puts them on `made`. */
function constantKey(op: PyObject, made: PyObject[]): void {
  if (PyTuple_CheckExact(op)) {
    for (const item of op.ob_item) constantKey(item, made);
    made.push(PyTuple_New(op.ob_item.length), PyTuple_New(2));
  } else if (
    PyFloat_CheckExact(op) ||
    PyComplex_CheckExact(op) ||
    PyBytes_CheckExact(op) ||
    PyFrozenSet_CheckExact(op) ||
    PyBool_Check(op)
  ) {
    made.push(PyTuple_New(2));
  }
}

/**
 * A compilation's symbol table, its compiler's units and its cache of constants, all dead by the time the code runs: they
 * leave filled free lists, and a collector that has counted them. : how many more there are than the blocks have.
 */
export function simulateCompilation(constants: ConstantObjects, unit: CodeUnit, lists = 6): void {
  if (unit.compilation === undefined) return;
  const { blocks, namedBlocks, depth } = unit.compilation;
  const made: PyObject[] = [];
  for (let i = 0; i < 2 * blocks + lists; i++) made.push(PyList_New(0));
  for (let i = 0; i < blocks + 6 * depth + 9; i++) made.push(PyDict_New());
  // One more is counted where there is code in code; which, is not known.
  if (depth > 0) made.push(PyTuple_New(2));
  for (const op of constants.objects.values())
    if (!PyTuple_CheckExact(op) && !PyBytes_CheckExact(op)) constantKey(op, made);
  for (const op of constants.merged) constantKey(op, made);
  const keys = Array.from({ length: namedBlocks + depth }, () => new_keys_object(PyDict_LOG_MINSIZE, true));
  for (const op of made) Py_DECREF(op);
  for (const dk of keys) dictkeys_decref(dk);
}
