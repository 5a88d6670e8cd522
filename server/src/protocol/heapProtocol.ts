/**
 * The heap view's protocol: what the view may ask about a parked program, and what it is told.
 *
 * Types only. Nothing is imported, so the server, the extension host and the view's bundle can all read it.
 * Everything that crosses is plain data: no class instances, no bigint, no Map, no cycles. Ids and addresses are
 * strings; long lists are paged; bulk data are `Bulk` columns.
 *
 * Way of a question: view --(vscode-messenger request `heap/<name>`)--> extension host --(LSP custom request of the
 * same name)--> server --> session. The host forwards params and replies untouched, except for `HostCall`s, which it
 * answers itself (they need the editor). Every request gets a `Reply`, also when the provider throws.
 *
 * A *step* is one executed line, counted from 0. State at step k is the program parked just before line event k; the
 * last state, k = steps, is the end of the run (all lines done, nothing torn down yet).
 */

/** Raised whenever a message changes its meaning. The view sends its number first; others are answered `protocol`. */
export type HeapProtocolVersion = 1;

// ---------------------------------------------------------------------------------------------------------------
// Basics

/**
 * An object's serial number in order of birth, as a decimal string ("1", "2", …; below 2^53). Unlike an address it
 * is never used twice in a run, and replay gives the same number again, so a position on screen can belong to it.
 */
export type ObjectId = string;
/** A frame's id: "f" and a serial number of the call. Never reused in a run. */
export type FrameId = string;
/** Address as Python's hex(id(x)) prints it: "0x7f3a5c010030". */
export type Address = string;
/** Changes with every new run (edit, restart, other version). Answers about an old run are `err: stale`. */
export type RunId = string;
export type Generation = 0 | 1 | 2;

export type ErrorCode = 'stale' | 'noRun' | 'notFound' | 'protocol' | 'badRequest' | 'busy' | 'internal';
export interface HeapError {
  readonly code: ErrorCode;
  readonly message: string;
}
export type Reply<T> = { readonly ok: T } | { readonly err: HeapError };

export interface Page<T> {
  readonly items: readonly T[];
  readonly start: number;
  readonly total: number;
}
export interface PageQuery {
  readonly start: number;
  readonly count: number;
}

/**
 * One column of numbers. Where the transport keeps typed arrays (postMessage, webviews) they are sent as they are;
 * where it is JSON (LSP over stdio) `base64` holds the same bytes, little-endian. Readers accept both.
 */
export type Bulk<K extends BulkKind = BulkKind> = BulkArray[K] | { readonly kind: K; readonly base64: string };
export type BulkKind = 'u8' | 'u16' | 'u32' | 'f64';
export interface BulkArray {
  u8: Uint8Array;
  u16: Uint16Array;
  u32: Uint32Array;
  f64: Float64Array;
}

// ---------------------------------------------------------------------------------------------------------------
// The run

export type RunState = 'running' | 'parked' | 'failed' | 'budget' | 'none';

export interface RunInfo {
  readonly run: RunId;
  readonly uri: string;
  /** Last part of the path, for titles. */
  readonly fileName: string;
  readonly documentVersion: number;
  /** "3.13". */
  readonly python: string;
  readonly state: RunState;
  /** Steps known so far; the last one to go to is `steps` (the end). */
  readonly steps: number;
  /** The step shown now. */
  readonly step: number;
  /** When stepping by instruction: how many instructions of the step's line are done. Absent at the line's beginning. */
  readonly instruction?: number;
  /** For `failed` and `budget`: what happened, in a sentence, and where. */
  readonly message?: string;
  readonly messageLine?: number;
  /** The marked step that growth is measured from. */
  readonly mark?: number;
}

/** One step in words and numbers. */
export interface StepInfo {
  readonly step: number;
  /** As in RunInfo: what is shown is the state before this instruction of the line. */
  readonly instruction?: number;
  /** 1-based line about to run at this step, with its text; 0 at the end of the run. */
  readonly line: number;
  readonly source: string;
  readonly functionName: string;
  /** What the line that led here did, as a sentence: "del old freed Node #41 and its list." */
  readonly sentence: string;
  /** The program's own objects and their bytes: neither the interpreter's nor what imports made. */
  readonly objects: number;
  readonly bytes: number;
  /** Objects nothing can reach any more that wait for the collector. */
  readonly garbage: number;
}

