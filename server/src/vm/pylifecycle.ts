// Starting and ending an interpreter. Follows Python/pylifecycle.c, CPython 3.13.

import { PyGC_Collect, _PyGC_CollectNoFail, gc_list_merge } from '../heap/gc';
import { gcstate } from '../heap/gclists';
import { Py_DECREF, Py_INCREF, Py_XDECREF, Py_XNewRef } from '../heap/refcount';
import { onRuntimeReset } from '../heap/runtime';
import { Py_InitializeTypes } from '../objects/bootstrap';
import {
  PyDict_Clear,
  PyDict_Copy,
  PyDict_New,
  PyDict_GetItemWithError,
  PyDict_Next,
  PyDict_SetItem,
  PyDict_SetItemString,
  PyDict_Update,
} from '../objects/dictobject';
import type { PyDictObject } from '../objects/dictstruct';
import { PyErr_Clear, PyErr_Occurred, PyErr_WriteUnraisable } from '../objects/errors';
import { _PyFile_Flush } from '../objects/fileobject';
import { primeFreeLists } from '../objects/freelists';
import { PyList_FromArraySteal } from '../objects/listobject';
import { PyModule_Check, PyModule_NewObject, _PyModule_Clear, _PyModule_ClearDict } from '../objects/moduleobject';
import type { PyModuleObject } from '../objects/modulestruct';
import type { PyObject, visitproc } from '../objects/object';
import { Py_None } from '../objects/objectprotocol';
import { PySys_GetObject, PySys_SetObject, sysdict } from '../objects/sysdict';
import { PyTuple_FromArray } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import type { PyListObject } from '../objects/liststruct';
import { PyUnicode_FromString, _Py_ID } from '../objects/unicodeobject';
import { PyErr_FormatUnraisable } from '../objects/unraisable';
import { PyObject_CallMethodNoArgs } from '../objects/call';
import { PyWeakref_NewRef } from '../objects/weakrefobject';
import type { PyWeakReference } from '../objects/weakrefstruct';
import { _PyAtExit_Call } from '../modules/atexitmodule';
import { _PyBuiltin_Init } from '../modules/bltinmodule';
import { _PyGC_DumpShutdownStats, _PyGC_Fini, _PyGC_Init } from '../modules/gcmodule';
import type { Host } from '../modules/host';
import { setHost } from '../modules/host';
import {
  PyImport_GetModule,
  PyImport_SetModule,
  _PyImport_InitModules,
  _PyImport_TakeModules,
  modulesDict,
} from '../modules/import';
import { newSourceFileLoader } from '../modules/loaders';
import { newModuleSpec } from '../modules/modulespec';
import { addStartupReferences } from '../modules/startupmodules';
import { LIBRARY_PATH } from '../modules/stdlib';
import { _PySys_Create } from '../modules/sysmodule';
import { _PyEval_Init } from './ceval';
import { visitRegisteredRoots } from '../heap/roots';
import type { HeapObject } from '../heap/header';
import { initCallableCache } from './callablecache';
import { _PyWarnings_Fini, _PyWarnings_Init } from '../modules/_warnings';

/** The builtins module and the copy of its dict that exit restores; owned. */
let builtins_module: PyModuleObject | null;
let builtins_copy: PyDictObject | null;
let sys_module: PyModuleObject | null;
let finalizing: boolean;
onRuntimeReset(() => {
  builtins_module = null;
  builtins_copy = null;
  sys_module = null;
  finalizing = false;
});

export function builtinsDict(): PyDictObject {
  return builtins_module!.ob_dict!;
}
export function isFinalizing(): boolean {
  return finalizing;
}

/** References that the interpreter itself owns: for the audit, and as roots of views. */
export function visitInterpreterRoots(visit: visitproc): void {
  if (builtins_module !== null) visit(builtins_module);
  if (builtins_copy !== null) visit(builtins_copy);
  if (sys_module !== null) visit(sys_module);
  if ((modulesDict as PyDictObject | null) !== null) visit(modulesDict);
  visitRegisteredRoots(visit as (op: HeapObject) => void);
}

