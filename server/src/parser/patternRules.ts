// Patterns of the match statement.
//
// Follows: Grammar/python.gram (Match statement, from `patterns` on).

import type * as ast from '../ast/nodes';
import * as mk from './nodes';
import { ParameterRules } from './parameterRules';
import { R } from './rules';
import { T, type Token } from './tokens';

interface KeyPattern {
  key: ast.expr;
  pattern: ast.pattern;
}

export abstract class PatternRules extends ParameterRules {
  abstract invalid_as_pattern(): void;
  abstract invalid_class_pattern(): void;

  patterns(): ast.pattern | null {
    const start = this.mark;
    const sequence = this.open_sequence_pattern();
    if (sequence) return this.matchSequence(sequence, this.tokens[start]);
    return this.pattern();
  }

  private matchSequence(patterns: ast.pattern[], start: Token): ast.MatchSequence {
    return { kind: 'MatchSequence', patterns, ...mk.position(start, this.last()) };
  }

  pattern(): ast.pattern | null {
    return this.as_pattern() ?? this.or_pattern();
  }

  private as_pattern(): ast.pattern | null {
    const mark = this.mark;
    const pattern = this.or_pattern();
    if (pattern && this.accept(T.as)) {
      const target = this.pattern_capture_target();
      if (target) {
        return { kind: 'MatchAs', pattern, name: target.id, ...mk.position(this.tokens[mark], this.last()) };
      }
    }
    this.mark = mark;
    if (this.call_invalid_rules) this.invalid_as_pattern();
    return this.reset(mark);
  }

  or_pattern(): ast.pattern | null {
    const start = this.mark;
    const first = this.closed_pattern();
    if (!first) return null;
    const patterns = [first];
    for (;;) {
      const mark = this.mark;
      if (!this.accept(T.VBAR)) break;
      const next = this.closed_pattern();
      if (!next) {
        this.mark = mark;
        break;
      }
      patterns.push(next);
    }
    if (patterns.length === 1) return first;
    return { kind: 'MatchOr', patterns, ...mk.position(this.tokens[start], this.last()) };
  }

  private closed_pattern(): ast.pattern | null {
    if (this.recall(R.closed_pattern)) return this.recalled as ast.pattern | null;
    const mark = this.mark;
    this.enter(10);
    const node =
      this.literal_pattern() ??
      this.capture_pattern() ??
      this.wildcard_pattern() ??
      this.value_pattern() ??
      this.group_pattern() ??
      this.sequence_pattern() ??
      this.mapping_pattern() ??
      this.class_pattern();
    this.leave(10);
    return this.remember(R.closed_pattern, mark, node);
  }

  // --- Literals

  private literal_pattern(): ast.pattern | null {
    const start = this.mark;
    const token = this.peek();
    if (token.type === T.None || token.type === T.True || token.type === T.False) {
      this.mark++;
      const { value } = this.keywordConstant(token);
      return { kind: 'MatchSingleton', value, ...mk.position(token, token) };
    }
    const value = this.literalValue();
    return value && { kind: 'MatchValue', value, ...mk.position(this.tokens[start], this.last()) };
  }

  private literal_expr(): ast.expr | null {
    const token = this.peek();
    if (token.type === T.None || token.type === T.True || token.type === T.False) {
      this.mark++;
      return this.keywordConstant(token);
    }
    return this.literalValue();
  }

  /** `signed_number !('+' | '-') | complex_number | strings` */
  private literalValue(): ast.expr | null {
    const mark = this.mark;
    const number = this.signed_number();
    if (number && this.type() !== T.PLUS && this.type() !== T.MINUS) return number;
    this.mark = mark;
    return this.complex_number() ?? this.strings();
  }

  private signed_number(): ast.expr | null {
    const mark = this.mark;
    const number = this.number();
    if (number) return number;
    const minus = this.expect(T.MINUS);
    const operand = minus && this.number();
    return minus && operand ? mk.UnaryOp('USub', operand, minus, this.last()) : this.reset(mark);
  }

