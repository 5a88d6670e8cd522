// The modules with which CPython's own tests reach its C interface: _testcapi, _testinternalcapi, _testlimitedcapi. Only
// the functions that tests of the core types use and that mean something on a simulated interpreter; another one is an
// AttributeError in the test that asks for it. Follow Modules/_testcapimodule.c, _testinternalcapi.c, _testlimitedcapi.c,
// CPython 3.13.

import type { Owned } from '../../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../../heap/refcount';
import { PySequence_DelItem, PySequence_GetItem, PySequence_SetItem } from '../../objects/abstract';
import { PyBool_FromLong } from '../../objects/boolobject';
import type { PyBytesObject } from '../../objects/bytesstruct';
import { PyObject_CallNoArgs, PyObject_Vectorcall } from '../../objects/call';
import { PyDict_Check, PyDict_New, PyDict_SetItemString, _PyDict_GetItem_KnownHash } from '../../objects/dictobject';
import type { PyDictKeysObject, PyDictObject } from '../../objects/dictstruct';
import { PyErr_Occurred, PyErr_SetObject, PyErr_SetString } from '../../objects/errors';
import { PyExc_KeyError, PyExc_SystemError } from '../../objects/exceptions';
import { PyFloat_FromDouble } from '../../objects/floatobject';
import { PyLong_AsInt, PyLong_AsValue, PyLong_FromBigInt, PyLong_FromLong } from '../../objects/longobject';
import { PyCFunction_New } from '../../objects/methodobject';
import { PyModule_AddIntConstant, PyModule_AddObject, PyModule_Create } from '../../objects/moduleobject';
import { defineModuleType, readyModuleTypes } from '../../objects/moduletype';
import type { PyObject } from '../../objects/object';
import { PyObject_GetAttr, PyObject_HasAttrString, PyObject_Repr } from '../../objects/objectprotocol';
import { tstate } from '../../objects/pystate';
import { PyTuple_FromArraySteal, PyTuple_Pack } from '../../objects/tupleobject';
import { PyType_GenericAlloc, PyType_GenericNew } from '../../objects/typeobject';
import {
  METH_NOARGS,
  METH_O,
  Py_TPFLAGS_HAVE_VECTORCALL,
  Py_TPFLAGS_INLINE_VALUES,
  method,
} from '../../objects/typestruct';
import { PyUnicode_FromString, _Py_ID } from '../../objects/unicodeobject';
import { none, positionalMethod } from '../support';
import { bufferMethods, testBufType } from './buffers';
import { callMethods, callTypes } from './callconventions';
import { CONSTANTS, FLOATS } from './constants';
import { ContainerNoGC_type, awaitType, containerMethods } from './containers';
import { errorMethods } from './errors';
import { frameMethods } from './frames';
import { vectorcallMethods, vectorcallTypes } from './vectorcall';

const yes = (): PyObject => PyBool_FromLong(true);
const no = (): PyObject => PyBool_FromLong(false);

const DOCSTRINGS: readonly (readonly [string, string])[] = [
  ['test_with_docstring', 'This is a pretty normal docstring.'],
];

/** Calls the class, then shows itself. */
function bad_get(_m: PyObject, [self, , cls]: readonly PyObject[]): PyObject | null {
  const res = PyObject_CallNoArgs(cls!);
  if (res === null) return null;
  Py_DECREF(res);
  return PyObject_Repr(self!);
}