/** Starts a fresh interpreter over `h`; whatever ran in this realm before is forgotten. */
export function Py_Initialize(h: Host): void {
  setHost(h);
  Py_InitializeTypes();
  _PyEval_Init();
  _PyGC_Init();
  _PyWarnings_Init();
  _PyImport_InitModules();
  sys_module = _PySys_Create();
  setModule('sys', sys_module!);
  builtins_module = _PyBuiltin_Init() as PyModuleObject;
  initCallableCache(builtins_module.ob_dict!);
  setModule('builtins', builtins_module);
  builtins_copy = PyDict_Copy(builtins_module.ob_dict!) as PyDictObject;
  for (const [name, module] of [
    ['sys', sys_module!],
    ['builtins', builtins_module],
  ] as const) {
    const spec = newModuleSpec(name, 'built-in', null);
    PyDict_SetItemString(module.ob_dict!, '__spec__', spec);
    Py_DECREF(spec);
  }
  addStartupReferences('sys', sys_module!);
  addStartupReferences('builtins', builtins_module);
  primeFreeLists();
  // A real start-up has collected young garbage a few times by now: what exists is in generation 1, and the counters
  // are where CPython 3.13 has them before the first line of a script.
  gc_list_merge(gcstate.generations[0]!.head, gcstate.generations[1]!.head);
  gcstate.generations[0]!.count = 6;
  gcstate.generations[1]!.count = 3;
  gcstate.generations[2]!.count = 0;
}

function setModule(name: string, module: PyObject): void {
  const key = PyUnicode_FromString(name);
  PyImport_SetModule(key, module);
  Py_DECREF(key);
}

/** A fresh `__main__` for a script, in sys.modules; borrowed. It counts as made at start-up. */
export function newMainModule(script: { path: string; command?: boolean; isolated?: boolean }): PyModuleObject {
  const { path } = script;
  const module = PyModule_NewObject(_Py_ID('__main__'))!;
  const dict = module.ob_dict!;
  // The main module has its annotations from the start; the counter stands as if start-up had made them.
  const { count } = gcstate.generations[0]!;
  const annotations = PyDict_New();
  gcstate.generations[0]!.count = count;
  PyDict_SetItemString(dict, '__annotations__', annotations);
  Py_DECREF(annotations);
  PyDict_SetItemString(dict, '__builtins__', builtins_module!);
  const loader = newSourceFileLoader('__main__', path);
  PyDict_SetItemString(dict, '__loader__', loader);
  Py_DECREF(loader);
  PyDict_SetItemString(dict, '__spec__', Py_None);
  if (script.command !== true) {
    const file = PyUnicode_FromString(path);
    PyDict_SetItemString(dict, '__file__', file);
    Py_DECREF(file);
    PyDict_SetItemString(dict, '__cached__', Py_None);
  }
  setModule('__main__', module);
  Py_DECREF(module);
  const first = script.command === true ? '' : path.slice(0, Math.max(1, path.lastIndexOf('/')));
  const folders = [...(script.isolated === true ? [] : [first]), ...LIBRARY_PATH];
  const list = PyList_FromArraySteal(folders.map((folder) => PyUnicode_FromString(folder)));
  PySys_SetObject('path', list);
  Py_DECREF(list);
  gc_list_merge(gcstate.generations[0]!.head, gcstate.generations[1]!.head);
  return module;
}

function flush_std_files(): void {
  for (const name of ['stdout', 'stderr']) {
    const file = PySys_GetObject(name);
    if (file === null || file === Py_None) continue;
    if (_PyFile_Flush(file) < 0) PyErr_Clear();
  }
}

function report(): void {
  if (PyErr_Occurred()) PyErr_WriteUnraisable(null);
}

