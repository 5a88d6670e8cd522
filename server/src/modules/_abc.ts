// The _abc module: abstract base classes' registries and caches. Follows Modules/_abc.c, CPython 3.13.

import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { PyObject_GC_UnTrack, _PyObject_GC_TRACK } from '../heap/gclists';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { onRuntimeReset } from '../heap/runtime';
import * as A from '../objects/abstract';
import { PyBool_FromLong, Py_False, Py_True } from '../objects/boolobject';
import { PyObject_CallMethodNoArgs, PyObject_CallMethodOneArg } from '../objects/call';
import { PyDict_DelItem, PyDict_GetItemWithError } from '../objects/dictobject';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Occurred, PyErr_SetString } from '../objects/errors';
import { PyExc_AssertionError, PyExc_RuntimeError, PyExc_TypeError } from '../objects/exceptions';
import { _PyArg_CheckPositional } from '../objects/getargs';
import type { PyListObject } from '../objects/liststruct';
import { PyList_Check } from '../objects/listobject';
import { PyLong_AsLong, PyLong_CheckExact, PyLong_FromLong } from '../objects/longobject';
import { PyCFunction_NewEx } from '../objects/methodobject';
import { PyModule_Create } from '../objects/moduleobject';
import { PyObject } from '../objects/object';
import {
  PyObject_GetAttr,
  PyObject_GetOptionalAttr,
  PyObject_IsTrue,
  PyObject_SetAttr,
  Py_None,
  Py_NotImplemented,
} from '../objects/objectprotocol';
import {
  PyFrozenSet_New,
  PySet_Add,
  PySet_Clear,
  PySet_Contains,
  PySet_Discard,
  PySet_New,
  PySet_Size,
  _PySet_NextEntry,
  set_next_key,
} from '../objects/setobject';
import type { PySetObject } from '../objects/setstruct';
import { PyTuple_Check, PyTuple_FromArraySteal } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import { _PyObject_IsAbstract } from '../objects/descrobject';
import { PyType_Check, _PyType_GetSubclasses } from '../objects/typeobject';
import type { PyTypeObject } from '../objects/typestruct';
import {
  METH_FASTCALL,
  METH_NOARGS,
  METH_O,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
  Py_TPFLAGS_MAPPING,
  Py_TPFLAGS_SEQUENCE,
  defineType,
  method,
} from '../objects/typestruct';
import { _Py_ID } from '../objects/unicodeobject';
import { PyWeakref_NewRef, _PyWeakref_GET_REF } from '../objects/weakrefobject';
import type { PyWeakReference } from '../objects/weakrefstruct';

/** Counts registrations: a newer one makes negative caches stale. */
let invalidation_counter: number;
onRuntimeReset(() => {
  invalidation_counter = 0;
});

type SetField = 'registry' | 'cache' | 'negative_cache';
const FIELDS: SetField[] = ['registry', 'cache', 'negative_cache'];

