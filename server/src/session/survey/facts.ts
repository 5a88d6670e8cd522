// What a survey of a run finds out for the analyses: plain data, no objects of the engine. Lines are 1-based; a step is
// one executed line of the user's file, counted from 0.

import type { Outcome } from '../program';

/** Where something happened. */
export interface At {
  step: number;
  line: number;
}

/** One reference on the way round a cycle. */
export interface CycleEdge {
  /** How the owner is called where the cycle was closed: `a`, `self.children`, or `Node #2`. */
  owner: string;
  /** Class name of the owner, and of what the reference goes to. */
  ownerType: string;
  targetType: string;
  /** How the reference is written after its owner: `.next`, `[0]`, `['k']`; empty for a step that has no text. */
  access: string;
  /** The attribute's name where the reference is an attribute of an instance of a class of the user's. */
  attribute: string | null;
  /** When this reference was last made before the cycle was found; null when that was not seen. */
  made: At | null;
}

/** Cycles that look alike and were closed at the same line, told by one of them. */
export interface CycleFact {
  edges: CycleEdge[];
  /** `a.next → b.prev → a`. */
  path: string;
  /** The cycle's members that have a name where it was closed, by variable name. */
  names: string[];
  /** How many there were, and their bytes with all that is in their circles. */
  count: number;
  bytes: number;
  closed: At | null;
  /** Nothing reached it any more from then on; null while it is reachable. */
  garbageSince: At | null;
  /** That was because a function ended, at this line of it. */
  functionEnd: At | null;
  state: 'reachable' | 'garbage' | 'collected';
  /** When the collector found it; only for state 'collected'. */
  collected: (At & { generation: number }) | null;
  /** Only functions and their cells: an inner function that calls itself. */
  functionsOnly: boolean;
  /** Serial numbers of the members on the way round. */
  serials: number[];
}

/** A class of the user's program, and its instances. */
export interface ClassFact {
  name: string;
  /** Of the class statement, where the type object was born. */
  line: number;
  peak: number;
  /** Steps at which the peak was first reached. */
  peakStep: number;
  made: number;
  /** Instances that are still there at the end. */
  left: number;
  /** Bytes of all instances' own blocks, allocator's headers included, and of their dictionaries, at the peak. */
  bytesAtPeak: number;
  hasDict: boolean;
  /** How many had a dictionary of their own (`__dict__`, `vars`, or too many attributes). */
  withDict: number;
  weaklyReferenced: boolean;
  /** How many instances had each attribute when they died or at the end, in the order first set. */
  attributes: Map<string, number>;
}

export interface FinalizerRun {
  className: string;
  serial: number;
  at: At;
  /** Called by the collector. */
  collecting: boolean;
  /** After the last line: while the interpreter shuts down. */
  atExit: boolean;
}

/** An object with a `__del__` that had not run when the program's last line was done. */
export interface Unfinalized {
  className: string;
  serial: number;
  reachable: boolean;
  /** Its name among the globals, if any. */
  name: string | null;
}

export interface DeadWeakref {
  at: At;
  /** `weakref`, `KeyedRef`, `WeakMethod`… */
  refType: string;
  targetType: string;
}

export interface ExportFact {
  at: At;
  /** What the user calls the object that could not be resized; its type. */
  name: string | null;
  type: string;
  /** An error was raised; otherwise one waits: the views are still there at the end. */
  raised: boolean;
  message: string;
  views: { name: string | null; type: string; born: At }[];
}

export interface DefaultFact {
  /** First line of the function's code object (its first decorator, if any), and its qualified name. */
  line: number;
  qualname: string;
  parameter: string;
  type: string;
  length: number;
  /** Calls that used the default, and those of them that found it changed by an earlier one. */
  calls: number;
  dirty: number;
}

/** A container that something long-lived holds at the end. */
export interface ContainerFact {
  serial: number;
  type: string;
  /** `cache`, `Registry.instances`, `f.__defaults__ (acc)`, `f`. */
  name: string;
  owner: 'global' | 'class' | 'default' | 'closure' | 'lru_cache';
  born: At;
  length: number;
  /** Bytes only it keeps alive. */
  kept: number;
  /** Type names of what it keeps alive, most first. */
  keeps: { type: string; count: number }[];
  /** Only for lru_cache: what cache_info() says, and whether keys hold a method's `self`. */
  info?: { hits: number; misses: number; maxsize: number; heldSelf: string | null };
}

/** What the program did with a container, from its birth to the end. */
export interface ContainerUse {
  serial: number;
  /** Additions made in functions: by line, how many and in how many different calls. */
  adds: { line: number; count: number; calls: number }[];
  /** Additions made by code that runs once (the module, a class body). */
  moduleAdds: number;
  removals: number;
  /** It was looped over, passed on, printed, indexed: anything but adding, measuring and looking for a key. */
  reads: number;
  hits: number;
  misses: number;
}

export interface RefcountFact {
  at: At;
  /** Which call of the line, in the order of execution. */
  index: number;
  type: string;
  shown: number;
  immortal: boolean;
  holders: string[];
  /** References that the list of holders does not name. */
  others: number;
}

export interface Facts {
  outcome: Outcome;
  output: string;
  failed: boolean;
  steps: number;
  /** How often each line ran. */
  times: ReadonlyMap<number, number>;
  cycles: CycleFact[];
  classes: ClassFact[];
  finalizers: FinalizerRun[];
  unfinalized: Unfinalized[];
  deadWeakrefs: DeadWeakref[];
  exports: ExportFact[];
  defaults: DefaultFact[];
  containers: ContainerFact[];
  uses: ContainerUse[];
  refcounts: RefcountFact[];
}
