// The cycle collector. Follows Python/gc.c, CPython 3.13.0 (generational, not incremental), step by step and in list
// order, because the order is what programs see: of finalizers, callbacks and deaths.

import type { Generation } from './gclists';
import { gc_list_new, gcstate } from './gclists';
import type { HeapObject } from './header';
import { GC_COLLECTING, GC_FINALIZED, GC_UNREACHABLE } from './header';
import { bytesInUse } from './obmalloc';
import { Py_DECREF, Py_INCREF } from './refcount';
import type { CollectionReason } from './runtime';
import { heapObserver } from './runtime';

/**
 * How many more objects live through a full collection in a CPython 3.13.0 that has just started a script than in ours,
 * whose import system is no Python code. The rule that full collections wait for a quarter of new objects counts them.
 */
const STARTUP_OBJECTS = 2704;

export const DEBUG_STATS = 1;
export const DEBUG_COLLECTABLE = 2;
export const DEBUG_UNCOLLECTABLE = 4;
export const DEBUG_SAVEALL = 32;
export const DEBUG_LEAK = DEBUG_COLLECTABLE | DEBUG_UNCOLLECTABLE | DEBUG_SAVEALL;

/** What the collector needs of Python objects; objects/ provides it when an interpreter starts. */
export interface GCClient {
  isWeakref(op: HeapObject): boolean;
  supportsWeakrefs(op: HeapObject): boolean;
  /** First weak reference to `op`, or null. */
  firstWeakref(op: HeapObject): HeapObject | null;
  /** _PyWeakref_ClearRef: unlinks, keeps the callback. */
  clearWeakref(ref: HeapObject): void;
  callbackOf(ref: HeapObject): HeapObject | null;
  /** Calls `ref`'s callback with it; errors go to sys.unraisablehook. */
  runCallback(ref: HeapObject): void;
  /** tp_finalize, with any exception reported as unraisable. */
  finalize(op: HeapObject): void;
  /** tp_clear, likewise. */
  clear(op: HeapObject): void;
  /** Appends to gc.garbage. */
  appendGarbage(op: HeapObject): void;
  maybeUntrackTuple(op: HeapObject): void;
  maybeUntrackDict(op: HeapObject): void;
  isTuple(op: HeapObject): boolean;
  isDict(op: HeapObject): boolean;
  /** Empties all free lists (full collections only). */
  clearFreeLists(): void;
  /** One line of DEBUG_* output to sys.stderr. */
  debugLine(text: string): void;
  describe(op: HeapObject): string;
  /** The callbacks in gc.callbacks. */
  invokeCallbacks(phase: 'start' | 'stop', generation: number, collected: number, uncollectable: number): void;
}

let client: GCClient;
export function setGCClient(c: GCClient): void {
  client = c;
}

let reason: CollectionReason = 'asked';
let finalizersRun = 0;

/** Watches a collection from inside: how a viewer plays it back. Calls come between the steps, in their order. */
export interface GCObserver {
  begin(generation: number, objects: HeapObject[], reason: CollectionReason): void;
  /** After update_refs: `gc_refs` holds each object's count. */
  updatedRefs(): void;
  /** After subtract_refs: `gc_refs` holds what comes from outside. */
  subtractedRefs(): void;
  /** After move_unreachable. */
  separated(reachable: HeapObject[], unreachable: HeapObject[]): void;
  /** A weak reference to garbage is about to be cleared. */
  weakrefCleared?(ref: HeapObject): void;
  weakrefsHandled(unreachable: HeapObject[]): void;
  /** tp_finalize of one is about to run; and it has. */
  finalizing?(op: HeapObject): void;
  finalizedOne?(op: HeapObject): void;
  finalized(unreachable: HeapObject[]): void;
  /** What goes on to be cleared. */
  clearing(doomed: HeapObject[]): void;
  /** tp_clear of one is about to run: it and what falls with it die before the next. */
  clearingOne?(op: HeapObject): void;
  done(collected: number, uncollectable: number): void;
}
let observer: GCObserver | null = null;
export function setGCObserver(o: GCObserver | null): void {
  observer = o;
}

