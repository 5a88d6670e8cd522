// The gc module, and what the collector asks of Python objects. Follows Modules/gcmodule.c and Python/gc.c, CPython 3.13.

import * as gc from '../heap/gc';
import { PyObject_IS_GC, _PyObject_GC_IS_TRACKED, gcstate } from '../heap/gclists';
import type { HeapObject } from '../heap/header';
import { GC_FINALIZED } from '../heap/header';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { registerRoots } from '../heap/roots';
import { heapObserver, onRuntimeReset } from '../heap/runtime';
import { PyBool_FromLong } from '../objects/boolobject';
import { PyObject_CallOneArg, PyObject_Vectorcall } from '../objects/call';
import { PyDict_CheckExact, PyDict_New, PyDict_SetItemString, _PyDict_MaybeUntrack } from '../objects/dictobject';
import {
  PyErr_Clear,
  PyErr_FormatUnraisable,
  PyErr_Occurred,
  PyErr_SetString,
  PyErr_WriteUnraisable,
} from '../objects/errors';
import { PyExc_ResourceWarning, PyExc_ValueError } from '../objects/exceptions';
import { warn_explicit } from './_warnings';
import { PySys_WriteStderr } from '../objects/sysdict';
import { clearAllFreeLists } from '../objects/freelists';
import { _PyArg_CheckPositional, _PyArg_UnpackKeywords, argParser } from '../objects/getargs';
import { PyList_Append, PyList_New } from '../objects/listobject';
import type { PyDictObject } from '../objects/dictstruct';
import type { PyListObject } from '../objects/liststruct';
import { PyLong_AsInt, PyLong_FromLong, PyNumber_AsSsize_t } from '../objects/longobject';
import { PyModule_AddIntConstant, PyModule_AddObjectRef, PyModule_Create } from '../objects/moduleobject';
import type { PyModuleDef } from '../objects/modulestruct';
import type { PyObject } from '../objects/object';
import { PyObject_Repr, Py_None } from '../objects/objectprotocol';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import { PyTuple_CheckExact, PyTuple_FromArraySteal, _PyTuple_MaybeUntrack } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, METH_VARARGS, method } from '../objects/typestruct';
import { PyUnicode_FromString } from '../objects/unicodeobject';
import type { PyWeakReference } from '../objects/weakrefstruct';
import { PyWeakref_Check, _PyWeakref_ClearRef, pointer, supportsWeakrefs } from '../objects/weakrefobject';

/** gc.garbage and gc.callbacks; owned by the interpreter. Null before the module's first import. */
let garbage: PyListObject | null;
let callbacks: PyListObject | null;
onRuntimeReset(() => {
  garbage = null;
  callbacks = null;
});

registerRoots((visit) => {
  if (garbage !== null) visit(garbage);
  if (callbacks !== null) visit(callbacks);
});

/** At the end of the program: says how much garbage nobody could collect, and lists it if asked to. */
export function _PyGC_DumpShutdownStats(): void {
  if ((gcstate.debug & gc.DEBUG_SAVEALL) !== 0 || garbage === null || garbage.ob_item.length === 0) return;
  const listed = (gcstate.debug & gc.DEBUG_UNCOLLECTABLE) !== 0;
  const hint = listed ? '' : '; use gc.set_debug(gc.DEBUG_UNCOLLECTABLE) to list them';
  const message = PyUnicode_FromString(`gc: ${garbage.ob_item.length} uncollectable objects at shutdown${hint}`);
  const name = PyUnicode_FromString('gc');
  if (warn_explicit(PyExc_ResourceWarning, message, name, 0, name, null, null, null) < 0) PyErr_WriteUnraisable(null);
  Py_DECREF(message);
  Py_DECREF(name);
  if (!listed) return;
  const repr = PyObject_Repr(garbage) as PyUnicodeObject | null;
  if (repr === null) PyErr_WriteUnraisable(garbage);
  else PySys_WriteStderr(`      ${repr.str}\n`);
  Py_XDECREF(repr);
}

