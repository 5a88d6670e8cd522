// The objects of a watched run, numbered in order of birth: what makes "list #12" the same object in every replay.

import type { PyObject } from '../objects/object';

/** Serial numbers of objects made before the program's first line begin here. */
export const OLD_SERIAL = 2 ** 40;

export interface Birth {
  readonly step: number;
  /** 0 before the program's first line. */
  readonly line: number;
}

/** Grows as needed; numbers beyond what was written read as 0. */
export class Int32List {
  private values = new Int32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Int32Array(2 * this.length);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length++] = value;
  }
  at(index: number): number {
    return this.values[index] ?? 0;
  }
  truncate(length: number): void {
    this.length = Math.min(this.length, length);
  }
  view(): Int32Array {
    return this.values.subarray(0, this.length);
  }
}

/**
 * Hands out serial numbers: 1, 2, … from the program's first line on, OLD_SERIAL + k to what is older. Objects know their
 * own; here is the way back, and when and where each was made.
 */
export class ObjectRegistry {
  private readonly mine: (PyObject | null)[] = [null];
  private readonly old: (PyObject | null)[] = [];
  private readonly birthSteps = new Int32List();
  private readonly birthLines = new Int32List();
  private started = false;
  /** Where the program is: set before each line. */
  step = -1;
  line = 0;

  constructor() {
    this.birthSteps.push(0);
    this.birthLines.push(0);
  }

  /** The program's first line is about to run. */
  start(): void {
    this.started = true;
  }

  born(op: PyObject): void {
    if (this.started) {
      op.ob_serial = this.mine.length;
      this.mine.push(op);
      this.birthSteps.push(this.step < 0 ? 0 : this.step);
      this.birthLines.push(this.line);
    } else {
      op.ob_serial = OLD_SERIAL + this.old.length;
      this.old.push(op);
    }
  }
  dying(op: PyObject): void {
    const serial = op.ob_serial;
    if (serial >= OLD_SERIAL) this.old[serial - OLD_SERIAL] = null;
    else if (serial > 0) this.mine[serial] = null;
  }

  /** How many objects the program has made so far. */
  get madeCount(): number {
    return this.mine.length - 1;
  }

  /** 0 for objects that were never born: the interpreter's static data. */
  serialOf(op: PyObject): number {
    return op.ob_serial;
  }
  /** Made since the program's first line. */
  isMine(op: PyObject): boolean {
    return op.ob_serial > 0 && op.ob_serial < OLD_SERIAL;
  }
  /** The living object of that number. */
  object(serial: number): PyObject | undefined {
    return (serial >= OLD_SERIAL ? this.old[serial - OLD_SERIAL] : this.mine[serial]) ?? undefined;
  }
  birth(op: PyObject): Birth | undefined {
    const serial = op.ob_serial;
    if (serial === 0) return undefined;
    if (serial >= OLD_SERIAL) return { step: 0, line: 0 };
    return { step: this.birthSteps.at(serial), line: this.birthLines.at(serial) };
  }
  /** Line of birth of each of the program's own objects, dead ones too, by serial number. */
  lines(): Int32Array {
    return this.birthLines.view();
  }

  /** The living objects: older ones first, each group in order of birth. */
  *living(): Iterable<PyObject> {
    for (const op of this.old) if (op !== null) yield op;
    yield* this.livingMine();
  }
  *livingMine(): Iterable<PyObject> {
    for (const op of this.mine) if (op !== null) yield op;
  }
}