// Lists.

function gc_list_is_empty(list: HeapObject): boolean {
  return list.gc_next === list;
}
function gc_list_append(node: HeapObject, list: HeapObject): void {
  const last = list.gc_prev!;
  node.gc_prev = last;
  node.gc_next = list;
  last.gc_next = node;
  list.gc_prev = node;
}
function unlink(node: HeapObject): void {
  node.gc_prev!.gc_next = node.gc_next;
  node.gc_next!.gc_prev = node.gc_prev;
}
function gc_list_move(node: HeapObject, list: HeapObject): void {
  unlink(node);
  gc_list_append(node, list);
}
export function gc_list_merge(from: HeapObject, to: HeapObject): void {
  if (from === to || gc_list_is_empty(from)) return;
  const tail = to.gc_prev!;
  const fromHead = from.gc_next!;
  const fromTail = from.gc_prev!;
  tail.gc_next = fromHead;
  fromHead.gc_prev = tail;
  fromTail.gc_next = to;
  to.gc_prev = fromTail;
  from.gc_next = from;
  from.gc_prev = from;
}
export function gc_list_size(list: HeapObject): number {
  let n = 0;
  for (let op = list.gc_next!; op !== list; op = op.gc_next!) n++;
  return n;
}
/** The objects of a list, in order. */
export function gc_list_objects(list: HeapObject): HeapObject[] {
  const all: HeapObject[] = [];
  for (let op = list.gc_next!; op !== list; op = op.gc_next!) all.push(op);
  return all;
}

// Finding what is unreachable.

function update_refs(containers: HeapObject): void {
  for (let op = containers.gc_next!; op !== containers; op = op.gc_next!) {
    op.gc_refs = op.ob_refcnt;
    op.gc_flags = (op.gc_flags & GC_FINALIZED) | GC_COLLECTING;
  }
}

function visit_decref(op: HeapObject): void {
  // Static types and atoms have no gc fields: their gc_flags are undefined and the test fails.
  if ((op.gc_flags & GC_COLLECTING) !== 0) op.gc_refs--;
}

function subtract_refs(containers: HeapObject): void {
  for (let op = containers.gc_next!; op !== containers; op = op.gc_next!)
    op.ob_type.tp_traverse!(op as never, visit_decref);
}

let reachableList: HeapObject;
function visit_reachable(op: HeapObject): void {
  const flags = op.gc_flags;
  // Untracked, or in an older generation: nothing to do.
  if ((flags & GC_COLLECTING) === 0) return;
  if ((flags & GC_UNREACHABLE) !== 0) {
    // Set aside too early: back to the end of the list being scanned, so that it is scanned too.
    unlink(op);
    op.gc_flags = flags & ~GC_UNREACHABLE;
    gc_list_append(op, reachableList);
    op.gc_refs = 1;
  } else if (op.gc_refs === 0) {
    op.gc_refs = 1;
  }
}

/** Scans `young` in order: what has outside references stays and marks its referents; the rest moves to `unreachable`. */
function move_unreachable(young: HeapObject, unreachable: HeapObject): void {
  reachableList = young;
  let op = young.gc_next!;
  while (op !== young) {
    if (op.gc_refs !== 0) {
      op.ob_type.tp_traverse!(op as never, visit_reachable);
      const next = op.gc_next!;
      op.gc_flags &= ~GC_COLLECTING;
      op = next;
    } else {
      const next = op.gc_next!;
      unlink(op);
      gc_list_append(op, unreachable);
      op.gc_flags |= GC_UNREACHABLE;
      op = next;
    }
  }
}

function clear_unreachable_mask(unreachable: HeapObject): void {
  for (let op = unreachable.gc_next!; op !== unreachable; op = op.gc_next!) op.gc_flags &= ~GC_UNREACHABLE;
}

/** Splits `base` into what stays and `unreachable` (both keep COLLECTING only on the latter). */
function deduce_unreachable(base: HeapObject, unreachable: HeapObject): void {
  update_refs(base);
  if (observer !== null) observer.updatedRefs();
  subtract_refs(base);
  if (observer !== null) observer.subtractedRefs();
  move_unreachable(base, unreachable);
}

