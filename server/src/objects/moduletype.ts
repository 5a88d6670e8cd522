// Types that belong to a module written in TypeScript: they come to life when the module is first imported.
// Deviation: most of them are heap types in CPython 3.13 (immutable, made by PyType_FromModuleAndSpec); here they are
// static: immortal, not seen by the collector, and their instances hold no reference to them.

import { IMMORTAL_REFCNT } from '../heap/header';
import { staticAddress } from '../heap/obmalloc';
import { PyType_Ready } from './typeobject';
import { resetStaticType } from './typeready';
import type { TypeSpec } from './typestruct';
import { PyTypeObject } from './typestruct';

/** Writes down a type, like defineType, without listing it among those that every interpreter starts with. */
export function defineModuleType(spec: TypeSpec): PyTypeObject {
  const type = new PyTypeObject(null, spec);
  type.ob_addr = staticAddress(416);
  type.ob_refcnt = IMMORTAL_REFCNT;
  return type;
}

/** Called by a module's initialisation, once per interpreter. 0, or −1 with an exception. */
export function readyModuleTypes(...types: PyTypeObject[]): number {
  for (const type of types) resetStaticType(type);
  for (const type of types) if (PyType_Ready(type) < 0) return -1;
  return 0;
}
