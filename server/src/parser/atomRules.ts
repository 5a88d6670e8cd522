// Literals and displays: strings and f-strings, (…), […], {…}.
//
// Follows: Grammar/python.gram (LITERALS, atom, group), Parser/action_helpers.c.

import type * as ast from '../ast/nodes';
import { ParseFailure, placelessError } from './errors';
import * as mk from './nodes';
import { unicodeNames } from './parserState';
import { R, Rules } from './rules';
import {
  concatenate,
  decodeBytesWithEscapes,
  decodeUnicodeWithEscapes,
  splitLiteral,
  type StrValue,
} from './stringLiterals';
import { T, type Token } from './tokens';

const noneValue: ast.ConstantValue = { type: 'None' };
const trueValue: ast.ConstantValue = { type: 'bool', value: true };
const falseValue: ast.ConstantValue = { type: 'bool', value: false };
const ellipsisValue: ast.ConstantValue = { type: 'Ellipsis' };

/** The value of a str constant, else null. */
function strValue(node: ast.expr): StrValue | null {
  return node.kind === 'Constant' && node.value.type === 'str' ? (node.value as StrValue) : null;
}

const isEmptyStr = (node: ast.expr): boolean => strValue(node)?.value === '';

/** A node and the source text its token carries, for `{expr=}`. */
interface WithMetadata<N> {
  node: N;
  metadata: string | null;
}

export abstract class AtomRules extends Rules {
  /** A constant for the keyword at `token`: None, True or False. */
  protected keywordConstant(token: Token): ast.Constant {
    const value = token.type === T.None ? noneValue : token.type === T.True ? trueValue : falseValue;
    return mk.Constant(value, null, token, token);
  }

  atom(): ast.expr | null {
    const token = this.peek();
    switch (token.type) {
      case T.NAME:
        this.mark++;
        return mk.Name(this.identifier(token), 'Load', token, token);
      case T.True:
      case T.False:
      case T.None:
        this.mark++;
        return this.keywordConstant(token);
      case T.STRING:
      case T.FSTRING_START:
        return this.strings();
      case T.NUMBER:
        return this.number();
      case T.LPAR:
      case T.LSQB:
      case T.LBRACE: {
        const calls = token.type === T.LPAR ? 27 : 28;
        this.enter(calls);
        const node = this.display(token.type);
        this.leave(calls);
        return node;
      }
      case T.ELLIPSIS:
        this.mark++;
        return mk.Constant(ellipsisValue, null, token, token);
      default:
        return null;
    }
  }

  private display(open: T): ast.expr | null {
    switch (open) {
      case T.LPAR:
        return this.firstPass ? this.parenthesized() : (this.tuple() ?? this.group() ?? this.genexp());
      case T.LSQB:
        return this.firstPass ? this.bracketed() : (this.list() ?? this.listcomp());
      default:
        return this.firstPass ? this.braced() : (this.dict() ?? this.set() ?? this.dictcomp() ?? this.setcomp());
    }
  }

  // --- Displays, first pass: one reading instead of one for each alternative

  /** `tuple | group | genexp` */
  private parenthesized(): ast.expr | null {
    const mark = this.mark;
    const open = this.tokens[this.mark++];
    if (this.accept(T.RPAR)) return mk.Tuple([], 'Load', open, this.last());
    if (this.type() === T.yield) {
      const value = this.yield_expr();
      return value && this.accept(T.RPAR) ? value : this.reset(mark);
    }
    const first = this.star_named_expression();
    if (!first) return this.reset(mark);
    switch (this.type()) {
      case T.COMMA: {
        this.mark++;
        const elts = [first];
        for (;;) {
          const item = this.star_named_expression();
          if (!item) break;
          elts.push(item);
          if (!this.accept(T.COMMA)) break;
        }
        return this.accept(T.RPAR) ? mk.Tuple(elts, 'Load', open, this.last()) : this.reset(mark);
      }
      case T.RPAR:
        if (first.kind === 'Starred') return this.reset(mark);
        this.mark++;
        return first;
      case T.for:
      case T.async: {
        if (first.kind === 'Starred') return this.reset(mark);
        const generators = this.for_if_clauses();
        return generators && this.accept(T.RPAR)
          ? mk.GeneratorExp(first, generators, open, this.last())
          : this.reset(mark);
      }
      default:
        return this.reset(mark);
    }
  }

