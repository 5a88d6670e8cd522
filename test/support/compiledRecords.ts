// Reads what dump_compiled.py writes, and compares our code units with it.

import type { ConstantValue, mod } from '../../server/src/ast/nodes';
import type { CodeConst, CodeUnit } from '../../server/src/compiler/codeunit';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

export interface CompiledRecord {
  file?: string;
  source?: string;
  flags?: number;
  mode: 'exec' | 'eval' | 'single';
  refused?: string;
  ast?: JsonObject;
  code?: JsonObject;
  warnings?: [string, number][];
  error?: [string, string, number | null, number | null, number | null, number | null];
}

function parseHexFloat(s: string): number {
  if (s === 'inf') return Infinity;
  if (s === '-inf') return -Infinity;
  if (s === 'nan' || s === '-nan') return NaN;
  const m = /^(-?)0x([01])\.?([0-9a-f]*)p([+-]\d+)$/.exec(s)!;
  const mantissa = Number(BigInt(`0x${m[2]!}${m[3]!}`));
  const exp = Number(m[4]) - 4 * m[3]!.length;
  const half = Math.trunc(exp / 2);
  const x = mantissa * 2 ** half * 2 ** (exp - half);
  return m[1] === '-' ? -x : x;
}

export function reviveConstant(c: JsonObject): ConstantValue {
  switch (c['type']) {
    case 'int': {
      const s = c['value'] as string;
      return { type: 'int', value: s.startsWith('-') ? -BigInt(s.slice(1)) : BigInt(s) };
    }
    case 'float':
      return { type: 'float', value: parseHexFloat(c['value'] as string) };
    case 'complex':
      return { type: 'complex', real: parseHexFloat(c['real'] as string), imag: parseHexFloat(c['imag'] as string) };
    case 'bytes':
      return { type: 'bytes', value: Uint8Array.from(Buffer.from(c['value'] as string, 'hex')) };
    case 'tuple':
    case 'frozenset':
      return { type: c['type'], items: (c['items'] as JsonObject[]).map(reviveConstant) };
    default:
      return c as unknown as ConstantValue;
  }
}

/** Turns a dumped tree into one of ours, in place. */
export function reviveTree(node: Json): mod {
  const walk = (n: Json): void => {
    if (Array.isArray(n)) return n.forEach(walk);
    if (n === null || typeof n !== 'object') return;
    const isConstant = n['kind'] === 'Constant' || n['kind'] === 'MatchSingleton';
    for (const key of Object.keys(n)) {
      if (key === 'value' && isConstant) n[key] = reviveConstant(n[key] as JsonObject) as unknown as Json;
      else if (typeof n[key] === 'object') walk(n[key]!);
    }
  };
  walk(node);
  return node as unknown as mod;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function sameConstant(a: CodeConst, b: JsonObject): boolean {
  if (a.type !== b['type']) return false;
  switch (a.type) {
    case 'tuple':
    case 'frozenset': {
      const items = b['items'] as JsonObject[];
      if (a.items.length !== items.length) return false;
      if (a.type === 'tuple') return a.items.every((item, i) => sameConstant(item, items[i]!));
      return items.every((item) => a.items.some((x) => sameConstant(x, item)));
    }
    case 'code':
      return true;
    case 'bytes':
      return hex(a.value) === b['value'];
    case 'str':
      return a.value === b['value'] && JSON.stringify(a.codePoints) === JSON.stringify(b['codePoints']);
    case 'bool':
      return a.value === b['value'];
    case 'None':
    case 'Ellipsis':
      return true;
    default: {
      const r = reviveConstant(b);
      if (a.type === 'int' && r.type === 'int') return a.value === r.value;
      if (a.type === 'float' && r.type === 'float') return Object.is(a.value, r.value);
      if (a.type === 'complex' && r.type === 'complex') {
        return Object.is(a.real, r.real) && Object.is(a.imag, r.imag);
      }
      return false;
    }
  }
}

function showConstant(c: CodeConst | JsonObject): string {
  if (c['type'] === 'code') return '<code>';
  return JSON.stringify(c, (k, v: unknown) =>
    typeof v === 'bigint' ? `${v}n` : k === 'code' || k === 'id' ? undefined : v,
  );
}

export interface Difference {
  path: string;
  field: string;
  ours: string;
  theirs: string;
}

/** All differences between a unit of ours and a dumped code object, nested ones included. */
export function compareCode(
  ours: CodeUnit,
  theirs: JsonObject,
): { differences: Difference[]; units: number; equal: number } {
  const differences: Difference[] = [];
  const idToObject = new Map<number, CodeConst>();
  const objectToId = new Map<CodeConst, number>();
  let units = 0;
  let equal = 0;
  const compareUnit = (a: CodeUnit, b: JsonObject, path: string): void => {
    units++;
    const before = differences.length;
    const differ = (field: string, x: unknown, y: unknown): void => {
      differences.push({ path, field, ours: String(x), theirs: String(y) });
    };
    for (const field of [
      'co_name',
      'co_qualname',
      'co_argcount',
      'co_posonlyargcount',
      'co_kwonlyargcount',
      'co_stacksize',
      'co_firstlineno',
      'co_flags',
    ] as const) {
      if (a[field] !== b[field]) differ(field, a[field], b[field]);
    }
    for (const field of ['co_code', 'co_linetable', 'co_exceptiontable'] as const) {
      if (hex(a[field]) !== b[field]) differ(field, hex(a[field]), b[field]);
    }
    for (const field of ['co_names', 'co_localsplusnames'] as const) {
      if (JSON.stringify(a[field]) !== JSON.stringify(b[field])) {
        differ(field, JSON.stringify(a[field]), JSON.stringify(b[field]));
      }
    }
    const kinds = JSON.stringify(Array.from(a.co_localspluskinds));
    if (kinds !== JSON.stringify(b['co_localspluskinds'])) {
      differ('co_localspluskinds', kinds, JSON.stringify(b['co_localspluskinds']));
    }
    const consts = b['co_consts'] as JsonObject[];
    const bad = a.co_consts.length !== consts.length || a.co_consts.some((c, i) => !sameConstant(c, consts[i]!));
    if (bad) differ('co_consts', a.co_consts.map(showConstant).join(' '), consts.map(showConstant).join(' '));
    else {
      const identity = (x: CodeConst, y: JsonObject): void => {
        // A frozenset is made anew where interning its strings changes one: that depends on what ran before.
        if (x.type === 'frozenset') return;
        const id = y['id'] as number;
        if (idToObject.has(id) ? idToObject.get(id) !== x : objectToId.has(x)) {
          differ('identity', showConstant(x), showConstant(y));
        }
        idToObject.set(id, x);
        objectToId.set(x, id);
        if (x.type === 'tuple') x.items.forEach((item, i) => identity(item, (y['items'] as JsonObject[])[i]!));
      };
      a.co_consts.forEach((c, i) => identity(c, consts[i]!));
    }
    if (differences.length === before) equal++;
    if (bad) return;
    a.co_consts.forEach((c, i) => {
      if (c.type === 'code') compareUnit(c.code, consts[i]!['code'] as JsonObject, `${path}/${c.code.co_name}`);
    });
  };
  compareUnit(ours, theirs, ours.co_name);
  return { differences, units, equal };
}
