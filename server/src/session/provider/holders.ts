// Who holds an object: its references in words, paths from the roots, pages of neighbours.

import { shortestPath } from '../graph';
import { PyType_Check } from '../../objects/typeobject';
import type { Holder, HolderKind, ObjectRef, Page, PageQuery, RootPath } from '../../protocol/heapProtocol';
import { typeName } from '../describe';
import type { Edge } from '../heapSnapshot';
import { accessLabel, cellLabel } from './scene';
import type { Scene } from './scene';

export function page<T>(items: readonly T[], q: PageQuery): Page<T> {
  return { items: items.slice(q.start, q.start + q.count), start: q.start, total: items.length };
}

const EDGE_KINDS: Partial<Record<Edge['kind'], HolderKind>> = {
  attribute: 'attribute',
  item: 'item',
  key: 'key',
  value: 'value',
  slot: 'slot',
  cell: 'cell',
  local: 'local',
  stack: 'stack',
  type: 'type',
};

function interpreterPlace(edge: Edge): string {
  return edge.label === 'exception' ? 'the exception being handled' : 'the interpreter';
}

function holderOf(scene: Scene, from: number, edge: Edge): Holder {
  if (from === 0) return { kind: 'internal', place: interpreterPlace(edge) };
  const { snapshot } = scene;
  const label = cellLabel(edge);
  if (from < snapshot.firstObject) {
    const { qualname } = snapshot.frames[from - 1]!;
    const frame = scene.frames.find((f) => f.node === from);
    const owner = frame === undefined ? {} : { owner: frame.id };
    if (edge.kind === 'stack') return { kind: 'stack', place: `operand stack of ${qualname}`, ...owner };
    if (edge.kind === 'local') return { kind: 'local', place: `local ${label} of ${qualname}()`, ...owner };
    return { kind: 'internal', place: `the frame of ${qualname} (${label})`, ...owner };
  }
  const op = scene.object(from);
  const type = typeName(op);
  const frame = scene.frames.find((f) => f.namespace === op);
  if (frame !== undefined && edge.kind === 'value') {
    const name = label.replace(/^'(.*)'$/, '$1');
    return {
      kind: frame.name === '<module>' ? 'global' : 'local',
      place: `global ${name}`,
      owner: frame.id,
      ownerType: type,
    };
  }
  const kind = edge.kind === 'root' ? 'internal' : (EDGE_KINDS[edge.kind] ?? (PyType_Check(op) ? 'type' : 'internal'));
  const who = `${type} #${scene.id(op)}`;
  const places: Partial<Record<HolderKind, string>> = {
    item: `${who}${accessLabel(edge)}`,
    value: `${who}${accessLabel(edge)}`,
    key: `key of ${who}`,
    type: edge.kind === 'type' ? `type of ${who}` : `${label} of ${who}`,
    attribute: `attribute ${label} of ${who}`,
    slot: `slot ${label} of ${who}`,
  };
  return { kind, place: places[kind] ?? `${label} of ${who}`, owner: scene.id(op), ownerType: type };
}

function edgesTo(scene: Scene, n: number): [from: number, edge: Edge][] {
  const list: [number, Edge][] = [];
  for (const from of new Set(scene.referrers(n))) {
    for (const edge of scene.snapshot.edges[from]!) if (edge.to === n) list.push([from, edge]);
  }
  return list;
}

/** Every counted reference to `n`, frames first. */
export function holders(scene: Scene, n: number): Holder[] {
  return edgesTo(scene, n)
    .sort((a, b) => a[0] - b[0])
    .map(([from, edge]) => holderOf(scene, from, edge));
}

export function referrers(scene: Scene, n: number): ObjectRef[] {
  return edgesTo(scene, n)
    .filter(([from]) => from >= scene.snapshot.firstObject)
    .map(([from, edge]) => ({ ...scene.ref(from, accessLabel(edge)), hasMore: scene.referrerCount(from) > 0 }));
}

export function referents(scene: Scene, n: number): ObjectRef[] {
  return scene.snapshot.edges[n]!.map((edge) => scene.ref(edge.to, accessLabel(edge)));
}

/** A shortest path from a frame of the program, else from any root. */
export function rootPath(scene: Scene, n: number): RootPath {
  const { snapshot } = scene;
  const namespaces = scene.frames.flatMap((f) => (f.namespace === null ? [] : [snapshot.nodeOf.get(f.namespace)!]));
  const own = scene.frames.filter((f) => f.node > 0).map((f) => f.node);
  const isRoot = (node: number): boolean => node < snapshot.firstObject || namespaces.includes(node);
  let nodes = shortestPath(snapshot.graph, [...own.reverse(), ...namespaces], n);
  if (nodes.length === 0)
    nodes = shortestPath(
      snapshot.graph,
      Array.from({ length: snapshot.firstObject }, (_v, i) => i),
      n,
    );
  const links: (ObjectRef & { frame?: string })[] = [];
  for (let i = 1; i < nodes.length; i++) {
    const from = nodes[i - 1]!;
    const to = nodes[i]!;
    // A frame's namespace is the frame, to the reader.
    if (namespaces.includes(to) && isRoot(from) && to !== n) continue;
    const edge =
      snapshot.edges[from]!.find((e) => e.to === to && e.kind !== 'key') ??
      snapshot.edges[from]!.find((e) => e.to === to)!;
    if (!isRoot(from)) {
      links.push(scene.ref(to, accessLabel(edge)));
      continue;
    }
    const frame = scene.ownerId(from);
    const name = cellLabel(edge).replace(/^'(.*)'$/, '$1');
    const label = namespaces.includes(from)
      ? `global ${name}`
      : from === 0
        ? 'the interpreter'
        : `local ${name} of ${snapshot.frames[from - 1]!.qualname}`;
    links.push({ ...scene.ref(to, label), ...(frame === '' ? {} : { frame }) });
  }
  return { links };
}
