// What the language server and the engine worker say to each other. Types only; plain data only.

import type { CollectPlay, HeapProvider, RunInfo, StepInfo } from '../protocol/heapProtocol';
import type { FrameLine } from '../protocol/lspProtocol';

export interface OpenParams {
  run: string;
  uri: string;
  path: string;
  fileName: string;
  documentVersion: number;
  source: string;
  inputs: readonly string[];
  budget: { seconds: number; instructions: number; memory: number };
}

/** A place in the user's file: 1-based line, 0-based UTF-16 columns; columns absent: the whole line. */
export interface Place {
  line: number;
  start?: number;
  end?: number;
}

export type Severity = 'error' | 'warning' | 'information' | 'hint';

export interface Finding {
  code: string;
  severity: Severity;
  message: string;
  place: Place;
  related: readonly { place: Place; message: string }[];
}

export interface Hint {
  /** 1-based. */
  line: number;
  label: string;
  /** Markdown. */
  tooltip: string;
  /** Shown at level `bindings` too. */
  binding: boolean;
}

export interface Lens {
  line: number;
  title: string;
}

export interface Analysis {
  info: RunInfo;
  hints: readonly Hint[];
  findings: readonly Finding[];
  lenses: readonly Lens[];
  output: readonly { stream: 'stdout' | 'stderr'; text: string }[];
}

export interface Status {
  info: RunInfo;
  at: StepInfo;
  frames: readonly FrameLine[];
}

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

export interface EngineCalls {
  /** null: the text does not parse; `findings` then holds the error. */
  open(p: OpenParams): { analysis: Analysis | null; findings: readonly Finding[] };
  status(p: null): Status | null;
  goto(p: { step: number }): Status | null;
  runToLine(p: { line: number; direction: 'forward' | 'back' }): Status | null;
  hover(p: HoverParams): HoverResult | null;
  collect(p: {
    generation: 0 | 1 | 2;
  }): { status: Status; returned: number; freed: number; freedBytes: number; output: string } | null;
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
export type { CollectPlay };
