// Weak references to something that nothing else holds: dead before the line is over.

import type { expr } from '../ast/nodes';
import type { Finding, Place } from '../session/workerProtocol';
import type { Source } from './source';
import { dotted, walk } from './source';
import type { Subject } from './subject';

const makers = /(^|\.)(ref|proxy|finalize|WeakMethod|KeyedRef|ReferenceType)$/;

/** The argument of the call on that line that makes a weak reference to a call's result or a bound method. */
function temporaryAt(source: Source, line: number): { place: Place; method: boolean } | null {
  let found: { place: Place; method: boolean } | null = null;
  walk(source.tree, (node) => {
    if (found !== null || node.lineno === undefined) return;
    if (node.lineno > line || node.end_lineno! < line) return node.kind === 'arguments' ? undefined : false;
    if (node.kind === 'Call') {
      const { func, args } = node as unknown as { func: expr; args: expr[] };
      const first = args[0];
      if (first !== undefined && makers.test(dotted(func) ?? '') && first.kind !== 'Name')
        found = { place: source.placeOf(first), method: first.kind === 'Attribute' };
    }
    return undefined;
  });
  return found;
}

export function* deadWeakrefs({ source, facts }: Subject): Generator<void, Finding[]> {
  const findings: Finding[] = [];
  const lines = new Set<number>();
  for (const dead of facts.deadWeakrefs) {
    const { line } = dead.at;
    if (lines.has(line) || line === 0) continue;
    lines.add(line);
    const at = temporaryAt(source, line);
    const collection =
      dead.refType === 'KeyedRef' || (at === null && dead.refType !== 'weakref' && dead.refType !== 'ReferenceType');
    const method = dead.targetType === 'method';
    if (at === null && !collection && !/\b(Weak\w+|ref|proxy|finalize)\b/.test(source.line(line))) continue;
    const times = facts.deadWeakrefs.filter((other) => other.at.line === line).length;
    findings.push({
      code: 'dead-weakref',
      severity: 'warning',
      message: method
        ? 'This weak reference is dead at once: the bound method is a new object that nothing else holds. ' +
          'weakref.WeakMethod refers to the method of an object that lives.'
        : `This weak reference is dead at once: nothing else holds the ${dead.targetType}, so it was freed before the ` +
          `line was over${times > 1 ? ` (${times} times)` : ''}. Give it a name first.`,
      place: at?.place ?? { line },
      related: [],
    });
  }
  yield* [];
  return findings;
}
