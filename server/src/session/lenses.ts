// Code lenses: what stands over a class (its instances) and over a function (calls, and what they made) at a step.

import { Py_TPFLAGS_HEAPTYPE } from '../objects/typestruct';
import type { PyTypeObject } from '../objects/typestruct';
import type { _PyInterpreterFrame } from '../objects/framestruct';
import { dictValue } from './lookup';
import { PyType_Check } from '../objects/typeobject';
import type { PyLongObject } from '../objects/longstruct';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import { sizeOf } from './describe';
import type { ObjectRegistry } from './objectRegistry';
import type { Definition } from './outline';
import type { Lens } from './workerProtocol';

/** How often each function of the user's was called, by the first line of its code. */
export class CallCounter {
  readonly calls = new Map<number, number>();

  call(frame: _PyInterpreterFrame): void {
    if ((frame.f_executable.co_name as PyUnicodeObject).str.startsWith('<')) return;
    const line = frame.f_executable.co_firstlineno;
    this.calls.set(line, (this.calls.get(line) ?? 0) + 1);
  }
}

/** What an instance takes: its own block as sys.getsizeof counts it, and its `__dict__`. */
export function instanceBytes(op: Parameters<typeof sizeOf>[0]): number {
  return sizeOf(op) + (op.ob_dict !== undefined && op.ob_dict !== null ? sizeOf(op.ob_dict) : 0);
}

export function bytesText(bytes: number): string {
  if (bytes < 10_000) return `${grouped(bytes)} B`;
  if (bytes < 10_000_000) return `${(bytes / 1000).toFixed(bytes < 100_000 ? 1 : 0)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
/** "1,234,567". Not by toLocaleString: that takes longer than all else a lens does. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** The class statement's first line, as the class itself knows it; −1 when it does not. */
function firstLineOf(type: PyTypeObject): number {
  const value = type.tp_dict === null ? null : dictValue(type.tp_dict, '__firstlineno__');
  return value === null ? -1 : Number((value as PyLongObject).value);
}

/** The lenses of `definitions`, over the program as `registry` and `calls` know it. */
export function lenses(definitions: readonly Definition[], registry: ObjectRegistry, calls: CallCounter): Lens[] {
  if (definitions.length === 0) return [];
  // Line by line, the function that it belongs to: inner definitions are written over outer ones.
  const last = Math.max(...definitions.map((d) => d.end));
  const functionOf = new Int32Array(last + 1).fill(-1);
  for (const [i, d] of definitions.entries()) {
    if (d.kind === 'function') functionOf.fill(i, d.body, d.end + 1);
    else functionOf.fill(-1, d.body, d.end + 1);
  }
  const made = new Int32Array(definitions.length);
  const kept = new Int32Array(definitions.length);
  const lines = registry.lines();
  for (let serial = 1; serial < lines.length; serial++) {
    const line = lines[serial]!;
    const at = line <= last ? functionOf[line]! : -1;
    if (at >= 0) made[at]!++;
  }
  const instances = new Map<PyTypeObject, { count: number; bytes: number }>();
  const classes = new Map<string, PyTypeObject[]>();
  for (const op of registry.livingMine()) {
    const line = lines[op.ob_serial]!;
    const at = line <= last ? functionOf[line]! : -1;
    if (at >= 0) kept[at]!++;
    const type = op.ob_type;
    if ((type.tp_flags & Py_TPFLAGS_HEAPTYPE) !== 0 && registry.isMine(type)) {
      let row = instances.get(type);
      if (row === undefined) instances.set(type, (row = { count: 0, bytes: 0 }));
      row.count++;
      row.bytes += instanceBytes(op);
    }
    if (PyType_Check(op)) {
      const t = op as PyTypeObject;
      const key = `${t.tp_name.slice(t.tp_name.lastIndexOf('.') + 1)} ${firstLineOf(t)}`;
      classes.set(key, [...(classes.get(key) ?? []), t]);
    }
  }
  return definitions.map((d, i): Lens => {
    if (d.kind === 'function') {
      const count = calls.calls.get(d.first) ?? 0;
      if (count === 0) return { line: d.line, title: 'not called' };
      const freed = made[i]! - kept[i]!;
      const story =
        made[i] === 0
          ? 'made no objects'
          : `made ${countText(made[i]!, 'object')}, kept ${grouped(kept[i]!)}, freed ${grouped(freed)}`;
      return { line: d.line, title: `${countText(count, 'call')} · ${story}` };
    }
    const types = classes.get(`${d.name} ${d.first}`) ?? [];
    if (types.length === 0) return { line: d.line, title: 'not made yet' };
    let count = 0;
    let bytes = 0;
    for (const type of types) {
      const row = instances.get(type);
      count += row?.count ?? 0;
      bytes += row?.bytes ?? 0;
    }
    const object = String(types.at(-1)!.ob_serial);
    if (count === 0) return { line: d.line, title: 'no instances', object };
    const each = bytes % count === 0 && count > 1 ? ` (${bytesText(bytes / count)} each)` : '';
    return { line: d.line, title: `${countText(count, 'instance')} · ${bytesText(bytes)}${each}`, object };
  });
}
