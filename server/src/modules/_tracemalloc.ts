// The _tracemalloc module: who asked the allocator for what. Follows Modules/_tracemalloc.c and Python/tracemalloc.c,
// CPython 3.13. The sizes are those the simulated allocator was asked for, which are the real one's. Its own memory
// (get_tracemalloc_memory) belongs to hash tables that are not simulated.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { registerRoots } from '../heap/roots';
import { onRuntimeReset, setBlockTracer, unsupported } from '../heap/runtime';
import { PyBool_FromLong } from '../objects/boolobject';
import { lineOfUnit } from '../objects/codelocations';
import { PyErr_Occurred, PyErr_SetString } from '../objects/errors';
import { PyExc_ValueError } from '../objects/exceptions';
import type { _PyInterpreterFrame } from '../objects/framestruct';
import { PyList_FromArraySteal } from '../objects/listobject';
import { PyLong_AsInt, PyLong_FromLong } from '../objects/longobject';
import { PyModule_Create } from '../objects/moduleobject';
import type { PyObject } from '../objects/object';
import { Py_None } from '../objects/objectprotocol';
import { tstate } from '../objects/pystate';
import { PyTuple_FromArraySteal } from '../objects/tupleobject';
import { METH_FASTCALL, METH_NOARGS, METH_O, method } from '../objects/typestruct';
import { _Py_ID } from '../objects/unicodeobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';

const MAX_NFRAME = 65535;

interface Traceback {
  /** Most recent first; at most max_nframe. */
  readonly frames: readonly { readonly filename: PyObject; readonly lineno: number }[];
  readonly total_nframe: number;
}
interface Trace {
  size: number;
  traceback: Traceback;
}

let tracing: boolean;
let max_nframe: number;
let traced_memory: number;
let peak_traced_memory: number;
/** By block, in granules. */
let traces: Map<number, Trace>;
/** Each file's name once, by text; owned. */
let filenames: Map<string, PyObject>;
/** Equal tracebacks once. */
let tracebacks: Map<string, Traceback>;
/** While reading its own tables the module must not trace what that allocates (reentrant). */
let reentrant: boolean;

function clear(): void {
  tracing = false;
  max_nframe = 1;
  traced_memory = 0;
  peak_traced_memory = 0;
  traces = new Map();
  filenames = new Map();
  tracebacks = new Map();
  reentrant = false;
}
onRuntimeReset(() => {
  clear();
  setBlockTracer(null);
});
registerRoots((visit) => {
  for (const name of filenames.values()) visit(name);
});

function internFilename(filename: PyObject): PyObject {
  const text = (filename as PyUnicodeObject).str;
  let known = filenames.get(text);
  if (known === undefined) filenames.set(text, (known = Py_NewRef(filename)));
  return known;
}

/** traceback_new: where the program is now. */
function traceback_new(): Traceback {
  const frames: { filename: PyObject; lineno: number }[] = [];
  let total = 0;
  let key = '';
  for (let f = tstate.current_frame as _PyInterpreterFrame | null; f !== null; f = f.previous) {
    // Shims between C calls, and frames that have not begun.
    if (f.isInitShim || f.f_funcobj === null || f.instr_ptr < f.f_executable._co_firsttraceable) continue;
    if (frames.length < max_nframe) {
      const filename = internFilename(f.f_executable.co_filename);
      const lineno = Math.max(0, lineOfUnit(f.f_executable, f.instr_ptr));
      frames.push({ filename, lineno });
      key += `${filename.ob_addr}:${lineno},`;
    }
    if (total < MAX_NFRAME) total++;
  }
  if (frames.length === 0) {
    frames.push({ filename: _Py_ID('<unknown>'), lineno: 0 });
    total = 1;
  }
  key += total;
  let known = tracebacks.get(key);
  if (known === undefined) tracebacks.set(key, (known = { frames, total_nframe: total }));
  return known;
}

function add_trace(block: number, size: number): void {
  if (reentrant) return;
  const traceback = traceback_new();
  const old = traces.get(block);
  if (old !== undefined) {
    traced_memory -= old.size;
    old.size = size;
    old.traceback = traceback;
  } else traces.set(block, { size, traceback });
  traced_memory += size;
  if (traced_memory > peak_traced_memory) peak_traced_memory = traced_memory;
}

function remove_trace(block: number): void {
  const trace = traces.get(block);
  if (trace === undefined) return;
  traced_memory -= trace.size;
  traces.delete(block);
}

