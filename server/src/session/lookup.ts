// Finding things in a parked program by name, without running a line of it or touching a count.

import { PyDict_Next } from '../objects/dictobject';
import type { PyDictObject } from '../objects/dictstruct';
import { visitEdges } from '../objects/edges';
import type { PyObject } from '../objects/object';
import type { PyTypeObject } from '../objects/typestruct';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import { PyUnicode_Check } from '../objects/unicodeobject';
import { visitInterpreterRoots } from '../vm/pylifecycle';
import { liveFrames } from './liveFrames';

export function textOf(op: PyObject): string | null {
  return PyUnicode_Check(op) ? (op as PyUnicodeObject).str : null;
}

/** A dictionary's value for a str key. */
export function dictValue(dict: PyObject, name: string): PyObject | null {
  let found: PyObject | null = null;
  PyDict_Next(dict, (key, value) => {
    if (textOf(key) !== name) return true;
    found = value;
    return false;
  });
  return found;
}

/** The main module's namespace: its frame's, and when that is gone, sys.modules['__main__']'s. */
export function mainNamespace(): PyDictObject | null {
  const frame = liveFrames()[0];
  if (frame?.namespace != null) return frame.namespace;
  let dict: PyDictObject | null = null;
  visitInterpreterRoots((root) => {
    visitEdges(root, (op, _kind, label) => {
      if (typeof label === 'object' && textOf(label) === '__main__' && op.ob_dict != null) dict = op.ob_dict;
    });
  });
  return dict;
}

/** An attribute as instances store it: in their own dict or values or slots, else along their class's bases. */
export function attribute(owner: PyObject, name: string): PyObject | null {
  let found: PyObject | null = null;
  visitEdges(owner, (op, kind, label) => {
    if (found === null && (kind === 'attribute' || kind === 'slot') && labelText(label) === name) found = op;
  });
  if (found === null && owner.ob_dict != null) found = dictValue(owner.ob_dict, name);
  if (found !== null) return found;
  const own = (owner as PyTypeObject).tp_mro;
  const types = [...(own?.ob_item ?? []), ...(owner.ob_type.tp_mro?.ob_item ?? [])] as PyTypeObject[];
  for (const type of types) {
    if (type.tp_dict == null) continue;
    found = dictValue(type.tp_dict, name);
    if (found !== null) return found;
  }
  // What other types call a part of theirs: a function's __defaults__, a module's names.
  visitEdges(owner, (op, _kind, label) => {
    if (found === null && labelText(label) === name) found = op;
  });
  return found;
}

function labelText(label: string | number | PyObject): string | null {
  return typeof label === 'string' ? label : typeof label === 'number' ? null : textOf(label);
}
