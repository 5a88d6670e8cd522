// The order in which CPython's sets hold strings, with hash randomisation off (PYTHONHASHSEED=0): in a few corners the
// compiler's output depends on it. Follows Python/pyhash.c (SipHash-1-3 with a key of zeros) and Objects/setobject.c.

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

interface SetSlot {
  value: string;
  hash: bigint;
}

/** Finds the slot a new value goes into. */
function findSlot(table: readonly (SetSlot | undefined)[], hash: bigint): number {
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

/** Distinct strings in the order in which a set they were added to one by one gives them back. */
export function setOrder(values: Iterable<string>): string[] {
  let table: (SetSlot | undefined)[] = new Array<SetSlot | undefined>(8).fill(undefined);
  let used = 0;
  for (const value of values) {
    const hash = hashString(value);
    table[findSlot(table, hash)] = { value, hash };
    used++;
    if (used * 5 < (table.length - 1) * 3) continue;
    let size = 8;
    while (size <= used * 4) size <<= 1;
    const grown: (SetSlot | undefined)[] = new Array<SetSlot | undefined>(size).fill(undefined);
    for (const slot of table) if (slot !== undefined) grown[findSlot(grown, slot.hash)] = slot;
    table = grown;
  }
  return table.flatMap((slot) => (slot === undefined ? [] : [slot.value]));
}
