// The cmath module: functions of complex numbers. Follows Modules/cmathmodule.c, CPython 3.13.

import { PyBool_FromLong } from '../objects/boolobject';
import type { Py_complex } from '../objects/complexobject';
import { PyComplex_AsCComplex, PyComplex_FromDoubles, _Py_c_quot } from '../objects/complexobject';
import { PyErr_Occurred, PyErr_SetString } from '../objects/errors';
import { PyExc_OverflowError, PyExc_ValueError } from '../objects/exceptions';
import { PyFloat_AsDouble, PyFloat_FromDouble } from '../objects/floatobject';
import * as M from '../objects/libm';
import { PyModule_Add, PyModule_Create } from '../objects/moduleobject';
import type { PyObject } from '../objects/object';
import { PyTuple_FromArraySteal } from '../objects/tupleobject';
import type { PyMethodDef } from '../objects/typestruct';
import { keywordMethod, positionalMethod } from './support';

/** What C leaves in errno; every function sets it. */
let errno: 'EDOM' | 'ERANGE' | null = null;

const LARGE = Number.MAX_VALUE / 4;
const SQRT_LARGE = Math.sqrt(LARGE);
const LOG_LARGE = M.log(LARGE);
const DBL_MIN = 2.2250738585072014e-308;
const SQRT_DBL_MIN = Math.sqrt(DBL_MIN);
const LN2 = Math.LN2;
const LN10 = Math.LN10;
const { abs } = Math;

const complex = (real: number, imag: number): Py_complex => ({ real, imag });

/** ST_NINF … ST_NAN. */
function specialType(d: number): number {
  if (Number.isNaN(d)) return 6;
  if (d === Infinity) return 5;
  if (d === -Infinity) return 0;
  if (d === 0) return Object.is(d, -0) ? 2 : 3;
  return d > 0 ? 4 : 1;
}

