// Known mistakes in expressions, calls, displays and f-strings.
//
// Follows: Grammar/python.gram (START OF INVALID RULES). The rules run in the second pass only. One either raises or
// says nothing; where it leaves `mark` does not matter, its caller goes back. When an alternative matches, CPython
// tries no further one even if its action finds nothing to complain about; hence the many early returns.

import type * as ast from '../ast/nodes';
import { CompoundStatementRules } from './compoundStatementRules';
import { getExprName, getInvalidTarget, lastComprehensionItem, type TargetsType } from './invalidTargets';
import { R } from './rules';
import { T } from './tokens';

const legacyStatements = ['print', 'exec'];
const isLegacyStatement = (node: ast.expr): boolean => node.kind === 'Name' && legacyStatements.includes(node.id);

const maybeEquals = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
const genexpParentheses = 'Generator expression must be parenthesized';

export abstract class InvalidExpressionRules extends CompoundStatementRules {
  /** RAISE_SYNTAX_ERROR_INVALID_TARGET */
  protected raiseInvalidTarget(type: TargetsType, node: ast.expr): void {
    const invalid = getInvalidTarget(node, type);
    if (!invalid) return;
    this.raiseAt(invalid, `cannot ${type === 'DEL_TARGETS' ? 'delete' : 'assign to'} ${getExprName(invalid)}`);
  }

  // --- Expressions

  invalid_expression(): void {
    const mark = this.mark;
    const a = this.startsLikeStringPrefixOrKeyword() ? null : (this.reset(mark) ?? this.disjunction());
    const b = a && this.expression_without_invalid();
    if (a && b) {
      if (isLegacyStatement(a) || this.tokens[this.mark - 1].level === 0) return;
      this.raiseAt(a, 'invalid syntax. Perhaps you forgot a comma?', b);
    }
    this.mark = mark;
    const body = this.disjunction();
    const test = body && this.accept(T.if) ? this.disjunction() : null;
    if (body && test && this.type() !== T.else && this.type() !== T.COLON) {
      this.raiseAt(body, "expected 'else' after 'if' expression", test);
    }
    this.mark = mark;
    const lambda = this.expect(T.lambda);
    if (!lambda) return;
    this.params(true);
    const colon = this.expect(T.COLON);
    if (colon && this.type() === T.FSTRING_MIDDLE) {
      this.raiseAt(lambda, 'f-string: lambda expressions are not allowed without parentheses', colon);
    }
  }

  /** `NAME STRING | SOFT_KEYWORD` */
  private startsLikeStringPrefixOrKeyword(): boolean {
    const mark = this.mark;
    if (this.accept(T.NAME) && this.accept(T.STRING)) return true;
    this.mark = mark;
    return this.softKeywordToken();
  }

  invalid_legacy_expression(): void {
    const name = this.name();
    if (!name || this.type() === T.LPAR) return;
    const rest = this.star_expressions();
    if (!rest || !isLegacyStatement(name)) return;
    this.raiseAt(name, `Missing parentheses in call to '${name.id}'. Did you mean ${name.id}(...)?`, rest);
  }

  invalid_named_expression(): void {
    if (this.recall(R.invalid_named_expression)) return;
    const mark = this.mark;
    this.namedExpressionMistake();
    this.mark = mark;
    this.remember(R.invalid_named_expression, mark, null);
  }

  private namedExpressionMistake(): void {
    const mark = this.mark;
    const target = this.expression();
    if (target && this.accept(T.COLONEQUAL) && this.expression()) {
      this.raiseAt(target, `cannot use assignment expressions with ${getExprName(target)}`);
    }
    this.mark = mark;
    const name = this.name();
    if (name && this.accept(T.EQUAL)) {
      const value = this.bitwise_or();
      if (value && this.type() !== T.EQUAL && this.type() !== T.COLONEQUAL) this.raiseAt(name, maybeEquals, value);
    }
    this.mark = mark;
    const type = this.type();
    if (type === T.True || type === T.None || type === T.False) return;
    if (this.list() ?? this.tuple() ?? this.genexp()) return;
    this.mark = mark;
    const left = this.bitwise_or();
    if (!left || !this.accept(T.EQUAL) || !this.bitwise_or()) return;
    if (this.type() === T.EQUAL || this.type() === T.COLONEQUAL) return;
    this.raiseAt(left, `cannot assign to ${getExprName(left)} here. Maybe you meant '==' instead of '='?`);
  }

  invalid_arithmetic(): void {
    if (!this.sum()) return;
    switch (this.type()) {
      case T.PLUS:
      case T.MINUS:
      case T.STAR:
      case T.SLASH:
      case T.PERCENT:
      case T.DOUBLESLASH:
      case T.AT:
        break;
      default:
        return;
    }
    this.mark++;
    const not = this.expect(T.not);
    const operand = not && this.inversion();
    if (not && operand) this.raiseAt(not, "'not' after an operator must be parenthesized", operand);
  }

