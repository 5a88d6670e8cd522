// Small modules that are mostly constants: errno, _stat, _locale, _typing, _opcode, _tracemalloc's idle state is
// elsewhere. Follow Modules/errnomodule.c, _stat.c, _localemodule.c, _typingmodule.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyBool_FromLong } from '../objects/boolobject';
import { PyDict_New, PyDict_SetItem, PyDict_SetItemString } from '../objects/dictobject';
import { PyErr_NewException, PyErr_Occurred, PyErr_SetString } from '../objects/errors';
import { PyExc_OSError, PyExc_RuntimeError } from '../objects/exceptions';
import { PyList_FromArraySteal } from '../objects/listobject';
import { PyLong_AsLong, PyLong_FromLong } from '../objects/longobject';
import { PyModule_AddIntConstant, PyModule_AddObject, PyModule_Create } from '../objects/moduleobject';
import type { PyObject } from '../objects/object';
import { Py_None } from '../objects/objectprotocol';
import { object_new } from '../objects/objecttype';
import type { PyMethodDef } from '../objects/typestruct';
import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, method } from '../objects/typestruct';
import { PyUnicode_FromString } from '../objects/unicodeobject';
import {
  _PyGeneric_Type,
  _PyParamSpecArgs_Type,
  _PyParamSpecKwargs_Type,
  _PyParamSpec_Type,
  _PyTypeAlias_Type,
  _PyTypeVarTuple_Type,
  _PyTypeVar_Type,
  _Py_NoDefaultStruct,
} from '../objects/typevarobject';
import { ERRNO, LOCALE, STAT } from './osconstants';

function constants(m: PyObject, table: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(table)) PyModule_AddIntConstant(m, name, value);
}
const none = (): PyObject => Py_NewRef(Py_None);
const str = (text: string): PyObject => PyUnicode_FromString(text);

export function PyInit_errno(): Owned<PyObject> | null {
  const m = PyModule_Create({
    m_name: 'errno',
    m_doc: 'This module makes available standard errno system symbols.',
    m_methods: [],
  });
  if (m === null) return null;
  const errorcode = PyDict_New();
  for (const [name, value] of Object.entries(ERRNO)) {
    const code = PyLong_FromLong(value);
    const text = str(name);
    PyDict_SetItem(errorcode, code, text);
    PyModule_AddObject(m, name, code);
    Py_DECREF(text);
  }
  PyModule_AddObject(m, 'errorcode', errorcode);
  return m;
}

const isKind = (name: string, bits: number): PyMethodDef =>
  method(
    name,
    METH_O,
    (_m: PyObject, mode: PyObject) => {
      const n = PyLong_AsLong(mode);
      return n === -1 && PyErr_Occurred() ? null : PyBool_FromLong(bits !== 0 && (n & 0o170000) === bits);
    },
    null,
  );
const masked = (name: string, mask: number): PyMethodDef =>
  method(
    name,
    METH_O,
    (_m: PyObject, mode: PyObject) => {
      const n = PyLong_AsLong(mode);
      return n === -1 && PyErr_Occurred() ? null : PyLong_FromLong(n & mask);
    },
    null,
  );
