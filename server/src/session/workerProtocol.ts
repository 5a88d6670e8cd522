// What the language server and the engine worker say to each other. Types only; plain data only.

import type { CollectResult, HeapProvider, RanFinalizer, RunInfo, StepInfo } from '../protocol/heapProtocol';
import type { FrameLine, InstructionPosition } from '../protocol/lspProtocol';

export interface OpenParams {
  run: string;
  uri: string;
  path: string;
  fileName: string;
  documentVersion: number;
  source: string;
  inputs: readonly string[];
  /** After `inputs` comes the end of file; otherwise more may be asked for. */
  inputsEnd: boolean;
  /** The program may read files beside it: those not in `files` and `folders` are asked for. */
  siblings: boolean;
  /** Texts by path; null: there is no such file. */
  files: Readonly<Record<string, string | null>>;
  /** Names by path, those of folders with a trailing slash; null: there is no such folder. */
  folders: Readonly<Record<string, readonly string[] | null>>;
  /** What `# heap: watch` comments name, by their line (1-based). */
  watch: readonly { readonly line: number; readonly expressions: readonly string[] }[];
  budget: { seconds: number; instructions: number; memory: number };
}

/** A place in the user's file: 1-based line, 0-based UTF-16 columns; columns absent: the whole line. */
export interface Place {
  line: number;
  start?: number;
  end?: number;
}

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** A piece of the user's text replaced: 1-based lines, 0-based UTF-16 columns. */
export interface Edit {
  line: number;
  start: number;
  endLine: number;
  end: number;
  text: string;
}

/** A quick fix. */
export interface Fix {
  title: string;
  edits: readonly Edit[];
}

export interface Finding {
  code: string;
  severity: Severity;
  message: string;
  place: Place;
  related: readonly { place: Place; message: string }[];
  /** The best first. */
  fixes?: readonly Fix[];
}

/** A piece of a hint's label. */
export interface HintPart {
  text: string;
  /** Line that the piece leads to: where what it speaks of was made or bound. */
  line?: number;
}

export interface Hint {
  /** 1-based. */
  line: number;
  /** The step whose line it tells of: the last time the line ran. */
  step: number;
  parts: readonly HintPart[];
  /** Markdown. */
  tooltip: string;
  /** Shown at level `bindings` too. */
  binding: boolean;
}

export interface Lens {
  /** 1-based. */
  line: number;
  title: string;
  /** Object to show on a click, where there is one. */
  object?: string;
}

/** Where the program stands, and what is shown of it there. */
export interface Status {
  info: RunInfo;
  at: StepInfo;
  frames: readonly FrameLine[];
  instruction?: InstructionPosition;
  hints: readonly Hint[];
  lenses: readonly Lens[];
}

/** What a run asks for before it can go on; it is opened again with it. */
export type Need =
  | { kind: 'file' | 'folder'; path: string }
  /** A line for input(): prompt and the line of the call. */
  | { kind: 'input'; prompt: string; line: number };

export type OpenReply =
  | { kind: 'syntax'; findings: readonly Finding[] }
  | { kind: 'needs'; need: Need }
  | { kind: 'cancelled' }
  | {
      kind: 'ran';
      status: Status;
      /** How it ended; what the analyses find comes with `findings`. */
      findings: readonly Finding[];
      output: readonly { stream: 'stdout' | 'stderr'; text: string }[];
    };

export interface HoverParams {
  /** 1-based line, 0-based UTF-16 column. */
  line: number;
  column: number;
}
export interface HoverResult {
  markdown: string;
  line: number;
  start: number;
  end: number;
}

export interface CollectReply {
  status: Status;
  result: CollectResult;
  finalizers: readonly Pick<RanFinalizer, 'name' | 'output' | 'error'>[];
  callbacks: readonly string[];
}

export interface EngineCalls {
  open(p: OpenParams): OpenReply;
  /** What the analyses find in the run that is open, with how it ended. May take a while; others are answered meanwhile. */
  findings(p: null): { run: string; status: Status; findings: readonly Finding[] } | null;
  status(p: null): Status | null;
  goto(p: { step: number }): Status | null;
  move(p: { by: 'line' | 'instruction'; delta: 1 | -1 }): Status | null;
  runToLine(p: { line: number; direction: 'forward' | 'back' }): Status | null;
  hover(p: HoverParams): HoverResult | null;
  /** The whole story of a hint, as Markdown. */
  hintStory(p: { step: number }): string | null;
  collect(p: { generation: 0 | 1 | 2 }): CollectReply | null;
  disassembly(p: null): string | null;
  report(p: { format: 'text' | 'markdown' | 'json' }): string | null;
  mark(p: { step: number | null }): Status | null;
  heap(p: { call: keyof HeapProvider; params: unknown }): unknown;
}
export type EngineCall = keyof EngineCalls;
export interface EngineRequest {
  id: number;
  call: EngineCall;
  params: unknown;
}
export type EngineReply = { id: number; ok: unknown } | { id: number; error: string };

/** Cells of the memory that server and worker share, where the host lets them: Int32. */
export const SharedCell = {
  /** Requests up to this id are not wanted any more. */
  cancelled: 0,
  /** The line being run. */
  line: 1,
  /** The request being worked on. */
  current: 2,
  /** Changes as long as the program gets on. */
  pulse: 3,
  count: 4,
} as const;
