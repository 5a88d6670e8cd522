// Expressions: lists of starred expressions, conditionals, lambdas, and primaries with their trailers.
//
// Follows: Grammar/python.gram (EXPRESSIONS, Primary elements, slices, lambdef).

import type * as ast from '../ast/nodes';
import * as mk from './nodes';
import { OperatorRules } from './operatorRules';
import { R } from './rules';
import { T } from './tokens';

export abstract class ExpressionRules extends OperatorRules {
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
      const disjunction = this.disjunction();
      node = disjunction ?? this.lambdef();
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
      if (!disjunction || !this.accept(T.if)) break;
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
