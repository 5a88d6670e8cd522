// How arrays are pickled: machine formats, decoded where the unpickling machine stores items another way. Follows
// _array_reconstructor of Modules/arraymodule.c, CPython 3.13.

import { dataView, isIntFormat, nativeSize } from '../objects/nativeformat';

/** Machine formats by number: kind of item, size in bytes. Odd numbers are big-endian from 2 on. */
const FORMATS = [
  ['unsigned', 1],
  ['signed', 1],
  ['unsigned', 2],
  ['unsigned', 2],
  ['signed', 2],
  ['signed', 2],
  ['unsigned', 4],
  ['unsigned', 4],
  ['signed', 4],
  ['signed', 4],
  ['unsigned', 8],
  ['unsigned', 8],
  ['signed', 8],
  ['signed', 8],
  ['float', 4],
  ['float', 4],
  ['float', 8],
  ['float', 8],
  ['utf', 2],
  ['utf', 2],
  ['utf', 4],
  ['utf', 4],
] as const;
export const MACHINE_FORMAT_CODE_MAX = 21;

export const isUnicodeFormat = (typecode: string): boolean => typecode === 'u' || typecode === 'w';
/** wchar_t and Py_UCS4 have four bytes. */
export const itemSize = (typecode: string): number => (isUnicodeFormat(typecode) ? 4 : nativeSize(typecode));

/** typecode_to_mformat_code, on the simulated machine: little-endian. */
export function formatOfTypecode(typecode: string): number {
  if (isUnicodeFormat(typecode)) return 20;
  const kind = !isIntFormat(typecode) ? 'float' : typecode === typecode.toLowerCase() ? 'signed' : 'unsigned';
  const size = nativeSize(typecode);
  return FORMATS.findIndex(([k, s]) => k === kind && s === size);
}

/** The items of `bytes` in machine format `code`; null when the bytes are no whole number of them, or none is known. */
export function decodeFormat(
  bytes: Uint8Array,
  code: number,
): { values: (number | bigint | string)[]; kind: string } | null {
  const format = FORMATS[code];
  if (format === undefined || bytes.length % format[1] !== 0) return null;
  const [kind, size] = format;
  const little = code < 2 || code % 2 === 0;
  const view = dataView(bytes);
  if (kind === 'utf') {
    let text = '';
    for (let at = 0; at < bytes.length; at += size) {
      text +=
        size === 2 ? String.fromCharCode(view.getUint16(at, little)) : String.fromCodePoint(view.getUint32(at, little));
    }
    return { values: [...text], kind };
  }
  const values: (number | bigint)[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    if (kind === 'float') values.push(size === 4 ? view.getFloat32(at, little) : view.getFloat64(at, little));
    else {
      let value = 0n;
      for (let i = 0; i < size; i++) value = (value << 8n) | BigInt(bytes[little ? at + size - 1 - i : at + i]!);
      values.push(kind === 'signed' ? BigInt.asIntN(8 * size, value) : value);
    }
  }
  return { values, kind };
}

/** The typecode that fits a decoded integer format best: the last of its size and sign. */
export function typecodeOfFormat(code: number, typecodes: string, typecode: string): string {
  const found = [...typecodes].filter(
    (c) => !isUnicodeFormat(c) && isIntFormat(c) && formatOfTypecode(c) === (code & ~1) + (code < 2 ? code : 0),
  );
  return found.at(-1) ?? typecode;
}
