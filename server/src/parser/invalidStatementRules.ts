// Known mistakes in statements: targets, missing colons and blocks, misplaced clauses.
//
// Follows: Grammar/python.gram (START OF INVALID RULES). See invalidExpressionRules.ts for how such rules work.

import type * as ast from '../ast/nodes';
import { InvalidParameterRules } from './invalidParameterRules';
import { getExprName } from './invalidTargets';
import { T, type Token } from './tokens';

const expectedColon = "expected ':'";

export abstract class InvalidStatementRules extends InvalidParameterRules {
  // --- Simple statements

  invalid_assignment(): void {
    const mark = this.mark;
    const annotated = this.invalid_ann_assign_target();
    if (annotated && this.accept(T.COLON) && this.expression()) {
      this.raiseAt(annotated, `only single target (not ${getExprName(annotated)}) can be annotated`);
    }

    this.mark = mark;
    const first = this.star_named_expression();
    if (first && this.accept(T.COMMA)) {
      while (this.star_named_expressions()) continue;
      if (this.accept(T.COLON) && this.expression()) {
        this.raiseAt(first, 'only single target (not tuple) can be annotated');
      }
    }

    this.mark = mark;
    const target = this.expression();
    if (target && this.accept(T.COLON) && this.expression()) {
      this.raiseAt(target, 'illegal target for annotation');
    }

    this.mark = mark;
    this.assignmentTargets();
    const left = this.star_expressions();
    if (left && this.accept(T.EQUAL)) {
      this.raiseInvalidTarget('STAR_TARGETS', left);
      return;
    }

    this.mark = mark;
    this.assignmentTargets();
    const yielded = this.yield_expr();
    if (yielded && this.accept(T.EQUAL)) this.raiseAt(yielded, 'assignment to yield expression not possible');

    this.mark = mark;
    const augmented = this.star_expressions();
    if (augmented && this.augassign() && this.annotated_rhs()) {
      this.raiseAt(augmented, `'${getExprName(augmented)}' is an illegal expression for augmented assignment`);
    }
  }

  private invalid_ann_assign_target(): ast.expr | null {
    const node = this.list() ?? this.tuple();
    if (node) return node;
    const mark = this.mark;
    if (!this.accept(T.LPAR)) return null;
    const inner = this.invalid_ann_assign_target();
    return inner && this.accept(T.RPAR) ? inner : this.reset(mark);
  }

  invalid_del_stmt(): void {
    const targets = this.accept(T.del) ? this.star_expressions() : null;
    if (targets) this.raiseInvalidTarget('DEL_TARGETS', targets);
  }

  invalid_import(): void {
    const token = this.expect(T.import);
    if (!token) return;
    const mark = this.mark;
    if (this.gather(this.dotted_name) && this.accept(T.from) && this.dotted_name()) {
      this.raiseStartingFrom(token, "Did you mean to use 'from ... import ...' instead?");
    }
    this.mark = mark;
    const newline = this.expect(T.NEWLINE);
    if (newline) this.raiseStartingFrom(newline, "Expected one or more names after 'import'");
  }

  invalid_import_from_targets(): void {
    const mark = this.mark;
    if (this.import_from_as_names() && this.accept(T.COMMA) && this.accept(T.NEWLINE)) {
      this.raiseSyntaxError('trailing comma not allowed without surrounding parentheses');
    }
    this.mark = mark;
    const newline = this.expect(T.NEWLINE);
    if (newline) this.raiseStartingFrom(newline, "Expected one or more names after 'import'");
  }

  // --- Blocks

  invalid_block(): void {
    if (this.accept(T.NEWLINE) && this.type() !== T.INDENT) this.raiseIndentationError('expected an indented block');
  }

  /** `':' NEWLINE !INDENT`: raises that the block of `what`, which began at `token`, is missing. */
  private missingBlock(token: ast.Located, what: string): void {
    if (!this.accept(T.COLON) || !this.accept(T.NEWLINE) || this.type() === T.INDENT) return;
    this.raiseIndentationError(`expected an indented block after ${what} on line ${token.lineno}`);
  }

  /** The common pair: a header followed by NEWLINE lacks its colon, one with a colon may lack its block. */
  private missingColonOrBlock(token: ast.Located, what: string): void {
    const mark = this.mark;
    if (this.accept(T.NEWLINE)) this.raiseSyntaxError(expectedColon);
    this.mark = mark;
    this.missingBlock(token, what);
  }

  invalid_if_stmt(): void {
    const token = this.tokens[this.mark++];
    if (this.named_expression()) this.missingColonOrBlock(token, "'if' statement");
  }

  invalid_elif_stmt(): void {
    const token = this.tokens[this.mark++];
    if (this.named_expression()) this.missingColonOrBlock(token, "'elif' statement");
  }

  invalid_while_stmt(): void {
    const token = this.tokens[this.mark++];
    if (this.named_expression()) this.missingColonOrBlock(token, "'while' statement");
  }

  invalid_else_stmt(): void {
    this.missingBlock(this.tokens[this.mark++], "'else' statement");
  }

  invalid_finally_stmt(): void {
    this.missingBlock(this.tokens[this.mark++], "'finally' statement");
  }

  invalid_for_stmt(): void {
    this.accept(T.async);
    const token = this.expect(T.for);
    if (!token || !this.star_targets() || !this.accept(T.in) || !this.star_expressions()) return;
    this.missingColonOrBlock(token, "'for' statement");
  }

  invalid_for_target(): void {
    this.accept(T.async);
    const target = this.accept(T.for) ? this.star_expressions() : null;
    if (target) this.raiseInvalidTarget('FOR_TARGETS', target);
  }

