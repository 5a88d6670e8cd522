// The _statistics module. Follows Modules/_statisticsmodule.c, CPython 3.13: the inverse of the normal distribution by
// Wichura's rational approximations (algorithm AS 241).

import type { Owned } from '../heap/refcount';
import { PyErr_Occurred, PyErr_SetString } from '../objects/errors';
import { PyExc_ValueError } from '../objects/exceptions';
import { PyFloat_AsDouble, PyFloat_FromDouble } from '../objects/floatobject';
import { log } from '../objects/libm';
import { PyModule_Create } from '../objects/moduleobject';
import type { PyObject } from '../objects/object';
import { positionalMethod } from './support';

/** Coefficients from the highest power down, of the numerator and the denominator. */
const CENTRAL = [
  [
    2.509080928730122672e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
    1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.387132872796366608,
  ],
  [
    5.226495278852854561e3, 2.8729085735721942674e4, 3.930789580009271061e4, 2.1213794301586595867e4,
    5.3941960214247511077e3, 6.871870074920579083e2, 4.2313330701600911252e1, 1,
  ],
] as const;
const TAIL = [
  [
    7.7454501427834140764e-4, 2.27238449892691845833e-2, 2.4178072517745061177e-1, 1.27045825245236838258,
    3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
  ],
  [
    1.05075007164441684324e-9, 5.475938084995344946e-4, 1.51986665636164571966e-2, 1.4810397642748007459e-1,
    6.8976733498510000455e-1, 1.6763848301838038494, 2.05319162663775882187, 1,
  ],
] as const;
const FAR_TAIL = [
  [
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.2426609473880784386e-3, 2.6532189526576123093e-2,
    2.9656057182850489123e-1, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
  ],
  [
    2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
    1.48753612908506148525e-2, 1.3692988092273580531e-1, 5.9983220655588793769e-1, 1,
  ],
] as const;

/** The polynomial at r, by Horner's rule in C's order. */
function horner(coefficients: readonly number[], r: number): number {
  let sum = coefficients[0]!;
  for (let i = 1; i < coefficients.length; i++) sum = sum * r + coefficients[i]!;
  return sum;
}

/** Null where the function is not defined. */
function normal_dist_inv_cdf(p: number, mu: number, sigma: number): number | null {
  if (p <= 0 || p >= 1) return null;
  const q = p - 0.5;
  let num: number;
  let den: number;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    num = horner(CENTRAL[0], r) * q;
    den = horner(CENTRAL[1], r);
    return den === 0 ? null : mu + (num / den) * sigma;
  }
  let r = q <= 0 ? p : 1 - p;
  if (r <= 0 || r >= 1) return null;
  r = Math.sqrt(-log(r));
  const [above, below] = r <= 5 ? TAIL : FAR_TAIL;
  r -= r <= 5 ? 1.6 : 5;
  num = horner(above, r);
  den = horner(below, r);
  if (den === 0) return null;
  const x = num / den;
  return mu + (q < 0 ? -x : x) * sigma;
}

export function PyInit__statistics(): Owned<PyObject> | null {
  return PyModule_Create({
    m_name: '_statistics',
    m_doc: 'Accelerators for the statistics module.\n',
    m_methods: [
      positionalMethod(
        '_normal_dist_inv_cdf',
        3,
        3,
        (_m, args) => {
          const values: number[] = [];
          for (const arg of args) {
            const v = PyFloat_AsDouble(arg);
            if (v === -1 && PyErr_Occurred() !== null) return null;
            values.push(v);
          }
          const x = normal_dist_inv_cdf(values[0]!, values[1]!, values[2]!);
          if (x === null) return PyErr_SetString(PyExc_ValueError, 'inv_cdf undefined for these parameters');
          return PyFloat_FromDouble(x);
        },
        '($module, p, mu, sigma, /)',
      ),
    ],
  });
}
