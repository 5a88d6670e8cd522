// The environment variables of the simulated process, as C code sees them: os.environ is a copy that writes through.

import { onRuntimeReset } from '../heap/runtime';
import { host } from './host';

let changed: Map<string, string | null>;
onRuntimeReset(() => {
  changed = new Map();
});

export function getenv(name: string): string | null {
  return changed.get(name) ?? (changed.has(name) ? null : (host.environ?.[name] ?? null));
}
/** null: it does not exist any more. */
export function setenv(name: string, value: string | null): void {
  changed.set(name, value);
}
export function getenvAll(): [string, string][] {
  const all = new Map(Object.entries(host.environ ?? {}));
  for (const [name, value] of changed) {
    if (value === null) all.delete(name);
    else all.set(name, value);
  }
  return [...all];
}