  /** `list | listcomp` */
  private bracketed(): ast.expr | null {
    const mark = this.mark;
    const open = this.tokens[this.mark++];
    const elts: ast.expr[] = [];
    for (;;) {
      const item = this.star_named_expression();
      if (!item) break;
      elts.push(item);
      if (!this.accept(T.COMMA)) {
        const type = this.type();
        if (elts.length === 1 && (type === T.for || type === T.async) && item.kind !== 'Starred') {
          const generators = this.for_if_clauses();
          return generators && this.accept(T.RSQB)
            ? mk.ListComp(item, generators, open, this.last())
            : this.reset(mark);
        }
        break;
      }
    }
    return this.accept(T.RSQB) ? mk.List(elts, 'Load', open, this.last()) : this.reset(mark);
  }

  /** `dict | set | dictcomp | setcomp` */
  private braced(): ast.expr | null {
    const mark = this.mark;
    const open = this.tokens[this.mark++];
    if (this.accept(T.RBRACE)) return mk.Dict([], [], open, this.last());
    let isDict = this.type() === T.DOUBLESTAR;
    if (!isDict && this.type() !== T.STAR && this.expression()) isDict = this.type() === T.COLON;
    this.mark = mark;
    return isDict ? (this.dict() ?? this.dictcomp()) : (this.set() ?? this.setcomp());
  }

  // --- Displays, rule by rule

  list(): ast.expr | null {
    const mark = this.mark;
    const open = this.expect(T.LSQB);
    if (!open) return null;
    const elts = this.star_named_expressions();
    return this.accept(T.RSQB) ? mk.List(elts ?? [], 'Load', open, this.last()) : this.reset(mark);
  }

  listcomp(): ast.expr | null {
    const mark = this.mark;
    const open = this.expect(T.LSQB);
    if (open) {
      const elt = this.named_expression();
      const generators = elt && this.for_if_clauses();
      if (elt && generators && this.accept(T.RSQB)) return mk.ListComp(elt, generators, open, this.last());
    }
    this.mark = mark;
    if (this.call_invalid_rules) this.invalid_comprehension();
    return this.reset(mark);
  }

  tuple(): ast.expr | null {
    const mark = this.mark;
    const open = this.expect(T.LPAR);
    if (!open) return null;
    let elts: ast.expr[] = [];
    const inside = this.mark;
    const first = this.star_named_expression();
    if (first && this.accept(T.COMMA)) elts = [first, ...(this.star_named_expressions() ?? [])];
    else this.mark = inside;
    return this.accept(T.RPAR) ? mk.Tuple(elts, 'Load', open, this.last()) : this.reset(mark);
  }

  group(): ast.expr | null {
    const mark = this.mark;
    if (this.accept(T.LPAR)) {
      const value = this.yield_expr() ?? this.named_expression();
      if (value && this.accept(T.RPAR)) return value;
    }
    this.mark = mark;
    if (this.call_invalid_rules) this.invalid_group();
    return this.reset(mark);
  }

  genexp(): ast.expr | null {
    const mark = this.mark;
    const open = this.expect(T.LPAR);
    if (open) {
      const elt = this.assignmentOrExpression();
      const generators = elt && this.for_if_clauses();
      if (elt && generators && this.accept(T.RPAR)) return mk.GeneratorExp(elt, generators, open, this.last());
    }
    this.mark = mark;
    if (this.call_invalid_rules) this.invalid_comprehension();
    return this.reset(mark);
  }

  set(): ast.expr | null {
    const mark = this.mark;
    const open = this.expect(T.LBRACE);
    if (!open) return null;
    const elts = this.star_named_expressions();
    return elts && this.accept(T.RBRACE) ? mk.SetNode(elts, open, this.last()) : this.reset(mark);
  }