/** Values for arguments that are not finite, by the kinds of the real and the imaginary part. */
const tables: Record<string, readonly string[]> = {
  acos: [
    '+t+I +P+I +P+I +P-I +P-I +t-I +N+I',
    '+h+I +U+U +U+U +U+U +U+U +h-I +N+N',
    '+h+I +U+U +h+0 +h-0 +U+U +h-I +h+N',
    '+h+I +U+U +h+0 +h-0 +U+U +h-I +h+N',
    '+h+I +U+U +U+U +U+U +U+U +h-I +N+N',
    '+q+I +0+I +0+I +0-I +0-I +q-I +N+I',
    '+N+I +N+N +N+N +N+N +N+N +N-I +N+N',
  ],
  acosh: [
    '+I-t +I-P +I-P +I+P +I+P +I+t +I+N',
    '+I-h +U+U +U+U +U+U +U+U +I+h +N+N',
    '+I-h +U+U +0-h +0+h +U+U +I+h +N+N',
    '+I-h +U+U +0-h +0+h +U+U +I+h +N+N',
    '+I-h +U+U +U+U +U+U +U+U +I+h +N+N',
    '+I-q +I-0 +I-0 +I+0 +I+0 +I+q +I+N',
    '+I+N +N+N +N+N +N+N +N+N +I+N +N+N',
  ],
  asinh: [
    '-I-q -I-0 -I-0 -I+0 -I+0 -I+q -I+N',
    '-I-h +U+U +U+U +U+U +U+U -I+h +N+N',
    '-I-h +U+U -0-0 -0+0 +U+U -I+h +N+N',
    '+I-h +U+U +0-0 +0+0 +U+U +I+h +N+N',
    '+I-h +U+U +U+U +U+U +U+U +I+h +N+N',
    '+I-q +I-0 +I-0 +I+0 +I+0 +I+q +I+N',
    '+I+N +N+N +N-0 +N+0 +N+N +I+N +N+N',
  ],
  atanh: [
    '-0-h -0-h -0-h -0+h -0+h -0+h -0+N',
    '-0-h +U+U +U+U +U+U +U+U -0+h +N+N',
    '-0-h +U+U -0-0 -0+0 +U+U -0+h -0+N',
    '+0-h +U+U +0-0 +0+0 +U+U +0+h +0+N',
    '+0-h +U+U +U+U +U+U +U+U +0+h +N+N',
    '+0-h +0-h +0-h +0+h +0+h +0+h +0+N',
    '+0-h +N+N +N+N +N+N +N+N +0+h +N+N',
  ],
  cosh: [
    '+I+N +U+U +I+0 +I-0 +U+U +I+N +I+N',
    '+N+N +U+U +U+U +U+U +U+U +N+N +N+N',
    '+N+0 +U+U +1+0 +1-0 +U+U +N+0 +N+0',
    '+N+0 +U+U +1-0 +1+0 +U+U +N+0 +N+0',
    '+N+N +U+U +U+U +U+U +U+U +N+N +N+N',
    '+I+N +U+U +I-0 +I+0 +U+U +I+N +I+N',
    '+N+N +N+N +N+0 +N+0 +N+N +N+N +N+N',
  ],
  exp: [
    '+0+0 +U+U +0-0 +0+0 +U+U +0+0 +0+0',
    '+N+N +U+U +U+U +U+U +U+U +N+N +N+N',
    '+N+N +U+U +1-0 +1+0 +U+U +N+N +N+N',
    '+N+N +U+U +1-0 +1+0 +U+U +N+N +N+N',
    '+N+N +U+U +U+U +U+U +U+U +N+N +N+N',
    '+I+N +U+U +I-0 +I+0 +U+U +I+N +I+N',
    '+N+N +N+N +N-0 +N+0 +N+N +N+N +N+N',
  ],
  log: [
    '+I-t +I-P +I-P +I+P +I+P +I+t +I+N',
    '+I-h +U+U +U+U +U+U +U+U +I+h +N+N',
    '+I-h +U+U -I-P -I+P +U+U +I+h +N+N',
    '+I-h +U+U -I-0 -I+0 +U+U +I+h +N+N',
    '+I-h +U+U +U+U +U+U +U+U +I+h +N+N',
    '+I-q +I-0 +I-0 +I+0 +I+0 +I+q +I+N',
    '+I+N +N+N +N+N +N+N +N+N +I+N +N+N',
  ],
  sinh: [
    '+I+N +U+U -I-0 -I+0 +U+U +I+N +I+N',
    '+N+N +U+U +U+U +U+U +U+U +N+N +N+N',
    '+0+N +U+U -0-0 -0+0 +U+U +0+N +0+N',
    '+0+N +U+U +0-0 +0+0 +U+U +0+N +0+N',
    '+N+N +U+U +U+U +U+U +U+U +N+N +N+N',
    '+I+N +U+U +I-0 +I+0 +U+U +I+N +I+N',
    '+N+N +N+N +N-0 +N+0 +N+N +N+N +N+N',
  ],
  sqrt: [
    '+I-I +0-I +0-I +0+I +0+I +I+I +N+I',
    '+I-I +U+U +U+U +U+U +U+U +I+I +N+N',
    '+I-I +U+U +0-0 +0+0 +U+U +I+I +N+N',
    '+I-I +U+U +0-0 +0+0 +U+U +I+I +N+N',
    '+I-I +U+U +U+U +U+U +U+U +I+I +N+N',
    '+I-I +I-0 +I-0 +I+0 +I+0 +I+I +I+N',
    '+I-I +N+N +N+N +N+N +N+N +I+I +N+N',
  ],
  tanh: [
    '-1+0 +U+U -1-0 -1+0 +U+U -1+0 -1+0',
    '+N+N +U+U +U+U +U+U +U+U +N+N +N+N',
    '+N+N +U+U -0-0 -0+0 +U+U +N+N +N+N',
    '+N+N +U+U +0-0 +0+0 +U+U +N+N +N+N',
    '+N+N +U+U +U+U +U+U +U+U +N+N +N+N',
    '+1+0 +U+U +1-0 +1+0 +U+U +1+0 +1+0',
    '+N+N +N+N +N-0 +N+0 +N+N +N+N +N+N',
  ],
  rect: [
    '+I+N +U+U -I+0 -I-0 +U+U +I+N +I+N',
    '+N+N +U+U +U+U +U+U +U+U +N+N +N+N',
    '+0+0 +U+U -0+0 -0-0 +U+U +0+0 +0+0',
    '+0+0 +U+U +0-0 +0+0 +U+U +0+0 +0+0',
    '+N+N +U+U +U+U +U+U +U+U +N+N +N+N',
    '+I+N +U+U +I-0 +I+0 +U+U +I+N +I+N',
    '+N+N +N+N +N+0 +N+0 +N+N +N+N +N+N',
  ],
};
const values: Record<string, number> = {
  P: Math.PI,
  h: 0.5 * Math.PI,
  q: 0.25 * Math.PI,
  t: 0.75 * Math.PI,
  I: Infinity,
  N: NaN,
  U: -9.5426319407711027e33,
  0: 0,
  1: 1,
};

