// Statements with blocks.
//
// Follows: Grammar/python.gram (GENERAL STATEMENTS, COMPOUND STATEMENTS).

import type * as ast from '../ast/nodes';
import * as mk from './nodes';
import { R } from './rules';
import { SimpleStatementRules } from './simpleStatementRules';
import { T, type Token } from './tokens';

export abstract class CompoundStatementRules extends SimpleStatementRules {
  abstract invalid_block(): void;
  abstract invalid_class_def_raw(): void;
  abstract invalid_def_raw(): void;
  abstract invalid_if_stmt(): void;
  abstract invalid_elif_stmt(): void;
  abstract invalid_else_stmt(): void;
  abstract invalid_while_stmt(): void;
  abstract invalid_for_stmt(): void;
  abstract invalid_with_item(): void;
  abstract invalid_with_stmt(): void;
  abstract invalid_with_stmt_indent(): void;
  abstract invalid_try_stmt(): void;
  abstract invalid_except_stmt(): void;
  abstract invalid_except_stmt_indent(): void;
  abstract invalid_except_star_stmt_indent(): void;
  abstract invalid_finally_stmt(): void;
  abstract invalid_match_stmt(): void;
  abstract invalid_case_block(): void;

  /** Tries an invalid_* rule, in the second pass; it consumes nothing. */
  private tryInvalid(rule: () => void): void {
    if (!this.call_invalid_rules) return;
    const mark = this.mark;
    rule.call(this);
    this.mark = mark;
  }

  /** `statement*` */
  protected statements(): ast.stmt[] {
    const out: ast.stmt[] = [];
    for (;;) {
      const compound = this.compound_stmt();
      if (compound) out.push(compound);
      else if (!this.simple_stmts(out)) return out;
    }
  }

  protected compound_stmt(): ast.stmt | null {
    switch (this.type()) {
      case T.def:
        return this.function_def_raw();
      case T.AT:
        return this.decorated();
      case T.async:
        return this.function_def_raw() ?? this.with_stmt() ?? this.for_stmt();
      case T.if:
        return this.if_stmt();
      case T.class:
        return this.class_def_raw();
      case T.with:
        return this.with_stmt();
      case T.for:
        return this.for_stmt();
      case T.try:
        return this.try_stmt();
      case T.while:
        return this.while_stmt();
      case T.NAME:
        return this.match_stmt();
      default:
        return null;
    }
  }

  block(): ast.stmt[] | null {
    if (!this.firstPass && this.recall(R.block)) return this.recalled as ast.stmt[] | null;
    const mark = this.mark;
    this.enter(6);
    let body: ast.stmt[] | null = null;
    if (this.accept(T.NEWLINE) && this.accept(T.INDENT)) {
      const statements = this.statements();
      if (statements.length && this.accept(T.DEDENT)) body = statements;
    }
    if (!body) {
      this.mark = mark;
      const line: ast.stmt[] = [];
      if (this.simple_stmts(line)) body = line;
      else if (this.call_invalid_rules) this.invalid_block();
    }
    if (!body) this.mark = mark;
    this.leave(6);
    return this.firstPass ? body : this.remember(R.block, mark, body);
  }

  // --- Definitions

  private decorators(): ast.expr[] | null {
    const decorators: ast.expr[] = [];
    for (;;) {
      const mark = this.mark;
      const decorator = this.accept(T.AT) ? this.named_expression() : null;
      if (!decorator || !this.accept(T.NEWLINE)) {
        this.mark = mark;
        return decorators.length ? decorators : null;
      }
      decorators.push(decorator);
    }
  }

  private decorated(): ast.stmt | null {
    const mark = this.mark;
    const decorator_list = this.decorators();
    if (!decorator_list) return this.reset(mark);
    const definition = this.function_def_raw() ?? this.class_def_raw();
    if (!definition) return this.reset(mark);
    definition.decorator_list = decorator_list;
    return definition;
  }

  private class_def_raw(): ast.ClassDef | null {
    this.tryInvalid(this.invalid_class_def_raw);
    const mark = this.mark;
    const token = this.expect(T.class);
    const name = token && this.expect(T.NAME);
    if (!token || !name) return this.reset(mark);
    const type_params = this.type_params();
    const before = this.mark;
    let bases: ast.Call | null = null;
    if (this.accept(T.LPAR)) {
      bases = this.arguments();
      if (!this.accept(T.RPAR)) {
        bases = null;
        this.mark = before;
      }
    }
    const body = this.accept(T.COLON) ? this.block() : null;
    if (!body) return this.reset(mark);
    return {
      kind: 'ClassDef',
      name: this.identifier(name),
      bases: bases ? bases.args : [],
      keywords: bases ? bases.keywords : [],
      body,
      decorator_list: [],
      type_params: type_params ?? [],
      ...mk.position(token, this.last()),
    };
  }

