// A parked program prepared for questions: objects by id, their cells in words, what belongs to the user's program.

import { _Py_IsImmortal } from '../../heap/refcount';
import { gc_list_objects } from '../../heap/gc';
import { gcstate } from '../../heap/gclists';
import type { PyByteArrayObject } from '../../objects/bytesstruct';
import { PyDict_Check, PyDict_Next } from '../../objects/dictobject';
import type { PyDictObject } from '../../objects/dictstruct';
import type { PyObject } from '../../objects/object';
import { Py_None } from '../../objects/objectprotocol';
import { PyTuple_Check } from '../../objects/tupleobject';
import type { PyTupleObject } from '../../objects/tuplestruct';
import { PyType_Check } from '../../objects/typeobject';
import { PyUnicode_Check } from '../../objects/unicodeobject';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import { PyWeakReference } from '../../objects/weakrefstruct';
import { visitInterpreterRoots } from '../../vm/pylifecycle';
import { visitEdges } from '../../objects/edges';
import { graphOf, cycles, reversed } from '../graph';
import type { Graph } from '../graph';
import type { AtomKind, Generation, HeapCell, ObjectId, ObjectRef, ObjectShape } from '../../protocol/heapProtocol';
import { isAtom, shortText, typeName } from '../describe';
import type { Edge, HeapSnapshot } from '../heapSnapshot';
import type { LiveFrame } from '../liveFrames';
import type { ParkedState } from './session';
import { OLD_SERIAL, ProviderError, STATIC_SERIAL } from './session';

/** A frame of the user's file; after the end, the main module's namespace stands in for its frame. */
export interface SceneFrame {
  readonly id: string;
  readonly name: string;
  /** Its node in the snapshot; −1 for the stand-in. */
  readonly node: number;
  readonly live: LiveFrame | null;
  readonly namespace: PyDictObject | null;
  readonly names: readonly (readonly [string, PyObject | null])[];
  readonly stack: readonly (PyObject | null)[];
}

/** Types whose instances are machinery: a cycle through one of them is how every class and function is built. */
const MACHINERY = new Set([
  'type',
  'ABCMeta',
  'module',
  'getset_descriptor',
  'member_descriptor',
  'function',
  'staticmethod',
  'classmethod',
]);
/** Made by the interpreter for itself, on the program's account. */
const FURNITURE = new Set(['frame', 'getset_descriptor', 'member_descriptor']);
/** Parts of functions and classes that say nothing beside their title, unless they are objects of the view. */
const PLAIN_PARTS = new Set([
  '__code__',
  '__globals__',
  '__builtins__',
  '__name__',
  '__qualname__',
  '__module__',
  '__doc__',
  '__base__',
  '__bases__',
  '__mro__',
  '__subclasses__',
]);
const CLASS_PARTS = new Set(['__mro__', '__bases__', '__dict__', '__slots__', '__subclasses__']);
/** Names in every class's namespace. */
const CLASS_FURNITURE = new Set([
  '__module__',
  '__qualname__',
  '__firstlineno__',
  '__static_attributes__',
  '__dict__',
  '__weakref__',
]);
const SEQUENCES = new Set(['list', 'tuple', 'set', 'frozenset', 'collections.deque']);

export class Scene {
  readonly snapshot: HeapSnapshot;
  readonly frames: readonly SceneFrame[];
  private ids: Map<number, number> | null = null;
  private back: Graph | null = null;
  private mineNodes: Uint8Array | null = null;
  private components: Map<number, number> | null = null;

  constructor(readonly parked: ParkedState) {
    this.snapshot = parked.snapshot();
    this.frames = this.findFrames();
  }

  // Identity.

  serial(op: PyObject): number {
    return this.parked.serials.get(op) ?? STATIC_SERIAL + op.ob_addr;
  }
  id(op: PyObject): ObjectId {
    return String(this.serial(op));
  }
  private byId(): Map<number, number> {
    if (this.ids === null) {
      this.ids = new Map();
      for (const [n, op] of this.snapshot.objects.entries()) if (op !== null) this.ids.set(this.serial(op), n);
    }
    return this.ids;
  }
  has(id: ObjectId): boolean {
    return this.byId().has(Number(id));
  }
  /** Node of an id. Throws notFound. */
  node(id: ObjectId): number {
    const n = this.byId().get(Number(id));
    if (n === undefined) throw new ProviderError('notFound', `There is no object #${id} at this step.`);
    return n;
  }
  object(n: number): PyObject {
    return this.snapshot.objects[n]!;
  }

  // Frames.