/** Connects the collector to the objects. Once, when an interpreter starts. */
export function _PyGC_Init(): void {
  garbage = PyList_New(0);
  callbacks = PyList_New(0);
  gc.setGCClient({
    isWeakref: (op) => PyWeakref_Check(op as PyObject),
    supportsWeakrefs: (op) => supportsWeakrefs((op as PyObject).ob_type),
    firstWeakref: (op) => (op as PyObject).ob_weakreflist,
    clearWeakref: (ref) => _PyWeakref_ClearRef(ref as PyWeakReference),
    callbackOf: (ref) => (ref as PyWeakReference).wr_callback,
    runCallback: (ref) => {
      const callback = (ref as PyWeakReference).wr_callback!;
      if (heapObserver !== null) heapObserver.callback?.(ref);
      const result = PyObject_CallOneArg(callback, ref as PyObject);
      if (result === null) PyErr_WriteUnraisable(callback);
      else Py_DECREF(result);
    },
    finalize: (op) => op.ob_type.tp_finalize!(op as never),
    clear: (op) => {
      op.ob_type.tp_clear!(op as never);
      if (PyErr_Occurred()) PyErr_FormatUnraisable('Exception ignored in tp_clear of', (op as PyObject).ob_type);
    },
    appendGarbage: (op) => {
      if (PyList_Append(garbage!, op as PyObject) < 0) PyErr_Clear();
    },
    maybeUntrackTuple: (op) => _PyTuple_MaybeUntrack(op as PyTupleObject),
    maybeUntrackDict: (op) => _PyDict_MaybeUntrack(op as PyDictObject),
    isTuple: (op) => PyTuple_CheckExact(op as PyObject),
    isDict: (op) => PyDict_CheckExact(op as PyObject),
    clearFreeLists: clearAllFreeLists,
    debugLine: (text) => PySys_WriteStderr(text + '\n'),
    describe: (op) => `<${(op as PyObject).ob_type.tp_name} ${pointer(op as PyObject)}>`,
    invokeCallbacks,
  });
}

function setInt(dict: PyDictObject, key: string, value: number): void {
  const v = PyLong_FromLong(value);
  PyDict_SetItemString(dict, key, v);
  Py_DECREF(v);
}

function invokeCallbacks(phase: string, generation: number, collected: number, uncollectable: number): void {
  if (callbacks === null) return;
  let info: PyDictObject | null = null;
  if (callbacks.ob_item.length !== 0) {
    info = PyDict_New();
    setInt(info, 'generation', generation);
    setInt(info, 'collected', collected);
    setInt(info, 'uncollectable', uncollectable);
  }
  const phase_obj = PyUnicode_FromString(phase);
  for (let i = 0; i < callbacks.ob_item.length; i++) {
    const cb = Py_NewRef(callbacks.ob_item[i]!);
    const r = PyObject_Vectorcall(cb, [phase_obj, info!], null);
    if (r === null) PyErr_WriteUnraisable(cb);
    else Py_DECREF(r);
    Py_DECREF(cb);
  }
  Py_DECREF(phase_obj);
  Py_XDECREF(info);
}

const none = (): PyObject => Py_NewRef(Py_None);

const collectParser = argParser('collect', ['generation'], 0, 1);
function gc_collect(_module: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, collectParser);
  if (argv === null) return null;
  let generation = 2;
  if (argv[0] !== null) {
    generation = PyLong_AsInt(argv[0]!);
    if (generation === -1 && PyErr_Occurred()) return null;
  }
  if (generation < 0 || generation > 2) return PyErr_SetString(PyExc_ValueError, 'invalid generation');
  return PyLong_FromLong(gc.gc_collect(generation));
}

function gc_set_threshold(_module: PyObject, args: PyTupleObject): PyObject | null {
  if (!_PyArg_CheckPositional('set_threshold', args.ob_item.length, 1, 3)) return null;
  for (const [i, arg] of args.ob_item.entries()) {
    const value = PyLong_AsInt(arg);
    if (value === -1 && PyErr_Occurred()) return null;
    gcstate.generations[i]!.threshold = value;
  }
  return none();
}

function gc_set_debug(_module: PyObject, arg: PyObject): PyObject | null {
  const flags = PyLong_AsInt(arg);
  if (flags === -1 && PyErr_Occurred()) return null;
  gcstate.debug = flags;
  return none();
}

const ints = (values: number[]): PyObject => PyTuple_FromArraySteal(values.map((v) => PyLong_FromLong(v)));

function append_objects(list: PyListObject, head: HeapObject): void {
  for (const op of gc.gc_list_objects(head)) if (op !== list) PyList_Append(list, op as PyObject);
}

