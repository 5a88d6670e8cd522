// What hovers may ask of the session.

import type { mod } from '../../ast/nodes';
import type { PyObject } from '../../objects/object';
import type { CallCounter } from '../lenses';
import type { LineTrace } from '../lineTrace';
import type { LiveFrame } from '../liveFrames';
import type { Definition } from '../outline';
import type { Memory } from '../provider/memory';
import type { Scene } from '../provider/scene';
import type { ProviderSession } from '../provider/session';
import type { SeenCollection } from '../provider/witness';
import type { Parked } from '../replay';
import type { Sample } from './sparkline';

export interface HoverContext {
  readonly uri: string;
  readonly run: string;
  readonly tree: mod;
  readonly definitions: readonly Definition[];
  readonly parked: Parked;
  readonly scene: Scene;
  readonly session: ProviderSession;
  readonly step: number;
  readonly calls: CallCounter;
  readonly collections: readonly SeenCollection[];
  /** The user's frames, innermost last. */
  readonly frames: readonly LiveFrame[];
  memory(): Memory;
  /** The object's count at steps of its life up to now. */
  history(op: PyObject): readonly Sample[];
  /** The last step before now at which the line ran; −1 when it has not. */
  lastRun(line: number): number;
  /** The instructions of a step. Parks elsewhere: ask for all else first. */
  trace(step: number): LineTrace;
  /** The line that bound the name last, of those that can. */
  boundAt(name: string): number | null;
  /** Whether a function binds the name, as an argument or in its body. */
  isLocal(name: string, inside: Definition): boolean;
  attributeSetAt(name: string): number | null;
}
