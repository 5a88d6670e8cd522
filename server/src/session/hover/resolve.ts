// An expression's object in the parked program, found without running anything: names, attributes, and subscripts with
// an index or key that is itself plain.

import type { expr } from '../../ast/nodes';
import { PyCell_Check } from '../../objects/cellobject';
import type { PyCellObject } from '../../objects/cellstruct';
import { PyDict_Check, PyDict_Next } from '../../objects/dictobject';
import { visitEdges } from '../../objects/edges';
import { PyList_Check } from '../../objects/listobject';
import type { PyListObject } from '../../objects/liststruct';
import { PyLong_Check } from '../../objects/longobject';
import type { PyLongObject } from '../../objects/longstruct';
import type { PyObject } from '../../objects/object';
import { PyTuple_Check } from '../../objects/tupleobject';
import type { PyTupleObject } from '../../objects/tuplestruct';
import { parse } from '../../parser';
import type { LiveFrame } from '../liveFrames';
import { attribute, dictValue, mainNamespace, textOf } from '../lookup';

type Key = { readonly str: string } | { readonly int: number };

/** `frames`: the user's, innermost last; `line`: where the expression stands. */
export function resolveName(name: string, frames: readonly LiveFrame[], inFunction: string | null): PyObject | null {
  // A local of the function the cursor is in, where that function is running; then what any running frame calls so.
  const wanted = inFunction === null ? null : frames.filter((f) => f.code.co_name !== null && nameOf(f) === inFunction);
  for (const frame of [...(wanted ?? [])].reverse()) {
    const value = local(frame, name);
    if (value !== null) return value;
  }
  const globals = mainNamespace();
  const global = globals === null ? null : dictValue(globals, name);
  if (global !== null) return global;
  for (const frame of [...frames].reverse()) {
    const value = local(frame, name);
    if (value !== null) return value;
  }
  const builtins = globals === null ? null : dictValue(globals, '__builtins__');
  if (builtins === null) return null;
  return PyDict_Check(builtins) ? dictValue(builtins, name) : attribute(builtins, name);
}

function nameOf(frame: LiveFrame): string {
  return frame.qualname.slice(frame.qualname.lastIndexOf('.') + 1);
}

function local(frame: LiveFrame, name: string): PyObject | null {
  for (const [key, value] of frame.names) {
    if (key === name && value !== null) return PyCell_Check(value) ? (value as PyCellObject).ob_ref : value;
  }
  return null;
}

export function resolve(node: expr, frames: readonly LiveFrame[], inFunction: string | null): PyObject | null {
  switch (node.kind) {
    case 'Name':
      return resolveName(node.id, frames, inFunction);
    case 'Attribute': {
      const owner = resolve(node.value, frames, inFunction);
      return owner === null ? null : attribute(owner, node.attr);
    }
    case 'Subscript': {
      const owner = resolve(node.value, frames, inFunction);
      const key = owner === null ? null : keyOf(node.slice, frames, inFunction);
      return owner === null || key === null ? null : item(owner, key);
    }
    default:
      return null;
  }
}

function keyOf(node: expr, frames: readonly LiveFrame[], inFunction: string | null): Key | null {
  if (node.kind === 'Constant') {
    if (node.value.type === 'str') return { str: node.value.value };
    return node.value.type === 'int' ? { int: Number(node.value.value) } : null;
  }
  if (node.kind === 'UnaryOp' && node.op === 'USub') {
    const inner = keyOf(node.operand, frames, inFunction);
    return inner !== null && 'int' in inner ? { int: -inner.int } : null;
  }
  const op = resolve(node, frames, inFunction);
  if (op === null) return null;
  const str = textOf(op);
  if (str !== null) return { str };
  return PyLong_Check(op) ? { int: Number((op as PyLongObject).value) } : null;
}

function item(owner: PyObject, key: Key): PyObject | null {
  if (PyDict_Check(owner)) {
    let found: PyObject | null = null;
    PyDict_Next(owner, (k, value) => {
      const same =
        'str' in key ? textOf(k) === key.str : PyLong_Check(k) && Number((k as PyLongObject).value) === key.int;
      if (same) found = value;
      return !same;
    });
    return found;
  }
  if (!('int' in key)) return null;
  const items = PyList_Check(owner)
    ? (owner as PyListObject).ob_item
    : PyTuple_Check(owner)
      ? (owner as PyTupleObject).ob_item
      : null;
  if (items !== null) return items[key.int < 0 ? items.length + key.int : key.int] ?? null;
  // A deque and its like: by the labels of what they hold.
  let found: PyObject | null = null;
  visitEdges(owner, (op, kind, label) => {
    if (kind === 'item' && label === key.int) found = op;
  });
  return found;
}

/** The object that a piece of Python text means: a name, attributes, subscripts. */
export function resolveText(text: string, frames: readonly LiveFrame[]): PyObject | null {
  const parsed = parse(text, '<watch>');
  const [statement] = parsed.ok && 'body' in parsed.tree && Array.isArray(parsed.tree.body) ? parsed.tree.body : [];
  return statement?.kind === 'Expr' ? resolve(statement.value, frames, null) : null;
}