export function PyInit__testcapi(): Owned<PyObject> | null {
  const types = [...vectorcallTypes, ...callTypes, ContainerNoGC_type, awaitType, testBufType];
  const m = PyModule_Create({
    m_name: '_testcapi',
    m_doc: null,
    m_methods: [
      ...callMethods(0),
      ...vectorcallMethods,
      ...errorMethods,
      ...containerMethods,
      ...frameMethods,
      ...bufferMethods,
      ...DOCSTRINGS.map(([name, doc]) => method(name, METH_NOARGS, none, null, doc)),
      positionalMethod('bad_get', 3, 3, bad_get),
      method('create_cfunction', METH_NOARGS, (module: PyObject) =>
        PyCFunction_New(method('create_cfunction_inner', METH_NOARGS, none), module),
      ),
    ],
  });
  if (m === null || readyModuleTypes(null, ...types) < 0) return null;
  for (const [name, value] of CONSTANTS) PyModule_AddObject(m, name, PyLong_FromBigInt(BigInt(value)));
  for (const [name, value] of FLOATS) PyModule_AddObject(m, name, PyFloat_FromDouble(value));
  for (const name of ['WITH_PYMALLOC', 'WITH_MIMALLOC']) PyModule_AddObject(m, name, yes());
  for (const type of types) {
    PyModule_AddObject(m, type === testBufType ? 'testBuf' : type.tp_name.replace('_testcapi.', ''), Py_NewRef(type));
  }
  return m;
}

// ---------------------------------------------------------------------------------------------------- _testinternalcapi

function get_config(): PyObject {
  const config = PyDict_New();
  const put = (name: string, value: PyObject): void => {
    PyDict_SetItemString(config, name, value);
    Py_DECREF(value);
  };
  put('code_debug_ranges', yes());
  put('use_frozen_modules', yes());
  put('dev_mode', no());
  put('tracemalloc', PyLong_FromLong(0));
  put('int_max_str_digits', PyLong_FromLong(4300));
  put('optimization_level', PyLong_FromLong(0));
  return config;
}

function dict_getitem_knownhash(_m: PyObject, [mp, key, hash]: readonly PyObject[]): PyObject | null {
  if (!PyDict_Check(mp!)) return PyErr_SetString(PyExc_SystemError, 'bad argument to internal function');
  const h = BigInt.asUintN(64, BigInt(PyLong_AsValue(hash!)));
  const value = _PyDict_GetItem_KnownHash(mp as PyDictObject, key!, Number(h & 0xffffffffn) | 0, Number(h >> 32n) | 0);
  if (value !== null) return Py_NewRef(value);
  if (PyErr_Occurred()) return null;
  PyErr_SetObject(PyExc_KeyError, key!);
  return null;
}

/** The values of an instance's inline table by the class's shared keys, "<NULL>" where one is missing, or None. */
function get_object_dict_values(_m: PyObject, obj: PyObject): PyObject {
  const { ob_values, ob_type } = obj;
  if ((ob_type.tp_flags & Py_TPFLAGS_INLINE_VALUES) === 0 || ob_values === null || !ob_values.valid) return none();
  const { values } = ob_values;
  const size = (ob_type.ht_cached_keys as PyDictKeysObject).dk_nentries;
  return PyTuple_FromArraySteal(
    Array.from({ length: size }, (_, k) => (values[k] == null ? PyUnicode_FromString('<NULL>') : Py_NewRef(values[k]))),
  );
}

export function PyInit__testinternalcapi(): Owned<PyObject> | null {
  const m = PyModule_Create({
    m_name: '_testinternalcapi',
    m_doc: null,
    m_methods: [
      method('get_config', METH_NOARGS, get_config),
      method('get_recursion_depth', METH_NOARGS, () =>
        PyLong_FromLong(tstate.py_recursion_limit - tstate.py_recursion_remaining),
      ),
      method('get_c_recursion_remaining', METH_NOARGS, () => PyLong_FromLong(tstate.c_recursion_remaining)),
      method('has_inline_values', METH_O, (_m: PyObject, obj: PyObject) =>
        PyBool_FromLong(obj.ob_values != null && obj.ob_values.valid),
      ),
      positionalMethod('dict_getitem_knownhash', 3, 3, dict_getitem_knownhash),
      method('get_object_dict_values', METH_O, get_object_dict_values),
      method('suppress_immortalization', METH_O, none),
      method('get_immortalize_deferred', METH_NOARGS, no),
      method('pymem_getallocatorsname', METH_NOARGS, () => PyUnicode_FromString('pymalloc')),
      method('test_edit_cost', METH_NOARGS, none),
    ],
  });
  if (m === null) return null;
  for (const [name, value] of [
    ['SIZEOF_PYOBJECT', 16],
    ['SIZEOF_PYGC_HEAD', 16],
    ['SIZEOF_MANAGED_PRE_HEADER', 16],
    ['SIZEOF_TIME_T', 8],
    ['TIER2_THRESHOLD', 16],
  ] as const) {
    PyModule_AddIntConstant(m, name, value);
  }
  return m;
}

