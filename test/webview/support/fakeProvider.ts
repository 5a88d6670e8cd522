/** Answers every call of the protocol from a scripted World. Deterministic; no clock, no chance. */
import { encodeView } from '../../../server/src/protocol/heapCodec';
import type {
  Async,
  Blocks,
  HeapHost,
  HeapObject,
  HeapProvider,
  HeapView,
  Holder,
  LineInstruction,
  MarkKind,
  ObjectBlock,
  ObjectPage,
  ObjectRef,
  Page,
  PageQuery,
  RunInfo,
  TimelineMark,
  ViewQuery,
} from '../../../server/src/protocol/heapProtocol';
import { withAtoms } from './fakeAtoms';
import { fakeMemory, type FakeMemory } from './fakeMemory';
import { lanesOf, playCollection } from './fakeCollector';
import { Pyramid } from './pyramid';
import type { World } from './world';

export interface FakeOptions {
  readonly blocks: number;
  readonly steps: number;
  readonly startStep: number;
}

export class FakeProvider implements Async<HeapProvider>, Async<HeapHost> {
  private step: number;
  private markedStep: number | undefined;
  private memoryCache: FakeMemory | undefined;
  private series: { bytes: Pyramid; objects: Pyramid } | undefined;
  /** What the view asked the editor for, for tests to look at. */
  readonly asked: { call: string; params: unknown }[] = [];
  constructor(
    private readonly world: World,
    private readonly options: FakeOptions,
  ) {
    this.step = options.startStep;
  }

  private get run(): string {
    return this.world.run;
  }
  /** A scenario may pose as the last moments of a longer run, so that the timeline has something to show. */
  private get first(): number {
    return this.options.steps - this.world.snapshots.length;
  }

  private at(step: number): HeapView {
    const index = Math.min(this.world.snapshots.length - 1, Math.max(0, step - this.first));
    const { view } = this.world.snapshots[index]!;
    return { ...view, info: { ...view.info, step } };
  }

  private info(): RunInfo {
    return {
      run: this.run,
      uri: 'file:///lesson.py',
      fileName: 'lru_cache.py',
      documentVersion: 1,
      python: '3.13',
      state: 'parked',
      steps: this.options.steps - 1,
      step: this.step,
      ...(this.markedStep === undefined ? {} : { mark: this.markedStep }),
    };
  }

  hello(): RunInfo {
    return this.info();
  }
  goto(p: { step: number }): RunInfo {
    this.step = Math.max(0, Math.min(this.options.steps - 1, p.step));
    return this.info();
  }
  stepInstruction(): RunInfo {
    return this.info();
  }
  mark(p: { step: number | null }): RunInfo {
    this.markedStep = p.step ?? undefined;
    return this.info();
  }
  collectNow(): RunInfo {
    this.step = this.options.steps - 1;
    return this.info();
  }
  revealLine(params: { line: number }): null {
    this.asked.push({ call: 'revealLine', params });
    return null;
  }
  copy(params: { text: string }): null {
    this.asked.push({ call: 'copy', params });
    return null;
  }
  save(params: { name: string; data: unknown }): { saved: boolean } {
    this.asked.push({ call: 'save', params });
    return { saved: true };
  }

  view(p: ViewQuery): ReturnType<HeapProvider['view']> {
    const view = { ...this.at(p.step), run: p.run };
    const objects = p.atoms === 'objects' ? withAtoms(view) : view.objects;
    const cut = objects.map((o) => (o.cells.length > p.maxCells ? { ...o, cells: o.cells.slice(0, p.maxCells) } : o));
    if (p.since === undefined || p.since < this.first) return encodeView({ ...view, objects: cut });
    const before = new Map(
      (p.atoms === 'objects' ? withAtoms(this.at(p.since)) : this.at(p.since).objects).map((o) => [o.id, o]),
    );
    const now = new Set(cut.map((o) => o.id));
    return encodeView({
      ...view,
      since: p.since,
      objects: cut.filter((o) => JSON.stringify(o) !== JSON.stringify(before.get(o.id))),
      removed: [...before.keys()].filter((id) => !now.has(id)),
    });
  }

  private find(step: number, id: string): HeapObject {
    const found =
      this.at(step).objects.find((o) => o.id === id) ??
      this.world.snapshots.flatMap((s) => s.view.objects).find((o) => o.id === id);
    if (!found) throw new Error('not found');
    return found;
  }

