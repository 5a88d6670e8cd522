// Unary and binary operators, subscripts and truth of constants, with CPython's limits on what folding may produce.
// undefined means "leave it to run time". Follows Python/ast_opt.c.

import type { ConstantValue, operator, unaryop } from '../../ast/nodes';
import { FALSE, TRUE } from '../constants';
import { codePointsOf, concatStr, fromCodePoints, repeatStr, strLength } from '../strings';
import {
  type Complex,
  bitLength,
  complexDiv,
  complexMul,
  complexPower,
  floatFloorDiv,
  floatMod,
  floatPower,
  intFloorDiv,
  intMod,
  intToFloat,
  intTrueDiv,
} from './numbers';

const MAX_INT_SIZE = 128; // bits
const MAX_COLLECTION_SIZE = 256; // items
const MAX_STR_SIZE = 4096; // characters
const MAX_TOTAL_ITEMS = 1024; // with nested collections
const MAX_SSIZE = (1n << 63n) - 1n;

type Folded = ConstantValue | undefined;

export function isTrue(value: ConstantValue): boolean {
  switch (value.type) {
    case 'None':
      return false;
    case 'Ellipsis':
      return true;
    case 'bool':
      return value.value;
    case 'int':
      return value.value !== 0n;
    case 'float':
      return value.value !== 0;
    case 'complex':
      return value.real !== 0 || value.imag !== 0;
    case 'str':
    case 'bytes':
      return value.value.length !== 0;
    case 'tuple':
    case 'frozenset':
      return value.items.length !== 0;
  }
}

/** The integer an int or a bool is. */
function asInt(value: ConstantValue): bigint | undefined {
  if (value.type === 'int') return value.value;
  if (value.type === 'bool') return value.value ? 1n : 0n;
  return undefined;
}

const int = (value: bigint): ConstantValue => ({ type: 'int', value });
const float = (value: number | undefined): Folded => (value === undefined ? undefined : { type: 'float', value });
const bool = (value: boolean): ConstantValue => (value ? TRUE : FALSE);
const complex = (value: Complex | undefined): Folded =>
  value === undefined ? undefined : { type: 'complex', real: value.real, imag: value.imag };

export function foldUnary(op: unaryop, value: ConstantValue): Folded {
  if (op === 'Not') return bool(!isTrue(value));
  const n = asInt(value);
  if (n !== undefined) return int(op === 'Invert' ? ~n : op === 'USub' ? -n : n);
  if (op === 'Invert') return undefined;
  if (value.type === 'float') return op === 'USub' ? { type: 'float', value: -value.value } : value;
  if (value.type === 'complex') {
    return op === 'USub' ? { type: 'complex', real: -value.real, imag: -value.imag } : value;
  }
  return undefined;
}

// ---- multiplication

function checkComplexity(value: ConstantValue, limit: number): number {
  if (value.type !== 'tuple' && value.type !== 'frozenset') return limit;
  limit -= value.items.length;
  for (let i = 0; limit >= 0 && i < value.items.length; i++) limit = checkComplexity(value.items[i]!, limit);
  return limit;
}

function concatBytes(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}

function repeat(n: bigint, value: ConstantValue): Folded {
  if (value.type === 'tuple') {
    const size = value.items.length;
    if (size === 0) return n <= MAX_SSIZE && n >= -MAX_SSIZE - 1n ? value : undefined;
    if (n < 0n || n > BigInt(Math.floor(MAX_COLLECTION_SIZE / size))) return undefined;
    const times = Number(n);
    if (times > 0 && checkComplexity(value, Math.floor(MAX_TOTAL_ITEMS / times)) < 0) return undefined;
    const items: ConstantValue[] = [];
    for (let i = 0; i < times; i++) items.push(...value.items);
    return times === 1 ? value : { type: 'tuple', items };
  }
  if (value.type !== 'str' && value.type !== 'bytes') return undefined;
  const size = value.type === 'str' ? strLength(value) : value.value.length;
  if (size === 0) return n <= MAX_SSIZE && n >= -MAX_SSIZE - 1n ? value : undefined;
  if (n < 0n || n > BigInt(Math.floor(MAX_STR_SIZE / size))) return undefined;
  const times = Number(n);
  if (times === 1) return value;
  if (value.type === 'str') return repeatStr(value, times);
  const bytes = new Uint8Array(size * times);
  for (let i = 0; i < times; i++) bytes.set(value.value, i * size);
  return { made: 'folded', type: 'bytes', value: bytes };
}

// ---- numbers

