// Simple statements. Follows Python/compile.c.

import type { AnnAssign, Assert, AugAssign, Import, ImportFrom, expr } from '../../ast/nodes';
import { strConst } from '../constants';
import { syntaxError } from '../errors';
import { CO_FUTURE_ANNOTATIONS } from '../future';
import { LOC, type Loc, NO_LOCATION } from '../location';
import { INTRINSIC_IMPORT_STAR, INTRINSIC_PRINT, Op } from '../opcodes';
import { unparse } from '../unparse';
import { AttrKind, type Compiler } from './compiler';
import { jumpIf } from './controlFlow';
import { addBinary, isTwoElementSlice, matchAttrLocation, slice } from './expressions';
import { Scope, indexOf } from './unit';

export function exprStatement(c: Compiler, loc: Loc, value: expr): void {
  if (c.interactive && c.nestLevel <= 1) {
    c.visitExpr(value);
    c.addopI(loc, Op.CALL_INTRINSIC_1, INTRINSIC_PRINT);
    c.addop(NO_LOCATION, Op.POP_TOP);
    return;
  }
  if (value.kind === 'Constant') return c.addop(loc, Op.NOP);
  c.visitExpr(value);
  c.addop(NO_LOCATION, Op.POP_TOP);
}

export function assertStatement(c: Compiler, s: Assert): void {
  const { test } = s;
  if (
    (test.kind === 'Tuple' && test.elts.length > 0) ||
    (test.kind === 'Constant' && test.value.type === 'tuple' && test.value.items.length > 0)
  ) {
    c.warn(LOC(s), 'assertion is always true, perhaps remove parentheses?');
  }
  if (c.settings.optimize > 0) return;
  const loc = LOC(s);
  const end = c.newLabel();
  jumpIf(c, loc, test, end, true);
  c.addop(loc, Op.LOAD_ASSERTION_ERROR);
  if (s.msg !== null) {
    c.visitExpr(s.msg);
    c.addopI(loc, Op.CALL, 0);
  }
  c.addopI(LOC(test), Op.RAISE_VARARGS, 1);
  c.useLabel(end);
}

// ---- assignment

export function augAssign(c: Compiler, s: AugAssign): void {
  const e = s.target;
  let loc = LOC(e);
  switch (e.kind) {
    case 'Attribute':
      c.visitExpr(e.value);
      c.addopI(loc, Op.COPY, 1);
      loc = matchAttrLocation(loc, e);
      c.addopAttr(loc, AttrKind.Attr, e.attr);
      break;
    case 'Subscript':
      c.visitExpr(e.value);
      if (isTwoElementSlice(e.slice)) {
        slice(c, e.slice);
        c.addopI(loc, Op.COPY, 3);
        c.addopI(loc, Op.COPY, 3);
        c.addopI(loc, Op.COPY, 3);
        c.addop(loc, Op.BINARY_SLICE);
      } else {
        c.visitExpr(e.slice);
        c.addopI(loc, Op.COPY, 2);
        c.addopI(loc, Op.COPY, 2);
        c.addop(loc, Op.BINARY_SUBSCR);
      }
      break;
    case 'Name':
      c.nameop(loc, e.id, 'Load');
      break;
    default:
      throw new Error(`invalid node type (${e.kind}) for augmented assignment`);
  }
  c.visitExpr(s.value);
  addBinary(c, LOC(s), s.op, true);
  loc = LOC(e);
  switch (e.kind) {
    case 'Attribute':
      loc = matchAttrLocation(loc, e);
      c.addopI(loc, Op.SWAP, 2);
      c.addopName(loc, Op.STORE_ATTR, e.attr);
      break;
    case 'Subscript':
      if (isTwoElementSlice(e.slice)) {
        c.addopI(loc, Op.SWAP, 4);
        c.addopI(loc, Op.SWAP, 3);
        c.addopI(loc, Op.SWAP, 2);
        c.addop(loc, Op.STORE_SLICE);
      } else {
        c.addopI(loc, Op.SWAP, 3);
        c.addopI(loc, Op.SWAP, 2);
        c.addop(loc, Op.STORE_SUBSCR);
      }
      break;
    case 'Name':
      c.nameop(loc, e.id, 'Store');
      break;
  }
}

/** An annotation expression that is evaluated and dropped. */
function checkAnnExpr(c: Compiler, e: expr): void {
  c.visitExpr(e);
  c.addop(LOC(e), Op.POP_TOP);
}

