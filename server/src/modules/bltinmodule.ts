// The builtins module: its functions, one by one. What compiles and runs source is in bltinexec.ts, __build_class__ in
// buildclass.ts. Follows Python/bltinmodule.c, CPython 3.13.

import { noteId } from './heldids';
import type { Owned } from '../heap/refcount';
import { builtin_open } from './io/builtinopen';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import * as A from '../objects/abstract';
import { PyBool_FromLong, PyBool_Type, Py_False, Py_True, boolResult } from '../objects/boolobject';
import { PyMap_Type, PyFilter_Type, PyZip_Type } from '../objects/bltiniters';
import { PyByteArray_AS_STRING, PyByteArray_Check, PyByteArray_Type } from '../objects/bytearrayobject';
import { PyBytes_AS_STRING, PyBytes_Check, PyBytes_Type } from '../objects/bytesobject';
import { PyObject_CallNoArgs, PyObject_CallOneArg, PyObject_Vectorcall } from '../objects/call';
import { PyClassMethod_Type, PyStaticMethod_Type } from '../objects/funcobject';
import { PyComplex_Type } from '../objects/complexobject';
import type { PyDictObject } from '../objects/dictstruct';
import { PyDict_SetItemString, PyDict_Type } from '../objects/dictobject';
import { PyEnum_Type, PyReversed_Type } from '../objects/enumobject';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Occurred, PyErr_SetNone, PyErr_SetString } from '../objects/errors';
import {
  PyExc_OverflowError,
  PyExc_RuntimeError,
  PyExc_StopIteration,
  PyExc_TypeError,
  PyExc_ValueError,
  _PyBuiltins_AddExceptions,
} from '../objects/exceptions';
import {
  PyFile_GetLine,
  PyFile_WriteObject,
  PyFile_WriteString,
  Py_PRINT_RAW,
  _PyFile_Flush,
} from '../objects/fileobject';
import { PyFloat_CheckExact, PyFloat_FromDouble, PyFloat_Type } from '../objects/floatobject';

import { _PyArg_BadArgument, _PyArg_CheckPositional, _PyArg_UnpackKeywords, argParser } from '../objects/getargs';
import { PyCallIter_New, PyAnextAwaitable_New } from '../objects/iterobject';
import { PyList_Type } from '../objects/listobject';

import {
  PyLong_AsDouble,
  PyLong_Check,
  PyLong_CheckExact,
  PyLong_FromBigInt,
  PyLong_FromLong,
  PyLong_FromValue,
  PyLong_FromVoidPtr,
  PyLong_Type,
} from '../objects/longobject';
import type { PyLongObject } from '../objects/longstruct';
import * as V from '../objects/longvalue';
import { PyMemoryView_Type } from '../objects/memoryobject';
import { PyModule_AddFunctions, PyModule_NewObject } from '../objects/moduleobject';
import type { PyObject } from '../objects/object';
import { Py_GT, Py_LT } from '../objects/object';
import {
  PyCallable_Check,
  PyObject_ASCII,
  PyObject_DelAttr,
  PyObject_Dir,
  PyObject_Format,
  PyObject_GetAttr,
  PyObject_GetOptionalAttr,
  PyObject_Hash,
  PyObject_IsTrue,
  PyObject_Repr,
  PyObject_RichCompareBool,
  PyObject_SetAttr,
  Py_Ellipsis,
  Py_None,
  Py_NotImplemented,
  objectAddress,
} from '../objects/objectprotocol';
import { hashToBigInt, hash_hi, isHashError } from '../objects/pyhash';
import { vmInterface } from '../objects/pystate';
import { PyProperty_Type } from '../objects/descrobject';
import { PyRange_Type } from '../objects/rangeobject';
import { PyFrozenSet_Type, PySet_Type } from '../objects/setobject';
import { PySlice_Type } from '../objects/sliceobject';
import { PySuper_Type } from '../objects/superobject';
import { PyTuple_Type, PyTuple_FromArray } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import { PyBaseObject_Type, PyType_Type } from '../objects/typeobject';
import { _PyObject_LookupSpecial } from '../objects/typeslots';
import type { PyMethodDef } from '../objects/typestruct';
import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, METH_VARARGS, method } from '../objects/typestruct';
import {
  PyUnicode_Check,
  PyUnicode_FromOrdinal,
  PyUnicode_FromString,
  PyUnicode_Type,
  PyUnicode_READ_CHAR,
  _Py_ID,
} from '../objects/unicodeobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import { builtin___build_class__ } from './buildclass';
import { execMethods } from './bltinexec';
import { builtin___import__ } from './import';
import { PySys_GetAttr } from '../objects/sysdict';

const none = (): PyObject => Py_NewRef(Py_None);
const typeError = (message: string): null => PyErr_SetString(PyExc_TypeError, message);