// ---------------------------------------------------------------------------------------------------------------
// Objects at a step

export type ObjectShape =
  /** Labelled rows: instance attributes, dict items, cells, a function's parts. */
  | 'rows'
  /** A sequence or set: cells without names of their own (label = index, or empty for sets). */
  | 'sequence'
  /** Nothing inside, or only text: a str, a function without closure. */
  | 'leaf';

export type CellKind =
  /** A counted reference to an object of the view. */
  | 'ref'
  /** A counted reference to an object shown as text only (int, str, None, … or left out by the query). */
  | 'atom'
  /** Not counted: what a weakref or proxy points to. Text says so when dead. */
  | 'weak'
  /** A slot or local without a value. */
  | 'empty';

export type AtomKind = 'number' | 'string' | 'keyword' | 'other';

export interface HeapCell {
  /** "next", "'a'", "[0]": as Python would write the access, without the object. Empty for set members. */
  readonly label: string;
  readonly kind: CellKind;
  /** Of `ref` and `weak`: the target. Of `atom`: its id, where known. */
  readonly target?: ObjectId;
  /** Of `atom`: short repr (the provider cuts it to 40 characters). */
  readonly text?: string;
  readonly atom?: AtomKind;
  /** This reference did not exist at the step before. */
  readonly isNew?: boolean;
}

export interface HeapObject {
  readonly id: ObjectId;
  readonly typeName: string;
  readonly address: Address;
  readonly shape: ObjectShape;
  /** Short repr or name: "class Node", "LRU.put", "'Least rec…'". Empty where cells say it all. */
  readonly title: string;
  /** -1 for immortal. */
  readonly refcount: number;
  /** Change of refcount at this step. */
  readonly delta: number;
  /** References held by what this view does not show (C roots, the interpreter, left-out objects). */
  readonly hidden: number;
  /** null: not tracked by the collector. */
  readonly generation: Generation | null;
  /** sys.getsizeof. */
  readonly size: number;
  /** Bytes that would go with it: its dominator subtree. */
  readonly retained: number;
  /** Nearest object or frame that all paths from the roots go through; '' when that is no single one. */
  readonly dominator: ObjectId | FrameId | '';
  readonly birthStep: number;
  /** 1-based; 0 when made before the program's first line. */
  readonly birthLine: number;
  /** Strongly connected component with more than one member (or a self reference), numbered from 1; 0: in none. */
  readonly cycle: number;
  readonly flags: ObjectFlags;
  readonly cells: readonly HeapCell[];
  /** How many cells there are, when `cells` was cut. */
  readonly cellTotal: number;
}

export interface ObjectFlags {
  readonly isNew: boolean;
  /** Died at this step. It is sent once more with what it last held, as a ghost. */
  readonly freed: boolean;
  /** Unreachable, not freed. */
  readonly garbage: boolean;
  /** Belongs to the library or the interpreter rather than to the user's program. */
  readonly library: boolean;
  /** An int, str, … that the view would rather draw inside the cell that holds it. */
  readonly atom: boolean;
  /** Title, cells or their targets changed at this step (besides refcount). */
  readonly changed: boolean;
}

export interface HeapFrame {
  readonly id: FrameId;
  readonly name: string;
  readonly line: number;
  /** The one that runs; others wait for it. */
  readonly active: boolean;
  readonly isNew: boolean;
  /** How many names it can ever have (co_nlocalsplus), so that room can be kept; 0 unknown. */
  readonly capacity: number;
  readonly names: readonly HeapCell[];
  /** Operand stack entries that hold references just now, bottom first. */
  readonly stack: readonly HeapCell[];
}

/** What was too much to send one by one. */
export interface RestGroup {
  readonly dominator: ObjectId | FrameId | '';
  readonly typeName: string;
  readonly count: number;
  readonly bytes: number;
}

