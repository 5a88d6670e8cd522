// The codec registry and the standard error handlers. Follows Python/codecs.c, CPython 3.13.
// Deviation: CPython imports the `encodings` package when it starts; here that may be left until a codec is looked up that
// is not built in (`_PyCodec_InitRegistry` imports nothing).

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef } from '../heap/refcount';
import { registerRoots } from '../heap/roots';
import { onRuntimeReset } from '../heap/runtime';
import { PyBytes_FromStringAndSize } from './bytesobject';
import type { PyBytesObject } from './bytesstruct';
import { PyObject_Call, PyObject_CallNoArgs, PyObject_CallOneArg, PyObject_Vectorcall } from './call';
import { PyDict_Clear, PyDict_GetItemWithError, PyDict_New, PyDict_SetItem, PyDict_SetItemString } from './dictobject';
import type { PyDictObject } from './dictstruct';
import { PyErr_GetRaisedException, PyErr_SetObject, PyErr_SetRaisedException, PyErr_SetString } from './errors';
import {
  _PyException_AddNote,
  PyExc_LookupError,
  PyExc_TypeError,
  PyExc_UnicodeDecodeError,
  PyExc_UnicodeEncodeError,
  PyExc_UnicodeTranslateError,
  PyExceptionInstance_Check,
} from './exceptions';
import { PyList_Append, PyList_New, PyList_SetSlice } from './listobject';
import type { PyListObject } from './liststruct';
import { PyLong_FromSsize_t } from './longobject';
import { PyCFunction_NewEx } from './methodobject';
import type { PyObject } from './object';
import {
  Py_None,
  PyCallable_Check,
  PyObject_GetAttrString,
  PyObject_GetOptionalAttr,
  PyObject_IsTrue,
} from './objectprotocol';
import { vmInterface } from './pystate';
import { PyTuple_Check, PyTuple_CheckExact, PyTuple_FromArraySteal } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { PyObject_TypeCheck } from './typeobject';
import type { PyMethodDef } from './typestruct';
import { METH_O, method } from './typestruct';
import { getname } from './ucnhash';
import {
  PyUnicodeDecodeError_GetEncoding,
  PyUnicodeEncodeError_GetEncoding,
  unicodeErrorRange,
} from './unicode_codec_errors';
import { _Py_normalize_encoding, backslashes, ByteWriter, pushUTF8, xmlcharrefs } from './unicode_codecs';
import {
  PyUnicode_FromString,
  PyUnicode_New,
  PyUnicode_READ_CHAR,
  pointsOf,
  unicode_char,
  unicode_from_units,
} from './unicode_core';
import { _Py_ID, _PyUnicode_InternImmortal, _PyUnicode_InternMortal } from './unicode_interned';
import { escapeOf } from './unicode_repr';
import type { PyUnicodeObject } from './unicodestruct';

interface Registry {
  search_path: PyListObject;
  search_cache: PyDictObject;
  error_registry: PyDictObject;
}
let registry: Registry | null;
onRuntimeReset(() => {
  registry = null;
});

registerRoots((visit) => {
  if (registry === null) return;
  visit(registry.search_path);
  visit(registry.search_cache);
  visit(registry.error_registry);
});

/** _PyCodec_InitRegistry: the lists and the standard error handlers. At the latest when they are first needed. */
export function _PyCodec_InitRegistry(): Registry {
  if (registry !== null) return registry;
  registry = {
    search_path: PyList_New(0) as PyListObject,
    search_cache: PyDict_New() as PyDictObject,
    error_registry: PyDict_New() as PyDictObject,
  };
  for (const [name, def] of errorHandlers) {
    const func = PyCFunction_NewEx(def, null, null)!;
    PyDict_SetItemString(registry.error_registry, name, func);
    Py_DECREF(func);
  }
  return registry;
}