  private findFrames(): SceneFrame[] {
    const all = this.snapshot.frames;
    const main = all[0]?.filename;
    if (main === undefined) {
      const namespace = mainNamespace();
      if (namespace === null) return [];
      return [{ id: 'f1', name: '<module>', node: -1, live: null, namespace, names: itemsOf(namespace), stack: [] }];
    }
    const frames: SceneFrame[] = [];
    for (const [i, live] of all.entries()) {
      if (live.filename !== main) continue;
      const number = this.parked.witness.call(live.frame) ?? i + 1;
      const { namespace, names, stack } = live;
      frames.push({ id: `f${number}`, name: live.qualname, node: i + 1, live, namespace, names, stack });
    }
    return frames;
  }

  /** What is shown as owner of `node`: an object's id, a frame's, or '' for the interpreter and hidden frames. */
  ownerId(node: number): string {
    if (node <= 0) return '';
    const op = this.snapshot.objects[node];
    const frame = this.frames.find((f) => (op === null ? f.node === node : f.namespace === op));
    if (frame !== undefined) return frame.id;
    return op === null || op === undefined ? '' : this.id(op);
  }

  /** The nearest dominator that is a frame or an object shown. */
  shownDominator(node: number, shown: (node: number) => boolean): number {
    const idom = this.snapshot.dominators();
    let n = idom[node]!;
    while (n > 0 && this.snapshot.objects[n] !== null && !shown(n) && !this.isNamespace(n)) n = idom[n]!;
    return n;
  }
  private isNamespace(n: number): boolean {
    return this.frames.some((f) => f.namespace !== null && f.namespace === this.snapshot.objects[n]);
  }

  // Whose.

  /** By node: 1 when the user's program made it, by itself rather than by a library it imported. */
  get mine(): Uint8Array {
    if (this.mineNodes !== null) return this.mineNodes;
    const { snapshot } = this;
    const idom = snapshot.dominators();
    const verdict = new Int8Array(snapshot.objects.length).fill(-1);
    // The main module and its namespace are the program's own.
    for (const frame of this.frames) {
      const n = frame.namespace === null ? undefined : snapshot.nodeOf.get(frame.namespace);
      if (n !== undefined) verdict[n] = 0;
    }
    for (const edge of snapshot.edges[0]!) if (edge.label === 'thread') verdict[edge.to] = 1;
    // Belongs to a module other than the main one, or to something that does.
    const library = (start: number): boolean => {
      const way: number[] = [];
      let n = start;
      while (n > 0 && verdict[n] === -1) {
        const op = snapshot.objects[n];
        if (op !== null && op !== undefined && op.ob_type.tp_name === 'module') {
          verdict[n] = 1;
          break;
        }
        way.push(n);
        n = idom[n]!;
      }
      const value = n > 0 ? verdict[n]! : 0;
      for (const w of way) verdict[w] = value;
      return verdict[start] === 1;
    };
    const mine = new Uint8Array(snapshot.objects.length);
    for (let n = snapshot.firstObject; n < mine.length; n++) {
      const op = snapshot.objects[n]!;
      if (this.serial(op) >= OLD_SERIAL || FURNITURE.has(op.ob_type.tp_name)) continue;
      if (!this.parked.witness.isLibrary(op) && !library(n)) mine[n] = 1;
    }
    this.leaveOutClassParts(mine);
    // Constants were made by the compiler, before the first line; what names hold of them is the program's all the same.
    for (const frame of this.frames) {
      for (const [name, op] of frame.names) {
        if (op === null || name.startsWith('__') || _Py_IsImmortal(op) || op.ob_type.tp_name === 'module') continue;
        const n = snapshot.nodeOf.get(op);
        if (
          n !== undefined &&
          this.serial(op) >= OLD_SERIAL &&
          !PyType_Check(op) &&
          op.ob_type.tp_name !== 'builtin_function_or_method' &&
          verdict[n] !== 1
        )
          mine[n] = 1;
      }
    }
    return (this.mineNodes = mine);
  }

  /**
   * What every class brings along: its bases and mro as tuples, its namespace (whose items are shown as the class's), the
   * weak reference its base keeps to it.
   */
  private leaveOutClassParts(mine: Uint8Array): void {
    const { snapshot } = this;
    for (let n = snapshot.firstObject; n < mine.length; n++) {
      if (mine[n] === 0) continue;
      const op = this.object(n);
      if (
        op instanceof PyWeakReference &&
        op.wr_callback === null &&
        op.wr_object !== null &&
        PyType_Check(op.wr_object)
      )
        mine[n] = 0;
      if (!PyType_Check(op)) continue;
      for (const edge of snapshot.edges[n]!) {
        if (typeof edge.label === 'string' && CLASS_PARTS.has(edge.label)) mine[edge.to] = 0;
      }
    }
  }

