// `repr()` of constants, and what makes them equal in Python's eyes. For messages, disassembly and unparsing.

import type { ConstantValue } from '../ast/nodes';
import { frozensetOrder } from './setOrder';
import { strKey } from './strings';

/** float.__repr__: the shortest digits that read back, with an exponent outside 1e-4 ‥ 1e16. */
export function reprFloat(x: number): string {
  if (Number.isNaN(x)) return 'nan';
  if (x === Infinity) return 'inf';
  if (x === -Infinity) return '-inf';
  const digits = floatDigits(x);
  return digits.includes('e') || digits.includes('.') ? digits : `${digits}.0`;
}

/** The same without the `.0` of whole numbers, as complex numbers' parts are shown. */
function floatDigits(x: number): string {
  if (x === 0) return Object.is(x, -0) ? '-0' : '0';
  const [mantissa, exponentText] = x.toExponential().split('e') as [string, string];
  const exponent = Number(exponentText);
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace('-', '').replace('.', '');
  if (exponent < -4 || exponent >= 16) {
    const e = Math.abs(exponent);
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${sign}${digits[0]}${fraction}e${exponent < 0 ? '-' : '+'}${e < 10 ? '0' : ''}${e}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return sign + digits + '0'.repeat(exponent + 1 - digits.length);
  return `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

function complexPart(x: number): string {
  if (Number.isNaN(x)) return 'nan';
  if (!Number.isFinite(x)) return x > 0 ? 'inf' : '-inf';
  return floatDigits(x);
}

export function reprComplex(real: number, imag: number): string {
  if (real === 0 && !Object.is(real, -0)) return `${complexPart(imag)}j`;
  const im = complexPart(imag);
  return `(${complexPart(real)}${im.startsWith('-') ? '' : '+'}${im}j)`;
}

/** Characters Python shows escaped: unassigned, controls, separators but the space, surrogates, private use. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]/u;

export function reprStr(s: string, codePoints?: readonly number[]): string {
  const quote = s.includes("'") && !s.includes('"') ? '"' : "'";
  let out = quote;
  for (const ch of codePoints === undefined ? s : codePoints.map((c) => String.fromCodePoint(c))) {
    const c = ch.codePointAt(0)!;
    if (ch === quote || ch === '\\') out += `\\${ch}`;
    else if (ch === '\n') out += '\\n';
    else if (ch === '\r') out += '\\r';
    else if (ch === '\t') out += '\\t';
    else if (c >= 32 && c < 127) out += ch;
    else if (c > 127 && !unprintable.test(ch)) out += ch;
    else if (c <= 0xff) out += `\\x${c.toString(16).padStart(2, '0')}`;
    else if (c <= 0xffff) out += `\\u${c.toString(16).padStart(4, '0')}`;
    else out += `\\U${c.toString(16).padStart(8, '0')}`;
  }
  return out + quote;
}

export function reprBytes(bytes: Uint8Array): string {
  const quote = bytes.includes(39) && !bytes.includes(34) ? '"' : "'";
  let out = `b${quote}`;
  for (const c of bytes) {
    const ch = String.fromCharCode(c);
    if (ch === quote || ch === '\\') out += `\\${ch}`;
    else if (c === 9) out += '\\t';
    else if (c === 10) out += '\\n';
    else if (c === 13) out += '\\r';
    else if (c < 32 || c >= 127) out += `\\x${c.toString(16).padStart(2, '0')}`;
    else out += ch;
  }
  return out + quote;
}

export function reprConstant(value: ConstantValue): string {
  switch (value.type) {
    case 'None':
      return 'None';
    case 'Ellipsis':
      return 'Ellipsis';
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'int':
      return value.value.toString();
    case 'float':
      return reprFloat(value.value);
    case 'complex':
      return reprComplex(value.real, value.imag);
    case 'str':
      return reprStr(value.value, value.codePoints);
    case 'bytes':
      return reprBytes(value.value);
    case 'tuple':
      if (value.items.length === 1) return `(${reprConstant(value.items[0]!)},)`;
      return `(${value.items.map(reprConstant).join(', ')})`;
    case 'frozenset':
      if (value.items.length === 0) return 'frozenset()';
      return `frozenset({${frozensetOrder(value.items).map(reprConstant).join(', ')}})`;
  }
}

function realKey(x: number): string {
  return Number.isInteger(x) ? `n${BigInt(x)}` : `f${x}`;
}

/** Equal strings for constants that are equal in Python (`1`, `1.0` and `True` are); null for one equal to none. */
export function equalityKey(value: ConstantValue): string | null {
  switch (value.type) {
    case 'None':
      return 'N';
    case 'Ellipsis':
      return 'E';
    case 'bool':
      return value.value ? 'n1' : 'n0';
    case 'int':
      return `n${value.value}`;
    case 'float':
      return Number.isNaN(value.value) ? null : realKey(value.value);
    case 'complex':
      if (Number.isNaN(value.real) || Number.isNaN(value.imag)) return null;
      return value.imag === 0 ? realKey(value.real) : `j${realKey(value.real)},${realKey(value.imag)}`;
    case 'str':
      return strKey(value);
    case 'bytes':
      return `b${Array.from(value.value).join(' ')}`;
    case 'tuple':
    case 'frozenset': {
      const keys: string[] = [];
      for (const item of value.items) {
        const key = equalityKey(item);
        if (key === null) return null;
        keys.push(key);
      }
      return value.type === 'tuple' ? `(${keys.join(',')})` : `{${keys.sort().join(',')}}`;
    }
  }
}

/** Items in order, without those equal to an earlier one: what a set keeps. */
export function uniqueItems(items: readonly ConstantValue[]): ConstantValue[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = equalityKey(item);
    if (key === null) return true;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
