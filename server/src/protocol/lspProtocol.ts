/**
 * What the extension and the language server say to each other beyond LSP. Types only.
 *
 * Requests that need a run name it by the document's uri: at any time there is one run a document, that of its current
 * text. A request about a document without a run is answered with null (not an error): the extension then says so.
 * The heap view's questions (`HeapProvider`) travel as `heap/<name>`, params and reply untouched (`HeapRequests`).
 */
import type {
  CallParams,
  CallReply,
  CollectResult,
  Generation,
  ProviderCall,
  RanFinalizer,
  RunId,
  RunInfo,
  StepInfo,
} from './heapProtocol';

// ---------------------------------------------------------------------------------------------------------------
// State

/** One frame of the parked program. */
export interface FrameLine {
  readonly functionName: string;
  /** The file it runs in: the program's own, a module beside it, or `heapscope-stdlib:/…` for the library's. */
  readonly uri: string;
  /** 1-based. */
  readonly line: number;
}

/** An instruction the program is parked before, when stepping inside a line. */
export interface InstructionPosition {
  /** Among the instructions this line executes, from 0; the line's own start is 0. */
  readonly index: number;
  readonly count: number;
  /** As `dis` shows it: "LOAD_FAST node". */
  readonly text: string;
  /** The operand stack, bottom first, as short reprs. */
  readonly stack: readonly string[];
  /** What the instruction before this one did to counts: "list #12: 1 → 2". */
  readonly moves: readonly string[];
  /** Columns of the source it belongs to, 0-based, UTF-16; absent where the line table has none. */
  readonly columns?: readonly [start: number, end: number];
}

/** Where the run of a document stands. Sent as a notification whenever it changes, and as the reply to what moves it. */
export interface RunStatus {
  readonly uri: string;
  readonly info: RunInfo;
  readonly at: StepInfo;
  /** The frames of the parked program, innermost first; empty at the end of the run. */
  readonly frames: readonly FrameLine[];
  readonly instruction?: InstructionPosition;
  /** How many diagnostics of code `leak` and `cycle` this run has. */
  readonly leaks: number;
  readonly cycles: number;
  /**
   * The text in the editor does not parse: what is shown belongs to the last version that did (`info.documentVersion`),
   * moved with the edits.
   */
  readonly outdated: boolean;
}

// ---------------------------------------------------------------------------------------------------------------
// Requests of the extension

export interface DocumentParams {
  readonly uri: string;
}

export interface GotoParams extends DocumentParams {
  /** When given and no longer the document's run, the reply is null. */
  readonly run?: RunId;
  readonly step: number | 'first' | 'last';
}

export interface MoveParams extends DocumentParams {
  readonly by: 'line' | 'instruction';
  readonly delta: 1 | -1;
}

export interface RunToLineParams extends DocumentParams {
  /** 1-based. */
  readonly line: number;
  /** The next time this line is about to run, or the last time before now. Wraps around to the run's other end. */
  readonly direction: 'forward' | 'back';
}

export interface CollectParams extends DocumentParams {
  readonly generation: Generation;
}

export interface CollectOutcome {
  readonly status: RunStatus;
  readonly result: CollectResult;
  readonly finalizers: readonly Pick<RanFinalizer, 'name' | 'output' | 'error'>[];
  /** Names of the weak reference callbacks that ran, in order. */
  readonly callbacks: readonly string[];
}

export interface MarkParams extends DocumentParams {
  readonly run: RunId;
  readonly step: number | null;
}

export interface ReportParams extends DocumentParams {
  readonly format: 'text' | 'markdown' | 'json';
}

export interface TextReply {
  readonly text: string;
}