  // --- Definitions

  invalid_def_raw(): boolean {
    this.accept(T.async);
    const token = this.expect(T.def);
    if (!token || !this.accept(T.NAME)) return false;
    this.type_params();
    const header = this.mark;
    if (this.accept(T.LPAR)) {
      this.params(false);
      if (this.accept(T.RPAR)) {
        this.returns();
        this.missingBlock(token, 'function definition');
      }
    }
    this.mark = header;
    this.expectForced(T.LPAR, '(');
    this.params(false);
    if (!this.accept(T.RPAR)) return false;
    this.returns();
    this.expectForced(T.COLON, ':');
    return this.block() !== null;
  }

  private returns(): void {
    const mark = this.mark;
    if (this.accept(T.RARROW) && !this.expression()) this.mark = mark;
  }

  invalid_class_def_raw(): void {
    const token = this.expect(T.class);
    if (!token || !this.accept(T.NAME)) return;
    this.type_params();
    const mark = this.mark;
    if (this.accept(T.LPAR)) {
      this.arguments();
      if (!this.accept(T.RPAR)) this.mark = mark;
    }
    this.missingColonOrBlock(token, 'class definition');
  }

  // --- with

  invalid_with_item(): void {
    const target = this.expression() && this.accept(T.as) ? this.expression() : null;
    if (target && this.atAny(T.COMMA, T.RPAR, T.COLON)) this.raiseInvalidTarget('STAR_TARGETS', target);
  }

  invalid_with_stmt(): void {
    this.withHeader(() => {
      if (this.accept(T.NEWLINE)) this.raiseSyntaxError(expectedColon);
    });
  }

  invalid_with_stmt_indent(): void {
    this.withHeader((token) => this.missingBlock(token, "'with' statement"));
  }

  /** Reads a with statement's items, first without then in parentheses, and calls `after` behind them. */
  private withHeader(after: (token: Token) => void): void {
    this.accept(T.async);
    const token = this.expect(T.with);
    if (!token) return;
    const mark = this.mark;
    if (this.gather(() => this.itemAs(this.expression()))) after(token);
    this.mark = mark;
    if (!this.accept(T.LPAR) || !this.gather(() => this.itemAs(this.expressions()))) return;
    this.accept(T.COMMA);
    if (this.accept(T.RPAR)) after(token);
  }

  /** `['as' star_target]` after an item. */
  private itemAs(item: ast.expr | null): ast.expr | null {
    const mark = this.mark;
    if (item && this.accept(T.as) && !this.star_target()) this.mark = mark;
    return item;
  }

  // --- try

  invalid_try_stmt(): void {
    const mark = this.mark;
    const token = this.expect(T.try);
    if (!token) return;
    this.missingBlock(token, "'try' statement");

    this.mark = mark + 1;
    if (!this.accept(T.COLON)) return;
    const inside = this.mark;
    if (this.block() && !this.atAny(T.except, T.finally)) {
      this.raiseSyntaxError("expected 'except' or 'finally' block");
    }

    const both = "cannot have both 'except' and 'except*' on the same 'try'";
    this.mark = inside;
    this.many(() => this.block());
    const afterBlocks = this.mark;
    if (this.many(() => this.except_block()).length) {
      const except = this.expect(T.except);
      const star = except && this.expect(T.STAR);
      if (except && star && this.expression()) {
        this.asName();
        if (this.accept(T.COLON)) this.raiseAt(except, both, star);
      }
    }
    this.mark = afterBlocks;
    if (this.many(() => this.except_star_block()).length) {
      const except = this.expect(T.except);
      if (!except) return;
      if (this.expression()) this.asName();
      if (this.accept(T.COLON)) this.raiseAt(except, both);
    }
  }

  invalid_except_stmt(): void {
    const mark = this.mark;
    if (!this.accept(T.except)) return;
    this.accept(T.STAR);
    const first = this.expression();
    if (first && this.accept(T.COMMA) && this.expressions()) {
      this.asName();
      if (this.accept(T.COLON)) this.raiseStartingFrom(first, 'multiple exception types must be parenthesized');
    }

    this.mark = mark + 1;
    this.accept(T.STAR);
    if (this.expression()) {
      this.asName();
      if (this.accept(T.NEWLINE)) this.raiseSyntaxError(expectedColon);
    }

    this.mark = mark + 1;
    if (this.accept(T.NEWLINE)) this.raiseSyntaxError(expectedColon);

    this.mark = mark + 1;
    if (this.accept(T.STAR) && (this.accept(T.NEWLINE) || this.accept(T.COLON))) {
      this.raiseSyntaxError('expected one or more exception types');
    }
  }

  invalid_except_stmt_indent(): void {
    const mark = this.mark;
    const token = this.tokens[this.mark++];
    if (this.expression()) {
      this.asName();
      this.missingBlock(token, "'except' statement");
    }
    this.mark = mark + 1;
    this.missingBlock(token, "'except' statement");
  }

  invalid_except_star_stmt_indent(): void {
    const token = this.tokens[this.mark++];
    if (!this.accept(T.STAR) || !this.expression()) return;
    this.asName();
    this.missingBlock(token, "'except*' statement");
  }

  // --- match

  invalid_match_stmt(): void {
    const token = this.expectSoftKeyword('match');
    if (token && this.subject_expr()) this.missingColonOrBlock(token, "'match' statement");
  }

  invalid_case_block(): void {
    const token = this.expectSoftKeyword('case');
    if (!token || !this.patterns()) return;
    this.guard();
    this.missingColonOrBlock(token, "'case' statement");
  }
}
