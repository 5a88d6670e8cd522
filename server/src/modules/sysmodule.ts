// The sys module. Follows Python/sysmodule.c, CPython 3.13.

import { PyObject_IS_GC } from '../heap/gclists';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_REFCNT } from '../heap/refcount';
import { unsupported } from '../heap/runtime';
import { allocatedBlocks } from '../heap/obmalloc';
import { PyObject_CallNoArgs, PyObject_Vectorcall } from '../objects/call';
import { PyBool_FromLong } from '../objects/boolobject';
import { PyDict_New, PyDict_SetItemString } from '../objects/dictobject';
import type { PyDictObject } from '../objects/dictstruct';
import {
  PyErr_Clear,
  PyErr_ExceptionMatches,
  PyErr_Occurred,
  PyErr_SetObject,
  PyErr_SetString,
  _PyErr_GetTopmostException,
  _PyErr_StackItemToExcInfoTuple,
} from '../objects/errors';
import {
  PyExc_RecursionError,
  PyExc_SystemExit,
  PyExc_TypeError,
  PyExc_ValueError,
  PyExc_AttributeError,
  PyExc_ImportError,
  PyExc_RuntimeError,
  PyExc_RuntimeWarning,
} from '../objects/exceptions';
import { PyFile_WriteObject, PyFile_WriteString } from '../objects/fileobject';
import { PyFloat_FromDouble } from '../objects/floatobject';
import { PyFunction_Check } from '../objects/funcobject';
import { _PyArg_CheckPositional, _PyArg_UnpackKeywords, argParser } from '../objects/getargs';
import { PyList_FromArraySteal } from '../objects/listobject';
import { PyLong_AsInt, PyLong_AsSsize_t, PyLong_FromBigInt, PyLong_FromLong } from '../objects/longobject';
import { max_str_digits, setMaxStrDigits } from '../objects/longformat';
import { PyModule_AddFunctions, PyModule_NewObject } from '../objects/moduleobject';
import type { PyModuleObject } from '../objects/modulestruct';
import type { PyObject } from '../objects/object';
import { PyObject_GetAttr, Py_None } from '../objects/objectprotocol';
import { tstate, vmInterface } from '../objects/pystate';
import { PyStructSequence_New, PyStructSequence_SetItem, _PyStructSequence_InitBuiltin } from '../objects/structseq';
import { PySys_GetObject, setRawStderr, setSysDict } from '../objects/sysdict';
import { PyFrozenSet_New } from '../objects/setobject';
import { PyTuple_FromArraySteal } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import { _PyObject_LookupSpecial } from '../objects/typeslots';
import type { PyMethodDef } from '../objects/typestruct';
import {
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  METH_VARARGS,
  method,
  Py_TPFLAGS_HAVE_GC,
} from '../objects/typestruct';
import { PyUnicode_CheckExact, PyUnicode_FromString, PyUnicode_InternMortal, _Py_ID } from '../objects/unicodeobject';
import { PySys_GetProfile, PySys_GetTrace, _PyEval_SetProfile, _PyEval_SetTrace } from '../vm/legacytracing';
import { BUILTIN_MODULE_NAMES } from './modulenames';
import { host } from './host';
import { getenv } from './environment';
import { PyImport_ImportModule, modulesDict } from './import';
import { STDLIB_MODULE_NAMES } from './stdlibmodulenames';
import { namespaceObject } from '../objects/namespaceobject';
import { sysAsyncMethods } from './sysasync';
import { newStandardStream } from './textstreams';

const none = (): PyObject => Py_NewRef(Py_None);

