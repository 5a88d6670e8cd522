// Expressions but calls, comprehensions and lambdas. Follows Python/compile.c.

import type {
  Attribute,
  BinOp,
  BoolOp,
  ConstantValue,
  Dict,
  FormattedValue,
  JoinedStr,
  Slice,
  Subscript,
  expr,
  operator,
} from '../../ast/nodes';

import { uniqueItems } from '../constantRepr';
import { syntaxError } from '../errors';
import { LOC, Loc } from '../location';
import {
  INTRINSIC_LIST_TO_TUPLE,
  NB_ADD,
  NB_AND,
  NB_FLOOR_DIVIDE,
  NB_INPLACE_ADD,
  NB_LSHIFT,
  NB_MATRIX_MULTIPLY,
  NB_MULTIPLY,
  NB_OR,
  NB_POWER,
  NB_REMAINDER,
  NB_RSHIFT,
  NB_SUBTRACT,
  NB_TRUE_DIVIDE,
  NB_XOR,
  Op,
} from '../opcodes';
import { canOptimizeSuperCall, loadArgsForSuper } from './superCalls';
import { checkIndex, checkSubscripter } from './comparisons';
import { AttrKind, type Compiler } from './compiler';
import { Scope } from './unit';

/** More operands than this are put into their container one by one. */
export const STACK_USE_GUIDELINE = 30;

const operatorArgs: { readonly [op in operator]: number } = {
  Add: NB_ADD,
  BitAnd: NB_AND,
  BitOr: NB_OR,
  BitXor: NB_XOR,
  Div: NB_TRUE_DIVIDE,
  FloorDiv: NB_FLOOR_DIVIDE,
  LShift: NB_LSHIFT,
  MatMult: NB_MATRIX_MULTIPLY,
  Mod: NB_REMAINDER,
  Mult: NB_MULTIPLY,
  Pow: NB_POWER,
  RShift: NB_RSHIFT,
  Sub: NB_SUBTRACT,
};

export function addBinary(c: Compiler, loc: Loc, op: operator, inplace: boolean): void {
  c.addopI(loc, Op.BINARY_OP, operatorArgs[op] + (inplace ? NB_INPLACE_ADD - NB_ADD : 0));
}

/** Long sums lean to the left; their spine is walked in a loop to spare the stack. */
export function binOp(c: Compiler, e: BinOp): void {
  if (e.left.kind !== 'BinOp') {
    c.visitExpr(e.left);
    c.visitExpr(e.right);
    addBinary(c, LOC(e), e.op, false);
    return;
  }
  const spine: BinOp[] = [];
  let left: expr = e;
  while (left.kind === 'BinOp') {
    spine.push(left);
    left = left.left;
  }
  c.visitExpr(left);
  for (let i = spine.length - 1; i >= 0; i--) {
    const op = spine[i]!;
    c.visitExpr(op.right);
    addBinary(c, LOC(op), op.op, false);
  }
}

export function boolOp(c: Compiler, e: BoolOp): void {
  const loc = LOC(e);
  const jump = e.op === 'And' ? Op.POP_JUMP_IF_FALSE : Op.POP_JUMP_IF_TRUE;
  const end = c.newLabel();
  const last = e.values.length - 1;
  for (let i = 0; i < last; i++) {
    c.visitExpr(e.values[i]!);
    c.addopI(loc, Op.COPY, 1);
    c.addop(loc, Op.TO_BOOL);
    c.addopJump(loc, jump, end);
    c.addop(loc, Op.POP_TOP);
  }
  c.visitExpr(e.values[last]!);
  c.useLabel(end);
}

// ---- displays

/**
 * A list, set or tuple display, or call arguments. `pushed` items are on the stack already; `tuple` asks for a tuple
 * in the end.
 */
export function starunpack(
  c: Compiler,
  loc: Loc,
  elts: readonly expr[],
  pushed: number,
  build: Op,
  add: Op,
  extend: Op,
  tuple: boolean,
): void {
  const n = elts.length;
  if (n > 2) {
    const items = constantItems(elts, 0, n);
    if (items !== null) {
      if (tuple && pushed === 0) return c.loadConst(loc, { made: 'compiler', type: 'tuple', items });
      c.addopI(loc, build, pushed);
      if (add === Op.SET_ADD) c.loadConst(loc, { made: 'compiler', type: 'frozenset', items: uniqueItems(items) });
      else c.loadConst(loc, { made: 'compiler', type: 'tuple', items });
      c.addopI(loc, extend, 1);
      if (tuple) c.addopI(loc, Op.CALL_INTRINSIC_1, INTRINSIC_LIST_TO_TUPLE);
      return;
    }
  }
  const big = n + pushed > STACK_USE_GUIDELINE;
  let starred = false;
  for (let i = 0; i < n && !starred; i++) starred = elts[i]!.kind === 'Starred';
  if (!starred && !big) {
    c.visitExprs(elts);
    c.addopI(loc, tuple ? Op.BUILD_TUPLE : build, n + pushed);
    return;
  }
  let built = false;
  if (big) {
    c.addopI(loc, build, pushed);
    built = true;
  }
  for (let i = 0; i < n; i++) {
    const elt = elts[i]!;
    if (elt.kind === 'Starred') {
      if (!built) {
        c.addopI(loc, build, i + pushed);
        built = true;
      }
      c.visitExpr(elt.value);
      c.addopI(loc, extend, 1);
    } else {
      c.visitExpr(elt);
      if (built) c.addopI(loc, add, 1);
    }
  }
  if (tuple) c.addopI(loc, Op.CALL_INTRINSIC_1, INTRINSIC_LIST_TO_TUPLE);
}