  invalid_factor(): void {
    const type = this.type();
    if (type !== T.PLUS && type !== T.MINUS && type !== T.TILDE) return;
    this.mark++;
    const not = this.expect(T.not);
    const operand = not && this.factor();
    if (not && operand) this.raiseAt(not, "'not' after an operator must be parenthesized", operand);
  }

  invalid_starred_expression(): void {
    const star = this.expect(T.STAR);
    if (!star || !this.expression() || !this.accept(T.EQUAL)) return;
    const value = this.expression();
    if (value) this.raiseAt(star, 'cannot assign to iterable argument unpacking', value);
  }

  // --- Displays

  invalid_group(): void {
    const mark = this.mark;
    if (!this.accept(T.LPAR)) return;
    const starred = this.starred_expression();
    if (starred && this.accept(T.RPAR)) this.raiseAt(starred, 'cannot use starred expression here');
    this.mark = mark + 1;
    const stars = this.expect(T.DOUBLESTAR);
    if (stars && this.expression() && this.accept(T.RPAR)) {
      this.raiseAt(stars, 'cannot use double starred expression here');
    }
  }

  invalid_comprehension(): void {
    const mark = this.mark;
    const open = this.type();
    if (open !== T.LSQB && open !== T.LPAR && open !== T.LBRACE) return;
    this.mark = mark + 1;
    const starred = this.starred_expression();
    if (starred && this.for_if_clauses()) {
      this.raiseAt(starred, 'iterable unpacking cannot be used in comprehension');
    }
    if (open === T.LPAR) return;
    const missing = 'did you forget parentheses around the comprehension target?';
    this.mark = mark + 1;
    const first = this.star_named_expression();
    const comma = first && this.expect(T.COMMA);
    if (!first || !comma) return;
    const afterComma = this.mark;
    const rest = this.star_named_expressions();
    if (rest && this.for_if_clauses()) this.raiseAt(first, missing, rest[rest.length - 1]);
    this.mark = afterComma;
    if (this.for_if_clauses()) this.raiseAt(first, missing, comma);
  }

  invalid_dict_comprehension(): void {
    if (!this.accept(T.LBRACE)) return;
    const stars = this.expect(T.DOUBLESTAR);
    if (stars && this.bitwise_or() && this.for_if_clauses() && this.accept(T.RBRACE)) {
      this.raiseAt(stars, 'dict unpacking cannot be used in dict comprehension');
    }
  }

  invalid_double_starred_kvpairs(): void {
    const mark = this.mark;
    if (this.gather(this.double_starred_kvpair) && this.accept(T.COMMA)) this.invalid_kvpair();
    this.mark = mark;
    this.dictValueMistake();
  }

  private invalid_kvpair(): void {
    const mark = this.mark;
    const key = this.expression();
    if (key && this.type() !== T.COLON) {
      this.raiseRange(key.lineno, key.end_col_offset - 1, key.end_lineno, -1, "':' expected after dictionary key");
    }
    this.mark = mark;
    this.dictValueMistake();
  }

  private dictValueMistake(): void {
    if (!this.expression()) return;
    const colon = this.expect(T.COLON);
    if (!colon) return;
    const mark = this.mark;
    const star = this.expect(T.STAR);
    if (star && this.bitwise_or()) {
      this.raiseStartingFrom(star, 'cannot use a starred expression in a dictionary value');
    }
    this.mark = mark;
    if (this.type() === T.RBRACE || this.type() === T.COMMA) {
      this.raiseAt(colon, "expression expected after dictionary key and ':'");
    }
  }

  // --- Arguments

  invalid_arguments(): void {
    const mark = this.mark;
    this.unpackingAfterKeywords();

    this.mark = mark;
    const element = this.expression();
    const clauses = element && this.for_if_clauses();
    if (element && clauses && this.accept(T.COMMA)) {
      const before = this.mark;
      if (!this.args()) {
        this.mark = before;
        if (!this.expression() || !this.for_if_clauses()) this.mark = before;
      }
      this.raiseAt(element, genexpParentheses, lastComprehensionItem(clauses));
    }

    this.mark = mark;
    const name = this.name();
    const equal = name && this.expect(T.EQUAL);
    if (name && equal && this.expression() && this.for_if_clauses()) this.raiseAt(name, maybeEquals, equal);

    this.mark = mark;
    const given = this.args();
    if (!given || !this.accept(T.COMMA)) this.mark = mark;
    const last = this.name();
    const lastEqual = last && this.expect(T.EQUAL);
    if (last && lastEqual && (this.type() === T.COMMA || this.type() === T.RPAR)) {
      this.raiseAt(last, 'expected argument value expression', lastEqual);
    }

    this.mark = mark;
    const args = this.args();
    if (!args) return;
    const afterArgs = this.mark;
    const argsClauses = this.for_if_clauses();
    if (argsClauses) {
      const { length } = args.args;
      if (length <= 1) return;
      this.raiseAt(args.args[length - 1], genexpParentheses, lastComprehensionItem(argsClauses));
    }

    this.mark = afterArgs;
    if (!this.accept(T.COMMA)) return;
    const afterComma = this.mark;
    const more = this.expression();
    const moreClauses = more && this.for_if_clauses();
    if (more && moreClauses) this.raiseAt(more, genexpParentheses, lastComprehensionItem(moreClauses));

    this.mark = afterComma;
    if (!this.args()) return;
    const unpacking = args.keywords.some((keyword) => keyword.arg === null);
    this.raiseSyntaxError(`positional argument follows keyword argument${unpacking ? ' unpacking' : ''}`);
  }