// ---------------------------------------------------------------------------------------------------- _testlimitedcapi

const LimitedVectorCallClass = defineModuleType({
  tp_name: '_testlimitedcapi.LimitedVectorCallClass',
  tp_basicsize: 24,
  tp_flags: Py_TPFLAGS_HAVE_VECTORCALL,
  tp_new: (type, args, kwds) => {
    const self = PyType_GenericNew(type, args, kwds);
    if (self !== null) self.vectorcall = () => PyUnicode_FromString('vectorcall called');
    return self;
  },
  tp_alloc: PyType_GenericAlloc,
  tp_call: () => PyUnicode_FromString('tp_call called'),
});

/** callable("foo", baz="bar") */
function callFooBaz(callable: PyObject): PyObject | null {
  const [foo, bar, baz] = ['foo', 'bar', 'baz'].map((s): PyObject => PyUnicode_FromString(s)) as [
    PyObject,
    PyObject,
    PyObject,
  ];
  const kwnames = PyTuple_Pack(baz);
  const result = PyObject_Vectorcall(callable, [foo, bar], kwnames);
  for (const op of [foo, bar, baz, kwnames]) Py_DECREF(op);
  return result;
}

const index = (arg: PyObject): number | null => {
  const i = PyLong_AsInt(arg);
  return i === -1 && PyErr_Occurred() ? null : i;
};

export function PyInit__testlimitedcapi(): Owned<PyObject> | null {
  const m = PyModule_Create({
    m_name: '_testlimitedcapi',
    m_doc: null,
    m_methods: [
      positionalMethod('object_hasattrstring', 2, 2, (_m, [obj, name]) =>
        PyLong_FromLong(
          PyObject_HasAttrString(obj!, new TextDecoder().decode((name as PyBytesObject).ob_sval)) ? 1 : 0,
        ),
      ),
      positionalMethod('sequence_getitem', 2, 2, (_m, [obj, i]) => {
        const at = index(i!);
        return at === null ? null : PySequence_GetItem(obj!, at);
      }),
      positionalMethod('sequence_setitem', 3, 3, (_m, [obj, i, value]) => {
        const at = index(i!);
        if (at === null || PySequence_SetItem(obj!, at, value!) < 0) return null;
        return PyLong_FromLong(0);
      }),
      positionalMethod('sequence_delitem', 2, 2, (_m, [obj, i]) => {
        const at = index(i!);
        if (at === null || PySequence_DelItem(obj!, at) < 0) return null;
        return PyLong_FromLong(0);
      }),
      method('call_vectorcall', METH_O, (_m: PyObject, callable: PyObject) => callFooBaz(callable)),
      method('call_vectorcall_method', METH_O, (_m: PyObject, self: PyObject) => {
        const f = PyObject_GetAttr(self, _Py_ID('f'));
        if (f === null) return null;
        const result = callFooBaz(f);
        Py_DECREF(f);
        return result;
      }),
    ],
  });
  if (m === null || readyModuleTypes(null, LimitedVectorCallClass) < 0) return null;
  PyModule_AddObject(m, 'LimitedVectorCallClass', Py_NewRef(LimitedVectorCallClass));
  return m;
}

/** Only that they can be imported: what tests do with them (sub-interpreters, loading twice) does not exist here. */
const empty = (name: string) => (): Owned<PyObject> | null =>
  PyModule_Create({ m_name: name, m_doc: null, m_methods: [method('_clear_globals', METH_NOARGS, none)] });
export const PyInit__testsinglephase = empty('_testsinglephase');
export const PyInit__testmultiphase = empty('_testmultiphase');
