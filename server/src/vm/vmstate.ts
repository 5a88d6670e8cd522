// The eval loop's own state: how much the program may still do before it is asked for.
import { onRuntimeReset } from '../heap/runtime';

export const vmstate = {
  /**
   * Counts down at each function entry, generator resume and backward jump; below zero the loop calls `outOfTicks`. The
   * unit of the instruction budget: the same program always passes the same ticks.
   */
  ticks: 0,
  /** Ticks taken so far, without those of the current slice. */
  ticksBefore: 0,
  slice: 0,
  /** Where the loop, left at the end of a slice, goes on: a code unit of the current frame. */
  reentry: 0,
};

/** How often (in ticks) the embedder is asked. */
const SLICE = 1 << 10;

/** Called after each slice with the ticks so far. May throw (BudgetExhausted, a park) or return. */
let outOfTicks: (ticks: number) => void = () => undefined;

onRuntimeReset(() => {
  vmstate.ticksBefore = 0;
  vmstate.slice = SLICE;
  vmstate.ticks = SLICE;
});

/** Sets what is called every `slice` ticks: a budget, a check for cancellation. Chosen when a run starts. */
export function setTickHandler(handler: (ticks: number) => void, slice = SLICE): void {
  outOfTicks = handler;
  vmstate.slice = slice;
  vmstate.ticks = slice;
}
/** Ticks since the run began. */
export function ticksTaken(): number {
  return vmstate.ticksBefore + vmstate.slice - vmstate.ticks;
}
/** The countdown ran out: a new slice begins, and the embedder is asked. */
export function nextSlice(): void {
  vmstate.ticksBefore += vmstate.slice;
  vmstate.ticks = vmstate.slice;
  outOfTicks(vmstate.ticksBefore);
}