/** _PySys_GetSizeOf: __sizeof__() and the pre-header; −1 with an exception. */
export function _PySys_GetSizeOf(o: PyObject): number {
  const size_of = _PyObject_LookupSpecial(o, _Py_ID('__sizeof__'));
  if (size_of === null) {
    if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, `Type ${o.ob_type.tp_name} doesn't define __sizeof__`);
    return -1;
  }
  const res = PyObject_CallNoArgs(size_of);
  Py_DECREF(size_of);
  if (res === null) return -1;
  const size = PyLong_AsSsize_t(res);
  Py_DECREF(res);
  if (size === -1 && PyErr_Occurred()) return -1;
  if (size < 0) {
    PyErr_SetString(PyExc_ValueError, '__sizeof__() should return >= 0');
    return -1;
  }
  // A type of static memory has nothing in front of it.
  return PyObject_IS_GC(o) || (o.ob_type.tp_flags & Py_TPFLAGS_HAVE_GC) === 0 ? size + o.ob_type.presize : size;
}

const sizeofParser = argParser('getsizeof', ['object', 'default'], 1, 2);
function sys_getsizeof(_m: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, sizeofParser);
  if (argv === null) return null;
  const size = _PySys_GetSizeOf(argv[0]!);
  if (size !== -1 || !PyErr_Occurred()) return PyLong_FromLong(size);
  if (argv[1] !== null && PyErr_ExceptionMatches(PyExc_TypeError)) {
    PyErr_Clear();
    return Py_NewRef(argv[1]!);
  }
  return null;
}

function sys_intern(_m: PyObject, s: PyObject): PyObject | null {
  if (PyUnicode_CheckExact(s)) return PyUnicode_InternMortal(Py_NewRef(s));
  return PyErr_SetString(PyExc_TypeError, `can't intern ${s.ob_type.tp_name}`);
}

function sys__getframe(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('_getframe', args.length, 0, 1)) return null;
  let depth = 0;
  if (args.length > 0) {
    depth = PyLong_AsInt(args[0]!);
    if (depth === -1 && PyErr_Occurred()) return null;
  }
  return vmInterface.getFrame(Math.max(0, depth)) ?? PyErr_SetString(PyExc_ValueError, 'call stack is not deep enough');
}

function sys__getframemodulename(
  _m: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): PyObject | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, frameNameParser);
  if (argv === null) return null;
  let depth = 0;
  if (argv[0] !== null) {
    depth = PyLong_AsInt(argv[0]!);
    if (depth === -1 && PyErr_Occurred()) return null;
  }
  return vmInterface.getFrameModuleName(depth) ?? none();
}
const frameNameParser = argParser('_getframemodulename', ['depth'], 0, 1);

function sys_setrecursionlimit(_m: PyObject, arg: PyObject): PyObject | null {
  const limit = PyLong_AsInt(arg);
  if (limit === -1 && PyErr_Occurred()) return null;
  if (limit < 1) return PyErr_SetString(PyExc_ValueError, 'recursion limit must be greater or equal than 1');
  const depth = tstate.py_recursion_limit - tstate.py_recursion_remaining;
  if (depth >= limit) {
    return PyErr_SetString(
      PyExc_RecursionError,
      `cannot set the recursion limit to ${limit} at the recursion depth ${depth}: the limit is too low`,
    );
  }
  tstate.py_recursion_limit = limit;
  tstate.py_recursion_remaining = limit - depth;
  return none();
}

function sys_exit(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('exit', args.length, 0, 1)) return null;
  PyErr_SetObject(PyExc_SystemExit, args[0] ?? Py_None);
  return null;
}

function sys_exc_info(): Owned<PyObject> {
  return _PyErr_StackItemToExcInfoTuple(_PyErr_GetTopmostException());
}

function sys_displayhook(_m: PyObject, o: PyObject): PyObject | null {
  if (o === Py_None) return none();
  const outf = PySys_GetObject('stdout');
  const builtins = vmInterface.getBuiltins() as PyDictObject;
  PyDict_SetItemString(builtins, '_', Py_None);
  if (outf !== null && outf !== Py_None) {
    if (PyFile_WriteObject(o, outf, 0) !== 0) return null;
    if (PyFile_WriteString('\n', outf) !== 0) return null;
  }
  PyDict_SetItemString(builtins, '_', o);
  return none();
}