function anyOrAll(iterable: PyObject, stopAt: 0 | 1): PyObject | null {
  const it = A.PyObject_GetIter(iterable);
  if (it === null) return null;
  const iternext = it.ob_type.tp_iternext!;
  for (;;) {
    const item = iternext(it);
    if (item === null) break;
    const cmp = PyObject_IsTrue(item);
    Py_DECREF(item);
    if (cmp < 0) {
      Py_DECREF(it);
      return null;
    }
    if (cmp === stopAt) {
      Py_DECREF(it);
      return PyBool_FromLong(stopAt);
    }
  }
  Py_DECREF(it);
  if (PyErr_Occurred()) {
    if (!PyErr_ExceptionMatches(PyExc_StopIteration)) return null;
    PyErr_Clear();
  }
  return PyBool_FromLong(1 - stopAt);
}

function builtin_chr(_m: PyObject, i: PyObject): PyObject | null {
  const index = A._PyNumber_Index(i);
  if (index === null) return null;
  const v = (index as PyLongObject).value;
  Py_DECREF(index);
  if (typeof v === 'bigint' || v < -2147483648 || v > 2147483647) {
    if (typeof v === 'bigint' && BigInt.asIntN(64, v) !== v) {
      return PyErr_SetString(PyExc_OverflowError, 'Python int too large to convert to C long');
    }
    return PyErr_SetString(PyExc_ValueError, 'chr() arg not in range(0x110000)');
  }
  return PyUnicode_FromOrdinal(v);
}

function builtin_divmod(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('divmod', args.length, 2, 2)) return null;
  return A.PyNumber_Divmod(args[0]!, args[1]!);
}

function builtin_format(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('format', args.length, 1, 2)) return null;
  if (args.length === 2 && !PyUnicode_Check(args[1]!))
    return _PyArg_BadArgument('format', 'argument 2', 'str', args[1]!);
  return PyObject_Format(args[0]!, args[1] ?? null);
}

function builtin_getattr(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('getattr', args.length, 2, 3)) return null;
  if (args.length === 2) return PyObject_GetAttr(args[0]!, args[1]!);
  const found: { value: PyObject | null } = { value: null };
  if (PyObject_GetOptionalAttr(args[0]!, args[1]!, found) === 0) return Py_NewRef(args[2]!);
  return found.value;
}
function builtin_hasattr(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('hasattr', args.length, 2, 2)) return null;
  const found: { value: PyObject | null } = { value: null };
  const r = PyObject_GetOptionalAttr(args[0]!, args[1]!, found);
  if (r < 0) return null;
  Py_XDECREF(found.value);
  return PyBool_FromLong(r);
}
function builtin_setattr(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('setattr', args.length, 3, 3)) return null;
  return PyObject_SetAttr(args[0]!, args[1]!, args[2]!) < 0 ? null : none();
}
function builtin_delattr(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('delattr', args.length, 2, 2)) return null;
  return PyObject_DelAttr(args[0]!, args[1]!) < 0 ? null : none();
}

function builtin_hash(_m: PyObject, obj: PyObject): PyObject | null {
  const lo = PyObject_Hash(obj);
  if (isHashError(lo)) return null;
  const big = hashToBigInt(lo, hash_hi);
  return PyLong_FromBigInt(big);
}

function builtin_input(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('input', args.length, 0, 1)) return null;
  const streams: PyObject[] = [];
  for (const name of ['stdin', 'stdout', 'stderr']) {
    const stream = PySys_GetAttr(_Py_ID(name));
    if (stream === null || stream === Py_None) {
      PyErr_SetString(PyExc_RuntimeError, `lost sys.${name}`);
      return null;
    }
    streams.push(stream);
  }
  const [fin, fout, ferr] = streams as [PyObject, PyObject, PyObject];
  if (_PyFile_Flush(ferr) < 0) PyErr_Clear();
  if (args.length === 1 && PyFile_WriteObject(args[0]!, fout, Py_PRINT_RAW) !== 0) return null;
  if (_PyFile_Flush(fout) < 0) PyErr_Clear();
  return PyFile_GetLine(fin, -1);
}

function builtin_isinstance(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('isinstance', args.length, 2, 2)) return null;
  return boolResult(A.PyObject_IsInstance(args[0]!, args[1]!));
}
function builtin_issubclass(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('issubclass', args.length, 2, 2)) return null;
  return boolResult(A.PyObject_IsSubclass(args[0]!, args[1]!));
}

