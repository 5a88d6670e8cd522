// Operators, from `or` down to `await`.
//
// Follows: Grammar/python.gram (disjunction to await_primary).
// Left recursion is a loop here. In the first pass binary operators are read by precedence climbing; in the second
// every level records its results as CPython's rules do.

import type * as ast from '../ast/nodes';
import { AtomRules } from './atomRules';
import * as mk from './nodes';
import { R } from './rules';
import { T } from './tokens';

/** How tightly a binary operator binds: its rule's number, -1 for other tokens. */
const binaryLevel = new Int8Array(256).fill(-1);
const binaryOperator: ast.operator[] = [];
const binary: [T, R, ast.operator][] = [
  [T.VBAR, R.bitwise_or, 'BitOr'],
  [T.CIRCUMFLEX, R.bitwise_xor, 'BitXor'],
  [T.AMPER, R.bitwise_and, 'BitAnd'],
  [T.LEFTSHIFT, R.shift_expr, 'LShift'],
  [T.RIGHTSHIFT, R.shift_expr, 'RShift'],
  [T.PLUS, R.sum, 'Add'],
  [T.MINUS, R.sum, 'Sub'],
  [T.STAR, R.term, 'Mult'],
  [T.SLASH, R.term, 'Div'],
  [T.DOUBLESLASH, R.term, 'FloorDiv'],
  [T.PERCENT, R.term, 'Mod'],
  [T.AT, R.term, 'MatMult'],
];
for (const [token, level, operator] of binary) {
  binaryLevel[token] = level;
  binaryOperator[token] = operator;
}

const unaryOperator: (ast.unaryop | undefined)[] = [];
unaryOperator[T.not] = 'Not';
unaryOperator[T.PLUS] = 'UAdd';
unaryOperator[T.MINUS] = 'USub';
unaryOperator[T.TILDE] = 'Invert';

export abstract class OperatorRules extends AtomRules {
  // --- Boolean operators and comparisons

  disjunction(): ast.expr | null {
    if (this.firstPass) return this.booleanChain(T.or, 'Or', this.conjunction);
    if (this.recall(R.disjunction)) return this.recalled as ast.expr | null;
    const mark = this.mark;
    const node = this.booleanChain(T.or, 'Or', this.conjunction);
    return this.remember(R.disjunction, mark, node);
  }

  private conjunction(): ast.expr | null {
    if (this.firstPass) return this.booleanChain(T.and, 'And', this.inversion);
    if (this.recall(R.conjunction)) return this.recalled as ast.expr | null;
    const mark = this.mark;
    const node = this.booleanChain(T.and, 'And', this.inversion);
    return this.remember(R.conjunction, mark, node);
  }

  private booleanChain(token: T, op: ast.boolop, operand: () => ast.expr | null): ast.expr | null {
    const start = this.mark;
    const first = operand.call(this);
    if (!first || this.type() !== token) return first;
    const values = [first];
    for (;;) {
      const mark = this.mark;
      if (!this.accept(token)) break;
      this.enter(2);
      const value = operand.call(this);
      this.leave(2);
      if (!value) {
        this.mark = mark;
        break;
      }
      values.push(value);
    }
    return values.length === 1 ? first : mk.BoolOp(op, values, this.tokens[start], this.last());
  }

  inversion(): ast.expr | null {
    const mark = this.mark;
    if (this.firstPass) return this.type() === T.not ? this.unaryChain(this.comparison) : this.comparison();
    if (this.recall(R.inversion)) return this.recalled as ast.expr | null;
    const token = this.expect(T.not);
    let node: ast.expr | null;
    if (token) {
      this.enter(1);
      const operand = this.inversion();
      this.leave(1);
      node = operand ? mk.UnaryOp('Not', operand, token, this.last()) : this.reset(mark);
    } else node = this.comparison();
    return this.remember(R.inversion, mark, node);
  }

  /** First pass: unary operators in a row, read without recursion. */
  private unaryChain(operand: () => ast.expr | null): ast.expr | null {
    const mark = this.mark;
    const first = unaryOperator[this.type()];
    for (;;) {
      const op = unaryOperator[this.type()];
      if (op === undefined || (op === 'Not') !== (first === 'Not')) break;
      this.mark++;
    }
    const end = this.mark;
    this.enter(end - mark);
    let node = operand.call(this);
    this.leave(end - mark);
    if (!node) return this.reset(mark);
    const last = this.last();
    for (let i = end - 1; i >= mark; i--) {
      const token = this.tokens[i];
      node = mk.UnaryOp(unaryOperator[token.type]!, node, token, last);
    }
    return node;
  }

  private comparison(): ast.expr | null {
    const start = this.mark;
    const left = this.bitwise_or();
    if (!left) return null;
    let ops: ast.cmpop[] | null = null;
    const comparators: ast.expr[] = [];
    for (;;) {
      const mark = this.mark;
      const op = this.comparisonOperator();
      if (!op) break;
      this.enter(3);
      const right = this.bitwise_or();
      this.leave(3);
      if (!right) {
        this.mark = mark;
        break;
      }
      (ops ??= []).push(op);
      comparators.push(right);
    }
    return ops ? mk.Compare(left, ops, comparators, this.tokens[start], this.last()) : left;
  }

