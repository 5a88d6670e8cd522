// A heap report: what a run did with memory up to a step. Plain data; what `--report json` prints and *Export Report*
// writes. Lines are 1-based, a step is one executed line of the user's file, counted from 0. Bytes of objects are those
// of sys.getsizeof; bytes of blocks are those asked of the allocator, as tracemalloc counts.

export interface ReportAt {
  step: number;
  line: number;
}

/** Who let an object go: its last reference went, the collector found it, or the interpreter ended. */
export type DeathCause = 'reference' | 'collector' | 'exit';

export interface ReportType {
  type: string;
  objects: number;
  bytes: number;
  /** With all that only they keep alive. */
  retained: number;
}

/** A line of the program's file. */
export interface ReportLine {
  line: number;
  text: string;
  /** How often it was run. */
  times: number;
  /** Objects made while it ran, also by functions of the library that it called; those of them that live. */
  made: number;
  alive: number;
  /** Blocks it asked for: how many, their bytes, and what of them is still in use (tracemalloc's count and size). */
  blocks: number;
  blockBytes: number;
  heldBlocks: number;
  heldBytes: number;
  /** Objects whose last reference went here. */
  freed: number;
}

/** Objects that went at one line for one reason. */
export interface ReportFreed {
  line: number;
  cause: DeathCause;
  /** What the line was doing, in words; empty where it is not known. */
  by: string;
  objects: number;
  bytes: number;
  first: ReportAt;
  types: { type: string; objects: number; bytes: number }[];
}

/** An instance of a class of the program's, from its birth to its death. */
export interface ReportLife {
  serial: number;
  type: string;
  born: ReportAt;
  /** Null while it lives. */
  died: (ReportAt & { cause: DeathCause; by: string }) | null;
  finalized: boolean;
}

export interface ReportCycle {
  /** `a.next → b.prev → a`. */
  path: string;
  count: number;
  bytes: number;
  state: 'reachable' | 'garbage' | 'collected';
  closed: ReportAt | null;
  garbageSince: ReportAt | null;
  collected: (ReportAt & { generation: number }) | null;
  edges: { text: string; made: ReportAt | null }[];
}

export interface ReportCollection {
  step: number;
  line: number;
  generation: number;
  reason: 'asked' | 'threshold' | 'exit';
  examined: number;
  /** Unreachable objects that were freed; those that could not be. gc.collect() returns the sum. */
  collected: number;
  uncollectable: number;
  freedBytes: number;
  finalizers: number;
}

export interface ReportCallback {
  kind: 'finalizer' | 'callback';
  /** `Node.__del__`, `on_death`. */
  name: string;
  /** The object it was called for; 0 where that is not known. */
  serial: number;
  at: ReportAt;
  cause: DeathCause;
}

export interface ReportRetainer {
  serial: number;
  type: string;
  title: string;
  /** The variable that names it, where one does. */
  name: string;
  bytes: number;
  retained: number;
}

export interface ReportPymalloc {
  arenas: number;
  arenaBytes: number;
  pools: number;
  poolsFree: number;
  blocks: number;
  blockBytes: number;
  /** Blocks and bytes more than before the program's first line. */
  grownBlocks: number;
  grownBytes: number;
  largeBlocks: number;
  largeBytes: number;
  /** By size of block, only those in use. */
  classes: { blockSize: number; pools: number; used: number; free: number }[];
  /** Dead objects' blocks kept for the next of their kind. */
  freeLists: { name: string; blocks: number; limit: number; bytes: number }[];
}

export interface HeapReport {
  version: 1;
  file: string;
  python: '3.13';
  step: number;
  steps: number;
  /** The program is shown at its end. */
  ended: boolean;
  /** How the run ended, in words; empty when it just came to its end with exit code 0. */
  outcome: string;
  summary: {
    linesRun: number;
    differentLines: number;
    made: number;
    freedByReference: number;
    freedByCollector: number;
    /** Made and not freed: what the status bar counts. */
    left: number;
    /** Of those, without what each class, function and module consists of; and constants that names hold. */
    alive: number;
    aliveBytes: number;
    garbage: number;
    garbageBytes: number;
    libraryAlive: number;
    libraryBytes: number;
    peakBytes: number;
    peak: ReportAt | null;
    collections: [number, number, number];
    found: number;
    uncollectable: number;
  };
  types: { own: ReportType[]; library: ReportType[] };
  lines: ReportLine[];
  freed: ReportFreed[];
  lives: ReportLife[];
  /** Instances made beyond those. */
  livesOmitted: number;
  cycles: ReportCycle[];
  collections: ReportCollection[];
  callbacks: ReportCallback[];
  retainers: ReportRetainer[];
  pymalloc: ReportPymalloc;
  /** While the interpreter shuts down, after the program's last line; null where the program is not at its end. */
  exit: { freed: ReportFreed[]; callbacks: ReportCallback[]; collections: ReportCollection[] } | null;
}