  setcomp(): ast.expr | null {
    const mark = this.mark;
    const open = this.expect(T.LBRACE);
    if (open) {
      const elt = this.named_expression();
      const generators = elt && this.for_if_clauses();
      if (elt && generators && this.accept(T.RBRACE)) return mk.SetComp(elt, generators, open, this.last());
    }
    this.mark = mark;
    if (this.call_invalid_rules) this.invalid_comprehension();
    return this.reset(mark);
  }

  dict(): ast.expr | null {
    const mark = this.mark;
    const open = this.expect(T.LBRACE);
    if (!open) return null;
    const pairs = this.gather(this.double_starred_kvpair);
    if (pairs) this.accept(T.COMMA);
    if (this.accept(T.RBRACE)) {
      const keys: (ast.expr | null)[] = [];
      const values: ast.expr[] = [];
      for (const pair of pairs ?? []) {
        keys.push(pair.key);
        values.push(pair.value);
      }
      return mk.Dict(keys, values, open, this.last());
    }
    // CPython tries this rule in the first pass too: its generator sees only alternatives that begin with one.
    this.mark = mark + 1;
    this.invalid_double_starred_kvpairs();
    return this.reset(mark);
  }

  protected double_starred_kvpair(): { key: ast.expr | null; value: ast.expr } | null {
    const mark = this.mark;
    if (this.accept(T.DOUBLESTAR)) {
      const value = this.bitwise_or();
      if (value) return { key: null, value };
      this.mark = mark;
    }
    return this.kvpair();
  }

  protected kvpair(): { key: ast.expr; value: ast.expr } | null {
    const mark = this.mark;
    const key = this.expression();
    if (key && this.accept(T.COLON)) {
      const value = this.expression();
      if (value) return { key, value };
    }
    return this.reset(mark);
  }

  dictcomp(): ast.expr | null {
    const mark = this.mark;
    const open = this.expect(T.LBRACE);
    if (open) {
      const pair = this.kvpair();
      const generators = pair && this.for_if_clauses();
      if (pair && generators && this.accept(T.RBRACE)) {
        return mk.DictComp(pair.key, pair.value, generators, open, this.last());
      }
    }
    this.mark = mark;
    if (this.call_invalid_rules) this.invalid_dict_comprehension();
    return this.reset(mark);
  }

  // --- Strings

  strings(): ast.expr | null {
    if (this.recall(R.strings)) return this.recalled as ast.expr | null;
    const mark = this.mark;
    const parts: ast.expr[] = [];
    for (;;) {
      const part = this.fstring() ?? this.string();
      if (!part) break;
      parts.push(part);
    }
    const node = parts.length === 0 ? null : this.concatenateStrings(parts, this.tokens[mark], this.last());
    return this.remember(R.strings, mark, node);
  }

  private string(): ast.Constant | null {
    const token = this.expect(T.STRING);
    if (!token) return null;
    const text = this.text(token);
    const { bytes, raw, unicode, start, end } = splitLiteral(text);
    const body = text.slice(start, end);
    const plain = raw || !body.includes('\\');
    if (bytes) {
      if (!this.tok.ascii && /[^\x00-\x7f]/.test(body)) {
        this.raiseAt(token, 'bytes can only contain ASCII literal characters');
      }
      if (plain) {
        const value = new Uint8Array(body.length);
        for (let i = 0; i < body.length; i++) value[i] = body.charCodeAt(i);
        return mk.Constant({ type: 'bytes', value }, null, token, token);
      }
      const { value, error, invalidEscape } = decodeBytesWithEscapes(body);
      if (value === null) this.raiseSyntaxError(`(value error) ${error}`);
      if (invalidEscape >= 0) this.warnInvalidEscape(body, invalidEscape, token);
      return mk.Constant({ type: 'bytes', value }, null, token, token);
    }
    const value = plain ? ({ type: 'str', value: body } as const) : this.decodeEscapes(body, token);
    return mk.Constant(value, unicode ? 'u' : null, token, token);
  }

