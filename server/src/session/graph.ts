// Algorithms on a heap as a plain directed graph: strongly connected components, dominators, paths. Nodes are 0 … n−1,
// edges in compressed rows. No Python, no session: pure functions over typed arrays.

/** Edges of node i are `to[start[i]] … to[start[i + 1] − 1]`. */
export interface Graph {
  readonly size: number;
  readonly start: Int32Array;
  readonly to: Int32Array;
}

/** Builds a graph from adjacency lists. */
export function graphOf(lists: readonly (readonly number[])[]): Graph {
  const size = lists.length;
  const start = new Int32Array(size + 1);
  for (let i = 0; i < size; i++) start[i + 1] = start[i]! + lists[i]!.length;
  const to = new Int32Array(start[size]!);
  for (let i = 0; i < size; i++) to.set(lists[i]!, start[i]);
  return { size, start, to };
}

/** The same graph with every edge turned round. */
export function reversed(graph: Graph): Graph {
  const { size, start, to } = graph;
  const rstart = new Int32Array(size + 1);
  for (const target of to) rstart[target + 1]!++;
  for (let i = 0; i < size; i++) rstart[i + 1]! += rstart[i]!;
  const fill = rstart.slice(0, size);
  const rto = new Int32Array(to.length);
  for (let i = 0; i < size; i++) for (let e = start[i]!; e < start[i + 1]!; e++) rto[fill[to[e]!]!++] = i;
  return { size, start: rstart, to: rto };
}

/** Nodes reachable from `roots`, as a 0/1 array. */
export function reachable(graph: Graph, roots: Iterable<number>): Uint8Array {
  const seen = new Uint8Array(graph.size);
  const stack: number[] = [];
  for (const root of roots) {
    if (seen[root] === 0) {
      seen[root] = 1;
      stack.push(root);
    }
  }
  while (stack.length > 0) {
    const node = stack.pop()!;
    for (let e = graph.start[node]!; e < graph.start[node + 1]!; e++) {
      const next = graph.to[e]!;
      if (seen[next] === 0) {
        seen[next] = 1;
        stack.push(next);
      }
    }
  }
  return seen;
}

/**
 * Strongly connected components that are cycles: more than one member, or a self-reference. Component number by node,
 * from 1 in order of each component's smallest member; 0 for nodes in no cycle. (Tarjan's algorithm, without recursion.)
 */
export function cycles(graph: Graph): Int32Array {
  const { size, start, to } = graph;
  const index = new Int32Array(size).fill(-1);
  const low = new Int32Array(size);
  const onStack = new Uint8Array(size);
  const component = new Int32Array(size);
  const stack: number[] = [];
  const callNode: number[] = [];
  const callEdge: number[] = [];
  const groups: number[][] = [];
  let counter = 0;
  for (let root = 0; root < size; root++) {
    if (index[root] !== -1) continue;
    callNode.push(root);
    callEdge.push(start[root]!);
    index[root] = low[root] = counter++;
    stack.push(root);
    onStack[root] = 1;
    while (callNode.length > 0) {
      const node = callNode[callNode.length - 1]!;
      const edge = callEdge[callEdge.length - 1]!;
      if (edge < start[node + 1]!) {
        callEdge[callEdge.length - 1] = edge + 1;
        const next = to[edge]!;
        if (index[next] === -1) {
          index[next] = low[next] = counter++;
          stack.push(next);
          onStack[next] = 1;
          callNode.push(next);
          callEdge.push(start[next]!);
        } else if (onStack[next] === 1 && index[next]! < low[node]!) low[node] = index[next]!;
        continue;
      }
      callNode.pop();
      callEdge.pop();
      if (callNode.length > 0) {
        const parent = callNode[callNode.length - 1]!;
        if (low[node]! < low[parent]!) low[parent] = low[node]!;
      }
      if (low[node] !== index[node]) continue;
      const members: number[] = [];
      for (;;) {
        const member = stack.pop()!;
        onStack[member] = 0;
        members.push(member);
        if (member === node) break;
      }
      if (members.length > 1 || hasEdge(graph, node, node)) groups.push(members);
    }
  }
  groups.sort((a, b) => least(a) - least(b));
  for (const [i, members] of groups.entries()) for (const member of members) component[member] = i + 1;
  return component;
}
/** Math.min(...members) without spreading what may be a million members. */
function least(members: number[]): number {
  let min = members[0]!;
  for (const member of members) if (member < min) min = member;
  return min;
}

