// Counts of the program's objects at a few moments of a replay: enough for a sparkline without another replay.

import type { PyObject } from '../objects/object';
import type { Sample } from './hover/sparkline';
import type { ObjectRegistry } from './objectRegistry';

const SAMPLES = 64;
/** Objects born later than this many others are not sampled. */
const OBJECTS = 4096;

export class CountSampler {
  private readonly every: number;
  private readonly objects: PyObject[] = [];
  /** Where an object is in `objects`, by serial number. */
  private readonly index = new Map<number, number>();
  private readonly samples: { step: number; counts: Int32Array }[] = [];

  /** `imports`: by line from 0, whether it begins an import; what is made meanwhile is not the program's. */
  constructor(
    private readonly registry: ObjectRegistry,
    private readonly imports: readonly boolean[],
    steps: number,
  ) {
    this.every = Math.max(1, Math.ceil(steps / SAMPLES));
  }

  born(op: PyObject): void {
    if (this.objects.length >= OBJECTS || this.registry.line === 0 || this.imports[this.registry.line - 1] === true)
      return;
    this.index.set(op.ob_serial, this.objects.length);
    this.objects.push(op);
  }

  line(step: number): void {
    if (step % this.every !== 0) return;
    const n = this.objects.length;
    const counts = new Int32Array(n);
    for (let i = 0; i < n; i++) counts[i] = this.objects[i]!.ob_refcnt;
    this.samples.push({ step, counts });
  }

  /** The samples since it was born; of an object that lives. */
  of(serial: number): Sample[] {
    const i = this.index.get(serial);
    if (i === undefined) return [];
    return this.samples.filter((s) => i < s.counts.length).map((s) => ({ step: s.step, count: s.counts[i]! }));
  }
}