export interface ViewQuery {
  readonly run: RunId;
  readonly step: number;
  /** `mine`: what the program made. `all`: modules, builtins, code constants too. */
  readonly scope: 'mine' | 'all';
  readonly atoms: 'inline' | 'objects';
  /** Send at most so many; prefer new, changed, near the frames, large. The remainder comes as `rest`. */
  readonly maxObjects: number;
  readonly maxCells: number;
  /** Send these in any case (unfolded, focused or pinned by the user). */
  readonly include: readonly ObjectId[];
  /** The view still has this step of this run with the same scope, atoms and limits: a delta may be sent. */
  readonly since?: number;
}

/** The decoded form; `heapCodec.ts` turns it into `HeapViewWire` and back. */
export interface HeapView {
  readonly run: RunId;
  readonly info: StepInfo;
  /** Outermost first. */
  readonly frames: readonly HeapFrame[];
  /** In order of id. */
  readonly objects: readonly HeapObject[];
  readonly rest: readonly RestGroup[];
  /** Set in a delta: `objects` holds only what is new or differs in any field; these ids are gone. */
  readonly since?: number;
  readonly removed: readonly ObjectId[];
}

/**
 * Columns of varints (LEB128; ids and addresses as differences), one byte string each, plus one table of strings.
 * About 25 bytes an object and 5 a cell. See heapCodec.ts for the order.
 */
export interface HeapViewWire {
  readonly format: 1;
  readonly run: RunId;
  readonly info: StepInfo;
  readonly frames: readonly HeapFrame[];
  readonly rest: readonly RestGroup[];
  readonly since?: number;
  readonly removed: readonly ObjectId[];
  readonly count: number;
  readonly objects: Bulk<'u8'>;
  readonly cells: Bulk<'u8'>;
  readonly strings: readonly string[];
}

// ---------------------------------------------------------------------------------------------------------------
// One object's page

export type HolderKind =
  | 'local'
  | 'global'
  | 'builtin'
  | 'stack'
  | 'argument'
  | 'cell'
  | 'attribute'
  | 'slot'
  | 'item'
  | 'key'
  | 'value'
  | 'default'
  | 'constant'
  | 'type'
  | 'iterator'
  | 'exception'
  | 'internal';

/** One counted reference, with its owner. */
export interface Holder {
  readonly kind: HolderKind;
  /** "global b", "nodes[3]", "attribute next of Node #2". */
  readonly place: string;
  /** The owner, to go on from; absent for the interpreter's own. */
  readonly owner?: ObjectId | FrameId;
  readonly ownerType?: string;
  /** Line that made this reference. */
  readonly line?: number;
  readonly step?: number;
}

export interface ObjectRef {
  readonly id: ObjectId;
  readonly typeName: string;
  readonly title: string;
  readonly refcount: number;
  readonly size: number;
  /** The place on the way here: ".next", "[3]", "local node of main". */
  readonly label: string;
  readonly weak: boolean;
  /** Has anything on this side (referrers or referents), so that a tree can offer to open it. */
  readonly hasMore: boolean;
}

export interface ByteSegment {
  readonly kind:
    | 'preheader'
    | 'gchead'
    | 'refcount'
    | 'type'
    | 'field'
    | 'values'
    | 'items'
    | 'indices'
    | 'text'
    | 'padding'
    | 'unused';
  readonly label: string;
  /** From the block's start. */
  readonly offset: number;
  readonly size: number;
  /** What is in it now, for a field: "→ list #12", "4". */
  readonly value?: string;
  readonly target?: ObjectId;
}

/** One block of memory the object consists of: itself, and its buffers. */
export interface ObjectBlock {
  readonly label: string;
  readonly address: Address;
  readonly size: number;
  /** Bytes pymalloc or malloc set aside for it. */
  readonly allocated: number;
  /** Position in pymalloc; absent when it went past it (more than 512 bytes). */
  readonly place?: {
    readonly arena: number;
    readonly pool: number;
    readonly block: number;
    readonly sizeClass: number;
  };
  readonly segments: readonly ByteSegment[];
}