const getObjectsParser = argParser('get_objects', ['generation'], 0, 1);
function gc_get_objects(_module: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, getObjectsParser);
  if (argv === null) return null;
  let generation = -1;
  if (argv[0] !== null && argv[0] !== Py_None) {
    generation = PyNumber_AsSsize_t(argv[0]!, PyExc_ValueError);
    if (generation === -1 && PyErr_Occurred()) return null;
    if (generation >= 3) {
      return PyErr_SetString(
        PyExc_ValueError,
        'generation parameter must be less than the number of available generations (3)',
      );
    }
    if (generation < 0 && generation !== -1) {
      return PyErr_SetString(PyExc_ValueError, 'generation parameter cannot be negative');
    }
  }
  const result = PyList_New(0);
  for (let i = 0; i < 3; i++)
    if (generation === -1 || generation === i) append_objects(result, gcstate.generations[i]!.head);
  return result;
}

/** gc.get_referrers: `args` itself and the result are left out. */
function gc_get_referrers(_module: PyObject, args: PyTupleObject): PyObject | null {
  const result = PyList_New(0);
  const wanted = new Set<HeapObject>(args.ob_item);
  let hit = false;
  const visit = (op: HeapObject): void => {
    if (wanted.has(op)) hit = true;
  };
  for (let i = 0; i < 3; i++) {
    for (const op of gc.gc_list_objects(gcstate.generations[i]!.head)) {
      if (op === args || op === result) continue;
      hit = false;
      op.ob_type.tp_traverse!(op as never, visit);
      if (hit) PyList_Append(result, op as PyObject);
    }
  }
  return result;
}

function gc_get_referents(_module: PyObject, args: PyTupleObject): PyObject | null {
  const result = PyList_New(0);
  for (const obj of args.ob_item) {
    if (!PyObject_IS_GC(obj)) continue;
    // Collected first: appending while traversing could disturb what is traversed.
    const found: PyObject[] = [];
    obj.ob_type.tp_traverse!(obj as never, (op: PyObject) => found.push(op));
    for (const op of found) PyList_Append(result, op);
  }
  return result;
}

function gc_get_stats(): Owned<PyObject> {
  const snapshot = gcstate.stats.map((s) => ({ ...s }));
  const result = PyList_New(0);
  for (const stats of snapshot) {
    const dict = PyDict_New();
    setInt(dict, 'collections', stats.collections);
    setInt(dict, 'collected', stats.collected);
    setInt(dict, 'uncollectable', stats.uncollectable);
    PyList_Append(result, dict);
    Py_DECREF(dict);
  }
  return result;
}