function builtin_iter(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('iter', args.length, 1, 2)) return null;
  if (args.length === 1) return A.PyObject_GetIter(args[0]!);
  if (!PyCallable_Check(args[0]!)) return typeError('iter(v, w): v must be callable');
  return PyCallIter_New(args[0]!, args[1]!);
}
function builtin_next(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('next', args.length, 1, 2)) return null;
  const it = args[0]!;
  if (!A.PyIter_Check(it)) return typeError(`'${it.ob_type.tp_name}' object is not an iterator`);
  const res = it.ob_type.tp_iternext!(it);
  if (res !== null) return res;
  if (args.length > 1) {
    if (PyErr_Occurred()) {
      if (!PyErr_ExceptionMatches(PyExc_StopIteration)) return null;
      PyErr_Clear();
    }
    return Py_NewRef(args[1]!);
  }
  return PyErr_Occurred() ? null : PyErr_SetNone(PyExc_StopIteration);
}
function builtin_anext(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('anext', args.length, 1, 2)) return null;
  const aiterator = args[0]!;
  if (aiterator.ob_type.am_anext === null)
    return typeError(`'${aiterator.ob_type.tp_name}' object is not an async iterator`);
  const awaitable = aiterator.ob_type.am_anext(aiterator);
  if (args.length === 1 || awaitable === null) return awaitable;
  const result = PyAnextAwaitable_New(awaitable, args[1]!);
  Py_DECREF(awaitable);
  return result;
}

const minParser = argParser('min', ['key', 'default'], 0, 0);
const maxParser = argParser('max', ['key', 'default'], 0, 0);

function min_max(
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
  op: typeof Py_LT | typeof Py_GT,
): PyObject | null {
  const name = op === Py_LT ? 'min' : 'max';
  const nkw = kwnames === null ? 0 : kwnames.ob_item.length;
  const nargs = args.length - nkw;
  if (nargs === 0) return typeError(`${name} expected at least 1 argument, got 0`);
  let keyfunc: PyObject | null = null;
  let defaultval: PyObject | null = null;
  if (nkw > 0) {
    const argv = _PyArg_UnpackKeywords(args.slice(nargs), kwnames, op === Py_LT ? minParser : maxParser);
    if (argv === null) return null;
    keyfunc = argv[0]!;
    defaultval = argv[1]!;
  }
  const positional = nargs > 1;
  if (positional && defaultval !== null) {
    return typeError(`Cannot specify a default for ${name}() with multiple positional arguments`);
  }
  let it: PyObject | null = null;
  if (!positional) {
    it = A.PyObject_GetIter(args[0]!);
    if (it === null) return null;
  }
  if (keyfunc === Py_None) keyfunc = null;
  let bestItem: PyObject | null = null;
  let bestValue: PyObject | null = null;
  const fail = (item: PyObject | null, val: PyObject | null): null => {
    Py_XDECREF(val);
    Py_XDECREF(item);
    Py_XDECREF(bestValue);
    Py_XDECREF(bestItem);
    Py_XDECREF(it);
    return null;
  };
  for (let i = 0; ; i++) {
    let item: PyObject | null;
    if (it === null) {
      if (i >= nargs) break;
      item = Py_NewRef(args[i]!);
    } else {
      item = A.PyIter_Next(it);
      if (item === null) {
        if (PyErr_Occurred()) return fail(null, null);
        break;
      }
    }
    let val: PyObject | null;
    if (keyfunc !== null) {
      val = PyObject_CallOneArg(keyfunc, item);
      if (val === null) return fail(item, null);
    } else val = Py_NewRef(item);
    if (bestValue === null) {
      bestItem = item;
      bestValue = val;
      continue;
    }
    const cmp = PyObject_RichCompareBool(val, bestValue, op);
    if (cmp < 0) return fail(item, val);
    if (cmp > 0) {
      Py_DECREF(bestValue);
      Py_DECREF(bestItem!);
      bestValue = val;
      bestItem = item;
    } else {
      Py_DECREF(item);
      Py_DECREF(val);
    }
  }
  if (bestValue === null) {
    if (defaultval !== null) bestItem = Py_NewRef(defaultval);
    else PyErr_SetString(PyExc_ValueError, `${name}() iterable argument is empty`);
  } else Py_DECREF(bestValue);
  Py_XDECREF(it);
  return bestItem;
}

function builtin_ord(_m: PyObject, c: PyObject): PyObject | null {
  let size: number;
  if (PyBytes_Check(c) || PyByteArray_Check(c)) {
    const bytes = PyBytes_Check(c) ? PyBytes_AS_STRING(c) : PyByteArray_AS_STRING(c);
    if (bytes.length === 1) return PyLong_FromLong(bytes[0]!);
    size = bytes.length;
  } else if (PyUnicode_Check(c)) {
    const u = c as PyUnicodeObject;
    if (u.length === 1) return PyLong_FromLong(PyUnicode_READ_CHAR(u, 0));
    size = u.length;
  } else return typeError(`ord() expected string of length 1, but ${c.ob_type.tp_name} found`);
  return typeError(`ord() expected a character, but string of length ${size} found`);
}

const powParser = argParser('pow', ['base', 'exp', 'mod'], 2, 3);
function builtin_pow(_m: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, powParser);
  return argv === null ? null : A.PyNumber_Power(argv[0]!, argv[1]!, argv[2] ?? Py_None);
}

