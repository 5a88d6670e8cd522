/**
 * Folding: thousands of objects become about as many boxes as a person can read.
 *
 * The heap is read as its dominator tree (who alone keeps whom alive). From the frames on, the heaviest subtrees are
 * opened first, siblings of one type are folded into one group, and whole subtrees of one type (a long list, a big
 * tree) stay one group. What is new, changed or freed at this step, what the user opened or pinned, and what was on
 * screen a step ago comes first, so that stepping does not reshuffle the picture. Pure: no state but its arguments.
 */
import type { HeapObject, HeapView } from '../../../server/src/protocol/heapProtocol';

export interface FoldOptions {
  /** Boxes to aim at, groups included, frames not. */
  readonly budget: number;
  /** On screen a step ago. */
  readonly sticky: ReadonlySet<string>;
  /** How many groups there were: their room is not given away, or each look would show a little more. */
  readonly stickyGroups?: number;
  /** Objects to show in any case: unfolded, pinned, focused, selected. */
  readonly shown: ReadonlySet<string>;
  /** Groups the user opened: keys. All members are shown (up to a limit). */
  readonly opened: ReadonlySet<string>;
  /** Objects the user closed: all they dominate is folded into one group. */
  readonly closed: ReadonlySet<string>;
}

export interface FoldGroup {
  /** "g:" + dominator + ":" + type: lives on while members come and go. */
  readonly key: string;
  readonly parent: string;
  readonly typeName: string;
  /** Tops of the folded subtrees. */
  readonly members: readonly string[];
  /** All objects it stands for, and their bytes. */
  readonly count: number;
  readonly bytes: number;
  readonly mix: readonly (readonly [typeName: string, count: number])[];
  /** Some of it changed at this step. */
  readonly changed: boolean;
  readonly garbage: boolean;
}

export interface Folded {
  readonly visible: ReadonlySet<string>;
  readonly groups: ReadonlyMap<string, FoldGroup>;
  /** Object to the box that stands for it: itself or a group's key. */
  readonly box: ReadonlyMap<string, string>;
}

/** A group opens into single objects up to this many; the others stay in the group. */
const openLimit = 60;
/** Of a chain or tree that is opened, so many links at once. */
const openLinks = 24;
/** Siblings of one type up to this many are not worth a group. */
const fewSiblings = 3;
/** Of what changes at one step, so many are taken out of their groups: a loop may touch thousands. */
const changedLimit = 16;

export const groupKey = (parent: string, typeName: string): string => `g:${parent}:${typeName}`;