export interface ObjectPage {
  readonly object: HeapObject;
  /** Long repr, cut at 2,000 characters. */
  readonly repr: string;
  readonly tracked: boolean;
  readonly immortal: boolean;
  /** How many bytes its blocks take, buffers and pre-header included. */
  readonly deepSize: number;
  /** Why sys.getrefcount(x) would show one more, or other remarks; sentences. */
  readonly notes: readonly string[];
  readonly holders: Page<Holder>;
  readonly blocks: readonly ObjectBlock[];
  readonly referrerCount: number;
  readonly referentCount: number;
  readonly birth: { readonly step: number; readonly line: number; readonly source: string };
  readonly death?: { readonly step: number; readonly line: number; readonly cause: string };
}

/** Changes only: the count is `counts[i]` from `steps[i]` on. */
export interface CountHistory {
  readonly steps: readonly number[];
  readonly counts: readonly number[];
  /** Line that changed it. */
  readonly lines: readonly number[];
}

/** From a root (first) to the object (last). Empty: nothing keeps it alive. */
export interface RootPath {
  readonly links: readonly (ObjectRef & { readonly frame?: FrameId })[];
}

// ---------------------------------------------------------------------------------------------------------------
// Memory map

export interface MemoryQuery {
  readonly run: RunId;
  readonly step: number;
}

export interface MemoryMap {
  readonly step: number;
  readonly arenaBytes: number;
  readonly poolBytes: number;
  readonly poolHeaderBytes: number;
  readonly arenas: readonly { readonly address: Address; readonly pools: number; readonly freePools: number }[];
  /** One entry per pool, arena by arena. */
  readonly pools: {
    /** Bytes of a block; 0: not carved into blocks (free or untouched). */
    readonly blockSize: Bulk<'u16'>;
    /** Blocks that fit. */
    readonly capacity: Bulk<'u16'>;
    readonly used: Bulk<'u16'>;
    readonly arena: Bulk<'u16'>;
  };
  /** Sum of capacity: blocks are numbered through, pool by pool. */
  readonly blockCount: number;
  /** `type` column values stand for these; index 0 is free, 1 a buffer or other memory without a type of its own. */
  readonly typeNames: readonly string[];
  /** Past pymalloc. Largest first. */
  readonly large: readonly LargeBlock[];
  readonly largeCount: number;
  readonly largeBytes: number;
  readonly freeLists: readonly {
    readonly name: string;
    readonly count: number;
    readonly limit: number;
    readonly bytes: number;
  }[];
  /** What this step did: block numbers. */
  readonly allocated: Bulk<'u32'>;
  readonly released: Bulk<'u32'>;
}

export interface LargeBlock {
  readonly address: Address;
  readonly size: number;
  readonly what: string;
  readonly typeName: string;
  readonly owner?: ObjectId;
  readonly event?: 'allocated' | 'released';
}

export type BlockColumn =
  /** u8: index into typeNames (0 free). */
  | 'type'
  /** u8: 0, 1, 2; 3 untracked or no object; 255 free. */
  | 'generation'
  /** u8: 0 oldest … 254 this step, by birth step on a scale of its own; 255 free. */
  | 'age'
  /** u32: id of the object whose block it is (also of a buffer's owner); 0 none. Ids past 2^32 are sent as 0. */
  | 'owner';

export interface BlocksQuery extends MemoryQuery {
  readonly column: BlockColumn;
  readonly from: number;
  readonly to: number;
}
export interface Blocks {
  readonly from: number;
  readonly column: BlockColumn;
  readonly values: Bulk<'u8'> | Bulk<'u32'>;
}

export interface BlockInfo {
  readonly index: number;
  readonly address: Address;
  readonly blockSize: number;
  readonly free: boolean;
  /** What lies in it: "list", "items of list #12". */
  readonly what: string;
  readonly requested: number;
  readonly owner?: ObjectRef;
}

// ---------------------------------------------------------------------------------------------------------------
// Timeline