function special(name: string, real: number, imag: number): Py_complex {
  const entry = tables[name]![specialType(real)]!.split(' ')[specialType(imag)]!;
  const part = (at: number): number => (entry[at] === '-' ? -values[entry[at + 1]!]! : values[entry[at + 1]!]!);
  return complex(part(0), part(2));
}
const finite = (z: Py_complex): boolean => Number.isFinite(z.real) && Number.isFinite(z.imag);
const large = (z: Py_complex): boolean => abs(z.real) > LARGE || abs(z.imag) > LARGE;
/** log |z| for |z| beyond what hypot can hold. */
const logLarge = (z: Py_complex): number => M.log(M.hypot(z.real / 2, z.imag / 2)) + LN2 * 2;
/** log1p that keeps the sign of zero. */
const log1p = (x: number): number => (x === 0 ? x : M.log1p(x));

type Function1 = (z: Py_complex) => Py_complex;

const acos: Function1 = (z) => {
  errno = null;
  if (!finite(z)) return special('acos', z.real, z.imag);
  if (large(z)) {
    const real = M.atan2(abs(z.imag), z.real);
    return complex(real, z.real < 0 ? -M.copysign(logLarge(z), z.imag) : M.copysign(logLarge(z), -z.imag));
  }
  const s1 = sqrt(complex(1 - z.real, -z.imag));
  const s2 = sqrt(complex(1 + z.real, z.imag));
  return complex(2 * M.atan2(s1.real, s2.real), M.asinh(s2.real * s1.imag - s2.imag * s1.real));
};

const acosh: Function1 = (z) => {
  errno = null;
  if (!finite(z)) return special('acosh', z.real, z.imag);
  if (large(z)) return complex(logLarge(z), M.atan2(z.imag, z.real));
  const s1 = sqrt(complex(z.real - 1, z.imag));
  const s2 = sqrt(complex(z.real + 1, z.imag));
  return complex(M.asinh(s1.real * s2.real + s1.imag * s2.imag), 2 * M.atan2(s1.imag, s2.real));
};

/** f(iz)/i, from f. */
const turned =
  (f: Function1): Function1 =>
  (z) => {
    const s = f(complex(-z.imag, z.real));
    return complex(s.imag, -s.real);
  };

const asinh: Function1 = (z) => {
  errno = null;
  if (!finite(z)) return special('asinh', z.real, z.imag);
  if (large(z)) {
    const real = z.imag >= 0 ? M.copysign(logLarge(z), z.real) : -M.copysign(logLarge(z), -z.real);
    return complex(real, M.atan2(z.imag, abs(z.real)));
  }
  const s1 = sqrt(complex(1 + z.imag, -z.real));
  const s2 = sqrt(complex(1 - z.imag, z.real));
  return complex(
    M.asinh(s1.real * s2.imag - s2.real * s1.imag),
    M.atan2(z.imag, s1.real * s2.real - s1.imag * s2.imag),
  );
};

