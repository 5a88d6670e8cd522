// The heap report: what lives at a step, by type.

import { _Py_IsImmortal } from '../heap/refcount';
import { sizeOf, typeName } from './describe';
import type { Parked } from './replay';

export function heapReport(
  parked: Parked,
  format: 'text' | 'markdown' | 'json',
  fileName: string,
  step: number,
  steps: number,
): string {
  const rows = new Map<string, { count: number; bytes: number }>();
  for (const op of parked.snapshot().objects) {
    if (op === null || _Py_IsImmortal(op) || !parked.registry.isMine(op)) continue;
    const row = rows.get(typeName(op)) ?? { count: 0, bytes: 0 };
    row.count++;
    row.bytes += sizeOf(op);
    rows.set(typeName(op), row);
  }
  const table = [...rows].sort((a, b) => b[1].bytes - a[1].bytes);
  if (format === 'json') {
    return JSON.stringify({ step, types: table.map(([type, row]) => ({ type, ...row })) }, null, 2);
  }
  if (format === 'markdown') {
    const lines = table.map(([type, row]) => `| ${type} | ${row.count} | ${row.bytes} |`);
    return [
      `# Heap report of ${fileName}`,
      '',
      `Step ${step} of ${steps}.`,
      '',
      '| type | objects | bytes |',
      '| --- | ---: | ---: |',
      ...lines,
      '',
    ].join('\n');
  }
  const head = `Heap report of ${fileName}, step ${step} of ${steps}\n\n`;
  const line = ([type, row]: (typeof table)[number]): string =>
    `${type.padEnd(30)} ${String(row.count).padStart(8)} objects ${String(row.bytes).padStart(10)} bytes\n`;
  return head + table.map(line).join('');
}