function untrack_tuples(head: HeapObject): void {
  for (let op = head.gc_next!; op !== head;) {
    const next = op.gc_next!;
    if (client.isTuple(op)) client.maybeUntrackTuple(op);
    op = next;
  }
}
function untrack_dicts(head: HeapObject): void {
  for (let op = head.gc_next!; op !== head;) {
    const next = op.gc_next!;
    if (client.isDict(op)) client.maybeUntrackDict(op);
    op = next;
  }
}

/** Objects with the old tp_del: none of ours, but a type may be given one; kept as C has it. */
function move_legacy_finalizers(unreachable: HeapObject, finalizers: HeapObject): void {
  for (let op = unreachable.gc_next!; op !== unreachable;) {
    const next = op.gc_next!;
    op.gc_flags &= ~GC_UNREACHABLE;
    if (op.ob_type.tp_del !== null) {
      op.gc_flags &= ~GC_COLLECTING;
      gc_list_move(op, finalizers);
    }
    op = next;
  }
}
function move_legacy_finalizer_reachable(finalizers: HeapObject): void {
  const visit = (op: HeapObject): void => {
    if ((op.gc_flags & GC_COLLECTING) !== 0) {
      op.gc_flags &= ~GC_COLLECTING;
      gc_list_move(op, finalizers);
    }
  };
  for (let op = finalizers.gc_next!; op !== finalizers; op = op.gc_next!) op.ob_type.tp_traverse!(op as never, visit);
}

/** Clears the weak references to garbage, then runs the callbacks of those that are not garbage themselves. */
function handle_weakrefs(unreachable: HeapObject, old: HeapObject): number {
  const toCall = gc_list_new();
  for (let op = unreachable.gc_next!; op !== unreachable;) {
    const next = op.gc_next!;
    if (client.isWeakref(op)) {
      if (observer !== null) observer.weakrefCleared?.(op);
      client.clearWeakref(op);
    }
    if (client.supportsWeakrefs(op)) {
      for (let ref = client.firstWeakref(op); ref !== null; ref = client.firstWeakref(op)) {
        if (observer !== null) observer.weakrefCleared?.(ref);
        client.clearWeakref(ref);
        if (client.callbackOf(ref) === null) continue;
        // A reference that is garbage too never calls back.
        if ((ref.gc_flags & GC_COLLECTING) !== 0) continue;
        Py_INCREF(ref);
        gc_list_move(ref, toCall);
      }
    }
    op = next;
  }
  let freed = 0;
  while (!gc_list_is_empty(toCall)) {
    const ref = toCall.gc_next!;
    client.runCallback(ref);
    Py_DECREF(ref);
    if (toCall.gc_next === ref) gc_list_move(ref, old);
    else freed++;
  }
  return freed;
}

/** Runs each finalizer once, in list order. */
function finalize_garbage(collectable: HeapObject): void {
  const seen = gc_list_new();
  while (!gc_list_is_empty(collectable)) {
    const op = collectable.gc_next!;
    gc_list_move(op, seen);
    if ((op.gc_flags & GC_FINALIZED) === 0 && op.ob_type.tp_finalize !== null) {
      op.gc_flags |= GC_FINALIZED;
      Py_INCREF(op);
      finalizersRun++;
      if (observer !== null) observer.finalizing?.(op);
      client.finalize(op);
      if (observer !== null) observer.finalizedOne?.(op);
      Py_DECREF(op);
    }
  }
  gc_list_merge(seen, collectable);
}

/** Looks again after finalizers ran: what came back to life goes to `old`, the rest to `still_unreachable`. */
function handle_resurrected_objects(unreachable: HeapObject, still_unreachable: HeapObject, old: HeapObject): void {
  for (let op = unreachable.gc_next!; op !== unreachable; op = op.gc_next!) op.gc_flags &= ~GC_COLLECTING;
  const watching = observer;
  observer = null;
  deduce_unreachable(unreachable, still_unreachable);
  observer = watching;
  clear_unreachable_mask(still_unreachable);
  gc_list_merge(unreachable, old);
}

