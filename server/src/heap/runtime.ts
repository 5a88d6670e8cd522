// One simulated interpreter lives in a JavaScript realm at a time, as one does in a CPython process. Module-level
// mutable state is therefore allowed below vm/, on one condition: it is put back to its start by a handler registered
// here, so that a replay in the same realm begins exactly as a fresh process would.

const resetHandlers: (() => void)[] = [];

/** Registers `reset`, and runs it once at once: state is declared and initialised in one place. */
export function onRuntimeReset(reset: () => void): void {
  resetHandlers.push(reset);
  reset();
}

/** Forgets the interpreter that ran here before. Called by Py_Initialize before anything else. */
export function resetRuntime(): void {
  for (const reset of resetHandlers) reset();
}

/** Why a collection runs: gc.collect() was called, a generation's count passed its threshold, the interpreter ends. */
export type CollectionReason = 'asked' | 'threshold' | 'exit';

/** A collection in numbers. */
export interface CollectionNote {
  readonly generation: number;
  readonly reason: CollectionReason;
  /** Objects in the generations it looked at. */
  readonly examined: number;
  readonly collected: number;
  readonly uncollectable: number;
  /** How many finalizers it called. */
  readonly finalizers: number;
  /** Bytes in use before less those after. */
  readonly freedBytes: number;
}

/**
 * What a viewer may listen to. Null in an ordinary run: each call site tests for null only, and listeners must not
 * change anything the program can see.
 */
export interface HeapObserver {
  /** `op` has just been given its block. */
  born(op: object): void;
  /** `op` is about to be deallocated: its count has reached zero, or the collector lets it go. */
  dying(op: object): void;
  /** A block was handed out or given back. Addresses in granules, sizes in bytes. */
  allocated?(addr: number, nbytes: number): void;
  released?(addr: number): void;
  /** A weak reference's callback is about to be called. */
  callback?(ref: object): void;
  /** An exception that nobody could catch is about to be reported (sys.unraisablehook). */
  unraisable?(exception: object): void;
  /** A collection begins. */
  collecting?(): void;
  /** A collection is over. */
  collected?(collection: CollectionNote): void;
}

export let heapObserver: HeapObserver | null = null;
export function setHeapObserver(observer: HeapObserver | null): void {
  heapObserver = observer;
}

/** What tracemalloc hooks into: blocks in granules, sizes in bytes as they were asked for. */
export interface BlockTracer {
  allocated(block: number, nbytes: number): void;
  released(block: number): void;
  /** A block was resized, and perhaps moved. */
  moved(from: number, to: number, nbytes: number): void;
  /** A free list handed out an object that has kept its block. */
  reused(block: number): void;
}
/** The program's own doing (tracemalloc.start()); null otherwise. */
export let blockTracer: BlockTracer | null = null;
export function setBlockTracer(tracer: BlockTracer | null): void {
  blockTracer = tracer;
}

/** A limit of the sandbox was reached (memory, instructions, time). Not a Python exception: it ends the run. */
export class BudgetExhausted extends Error {
  constructor(
    readonly budget: 'memory' | 'instructions' | 'time' | 'output',
    message: string,
  ) {
    super(message);
  }
}

/** The program reached something the simulation does not do. Ends the run; nothing is made up. */
export class Unsupported extends Error {
  constructor(readonly feature: string) {
    super(`not supported: ${feature}`);
  }
}

/** Ends the run with a clear message at the current line. Never returns. */
export function unsupported(feature: string): never {
  throw new Unsupported(feature);
}
