// The posix module, as much as a program without a machine can have: the virtual files, an empty environment, a fixed
// process. Follows Modules/posixmodule.c, CPython 3.13. What isn't here is missing, as on a system that lacks it.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { onRuntimeReset } from '../heap/runtime';
import { PyBool_FromLong } from '../objects/boolobject';
import { PyBytes_Check, PyBytes_FromStringAndSize } from '../objects/bytesobject';
import type { PyBytesObject } from '../objects/bytesstruct';
import { PyObject_CallOneArg } from '../objects/call';
import { PyDict_New, PyDict_SetItem } from '../objects/dictobject';
import {
  PyErr_Occurred,
  PyErr_SetFromErrnoWithFilenameObject,
  PyErr_SetString,
  strerror,
  PyErr_SetObject,
} from '../objects/errors';
import { PyExc_OSError, PyExc_SystemExit, PyExc_TypeError, PyExc_ValueError } from '../objects/exceptions';
import { PyFloat_FromDouble } from '../objects/floatobject';
import { PyList_FromArraySteal } from '../objects/listobject';
import { PyLong_AsInt, PyLong_Check, PyLong_FromLong } from '../objects/longobject';
import { PyModule_AddIntConstant, PyModule_AddObject, PyModule_Create } from '../objects/moduleobject';
import { readyModuleTypes } from '../objects/moduletype';
import type { PyObject } from '../objects/object';
import { PyObject_GetAttr, Py_None } from '../objects/objectprotocol';
import { PyStructSequence_New, PyStructSequence_NewType, PyStructSequence_SetItem } from '../objects/structseq';
import type { PyTypeObject } from '../objects/typestruct';
import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, method } from '../objects/typestruct';
import { PyUnicode_DecodeFSDefault } from '../objects/unicode_codecs';
import { host } from './host';
import { _PyArg_UnpackKeywords, argParser } from '../objects/getargs';
import { PyUnicode_Check, PyUnicode_FromString, _Py_ID } from '../objects/unicodeobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import type { PyTupleObject } from '../objects/tuplestruct';
import { childProcessMethods } from './childprocesses';
import { description } from './descriptors';
import { getenvAll, setenv } from './environment';
import { POSIX } from './osconstants';
import { DirEntry_Type, posixFileMethods, posixFileTypes } from './posixfiles';
import {
  absolutePath,
  changeFolder,
  currentFolder,
  createContent,
  isFolder,
  listFolder,
  makeFolder,
  openContent,
  removeContent,
  removeFolder,
  renameContent,
} from './virtualfiles';

/** os.fspath: the str or bytes of a path; owned, or null with TypeError. */
export function PyOS_FSPath(path: PyObject): Owned<PyObject> | null {
  if (PyUnicode_Check(path) || PyBytes_Check(path)) return Py_NewRef(path);
  const f = path.ob_type.tp_dict === null ? null : PyObject_GetAttr(path.ob_type, _Py_ID('__fspath__'));
  if (f === null) {
    return PyErr_SetString(PyExc_TypeError, `expected str, bytes or os.PathLike object, not ${path.ob_type.tp_name}`);
  }
  const result = PyObject_CallOneArg(f, path);
  Py_DECREF(f);
  if (result === null || PyUnicode_Check(result) || PyBytes_Check(result)) return result;
  const message = `expected ${path.ob_type.tp_name}.__fspath__() to return str or bytes, not ${result.ob_type.tp_name}`;
  Py_DECREF(result);
  return PyErr_SetString(PyExc_TypeError, message);
}

/** PyUnicode_FSDecoder: a path argument as a str; owned, or null with an exception. Buffers other than bytes are not taken. */
export function PyUnicode_FSDecoder(path: PyObject): Owned<PyUnicodeObject> | null {
  const p = PyOS_FSPath(path);
  if (p === null) return null;
  let text: Owned<PyUnicodeObject> | null;
  if (PyUnicode_Check(p)) text = p as PyUnicodeObject;
  else {
    text = PyUnicode_DecodeFSDefault((p as PyBytesObject).ob_sval);
    Py_DECREF(p);
    if (text === null) return null;
  }
  if (!text.str.includes('\0')) return text;
  Py_DECREF(text);
  return PyErr_SetString(PyExc_ValueError, 'embedded null character');
}

