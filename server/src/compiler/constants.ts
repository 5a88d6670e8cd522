// Constants: what makes two of them one (`_PyCode_ConstantKey`), and the cache one compilation merges them in
// (`const_cache`). Follows Objects/codeobject.c and const_cache_insert in Python/compile.c.

import type { ConstantValue } from '../ast/nodes';
import type { CodeConst, CodeUnit } from './codeunit';
import { Footprint } from './footprint';
import { strKey } from './strings';

export const NONE: ConstantValue = { type: 'None' };
export const TRUE: ConstantValue = { type: 'bool', value: true };
export const FALSE: ConstantValue = { type: 'bool', value: false };
export const ELLIPSIS: ConstantValue = { type: 'Ellipsis' };

export function intConst(value: bigint | number): ConstantValue {
  return { made: 'compiler', type: 'int', value: BigInt(value) };
}

export function strConst(value: string): ConstantValue {
  return { made: 'compiler', type: 'str', value };
}

export function tupleConst(items: readonly ConstantValue[]): ConstantValue {
  return { made: 'compiler', type: 'tuple', items };
}

/** Distinguishes -0.0 from 0.0. */
function floatKey(value: number): string {
  return value === 0 ? (Object.is(value, -0) ? '-0' : '0') : String(value);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Are two code objects of one compilation equal (code_richcompare)? Their constants are merged already. */
function sameCode(a: CodeUnit, b: CodeUnit): boolean {
  return (
    a.co_name === b.co_name &&
    a.co_argcount === b.co_argcount &&
    a.co_posonlyargcount === b.co_posonlyargcount &&
    a.co_kwonlyargcount === b.co_kwonlyargcount &&
    a.co_flags === b.co_flags &&
    a.co_firstlineno === b.co_firstlineno &&
    sameBytes(a.co_code, b.co_code) &&
    a.co_consts.length === b.co_consts.length &&
    a.co_consts.every((c, i) => c === b.co_consts[i]) &&
    sameNames(a.co_names, b.co_names) &&
    sameNames(a.co_localsplusnames, b.co_localsplusnames) &&
    sameBytes(a.co_linetable, b.co_linetable) &&
    sameBytes(a.co_exceptiontable, b.co_exceptiontable)
  );
}

/**
 * One compilation's constants. `merge` gives the one object that stands for all constants equal to the given one:
 * co_consts entries are the same JavaScript object exactly where CPython's are the same Python object.
 */
export class ConstCache {
  readonly footprint = new Footprint();
  /** Tuples that the tree's folding has made; others are made for the cache. */
  private readonly folded = new Set<ConstantValue>();
  private readonly byKey = new Map<string, ConstantValue>();
  private readonly strings = new Map<string, ConstantValue>();
  private readonly codes = new Map<string, CodeConst[]>();
  private readonly nameTuples = new Map<string, readonly string[]>();
  /** Numbers for objects equal to nothing but themselves: not-a-numbers. */
  private readonly identities = new Map<object, number>();
  /** Byte strings and tuples of constants met so far. */
  private readonly parts = new Set<string>();

  private identityKey(value: object): string {
    let id = this.identities.get(value);
    if (id === undefined) {
      id = this.identities.size;
      this.identities.set(value, id);
    }
    return `#${id}`;
  }

  /** A string that is equal for two constants exactly when CPython's constant keys are. */
  private key(value: ConstantValue): string {
    switch (value.type) {
      case 'None':
        return 'N';
      case 'Ellipsis':
        return 'E';
      case 'bool':
        return value.value ? 'T' : 'F';
      case 'int':
        return `i${value.value}`;
      case 'float':
        return Number.isNaN(value.value) ? this.identityKey(value) : `f${floatKey(value.value)}`;
      case 'complex':
        if (Number.isNaN(value.real) || Number.isNaN(value.imag)) return this.identityKey(value);
        return `j${floatKey(value.real)},${floatKey(value.imag)}`;
      case 'str':
        return strKey(value);
      case 'bytes':
        return `b${value.value.length}:${bytesKey(value.value)}`;
      case 'tuple':
        return `(${value.items.map((item) => this.key(item)).join(',')})`;
      case 'frozenset':
        return `{${value.items
          .map((item) => this.key(item))
          .sort()
          .join(',')}}`;
    }
  }

  merge(value: ConstantValue): ConstantValue {
    switch (value.type) {
      case 'None':
        return NONE;
      case 'Ellipsis':
        return ELLIPSIS;
      case 'bool': {
        const merged = value.value ? TRUE : FALSE;
        this.footprint.key(merged);
        const key = value.value ? 'T' : 'F';
        if (this.byKey.has(key)) this.footprint.key(merged, -1);
        else this.byKey.set(key, merged);
        return merged;
      }
      case 'str': {
        const key = value.codePoints === undefined ? value.value : strKey(value);
        const table = value.codePoints === undefined ? this.strings : this.byKey;
        const old = table.get(key);
        if (old !== undefined) return old;
        table.set(key, value);
        return value;
      }
      default: {
        const key = this.key(value);
        const old = this.byKey.get(key);
        const made = value.type === 'tuple' && !this.folded.has(value);
        if (made) this.footprint.tuple(value.items.length);
        this.footprint.key(value);
        if (old !== undefined) {
          this.footprint.key(value, -1);
          if (made) this.footprint.tuple(value.items.length, -1);
          return old;
        }
        const merged = this.mergeItems(value);
        this.byKey.set(key, merged);
        return merged;
      }
    }
  }

  private mergeItems(value: ConstantValue): ConstantValue {
    if (value.type !== 'tuple' && value.type !== 'frozenset') return value;
    let changed = false;
    const items = value.items.map((item) => {
      const merged = this.merge(item);
      if (merged !== item) changed = true;
      return merged;
    });
    return changed ? { type: value.type, items } : value;
  }

  mergeCode(code: CodeUnit): CodeConst {
    const key = `${code.co_firstlineno}:${code.co_code.length}:${code.co_name}`;
    const bucket = this.codes.get(key);
    if (bucket === undefined) {
      const entry: CodeConst = { type: 'code', code };
      this.codes.set(key, [entry]);
      return entry;
    }
    for (const entry of bucket) if (entry.type === 'code' && sameCode(entry.code, code)) return entry;
    const entry: CodeConst = { type: 'code', code };
    bucket.push(entry);
    return entry;
  }

  /** Names tuples are merged too: equal ones are one array. */
  mergeNames(names: readonly string[]): readonly string[] {
    const key = names.join('\0');
    const old = this.nameTuples.get(key) ?? (names.length === 0 && this.byKey.has('()') ? names : undefined);
    this.footprint.tuple(names.length);
    this.footprint.tupleKey(names.length, []);
    if (old !== undefined && old.length === names.length) {
      this.footprint.tupleKey(names.length, [], -1);
      this.footprint.tuple(names.length, -1);
      return old;
    }
    this.nameTuples.set(key, names);
    return names;
  }

  /** Tells the footprint of tuples that were made before anything was merged. */
  addFolded(values: readonly ConstantValue[]): void {
    for (const value of values) {
      this.folded.add(value);
      if (value.type === 'tuple') this.footprint.tuple(value.items.length);
    }
  }

  /** Tells the footprint of a code object's constants and byte strings, which are merged when there are objects. */
  addCode(consts: readonly CodeConst[], bytes: readonly Uint8Array[]): void {
    const { footprint } = this;
    footprint.lists.add(1);
    footprint.lists.add(-1);
    for (const b of bytes) {
      footprint.tuple(2);
      if (this.isKnown(`b${bytesKey(b)}`)) footprint.tuple(2, -1);
    }
    const items = consts.filter((value): value is ConstantValue => value.type !== 'code');
    footprint.tuple(consts.length);
    footprint.tupleKey(consts.length, items);
    if (this.isKnown(consts.map((value) => this.identityKey(value)).join())) {
      footprint.tupleKey(consts.length, items, -1);
      footprint.tuple(consts.length, -1);
    }
  }

  private isKnown(key: string): boolean {
    const known = this.parts.has(key);
    this.parts.add(key);
    return known;
  }
}

function bytesKey(bytes: Uint8Array): string {
  let s = '';
  for (let i = 0; i < bytes.length; i++) s += String.fromCharCode(bytes[i]!);
  return s;
}
