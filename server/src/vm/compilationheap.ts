// What compiling leaves in the heap beside code: CPython's tables are Python objects, which are dead when the code runs.
// Ours are not; here as many are made and let go as were there at once (compiler/footprint.ts).

import type { CodeUnit } from '../compiler/codeunit';
import { Py_DECREF } from '../heap/refcount';
import type { ConstantObjects } from '../objects/codeobject';
import { PyDict_LOG_MINSIZE, dictkeys_decref, new_keys_object } from '../objects/dictkeys';
import { PyDict_New } from '../objects/dictobject';
import { PyList_New } from '../objects/listobject';
import type { PyObject } from '../objects/object';
import { PyTuple_CheckExact, PyTuple_New } from '../objects/tupleobject';

/**
 * They leave filled free lists, and a collector that has counted them. The code's own tuples, in `constants`, are among
 * them. A main script's tree stays while it runs, and with it the list of its arena (`treeStays`).
 */
export function simulateCompilation(constants: ConstantObjects, unit: CodeUnit, treeStays = false): void {
  if (unit.compilation === undefined) return;
  const { dicts, lists, tuples, keys } = unit.compilation.footprint;
  const made: PyObject[] = [];
  for (let i = 0; i < dicts.most; i++) made.push(PyDict_New());
  for (let i = treeStays ? 1 : 0; i < lists.most; i++) made.push(PyList_New(0));
  const kept: number[] = [];
  for (const op of constants.merged) {
    if (PyTuple_CheckExact(op)) kept[op.ob_item.length] = (kept[op.ob_item.length] ?? 0) + 1;
  }
  for (const [length, { most }] of tuples.entries()) {
    for (let i = kept[length] ?? 0; i < most; i++) made.push(PyTuple_New(length));
  }
  const tables = Array.from({ length: keys }, () => new_keys_object(PyDict_LOG_MINSIZE, true));
  for (const op of made) Py_DECREF(op);
  for (const dk of tables) dictkeys_decref(dk);
}
