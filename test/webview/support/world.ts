/**
 * A tiny heap to script scenarios with: names, objects, references. Counts, death at count zero, garbage, cycles,
 * dominators and generations follow from the references, so a scenario only says what the Python line would do.
 * Stands in for the real session while the view is built, and where a test needs a heap of a certain kind.
 */
import type {
  AtomKind,
  Generation,
  HeapCell,
  HeapFrame,
  HeapObject,
  HeapView,
  ObjectShape,
  TimelineMark,
} from '../../../server/src/protocol/heapProtocol';
import { cycles, dominators, reachable, type Graph } from './graph';

export class Thing {
  readonly cells: { label: string; value: Value; weak?: boolean }[] = [];
  generation: Generation | null = 0;
  hidden = 0;
  constructor(
    readonly serial: number,
    readonly typeName: string,
    readonly shape: ObjectShape,
    public title: string,
    public size: number,
    readonly birthStep: number,
    readonly birthLine: number,
    readonly library: boolean,
  ) {}
}

export interface Atom {
  readonly text: string;
  readonly atom: AtomKind;
}
export type Value = Thing | Atom | null;

export const num = (n: number | string): Atom => ({ text: String(n), atom: 'number' });
export const str = (text: string): Atom => ({ text: `'${text}'`, atom: 'string' });
export const none: Atom = { text: 'None', atom: 'keyword' };
export const word = (text: string): Atom => ({ text, atom: 'other' });

interface Frame {
  serial: number;
  name: string;
  line: number;
  names: Map<string, Value>;
  capacity: number;
  bornAt: number;
}

export interface Snapshot {
  readonly view: HeapView;
  readonly order: readonly Thing[];
}
export interface NewOptions {
  shape?: ObjectShape;
  title?: string;
  size?: number;
  generation?: Generation | null;
  library?: boolean;
  hidden?: number;
}

/** Serials of atoms start here: far from the objects', so that both stay stable. */
const atomBase = 5_000_000;
const addressBase = 0x7f3a5c010000;

export class World {
  readonly snapshots: Snapshot[] = [];
  readonly marks: TimelineMark[] = [];
  readonly sources: { line: number; source: string; functionName: string }[] = [];
  private readonly things = new Map<number, Thing>();
  private readonly frames: Frame[] = [];
  private readonly atoms = new Map<string, number>();
  private serial = 0;
  private frameSerial = 0;
  private line = 1;

  constructor(readonly run: string) {}

  make(
    typeName: string,
    cells: Record<string, Value | { weak: Thing }> | Value[] = {},
    options: NewOptions = {},
  ): Thing {
    const list = Array.isArray(cells);
    const entries = list ? cells.map((v, i) => [`[${i}]`, v] as const) : Object.entries(cells);
    const shape =
      options.shape ??
      (list ? 'sequence' : entries.length > 0 || !/^(str|bytes|function)$/.test(typeName) ? 'rows' : 'leaf');
    const size = options.size ?? (typeName === 'dict' ? 184 : list ? 56 + 8 * entries.length : 48);
    const thing = new Thing(
      ++this.serial,
      typeName,
      shape,
      options.title ?? '',
      size,
      this.step,
      this.line,
      options.library ?? false,
    );
    thing.generation = options.generation === undefined ? 0 : options.generation;
    thing.hidden = options.hidden ?? 0;
    for (const [label, value] of entries) {
      if (value !== null && 'weak' in value) thing.cells.push({ label, value: value.weak, weak: true });
      else thing.cells.push({ label: typeName === 'set' ? '' : label, value });
    }
    this.things.set(thing.serial, thing);
    return thing;
  }

  get step(): number {
    return this.snapshots.length;
  }
  get size(): number {
    return this.things.size;
  }

  set(thing: Thing, label: string, value: Value): void {
    const cell = thing.cells.find((c) => c.label === label);
    if (cell) cell.value = value;
    else thing.cells.push({ label, value });
  }

  append(list: Thing, value: Value): void {
    list.cells.push({ label: `[${list.cells.length}]`, value });
    list.size = 56 + 8 * Math.max(4, Math.ceil(list.cells.length / 4) * 4);
  }

