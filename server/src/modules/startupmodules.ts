// Modules that a real start-up has imported before the first line of a script (site and what it needs). Here they are
// loaded when a program first asks for them; to the program that must look as if they had always been there: their
// loading starts no collection and is not counted, it leaves the free lists alone, and whoever is referred to by other
// start-up modules has these references whether or not those are loaded.

import { gc_list_merge } from '../heap/gc';
import { gc_list_new, gcstate } from '../heap/gclists';
import { withEmptyFreeLists } from '../heap/freelists';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF } from '../heap/refcount';
import { registerRoots } from '../heap/roots';
import { onRuntimeReset } from '../heap/runtime';
import { PyDict_GetItemString } from '../objects/dictobject';
import type { PyDictObject } from '../objects/dictstruct';
import type { PyObject } from '../objects/object';
import { STARTUP_REFERENCES } from './startupreferences';

const STARTUP_MODULES: ReadonlySet<string> = new Set(
  (
    'sys builtins _frozen_importlib _imp _thread _warnings _weakref _io marshal posix _frozen_importlib_external time ' +
    'zipimport _codecs codecs encodings.aliases encodings encodings.utf_8 _signal _abc abc io _stat stat ' +
    '_collections_abc genericpath posixpath os.path os _sitebuiltins encodings.utf_8_sig site'
  ).split(' '),
);

/** An object with references from start-up modules that are not loaded: `missing` of its count. */
interface Referred {
  op: PyObject;
  missing: number;
  /** Its count when nothing more had referred to it. */
  count: number;
}
let referred: Referred[];
let loading: boolean;
onRuntimeReset(() => {
  referred = [];
  loading = false;
});

// The references that only exist in a real start-up.
registerRoots((visit) => {
  for (const { op, missing } of referred) for (let i = 0; i < missing; i++) visit(op);
});

/**
 * Adds the references that `module`, just made, and what is in it have from other start-up modules. `held`: references
 * to the module that will go when its import is over.
 */
export function addStartupReferences(name: string, module: PyObject, held = 0): void {
  const table = STARTUP_REFERENCES[name];
  if (table === undefined) return;
  for (const [attribute, missing] of Object.entries(table)) {
    const op = attribute === '' ? module : PyDict_GetItemString(module.ob_dict as PyDictObject, attribute);
    if (op === null) continue;
    for (let i = 0; i < missing; i++) Py_INCREF(op);
    referred.push({ op, missing, count: op.ob_refcnt - (op === module ? held : 0) });
  }
}

export function isStartupModule(name: string): boolean {
  return STARTUP_MODULES.has(name);
}

/** Runs `load`, which imports `name`: outside the program's time if that is a start-up module. */
export function loadModule(name: string, load: () => Owned<PyObject> | null): Owned<PyObject> | null {
  if (!STARTUP_MODULES.has(name)) return load();
  if (loading) {
    const module = load();
    if (module !== null) addStartupReferences(name, module, 1);
    return module;
  }
  loading = true;
  for (const entry of referred) entry.count = entry.op.ob_refcnt;
  const young = gcstate.generations[0]!;
  const counts = gcstate.generations.map((generation) => generation.count);
  const wasCollecting = gcstate.collecting;
  gcstate.collecting = true;
  const program = gc_list_new();
  gc_list_merge(young.head, program);
  const module = withEmptyFreeLists(load);
  gc_list_merge(young.head, gcstate.generations[1]!.head);
  gc_list_merge(program, young.head);
  gcstate.collecting = wasCollecting;
  for (const [i, count] of counts.entries()) gcstate.generations[i]!.count = count;
  if (module !== null) addStartupReferences(name, module, 1);
  for (const entry of referred) {
    const now = entry.op.ob_refcnt - (entry.op === module ? 1 : 0);
    const come = Math.min(entry.missing, Math.max(0, now - entry.count));
    for (let i = 0; i < come; i++) Py_DECREF(entry.op);
    entry.missing -= come;
  }
  loading = false;
  return module;
}
