// The tree as the text oracle.py makes of CPython's.

import type * as ast from '../../server/src/ast/nodes';

const hex = (bytes: Uint8Array): string => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');

function double(...values: number[]): string {
  const view = new DataView(new ArrayBuffer(8 * values.length));
  values.forEach((value, i) => view.setFloat64(8 * i, value));
  return hex(new Uint8Array(view.buffer));
}

function constant(value: ast.ConstantValue): string {
  switch (value.type) {
    case 'None':
      return 'None';
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'Ellipsis':
      return '...';
    case 'int':
      return String(value.value);
    case 'float':
      return `f${double(value.value)}`;
    case 'complex':
      return `c${double(value.real, value.imag)}`;
    case 'str':
      if (!value.codePoints) return JSON.stringify(value.value);
      return `"${value.codePoints.map((c) => JSON.stringify(String.fromCodePoint(c)).slice(1, -1)).join('')}"`;
    case 'bytes':
      return `b${hex(value.value)}`;
    default:
      throw new Error(`a ${value.type} constant in a parsed tree`);
  }
}

/** Dumps a tree; `fields` names each node kind's fields in CPython's order. */
export function dumpTree(node: ast.AST, fields: Record<string, string[]>): string {
  const out: string[] = [];
  const dump = (value: unknown, isName: boolean): void => {
    if (value === null) out.push('-');
    else if (typeof value === 'string') out.push(isName ? value : JSON.stringify(value));
    else if (typeof value !== 'object') out.push(String(value));
    else if (Array.isArray(value)) {
      out.push('[');
      for (const item of value) dump(item, isName);
      out.push(']');
    } else {
      const record = value as Record<string, unknown> & ast.Located & { kind: string };
      out.push(`(${record.kind}`);
      if ('lineno' in record && 'end_lineno' in record) {
        out.push(`@${record.lineno}:${record.col_offset}-${record.end_lineno}:${record.end_col_offset}`);
      }
      for (const field of fields[record.kind]) {
        const key = record.kind === 'Constant' && field === 'kind' ? 'kind_' : field;
        if (!(key in record)) throw new Error(`${record.kind} lacks ${key}`);
        const isConstant = field === 'value' && (record.kind === 'Constant' || record.kind === 'MatchSingleton');
        if (isConstant) out.push(constant(record.value as ast.ConstantValue));
        else dump(record[key], field === 'ctx' || field === 'op' || field === 'ops');
      }
      out.push(')');
    }
  };
  dump(node, false);
  return out.join(' ');
}