/** Method, parameters and result of every request the extension sends. */
export interface LspRequests {
  /** Where the run stands; null when the document has none (not Python, empty, never parsed). */
  'heapscope/status': { params: DocumentParams; result: RunStatus | null };
  'heapscope/goto': { params: GotoParams; result: RunStatus | null };
  'heapscope/move': { params: MoveParams; result: RunStatus | null };
  /** null also when the line never runs. */
  'heapscope/runToLine': { params: RunToLineParams; result: RunStatus | null };
  /** Runs the document again from its current text, whatever the settings say about running by itself. */
  'heapscope/restart': { params: DocumentParams; result: RunStatus | null };
  /** After the budget ran out: go on with a fresh one. */
  'heapscope/continue': { params: DocumentParams; result: RunStatus | null };
  /** `gc.collect(generation)` on the program as it is parked; the run goes on from the collected state. */
  'heapscope/collect': { params: CollectParams; result: CollectOutcome | null };
  'heapscope/mark': { params: MarkParams; result: RunStatus | null };
  /** As `heapscope dis FILE` prints it. */
  'heapscope/disassembly': { params: DocumentParams; result: TextReply | null };
  /** The heap report at the current step. */
  'heapscope/report': { params: ReportParams; result: TextReply | null };
}

/** The heap view's questions, forwarded as they came. Each names its run; `stale` when no document has it any more. */
export type HeapRequests = {
  [C in ProviderCall as `heap/${C}`]: { params: CallParams<C>; result: CallReply<C> };
};

// ---------------------------------------------------------------------------------------------------------------
// Requests of the server

export interface InputParams extends DocumentParams {
  readonly run: RunId;
  readonly prompt: string;
  /** 1-based line of the `input()` call. */
  readonly line: number;
}

/** Method, parameters and result of every request the server sends. */
export interface ServerRequests {
  /** A line for `input()`; null: the person dismissed the question, which is end of file to the program. */
  'heapscope/input': { params: InputParams; result: string | null };
  /**
   * The text of a module beside the user's file. The extension answers from open editors and from the workspace,
   * whatever kind of workspace it is; null when there is no such file or it is not the program's to read.
   */
  'heapscope/readFile': { params: { readonly uri: string; readonly forDocument: string }; result: string | null };
  /** Names in a folder beside the user's file, folders with a trailing slash; null when there is none. */
  'heapscope/listFolder': {
    params: { readonly uri: string; readonly forDocument: string };
    result: readonly string[] | null;
  };
}

// ---------------------------------------------------------------------------------------------------------------
// Notifications

/** What the program printed. */
export interface ProgramOutput {
  readonly uri: string;
  readonly run: RunId;
  /** The first of this run: what an earlier run printed is out of date. May have an empty text. */
  readonly first: boolean;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

export interface ServerNotifications {
  'heapscope/status': RunStatus;
  /** The document's run is gone (closed, or no Python any more). */
  'heapscope/gone': DocumentParams;
  'heapscope/output': ProgramOutput;
}

export interface ClientNotifications {
  /** The document the person looks at now (its run comes first), or null. */
  'heapscope/focus': { readonly uri: string | null };
}

// ---------------------------------------------------------------------------------------------------------------
// Settings and links

/** The section `heapscope` of the settings, as `workspace/configuration` gives it to the server. */
export interface Settings {
  readonly python: string;
  readonly run: {
    readonly automatically: 'onType' | 'onSave' | 'never';
    /** Milliseconds after the last key. */
    readonly delay: number;
  };
  readonly budget: { readonly seconds: number; readonly instructions: number; readonly memory: number };
  readonly hints: { readonly level: 'off' | 'bindings' | 'all' };
  readonly codeLens: { readonly enabled: boolean };
  readonly diagnostics: Readonly<Record<DiagnosticCode, boolean>>;
}

/** Codes of Heapscope's diagnostics that can be switched off. */
export type DiagnosticCode =
  'cycle' | 'leak' | 'slots' | 'finalizer' | 'dead-weakref' | 'export' | 'shared-default' | 'getrefcount';

/**
 * Commands of the extension that hovers, hints, lenses and quick fixes may name in `command:` links and
 * `Command.command`, with their arguments.
 */
export interface LinkCommands {
  'heapscope.showObject': readonly [uri: string, run: RunId, id: string];
  /** Choose among the objects that refer to it. */
  'heapscope.listReferrers': readonly [uri: string, run: RunId, id: string];
  'heapscope.goToStep': readonly [uri: string, step: number];
  /** 1-based line; 0-based UTF-16 column. */
  'heapscope.goToLine': readonly [uri: string, line: number, column?: number];
  'heapscope.showHeap': readonly [uri?: string];
  'heapscope.collectGarbage': readonly [generation?: Generation];
  'heapscope.continueRun': readonly [uri: string];
}