  private complex_number(): ast.expr | null {
    const mark = this.mark;
    const real = this.signed_real_number();
    if (real && (this.type() === T.PLUS || this.type() === T.MINUS)) {
      const op = this.tokens[this.mark++].type === T.PLUS ? 'Add' : 'Sub';
      const imaginary = this.number();
      if (imaginary) {
        if (imaginary.kind !== 'Constant' || imaginary.value.type !== 'complex') {
          this.raiseAt(imaginary, 'imaginary number required in complex literal');
        }
        return mk.BinOp(real, op, imaginary, this.tokens[mark], this.last());
      }
    }
    return this.reset(mark);
  }

  private signed_real_number(): ast.expr | null {
    const mark = this.mark;
    const minus = this.expect(T.MINUS);
    const real = this.number();
    if (!real) return this.reset(mark);
    if (real.kind !== 'Constant' || real.value.type === 'complex') {
      this.raiseAt(real, 'real number required in complex literal');
    }
    return minus ? mk.UnaryOp('USub', real, minus, this.last()) : real;
  }

  // --- Names

  private capture_pattern(): ast.pattern | null {
    const start = this.mark;
    const target = this.pattern_capture_target();
    if (!target) return null;
    return { kind: 'MatchAs', pattern: null, name: target.id, ...mk.position(this.tokens[start], this.last()) };
  }

  private pattern_capture_target(): ast.Name | null {
    const mark = this.mark;
    if (this.atSoftKeyword('_')) return null;
    const token = this.expect(T.NAME);
    if (!token) return null;
    const type = this.type();
    if (type === T.DOT || type === T.LPAR || type === T.EQUAL) return this.reset(mark);
    return mk.Name(this.identifier(token), 'Store', token, token);
  }

  private wildcard_pattern(): ast.pattern | null {
    const token = this.expectSoftKeyword('_');
    return token && { kind: 'MatchAs', pattern: null, name: null, ...mk.position(token, token) };
  }

  private value_pattern(): ast.pattern | null {
    const mark = this.mark;
    const value = this.attr();
    if (!value) return null;
    const type = this.type();
    if (type === T.DOT || type === T.LPAR || type === T.EQUAL) return this.reset(mark);
    return { kind: 'MatchValue', value, ...mk.position(this.tokens[mark], this.last()) };
  }

  /** A dotted name with at least one dot. */
  private attr(): ast.expr | null {
    const mark = this.mark;
    const node = this.name_or_attr();
    return node && node.kind === 'Attribute' ? node : this.reset(mark);
  }

  name_or_attr(): ast.expr | null {
    const start = this.peek();
    let node: ast.expr | null = this.name();
    while (node) {
      const mark = this.mark;
      if (!this.accept(T.DOT)) break;
      const name = this.expect(T.NAME);
      if (!name) {
        this.mark = mark;
        break;
      }
      node = mk.Attribute(node, this.identifier(name), 'Load', start, name);
    }
    return node;
  }

  // --- Groups and sequences

  private group_pattern(): ast.pattern | null {
    const mark = this.mark;
    if (!this.accept(T.LPAR)) return null;
    const pattern = this.pattern();
    return pattern && this.accept(T.RPAR) ? pattern : this.reset(mark);
  }

  private sequence_pattern(): ast.pattern | null {
    const mark = this.mark;
    const open = this.peek();
    if (this.accept(T.LSQB)) {
      const patterns = this.maybe_sequence_pattern();
      if (this.accept(T.RSQB)) return this.matchSequence(patterns ?? [], open);
    } else if (this.accept(T.LPAR)) {
      const patterns = this.open_sequence_pattern();
      if (this.accept(T.RPAR)) return this.matchSequence(patterns ?? [], open);
    }
    return this.reset(mark);
  }

  private open_sequence_pattern(): ast.pattern[] | null {
    const mark = this.mark;
    const first = this.maybe_star_pattern();
    if (!first || !this.accept(T.COMMA)) return this.reset(mark);
    return [first, ...(this.maybe_sequence_pattern() ?? [])];
  }