/** What an ABC keeps in `_abc_impl`; its sets hold weak references. */
class AbcData extends PyObject {
  registry: PyObject | null;
  cache: PyObject | null;
  negative_cache: PyObject | null;
  version: number;
  constructor(type: PyTypeObject) {
    super(type);
    this.registry = null;
    this.cache = null;
    this.negative_cache = null;
    this.version = invalidation_counter;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

function clear(self: AbcData): void {
  for (const field of FIELDS) {
    const set = self[field];
    self[field] = null;
    Py_XDECREF(set);
  }
}

// A heap type in C; its instances' reference to it is left out here, as the type never dies before them.
const AbcData_Type: PyTypeObject = defineType({
  tp_name: '_abc._abc_data',
  tp_basicsize: 48,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_dealloc: (self: AbcData) => {
    PyObject_GC_UnTrack(self);
    clear(self);
    PyObject_GC_Del(self);
  },
  tp_traverse: (self: AbcData, visit) => {
    for (const field of FIELDS) if (self[field] !== null) visit(self[field]!);
  },
  tp_clear: clear,
  edges: (self: AbcData, emit) => {
    for (const field of FIELDS) if (self[field] !== null) emit(self[field]!, 'field', `_abc_${field}`);
  },
});

/** The class's AbcData, owned. */
function _get_impl(self: PyObject): Owned<AbcData> | null {
  const impl = PyObject_GetAttr(self, _Py_ID('_abc_impl'));
  if (impl === null || impl.ob_type === AbcData_Type) return impl as AbcData | null;
  Py_DECREF(impl);
  return PyErr_SetString(PyExc_TypeError, '_abc_impl is set to a wrong type');
}

function _in_weak_set(set: PyObject | null, obj: PyObject): number {
  if (set === null || PySet_Size(set) === 0) return 0;
  const ref = PyWeakref_NewRef(obj, null);
  if (ref === null) {
    if (!PyErr_ExceptionMatches(PyExc_TypeError)) return -1;
    PyErr_Clear();
    return 0;
  }
  const res = PySet_Contains(set, ref);
  Py_DECREF(ref);
  return res;
}

/** Callback of a weak reference in one of the sets: takes itself out. */
const destroyDef = method('_destroy', METH_O, (setweakref: PyObject, objweakref: PyObject) => {
  const set = _PyWeakref_GET_REF(setweakref as PyWeakReference);
  if (set === null) return Py_NewRef(Py_None);
  const r = PySet_Discard(set, objweakref);
  Py_DECREF(set);
  return r < 0 ? null : Py_NewRef(Py_None);
});

function _add_to_weak_set(impl: AbcData, field: SetField, obj: PyObject): number {
  impl[field] ??= PySet_New(null);
  const set = impl[field];
  if (set === null) return -1;
  const wr = PyWeakref_NewRef(set, null);
  if (wr === null) return -1;
  const destroy_cb = PyCFunction_NewEx(destroyDef, wr, null);
  const ref = destroy_cb === null ? null : PyWeakref_NewRef(obj, destroy_cb);
  if (destroy_cb !== null) Py_DECREF(destroy_cb);
  if (ref === null) {
    Py_DECREF(wr);
    return -1;
  }
  const ret = PySet_Add(set, ref);
  Py_DECREF(wr);
  Py_DECREF(ref);
  return ret;
}

function resetter(fields: SetField[]) {
  return (_m: PyObject, self: PyObject): PyObject | null => {
    const impl = _get_impl(self);
    if (impl === null) return null;
    for (const field of fields) if (impl[field] !== null) PySet_Clear(impl[field]!);
    Py_DECREF(impl);
    return Py_NewRef(Py_None);
  };
}

function _get_dump(_m: PyObject, self: PyObject): PyObject | null {
  const impl = _get_impl(self);
  if (impl === null) return null;
  const res = PyTuple_FromArraySteal([...FIELDS.map((f) => PySet_New(impl[f])!), PyLong_FromLong(impl.version)]);
  Py_DECREF(impl);
  return res;
}

/** Adds `key` to `abstracts` if `value` is abstract: −1 with an exception. */
function addIfAbstract(abstracts: PyObject, key: PyObject, value: PyObject): number {
  const is_abstract = _PyObject_IsAbstract(value);
  if (is_abstract <= 0) return is_abstract;
  return PySet_Add(abstracts, key);
}

function directAbstracts(self: PyObject, abstracts: PyObject): number {
  const ns = PyObject_GetAttr(self, _Py_ID('__dict__'));
  if (ns === null) return -1;
  const items = A.PyMapping_Items(ns);
  if (items === null) {
    Py_DECREF(ns);
    return -1;
  }
  let ret = 0;
  for (const pair of (items as PyListObject).ob_item) {
    const [key, value] = (pair as PyTupleObject).ob_item as [PyObject, PyObject];
    Py_NewRef(key);
    ret = addIfAbstract(abstracts, key, value);
    Py_DECREF(key);
    if (ret < 0) break;
  }
  Py_DECREF(ns);
  Py_DECREF(items);
  return ret;
}

function inheritedAbstracts(self: PyObject, abstracts: PyObject): number {
  const bases = PyObject_GetAttr(self, _Py_ID('__bases__'));
  if (bases === null) return -1;
  if (!PyTuple_Check(bases)) {
    PyErr_SetString(PyExc_TypeError, '__bases__ is not tuple');
    Py_DECREF(bases);
    return -1;
  }
  let ret = 0;
  for (const base of (bases as PyTupleObject).ob_item) {
    const found: { value: PyObject | null } = { value: null };
    ret = PyObject_GetOptionalAttr(base, _Py_ID('__abstractmethods__'), found);
    if (ret < 0) break;
    ret = 0;
    if (found.value === null) continue;
    const iter = A.PyObject_GetIter(found.value);
    Py_DECREF(found.value);
    if (iter === null) {
      ret = -1;
      break;
    }
    for (;;) {
      const key = A.PyIter_Next(iter);
      if (key === null) break;
      const attr: { value: PyObject | null } = { value: null };
      ret = PyObject_GetOptionalAttr(self, key, attr);
      if (attr.value !== null) {
        ret = addIfAbstract(abstracts, key, attr.value);
        Py_DECREF(attr.value);
      }
      Py_DECREF(key);
      if (ret < 0) break;
      ret = 0;
    }
    Py_DECREF(iter);
    if (ret < 0 || PyErr_Occurred()) {
      ret = -1;
      break;
    }
  }
  Py_DECREF(bases);
  return ret;
}

function compute_abstract_methods(self: PyObject): number {
  const abstracts = PyFrozenSet_New(null);
  if (abstracts === null) return -1;
  let ret = directAbstracts(self, abstracts);
  if (ret >= 0) ret = inheritedAbstracts(self, abstracts);
  if (ret >= 0) ret = PyObject_SetAttr(self, _Py_ID('__abstractmethods__'), abstracts);
  Py_DECREF(abstracts);
  return ret;
}

const COLLECTION_FLAGS = Py_TPFLAGS_SEQUENCE | Py_TPFLAGS_MAPPING;

function _abc_init(_m: PyObject, self: PyObject): PyObject | null {
  if (compute_abstract_methods(self) < 0) return null;
  const data = PyObject_GC_New(new AbcData(AbcData_Type), 48);
  _PyObject_GC_TRACK(data);
  const r = PyObject_SetAttr(self, _Py_ID('_abc_impl'), data);
  Py_DECREF(data);
  if (r < 0) return null;
  if (PyType_Check(self)) {
    const cls = self as PyTypeObject;
    const flags = PyDict_GetItemWithError(cls.tp_dict!, _Py_ID('__abc_tpflags__'));
    if (flags === null) {
      if (PyErr_Occurred()) return null;
    } else {
      if (PyLong_CheckExact(flags)) {
        const val = PyLong_AsLong(flags);
        if (val === -1 && PyErr_Occurred()) return null;
        if ((val & COLLECTION_FLAGS) === COLLECTION_FLAGS) {
          return PyErr_SetString(
            PyExc_TypeError,
            '__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING',
          );
        }
        cls.tp_flags |= val & COLLECTION_FLAGS;
      }
      if (PyDict_DelItem(cls.tp_dict!, _Py_ID('__abc_tpflags__')) < 0) return null;
    }
  }
  return Py_NewRef(Py_None);
}

function set_collection_flag_recursive(child: PyTypeObject, flag: number): void {
  if ((child.tp_flags & Py_TPFLAGS_IMMUTABLETYPE) !== 0 || (child.tp_flags & COLLECTION_FLAGS) === flag) return;
  child.tp_flags = (child.tp_flags & ~COLLECTION_FLAGS) | flag;
  const grandchildren = _PyType_GetSubclasses(child);
  if (grandchildren === null) return;
  for (const grandchild of (grandchildren as PyListObject).ob_item)
    set_collection_flag_recursive(grandchild as PyTypeObject, flag);
  Py_DECREF(grandchildren);
}

function _abc_register(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('_abc_register', args.length, 2, 2)) return null;
  const [self, subclass] = args as [PyObject, PyObject];
  if (!PyType_Check(subclass)) return PyErr_SetString(PyExc_TypeError, 'Can only register classes');
  let result = A.PyObject_IsSubclass(subclass, self);
  if (result !== 0) return result > 0 ? Py_NewRef(subclass) : null;
  result = A.PyObject_IsSubclass(self, subclass);
  if (result > 0) return PyErr_SetString(PyExc_RuntimeError, 'Refusing to create an inheritance cycle');
  if (result < 0) return null;
  const impl = _get_impl(self);
  if (impl === null) return null;
  const added = _add_to_weak_set(impl, 'registry', subclass);
  Py_DECREF(impl);
  if (added < 0) return null;
  invalidation_counter++;
  if (PyType_Check(self)) {
    const flag = (self as PyTypeObject).tp_flags & COLLECTION_FLAGS;
    if (flag !== 0) set_collection_flag_recursive(subclass as PyTypeObject, flag);
  }
  return Py_NewRef(subclass);
}

function _abc_instancecheck(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('_abc_instancecheck', args.length, 2, 2)) return null;
  const [self, instance] = args as [PyObject, PyObject];
  const impl = _get_impl(self);
  if (impl === null) return null;
  const subclass = PyObject_GetAttr(instance, _Py_ID('__class__'));
  if (subclass === null) {
    Py_DECREF(impl);
    return null;
  }
  const result = instancecheck(impl, self, instance, subclass);
  Py_DECREF(impl);
  Py_DECREF(subclass);
  return result;
}
function instancecheck(impl: AbcData, self: PyObject, instance: PyObject, subclass: PyObject): PyObject | null {
  let incache = _in_weak_set(impl.cache, subclass);
  if (incache !== 0) return incache < 0 ? null : Py_NewRef(Py_True);
  const subtype = instance.ob_type;
  if ((subtype as PyObject) === subclass) {
    if (impl.version === invalidation_counter) {
      incache = _in_weak_set(impl.negative_cache, subclass);
      if (incache !== 0) return incache < 0 ? null : Py_NewRef(Py_False);
    }
    return PyObject_CallMethodOneArg(self, _Py_ID('__subclasscheck__'), subclass);
  }
  const result = PyObject_CallMethodOneArg(self, _Py_ID('__subclasscheck__'), subclass);
  if (result === null) return null;
  const truth = PyObject_IsTrue(result);
  if (truth > 0) return result;
  Py_DECREF(result);
  return truth < 0 ? null : PyObject_CallMethodOneArg(self, _Py_ID('__subclasscheck__'), subtype);
}

