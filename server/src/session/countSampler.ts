// Counts of the program's objects at a few moments of a replay: enough for a sparkline without another replay.

import type { Sample } from './hover/sparkline';
import type { ObjectRegistry } from './objectRegistry';

const SAMPLES = 64;
/** Objects born later than this many others are not sampled. */
const OBJECTS = 4096;

export class CountSampler {
  private readonly every: number;
  private readonly samples: { step: number; counts: Int32Array }[] = [];

  constructor(
    private readonly registry: ObjectRegistry,
    steps: number,
  ) {
    this.every = Math.max(1, Math.ceil(steps / SAMPLES));
  }

  line(step: number): void {
    if (step % this.every !== 0) return;
    const n = Math.min(OBJECTS, this.registry.madeCount);
    const counts = new Int32Array(n + 1);
    for (let serial = 1; serial <= n; serial++) counts[serial] = this.registry.object(serial)?.ob_refcnt ?? 0;
    this.samples.push({ step, counts });
  }

  of(serial: number): Sample[] {
    return this.samples
      .filter((s) => serial < s.counts.length)
      .map((s) => ({ step: s.step, count: s.counts[serial]! }));
  }
}