  /**
   * Decodes a str body's escapes; warnings are placed on `token`'s line.
   * @param bare whether a bad escape raises the codec's own exception (as in a format spec) instead of a SyntaxError
   */
  private decodeEscapes(body: string, token: Token, bare = false): StrValue {
    const { value, error, invalidEscape } = decodeUnicodeWithEscapes(body, this.lookupUnicodeName);
    if (value === null) {
      if (bare) throw new ParseFailure(placelessError('UnicodeDecodeError', error!));
      this.raiseSyntaxError(`(unicode error) ${error}`);
    }
    if (invalidEscape >= 0) this.warnInvalidEscape(body, invalidEscape, token);
    return value;
  }

  private readonly lookupUnicodeName = (name: string): string | null =>
    (this.options.lookupUnicodeName ?? unicodeNames)(name);

  private warnInvalidEscape(body: string, offset: number, token: Token): void {
    // The second pass decodes again; its warnings would be the same.
    if (this.call_invalid_rules) return;
    const c = body.charAt(offset);
    if ((token.type === T.FSTRING_MIDDLE || token.type === T.FSTRING_END) && (c === '{' || c === '}')) return;
    const msg =
      c >= '4' && c <= '7'
        ? `invalid octal escape sequence '\\${body.slice(offset, offset + 3)}'`
        : `invalid escape sequence '\\${c}'`;
    this.warnings.push({ category: 'SyntaxWarning', msg, filename: this.tok.filename, lineno: token.lineno });
  }

  /** Implicit concatenation; adjacent constants of f-strings become one. */
  private concatenateStrings(parts: ast.expr[], start: ast.Located, end: ast.Located): ast.expr {
    let bytes = false;
    let str = false;
    let fstring = false;
    for (const part of parts) {
      if (part.kind !== 'Constant') fstring = true;
      else if (part.value.type === 'bytes') bytes = true;
      else str = true;
    }
    if (bytes && (str || fstring)) this.raiseSyntaxError('cannot mix bytes and nonbytes literals');
    if (!fstring && parts.length === 1) return parts[0];
    if (bytes) {
      const chunks = parts.map((part) => ((part as ast.Constant).value as { value: Uint8Array }).value);
      const value = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
      let at = 0;
      for (const chunk of chunks) {
        value.set(chunk, at);
        at += chunk.length;
      }
      return mk.Constant({ made: 'folded', type: 'bytes', value }, (parts[0] as ast.Constant).kind_, start, end);
    }

    const flat = parts.flatMap((part) => (part.kind === 'JoinedStr' ? part.values : [part]));
    const values: ast.expr[] = [];
    for (let i = 0; i < flat.length; i++) {
      let node = flat[i];
      const text = strValue(node);
      if (text !== null) {
        const run = [text];
        for (let next; (next = i + run.length < flat.length ? strValue(flat[i + run.length]) : null);) run.push(next);
        if (run.length > 1) {
          i += run.length - 1;
          node = mk.Constant(concatenate(run), (node as ast.Constant).kind_, node, flat[i]);
        }
        if (fstring && isEmptyStr(node)) continue;
      }
      values.push(node);
    }
    return fstring ? mk.JoinedStr(values, start, end) : values[0];
  }

  // --- f-strings

  private fstring(): ast.expr | null {
    const mark = this.mark;
    const start = this.expect(T.FSTRING_START);
    if (!start) return null;
    const items: ast.expr[] = [];
    for (;;) {
      const item = this.fstring_middle();
      if (!item) break;
      items.push(item);
    }
    const end = this.expect(T.FSTRING_END);
    return end ? this.joinedStr(start, items, end) : this.reset(mark);
  }

  private fstring_middle(): ast.expr | null {
    const field = this.fstring_replacement_field();
    if (field) return field;
    const token = this.expect(T.FSTRING_MIDDLE);
    return token && mk.Constant({ type: 'str', value: this.text(token) }, null, token, token);
  }

  private joinedStr(start: Token, items: ast.expr[], end: Token): ast.expr {
    const raw = /r/i.test(this.text(start));
    const values: ast.expr[] = [];
    for (const item of items) {
      if (item.kind === 'JoinedStr') {
        // What `{expr=}` made: its text and its value.
        values.push(...item.values);
        continue;
      }
      const text = strValue(item)?.value;
      const plain = text === undefined || raw || !text.includes('\\');
      const node = plain ? item : mk.Constant(this.decodeEscapes(text, end), null, item, item);
      if (!isEmptyStr(node)) values.push(node);
    }
    return mk.JoinedStr(values, start, end);
  }