  private ref(o: HeapObject, label: string, weak = false): ObjectRef {
    return {
      id: o.id,
      typeName: o.typeName,
      title: o.title,
      refcount: o.refcount,
      size: o.size,
      label,
      weak,
      hasMore: true,
    };
  }

  private holdersOf(step: number, id: string): Holder[] {
    const view = this.at(step);
    const list: Holder[] = [];
    for (const f of view.frames) {
      for (const n of f.names) {
        if (n.kind !== 'ref' || n.target !== id) continue;
        const global = f.name === '<module>';
        list.push({
          kind: global ? 'global' : 'local',
          place: global ? `global ${n.label}` : `local ${n.label} of ${f.name}()`,
          owner: f.id,
          line: f.line,
        });
      }
    }
    for (const o of view.objects) {
      if (o.flags.freed) continue;
      for (const c of o.cells) {
        if (c.kind !== 'ref' || c.target !== id) continue;
        const kind = o.shape === 'sequence' ? 'item' : o.typeName === 'dict' ? 'value' : 'attribute';
        const place =
          kind === 'item'
            ? `${o.typeName}${c.label}`
            : kind === 'value'
              ? `dict[${c.label}]`
              : `attribute ${c.label} of ${o.typeName}`;
        list.push({ kind, place, owner: o.id, ownerType: o.typeName, line: o.birthLine || 1 });
      }
    }
    return list;
  }

  object(p: { step: number; id: string }): ObjectPage {
    const object = this.find(p.step, p.id);
    const holders = this.holdersOf(p.step, p.id);
    const place = {
      arena: 0,
      pool: 3 + (Number(p.id) % 40),
      block: Number(p.id) % 200,
      sizeClass: Math.max(16, Math.ceil(object.size / 16) * 16),
    };
    const head = [
      ...(object.generation !== null && object.shape === 'rows'
        ? [{ kind: 'preheader' as const, label: 'dict and weakref pointers', offset: 0, size: 16, value: 'NULL, NULL' }]
        : []),
      ...(object.generation !== null
        ? [{ kind: 'gchead' as const, label: '_gc_next, _gc_prev', offset: 16, size: 16 }]
        : []),
    ];
    const start = object.generation !== null ? 32 : 0;
    const blocks: ObjectBlock[] = [
      {
        label: object.typeName,
        address: object.address,
        size: start + 16 + 8 * object.cells.length,
        allocated: place.sizeClass,
        place,
        segments: [
          ...head,
          { kind: 'refcount', label: 'ob_refcnt', offset: start, size: 8, value: String(object.refcount) },
          { kind: 'type', label: 'ob_type', offset: start + 8, size: 8, value: object.typeName },
          ...object.cells.slice(0, 24).map((c, i) => ({
            kind: 'values' as const,
            label: c.label || `[${i}]`,
            offset: start + 16 + 8 * i,
            size: 8,
            value: c.text ?? '',
            ...(c.target ? { target: c.target } : {}),
          })),
          { kind: 'unused', label: 'rounded up', offset: start + 16 + 8 * object.cells.length, size: 8 },
        ],
      },
    ];
    return {
      object,
      repr: `<${object.typeName} object at ${object.address}>`,
      tracked: object.generation !== null,
      immortal: false,
      deepSize: object.size + 16,
      notes: [`sys.getrefcount(x) would show ${object.refcount + 1}: its argument is a reference too.`],
      holders: { items: holders.slice(0, 50), start: 0, total: holders.length },
      blocks,
      referrerCount: holders.length,
      referentCount: object.cells.filter((c) => c.kind === 'ref').length,
      birth: { step: object.birthStep + this.first, line: object.birthLine || 1, source: 'node = Node(key, val)' },
      ...(object.flags.freed ? { death: { step: p.step, line: 23, cause: 'del old took the last reference' } } : {}),
    };
  }

  private page<T>(items: readonly T[], p: PageQuery): Page<T> {
    return { items: items.slice(p.start, p.start + p.count), start: p.start, total: items.length };
  }

  holders(p: { step: number; id: string } & PageQuery): Page<Holder> {
    return this.page(this.holdersOf(p.step, p.id), p);
  }

