// The _operator module. Follows Modules/_operator.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_NewRef } from '../heap/refcount';
import * as abstract from '../objects/abstract';
import { PyBool_FromLong } from '../objects/boolobject';
import { PyBuffer_Release, PyObject_CheckBuffer, PyObject_GetBuffer, newBuffer } from '../objects/bufferobject';
import { PyBUF_SIMPLE } from '../objects/bufferstruct';
import { PyObject_Vectorcall } from '../objects/call';
import { argSsize } from '../objects/clinic';
import { PyErr_Occurred, PyErr_SetString } from '../objects/errors';
import { PyExc_TypeError } from '../objects/exceptions';
import { _PyArg_CheckPositional } from '../objects/getargs';
import { PyLong_FromLong } from '../objects/longobject';
import { PyModule_AddType, PyModule_Create } from '../objects/moduleobject';
import { readyModuleTypes } from '../objects/moduletype';
import type { CompareOp, PyObject, binaryfunc } from '../objects/object';
import { Py_EQ, Py_GE, Py_GT, Py_LE, Py_LT, Py_NE } from '../objects/object';
import { PyObject_IsTrue, PyObject_RichCompare, Py_None } from '../objects/objectprotocol';
import type { PyTupleObject } from '../objects/tuplestruct';
import type { PyMethodDef } from '../objects/typestruct';
import { METH_FASTCALL, METH_KEYWORDS, METH_O, method } from '../objects/typestruct';
import { PyUnicode_Check } from '../objects/unicodeobject';
import { attrgetter_type, itemgetter_type, methodcaller_type } from './operator/getters';

const unary = (name: string, f: (a: PyObject) => PyObject | null, doc: string): PyMethodDef =>
  method(name, METH_O, (_m: PyObject, a: PyObject) => f(a), '($module, a, /)', doc);

const binary = (name: string, f: binaryfunc, doc: string): PyMethodDef =>
  method(
    name,
    METH_FASTCALL,
    (_m: PyObject, args: readonly PyObject[]) =>
      _PyArg_CheckPositional(name, args.length, 2, 2) ? f(args[0]!, args[1]!) : null,
    '($module, a, b, /)',
    doc,
  );

const compare = (name: string, sign: string, op: CompareOp): PyMethodDef =>
  binary(name, (a, b) => PyObject_RichCompare(a, b, op), `Same as a ${sign} b.`);

const bool = (value: number): Owned<PyObject> | null => (value < 0 ? null : PyBool_FromLong(value));
/** The result of a function that returns −1 with an exception. */
const size = (value: number): Owned<PyObject> | null =>
  value === -1 && PyErr_Occurred() !== null ? null : PyLong_FromLong(value);
const none = (status: number): Owned<PyObject> | null => (status < 0 ? null : Py_NewRef(Py_None));

function setitem(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('setitem', args.length, 3, 3)) return null;
  return none(abstract.PyObject_SetItem(args[0]!, args[1]!, args[2]!));
}

function length_hint(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('length_hint', args.length, 1, 2)) return null;
  const value = args.length > 1 ? argSsize(args[1]!) : 0;
  return value === null ? null : size(abstract.PyObject_LengthHint(args[0]!, value));
}

function call(_m: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const nargs = kwnames === null ? args.length : args.length - kwnames.ob_item.length;
  if (!_PyArg_CheckPositional('call', nargs, 1, Infinity)) return null;
  return PyObject_Vectorcall(args[0]!, args.slice(1), kwnames);
}