function _abc_subclasscheck(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('_abc_subclasscheck', args.length, 2, 2)) return null;
  const [self, subclass] = args as [PyObject, PyObject];
  if (!PyType_Check(subclass)) return PyErr_SetString(PyExc_TypeError, 'issubclass() arg 1 must be a class');
  const impl = _get_impl(self);
  if (impl === null) return null;
  const r = subclasscheck(impl, self, subclass);
  Py_DECREF(impl);
  return r < 0 ? null : PyBool_FromLong(r);
}
/** 1, 0, −1: the steps of C's function, numbered as there. */
function subclasscheck(impl: AbcData, self: PyObject, subclass: PyObject): number {
  // 1, 2: caches.
  let incache = _in_weak_set(impl.cache, subclass);
  if (incache !== 0) return incache;
  if (impl.version < invalidation_counter) {
    if (impl.negative_cache !== null && PySet_Clear(impl.negative_cache) < 0) return -1;
    impl.version = invalidation_counter;
  } else {
    incache = _in_weak_set(impl.negative_cache, subclass);
    if (incache !== 0) return incache < 0 ? -1 : 0;
  }
  // 3: the hook.
  const ok = PyObject_CallMethodOneArg(self, _Py_ID('__subclasshook__'), subclass);
  if (ok === null) return -1;
  Py_DECREF(ok);
  if (ok === Py_True) return _add_to_weak_set(impl, 'cache', subclass) < 0 ? -1 : 1;
  if (ok === Py_False) return _add_to_weak_set(impl, 'negative_cache', subclass) < 0 ? -1 : 0;
  if (ok !== Py_NotImplemented) {
    PyErr_SetString(PyExc_AssertionError, '__subclasshook__ must return either False, True, or NotImplemented');
    return -1;
  }
  // 4: direct subclass.
  if ((subclass as PyTypeObject).tp_mro!.ob_item.includes(self))
    return _add_to_weak_set(impl, 'cache', subclass) < 0 ? -1 : 1;
  // 5: registered classes.
  const registered = checkRegistry(impl, subclass);
  if (registered !== 0) return registered;
  // 6: subclasses.
  const subclasses = PyObject_CallMethodNoArgs(self, _Py_ID('__subclasses__'));
  if (subclasses === null) return -1;
  if (!PyList_Check(subclasses)) {
    PyErr_SetString(PyExc_TypeError, '__subclasses__() must return a list');
    Py_DECREF(subclasses);
    return -1;
  }
  let result = 0;
  for (const scls of (subclasses as PyListObject).ob_item) {
    Py_NewRef(scls);
    const r = A.PyObject_IsSubclass(subclass, scls);
    Py_DECREF(scls);
    if (r !== 0) {
      result = r;
      break;
    }
  }
  if (result > 0 && _add_to_weak_set(impl, 'cache', subclass) < 0) result = -1;
  else if (result === 0 && _add_to_weak_set(impl, 'negative_cache', subclass) < 0) result = -1;
  Py_DECREF(subclasses);
  return result;
}

