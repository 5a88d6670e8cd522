// The first part of starting an interpreter: a clean realm, and all static types. What makes the modules (vm/pylifecycle.ts)
// comes after it. Follows pycore_interp_init and _PyTypes_InitTypes, CPython 3.13.

import { resetRuntime } from '../heap/runtime';
import { readyModuleTypes } from './moduletype';
import { PyBaseObject_Type } from './objecttype';
import { PyType_Type } from './typeobject';
import { _PyStaticType_InitBuiltin, resetStaticType } from './typeready';
import { staticTypes } from './typestruct';
import { genericTypes } from './typevarobject';

/**
 * Forgets whatever ran in this realm before and makes every type of `staticTypes` ready, from its spec: their dicts,
 * descriptors, bases and MROs are new objects. Nothing may be allocated before this is called.
 *
 * Order: fields of all types are set first, since the objects that readying makes are instances of types that are not ready
 * themselves; then object, type, and the rest as their modules were evaluated, each after its base.
 */
export function Py_InitializeTypes(): void {
  resetRuntime();
  for (let i = 0; i < staticTypes.length; i++) resetStaticType(staticTypes[i]!);
  ready(PyBaseObject_Type);
  ready(PyType_Type);
  for (let i = 0; i < staticTypes.length; i++) ready(staticTypes[i]!);
  // _Py_initialize_generic.
  if (readyModuleTypes(null, ...genericTypes) < 0) throw new Error('the types of typing are not ready');
}

function ready(type: (typeof staticTypes)[number]): void {
  if (_PyStaticType_InitBuiltin(type) < 0) throw new Error(`type ${type.tp_name} is not ready`);
}
