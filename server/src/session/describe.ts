// Objects in words, without running a line of the program: type names, sizes, short texts.

import type { PyBytesObject } from '../objects/bytesstruct';
import { PyDict_Check } from '../objects/dictobject';
import type { PyDictObject } from '../objects/dictstruct';
import type { PyCFunctionObject } from '../objects/methodstruct';
import { PyFloat_CheckExact } from '../objects/floatobject';
import type { PyFunctionObject } from '../objects/funcstruct';
import { PyFunction_Check } from '../objects/funcobject';
import { PyList_Check } from '../objects/listobject';
import type { PyListObject } from '../objects/liststruct';
import { PyLong_Check } from '../objects/longobject';
import type { PyLongObject } from '../objects/longstruct';
import type { PyObject } from '../objects/object';
import { Py_None } from '../objects/objectprotocol';
import { PyTuple_Check } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import { PyType_Check } from '../objects/typeobject';
import type { PyTypeObject } from '../objects/typestruct';
import { PyUnicode_Check } from '../objects/unicodeobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';

export function typeName(op: PyObject): string {
  const name = op.ob_type.tp_name;
  return name.slice(name.lastIndexOf('.') + 1);
}

export { sizeOf } from './sizes';

/** b'…', cut like a str. */
function bytesText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes.subarray(0, 30)) {
    const c = String.fromCharCode(byte);
    text +=
      c === '\\' || c === "'" ? `\\${c}` : byte >= 32 && byte < 127 ? c : `\\x${byte.toString(16).padStart(2, '0')}`;
    if (text.length > 32) return `b'${text}…'`;
  }
  return `b'${text}${bytes.length > 30 ? '…' : ''}'`;
}

/** A value as Python would write it where that is short, else what it is. At most about 40 characters. */
export function shortText(op: PyObject): string {
  if (op === Py_None) return 'None';
  if (op.ob_type.tp_name === 'bool') return (op as PyLongObject).value ? 'True' : 'False';
  if (PyLong_Check(op)) {
    const text = String((op as PyLongObject).value);
    return text.length > 40 ? `${text.slice(0, 36)}…` : text;
  }
  if (PyFloat_CheckExact(op)) {
    const v = (op as PyObject & { ob_fval: number }).ob_fval;
    return Number.isInteger(v) && Math.abs(v) < 1e16 ? `${v}.0` : String(v);
  }
  if (PyUnicode_Check(op)) {
    const text = (op as PyUnicodeObject).str;
    const shown = text.length > 36 ? `${text.slice(0, 35)}…` : text;
    return `'${shown.replace(/\\/g, '\\\\').replace(/'/g, "\\'").replace(/\n/g, '\\n')}'`;
  }
  if (PyType_Check(op)) return `class ${(op as PyTypeObject).tp_name}`;
  if (PyFunction_Check(op)) return `function ${((op as PyFunctionObject).func_qualname as PyUnicodeObject).str}`;
  if (PyList_Check(op)) return `list of ${(op as PyListObject).ob_item.length}`;
  if (PyTuple_Check(op)) return `tuple of ${(op as PyTupleObject).ob_item.length}`;
  if (PyDict_Check(op)) return `dict of ${(op as PyDictObject).ma_used}`;
  const name = op.ob_type.tp_name;
  if (name === 'bytes') return bytesText((op as PyBytesObject).ob_sval);
  if (name === 'builtin_function_or_method') return `built-in ${(op as PyCFunctionObject).m_ml.ml_name}`;
  if (name === 'module' && PyUnicode_Check((op as PyObject & { md_name: PyObject }).md_name))
    return `module ${((op as PyObject & { md_name: PyObject }).md_name as PyUnicodeObject).str}`;
  return typeName(op);
}

/** Numbers, text and the like: what views draw inside the cell that holds it. */
export function isAtom(op: PyObject): boolean {
  return (
    op === Py_None ||
    PyLong_Check(op) ||
    PyUnicode_Check(op) ||
    PyFloat_CheckExact(op) ||
    ['bytes', 'complex', 'ellipsis', 'NotImplementedType'].includes(op.ob_type.tp_name)
  );
}
