// The values of numeric literals.
//
// Follows: Parser/pegen.c:parsenumber, Objects/longobject.c (the limit on decimal digits).

import type { ConstantValue } from '../ast/nodes';

/** sys.int_info.default_max_str_digits: more decimal digits than this are refused. */
const MAX_STR_DIGITS = 4300;

/** The value of a NUMBER token's text, or the message of the ValueError that reading it raises. */
export function parseNumber(text: string): ConstantValue | string {
  if (text.includes('_')) text = text.replace(/_/g, '');
  const last = text.charCodeAt(text.length - 1);
  const radix = text.length > 1 && text.charCodeAt(0) === 0x30 ? text.charCodeAt(1) | 0x20 : 0;
  if (radix === 0x78 || radix === 0x6f || radix === 0x62) return { type: 'int', value: BigInt(text) };
  if (last === 0x6a || last === 0x4a) return { type: 'complex', real: 0, imag: Number(text.slice(0, -1)) };
  if (/[.eE]/.test(text)) return { type: 'float', value: Number(text) };
  if (text.length > MAX_STR_DIGITS) {
    return (
      `Exceeds the limit (${MAX_STR_DIGITS} digits) for integer string conversion: value has ${text.length} digits; ` +
      'use sys.set_int_max_str_digits() to increase the limit'
    );
  }
  return { type: 'int', value: BigInt(text) };
}