export function fold(view: HeapView, options: FoldOptions): Folded {
  const { objects } = view;
  const { budget, closed } = options;
  if (objects.length <= budget && closed.size === 0 && view.rest.length === 0) {
    return {
      visible: new Set(objects.map((o) => o.id)),
      groups: new Map(),
      box: new Map(objects.map((o) => [o.id, o.id])),
    };
  }
  const tree = dominatorTree(view);
  const visible = new Set<string>();
  const groups = new Map<string, { parent: string; typeName: string; members: string[] }>();
  const { stickyGroups = 0 } = options;
  const room = (): boolean => visible.size + Math.max(groups.size, stickyGroups) < budget;
  const hiddenBelow = new Set<string>();
  for (const id of closed) for (const child of tree.kids.get(id) ?? []) markBelow(tree, child.id, hiddenBelow);

  const show = (o: HeapObject): void => {
    if (!hiddenBelow.has(o.id)) visible.add(o.id);
  };
  for (const id of options.shown) {
    const o = tree.byId.get(id);
    if (o) visible.add(o.id);
  }
  let changed = 0;
  for (const o of objects) {
    if ((o.flags.isNew || o.flags.freed || o.flags.changed) && changed < changedLimit) {
      changed++;
      show(o);
    }
  }
  for (const id of options.sticky) {
    if (visible.size >= budget) break;
    const o = tree.byId.get(id);
    if (o) show(o);
  }

  const queue = new HeaviestFirst();
  const addGroup = (parent: string, typeName: string, members: readonly HeapObject[]): void => {
    const key = groupKey(parent, typeName);
    const group = groups.get(key) ?? groups.set(key, { parent, typeName, members: [] }).get(key)!;
    for (const o of members) if (!visible.has(o.id)) group.members.push(o.id);
    if (group.members.length === 0) groups.delete(key);
  };
  const opened = new Set<string>();
  const open = (parent: string): void => {
    if (opened.has(parent)) return;
    opened.add(parent);
    const collapsed = closed.has(parent);
    for (const [typeName, all] of byType(tree.kids.get(parent) ?? [])) {
      const kids = [...all].sort((a, b) => b.retained - a.retained || Number(a.id) - Number(b.id));
      const already = kids.filter((o) => visible.has(o.id));
      const others = kids.filter((o) => !visible.has(o.id));
      if (others.length === 0) continue;
      if (collapsed) {
        addGroup(parent, typeName, others);
        continue;
      }
      if (options.opened.has(groupKey(parent, typeName))) {
        for (const o of others.slice(0, openLimit))
          for (const link of tree.uniform(o) ? firstLinks(tree, o) : [o]) {
            visible.add(link.id);
            queue.push(link);
          }
        addGroup(parent, typeName, others.slice(openLimit));
        continue;
      }
      const uniform = others.filter((o) => tree.uniform(o));
      const single = others.filter((o) => !tree.uniform(o));
      if (uniform.length > 0) addGroup(parent, typeName, uniform);
      // All siblings count, those on screen too: else the others would follow one by one.
      if (single.length <= fewSiblings && all.filter((o) => !tree.uniform(o)).length <= fewSiblings) {
        for (const o of single)
          if (room()) {
            show(o);
            queue.push(o);
          } else addGroup(parent, typeName, [o]);
      } else {
        // One stays out as an example of its likes; the first born, so that it stays the same one.
        const example =
          already.length === 0 && room() ? single.reduce((a, b) => (Number(a.id) < Number(b.id) ? a : b)) : undefined;
        if (example) {
          show(example);
          queue.push(example);
        }
        addGroup(
          parent,
          typeName,
          single.filter((o) => o !== example),
        );
      }
    }
  };
  // What is shown anyway may sit below something folded: its own subtree must find its boxes all the same.
  for (const id of visible) queue.push(tree.byId.get(id)!);
  for (const frame of view.frames) open(frame.id);
  open('');
  for (let next = queue.pop(); next; next = queue.pop()) open(next.id);
  return finish(view, tree, visible, groups);
}

interface DominatorTree {
  readonly byId: ReadonlyMap<string, HeapObject>;
  readonly kids: ReadonlyMap<string, readonly HeapObject[]>;
  /** More than eight objects, nine tenths of them of its own type: a chain or a tree, better seen as one thing. */
  uniform(o: HeapObject): boolean;
}

function dominatorTree(view: HeapView): DominatorTree {
  const byId = new Map(view.objects.map((o) => [o.id, o]));
  const frames = new Set(view.frames.map((f) => f.id));
  const kids = new Map<string, HeapObject[]>();
  for (const o of view.objects) {
    const parent = byId.has(o.dominator) || frames.has(o.dominator) ? o.dominator : '';
    const list = kids.get(parent);
    if (list) list.push(o);
    else kids.set(parent, [o]);
  }
  const memo = new Map<string, boolean>();
  const uniform = (top: HeapObject): boolean => {
    let answer = memo.get(top.id);
    if (answer === undefined) {
      let all = 0;
      let same = 0;
      const stack = [top];
      while (stack.length > 0) {
        const o = stack.pop()!;
        all++;
        if (o.typeName === top.typeName) same++;
        const below = kids.get(o.id);
        if (below) stack.push(...below);
      }
      answer = all > 8 && same >= all * 0.9;
      memo.set(top.id, answer);
    }
    return answer;
  };
  return { byId, kids, uniform };
}

function markBelow(tree: DominatorTree, id: string, into: Set<string>): void {
  const stack = [id];
  while (stack.length > 0) {
    const at = stack.pop()!;
    into.add(at);
    for (const child of tree.kids.get(at) ?? []) stack.push(child.id);
  }
}