const printParser = argParser('print', ['sep', 'end', 'file', 'flush'], 0, 0);
/** Argument Clinic makes a tuple of what `*args` takes: while it prints, each argument has one reference more. */
function builtin_print(_m: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  let nargs = args.length;
  let sep: PyObject | null = null;
  let end: PyObject | null = null;
  let file: PyObject | null = null;
  let flush = 0;
  if (kwnames !== null && kwnames.ob_item.length > 0) {
    nargs -= kwnames.ob_item.length;
    const argv = _PyArg_UnpackKeywords(args.slice(nargs), kwnames, printParser);
    if (argv === null) return null;
    [sep, end, file] = argv as [PyObject | null, PyObject | null, PyObject | null];
    if (argv[3] != null) {
      flush = PyObject_IsTrue(argv[3]);
      if (flush < 0) return null;
    }
  }
  const values = PyTuple_FromArray(args.slice(0, nargs));
  const result = print_impl(values, sep, end, file, flush);
  Py_DECREF(values);
  return result;
}

function print_impl(
  values: PyTupleObject,
  sep: PyObject | null,
  end: PyObject | null,
  file: PyObject | null,
  flush: number,
): PyObject | null {
  if (file === null || file === Py_None) {
    file = PySys_GetAttr(_Py_ID('stdout'));
    if (file === null) return PyErr_SetString(PyExc_RuntimeError, 'lost sys.stdout');
    if (file === Py_None) return none();
  }
  if (sep === Py_None) sep = null;
  else if (sep !== null && !PyUnicode_Check(sep))
    return typeError(`sep must be None or a string, not ${sep.ob_type.tp_name}`);
  if (end === Py_None) end = null;
  else if (end !== null && !PyUnicode_Check(end))
    return typeError(`end must be None or a string, not ${end.ob_type.tp_name}`);
  for (let i = 0; i < values.ob_item.length; i++) {
    if (i > 0) {
      const err = sep === null ? PyFile_WriteString(' ', file) : PyFile_WriteObject(sep, file, Py_PRINT_RAW);
      if (err !== 0) return null;
    }
    if (PyFile_WriteObject(values.ob_item[i]!, file, Py_PRINT_RAW) !== 0) return null;
  }
  const err = end === null ? PyFile_WriteString('\n', file) : PyFile_WriteObject(end, file, Py_PRINT_RAW);
  if (err !== 0) return null;
  if (flush && _PyFile_Flush(file) < 0) return null;
  return none();
}

const roundParser = argParser('round', ['number', 'ndigits'], 1, 2);
function builtin_round(_m: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, roundParser);
  if (argv === null) return null;
  const number = argv[0]!;
  const round = _PyObject_LookupSpecial(number, _Py_ID('__round__'));
  if (round === null) {
    return PyErr_Occurred() ? null : typeError(`type ${number.ob_type.tp_name} doesn't define __round__ method`);
  }
  const ndigits = argv[1]!;
  const result =
    ndigits === null || ndigits === Py_None ? PyObject_CallNoArgs(round) : PyObject_CallOneArg(round, ndigits);
  Py_DECREF(round);
  return result;
}

function builtin_sorted(_m: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const nargs = args.length - (kwnames === null ? 0 : kwnames.ob_item.length);
  if (!_PyArg_CheckPositional('sorted', nargs, 1, 1)) return null;
  const newlist = A.PySequence_List(args[0]!);
  if (newlist === null) return null;
  const callable = PyObject_GetAttr(newlist, _Py_ID('sort'));
  if (callable === null) {
    Py_DECREF(newlist);
    return null;
  }
  const v = PyObject_Vectorcall(callable, args.slice(1), kwnames);
  Py_DECREF(callable);
  if (v === null) {
    Py_DECREF(newlist);
    return null;
  }
  Py_DECREF(v);
  return newlist;
}

/** A float sum with Neumaier's compensation, as sum() keeps it since 3.12. */
interface CompensatedSum {
  hi: number;
  lo: number;
}
function cs_add(total: CompensatedSum, x: number): void {
  const t = total.hi + x;
  if (Math.abs(total.hi) >= Math.abs(x)) total.lo += total.hi - t + x;
  else total.lo += x - t + total.hi;
  total.hi = t;
}
const cs_to_double = (total: CompensatedSum): number =>
  total.lo !== 0 && Number.isFinite(total.lo) ? total.hi + total.lo : total.hi;

