// Expressions, from lists of starred expressions down to primaries.
//
// Follows: Grammar/python.gram (EXPRESSIONS up to slices, Lambda functions).
// Left recursion is a loop here. In the first pass binary operators are read by precedence climbing; in the second
// every level records its results as CPython's rules do.

import type * as ast from '../ast/nodes.js';
import { AtomRules } from './atomRules.js';
import * as mk from './nodes.js';
import { R } from './rules.js';
import { T } from './tokens.js';

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

export abstract class ExpressionRules extends AtomRules {
  expressions(): ast.expr | null {
    return this.tupleOf(this.expression);
  }

  star_expressions(): ast.expr | null {
    return this.tupleOf(this.star_expression);
  }

  /** One element, or a tuple of several or with a trailing comma. */
  private tupleOf(element: () => ast.expr | null): ast.expr | null {
    const start = this.mark;
    const first = element.call(this);
    if (!first || this.type() !== T.COMMA) return first;
    const elts = this.moreElements(first, element);
    return mk.Tuple(elts, 'Load', this.tokens[start], this.last());
  }

  /** `(',' element)* [',']` after a first element. */
  private moreElements(first: ast.expr, element: () => ast.expr | null): ast.expr[] {
    const elts = [first];
    while (this.accept(T.COMMA)) {
      const item = element.call(this);
      if (!item) break;
      elts.push(item);
    }
    return elts;
  }

  star_expression(): ast.expr | null {
    const mark = this.mark;
    if (this.firstPass) {
      if (this.type() !== T.STAR) return this.expression();
    } else if (this.recall(R.star_expression)) return this.recalled as ast.expr | null;
    const star = this.expect(T.STAR);
    let node: ast.expr | null = null;
    if (star) {
      const value = this.bitwise_or();
      if (value) node = mk.Starred(value, 'Load', star, this.last());
      else this.mark = mark;
    }
    node ??= this.expression();
    return this.remember(R.star_expression, mark, node);
  }

  star_named_expression(): ast.expr | null {
    const mark = this.mark;
    const star = this.expect(T.STAR);
    if (star) {
      const value = this.bitwise_or();
      if (value) return mk.Starred(value, 'Load', star, this.last());
      this.mark = mark;
    }
    return this.named_expression();
  }

  star_named_expressions(): ast.expr[] | null {
    const first = this.star_named_expression();
    return first && this.moreElements(first, this.star_named_expression);
  }

  annotated_rhs(): ast.expr | null {
    return this.type() === T.yield ? this.yield_expr() : this.star_expressions();
  }

  yield_expr(): ast.expr | null {
    const token = this.expect(T.yield);
    if (!token) return null;
    const mark = this.mark;
    if (this.accept(T.from)) {
      const value = this.expression();
      if (value) return mk.YieldFrom(value, token, this.last());
      this.mark = mark;
    }
    const value = this.star_expressions();
    return mk.Yield(value, token, this.last());
  }

  assignment_expression(): ast.expr | null {
    const mark = this.mark;
    const token = this.expect(T.NAME);
    if (!token) return null;
    if (this.accept(T.COLONEQUAL)) {
      const value = this.expression();
      if (value) {
        const target = mk.Name(this.identifier(token), 'Store', token, token);
        return mk.NamedExpr(target, value, token, this.last());
      }
    }
    return this.reset(mark);
  }

  named_expression(): ast.expr | null {
    const mark = this.mark;
    const node = this.assignment_expression();
    if (node) return node;
    if (this.call_invalid_rules) {
      this.enter(1);
      this.invalid_named_expression();
      this.leave(1);
      this.mark = mark;
    }
    return this.expressionNotWalrus();
  }

  assignmentOrExpression(): ast.expr | null {
    return this.assignment_expression() ?? this.expressionNotWalrus();
  }