export type SeriesName = 'bytes' | 'objects';

/** Steps [from, to) cut into `buckets` equal parts. */
export interface TimelineQuery {
  readonly run: RunId;
  readonly from: number;
  readonly to: number;
  readonly buckets: number;
  /** Marks of cycles, too: the first time that takes a replay, so views ask once they show the rest. */
  readonly cycles?: boolean;
}

export interface Timeline {
  readonly from: number;
  readonly to: number;
  /** At most as many as asked for; fewer when there are fewer steps (then each is one step). */
  readonly buckets: number;
  readonly series: Readonly<Record<SeriesName, { readonly min: Bulk<'f64'>; readonly max: Bulk<'f64'> }>>;
  readonly marks: readonly TimelineMark[];
}

export type MarkKind = 'collection' | 'exception' | 'cycle' | 'finalizer' | 'callback' | 'unraisable';

export interface TimelineMark {
  readonly kind: MarkKind;
  readonly step: number;
  /** How many of this kind share this mark (one pixel column). */
  readonly count: number;
  /** Of a single one: "gen 0: 12 of 730 freed". */
  readonly text: string;
  readonly generation?: Generation;
}

// ---------------------------------------------------------------------------------------------------------------
// The collector, played

export interface GenerationLane {
  readonly generation: Generation;
  readonly objects: number;
  readonly count: number;
  readonly threshold: number;
}

export interface CollectQuery {
  readonly run: RunId;
  readonly step: number;
  readonly generation: Generation;
  /** Show what a collection here would do, without doing it (the provider throws the changed state away). */
  readonly dryRun: boolean;
  readonly maxObjects: number;
}

/** Index into `CollectPlay.objects`. */
export type Member = number;

export interface CollectMember {
  readonly id: ObjectId;
  readonly typeName: string;
  readonly title: string;
  readonly refcount: number;
  readonly generation: Generation;
  readonly size: number;
}

export interface CollectPlay {
  readonly step: number;
  readonly generation: Generation;
  readonly reason: 'asked' | 'threshold' | 'exit';
  readonly before: readonly GenerationLane[];
  readonly after: readonly GenerationLane[];
  /** Examined objects in list order, after the younger lists were appended to the collected one. */
  readonly objects: readonly CollectMember[];
  /** Examined, but left out of this play (library objects first). Phases and result count them. */
  readonly omitted: number;
  readonly phases: readonly CollectPhase[];
  readonly result: CollectResult;
}

export type CollectPhase =
  /** gc_refs of each member := its refcount. */
  | { readonly phase: 'update_refs'; readonly gcRefs: readonly number[] }
  /** Each reference from a member to a member takes one off: from, to, label, in traversal order. `gcRefs` after it. */
  | {
      readonly phase: 'subtract_refs';
      readonly refs: readonly (readonly [from: Member, to: Member, label: string])[];
      readonly gcRefs: readonly number[];
    }
  /** The scan, event by event. `gcRefs` are the numbers while it runs (1 = known reachable). */
  | { readonly phase: 'move_unreachable'; readonly events: readonly ScanEvent[] }
  /** Weak references to the unreachable are cleared; callbacks of those that are not garbage themselves run. */
  | { readonly phase: 'weakrefs'; readonly cleared: readonly ClearedWeakref[] }
  | { readonly phase: 'finalizers'; readonly ran: readonly RanFinalizer[] }
  /** After finalizers the unreachable are examined again; these are reachable again. */
  | { readonly phase: 'resurrection'; readonly survivors: readonly Member[] }
  /** tp_clear of each, in order, and who died of it. */
  | {
      readonly phase: 'tp_clear';
      readonly steps: readonly { readonly cleared: Member; readonly freed: readonly Member[] }[];
    };