  /** The first alternative of invalid_arguments. */
  private unpackingAfterKeywords(): void {
    const mark = this.mark;
    let before = this.gather(this.positionalArgument) !== null && this.accept(T.COMMA) && this.kwargs() !== null;
    if (!before) {
      this.mark = mark;
      before = this.kwargs() !== null;
    }
    const comma = before ? this.expect(T.COMMA) : null;
    if (comma && this.gather(this.starredArgument)) {
      this.raiseStartingFrom(comma, 'iterable argument unpacking follows keyword argument unpacking');
    }
  }

  /** `starred_expression !'='` */
  private starredArgument(): ast.expr | null {
    const mark = this.mark;
    const node = this.starred_expression();
    return node && this.type() !== T.EQUAL ? node : this.reset(mark);
  }

  invalid_kwarg(): void {
    const mark = this.mark;
    const first = this.peek();
    if (first.type === T.True || first.type === T.False || first.type === T.None) {
      this.mark++;
      const equal = this.expect(T.EQUAL);
      if (equal) this.raiseAt(first, `cannot assign to ${this.text(first)}`, equal);
    }

    this.mark = mark;
    const name = this.name();
    const equal = name && this.expect(T.EQUAL);
    if (name && equal && this.expression() && this.for_if_clauses()) this.raiseAt(name, maybeEquals, equal);

    this.mark = mark;
    if (!equal) {
      const node = this.expression();
      const after = node && this.expect(T.EQUAL);
      if (node && after) {
        this.raiseAt(node, 'expression cannot contain assignment, perhaps you meant "=="?', after);
      }
    }

    this.mark = mark;
    const stars = this.expect(T.DOUBLESTAR);
    if (!stars || !this.expression() || !this.accept(T.EQUAL)) return;
    const value = this.expression();
    if (value) this.raiseAt(stars, 'cannot assign to keyword argument unpacking', value);
  }

  // --- f-strings

  invalid_replacement_field(): void {
    const mark = this.mark;
    if (!this.accept(T.LBRACE)) return;
    const first = this.peek();
    switch (first.type) {
      case T.EQUAL:
      case T.EXCLAMATION:
      case T.COLON:
      case T.RBRACE:
        this.raiseAt(first, `f-string: valid expression required before '${this.text(first)}'`);
        break;
      default:
    }
    if (!this.annotated_rhs()) {
      this.mark = mark + 1;
      this.raiseOnNextToken("f-string: expecting a valid expression after '{'");
    }
    if (!this.atAny(T.EQUAL, T.EXCLAMATION, T.COLON, T.RBRACE)) {
      this.raiseOnNextToken("f-string: expecting '=', or '!', or ':', or '}'");
    }
    if (this.accept(T.EQUAL) && !this.atAny(T.EXCLAMATION, T.COLON, T.RBRACE)) {
      this.raiseOnNextToken("f-string: expecting '!', or ':', or '}'");
    }
    this.invalid_conversion_character();
    const beforeConversion = this.mark;
    if (!this.accept(T.EXCLAMATION) || !this.accept(T.NAME)) this.mark = beforeConversion;
    if (!this.atAny(T.COLON, T.RBRACE)) this.raiseOnNextToken("f-string: expecting ':' or '}'");
    if (this.accept(T.COLON)) {
      while (this.fstring_format_spec()) continue;
      if (this.type() !== T.RBRACE) this.raiseOnNextToken("f-string: expecting '}', or format specs");
      return;
    }
    if (this.type() !== T.RBRACE) this.raiseOnNextToken("f-string: expecting '}'");
  }

  private invalid_conversion_character(): void {
    const mark = this.mark;
    if (this.accept(T.EXCLAMATION)) {
      if (this.atAny(T.COLON, T.RBRACE)) this.raiseOnNextToken('f-string: missing conversion character');
      if (this.type() !== T.NAME) this.raiseOnNextToken('f-string: invalid conversion character');
    }
    this.mark = mark;
  }

  protected atAny(...types: T[]): boolean {
    return types.includes(this.type());
  }
}
