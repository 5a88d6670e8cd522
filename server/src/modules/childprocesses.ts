// Child processes: where the embedder allows it, `python -c`, `-m`, a script or a program on standard input, as a further
// run of the simulator. There is no other program on the simulated machine. A child runs to its end when its output or
// its exit is first waited for: by then everything it reads has been written. Follows Modules/_posixsubprocess.c and the
// wait functions of Modules/posixmodule.c, CPython 3.13.

import { Py_DECREF } from '../heap/refcount';
import { onRuntimeReset } from '../heap/runtime';
import { PySequence_Tuple } from '../objects/abstract';
import { PyErr_Occurred } from '../objects/errors';
import { PyLong_AsInt, PyLong_FromLong } from '../objects/longobject';
import { PyModule_Create } from '../objects/moduleobject';
import type { PyObject } from '../objects/object';
import { Py_None } from '../objects/objectprotocol';
import { PySys_GetObject } from '../objects/sysdict';
import { PyTuple_FromArraySteal } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import type { PyMethodDef } from '../objects/typestruct';
import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, method } from '../objects/typestruct';
import { PyBool_FromLong } from '../objects/boolobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import type { FileDescription } from './descriptors';
import { description, setRunChildren, writeDescription } from './descriptors';
import { getenvAll } from './environment';
import type { ChildProgram } from './host';
import { host } from './host';
import { raiseErrno, pathText } from './posixmodule';
import { none, positionalMethod } from './support';
import { absolutePath, adoptFiles, currentFolder, isFolder, listFolder, openContent } from './virtualfiles';

const ENOENT = 2;
const ECHILD = 10;
const ESRCH = 3;
const ENOSYS = 38;

interface Child {
  pid: number;
  args: string[];
  cwd: string;
  environ: Record<string, string> | null;
  stdin: FileDescription | null;
  stdout: FileDescription | null;
  stderr: FileDescription | null;
  /** As waitpid() gives it; undefined: not run yet. */
  status: number | undefined;
}

let children: Map<number, Child>;
let nextPid = 0;
onRuntimeReset(() => {
  children = new Map();
  nextPid = 4243;
});

const decoder = new TextDecoder();

function run(child: Child): void {
  if (child.status !== undefined || host.runChild === undefined) return;
  // While it runs it is not to be started again.
  child.status = 0;
  const { stdin, stdout, stderr } = child;
  const encoder = new TextEncoder();
  const out = (to: FileDescription | null, fd: 1 | 2) => (text: string) => {
    if (to !== null) writeDescription(to, encoder.encode(text));
    else if (fd === 1) host.writeStdout(text);
    else host.writeStderr(text);
  };
  const input = stdin === null ? '' : decoder.decode(stdin.content.bytes.slice(stdin.pos, stdin.content.size));
  if (stdin !== null) stdin.pos = stdin.content.size;
  const program: ChildProgram = {
    args: child.args,
    cwd: child.cwd,
    environ: child.environ ?? Object.fromEntries(getenvAll()),
    stdin: input,
    writeStdout: out(stdout, 1),
    writeStderr: out(stderr, 2),
    readFile: (path) => {
      const content = openContent(absolutePath(path));
      return content === null ? null : content.bytes.subarray(0, content.size);
    },
    listDirectory: (path) => (isFolder(path) ? listFolder(path) : null),
  };
  const { exitCode, written } = host.runChild(program);
  child.status = (exitCode & 0xff) << 8;
  adoptFiles(written);
  for (const end of [stdin, stdout, stderr]) if (end !== null) end.references--;
}
setRunChildren((blocked) => {
  for (const child of children.values()) if (blocked || child.stdin === null || child.stdin.hungUp()) run(child);
});

function texts(op: PyObject): string[] | null {
  const tuple = PySequence_Tuple(op) as PyTupleObject | null;
  if (tuple === null) return null;
  const out: string[] = [];
  for (const item of tuple.ob_item) {
    const t = pathText(item);
    if (t === null) return null;
    out.push(t);
  }
  Py_DECREF(tuple);
  return out;
}

/** Is `path` the interpreter that runs here? */
function isOurselves(path: string): boolean {
  const executable = PySys_GetObject('executable') as PyUnicodeObject | null;
  return executable !== null && path === executable.str;
}

function end(fd: number): FileDescription | null {
  if (fd < 0) return null;
  const d = description(fd);
  if (d === undefined || d.kind === 'standard') return null;
  d.references++;
  return d;
}