const sumParser = argParser('sum', ['', 'start'], 1, 2);
function builtin_sum(_m: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, sumParser);
  if (argv === null) return null;
  const iter = A.PyObject_GetIter(argv[0]!);
  if (iter === null) return null;
  const start = argv[1]!;
  let result: PyObject | null;
  if (start === null) result = PyLong_FromLong(0);
  else {
    const kind = PyUnicode_Check(start)
      ? ['strings', "''"]
      : PyBytes_Check(start)
        ? ['bytes', "b''"]
        : PyByteArray_Check(start)
          ? ['bytearray', "b''"]
          : null;
    if (kind !== null) {
      Py_DECREF(iter);
      return typeError(`sum() can't sum ${kind[0]!} [use ${kind[1]!}.join(seq) instead]`);
    }
    result = Py_NewRef(start);
  }
  // Sums of ints, then of floats, then of complex numbers are kept outside Python objects for as long as it goes.
  if (PyLong_CheckExact(result) && fitsLong(result.value)) {
    let total: V.IntValue = result.value;
    Py_DECREF(result);
    for (;;) {
      const item = A.PyIter_Next(iter);
      if (item === null) {
        Py_DECREF(iter);
        return PyErr_Occurred() ? null : PyLong_FromValue(total);
      }
      if (PyLong_CheckExact(item) || item.ob_type === PyBool_Type) {
        const sum: V.IntValue = V.add(total, (item as PyLongObject).value);
        if (fitsLong(sum)) {
          total = sum;
          Py_DECREF(item);
          continue;
        }
      }
      result = addObjects_steal(PyLong_FromValue(total), item);
      break;
    }
    if (result === null) {
      Py_DECREF(iter);
      return null;
    }
  }
  if (PyFloat_CheckExact(result)) {
    const total: CompensatedSum = { hi: result.ob_fval, lo: 0 };
    Py_DECREF(result);
    for (;;) {
      const item = A.PyIter_Next(iter);
      if (item === null) {
        Py_DECREF(iter);
        return PyErr_Occurred() ? null : PyFloat_FromDouble(cs_to_double(total));
      }
      if (PyFloat_CheckExact(item)) {
        cs_add(total, item.ob_fval);
        Py_DECREF(item);
        continue;
      }
      if (PyLong_Check(item)) {
        const value = PyLong_AsDouble(item);
        Py_DECREF(item);
        if (value === -1 && PyErr_Occurred()) {
          Py_DECREF(iter);
          return null;
        }
        // 3.13 adds ints without compensation.
        total.hi += value;
        continue;
      }
      result = addObjects_steal(PyFloat_FromDouble(cs_to_double(total)), item);
      break;
    }
    if (result === null) {
      Py_DECREF(iter);
      return null;
    }
  }
  for (;;) {
    const item = A.PyIter_Next(iter);
    if (item === null) {
      if (PyErr_Occurred()) {
        Py_DECREF(result);
        result = null;
      }
      break;
    }
    result = addObjects_steal(result, item);
    if (result === null) break;
  }
  Py_DECREF(iter);
  return result;
}
const fitsLong = (v: V.IntValue): boolean => typeof v === 'number' || BigInt.asIntN(64, v) === v;
function addObjects_steal(a: PyObject, b: PyObject): PyObject | null {
  const sum = A.PyNumber_Add(a, b);
  Py_DECREF(a);
  Py_DECREF(b);
  return sum;
}

function builtin_dir(_m: PyObject, args: PyTupleObject): PyObject | null {
  return _PyArg_CheckPositional('dir', args.ob_item.length, 0, 1) ? PyObject_Dir(args.ob_item[0] ?? null) : null;
}
function builtin_vars(_m: PyObject, args: PyTupleObject): PyObject | null {
  if (!_PyArg_CheckPositional('vars', args.ob_item.length, 0, 1)) return null;
  if (args.ob_item.length === 0) return vmInterface.getFrameLocals();
  const found: { value: PyObject | null } = { value: null };
  if (PyObject_GetOptionalAttr(args.ob_item[0]!, _Py_ID('__dict__'), found) === 0) {
    return typeError('vars() argument must have __dict__ attribute');
  }
  return found.value;
}

function builtin_len(_m: PyObject, obj: PyObject): PyObject | null {
  const res = A.PyObject_Size(obj);
  return res < 0 ? null : PyLong_FromLong(res);
}

function builtin_breakpoint(_m: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const hook = PySys_GetAttr(_Py_ID('breakpointhook'));
  if (hook === null) return PyErr_SetString(PyExc_RuntimeError, 'lost sys.breakpointhook');
  Py_NewRef(hook);
  const result = PyObject_Vectorcall(hook, args, kwnames);
  Py_DECREF(hook);
  return result;
}