const atanh: Function1 = (z) => {
  errno = null;
  if (!finite(z)) return special('atanh', z.real, z.imag);
  if (z.real < 0) {
    const r = atanh(complex(-z.real, -z.imag));
    return complex(-r.real, -r.imag);
  }
  const ay = abs(z.imag);
  if (z.real > SQRT_LARGE || ay > SQRT_LARGE) {
    const h = M.hypot(z.real / 2, z.imag / 2);
    return complex(z.real / 4 / h / h, -M.copysign(Math.PI / 2, -z.imag));
  }
  if (z.real === 1 && ay < SQRT_DBL_MIN) {
    if (ay === 0) {
      errno = 'EDOM';
      return complex(Infinity, z.imag);
    }
    return complex(-M.log(Math.sqrt(ay) / Math.sqrt(M.hypot(ay, 2))), M.copysign(M.atan2(2, -ay) / 2, z.imag));
  }
  const d = 1 - z.real;
  return complex(log1p((4 * z.real) / (d * d + ay * ay)) / 4, -M.atan2(-2 * z.imag, d * (1 + z.real) - ay * ay) / 2);
};

const infinite = (z: Py_complex): boolean => abs(z.real) === Infinity || abs(z.imag) === Infinity;
/** Whether z is ±inf + iy with a finite y other than 0. */
const along = (z: Py_complex): boolean => abs(z.real) === Infinity && Number.isFinite(z.imag) && z.imag !== 0;

function ranged(z: Py_complex): Py_complex {
  errno = infinite(z) ? 'ERANGE' : null;
  return z;
}

const cosh: Function1 = (z) => {
  if (!finite(z)) {
    let r = special('cosh', z.real, z.imag);
    if (along(z)) {
      const imag = M.copysign(Infinity, M.sin(z.imag));
      r = complex(M.copysign(Infinity, M.cos(z.imag)), z.real > 0 ? imag : -imag);
    }
    errno = abs(z.imag) === Infinity && !Number.isNaN(z.real) ? 'EDOM' : null;
    return r;
  }
  if (abs(z.real) > LOG_LARGE) {
    const x = z.real - M.copysign(1, z.real);
    return ranged(complex(M.cos(z.imag) * M.cosh(x) * Math.E, M.sin(z.imag) * M.sinh(x) * Math.E));
  }
  return ranged(complex(M.cos(z.imag) * M.cosh(z.real), M.sin(z.imag) * M.sinh(z.real)));
};

const sinh: Function1 = (z) => {
  if (!finite(z)) {
    let r = special('sinh', z.real, z.imag);
    if (along(z)) {
      const real = M.copysign(Infinity, M.cos(z.imag));
      r = complex(z.real > 0 ? real : -real, M.copysign(Infinity, M.sin(z.imag)));
    }
    errno = abs(z.imag) === Infinity && !Number.isNaN(z.real) ? 'EDOM' : null;
    return r;
  }
  if (abs(z.real) > LOG_LARGE) {
    const x = z.real - M.copysign(1, z.real);
    return ranged(complex(M.cos(z.imag) * M.sinh(x) * Math.E, M.sin(z.imag) * M.cosh(x) * Math.E));
  }
  return ranged(complex(M.cos(z.imag) * M.sinh(z.real), M.sin(z.imag) * M.cosh(z.real)));
};

const cos: Function1 = (z) => cosh(complex(-z.imag, z.real));

