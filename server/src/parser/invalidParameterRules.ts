// Known mistakes in parameter lists, type parameters and patterns.
//
// Follows: Grammar/python.gram (invalid_parameters and the like, invalid_lambda_*, invalid_as_pattern,
// invalid_class_pattern). See invalidExpressionRules.ts for how such rules work.

import type * as ast from '../ast/nodes';
import { InvalidExpressionRules } from './invalidExpressionRules';
import { T } from './tokens';

export abstract class InvalidParameterRules extends InvalidExpressionRules {
  invalid_parameters(lambda: boolean): void {
    const mark = this.mark;
    const slash = this.expect(T.SLASH);
    if (slash && this.accept(T.COMMA)) this.raiseAt(slash, 'at least one argument must precede /');

    this.mark = mark;
    if (this.anySlash(lambda)) {
      this.many(() => this.param_maybe_default(lambda));
      const again = this.expect(T.SLASH);
      if (again) this.raiseAt(again, '/ may appear only once');
    }

    this.mark = mark;
    this.slash_no_default(lambda);
    this.many(() => this.param_no_default(lambda));
    if (this.slash_with_default(lambda) ?? this.someWithDefault(lambda)) {
      const plain = this.param_no_default(lambda);
      if (plain) this.raiseAt(plain, 'parameter without a default follows parameter with a default');
    }

    this.mark = mark;
    this.many(() => this.param_no_default(lambda));
    const open = this.expect(T.LPAR);
    if (open) {
      // A lambda's parenthesized parameters are separated by commas; a def's end with their own.
      const params = lambda
        ? this.gather(() => this.param(true))
        : this.nonEmpty(this.many(() => this.param_no_default(false)));
      if (params) this.accept(T.COMMA);
      const end = params && this.expect(T.RPAR);
      if (end) {
        const what = lambda ? 'Lambda expression' : 'Function';
        this.raiseAt(open, `${what} parameters cannot be parenthesized`, end);
      }
    }

    this.mark = mark;
    this.anySlash(lambda);
    this.many(() => this.param_maybe_default(lambda));
    if (this.accept(T.STAR) && (this.accept(T.COMMA) || this.param_no_default(lambda))) {
      this.many(() => this.param_maybe_default(lambda));
      const late = this.expect(T.SLASH);
      if (late) this.raiseAt(late, '/ must be ahead of *');
    }

    this.mark = mark;
    if (this.many(() => this.param_maybe_default(lambda)).length && this.accept(T.SLASH)) {
      const star = this.expect(T.STAR);
      if (star) this.raiseAt(star, 'expected comma between / and *');
    }
  }

  private anySlash(lambda: boolean): boolean {
    return (this.slash_no_default(lambda) ?? this.slash_with_default(lambda)) !== null;
  }

  private someWithDefault(lambda: boolean): unknown[] | null {
    return this.nonEmpty(this.many(() => this.param_with_default(lambda)));
  }

  private nonEmpty<N>(items: N[]): N[] | null {
    return items.length ? items : null;
  }

  invalid_default(): void {
    const equal = this.expect(T.EQUAL);
    if (equal && this.atAny(T.RPAR, T.COMMA)) this.raiseAt(equal, 'expected default value expression');
  }

  invalid_star_etc(lambda: boolean): void {
    const mark = this.mark;
    const close = lambda ? T.COLON : T.RPAR;
    const star = this.expect(T.STAR);
    if (!star) return;
    const bare = this.accept(close) || (this.accept(T.COMMA) && (this.accept(close) || this.accept(T.DOUBLESTAR)));
    if (bare) {
      const msg = 'named arguments must follow bare *';
      if (lambda) this.raiseSyntaxError(msg);
      this.raiseAt(star, msg);
    }

    this.mark = mark + 1;
    const equal = this.param(lambda) && this.expect(T.EQUAL);
    if (equal) this.raiseAt(equal, 'var-positional argument cannot have default value');

    this.mark = mark + 1;
    if (!this.param_no_default(lambda) && !this.accept(T.COMMA)) return;
    this.many(() => this.param_maybe_default(lambda));
    const again = this.expect(T.STAR);
    if (again && (this.param_no_default(lambda) || this.accept(T.COMMA))) {
      this.raiseAt(again, '* argument may appear only once');
    }
  }

  invalid_kwds(lambda: boolean): void {
    if (!this.accept(T.DOUBLESTAR) || !this.param(lambda)) return;
    const equal = this.expect(T.EQUAL);
    if (equal) this.raiseAt(equal, 'var-keyword argument cannot have default value');
    if (!this.accept(T.COMMA)) return;
    const msg = 'arguments cannot follow var-keyword argument';
    const param = this.param(lambda);
    if (param) this.raiseAt(param, msg);
    if (this.atAny(T.STAR, T.DOUBLESTAR, T.SLASH)) this.raiseAt(this.peek(), msg);
  }

  invalid_type_params(): void {
    if (!this.accept(T.LSQB)) return;
    const close = this.expect(T.RSQB);
    if (close) this.raiseStartingFrom(close, 'Type parameter list cannot be empty');
  }

  // --- Patterns

  invalid_as_pattern(): void {
    if (!this.or_pattern() || !this.accept(T.as)) return;
    const underscore = this.expectSoftKeyword('_');
    if (underscore) this.raiseAt(underscore, "cannot use '_' as a target");
    if (this.type() === T.NAME) return;
    const target = this.expression();
    if (target) this.raiseAt(target, 'invalid pattern target');
  }

  invalid_class_pattern(): void {
    if (!this.name_or_attr() || !this.accept(T.LPAR)) return;
    const mark = this.mark;
    if (!this.positional_patterns() || !this.accept(T.COMMA)) this.mark = mark;
    if (!this.keyword_patterns() || !this.accept(T.COMMA)) return;
    const late: ast.pattern[] | null = this.positional_patterns();
    if (late) this.raiseAt(late[0], 'positional patterns follow keyword patterns', late[late.length - 1]);
  }
}
