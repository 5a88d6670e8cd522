// An object's count over the whole run: a replay that looks at it before every line.

import type { PyObject } from '../../objects/object';
import type { CountHistory } from '../../protocol/heapProtocol';
import { Park } from '../program';
import type { ProviderSession } from './session';

/** More changes than this are not sent: a drawing has fewer pixels. */
const MAX_POINTS = 20_000;

/** Changes of the count of the object with this serial number, in [birth, death or end]. */
export function countHistory(session: ProviderSession, serial: number): CountHistory {
  const steps: number[] = [];
  const counts: number[] = [];
  const lines: number[] = [];
  let op: PyObject | null = null;
  let last = -1;
  let birthStep = 0;
  let at = 0;
  const note = (step: number, count: number): void => {
    if (count === last || steps.length >= MAX_POINTS) return;
    last = count;
    steps.push(step);
    counts.push(count);
    lines.push(step > 0 ? session.lineAt(step - 1) : 0);
  };
  session.observe((serialOf) => ({
    born: (born) => {
      if (op === null && serialOf(born) === serial) {
        op = born;
        birthStep = at;
      }
    },
    line: (step) => {
      at = step;
      if (op === null || (step <= birthStep && step > 0)) return;
      // A free list may have given the same record to another object meanwhile.
      note(step, serialOf(op) === serial ? Math.max(0, op.ob_refcnt) : 0);
      if (last === 0) throw new Park(step);
    },
  }));
  if (op !== null && last !== 0) note(session.steps, Math.max(0, (op as PyObject).ob_refcnt));
  return { steps, counts, lines };
}
