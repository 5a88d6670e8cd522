// _frozen_importlib and _frozen_importlib_external: importlib's own Python halves, told that the import system proper is
// ours. So `importlib.import_module` and `find_spec` see what the import statement sees. Follows the start-up of
// Python/import.c (init_importlib), CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF } from '../heap/refcount';
import { PyErr_Occurred } from '../objects/errors';
import { PyObject_CallNoArgs } from '../objects/call';
import { PyDict_GetItemString, PyDict_SetItemString } from '../objects/dictobject';
import type { PyDictObject } from '../objects/dictstruct';
import { PyLong_AsInt } from '../objects/longobject';
import { PyModule_AddFunctions } from '../objects/moduleobject';
import type { PyObject } from '../objects/object';
import { PyObject_GetAttrString } from '../objects/objectattr';
import { Py_None } from '../objects/objectprotocol';
import { METH_FASTCALL, METH_KEYWORDS, method } from '../objects/typestruct';
import { PyUnicode_FromString } from '../objects/unicodeobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import { PyImport_ImportModule, builtin___import__, importAbsolute } from './import';

/** Which library file stands behind each. */
export const FROZEN_IMPORTLIB: Readonly<Record<string, string>> = {
  _frozen_importlib: 'importlib._bootstrap',
  _frozen_importlib_external: 'importlib._bootstrap_external',
};

function gcd_import(_m: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  const name = args[0] as PyUnicodeObject;
  const level = args.length > 2 ? PyLong_AsInt(args[2]!) : 0;
  if (level === -1 && PyErr_Occurred()) return null;
  if (level <= 0) return importAbsolute(name);
  const parts = (args[1] as PyUnicodeObject).str.split('.');
  const base = parts.slice(0, Math.max(0, parts.length - level + 1)).join('.');
  const full = PyUnicode_FromString(name.str === '' ? base : `${base}.${name.str}`);
  const module = importAbsolute(full);
  Py_DECREF(full);
  return module;
}

/** Puts our functions into a freshly executed `name`. 0, or −1 with an exception. */
export function connectImportlib(
  name: string,
  module: PyObject,
  findSpec: (name: string, path: PyObject | null) => Owned<PyObject>,
  executeAgain: (name: PyObject, module: PyObject) => Owned<PyObject> | null,
): number {
  const dict = module.ob_dict as PyDictObject;
  const wanted =
    name === '_frozen_importlib' ? ['sys', '_imp', '_thread', '_warnings', '_weakref'] : ['_frozen_importlib'];
  for (const other of wanted) {
    const op = PyImport_ImportModule(other);
    if (op === null) return -1;
    PyDict_SetItemString(dict, other === '_frozen_importlib' ? '_bootstrap' : other, op);
    if (other === '_frozen_importlib') PyDict_SetItemString(op.ob_dict!, '_bootstrap_external', module);
    Py_DECREF(op);
  }
  if (name !== '_frozen_importlib') return 0;
  // What its _setup() does once _weakref is there.
  const dictionary = PyDict_GetItemString(dict, '_WeakValueDictionary');
  const blocking = dictionary === null ? null : PyObject_CallNoArgs(dictionary);
  if (blocking === null) return -1;
  PyDict_SetItemString(dict, '_blocking_on', blocking);
  Py_DECREF(blocking);
  return PyModule_AddFunctions(module, [
    method('_gcd_import', METH_FASTCALL, gcd_import, null),
    method('__import__', METH_FASTCALL | METH_KEYWORDS, builtin___import__, null),
    method(
      '_exec',
      METH_FASTCALL,
      (_m: PyObject, args: readonly PyObject[]) => {
        const spec = PyObject_GetAttrString(args[0]!, 'name');
        if (spec === null) return null;
        const module = executeAgain(spec, args[1]!);
        Py_DECREF(spec);
        return module;
      },
      null,
    ),
    method(
      '_find_spec',
      METH_FASTCALL,
      (_m: PyObject, args: readonly PyObject[]) => {
        const path = args.length > 1 && args[1] !== Py_None ? args[1]! : null;
        return findSpec((args[0] as PyUnicodeObject).str, path);
      },
      null,
    ),
  ]);
}