  private maybe_sequence_pattern(): ast.pattern[] | null {
    const patterns = this.gather(this.maybe_star_pattern);
    if (patterns) this.accept(T.COMMA);
    return patterns;
  }

  private maybe_star_pattern(): ast.pattern | null {
    return this.star_pattern() ?? this.pattern();
  }

  private star_pattern(): ast.pattern | null {
    if (this.recall(R.star_pattern)) return this.recalled as ast.pattern | null;
    const mark = this.mark;
    let node: ast.pattern | null = null;
    const star = this.expect(T.STAR);
    if (star) {
      const target = this.pattern_capture_target();
      if (target || this.wildcard_pattern()) {
        node = { kind: 'MatchStar', name: target ? target.id : null, ...mk.position(star, this.last()) };
      } else this.mark = mark;
    }
    return this.remember(R.star_pattern, mark, node);
  }

  // --- Mappings

  private mapping_pattern(): ast.pattern | null {
    const mark = this.mark;
    const open = this.expect(T.LBRACE);
    if (!open) return null;
    let items: KeyPattern[] = [];
    let rest: ast.Name | null = null;
    if (!this.accept(T.RBRACE)) {
      rest = this.double_star_pattern();
      if (!rest) {
        items = this.gather(this.key_value_pattern) ?? [];
        if (!items.length) return this.reset(mark);
        const before = this.mark;
        if (this.accept(T.COMMA)) {
          rest = this.double_star_pattern();
          if (!rest) this.mark = before;
        }
      }
      this.accept(T.COMMA);
      if (!this.accept(T.RBRACE)) return this.reset(mark);
    }
    return {
      kind: 'MatchMapping',
      keys: items.map((item) => item.key),
      patterns: items.map((item) => item.pattern),
      rest: rest ? rest.id : null,
      ...mk.position(open, this.last()),
    };
  }

  private key_value_pattern(): KeyPattern | null {
    const mark = this.mark;
    const key = this.literal_expr() ?? this.attr();
    if (key && this.accept(T.COLON)) {
      const pattern = this.pattern();
      if (pattern) return { key, pattern };
    }
    return this.reset(mark);
  }

  private double_star_pattern(): ast.Name | null {
    const mark = this.mark;
    if (!this.accept(T.DOUBLESTAR)) return null;
    return this.pattern_capture_target() ?? this.reset(mark);
  }

  // --- Classes

  private class_pattern(): ast.pattern | null {
    const mark = this.mark;
    const cls = this.name_or_attr();
    if (cls && this.accept(T.LPAR)) {
      const inside = this.mark;
      let patterns = this.positional_patterns();
      let keywords: KeyPattern[] | null = null;
      if (patterns) {
        const before = this.mark;
        if (this.accept(T.COMMA)) keywords = this.keyword_patterns();
        if (!keywords) this.mark = before;
        if (!keywords) this.accept(T.COMMA);
      }
      if (keywords) this.accept(T.COMMA);
      if (this.type() !== T.RPAR && !keywords) {
        // Keywords may follow directly.
        this.mark = inside;
        patterns = null;
        keywords = this.keyword_patterns();
        if (keywords) this.accept(T.COMMA);
      }
      if (this.accept(T.RPAR)) {
        return {
          kind: 'MatchClass',
          cls,
          patterns: patterns ?? [],
          kwd_attrs: (keywords ?? []).map((item) => (item.key as ast.Name).id),
          kwd_patterns: (keywords ?? []).map((item) => item.pattern),
          ...mk.position(this.tokens[mark], this.last()),
        };
      }
    }
    this.mark = mark;
    if (this.call_invalid_rules) this.invalid_class_pattern();
    return this.reset(mark);
  }

  positional_patterns(): ast.pattern[] | null {
    return this.gather(this.pattern);
  }

  keyword_patterns(): KeyPattern[] | null {
    return this.gather(this.keyword_pattern);
  }

  private keyword_pattern(): KeyPattern | null {
    const mark = this.mark;
    const key = this.name();
    if (key && this.accept(T.EQUAL)) {
      const pattern = this.pattern();
      if (pattern) return { key, pattern };
    }
    return this.reset(mark);
  }
}
