// Printing an exception that nobody caught: takes what is to be shown out of the objects. The layout is in
// tracebackformat.ts. Follows PyErr_Display (Python/pythonrun.c) and TracebackException of Lib/traceback.py, CPython 3.13.

import { Py_DECREF, Py_XDECREF } from '../heap/refcount';
import { onRuntimeReset } from '../heap/runtime';
import { PyMapping_Keys, PyObject_IsInstance } from '../objects/abstract';
import { codePositions } from '../objects/codelocations';
import type { PyCodeObject } from '../objects/codestruct';
import { PyErr_Clear, PyErr_GetRaisedException, PyErr_Occurred, PyErr_SetRaisedException } from '../objects/errors';
import {
  PyExc_AttributeError,
  PyExc_BaseExceptionGroup,
  PyExc_ImportError,
  PyExc_NameError,
  PyExc_SyntaxError,
} from '../objects/exceptions';
import type {
  PyBaseExceptionGroupObject,
  PyBaseExceptionObject,
  PyImportErrorObject,
  PySyntaxErrorObject,
} from '../objects/exceptionstruct';
import { PyDict_Check, PyDict_GetItemWithError } from '../objects/dictobject';
import { PyList_Check } from '../objects/listobject';
import type { PyListObject } from '../objects/liststruct';
import { PyLong_AsSsize_t, PyLong_Check } from '../objects/longobject';
import type { PyLongObject } from '../objects/longstruct';
import type { PyObject } from '../objects/object';
import {
  PyObject_Dir,
  PyObject_GetAttr,
  PyObject_GetOptionalAttr,
  PyObject_Repr,
  PyObject_Str,
  Py_None,
} from '../objects/objectprotocol';
import { vmInterface } from '../objects/pystate';
import { PySys_GetObject, PySys_WriteStderr } from '../objects/sysdict';
import type { PyTracebackObject } from '../objects/traceback';
import { tb_get_lineno } from '../objects/traceback';
import { PyTuple_Check } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import type { PyTypeObject } from '../objects/typestruct';
import { PyUnicode_Check, PyUnicode_FromString, _Py_ID } from '../objects/unicodeobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import { PyImport_GetModule } from '../modules/import';
import { STDLIB_MODULE_NAMES } from '../modules/stdlibmodulenames';
import { closestName } from '../objects/suggestions';
import type { FrameSummary, SyntaxErrorDetails, TracebackException } from './tracebackformat';
import { sourceLines } from './sourcelines';
import { formatException } from './tracebackformat';

type Traceback = PyTracebackObject;

const str = (op: PyObject): string => (op as PyUnicodeObject).str;

/** Calls `f`; an exception is dropped and gives null. */
function attempt(f: () => PyObject | null): PyObject | null {
  const result = f();
  if (result === null) PyErr_Clear();
  return result;
}
function textOf(op: PyObject | null, what: string, how: 'str' | 'repr' = 'str'): string {
  const text = op === null ? null : attempt(() => (how === 'str' ? PyObject_Str(op) : PyObject_Repr(op)));
  if (text === null) return `<${what} ${how}() failed>`;
  const result = str(text);
  Py_DECREF(text);
  return result;
}

/** What the program has put into linecache for `filename`; null when that module is not loaded or does not know it. */
function linecacheLines(filename: string): string[] | null {
  const moduleName = PyUnicode_FromString('linecache');
  const module = PyImport_GetModule(moduleName);
  Py_DECREF(moduleName);
  const cache = module === null ? null : optional(module, 'cache');
  if (cache === null) return null;
  const key = PyUnicode_FromString(filename);
  const entry = PyDict_Check(cache) ? PyDict_GetItemWithError(cache, key) : null;
  Py_DECREF(key);
  let lines: string[] | null = null;
  if (entry !== null && PyTuple_Check(entry) && (entry as PyTupleObject).ob_item.length === 4) {
    const list = (entry as PyTupleObject).ob_item[2]!;
    if (PyList_Check(list))
      lines = (list as PyListObject).ob_item.map((line) => (PyUnicode_Check(line) ? str(line) : ''));
  }
  Py_DECREF(cache);
  return lines;
}

/** Lines of a source file, by path, for this report only. */
type SourceCache = Map<string, string[]>;
function cachedLines(filename: string, cache: SourceCache): string[] {
  let lines = cache.get(filename);
  if (lines === undefined) {
    lines = linecacheLines(filename) ?? sourceLines(filename);
    cache.set(filename, lines);
  }
  return lines;
}