  referrers(p: { step: number; id: string } & PageQuery): Page<ObjectRef> {
    return this.page(
      this.at(p.step).objects.flatMap((o) =>
        o.cells
          .filter((c) => c.target === p.id && c.kind !== 'atom')
          .map((c) => this.ref(o, c.label, c.kind === 'weak')),
      ),
      p,
    );
  }

  referents(p: { step: number; id: string } & PageQuery): Page<ObjectRef> {
    const view = this.at(p.step);
    return this.page(
      this.find(p.step, p.id).cells.flatMap((c) => {
        const target = c.kind === 'ref' || c.kind === 'weak' ? view.objects.find((o) => o.id === c.target) : undefined;
        return target ? [this.ref(target, c.label, c.kind === 'weak')] : [];
      }),
      p,
    );
  }

  path(p: { step: number; id: string }): ReturnType<HeapProvider['path']> {
    const view = this.at(p.step);
    const byId = new Map(view.objects.map((o) => [o.id, o]));
    const came = new Map<string, { from: string; label: string }>();
    const queue: string[] = [];
    for (const f of [...view.frames].reverse())
      for (const n of f.names)
        if (n.kind === 'ref' && !came.has(n.target!)) {
          came.set(n.target!, { from: f.id, label: `${f.name === '<module>' ? 'global' : 'local'} ${n.label}` });
          queue.push(n.target!);
        }
    for (let i = 0; i < queue.length; i++)
      for (const c of byId.get(queue[i]!)?.cells ?? [])
        if (c.kind === 'ref' && !came.has(c.target!)) {
          came.set(c.target!, {
            from: queue[i]!,
            label: c.label.startsWith('[') ? c.label : /^'/.test(c.label) ? `[${c.label}]` : '.' + c.label,
          });
          queue.push(c.target!);
        }
    const links: (ObjectRef & { frame?: string })[] = [];
    for (let at = p.id; came.has(at);) {
      const step = came.get(at)!;
      const o = byId.get(at)!;
      links.unshift({ ...this.ref(o, step.label), ...(step.from.startsWith('f') ? { frame: step.from } : {}) });
      if (step.from.startsWith('f')) break;
      at = step.from;
    }
    return { links };
  }

  history(p: { step: number; id: string }): ReturnType<HeapProvider['history']> {
    const steps: number[] = [];
    const counts: number[] = [];
    const lines: number[] = [];
    this.world.snapshots.forEach((s, i) => {
      const count = s.view.objects.find((o) => o.id === p.id)?.refcount ?? 0;
      if (counts[counts.length - 1] !== count) {
        steps.push(i + this.first);
        counts.push(count);
        lines.push(s.view.info.line);
      }
    });
    return { steps, counts, lines };
  }

  search(p: { step: number; text: string; typeName?: string } & PageQuery): Page<ObjectRef> {
    const text = p.text.toLowerCase();
    const hit = (o: HeapObject): boolean =>
      (!p.typeName || o.typeName === p.typeName) &&
      (o.typeName.toLowerCase().includes(text) ||
        o.title.toLowerCase().includes(text) ||
        o.id === p.text.replace('#', '') ||
        o.address === p.text ||
        o.cells.some((c) => c.text?.toLowerCase().includes(text)));
    return this.page(
      this.at(p.step)
        .objects.filter(hit)
        .map((o) => this.ref(o, '')),
      p,
    );
  }

  private memoryAt(step: number): FakeMemory {
    this.memoryCache ??= fakeMemory(
      this.options.blocks,
      step,
      this.at(step).objects.map((o) => Number(o.id)),
    );
    return this.memoryCache;
  }
  memory(p: { step: number }): ReturnType<HeapProvider['memory']> {
    return { ...this.memoryAt(p.step).map, step: p.step };
  }
  blocks(p: { step: number; column: keyof FakeMemory['columns']; from: number; to: number }): Blocks {
    return { from: p.from, column: p.column, values: this.memoryAt(p.step).columns[p.column].slice(p.from, p.to) };
  }
  block(p: { step: number; index: number }): ReturnType<HeapProvider['block']> {
    const { map, columns } = this.memoryAt(p.step);
    let pool = 0;
    let first = 0;
    const capacity = map.pools.capacity as Uint16Array;
    while (first + capacity[pool]! <= p.index) first += capacity[pool++]!;
    const blockSize = (map.pools.blockSize as Uint16Array)[pool]!;
    const type = columns.type[p.index]!;
    const id = String(columns.owner[p.index]!);
    const owner = type ? this.at(p.step).objects.find((o) => o.id === id) : undefined;
    return {
      index: p.index,
      address: '0x' + (0x7f3a5c000000 + pool * 16384 + 48 + (p.index - first) * blockSize).toString(16),
      blockSize,
      free: type === 0,
      what: map.typeNames[type]!,
      requested: type ? blockSize - 8 : 0,
      ...(owner ? { owner: this.ref(owner, '') } : {}),
    };
  }
  locate(p: { step: number; id: string }): { blocks: readonly number[] } {
    const { columns } = this.memoryAt(p.step);
    const at = columns.owner.indexOf(Number(p.id));
    return { blocks: at < 0 ? [] : [at] };
  }

