/** CPython's collection over a snapshot, recorded event by event: for the play, not for effect. */
import type {
  CollectMember,
  CollectPhase,
  CollectPlay,
  CollectQuery,
  GenerationLane,
  HeapView,
  ScanEvent,
} from '../../../server/src/protocol/heapProtocol';

export function lanesOf(view: HeapView): GenerationLane[] {
  const objects = [0, 0, 0];
  for (const o of view.objects) if (o.generation !== null && !o.flags.freed) objects[o.generation]!++;
  return [0, 1, 2].map((g) => ({
    generation: g as 0 | 1 | 2,
    objects: objects[g]!,
    count: [Math.min(2000, 600 + view.info.step * 13), 4, 1][g]!,
    threshold: [2000, 10, 10][g]!,
  }));
}

export function playCollection(view: HeapView, query: CollectQuery): CollectPlay {
  const taking = view.objects.filter(
    (o) => o.generation !== null && !o.flags.freed && o.generation <= query.generation,
  );
  const inOrder = [0, 1, 2]
    .flatMap((g) =>
      taking.filter((o) => o.generation === query.generation - g || (g === 0 && o.generation === query.generation)),
    )
    .filter((o, i, all) => all.indexOf(o) === i)
    .slice(0, query.maxObjects);
  const objects: CollectMember[] = inOrder.map((o) => ({
    id: o.id,
    typeName: o.typeName,
    title: o.title,
    refcount: o.refcount,
    generation: o.generation!,
    size: o.size,
  }));
  const number = new Map(inOrder.map((o, i) => [o.id, i]));
  const edges = inOrder.map((o) => {
    const list = o.cells
      .filter((c) => c.kind === 'ref' && number.has(c.target!))
      .map((c) => ({ to: number.get(c.target!)!, label: c.label }));
    return o.shape === 'sequence' ? list.reverse() : list;
  });
  const counts = inOrder.map((o) => o.refcount);
  const gcRefs = [...counts];
  const refs: [number, number, string][] = [];
  edges.forEach((list, from) =>
    list.forEach(({ to, label }) => {
      gcRefs[to]!--;
      refs.push([from, to, label]);
    }),
  );
  const afterSubtract = [...gcRefs];
  const events: ScanEvent[] = [];
  const list = inOrder.map((_, i) => i);
  const state = new Array<'ahead' | 'stays' | 'aside'>(list.length).fill('ahead');
  for (let i = 0; i < list.length; i++) {
    const member = list[i]!;
    if (gcRefs[member] === 0) {
      state[member] = 'aside';
      events.push({ kind: 'aside', member });
      continue;
    }
    state[member] = 'stays';
    events.push({ kind: 'stays', member });
    for (const { to, label } of edges[member]!) {
      if (state[to] === 'aside') {
        state[to] = 'ahead';
        list.push(to);
        gcRefs[to] = 1;
        events.push({ kind: 'reached', member: to, from: member, label, back: true });
      } else if (state[to] === 'ahead' && gcRefs[to] === 0) {
        gcRefs[to] = 1;
        events.push({ kind: 'reached', member: to, from: member, label, back: false });
      }
    }
  }
  const dead = objects.map((_, i) => i).filter((i) => state[i] === 'aside');
  const phases: CollectPhase[] = [
    { phase: 'update_refs', gcRefs: counts },
    { phase: 'subtract_refs', refs, gcRefs: afterSubtract },
    { phase: 'move_unreachable', events },
  ];
  const cleared = view.objects.flatMap((o) =>
    o.cells
      .filter((c) => c.kind === 'weak' && dead.includes(number.get(c.target ?? '') ?? -1))
      .map((c) => ({ target: number.get(c.target!)!, weakref: o.id, callback: 'on_gone', ran: true })),
  );
  phases.push({ phase: 'weakrefs', cleared });
  phases.push({
    phase: 'finalizers',
    ran: dead.slice(0, 1).map((member) => ({ member, name: `${objects[member]!.typeName}.__del__`, output: 'bye\n' })),
  });
  const gone = new Set<number>();
  const steps = dead.flatMap((member) => {
    if (gone.has(member)) return [];
    const freed: number[] = [];
    const kill = (i: number): void => {
      if (gone.has(i)) return;
      gone.add(i);
      freed.push(i);
      for (const e of edges[i]!) if (dead.includes(e.to)) kill(e.to);
    };
    kill(member);
    return [{ cleared: member, freed }];
  });
  phases.push({ phase: 'tp_clear', steps });
  const before = lanesOf(view);
  const after = before.map((lane) => {
    if (lane.generation < query.generation) return { ...lane, objects: 0, count: 0 };
    if (lane.generation === Math.min(2, query.generation + 1))
      return { ...lane, objects: lane.objects + objects.length - dead.length, count: lane.count + 1 };
    return { ...lane, objects: lane.generation === query.generation ? 0 : lane.objects, count: 0 };
  });
  return {
    step: query.step,
    generation: query.generation,
    reason: 'asked',
    before,
    after,
    objects,
    omitted: taking.length - inOrder.length,
    phases,
    result: {
      returned: dead.length,
      examined: taking.length,
      freed: dead.length,
      freedBytes: dead.reduce((s, i) => s + objects[i]!.size, 0),
      resurrected: 0,
      uncollectable: 0,
      promoted: query.generation < 2 ? objects.length - dead.length : 0,
    },
  };
}