export function hasEdge(graph: Graph, from: number, to: number): boolean {
  for (let e = graph.start[from]!; e < graph.start[from + 1]!; e++) if (graph.to[e] === to) return true;
  return false;
}

/**
 * Immediate dominators seen from one root: the node all paths to i go through last. The root's and unreachable nodes'
 * is −1. (Cooper, Harvey and Kennedy's iteration over reverse postorder.)
 */
export function dominators(graph: Graph, root: number): Int32Array {
  const { size, start, to } = graph;
  const order = new Int32Array(size).fill(-1);
  const postorder: number[] = [];
  const nodes: number[] = [root];
  const edges: number[] = [start[root]!];
  const seen = new Uint8Array(size);
  seen[root] = 1;
  while (nodes.length > 0) {
    const node = nodes[nodes.length - 1]!;
    const edge = edges[edges.length - 1]!;
    if (edge < start[node + 1]!) {
      edges[edges.length - 1] = edge + 1;
      const next = to[edge]!;
      if (seen[next] === 0) {
        seen[next] = 1;
        nodes.push(next);
        edges.push(start[next]!);
      }
    } else {
      order[node] = postorder.length;
      postorder.push(node);
      nodes.pop();
      edges.pop();
    }
  }
  const back = reversed(graph);
  const idom = new Int32Array(size).fill(-1);
  idom[root] = root;
  const intersect = (a: number, b: number): number => {
    while (a !== b) {
      while (order[a]! < order[b]!) a = idom[a]!;
      while (order[b]! < order[a]!) b = idom[b]!;
    }
    return a;
  };
  for (let changed = true; changed;) {
    changed = false;
    for (let i = postorder.length - 2; i >= 0; i--) {
      const node = postorder[i]!;
      let best = -1;
      for (let e = back.start[node]!; e < back.start[node + 1]!; e++) {
        const pred = back.to[e]!;
        if (idom[pred] === -1) continue;
        best = best === -1 ? pred : intersect(best, pred);
      }
      if (best !== idom[node]) {
        idom[node] = best;
        changed = true;
      }
    }
  }
  idom[root] = -1;
  return idom;
}

/** Sum of `size` over each node's dominator subtree. */
export function retainedSizes(graph: Graph, root: number, idom: Int32Array, size: Float64Array): Float64Array {
  const retained = size.slice();
  // Children before parents: order nodes by depth in the dominator tree, deepest first.
  const depth = new Int32Array(graph.size).fill(-1);
  depth[root] = 0;
  const chain: number[] = [];
  for (let i = 0; i < graph.size; i++) {
    let node = i;
    chain.length = 0;
    while (depth[node] === -1 && idom[node] !== -1) {
      chain.push(node);
      node = idom[node]!;
    }
    let d = depth[node]!;
    if (d === -1) continue;
    for (let j = chain.length - 1; j >= 0; j--) depth[chain[j]!] = ++d;
  }
  const nodes = Array.from({ length: graph.size }, (_v, i) => i).filter((i) => depth[i]! > 0);
  nodes.sort((a, b) => depth[b]! - depth[a]!);
  for (const node of nodes) retained[idom[node]!]! += retained[node]!;
  return retained;
}

/** A shortest path from any of `roots` to `target`, as nodes; empty when there is none. */
export function shortestPath(graph: Graph, roots: readonly number[], target: number): number[] {
  const previous = new Int32Array(graph.size).fill(-2);
  const queue: number[] = [];
  for (const root of roots) {
    if (previous[root] === -2) {
      previous[root] = -1;
      queue.push(root);
    }
  }
  for (let i = 0; i < queue.length; i++) {
    const node = queue[i]!;
    if (node === target) {
      const path: number[] = [];
      for (let at = node; at !== -1; at = previous[at]!) path.push(at);
      return path.reverse();
    }
    for (let e = graph.start[node]!; e < graph.start[node + 1]!; e++) {
      const next = graph.to[e]!;
      if (previous[next] === -2) {
        previous[next] = node;
        queue.push(next);
      }
    }
  }
  return [];
}

/** A shortest cycle through `node`, as nodes (without the return to it); empty when there is none. */
export function cycleThrough(graph: Graph, node: number): number[] {
  if (hasEdge(graph, node, node)) return [node];
  const starts: number[] = [];
  for (let e = graph.start[node]!; e < graph.start[node + 1]!; e++) starts.push(graph.to[e]!);
  const path = shortestPath(graph, starts, node);
  return path.length === 0 ? [] : [node, ...path.slice(0, -1)];
}