  remove(thing: Thing, label: string): void {
    const at = thing.cells.findIndex((c) => c.label === label);
    if (at >= 0) thing.cells.splice(at, 1);
  }

  call(name: string, line: number, names: Record<string, Value> = {}, capacity = 0): void {
    this.frames.push({
      serial: ++this.frameSerial,
      name,
      line,
      names: new Map(Object.entries(names)),
      bornAt: this.step,
      capacity: capacity || Object.keys(names).length,
    });
  }

  return(): void {
    this.frames.pop();
  }

  name(name: string, value: Value): void {
    this.frames[this.frames.length - 1]!.names.set(name, value);
  }
  unname(name: string): void {
    this.frames[this.frames.length - 1]!.names.delete(name);
  }
  value(name: string): Value {
    return this.frames[this.frames.length - 1]!.names.get(name) ?? null;
  }

  mark(kind: TimelineMark['kind'], text: string, generation?: Generation): void {
    this.marks.push({ kind, step: this.step, count: 1, text, ...(generation === undefined ? {} : { generation }) });
  }

  /** Free everything unreachable, promote survivors: what gc.collect(generation) leaves behind. */
  collect(generation: Generation): number {
    const all = [...this.things.values()];
    const { graph } = this.graph(all);
    const alive = reachable(graph);
    let freed = 0;
    all.forEach((thing, i) => {
      if (alive[i + this.frames.length]) {
        if (thing.generation !== null && thing.generation <= generation)
          thing.generation = Math.min(2, generation + 1) as Generation;
      } else {
        thing.cells.length = 0;
        this.things.delete(thing.serial);
        freed++;
      }
    });
    return freed;
  }

  /** End of a line: what nothing counts any more dies, and the state is recorded. `line` is the one that runs next. */
  done(line: number, source: string, sentence: string): void {
    this.line = line;
    const active = this.frames[this.frames.length - 1];
    if (active) active.line = line;
    this.sources.push({ line, source, functionName: active?.name ?? '<module>' });
    this.release();
    this.snapshots.push(this.snapshot(line, source, sentence));
  }

  private release(): void {
    for (let again = true; again;) {
      again = false;
      const counts = this.counts([...this.things.values()]);
      for (const thing of this.things.values()) {
        if (counts.get(thing) !== 0) continue;
        this.things.delete(thing.serial);
        again = true;
      }
    }
  }

  private counts(all: readonly Thing[]): Map<Thing, number> {
    const counts = new Map(all.map((t) => [t, t.hidden]));
    const add = (v: Value): void => {
      if (v instanceof Thing && counts.has(v)) counts.set(v, counts.get(v)! + 1);
    };
    for (const frame of this.frames) for (const v of frame.names.values()) add(v);
    for (const thing of all) for (const c of thing.cells) if (!c.weak) add(c.value);
    return counts;
  }

  private graph(all: readonly Thing[]): { graph: Graph; index: Map<Thing, number> } {
    const index = new Map(all.map((t, i) => [t, i + this.frames.length]));
    const targets = (values: Iterable<Value>): number[] =>
      [...values].flatMap((v) => (v instanceof Thing && index.has(v) ? [index.get(v)!] : []));
    const out = [
      ...this.frames.map((f) => targets(f.names.values())),
      ...all.map((t) => targets(t.cells.filter((c) => !c.weak).map((c) => c.value))),
    ];
    const roots = this.frames.map((_, i) => i);
    for (const t of all) if (t.hidden > 0) roots.push(index.get(t)!);
    return { graph: { count: out.length, roots, out }, index };
  }

  private cell(label: string, value: Value, weak = false): HeapCell {
    if (value === null) return { label, kind: 'empty' };
    if (value instanceof Thing) {
      if (!weak) return { label, kind: 'ref', target: String(value.serial) };
      const alive = this.things.has(value.serial);
      return alive ? { label, kind: 'weak', target: String(value.serial) } : { label, kind: 'weak', text: 'dead' };
    }
    let serial = this.atoms.get(value.text);
    if (serial === undefined) this.atoms.set(value.text, (serial = atomBase + this.atoms.size));
    return { label, kind: 'atom', target: String(serial), text: value.text, atom: value.atom };
  }

