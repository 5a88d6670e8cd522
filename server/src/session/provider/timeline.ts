// The timeline: smallest and largest of each bucket, from a pyramid of pairs; marks gathered by bucket.

import { pack } from '../../protocol/heapCodec';
import type { Bulk, Generation, MarkKind, Timeline, TimelineMark, TimelineQuery } from '../../protocol/heapProtocol';
import type { ProviderSession } from './session';

/** Min and max of a long series over any range in O(log n): each level holds pairs of the one below. */
export class Pyramid {
  private readonly levels: { min: Float64Array; max: Float64Array }[];

  constructor(values: Float64Array) {
    this.levels = [{ min: values, max: values }];
    for (let below = this.levels[0]!; below.min.length > 1;) {
      const n = Math.ceil(below.min.length / 2);
      const level = { min: new Float64Array(n), max: new Float64Array(n) };
      for (let i = 0; i < n; i++) {
        const b = Math.min(2 * i + 1, below.min.length - 1);
        level.min[i] = Math.min(below.min[2 * i]!, below.min[b]!);
        level.max[i] = Math.max(below.max[2 * i]!, below.max[b]!);
      }
      this.levels.push(level);
      below = level;
    }
  }

  get length(): number {
    return this.levels[0]!.min.length;
  }

  /** Smallest and largest of [from, to); to > from. */
  range(from: number, to: number): [number, number] {
    let low = Infinity;
    let high = -Infinity;
    for (let i = from; i < to;) {
      let level = 0;
      while (level + 1 < this.levels.length && i % (2 << level) === 0 && i + (2 << level) <= to) level++;
      low = Math.min(low, this.levels[level]!.min[i >> level]!);
      high = Math.max(high, this.levels[level]!.max[i >> level]!);
      i += 1 << level;
    }
    return [low, high];
  }
}

export interface SeriesPair {
  bytes: Pyramid;
  objects: Pyramid;
}

/** State at the end, step `steps`, is like the last line's beginning where the session recorded nothing for it. */
export function pyramids(session: ProviderSession): SeriesPair {
  const make = (values: ArrayLike<number>): Pyramid => {
    const n = session.steps + 1;
    const full = new Float64Array(n);
    for (let i = 0; i < n; i++) full[i] = values[Math.min(i, values.length - 1)] ?? 0;
    return new Pyramid(full);
  };
  const { witness } = session;
  return { bytes: make(witness?.ownBytes ?? []), objects: make(witness?.ownObjects ?? []) };
}

/** `cycles`: marks of cycles, where they are known. */
export function timeline(
  session: ProviderSession,
  series: SeriesPair,
  q: TimelineQuery,
  cycles: readonly TimelineMark[] = [],
): Timeline {
  const length = series.bytes.length;
  const from = Math.max(0, Math.min(Math.floor(q.from), length - 1));
  const to = Math.max(from + 1, Math.min(Math.floor(q.to), length));
  const count = Math.max(1, Math.min(Math.floor(q.buckets), to - from));
  const column = (pyramid: Pyramid): { min: Bulk<'f64'>; max: Bulk<'f64'> } => {
    const min = new Float64Array(count);
    const max = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      const a = from + Math.floor((i * (to - from)) / count);
      const b = Math.max(a + 1, from + Math.floor(((i + 1) * (to - from)) / count));
      [min[i], max[i]] = pyramid.range(a, b) as [number, number];
    }
    return { min: pack('f64', min, 'base64'), max: pack('f64', max, 'base64') };
  };
  return {
    from,
    to,
    buckets: count,
    series: { bytes: column(series.bytes), objects: column(series.objects) },
    marks: marks(session, cycles, from, to, count),
  };
}

function marks(
  session: ProviderSession,
  cycles: readonly TimelineMark[],
  from: number,
  to: number,
  buckets: number,
): TimelineMark[] {
  const { witness } = session;
  const all: TimelineMark[] = (witness?.collections ?? []).map((c) => ({
    kind: 'collection' as MarkKind,
    step: c.step,
    count: 1,
    text: `gen ${c.generation}${c.reason === 'asked' ? ', asked for' : ''}: ${c.collected} of ${c.examined} freed`,
    generation: Math.min(2, Math.max(0, c.generation)) as Generation,
  }));
  for (const list of [witness?.marks ?? [], session.marks ?? [], cycles]) for (const mark of list) all.push(mark);
  const merged = new Map<string, TimelineMark>();
  for (const mark of all) {
    if (mark.step < from || mark.step >= to) continue;
    const bucket = Math.floor(((mark.step - from) * buckets) / (to - from));
    const key = `${mark.kind} ${mark.generation ?? ''} ${bucket}`;
    const old = merged.get(key);
    if (old === undefined) merged.set(key, mark);
    else merged.set(key, { ...old, count: old.count + mark.count, text: `${old.count + mark.count} here` });
  }
  return [...merged.values()].sort((a, b) => a.step - b.step);
}
