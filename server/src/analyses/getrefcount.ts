// sys.getrefcount, so that it is not misread: who the references are that it counted, the argument's own among them.

import type { Call, expr } from '../ast/nodes';
import type { RefcountFact } from '../session/survey/facts';
import type { Finding } from '../session/workerProtocol';
import type { Source } from './source';
import { dotted, walk } from './source';
import type { Subject } from './subject';

const MAX_FINDINGS = 40;

export function callsOfGetrefcount(source: Source): Call[] {
  const calls: Call[] = [];
  walk(source.tree, (node) => {
    if (node.kind === 'Call' && /(^|\.)getrefcount$/.test(dotted((node as unknown as { func: expr }).func) ?? ''))
      calls.push(node as unknown as Call);
  });
  return calls;
}

function story({ shown, immortal, holders, others, type }: RefcountFact): string {
  if (immortal) return `It gave ${shown}: this ${type} is immortal, it is never counted and never freed.`;
  const argument = holders.filter((holder) => holder.startsWith('the argument'));
  const rest = holders.filter((holder) => !holder.startsWith('the argument'));
  const list = rest.length > 6 ? [...rest.slice(0, 6), `${rest.length - 6} more`] : rest;
  const parts = [...list, ...(others > 0 ? [`${others} inside the interpreter`] : [])];
  const named = parts.length === 0 ? 'nobody else' : parts.join(', ');
  return argument.length > 0
    ? `It gave ${shown}, one of them the argument itself: without the call there are ${shown - 1} (${named}).`
    : `It gave ${shown} (${named}).`;
}

export function* getrefcount({ source, facts }: Subject): Generator<void, Finding[]> {
  const findings: Finding[] = [];
  const calls = callsOfGetrefcount(source);
  for (const [i, call] of calls.entries()) {
    if (findings.length >= MAX_FINDINGS) break;
    const onLine = calls.filter((other) => other.lineno === call.lineno);
    const at = onLine.indexOf(call);
    const line = call.lineno;
    const asked = facts.refcounts.filter((fact) => fact.at.line === line);
    const last = asked.filter((fact) => fact.at.step === asked.at(-1)!.at.step);
    const fact = onLine.length === last.length ? last[at] : onLine.length === 1 ? last.at(-1) : undefined;
    if (fact === undefined || i > 500) continue;
    findings.push({
      code: 'getrefcount',
      severity: 'hint',
      message: `${story(fact)}${asked.length > onLine.length ? ' That was the last time.' : ''}`,
      place: source.placeOf(call),
      related: [],
    });
  }
  yield* [];
  return findings;
}