/** A path argument as text, or null with an exception. */
export function pathText(path: PyObject): string | null {
  const p = PyOS_FSPath(path);
  if (p === null) return null;
  const text = PyUnicode_Check(p) ? (p as PyUnicodeObject).str : new TextDecoder().decode((p as PyBytesObject).ob_sval);
  Py_DECREF(p);
  if (text.includes('\0')) return PyErr_SetString(PyExc_ValueError, 'embedded null character in path');
  return text;
}
export function raiseErrno(errno: number, filename: PyObject | null): null {
  return PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, errno, filename);
}

const ENOENT = 2;
const EEXIST = 17;
const ENOTDIR = 20;

let stat_result: PyTypeObject | null;
let terminal_size: PyTypeObject | null;
let uname_result: PyTypeObject | null;
let times_result: PyTypeObject | null;
let randomState: number;
onRuntimeReset(() => {
  stat_result = null;
  terminal_size = null;
  uname_result = null;
  times_result = null;
  randomState = 0x9e3779b9;
});

/** The simulated machine's "random" bytes: the same in every run. */
export function deterministicBytes(n: number): Uint8Array {
  const out = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    randomState = (Math.imul(randomState ^ (randomState >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0;
    out[i] = (randomState ^ (randomState >>> 13)) & 0xff;
  }
  return out;
}

const MTIME = 1735689600;
function stat(path: PyObject): PyObject | null {
  if (PyLong_Check(path)) {
    const fd = PyLong_AsInt(path);
    const d = description(fd);
    return d === undefined ? raiseErrno(9, null) : statOf(0o100600, d.content.size);
  }
  const text = pathText(path);
  if (text === null) return null;
  const full = absolutePath(text);
  const content = openContent(full);
  if (full === '/dev/null') return statOf(0o20666, 0);
  if (content === null && !isFolder(full)) return raiseErrno(ENOENT, path);
  return statOf(content === null ? 0o40755 : 0o100644, content === null ? 4096 : content.size);
}

/** An os.stat_result. */
export function statOf(mode: number, size: number): PyObject | null {
  const s = PyStructSequence_New(stat_result!);
  const numbers = [mode, 1, 1, 1, 1000, 1000, size];
  numbers.forEach((n, i) => {
    PyStructSequence_SetItem(s, i, PyLong_FromLong(n));
  });
  for (let i = 7; i < 10; i++) PyStructSequence_SetItem(s, i, PyLong_FromLong(MTIME));
  for (let i = 10; i < 13; i++) PyStructSequence_SetItem(s, i, PyFloat_FromDouble(MTIME));
  for (let i = 13; i < 16; i++) PyStructSequence_SetItem(s, i, PyLong_FromLong(MTIME * 1e9));
  for (let i = 16; i < 19; i++) PyStructSequence_SetItem(s, i, PyLong_FromLong(i === 16 ? 4096 : i === 17 ? 8 : 0));
  return s;
}

/** putenv() and unsetenv(). */
function changeenv(name: PyObject, value: PyObject | null): PyObject | null {
  const [n, v] = [pathText(name), value === null ? null : pathText(value)];
  if (n === null || (value !== null && v === null)) return null;
  setenv(n, v);
  return none();
}

const none = (): PyObject => Py_NewRef(Py_None);
const number = (n: number) => (): PyObject => PyLong_FromLong(n);
type Fast = (m: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null) => PyObject | null;
/** A function of one path; what else it is given (dir_fd, follow_symlinks, mode) makes no difference here. */
const onPath = (name: string, f: (full: string, path: PyObject) => PyObject | null) =>
  method(
    name,
    METH_FASTCALL | METH_KEYWORDS,
    ((_m, args) => {
      if (args.length === 0)
        return PyErr_SetString(PyExc_TypeError, `${name}() missing required argument 'path' (pos 1)`);
      const text = pathText(args[0]!);
      return text === null ? null : f(absolutePath(text), args[0]!);
    }) as Fast,
    null,
  );

function unlink(full: string, path: PyObject): PyObject | null {
  if (openContent(full) === null) return raiseErrno(ENOENT, path);
  removeContent(full);
  return none();
}
function rename(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  const from = pathText(args[0]!);
  const to = from === null ? null : pathText(args[1]!);
  if (from === null || to === null) return null;
  return renameContent(absolutePath(from), absolutePath(to)) ? none() : raiseErrno(ENOENT, args[0]!);
}
function listdir(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  const given = args.length === 0 || args[0] === Py_None ? null : args[0]!;
  const text = given === null ? '.' : pathText(given);
  if (text === null) return null;
  const full = absolutePath(text);
  const names = listFolder(full);
  if (names === null) return raiseErrno(openContent(full) === null ? ENOENT : ENOTDIR, given);
  return PyList_FromArraySteal(names.map((name) => PyUnicode_FromString(name)));
}

function times(): PyObject {
  const t = PyStructSequence_New(times_result!);
  for (let i = 0; i < 5; i++) PyStructSequence_SetItem(t, i, PyFloat_FromDouble(0));
  return t;
}
function uname(): PyObject {
  const u = PyStructSequence_New(uname_result!);
  for (const [i, text] of ['Linux', 'localhost', '6.0.0', '#1 SMP', 'x86_64'].entries()) {
    PyStructSequence_SetItem(u, i, PyUnicode_FromString(text));
  }
  return u;
}

function structTypes(m: PyObject): void {
  const plain = (names: string[]): { name: string; doc: null }[] => names.map((name) => ({ name, doc: null }));
  stat_result = PyStructSequence_NewType({
    name: 'os.stat_result',
    doc: null,
    fields: plain([
      'st_mode',
      'st_ino',
      'st_dev',
      'st_nlink',
      'st_uid',
      'st_gid',
      'st_size',
      'unnamed field',
      'unnamed field',
      'unnamed field',
      'st_atime',
      'st_mtime',
      'st_ctime',
      'st_atime_ns',
      'st_mtime_ns',
      'st_ctime_ns',
      'st_blksize',
      'st_blocks',
      'st_rdev',
    ]),
    n_in_sequence: 10,
  });
  terminal_size = PyStructSequence_NewType({
    name: 'os.terminal_size',
    doc: null,
    fields: plain(['columns', 'lines']),
    n_in_sequence: 2,
  });
  uname_result = PyStructSequence_NewType({
    name: 'posix.uname_result',
    doc: null,
    fields: plain(['sysname', 'nodename', 'release', 'version', 'machine']),
    n_in_sequence: 5,
  });
  times_result = PyStructSequence_NewType({
    name: 'posix.times_result',
    doc: null,
    fields: plain(['user', 'system', 'children_user', 'children_system', 'elapsed']),
    n_in_sequence: 5,
  });
  PyModule_AddObject(m, 'times_result', Py_NewRef(times_result!));
  PyModule_AddObject(m, 'uname_result', Py_NewRef(uname_result!));
  PyModule_AddObject(m, 'stat_result', Py_NewRef(stat_result!));
  PyModule_AddObject(m, 'terminal_size', Py_NewRef(terminal_size!));
}

const systemParser = argParser('system', ['command'], 1);
/**
 * os.system: there is no shell. What clears a screen does what it does without one, other commands are not found.
 */
function system(_m: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, systemParser);
  if (argv === null) return null;
  const command = argv[0]!;
  if (!PyUnicode_Check(command) && !PyBytes_Check(command)) {
    return PyErr_SetString(PyExc_TypeError, `system() argument 1 must be str, not ${command.ob_type.tp_name}`);
  }
  const name = PyUnicode_Check(command) ? (command as PyUnicodeObject).str.trim().split(/\s/)[0]! : '';
  if (name === 'clear') host.writeStderr('TERM environment variable not set.\n');
  else if (name !== '') host.writeStderr(`sh: 1: ${name}: not found\n`);
  return PyLong_FromLong(name === 'clear' ? 256 : name === '' ? 0 : 32512);
}

export function PyInit_posix(): Owned<PyObject> | null {
  const m = PyModule_Create({
    m_name: 'posix',
    m_doc:
      'This module provides access to operating system functionality that is\nstandardized by the C Standard and the POSIX standard (a thinly\ndisguised Unix interface).  Refer to the library manual and\ncorresponding Unix manual entries for more information on calls.',
    m_methods: [
      method('fspath', METH_O, (_m: PyObject, path: PyObject) => PyOS_FSPath(path), '($module, /, path)'),
      method('getcwd', METH_NOARGS, () => PyUnicode_FromString(currentFolder()), '($module, /)'),
      method(
        'getcwdb',
        METH_NOARGS,
        () => PyBytes_FromStringAndSize(new TextEncoder().encode(currentFolder())),
        '($module, /)',
      ),
      onPath('chdir', (full, path) => {
        if (!isFolder(full)) return raiseErrno(ENOENT, path);
        changeFolder(full);
        return none();
      }),
      method('times', METH_NOARGS, times, '($module, /)'),
      method('getpid', METH_NOARGS, number(4242), '($module, /)'),
      method('getppid', METH_NOARGS, number(4241), '($module, /)'),
      method('getuid', METH_NOARGS, number(1000), '($module, /)'),
      method('geteuid', METH_NOARGS, number(1000), '($module, /)'),
      method('getgid', METH_NOARGS, number(1000), '($module, /)'),
      method('getegid', METH_NOARGS, number(1000), '($module, /)'),
      method('cpu_count', METH_NOARGS, number(1), '($module, /)'),
      method('umask', METH_O, number(18), '($module, mask, /)'),
      method('system', METH_FASTCALL | METH_KEYWORDS, system as Fast, '($module, /, command)'),
      method('isatty', METH_O, () => PyBool_FromLong(false), null),
      method(
        'urandom',
        METH_O,
        (_m: PyObject, size: PyObject) => {
          const n = PyLong_AsInt(size);
          if (n === -1 && PyErr_Occurred()) return null;
          if (n < 0) return PyErr_SetString(PyExc_ValueError, 'negative argument not allowed');
          return PyBytes_FromStringAndSize(deterministicBytes(n));
        },
        '($module, size, /)',
      ),
      method(
        'strerror',
        METH_O,
        (_m: PyObject, code: PyObject) => {
          const n = PyLong_AsInt(code);
          return n === -1 && PyErr_Occurred() ? null : PyUnicode_FromString(strerror(n));
        },
        '($module, code, /)',
      ),
      method('stat', METH_FASTCALL | METH_KEYWORDS, ((_m, args) => stat(args[0]!)) as Fast, null),
      method('lstat', METH_FASTCALL | METH_KEYWORDS, ((_m, args) => stat(args[0]!)) as Fast, null),
      onPath('access', (full) => truth(openContent(full) !== null || isFolder(full))),
      onPath('unlink', unlink),
      onPath('remove', unlink),
      onPath('mkdir', (full, path) => {
        if (isFolder(full) || openContent(full) !== null) return raiseErrno(EEXIST, path);
        makeFolder(full);
        return none();
      }),
      onPath('rmdir', (full, path) => {
        if (!isFolder(full)) return raiseErrno(ENOENT, path);
        if (listFolder(full)!.length > 0) return raiseErrno(39, path);
        removeFolder(full);
        return none();
      }),
      onPath('_path_exists', (full) => truth(openContent(full) !== null || isFolder(full))),
      onPath('_path_isfile', (full) => truth(openContent(full) !== null)),
      onPath('_path_isdir', (full) => truth(isFolder(full))),
      onPath('truncate', (full) => {
        createContent(full);
        return none();
      }),
      method('rename', METH_FASTCALL, rename, null),
      method('replace', METH_FASTCALL, rename, null),
      method('listdir', METH_FASTCALL, listdir, '($module, /, path=None)'),
      method('putenv', METH_FASTCALL, (_m: PyObject, args: readonly PyObject[]) => changeenv(args[0]!, args[1]!), null),
      method('unsetenv', METH_O, (_m: PyObject, name: PyObject) => changeenv(name, null), null),
      method('get_terminal_size', METH_FASTCALL, () => raiseErrno(25, null), null),
      method('_exit', METH_O, (_m: PyObject, status: PyObject) => PyErr_SetObject(PyExc_SystemExit, status), null),
      ...childProcessMethods,
      ...posixFileMethods(),
      method('register_at_fork', METH_FASTCALL | METH_KEYWORDS, none as unknown as Fast, null),
      method('uname', METH_NOARGS, uname, '($module, /)'),
    ],
  });
  if (m === null || readyModuleTypes(null, ...posixFileTypes) < 0) return null;
  PyModule_AddObject(m, 'DirEntry', Py_NewRef(DirEntry_Type));
  structTypes(m);
  for (const [name, value] of Object.entries(POSIX)) PyModule_AddIntConstant(m, name, value);
  const environ = PyDict_New();
  for (const [name, value] of getenvAll()) {
    const pair = [name, value].map((s) => PyBytes_FromStringAndSize(new TextEncoder().encode(s)));
    PyDict_SetItem(environ, pair[0]!, pair[1]!);
    for (const op of pair) Py_DECREF(op);
  }
  PyModule_AddObject(m, 'environ', environ);
  PyModule_AddObject(m, '_have_functions', PyList_FromArraySteal([]));
  PyModule_AddObject(m, 'error', Py_NewRef(PyExc_OSError));
  return m;
}
function truth(value: boolean): PyObject {
  return PyBool_FromLong(value);
}