  private function_def_raw(): ast.FunctionDef | ast.AsyncFunctionDef | null {
    this.tryInvalid(this.invalid_def_raw);
    const mark = this.mark;
    const start = this.peek();
    const isAsync = this.accept(T.async);
    const name = this.accept(T.def) ? this.expect(T.NAME) : null;
    if (!name) return this.reset(mark);
    const type_params = this.type_params();
    if (!this.accept(T.LPAR)) return this.reset(mark);
    const args = this.params(false);
    if (!this.accept(T.RPAR)) return this.reset(mark);
    let returns: ast.expr | null = null;
    const before = this.mark;
    if (this.accept(T.RARROW)) {
      returns = this.expression();
      if (!returns) this.mark = before;
    }
    const body = this.accept(T.COLON) ? this.block() : null;
    if (!body) return this.reset(mark);
    return {
      kind: isAsync ? 'AsyncFunctionDef' : 'FunctionDef',
      name: this.identifier(name),
      args: args ?? this.emptyArguments(),
      body,
      decorator_list: [],
      returns,
      type_params: type_params ?? [],
      ...mk.position(start, this.last()),
    };
  }

  // --- if, while, for

  private if_stmt(): ast.stmt | null {
    this.tryInvalid(this.invalid_if_stmt);
    const mark = this.mark;
    const token = this.tokens[mark];
    const first = this.ifClause();
    if (!first) return null;
    // The grammar nests an elif in the clause before it; a long chain is read here without recursion.
    const chain = [{ token, ...first }];
    while (this.type() === T.elif) {
      this.tryInvalid(this.invalid_elif_stmt);
      const elif = this.tokens[this.mark];
      const clause = this.ifClause();
      if (!clause) break;
      this.enter(1);
      chain.push({ token: elif, ...clause });
    }
    let orelse = this.else_block() ?? [];
    this.leave(chain.length - 1);
    const end = this.last();
    for (let i = chain.length - 1; ; i--) {
      const { token: start, test, body } = chain[i];
      const node: ast.If = { kind: 'If', test, body, orelse, ...mk.position(start, end) };
      if (i === 0) return node;
      orelse = [node];
    }
  }

  /** `'if' named_expression ':' block`, also for 'elif'. */
  private ifClause(): { test: ast.expr; body: ast.stmt[] } | null {
    const mark = this.mark++;
    const test = this.named_expression();
    const body = test && this.accept(T.COLON) ? this.block() : null;
    return test && body ? { test, body } : this.reset(mark);
  }

  private else_block(): ast.stmt[] | null {
    if (this.type() !== T.else) return null;
    this.tryInvalid(this.invalid_else_stmt);
    const mark = this.mark++;
    this.expectForced(T.COLON, ':');
    return this.block() ?? this.reset(mark);
  }

  private while_stmt(): ast.stmt | null {
    this.tryInvalid(this.invalid_while_stmt);
    const mark = this.mark;
    const token = this.tokens[this.mark++];
    const test = this.named_expression();
    const body = test && this.accept(T.COLON) ? this.block() : null;
    if (!test || !body) return this.reset(mark);
    const orelse = this.else_block() ?? [];
    return { kind: 'While', test, body, orelse, ...mk.position(token, this.last()) };
  }

  private for_stmt(): ast.stmt | null {
    this.tryInvalid(this.invalid_for_stmt);
    const mark = this.mark;
    const start = this.peek();
    const isAsync = this.accept(T.async);
    if (this.accept(T.for)) {
      const target = this.star_targets();
      if (target && this.accept(T.in)) {
        // CPython commits itself here.
        const iter = this.star_expressions();
        const body = iter && this.accept(T.COLON) ? this.block() : null;
        if (!iter || !body) return this.reset(mark);
        const orelse = this.else_block() ?? [];
        const kind = isAsync ? 'AsyncFor' : 'For';
        return { kind, target, iter, body, orelse, ...mk.position(start, this.last()) };
      }
    }
    this.mark = mark;
    this.tryInvalid(this.invalid_for_target);
    return null;
  }

  // --- with

  private with_stmt(): ast.stmt | null {
    this.tryInvalid(this.invalid_with_stmt_indent);
    const mark = this.mark;
    const start = this.peek();
    const isAsync = this.accept(T.async);
    if (this.accept(T.with)) {
      const kind = isAsync ? 'AsyncWith' : 'With';
      const before = this.mark;
      if (this.accept(T.LPAR)) {
        const items = this.gather(this.with_item);
        if (items) {
          this.accept(T.COMMA);
          const body = this.accept(T.RPAR) && this.accept(T.COLON) ? this.block() : null;
          if (body) return { kind, items, body, ...mk.position(start, this.last()) };
        }
        this.mark = before;
      }
      const items = this.gather(this.with_item);
      const body = items && this.accept(T.COLON) ? this.block() : null;
      if (items && body) return { kind, items, body, ...mk.position(start, this.last()) };
    }
    this.mark = mark;
    this.tryInvalid(this.invalid_with_stmt);
    return null;
  }

