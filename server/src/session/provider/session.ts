// What the heap view's provider needs of a run: a narrow door, so that the provider can be tested without the session
// and the session can change behind it.

import type { ErrorCode, RunInfo, StepInfo, TimelineMark } from '../../protocol/heapProtocol';
import type { PyObject } from '../../objects/object';
import type { HeapSnapshot } from '../heapSnapshot';
import type { Watcher } from '../program';
import type { Witness } from './witness';

/** A question that has no answer; the session turns it into the protocol's `err`. */
export class ProviderError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** A program standing still at a step. Valid until the session parks somewhere else. */
export interface ParkedState {
  readonly step: number;
  /** Instructions of the step's line that are done. */
  readonly instruction: number;
  /** Births counted from the first line of the main script: 1, 2, …; older objects OLD_SERIAL + k. */
  readonly serials: Pick<ReadonlyMap<PyObject, number>, 'get'>;
  /** Step and line at which an object was made; line 0 before the first. */
  readonly births: Pick<ReadonlyMap<PyObject, { readonly step: number; readonly line: number }>, 'get'>;
  readonly witness: Witness;
  snapshot(): HeapSnapshot;
}

export interface ProviderSession {
  readonly run: string;
  /** The last step to go to. */
  readonly steps: number;
  /** Where the program is shown: the step, and how many instructions of its line are done. */
  readonly step: number;
  readonly instruction: number;
  /** Who watched the whole run. */
  readonly witness: Witness | null;
  /** Further moments worth a mark. */
  readonly marks?: readonly TimelineMark[];
  info(): RunInfo;
  stepInfo(step: number): StepInfo;
  /** 1-based line about to run; 0 at the end. */
  lineAt(step: number): number;
  sourceLine(line: number): string;
  /** "STORE_ATTR next": an instruction of that step's line; '' when there is none of that number. */
  instructionText(step: number, index: number): string;
  /** Replays if need be. */
  park(step: number, instruction?: number): ParkedState;
  /** Replays with a listener, to its end or to where the listener throws Park; what was parked is gone. */
  observe(listener: (serialOf: (op: PyObject) => number) => Watcher): void;
  /** The parked state has been changed by looking at it (a collection tried out): it must not be used again. */
  discardPark(): void;
}

/** Serial numbers of objects made before the program's first line begin here. */
export const OLD_SERIAL = 2 ** 40;
/** Objects without a birth (static data of the interpreter) are known by their place in memory from here on. */
export const STATIC_SERIAL = 2 ** 41;