function delete_garbage(collectable: HeapObject, old: HeapObject): void {
  while (!gc_list_is_empty(collectable)) {
    const op = collectable.gc_next!;
    if (observer !== null) observer.clearingOne?.(op);
    if ((gcstate.debug & DEBUG_SAVEALL) !== 0) {
      client.appendGarbage(op);
    } else if (op.ob_type.tp_clear !== null) {
      Py_INCREF(op);
      client.clear(op);
      Py_DECREF(op);
    }
    if (collectable.gc_next === op) {
      op.gc_flags &= ~GC_COLLECTING;
      gc_list_move(op, old);
    }
  }
}

/** gc_collect_main. Returns collected + uncollectable. */
function gc_collect_main(generation: number): { collected: number; uncollectable: number } {
  const gens = gcstate.generations;
  if ((gcstate.debug & DEBUG_STATS) !== 0) {
    client.debugLine(`gc: collecting generation ${generation}...`);
    client.debugLine(`gc: objects in each generation: ${gens.map((g) => gc_list_size(g.head)).join(' ')}`);
    client.debugLine(`gc: objects in permanent generation: ${gc_list_size(gcstate.permanent)}`);
  }
  if (generation + 1 < gens.length) gens[generation + 1]!.count++;
  for (let i = 0; i <= generation; i++) gens[i]!.count = 0;
  for (let i = 0; i < generation; i++) gc_list_merge(gens[i]!.head, gens[generation]!.head);
  const young = gens[generation]!.head;
  const old = generation < gens.length - 1 ? gens[generation + 1]!.head : young;
  const examined = heapObserver === null ? 0 : gc_list_size(young);
  const bytesBefore = bytesInUse();
  finalizersRun = 0;
  if (heapObserver !== null) heapObserver.collecting?.();
  if (observer !== null) observer.begin(generation, gc_list_objects(young), reason);

  const unreachable = gc_list_new();
  deduce_unreachable(young, unreachable);
  if (observer !== null) observer.separated(gc_list_objects(young), gc_list_objects(unreachable));
  untrack_tuples(young);
  if (young !== old) {
    if (generation === gens.length - 2) gcstate.long_lived_pending += gc_list_size(young);
    gc_list_merge(young, old);
  } else {
    untrack_dicts(young);
    gcstate.long_lived_pending = 0;
    gcstate.long_lived_total = gc_list_size(young) + STARTUP_OBJECTS;
  }

  const finalizers = gc_list_new();
  move_legacy_finalizers(unreachable, finalizers);
  move_legacy_finalizer_reachable(finalizers);
  if ((gcstate.debug & DEBUG_COLLECTABLE) !== 0) {
    for (let op = unreachable.gc_next!; op !== unreachable; op = op.gc_next!)
      client.debugLine(`gc: collectable ${client.describe(op)}`);
  }

  let collected = handle_weakrefs(unreachable, old);
  if (observer !== null) observer.weakrefsHandled(gc_list_objects(unreachable));
  finalize_garbage(unreachable);
  if (observer !== null) observer.finalized(gc_list_objects(unreachable));
  const final_unreachable = gc_list_new();
  handle_resurrected_objects(unreachable, final_unreachable, old);
  if (observer !== null) observer.clearing(gc_list_objects(final_unreachable));
  collected += gc_list_size(final_unreachable);
  delete_garbage(final_unreachable, old);

  let uncollectable = 0;
  for (let op = finalizers.gc_next!; op !== finalizers; op = op.gc_next!) {
    uncollectable++;
    if ((gcstate.debug & DEBUG_UNCOLLECTABLE) !== 0) client.debugLine(`gc: uncollectable ${client.describe(op)}`);
  }
  if ((gcstate.debug & DEBUG_STATS) !== 0) {
    client.debugLine(
      `gc: done, ${collected + uncollectable} unreachable, ${uncollectable} uncollectable, 0.0000s elapsed`,
    );
  }
  for (let op = finalizers.gc_next!; op !== finalizers; op = op.gc_next!) {
    if ((gcstate.debug & DEBUG_SAVEALL) !== 0 || op.ob_type.tp_del !== null) client.appendGarbage(op);
  }
  gc_list_merge(finalizers, old);
  if (generation === gens.length - 1) client.clearFreeLists();
  const stats = gcstate.stats[generation]!;
  stats.collections++;
  stats.collected += collected;
  stats.uncollectable += uncollectable;
  if (observer !== null) observer.done(collected, uncollectable);
  if (heapObserver?.collected !== undefined) {
    const freedBytes = Math.max(0, bytesBefore - bytesInUse());
    heapObserver.collected({
      generation,
      reason,
      examined,
      collected,
      uncollectable,
      finalizers: finalizersRun,
      freedBytes,
    });
  }
  return { collected, uncollectable };
}

