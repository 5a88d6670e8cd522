// What the heap view's provider needs of a run: a narrow door, so that the provider can be tested without the session
// and the session can change behind it.

import type { CollectionRow, ErrorCode, RunInfo, StepInfo, TimelineMark } from '../../protocol/heapProtocol';
import type { PyObject } from '../../objects/object';
import type { HeapSnapshot } from '../heapSnapshot';

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
  /** Births counted from the first line of the main script: 1, 2, …; older objects OLD_SERIAL + k. */
  readonly serials: ReadonlyMap<PyObject, number>;
  /** Step and line at which an object was made; line 0 before the first. */
  readonly births: ReadonlyMap<PyObject, { readonly step: number; readonly line: number }>;
  /** Calls numbered in order, where the session counts them; else frames are told apart by their depth. */
  readonly calls?: ReadonlyMap<object, number>;
  snapshot(): HeapSnapshot;
}

export interface ProviderSession {
  readonly run: string;
  /** The last step to go to. */
  readonly steps: number;
  readonly series: { readonly bytes: ArrayLike<number>; readonly objects: ArrayLike<number> };
  readonly collections: readonly (Pick<CollectionRow, 'step' | 'examined' | 'freed'> & {
    readonly generation: number;
    readonly reason?: CollectionRow['reason'];
    readonly freedBytes?: number;
    readonly finalizers?: number;
  })[];
  /** Other moments worth a mark; collections are marked anyway. */
  readonly marks?: readonly TimelineMark[];
  info(): RunInfo;
  stepInfo(step: number): StepInfo;
  /** 1-based line about to run; 0 at the end. */
  lineAt(step: number): number;
  sourceLine(line: number): string;
  /** Replays if need be. */
  park(step: number): ParkedState;
  /** The parked state has been changed by looking at it (a collection tried out): it must not be used again. */
  discardPark(): void;
}

/** Serial numbers of objects made before the program's first line begin here. */
export const OLD_SERIAL = 2 ** 40;
/** Objects without a birth (static data of the interpreter) are known by their place in memory from here on. */
export const STATIC_SERIAL = 2 ** 41;