const builtin_methods: PyMethodDef[] = [
  method(
    '__build_class__',
    METH_FASTCALL | METH_KEYWORDS,
    builtin___build_class__,
    null,
    '__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class\n\nInternal helper function used by the class statement.',
  ),
  method(
    '__import__',
    METH_FASTCALL | METH_KEYWORDS,
    builtin___import__,
    '($module, /, name, globals=None, locals=None, fromlist=(),\n           level=0)',
  ),
  method(
    'abs',
    METH_O,
    (_m: PyObject, x: PyObject) => A.PyNumber_Absolute(x),
    '($module, x, /)',
    'Return the absolute value of the argument.',
  ),
  method(
    'all',
    METH_O,
    (_m: PyObject, x: PyObject) => anyOrAll(x, 0),
    '($module, iterable, /)',
    'Return True if bool(x) is True for all values x in the iterable.\n\nIf the iterable is empty, return True.',
  ),
  method(
    'any',
    METH_O,
    (_m: PyObject, x: PyObject) => anyOrAll(x, 1),
    '($module, iterable, /)',
    'Return True if bool(x) is True for any x in the iterable.\n\nIf the iterable is empty, return False.',
  ),
  method(
    'ascii',
    METH_O,
    (_m: PyObject, x: PyObject) => PyObject_ASCII(x),
    '($module, obj, /)',
    'Return an ASCII-only representation of an object.\n\nAs repr(), return a string containing a printable representation of an\nobject, but escape the non-ASCII characters in the string returned by\nrepr() using \\\\x, \\\\u or \\\\U escapes. This generates a string similar\nto that returned by repr() in Python 2.',
  ),
  method(
    'bin',
    METH_O,
    (_m: PyObject, x: PyObject) => A.PyNumber_ToBase(x, 2),
    '($module, number, /)',
    "Return the binary representation of an integer.\n\n   >>> bin(2796202)\n   '0b1010101010101010101010'",
  ),
  method(
    'breakpoint',
    METH_FASTCALL | METH_KEYWORDS,
    builtin_breakpoint,
    '($module, /, *args, **kws)',
    'Call sys.breakpointhook(*args, **kws).',
  ),
  method(
    'callable',
    METH_O,
    (_m: PyObject, x: PyObject) => PyBool_FromLong(PyCallable_Check(x)),
    '($module, obj, /)',
    'Return whether the object is callable (i.e., some kind of function).\n\nNote that classes are callable, as are instances of classes with a\n__call__() method.',
  ),
  method(
    'chr',
    METH_O,
    builtin_chr,
    '($module, i, /)',
    'Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff.',
  ),
  method(
    'delattr',
    METH_FASTCALL,
    builtin_delattr,
    '($module, obj, name, /)',
    "Deletes the named attribute from the given object.\n\ndelattr(x, 'y') is equivalent to ``del x.y``",
  ),
  method(
    'dir',
    METH_VARARGS,
    builtin_dir,
    null,
    "dir([object]) -> list of strings\n\nIf called without an argument, return the names in the current scope.\nElse, return an alphabetized list of names comprising (some of) the attributes\nof the given object, and of attributes reachable from it.\nIf the object supplies a method named __dir__, it will be used; otherwise\nthe default dir() logic is used and returns:\n  for a module object: the module's attributes.\n  for a class object:  its attributes, and recursively the attributes\n    of its bases.\n  for any other object: its attributes, its class's attributes, and\n    recursively the attributes of its class's base classes.",
  ),
  method(
    'divmod',
    METH_FASTCALL,
    builtin_divmod,
    '($module, x, y, /)',
    'Return the tuple (x//y, x%y).  Invariant: div*y + mod == x.',
  ),
  ...execMethods,
  method(
    'format',
    METH_FASTCALL,
    builtin_format,
    "($module, value, format_spec='', /)",
    "Return type(value).__format__(value, format_spec)\n\nMany built-in types implement format_spec according to the\nFormat Specification Mini-language. See help('FORMATTING') for details.\n\nIf type(value) does not supply a method named __format__\nand format_spec is empty, then str(value) is returned.",
  ),
  method(
    'getattr',
    METH_FASTCALL,
    builtin_getattr,
    null,
    "getattr(object, name[, default]) -> value\n\nGet a named attribute from an object; getattr(x, 'y') is equivalent to x.y.\nWhen a default argument is given, it is returned when the attribute doesn't\nexist; without it, an exception is raised in that case.",
  ),
  method(
    'globals',
    METH_NOARGS,
    () => Py_NewRef(vmInterface.getGlobals()!),
    '($module, /)',
    "Return the dictionary containing the current scope's global variables.\n\nNOTE: Updates to this dictionary *will* affect name lookups in the current\nglobal scope and vice-versa.",
  ),
  method(
    'hasattr',
    METH_FASTCALL,
    builtin_hasattr,
    '($module, obj, name, /)',
    'Return whether the object has an attribute with the given name.\n\nThis is done by calling getattr(obj, name) and catching AttributeError.',
  ),
  method(
    'hash',
    METH_O,
    builtin_hash,
    '($module, obj, /)',
    'Return the hash value for the given object.\n\nTwo objects that compare equal must also have the same hash value, but the\nreverse is not necessarily true.',
  ),
  method(
    'hex',
    METH_O,
    (_m: PyObject, x: PyObject) => A.PyNumber_ToBase(x, 16),
    '($module, number, /)',
    "Return the hexadecimal representation of an integer.\n\n   >>> hex(12648430)\n   '0xc0ffee'",
  ),
  method(
    'id',
    METH_O,
    (_m: PyObject, x: PyObject) => {
      const address = objectAddress(x);
      noteId(address, x);
      return PyLong_FromVoidPtr(address);
    },
    '($module, obj, /)',
    "Return the identity of an object.\n\nThis is guaranteed to be unique among simultaneously existing objects.\n(CPython uses the object's memory address.)",
  ),
  method(
    'input',
    METH_FASTCALL,
    builtin_input,
    "($module, prompt='', /)",
    'Read a string from standard input.  The trailing newline is stripped.\n\nThe prompt string, if given, is printed to standard output without a\ntrailing newline before reading input.\n\nIf the user hits EOF (*nix: Ctrl-D, Windows: Ctrl-Z+Return), raise EOFError.\nOn *nix systems, readline is used if available.',
  ),
  method(
    'isinstance',
    METH_FASTCALL,
    builtin_isinstance,
    '($module, obj, class_or_tuple, /)',
    'Return whether an object is an instance of a class or of a subclass thereof.\n\nA tuple, as in ``isinstance(x, (A, B, ...))``, may be given as the target to\ncheck against. This is equivalent to ``isinstance(x, A) or isinstance(x, B)\nor ...`` etc.',
  ),
  method(
    'issubclass',
    METH_FASTCALL,
    builtin_issubclass,
    '($module, cls, class_or_tuple, /)',
    "Return whether 'cls' is derived from another class or is the same class.\n\nA tuple, as in ``issubclass(x, (A, B, ...))``, may be given as the target to\ncheck against. This is equivalent to ``issubclass(x, A) or issubclass(x, B)\nor ...``.",
  ),
  method(
    'iter',
    METH_FASTCALL,
    builtin_iter,
    null,
    'iter(iterable) -> iterator\niter(callable, sentinel) -> iterator\n\nGet an iterator from an object.\nIn the first form, the argument must supply its own iterator, or be a sequence.\nIn the second form, the callable is called until it returns the sentinel.',
  ),
  method(
    'aiter',
    METH_O,
    (_m: PyObject, x: PyObject) => A.PyObject_GetAIter(x),
    '($module, async_iterable, /)',
    'Return an AsyncIterator for an AsyncIterable object.',
  ),
  method('len', METH_O, builtin_len, '($module, obj, /)', 'Return the number of items in a container.'),
  method(
    'locals',
    METH_NOARGS,
    () => vmInterface.getFrameLocals(),
    '($module, /)',
    "Return a dictionary containing the current scope's local variables.\n\nNOTE: Whether or not updates to this dictionary will affect name lookups in\nthe local scope and vice-versa is *implementation dependent* and not\ncovered by any backwards compatibility guarantees.",
  ),
  method(
    'max',
    METH_FASTCALL | METH_KEYWORDS,
    (_m: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null) => min_max(args, kwnames, Py_GT),
    null,
    'max(iterable, *[, default=obj, key=func]) -> value\nmax(arg1, arg2, *args, *[, key=func]) -> value\n\nWith a single iterable argument, return its biggest item. The\ndefault keyword-only argument specifies an object to return if\nthe provided iterable is empty.\nWith two or more positional arguments, return the largest argument.',
  ),
  method(
    'min',
    METH_FASTCALL | METH_KEYWORDS,
    (_m: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null) => min_max(args, kwnames, Py_LT),
    null,
    'min(iterable, *[, default=obj, key=func]) -> value\nmin(arg1, arg2, *args, *[, key=func]) -> value\n\nWith a single iterable argument, return its smallest item. The\ndefault keyword-only argument specifies an object to return if\nthe provided iterable is empty.\nWith two or more positional arguments, return the smallest argument.',
  ),
  method(
    'next',
    METH_FASTCALL,
    builtin_next,
    null,
    'next(iterator[, default])\n\nReturn the next item from the iterator. If default is given and the iterator\nis exhausted, it is returned instead of raising StopIteration.',
  ),
  method(
    'anext',
    METH_FASTCALL,
    builtin_anext,
    '($module, aiterator, default=<unrepresentable>, /)',
    'Return the next item from the async iterator.',
  ),
  method(
    'oct',
    METH_O,
    (_m: PyObject, x: PyObject) => A.PyNumber_ToBase(x, 8),
    '($module, number, /)',
    "Return the octal representation of an integer.\n\n   >>> oct(342391)\n   '0o1234567'",
  ),
  method(
    'open',
    METH_FASTCALL | METH_KEYWORDS,
    builtin_open,
    "($module, /, file, mode='r', buffering=-1, encoding=None,\n     errors=None, newline=None, closefd=True, opener=None)",
    'Open file and return a stream.  Raise OSError upon failure.',
  ),
  method('ord', METH_O, builtin_ord, '($module, c, /)', 'Return the Unicode code point for a one-character string.'),
  method(
    'pow',
    METH_FASTCALL | METH_KEYWORDS,
    builtin_pow,
    '($module, /, base, exp, mod=None)',
    'Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.\n\nSome types, such as ints, are able to use a more efficient algorithm when\ninvoked using the three argument form.',
  ),
  method(
    'print',
    METH_FASTCALL | METH_KEYWORDS,
    builtin_print,
    "($module, /, *args, sep=' ', end='\\n', file=None, flush=False)",
    'Prints the values to a stream, or to sys.stdout by default.\n\n  sep\n    string inserted between values, default a space.\n  end\n    string appended after the last value, default a newline.\n  file\n    a file-like object (stream); defaults to the current sys.stdout.\n  flush\n    whether to forcibly flush the stream.',
  ),
  method(
    'repr',
    METH_O,
    (_m: PyObject, x: PyObject) => PyObject_Repr(x),
    '($module, obj, /)',
    'Return the canonical string representation of the object.\n\nFor many object types, including most builtins, eval() will return\na Python object equal to the original object when passed this string.',
  ),
  method(
    'round',
    METH_FASTCALL | METH_KEYWORDS,
    builtin_round,
    '($module, /, number, ndigits=None)',
    'Round a number to a given precision in decimal digits.\n\nThe return value is an integer if ndigits is omitted or None.  Otherwise\nthe return value has the same type as the number.  ndigits may be negative.',
  ),
  method(
    'setattr',
    METH_FASTCALL,
    builtin_setattr,
    '($module, obj, name, value, /)',
    "Sets the named attribute on the given object to the specified value.\n\nsetattr(x, 'y', v) is equivalent to ``x.y = v``",
  ),
  method(
    'sorted',
    METH_FASTCALL | METH_KEYWORDS,
    builtin_sorted,
    '($module, iterable, /, *, key=None, reverse=False)',
    'Return a new list containing all items from the iterable in ascending order.\n\nA custom key function can be supplied to customize the sort order, and the\nreverse flag can be set to request the result in descending order.',
  ),
  method(
    'sum',
    METH_FASTCALL | METH_KEYWORDS,
    builtin_sum,
    '($module, iterable, /, start=0)',
    "Return the sum of a 'start' value (default: 0) plus an iterable of numbers\n\nWhen the iterable is empty, return the start value.\nThis function is intended specifically for use with numeric values and may\nreject non-numeric types.",
  ),
  method(
    'vars',
    METH_VARARGS,
    builtin_vars,
    null,
    'vars([object]) -> dictionary\n\nWithout arguments, equivalent to locals().\nWith an argument, equivalent to object.__dict__.',
  ),
];