  /** Nodes of a scope, in order of id. */
  nodes(scope: 'mine' | 'all', atoms: boolean): number[] {
    const { snapshot } = this;
    const list: number[] = [];
    for (let n = snapshot.firstObject; n < snapshot.objects.length; n++) {
      const op = snapshot.objects[n]!;
      if (scope === 'mine' && this.mine[n] === 0) continue;
      if (!atoms && isAtom(op)) continue;
      list.push(n);
    }
    return list.sort((a, b) => this.serial(this.object(a)) - this.serial(this.object(b)));
  }

  /** Number of the cycle the program's own objects make with each other; 0: in none. */
  cycle(n: number): number {
    if (this.components === null) {
      const members = this.nodes('mine', false);
      const index = new Map(members.map((m, i) => [m, i]));
      const lists = members.map((m) => {
        const own: number[] = [];
        for (const edge of this.snapshot.edges[m]!) {
          const to = index.get(edge.to);
          if (to !== undefined && edge.kind !== 'type') own.push(to);
        }
        return own;
      });
      const component = cycles(graphOf(lists));
      const plain = new Set<number>();
      for (const [i, m] of members.entries())
        if (MACHINERY.has(this.object(m).ob_type.tp_name)) plain.add(component[i]!);
      const numbers = new Map<number, number>();
      this.components = new Map();
      for (const [i, m] of members.entries()) {
        const c = component[i]!;
        if (c === 0 || plain.has(c)) continue;
        if (!numbers.has(c)) numbers.set(c, numbers.size + 1);
        this.components.set(m, numbers.get(c)!);
      }
    }
    return this.components.get(n) ?? 0;
  }

  // References.

  /** Nodes that refer to `n`, once for each reference. */
  referrers(n: number): number[] {
    this.back ??= reversed(this.snapshot.graph);
    const { start, to } = this.back;
    return [...to.subarray(start[n]!, start[n + 1]!)];
  }
  referrerCount(n: number): number {
    this.back ??= reversed(this.snapshot.graph);
    return this.back.start[n + 1]! - this.back.start[n]!;
  }

  generation(n: number): Generation | null {
    const g = this.snapshot.generation[n]!;
    return g === 0 || g === 1 || g === 2 ? g : g === 3 ? 2 : null;
  }

  /** What goes into the rows of an object, in order. `shown`: whether a target is an object of its own in this view. */
  cells(n: number, shown: (target: number) => boolean): HeapCell[] {
    const op = this.object(n);
    const isSet = op.ob_type.tp_name === 'set' || op.ob_type.tp_name === 'frozenset';
    const named = op.ob_type.tp_name === 'function' || PyType_Check(op);
    const cells: HeapCell[] = [];
    for (const edge of this.snapshot.edges[n]!) {
      if (edge.kind === 'type') continue;
      // Also in the class's namespace, as the program wrote it.
      if (edge.label === '__slots__' && PyType_Check(op)) continue;
      if (edge.label === '__dict__' && !shown(edge.to) && PyType_Check(op)) {
        cells.push(...this.classItems(edge.to, shown));
        continue;
      }
      if (named && typeof edge.label === 'string' && PLAIN_PARTS.has(edge.label) && !shown(edge.to)) continue;
      // A dict's keys are the labels of its values; a key that is an object to look at gets a row too.
      if (edge.kind === 'key' && !isSet && !shown(edge.to)) continue;
      const label = isSet ? '' : edge.kind === 'key' ? 'key' : cellLabel(edge);
      cells.push(this.cell(label, this.object(edge.to), shown));
    }
    if (op instanceof PyWeakReference) {
      const target = op.wr_object;
      if (target === null) cells.push({ label: 'referent', kind: 'weak', text: 'dead' });
      else cells.push({ label: 'referent', kind: 'weak', target: this.id(target), text: shortText(target) });
    }
    return cells;
  }

  /** A class's namespace as its own rows, without what every class has. */
  private classItems(n: number, shown: (target: number) => boolean): HeapCell[] {
    const cells: HeapCell[] = [];
    for (const edge of this.snapshot.edges[n]!) {
      if (edge.kind !== 'value' && edge.kind !== 'item') continue;
      const label = cellLabel(edge).replace(/^'(.*)'$/, '$1');
      const op = this.object(edge.to);
      if (CLASS_FURNITURE.has(label) || FURNITURE.has(op.ob_type.tp_name)) continue;
      if (label === '__doc__' && op === Py_None) continue;
      cells.push(this.cell(label, op, shown));
    }
    return cells;
  }

