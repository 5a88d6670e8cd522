// Comparisons, and the warnings about values of the wrong type that the source shows. Follows Python/compile.c.

import type { Compare, ConstantValue, cmpop, expr } from '../../ast/nodes';
import { LOC, type Loc, NO_LOCATION } from '../location';
import { Op } from '../opcodes';
import type { Compiler } from './compiler';

/** COMPARE_OP's oparg: the operator above bit 5, below it which of "less", "greater", "equal" make it true. */
const compareArgs: { readonly [op in cmpop]?: number } = {
  Lt: (0 << 5) | 2,
  LtE: (1 << 5) | 2 | 8,
  Eq: (2 << 5) | 8,
  NotEq: (3 << 5) | 1 | 2 | 4,
  Gt: (4 << 5) | 4,
  GtE: (5 << 5) | 4 | 8,
};

export function addCompare(c: Compiler, loc: Loc, op: cmpop): void {
  switch (op) {
    case 'Is':
      return c.addopI(loc, Op.IS_OP, 0);
    case 'IsNot':
      return c.addopI(loc, Op.IS_OP, 1);
    case 'In':
      return c.addopI(loc, Op.CONTAINS_OP, 0);
    case 'NotIn':
      return c.addopI(loc, Op.CONTAINS_OP, 1);
    default:
      return c.addopI(loc, Op.COMPARE_OP, compareArgs[op]!);
  }
}

export function compare(c: Compiler, e: Compare): void {
  const loc = LOC(e);
  checkCompare(c, e);
  c.visitExpr(e.left);
  const n = e.ops.length - 1;
  if (n === 0) {
    c.visitExpr(e.comparators[0]!);
    addCompare(c, loc, e.ops[0]!);
    return;
  }
  const cleanup = c.newLabel();
  for (let i = 0; i < n; i++) {
    c.visitExpr(e.comparators[i]!);
    c.addopI(loc, Op.SWAP, 2);
    c.addopI(loc, Op.COPY, 2);
    addCompare(c, loc, e.ops[i]!);
    c.addopI(loc, Op.COPY, 1);
    c.addop(loc, Op.TO_BOOL);
    c.addopJump(loc, Op.POP_JUMP_IF_FALSE, cleanup);
    c.addop(loc, Op.POP_TOP);
  }
  c.visitExpr(e.comparators[n]!);
  addCompare(c, loc, e.ops[n]!);
  const end = c.newLabel();
  c.addopJump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
  c.useLabel(cleanup);
  c.addopI(loc, Op.SWAP, 2);
  c.addop(loc, Op.POP_TOP);
  c.useLabel(end);
}

/** True but for literals whose identity means nothing. */
function isArg(e: expr): boolean {
  if (e.kind !== 'Constant') return true;
  const { type } = e.value;
  return type === 'None' || type === 'bool' || type === 'Ellipsis';
}

/** Warns of `is` with a literal, once a comparison. */
export function checkCompare(c: Compiler, e: Compare): void {
  let left = isArg(e.left);
  let leftExpr = e.left;
  for (let i = 0; i < e.ops.length; i++) {
    const op = e.ops[i]!;
    const rightExpr = e.comparators[i]!;
    const right = isArg(rightExpr);
    if ((op === 'Is' || op === 'IsNot') && !(left && right)) {
      const type = inferType(left ? rightExpr : leftExpr) ?? '';
      c.warn(
        LOC(e),
        op === 'Is'
          ? `"is" with '${type}' literal. Did you mean "=="?`
          : `"is not" with '${type}' literal. Did you mean "!="?`,
      );
      return;
    }
    left = right;
    leftExpr = rightExpr;
  }
}

const constantTypes: { readonly [type in ConstantValue['type']]: string } = {
  None: 'NoneType',
  Ellipsis: 'ellipsis',
  bool: 'bool',
  int: 'int',
  float: 'float',
  complex: 'complex',
  str: 'str',
  bytes: 'bytes',
  tuple: 'tuple',
  frozenset: 'frozenset',
};

/** The name of the type an expression's form shows, or null. */
function inferType(e: expr): string | null {
  switch (e.kind) {
    case 'Tuple':
      return 'tuple';
    case 'List':
    case 'ListComp':
      return 'list';
    case 'Dict':
    case 'DictComp':
      return 'dict';
    case 'Set':
    case 'SetComp':
      return 'set';
    case 'GeneratorExp':
      return 'generator';
    case 'Lambda':
      return 'function';
    case 'JoinedStr':
    case 'FormattedValue':
      return 'str';
    case 'Constant':
      return constantTypes[e.value.type];
    default:
      return null;
  }
}

export function checkCaller(c: Compiler, e: expr): void {
  switch (e.kind) {
    case 'Constant':
    case 'Tuple':
    case 'List':
    case 'ListComp':
    case 'Dict':
    case 'DictComp':
    case 'Set':
    case 'SetComp':
    case 'GeneratorExp':
    case 'JoinedStr':
    case 'FormattedValue':
      return c.warn(LOC(e), `'${inferType(e)!}' object is not callable; perhaps you missed a comma?`);
    default:
  }
}

export function checkSubscripter(c: Compiler, e: expr): void {
  switch (e.kind) {
    case 'Constant':
      switch (e.value.type) {
        case 'str':
        case 'bytes':
        case 'tuple':
          return;
        default:
          break;
      }
      break;
    case 'Set':
    case 'SetComp':
    case 'GeneratorExp':
    case 'Lambda':
      break;
    default:
      return;
  }
  c.warn(LOC(e), `'${inferType(e)!}' object is not subscriptable; perhaps you missed a comma?`);
}

export function checkIndex(c: Compiler, e: expr, index: expr): void {
  const indexType = inferType(index);
  if (indexType === null || indexType === 'int' || indexType === 'bool') return;
  switch (e.kind) {
    case 'Constant':
      if (e.value.type !== 'str' && e.value.type !== 'bytes' && e.value.type !== 'tuple') return;
      break;
    case 'Tuple':
    case 'List':
    case 'ListComp':
    case 'JoinedStr':
    case 'FormattedValue':
      break;
    default:
      return;
  }
  c.warn(LOC(e), `${inferType(e)!} indices must be integers or slices, not ${indexType}; perhaps you missed a comma?`);
}
