// `super().attr` and `super(a, b).attr` without a super object. Follows Python/compile.c.

import type { Attribute, Call } from '../../ast/nodes';
import { LOC } from '../location';
import { GLOBAL_IMPLICIT } from '../symtable';
import type { Compiler } from './compiler';

export function canOptimizeSuperCall(c: Compiler, attr: Attribute): boolean {
  const e = attr.value;
  if (
    e.kind !== 'Call' ||
    e.func.kind !== 'Name' ||
    e.func.id !== 'super' ||
    attr.attr === '__class__' ||
    e.keywords.length > 0
  ) {
    return false;
  }
  // Nothing may shadow the builtin, as far as can be seen.
  if (c.entry.getScope('super') !== GLOBAL_IMPLICIT) return false;
  if (c.symtable.top.getScope('super') !== 0) return false;
  if (e.args.length === 2) return !e.args.some((arg) => arg.kind === 'Starred');
  if (e.args.length !== 0) return false;
  // Without arguments: there must be a first argument, and a `__class__`.
  if (c.u.argcount === 0 && c.u.posonlyargcount === 0) return false;
  return c.hasFree('__class__');
}

export function loadArgsForSuper(c: Compiler, e: Call): void {
  const loc = LOC(e);
  c.nameop(LOC(e.func), 'super', 'Load');
  if (e.args.length === 2) {
    c.visitExpr(e.args[0]!);
    c.visitExpr(e.args[1]!);
    return;
  }
  c.nameop(loc, '__class__', 'Load');
  const [self] = c.u.varnames.keys();
  c.nameop(loc, self!, 'Load');
}
