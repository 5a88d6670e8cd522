// Call arguments, comprehensions, and assignment and deletion targets.
//
// Follows: Grammar/python.gram (FUNCTION CALL ARGUMENTS, Comprehensions & Generators, ASSIGNMENT TARGETS).

import type * as ast from '../ast/nodes';
import { ExpressionRules } from './expressionRules';
import * as mk from './nodes';
import { R } from './rules';
import { T } from './tokens';

const dummyName: ast.Name = {
  kind: 'Name',
  id: '',
  ctx: 'Load',
  lineno: 1,
  col_offset: 0,
  end_lineno: 1,
  end_col_offset: 0,
};

export abstract class CallRules extends ExpressionRules {
  // --- Arguments. A rule for a list of them gives a Call node whose function means nothing.

  arguments(): ast.Call | null {
    if (this.recall(R.arguments)) return this.recalled as ast.Call | null;
    const mark = this.mark;
    let node = this.args();
    if (node) {
      this.accept(T.COMMA);
      if (this.type() !== T.RPAR) node = null;
    }
    if (!node) {
      this.mark = mark;
      if (this.call_invalid_rules) this.invalid_arguments();
      this.mark = mark;
    }
    return this.remember(R.arguments, mark, node);
  }

  args(): ast.Call | null {
    const start = this.mark;
    const positional = this.gather(this.positionalArgument);
    if (!positional) return this.kwargs();
    const mark = this.mark;
    let rest: ast.Call | null = null;
    if (this.accept(T.COMMA)) {
      rest = this.kwargs();
      if (!rest) this.mark = mark;
    }
    const args = rest ? positional.concat(rest.args) : positional;
    return mk.Call(dummyName, args, rest ? rest.keywords : [], this.tokens[start], this.last());
  }

  /** `starred_expression | (assignment_expression | expression !':=') !'='` */
  protected positionalArgument(): ast.expr | null {
    const starred = this.starred_expression();
    if (starred) return starred;
    const mark = this.mark;
    const node = this.assignmentOrExpression();
    return node && this.type() !== T.EQUAL ? node : this.reset(mark);
  }

  kwargs(): ast.Call | null {
    const start = this.mark;
    const items = this.gather(this.kwarg_or_starred);
    if (items) {
      const mark = this.mark;
      if (this.accept(T.COMMA)) {
        const more = this.gather(this.kwarg_or_double_starred);
        if (more) items.push(...more);
        else this.mark = mark;
      }
    }
    const all = items ?? this.gather(this.kwarg_or_double_starred);
    if (!all) return null;
    const args: ast.expr[] = [];
    const keywords: ast.keyword[] = [];
    for (const item of all) {
      if (item.kind === 'keyword') keywords.push(item);
      else args.push(item);
    }
    return mk.Call(dummyName, args, keywords, this.tokens[start], this.last());
  }

  private kwarg_or_starred(): ast.keyword | ast.expr | null {
    const mark = this.mark;
    if (this.call_invalid_rules) {
      this.invalid_kwarg();
      this.mark = mark;
    }
    return this.keywordArgument() ?? this.starred_expression();
  }

  private kwarg_or_double_starred(): ast.keyword | ast.expr | null {
    const mark = this.mark;
    if (this.call_invalid_rules) {
      this.invalid_kwarg();
      this.mark = mark;
    }
    const named = this.keywordArgument();
    if (named) return named;
    const stars = this.expect(T.DOUBLESTAR);
    if (!stars) return null;
    const value = this.expression();
    return value ? mk.keyword(null, value, stars, this.last()) : this.reset(mark);
  }

  private keywordArgument(): ast.keyword | null {
    const mark = this.mark;
    const token = this.expect(T.NAME);
    if (!token) return null;
    if (this.accept(T.EQUAL)) {
      const value = this.expression();
      if (value) return mk.keyword(this.identifier(token), value, token, this.last());
    }
    return this.reset(mark);
  }

  starred_expression(): ast.expr | null {
    const mark = this.mark;
    if (this.type() !== T.STAR) return null;
    if (this.call_invalid_rules) {
      this.invalid_starred_expression();
      this.mark = mark;
    }
    const star = this.tokens[this.mark++];
    const value = this.expression();
    if (value) return mk.Starred(value, 'Load', star, this.last());
    this.raiseSyntaxError('Invalid star expression');
  }

  // --- Comprehensions