/** 0, or −1 with TypeError. */
export function PyCodec_Register(search_function: PyObject): number {
  const { search_path } = _PyCodec_InitRegistry();
  if (!PyCallable_Check(search_function)) {
    PyErr_SetString(PyExc_TypeError, 'argument must be callable');
    return -1;
  }
  return PyList_Append(search_path, search_function);
}
export function PyCodec_Unregister(search_function: PyObject): number {
  const { search_path, search_cache } = _PyCodec_InitRegistry();
  const i = search_path.ob_item.indexOf(search_function);
  if (i < 0) return 0;
  PyDict_Clear(search_cache);
  return PyList_SetSlice(search_path, i, i + 1, null);
}

/** The tuple of an encoding's codec functions: owned, or null with LookupError. */
export function _PyCodec_Lookup(encoding: string): Owned<PyTupleObject> | null {
  const { search_path, search_cache } = _PyCodec_InitRegistry();
  const v = _PyUnicode_InternMortal(PyUnicode_FromString(_Py_normalize_encoding(encoding)));
  const known = PyDict_GetItemWithError(search_cache, v);
  if (known !== null) {
    Py_INCREF(known);
    Py_DECREF(v);
    return known as PyTupleObject;
  }
  const result = searchCodec(search_path, v, encoding);
  if (result === null) {
    Py_DECREF(v);
    return null;
  }
  const key = _PyUnicode_InternImmortal(v);
  const failed = PyDict_SetItem(search_cache, key, result) < 0;
  Py_DECREF(key);
  if (!failed) return result;
  Py_DECREF(result);
  return null;
}

function searchCodec(search_path: PyListObject, name: PyObject, encoding: string): Owned<PyTupleObject> | null {
  if (search_path.ob_item.length === 0) {
    const mod = vmInterface.importModule('encodings');
    if (mod === null) return null;
    Py_DECREF(mod);
    if (search_path.ob_item.length === 0) {
      return PyErr_SetString(PyExc_LookupError, "no codec search functions registered: can't find encoding");
    }
  }
  for (let i = 0; i < search_path.ob_item.length; i++) {
    const func = Py_NewRef(search_path.ob_item[i]!);
    const result = PyObject_CallOneArg(func, name);
    Py_DECREF(func);
    if (result === null) return null;
    if (result === Py_None) {
      Py_DECREF(result);
      continue;
    }
    if (PyTuple_Check(result) && (result as PyTupleObject).ob_item.length === 4) return result as PyTupleObject;
    Py_DECREF(result);
    return PyErr_SetString(PyExc_TypeError, 'codec search functions must return 4-tuples');
  }
  return PyErr_SetString(PyExc_LookupError, `unknown encoding: ${encoding}`);
}

function codec_getitem(encoding: string, index: number): Owned<PyObject> | null {
  const codecs = _PyCodec_Lookup(encoding);
  if (codecs === null) return null;
  const v = Py_NewRef(codecs.ob_item[index]!);
  Py_DECREF(codecs);
  return v;
}
export const PyCodec_Encoder = (encoding: string): Owned<PyObject> | null => codec_getitem(encoding, 0);
export const PyCodec_Decoder = (encoding: string): Owned<PyObject> | null => codec_getitem(encoding, 1);

function makeincremental(codec_info: PyObject, errors: string | null, attrname: string): Owned<PyObject> | null {
  const inccodec = PyObject_GetAttrString(codec_info, attrname);
  if (inccodec === null) return null;
  let ret: PyObject | null;
  if (errors === null) ret = PyObject_CallNoArgs(inccodec);
  else {
    const arg = PyUnicode_FromString(errors);
    ret = PyObject_CallOneArg(inccodec, arg);
    Py_DECREF(arg);
  }
  Py_DECREF(inccodec);
  return ret;
}
export function _PyCodecInfo_GetIncrementalDecoder(
  codec_info: PyObject,
  errors: string | null,
): Owned<PyObject> | null {
  return makeincremental(codec_info, errors, 'incrementaldecoder');
}
export function _PyCodecInfo_GetIncrementalEncoder(
  codec_info: PyObject,
  errors: string | null,
): Owned<PyObject> | null {
  return makeincremental(codec_info, errors, 'incrementalencoder');
}
function incremental(encoding: string, errors: string | null, attrname: string): Owned<PyObject> | null {
  const codec_info = _PyCodec_Lookup(encoding);
  if (codec_info === null) return null;
  const ret = makeincremental(codec_info, errors, attrname);
  Py_DECREF(codec_info);
  return ret;
}
export function PyCodec_IncrementalEncoder(encoding: string, errors: string | null): Owned<PyObject> | null {
  return incremental(encoding, errors, 'incrementalencoder');
}
export function PyCodec_IncrementalDecoder(encoding: string, errors: string | null): Owned<PyObject> | null {
  return incremental(encoding, errors, 'incrementaldecoder');
}

