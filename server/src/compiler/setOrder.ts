// The order in which CPython's sets hold constants, with hash randomisation off (PYTHONHASHSEED=0): in a few corners the
// compiler's output depends on it, and a disassembly shows it. Follows Python/pyhash.c (SipHash-1-3 with a key of zeros) and Objects/setobject.c.

import type { ConstantValue } from '../ast/nodes';

const MASK = 0xffffffffffffffffn;

function rotl(x: bigint, n: bigint): bigint {
  return ((x << n) | (x >> (64n - n))) & MASK;
}

/** SipHash-1-3 with a key of zeros. */
function siphash13(bytes: Uint8Array): bigint {
  let v0 = 0x736f6d6570736575n;
  let v1 = 0x646f72616e646f6dn;
  let v2 = 0x6c7967656e657261n;
  let v3 = 0x7465646279746573n;
  const round = (): void => {
    v0 = (v0 + v1) & MASK;
    v2 = (v2 + v3) & MASK;
    v1 = rotl(v1, 13n) ^ v0;
    v3 = rotl(v3, 16n) ^ v2;
    v0 = rotl(v0, 32n);
    v2 = (v2 + v1) & MASK;
    v0 = (v0 + v3) & MASK;
    v1 = rotl(v1, 17n) ^ v2;
    v3 = rotl(v3, 21n) ^ v0;
    v2 = rotl(v2, 32n);
  };
  const word = (at: number, n: number): bigint => {
    let w = 0n;
    for (let i = n - 1; i >= 0; i--) w = (w << 8n) | BigInt(bytes[at + i]!);
    return w;
  };
  const whole = bytes.length & ~7;
  for (let i = 0; i < whole; i += 8) {
    const m = word(i, 8);
    v3 ^= m;
    round();
    v0 ^= m;
  }
  const last = ((BigInt(bytes.length) & 0xffn) << 56n) | word(whole, bytes.length - whole);
  v3 ^= last;
  round();
  v0 ^= last;
  v2 ^= 0xffn;
  round();
  round();
  round();
  return v0 ^ v1 ^ v2 ^ v3;
}

/** A str's hash as an unsigned number: of its characters in the narrowest of one, two or four bytes each. */
function hashString(s: string): bigint {
  if (s === '') return 0n;
  const points = Array.from(s, (ch) => ch.codePointAt(0)!);
  const max = points.reduce((a, b) => Math.max(a, b), 0);
  const width = max < 0x100 ? 1 : max < 0x10000 ? 2 : 4;
  const bytes = new Uint8Array(points.length * width);
  points.forEach((p, i) => {
    for (let k = 0; k < width; k++) bytes[i * width + k] = (p >> (8 * k)) & 0xff;
  });
  const hash = siphash13(bytes);
  return hash === MASK ? MASK - 1n : hash;
}

const LINEAR_PROBES = 9;
const PERTURB_SHIFT = 5n;

interface SetSlot<T> {
  value: T;
  hash: bigint;
}

/** Finds the slot a new value goes into. */
function findSlot(table: readonly unknown[], hash: bigint): number {
  const mask = table.length - 1;
  let perturb = hash;
  let i = Number(perturb & BigInt(mask));
  for (;;) {
    const probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0;
    for (let k = 0; k <= probes; k++) if (table[i + k] === undefined) return i + k;
    perturb >>= PERTURB_SHIFT;
    i = Number((BigInt(i) * 5n + 1n + perturb) & BigInt(mask));
  }
}

/** Distinct values in the order in which a set they were added to one by one gives them back. */
function orderByHash<T>(values: Iterable<T>, hashOf: (value: T) => bigint): T[] {
  let table: (SetSlot<T> | undefined)[] = new Array<SetSlot<T> | undefined>(8).fill(undefined);
  let used = 0;
  for (const value of values) {
    const hash = hashOf(value);
    table[findSlot(table, hash)] = { value, hash };
    used++;
    if (used * 5 < (table.length - 1) * 3) continue;
    let size = 8;
    while (size <= used * 4) size <<= 1;
    const grown: (SetSlot<T> | undefined)[] = new Array<SetSlot<T> | undefined>(size).fill(undefined);
    for (const slot of table) if (slot !== undefined) grown[findSlot(grown, slot.hash)] = slot;
    table = grown;
  }
  return table.flatMap((slot) => (slot === undefined ? [] : [slot.value]));
}

export function setOrder(values: Iterable<string>): string[] {
  return orderByHash(values, hashString);
}

const MODULUS = (1n << 61n) - 1n;

function hashInt(n: bigint): bigint {
  const h = (n < 0n ? -n : n) % MODULUS;
  const signed = n < 0n ? -h : h;
  return BigInt.asUintN(64, signed === -1n ? -2n : signed);
}

/** A constant's hash; undefined for the kinds whose hash is not worked out here. */
function hashConstant(value: ConstantValue): bigint | undefined {
  switch (value.type) {
    case 'None':
      return 0xfca86420n;
    case 'bool':
      return value.value ? 1n : 0n;
    case 'int':
      return hashInt(value.value);
    case 'float':
      return Number.isInteger(value.value) ? hashInt(BigInt(value.value)) : undefined;
    case 'str':
      return value.codePoints === undefined ? hashString(value.value) : undefined;
    case 'bytes':
      return value.value.length === 0 ? 0n : siphash13(value.value);
    default:
      return undefined;
  }
}

/** A frozenset constant's items in the order in which it shows them; as written where that is not known. */
export function frozensetOrder(items: readonly ConstantValue[]): readonly ConstantValue[] {
  const hashes = new Map<ConstantValue, bigint>();
  for (const item of items) {
    const hash = hashConstant(item);
    if (hash === undefined) return items;
    hashes.set(item, hash);
  }
  // The compiler makes the set twice, the second time from the first (const_cache_insert).
  const once = orderByHash(items, (item) => hashes.get(item)!);
  return orderByHash(once, (item) => hashes.get(item)!);
}