function sys_excepthook(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('excepthook', args.length, 3, 3)) return null;
  vmInterface.displayException(args[1]!);
  return none();
}

function sys_unraisablehook(_m: PyObject, unraisable: PyObject): PyObject | null {
  return vmInterface.unraisableHook(unraisable) < 0 ? null : none();
}

function stdlibModuleNames(): Owned<PyObject> {
  const names = PyList_FromArraySteal(STDLIB_MODULE_NAMES.map(str));
  const set = PyFrozenSet_New(names)!;
  Py_DECREF(names);
  return set;
}

/** breakpoint(): calls what $PYTHONBREAKPOINT names. The debugger itself is not simulated: nobody could answer it. */
function sys_breakpointhook(_m: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const envar = getenv('PYTHONBREAKPOINT') || 'pdb.set_trace';
  if (envar === '0') return none();
  const dot = envar.lastIndexOf('.');
  const modulepath = dot < 0 ? 'builtins' : envar.slice(0, dot);
  const attrname = PyUnicode_FromString(envar.slice(dot + 1));
  const module = dot === 0 ? null : PyImport_ImportModule(modulepath);
  const hook = module === null ? null : PyObject_GetAttr(module, attrname);
  Py_DECREF(attrname);
  if (module !== null) Py_DECREF(module);
  if (hook === null) {
    if (PyErr_Occurred() && !PyErr_ExceptionMatches(PyExc_ImportError) && !PyErr_ExceptionMatches(PyExc_AttributeError))
      return null;
    PyErr_Clear();
    const message = `Ignoring unimportable $PYTHONBREAKPOINT: "${envar}"`;
    return vmInterface.warn(PyExc_RuntimeWarning, message, 0) < 0 ? null : none();
  }
  if (envar === 'pdb.set_trace' && PyFunction_Check(hook)) return unsupported('breakpoint() and the pdb debugger');
  const result = PyObject_Vectorcall(hook, args, kwnames);
  Py_DECREF(hook);
  return result;
}

const tracingSetter =
  (set: (func: PyObject | null) => void) =>
  (_m: PyObject, func: PyObject): PyObject => {
    set(func === Py_None ? null : func);
    return none();
  };
const tracingGetter = (get: () => PyObject | null) => (): PyObject => Py_NewRef(get() ?? Py_None);

function sys_set_int_max_str_digits(
  _m: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): PyObject | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, maxDigitsParser);
  if (argv === null) return null;
  const digits = PyLong_AsInt(argv[0]!);
  if (digits === -1 && PyErr_Occurred()) return null;
  if (digits !== 0 && digits < 640) {
    return PyErr_SetString(PyExc_ValueError, 'maxdigits must be 0 or larger than 640');
  }
  setMaxStrDigits(digits);
  return none();
}
const maxDigitsParser = argParser('set_int_max_str_digits', ['maxdigits'], 1, 1);

let switchInterval = 0.005;
function sys_setswitchinterval(_m: PyObject, arg: PyObject): PyObject | null {
  void arg;
  switchInterval = 0.005;
  return none();
}

function sys_audit(): PyObject {
  return none();
}

