// Modules that a real start-up has imported before the first line of a script. Here they are imported when first asked
// for, so that a program that needs none pays for none; but the collector's books must look as if they had always been
// there: their objects are old, they have counted towards no collection, and the free lists are as they were.

import { withEmptyFreeLists } from '../heap/freelists';
import { gc_list_merge } from '../heap/gc';
import { gc_list_new, gcstate } from '../heap/gclists';

/** sys.modules of CPython 3.13 when a script starts, without those written in C. */
const STARTUP_MODULES = new Set([
  '_abc',
  '_codecs',
  '_collections_abc',
  '_frozen_importlib',
  '_frozen_importlib_external',
  '_imp',
  '_io',
  '_signal',
  '_sitebuiltins',
  '_stat',
  '_thread',
  '_warnings',
  '_weakref',
  'abc',
  'codecs',
  'encodings',
  'encodings.aliases',
  'encodings.utf_8',
  'errno',
  'genericpath',
  'io',
  'marshal',
  'os',
  'os.path',
  'posix',
  'posixpath',
  'site',
  'stat',
  'time',
  'zipimport',
]);

export function isStartupModule(name: string): boolean {
  return STARTUP_MODULES.has(name);
}

/** Runs `load` so that the collector takes what it makes for part of the start-up. */
export function asPartOfStartup<T>(load: () => T): T {
  const [young, old] = gcstate.generations;
  const mine = gc_list_new();
  gc_list_merge(young!.head, mine);
  const { count } = young!;
  const { enabled } = gcstate;
  gcstate.enabled = false;
  const result = withEmptyFreeLists(load);
  gcstate.enabled = enabled;
  gc_list_merge(young!.head, old!.head);
  gc_list_merge(mine, young!.head);
  young!.count = count;
  return result;
}