function constantItems(elts: readonly (expr | null)[], begin: number, end: number): ConstantValue[] | null {
  for (let i = begin; i < end; i++) if (elts[i]?.kind !== 'Constant') return null;
  const items: ConstantValue[] = [];
  for (let i = begin; i < end; i++) {
    const elt = elts[i]!;
    if (elt.kind === 'Constant') items.push(elt.value);
  }
  return items;
}

export function unpackTo(c: Compiler, loc: Loc, elts: readonly expr[]): void {
  const n = elts.length;
  let seenStar = false;
  for (let i = 0; i < n; i++) {
    if (elts[i]!.kind !== 'Starred') continue;
    if (seenStar) syntaxError(loc, 'multiple starred expressions in assignment');
    if (i >= 1 << 8 || n - i - 1 >= 0x7fffffff >> 8) {
      syntaxError(loc, 'too many expressions in star-unpacking assignment');
    }
    c.addopI(loc, Op.UNPACK_EX, i + ((n - i - 1) << 8));
    seenStar = true;
  }
  if (!seenStar) c.addopI(loc, Op.UNPACK_SEQUENCE, n);
  for (const elt of elts) c.visitExpr(elt.kind === 'Starred' ? elt.value : elt);
}

function subdict(c: Compiler, e: Dict, begin: number, end: number): void {
  const n = end - begin;
  const big = n * 2 > STACK_USE_GUIDELINE;
  const loc = LOC(e);
  if (n > 1 && !big) {
    const items = constantItems(e.keys, begin, end);
    if (items !== null) {
      for (let i = begin; i < end; i++) c.visitExpr(e.values[i]!);
      c.loadConst(loc, { made: 'compiler', type: 'tuple', items });
      c.addopI(loc, Op.BUILD_CONST_KEY_MAP, n);
      return;
    }
  }
  if (big) c.addopI(loc, Op.BUILD_MAP, 0);
  for (let i = begin; i < end; i++) {
    c.visitExpr(e.keys[i]!);
    c.visitExpr(e.values[i]!);
    if (big) c.addopI(loc, Op.MAP_ADD, 1);
  }
  if (!big) c.addopI(loc, Op.BUILD_MAP, n);
}

export function dict(c: Compiler, e: Dict): void {
  const loc = LOC(e);
  const n = e.values.length;
  let haveDict = false;
  let elements = 0;
  for (let i = 0; i < n; i++) {
    if (e.keys[i] === null) {
      if (elements > 0) {
        subdict(c, e, i - elements, i);
        if (haveDict) c.addopI(loc, Op.DICT_UPDATE, 1);
        haveDict = true;
        elements = 0;
      }
      if (!haveDict) {
        c.addopI(loc, Op.BUILD_MAP, 0);
        haveDict = true;
      }
      c.visitExpr(e.values[i]!);
      c.addopI(loc, Op.DICT_UPDATE, 1);
    } else if (elements * 2 > STACK_USE_GUIDELINE) {
      subdict(c, e, i - elements, i + 1);
      if (haveDict) c.addopI(loc, Op.DICT_UPDATE, 1);
      haveDict = true;
      elements = 0;
    } else elements++;
  }
  if (elements > 0) {
    subdict(c, e, n - elements, n);
    if (haveDict) c.addopI(loc, Op.DICT_UPDATE, 1);
    haveDict = true;
  }
  if (!haveDict) c.addopI(loc, Op.BUILD_MAP, 0);
}

// ---- strings

export function joinedStr(c: Compiler, e: JoinedStr): void {
  const loc = LOC(e);
  const n = e.values.length;
  if (n > STACK_USE_GUIDELINE) {
    c.loadStr(loc, '');
    c.addopAttr(loc, AttrKind.Method, 'join');
    c.addopI(loc, Op.BUILD_LIST, 0);
    for (const value of e.values) {
      c.visitExpr(value);
      c.addopI(loc, Op.LIST_APPEND, 1);
    }
    c.addopI(loc, Op.CALL, 1);
    return;
  }
  c.visitExprs(e.values);
  if (n > 1) c.addopI(loc, Op.BUILD_STRING, n);
  else if (n === 0) c.loadStr(loc, '');
}

