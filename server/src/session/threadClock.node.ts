// How much processor time this thread has had, where the system tells: what a program's budget is counted in, so that a
// busy machine does not make a program too slow.

import { closeSync, openSync, readSync } from 'node:fs';

const FRESH_MILLISECONDS = 40;

/** Milliseconds of processor time of the calling thread, at most a little too large; null where it is not to be had. */
export function threadClock(): (() => number) | null {
  const buffer = Buffer.alloc(64);
  const read = (): number => {
    // "NANOSECONDS-ON-CPU …"; opened each time, as the file is that of the thread that opens it.
    const file = openSync('/proc/thread-self/schedstat', 'r');
    const length = readSync(file, buffer, 0, buffer.length, 0);
    closeSync(file);
    return Number(buffer.toString('latin1', 0, length).split(' ')[0]) / 1e6;
  };
  try {
    if (!(read() > 0)) return null;
  } catch {
    return null;
  }
  let wall = -Infinity;
  let spent = 0;
  return () => {
    const now = performance.now();
    if (now - wall > FRESH_MILLISECONDS) {
      spent = read();
      wall = now;
    }
    return spent + (now - wall);
  };
}
