/** Which objects to draw at all. Pure. */
import type { HeapObject, HeapView } from '../../../server/src/protocol/heapProtocol';

export interface HeapFilter {
  readonly types: readonly string[];
  readonly generation: 'all' | '0' | '1' | '2' | 'untracked';
  readonly garbageOnly: boolean;
  /** Draw only this object and what is within `hops` references of it, in both directions. */
  readonly focus: string | null;
}

export const noFilter: HeapFilter = { types: [], generation: 'all', garbageOnly: false, focus: null };
export const isFiltering = (f: HeapFilter): boolean =>
  f.types.length > 0 || f.generation !== 'all' || f.garbageOnly || f.focus !== null;

export function filterView(view: HeapView, filter: HeapFilter, hops = 2): HeapView {
  if (!isFiltering(filter)) return view;
  const near = filter.focus === null ? null : neighbourhood(view, filter.focus, hops);
  const wanted = (o: HeapObject): boolean =>
    (near === null || near.has(o.id)) &&
    (filter.types.length === 0 || filter.types.includes(o.typeName)) &&
    (filter.generation === 'all' || String(o.generation ?? 'untracked') === filter.generation) &&
    (!filter.garbageOnly || o.flags.garbage);
  return {
    ...view,
    objects: view.objects.filter(wanted),
    frames: near === null ? view.frames : view.frames.filter((f) => near.has(f.id)),
    rest: [],
  };
}

/** Ids of objects and frames within `hops` of `start`, over counted and weak references, either way. */
export function neighbourhood(view: HeapView, start: string, hops: number): Set<string> {
  const links = new Map<string, string[]>();
  const link = (a: string, b: string): void => {
    (links.get(a) ?? links.set(a, []).get(a)!).push(b);
    (links.get(b) ?? links.set(b, []).get(b)!).push(a);
  };
  for (const o of view.objects) for (const c of o.cells) if (c.target && c.kind !== 'atom') link(o.id, c.target);
  for (const f of view.frames)
    for (const c of [...f.names, ...f.stack]) if (c.target && c.kind !== 'atom') link(f.id, c.target);
  const found = new Set([start]);
  let edge = [start];
  for (let i = 0; i < hops; i++) {
    edge = edge.flatMap((id) => links.get(id) ?? []).filter((id) => !found.has(id) && (found.add(id), true));
  }
  return found;
}