/** ls -l's ten characters. */
function filemode(mode: number): string {
  const kind =
    (
      { 0o40000: 'd', 0o20000: 'c', 0o60000: 'b', 0o100000: '-', 0o10000: 'p', 0o120000: 'l', 0o140000: 's' } as Record<
        number,
        string
      >
    )[mode & 0o170000] ?? '?';
  let out = kind;
  for (let i = 8; i >= 0; i--) out += (mode >> i) & 1 ? 'xwr'[i % 3]! : '-';
  return out;
}
export function PyInit__stat(): Owned<PyObject> | null {
  const m = PyModule_Create({
    m_name: '_stat',
    m_doc: 'S_IFMT_: file type bits',
    m_methods: [
      isKind('S_ISDIR', 0o40000),
      isKind('S_ISCHR', 0o20000),
      isKind('S_ISBLK', 0o60000),
      isKind('S_ISREG', 0o100000),
      isKind('S_ISFIFO', 0o10000),
      isKind('S_ISLNK', 0o120000),
      isKind('S_ISSOCK', 0o140000),
      isKind('S_ISDOOR', 0),
      isKind('S_ISPORT', 0),
      isKind('S_ISWHT', 0),
      masked('S_IMODE', 0o7777),
      masked('S_IFMT', 0o170000),
      method(
        'filemode',
        METH_O,
        (_m: PyObject, mode: PyObject) => {
          const n = PyLong_AsLong(mode);
          return n === -1 && PyErr_Occurred() ? null : str(filemode(n));
        },
        null,
      ),
    ],
  });
  if (m !== null) constants(m, STAT);
  return m;
}

function localeconv(): PyObject {
  const d = PyDict_New();
  const put = (key: string, value: PyObject): void => {
    PyDict_SetItemString(d, key, value);
    Py_DECREF(value);
  };
  for (const key of [
    'int_curr_symbol',
    'currency_symbol',
    'mon_decimal_point',
    'mon_thousands_sep',
    'positive_sign',
    'negative_sign',
    'thousands_sep',
  ]) {
    put(key, str(''));
  }
  put('decimal_point', str('.'));
  for (const key of [
    'int_frac_digits',
    'frac_digits',
    'p_cs_precedes',
    'p_sep_by_space',
    'n_cs_precedes',
    'n_sep_by_space',
    'p_sign_posn',
    'n_sign_posn',
  ]) {
    put(key, PyLong_FromLong(127));
  }
  put('grouping', PyList_FromArraySteal([]));
  put('mon_grouping', PyList_FromArraySteal([]));
  return d;
}
export function PyInit__locale(): Owned<PyObject> | null {
  const m = PyModule_Create({
    m_name: '_locale',
    m_doc: 'Support for POSIX locales.',
    m_methods: [
      method('setlocale', METH_FASTCALL, () => str('C'), null),
      method('localeconv', METH_NOARGS, localeconv, null),
      method('getencoding', METH_NOARGS, () => str('UTF-8'), null),
      method(
        'nl_langinfo',
        METH_O,
        (_m: PyObject, key: PyObject) => str(PyLong_AsLong(key) === 14 ? 'UTF-8' : ''),
        null,
      ),
      method('strxfrm', METH_O, (_m: PyObject, s: PyObject) => Py_NewRef(s), null),
    ],
  });
  if (m === null) return null;
  constants(m, LOCALE);
  PyModule_AddObject(m, 'Error', PyErr_NewException('locale.Error', null, null));
  return m;
}

/** Looks up nothing: there are no frozen modules, no extension files, and our finders need no help. */
export function PyInit__imp(): Owned<PyObject> | null {
  const no = (): PyObject => PyBool_FromLong(false);
  return PyModule_Create({
    m_name: '_imp',
    m_doc: '(Extremely) low-level import machinery bits as used by importlib.',
    m_methods: [
      method(
        'extension_suffixes',
        METH_NOARGS,
        () => PyList_FromArraySteal([str('.cpython-313-x86_64-linux-gnu.so'), str('.abi3.so'), str('.so')]),
        null,
      ),
      method('lock_held', METH_NOARGS, no, null),
      method('acquire_lock', METH_NOARGS, none, null),
      method('release_lock', METH_NOARGS, none, null),
      method('is_frozen', METH_O, no, null),
      method('is_frozen_package', METH_O, no, null),
      method('find_frozen', METH_FASTCALL | METH_KEYWORDS, none as never, null),
      method('is_builtin', METH_O, () => PyLong_FromLong(0), null),
      method('create_builtin', METH_O, none, null),
      method('exec_builtin', METH_O, () => PyLong_FromLong(0), null),
      method('_fix_co_filename', METH_FASTCALL, none, null),
      method('_frozen_module_names', METH_NOARGS, () => PyList_FromArraySteal([]), null),
      method('_override_frozen_modules_for_tests', METH_O, none, null),
      method('_override_multi_interp_extensions_check', METH_O, () => PyLong_FromLong(0), null),
      method(
        'source_hash',
        METH_FASTCALL,
        () => PyErr_SetString(PyExc_OSError, 'source hashes are not simulated'),
        null,
      ),
    ],
  });
}

