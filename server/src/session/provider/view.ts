// The view: frames, objects, cells. A view is built from one parked state; what changed is the difference to the view
// of the step before, built the same way.

import { _Py_IsImmortal } from '../../heap/refcount';
import type { PyObject } from '../../objects/object';
import type {
  HeapCell,
  HeapFrame,
  HeapObject,
  HeapView,
  RestGroup,
  StepInfo,
  ViewQuery,
} from '../../protocol/heapProtocol';
import { isAtom, typeName } from '../describe';
import { addressText } from '../heapSnapshot';
import type { Scene } from './scene';
import { shapeOf, titleOf } from './scene';
import type { ParkedState } from './session';

type Limits = Pick<ViewQuery, 'scope' | 'atoms' | 'maxObjects' | 'maxCells' | 'include'>;

/** Everything but what changed (delta, isNew, freed). */
export function buildView(scene: Scene, run: string, info: StepInfo, q: Limits): HeapView {
  const chosen = new Set(scene.nodes(q.scope, false));
  const include = new Set(q.include);
  const { snapshot } = scene;
  for (let n = snapshot.firstObject; n < snapshot.objects.length && include.size > 0; n++) {
    if (include.has(scene.id(scene.object(n)))) chosen.add(n);
  }
  if (q.atoms === 'objects') addAtoms(scene, chosen);
  const rest: RestGroup[] = [];
  const sent = cut(scene, chosen, q.maxObjects, include, rest);
  const shown = (n: number): boolean => sent.has(n);

  const visible = new Map<string, number>();
  const count = (cells: readonly HeapCell[]): void => {
    for (const cell of cells) if (cell.kind === 'ref') visible.set(cell.target!, (visible.get(cell.target!) ?? 0) + 1);
  };
  const frames = scene.frames.map((frame, i): HeapFrame => {
    const named = frame.names.filter(([name]) => q.scope === 'all' || !name.startsWith('__'));
    const names = named.map(([name, op]) => scene.cell(name, op, shown));
    const stack = frame.stack.flatMap((op, at) => (op === null ? [] : [scene.cell(`[${at}]`, op, shown)]));
    const namespaceNode = frame.namespace === null ? undefined : snapshot.nodeOf.get(frame.namespace);
    if (namespaceNode === undefined || !shown(namespaceNode)) count(names);
    count(stack);
    const line = frame.live?.lineno ?? 0;
    return {
      id: frame.id,
      name: frame.name,
      line: i === scene.frames.length - 1 && info.line > 0 ? info.line : line,
      active: i === scene.frames.length - 1,
      isNew: false,
      capacity: frame.namespace === null ? (frame.live?.code.co_nlocalsplus ?? 0) : 0,
      names,
      stack,
    };
  });
  const cells = new Map<number, HeapCell[]>();
  for (const n of sent) {
    const own = scene.cells(n, shown);
    cells.set(n, own);
    count(own);
  }
  const order = [...sent].sort((a, b) => scene.serial(scene.object(a)) - scene.serial(scene.object(b)));
  const objects = order.map((n) =>
    objectOf(scene, n, cells.get(n)!, visible.get(scene.id(scene.object(n))) ?? 0, q.maxCells, shown),
  );
  let garbage = 0;
  for (const n of chosen) if (snapshot.alive[n] === 0) garbage++;
  return { run, info: { ...info, garbage }, frames, objects, rest, removed: [] };
}

/** The step of the line that made the newest: inside a line, that line itself. */
const stepBehind = (parked: ParkedState): number => (parked.instruction > 0 ? parked.step : parked.step - 1);

