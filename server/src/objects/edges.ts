// Every reference an object owns, each exactly once, with a name: for holders, views and the audit. The type's `edges`
// says it where there is one; otherwise tp_traverse is complete and only the names are plain.

import type { visitproc, PyObject } from './object';
import type { PyMemberDef, PyTypeObject, edgeproc } from './typestruct';
import { Py_TPFLAGS_HEAPTYPE } from './typestruct';

/** The nearest base (or the type itself) whose instances are laid out in C: what a heap subclass adds comes on top. */
function solidType(type: PyTypeObject): PyTypeObject {
  let t = type;
  while ((t.tp_flags & Py_TPFLAGS_HEAPTYPE) !== 0 && t.spec === null && t.tp_base !== null) t = t.tp_base;
  return t;
}

/** `__slots__` members of a heap type and its heap bases, by slot index. */
function slotNames(type: PyTypeObject): string[] {
  const names: string[] = [];
  for (let t: PyTypeObject | null = type; t !== null; t = t.tp_base) {
    for (const member of t.tp_members as PyMemberDef[]) if (member.slot !== undefined) names[member.slot] = member.name;
  }
  return names;
}

/**
 * Calls `emit` for each reference `op` owns. For an instance of a heap type that includes its type, its slots and its
 * dictionary or inline values, in the order they are released.
 */
export function visitEdges(op: PyObject, emit: edgeproc): void {
  const type = op.ob_type;
  const heapType = (type.tp_flags & Py_TPFLAGS_HEAPTYPE) !== 0 && type.spec === null;
  if (!heapType) {
    ownEdges(op, type, emit);
    if (type.heapSpec) emit(type, 'type', '__class__');
    return;
  }
  if (op.ob_slots !== undefined) {
    const names = slotNames(type);
    for (const [i, value] of op.ob_slots.entries()) if (value !== null) emit(value, 'slot', names[i] ?? i);
  }
  const base = solidType(type);
  if (base.spec !== null && base.tp_base !== null) ownEdges(op, base, emit);
  // Invalid once they have moved into the dict: then they are only leftovers.
  if (op.ob_values !== undefined && op.ob_values !== null && op.ob_values.valid) {
    const keys = type.ht_cached_keys?.me_key ?? [];
    for (const [i, value] of op.ob_values.values.entries()) {
      if (value !== null && value !== undefined)
        emit(value, 'attribute', (keys[i] as { str?: string } | null)?.str ?? i);
    }
  }
  if (op.ob_dict !== undefined && op.ob_dict !== null && base.tp_dictoffset === 0)
    emit(op.ob_dict, 'field', '__dict__');
  emit(type, 'type', '__class__');
}

function ownEdges(op: PyObject, type: PyTypeObject, emit: edgeproc): void {
  if (type.edges !== null) {
    type.edges(op as never, emit);
    return;
  }
  const traverse = type.tp_traverse ?? type.spec?.tp_traverse ?? null;
  if (traverse === null) return;
  const names = fieldNames(op);
  let index = 0;
  const visit: visitproc = (ref) => {
    if (ref === (op.ob_type as PyObject)) return;
    emit(ref, 'field', names.get(ref)?.shift() ?? index);
    index++;
  };
  traverse(op as never, visit);
}

/** Fields as Python knows them, where that differs from the struct's. */
const pythonNames: Readonly<Record<string, string>> = {
  traceback: '__traceback__',
  context: '__context__',
  cause: '__cause__',
  notes: '__notes__',
  dict: '__dict__',
  ob_dict: '__dict__',
  md_dict: '__dict__',
  wr_callback: '__callback__',
  prop_get: 'fget',
  prop_set: 'fset',
  prop_del: 'fdel',
};
/** Kept by every object; nothing of the type's own. */
const common = new Set(['ob_type', 'gc_next', 'gc_prev', 'ob_weakreflist', 'ob_slots', 'ob_values']);

/**
 * The struct's field for each reference: tp_traverse tells what is referred to, and the fields carry CPython's names. A
 * reference held twice has two names, in the struct's order.
 */
function fieldNames(op: PyObject): Map<unknown, string[]> {
  const names = new Map<unknown, string[]>();
  const note = (value: unknown, name: string): void => {
    const known = names.get(value);
    if (known === undefined) names.set(value, [name]);
    else known.push(name);
  };
  for (const [name, value] of Object.entries(op)) {
    if (value === null || typeof value !== 'object' || common.has(name)) continue;
    const shown = pythonNames[name] ?? name;
    if (!Array.isArray(value)) {
      // A Py_buffer is no object, but refers to one.
      if ('obj' in value && !('ob_refcnt' in value)) note(value.obj, `${shown}.obj`);
      else note(value, shown);
    } else if (value.length <= MAX_NAMED) value.forEach((item, i) => note(item, `${shown}[${i}]`));
  }
  return names;
}
/** Items of longer arrays are known by their number alone. */
const MAX_NAMED = 1000;
