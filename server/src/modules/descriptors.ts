// File descriptors of the simulated machine that can be waited for: sockets. _socket and select share this.

import { onRuntimeReset } from '../heap/runtime';

/** What select, poll and epoll ask of a descriptor. */
export interface Waitable {
  readable(): boolean;
  writable(): boolean;
  /** The other end is gone. */
  hungUp(): boolean;
}

let open: Map<number, Waitable>;
let next: number;
onRuntimeReset(() => {
  open = new Map();
  next = 3;
});

/** The number under which `target` is known from now on. */
export function openDescriptor(target: Waitable): number {
  open.set(next, target);
  return next++;
}
export function closeDescriptor(fd: number): boolean {
  return open.delete(fd);
}
export function descriptor(fd: number): Waitable | undefined {
  return open.get(fd);
}