export function objectOf(
  scene: Scene,
  n: number,
  cells: readonly HeapCell[],
  visible: number,
  maxCells: number,
  shown: (node: number) => boolean = () => true,
): HeapObject {
  const { snapshot } = scene;
  const op = scene.object(n);
  const immortal = _Py_IsImmortal(op);
  const birth = scene.parked.births.get(op);
  return {
    id: scene.id(op),
    typeName: typeName(op),
    address: addressText(op),
    shape: shapeOf(op, cells.length),
    title: titleOf(op),
    refcount: immortal ? -1 : op.ob_refcnt,
    delta: 0,
    hidden: immortal ? 0 : Math.max(0, op.ob_refcnt - visible),
    generation: scene.generation(n),
    size: snapshot.size[n]!,
    retained: snapshot.alive[n] === 1 ? snapshot.retained()[n]! : snapshot.size[n]!,
    dominator: snapshot.alive[n] === 1 ? scene.ownerId(scene.shownDominator(n, shown)) : '',
    birthStep: birth?.step ?? 0,
    birthLine: birth?.line ?? 0,
    cycle: scene.cycle(n),
    flags: {
      isNew: birth !== undefined && birth.line > 0 && birth.step === stepBehind(scene.parked),
      freed: false,
      garbage: snapshot.alive[n] === 0,
      library: scene.mine[n] === 0,
      atom: isAtom(op),
      changed: false,
    },
    cells: cells.slice(0, maxCells),
    cellTotal: cells.length,
  };
}

/** Atoms that the chosen objects and the frames hold become objects of their own. */
function addAtoms(scene: Scene, chosen: Set<number>): void {
  const { snapshot } = scene;
  const add = (op: PyObject | null): void => {
    const n = op === null ? undefined : snapshot.nodeOf.get(op);
    if (n !== undefined && isAtom(op!)) chosen.add(n);
  };
  for (const n of [...chosen])
    for (const edge of snapshot.edges[n]!) if (edge.kind !== 'key') add(scene.object(edge.to));
  for (const frame of scene.frames) for (const [name, op] of frame.names) if (!name.startsWith('__')) add(op);
}

/** At most `most` of them: asked for, then new, then near the frames, then large. The remainder is summed up. */
function cut(
  scene: Scene,
  chosen: ReadonlySet<number>,
  most: number,
  include: ReadonlySet<string>,
  rest: RestGroup[],
): Set<number> {
  if (chosen.size <= most) return new Set(chosen);
  const { snapshot } = scene;
  const near = new Set<number>();
  for (const frame of scene.frames) {
    for (const [, op] of frame.names) if (op !== null) near.add(snapshot.nodeOf.get(op) ?? -1);
  }
  const rank = (n: number): number => {
    const op = scene.object(n);
    if (include.has(scene.id(op))) return 0;
    if (scene.parked.births.get(op)?.step === stepBehind(scene.parked) && scene.mine[n] === 1) return 1;
    return near.has(n) ? 2 : 3;
  };
  const retained = snapshot.retained();
  const ranked = [...chosen].map((n) => ({ n, rank: rank(n) }));
  ranked.sort((a, b) => a.rank - b.rank || retained[b.n]! - retained[a.n]! || a.n - b.n);
  const groups = new Map<string, { dominator: string; typeName: string; count: number; bytes: number }>();
  for (const { n } of ranked.slice(most)) {
    const dominator = snapshot.alive[n] === 1 ? scene.ownerId(snapshot.dominators()[n]!) : '';
    const name = typeName(scene.object(n));
    const key = `${dominator} ${name}`;
    const group = groups.get(key) ?? { dominator, typeName: name, count: 0, bytes: 0 };
    group.count++;
    group.bytes += snapshot.size[n]!;
    groups.set(key, group);
  }
  rest.push(...[...groups.values()].sort((a, b) => b.bytes - a.bytes));
  return new Set(ranked.slice(0, most).map((r) => r.n));
}

// What changed.

const same = (a: HeapCell, b: HeapCell): boolean => a.kind === b.kind && a.target === b.target && a.text === b.text;

