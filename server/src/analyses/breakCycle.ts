// The quick fix for a cycle that breaks it by hand: `x.attribute = None` where its last name goes. Offered only when the
// changed program, tried out, prints the same and has no such cycle any more.

import type { CycleEdge, CycleFact } from '../session/survey/facts';
import type { Edit, Fix } from '../session/workerProtocol';
import type { Subject } from './subject';
import { fix, sameLines, shapeOf } from './subject';

const MAX_TRIES = 4;

/** Statements that undo a reference, by how it is written. */
function undo(edge: CycleEdge): string | null {
  if (!/^[A-Za-z_][\w.]*$/.test(edge.owner)) return null;
  if (edge.attribute !== null) return `${edge.owner}.${edge.attribute} = None`;
  if (edge.ownerType === 'list' || edge.ownerType === 'dict' || edge.ownerType === 'set')
    return `${edge.owner}.clear()`;
  return null;
}

export function* breakFixes(subject: Subject, cycle: CycleFact): Generator<void, Fix[]> {
  const { source } = subject;
  if (cycle.closed === null) return [];
  // The last reference made is the first to go.
  const statements = [
    ...new Set(
      [...cycle.edges]
        .sort((a, b) => (b.made?.step ?? -1) - (a.made?.step ?? -1))
        .map(undo)
        .filter((text) => text !== null),
    ),
  ];
  const places: ((text: string) => { edit: Edit; line: number } | null)[] = [];
  const before = (line: number) => (text: string) => {
    const at = source.statementAt(line);
    if (at === null || at.statement.lineno < 1) return null;
    const { lineno } = at.statement;
    return { edit: source.insertBefore(lineno, source.indentOf(lineno) + text), line: lineno };
  };
  if (cycle.functionEnd !== null) {
    const { line } = cycle.functionEnd;
    const at = source.statementAt(line);
    const own = source.functionAt(line);
    if (own !== null && at !== null) {
      if (at.statement.kind === 'Return') places.push(before(line));
      const last = own.body.at(-1)!;
      if (last.kind === 'Return') places.push(before(last.lineno));
      else
        places.push((text) => ({
          edit: source.insertAfter(last.end_lineno, source.indentOf(own.body[0]!.lineno) + text),
          line: last.end_lineno + 1,
        }));
    }
  } else if (cycle.garbageSince !== null) places.push(before(cycle.garbageSince.line));
  else if (cycle.state === 'reachable') {
    places.push((text) => ({
      edit: source.insertBefore(source.lines.length + 1, text),
      line: source.lines.length + 1,
    }));
  }
  let tries = 0;
  const shape = shapeOf(cycle);
  for (const place of places) {
    for (const statement of statements) {
      if (tries++ >= MAX_TRIES) return [];
      const made = place(statement);
      if (made === null) continue;
      const after = yield* subject.tryOut([made.edit]);
      if (after === null || !sameLines(subject.facts, after)) continue;
      if (after.cycles.some((other) => shapeOf(other) === shape)) continue;
      return [fix(`Break the cycle: ${statement} (line ${made.line})`, [made.edit])];
    }
  }
  return [];
}