/** _PyErr_FormatNote: adds a note to the exception that is set. */
function _PyErr_FormatNote(text: string): void {
  const exc = PyErr_GetRaisedException()!;
  const note = PyUnicode_FromString(text);
  _PyException_AddNote(exc, note);
  Py_DECREF(note);
  PyErr_SetRaisedException(exc);
}

/** _PyCodec_EncodeInternal and _PyCodec_DecodeInternal; takes over `coder`. */
function run(
  object: PyObject,
  coder: Owned<PyObject>,
  what: 'encoding' | 'decoding',
  encoding: string,
  errors: string | null,
): Owned<PyObject> | null {
  const args = PyTuple_FromArraySteal(
    errors === null ? [Py_NewRef(object)] : [Py_NewRef(object), PyUnicode_FromString(errors)],
  );
  const result = PyObject_Call(coder, args, null);
  let v: PyObject | null = null;
  if (result === null) _PyErr_FormatNote(`${what} with '${encoding}' codec failed`);
  else {
    if (!PyTuple_Check(result) || (result as PyTupleObject).ob_item.length !== 2) {
      const message =
        what === 'encoding'
          ? 'encoder must return a tuple (object, integer)'
          : 'decoder must return a tuple (object,integer)';
      PyErr_SetString(PyExc_TypeError, message);
    } else v = Py_NewRef((result as PyTupleObject).ob_item[0]!);
  }
  Py_DECREF(args);
  Py_DECREF(coder);
  if (result !== null) Py_DECREF(result);
  return v;
}

/** codecs.encode() and codecs.decode(): any codec. */
export function PyCodec_Encode(object: PyObject, encoding: string, errors: string | null): Owned<PyObject> | null {
  const encoder = PyCodec_Encoder(encoding);
  return encoder === null ? null : run(object, encoder, 'encoding', encoding, errors);
}
export function PyCodec_Decode(object: PyObject, encoding: string, errors: string | null): Owned<PyObject> | null {
  const decoder = PyCodec_Decoder(encoding);
  return decoder === null ? null : run(object, decoder, 'decoding', encoding, errors);
}

/** The codec, if it is one between text and bytes. */
export function _PyCodec_LookupTextEncoding(encoding: string, alternate_command: string): Owned<PyTupleObject> | null {
  const codec = _PyCodec_Lookup(encoding);
  if (codec === null || PyTuple_CheckExact(codec)) return codec;
  const attr: { value: PyObject | null } = { value: null };
  let isText = PyObject_GetOptionalAttr(codec, _Py_ID('_is_text_encoding'), attr) < 0 ? -1 : 1;
  if (isText > 0 && attr.value !== null) {
    isText = PyObject_IsTrue(attr.value);
    Py_DECREF(attr.value);
  }
  if (isText > 0) return codec;
  Py_DECREF(codec);
  if (isText < 0) return null;
  return PyErr_SetString(
    PyExc_LookupError,
    `'${encoding}' is not a text encoding; use ${alternate_command} to handle arbitrary codecs`,
  );
}
export function _PyCodec_EncodeText(object: PyObject, encoding: string, errors: string | null): Owned<PyObject> | null {
  const codec = _PyCodec_LookupTextEncoding(encoding, 'codecs.encode()');
  if (codec === null) return null;
  const encoder = Py_NewRef(codec.ob_item[0]!);
  Py_DECREF(codec);
  return run(object, encoder, 'encoding', encoding, errors);
}
export function _PyCodec_DecodeText(object: PyObject, encoding: string, errors: string | null): Owned<PyObject> | null {
  const codec = _PyCodec_LookupTextEncoding(encoding, 'codecs.decode()');
  if (codec === null) return null;
  const decoder = Py_NewRef(codec.ob_item[1]!);
  Py_DECREF(codec);
  return run(object, decoder, 'decoding', encoding, errors);
}