export type ScanEvent =
  /** gc_refs > 0: reachable from outside; stays, and its references are followed. */
  | { readonly kind: 'stays'; readonly member: Member }
  /** gc_refs = 0 and not reached so far: set aside, tentatively. */
  | { readonly kind: 'aside'; readonly member: Member }
  /**
   * Reached from a member that stays (-1: from an object left out of this play): gc_refs becomes 1. `back`: it had been
   * set aside and returns to the list's end.
   */
  | {
      readonly kind: 'reached';
      readonly member: Member;
      readonly from: Member | -1;
      readonly label: string;
      readonly back: boolean;
    };

export interface ClearedWeakref {
  readonly target: Member;
  readonly weakref: ObjectId;
  /** Name of the callback; absent when it has none. */
  readonly callback?: string;
  readonly ran: boolean;
}

export interface RanFinalizer {
  readonly member: Member;
  readonly name: string;
  readonly output: string;
  readonly error?: string;
}

export interface CollectResult {
  /** What gc.collect() returns. */
  readonly returned: number;
  readonly examined: number;
  readonly freed: number;
  readonly freedBytes: number;
  readonly resurrected: number;
  readonly uncollectable: number;
  readonly promoted: number;
}

// ---------------------------------------------------------------------------------------------------------------
// Inside a line

export interface LineQuery {
  readonly run: RunId;
  readonly step: number;
}

export interface CountMove {
  readonly id: ObjectId;
  readonly typeName: string;
  readonly title: string;
  readonly before: number;
  /** -1: freed. */
  readonly after: number;
  /** "pushed on the stack", "stored in local node", "popped": who gained or lost a reference. */
  readonly cause: string;
}

export interface StackEntry {
  readonly text: string;
  readonly id?: ObjectId;
  readonly typeName: string;
  /** borrowed loads (3.14) */ readonly borrowed: boolean;
}

export interface LineInstruction {
  readonly offset: number;
  readonly opname: string;
  readonly arg: number | null;
  /** As dis shows it: "node", "(self)". */
  readonly argRepr: string;
  /** Columns of the source this belongs to, 0-based, in `LineDetail.source`; absent where the line table has none. */
  readonly columns?: readonly [start: number, end: number];
  /** After it ran, bottom first. */
  readonly stack: readonly StackEntry[];
  readonly moves: readonly CountMove[];
  /** Python code of ours that ran inside (a call): how many steps; 0 none. */
  readonly innerSteps: number;
}

export interface LineDetail {
  readonly step: number;
  readonly line: number;
  readonly source: string;
  readonly functionName: string;
  /** Operand stack at the line's beginning, bottom first: mostly empty, but for loops keep their iterators there. */
  readonly stack: readonly StackEntry[];
  /** Executed ones in order, jumps followed; cut at 500. */
  readonly instructions: readonly LineInstruction[];
  readonly cut: boolean;
  /** Instruction the program is parked before, when micro-stepping: index; else -1. */
  readonly current: number;
}

// ---------------------------------------------------------------------------------------------------------------
// Tables

export interface TypeRow {
  readonly typeName: string;
  readonly count: number;
  readonly bytes: number;
  readonly retained: number;
  /** Against the marked step. */
  readonly countGrowth: number;
  readonly bytesGrowth: number;
  readonly library: boolean;
}

export interface CollectionRow {
  readonly step: number;
  readonly line: number;
  readonly generation: Generation;
  readonly reason: 'asked' | 'threshold' | 'exit';
  readonly examined: number;
  readonly freed: number;
  readonly freedBytes: number;
  readonly finalizers: number;
}

export interface TableQuery extends PageQuery {
  readonly run: RunId;
  readonly step: number;
  readonly scope: 'mine' | 'all';
}

export interface TypesQuery {
  readonly run: RunId;
  readonly step: number;
  readonly scope: 'mine' | 'all';
  readonly since?: number;
}

export interface ObjectQuery {
  readonly run: RunId;
  readonly step: number;
  readonly id: ObjectId;
}

export interface SearchQuery extends TableQuery {
  readonly text: string;
  readonly typeName?: string;
}

export interface ExportQuery {
  readonly run: RunId;
  readonly step: number;
  readonly scope: 'mine' | 'all';
  readonly format: 'dot' | 'json';
}