const gcModule: PyModuleDef = {
  m_name: 'gc',
  m_doc:
    'This module provides access to the garbage collector for reference cycles.\n\nenable() -- Enable automatic garbage collection.\ndisable() -- Disable automatic garbage collection.\nisenabled() -- Returns true if automatic collection is enabled.\ncollect() -- Do a full collection right now.\nget_count() -- Return the current collection counts.\nget_stats() -- Return list of dictionaries containing per-generation stats.\nset_debug() -- Set debugging flags.\nget_debug() -- Get debugging flags.\nset_threshold() -- Set the collection thresholds.\nget_threshold() -- Return the current collection thresholds.\nget_objects() -- Return a list of all objects tracked by the collector.\nis_tracked() -- Returns true if a given object is tracked.\nis_finalized() -- Returns true if a given object has been already finalized.\nget_referrers() -- Return the list of objects that refer to an object.\nget_referents() -- Return the list of objects that an object refers to.\nfreeze() -- Freeze all tracked objects and ignore them for future collections.\nunfreeze() -- Unfreeze all objects in the permanent generation.\nget_freeze_count() -- Return the number of objects in the permanent generation.\n',
  m_methods: [
    method(
      'enable',
      METH_NOARGS,
      () => {
        gcstate.enabled = true;
        return none();
      },
      '($module, /)',
      'Enable automatic garbage collection.',
    ),
    method(
      'disable',
      METH_NOARGS,
      () => {
        gcstate.enabled = false;
        return none();
      },
      '($module, /)',
      'Disable automatic garbage collection.',
    ),
    method(
      'isenabled',
      METH_NOARGS,
      () => PyBool_FromLong(gcstate.enabled),
      '($module, /)',
      'Returns true if automatic garbage collection is enabled.',
    ),
    method('set_debug', METH_O, gc_set_debug, '($module, flags, /)', 'Set the garbage collection debugging flags.'),
    method(
      'get_debug',
      METH_NOARGS,
      () => PyLong_FromLong(gcstate.debug),
      '($module, /)',
      'Get the garbage collection debugging flags.',
    ),
    method(
      'get_count',
      METH_NOARGS,
      () => ints(gcstate.generations.map((g) => g.count)),
      '($module, /)',
      'Return a three-tuple of the current collection counts.',
    ),
    method(
      'set_threshold',
      METH_VARARGS,
      gc_set_threshold,
      null,
      "set_threshold(threshold0, [threshold1, [threshold2]])\nSet the collection thresholds (the collection frequency).\n\nSetting 'threshold0' to zero disables collection.\n",
    ),
    method(
      'get_threshold',
      METH_NOARGS,
      () => ints(gcstate.generations.map((g) => g.threshold)),
      '($module, /)',
      'Return the current collection thresholds.',
    ),
    method(
      'collect',
      METH_FASTCALL | METH_KEYWORDS,
      gc_collect,
      '($module, /, generation=2)',
      'Run the garbage collector.\n\nWith no arguments, run a full collection.  The optional argument\nmay be an integer specifying which generation to collect.  A ValueError\nis raised if the generation number is invalid.\n\nThe number of unreachable objects is returned.',
    ),
    method(
      'get_objects',
      METH_FASTCALL | METH_KEYWORDS,
      gc_get_objects,
      '($module, /, generation=None)',
      'Return a list of objects tracked by the collector (excluding the list returned).',
    ),
    method(
      'get_stats',
      METH_NOARGS,
      gc_get_stats,
      '($module, /)',
      'Return a list of dictionaries containing per-generation statistics.',
    ),
    method(
      'is_tracked',
      METH_O,
      (_m: PyObject, obj: PyObject) => PyBool_FromLong(PyObject_IS_GC(obj) && _PyObject_GC_IS_TRACKED(obj)),
      '($module, obj, /)',
      'Returns true if the object is tracked by the garbage collector.\n\nSimple atomic objects will return false.',
    ),
    method(
      'is_finalized',
      METH_O,
      (_m: PyObject, obj: PyObject) => PyBool_FromLong(PyObject_IS_GC(obj) && (obj.gc_flags & GC_FINALIZED) !== 0),
      '($module, obj, /)',
      'Returns true if the object has been already finalized by the GC.',
    ),
    method(
      'get_referrers',
      METH_VARARGS,
      gc_get_referrers,
      '($module, /, *objs)',
      "Return the list of objects that directly refer to any of 'objs'.",
    ),
    method(
      'get_referents',
      METH_VARARGS,
      gc_get_referents,
      '($module, /, *objs)',
      "Return the list of objects that are directly referred to by 'objs'.",
    ),
    method(
      'freeze',
      METH_NOARGS,
      () => {
        gc.gc_freeze();
        return none();
      },
      '($module, /)',
      'Freeze all current tracked objects and ignore them for future collections.',
    ),
    method(
      'unfreeze',
      METH_NOARGS,
      () => {
        gc.gc_unfreeze();
        return none();
      },
      '($module, /)',
      'Unfreeze all objects in the permanent generation.',
    ),
    method(
      'get_freeze_count',
      METH_NOARGS,
      () => PyLong_FromLong(gc.gc_list_size(gcstate.permanent)),
      '($module, /)',
      'Return the number of objects in the permanent generation.',
    ),
  ],
  m_exec: (module) => {
    PyModule_AddObjectRef(module, 'garbage', garbage!);
    PyModule_AddObjectRef(module, 'callbacks', callbacks!);
    PyModule_AddIntConstant(module, 'DEBUG_STATS', gc.DEBUG_STATS);
    PyModule_AddIntConstant(module, 'DEBUG_COLLECTABLE', gc.DEBUG_COLLECTABLE);
    PyModule_AddIntConstant(module, 'DEBUG_UNCOLLECTABLE', gc.DEBUG_UNCOLLECTABLE);
    PyModule_AddIntConstant(module, 'DEBUG_SAVEALL', gc.DEBUG_SAVEALL);
    PyModule_AddIntConstant(module, 'DEBUG_LEAK', gc.DEBUG_LEAK);
    return 0;
  },
};

export function PyInit_gc(): Owned<PyObject> | null {
  return PyModule_Create(gcModule);
}

/** At interpreter exit: the interpreter lets go of gc.garbage and gc.callbacks. */
export function _PyGC_Fini(): void {
  const g = garbage;
  const c = callbacks;
  garbage = null;
  callbacks = null;
  Py_XDECREF(g);
  Py_XDECREF(c);
}
