// The _tokenize module: tokenize.py's source of tokens. Follows Python/Python-tokenize.c, CPython 3.13.
// Deviation: all lines are asked for before the first token, where CPython asks for one at a time; `\r\n` reads as `\n`.

import { PyObject_Del } from '../heap/alloc';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyBytes_Check } from '../objects/bytesobject';
import type { PyBytesObject } from '../objects/bytesstruct';
import { PyObject_CallNoArgs } from '../objects/call';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_SetNone, PyErr_SetString } from '../objects/errors';
import { PyExc_StopIteration, PyExc_TypeError } from '../objects/exceptions';
import { _PyArg_UnpackKeywordsDict, argParser } from '../objects/getargs';
import type { PyDictObject } from '../objects/dictstruct';
import { PyLong_FromLong } from '../objects/longobject';
import { PyModule_AddObject, PyModule_Create } from '../objects/moduleobject';
import { defineModuleType, readyModuleTypes } from '../objects/moduletype';
import { PyObject } from '../objects/object';
import { PyObject_IsTrue, PyObject_SelfIter } from '../objects/objectprotocol';
import { PyTuple_FromArraySteal } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import { PyType_GenericAlloc } from '../objects/typeobject';
import type { PyTypeObject } from '../objects/typestruct';
import { PyUnicode_Check, PyUnicode_FromString } from '../objects/unicodeobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import type { PySyntaxErrorInfo } from '../ast/syntaxError';
import { codePointLength } from '../parser/characters';
import { Tokenizer } from '../parser/tokenizer';
import { Done } from '../parser/tokenizerState';
import { T } from '../parser/tokens';
import { raiseSyntaxError } from '../vm/compilestring';

class tokenizeriterobject extends PyObject {
  readline: PyObject | null = null;
  encoded = false;
  extra = false;
  tok: Tokenizer | null = null;
  done = false;
}

const newParser = argParser('TokenizerIter', ['', 'extra_tokens', 'encoding'], 1, 1, 1);
function tokenizeriter_new(type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  const argv = _PyArg_UnpackKeywordsDict(args, kwargs, newParser);
  if (argv === null) return null;
  const extra = PyObject_IsTrue(argv[1]!);
  if (extra < 0) return null;
  const self = type.tp_alloc!(type, 0) as tokenizeriterobject | null;
  if (self === null) return null;
  self.readline = Py_NewRef(argv[0]!);
  self.extra = extra === 1;
  self.encoded = argv[2] != null;
  return self;
}

/** Everything readline() gives until it gives nothing or stops; null with an exception. */
function readAll(self: tokenizeriterobject): string | null {
  const lines: string[] = [];
  for (;;) {
    const line = PyObject_CallNoArgs(self.readline!);
    if (line === null) {
      if (!PyErr_ExceptionMatches(PyExc_StopIteration)) return null;
      PyErr_Clear();
      break;
    }
    let text: string;
    if (self.encoded) {
      if (!PyBytes_Check(line)) {
        Py_DECREF(line);
        return PyErr_SetString(PyExc_TypeError, 'readline() returned a non-bytes object');
      }
      text = new TextDecoder().decode((line as PyBytesObject).ob_sval);
    } else {
      if (!PyUnicode_Check(line)) {
        Py_DECREF(line);
        return PyErr_SetString(PyExc_TypeError, 'readline() returned a non-string object');
      }
      text = (line as PyUnicodeObject).str;
    }
    Py_DECREF(line);
    if (text === '') break;
    lines.push(text);
  }
  return lines.join('');
}

const MESSAGES: Readonly<Record<number, readonly [PySyntaxErrorInfo['type'], string]>> = {
  [Done.E_DEDENT]: ['IndentationError', 'unindent does not match any outer indentation level'],
  [Done.E_TABSPACE]: ['TabError', 'inconsistent use of tabs and spaces in indentation'],
  [Done.E_TOODEEP]: ['IndentationError', 'too many levels of indentation'],
  [Done.E_LINECONT]: ['SyntaxError', 'unexpected character after line continuation character'],
};
function raiseError(tok: Tokenizer): null {
  if (tok.error !== null) return raiseSyntaxError(tok.error);
  if (tok.done === Done.E_EOF) {
    return raiseSyntaxError({
      type: 'SyntaxError',
      msg: 'unexpected EOF in multi-line statement',
      filename: '<string>',
      lineno: tok.lineno,
      offset: tok.inp - tok.buf,
      text: null,
      end_lineno: tok.lineno,
      end_offset: tok.inp - tok.buf,
    });
  }
  const [type, msg] = MESSAGES[tok.done] ?? ['SyntaxError', 'unknown tokenization error'];
  const text = tok.src.slice(tok.buf, tok.inp).replace(/\n$/, '');
  return raiseSyntaxError({
    type,
    msg,
    filename: '<string>',
    lineno: tok.lineno,
    offset: codePointLength(tok.src, tok.buf, tok.inp),
    text,
    end_lineno: null,
    end_offset: null,
  });
}

