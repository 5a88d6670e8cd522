/**
 * Graph questions a heap view needs answered: what is reachable, which object dominates which, what lies on cycles.
 * Plain textbook algorithms on index arrays (Cooper, Harvey and Kennedy's dominators, Tarjan's components, both
 * without recursion, since a linked list is as deep as it is long).
 */
export interface Graph {
  readonly count: number;
  readonly roots: readonly number[];
  readonly out: readonly (readonly number[])[];
}

export function reachable({ count, roots, out }: Graph): Uint8Array {
  const seen = new Uint8Array(count);
  const stack = [...roots];
  for (const root of roots) seen[root] = 1;
  while (stack.length > 0) {
    for (const next of out[stack.pop()!]!) {
      if (seen[next]) continue;
      seen[next] = 1;
      stack.push(next);
    }
  }
  return seen;
}

/** Immediate dominator of each node: an index, -1 for the virtual root above all roots, -2 for unreachable nodes. */
export function dominators({ count, roots, out }: Graph): { idom: Int32Array; order: number[] } {
  const order: number[] = [];
  const seen = new Uint8Array(count);
  for (const root of roots) {
    if (seen[root]) continue;
    seen[root] = 1;
    const stack: [number, number][] = [[root, 0]];
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const next = out[top[0]]![top[1]++];
      if (next === undefined) {
        order.push(top[0]);
        stack.pop();
      } else if (!seen[next]) {
        seen[next] = 1;
        stack.push([next, 0]);
      }
    }
  }
  order.reverse();
  const rank = new Int32Array(count).fill(-1);
  order.forEach((node, i) => (rank[node] = i));
  const incoming: number[][] = Array.from({ length: count }, () => []);
  for (const node of order) for (const next of out[node]!) incoming[next]!.push(node);
  const isRoot = new Uint8Array(count);
  const idom = new Int32Array(count).fill(-2);
  for (const root of roots) {
    isRoot[root] = 1;
    idom[root] = -1;
  }
  for (let changed = true; changed;) {
    changed = false;
    for (const node of order) {
      if (isRoot[node]) continue;
      let best = -2;
      for (const from of incoming[node]!) {
        if (idom[from] === -2) continue;
        if (best === -2) {
          best = from;
          continue;
        }
        let a = from;
        let b = best;
        while (a !== b && a !== -1 && b !== -1) {
          if (rank[a]! > rank[b]!) a = idom[a]!;
          else b = idom[b]!;
        }
        best = a === b ? a : -1;
        if (best === -1) break;
      }
      if (best !== idom[node]) {
        idom[node] = best;
        changed = true;
      }
    }
  }
  return { idom, order };
}

/** Number of each node's component, from 1; 0 for a node alone without a reference to itself. */
export function cycles({ count, out }: Graph): Int32Array {
  const result = new Int32Array(count);
  const index = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const onStack = new Uint8Array(count);
  const stack: number[] = [];
  let clock = 0;
  let components = 0;
  for (let start = 0; start < count; start++) {
    if (index[start] !== -1) continue;
    const work: [number, number][] = [[start, 0]];
    while (work.length > 0) {
      const top = work[work.length - 1]!;
      const node = top[0];
      if (top[1] === 0) {
        index[node] = low[node] = clock++;
        stack.push(node);
        onStack[node] = 1;
      }
      const next = out[node]![top[1]++];
      if (next !== undefined) {
        if (index[next] === -1) work.push([next, 0]);
        else if (onStack[next]) low[node] = Math.min(low[node]!, index[next]!);
        continue;
      }
      work.pop();
      const parent = work[work.length - 1];
      if (parent) low[parent[0]] = Math.min(low[parent[0]]!, low[node]!);
      if (low[node] !== index[node]) continue;
      const members: number[] = [];
      for (;;) {
        const member = stack.pop()!;
        onStack[member] = 0;
        members.push(member);
        if (member === node) break;
      }
      if (members.length > 1 || out[node]!.includes(node)) {
        components++;
        for (const member of members) result[member] = components;
      }
    }
  }
  return result;
}
