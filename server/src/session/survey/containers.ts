// Containers that something long-lived holds when the program ends: globals, attributes of classes, defaults, closures,
// and the caches of functools.lru_cache.

import type { PyCellObject } from '../../objects/cellstruct';
import { PyDict_Check, PyDict_Next } from '../../objects/dictobject';
import type { PyDictObject } from '../../objects/dictstruct';
import { visitEdges } from '../../objects/edges';
import type { PyCodeObject } from '../../objects/codestruct';
import type { PyFunctionObject } from '../../objects/funcstruct';
import { PyFunction_Check } from '../../objects/funcobject';
import { PyList_Check } from '../../objects/listobject';
import type { PyListObject } from '../../objects/liststruct';
import type { PyObject } from '../../objects/object';
import { PyAnySet_Check } from '../../objects/setobject';
import { PyType_Check } from '../../objects/typeobject';
import type { PyTypeObject } from '../../objects/typestruct';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import { PyUnicode_Check } from '../../objects/unicodeobject';
import { isAtom, sizeOf, typeName } from '../describe';
import { isFurniture } from './cycleSearch';
import type { ContainerFact } from './facts';
import type { Observer } from './observe';
import { keptOnlyBy } from './retained';

const MIN_LENGTH = 3;

export function lengthOf(op: PyObject): number {
  if (PyList_Check(op)) return (op as PyListObject).ob_item.length;
  if (PyDict_Check(op)) return (op as PyDictObject).ma_used;
  if (PyAnySet_Check(op)) return (op as PyObject & { used: number }).used;
  // A bounded deque forgets by itself.
  if (op.ob_type.tp_name === 'collections.deque') {
    const deque = op as PyObject & { ob_size: number; maxlen: number };
    return deque.maxlen < 0 ? deque.ob_size : -1;
  }
  return -1;
}

interface LruCache extends PyObject {
  cache: PyDictObject | null;
  hits: number;
  misses: number;
  maxsize: number;
  func: PyObject | null;
}

/** Candidates for a leak, with what each keeps alive. Call it on the program as it stands at its end. */
export function containersAtEnd(observer: Observer, path: string): { fact: ContainerFact; op: PyObject }[] {
  const found: { fact: ContainerFact; op: PyObject }[] = [];
  const seen = new Set<PyObject>();
  const add = (op: PyObject, name: string, owner: ContainerFact['owner']): void => {
    const birth = observer.births.get(op);
    if (birth === undefined || seen.has(op)) return;
    const cache = owner === 'lru_cache' ? (op as LruCache) : null;
    const length = cache !== null ? (cache.cache?.ma_used ?? 0) : lengthOf(op);
    if (length < MIN_LENGTH && cache === null) return;
    seen.add(op);
    const kept = keptOnlyBy(op, (to) => isFurniture(to) || PyFunction_Check(to));
    if (kept === null) return;
    const types = new Map<string, number>();
    let bytes = 0;
    for (const item of kept) {
      bytes += sizeOf(item);
      if (item.ob_type.tp_name.endsWith('_lru_list_elem')) continue;
      types.set(typeName(item), (types.get(typeName(item)) ?? 0) + 1);
    }
    found.push({
      op,
      fact: {
        serial: birth.serial,
        type: typeName(op),
        name,
        owner,
        born: birth.at,
        length,
        kept: bytes,
        keeps: [...types].map(([type, count]) => ({ type, count })).sort((a, b) => b.count - a.count),
        ...(cache === null
          ? {}
          : {
              info: {
                hits: cache.hits,
                misses: cache.misses,
                maxsize: cache.maxsize,
                heldSelf: heldSelf(cache, new Set(kept)),
              },
            }),
      },
    });
  };
  const visited = new Set<PyObject>();
  const look = (op: PyObject, name: string, owner: ContainerFact['owner'], depth: number): void => {
    if (visited.has(op) || depth > 4) return;
    visited.add(op);
    if (op.ob_type.tp_name === 'functools._lru_cache_wrapper') {
      add(op, name, 'lru_cache');
      const { func } = op as LruCache;
      if (func !== null) look(func, name, owner, depth + 1);
    } else if (PyFunction_Check(op)) lookIntoFunction(op as PyFunctionObject, name, depth);
    else if (PyType_Check(op)) {
      const type = op as PyTypeObject;
      if (type.spec !== null || observer.births.get(type) === undefined || type.tp_dict === null) return;
      PyDict_Next(type.tp_dict, (key, value) => {
        const text = (key as PyUnicodeObject).str;
        if (!text.startsWith('__') || PyFunction_Check(value)) look(value, `${name}.${text}`, 'class', depth + 1);
      });
    } else if (op.ob_type.tp_name === 'staticmethod' || op.ob_type.tp_name === 'classmethod') {
      visitEdges(op, (to, _kind, label) => {
        if (label === '__func__') look(to, name, owner, depth + 1);
      });
    } else if (lengthOf(op) >= 0) add(op, name, owner);
  };
  const lookIntoFunction = (func: PyFunctionObject, name: string, depth: number): void => {
    const code = func.func_code as PyCodeObject;
    if ((code.co_filename as PyUnicodeObject).str !== path) return;
    const { unit } = code;
    const defaults = func.func_defaults?.ob_item ?? [];
    for (const [i, value] of defaults.entries())
      look(value!, `${name}(${unit.co_localsplusnames[unit.co_argcount - defaults.length + i]})`, 'default', depth + 1);
    if (func.func_kwdefaults !== null)
      PyDict_Next(func.func_kwdefaults, (key, value) =>
        look(value, `${name}(${(key as PyUnicodeObject).str})`, 'default', depth + 1),
      );
    const free = unit.co_localsplusnames.slice(
      unit.co_localsplusnames.length - (func.func_closure?.ob_item.length ?? 0),
    );
    for (const [i, cell] of (func.func_closure?.ob_item ?? []).entries()) {
      const value = (cell as PyCellObject).ob_ref;
      if (value !== null) look(value, free[i]!, 'closure', depth + 1);
    }
  };
  if (observer.globals !== null)
    PyDict_Next(observer.globals, (key, value) => {
      const name = PyUnicode_Check(key) ? (key as PyUnicodeObject).str : '';
      if (!name.startsWith('__')) look(value, name, 'global', 0);
    });
  return found;
}

/** The class of the instances that only the cache keeps, because they are the `self` of a cached method. */
function heldSelf(cache: LruCache, kept: Set<PyObject>): string | null {
  let type: string | null = null;
  let count = 0;
  if (cache.cache === null) return null;
  PyDict_Next(cache.cache, (key) => {
    visitEdges(key, (to, _kind, label) => {
      if (label === 0 && !isAtom(to) && to.ob_type.spec === null && !PyType_Check(to) && kept.has(to)) {
        type = typeName(to);
        count++;
      }
    });
  });
  return count > 0 ? type : null;
}
