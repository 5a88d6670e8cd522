// The structs of the datetime types. Follows Include/datetime.h, CPython 3.13. Fields are numbers here, C keeps them packed
// in bytes: comparing them one by one is what memcmp does. A leaf module.

import { PyObject } from '../../objects/object';
import { Py_None } from '../../objects/objectprotocol';
import { hash_hi, hashError, isHashError, makeHash } from '../../objects/pyhash';

/** What these types have in common: a hash that is computed once. */
abstract class Hashed extends PyObject {
  hash_lo = 0;
  hash_hi = 0;
  hashed = false;
}

export class PyDateTime_Delta extends Hashed {
  days = 0;
  seconds = 0;
  microseconds = 0;
}

export class PyDateTime_Date extends Hashed {
  year = 1;
  month = 1;
  day = 1;
}

export class PyDateTime_DateTime extends PyDateTime_Date {
  hour = 0;
  minute = 0;
  second = 0;
  microsecond = 0;
  fold = 0;
  /** Null is C's `hastzinfo == 0`. */
  tzinfo: PyObject | null = null;
}

export class PyDateTime_Time extends Hashed {
  hour = 0;
  minute = 0;
  second = 0;
  microsecond = 0;
  fold = 0;
  tzinfo: PyObject | null = null;
}

export class PyDateTime_TimeZone extends PyObject {
  offset: PyDateTime_Delta = null as never;
  name: PyObject | null = null;
}

export const PyDelta_Check = (op: PyObject): op is PyDateTime_Delta => op instanceof PyDateTime_Delta;
export const PyDate_Check = (op: PyObject): op is PyDateTime_Date => op instanceof PyDateTime_Date;
export const PyDateTime_Check = (op: PyObject): op is PyDateTime_DateTime => op instanceof PyDateTime_DateTime;
export const PyTime_Check = (op: PyObject): op is PyDateTime_Time => op instanceof PyDateTime_Time;

/** tp_hash of the types: `compute` fills in the hash the first time. */
export function cachedHash(self: PyObject, compute: (self: never) => number): number {
  const op = self as Hashed;
  if (!op.hashed) {
    const lo = compute(op as never);
    if (isHashError(lo)) return hashError();
    op.hash_lo = lo;
    op.hash_hi = hash_hi;
    op.hashed = true;
  }
  return makeHash(op.hash_lo, op.hash_hi);
}

/** Borrowed; None where there is none. */
export const tzinfoOf = (op: PyDateTime_DateTime | PyDateTime_Time): PyObject => op.tzinfo ?? Py_None;
