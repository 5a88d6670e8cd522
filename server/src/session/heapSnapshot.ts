// The heap of a parked program as a graph: every object that is alive, every reference with its name, who is reachable
// from where. Built on demand, on a stopped program, without touching it.

import type { Graph } from './graph';
import { cycles, dominators, reachable, retainedSizes } from './graph';
import { gc_list_objects } from '../heap/gc';
import { gcstate } from '../heap/gclists';
import { addressOf, isStaticBlock } from '../heap/obmalloc';
import { _Py_IsImmortal } from '../heap/refcount';
import { visitEdges } from '../objects/edges';
import type { PyObject } from '../objects/object';
import type { EdgeKind } from '../objects/typestruct';
import type { LiveFrame } from './liveFrames';
import { liveFrames, visitThreadReferences } from './liveFrames';

/** A named reference from a node to a node. */
export interface Edge {
  readonly to: number;
  readonly kind: EdgeKind | 'root';
  readonly label: string | number | PyObject;
}

/** Node 0 is the interpreter; then the frames, outermost first; then the objects. */
export interface HeapSnapshot {
  readonly frames: readonly LiveFrame[];
  /** Object of each node; null for the interpreter and for frames. */
  readonly objects: readonly (PyObject | null)[];
  readonly nodeOf: ReadonlyMap<PyObject, number>;
  readonly edges: readonly (readonly Edge[])[];
  readonly graph: Graph;
  /** First object's node. */
  readonly firstObject: number;
  /** By node: 1 when reachable from the interpreter or a frame. */
  readonly alive: Uint8Array;
  /** By node: number of its cycle, 0 for none. */
  readonly cycle: Int32Array;
  /** By node: 0, 1, 2; 3 permanent; −1 untracked. */
  readonly generation: Int8Array;
  /** Bytes of the object's own block and its buffers as the type reports them; 0 for frames. */
  readonly size: Float64Array;
  dominators(): Int32Array;
  retained(): Float64Array;
}

export interface SnapshotRoots {
  /** References the interpreter owns outside any frame. */
  visitInterpreterRoots(visit: (op: PyObject) => void): void;
  /** All objects known to be alive, where a run was watched; else null: then only what can be walked to is found. */
  living: Iterable<PyObject> | null;
  /** sys.getsizeof of an object, from the outside: without running the program's code. */
  sizeOf(op: PyObject): number;
}

/** Takes the picture. */
export function takeSnapshot(roots: SnapshotRoots): HeapSnapshot {
  const frames = liveFrames();
  const objects: (PyObject | null)[] = [null, ...frames.map(() => null)];
  const edges: Edge[][] = objects.map(() => []);
  const nodeOf = new Map<PyObject, number>();
  const node = (op: PyObject): number => {
    let n = nodeOf.get(op);
    if (n === undefined) {
      n = objects.length;
      nodeOf.set(op, n);
      objects.push(op);
      edges.push([]);
    }
    return n;
  };
  roots.visitInterpreterRoots((op) => edges[0]!.push({ to: node(op), kind: 'root', label: '' }));
  visitThreadReferences((op, what) => edges[0]!.push({ to: node(op), kind: 'root', label: what }));
  for (const [i, frame] of frames.entries()) {
    const own = edges[i + 1]!;
    if (frame.namespace !== null) own.push({ to: node(frame.namespace), kind: 'field', label: 'namespace' });
    const base = frame.frame.base;
    const fast = frame.code.co_localsplusnames.ob_item;
    for (const [at, name] of fast.entries()) {
      const value = frame.frame.localsplus[base + at];
      if (value != null) own.push({ to: node(value), kind: 'local', label: (name as PyObject & { str: string }).str });
    }
    for (const [at, value] of frame.stack.entries())
      if (value !== null) own.push({ to: node(value), kind: 'stack', label: at });
    own.push({ to: node(frame.code), kind: 'field', label: 'code' });
    own.push({ to: node(frame.frame.f_funcobj), kind: 'field', label: 'function' });
    if (frame.frame.frame_obj !== null)
      own.push({ to: node(frame.frame.frame_obj), kind: 'field', label: 'frame object' });
  }
  for (const generation of [...gcstate.generations.map((g) => g.head), gcstate.permanent]) {
    for (const op of gc_list_objects(generation)) node(op as PyObject);
  }
  if (roots.living !== null) for (const op of roots.living) if (op.ob_refcnt > 0) node(op);
  const firstObject = frames.length + 1;
  for (let n = firstObject; n < objects.length; n++) {
    const own = edges[n]!;
    visitEdges(objects[n]!, (op: PyObject | null, kind, label) => {
      // Parked in the middle of making or clearing it, an object may have fields that are empty.
      if (op !== null && op !== undefined) own.push({ to: node(op), kind, label });
    });
  }
  const graph = compress(edges);
  const rootNodes = Array.from({ length: firstObject }, (_v, i) => i);
  const alive = reachable(graph, rootNodes);
  const generation = new Int8Array(objects.length).fill(-1);
  for (const [g, head] of [...gcstate.generations.map((gen) => gen.head), gcstate.permanent].entries()) {
    for (const op of gc_list_objects(head)) generation[nodeOf.get(op as PyObject)!] = g;
  }
  const size = new Float64Array(objects.length);
  for (let n = firstObject; n < objects.length; n++) size[n] = roots.sizeOf(objects[n]!);
  let idom: Int32Array | null = null;
  let retained: Float64Array | null = null;
  /** The frames hang under the interpreter, so that one root dominates all. */
  const rooted = (): Graph => {
    const lists = edges.map((own) => own.map((edge) => edge.to));
    for (let i = 1; i < firstObject; i++) lists[0]!.push(i);
    return compress(lists.map((own) => own.map((to) => ({ to }))));
  };
  const snapshot: HeapSnapshot = {
    frames,
    objects,
    nodeOf,
    edges,
    graph,
    firstObject,
    alive,
    cycle: cycles(graph),
    generation,
    size,
    dominators: () => (idom ??= dominators(rooted(), 0)),
    retained: () => (retained ??= retainedSizes(graph, 0, snapshot.dominators(), size)),
  };
  return snapshot;
}

function compress(edges: readonly (readonly { readonly to: number }[])[]): Graph {
  const start = new Int32Array(edges.length + 1);
  for (const [i, own] of edges.entries()) start[i + 1] = start[i]! + own.length;
  const to = new Int32Array(start[edges.length]!);
  let at = 0;
  for (const own of edges) for (const edge of own) to[at++] = edge.to;
  return { size: edges.length, start, to };
}

/** The address `id()` shows. */
export function addressText(op: PyObject): string {
  return '0x' + addressOf(op.ob_addr, op.ob_type.presize).toString(16);
}

/** Whether an object was allocated by the program's run (not in the executable's static data). */
export function isHeapObject(op: PyObject): boolean {
  return !isStaticBlock(op.ob_addr) && !_Py_IsImmortal(op);
}
