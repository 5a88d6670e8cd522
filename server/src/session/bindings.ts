// The lines that bind each name and set each attribute, by the program's text.

import type { AST, mod } from '../ast/nodes';

export class Bindings {
  readonly names = new Map<string, number[]>();
  readonly attributes = new Map<string, number[]>();

  constructor(tree: mod) {
    this.visit(tree);
  }

  private add(map: Map<string, number[]>, name: string, line: number): void {
    const lines = map.get(name);
    if (lines === undefined) map.set(name, [line]);
    else if (!lines.includes(line)) lines.push(line);
  }

  private visit(node: AST): void {
    switch (node.kind) {
      case 'Name':
        if (node.ctx === 'Store') this.add(this.names, node.id, node.lineno);
        break;
      case 'Attribute':
        if (node.ctx === 'Store') this.add(this.attributes, node.attr, node.lineno);
        break;
      case 'FunctionDef':
      case 'AsyncFunctionDef':
      case 'ClassDef':
        this.add(this.names, node.name, Math.min(node.lineno, ...node.decorator_list.map((d) => d.lineno)));
        break;
      case 'Import':
      case 'ImportFrom':
        for (const { name, asname } of node.names) this.add(this.names, asname ?? name.split('.')[0]!, node.lineno);
        break;
      case 'arguments':
        for (const arg of [...node.posonlyargs, ...node.args, ...node.kwonlyargs, node.vararg, node.kwarg]) {
          if (arg !== null) this.add(this.names, arg.arg, arg.lineno);
        }
        break;
      default:
    }
    for (const value of Object.values(node) as unknown[]) {
      for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
        if (child !== null && typeof child === 'object' && ('kind' in child || 'args' in child || 'target' in child)) {
          this.visit(child as AST);
        }
      }
    }
  }
}