  /** `expression !':='` */
  private expressionNotWalrus(): ast.expr | null {
    const mark = this.mark;
    const node = this.expression();
    return node && this.type() !== T.COLONEQUAL ? node : this.reset(mark);
  }

  expression(): ast.expr | null {
    if (this.recall(R.expression)) return this.recalled as ast.expr | null;
    const mark = this.mark;
    this.enter(1);
    if (this.call_invalid_rules) {
      this.enter(1);
      this.invalid_expression();
      this.mark = mark;
      this.invalid_legacy_expression();
      this.leave(1);
      this.mark = mark;
    }
    const node = this.conditional();
    this.leave(1);
    return this.remember(R.expression, mark, node);
  }

  expression_without_invalid(): ast.expr | null {
    const outer = this.call_invalid_rules;
    this.call_invalid_rules = false;
    const node = this.conditional();
    this.call_invalid_rules = outer;
    return node;
  }

  /** `disjunction 'if' disjunction 'else' expression | disjunction | lambdef` */
  private conditional(): ast.expr | null {
    if (this.firstPass) return this.conditionalChain();
    const start = this.mark;
    const body = this.disjunction();
    if (!body) return this.lambdef();
    const afterBody = this.mark;
    if (this.accept(T.if)) {
      const test = this.disjunction();
      if (test && this.accept(T.else)) {
        const orelse = this.expression();
        if (orelse) return mk.IfExp(test, body, orelse, this.tokens[start], this.last());
      }
      this.mark = afterBody;
    }
    return body;
  }

  /** First pass: a conditional in the else part of one in the else part …, read without recursion. */
  private conditionalChain(): ast.expr | null {
    const chain: { start: number; body: ast.expr; afterBody: number; test: ast.expr }[] = [];
    let node: ast.expr | null;
    for (;;) {
      const start = this.mark;
      node = this.disjunction() ?? this.lambdef();
      if (!node) {
        // An else without an expression: the last conditional is only its body.
        const open = chain.pop();
        if (!open) return null;
        node = open.body;
        this.leave(1);
        this.mark = open.afterBody;
        break;
      }
      const afterBody = this.mark;
      if (node.kind === 'Lambda' || !this.accept(T.if)) break;
      const test = this.disjunction();
      if (!test || !this.accept(T.else)) {
        this.mark = afterBody;
        break;
      }
      chain.push({ start, body: node, afterBody, test });
      this.enter(1);
    }
    this.leave(chain.length);
    const end = this.last();
    for (let i = chain.length - 1; i >= 0; i--) {
      const { start, body, test } = chain[i];
      node = mk.IfExp(test, body, node, this.tokens[start], end);
    }
    return node;
  }

  lambdef(): ast.expr | null {
    const mark = this.mark;
    const token = this.expect(T.lambda);
    if (!token) return null;
    this.enter(7);
    const params = this.params(true);
    this.leave(7);
    if (this.accept(T.COLON)) {
      this.enter(1);
      const body = this.expression();
      this.leave(1);
      if (body) return mk.Lambda(params ?? this.emptyArguments(), body, token, this.last());
    }
    return this.reset(mark);
  }

  protected emptyArguments(): ast.arguments_ {
    return {
      kind: 'arguments',
      posonlyargs: [],
      args: [],
      vararg: null,
      kwonlyargs: [],
      kw_defaults: [],
      kwarg: null,
      defaults: [],
    };
  }

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

  // --- Primaries

  primary(): ast.expr | null {
    if (this.recall(R.primary)) return this.recalled as ast.expr | null;
    const start = this.mark;
    let node = this.atom();
    if (node) {
      for (let next = this.trailer(node, start); next; next = this.trailer(node, start)) node = next;
    }
    return this.remember(R.primary, start, node);
  }

