// The itertools module; its types are in itertools/. Follows Modules/itertoolsmodule.c, CPython 3.13.

import { Py_DECREF } from '../heap/refcount';
import { PyModule_AddType, PyModule_Create } from '../objects/moduleobject';
import { readyModuleTypes } from '../objects/moduletype';
import type { PyObject } from '../objects/object';
import { METH_FASTCALL, method } from '../objects/typestruct';
import { combinations_type, cwr_type, permutations_type, product_type } from './itertools/combinatoric';
import {
  _grouper_type,
  accumulate_type,
  batched_type,
  groupby_type,
  pairwise_type,
  ziplongest_type,
} from './itertools/grouping';
import {
  chain_type,
  compress_type,
  count_type,
  cycle_type,
  dropwhile_type,
  filterfalse_type,
  islice_type,
  repeat_type,
  starmap_type,
  takewhile_type,
} from './itertools/simple';
import { itertools_tee, tee_type, teedataobject_type } from './itertools/tee';

/** Makes the module: a new reference, or null with an exception. */
export function PyInit_itertools(): PyObject | null {
  const types = [
    accumulate_type,
    batched_type,
    chain_type,
    combinations_type,
    compress_type,
    count_type,
    cwr_type,
    cycle_type,
    dropwhile_type,
    filterfalse_type,
    groupby_type,
    _grouper_type,
    islice_type,
    pairwise_type,
    permutations_type,
    product_type,
    repeat_type,
    starmap_type,
    takewhile_type,
    tee_type,
    teedataobject_type,
    ziplongest_type,
  ];
  const module = PyModule_Create({
    m_name: 'itertools',
    m_exec: (module) => readyModuleTypes(module, ...types),
    m_doc: 'Functional tools for creating and using iterators.',
    m_methods: [
      method(
        'tee',
        METH_FASTCALL,
        itertools_tee,
        '($module, iterable, n=2, /)',
        'Returns a tuple of n independent iterators.',
      ),
    ],
  });
  if (module === null) return null;
  for (const type of types) {
    if (PyModule_AddType(module, type) < 0) {
      Py_DECREF(module);
      return null;
    }
  }
  return module;
}