/** The types of Objects/typevarobject.c, and a function that gives its argument back. */
export function PyInit__typing(): Owned<PyObject> | null {
  const m = PyModule_Create({
    m_name: '_typing',
    m_doc: 'Primitives and accelerators for the typing module.\n',
    m_methods: [method('_idfunc', METH_O, (_m: PyObject, x: PyObject) => Py_NewRef(x), '($module, x, /)')],
  });
  if (m === null) return null;
  // A heap type in CPython: it inherits object's tp_new and has no __new__ of its own.
  _PyGeneric_Type.tp_new = object_new as never;
  for (const [name, type] of [
    ['TypeVar', _PyTypeVar_Type],
    ['TypeVarTuple', _PyTypeVarTuple_Type],
    ['ParamSpec', _PyParamSpec_Type],
    ['ParamSpecArgs', _PyParamSpecArgs_Type],
    ['ParamSpecKwargs', _PyParamSpecKwargs_Type],
    ['Generic', _PyGeneric_Type],
    ['TypeAliasType', _PyTypeAlias_Type],
    ['NoDefault', _Py_NoDefaultStruct],
  ] as const) {
    PyModule_AddObject(m, name, Py_NewRef(type));
  }
  return m;
}

/** marshal can be imported; code objects have no marshalled form here. */
export function PyInit_marshal(): Owned<PyObject> | null {
  const no = (): null => PyErr_SetString(PyExc_RuntimeError, 'marshal is not simulated');
  const m = PyModule_Create({
    m_name: 'marshal',
    m_doc: 'This module contains functions that can read and write Python values in\na binary format.',
    m_methods: ['dump', 'load', 'dumps', 'loads'].map((name) => method(name, METH_FASTCALL | METH_KEYWORDS, no, null)),
  });
  if (m !== null) PyModule_AddIntConstant(m, 'version', 4);
  return m;
}

/** What sysconfig asks how CPython was built: the little of it that has a meaning here. */
export function PyInit__sysconfigdata(): Owned<PyObject> | null {
  const m = PyModule_Create({ m_name: '_sysconfigdata__linux_x86_64-linux-gnu', m_doc: null, m_methods: [] });
  if (m === null) return null;
  const vars = PyDict_New();
  const put = (key: string, value: PyObject): void => {
    PyDict_SetItemString(vars, key, value);
    Py_DECREF(value);
  };
  const text = {
    CC: 'gcc',
    CONFIG_ARGS: '',
    EXT_SUFFIX: '.cpython-313-x86_64-linux-gnu.so',
    HOST_GNU_TYPE: 'x86_64-pc-linux-gnu',
    MULTIARCH: 'x86_64-linux-gnu',
    PY_CFLAGS: '-DNDEBUG -O3',
    SOABI: 'cpython-313-x86_64-linux-gnu',
    TZPATH: '/usr/share/zoneinfo',
    VERSION: '3.13',
    prefix: '/usr/local',
    exec_prefix: '/usr/local',
  };
  const numbers = { Py_DEBUG: 0, Py_ENABLE_SHARED: 0, Py_GIL_DISABLED: 0, WITH_DOC_STRINGS: 1, WITH_PYMALLOC: 1 };
  for (const [key, value] of Object.entries(text)) put(key, str(value));
  for (const [key, value] of Object.entries(numbers)) put(key, PyLong_FromLong(value));
  PyModule_AddObject(m, 'build_time_vars', vars);
  return m;
}
