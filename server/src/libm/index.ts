// The C library's floating-point functions, as CPython sees them on x86-64 Linux with glibc 2.36. Every caller in the
// engine uses these: JavaScript's own differ in the last bit, and from one engine to another.

export { exp, exp2, log, log2, pow } from './explog';
export { sin, cos } from './sincos';
export { tan, asin, acos, atan, atan2 } from './accurate';
export { acosh, asinh, atanh, cosh, erf, erfc, expm1, hypot, log10, log1p, sinh, tanh } from './fdlibm';
