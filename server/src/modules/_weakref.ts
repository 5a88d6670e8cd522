// The _weakref module. Follows Modules/_weakref.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_NewRef } from '../heap/refcount';
import { PyDict_Check, PyDict_DelItem, PyDict_GetItemWithError } from '../objects/dictobject';
import { PyErr_Occurred } from '../objects/errors';
import { _PyArg_BadArgument, _PyArg_CheckPositional } from '../objects/getargs';
import { PyList_Append, PyList_New } from '../objects/listobject';
import { PyLong_FromLong } from '../objects/longobject';
import { PyModule_AddObjectRef, PyModule_Create } from '../objects/moduleobject';
import type { PyObject } from '../objects/object';
import { Py_None } from '../objects/objectprotocol';
import { METH_FASTCALL, METH_O, method } from '../objects/typestruct';
import {
  PyWeakref_CheckRef,
  _PyWeakref_GetWeakrefCount,
  _PyWeakref_IS_DEAD,
  _PyWeakref_RefType,
  supportsWeakrefs,
} from '../objects/weakrefobject';
import { PyWeakref_NewProxy, _PyWeakref_CallableProxyType, _PyWeakref_ProxyType } from '../objects/weakproxy';
import type { PyWeakReference } from '../objects/weakrefstruct';

/** Deletes `dct[key]` if its value is a dead weak reference: WeakValueDictionary's callback. */
function _remove_dead_weakref(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('_remove_dead_weakref', args.length, 2, 2)) return null;
  const [dct, key] = args as [PyObject, PyObject];
  if (!PyDict_Check(dct)) return _PyArg_BadArgument('_remove_dead_weakref', 'argument 1', 'dict', dct);
  const value = PyDict_GetItemWithError(dct, key);
  if (value === null) return PyErr_Occurred() ? null : Py_NewRef(Py_None);
  if (PyWeakref_CheckRef(value) && _PyWeakref_IS_DEAD(value) && PyDict_DelItem(dct, key) < 0) return null;
  return Py_NewRef(Py_None);
}

function getweakrefs(_m: PyObject, object: PyObject): Owned<PyObject> {
  const result = PyList_New(0);
  if (!supportsWeakrefs(object.ob_type)) return result;
  for (let ref = object.ob_weakreflist as PyWeakReference | null; ref !== null; ref = ref.wr_next) {
    if (ref.ob_refcnt > 0) PyList_Append(result, ref);
  }
  return result;
}

function proxy(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('proxy', args.length, 1, 2)) return null;
  return PyWeakref_NewProxy(args[0]!, args[1] ?? null);
}

export function PyInit__weakref(): Owned<PyObject> | null {
  const m = PyModule_Create({
    m_name: '_weakref',
    m_doc: 'Weak-reference support module.',
    m_methods: [
      method(
        'getweakrefcount',
        METH_O,
        (_m: PyObject, op: PyObject) => PyLong_FromLong(_PyWeakref_GetWeakrefCount(op)),
        '($module, object, /)',
        "Return the number of weak references to 'object'.",
      ),
      method(
        '_remove_dead_weakref',
        METH_FASTCALL,
        _remove_dead_weakref,
        '($module, dct, key, /)',
        'Atomically remove key from dict if it points to a dead weakref.',
      ),
      method(
        'getweakrefs',
        METH_O,
        getweakrefs,
        '($module, object, /)',
        "Return a list of all weak reference objects pointing to 'object'.",
      ),
      method(
        'proxy',
        METH_FASTCALL,
        proxy,
        '($module, object, callback=None, /)',
        "Create a proxy object that weakly references 'object'.\n\n'callback', if given, is called with a reference to the\nproxy when 'object' is about to be finalized.",
      ),
    ],
  });
  if (m === null) return null;
  PyModule_AddObjectRef(m, 'ref', _PyWeakref_RefType);
  PyModule_AddObjectRef(m, 'ReferenceType', _PyWeakref_RefType);
  PyModule_AddObjectRef(m, 'ProxyType', _PyWeakref_ProxyType);
  PyModule_AddObjectRef(m, 'CallableProxyType', _PyWeakref_CallableProxyType);
  return m;
}