/** The beginning of a chain or the top of a tree: opening one shows a stretch of it, not just its next link. */
function firstLinks(tree: DominatorTree, top: HeapObject): HeapObject[] {
  const links = [top];
  for (let i = 0; i < links.length && links.length < openLinks; i++) {
    for (const kid of tree.kids.get(links[i]!.id) ?? [])
      if (kid.typeName === top.typeName && links.length < openLinks) links.push(kid);
  }
  return links;
}

function byType(objects: readonly HeapObject[]): Map<string, HeapObject[]> {
  const result = new Map<string, HeapObject[]>();
  for (const o of objects) (result.get(o.typeName) ?? result.set(o.typeName, []).get(o.typeName)!).push(o);
  return result;
}

function finish(
  view: HeapView,
  tree: DominatorTree,
  visible: ReadonlySet<string>,
  raw: ReadonlyMap<string, { parent: string; typeName: string; members: string[] }>,
): Folded {
  const box = new Map<string, string>();
  for (const id of visible) box.set(id, id);
  const groups = new Map<string, FoldGroup>();
  for (const [key, { parent, typeName, members }] of raw) {
    const mix = new Map<string, number>();
    let count = 0;
    let bytes = 0;
    let changed = false;
    let garbage = false;
    const stack = [...members];
    while (stack.length > 0) {
      const id = stack.pop()!;
      if (box.has(id)) continue;
      box.set(id, key);
      const o = tree.byId.get(id)!;
      count++;
      bytes += o.size;
      mix.set(o.typeName, (mix.get(o.typeName) ?? 0) + 1);
      changed ||= o.flags.isNew || o.flags.changed || o.delta !== 0;
      garbage ||= o.flags.garbage;
      for (const child of tree.kids.get(id) ?? []) stack.push(child.id);
    }
    if (count > 0) {
      groups.set(key, {
        key,
        parent,
        typeName,
        members,
        count,
        bytes,
        mix: [...mix].sort((a, b) => b[1] - a[1]),
        changed,
        garbage,
      });
    }
  }
  for (const rest of view.rest) {
    const key = groupKey(rest.dominator, rest.typeName);
    const known = groups.get(key);
    const mix = new Map(known?.mix ?? []);
    mix.set(rest.typeName, (mix.get(rest.typeName) ?? 0) + rest.count);
    groups.set(key, {
      key,
      parent: rest.dominator,
      typeName: rest.typeName,
      members: known?.members ?? [],
      count: (known?.count ?? 0) + rest.count,
      bytes: (known?.bytes ?? 0) + rest.bytes,
      mix: [...mix].sort((a, b) => b[1] - a[1]),
      changed: known?.changed ?? false,
      garbage: known?.garbage ?? false,
    });
  }
  return { visible, groups, box };
}

/** A binary heap by retained size; ties by id, so that the order never depends on anything else. */
class HeaviestFirst {
  private readonly heap: HeapObject[] = [];

  push(o: HeapObject): void {
    const { heap } = this;
    let i = heap.push(o) - 1;
    while (i > 0 && before(heap[i]!, heap[(i - 1) >> 1]!)) {
      const up = (i - 1) >> 1;
      [heap[i], heap[up]] = [heap[up]!, heap[i]!];
      i = up;
    }
  }

  pop(): HeapObject | undefined {
    const { heap } = this;
    const top = heap[0];
    const last = heap.pop();
    if (heap.length === 0 || !last) return top;
    heap[0] = last;
    for (let i = 0; ;) {
      let best = i;
      for (const child of [2 * i + 1, 2 * i + 2])
        if (child < heap.length && before(heap[child]!, heap[best]!)) best = child;
      if (best === i) return top;
      [heap[i], heap[best]] = [heap[best]!, heap[i]!];
      i = best;
    }
  }
}

const before = (a: HeapObject, b: HeapObject): boolean =>
  a.retained !== b.retained ? a.retained > b.retained : Number(a.id) < Number(b.id);