  /** `.NAME`, a call or a subscript after `value`, which began at token `start`. */
  protected trailer(value: ast.expr, start: number): ast.expr | null {
    const mark = this.mark;
    // CPython tries a generator expression here, and so invalid_comprehension, whatever the bracket.
    const type = this.type();
    if (this.call_invalid_rules && (type === T.LSQB || type === T.LBRACE)) this.genexp();
    switch (type) {
      case T.DOT: {
        this.mark++;
        const name = this.expect(T.NAME);
        if (!name) return this.reset(mark);
        return mk.Attribute(value, this.identifier(name), 'Load', this.tokens[start], name);
      }
      case T.LPAR: {
        this.enter(26);
        if (this.firstPass) {
          const call = this.plainCall(value, start);
          if (call) {
            this.leave(26);
            return call;
          }
        }
        const generator = this.genexp();
        if (generator) {
          this.leave(26);
          return mk.Call(value, [generator], [], this.tokens[start], this.last());
        }
        this.mark = mark + 1;
        const list = this.arguments();
        this.leave(26);
        if (!this.accept(T.RPAR)) return this.reset(mark);
        return mk.Call(value, list ? list.args : [], list ? list.keywords : [], this.tokens[start], this.last());
      }
      case T.LSQB:
        return this.subscript(value, start);
      default:
        return null;
    }
  }

  protected subscript(value: ast.expr, start: number): ast.expr | null {
    const mark = this.mark++;
    this.enter(23);
    const slice = this.slices();
    this.leave(23);
    if (!slice || !this.accept(T.RSQB)) return this.reset(mark);
    return mk.Subscript(value, slice, 'Load', this.tokens[start], this.last());
  }

  /**
   * First pass: a call read in one go. Gives null, with nothing consumed, for whatever it does not take (a lone
   * generator expression, unpacking after keywords, mistakes); the grammar's own rules see to that.
   */
  private plainCall(func: ast.expr, start: number): ast.expr | null {
    const mark = this.mark++;
    const args: ast.expr[] = [];
    const keywords: ast.keyword[] = [];
    for (;;) {
      const token = this.peek();
      if (token.type === T.RPAR) break;
      if (token.type === T.DOUBLESTAR) return this.reset(mark);
      if (token.type === T.STAR) {
        if (keywords.length) return this.reset(mark);
        this.mark++;
        const value = this.expression();
        if (!value) return this.reset(mark);
        args.push(mk.Starred(value, 'Load', token, this.last()));
      } else {
        if (token.type === T.NAME) {
          this.mark++;
          if (this.accept(T.EQUAL)) {
            const value = this.expression();
            if (!value) return this.reset(mark);
            keywords.push(mk.keyword(this.identifier(token), value, token, this.last()));
            if (this.accept(T.COMMA)) continue;
            break;
          }
          this.mark--;
        }
        if (keywords.length) return this.reset(mark);
        const value = this.assignmentOrExpression();
        if (!value) return this.reset(mark);
        args.push(value);
      }
      if (!this.accept(T.COMMA)) break;
    }
    return this.accept(T.RPAR) ? mk.Call(func, args, keywords, this.tokens[start], this.last()) : this.reset(mark);
  }

  slices(): ast.expr | null {
    const start = this.mark;
    const first = this.slice();
    if (first && this.type() !== T.COMMA) return first;
    this.mark = start;
    const elts = this.gather(this.sliceOrStarred);
    if (!elts) return this.reset(start);
    this.accept(T.COMMA);
    return mk.Tuple(elts, 'Load', this.tokens[start], this.last());
  }

  private sliceOrStarred(): ast.expr | null {
    return this.slice() ?? this.starred_expression();
  }

  private slice(): ast.expr | null {
    const start = this.mark;
    const lower = this.expression();
    if (this.accept(T.COLON)) {
      const upper = this.expression();
      let step: ast.expr | null = null;
      if (this.accept(T.COLON)) step = this.expression();
      return mk.Slice(lower, upper, step, this.tokens[start], this.last());
    }
    this.mark = start;
    return this.named_expression();
  }
}