function tokenizeriter_next(op: PyObject): PyObject | null {
  const self = op as tokenizeriterobject;
  if (self.tok === null) {
    const source = readAll(self);
    if (source === null) return null;
    self.tok = new Tokenizer(source, '<string>', true, self.extra);
  }
  const { tok, extra } = self;
  if (self.done) return PyErr_SetNone(PyExc_StopIteration);
  const token = tok.get();
  let type: number = token.type;
  if (type === T.ERRORTOKEN) return raiseError(tok);
  // Only the last line can lack its newline.
  const implicit = tok.newlineAdded && tok.inp === tok.src.length;
  const placeless = type === T.INDENT || type === T.DEDENT || type === T.ENDMARKER;
  const start = placeless ? (type === T.INDENT ? tok.lineStart : tok.cur) : token.start;
  const end = placeless ? tok.cur : token.end;
  const hasPlace = extra || !placeless;
  let text = hasPlace ? tok.src.slice(start, end) : '';
  const trailing = type === T.ENDMARKER || (type === T.DEDENT && tok.done === Done.E_EOF);
  const multiline =
    type === T.STRING || type === T.FSTRING_START || type === T.FSTRING_MIDDLE || type === T.FSTRING_END;
  const line_start = multiline ? tok.multiLineStart : tok.lineStart;
  let line = '';
  if (!extra || !trailing) line = tok.src.slice(line_start, implicit ? tok.inp - 1 : tok.inp);
  let lineno = multiline ? tok.firstLineno : tok.lineno;
  let end_lineno = tok.lineno;
  let col_offset = -1;
  let end_col_offset = -1;
  if (hasPlace && start >= line_start) col_offset = codePointLength(tok.src, line_start, start);
  if (hasPlace && end >= tok.lineStart) end_col_offset = codePointLength(tok.src, tok.lineStart, end);
  if (extra) {
    if (trailing) {
      lineno = end_lineno = lineno + 1;
      col_offset = end_col_offset = 0;
    }
    if (type > T.DEDENT && type < T.OP) type = T.OP;
    else if (type === T.NEWLINE) {
      text = implicit ? '' : '\n';
      end_col_offset = col_offset + 1;
    } else if (type === T.NL && implicit) text = '';
  }
  if (token.type === T.ENDMARKER) self.done = true;
  const pair = (a: number, b: number): PyObject => PyTuple_FromArraySteal([PyLong_FromLong(a), PyLong_FromLong(b)]);
  return PyTuple_FromArraySteal([
    PyLong_FromLong(type),
    PyUnicode_FromString(text),
    pair(lineno, col_offset),
    pair(end_lineno, end_col_offset),
    PyUnicode_FromString(line),
  ]);
}

const tokenizeriter_type = defineModuleType({
  tp_name: '_tokenize.TokenizerIter',
  tp_basicsize: 64,
  tp_flags: 0,
  construct: (type) => new tokenizeriterobject(type),
  tp_dealloc: (op: PyObject) => {
    const readline = (op as tokenizeriterobject).readline;
    if (readline !== null) Py_DECREF(readline);
    op.ob_type.tp_free!(op as never);
  },
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_Del,
  tp_new: tokenizeriter_new,
  tp_iter: (op) => PyObject_SelfIter(op),
  tp_iternext: tokenizeriter_next,
  edges: (op: tokenizeriterobject, emit) => {
    if (op.readline !== null) emit(op.readline, 'field', 'readline');
  },
});

export function PyInit__tokenize(): Owned<PyObject> | null {
  if (readyModuleTypes(null, tokenizeriter_type) < 0) return null;
  const m = PyModule_Create({ m_name: '_tokenize', m_doc: null, m_methods: [] });
  if (m !== null) PyModule_AddObject(m, 'TokenizerIter', Py_NewRef(tokenizeriter_type));
  return m;
}