  protected fstring_replacement_field(): ast.expr | null {
    const mark = this.mark;
    const open = this.expect(T.LBRACE);
    const value = open && this.annotated_rhs();
    if (open && value) {
      const debug = this.expect(T.EQUAL);
      const conversion = this.fstring_conversion();
      const format = this.fstring_full_format_spec();
      const close = this.expect(T.RBRACE);
      if (close) return this.formattedValue(value, debug, conversion, format, open, close);
    }
    this.mark = mark;
    if (this.call_invalid_rules) this.invalid_replacement_field();
    return this.reset(mark);
  }

  private fstring_conversion(): WithMetadata<ast.Name> | null {
    const mark = this.mark;
    const bang = this.expect(T.EXCLAMATION);
    if (!bang) return null;
    const node = this.name();
    if (!node) return this.reset(mark);
    // The misspelling is CPython 3.13.0's.
    if (bang.lineno !== node.lineno || bang.end_col_offset !== node.col_offset) {
      this.raiseAt(bang, 'f-string: conversion type must come right after the exclamanation mark', node);
    }
    return { node, metadata: bang.metadata };
  }

  private fstring_full_format_spec(): WithMetadata<ast.expr> | null {
    const colon = this.expect(T.COLON);
    if (!colon) return null;
    const items: ast.expr[] = [];
    for (;;) {
      const item = this.fstring_format_spec();
      if (!item) break;
      if (!isEmptyStr(item)) items.push(item);
    }
    const end = this.last();
    const single = items.length === 0 || (items.length === 1 && items[0].kind === 'Constant');
    const node = single ? mk.JoinedStr(items, colon, end) : this.concatenateStrings(items, colon, end);
    return { node, metadata: colon.metadata };
  }

  protected fstring_format_spec(): ast.expr | null {
    const token = this.expect(T.FSTRING_MIDDLE);
    if (!token) return this.fstring_replacement_field();
    const text = this.text(token);
    const value = text.includes('\\') ? this.decodeEscapes(text, token, true) : ({ type: 'str', value: text } as const);
    return mk.Constant(value, null, token, token);
  }

  private formattedValue(
    value: ast.expr,
    debug: Token | null,
    conversion: WithMetadata<ast.Name> | null,
    format: WithMetadata<ast.expr> | null,
    open: Token,
    close: Token,
  ): ast.expr {
    let conversionCode = -1;
    if (conversion) {
      const { id } = conversion.node;
      if (id !== 's' && id !== 'r' && id !== 'a') {
        this.raiseAt(conversion.node, `f-string: invalid conversion character '${id}': expected 's', 'r', or 'a'`);
      }
      conversionCode = id.charCodeAt(0);
    } else if (debug && !format) conversionCode = 0x72;

    const node = mk.FormattedValue(value, conversionCode, format ? format.node : null, open, close);
    if (!debug) return node;
    let endLine = close.end_lineno;
    let endColumn = close.end_col_offset;
    let { metadata } = close;
    if (conversion) {
      endLine = conversion.node.lineno;
      endColumn = conversion.node.col_offset;
      metadata = conversion.metadata;
    } else if (format) {
      endLine = format.node.lineno;
      endColumn = format.node.col_offset + 1;
      metadata = format.metadata;
    }
    const textStart = { ...mk.position(open, close), col_offset: open.col_offset + 1 };
    const textEnd = { ...mk.position(open, close), end_lineno: endLine, end_col_offset: endColumn - 1 };
    // The tokenizer keeps no text for a field nested too deep in format specs.
    if (metadata === null)
      throw new ParseFailure(placelessError('ValueError', "field 'value' is required for Constant"));
    const text = mk.Constant({ type: 'str', value: metadata }, null, textStart, textEnd);
    return mk.JoinedStr([text, node], open, { ...textEnd, end_col_offset: endColumn });
  }
}