const exp: Function1 = (z) => {
  if (!finite(z)) {
    let r = special('exp', z.real, z.imag);
    if (along(z)) {
      const size = z.real > 0 ? Infinity : 0;
      r = complex(M.copysign(size, M.cos(z.imag)), M.copysign(size, M.sin(z.imag)));
    }
    errno = abs(z.imag) === Infinity && (Number.isFinite(z.real) || z.real === Infinity) ? 'EDOM' : null;
    return r;
  }
  if (z.real > LOG_LARGE) {
    const l = M.exp(z.real - 1);
    return ranged(complex(l * M.cos(z.imag) * Math.E, l * M.sin(z.imag) * Math.E));
  }
  const l = M.exp(z.real);
  return ranged(complex(l * M.cos(z.imag), l * M.sin(z.imag)));
};

const log: Function1 = (z) => {
  errno = null;
  if (!finite(z)) return special('log', z.real, z.imag);
  const ax = abs(z.real);
  const ay = abs(z.imag);
  const imag = M.atan2(z.imag, z.real);
  if (ax > LARGE || ay > LARGE) return complex(M.log(M.hypot(ax / 2, ay / 2)) + LN2, imag);
  if (ax < DBL_MIN && ay < DBL_MIN) {
    if (ax > 0 || ay > 0) return complex(M.log(M.hypot(M.ldexp(ax, 53), M.ldexp(ay, 53))) - 53 * LN2, imag);
    errno = 'EDOM';
    return complex(-Infinity, imag);
  }
  const h = M.hypot(ax, ay);
  if (0.71 <= h && h <= 1.73) {
    const am = ax > ay ? ax : ay;
    const an = ax > ay ? ay : ax;
    return complex(log1p((am - 1) * (am + 1) + an * an) / 2, imag);
  }
  return complex(M.log(h), imag);
};

const log10: Function1 = (z) => {
  const r = log(z);
  return complex(r.real / LN10, r.imag / LN10);
};

const sqrt: Function1 = (z) => {
  errno = null;
  if (!finite(z)) return special('sqrt', z.real, z.imag);
  if (z.real === 0 && z.imag === 0) return complex(0, z.imag);
  let ax = abs(z.real);
  const ay = abs(z.imag);
  let s: number;
  if (ax < DBL_MIN && ay < DBL_MIN) {
    ax = M.ldexp(ax, 53);
    s = M.ldexp(Math.sqrt(ax + M.hypot(ax, M.ldexp(ay, 53))), -27);
  } else {
    ax /= 8;
    s = 2 * Math.sqrt(ax + M.hypot(ax, ay / 8));
  }
  const d = ay / (2 * s);
  return z.real >= 0 ? complex(s, M.copysign(d, z.imag)) : complex(d, M.copysign(s, z.imag));
};

const tanh: Function1 = (z) => {
  if (!finite(z)) {
    let r = special('tanh', z.real, z.imag);
    if (along(z)) r = complex(z.real > 0 ? 1 : -1, M.copysign(0, 2 * M.sin(z.imag) * M.cos(z.imag)));
    errno = abs(z.imag) === Infinity && Number.isFinite(z.real) ? 'EDOM' : null;
    return r;
  }
  errno = null;
  if (abs(z.real) > LOG_LARGE) {
    return complex(M.copysign(1, z.real), 4 * M.sin(z.imag) * M.cos(z.imag) * M.exp(-2 * abs(z.real)));
  }
  const tx = M.tanh(z.real);
  const ty = M.tan(z.imag);
  const cx = 1 / M.cosh(z.real);
  const txty = tx * ty;
  const denom = 1 + txty * txty;
  return complex((tx * (1 + ty * ty)) / denom, (ty / denom) * cx * cx);
};

// ----------------------------------------------------------------------------------------------------------- functions

function mathError(): null {
  return errno === 'EDOM'
    ? PyErr_SetString(PyExc_ValueError, 'math domain error')
    : PyErr_SetString(PyExc_OverflowError, 'math range error');
}
const made = (z: Py_complex): PyObject | null => (errno === null ? PyComplex_FromDoubles(z.real, z.imag) : mathError());

