// The analyses of a run, one after the other, in slices. Pure: what they know comes from a survey, what they give is data.

import type { Finding } from '../session/workerProtocol';
import type { Facts } from '../session/survey/facts';
import type { Examination } from '../session/survey/examination';
import type { SurveyRun } from '../session/survey/survey';
import { survey } from '../session/survey/survey';
import { cycles } from './cycles';
import { deadWeakrefs } from './deadWeakrefs';
import { bufferExports } from './exports';
import { finalizers } from './finalizers';
import { callsOfGetrefcount, getrefcount } from './getrefcount';
import { ignored } from './ignore';
import { leaks } from './leaks';
import { sharedDefaults } from './sharedDefaults';
import { slots } from './slots';
import { Source } from './source';
import type { AnalysisFunction, Subject } from './subject';

/** Codes of the diagnostics, with what finds them. */
export const analyses: Readonly<Record<string, AnalysisFunction>> = {
  cycle: cycles,
  leak: leaks,
  finalizer: finalizers,
  'dead-weakref': deadWeakrefs,
  export: bufferExports,
  'shared-default': sharedDefaults,
  getrefcount,
  slots,
};

/** Milliseconds that trying out quick fixes and slots may take in all. */
const TRY_OUT = 8000;

/** All findings about a program, in order of lines. */
export function* examine(examination: Examination): Generator<void, Finding[]> {
  const { path, now } = examination;
  const source = Source.of(examination.source, path);
  if (source === null) return [];
  const refcounts = examination.off?.has('getrefcount') !== true && callsOfGetrefcount(source).length > 0;
  const runnable = (text: string): SurveyRun => ({ source: text, path, run: examination.runOf(text) });
  const facts = yield* survey(runnable(source.text), { details: true, refcounts });
  const known = new Map<string, Facts | null>();
  let spent = 0;
  const subject: Subject = {
    source,
    facts,
    *tryOut(edits) {
      const text = source.apply(edits);
      const before = known.get(text);
      if (before !== undefined) return before;
      yield;
      if (spent > (examination.tryOut ?? TRY_OUT) || Source.of(text, path) === null) return null;
      const began = now();
      const after = yield* survey(runnable(text), { details: false, refcounts: false });
      spent += now() - began;
      known.set(text, after);
      return after;
    },
  };
  const findings: Finding[] = [];
  for (const [code, analysis] of Object.entries(analyses)) {
    if (examination.off?.has(code) === true) continue;
    yield;
    findings.push(...(yield* analysis(subject)));
  }
  return findings
    .filter((finding) => !ignored(source, finding))
    .sort((a, b) => a.place.line - b.place.line || (a.place.start ?? 0) - (b.place.start ?? 0));
}