const sys_methods: PyMethodDef[] = [
  method(
    'addaudithook',
    METH_O,
    () => PyErr_SetString(PyExc_RuntimeError, 'sys.addaudithook() is not simulated'),
    '($module, /, hook)',
  ),
  method('audit', METH_VARARGS, sys_audit, '($module, event, /, *args)'),
  method('breakpointhook', METH_FASTCALL | METH_KEYWORDS, sys_breakpointhook, '($module, /, *args, **kws)'),
  method('_clear_internal_caches', METH_NOARGS, none, '($module, /)'),
  method('_clear_type_cache', METH_NOARGS, none, '($module, /)'),
  method(
    'displayhook',
    METH_O,
    sys_displayhook,
    '($module, object, /)',
    'Print an object to sys.stdout and also save it in builtins._',
  ),
  method(
    'exception',
    METH_NOARGS,
    () => Py_NewRef(_PyErr_GetTopmostException().exc_value ?? Py_None),
    '($module, /)',
    'Return the current exception.',
  ),
  method(
    'exc_info',
    METH_NOARGS,
    sys_exc_info,
    '($module, /)',
    'Return current exception information: (type, value, traceback).',
  ),
  method(
    'excepthook',
    METH_FASTCALL,
    sys_excepthook,
    '($module, exctype, value, traceback, /)',
    'Handle an exception by displaying it with a traceback on sys.stderr.',
  ),
  method(
    'exit',
    METH_FASTCALL,
    sys_exit,
    '($module, status=None, /)',
    'Exit the interpreter by raising SystemExit(status).',
  ),
  method(
    'getdefaultencoding',
    METH_NOARGS,
    () => PyUnicode_FromString('utf-8'),
    '($module, /)',
    'Return the current default encoding used by the Unicode implementation.',
  ),
  method(
    'getallocatedblocks',
    METH_NOARGS,
    () => PyLong_FromLong(allocatedBlocks()),
    '($module, /)',
    'Return the number of memory blocks currently allocated.',
  ),
  method('getfilesystemencoding', METH_NOARGS, () => PyUnicode_FromString('utf-8'), '($module, /)'),
  method('getfilesystemencodeerrors', METH_NOARGS, () => PyUnicode_FromString('surrogateescape'), '($module, /)'),
  method(
    'getrefcount',
    METH_O,
    (_m: PyObject, o: PyObject) => PyLong_FromLong(Py_REFCNT(o)),
    '($module, object, /)',
    'Return the reference count of object.\n\nThe count returned is generally one higher than you might expect,\nbecause it includes the (temporary) reference as an argument to\ngetrefcount().',
  ),
  method('getrecursionlimit', METH_NOARGS, () => PyLong_FromLong(tstate.py_recursion_limit), '($module, /)'),
  method(
    'getsizeof',
    METH_FASTCALL | METH_KEYWORDS,
    sys_getsizeof,
    null,
    'getsizeof(object [, default]) -> int\n\nReturn the size of object in bytes.',
  ),
  method('_getframe', METH_FASTCALL, sys__getframe, '($module, depth=0, /)'),
  method('_getframemodulename', METH_FASTCALL | METH_KEYWORDS, sys__getframemodulename, '($module, /, depth=0)'),
  method('getswitchinterval', METH_NOARGS, () => PyFloat_FromDouble(switchInterval), '($module, /)'),
  method('setswitchinterval', METH_O, sys_setswitchinterval, '($module, interval, /)'),
  method('getprofile', METH_NOARGS, tracingGetter(PySys_GetProfile), '($module, /)'),
  method('gettrace', METH_NOARGS, tracingGetter(PySys_GetTrace), '($module, /)'),
  method('settrace', METH_O, tracingSetter(_PyEval_SetTrace), '($module, function, /)'),
  method('setprofile', METH_O, tracingSetter(_PyEval_SetProfile), '($module, function, /)'),
  method('intern', METH_O, sys_intern, '($module, string, /)'),
  method(
    '_is_interned',
    METH_O,
    (_m: PyObject, s: PyObject) => PyBool_FromLong(((s as unknown as { interned?: number }).interned ?? 0) !== 0),
    '($module, string, /)',
  ),
  method('is_finalizing', METH_NOARGS, () => PyBool_FromLong(vmInterface.isFinalizing()), '($module, /)'),
  method('_is_gil_enabled', METH_NOARGS, () => PyBool_FromLong(true), '($module, /)'),
  method('setrecursionlimit', METH_O, sys_setrecursionlimit, '($module, limit, /)'),
  method('get_int_max_str_digits', METH_NOARGS, () => PyLong_FromLong(max_str_digits), '($module, /)'),
  method(
    'set_int_max_str_digits',
    METH_FASTCALL | METH_KEYWORDS,
    sys_set_int_max_str_digits,
    '($module, /, maxdigits)',
  ),
  method('unraisablehook', METH_O, sys_unraisablehook, '($module, unraisable, /)'),
  ...sysAsyncMethods,
  method('_debugmallocstats', METH_NOARGS, none, '($module, /)'),
];