  private timelineData(): { bytes: Pyramid; objects: Pyramid } {
    if (this.series) return this.series;
    const n = this.options.steps;
    const bytes = new Float64Array(n);
    const objects = new Float64Array(n);
    let b = 4000;
    let c = 20;
    let seed = 7;
    const r = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
    const period = Math.max(20, Math.floor(n / 38));
    for (let i = 0; i < n; i++) {
      b += (60 + r() * 40 - 20) * (20000 / n) + (i % 1300 < 300 ? 20 : 0) * (20000 / n);
      c += (0.42 + (i % 1900 < 500 ? 0.5 : 0)) * (20000 / n);
      if (i % (period * 5) === period * 5 - 1) {
        b *= 0.42;
        c *= 0.45;
      } else if (i % period === period - 1) {
        b *= 0.86;
        c *= 0.88;
      }
      bytes[i] = Math.round(b);
      objects[i] = Math.round(c);
    }
    this.world.snapshots.forEach((s, i) => {
      bytes[this.first + i] = s.view.info.bytes + (this.first > 0 ? 60000 : 0);
      objects[this.first + i] = s.view.info.objects + (this.first > 0 ? 400 : 0);
    });
    return (this.series = { bytes: new Pyramid(bytes), objects: new Pyramid(objects) });
  }

  private allMarks(): TimelineMark[] {
    const n = this.options.steps;
    const period = Math.max(20, Math.floor(n / 38));
    const marks: TimelineMark[] = [];
    if (this.first > period) {
      for (let i = period - 1, k = 1; i < this.first; i += period, k++) {
        const full = k % 5 === 0;
        marks.push({
          kind: 'collection',
          step: i,
          count: 1,
          text: full ? 'gen 2: 412 of 2,031 freed' : 'gen 0: 88 of 730 freed',
          generation: full ? 2 : 0,
        });
        if (k % 7 === 3)
          marks.push({
            kind: (['exception', 'finalizer', 'callback', 'cycle'] as MarkKind[])[k % 4]!,
            step: i - Math.floor(period / 3),
            count: 1,
            text: 'KeyError in get()',
          });
      }
    }
    return [...marks, ...this.world.marks.map((m) => ({ ...m, step: m.step + this.first }))];
  }

  timeline(p: { from: number; to: number; buckets: number }): ReturnType<HeapProvider['timeline']> {
    const { bytes, objects } = this.timelineData();
    const b = bytes.buckets(p.from, p.to, p.buckets);
    const o = objects.buckets(p.from, p.to, p.buckets);
    return {
      from: p.from,
      to: p.to,
      buckets: b.count,
      series: { bytes: { min: b.min, max: b.max }, objects: { min: o.min, max: o.max } },
      marks: this.allMarks().filter((m) => m.step >= p.from && m.step < p.to),
    };
  }

  collect(p: Parameters<HeapProvider['collect']>[0]): ReturnType<HeapProvider['collect']> {
    return playCollection(this.at(p.step), p);
  }
  lanes(p: { step: number }): ReturnType<HeapProvider['lanes']> {
    return lanesOf(this.at(p.step));
  }