export function formattedValue(c: Compiler, e: FormattedValue): void {
  c.visitExpr(e.value);
  const loc = LOC(e);
  switch (e.conversion) {
    case 115: // s
      c.addopI(loc, Op.CONVERT_VALUE, 1);
      break;
    case 114: // r
      c.addopI(loc, Op.CONVERT_VALUE, 2);
      break;
    case 97: // a
      c.addopI(loc, Op.CONVERT_VALUE, 3);
      break;
    default:
      break;
  }
  if (e.format_spec !== null) {
    c.visitExpr(e.format_spec);
    c.addop(loc, Op.FORMAT_WITH_SPEC);
  } else c.addop(loc, Op.FORMAT_SIMPLE);
}

// ---- attributes and subscripts

/** The characters of a string as CPython counts them. */
function codePoints(s: string): number {
  let n = 0;
  for (const _ of s) n++;
  return n;
}

/** An access over several lines is placed at the attribute's name. */
export function matchAttrLocation(loc: Loc, e: Attribute): Loc {
  if (loc.lineno === e.end_lineno) return loc;
  const lineno = e.end_lineno;
  const len = codePoints(e.attr);
  let col = -1;
  let endCol = -1;
  if (len <= e.end_col_offset) {
    col = e.end_col_offset - len;
    endCol = loc.end_col_offset;
  }
  const endLineno = Math.max(lineno, loc.end_lineno);
  if (lineno === endLineno) endCol = Math.max(col, endCol);
  return new Loc(lineno, endLineno, col, endCol);
}

/** Assigning to `self.x` anywhere in a class's methods makes `x` one of the class's `__static_attributes__`. */
function noteStaticAttribute(c: Compiler, e: Attribute): void {
  if (e.ctx !== 'Store' || e.value.kind !== 'Name' || e.value.id !== 'self') return;
  for (let i = c.stack.length - 1; i >= 0; i--) {
    const unit = c.stack[i]!;
    if (unit.scopeType === Scope.Class) {
      unit.staticAttributes.add(e.attr);
      return;
    }
  }
}

export function attribute(c: Compiler, e: Attribute): void {
  let loc = LOC(e);
  if (e.ctx === 'Load' && e.value.kind === 'Call' && canOptimizeSuperCall(c, e)) {
    loadArgsForSuper(c, e.value);
    c.addopAttr(loc, e.value.args.length > 0 ? AttrKind.SuperAttr : AttrKind.ZeroSuperAttr, e.attr);
    loc = matchAttrLocation(loc, e);
    c.addop(loc, Op.NOP);
    return;
  }
  noteStaticAttribute(c, e);
  c.visitExpr(e.value);
  loc = matchAttrLocation(loc, e);
  switch (e.ctx) {
    case 'Load':
      return c.addopAttr(loc, AttrKind.Attr, e.attr);
    case 'Store':
      c.forbidName(loc, e.attr, 'Store');
      return c.addopName(loc, Op.STORE_ATTR, e.attr);
    case 'Del':
      c.forbidName(loc, e.attr, 'Del');
      return c.addopName(loc, Op.DELETE_ATTR, e.attr);
  }
}

export function isTwoElementSlice(e: expr): e is Slice {
  return e.kind === 'Slice' && e.step === null;
}

/** Pushes a slice's parts; gives how many. */
export function slice(c: Compiler, e: Slice): number {
  if (e.lower !== null) c.visitExpr(e.lower);
  else c.loadNone(LOC(e));
  if (e.upper !== null) c.visitExpr(e.upper);
  else c.loadNone(LOC(e));
  if (e.step === null) return 2;
  c.visitExpr(e.step);
  return 3;
}

export function subscript(c: Compiler, e: Subscript): void {
  const loc = LOC(e);
  if (e.ctx === 'Load') {
    checkSubscripter(c, e.value);
    checkIndex(c, e.value, e.slice);
  }
  c.visitExpr(e.value);
  if (isTwoElementSlice(e.slice) && e.ctx !== 'Del') {
    slice(c, e.slice);
    c.addop(loc, e.ctx === 'Load' ? Op.BINARY_SLICE : Op.STORE_SLICE);
    return;
  }
  c.visitExpr(e.slice);
  c.addop(loc, e.ctx === 'Load' ? Op.BINARY_SUBSCR : e.ctx === 'Store' ? Op.STORE_SUBSCR : Op.DELETE_SUBSCR);
}
