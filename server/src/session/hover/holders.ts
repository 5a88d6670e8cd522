// Who holds an object, in the program's own words: global `b`, `nodes[3]`, attribute `next` of Node #2.

import { PyCell_Check } from '../../objects/cellobject';
import { PyDict_Check } from '../../objects/dictobject';
import { PyFunction_Check } from '../../objects/funcobject';
import type { PyFunctionObject } from '../../objects/funcstruct';
import type { PyObject } from '../../objects/object';
import { PyType_Check } from '../../objects/typeobject';
import { shortText, typeName } from '../describe';
import type { Edge } from '../heapSnapshot';
import { textOf } from '../lookup';
import type { Scene } from '../provider/scene';
import { STATIC_SERIAL } from '../provider/session';
import type { Linker } from './links';
import { code } from './links';

export interface HolderText {
  /** Markdown. */
  readonly text: string;
  /** The variable's name, for a name; who looks for the line that bound it uses it. */
  readonly name?: string;
  /** The attribute's name. */
  readonly attribute?: string;
}

function labelOf(edge: Edge): string {
  const { label } = edge;
  if (typeof label === 'object') return textOf(label) ?? shortText(label);
  return String(label);
}
function keyText(edge: Edge): string {
  const { label } = edge;
  if (typeof label === 'number') return `[${label}]`;
  return typeof label === 'object' ? `[${shortText(label)}]` : `['${label}']`;
}

export class HolderNames {
  constructor(
    private readonly scene: Scene,
    private readonly link: Linker,
  ) {}

  /** All references to a node; those of the program's names first. */
  of(n: number): HolderText[] {
    const { snapshot } = this.scene;
    const found: HolderText[] = [];
    for (const from of [...new Set(this.scene.referrers(n))].sort((a, b) => a - b)) {
      for (const edge of snapshot.edges[from]!) if (edge.to === n) found.push(this.holder(from, edge));
    }
    return found.sort((a, b) => Number(b.name !== undefined) - Number(a.name !== undefined));
  }

  /** `list #12`, leading to it. */
  title(op: PyObject): string {
    const serial = this.scene.serial(op);
    if (PyType_Check(op)) return `class ${this.link.object(serial, code(typeNameOf(op)))}`;
    if (PyFunction_Check(op)) {
      return `function ${this.link.object(serial, code(textOf((op as PyFunctionObject).func_qualname) ?? ''))}`;
    }
    const number = serial < STATIC_SERIAL ? ` #${serial}` : '';
    return this.link.object(serial, `${typeName(op)}${serial < 2 ** 40 ? number : ''}`);
  }

  /** What the program calls an object, where a name leads to it directly. */
  private nameFor(n: number): string | null {
    const { snapshot, frames } = this.scene;
    for (const from of this.scene.referrers(n)) {
      if (from < snapshot.firstObject) {
        for (const edge of snapshot.edges[from]!) if (edge.to === n && edge.kind === 'local') return labelOf(edge);
        continue;
      }
      if (!frames.some((f) => f.namespace !== null && f.namespace === snapshot.objects[from])) continue;
      for (const edge of snapshot.edges[from]!) {
        const label = labelOf(edge);
        if (edge.to === n && edge.kind === 'value' && !label.startsWith('__')) return label;
      }
    }
    return null;
  }

  private holder(from: number, edge: Edge): HolderText {
    const { snapshot, frames } = this.scene;
    const label = labelOf(edge);
    if (from === 0) return { text: label === 'exception' ? 'the exception being handled' : 'the interpreter itself' };
    if (from < snapshot.firstObject) {
      const frame = snapshot.frames[from - 1]!;
      const where = frame.qualname === '<module>' ? 'the module' : `${code(frame.qualname)}()`;
      if (edge.kind === 'stack')
        return { text: `the operand stack of ${where}: a value on its way, such as an argument` };
      if (edge.kind === 'local') return { text: `local ${code(label)} of ${where}`, name: label };
      return { text: `the frame of ${where} (${label})` };
    }
    const owner = this.scene.object(from);
    const frame = frames.find((f) => f.namespace !== null && f.namespace === owner);
    if (frame !== undefined && edge.kind === 'value') {
      return frame.name === '<module>'
        ? { text: `global ${code(label)}`, name: label }
        : { text: `name ${code(label)} of class body ${code(frame.name)}`, name: label };
    }
    const name = this.nameFor(from);
    const title = this.title(owner);
    const who = name === null ? title : `${title} (${code(name)})`;
    switch (edge.kind) {
      case 'attribute':
      case 'slot':
        return { text: `attribute ${code(label)} of ${who}`, attribute: label };
      case 'item':
        return { text: name === null ? `${title}${keyText(edge)}` : `${code(name + keyText(edge))} of ${title}` };
      case 'value':
        return this.dictValue(from, owner, edge, name, title);
      case 'key':
        return { text: `a key of ${who}` };
      case 'cell':
        return { text: this.closure(from) };
      case 'type':
        return { text: `its instance ${who}` };
      default:
        if (PyCell_Check(owner)) return { text: this.closure(from) };
        if (PyType_Check(owner)) return { text: `${title} (${code(label)})` };
        return { text: /^\d+$/.test(label) || label === '' ? title : `${code(label)} of ${who}` };
    }
  }

  /** A value of a dictionary, which may be the `__dict__` of something. */
  private dictValue(from: number, owner: PyObject, edge: Edge, name: string | null, title: string): HolderText {
    const { snapshot } = this.scene;
    if (PyDict_Check(owner)) {
      for (const holder of this.scene.referrers(from)) {
        if (holder < snapshot.firstObject) continue;
        for (const e of snapshot.edges[holder]!) {
          if (e.to !== from || labelOf(e) !== '__dict__') continue;
          const op = this.scene.object(holder);
          const called = this.nameFor(holder);
          const who = called === null ? this.title(op) : `${this.title(op)} (${code(called)})`;
          const attribute = labelOf(edge);
          return op.ob_type.tp_name === 'module'
            ? { text: `global ${code(attribute)} of module ${who}` }
            : { text: `attribute ${code(attribute)} of ${who}`, attribute };
        }
      }
    }
    return { text: name === null ? `${title}${keyText(edge)}` : `${code(name + keyText(edge))} of ${title}` };
  }

  /** A cell, by the functions that share it. */
  private closure(cell: number): string {
    const { snapshot } = this.scene;
    for (const tuple of this.scene.referrers(cell)) {
      if (tuple < snapshot.firstObject) {
        const frame = snapshot.frames[tuple - 1];
        for (const edge of snapshot.edges[tuple]!) {
          if (edge.to === cell && frame !== undefined) {
            return `variable ${code(labelOf(edge))} of ${code(frame.qualname)}(), in a closure cell`;
          }
        }
        continue;
      }
      for (const holder of this.scene.referrers(tuple)) {
        if (holder < snapshot.firstObject) continue;
        const op = this.scene.object(holder);
        if (PyFunction_Check(op)) return `a closure cell of ${this.title(op)}`;
      }
    }
    return 'a closure cell';
  }
}

export function typeNameOf(op: PyObject): string {
  const name = (op as PyObject & { tp_name: string }).tp_name;
  return name.slice(name.lastIndexOf('.') + 1);
}