  cell(label: string, op: PyObject | null, shown: (target: number) => boolean): HeapCell {
    if (op === null) return { label, kind: 'empty' };
    const n = this.snapshot.nodeOf.get(op);
    const target = this.id(op);
    if (n !== undefined && shown(n)) return { label, kind: 'ref', target };
    return { label, kind: 'atom', target, text: shortText(op).slice(0, 40), atom: atomKind(op) };
  }

  ref(n: number, label: string, weak = false): ObjectRef {
    const op = this.object(n);
    return {
      id: this.id(op),
      typeName: typeName(op),
      title: titleOf(op) || this.brief(n),
      refcount: _Py_IsImmortal(op) ? -1 : op.ob_refcnt,
      size: this.snapshot.size[n]!,
      label,
      weak,
      hasMore: this.snapshot.edges[n]!.length > 0,
    };
  }
  private brief(n: number): string {
    const text = shortText(this.object(n));
    return text === typeName(this.object(n)) ? '' : text;
  }
}

export function atomKind(op: PyObject): AtomKind {
  const name = op.ob_type.tp_name;
  if (name === 'int' || name === 'float' || name === 'complex') return 'number';
  if (name === 'str' || name === 'bytes') return 'string';
  if (name === 'NoneType' || name === 'bool' || name === 'ellipsis' || name === 'NotImplementedType') return 'keyword';
  return 'other';
}

export function shapeOf(op: PyObject, cellCount: number): ObjectShape {
  if (SEQUENCES.has(op.ob_type.tp_name)) return 'sequence';
  return cellCount === 0 && !PyDict_Check(op) ? 'leaf' : 'rows';
}

/** A name or short repr where the object has one of its own; '' where its cells say it all. */
export function titleOf(op: PyObject): string {
  const name = op.ob_type.tp_name;
  if (isAtom(op) || PyType_Check(op)) return shortText(op);
  if (name === 'function') return shortText(op).replace(/^function /, '');
  if (name === 'bytearray') return `${(op as PyByteArrayObject).ob_size} bytes`;
  if (name === 'builtin_function_or_method') return shortText(op);
  return '';
}

/** A key as Python would write it, where that is short: tuples of atoms too. */
function keyText(op: PyObject): string {
  if (!PyTuple_Check(op)) return shortText(op);
  const items = (op as PyTupleObject).ob_item;
  if (items.length > 4 || !items.every(isAtom)) return shortText(op);
  return `(${items.map(shortText).join(', ')}${items.length === 1 ? ',' : ''})`;
}

/** How Python would write the access, without the owner. */
export function cellLabel(edge: Edge): string {
  const { label } = edge;
  if (edge.kind === 'stack') return `stack ${String(label)}`;
  if (typeof label === 'number') return edge.kind === 'field' ? `field ${label}` : `[${label}]`;
  if (typeof label === 'string') return label;
  return keyText(label);
}

/** The same as part of a path: ".next", "[3]", "['a']". */
export function accessLabel(edge: Edge): string {
  const text = cellLabel(edge);
  if (text.startsWith('[')) return text;
  return edge.kind === 'value' || edge.kind === 'item' ? `[${text}]` : edge.kind === 'key' ? ' key' : `.${text}`;
}

function itemsOf(dict: PyDictObject): [string, PyObject | null][] {
  const names: [string, PyObject | null][] = [];
  PyDict_Next(dict, (key, value) => {
    names.push([PyUnicode_Check(key) ? (key as PyUnicodeObject).str : shortText(key), value]);
  });
  return names;
}

/** The main module's dict when its frame is gone: found through the interpreter's roots. */
function mainNamespace(): PyDictObject | null {
  let dict: PyDictObject | null = null;
  visitInterpreterRoots((root) => {
    visitEdges(root, (op, _kind, label) => {
      if (typeof label === 'object' && PyUnicode_Check(label) && (label as PyUnicodeObject).str === '__main__') {
        const found = (op as PyObject & { md_dict?: PyObject | null }).md_dict ?? op.ob_dict;
        if (found !== null && found !== undefined && PyDict_Check(found)) dict = found as PyDictObject;
      }
    });
  });
  return dict;
}

/** How many objects each generation's list holds. */
export function generationSizes(): number[] {
  return gcstate.generations.map((g) => gc_list_objects(g.head).length);
}