  private comparisonOperator(): ast.cmpop | null {
    const mark = this.mark;
    const token = this.peek();
    let op: ast.cmpop;
    switch (token.type) {
      case T.EQEQUAL:
        op = 'Eq';
        break;
      case T.NOTEQUAL: {
        const flufl = this.text(token) === '<>';
        if (this.barryAsBDFL && !flufl) {
          this.mark++;
          this.raiseSyntaxError("with Barry as BDFL, use '<>' instead of '!='");
        }
        if (flufl !== this.barryAsBDFL) return null;
        op = 'NotEq';
        break;
      }
      case T.LESSEQUAL:
        op = 'LtE';
        break;
      case T.LESS:
        op = 'Lt';
        break;
      case T.GREATEREQUAL:
        op = 'GtE';
        break;
      case T.GREATER:
        op = 'Gt';
        break;
      case T.in:
        op = 'In';
        break;
      case T.not:
        this.mark++;
        return this.accept(T.in) ? 'NotIn' : this.reset(mark);
      case T.is:
        this.mark++;
        return this.accept(T.not) ? 'IsNot' : 'Is';
      default:
        return null;
    }
    this.mark++;
    return op;
  }

  // --- Binary operators

  bitwise_or(): ast.expr | null {
    return this.firstPass ? this.climb(R.bitwise_or) : this.levels(R.bitwise_or);
  }

  sum(): ast.expr | null {
    return this.firstPass ? this.climb(R.sum) : this.levels(R.sum);
  }

  /** Binary operators at least as tight as `level`. */
  private climb(level: R): ast.expr | null {
    const start = this.mark;
    let left = this.factor();
    if (!left) return null;
    for (;;) {
      const type = this.type();
      const found = binaryLevel[type];
      if (found < level) return left;
      const mark = this.mark++;
      const right = this.climb(found + 1);
      if (!right) {
        this.mark = mark;
        return left;
      }
      left = mk.BinOp(left, binaryOperator[type], right, this.tokens[start], this.last());
    }
  }

  /** The same for the second pass: each level has its results recorded and tries its invalid_* rule first. */
  private levels(lowest: R): ast.expr | null {
    const start = this.mark;
    let level = lowest;
    let left: ast.expr | null | undefined;
    for (; level <= R.term; level++) {
      if (this.recall(level)) {
        left = this.recalled as ast.expr | null;
        break;
      }
      if (!this.call_invalid_rules) continue;
      if (level === R.shift_expr) {
        this.enter(1);
        this.invalid_arithmetic();
        this.leave(1);
      } else if (level === R.term) this.invalid_factor();
      this.mark = start;
    }
    if (left === undefined) left = this.factor();
    for (level--; level >= lowest; level--) {
      while (left) {
        const type = this.type();
        if (binaryLevel[type] !== level) break;
        const mark = this.mark++;
        const right = level === R.term ? this.factor() : this.levels(level + 1);
        if (!right) {
          this.mark = mark;
          break;
        }
        left = mk.BinOp(left, binaryOperator[type], right, this.tokens[start], this.last());
      }
      this.remember(level, start, left);
    }
    return left;
  }

  factor(): ast.expr | null {
    const mark = this.mark;
    if (!this.firstPass && this.recall(R.factor)) return this.recalled as ast.expr | null;
    const token = this.peek();
    const op = token.type === T.not ? undefined : unaryOperator[token.type];
    if (this.firstPass) return op ? this.unaryChain(this.power) : this.power();
    let node: ast.expr | null;
    if (op) {
      this.mark++;
      this.enter(1);
      const operand = this.factor();
      this.leave(1);
      node = operand ? mk.UnaryOp(op, operand, token, this.last()) : this.reset(mark);
    } else node = this.power();
    return this.remember(R.factor, mark, node);
  }

  private power(): ast.expr | null {
    const start = this.mark;
    const left = this.await_primary();
    if (!left || this.type() !== T.DOUBLESTAR) return left;
    const mark = this.mark++;
    this.enter(2);
    const right = this.factor();
    this.leave(2);
    if (!right) {
      this.mark = mark;
      return left;
    }
    return mk.BinOp(left, 'Pow', right, this.tokens[start], this.last());
  }

  private await_primary(): ast.expr | null {
    const mark = this.mark;
    if (this.firstPass) {
      if (this.type() !== T.await) return this.primary();
    } else if (this.recall(R.await_primary)) return this.recalled as ast.expr | null;
    let node: ast.expr | null = null;
    const token = this.expect(T.await);
    if (token) {
      const value = this.primary();
      node = value ? mk.Await(value, token, this.last()) : this.reset(mark);
    }
    node ??= this.primary();
    return this.firstPass ? node : this.remember(R.await_primary, mark, node);
  }
}