  for_if_clauses(): ast.comprehension[] | null {
    const clauses: ast.comprehension[] = [];
    for (;;) {
      const clause = this.for_if_clause();
      if (!clause) return clauses.length ? clauses : null;
      clauses.push(clause);
    }
  }

  private for_if_clause(): ast.comprehension | null {
    const mark = this.mark;
    const isAsync = this.accept(T.async);
    if (!this.accept(T.for)) return this.reset(mark);
    const target = this.star_targets();
    if (target && this.accept(T.in)) {
      // CPython commits itself here: no other alternative is tried.
      const iter = this.disjunction();
      if (!iter) return this.reset(mark);
      const ifs: ast.expr[] = [];
      for (;;) {
        const before = this.mark;
        if (!this.accept(T.if)) break;
        const test = this.disjunction();
        if (!test) {
          this.mark = before;
          break;
        }
        ifs.push(test);
      }
      return { kind: 'comprehension', target, iter, ifs, is_async: isAsync ? 1 : 0 };
    }
    this.mark = mark;
    this.forWithoutIn();
    this.mark = mark;
    if (this.call_invalid_rules) this.invalid_for_target();
    return this.reset(mark);
  }

  /** `'async'? 'for' (bitwise_or (',' bitwise_or)* [',']) !'in'`: a mistake reported in the first pass already. */
  private forWithoutIn(): void {
    this.accept(T.async);
    if (!this.accept(T.for) || !this.bitwise_or()) return;
    for (;;) {
      const mark = this.mark;
      if (!this.accept(T.COMMA)) break;
      if (!this.bitwise_or()) {
        this.mark = mark;
        break;
      }
    }
    this.accept(T.COMMA);
    if (this.type() !== T.in) this.raiseSyntaxError("'in' expected after for-loop variables");
  }

  // --- Targets

  star_targets(): ast.expr | null {
    const start = this.mark;
    const first = this.star_target();
    if (!first || this.type() !== T.COMMA) return first;
    const elts = this.targetList(first, this.star_target);
    return mk.Tuple(elts, 'Store', this.tokens[start], this.last());
  }

  private targetList(first: ast.expr, element: () => ast.expr | null): ast.expr[] {
    const elts = [first];
    while (this.accept(T.COMMA)) {
      const item = element.call(this);
      if (!item) break;
      elts.push(item);
    }
    return elts;
  }

  star_target(): ast.expr | null {
    if (this.recall(R.star_target)) return this.recalled as ast.expr | null;
    const mark = this.mark;
    let node: ast.expr | null = null;
    const star = this.expect(T.STAR);
    if (star) {
      const value = this.type() !== T.STAR ? this.star_target() : null;
      node = value ? mk.Starred(this.withContext(value, 'Store'), 'Store', star, this.last()) : this.reset(mark);
    }
    node ??= this.target_with_star_atom();
    return this.remember(R.star_target, mark, node);
  }

  private target_with_star_atom(): ast.expr | null {
    if (this.recall(R.target_with_star_atom)) return this.recalled as ast.expr | null;
    const mark = this.mark;
    const node = this.attributeOrSubscript('Store') ?? this.star_atom();
    return this.remember(R.target_with_star_atom, mark, node);
  }

  private star_atom(): ast.expr | null {
    const mark = this.mark;
    const token = this.peek();
    switch (token.type) {
      case T.NAME:
        this.mark++;
        return mk.Name(this.identifier(token), 'Store', token, token);
      case T.LPAR: {
        this.mark++;
        const target = this.target_with_star_atom();
        if (target && this.accept(T.RPAR)) return this.withContext(target, 'Store');
        this.mark = mark + 1;
        const elts = this.star_targets_tuple_seq();
        return this.accept(T.RPAR) ? mk.Tuple(elts ?? [], 'Store', token, this.last()) : this.reset(mark);
      }
      case T.LSQB: {
        this.mark++;
        const first = this.star_target();
        const elts = first ? this.targetList(first, this.star_target) : [];
        return this.accept(T.RSQB) ? mk.List(elts, 'Store', token, this.last()) : this.reset(mark);
      }
      default:
        return null;
    }
  }

  private star_targets_tuple_seq(): ast.expr[] | null {
    const mark = this.mark;
    const first = this.star_target();
    return first && this.type() === T.COMMA ? this.targetList(first, this.star_target) : this.reset(mark);
  }