const BUILTINS_DOC =
  "Built-in functions, types, exceptions, and other objects.\n\nThis module provides direct access to all 'built-in'\nidentifiers of Python; for example, builtins.len is\nthe full name for the built-in function len().\n\nThis module is not normally accessed explicitly by most\napplications, but can be useful in modules that provide\nobjects with the same name as a builtin and need to be\nexplicit about it.";

/** _PyBuiltin_Init: the builtins module, its names in CPython's order. Owned, or null with an exception. */
export function _PyBuiltin_Init(): Owned<PyObject> | null {
  const name = PyUnicode_FromString('builtins');
  const mod = PyModule_NewObject(name);
  Py_DECREF(name);
  if (mod === null) return null;
  const dict = mod.ob_dict as PyDictObject;
  const doc = PyUnicode_FromString(BUILTINS_DOC);
  PyDict_SetItemString(dict, '__doc__', doc);
  Py_DECREF(doc);
  PyDict_SetItemString(dict, '__package__', _Py_ID(''));
  if (PyModule_AddFunctions(mod, builtin_methods) < 0) return null;
  const objects: [string, PyObject][] = [
    ['None', Py_None],
    ['Ellipsis', Py_Ellipsis],
    ['NotImplemented', Py_NotImplemented],
    ['False', Py_False],
    ['True', Py_True],
    ['bool', PyBool_Type],
    ['memoryview', PyMemoryView_Type],
    ['bytearray', PyByteArray_Type],
    ['bytes', PyBytes_Type],
    ['classmethod', PyClassMethod_Type],
    ['complex', PyComplex_Type],
    ['dict', PyDict_Type],
    ['enumerate', PyEnum_Type],
    ['filter', PyFilter_Type],
    ['float', PyFloat_Type],
    ['frozenset', PyFrozenSet_Type],
    ['property', PyProperty_Type],
    ['int', PyLong_Type],
    ['list', PyList_Type],
    ['map', PyMap_Type],
    ['object', PyBaseObject_Type],
    ['range', PyRange_Type],
    ['reversed', PyReversed_Type],
    ['set', PySet_Type],
    ['slice', PySlice_Type],
    ['staticmethod', PyStaticMethod_Type],
    ['str', PyUnicode_Type],
    ['super', PySuper_Type],
    ['tuple', PyTuple_Type],
    ['type', PyType_Type],
    ['zip', PyZip_Type],
    ['__debug__', Py_True],
  ];
  for (const [key, value] of objects) if (PyDict_SetItemString(dict, key, value) < 0) return null;
  if (_PyBuiltins_AddExceptions(dict) < 0) return null;
  return mod;
}
