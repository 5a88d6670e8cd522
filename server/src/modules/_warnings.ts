// The _warnings module, and how the interpreter itself warns. Follows Python/_warnings.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { registerRoots } from '../heap/roots';
import { onRuntimeReset } from '../heap/runtime';
import { PyObject_IsInstance, PyObject_IsSubclass } from '../objects/abstract';
import { PyObject_CallMethodOneArg, PyObject_CallOneArg, PyObject_Vectorcall } from '../objects/call';
import {
  PyDict_Check,
  PyDict_GetItemWithError,
  PyDict_New,
  PyDict_SetItem,
  PyDict_SetItemString,
} from '../objects/dictobject';
import type { PyDictObject } from '../objects/dictstruct';
import {
  PyErr_Clear,
  PyErr_ExceptionMatches,
  PyErr_Occurred,
  PyErr_SetObject,
  PyErr_SetString,
} from '../objects/errors';
import {
  PyExc_DeprecationWarning,
  PyExc_ImportError,
  PyExc_ImportWarning,
  PyExc_PendingDeprecationWarning,
  PyExc_ResourceWarning,
  PyExc_RuntimeError,
  PyExc_TypeError,
  PyExc_UserWarning,
  PyExc_Warning,
} from '../objects/exceptions';
import { _PyArg_UnpackKeywords, argParser } from '../objects/getargs';
import { PyList_FromArraySteal } from '../objects/listobject';
import type { PyListObject } from '../objects/liststruct';
import { PyLong_AsInt, PyLong_AsSsize_t, PyLong_FromLong } from '../objects/longobject';
import { PyModule_AddObject, PyModule_AddObjectRef, PyModule_Create } from '../objects/moduleobject';
import type { PyObject } from '../objects/object';
import { PyObject_GetOptionalAttr, PyObject_IsTrue, PyObject_Str, Py_None } from '../objects/objectprotocol';
import { vmInterface } from '../objects/pystate';
import { PySys_WriteStderr, sysdict } from '../objects/sysdict';
import { PyTuple_FromArray, PyTuple_FromArraySteal } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import { PyType_Check } from '../objects/typeobject';
import type { PyTypeObject } from '../objects/typestruct';
import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, method } from '../objects/typestruct';
import { PyUnicode_Check, PyUnicode_FromString, _Py_ID } from '../objects/unicodeobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import { host } from './host';
import { PyImport_GetModule } from './import';

/** Until the warnings module takes over: its `filters`, `_onceregistry` and `_defaultaction` are these. Owned. */
let filters: PyObject | null;
let once_registry: PyObject | null;
let default_action: PyObject | null;
onRuntimeReset(() => {
  filters = null;
  once_registry = null;
  default_action = null;
});
registerRoots((visit) => {
  for (const op of [filters, once_registry, default_action]) if (op !== null) visit(op);
});

function create_filter(category: PyObject, action: string, modname: string | null): PyObject {
  return PyTuple_FromArraySteal([
    PyUnicode_FromString(action),
    Py_NewRef(Py_None),
    Py_NewRef(category),
    modname === null ? Py_NewRef(Py_None) : PyUnicode_FromString(modname),
    PyLong_FromLong(0),
  ]);
}

/** _PyWarnings_InitState: the filters of a release build. */
export function _PyWarnings_Init(): void {
  filters = PyList_FromArraySteal([
    create_filter(PyExc_DeprecationWarning, 'default', '__main__'),
    create_filter(PyExc_DeprecationWarning, 'ignore', null),
    create_filter(PyExc_PendingDeprecationWarning, 'ignore', null),
    create_filter(PyExc_ImportWarning, 'ignore', null),
    create_filter(PyExc_ResourceWarning, 'ignore', null),
  ]);
  once_registry = PyDict_New();
  default_action = PyUnicode_FromString('default');
}
export function _PyWarnings_Fini(): void {
  const held = [filters, once_registry, default_action];
  filters = null;
  once_registry = null;
  default_action = null;
  for (const op of held) Py_XDECREF(op);
}