/** 0, or −1 with TypeError. */
export function PyCodec_RegisterError(name: string, error: PyObject): number {
  const { error_registry } = _PyCodec_InitRegistry();
  if (!PyCallable_Check(error)) {
    PyErr_SetString(PyExc_TypeError, 'handler must be callable');
    return -1;
  }
  return PyDict_SetItemString(error_registry, name, error);
}
/** The handler of that name (`null`: strict), owned; null with LookupError. */
export function PyCodec_LookupError(name: string | null): Owned<PyObject> | null {
  const { error_registry } = _PyCodec_InitRegistry();
  const key = PyUnicode_FromString(name ?? 'strict');
  const handler = PyDict_GetItemWithError(error_registry, key);
  Py_DECREF(key);
  if (handler === null) return PyErr_SetString(PyExc_LookupError, `unknown error handler name '${name ?? 'strict'}'`);
  return Py_NewRef(handler);
}

const isEncodeError = (exc: PyObject): boolean => PyObject_TypeCheck(exc, PyExc_UnicodeEncodeError);
const isDecodeError = (exc: PyObject): boolean => PyObject_TypeCheck(exc, PyExc_UnicodeDecodeError);
const isTranslateError = (exc: PyObject): boolean => PyObject_TypeCheck(exc, PyExc_UnicodeTranslateError);

function wrong_exception_type(exc: PyObject): null {
  return PyErr_SetString(PyExc_TypeError, `don't know how to handle ${exc.ob_type.tp_name} in error callback`);
}
/** Raises the exception itself: the handler can't help. */
function original(exc: PyObject): null {
  return PyErr_SetObject(exc.ob_type, exc);
}
/** (replacement, position), the replacement taken over. */
function answer(replacement: Owned<PyObject>, position: number): Owned<PyObject> {
  return PyTuple_FromArraySteal([replacement, PyLong_FromSsize_t(position)]);
}
const asciiText = (text: string): Owned<PyObject> => PyUnicode_New(text, text.length, 1, true);

export function PyCodec_StrictErrors(exc: PyObject): null {
  if (PyExceptionInstance_Check(exc)) return original(exc);
  return PyErr_SetString(PyExc_TypeError, 'codec must pass exception instance');
}

function PyCodec_IgnoreErrors(exc: PyObject): Owned<PyObject> | null {
  const bytes = isDecodeError(exc);
  if (!bytes && !isEncodeError(exc) && !isTranslateError(exc)) return wrong_exception_type(exc);
  const range = unicodeErrorRange(exc, bytes);
  if (range === null) return null;
  Py_DECREF(range.object);
  return answer(asciiText(''), range.end);
}

function PyCodec_ReplaceErrors(exc: PyObject): Owned<PyObject> | null {
  const bytes = isDecodeError(exc);
  if (!bytes && !isEncodeError(exc) && !isTranslateError(exc)) return wrong_exception_type(exc);
  const range = unicodeErrorRange(exc, bytes);
  if (range === null) return null;
  Py_DECREF(range.object);
  if (bytes) return answer(unicode_char(0xfffd), range.end);
  const len = Math.max(0, range.end - range.start);
  if (isEncodeError(exc)) return answer(asciiText('?'.repeat(len)), range.end);
  return answer(PyUnicode_New('\ufffd'.repeat(len), len, 2, false), range.end);
}

function PyCodec_XMLCharRefReplaceErrors(exc: PyObject): Owned<PyObject> | null {
  if (!isEncodeError(exc)) return wrong_exception_type(exc);
  const range = unicodeErrorRange(exc, false);
  if (range === null) return null;
  const res = asciiText(xmlcharrefs(range.object as PyUnicodeObject, range.start, range.end));
  Py_DECREF(range.object);
  return answer(res, range.end);
}