function foldInts(op: operator, a: bigint, b: bigint): Folded {
  switch (op) {
    case 'Add':
      return int(a + b);
    case 'Sub':
      return int(a - b);
    case 'Mult':
      if (a !== 0n && b !== 0n && bitLength(a) + bitLength(b) > MAX_INT_SIZE) return undefined;
      return int(a * b);
    case 'Div':
      return float(intTrueDiv(a, b));
    case 'FloorDiv': {
      const r = intFloorDiv(a, b);
      return r === undefined ? undefined : int(r);
    }
    case 'Mod': {
      const r = intMod(a, b);
      return r === undefined ? undefined : int(r);
    }
    case 'Pow': {
      if (b < 0n) {
        if (a === 0n) return undefined;
        const x = intToFloat(a);
        const y = intToFloat(b);
        if (x === undefined || y === undefined) return undefined;
        const r = floatPower(x, y);
        return typeof r === 'number' ? float(r) : undefined;
      }
      if (a !== 0n && b > 0n && (b > BigInt(MAX_INT_SIZE) || bitLength(a) > Math.floor(MAX_INT_SIZE / Number(b)))) {
        return undefined;
      }
      if (a === 0n) return int(b === 0n ? 1n : 0n);
      return int(a ** b);
    }
    case 'LShift':
      if (b < 0n) return undefined;
      if (a !== 0n && b !== 0n) {
        if (b > BigInt(MAX_INT_SIZE) || bitLength(a) > MAX_INT_SIZE - Number(b)) return undefined;
      }
      return int(a === 0n ? 0n : a << b);
    case 'RShift':
      if (b < 0n) return undefined;
      return int(b > 1n << 40n ? (a < 0n ? -1n : 0n) : a >> b);
    case 'BitOr':
      return int(a | b);
    case 'BitXor':
      return int(a ^ b);
    case 'BitAnd':
      return int(a & b);
    case 'MatMult':
      return undefined;
  }
}

function foldFloats(op: operator, a: number, b: number): Folded {
  switch (op) {
    case 'Add':
      return float(a + b);
    case 'Sub':
      return float(a - b);
    case 'Mult':
      return float(a * b);
    case 'Div':
      return b === 0 ? undefined : float(a / b);
    case 'FloorDiv':
      return float(floatFloorDiv(a, b));
    case 'Mod':
      return float(floatMod(a, b));
    case 'Pow': {
      const r = floatPower(a, b);
      return typeof r === 'number' ? float(r) : complex(r);
    }
    default:
      return undefined;
  }
}

function foldComplex(op: operator, a: Complex, b: Complex): Folded {
  switch (op) {
    case 'Add':
      return complex({ real: a.real + b.real, imag: a.imag + b.imag });
    case 'Sub':
      return complex({ real: a.real - b.real, imag: a.imag - b.imag });
    case 'Mult':
      return complex(complexMul(a, b));
    case 'Div':
      return complex(complexDiv(a, b));
    case 'Pow':
      return complex(complexPower(a, b));
    default:
      return undefined;
  }
}

function toFloat(value: ConstantValue): number | undefined {
  if (value.type === 'float') return value.value;
  const n = asInt(value);
  return n === undefined ? undefined : intToFloat(n);
}

function toComplex(value: ConstantValue): Complex | undefined {
  if (value.type === 'complex') return value;
  const x = toFloat(value);
  return x === undefined ? undefined : { real: x, imag: 0 };
}

export function foldBinary(op: operator, a: ConstantValue, b: ConstantValue): Folded {
  if (a.type === 'bool' && b.type === 'bool') {
    if (op === 'BitAnd') return bool(a.value && b.value);
    if (op === 'BitOr') return bool(a.value || b.value);
    if (op === 'BitXor') return bool(a.value !== b.value);
  }
  const m = asInt(a);
  const n = asInt(b);
  if (m !== undefined && n !== undefined) return foldInts(op, m, n);
  if (op === 'Mult') {
    if (m !== undefined && b.type !== 'float' && b.type !== 'complex') return repeat(m, b);
    if (n !== undefined && a.type !== 'float' && a.type !== 'complex') return repeat(n, a);
  }
  if (op === 'Add') {
    if (a.type === 'str' && b.type === 'str') {
      if (a.value === '') return b;
      if (b.value === '') return a;
      return concatStr(a, b);
    }
    if (a.type === 'bytes' && b.type === 'bytes')
      return { made: 'folded', type: 'bytes', value: concatBytes(a.value, b.value) };
    if (a.type === 'tuple' && b.type === 'tuple') {
      if (a.items.length === 0) return b;
      if (b.items.length === 0) return a;
      return { type: 'tuple', items: [...a.items, ...b.items] };
    }
  }
  if (a.type === 'complex' || b.type === 'complex') {
    const x = toComplex(a);
    const y = toComplex(b);
    return x === undefined || y === undefined ? undefined : foldComplex(op, x, y);
  }
  if (a.type === 'float' || b.type === 'float') {
    const x = toFloat(a);
    const y = toFloat(b);
    return x === undefined || y === undefined ? undefined : foldFloats(op, x, y);
  }
  return undefined;
}

export function foldSubscript(value: ConstantValue, index: ConstantValue): Folded {
  const n = asInt(index);
  if (n === undefined) return undefined;
  const at = (length: number): number => {
    const i = n < 0n ? n + BigInt(length) : n;
    return i >= 0n && i < BigInt(length) ? Number(i) : -1;
  };
  switch (value.type) {
    case 'str': {
      const points = codePointsOf(value);
      const i = at(points.length);
      return i < 0 ? undefined : fromCodePoints([points[i]!]);
    }
    case 'bytes': {
      const i = at(value.value.length);
      return i < 0 ? undefined : int(BigInt(value.value[i]!));
    }
    case 'tuple': {
      const i = at(value.items.length);
      return i < 0 ? undefined : value.items[i]!;
    }
    default:
      return undefined;
  }
}
