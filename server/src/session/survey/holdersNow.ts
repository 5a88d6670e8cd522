// Who holds an object at a moment of a replay: frames and the user's own objects, by name.

import { PyCell_Check } from '../../objects/cellobject';
import type { PyCellObject } from '../../objects/cellstruct';
import type { PyDictObject } from '../../objects/dictstruct';
import { PyDict_Next } from '../../objects/dictobject';
import { visitEdges } from '../../objects/edges';
import type { _PyInterpreterFrame } from '../../objects/framestruct';
import type { PyObject } from '../../objects/object';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import { typeName } from '../describe';
import { describeFrame } from '../liveFrames';
import { accessText } from './cycleSearch';
import { namesNow } from './names';
import type { Position } from './position';

/** Beyond this many objects only the frames are asked. */
const MAX_OBJECTS = 20_000;

/** Each counted reference that has a name, as text. The operand on top of the innermost frame's stack is the argument. */
export function holdersOf(
  op: PyObject,
  position: Position,
  frame: _PyInterpreterFrame,
  globals: PyDictObject | null,
  living: ReadonlySet<PyObject>,
): string[] {
  const holders: string[] = [];
  for (let f: _PyInterpreterFrame | null = frame; f !== null; f = f.previous) {
    if (!position.isOwn(f)) continue;
    const live = describeFrame(f);
    const inFunction = live.namespace === null;
    for (const [name, value] of live.names) {
      const where = inFunction ? `local \`${name}\` of ${live.qualname}()` : `\`${name}\``;
      if (value === op) holders.push(where);
      else if (value !== null && PyCell_Check(value) && (value as PyCellObject).ob_ref === op)
        holders.push(`variable \`${name}\` of ${live.qualname}() (a cell)`);
    }
    for (const [i, value] of live.stack.entries()) {
      if (value !== op) continue;
      const last = f === frame && i === live.stack.length - 1;
      holders.push(last ? 'the argument of getrefcount itself' : `a value under way in ${live.qualname}`);
    }
  }
  if (globals !== null && !holders.some((holder) => /^`/.test(holder)))
    PyDict_Next(globals, (key, value) => {
      if (value === op) holders.push(`global \`${(key as PyUnicodeObject).str}\``);
    });
  if (living.size > MAX_OBJECTS) return holders;
  const names = namesNow(position, frame, globals, '');
  for (const owner of living) {
    if (owner === (globals as PyObject | null) || owner.ob_refcnt <= 0 || PyCell_Check(owner)) continue;
    if (owner.ob_type.tp_name === 'frame' || owner.ob_type.tp_name === 'code') continue;
    visitEdges(owner, (to, kind, label) => {
      if (to !== op || kind === 'weakref') return;
      holders.push(`${names.get(owner)?.text ?? `a ${typeName(owner)}`}${accessText(kind, label)}`);
    });
  }
  return holders;
}