function summary(tb: Traceback, cache: SourceCache): FrameSummary {
  const code: PyCodeObject = tb.tb_frame!.f_frame.f_executable;
  const positions = codePositions(code);
  const at = (tb.tb_lasti >> 1) * 4;
  const known = (v: number | undefined): number | null => (v === undefined || v < 0 ? null : v);
  const lineno = known(positions[at]) ?? tb_get_lineno(tb);
  const endLineno = known(positions[at + 1]) ?? lineno;
  const filename = str(code.co_filename);
  const all = cachedLines(filename, cache);
  const lines: string[] = [];
  for (let n = lineno; n <= endLineno; n++) lines.push((all[n - 1] ?? '').trimEnd());
  return {
    filename,
    lineno,
    endLineno,
    colno: known(positions[at + 2]),
    endColno: known(positions[at + 3]),
    name: str(code.co_name),
    lines,
  };
}

function qualifiedType(type: PyTypeObject): string {
  const qualname = attempt(() => PyObject_GetAttr(type, _Py_ID('__qualname__')));
  const module = attempt(() => PyObject_GetAttr(type, _Py_ID('__module__')));
  let name = qualname !== null && PyUnicode_Check(qualname) ? str(qualname) : type.tp_name;
  const mod = module !== null && PyUnicode_Check(module) ? str(module) : '<unknown>';
  if (mod !== '__main__' && mod !== 'builtins') name = `${mod}.${name}`;
  Py_XDECREF(qualname);
  Py_XDECREF(module);
  return name;
}

const isA = (exc: PyObject, type: PyObject): boolean => PyObject_IsInstance(exc, type) === 1;

function names(list: PyObject | null): string[] {
  if (list === null) return [];
  const out = (list as PyListObject).ob_item.filter((item) => PyUnicode_Check(item)).map(str);
  Py_DECREF(list);
  return out;
}
const keysOf = (mapping: PyObject | null): string[] =>
  mapping === null ? [] : names(attempt(() => PyMapping_Keys(mapping)));

function optional(obj: PyObject, name: string): PyObject | null {
  const key = PyUnicode_FromString(name);
  const found: { value: PyObject | null } = { value: null };
  if (PyObject_GetOptionalAttr(obj, key, found) < 0) PyErr_Clear();
  Py_DECREF(key);
  return found.value;
}

/** `. Did you mean: …` for a misspelt name, or ''. */
function suggestion(exc: PyBaseExceptionObject, tb: Traceback | null): string {
  const isImport = isA(exc, PyExc_ImportError);
  const wrongObject = isImport
    ? (exc as PyImportErrorObject).name_from
    : (exc as PyBaseExceptionObject & { name?: PyObject | null }).name;
  if (wrongObject == null || !PyUnicode_Check(wrongObject)) return '';
  const wrong = str(wrongObject);
  let last = tb;
  while (last?.tb_next != null) last = last.tb_next;
  const frame = last?.tb_frame ?? null;
  const locals = frame === null ? null : attempt(() => PyObject_GetAttr(frame, _Py_ID('f_locals')));
  const self = locals === null ? null : localSelf(locals);
  let best: string | null = null;
  if (isA(exc, PyExc_AttributeError)) {
    const obj = (exc as PyBaseExceptionObject & { obj?: PyObject | null }).obj ?? null;
    if (obj !== null) {
      let candidates = names(attempt(() => PyObject_Dir(obj)));
      if (!wrong.startsWith('_') && self !== obj) candidates = candidates.filter((name) => !name.startsWith('_'));
      best = closestName(wrong, candidates);
    }
  } else if (isImport) {
    const module = (exc as PyImportErrorObject).name;
    const mod =
      module !== null && PyUnicode_Check(module) ? attempt(() => vmInterface.importModule(str(module))) : null;
    if (mod !== null) {
      let candidates = names(attempt(() => PyObject_Dir(mod)));
      Py_DECREF(mod);
      if (!wrong.startsWith('_')) candidates = candidates.filter((name) => !name.startsWith('_'));
      best = closestName(wrong, candidates);
    }
  } else if (frame !== null) {
    const attribute = self === null ? null : optional(self, wrong);
    if (attribute !== null) {
      Py_DECREF(attribute);
      best = `self.${wrong}`;
    } else {
      best = closestName(wrong, [
        ...keysOf(locals),
        ...keysOf(frame.f_frame.f_globals),
        ...keysOf(frame.f_frame.f_builtins),
      ]);
    }
  }
  Py_XDECREF(self);
  Py_XDECREF(locals);
  let out = best === null ? '' : `. Did you mean: '${best}'?`;
  if (isA(exc, PyExc_NameError) && STDLIB_MODULE_NAMES.includes(wrong)) {
    out += best === null ? `. Did you forget to import '${wrong}'?` : ` Or did you forget to import '${wrong}'?`;
  }
  return out;
}
function localSelf(locals: PyObject): PyObject | null {
  const get = locals.ob_type.mp_subscript;
  return get === null ? null : attempt(() => get(locals, _Py_ID('self')));
}

