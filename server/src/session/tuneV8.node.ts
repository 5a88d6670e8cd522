// V8 settings for a process that runs the engine. Set before the engine's code is loaded, in the worker that will run it: they
// hold for the whole process at once, and V8 takes Node's own code cache only where nothing was set yet.

import { setFlagsFromString } from 'node:v8';

/** Without effect on what is computed: when and how V8 optimises. */
export function tuneV8(): void {
  // Places of the eval loop see objects of many classes; beyond this count V8 falls back to a hash table for each access.
  setFlagsFromString('--max-valid-polymorphic-map-count=24');
  // The eval loop is large; by default V8 waits the longer the larger a function is.
  setFlagsFromString('--bytecode-size-allowance-per-tick=5000');
  // Small functions are not optimised before they are hot and stable: at a start most see their first few classes of
  // objects, and V8 would compile them again and again.
  setFlagsFromString('--max-bytecode-size-for-early-opt=0');
  // Objects of a program are many and mostly die soon: room for them comes at once, not step by step.
  setFlagsFromString('--semi-space-growth-factor=16');
}