/** An attribute of the warnings module, if it was imported; owned or null. */
function get_warnings_attr(name: string, try_import = false): Owned<PyObject> | null {
  // A warning that has a source is worth the import: only the Python half tells where the object was allocated.
  if (try_import && !vmInterface.isFinalizing()) {
    const imported = vmInterface.importModule('warnings');
    if (imported === null) {
      if (PyErr_ExceptionMatches(PyExc_ImportError)) PyErr_Clear();
      return null;
    }
    Py_DECREF(imported);
  }
  const key = PyUnicode_FromString('warnings');
  const module = PyImport_GetModule(key);
  Py_DECREF(key);
  if (module === null) return null;
  const found: { value: PyObject | null } = { value: null };
  if (PyObject_GetOptionalAttr(module, _Py_ID(name), found) < 0) PyErr_Clear();
  return found.value;
}

function check_matched(pattern: PyObject, text: PyObject): number {
  if (pattern === Py_None) return 1;
  if (PyUnicode_Check(pattern)) return (pattern as PyUnicodeObject).str === (text as PyUnicodeObject).str ? 1 : 0;
  const match = PyObject_CallMethodOneArg(pattern, _Py_ID('match'), text);
  if (match === null) return -1;
  const ok = PyObject_IsTrue(match);
  Py_DECREF(match);
  return ok;
}

/** The action of the first filter that fits; null with an exception. */
function get_filter(category: PyObject, text: PyObject, lineno: number, module: PyObject): string | null {
  const live = get_warnings_attr('filters');
  const list = (live ?? filters) as PyListObject | null;
  let action: string | null | undefined;
  for (const item of list?.ob_item ?? []) {
    const [act, msg, cat, mod, ln] = (item as PyTupleObject).ob_item as [
      PyObject,
      PyObject,
      PyObject,
      PyObject,
      PyObject,
    ];
    const good_msg = check_matched(msg, text);
    const good_mod = good_msg < 0 ? -1 : check_matched(mod, module);
    const is_subclass = good_mod < 0 ? -1 : PyObject_IsSubclass(category, cat);
    if (is_subclass < 0) {
      action = null;
      break;
    }
    const filterLine = PyLong_AsSsize_t(ln);
    if (good_msg && is_subclass && good_mod && (filterLine === 0 || filterLine === lineno)) {
      action = (act as PyUnicodeObject).str;
      break;
    }
  }
  Py_XDECREF(live);
  if (action !== undefined) return action;
  const liveDefault = get_warnings_attr('defaultaction') ?? get_warnings_attr('_defaultaction');
  const text2 = ((liveDefault ?? default_action) as PyUnicodeObject | null)?.str ?? 'default';
  Py_XDECREF(liveDefault);
  return text2;
}

/** Whether the warning was shown already; notes it if `should_set`. −1 with an exception. */
function already_warned(registry: PyObject, key: PyObject, should_set: boolean): number {
  const known = PyDict_GetItemWithError(registry, key);
  if (known !== null) {
    const truth = PyObject_IsTrue(known);
    if (truth !== 0) return truth;
  } else if (PyErr_Occurred()) return -1;
  if (should_set) {
    const one = PyLong_FromLong(1);
    const r = PyDict_SetItem(registry, key, one);
    Py_DECREF(one);
    if (r < 0) return -1;
  }
  return 0;
}

/** `file:line: Category: text`, with the source line, to sys.stderr. */
function show_warning(filename: PyObject, lineno: number, text: PyObject, category: PyTypeObject): void {
  const name = category.tp_name.slice(category.tp_name.lastIndexOf('.') + 1);
  const file = (filename as PyUnicodeObject).str;
  let out = `${file}:${lineno}: ${name}: ${(text as PyUnicodeObject).str}\n`;
  const line = sourceLine(file, lineno);
  if (line !== '') out += `  ${line}\n`;
  PySys_WriteStderr(out);
}
function sourceLine(file: string, lineno: number): string {
  const bytes = host.readFile(file);
  if (bytes === null) return '';
  return (new TextDecoder().decode(bytes).split(/\r\n|\r|\n/)[lineno - 1] ?? '').trim();
}

function call_show_warning(
  category: PyObject,
  text: PyObject,
  message: PyObject,
  filename: PyObject,
  lineno: number,
  lineObj: PyObject | null,
  source: PyObject | null,
): number {
  const show_fn = get_warnings_attr('_showwarnmsg', source !== null);
  if (show_fn === null) {
    show_warning(filename, lineno, text, category as PyTypeObject);
    return 0;
  }
  const warnmsg_cls = get_warnings_attr('WarningMessage');
  if (warnmsg_cls === null) {
    Py_DECREF(show_fn);
    if (!PyErr_Occurred()) PyErr_SetString(PyExc_RuntimeError, 'unable to get warnings.WarningMessage');
    return -1;
  }
  const line = PyLong_FromLong(lineno);
  const msg = PyObject_Vectorcall(
    warnmsg_cls,
    [message, category, filename, line, Py_None, lineObj ?? Py_None, ...(source === null ? [] : [source])],
    null,
  );
  Py_DECREF(line);
  Py_DECREF(warnmsg_cls);
  if (msg === null) {
    Py_DECREF(show_fn);
    return -1;
  }
  const res = PyObject_CallOneArg(show_fn, msg);
  Py_DECREF(show_fn);
  Py_DECREF(msg);
  if (res === null) return -1;
  Py_DECREF(res);
  return 0;
}

