// The second pass of a survey: some cycles are known; when was each of their references made, what were their members
// called then, and since when did nothing else reach them?

import type { PyDictObject } from '../../objects/dictstruct';
import type { _PyInterpreterFrame } from '../../objects/framestruct';
import type { PyObject } from '../../objects/object';
import type { GCObserver } from '../../heap/gc';
import type { Watcher } from '../program';
import { refersTo } from './cycleSearch';
import type { At } from './facts';
import { namesNow } from './names';
import type { SeenCircle } from './observe';
import { Position } from './position';

export interface Tracked {
  seen: SeenCircle;
  objects: (PyObject | null)[];
  group: Map<number, PyObject | null>;
  holds: boolean[];
  made: (At | null)[];
  closed: At | null;
  /** By member, at the moment it was closed; null: no name. `direct`: a plain variable. */
  names: ({ text: string; direct: boolean } | null)[];
  /** When the count of any member last changed. */
  changed: At | null;
  /** That was because a function ended: at this line of it. */
  changedByReturn: At | null;
  counts: number;
  done: boolean;
}

/** Watches a replay for the circles, numbering births as the observer did. */
export class Tracker {
  readonly tracked: Tracked[];
  private readonly wanted = new Map<number, (op: PyObject) => void>();
  private readonly position: Position;
  private globals: PyDictObject | null = null;
  private serial = 0;
  /** A function of the user's ended at this line since the last look. */
  private left: At | null = null;
  private readonly living = new Set<PyObject>();

  constructor(
    path: string,
    circles: readonly SeenCircle[],
    private readonly sourceLine: (line: number) => string,
  ) {
    this.position = new Position(path);
    this.tracked = circles.map((seen) => ({
      seen,
      objects: seen.serials.map(() => null),
      group: new Map(seen.group.map((serial) => [serial, null])),
      holds: seen.serials.map(() => false),
      made: seen.serials.map(() => null),
      closed: null,
      names: seen.serials.map(() => null),
      changed: null,
      changedByReturn: null,
      counts: -1,
      done: false,
    }));
    for (const circle of this.tracked) {
      for (const [i, serial] of circle.seen.serials.entries()) this.want(serial, (op) => (circle.objects[i] = op));
      for (const serial of circle.seen.group) this.want(serial, (op) => circle.group.set(serial, op));
    }
  }

  private want(serial: number, take: (op: PyObject) => void): void {
    const before = this.wanted.get(serial);
    this.wanted.set(
      serial,
      before === undefined
        ? take
        : (op) => {
            before(op);
            take(op);
          },
    );
  }

  readonly watcher: Watcher = {
    line: (step, frame, lineno) => {
      this.globals ??= frame.f_globals;
      this.check(frame);
      this.position.enter(step, lineno);
    },
    call: (frame) => {
      if (this.position.isOwn(frame)) this.check(this.position.ownFrame());
    },
    return: (frame) => this.leave(frame),
    unwind: (frame) => this.leave(frame),
    yield: (frame) => this.leave(frame),
    resume: (frame) => {
      this.check(frame);
      this.position.resume(frame);
    },
    born: (op) => {
      if (!this.position.started) return;
      const take = this.wanted.get(++this.serial);
      if (take === undefined) return;
      take(op);
      this.living.add(op);
    },
    dying: (op) => {
      if (!this.living.delete(op)) return;
      for (const circle of this.tracked) {
        const i = circle.objects.indexOf(op);
        if (i >= 0) circle.done = true;
      }
    },
  };

  /** What a collection is about to take is whole no more: what happens to it from now on is the collector's doing. */
  readonly gc: Partial<GCObserver> & Pick<GCObserver, 'separated'> = {
    separated: (_reachable, unreachable) => {
      for (const circle of this.tracked) {
        const first = circle.objects[0];
        if (circle.closed !== null && first != null && unreachable.includes(first)) circle.done = true;
      }
    },
  };

  private leave(frame: _PyInterpreterFrame): void {
    if (!this.position.isOwn(frame)) return;
    this.check(frame);
    this.left = this.position.at;
    this.position.leave(frame);
  }

  /** After the run. */
  finish(): void {
    this.check(null);
  }

  private check(frame: _PyInterpreterFrame | null): void {
    if (!this.position.started) return;
    for (const circle of this.tracked) {
      if (circle.done) continue;
      const { seen, objects, holds } = circle;
      // What the collector took was whole until then.
      if (seen.found !== null && this.position.step > seen.found.step) {
        circle.done = true;
        continue;
      }
      let changed = false;
      for (let i = 0; i < objects.length; i++) {
        const from = objects[i];
        const to = objects[(i + 1) % objects.length];
        if (from == null || to == null) continue;
        const now = refersTo(from, to);
        if (now === holds[i]) continue;
        holds[i] = now;
        if (now) {
          changed = true;
          circle.made[i] = this.position.at;
        }
      }
      if (changed && holds.every((h) => h)) {
        circle.closed = this.position.at;
        const names = namesNow(
          this.position,
          frame ?? this.position.ownFrame(),
          this.globals,
          this.sourceLine(this.position.line),
        );
        circle.names = objects.map((op) => names.get(op!) ?? null);
      }
      if (circle.closed === null) continue;
      let counts = 0;
      for (const op of circle.group.values()) if (op !== null) counts += op.ob_refcnt;
      if (counts !== circle.counts) {
        circle.counts = counts;
        circle.changed = this.position.at;
        circle.changedByReturn = this.left;
      }
    }
    this.left = null;
  }
}
