/** Min/max of a long series over any range, by pairs of pairs: a query costs O(buckets · log n), not O(n). */
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
      this.levels.push((below = level));
    }
  }

  get length(): number {
    return this.levels[0]!.min.length;
  }

  /** Smallest and largest of [from, to). */
  range(from: number, to: number): [number, number] {
    let low = Infinity;
    let high = -Infinity;
    for (let i = from, level = 0; i < to;) {
      level = 0;
      while (level + 1 < this.levels.length && i % (2 << level) === 0 && i + (2 << level) <= to) level++;
      const at = i >> level;
      low = Math.min(low, this.levels[level]!.min[at]!);
      high = Math.max(high, this.levels[level]!.max[at]!);
      i += 1 << level;
    }
    return [low, high];
  }

  buckets(from: number, to: number, wanted: number): { count: number; min: Float64Array; max: Float64Array } {
    const count = Math.max(1, Math.min(wanted, to - from));
    const min = new Float64Array(count);
    const max = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      const a = from + Math.floor((i * (to - from)) / count);
      const b = Math.max(a + 1, from + Math.floor(((i + 1) * (to - from)) / count));
      [min[i], max[i]] = this.range(a, b) as [number, number];
    }
    return { count, min, max };
  }
}
