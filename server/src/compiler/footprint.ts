// How many dicts, lists and tuples CPython's compiler has at work at once. They are gone when the code object is there,
// but their free lists have grown by them: what the program allocates next comes from there and the collector's counter
// moves later. Follows Python/symtable.c, compile.c, assemble.c and _PyCode_ConstantKey of CPython 3.13.
// Not counted: sets and capsules, which have no free list.

import type { ConstantValue } from '../ast/nodes';

/** Tuples up to this length have free lists (PyTuple_MAXSAVESIZE). */
const LONGEST_TUPLE = 20;

export class Footprint {
  readonly dicts = new Peak();
  readonly lists = new Peak();
  /** Dicts that have a table of their own. Deviation: an estimate. */
  keys = 0;
  /** By length; [0] is unused. */
  readonly tuples: readonly Peak[] = Array.from({ length: LONGEST_TUPLE + 1 }, () => new Peak());

  /** A tuple of `length` items is made, or goes when `sign` is -1. */
  tuple(length: number, sign: 1 | -1 = 1): void {
    if (length > 0 && length <= LONGEST_TUPLE) this.tuples[length]!.add(sign);
  }

  /** The key that stands for `value` among the constants is made, or goes. */
  key(value: ConstantValue, sign: 1 | -1 = 1): void {
    switch (value.type) {
      case 'bool':
      case 'bytes':
        return this.tuple(2, sign);
      case 'float':
        return this.tuple(Object.is(value.value, -0) ? 3 : 2, sign);
      case 'complex':
        return this.tuple(Object.is(value.real, -0) || Object.is(value.imag, -0) ? 3 : 2, sign);
      case 'tuple':
        return this.tupleKey(value.items.length, value.items, sign);
      case 'frozenset':
        // The items' keys go through a tuple into a set.
        if (sign > 0) this.tuple(value.items.length);
        for (const item of value.items) this.key(item, sign);
        if (sign > 0) this.tuple(value.items.length, -1);
        return this.tuple(2, sign);
    }
  }

  /** The key of a names tuple or of a tuple of constants, whose items' keys are `items`. */
  tupleKey(length: number, items: readonly ConstantValue[], sign: 1 | -1 = 1): void {
    this.tuple(length, sign);
    for (const item of items) this.key(item, sign);
    this.tuple(2, sign);
  }
}

/** How many of a kind there are, and were at most. */
export class Peak {
  now = 0;
  most = 0;
  add(n: number): void {
    this.now += n;
    if (this.now > this.most) this.most = this.now;
  }
}
