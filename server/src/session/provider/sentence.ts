// What a step did, as a sentence: what was made, freed, bound and called, out of the difference between two views.

import type { HeapCell, HeapFrame, HeapObject, HeapView } from '../../protocol/heapProtocol';
import type { ProviderSession } from './session';

const MAX_PARTS = 3;
const MAX_NAMES = 3;

const nameOf = (o: HeapObject): string => (o.title === '' ? `${o.typeName} #${o.id}` : withKind(o));
function withKind(o: HeapObject): string {
  return o.title.startsWith('class ')
    ? o.title
    : o.typeName === 'function'
      ? `function ${o.title}`
      : `${o.typeName} ${o.title}`;
}

/** "Node #3 and list #4"; of many, how many of which type. */
function listed(objects: readonly HeapObject[]): string {
  if (objects.length <= MAX_NAMES) return joined(objects.map(nameOf));
  const types = new Map<string, number>();
  for (const o of objects) types.set(o.typeName, (types.get(o.typeName) ?? 0) + 1);
  const parts = [...types].sort((a, b) => b[1] - a[1]);
  const shown = parts.slice(0, MAX_NAMES).map(([type, n]) => `${n} ${type}`);
  const left = parts.slice(MAX_NAMES).reduce((sum, [, n]) => sum + n, 0);
  return `${objects.length} objects (${shown.join(', ')}${left > 0 ? `, ${left} others` : ''})`;
}
function joined(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`;
}

/** "head names Node #3", of names that came to name something else. */
function bindings(now: HeapFrame, before: HeapFrame | undefined, objects: ReadonlyMap<string, HeapObject>): string[] {
  const old = new Map((before?.names ?? []).map((cell) => [cell.label, cell]));
  const parts: string[] = [];
  const target = (cell: HeapCell): string => {
    const o = cell.kind === 'ref' ? objects.get(cell.target!) : undefined;
    return o === undefined ? (cell.text ?? 'something') : nameOf(o);
  };
  for (const cell of now.names) {
    if (cell.isNew !== true || before === undefined) continue;
    parts.push(`${cell.label} ${old.get(cell.label)?.kind === 'ref' ? 'now names' : 'names'} ${target(cell)}`);
  }
  for (const cell of old.values()) {
    const here = now.names.find((c) => c.label === cell.label);
    if ((here === undefined || here.kind === 'empty') && cell.kind !== 'empty') parts.push(`${cell.label} was unbound`);
  }
  return parts;
}

/** `now` with its changes marked. `before`: null at the first step. */
export function sentenceOf(session: ProviderSession, now: HeapView, before: HeapView | null): string {
  const { step, instruction = 0 } = now.info;
  const end = step >= session.steps;
  if (before === null || (step === 0 && instruction === 0))
    return end ? 'The program has ended.' : 'The program is about to begin.';
  const parts: string[] = [];
  // What a whole line saw is told of lines only.
  const seen = instruction > 0 ? -1 : step - 1;
  const note = session.witness?.collections.find((c) => c.ended === seen);
  const count = session.witness?.collections.filter((c) => c.ended === seen).length ?? 0;
  if (note !== undefined) {
    const why =
      note.reason === 'asked' ? 'gc.collect()' : `generation ${note.generation} was over its threshold: the collector`;
    parts.push(
      `${why} examined ${note.examined} objects and freed ${note.collected}${count > 1 ? `, and ran ${count - 1} times more` : ''}`,
    );
  }
  const marks = session.witness?.marks.filter((m) => m.step === seen) ?? [];
  for (const mark of marks.slice(0, 2)) {
    if (mark.kind === 'exception') parts.push(`raised ${mark.text}`);
    else if (mark.kind === 'callback') parts.push(mark.text);
  }
  const were = new Set(before.frames.map((f) => f.id));
  const are = new Set(now.frames.map((f) => f.id));
  const called = now.frames.filter((f) => !were.has(f.id));
  const returned = before.frames.filter((f) => !are.has(f.id));
  if (called.length > 0)
    parts.push(`called ${called.map((f) => (f.name.startsWith('<') ? f.name : `${f.name}()`)).join(', ')}`);
  else if (returned.length > 0 && !end) parts.push(`${returned.at(-1)!.name} returned`);
  const made = now.objects.filter((o) => o.flags.isNew && !o.flags.freed && !o.flags.library);
  const freed = now.objects.filter((o) => o.flags.freed && !o.flags.library);
  if (made.length > 0) parts.push(`made ${listed(made)}`);
  if (freed.length > 0) parts.push(`freed ${listed(freed)}`);
  const objects = new Map(now.objects.map((o) => [o.id, o]));
  for (const frame of now.frames) {
    if (parts.length >= MAX_PARTS) break;
    parts.push(
      ...bindings(
        frame,
        before.frames.find((f) => f.id === frame.id),
        objects,
      ).slice(0, 2),
    );
  }
  const lost = now.objects.filter(
    (o) => o.flags.garbage && before.objects.some((b) => b.id === o.id && !b.flags.garbage),
  );
  if (lost.length > 0)
    parts.unshift(
      `${lost.length === 1 ? 'one object' : `${lost.length} objects`} can no longer be reached, but still refer to each other`,
    );
  if (parts.length === 0) {
    const moved = now.objects.filter((o) => o.delta !== 0 && !o.flags.library && !o.title.startsWith('class '));
    for (const o of moved.slice(0, 2))
      parts.push(`${nameOf(o)} went from ${o.refcount - o.delta} to ${o.refcount} references`);
  }
  const what = instruction > 0 ? session.instructionText(step, instruction - 1) : `Line ${session.lineAt(step - 1)}`;
  const text = parts.length === 0 ? 'moved no reference' : parts.slice(0, MAX_PARTS).join('; ');
  return `${what}: ${text}${end ? '; the program has ended' : ''}.`;
}