/** warn_explicit: `message` a str or a Warning instance. 0, or −1 with an exception. */
export function warn_explicit(
  category: PyObject | null,
  message: PyObject,
  filename: PyObject,
  lineno: number,
  module: PyObject | null,
  registry: PyObject | null,
  sourceline: PyObject | null,
  source: PyObject | null,
): number {
  if (module === Py_None) return 0;
  if (registry !== null && registry !== Py_None && !PyDict_Check(registry)) {
    PyErr_SetString(PyExc_TypeError, "'registry' must be a dict or None");
    return -1;
  }
  let mod: PyObject;
  if (module !== null) mod = Py_NewRef(module);
  else {
    const file = (filename as PyUnicodeObject).str;
    mod = PyUnicode_FromString(file === '' ? '<unknown>' : file.endsWith('.py') ? file.slice(0, -3) : file);
  }
  let text: PyObject | null;
  let msg: PyObject;
  const isInstance = PyObject_IsInstance(message, PyExc_Warning);
  if (isInstance > 0) {
    text = PyObject_Str(message);
    category = message.ob_type;
    msg = Py_NewRef(message);
  } else {
    text = Py_NewRef(message);
    const made = PyObject_CallOneArg(category!, message);
    if (made === null) {
      Py_DECREF(text);
      Py_DECREF(mod);
      return -1;
    }
    msg = made;
  }
  if (text === null) {
    Py_DECREF(mod);
    Py_DECREF(msg);
    return -1;
  }
  const result = dispatch(category!, msg, text, filename, lineno, mod, registry, sourceline, source);
  Py_DECREF(text);
  Py_DECREF(msg);
  Py_DECREF(mod);
  return result;
}

function dispatch(
  category: PyObject,
  message: PyObject,
  text: PyObject,
  filename: PyObject,
  lineno: number,
  module: PyObject,
  registry: PyObject | null,
  sourceline: PyObject | null,
  source: PyObject | null,
): number {
  const line = PyLong_FromLong(lineno);
  const key = PyTuple_FromArray([text, category, line]);
  Py_DECREF(line);
  const done = (r: number): number => {
    Py_DECREF(key);
    return r;
  };
  const hasRegistry = registry !== null && registry !== Py_None;
  if (hasRegistry) {
    const already = already_warned(registry, key, false);
    if (already !== 0) return done(already < 0 ? -1 : 0);
  }
  const action = get_filter(category, text, lineno, module);
  if (action === null) return done(-1);
  if (action === 'error') {
    PyErr_SetObject(category, message);
    return done(-1);
  }
  if (action === 'ignore') return done(0);
  let already = 0;
  if (action !== 'always') {
    if (hasRegistry) {
      const one = PyLong_FromLong(1);
      const r = PyDict_SetItem(registry, key, one);
      Py_DECREF(one);
      if (r < 0) return done(-1);
    }
    if (action === 'once' || action === 'module') {
      let where = registry;
      if (action === 'once' && !hasRegistry) where = once_registry;
      if (where !== null && where !== Py_None) {
        const pair =
          action === 'once'
            ? PyTuple_FromArray([text, category])
            : PyTuple_FromArraySteal([Py_NewRef(text), Py_NewRef(category), PyLong_FromLong(0)]);
        already = already_warned(where, pair, true);
        Py_DECREF(pair);
      }
    } else if (action !== 'default') {
      PyErr_SetString(PyExc_RuntimeError, `Unrecognized action ('${action}') in warnings.filters`);
      return done(-1);
    }
  }
  if (already !== 0) return done(already < 0 ? -1 : 0);
  return done(call_show_warning(category, text, message, filename, lineno, sourceline, source));
}

