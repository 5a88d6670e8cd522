// Type parameters (PEP 695, 696) and `type` statements. Follows Python/compile.c.

import type { TypeAlias, expr, type_param } from '../../ast/nodes';
import { NONE } from '../constants';
import { syntaxError } from '../errors';
import { LOC, type Loc } from '../location';
import {
  INTRINSIC_PARAMSPEC,
  INTRINSIC_SET_TYPEPARAM_DEFAULT,
  INTRINSIC_TYPEALIAS,
  INTRINSIC_TYPEVAR,
  INTRINSIC_TYPEVARTUPLE,
  INTRINSIC_TYPEVAR_WITH_BOUND,
  INTRINSIC_TYPEVAR_WITH_CONSTRAINTS,
  Op,
} from '../opcodes';
import type { SymtableEntry } from '../symtable';
import type { Compiler } from './compiler';
import { Scope } from './unit';

/** A bound or default becomes a function, called when it is asked for. */
function boundOrDefault(c: Compiler, e: expr, name: string, entry: SymtableEntry, allowStarred: boolean): void {
  const loc = LOC(e);
  c.enterScope(name, Scope.TypeParams, entry, e.lineno);
  if (allowStarred && e.kind === 'Starred') {
    c.visitExpr(e.value);
    c.addopI(loc, Op.UNPACK_SEQUENCE, 1);
  } else c.visitExpr(e);
  c.addop(loc, Op.RETURN_VALUE);
  const code = c.optimizeAndAssemble(true);
  c.exitScope();
  c.makeClosure(loc, code, 0);
}

/** Makes the type parameters, binds their names, and leaves a tuple of them on the stack. */
export function typeParams(c: Compiler, params: readonly type_param[]): void {
  let seenDefault = false;
  for (const p of params) {
    const loc = LOC(p);
    c.loadStr(loc, p.name);
    if (p.kind === 'TypeVar' && p.bound !== null) {
      boundOrDefault(c, p.bound, p.name, c.symtable.lookup(p), false);
      c.addopI(
        loc,
        Op.CALL_INTRINSIC_2,
        p.bound.kind === 'Tuple' ? INTRINSIC_TYPEVAR_WITH_CONSTRAINTS : INTRINSIC_TYPEVAR_WITH_BOUND,
      );
    } else {
      const intrinsic =
        p.kind === 'TypeVar'
          ? INTRINSIC_TYPEVAR
          : p.kind === 'TypeVarTuple'
            ? INTRINSIC_TYPEVARTUPLE
            : INTRINSIC_PARAMSPEC;
      c.addopI(loc, Op.CALL_INTRINSIC_1, intrinsic);
    }
    if (p.default_value !== null) {
      seenDefault = true;
      boundOrDefault(c, p.default_value, p.name, c.symtable.defaultBlocks.get(p)!, p.kind === 'TypeVarTuple');
      c.addopI(loc, Op.CALL_INTRINSIC_2, INTRINSIC_SET_TYPEPARAM_DEFAULT);
    } else if (seenDefault) {
      syntaxError(loc, `non-default type parameter '${p.name}' follows default type parameter`);
    }
    c.addopI(loc, Op.COPY, 1);
    c.nameop(loc, p.name, 'Store');
  }
  c.addopI(LOC(params[0]!), Op.BUILD_TUPLE, params.length);
}

/** Ends a scope of type parameters and calls it. */
export function callTypeParamScope(c: Compiler, loc: Loc): void {
  const code = c.optimizeAndAssemble(false);
  c.exitScope();
  c.makeClosure(loc, code, 0);
  c.addop(loc, Op.PUSH_NULL);
  c.addopI(loc, Op.CALL, 0);
}

export function typeAlias(c: Compiler, s: TypeAlias): void {
  const loc = LOC(s);
  const generic = s.type_params.length > 0;
  const name = s.name.kind === 'Name' ? s.name.id : '';
  if (generic) {
    c.enterScope(`<generic parameters of ${name}>`, Scope.TypeParams, s.type_params, s.lineno);
    c.loadStr(loc, name);
    typeParams(c, s.type_params);
  } else {
    c.loadStr(loc, name);
    c.loadNone(loc);
  }
  c.enterScope(name, Scope.Function, s, s.lineno);
  // None first: the function has no docstring.
  c.addConst(NONE);
  c.visitExpr(s.value);
  c.addop(loc, Op.RETURN_VALUE);
  const code = c.optimizeAndAssemble(false);
  c.exitScope();
  c.makeClosure(loc, code, 0);
  c.addopI(loc, Op.BUILD_TUPLE, 3);
  c.addopI(loc, Op.CALL_INTRINSIC_1, INTRINSIC_TYPEALIAS);
  if (generic) callTypeParamScope(c, loc);
  c.nameop(loc, name, 'Store');
}