function start(nframe: number): void {
  if (tracing) return;
  clear();
  max_nframe = nframe;
  tracing = true;
  setBlockTracer({
    allocated: add_trace,
    released: remove_trace,
    moved(from, to, nbytes) {
      if (from !== to) remove_trace(from);
      add_trace(to, nbytes);
    },
    // A free list handed the object out: its block has a trace, or was there before tracing began.
    reused(block) {
      const trace = traces.get(block);
      if (trace !== undefined && !reentrant) trace.traceback = traceback_new();
    },
  });
}

/** _PyTraceMalloc_Stop */
function stop(): void {
  if (!tracing) return;
  setBlockTracer(null);
  releaseFilenames();
  clear();
}
function releaseFilenames(): void {
  const held = [...filenames.values()];
  filenames.clear();
  for (const name of held) Py_DECREF(name);
}

function traceback_to_pyobject(traceback: Traceback): Owned<PyObject> {
  return PyTuple_FromArraySteal(
    traceback.frames.map(({ filename, lineno }) =>
      PyTuple_FromArraySteal([Py_NewRef(filename), PyLong_FromLong(lineno)]),
    ),
  );
}

/** tracemalloc_copy_traces and traces_to_pyobject: (domain, size, traceback, total_nframe) of each block. */
function get_traces(): Owned<PyObject> {
  if (!tracing) return PyList_FromArraySteal([]);
  const copy = [...traces.values()].map(({ size, traceback }) => ({ size, traceback }));
  reentrant = true;
  const made = new Map<Traceback, PyObject>();
  const list = copy.map(({ size, traceback }) => {
    let frames = made.get(traceback);
    if (frames === undefined) made.set(traceback, (frames = traceback_to_pyobject(traceback)));
    return PyTuple_FromArraySteal([
      PyLong_FromLong(0),
      PyLong_FromLong(size),
      Py_NewRef(frames),
      PyLong_FromLong(traceback.total_nframe),
    ]);
  });
  for (const frames of made.values()) Py_DECREF(frames);
  const result = PyList_FromArraySteal(list);
  reentrant = false;
  return result;
}

const none = (): PyObject => Py_NewRef(Py_None);

/** PyInit__tracemalloc. */
export function PyInit__tracemalloc(): Owned<PyObject> | null {
  return PyModule_Create({
    m_name: '_tracemalloc',
    m_doc: 'Debug module to trace memory blocks allocated by Python.',
    m_methods: [
      method('is_tracing', METH_NOARGS, () => PyBool_FromLong(tracing), '($module, /)'),
      method(
        'clear_traces',
        METH_NOARGS,
        () => {
          if (tracing) {
            traces.clear();
            tracebacks.clear();
            releaseFilenames();
            traced_memory = 0;
            peak_traced_memory = 0;
          }
          return none();
        },
        '($module, /)',
      ),
      method('_get_traces', METH_NOARGS, get_traces, '($module, /)'),
      method(
        '_get_object_traceback',
        METH_O,
        (_m: PyObject, obj: PyObject) => {
          const trace = traces.get(obj.ob_addr);
          return trace === undefined ? none() : traceback_to_pyobject(trace.traceback);
        },
        '($module, obj, /)',
      ),
      method(
        'start',
        METH_FASTCALL,
        (_m: PyObject, args: readonly PyObject[]) => {
          const nframe = args.length === 0 ? 1 : PyLong_AsInt(args[0]!);
          if (nframe === -1 && PyErr_Occurred()) return null;
          if (nframe < 1 || nframe > MAX_NFRAME) {
            return PyErr_SetString(PyExc_ValueError, `the number of frames must be in range [1; ${MAX_NFRAME}]`);
          }
          start(nframe);
          return none();
        },
        '($module, nframe=1, /)',
      ),
      method(
        'stop',
        METH_NOARGS,
        () => {
          stop();
          return none();
        },
        '($module, /)',
      ),
      method('get_traceback_limit', METH_NOARGS, () => PyLong_FromLong(max_nframe), '($module, /)'),
      method(
        'get_tracemalloc_memory',
        METH_NOARGS,
        () => unsupported('tracemalloc.get_tracemalloc_memory()'),
        '($module, /)',
      ),
      method(
        'get_traced_memory',
        METH_NOARGS,
        () => {
          const [size, peak] = tracing ? [traced_memory, peak_traced_memory] : [0, 0];
          return PyTuple_FromArraySteal([PyLong_FromLong(size), PyLong_FromLong(peak)]);
        },
        '($module, /)',
      ),
      method(
        'reset_peak',
        METH_NOARGS,
        () => {
          if (tracing) peak_traced_memory = traced_memory;
          return none();
        },
        '($module, /)',
      ),
    ],
  });
}