function finalize_modules_delete_special(): void {
  PyDict_SetItemString(builtinsDict(), '_', Py_None);
  for (const name of [
    'path',
    'argv',
    'ps1',
    'ps2',
    'last_exc',
    'last_type',
    'last_value',
    'last_traceback',
    '__interactivehook__',
    'meta_path',
  ]) {
    const key = PyUnicode_FromString(name);
    if (PyDict_GetItemWithError(sysdict!, key) !== null) PyDict_SetItem(sysdict!, key, Py_None);
    Py_DECREF(key);
    report();
  }
  for (const name of ['stdin', 'stdout', 'stderr']) {
    PySys_SetObject(name, PySys_GetObject(`__${name}__`) ?? Py_None);
    report();
  }
}

/** Sets every module in sys.modules to None; gives (name, weak reference) pairs to find the survivors. */
function finalize_remove_modules(modules: PyDictObject): PyListObject {
  const entries: [PyObject, PyObject][] = [];
  PyDict_Next(modules, (key, value) => {
    entries.push([key, value]);
  });
  const weaklist = PyList_FromArraySteal([]) as PyListObject;
  const pairs: PyObject[] = [];
  for (const [name, mod] of entries) {
    if (!PyModule_Check(mod)) continue;
    const wr = PyWeakref_NewRef(mod, null)!;
    pairs.push(PyTuple_FromArray([name, wr]));
    Py_DECREF(wr);
    PyDict_SetItem(modules, name, Py_None);
    report();
  }
  for (const pair of pairs) weaklist.ob_item.push(pair);
  return weaklist;
}

function finalize_modules_clear_weaklist(weaklist: PyListObject): void {
  // Modules imported later go first.
  for (let i = weaklist.ob_item.length - 1; i >= 0; i--) {
    const ref = (weaklist.ob_item[i] as PyTupleObject).ob_item[1] as PyWeakReference;
    const mod = ref.wr_object;
    if (mod === null) continue;
    const dict = mod.ob_dict!;
    if (dict === builtinsDict() || dict === sysdict) continue;
    Py_INCREF(mod);
    _PyModule_Clear(mod as PyModuleObject);
    Py_DECREF(mod);
  }
}

function finalize_modules(): void {
  finalize_modules_delete_special();
  const weaklist = finalize_remove_modules(modulesDict);
  PyDict_Clear(modulesDict);
  const dict = PyDict_Copy(builtinsDict());
  PyDict_Clear(builtinsDict());
  PyDict_Update(builtinsDict(), builtins_copy!);
  Py_XDECREF(dict);
  _PyGC_CollectNoFail();
  _PyGC_DumpShutdownStats();
  finalize_modules_clear_weaklist(weaklist);
  Py_DECREF(weaklist);
  _PyModule_ClearDict(sysdict!);
  _PyModule_ClearDict(builtinsDict());
  Py_XDECREF(_PyImport_TakeModules());
  _PyGC_CollectNoFail();
}

/** Threads have ended when start() comes back; what is registered with threading._register_atexit has not run. */
function wait_for_thread_shutdown(): void {
  const threading = Py_XNewRef(PyImport_GetModule(_Py_ID('threading')));
  if (threading === null) return;
  const result = PyObject_CallMethodNoArgs(threading, _Py_ID('_shutdown'));
  if (result === null) PyErr_FormatUnraisable('Exception ignored on threading shutdown');
  else Py_DECREF(result);
  Py_DECREF(threading);
}

/** Py_FinalizeEx: exit functions, then everything dies in CPython's order. Output still goes to the host. */
export function Py_FinalizeEx(): void {
  wait_for_thread_shutdown();
  finalizing = true;
  _PyAtExit_Call();
  flush_std_files();
  PyGC_Collect();
  finalize_modules();
  flush_std_files();
  _PyGC_Fini();
  _PyWarnings_Fini();
}
