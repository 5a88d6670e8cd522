// Buffers with views that can't be resized: a BufferError raised, or one that waits.

import type { expr } from '../ast/nodes';
import type { ExportFact } from '../session/survey/facts';
import type { Finding } from '../session/workerProtocol';
import type { Source } from './source';
import { dotted, walk } from './source';
import type { Subject } from './subject';

const resizers = new Set('append extend insert pop remove clear'.split(' '));

/** Lines that change the length of what `name` names. */
function resizesOf(source: Source, name: string): number[] {
  const lines = new Set<number>();
  const isIt = (e: expr): boolean => dotted(e) === name;
  walk(source.tree, (node) => {
    const n = node as unknown as { kind: string; lineno: number; func: expr; target: expr; targets: expr[] };
    if (n.kind === 'Call' && n.func.kind === 'Attribute' && resizers.has(n.func.attr) && isIt(n.func.value))
      lines.add(n.lineno);
    else if (n.kind === 'AugAssign' && isIt(n.target)) lines.add(n.lineno);
    else if (n.kind === 'Delete' && n.targets.some((t) => t.kind === 'Subscript' && isIt(t.value))) lines.add(n.lineno);
  });
  return [...lines];
}

function viewsText({ views }: ExportFact): string {
  const names = views.map((view) => (view.name === null ? `a ${view.type}` : `\`${view.name}\``));
  if (names.length === 0) return 'a view of it';
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(' and ');
}

export function* bufferExports({ source, facts }: Subject): Generator<void, Finding[]> {
  const findings: Finding[] = [];
  const lines = new Set<number>();
  for (const fact of facts.exports) {
    const related = fact.views
      .filter((view) => view.born.line > 0)
      .map((view) => ({ place: { line: view.born.line }, message: `${view.name ?? view.type} was made here` }));
    if (fact.raised) {
      if (
        fact.name !== null &&
        fact.at.line > 0 &&
        !source.line(fact.at.line).includes(fact.name.split(/[.[]/)[0]!) &&
        facts.exports.length > 1
      )
        continue;
      if (lines.has(fact.at.line)) continue;
      lines.add(fact.at.line);
      findings.push({
        code: 'export',
        severity: 'warning',
        message:
          `BufferError: ${fact.name === null ? `this ${fact.type}` : `\`${fact.name}\``} can't be resized while ` +
          `${viewsText(fact)} ${fact.views.length > 1 ? 'show' : 'shows'} its memory. Release the view first (\`with memoryview(…)\` or .release()).`,
        place: { line: fact.at.line },
        related,
      });
    } else if (fact.name !== null) {
      const resizes = resizesOf(source, fact.name).filter((line) => !lines.has(line));
      if (resizes.length === 0) continue;
      for (const line of resizes) {
        findings.push({
          code: 'export',
          severity: 'hint',
          message:
            `A BufferError waits here: \`${fact.name}\` still has ${viewsText(fact)} at the end, and while it has, ` +
            'it can’t be resized. Release the view first.',
          place: { line },
          related,
        });
      }
    }
  }
  yield* [];
  return findings;
}