function markNew(cells: readonly HeapCell[], before: readonly HeapCell[]): HeapCell[] {
  const known = new Map(before.map((cell) => [cell.label, cell]));
  // Members of sets and keys have no label of their own: they are known by what they are.
  const nameless = (cell: HeapCell): boolean => cell.label === '' || cell.label === 'key';
  const members = new Map(before.filter(nameless).map((cell) => [cell.target ?? cell.text, cell]));
  return cells.map((cell, i) => {
    const old = nameless(cell) ? members.get(cell.target ?? cell.text) : (known.get(cell.label) ?? before[i]);
    return cell.kind === 'empty' || (old !== undefined && same(old, cell)) ? cell : { ...cell, isNew: true };
  });
}

/** `now` with everything marked that was otherwise at the step before; what died comes along once more. */
export function markChanges(now: HeapView, before: HeapView, alive: (id: string) => boolean): HeapView {
  const old = new Map(before.objects.map((o) => [o.id, o]));
  const objects = now.objects.map((o): HeapObject => {
    const was = old.get(o.id);
    if (was === undefined)
      return o.flags.isNew ? { ...o, cells: o.cells.map((c) => ({ ...c, isNew: c.kind !== 'empty' })) } : o;
    const cells = markNew(o.cells, was.cells);
    const flags = o.flags.isNew ? { ...o.flags, isNew: false } : o.flags;
    const changed = o.title !== was.title || o.cells.length !== was.cells.length || cells.some((c) => c.isNew === true);
    const delta = o.refcount < 0 || was.refcount < 0 ? 0 : o.refcount - was.refcount;
    return { ...o, delta, cells, flags: { ...flags, changed } };
  });
  const shown = new Set(now.objects.map((o) => o.id));
  for (const ghost of before.objects) {
    if (shown.has(ghost.id) || ghost.flags.atom || alive(ghost.id)) continue;
    objects.push({
      ...ghost,
      delta: ghost.refcount < 0 ? 0 : -ghost.refcount,
      refcount: 0,
      hidden: 0,
      flags: { ...ghost.flags, isNew: false, changed: false, freed: true },
    });
  }
  objects.sort((a, b) => Number(a.id) - Number(b.id));
  const frames = now.frames.map((frame): HeapFrame => {
    const was = before.frames.find((f) => f.id === frame.id);
    if (was === undefined) return { ...frame, isNew: true };
    return { ...frame, names: markNew(frame.names, was.names), stack: markNew(frame.stack, was.stack) };
  });
  return { ...now, frames, objects };
}

const sameCell = (a: HeapCell, b: HeapCell): boolean =>
  a === b || (same(a, b) && a.label === b.label && a.atom === b.atom && (a.isNew ?? false) === (b.isNew ?? false));

function sameObject(a: HeapObject, b: HeapObject): boolean {
  if (a === b) return true;
  const { flags: f, cells: c } = a;
  const { flags: g, cells: d } = b;
  return (
    a.refcount === b.refcount &&
    a.delta === b.delta &&
    a.hidden === b.hidden &&
    a.generation === b.generation &&
    a.size === b.size &&
    a.retained === b.retained &&
    a.dominator === b.dominator &&
    a.cycle === b.cycle &&
    a.title === b.title &&
    a.shape === b.shape &&
    a.typeName === b.typeName &&
    a.cellTotal === b.cellTotal &&
    f.isNew === g.isNew &&
    f.freed === g.freed &&
    f.garbage === g.garbage &&
    f.changed === g.changed &&
    c.length === d.length &&
    c.every((cell, i) => sameCell(cell, d[i]!))
  );
}

/** `now` as what makes it out of `base`. */
export function difference(now: HeapView, base: HeapView): HeapView {
  const old = new Map(base.objects.map((o) => [o.id, o]));
  const objects: HeapObject[] = [];
  for (const o of now.objects) {
    const was = old.get(o.id);
    if (was === undefined || !sameObject(o, was)) objects.push(o);
    old.delete(o.id);
  }
  return { ...now, since: base.info.step, objects, removed: [...old.keys()] };
}