function PyCodec_BackslashReplaceErrors(exc: PyObject): Owned<PyObject> | null {
  const bytes = isDecodeError(exc);
  if (!bytes && !isEncodeError(exc) && !isTranslateError(exc)) return wrong_exception_type(exc);
  const range = unicodeErrorRange(exc, bytes);
  if (range === null) return null;
  let text = '';
  if (bytes) {
    const p = (range.object as PyBytesObject).ob_sval;
    for (let i = range.start; i < range.end; i++) text += `\\x${p[i]!.toString(16).padStart(2, '0')}`;
  } else text = backslashes(range.object as PyUnicodeObject, range.start, range.end);
  Py_DECREF(range.object);
  return answer(asciiText(text), range.end);
}

function PyCodec_NameReplaceErrors(exc: PyObject): Owned<PyObject> | null {
  if (!isEncodeError(exc)) return wrong_exception_type(exc);
  const range = unicodeErrorRange(exc, false);
  if (range === null) return null;
  const points = pointsOf(range.object as PyUnicodeObject);
  let text = '';
  for (let i = range.start; i < range.end; i++) {
    const name = getname(points[i]!, true);
    text += name === null ? escapeOf(points[i]!) : `\\N{${name}}`;
  }
  Py_DECREF(range.object);
  return answer(asciiText(text), range.end);
}

/** get_standard_encoding: the width of a surrogate and its byte order, or null for other encodings. */
function get_standard_encoding(encoding: string): { bytes: 2 | 3 | 4; little: boolean } | null {
  if (encoding === 'CP_UTF8') return { bytes: 3, little: true };
  const match = /^utf[-_]?(8|16|32)(?:[-_]?([bl])e)?$/i.exec(encoding);
  if (match === null || (match[1] === '8' && match[2] !== undefined)) return null;
  return { bytes: match[1] === '8' ? 3 : match[1] === '16' ? 2 : 4, little: match[2]?.toLowerCase() !== 'b' };
}

const isSurrogate = (ch: number): boolean => ch >= 0xd800 && ch <= 0xdfff;

function PyCodec_SurrogatePassErrors(exc: PyObject): Owned<PyObject> | null {
  const decoding = isDecodeError(exc);
  if (!decoding && !isEncodeError(exc)) return wrong_exception_type(exc);
  const range = unicodeErrorRange(exc, decoding);
  if (range === null) return null;
  const { object, start, end } = range;
  const encode = decoding ? PyUnicodeDecodeError_GetEncoding(exc) : PyUnicodeEncodeError_GetEncoding(exc);
  if (encode === null) {
    Py_DECREF(object);
    return null;
  }
  const code = get_standard_encoding((encode as PyUnicodeObject).str);
  Py_DECREF(encode);
  if (code === null) {
    Py_DECREF(object);
    return original(exc);
  }
  if (decoding) {
    const ch = surrogateAt((object as PyBytesObject).ob_sval, start, code);
    Py_DECREF(object);
    return isSurrogate(ch) ? answer(unicode_char(ch), start + code.bytes) : original(exc);
  }
  const writer = new ByteWriter(code.bytes * (end - start));
  let ok = true;
  for (let i = start; i < end && ok; i++) {
    const ch = PyUnicode_READ_CHAR(object as PyUnicodeObject, i);
    ok = isSurrogate(ch);
    if (code.bytes === 3) pushUTF8(writer, ch);
    else {
      for (let j = 0; j < code.bytes; j++) writer.push((ch >>> (8 * (code.little ? j : code.bytes - 1 - j))) & 0xff);
    }
  }
  Py_DECREF(object);
  return ok ? answer(PyBytes_FromStringAndSize(writer.finish()), end) : original(exc);
}

/** The one surrogate at `start`, or 0. */
function surrogateAt(bytes: Uint8Array, start: number, code: { bytes: 2 | 3 | 4; little: boolean }): number {
  if (bytes.length - start < code.bytes) return 0;
  const p = bytes.subarray(start, start + code.bytes);
  if (code.bytes === 3) {
    if ((p[0]! & 0xf0) !== 0xe0 || (p[1]! & 0xc0) !== 0x80 || (p[2]! & 0xc0) !== 0x80) return 0;
    return ((p[0]! & 0x0f) << 12) + ((p[1]! & 0x3f) << 6) + (p[2]! & 0x3f);
  }
  let ch = 0;
  for (let j = 0; j < code.bytes; j++) ch = ch * 256 + p[code.little ? code.bytes - 1 - j : j]!;
  return ch;
}