function _compare_digest(a: PyObject, b: PyObject): PyObject | null {
  if (PyUnicode_Check(a) && PyUnicode_Check(b)) {
    if (!a.ascii || !b.ascii) {
      return PyErr_SetString(PyExc_TypeError, 'comparing strings with non-ASCII characters is not supported');
    }
    return PyBool_FromLong(a.str === b.str);
  }
  if (!PyObject_CheckBuffer(a) && !PyObject_CheckBuffer(b)) {
    const message = 'unsupported operand types(s) or combination of types: ';
    return PyErr_SetString(PyExc_TypeError, `${message}'${a.ob_type.tp_name}' and '${b.ob_type.tp_name}'`);
  }
  const va = newBuffer();
  const vb = newBuffer();
  let result: PyObject | null = null;
  if (PyObject_GetBuffer(a, va, PyBUF_SIMPLE) === 0 && PyObject_GetBuffer(b, vb, PyBUF_SIMPLE) === 0) {
    let same = va.len === vb.len;
    for (let i = 0; same && i < va.len; i++) same = va.buf[va.offset + i] === vb.buf[vb.offset + i];
    result = PyBool_FromLong(same);
  }
  PyBuffer_Release(va);
  PyBuffer_Release(vb);
  return result;
}

const inplace = (name: string, sign: string, f: binaryfunc): PyMethodDef => binary(name, f, `Same as a ${sign} b.`);

