// What benchmarks share: rows of the one table that `npm run bench` prints, and fair rounds against peers.

/** One line of the table. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  /** "ms", "KiB", "s", "bytes": less is better. "…/s": more is better. */
  readonly unit: string;
  /** The value may not be worse than this. */
  readonly limit?: number;
  /** What others needed for the same, in the same run and unit, by their name. */
  readonly peers?: Readonly<Record<string, number>>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/**
 * Measures contestants in turn, round after round, so that what else happens on the machine hits all of them alike.
 * @param contestants name → one measurement; gives its number (time, bytes)
 * @returns the median of each, by name
 */
export async function interleave(
  contestants: Readonly<Record<string, () => number | Promise<number>>>,
  rounds = 5,
): Promise<Record<string, number>> {
  const values: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, measure] of Object.entries(contestants)) (values[name] ??= []).push(await measure());
  }
  return Object.fromEntries(Object.entries(values).map(([name, all]) => [name, median(all)]));
}

/** CPU milliseconds of this process for a piece of work. */
export function cpu(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