function checkAnnSubscript(c: Compiler, e: expr): void {
  switch (e.kind) {
    case 'Slice':
      if (e.lower !== null) checkAnnExpr(c, e.lower);
      if (e.upper !== null) checkAnnExpr(c, e.upper);
      if (e.step !== null) checkAnnExpr(c, e.step);
      return;
    case 'Tuple':
      for (const elt of e.elts) checkAnnSubscript(c, elt);
      return;
    default:
      checkAnnExpr(c, e);
  }
}

export function annAssign(c: Compiler, s: AnnAssign): void {
  const loc = LOC(s);
  const { target } = s;
  const inNamespace = c.u.scopeType === Scope.Module || c.u.scopeType === Scope.Class;
  const future = (c.flags & CO_FUTURE_ANNOTATIONS) !== 0;
  if (s.value !== null) {
    c.visitExpr(s.value);
    c.visitExpr(target);
  }
  switch (target.kind) {
    case 'Name':
      c.forbidName(loc, target.id, 'Store');
      if (s.simple && inNamespace) {
        if (future) c.loadStr(LOC(s.annotation), unparse(s.annotation));
        else c.visitExpr(s.annotation);
        c.addopName(loc, Op.LOAD_NAME, '__annotations__');
        c.loadStr(loc, c.mangle(target.id));
        c.addop(loc, Op.STORE_SUBSCR);
      }
      break;
    case 'Attribute':
      c.forbidName(loc, target.attr, 'Store');
      if (s.value === null) checkAnnExpr(c, target.value);
      break;
    case 'Subscript':
      if (s.value === null) {
        checkAnnExpr(c, target.value);
        checkAnnSubscript(c, target.slice);
      }
      break;
    default:
      throw new Error(`invalid node type (${target.kind}) for annotated assignment`);
  }
  if (!s.simple && !future && inNamespace) checkAnnExpr(c, s.annotation);
}

// ---- imports

function importAs(c: Compiler, loc: Loc, name: string, asname: string): void {
  const parts = name.split('.');
  if (parts.length > 1) {
    // `import a.b.c as d` binds the innermost module: fetch it part by part.
    for (let i = 1; i < parts.length; i++) {
      c.addopI(loc, Op.IMPORT_FROM, indexOf(c.u.names, parts[i]!));
      if (i === parts.length - 1) break;
      c.addopI(loc, Op.SWAP, 2);
      c.addop(loc, Op.POP_TOP);
    }
    c.nameop(loc, asname, 'Store');
    c.addop(loc, Op.POP_TOP);
    return;
  }
  c.nameop(loc, asname, 'Store');
}

export function importStatement(c: Compiler, s: Import): void {
  const loc = LOC(s);
  for (const { name, asname } of s.names) {
    c.loadInt(loc, 0);
    c.loadNone(loc);
    c.addopName(loc, Op.IMPORT_NAME, name);
    if (asname !== null) importAs(c, loc, name, asname);
    else {
      const dot = name.indexOf('.');
      c.nameop(loc, dot < 0 ? name : name.slice(0, dot), 'Store');
    }
  }
}

export function importFrom(c: Compiler, s: ImportFrom): void {
  const loc = LOC(s);
  c.loadInt(loc, s.level ?? 0);
  const names = s.names.map((a) => strConst(a.name));
  const future = c.future.location;
  if (
    (s.lineno > future.lineno || (s.lineno === future.end_lineno && s.col_offset > future.end_col_offset)) &&
    s.module === '__future__' &&
    (s.level ?? 0) === 0
  ) {
    syntaxError(loc, 'from __future__ imports must occur at the beginning of the file');
  }
  c.loadConst(loc, { made: 'compiler', type: 'tuple', items: names });
  c.addopName(loc, Op.IMPORT_NAME, s.module ?? '');
  for (let i = 0; i < s.names.length; i++) {
    const { name, asname } = s.names[i]!;
    if (i === 0 && name.startsWith('*')) {
      c.addopI(loc, Op.CALL_INTRINSIC_1, INTRINSIC_IMPORT_STAR);
      c.addop(NO_LOCATION, Op.POP_TOP);
      return;
    }
    c.addopName(loc, Op.IMPORT_FROM, name);
    c.nameop(loc, asname ?? name, 'Store');
  }
  c.addop(loc, Op.POP_TOP);
}