/** A function of one complex number. */
function unary(name: string, doc: string, body: (z: Py_complex) => PyObject | null): PyMethodDef {
  return positionalMethod(
    name,
    1,
    1,
    (_, [arg]) => {
      const z = PyComplex_AsCComplex(arg!);
      return z === null ? null : body(z);
    },
    '($module, z, /)',
    doc,
  );
}
const simple = (name: string, f: Function1, doc: string): PyMethodDef => unary(name, doc, (z) => made(f(z)));

function phaseOf(z: Py_complex): number {
  if (Number.isNaN(z.real) || Number.isNaN(z.imag)) return NaN;
  return M.atan2(z.imag, z.real);
}
function absolute(z: Py_complex): number {
  errno = null;
  if (infinite(z)) return Infinity;
  const r = M.hypot(z.real, z.imag);
  if (r === Infinity) errno = 'ERANGE';
  return r;
}

function rect(args: readonly PyObject[]): PyObject | null {
  const r = PyFloat_AsDouble(args[0]!);
  if (r === -1 && PyErr_Occurred() !== null) return null;
  const phi = PyFloat_AsDouble(args[1]!);
  if (phi === -1 && PyErr_Occurred() !== null) return null;
  errno = null;
  if (!Number.isFinite(r) || !Number.isFinite(phi)) {
    let z = special('rect', r, phi);
    if (along(complex(r, phi))) {
      const real = M.copysign(Infinity, M.cos(phi));
      const imag = M.copysign(Infinity, M.sin(phi));
      z = r > 0 ? complex(real, imag) : complex(-real, -imag);
    }
    if (r !== 0 && !Number.isNaN(r) && abs(phi) === Infinity) errno = 'EDOM';
    return made(z);
  }
  return made(phi === 0 ? complex(r, r * phi) : complex(r * M.cos(phi), r * M.sin(phi)));
}

function logWithBase(args: readonly PyObject[]): PyObject | null {
  const x = PyComplex_AsCComplex(args[0]!);
  if (x === null) return null;
  let r = log(x);
  if (args.length > 1) {
    const failed = errno;
    const y = PyComplex_AsCComplex(args[1]!);
    if (y === null) return null;
    const base = log(y);
    errno = errno ?? failed;
    const quotient = _Py_c_quot(r, base);
    if (quotient === null) errno = 'EDOM';
    else r = quotient;
  }
  return made(r);
}

function isclose([aArg, bArg, relArg, absArg]: (PyObject | null)[]): PyObject | null {
  const a = PyComplex_AsCComplex(aArg!);
  const b = a === null ? null : PyComplex_AsCComplex(bArg!);
  if (a === null || b === null) return null;
  const rel = relArg === null ? 1e-9 : PyFloat_AsDouble(relArg!);
  if (rel === -1 && PyErr_Occurred() !== null) return null;
  const tolerance = absArg === null ? 0 : PyFloat_AsDouble(absArg!);
  if (tolerance === -1 && PyErr_Occurred() !== null) return null;
  if (rel < 0 || tolerance < 0) return PyErr_SetString(PyExc_ValueError, 'tolerances must be non-negative');
  if (a.real === b.real && a.imag === b.imag) return PyBool_FromLong(true);
  if (infinite(a) || infinite(b)) return PyBool_FromLong(false);
  const diff = absolute(complex(a.real - b.real, a.imag - b.imag));
  return PyBool_FromLong(diff <= rel * absolute(b) || diff <= rel * absolute(a) || diff <= tolerance);
}

