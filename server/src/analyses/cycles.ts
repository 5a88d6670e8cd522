// Reference cycles: a hint while something reaches them, a warning once they are garbage that only the collector can free.
// At the line that closed it; each reference at the line that made it. Cycles that look alike are told once.

import type { At, CycleFact } from '../session/survey/facts';
import type { Finding, Fix } from '../session/workerProtocol';
import { breakFixes } from './breakCycle';
import type { Source } from './source';
import { plural } from './source';
import type { Subject } from './subject';
import { weakrefFixes } from './weakBackEdge';

const MAX_FINDINGS = 8;
/** Kinds of cycles for which fixes are tried out. */
const MAX_FIXED = 3;

function when(at: At): string {
  return `line ${at.line} (step ${at.step.toLocaleString('en')})`;
}

function fate(cycle: CycleFact): string {
  const since = cycle.functionEnd ?? cycle.garbageSince;
  const from =
    since === null
      ? ''
      : `, garbage since ${cycle.functionEnd === null ? `line ${since.line}` : `the function returned (line ${since.line})`}`;
  switch (cycle.state) {
    case 'reachable':
      return 'It is still in use when the program ends; once nothing else refers to it, only the collector can free it.';
    case 'garbage':
      return `Nothing else refers to it${from}: counting alone never frees it, and the collector did not before the program ended.`;
    case 'collected':
      return `Counting alone could not free it${from}: the collector did, generation ${cycle.collected!.generation}, at ${when(cycle.collected!)}.`;
  }
}

function message(cycle: CycleFact): string {
  const { count } = cycle;
  const what = cycle.functionsOnly
    ? `A function that refers to itself by name is in a cycle with its own cell: ${cycle.path}`
    : `Reference cycle: ${cycle.path}`;
  const size = `${plural(cycle.bytes, 'byte')}${count > 1 ? ` in ${count.toLocaleString('en')} cycles like this` : ''}`;
  return `${what} (${size}). ${fate(cycle)}`;
}

export function* cycles(subject: Subject): Generator<void, Finding[]> {
  const { source, facts } = subject;
  const findings: Finding[] = [];
  const seen = new Set<string>();
  let fixed = 0;
  for (const cycle of facts.cycles) {
    const at = cycle.closed;
    if (at === null || at.line === 0 || findings.length >= MAX_FINDINGS) continue;
    // The same line, the same way round: a shorter and a longer variant of one structure.
    const key = `${at.line} ${cycle.state} ${[...new Set(cycle.edges.map((e) => e.ownerType + (e.attribute ?? '')))].sort().join()}`;
    if (seen.has(key)) continue;
    seen.add(key);
    let fixes: Fix[] = [];
    if (!cycle.functionsOnly && fixed++ < MAX_FIXED) {
      fixes = [...(yield* weakrefFixes(subject, cycle)), ...(yield* breakFixes(subject, cycle))];
    }
    findings.push({
      code: 'cycle',
      severity: cycle.state === 'reachable' || cycle.functionsOnly ? 'hint' : 'warning',
      message: message(cycle),
      place: { line: at.line },
      related: relatedTo(source, cycle),
      fixes,
    });
  }
  return findings;
}

function relatedTo(source: Source, cycle: CycleFact): Finding['related'] {
  const related: { place: { line: number }; message: string }[] = cycle.edges.flatMap((edge) =>
    edge.made === null || edge.made.line === 0
      ? []
      : [
          {
            place: { line: edge.made.line },
            message: `${edge.owner}${edge.access} → ${edge.targetType}: this reference was made here`,
          },
        ],
  );
  const since = cycle.functionEnd ?? cycle.garbageSince;
  if (since !== null && since.line > 0) related.push({ place: { line: since.line }, message: 'garbage since here' });
  if (cycle.collected !== null && cycle.collected.line > 0)
    related.push({ place: { line: cycle.collected.line }, message: 'the collector found it here' });
  return related.filter((r) => r.place.line <= source.lines.length);
}
