// Items of memory in the native formats of the struct module, to Python objects and back. Follows unpack_single and
// pack_single of Objects/memoryobject.c and PyFloat_Pack2/Unpack2 of Objects/floatobject.c, CPython 3.13 (little-endian,
// 64-bit Linux: long, size_t and pointers have 8 bytes).

import type { Owned } from '../heap/refcount';
import { Py_DECREF } from '../heap/refcount';
import { _PyNumber_Index } from './abstractnumber';
import { PyBool_FromLong } from './boolobject';
import { PyBytes_Check, PyBytes_FromStringAndSize } from './bytesobject';
import type { PyBytesObject } from './bytesstruct';
import { PyErr_Occurred } from './errors';
import { PyFloat_AsDouble, PyFloat_FromDouble } from './floatobject';
import { PyLong_AsValue, PyLong_FromBigInt, PyLong_FromLong } from './longobject';
import type { PyObject } from './object';
import { PyObject_IsTrue } from './objectprotocol';

const SIZES: Record<string, number> = {
  c: 1,
  b: 1,
  B: 1,
  '?': 1,
  h: 2,
  H: 2,
  e: 2,
  i: 4,
  I: 4,
  f: 4,
  l: 8,
  L: 8,
  q: 8,
  Q: 8,
  n: 8,
  N: 8,
  d: 8,
  P: 8,
};

/** The format character of a single native format ('@' allowed before it), or null: get_native_fmtchar. */
export function nativeFormat(format: string): string | null {
  const c = format.startsWith('@') ? format.slice(1) : format;
  return c.length === 1 && c in SIZES ? c : null;
}
export function nativeSize(c: string): number {
  return SIZES[c]!;
}

/** A DataView of the memory that `bytes` shows. */
export function dataView(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function longFromBig(value: bigint): Owned<PyObject> {
  return PyLong_FromBigInt(value);
}

/** The item of format `c` at `at`: owned. `c` is a native format character. */
export function unpackNative(bytes: Uint8Array, at: number, c: string): Owned<PyObject> {
  switch (c) {
    case 'B':
      return PyLong_FromLong(bytes[at]!);
    case 'b':
      return PyLong_FromLong((bytes[at]! << 24) >> 24);
    case 'c':
      return PyBytes_FromStringAndSize(Uint8Array.of(bytes[at]!));
    case '?':
      return PyBool_FromLong(bytes[at] !== 0);
  }
  const view = dataView(bytes);
  switch (c) {
    case 'h':
      return PyLong_FromLong(view.getInt16(at, true));
    case 'H':
      return PyLong_FromLong(view.getUint16(at, true));
    case 'i':
      return PyLong_FromLong(view.getInt32(at, true));
    case 'I':
      return PyLong_FromLong(view.getUint32(at, true));
    case 'l':
    case 'q':
    case 'n':
      return longFromBig(view.getBigInt64(at, true));
    case 'L':
    case 'Q':
    case 'N':
    case 'P':
      return longFromBig(view.getBigUint64(at, true));
    case 'f':
      return PyFloat_FromDouble(view.getFloat32(at, true));
    case 'd':
      return PyFloat_FromDouble(view.getFloat64(at, true));
    default:
      return PyFloat_FromDouble(halfToDouble(view.getUint16(at, true)));
  }
}

const LIMITS: Record<string, [bigint, bigint]> = {
  b: [-128n, 127n],
  B: [0n, 255n],
  h: [-32768n, 32767n],
  H: [0n, 65535n],
  i: [-(2n ** 31n), 2n ** 31n - 1n],
  I: [0n, 2n ** 32n - 1n],
};
for (const c of 'lqn') LIMITS[c] = [-(2n ** 63n), 2n ** 63n - 1n];
for (const c of 'LQNP') LIMITS[c] = [0n, 2n ** 64n - 1n];

/** Whether an integer fits the format. */
export function fitsNative(value: number | bigint, c: string): boolean {
  const [low, high] = LIMITS[c]!;
  return value >= low && value <= high;
}
export function isIntFormat(c: string): boolean {
  return c in LIMITS;
}

/** Writes an integer that fits. */
export function storeInt(bytes: Uint8Array, at: number, value: number | bigint, c: string): void {
  switch (SIZES[c]) {
    case 1:
      bytes[at] = Number(value);
      return;
    case 2:
      dataView(bytes).setUint16(at, Number(value) & 0xffff, true);
      return;
    case 4:
      dataView(bytes).setUint32(at, Number(value) >>> 0, true);
      return;
    default:
      dataView(bytes).setBigUint64(at, BigInt.asUintN(64, BigInt(value)), true);
  }
}

export type PackResult = 'ok' | 'error' | 'range' | 'type';

/**
 * Writes `item` in format `c`. 'error': an exception is set; 'range' and 'type': the caller makes one. `check` is called
 * after the program's own code (__index__, __float__ …) may have run; false ends it with 'error'.
 */
export function packNative(bytes: Uint8Array, at: number, item: PyObject, c: string, check: () => boolean): PackResult {
  if (isIntFormat(c)) {
    const index = _PyNumber_Index(item);
    if (index === null) return 'error';
    const value = PyLong_AsValue(index);
    Py_DECREF(index);
    if (!check()) return 'error';
    if (!fitsNative(value, c)) return 'range';
    storeInt(bytes, at, value, c);
    return 'ok';
  }
  switch (c) {
    case 'f':
    case 'd':
    case 'e': {
      const d = PyFloat_AsDouble(item);
      if (d === -1 && PyErr_Occurred() !== null) return 'error';
      if (!check()) return 'error';
      if (c === 'f') dataView(bytes).setFloat32(at, d, true);
      else if (c === 'd') dataView(bytes).setFloat64(at, d, true);
      else {
        const half = doubleToHalf(d);
        if (half === null) return 'range';
        dataView(bytes).setUint16(at, half, true);
      }
      return 'ok';
    }
    case '?': {
      const truth = PyObject_IsTrue(item);
      if (truth < 0 || !check()) return 'error';
      bytes[at] = truth;
      return 'ok';
    }
    default:
      if (!PyBytes_Check(item)) return 'type';
      if ((item as PyBytesObject).ob_sval.length !== 1) return 'range';
      bytes[at] = (item as PyBytesObject).ob_sval[0]!;
      return 'ok';
  }
}

/** PyFloat_Unpack2. */
export function halfToDouble(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (fraction + 0x400) * 2 ** (exponent - 25));
}

/** PyFloat_Pack2: the 16 bits, rounded to even; null when the value is too large. */
export function doubleToHalf(d: number): number | null {
  const sign = d < 0 || Object.is(d, -0) ? 0x8000 : 0;
  if (Number.isNaN(d)) return sign | 0x7e00;
  const x = Math.abs(d);
  if (x === Infinity) return sign | 0x7c00;
  if (x === 0) return sign;
  let exponent = Math.max(Math.floor(Math.log2(x)), -14);
  if (x < 2 ** exponent && exponent > -14) exponent--;
  else if (x >= 2 ** (exponent + 1)) exponent++;
  // In units of the last place; exact, since only powers of two are divided by.
  const scaled = x / 2 ** (exponent - 10);
  let mantissa = Math.floor(scaled);
  const rest = scaled - mantissa;
  if (rest > 0.5 || (rest === 0.5 && mantissa % 2 === 1)) mantissa++;
  if (mantissa === 0x800) {
    mantissa = 0x400;
    exponent++;
  }
  if (exponent > 15) return null;
  return sign | (mantissa < 0x400 ? mantissa : ((exponent + 15) << 10) | (mantissa - 0x400));
}