/** Makes the module: a new reference, or null with an exception. */
export function PyInit_cmath(): PyObject | null {
  return PyModule_Create({
    m_name: 'cmath',
    m_doc: 'This module provides access to mathematical functions for complex\nnumbers.',
    m_methods: [
      simple('acos', acos, 'Return the arc cosine of z.'),
      simple('acosh', acosh, 'Return the inverse hyperbolic cosine of z.'),
      simple('asin', turned(asinh), 'Return the arc sine of z.'),
      simple('asinh', asinh, 'Return the inverse hyperbolic sine of z.'),
      simple('atan', turned(atanh), 'Return the arc tangent of z.'),
      simple('atanh', atanh, 'Return the inverse hyperbolic tangent of z.'),
      simple('cos', cos, 'Return the cosine of z.'),
      simple('cosh', cosh, 'Return the hyperbolic cosine of z.'),
      simple('exp', exp, 'Return the exponential value e**z.'),
      keywordMethod(
        'isclose',
        ['a', 'b', 'rel_tol', 'abs_tol'],
        2,
        2,
        (_, args) => isclose(args),
        '($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)',
        'Determine whether two complex numbers are close in value.\n\n  rel_tol\n    maximum difference for being considered "close", relative to the\n    magnitude of the input values\n  abs_tol\n    maximum difference for being considered "close", regardless of the\n    magnitude of the input values\n\nReturn True if a is close in value to b, and False otherwise.\n\nFor the values to be considered close, the difference between them must be\nsmaller than at least one of the tolerances.\n\n-inf, inf and NaN behave similarly to the IEEE 754 Standard. That is, NaN is\nnot close to anything, even itself. inf and -inf are only close to themselves.',
      ),
      unary('isfinite', 'Return True if both the real and imaginary parts of z are finite, else False.', (z) =>
        PyBool_FromLong(finite(z)),
      ),
      unary('isinf', 'Checks if the real or imaginary part of z is infinite.', (z) => PyBool_FromLong(infinite(z))),
      unary('isnan', 'Checks if the real or imaginary part of z not a number (NaN).', (z) =>
        PyBool_FromLong(Number.isNaN(z.real) || Number.isNaN(z.imag)),
      ),
      positionalMethod(
        'log',
        1,
        2,
        (_, args) => logWithBase(args),
        '($module, z, base=<unrepresentable>, /)',
        'log(z[, base]) -> the logarithm of z to the given base.\n\nIf the base is not specified, returns the natural logarithm (base e) of z.',
      ),
      simple('log10', log10, 'Return the base-10 logarithm of z.'),
      unary('phase', 'Return argument, also known as the phase angle, of a complex.', (z) =>
        PyFloat_FromDouble(phaseOf(z)),
      ),
      unary(
        'polar',
        'Convert a complex from rectangular coordinates to polar coordinates.\n\nr is the distance from 0 and phi the phase angle.',
        (z) => {
          const r = absolute(z);
          if (errno !== null) return mathError();
          return PyTuple_FromArraySteal([PyFloat_FromDouble(r), PyFloat_FromDouble(phaseOf(z))]);
        },
      ),
      positionalMethod(
        'rect',
        2,
        2,
        (_, args) => rect(args),
        '($module, r, phi, /)',
        'Convert from polar coordinates to rectangular coordinates.',
      ),
      simple('sin', turned(sinh), 'Return the sine of z.'),
      simple('sinh', sinh, 'Return the hyperbolic sine of z.'),
      simple('sqrt', sqrt, 'Return the square root of z.'),
      simple('tan', turned(tanh), 'Return the tangent of z.'),
      simple('tanh', tanh, 'Return the hyperbolic tangent of z.'),
    ],
    m_exec: (module) => {
      const constants: [string, PyObject][] = [
        ['pi', PyFloat_FromDouble(Math.PI)],
        ['e', PyFloat_FromDouble(Math.E)],
        ['tau', PyFloat_FromDouble(2 * Math.PI)],
        ['inf', PyFloat_FromDouble(Infinity)],
        ['infj', PyComplex_FromDoubles(0, Infinity)],
        ['nan', PyFloat_FromDouble(NaN)],
        ['nanj', PyComplex_FromDoubles(0, NaN)],
      ];
      for (const [name, value] of constants) if (PyModule_Add(module, name, value) < 0) return -1;
      return 0;
    },
  });
}