  private snapshot(line: number, source: string, sentence: string): Snapshot {
    const before = this.snapshots[this.snapshots.length - 1]?.view;
    const was = new Map(before?.objects.filter((o) => !o.flags.freed).map((o) => [o.id, o]));
    const wasFrame = new Map(before?.frames.map((f) => [f.id, f]));
    const order = [...this.things.values()];
    const counts = this.counts(order);
    const { graph } = this.graph(order);
    const offset = this.frames.length;
    const alive = reachable(graph);
    const component = cycles(graph);
    const { idom, order: topDown } = dominators(graph);
    const retained = new Float64Array(graph.count);
    order.forEach((t, i) => (retained[i + offset] = t.size));
    for (let i = topDown.length - 1; i >= 0; i--) {
      const up = idom[topDown[i]!]!;
      if (up >= 0) retained[up] = retained[up]! + retained[topDown[i]!]!;
    }
    const holderId = (n: number): string =>
      n < 0 ? '' : n < offset ? 'f' + this.frames[n]!.serial : String(order[n - offset]!.serial);
    const sameTarget = (a: HeapCell, b: HeapCell | undefined): boolean =>
      b !== undefined && a.kind === b.kind && a.target === b.target && a.text === b.text;
    const marked = (cells: HeapCell[], old: readonly HeapCell[] | undefined): HeapCell[] =>
      before && old
        ? cells.map((c, i) =>
            c.kind === 'empty' || sameTarget(c, old.find((o) => o.label === c.label && c.label !== '') ?? old[i])
              ? c
              : { ...c, isNew: true },
          )
        : cells.map((c) => (before && c.kind !== 'empty' ? { ...c, isNew: true } : c));
    let bytes = 0;
    let garbage = 0;
    const objects: HeapObject[] = order.map((t, i) => {
      const n = i + offset;
      const id = String(t.serial);
      const old = was.get(id);
      const cells = marked(
        t.cells.map((c) => this.cell(c.label, c.value, c.weak)),
        old?.cells,
      );
      const refcount = counts.get(t)!;
      bytes += t.size;
      if (!alive[n]) garbage++;
      return {
        id,
        typeName: t.typeName,
        address: '0x' + (addressBase + t.serial * 0x70).toString(16),
        shape: t.shape,
        title: t.title,
        refcount,
        delta: before ? refcount - (old?.refcount ?? 0) : 0,
        hidden: t.hidden,
        generation: t.generation,
        size: t.size,
        retained: retained[n]!,
        dominator: holderId(idom[n]!),
        birthStep: t.birthStep,
        birthLine: t.birthLine,
        cycle: component[n]!,
        cells,
        cellTotal: cells.length,
        flags: {
          isNew: before !== undefined && !old,
          freed: false,
          garbage: !alive[n],
          library: t.library,
          atom: false,
          changed: old !== undefined && (cells.some((c) => c.isNew) || cells.length !== old.cells.length),
        },
      };
    });
    const living = new Set(objects.map((o) => o.id));
    const ghosts: HeapObject[] = (before?.objects ?? [])
      .filter((o) => !o.flags.freed && !living.has(o.id))
      .map((o) => ({
        ...o,
        refcount: 0,
        delta: -o.refcount,
        dominator: '',
        retained: o.size,
        cells: o.cells.map(({ isNew: _, ...c }) => c),
        flags: { ...o.flags, isNew: false, freed: true, garbage: false, changed: false },
      }));
    const frames: HeapFrame[] = this.frames.map((f, i) => {
      const id = 'f' + f.serial;
      const names = marked(
        [...f.names].map(([k, v]) => this.cell(k, v)),
        wasFrame.get(id)?.names,
      );
      return {
        id,
        name: f.name,
        line: f.line,
        active: i === this.frames.length - 1,
        isNew: before !== undefined && f.bornAt === this.step,
        capacity: f.capacity,
        names,
        stack: [],
      };
    });
    const functionName = this.frames[this.frames.length - 1]?.name ?? '<module>';
    return {
      order,
      view: {
        run: this.run,
        frames,
        rest: [],
        removed: [],
        info: { step: this.step, line, source, functionName, sentence, objects: order.length, bytes, garbage },
        objects: [...objects, ...ghosts].sort((a, b) => Number(a.id) - Number(b.id)),
      },
    };
  }
}
