// The archive of the standard library: code units as bytes, one deflated blob per module, and an index in front.
// Written by scripts/build-stdlib.mjs, read by stdlibArchive.ts. Ours alone: nothing of it is CPython's marshal.
//
// Archive: "HSLIB1\0\0", length of the index (u32, little-endian), the index as JSON, then the blobs. A blob's place is
// [offset from the end of the index, deflated size].

import type { ConstantValue } from '../ast/nodes';
import type { CodeConst, CodeUnit } from '../compiler/codeunit';

export const MAGIC = 'HSLIB1\0\0';

export interface ArchiveModule {
  /** Path below the library's folder, with '/'. */
  path: string;
  isPackage: boolean;
  /** Offset and size of the deflated code unit. */
  code: [number, number];
  /** Offset and size of the deflated source. */
  source: [number, number];
}
export interface ArchiveIndex {
  /** The library's own version, such as 3.13.2. */
  version: string;
  modules: Record<string, ArchiveModule>;
}

const enum Tag {
  None,
  True,
  False,
  Ellipsis,
  Int,
  Float,
  Complex,
  Str,
  WideStr,
  Bytes,
  Tuple,
  FrozenSet,
  Code,
}

/** What of a unit is a number, in the order they are written. */
const NUMBERS = [
  'co_argcount',
  'co_posonlyargcount',
  'co_kwonlyargcount',
  'co_stacksize',
  'co_firstlineno',
  'co_flags',
] as const;
const BYTES = ['co_code', 'co_localspluskinds', 'co_linetable', 'co_exceptiontable'] as const;

class Writer {
  bytes: number[] = [];
  /** A non-negative integer below 2**53. */
  number(n: number): void {
    while (n >= 128) {
      this.bytes.push((n % 128) | 128);
      n = Math.floor(n / 128);
    }
    this.bytes.push(n);
  }
  blob(b: Uint8Array): void {
    this.number(b.length);
    for (const x of b) this.bytes.push(x);
  }
  /** UTF-16 code units as numbers when a lone surrogate is among them, else UTF-8. */
  text(s: string): void {
    if (/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(s)) {
      this.number(1);
      this.number(s.length);
      for (let i = 0; i < s.length; i++) this.number(s.charCodeAt(i));
    } else {
      this.number(0);
      this.blob(new TextEncoder().encode(s));
    }
  }
  float(n: number): void {
    this.bytes.push(...new Uint8Array(new Float64Array([n]).buffer));
  }
}

class Reader {
  at = 0;
  private readonly view: DataView;
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  number(): number {
    let n = 0;
    for (let scale = 1; ; scale *= 128) {
      const b = this.bytes[this.at++]!;
      n += (b & 127) * scale;
      if (b < 128) return n;
    }
  }
  blob(): Uint8Array {
    const n = this.number();
    this.at += n;
    return this.bytes.slice(this.at - n, this.at);
  }
  text(): string {
    if (this.number() === 1) {
      return String.fromCharCode(...Array.from({ length: this.number() }, () => this.number()));
    }
    const n = this.number();
    this.at += n;
    return this.decoder.decode(this.bytes.subarray(this.at - n, this.at));
  }
  float(): number {
    this.at += 8;
    return this.view.getFloat64(this.at - 8, true);
  }
}