function gc_collect_with_callback(generation: number): number {
  client.invokeCallbacks('start', generation, 0, 0);
  const { collected, uncollectable } = gc_collect_main(generation);
  client.invokeCallbacks('stop', generation, collected, uncollectable);
  return collected + uncollectable;
}

/** gc.collect(generation): what it returns. 0 while a collection is under way. */
export function gc_collect(generation: number): number {
  if (gcstate.collecting) return 0;
  gcstate.collecting = true;
  reason = 'asked';
  const n = gc_collect_with_callback(generation);
  gcstate.collecting = false;
  return n;
}

/** An automatic run: the oldest generation whose count is over its threshold, the full one only past the 25 % rule. */
export function _Py_RunGC(): void {
  if (gcstate.collecting) return;
  gcstate.collecting = true;
  reason = 'threshold';
  const gens: Generation[] = gcstate.generations;
  for (let i = gens.length - 1; i >= 0; i--) {
    if (gens[i]!.count <= gens[i]!.threshold) continue;
    if (i === gens.length - 1 && gcstate.long_lived_pending < Math.floor(gcstate.long_lived_total / 4)) continue;
    gc_collect_with_callback(i);
    break;
  }
  gcstate.collecting = false;
}

/** _PyGC_CollectNoFail: the full collections at interpreter exit; no callbacks. */
export function _PyGC_CollectNoFail(): number {
  if (gcstate.collecting) return 0;
  gcstate.collecting = true;
  reason = 'exit';
  const { collected, uncollectable } = gc_collect_main(gcstate.generations.length - 1);
  gcstate.collecting = false;
  return collected + uncollectable;
}

/** PyGC_Collect as Py_FinalizeEx uses it: a full collection if gc is enabled. */
export function PyGC_Collect(): number {
  if (!gcstate.enabled || gcstate.collecting) return 0;
  gcstate.collecting = true;
  reason = 'exit';
  const n = gc_collect_with_callback(gcstate.generations.length - 1);
  gcstate.collecting = false;
  return n;
}

export function gc_freeze(): void {
  for (const gen of gcstate.generations) {
    gc_list_merge(gen.head, gcstate.permanent);
    gen.count = 0;
  }
}
export function gc_unfreeze(): void {
  gc_list_merge(gcstate.permanent, gcstate.generations[gcstate.generations.length - 1]!.head);
}

/** Every object in the collector's lists, youngest generation first, permanent last. */
export function* trackedObjects(): Iterable<HeapObject> {
  for (const head of [...gcstate.generations.map((g) => g.head), gcstate.permanent]) {
    for (let op = head.gc_next!; op !== head; op = op.gc_next!) yield op;
  }
}

/** The generation `op` is in (0, 1, 2), 3 for permanent, −1 untracked. Walks the lists. */
export function generationOf(op: HeapObject): number {
  if (op.gc_next === null || op.gc_next === undefined) return -1;
  let node = op.gc_next;
  const heads = [...gcstate.generations.map((g) => g.head), gcstate.permanent];
  while (node !== op) {
    const at = heads.indexOf(node);
    if (at >= 0) return at;
    node = node.gc_next!;
  }
  return -1;
}