const numberOf = (op: PyObject | null): number | null =>
  op !== null && PyLong_Check(op) && typeof (op as PyLongObject).value === 'number'
    ? ((op as PyLongObject).value as number)
    : null;
const textOrNull = (op: PyObject | null): string | null => (op !== null && PyUnicode_Check(op) ? str(op) : null);

function syntaxDetails(exc: PySyntaxErrorObject): SyntaxErrorDetails {
  return {
    filename: textOrNull(exc.filename),
    lineno: numberOf(exc.lineno),
    endLineno: numberOf(exc.end_lineno),
    text: textOrNull(exc.text),
    offset: numberOf(exc.offset),
    endOffset: numberOf(exc.end_offset),
    msg: exc.msg === null || exc.msg === Py_None ? '<no detail available>' : textOf(exc.msg, 'message'),
  };
}

function notesOf(exc: PyBaseExceptionObject): string[] {
  const notes = optional(exc, '__notes__');
  if (notes === null) return [];
  const items = (notes as PyListObject).ob_item;
  const out = Array.isArray(items)
    ? items.map((note) => textOf(note, 'note'))
    : notes === Py_None
      ? []
      : [textOf(notes, '__notes__', 'repr')];
  Py_DECREF(notes);
  return out;
}

/** sys.tracebacklimit, when the program has set it to a number. */
function tracebackLimit(): number | null {
  const limit = PySys_GetObject('tracebacklimit');
  if (limit === null || !PyLong_Check(limit)) return null;
  const n = PyLong_AsSsize_t(limit);
  if (n === -1 && PyErr_Occurred()) PyErr_Clear();
  return n;
}

/** Everything the report needs, as plain data. */
export function summarizeException(
  exc: PyBaseExceptionObject,
  seen = new Set<PyObject>(),
  cache: SourceCache = new Map(),
): TracebackException {
  seen.add(exc);
  const tb = exc.traceback as Traceback | null;
  const stack: FrameSummary[] = [];
  let entries: Traceback[] = [];
  for (let t = tb; t !== null && t !== (Py_None as PyObject); t = t.tb_next) entries.push(t);
  const limit = tracebackLimit();
  // As CPython slices it: a limit above the number of entries counts from the end as well.
  if (limit !== null) entries = entries.slice(entries.length - Math.max(limit, 0));
  for (const t of entries) stack.push(summary(t, cache));
  const isSyntaxError = isA(exc, PyExc_SyntaxError);
  let text = textOf(exc, 'exception');
  if (isA(exc, PyExc_ImportError) || isA(exc, PyExc_NameError) || isA(exc, PyExc_AttributeError))
    text += suggestion(exc, tb);
  const linked = (other: PyObject | null): TracebackException | null =>
    other === null || other === Py_None || seen.has(other)
      ? null
      : summarizeException(other as PyBaseExceptionObject, seen, cache);
  const cause = linked(exc.cause);
  const context = linked(exc.context);
  const group = isA(exc, PyExc_BaseExceptionGroup) ? (exc as PyBaseExceptionGroupObject).excs : null;
  return {
    type: qualifiedType(exc.ob_type),
    text,
    notes: notesOf(exc),
    stack,
    hasTraceback: tb !== null,
    cause,
    context,
    suppressContext: exc.suppress_context,
    exceptions:
      group === null ? null : group.ob_item.map((e) => summarizeException(e as PyBaseExceptionObject, seen, cache)),
    syntaxError: isSyntaxError ? syntaxDetails(exc as PySyntaxErrorObject) : null,
  };
}

/** The exception reported last: at the end of a run, the one nobody caught. */
export let lastReport: TracebackException | null;
onRuntimeReset(() => {
  lastReport = null;
});

/** PyErr_DisplayException: the report to sys.stderr. Keeps the current exception. */
export function PyErr_DisplayException(exc: PyObject): void {
  const pending = PyErr_GetRaisedException();
  lastReport = summarizeException(exc as PyBaseExceptionObject);
  PySys_WriteStderr(formatException(lastReport));
  PyErr_SetRaisedException(pending);
}