/** _posixsubprocess.fork_exec: its arguments are subprocess's own. */
function fork_exec(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (host.runChild === undefined) return raiseErrno(ENOSYS, null);
  const argv = texts(args[0]!);
  const executables = argv === null ? null : texts(args[1]!);
  if (argv === null || executables === null) return null;
  const cwd = args[4] === Py_None ? currentFolder() : pathText(args[4]!);
  if (cwd === null) return null;
  let environ: Record<string, string> | null = null;
  if (args[5] !== Py_None) {
    const list = texts(args[5]!);
    if (list === null) return null;
    environ = Object.fromEntries(list.map((s) => [s.slice(0, s.indexOf('=')), s.slice(s.indexOf('=') + 1)]));
  }
  const fds: number[] = [];
  for (let i = 6; i < 14; i++) {
    const fd = PyLong_AsInt(args[i]!);
    if (fd === -1 && PyErr_Occurred()) return null;
    fds.push(fd);
  }
  const [p2cread, , , c2pwrite, , errwrite, , errpipe_write] = fds as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const pid = nextPid++;
  const child: Child = {
    pid,
    args: argv.slice(1),
    cwd: absolutePath(cwd),
    environ,
    stdin: null,
    stdout: null,
    stderr: null,
    status: undefined,
  };
  children.set(pid, child);
  const fail = (errno: number, what: string): void => {
    child.status = 255 << 8;
    const to = description(errpipe_write);
    if (to !== undefined) writeDescription(to, new TextEncoder().encode(`OSError:${errno.toString(16)}:${what}`));
  };
  if (!isFolder(child.cwd)) fail(ENOENT, 'noexec:chdir');
  else if (!executables.some(isOurselves)) fail(ENOENT, '');
  else {
    child.stdin = end(p2cread);
    child.stdout = end(c2pwrite);
    child.stderr = end(errwrite);
    // Nothing to wait for: its output goes where ours goes, in order.
    if (child.stdout === null && child.stderr === null && child.stdin === null) run(child);
  }
  return PyLong_FromLong(pid);
}

export function PyInit__posixsubprocess(): PyObject | null {
  return PyModule_Create({
    m_name: '_posixsubprocess',
    m_doc: 'A POSIX helper for the subprocess module.',
    m_methods: [method('fork_exec', METH_FASTCALL, fork_exec, null)],
  });
}

function waitpid(_m: PyObject, [pidArg]: readonly PyObject[]): PyObject | null {
  const pid = PyLong_AsInt(pidArg!);
  if (pid === -1 && PyErr_Occurred()) return null;
  const child = pid > 0 ? children.get(pid) : children.values().next().value;
  if (child === undefined) return raiseErrno(ECHILD, null);
  run(child);
  children.delete(child.pid);
  return PyTuple_FromArraySteal([PyLong_FromLong(child.pid), PyLong_FromLong(child.status ?? 0)]);
}

function kill(_m: PyObject, [pidArg, signal]: readonly PyObject[]): PyObject | null {
  const pid = PyLong_AsInt(pidArg!);
  const n = PyLong_AsInt(signal!);
  if (PyErr_Occurred()) return null;
  const child = children.get(pid);
  if (child === undefined) return raiseErrno(ESRCH, null);
  if (child.status === undefined && n !== 0) {
    child.status = n & 0x7f;
    for (const d of [child.stdin, child.stdout, child.stderr]) if (d !== null) d.references--;
  }
  return none();
}

const ofStatus = (name: string, f: (status: number) => PyObject): PyMethodDef =>
  method(
    name,
    METH_FASTCALL | METH_KEYWORDS,
    ((_m: PyObject, args: readonly PyObject[]) => {
      const status = PyLong_AsInt(args[0]!);
      return status === -1 && PyErr_Occurred() ? null : f(status);
    }) as never,
    null,
  );
const signalOf = (status: number): number => status & 0x7f;

export const childProcessMethods: PyMethodDef[] = [
  positionalMethod('waitpid', 2, 2, waitpid),
  method('wait', METH_NOARGS, (m: PyObject) => waitpid(m, [PyLong_FromLong(-2)]), null),
  ...['wait3', 'wait4', 'waitid'].map((name) => method(name, METH_FASTCALL, () => raiseErrno(ECHILD, null), null)),
  positionalMethod('kill', 2, 2, kill),
  method('killpg', METH_FASTCALL, () => raiseErrno(ESRCH, null), null),
  ...['posix_spawn', 'posix_spawnp', 'execv', 'execve'].map((name) =>
    method(name, METH_FASTCALL | METH_KEYWORDS, () => raiseErrno(ENOSYS, null), null),
  ),
  ofStatus('WIFSTOPPED', () => PyBool_FromLong(false)),
  ofStatus('WIFCONTINUED', () => PyBool_FromLong(false)),
  ofStatus('WCOREDUMP', () => PyBool_FromLong(false)),
  ofStatus('WIFSIGNALED', (s) => PyBool_FromLong(signalOf(s) !== 0)),
  ofStatus('WIFEXITED', (s) => PyBool_FromLong(signalOf(s) === 0)),
  ofStatus('WSTOPSIG', (s) => PyLong_FromLong((s >> 8) & 0xff)),
  ofStatus('WTERMSIG', (s) => PyLong_FromLong(signalOf(s))),
  ofStatus('WEXITSTATUS', (s) => PyLong_FromLong((s >> 8) & 0xff)),
  ofStatus('waitstatus_to_exitcode', (s) => PyLong_FromLong(signalOf(s) !== 0 ? -signalOf(s) : (s >> 8) & 0xff)),
];
