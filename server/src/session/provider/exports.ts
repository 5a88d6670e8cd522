// The graph of a view as text: Graphviz or JSON.

import type { HeapView } from '../../protocol/heapProtocol';

export function exportView(view: HeapView, format: 'dot' | 'json'): string {
  if (format === 'json') return JSON.stringify(view, null, 1);
  const quote = (text: string): string => `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')}"`;
  const lines = ['digraph heap {', '  rankdir=LR;', '  node [shape=box];'];
  for (const frame of view.frames) {
    lines.push(`  ${frame.id} [shape=folder, label=${quote(frame.name)}];`);
    for (const cell of frame.names)
      if (cell.kind === 'ref') lines.push(`  ${frame.id} -> o${cell.target} [label=${quote(cell.label)}];`);
  }
  for (const o of view.objects) {
    if (o.flags.freed) continue;
    const count = o.refcount < 0 ? 'immortal' : `refs ${o.refcount}`;
    const name = o.title === '' ? `${o.typeName} #${o.id}` : o.title;
    lines.push(
      `  o${o.id} [label=${quote(`${name}\n${count}, ${o.size} B`)}${o.flags.garbage ? ', style=dashed' : ''}];`,
    );
    for (const cell of o.cells) {
      if (cell.kind === 'ref') lines.push(`  o${o.id} -> o${cell.target} [label=${quote(cell.label)}];`);
      if (cell.kind === 'weak' && cell.target !== undefined && view.objects.some((t) => t.id === cell.target)) {
        lines.push(`  o${o.id} -> o${cell.target} [style=dotted];`);
      }
    }
  }
  lines.push('}', '');
  return lines.join('\n');
}
