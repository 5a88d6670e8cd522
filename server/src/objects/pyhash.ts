// Py_hash_t is 64 bits wide, a JavaScript number is not. A hash function returns the low 32 bits (an int32) and leaves
// the high 32 bits in the register below, as x86 leaves a product in edx:eax. Read the register at once: the next hash
// overwrites it. The error value −1 has both halves −1, which no successful hash has (it becomes −2), so
// `lo === -1 && hash_hi === -1` is the error test (`isHashError`).
// Follows Python/pyhash.c, CPython 3.13: SipHash-1-3 with the all-zero key of PYTHONHASHSEED=0.

/** High half of the hash last computed, an int32. */
export let hash_hi = 0;

/** Sets the register and returns `lo`: the last thing a hash function does. Turns −1 into −2, as C does. */
export function makeHash(lo: number, hi: number): number {
  if (lo === -1 && hi === -1) lo = -2;
  hash_hi = hi | 0;
  return lo | 0;
}

/** What a hash function returns when an exception is set. */
export function hashError(): number {
  hash_hi = -1;
  return -1;
}

export function isHashError(lo: number): boolean {
  return lo === -1 && hash_hi === -1;
}

/** The whole hash as a signed number, for `hash()`. */
export function hashToBigInt(lo: number, hi: number): bigint {
  return (BigInt(hi) << 32n) | BigInt(lo >>> 0);
}

/** Splits a signed or unsigned 64-bit value. */
export function hashFromBigInt(value: bigint): number {
  const v = BigInt.asUintN(64, value);
  return makeHash(Number(v & 0xffffffffn) | 0, Number(v >> 32n) | 0);
}

/** For a safe integer. */
export function hashFromNumber(value: number): number {
  return makeHash(value | 0, Math.floor(value / 4294967296) | 0);
}

/** _Py_HashPointer: an address rotated right by 4 bits. `address` as `id()` shows it (below 2^52). */
export function _Py_HashPointer(address: number): number {
  // The low 4 bits are zero for every object, so the rotation is a shift.
  const shifted = Math.floor(address / 16);
  return makeHash(shifted | 0, Math.floor(shifted / 4294967296) | 0);
}

/** _Py_HashBytes: SipHash-1-3 of `bytes`, key 0; 0 for no bytes. */
export function _Py_HashBytes(bytes: Uint8Array): number {
  const n = bytes.length;
  if (n === 0) return makeHash(0, 0);
  // v0..v3 as (hi, lo) pairs of uint32; k0 = k1 = 0.
  let v0l = 0x70736575 | 0,
    v0h = 0x736f6d65 | 0;
  let v1l = 0x6e646f6d | 0,
    v1h = 0x646f7261 | 0;
  let v2l = 0x6e657261 | 0,
    v2h = 0x6c796765 | 0;
  let v3l = 0x79746573 | 0,
    v3h = 0x74656462 | 0;
  let t = 0;
  const whole = n & ~7;
  let ml = 0,
    mh = 0;
  let rounds = 0;
  for (let i = 0; ;) {
    let final = false;
    if (i < whole) {
      ml = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
      mh = bytes[i + 4]! | (bytes[i + 5]! << 8) | (bytes[i + 6]! << 16) | (bytes[i + 7]! << 24);
      i += 8;
      rounds = 1;
    } else if (rounds < 2) {
      ml = 0;
      mh = (n & 0xff) << 24;
      const left = n & 7;
      for (let j = 0; j < left && j < 4; j++) ml |= bytes[i + j]! << (8 * j);
      for (let j = 4; j < left; j++) mh |= bytes[i + j]! << (8 * (j - 4));
      rounds = 2;
    } else {
      final = true;
      rounds = 3;
      v2l ^= 0xff;
    }
    if (!final) {
      v3l ^= ml;
      v3h ^= mh;
    }
    for (let r = final ? 3 : 1; r > 0; r--) {
      // v0 += v1
      t = (v0l >>> 0) + (v1l >>> 0);
      v0h = (v0h + v1h + (t > 0xffffffff ? 1 : 0)) | 0;
      v0l = t | 0;
      // v1 = rotl(v1, 13) ^ v0
      t = (v1h << 13) | (v1l >>> 19);
      v1l = ((v1l << 13) | (v1h >>> 19)) ^ v0l;
      v1h = t ^ v0h;
      // v0 = rotl(v0, 32)
      t = v0h;
      v0h = v0l;
      v0l = t;
      // v2 += v3
      t = (v2l >>> 0) + (v3l >>> 0);
      v2h = (v2h + v3h + (t > 0xffffffff ? 1 : 0)) | 0;
      v2l = t | 0;
      // v3 = rotl(v3, 16) ^ v2
      t = (v3h << 16) | (v3l >>> 16);
      v3l = ((v3l << 16) | (v3h >>> 16)) ^ v2l;
      v3h = t ^ v2h;
      // v0 += v3
      t = (v0l >>> 0) + (v3l >>> 0);
      v0h = (v0h + v3h + (t > 0xffffffff ? 1 : 0)) | 0;
      v0l = t | 0;
      // v3 = rotl(v3, 21) ^ v0
      t = (v3h << 21) | (v3l >>> 11);
      v3l = ((v3l << 21) | (v3h >>> 11)) ^ v0l;
      v3h = t ^ v0h;
      // v2 += v1
      t = (v2l >>> 0) + (v1l >>> 0);
      v2h = (v2h + v1h + (t > 0xffffffff ? 1 : 0)) | 0;
      v2l = t | 0;
      // v1 = rotl(v1, 17) ^ v2
      t = (v1h << 17) | (v1l >>> 15);
      v1l = ((v1l << 17) | (v1h >>> 15)) ^ v2l;
      v1h = t ^ v2h;
      // v2 = rotl(v2, 32)
      t = v2h;
      v2h = v2l;
      v2l = t;
    }
    if (final) break;
    v0l ^= ml;
    v0h ^= mh;
  }
  return makeHash(v0l ^ v1l ^ v2l ^ v3l, v0h ^ v1h ^ v2h ^ v3h);
}