  protected single_target(): ast.expr | null {
    const target = this.attributeOrSubscript('Store');
    if (target) return target;
    const mark = this.mark;
    const token = this.expect(T.NAME);
    if (token) return mk.Name(this.identifier(token), 'Store', token, token);
    if (this.accept(T.LPAR)) {
      const inner = this.single_target();
      if (inner && this.accept(T.RPAR)) return inner;
    }
    return this.reset(mark);
  }

  /** The two alternatives `t_primary '.' NAME !t_lookahead | t_primary '[' slices ']' !t_lookahead`. */
  protected attributeOrSubscript(ctx: ast.expr_context): ast.expr | null {
    const start = this.mark;
    const value = this.t_primary();
    if (!value) return null;
    const mark = this.mark;
    if (this.accept(T.DOT)) {
      const name = this.expect(T.NAME);
      if (name && !this.t_lookahead()) {
        return mk.Attribute(value, this.identifier(name), ctx, this.tokens[start], name);
      }
    }
    this.mark = mark;
    if (this.accept(T.LSQB)) {
      const slice = this.slices();
      if (slice && this.accept(T.RSQB) && !this.t_lookahead()) {
        return mk.Subscript(value, slice, ctx, this.tokens[start], this.last());
      }
    }
    return this.reset(start);
  }

  private t_lookahead(): boolean {
    const type = this.type();
    return type === T.LPAR || type === T.LSQB || type === T.DOT;
  }

  /** A primary that is followed by one more trailer. */
  private t_primary(): ast.expr | null {
    if (this.recall(R.t_primary)) return this.recalled as ast.expr | null;
    const start = this.mark;
    let node = this.atom();
    if (node && !this.t_lookahead()) {
      this.mark = start;
      node = null;
    }
    while (node) {
      const mark = this.mark;
      const bracket = this.call_invalid_rules && this.type() === T.LSQB;
      const next: ast.expr | null = bracket ? this.subscript(node, start) : this.trailer(node, start);
      if (!next || !this.t_lookahead()) {
        this.mark = mark;
        // Unlike in a primary, the generator expression (and its mistakes) comes after the subscript.
        if (bracket) this.genexp();
        this.mark = mark;
        break;
      }
      node = next;
    }
    return this.remember(R.t_primary, start, node);
  }

  del_targets(): ast.expr[] | null {
    const first = this.del_target();
    return first && this.targetList(first, this.del_target);
  }

  private del_target(): ast.expr | null {
    if (this.recall(R.del_target)) return this.recalled as ast.expr | null;
    const mark = this.mark;
    const node = this.attributeOrSubscript('Del') ?? this.del_t_atom();
    return this.remember(R.del_target, mark, node);
  }

  private del_t_atom(): ast.expr | null {
    const mark = this.mark;
    const token = this.peek();
    switch (token.type) {
      case T.NAME:
        this.mark++;
        return mk.Name(this.identifier(token), 'Del', token, token);
      case T.LPAR: {
        this.mark++;
        const target = this.del_target();
        if (target && this.accept(T.RPAR)) return this.withContext(target, 'Del');
        this.mark = mark + 1;
        const elts = this.del_targets();
        return this.accept(T.RPAR) ? mk.Tuple(elts ?? [], 'Del', token, this.last()) : this.reset(mark);
      }
      case T.LSQB: {
        this.mark++;
        const elts = this.del_targets();
        return this.accept(T.RSQB) ? mk.List(elts ?? [], 'Del', token, this.last()) : this.reset(mark);
      }
      default:
        return null;
    }
  }

  /** _PyPegen_set_expr_context: a copy of a target with another context. */
  protected withContext(node: ast.expr, ctx: ast.expr_context): ast.expr {
    switch (node.kind) {
      case 'Name':
        return node.ctx === ctx ? node : mk.Name(node.id, ctx, node, node);
      case 'Attribute':
        return mk.Attribute(node.value, node.attr, ctx, node, node);
      case 'Subscript':
        return mk.Subscript(node.value, node.slice, ctx, node, node);
      case 'Starred':
        return mk.Starred(this.withContext(node.value, ctx), ctx, node, node);
      case 'Tuple':
        return mk.Tuple(
          node.elts.map((elt) => this.withContext(elt, ctx)),
          ctx,
          node,
          node,
        );
      case 'List':
        return mk.List(
          node.elts.map((elt) => this.withContext(elt, ctx)),
          ctx,
          node,
          node,
        );
      default:
        return node;
    }
  }
}
