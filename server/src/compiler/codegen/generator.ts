// Which function compiles which node.

import type { expr, stmt } from '../../ast/nodes';
import { syntaxError } from '../errors';
import { LOC } from '../location';
import { INTRINSIC_UNARY_POSITIVE, Op } from '../opcodes';
import { call } from './calls';
import { compare } from './comparisons';
import { Compiler } from './compiler';
import { comprehension } from './comprehensions';
import {
  asyncFor,
  asyncWith,
  breakStatement,
  continueStatement,
  forLoop,
  ifExp,
  ifStatement,
  returnStatement,
  whileLoop,
  withStatement,
} from './controlFlow';
import { classDef, functionDef, lambda } from './definitions';
import {
  attribute,
  binOp,
  boolOp,
  dict,
  formattedValue,
  joinedStr,
  slice,
  starunpack,
  subscript,
  unpackTo,
} from './expressions';
import { matchStatement } from './patterns';
import { annAssign, assertStatement, augAssign, exprStatement, importFrom, importStatement } from './statements';
import { tryStarStatement, tryStatement } from './tryStatements';
import { typeAlias } from './typeParams';
import { Scope } from './unit';

export class CodeGenerator extends Compiler {
  override visitExpr(e: expr): void {
    expression(this, e);
  }

  override visitStmt(s: stmt): void {
    statement(this, s);
  }
}

function expression(c: Compiler, e: expr): void {
  switch (e.kind) {
    case 'Name':
      return c.nameop(LOC(e), e.id, e.ctx);
    case 'Constant':
      return c.loadConst(LOC(e), e.value);
    case 'Attribute':
      return attribute(c, e);
    case 'Call':
      return call(c, e);
    case 'BinOp':
      return binOp(c, e);
    case 'Compare':
      return compare(c, e);
    case 'Subscript':
      return subscript(c, e);
    case 'Tuple':
    case 'List':
      if (e.ctx === 'Store') return unpackTo(c, LOC(e), e.elts);
      if (e.ctx === 'Del') return c.visitExprs(e.elts);
      return starunpack(c, LOC(e), e.elts, 0, Op.BUILD_LIST, Op.LIST_APPEND, Op.LIST_EXTEND, e.kind === 'Tuple');
    case 'BoolOp':
      return boolOp(c, e);
    case 'UnaryOp':
      c.visitExpr(e.operand);
      switch (e.op) {
        case 'UAdd':
          return c.addopI(LOC(e), Op.CALL_INTRINSIC_1, INTRINSIC_UNARY_POSITIVE);
        case 'Not':
          c.addop(LOC(e), Op.TO_BOOL);
          return c.addop(LOC(e), Op.UNARY_NOT);
        case 'USub':
          return c.addop(LOC(e), Op.UNARY_NEGATIVE);
        case 'Invert':
          return c.addop(LOC(e), Op.UNARY_INVERT);
      }

    case 'Dict':
      return dict(c, e);
    case 'Set':
      return starunpack(c, LOC(e), e.elts, 0, Op.BUILD_SET, Op.SET_ADD, Op.SET_UPDATE, false);
    case 'IfExp':
      return ifExp(c, e);
    case 'JoinedStr':
      return joinedStr(c, e);
    case 'FormattedValue':
      return formattedValue(c, e);
    case 'Lambda':
      return lambda(c, e);
    case 'ListComp':
    case 'SetComp':
    case 'DictComp':
    case 'GeneratorExp':
      return comprehension(c, e);
    case 'NamedExpr':
      c.visitExpr(e.value);
      c.addopI(LOC(e), Op.COPY, 1);
      return c.visitExpr(e.target);
    case 'Slice':
      return c.addopI(LOC(e), Op.BUILD_SLICE, slice(c, e));
    case 'Starred':
      return syntaxError(
        LOC(e),
        e.ctx === 'Store'
          ? 'starred assignment target must be in a list or tuple'
          : "can't use starred expression here",
      );
    case 'Yield': {
      const loc = LOC(e);
      if (!c.entry.isFunctionLike) syntaxError(loc, "'yield' outside function");
      if (e.value !== null) c.visitExpr(e.value);
      else c.loadNone(loc);
      return c.addopYield(loc);
    }
    case 'YieldFrom': {
      const loc = LOC(e);
      if (!c.entry.isFunctionLike) syntaxError(loc, "'yield from' outside function");
      if (c.u.scopeType === Scope.AsyncFunction) syntaxError(loc, "'yield from' inside async function");
      c.visitExpr(e.value);
      c.addop(loc, Op.GET_YIELD_FROM_ITER);
      c.loadNone(loc);
      return c.addYieldFrom(loc, false);
    }
    case 'Await': {
      const loc = LOC(e);
      if (!c.isTopLevelAwait) {
        if (!c.entry.isFunctionLike) syntaxError(loc, "'await' outside function");
        if (c.u.scopeType !== Scope.AsyncFunction && c.u.scopeType !== Scope.Comprehension) {
          syntaxError(loc, "'await' outside async function");
        }
      }
      c.visitExpr(e.value);
      return c.addAwait(loc, 0);
    }
  }
}

function statement(c: Compiler, s: stmt): void {
  switch (s.kind) {
    case 'Expr':
      return exprStatement(c, LOC(s), s.value);
    case 'Assign': {
      c.visitExpr(s.value);
      const last = s.targets.length - 1;
      for (let i = 0; i <= last; i++) {
        if (i < last) c.addopI(LOC(s), Op.COPY, 1);
        c.visitExpr(s.targets[i]!);
      }
      return;
    }
    case 'If':
      return ifStatement(c, s);
    case 'Return':
      return returnStatement(c, s);
    case 'FunctionDef':
      return functionDef(c, s);
    case 'AsyncFunctionDef':
      return functionDef(c, s);
    case 'ClassDef':
      return classDef(c, s);
    case 'AugAssign':
      return augAssign(c, s);
    case 'AnnAssign':
      return annAssign(c, s);
    case 'For':
      return forLoop(c, s);
    case 'AsyncFor':
      return asyncFor(c, s);
    case 'While':
      return whileLoop(c, s);
    case 'Delete':
      return c.visitExprs(s.targets);
    case 'With':
      return withStatement(c, s, 0);
    case 'AsyncWith':
      return asyncWith(c, s, 0);
    case 'Match':
      return matchStatement(c, s);
    case 'Raise': {
      let n = 0;
      if (s.exc !== null) {
        c.visitExpr(s.exc);
        n++;
        if (s.cause !== null) {
          c.visitExpr(s.cause);
          n++;
        }
      }
      return c.addopI(LOC(s), Op.RAISE_VARARGS, n);
    }
    case 'Try':
      return tryStatement(c, s);
    case 'TryStar':
      return tryStarStatement(c, s);
    case 'Assert':
      return assertStatement(c, s);
    case 'Import':
      return importStatement(c, s);
    case 'ImportFrom':
      return importFrom(c, s);
    case 'TypeAlias':
      return typeAlias(c, s);
    case 'Pass':
      return c.addop(LOC(s), Op.NOP);
    case 'Break':
      return breakStatement(c, LOC(s));
    case 'Continue':
      return continueStatement(c, LOC(s));
    case 'Global':
    case 'Nonlocal':
      return;
  }
}