/** A module's code as bytes. Constants that are one JavaScript object are written once: identity survives. */
export function encodeUnit(unit: CodeUnit): Uint8Array {
  const strings = new Map<string, number>();
  const constants = new Map<CodeConst, number>();
  const stringAt = (s: string): number => {
    let i = strings.get(s);
    if (i === undefined) strings.set(s, (i = strings.size));
    return i;
  };
  const body = new Writer();
  const writeUnit = (w: Writer, u: CodeUnit): void => {
    w.number(stringAt(u.co_name));
    w.number(stringAt(u.co_qualname));
    for (const field of NUMBERS) w.number(u[field]);
    for (const field of BYTES) w.blob(u[field]);
    for (const names of [u.co_names, u.co_localsplusnames]) {
      w.number(names.length);
      for (const name of names) w.number(stringAt(name));
    }
    w.number(u.co_consts.length);
    for (const c of u.co_consts) w.number(constants.get(c)!);
  };
  /** Writes what `c` refers to first, then `c` itself. */
  const add = (c: CodeConst): void => {
    if (constants.has(c)) return;
    if (c.type === 'tuple' || c.type === 'frozenset') c.items.forEach(add);
    else if (c.type === 'code') c.code.co_consts.forEach(add);
    constants.set(c, constants.size);
    switch (c.type) {
      case 'None':
        body.number(Tag.None);
        break;
      case 'bool':
        body.number(c.value ? Tag.True : Tag.False);
        break;
      case 'Ellipsis':
        body.number(Tag.Ellipsis);
        break;
      case 'int':
        body.number(Tag.Int);
        body.number(stringAt(c.value.toString(36)));
        break;
      case 'float':
        body.number(Tag.Float);
        body.float(c.value);
        break;
      case 'complex':
        body.number(Tag.Complex);
        body.float(c.real);
        body.float(c.imag);
        break;
      case 'str':
        body.number(c.codePoints === undefined ? Tag.Str : Tag.WideStr);
        body.number(stringAt(c.value));
        if (c.codePoints !== undefined) {
          body.number(c.codePoints.length);
          for (const point of c.codePoints) body.number(point);
        }
        break;
      case 'bytes':
        body.number(Tag.Bytes);
        body.blob(c.value);
        break;
      case 'tuple':
      case 'frozenset':
        body.number(c.type === 'tuple' ? Tag.Tuple : Tag.FrozenSet);
        body.number(c.items.length);
        for (const item of c.items) body.number(constants.get(item)!);
        break;
      case 'code':
        body.number(Tag.Code);
        writeUnit(body, c.code);
        break;
    }
  };
  unit.co_consts.forEach(add);
  const main = new Writer();
  writeUnit(main, unit);
  const head = new Writer();
  head.number(strings.size);
  for (const s of strings.keys()) head.text(s);
  head.number(constants.size);
  return Uint8Array.from([...head.bytes, ...body.bytes, ...main.bytes]);
}

function parseBase36(text: string): bigint {
  const negative = text.startsWith('-');
  let n = 0n;
  for (const digit of negative ? text.slice(1) : text) n = n * 36n + BigInt(parseInt(digit, 36));
  return negative ? -n : n;
}

/** The code unit of what `encodeUnit` gave, as code of the file `filename`. */
export function decodeUnit(bytes: Uint8Array, filename: string): CodeUnit {
  const r = new Reader(bytes);
  const strings: string[] = [];
  for (let n = r.number(); n > 0; n--) strings.push(r.text());
  const constants: CodeConst[] = [];
  const string = (): string => strings[r.number()]!;
  const list = <T>(item: () => T): T[] => {
    const items: T[] = [];
    for (let n = r.number(); n > 0; n--) items.push(item());
    return items;
  };
  const constant = (): CodeConst => constants[r.number()]!;
  const readUnit = (): CodeUnit => {
    const co_name = string();
    const co_qualname = string();
    // In the order of NUMBERS and BYTES.
    const co_argcount = r.number();
    const co_posonlyargcount = r.number();
    const co_kwonlyargcount = r.number();
    const co_stacksize = r.number();
    const co_firstlineno = r.number();
    const co_flags = r.number();
    const co_code = r.blob();
    const co_localspluskinds = r.blob();
    const co_linetable = r.blob();
    const co_exceptiontable = r.blob();
    const co_names = list(string);
    const co_localsplusnames = list(string);
    const co_consts = list(constant);
    return {
      co_filename: filename,
      co_name,
      co_qualname,
      co_argcount,
      co_posonlyargcount,
      co_kwonlyargcount,
      co_stacksize,
      co_firstlineno,
      co_flags,
      co_code,
      co_consts,
      co_names,
      co_localsplusnames,
      co_localspluskinds,
      co_linetable,
      co_exceptiontable,
    };
  };
  const value = (): ConstantValue => constants[r.number()] as ConstantValue;
  const readConstant = (): CodeConst => {
    switch (r.number() as Tag) {
      case Tag.None:
        return { type: 'None' };
      case Tag.True:
        return { type: 'bool', value: true };
      case Tag.False:
        return { type: 'bool', value: false };
      case Tag.Ellipsis:
        return { type: 'Ellipsis' };
      case Tag.Int:
        return { type: 'int', value: parseBase36(string()) };
      case Tag.Float:
        return { type: 'float', value: r.float() };
      case Tag.Complex: {
        const real = r.float();
        return { type: 'complex', real, imag: r.float() };
      }
      case Tag.Str:
        return { type: 'str', value: string() };
      case Tag.WideStr: {
        const text = string();
        return { type: 'str', value: text, codePoints: list(() => r.number()) };
      }
      case Tag.Bytes:
        return { type: 'bytes', value: r.blob() };
      case Tag.Tuple:
        return { type: 'tuple', items: list(value) };
      case Tag.FrozenSet:
        return { type: 'frozenset', items: list(value) };
      case Tag.Code:
        return { type: 'code', code: readUnit() };
    }
  };
  for (let n = r.number(); n > 0; n--) constants.push(readConstant());
  return readUnit();
}