/** do_warn: finds file, line, module and registry of the frame `stackLevel` up. */
export function do_warn(message: PyObject, category: PyObject, stackLevel: number, source: PyObject | null): number {
  const context = vmInterface.warningContext(stackLevel);
  const globals = context === null ? sysdict! : (context.globals as PyDictObject);
  const filename = context === null ? PyUnicode_FromString('<sys>') : context.filename;
  let registry = PyDict_GetItemWithError(globals, _Py_ID('__warningregistry__'));
  if (registry === null) {
    if (PyErr_Occurred()) {
      Py_DECREF(filename);
      return -1;
    }
    const fresh = PyDict_New();
    PyDict_SetItemString(globals, '__warningregistry__', fresh);
    Py_DECREF(fresh);
    registry = fresh;
  }
  const name = PyDict_GetItemWithError(globals, _Py_ID('__name__'));
  const module =
    name !== null && (name === Py_None || PyUnicode_Check(name)) ? Py_NewRef(name) : PyUnicode_FromString('<string>');
  const result = warn_explicit(category, message, filename, context?.lineno ?? 0, module, registry, null, source);
  Py_DECREF(filename);
  Py_DECREF(module);
  return result;
}

/** PyErr_WarnEx behind the VM interface. */
export function warnFromC(
  category: PyObject,
  message: string,
  stackLevel: number,
  source: PyObject | null = null,
): number {
  const text = PyUnicode_FromString(message);
  const r = do_warn(text, category, stackLevel, source);
  Py_DECREF(text);
  return r;
}

const warnParser = argParser('warn', ['message', 'category', 'stacklevel', 'source', 'skip_file_prefixes'], 1, 4);
function warnings_warn(_m: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, warnParser);
  if (argv === null) return null;
  const message = argv[0]!;
  let category = argv[1] === null || argv[1] === Py_None ? PyExc_UserWarning : argv[1]!;
  let level = 1;
  if (argv[2] !== null) {
    level = PyLong_AsSsize_t(argv[2]!);
    if (level === -1 && PyErr_Occurred()) return null;
  }
  const rc = PyObject_IsInstance(message, PyExc_Warning);
  if (rc < 0) return null;
  if (rc > 0) category = message.ob_type;
  if (!PyType_Check(category) || PyObject_IsSubclass(category, PyExc_Warning) !== 1) {
    return PyErr_SetString(PyExc_TypeError, `category must be a Warning subclass, not '${category.ob_type.tp_name}'`);
  }
  return do_warn(message, category, level, argv[3] === Py_None ? null : (argv[3] ?? null)) < 0
    ? null
    : Py_NewRef(Py_None);
}

const explicitParser = argParser(
  'warn_explicit',
  ['message', 'category', 'filename', 'lineno', 'module', 'registry', 'module_globals', 'source'],
  4,
  8,
);
function warnings_warn_explicit(
  _m: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): PyObject | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, explicitParser);
  if (argv === null) return null;
  const lineno = PyLong_AsInt(argv[3]!);
  if (lineno === -1 && PyErr_Occurred()) return null;
  const r = warn_explicit(
    argv[1]!,
    argv[0]!,
    argv[2]!,
    lineno,
    argv[4] ?? null,
    argv[5] ?? null,
    null,
    argv[7] ?? null,
  );
  return r < 0 ? null : Py_NewRef(Py_None);
}

export function PyInit__warnings(): Owned<PyObject> | null {
  const m = PyModule_Create({
    m_name: '_warnings',
    m_doc:
      '_warnings provides basic warning filtering support.\nIt is a helper module to speed up interpreter start-up.',
    m_methods: [
      method(
        'warn',
        METH_FASTCALL | METH_KEYWORDS,
        warnings_warn,
        '($module, /, message, category=None, stacklevel=1, source=None, *,\n     skip_file_prefixes=<unrepresentable>)',
      ),
      method(
        'warn_explicit',
        METH_FASTCALL | METH_KEYWORDS,
        warnings_warn_explicit,
        '($module, /, message, category, filename, lineno,\n              module=<unrepresentable>, registry=None,\n              module_globals=None, source=None)',
      ),
      method('_filters_mutated', METH_NOARGS, () => Py_NewRef(Py_None), '($module, /)'),
    ],
  });
  if (m === null) return null;
  PyModule_AddObjectRef(m, 'filters', filters!);
  PyModule_AddObjectRef(m, '_onceregistry', once_registry!);
  PyModule_AddObject(m, '_defaultaction', Py_NewRef(default_action!));
  return m;
}