  line(p: { step: number }): ReturnType<HeapProvider['line']> {
    const { info, objects } = this.at(p.step);
    const pick = (type: string): HeapObject => objects.find((o) => o.typeName === type) ?? objects[0]!;
    const thing = objects.find((o) => o.flags.isNew) ?? pick('Node');
    const [cache, map] = [pick('LRU'), pick('dict')];
    const as = (
      text: string,
      id = thing.id,
      typeName = thing.typeName,
    ): { text: string; id: string; typeName: string; borrowed: boolean } => ({ text, id, typeName, borrowed: false });
    const move = (before: number, after: number, cause: string, of = thing): LineInstruction['moves'][number] => ({
      id: of.id,
      typeName: of.typeName,
      title: of.title,
      before,
      after,
      cause,
    });
    const n = thing.refcount;
    const row = (
      offset: number,
      opname: string,
      arg: number | null,
      argRepr: string,
      stack: LineInstruction['stack'],
      moves: LineInstruction['moves'],
      innerSteps = 0,
    ): LineInstruction => ({ offset, opname, arg, argRepr, stack, moves, innerSteps });
    return {
      step: p.step,
      line: info.line,
      source: info.source,
      functionName: info.functionName,
      cut: false,
      current: -1,
      stack: [],
      instructions: [
        row(2, 'LOAD_FAST', 3, 'node', [as('Node')], [move(n, n + 1, 'pushed on the stack')]),
        row(4, 'LOAD_FAST', 0, 'self', [as('Node'), as('LRU')], [move(4, 5, 'pushed on the stack', cache)]),
        row(
          6,
          'LOAD_ATTR',
          2,
          'map',
          [as('Node'), as('dict')],
          [move(5, 4, 'popped', cache), move(1, 2, 'pushed on the stack', map)],
        ),
        row(16, 'LOAD_FAST', 1, 'key', [as('Node'), as('dict'), as("'d'")], []),
        row(
          18,
          'STORE_SUBSCR',
          null,
          '',
          [],
          [move(n + 1, n + 1, "now held by dict['d'] instead of the stack"), move(2, 1, 'popped', map)],
        ),
        row(22, 'RETURN_CONST', 0, 'None', [], []),
      ],
    };
  }

  types(p: { step: number; since?: number }): ReturnType<HeapProvider['types']> {
    const count = (
      view: HeapView,
    ): Map<string, { count: number; bytes: number; retained: number; library: boolean }> => {
      const rows = new Map<string, { count: number; bytes: number; retained: number; library: boolean }>();
      for (const o of view.objects) {
        if (o.flags.freed) continue;
        const row = rows.get(o.typeName) ?? { count: 0, bytes: 0, retained: 0, library: o.flags.library };
        row.count++;
        row.bytes += o.size;
        row.retained += o.retained;
        rows.set(o.typeName, row);
      }
      return rows;
    };
    const now = count(this.at(p.step));
    const then = p.since === undefined ? now : count(this.at(p.since));
    return [...new Set([...now.keys(), ...then.keys()])].map((typeName) => {
      const a = now.get(typeName) ?? { count: 0, bytes: 0, retained: 0, library: false };
      const b = then.get(typeName) ?? { count: 0, bytes: 0, retained: 0, library: false };
      return { typeName, ...a, countGrowth: a.count - b.count, bytesGrowth: a.bytes - b.bytes };
    });
  }

  retainers(p: { step: number } & PageQuery): ReturnType<HeapProvider['retainers']> {
    const all = this.at(p.step)
      .objects.filter((o) => !o.flags.freed)
      .sort((a, b) => b.retained - a.retained);
    return this.page(
      all.map((o) => ({ ...this.ref(o, ''), retained: o.retained, generation: o.generation })),
      p,
    );
  }

  collections(p: { step: number } & PageQuery): ReturnType<HeapProvider['collections']> {
    const rows = this.allMarks()
      .filter((m) => m.kind === 'collection' && m.step <= p.step)
      .map((m) => ({
        step: m.step,
        line: 7 + (m.step % 30),
        generation: m.generation!,
        reason: m.generation === 1 ? ('asked' as const) : ('threshold' as const),
        examined: 730,
        freed: 88,
        freedBytes: 9152,
        finalizers: m.generation === 2 ? 3 : 0,
      }));
    return this.page(rows.reverse(), p);
  }

  export(p: { step: number; format: 'dot' | 'json' }): { text: string } {
    const view = this.at(p.step);
    if (p.format === 'json') return { text: JSON.stringify(view, null, 1) };
    const lines = view.objects.flatMap((o) => [
      `  n${o.id} [label=${JSON.stringify(o.typeName)}];`,
      ...o.cells
        .filter((c) => c.kind === 'ref')
        .map((c) => `  n${o.id} -> n${c.target} [label=${JSON.stringify(c.label)}];`),
    ]);
    return { text: `digraph heap {\n${lines.join('\n')}\n}\n` };
  }
}