// ---------------------------------------------------------------------------------------------------------------
// The calls. Request and reply types of the wire are derived from these two interfaces.

/** Answered by the session behind the server. */
export interface HeapProvider {
  view(p: ViewQuery): HeapViewWire;
  object(p: ObjectQuery): ObjectPage;
  holders(p: ObjectQuery & PageQuery): Page<Holder>;
  referrers(p: ObjectQuery & PageQuery): Page<ObjectRef>;
  referents(p: ObjectQuery & PageQuery): Page<ObjectRef>;
  path(p: ObjectQuery): RootPath;
  history(p: ObjectQuery): CountHistory;
  search(p: SearchQuery): Page<ObjectRef>;
  memory(p: MemoryQuery): MemoryMap;
  blocks(p: BlocksQuery): Blocks;
  block(p: MemoryQuery & { readonly index: number }): BlockInfo;
  /** Blocks an object occupies, by number; past pymalloc none. */
  locate(p: ObjectQuery): { readonly blocks: readonly number[] };
  timeline(p: TimelineQuery): Timeline;
  collect(p: CollectQuery): CollectPlay;
  lanes(p: MemoryQuery): readonly GenerationLane[];
  line(p: LineQuery): LineDetail;
  types(p: TypesQuery): readonly TypeRow[];
  retainers(p: TableQuery): Page<ObjectRef & { readonly retained: number; readonly generation: Generation | null }>;
  collections(p: TableQuery): Page<CollectionRow>;
  export(p: ExportQuery): { readonly text: string };
}

/** Answered by the extension host, which owns the editor and the run's lifetime. */
export interface HeapHost {
  /** The view's first message. An answer means the protocol fits. `run`: what a reloaded view was showing. */
  hello(p: { readonly protocol: number; readonly run?: RunId }): RunInfo;
  /** Park at this step; the editor follows. */
  goto(p: { readonly run: RunId; readonly step: number }): RunInfo;
  /** By instruction inside the line. */
  stepInstruction(p: { readonly run: RunId; readonly delta: 1 | -1 }): RunInfo;
  /** Set the step that growth is measured from; null clears it. */
  mark(p: { readonly run: RunId; readonly step: number | null }): RunInfo;
  /** Really collect, as the command Collect Garbage does: the run goes on from the collected state. */
  collectNow(p: { readonly run: RunId; readonly generation: Generation }): RunInfo;
  revealLine(p: { readonly line: number }): null;
  /** Save with a dialog. Binary as bytes. */
  save(p: { readonly name: string; readonly mime: string; readonly data: string | Bulk<'u8'> }): {
    readonly saved: boolean;
  };
  copy(p: { readonly text: string }): null;
}

/** Sent to the view unasked. */
export interface HeapEvents {
  /** Somebody (editor, command, debugger, another view) went to another step, or its info changed. */
  stepped: RunInfo;
  /** A new run took the place of the old: edit, restart, other file, other version. */
  runReplaced: RunInfo;
  /** Show this object (from the editor's hover or a diagnostic). */
  showObject: { readonly run: RunId; readonly id: ObjectId };
  /** Show this view. `collect` also plays. */
  showView: { readonly view: ViewName; readonly generation?: Generation };
}

export type ViewName = 'objects' | 'memory' | 'collect' | 'line' | 'tables';

export type ProviderCall = keyof HeapProvider;
export type HostCall = keyof HeapHost;
export type HeapCalls = HeapProvider & HeapHost;
export type HeapCall = keyof HeapCalls;
export type CallParams<C extends HeapCall> = Parameters<HeapCalls[C]>[0];
export type CallResult<C extends HeapCall> = ReturnType<HeapCalls[C]>;
export type CallReply<C extends HeapCall> = Reply<CallResult<C>>;
export type HeapEvent = keyof HeapEvents;
/** Name on the wire. */
export type HeapMethod = `heap/${HeapCall | HeapEvent}`;

/** What an asynchronous implementation of either interface looks like. */
export type Async<T> = { [K in keyof T]: T[K] extends (p: infer P) => infer R ? (p: P) => R | Promise<R> : never };
