// What the analyses are given of a session, and the shape of what they are. The session lies below them: the engine's
// shells put them into it.

import type { Finding } from '../workerProtocol';
import type { SurveyRun } from './survey';

export interface Examination {
  readonly path: string;
  readonly source: string;
  /** Runs a text from the start in this realm, as the session's own would be run. */
  runOf(source: string): SurveyRun['run'];
  now(): number;
  /** Milliseconds for trying things out, if not the usual. */
  readonly tryOut?: number;
  /** Codes not asked for. */
  readonly off?: ReadonlySet<string>;
}

/** In slices: between them the engine answers other questions. */
export type Examine = (examination: Examination) => Generator<void, Finding[]>;