function checkRegistry(impl: AbcData, subclass: PyObject): number {
  const direct = _in_weak_set(impl.registry, subclass);
  if (direct !== 0) return direct;
  if (impl.registry === null || PySet_Size(impl.registry) === 0) return 0;
  // A callback may take an entry out: go over a snapshot.
  const copy: PyObject[] = [];
  const registry = impl.registry as PySetObject;
  for (let pos = _PySet_NextEntry(registry, 0); pos >= 0; pos = _PySet_NextEntry(registry, pos))
    copy.push(Py_NewRef(set_next_key));
  let ret = 0;
  for (const ref of copy) {
    const rkey = _PyWeakref_GET_REF(ref as PyWeakReference);
    if (rkey === null) continue;
    const r = A.PyObject_IsSubclass(subclass, rkey);
    Py_DECREF(rkey);
    if (r < 0) ret = -1;
    else if (r > 0) ret = _add_to_weak_set(impl, 'cache', subclass) < 0 ? -1 : 1;
    if (ret !== 0) break;
  }
  for (const ref of copy) Py_DECREF(ref);
  return ret;
}

export function PyInit__abc(): Owned<PyObject> | null {
  return PyModule_Create({
    m_name: '_abc',
    m_doc: 'Module contains faster C implementation of abc.ABCMeta',
    m_methods: [
      method('get_cache_token', METH_NOARGS, () => PyLong_FromLong(invalidation_counter), '($module, /)'),
      method('_abc_init', METH_O, _abc_init, '($module, self, /)'),
      method('_reset_registry', METH_O, resetter(['registry']), '($module, self, /)'),
      method('_reset_caches', METH_O, resetter(['cache', 'negative_cache']), '($module, self, /)'),
      method('_get_dump', METH_O, _get_dump, '($module, self, /)'),
      method('_abc_register', METH_FASTCALL, _abc_register, '($module, self, subclass, /)'),
      method('_abc_instancecheck', METH_FASTCALL, _abc_instancecheck, '($module, self, instance, /)'),
      method('_abc_subclasscheck', METH_FASTCALL, _abc_subclasscheck, '($module, self, subclass, /)'),
    ],
  });
}
