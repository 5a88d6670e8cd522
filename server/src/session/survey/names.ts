// What the user calls an object at a moment of the run: its variable, or the way to it from a variable.

import { PyCell_Check } from '../../objects/cellobject';
import type { PyCellObject } from '../../objects/cellstruct';
import { PyDict_Next } from '../../objects/dictobject';
import type { PyDictObject } from '../../objects/dictstruct';
import type { _PyInterpreterFrame } from '../../objects/framestruct';
import type { PyObject } from '../../objects/object';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import { PyUnicode_Check } from '../../objects/unicodeobject';
import { isAtom } from '../describe';
import { describeFrame } from '../liveFrames';
import { accessText, isFurniture, visitUserEdges } from './cycleSearch';
import type { Position } from './position';

/** How many of a container's items are looked at for a name such as `nodes[3]`. */
const MAX_ITEMS = 200;

export interface Name {
  text: string;
  /** A plain variable. */
  direct: boolean;
}

/** Names alive at a moment, by object. Where there are several, one that `line` (the source text) mentions wins. */
export function namesNow(
  position: Position,
  frame: _PyInterpreterFrame | null,
  globals: PyDictObject | null,
  line: string,
): Map<PyObject, Name> {
  const variables: [string, PyObject][] = [];
  const add = (name: string, value: PyObject | null): void => {
    if (value === null || name.startsWith('__') || name.startsWith('.')) return;
    const inner = PyCell_Check(value) ? (value as PyCellObject).ob_ref : value;
    if (inner !== null) variables.push([name, inner]);
  };
  for (let f = frame; f !== null; f = f.previous) {
    if (!position.isOwn(f)) continue;
    for (const [name, value] of describeFrame(f).names) add(name, value);
  }
  if (globals !== null) {
    PyDict_Next(globals, (key, value) => {
      if (PyUnicode_Check(key)) add((key as PyUnicodeObject).str, value);
    });
  }
  const mentioned = new Set(line.match(/[A-Za-z_]\w*/g) ?? []);
  const names = new Map<PyObject, Name>();
  for (const wanted of [true, false]) {
    for (const [name, value] of variables)
      if (mentioned.has(name) === wanted && !names.has(value) && !isAtom(value))
        names.set(value, { text: name, direct: true });
  }
  const inner = new Map<PyObject, Name>();
  for (const [owner, { text }] of names) {
    if (isFurniture(owner) || owner.ob_type.tp_name === 'function') continue;
    let count = 0;
    visitUserEdges(owner, (to, kind, label) => {
      if (count++ > MAX_ITEMS || names.has(to) || inner.has(to) || isAtom(to)) return;
      if (kind === 'attribute' || kind === 'slot' || kind === 'item' || kind === 'value')
        inner.set(to, { text: text + accessText(kind, label), direct: false });
    });
  }
  for (const [op, name] of inner) names.set(op, name);
  return names;
}