/** A named tuple of sys, its type made for it as in C. */
/** `hidden`: how many of the last fields are attributes only. */
function structseq(name: string, fields: [string, PyObject][], hidden = 0): Owned<PyObject> {
  const type = _PyStructSequence_InitBuiltin({
    name: `sys.${name}`,
    doc: null,
    fields: fields.map(([field]) => ({ name: field, doc: null })),
    n_in_sequence: fields.length - hidden,
  })!;
  const seq = PyStructSequence_New(type)!;
  for (const [i, [, value]] of fields.entries()) PyStructSequence_SetItem(seq, i, value);
  return seq;
}
const int = (v: number): PyObject => PyLong_FromLong(v);
const str = (v: string): PyObject => PyUnicode_FromString(v);

function versionInfo(): Owned<PyObject> {
  return structseq('version_info', [
    ['major', int(3)],
    ['minor', int(13)],
    ['micro', int(0)],
    ['releaselevel', str('final')],
    ['serial', int(0)],
  ]);
}

export const VERSION = '3.13.0 (main, Oct  7 2024, 00:00:00) [Heapscope]';

/** sys's attributes in CPython's order as far as programs list them. Values are owned by the call. */
function attributes(): [string, PyObject][] {
  const emptyList = (): PyObject => PyList_FromArraySteal([]);
  const implementation = namespaceObject([
    ['name', str('cpython')],
    ['cache_tag', str('cpython-313')],
    ['version', versionInfo()],
    ['hexversion', int(0x030d00f0)],
    ['_multiarch', str('x86_64-linux-gnu')],
  ]);
  const prefix = '/usr/local';
  return [
    ['version', str(VERSION)],
    ['hexversion', int(0x030d00f0)],
    ['_git', PyTuple_FromArraySteal([str('CPython'), str(''), str('')])],
    ['_framework', str('')],
    ['api_version', int(1013)],
    [
      'copyright',
      str(
        'Copyright (c) 2001-2024 Python Software Foundation.\nAll Rights Reserved.\n\nCopyright (c) 2000 BeOpen.com.\nAll Rights Reserved.\n\nCopyright (c) 1995-2001 Corporation for National Research Initiatives.\nAll Rights Reserved.\n\nCopyright (c) 1991-1995 Stichting Mathematisch Centrum, Amsterdam.\nAll Rights Reserved.',
      ),
    ],
    ['platform', str('linux')],
    ['maxsize', PyLong_FromBigInt(2n ** 63n - 1n)],
    [
      'float_info',
      structseq('float_info', [
        ['max', PyFloat_FromDouble(Number.MAX_VALUE)],
        ['max_exp', int(1024)],
        ['max_10_exp', int(308)],
        ['min', PyFloat_FromDouble(2 ** -1022)],
        ['min_exp', int(-1021)],
        ['min_10_exp', int(-307)],
        ['dig', int(15)],
        ['mant_dig', int(53)],
        ['epsilon', PyFloat_FromDouble(Number.EPSILON)],
        ['radix', int(2)],
        ['rounds', int(1)],
      ]),
    ],
    [
      'int_info',
      structseq('int_info', [
        ['bits_per_digit', int(30)],
        ['sizeof_digit', int(4)],
        ['default_max_str_digits', int(4300)],
        ['str_digits_check_threshold', int(640)],
      ]),
    ],
    [
      'hash_info',
      structseq('hash_info', [
        ['width', int(64)],
        ['modulus', PyLong_FromBigInt(2n ** 61n - 1n)],
        ['inf', int(314159)],
        ['nan', int(0)],
        ['imag', int(1000003)],
        ['algorithm', str('siphash13')],
        ['hash_bits', int(64)],
        ['seed_bits', int(128)],
        ['cutoff', int(0)],
      ]),
    ],
    ['maxunicode', int(0x10ffff)],
    ['builtin_module_names', PyTuple_FromArraySteal(BUILTIN_MODULE_NAMES.map(str))],
    ['stdlib_module_names', stdlibModuleNames()],
    ['byteorder', str('little')],
    ['abiflags', str('')],
    ['version_info', versionInfo()],
    ['implementation', implementation],
    [
      'flags',
      structseq(
        'flags',
        [
          ['debug', int(0)],
          ['inspect', int(0)],
          ['interactive', int(0)],
          ['optimize', int(0)],
          ['dont_write_bytecode', int(0)],
          ['no_user_site', int(0)],
          ['no_site', int(0)],
          ['ignore_environment', int(0)],
          ['verbose', int(0)],
          ['bytes_warning', int(0)],
          ['quiet', int(0)],
          ['hash_randomization', int(0)],
          ['isolated', int(0)],
          ['dev_mode', PyBool_FromLong(false)],
          ['utf8_mode', int(0)],
          ['warn_default_encoding', int(0)],
          ['safe_path', PyBool_FromLong(false)],
          ['int_max_str_digits', int(4300)],
          ['gil', int(1)],
        ],
        1,
      ),
    ],
    ['float_repr_style', str('short')],
    [
      'thread_info',
      structseq('thread_info', [
        ['name', str('pthread')],
        ['lock', str('semaphore')],
        ['version', str('NPTL 2.36')],
      ]),
    ],
    ['meta_path', emptyList()],
    ['path_importer_cache', PyDict_New()],
    ['path_hooks', emptyList()],
    ['path', emptyList()],
    ['executable', str(`${prefix}/bin/python3`)],
    ['_base_executable', str(`${prefix}/bin/python3`)],
    ['prefix', str(prefix)],
    ['base_prefix', str(prefix)],
    ['exec_prefix', str(prefix)],
    ['base_exec_prefix', str(prefix)],
    ['platlibdir', str('lib')],
    ['pycache_prefix', none()],
    ['argv', PyList_FromArraySteal(host.argv.map(str))],
    ['orig_argv', PyList_FromArraySteal(['python', ...host.argv].map(str))],
    ['warnoptions', emptyList()],
    ['_xoptions', PyDict_New()],
    ['dont_write_bytecode', PyBool_FromLong(false)],
    ['stdin', newStandardStream(0)],
    ['stdout', newStandardStream(1)],
    ['stderr', newStandardStream(2)],
  ];
}

/** _PySys_Create: the sys module, filled. Owned, or null with an exception. */
export function _PySys_Create(): Owned<PyModuleObject> | null {
  const name = PyUnicode_FromString('sys');
  const mod = PyModule_NewObject(name);
  Py_DECREF(name);
  if (mod === null) return null;
  const dict = mod.ob_dict!;
  setSysDict(dict);
  setRawStderr((text) => host.writeStderr(text));
  if (PyModule_AddFunctions(mod, sys_methods) < 0) return null;
  for (const hook of ['displayhook', 'excepthook', 'breakpointhook', 'unraisablehook']) {
    PyDict_SetItemString(dict, `__${hook}__`, PySys_GetObject(hook)!);
  }
  PyDict_SetItemString(dict, 'modules', modulesDict);
  for (const [key, value] of attributes()) {
    PyDict_SetItemString(dict, key, value);
    Py_DECREF(value);
  }
  for (const stream of ['stdin', 'stdout', 'stderr'])
    PyDict_SetItemString(dict, `__${stream}__`, PySys_GetObject(stream)!);
  return mod;
}
