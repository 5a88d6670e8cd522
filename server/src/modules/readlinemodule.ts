// readline: line editing of a terminal, which there is none of here. The module is there because rlcompleter, and so pdb
// and doctest, import it; what a program sets it gets back, and the history is kept. Follows Modules/readline.c,
// CPython 3.13. Deviations: files are neither read nor written, and nothing is ever completed.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { registerRoots } from '../heap/roots';
import { onRuntimeReset } from '../heap/runtime';
import { PyErr_Format, PyErr_Occurred, PyErr_SetString } from '../objects/errors';
import { PyExc_TypeError, PyExc_ValueError } from '../objects/exceptions';
import { PyLong_AsLong, PyLong_FromLong } from '../objects/longobject';
import { PyModule_AddIntConstant, PyModule_AddStringConstant, PyModule_Create } from '../objects/moduleobject';
import type { PyObject } from '../objects/object';
import { PyCallable_Check, Py_None } from '../objects/objectprotocol';
import type { PyMethodDef } from '../objects/typestruct';
import { METH_FASTCALL, METH_NOARGS, METH_O, method } from '../objects/typestruct';
import { PyUnicode_Check, PyUnicode_FromString } from '../objects/unicodeobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';

/** The functions that a program has set, owned; absent for none. */
let hooks: Map<string, PyObject>;
let delimiters: string;
let history: string[];
/** How many lines of history a file would get; −1 for all. */
let historyLength: number;
onRuntimeReset(() => {
  hooks = new Map();
  delimiters = ' \t\n`~!@#$%^&*()-=+[{]}\\|;:\'",<>/?';
  history = [];
  historyLength = -1;
});
registerRoots((visit) => {
  for (const hook of hooks.values()) visit(hook);
});

const none = (): PyObject => Py_NewRef(Py_None);

/** set_NAME(function=None): owned None, or null with an exception. */
function setHook(name: string, args: readonly PyObject[]): Owned<PyObject> | null {
  const function_ = args[0] ?? Py_None;
  const old = hooks.get(name);
  if (function_ === Py_None) hooks.delete(name);
  else if (PyCallable_Check(function_)) hooks.set(name, Py_NewRef(function_));
  else return PyErr_SetString(PyExc_TypeError, `set_${name}(func): argument not callable`);
  if (old !== undefined) Py_DECREF(old);
  return none();
}

const hookSetter = (name: string): PyMethodDef =>
  method(
    `set_${name}`,
    METH_FASTCALL,
    (_m: PyObject, args: readonly PyObject[]) => setHook(name, args),
    '($module, function=None, /)',
  );

/** A function of one string. */
const ofString = (name: string, f: (text: string) => void): PyMethodDef =>
  method(
    name,
    METH_O,
    (_m: PyObject, arg: PyObject) => {
      if (!PyUnicode_Check(arg)) {
        return PyErr_Format(PyExc_TypeError, `${name}() argument must be str, not ${arg.ob_type.tp_name}`);
      }
      f((arg as PyUnicodeObject).str);
      return none();
    },
    '($module, string, /)',
  );
const ignored = (name: string, signature: string): PyMethodDef => method(name, METH_FASTCALL, none, signature);
const constant = (name: string, value: () => PyObject): PyMethodDef => method(name, METH_NOARGS, value, '($module, /)');
const zero = (): PyObject => PyLong_FromLong(0);

/** The history item an argument tells, from 0; −1 with an exception. */
function position(arg: PyObject): number {
  const pos = PyLong_AsLong(arg);
  if (pos === -1 && PyErr_Occurred()) return -1;
  if (pos < 0) PyErr_SetString(PyExc_ValueError, 'History index cannot be negative');
  else if (pos >= history.length) PyErr_SetString(PyExc_ValueError, `No history item at position ${pos}`);
  else return pos;
  return -1;
}

export function PyInit_readline(): Owned<PyObject> | null {
  const m = PyModule_Create({
    m_name: 'readline',
    m_doc: 'Importing this module enables command line editing using GNU readline.',
    m_methods: [
      ofString('parse_and_bind', () => undefined),
      ignored('read_init_file', '($module, filename=None, /)'),
      ignored('read_history_file', '($module, filename=None, /)'),
      ignored('write_history_file', '($module, filename=None, /)'),
      ignored('append_history_file', '($module, nelements, filename=None, /)'),
      constant('get_history_length', () => PyLong_FromLong(historyLength)),
      method(
        'set_history_length',
        METH_O,
        (_m: PyObject, arg: PyObject) => {
          const length = PyLong_AsLong(arg);
          if (length === -1 && PyErr_Occurred()) return null;
          historyLength = length;
          return none();
        },
        '($module, length, /)',
      ),
      hookSetter('completion_display_matches_hook'),
      hookSetter('startup_hook'),
      hookSetter('pre_input_hook'),
      constant('get_completion_type', zero),
      constant('get_begidx', zero),
      constant('get_endidx', zero),
      ofString('set_completer_delims', (text) => {
        delimiters = text;
      }),
      method(
        'remove_history_item',
        METH_O,
        (_m: PyObject, arg: PyObject) => {
          const pos = position(arg);
          if (pos < 0) return null;
          history.splice(pos, 1);
          return none();
        },
        '($module, pos, /)',
      ),
      method(
        'replace_history_item',
        METH_FASTCALL,
        (_m: PyObject, args: readonly PyObject[]) => {
          const pos = position(args[0]!);
          if (pos < 0) return null;
          history[pos] = (args[1] as PyUnicodeObject).str;
          return none();
        },
        '($module, pos, line, /)',
      ),
      ofString('add_history', (text) => history.push(text)),
      ignored('set_auto_history', '($module, enabled, /)'),
      constant('get_completer_delims', () => PyUnicode_FromString(delimiters)),
      hookSetter('completer'),
      constant('get_completer', () => Py_NewRef(hooks.get('completer') ?? Py_None)),
      method(
        'get_history_item',
        METH_O,
        (_m: PyObject, arg: PyObject) => {
          const index = PyLong_AsLong(arg);
          if (index === -1 && PyErr_Occurred()) return null;
          const line = history[index - 1];
          return line === undefined ? none() : PyUnicode_FromString(line);
        },
        '($module, index, /)',
      ),
      constant('get_current_history_length', () => PyLong_FromLong(history.length)),
      constant('get_line_buffer', () => PyUnicode_FromString('')),
      constant('clear_history', () => {
        history = [];
        return none();
      }),
      ofString('insert_text', () => undefined),
      constant('redisplay', none),
    ],
  });
  if (m === null) return null;
  PyModule_AddStringConstant(m, 'backend', 'readline');
  PyModule_AddIntConstant(m, '_READLINE_VERSION', 0x0802);
  PyModule_AddIntConstant(m, '_READLINE_RUNTIME_VERSION', 0x0802);
  PyModule_AddStringConstant(m, '_READLINE_LIBRARY_VERSION', '8.2');
  return m;
}
