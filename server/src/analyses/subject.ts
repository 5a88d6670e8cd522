// What an analysis looks at.

import type { CycleFact, Facts } from '../session/survey/facts';
import type { Edit, Finding, Fix } from '../session/workerProtocol';
import type { Source } from './source';

export interface Subject {
  readonly source: Source;
  readonly facts: Facts;
  /**
   * Runs the program as it would be after `edits`, and gives what a look from afar tells (no names, no uses); null when it
   * does not compile or there is no time left for trying things out.
   */
  tryOut(edits: readonly Edit[]): Generator<void, Facts | null>;
}

/** An analysis: findings, in slices where it tries things out. */
export type AnalysisFunction = (subject: Subject) => Generator<void, Finding[]>;

const masked = (text: string): string => text.replace(/0x[0-9a-f]+|\d+(?:[.,]\d+)*/gi, '#');

/** Whether a changed program still does the same, sizes, counts and addresses that it prints apart. */
export function sameOutput(before: Facts, after: Facts): boolean {
  return after.failed === before.failed && masked(after.output) === masked(before.output);
}

/** The same, when finalizers may speak up at other moments. */
export function sameLines(before: Facts, after: Facts): boolean {
  const lines = (facts: Facts): string => masked(facts.output).split('\n').sort().join('\n');
  return after.failed === before.failed && lines(before) === lines(after);
}

export function fix(title: string, edits: readonly Edit[]): Fix {
  return { title, edits };
}

/** What two runs of a changed program are compared by. */
export function shapeOf(cycle: CycleFact): string {
  return cycle.edges
    .map((edge) => `${edge.ownerType}${edge.access.replace(/\d+|'[^']*'/g, '…')}`)
    .sort()
    .join(' ');
}
