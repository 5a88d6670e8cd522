// Tables: types, retainers, search, collections.

import { addressText } from '../heapSnapshot';
import { shortText, typeName } from '../describe';
import type { CollectionRow, Generation, ObjectRef, SearchQuery, TypeRow } from '../../protocol/heapProtocol';
import type { Scene } from './scene';
import type { ProviderSession } from './session';

export interface TypeTotal {
  count: number;
  bytes: number;
  retained: number;
  library: boolean;
}

/** By type name. `retained` counts an object inside another of its own type once. */
export function typeTotals(scene: Scene, scope: 'mine' | 'all'): Map<string, TypeTotal> {
  const { snapshot } = scene;
  const rows = new Map<string, TypeTotal>();
  const idom = snapshot.dominators();
  const retained = snapshot.retained();
  const nodes = scene.nodes(scope, true);
  const counted = new Set(nodes);
  for (const n of nodes) {
    const op = scene.object(n);
    const name = typeName(op);
    let row = rows.get(name);
    if (row === undefined) rows.set(name, (row = { count: 0, bytes: 0, retained: 0, library: true }));
    row.count++;
    row.bytes += snapshot.size[n]!;
    if (scene.mine[n] === 1) row.library = false;
    let outer = idom[n]!;
    while (outer > 0 && !(counted.has(outer) && snapshot.objects[outer]?.ob_type === op.ob_type)) outer = idom[outer]!;
    if (outer <= 0) row.retained += snapshot.alive[n] === 1 ? retained[n]! : snapshot.size[n]!;
  }
  return rows;
}

export function typeRows(now: ReadonlyMap<string, TypeTotal>, then: ReadonlyMap<string, TypeTotal> | null): TypeRow[] {
  const none: TypeTotal = { count: 0, bytes: 0, retained: 0, library: false };
  const names = new Set([...now.keys(), ...(then === null ? [] : then.keys())]);
  const rows = [...names].map((name): TypeRow => {
    const a = now.get(name) ?? { ...none, library: then!.get(name)!.library };
    const b = then === null ? a : (then.get(name) ?? none);
    return { typeName: name, ...a, countGrowth: a.count - b.count, bytesGrowth: a.bytes - b.bytes };
  });
  return rows.sort((a, b) => b.bytes - a.bytes || (a.typeName < b.typeName ? -1 : 1));
}

export function retainers(
  scene: Scene,
  scope: 'mine' | 'all',
): (ObjectRef & { retained: number; generation: Generation | null })[] {
  const { snapshot } = scene;
  const retained = snapshot.retained();
  return scene
    .nodes(scope, true)
    .filter((n) => snapshot.alive[n] === 1)
    .sort((a, b) => retained[b]! - retained[a]! || a - b)
    .slice(0, 5000)
    .map((n) => ({ ...scene.ref(n, ''), retained: retained[n]!, generation: scene.generation(n) }));
}

/** By type, text, id ("#12") or address. */
export function search(scene: Scene, q: SearchQuery): ObjectRef[] {
  const text = q.text.trim().toLowerCase();
  const hits: ObjectRef[] = [];
  for (const n of scene.nodes(q.scope, true)) {
    const op = scene.object(n);
    const type = typeName(op);
    if (q.typeName !== undefined && q.typeName !== '' && type !== q.typeName) continue;
    const found =
      text === '' ||
      type.toLowerCase().includes(text) ||
      `#${scene.id(op)}` === text ||
      scene.id(op) === text ||
      addressText(op) === text ||
      shortText(op).toLowerCase().includes(text);
    if (found) hits.push(scene.ref(n, ''));
  }
  return hits;
}

/** Collections up to the step, latest first. */
export function collectionRows(session: ProviderSession, step: number): CollectionRow[] {
  return (session.witness?.collections ?? [])
    .filter((c) => c.step < step)
    .map((c): CollectionRow => ({
      step: c.step,
      line: session.lineAt(c.step),
      generation: Math.min(2, Math.max(0, c.generation)) as Generation,
      reason: c.reason,
      examined: c.examined,
      freed: c.collected,
      freedBytes: c.freedBytes,
      finalizers: c.finalizers,
    }))
    .reverse();
}
