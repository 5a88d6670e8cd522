// The quick fix for a cycle that makes its back edge weak: a property with a setter that keep a weakref.ref, so that the
// rest of the program stays as it is. Offered only when the changed program, tried out, prints the same and has no such
// cycle any more.

import type { ClassDef } from '../ast/nodes';
import type { CycleEdge, CycleFact, Facts } from '../session/survey/facts';
import type { Edit, Fix } from '../session/workerProtocol';
import type { Source } from './source';
import { isFunction } from './source';
import type { Subject } from './subject';
import { fix, sameLines, shapeOf } from './subject';

/** What references to an owner are usually called. */
const backwards =
  /^_*(parent|owner|prev|previous|back|root|container|outer|up|master|manager|registry|subject|observed|source|boss|creator|host|tail|last)s?$/i;
const MAX_TRIES = 3;

export function* weakrefFixes(subject: Subject, cycle: CycleFact): Generator<void, Fix[]> {
  const candidates = cycle.edges
    // What is no instance of the user's (a bound method, a list) has no other holder: a weak reference would be dead.
    .filter((edge) => edge.attribute !== null && subject.source.classes.some((c) => c.node.name === edge.targetType))
    .map((edge) => ({ edge, rank: rankOf(edge, cycle) }))
    .sort((a, b) => b.rank - a.rank);
  let tries = 0;
  for (const { edge } of candidates) {
    if (tries++ >= MAX_TRIES) break;
    const edits = weakEdits(subject.source, edge);
    if (edits === null) continue;
    const after = yield* subject.tryOut(edits);
    if (after === null || !sameLines(subject.facts, after)) continue;
    // Weak, it kept nothing alive that something else does not keep.
    if (cycle.state === 'reachable' && !sameSurvivors(subject.facts, after)) continue;
    const shape = shapeOf(cycle);
    if (after.cycles.some((other) => shapeOf(other) === shape)) continue;
    return [fix(`Make ${edge.ownerType}.${edge.attribute} a weak reference`, edits)];
  }
  return [];
}

function sameSurvivors(before: Facts, after: Facts): boolean {
  return before.classes.every(
    (c) => after.classes.find((other) => other.name === c.name && other.made === c.made)?.left === c.left,
  );
}

function rankOf(edge: CycleEdge, cycle: CycleFact): number {
  let rank = 0;
  if (backwards.test(edge.attribute!)) rank += 10;
  // The reference that came last closed the cycle.
  if (edge.made !== null && edge.made.step === cycle.closed?.step) rank += 2;
  if (/^_*(children|child|next|items|nodes|left|right|first|head)$/i.test(edge.attribute!)) rank -= 5;
  return rank;
}

/** The class whose own statement sets `self.attribute`, from the owner's class upwards. */
function classWith(source: Source, name: string, attribute: string): ClassDef | null {
  const seen = new Set<string>();
  let current: string | null = name;
  let first: ClassDef | null = null;
  while (current !== null && !seen.has(current)) {
    seen.add(current);
    const node: ClassDef | undefined = source.classes.find((c) => c.node.name === current)?.node;
    if (node === undefined) break;
    first ??= node;
    if (new RegExp(`\\bself\\.${attribute}\\b`).test(source.textOf(node))) return node;
    const base: ClassDef['bases'][number] | undefined = node.bases[0];
    current = base?.kind === 'Name' ? base.id : null;
  }
  return first;
}

function weakEdits(source: Source, edge: CycleEdge): Edit[] | null {
  const attribute = edge.attribute!;
  if (attribute.startsWith('__')) return null;
  const node = classWith(source, edge.ownerType, attribute);
  if (node === null || node.body[0]!.lineno === node.lineno) return null;
  // Somebody has already thought about this attribute.
  if (node.body.some((s) => isFunction(s) && s.name === attribute)) return null;
  if (node.body.some((s) => s.kind === 'AnnAssign' && s.target.kind === 'Name' && s.target.id === attribute))
    return null;
  const hidden = attribute.startsWith('_') ? `${attribute}_ref` : `_${attribute}`;
  if (new RegExp(`\\b${hidden}\\b`).test(source.text)) return null;
  const edits: Edit[] = [];
  for (const statement of node.body) {
    if (statement.kind !== 'Assign' || statement.targets[0]?.kind !== 'Name' || statement.targets[0].id !== '__slots__')
      continue;
    const text = source.textOf(statement);
    const slot = new RegExp(`(['"])${attribute}\\1`);
    if (!slot.test(text)) return null;
    edits.push(source.replace(statement, text.replace(slot, `$1${hidden}$1`)));
  }
  const target = source.classes.find((c) => c.node.name === edge.targetType)?.node;
  const slots = target?.body.find(
    (s) => s.kind === 'Assign' && s.targets[0]?.kind === 'Name' && s.targets[0].id === '__slots__',
  );
  // Its instances can't be weakly referenced: not for a quick fix to decide.
  if (slots !== undefined && !source.textOf(slots).includes('__weakref__')) return null;

  const indent = source.indentOf(node.body[0]!.lineno);
  const unit = source.indentUnit;
  const { newline } = source;
  const lines = [
    '',
    '@property',
    `def ${attribute}(self):`,
    `${unit}return None if self.${hidden} is None else self.${hidden}()`,
    '',
    `@${attribute}.setter`,
    `def ${attribute}(self, value):`,
    `${unit}self.${hidden} = None if value is None else weakref.ref(value)`,
  ];
  const text = lines.map((line) => (line === '' ? '' : indent + line)).join(newline);
  edits.push(source.insertAfter(node.end_lineno, text));
  edits.push(...source.importEdit('weakref'));
  return edits;
}