function PyCodec_SurrogateEscapeErrors(exc: PyObject): Owned<PyObject> | null {
  const decoding = isDecodeError(exc);
  if (!decoding && !isEncodeError(exc)) return wrong_exception_type(exc);
  const range = unicodeErrorRange(exc, decoding);
  if (range === null) return null;
  const { object, start, end } = range;
  if (decoding) {
    const p = (object as PyBytesObject).ob_sval;
    let text = '';
    while (text.length < 4 && text.length < end - start && p[start + text.length]! >= 128) {
      text += String.fromCharCode(0xdc00 + p[start + text.length]!);
    }
    Py_DECREF(object);
    return text === '' ? original(exc) : answer(unicode_from_units(text), start + text.length);
  }
  const bytes = new Uint8Array(end - start);
  let ok = true;
  for (let i = start; i < end; i++) {
    const ch = PyUnicode_READ_CHAR(object as PyUnicodeObject, i);
    if (ch < 0xdc80 || ch > 0xdcff) ok = false;
    bytes[i - start] = ch - 0xdc00;
  }
  Py_DECREF(object);
  return ok ? answer(PyBytes_FromStringAndSize(bytes), end) : original(exc);
}

function handlerDef(name: string, handler: (exc: PyObject) => PyObject | null, doc: string): PyMethodDef {
  return method(name, METH_O, (_self: PyObject, exc: PyObject) => handler(exc), null, doc);
}
const errorHandlers: [string, PyMethodDef][] = [
  [
    'strict',
    handlerDef('strict_errors', (e) => PyCodec_StrictErrors(e), "The 'strict' error handling: raises the error."),
  ],
  [
    'ignore',
    handlerDef('ignore_errors', (e) => PyCodec_IgnoreErrors(e), "The 'ignore' error handling: leaves out what is bad."),
  ],
  [
    'replace',
    handlerDef(
      'replace_errors',
      (e) => PyCodec_ReplaceErrors(e),
      "The 'replace' error handling: puts a mark where something was bad.",
    ),
  ],
  [
    'xmlcharrefreplace',
    handlerDef(
      'xmlcharrefreplace_errors',
      (e) => PyCodec_XMLCharRefReplaceErrors(e),
      "The 'xmlcharrefreplace' error handling: puts XML character references.",
    ),
  ],
  [
    'backslashreplace',
    handlerDef(
      'backslashreplace_errors',
      (e) => PyCodec_BackslashReplaceErrors(e),
      "The 'backslashreplace' error handling: puts backslash escapes.",
    ),
  ],
  [
    'namereplace',
    handlerDef(
      'namereplace_errors',
      (e) => PyCodec_NameReplaceErrors(e),
      "The 'namereplace' error handling: puts \\N{...} escapes.",
    ),
  ],
  ['surrogatepass', handlerDef('surrogatepass', (e) => PyCodec_SurrogatePassErrors(e), '')],
  ['surrogateescape', handlerDef('surrogateescape', (e) => PyCodec_SurrogateEscapeErrors(e), '')],
];

/** codecs.lookup(...).streamreader and .streamwriter as C code calls them. */
export function PyCodec_StreamReader(
  encoding: string,
  stream: PyObject,
  errors: string | null,
): Owned<PyObject> | null {
  return streamCodec(encoding, stream, errors, 2);
}
export function PyCodec_StreamWriter(
  encoding: string,
  stream: PyObject,
  errors: string | null,
): Owned<PyObject> | null {
  return streamCodec(encoding, stream, errors, 3);
}
function streamCodec(encoding: string, stream: PyObject, errors: string | null, index: number): Owned<PyObject> | null {
  const codecs = _PyCodec_Lookup(encoding);
  if (codecs === null) return null;
  const args = errors === null ? [stream] : [stream, PyUnicode_FromString(errors)];
  const result = PyObject_Vectorcall(codecs.ob_item[index]!, args, null);
  if (errors !== null) Py_DECREF(args[1]!);
  Py_DECREF(codecs);
  return result;
}