  private with_item(): ast.withitem | null {
    const mark = this.mark;
    const context_expr = this.expression();
    if (context_expr && this.accept(T.as)) {
      const optional_vars = this.star_target();
      if (optional_vars) {
        const type = this.type();
        if (type === T.COMMA || type === T.RPAR || type === T.COLON) {
          return { kind: 'withitem', context_expr, optional_vars };
        }
      }
    }
    this.mark = mark;
    this.tryInvalid(this.invalid_with_item);
    const alone = this.expression();
    return alone && { kind: 'withitem', context_expr: alone, optional_vars: null };
  }

  // --- try

  private try_stmt(): ast.stmt | null {
    this.tryInvalid(this.invalid_try_stmt);
    const mark = this.mark;
    const token = this.tokens[this.mark++];
    this.expectForced(T.COLON, ':');
    const body = this.block();
    if (!body) return this.reset(mark);
    const finalbody = this.finally_block();
    if (finalbody) {
      return { kind: 'Try', body, handlers: [], orelse: [], finalbody, ...mk.position(token, this.last()) };
    }
    return this.tryWith(token, body, 'Try') ?? this.tryWith(token, body, 'TryStar') ?? this.reset(mark);
  }

  private tryWith(token: Token, body: ast.stmt[], kind: 'Try' | 'TryStar'): ast.stmt | null {
    const block = kind === 'Try' ? this.except_block : this.except_star_block;
    const handlers: ast.ExceptHandler[] = [];
    for (let handler = block.call(this); handler; handler = block.call(this)) handlers.push(handler);
    if (!handlers.length) return null;
    const orelse = this.else_block() ?? [];
    const finalbody = this.finally_block() ?? [];
    return { kind, body, handlers, orelse, finalbody, ...mk.position(token, this.last()) };
  }

  except_block(): ast.ExceptHandler | null {
    const mark = this.mark;
    if (this.type() !== T.except) return null;
    this.tryInvalid(this.invalid_except_stmt_indent);
    this.mark++;
    const node = this.handler(mark);
    if (node) return node;
    this.mark = mark + 1;
    const body = this.accept(T.COLON) ? this.block() : null;
    if (body) {
      return { kind: 'ExceptHandler', type: null, name: null, body, ...mk.position(this.tokens[mark], this.last()) };
    }
    this.mark = mark;
    this.tryInvalid(this.invalid_except_stmt);
    return null;
  }

  except_star_block(): ast.ExceptHandler | null {
    const mark = this.mark;
    if (this.type() !== T.except) return null;
    this.tryInvalid(this.invalid_except_star_stmt_indent);
    this.mark++;
    const node = this.accept(T.STAR) ? this.handler(mark) : null;
    if (node) return node;
    this.mark = mark;
    this.tryInvalid(this.invalid_except_stmt);
    return null;
  }

  /** `expression ['as' NAME] ':' block` */
  private handler(start: number): ast.ExceptHandler | null {
    const type = this.expression();
    if (!type) return null;
    const name = this.asName();
    const body = this.accept(T.COLON) ? this.block() : null;
    if (!body) return null;
    const place = mk.position(this.tokens[start], this.last());
    return { kind: 'ExceptHandler', type, name: name ? name.id : null, body, ...place };
  }

  /** `['as' NAME]` */
  protected asName(): ast.Name | null {
    const mark = this.mark;
    if (!this.accept(T.as)) return null;
    return this.name() ?? this.reset(mark);
  }

  private finally_block(): ast.stmt[] | null {
    if (this.type() !== T.finally) return null;
    this.tryInvalid(this.invalid_finally_stmt);
    const mark = this.mark++;
    this.expectForced(T.COLON, ':');
    return this.block() ?? this.reset(mark);
  }

  // --- match

  private match_stmt(): ast.stmt | null {
    const mark = this.mark;
    const token = this.expectSoftKeyword('match');
    if (!token) return null;
    const subject = this.subject_expr();
    if (subject && this.accept(T.COLON) && this.accept(T.NEWLINE) && this.accept(T.INDENT)) {
      const cases = this.many(() => this.case_block());
      if (cases.length && this.accept(T.DEDENT)) {
        return { kind: 'Match', subject, cases, ...mk.position(token, this.last()) };
      }
    }
    this.mark = mark;
    this.tryInvalid(this.invalid_match_stmt);
    return null;
  }

  protected subject_expr(): ast.expr | null {
    const mark = this.mark;
    const first = this.star_named_expression();
    if (first && this.accept(T.COMMA)) {
      const elts = [first, ...(this.star_named_expressions() ?? [])];
      return mk.Tuple(elts, 'Load', this.tokens[mark], this.last());
    }
    this.mark = mark;
    return this.named_expression();
  }

  private case_block(): ast.match_case | null {
    if (!this.atSoftKeyword('case')) return null;
    this.tryInvalid(this.invalid_case_block);
    const mark = this.mark++;
    const pattern = this.patterns();
    if (pattern) {
      const guard = this.guard();
      const body = this.accept(T.COLON) ? this.block() : null;
      if (body) return { kind: 'match_case', pattern, guard, body };
    }
    return this.reset(mark);
  }

  protected guard(): ast.expr | null {
    const mark = this.mark;
    if (!this.accept(T.if)) return null;
    return this.named_expression() ?? this.reset(mark);
  }
}
