// Containers that only grow. The difficulty is not to cry wolf: a list filled at the start and used afterwards, a memo
// that is read, a registry that is looped over are all well. The rule:
//
// - the container is held to the end by something that lives as long as the program: a global, a class, a function's
//   default or closure, or it is the cache of functools.lru_cache;
// - it grew inside a function, in at least three different calls of it (what module code fills, it fills once);
// - nothing was ever taken out, and nothing was ever read: no loop over it, no index, no print, not passed on and not
//   given another name. Measuring it (len, sys.getsizeof) and looking whether a key is there is not reading; finding the
//   key is. A cache may find what it looks for in one of ten lookups and is still a leak: it remembers for nothing;
// - and it keeps something alive that would otherwise be gone.
//
// A cache of lru_cache leaks when it is unbounded (or not full yet), never or hardly ever answers, and keeps objects
// alive; or when what it keeps alive are the instances whose method is cached, whatever it answers.

import type { ContainerFact, ContainerUse } from '../session/survey/facts';
import type { Finding, Place } from '../session/workerProtocol';
import type { Source } from './source';
import { plural } from './source';
import type { Subject } from './subject';

const MIN_CALLS = 3;
/** Bytes that only the container keeps. Below, it is not worth a word. */
const MIN_KEPT = 150;
/** A cache of lru_cache that nobody profits from: numbers and short texts are cheap to keep. */
const MIN_CACHE_KEPT = 2048;

export function* leaks({ source, facts }: Subject): Generator<void, Finding[]> {
  const uses = new Map(facts.uses.map((use) => [use.serial, use]));
  const findings: Finding[] = [];
  for (const container of facts.containers) {
    const use = uses.get(container.serial);
    const text =
      container.info !== undefined ? cacheLeak(container) : use === undefined ? null : growthLeak(container, use);
    if (text === null) continue;
    const { place } = placeOf(source, container);
    const adds = use?.adds ?? [];
    findings.push({
      code: 'leak',
      severity: 'warning',
      message: text,
      place,
      related: adds.map((add) => ({
        place: { line: add.line },
        message: `it grew here ${plural(add.count, 'time')}, in ${plural(add.calls, 'call')}`,
      })),
    });
  }
  yield* [];
  return findings;
}

function keeps(container: ContainerFact): string {
  const kinds = container.keeps.slice(0, 3).map(({ type, count }) => `${count.toLocaleString('en')} ${type}`);
  return `${plural(container.kept, 'byte')}${kinds.length > 0 ? ` (${kinds.join(', ')})` : ''}`;
}

function growthLeak(container: ContainerFact, use: ContainerUse): string | null {
  const calls = use.adds.reduce((sum, add) => Math.max(sum, add.calls), 0);
  const added = use.adds.reduce((sum, add) => sum + add.count, 0);
  if (calls < MIN_CALLS || added < MIN_CALLS || use.moduleAdds > added) return null;
  if (use.removals > 0 || use.reads > 0 || use.hits * 10 > Math.max(container.length, use.misses)) return null;
  if (container.kept < MIN_KEPT) return null;
  const who = {
    global: `The global \`${container.name}\``,
    class: `The class attribute \`${container.name}\``,
    default: `The default argument \`${container.name}\``,
    closure: `\`${container.name}\`, in a closure,`,
    lru_cache: '',
  }[container.owner];
  const cache =
    use.misses > 0
      ? ` It was asked ${plural(use.hits + use.misses, 'time')} and had the answer ${use.hits === 0 ? 'never' : plural(use.hits, 'time')}.`
      : '';
  return (
    `${who} only grows: ${plural(container.length, 'item')} from ${plural(calls, 'call')}, nothing ever taken out or ` +
    `read.${cache} It keeps ${keeps(container)} alive to the end of the program.`
  );
}

function cacheLeak(container: ContainerFact): string | null {
  const { hits, misses, maxsize, heldSelf } = container.info!;
  const bounded = maxsize >= 0 && container.length >= maxsize;
  if (bounded || container.length === 0) return null;
  const size = `${plural(container.length, 'entry', 'entries')}, ${plural(hits, 'hit')}, ${plural(misses, 'miss', 'misses')}`;
  if (heldSelf !== null && container.length >= 2) {
    return (
      `The cache of ${container.name}() keeps instances of ${heldSelf} alive: a cached method has \`self\` in its keys ` +
      `(${size}). It keeps ${keeps(container)} alive to the end of the program.`
    );
  }
  if (container.length < MIN_CALLS || hits * 10 > container.length || container.kept < MIN_CACHE_KEPT) return null;
  if (
    !container.keeps.some(({ type }) => !['int', 'str', 'float', 'tuple', 'bool', 'bytes', 'complex'].includes(type)) &&
    container.kept < 16 * MIN_CACHE_KEPT
  )
    return null;
  return (
    `The cache of ${container.name}() only grows and hardly ever answers (${size}). It keeps ${keeps(container)} ` +
    'alive to the end of the program.'
  );
}

/** Where the container was made; for a cache, its function. */
function placeOf(source: Source, container: ContainerFact): { place: Place } {
  if (container.owner === 'lru_cache') {
    const name = container.name.slice(container.name.lastIndexOf('.') + 1);
    const found = source.functions.find(
      ({ node, firstLine }) => node.name === name && firstLine <= container.born.line + 1,
    );
    if (found !== undefined) return { place: source.placeOfName(found.node) };
  }
  return { place: { line: Math.max(1, container.born.line) } };
}