const methods: PyMethodDef[] = [
  unary('truth', (a) => bool(PyObject_IsTrue(a)), 'Return True if a is true, False otherwise.'),
  binary('contains', (a, b) => bool(abstract.PySequence_Contains(a, b)), 'Same as b in a (note reversed operands).'),
  binary('indexOf', (a, b) => size(abstract.PySequence_Index(a, b)), 'Return the first index of b in a.'),
  binary(
    'countOf',
    (a, b) => size(abstract.PySequence_Count(a, b)),
    'Return the number of items in a which are, or which equal, b.',
  ),
  binary('is_', (a, b) => PyBool_FromLong(a === b), 'Same as a is b.'),
  binary('is_not', (a, b) => PyBool_FromLong(a !== b), 'Same as a is not b.'),
  unary('index', (a) => abstract.PyNumber_Index(a), 'Same as a.__index__()'),
  binary('add', (a, b) => abstract.PyNumber_Add(a, b), 'Same as a + b.'),
  binary('sub', (a, b) => abstract.PyNumber_Subtract(a, b), 'Same as a - b.'),
  binary('mul', (a, b) => abstract.PyNumber_Multiply(a, b), 'Same as a * b.'),
  binary('matmul', (a, b) => abstract.PyNumber_MatrixMultiply(a, b), 'Same as a @ b.'),
  binary('floordiv', (a, b) => abstract.PyNumber_FloorDivide(a, b), 'Same as a // b.'),
  binary('truediv', (a, b) => abstract.PyNumber_TrueDivide(a, b), 'Same as a / b.'),
  binary('mod', (a, b) => abstract.PyNumber_Remainder(a, b), 'Same as a % b.'),
  unary('neg', (a) => abstract.PyNumber_Negative(a), 'Same as -a.'),
  unary('pos', (a) => abstract.PyNumber_Positive(a), 'Same as +a.'),
  unary('abs', (a) => abstract.PyNumber_Absolute(a), 'Same as abs(a).'),
  unary('inv', (a) => abstract.PyNumber_Invert(a), 'Same as ~a.'),
  unary('invert', (a) => abstract.PyNumber_Invert(a), 'Same as ~a.'),
  binary('lshift', (a, b) => abstract.PyNumber_Lshift(a, b), 'Same as a << b.'),
  binary('rshift', (a, b) => abstract.PyNumber_Rshift(a, b), 'Same as a >> b.'),
  unary(
    'not_',
    (a) => {
      const truth = PyObject_IsTrue(a);
      return truth < 0 ? null : PyBool_FromLong(truth === 0);
    },
    'Same as not a.',
  ),
  binary('and_', (a, b) => abstract.PyNumber_And(a, b), 'Same as a & b.'),
  binary('xor', (a, b) => abstract.PyNumber_Xor(a, b), 'Same as a ^ b.'),
  binary('or_', (a, b) => abstract.PyNumber_Or(a, b), 'Same as a | b.'),
  inplace('iadd', '+=', (a, b) => abstract.PyNumber_InPlaceAdd(a, b)),
  inplace('isub', '-=', (a, b) => abstract.PyNumber_InPlaceSubtract(a, b)),
  inplace('imul', '*=', (a, b) => abstract.PyNumber_InPlaceMultiply(a, b)),
  inplace('imatmul', '@=', (a, b) => abstract.PyNumber_InPlaceMatrixMultiply(a, b)),
  inplace('ifloordiv', '//=', (a, b) => abstract.PyNumber_InPlaceFloorDivide(a, b)),
  inplace('itruediv', '/=', (a, b) => abstract.PyNumber_InPlaceTrueDivide(a, b)),
  inplace('imod', '%=', (a, b) => abstract.PyNumber_InPlaceRemainder(a, b)),
  inplace('ilshift', '<<=', (a, b) => abstract.PyNumber_InPlaceLshift(a, b)),
  inplace('irshift', '>>=', (a, b) => abstract.PyNumber_InPlaceRshift(a, b)),
  inplace('iand', '&=', (a, b) => abstract.PyNumber_InPlaceAnd(a, b)),
  inplace('ixor', '^=', (a, b) => abstract.PyNumber_InPlaceXor(a, b)),
  inplace('ior', '|=', (a, b) => abstract.PyNumber_InPlaceOr(a, b)),
  binary('concat', (a, b) => abstract.PySequence_Concat(a, b), 'Same as a + b, for a and b sequences.'),
  binary('iconcat', (a, b) => abstract.PySequence_InPlaceConcat(a, b), 'Same as a += b, for a and b sequences.'),
  binary('getitem', (a, b) => abstract.PyObject_GetItem(a, b), 'Same as a[b].'),
  method('setitem', METH_FASTCALL, setitem, '($module, a, b, c, /)', 'Same as a[b] = c.'),
  binary('delitem', (a, b) => none(abstract.PyObject_DelItem(a, b)), 'Same as del a[b].'),
  binary('pow', (a, b) => abstract.PyNumber_Power(a, b, Py_None), 'Same as a ** b.'),
  binary('ipow', (a, b) => abstract.PyNumber_InPlacePower(a, b, Py_None), 'Same as a **= b.'),
  compare('eq', '==', Py_EQ),
  compare('ne', '!=', Py_NE),
  compare('lt', '<', Py_LT),
  compare('le', '<=', Py_LE),
  compare('gt', '>', Py_GT),
  compare('ge', '>=', Py_GE),
  binary(
    '_compare_digest',
    _compare_digest,
    "Return 'a == b'.\n\n" +
      'This function uses an approach designed to prevent\n' +
      'timing analysis, making it appropriate for cryptography.\n\n' +
      'a and b must both be of the same type: either str (ASCII only),\n' +
      'or any bytes-like object.\n\n' +
      'Note: If a and b are of different lengths, or if an error occurs,\n' +
      'a timing attack could theoretically reveal information about the\n' +
      'types and lengths of a and b--but not their values.',
  ),
  method(
    'length_hint',
    METH_FASTCALL,
    length_hint,
    '($module, obj, default=0, /)',
    'Return an estimate of the number of items in obj.\n\n' +
      'This is useful for presizing containers when building from an iterable.\n\n' +
      'If the object supports len(), the result will be exact.\n' +
      'Otherwise, it may over- or under-estimate by an arbitrary amount.\n' +
      'The result will be an integer >= 0.',
  ),
  method(
    'call',
    METH_FASTCALL | METH_KEYWORDS,
    call,
    '($module, obj, /, *args, **kwargs)',
    'Same as obj(*args, **kwargs).',
  ),
];

export function PyInit__operator(): PyObject | null {
  const types = [attrgetter_type, itemgetter_type, methodcaller_type];
  return PyModule_Create({
    m_name: '_operator',
    m_doc:
      'Operator interface.\n\n' +
      'This module exports a set of functions implemented in C corresponding\n' +
      'to the intrinsic operators of Python.  For example, operator.add(x, y)\n' +
      'is equivalent to the expression x+y.  The function names are those\n' +
      'used for special methods; variants without leading and trailing\n' +
      "'__' are also provided for convenience.",
    m_methods: methods,
    m_exec: (m) => {
      if (readyModuleTypes(m, ...types) < 0) return -1;
      for (const type of types) if (PyModule_AddType(m, type) < 0) return -1;
      return 0;
    },
  });
}
