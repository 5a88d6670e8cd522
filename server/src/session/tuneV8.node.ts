// V8 settings for a process that runs the engine. Set before the engine's code is loaded; they hold for the whole process.

import { setFlagsFromString } from 'node:v8';

/** Without effect on what is computed: when and how V8 optimises. */
export function tuneV8(): void {
  // Places of the eval loop see objects of many classes; beyond this count V8 falls back to a hash table for each access.
  setFlagsFromString('--max-valid-polymorphic-map-count=24');
  // The eval loop is large; by default V8 waits the longer the larger a function is.
  setFlagsFromString('--bytecode-size-allowance-per-tick=5000');
  // Objects of a program are many and mostly die soon: room for them before the first collection by V8.
  setFlagsFromString('--min-semi-space-size=16');
}
