// Parameters of def and lambda, and type parameters.
//
// Follows: Grammar/python.gram (Function parameters, Lambda functions, Type parameter declaration) and
// action_helpers.c:_PyPegen_make_arguments. A lambda's rules are a def's without annotations and with ':' in place
// of ')'; one set with a flag serves both. CPython's grammar tries five shapes of a list in turn; the same lists are
// read here in one go.

import type * as ast from '../ast/nodes';
import { CallRules } from './callRules';
import * as mk from './nodes';
import { R } from './rules';
import { T } from './tokens';

export interface Parameter {
  arg: ast.arg;
  default: ast.expr | null;
}

export interface StarEtc {
  vararg: ast.arg | null;
  kwonlyargs: Parameter[];
  kwarg: ast.arg | null;
}

export abstract class ParameterRules extends CallRules {
  abstract invalid_parameters(lambda: boolean): void;
  abstract invalid_star_etc(lambda: boolean): void;
  abstract invalid_kwds(lambda: boolean): void;
  abstract invalid_default(): void;
  abstract invalid_type_params(): void;

  params(lambda: boolean): ast.arguments_ | null {
    const mark = this.mark;
    if (this.call_invalid_rules) {
      this.invalid_parameters(lambda);
      this.mark = mark;
    }
    return this.parameters(lambda);
  }

  /**
   * The longest prefix the grammar's five alternatives take: plain parameters and '/', parameters with defaults,
   * then star_etc.
   */
  private parameters(lambda: boolean): ast.arguments_ | null {
    const mark = this.mark;
    const defaults: ast.expr[] = [];
    const withDefault = (): ast.arg[] =>
      this.many(() => {
        const p = this.param_with_default(lambda);
        if (p) defaults.push(p.default!);
        return p && p.arg;
      });
    const slash = (): boolean => {
      const before = this.mark;
      if (this.accept(T.SLASH) && this.parameterEnd(lambda)) return true;
      this.mark = before;
      return false;
    };
    let posonlyargs: ast.arg[] = [];
    let args = this.many(() => this.param_no_default(lambda));
    if (args.length && slash()) {
      posonlyargs = args;
      args = this.many(() => this.param_no_default(lambda));
      args.push(...withDefault());
    } else {
      const more = withDefault();
      args.push(...more);
      if (more.length && slash()) {
        posonlyargs = args;
        args = withDefault();
      }
    }
    const star = this.star_etc(lambda);
    if (this.mark === mark) return null;
    return {
      kind: 'arguments',
      posonlyargs,
      args,
      vararg: star ? star.vararg : null,
      kwonlyargs: star ? star.kwonlyargs.map((p) => p.arg) : [],
      kw_defaults: star ? star.kwonlyargs.map((p) => p.default) : [],
      kwarg: star ? star.kwarg : null,
      defaults,
    };
  }

  /** `e*` */
  protected many<N>(element: () => N | null): N[] {
    const items: N[] = [];
    for (let item = element(); item !== null; item = element()) items.push(item);
    return items;
  }

  /** `','` or, not consumed, what ends the list. */
  private parameterEnd(lambda: boolean): boolean {
    if (!this.accept(T.COMMA)) return this.type() === (lambda ? T.COLON : T.RPAR);
    // CPython looks for a type comment here; errors show that it has read the next token.
    if (!lambda) this.peek();
    return true;
  }

  slash_no_default(lambda: boolean): ast.arg[] | null {
    const mark = this.mark;
    const args = this.many(() => this.param_no_default(lambda));
    return args.length && this.accept(T.SLASH) && this.parameterEnd(lambda) ? args : this.reset(mark);
  }

  slash_with_default(lambda: boolean): Parameter[] | null {
    const mark = this.mark;
    const plain = this.many(() => this.param_no_default(lambda));
    const withDefault = this.many(() => this.param_with_default(lambda));
    if (!withDefault.length || !this.accept(T.SLASH) || !this.parameterEnd(lambda)) return this.reset(mark);
    return [...plain.map((arg) => ({ arg, default: null })), ...withDefault];
  }

  param_no_default(lambda: boolean): ast.arg | null {
    const mark = this.mark;
    const arg = this.param(lambda);
    return arg && this.parameterEnd(lambda) ? arg : this.reset(mark);
  }

  param_with_default(lambda: boolean): Parameter | null {
    const mark = this.mark;
    const arg = this.param(lambda);
    const value = arg && this.default();
    return value && this.parameterEnd(lambda) ? { arg, default: value } : this.reset(mark);
  }

  param_maybe_default(lambda: boolean): Parameter | null {
    const mark = this.mark;
    const arg = this.param(lambda);
    if (!arg) return null;
    const value = this.default();
    return this.parameterEnd(lambda) ? { arg, default: value } : this.reset(mark);
  }

  param(lambda: boolean): ast.arg | null {
    const token = this.expect(T.NAME);
    if (!token) return null;
    let annotation: ast.expr | null = null;
    if (!lambda) {
      const mark = this.mark;
      if (this.accept(T.COLON)) {
        annotation = this.expression();
        if (!annotation) this.mark = mark;
      }
    }
    return mk.arg(this.identifier(token), annotation, token, this.last());
  }

  private default(): ast.expr | null {
    const mark = this.mark;
    if (this.type() !== T.EQUAL) return null;
    this.mark++;
    const value = this.expression();
    if (value) return value;
    this.mark = mark;
    if (this.call_invalid_rules) this.invalid_default();
    return this.reset(mark);
  }

  private star_etc(lambda: boolean): StarEtc | null {
    const mark = this.mark;
    if (this.call_invalid_rules) {
      this.invalid_star_etc(lambda);
      this.mark = mark;
    }
    if (this.accept(T.STAR)) {
      const vararg = this.param_no_default(lambda) ?? (lambda ? null : this.param_no_default_star_annotation());
      if (vararg) {
        const kwonlyargs = this.many(() => this.param_maybe_default(lambda));
        return { vararg, kwonlyargs, kwarg: this.kwds(lambda) };
      }
      if (this.accept(T.COMMA)) {
        const kwonlyargs = this.many(() => this.param_maybe_default(lambda));
        if (kwonlyargs.length) return { vararg: null, kwonlyargs, kwarg: this.kwds(lambda) };
      }
      this.mark = mark;
    }
    const kwarg = this.kwds(lambda);
    return kwarg && { vararg: null, kwonlyargs: [], kwarg };
  }

  private param_no_default_star_annotation(): ast.arg | null {
    const mark = this.mark;
    const token = this.expect(T.NAME);
    if (token && this.accept(T.COLON)) {
      const annotation = this.star_expression();
      const end = annotation && this.last();
      if (end && this.parameterEnd(false)) return mk.arg(this.identifier(token), annotation, token, end);
    }
    return this.reset(mark);
  }

  private kwds(lambda: boolean): ast.arg | null {
    const mark = this.mark;
    if (this.call_invalid_rules) {
      this.invalid_kwds(lambda);
      this.mark = mark;
    }
    if (!this.accept(T.DOUBLESTAR)) return null;
    return this.param_no_default(lambda) ?? this.reset(mark);
  }

  // --- Type parameters

  type_params(): ast.type_param[] | null {
    const mark = this.mark;
    if (this.type() !== T.LSQB) return null;
    if (this.call_invalid_rules) {
      this.invalid_type_params();
      this.mark = mark;
    }
    this.mark++;
    const params = this.gather(this.type_param);
    if (params) this.accept(T.COMMA);
    return params && this.accept(T.RSQB) ? params : this.reset(mark);
  }

  private type_param(): ast.type_param | null {
    if (this.recall(R.type_param)) return this.recalled as ast.type_param | null;
    const mark = this.mark;
    return this.remember(R.type_param, mark, this.typeParameter() ?? this.reset(mark));
  }

  private typeParameter(): ast.type_param | null {
    const first = this.peek();
    if (first.type === T.NAME) {
      this.mark++;
      const bound = this.afterToken(T.COLON, this.expression);
      const default_value = this.afterToken(T.EQUAL, this.expression);
      const name = this.identifier(first);
      return { kind: 'TypeVar', name, bound, default_value, ...mk.position(first, this.last()) };
    }
    if (first.type !== T.STAR && first.type !== T.DOUBLESTAR) return null;
    this.mark++;
    const name = this.expect(T.NAME);
    if (!name) return null;
    const starred = first.type === T.STAR;
    const mark = this.mark;
    const colon = this.expect(T.COLON);
    if (colon) {
      const bound = this.expression();
      if (bound) {
        const what = bound.kind === 'Tuple' ? 'constraints' : 'bound';
        this.raiseStartingFrom(colon, `cannot use ${what} with ${starred ? 'TypeVarTuple' : 'ParamSpec'}`);
      }
      this.mark = mark;
    }
    const default_value = this.afterToken(T.EQUAL, starred ? this.star_expression : this.expression);
    const id = this.identifier(name);
    const place = mk.position(first, this.last());
    return starred
      ? { kind: 'TypeVarTuple', name: id, default_value, ...place }
      : { kind: 'ParamSpec', name: id, default_value, ...place };
  }

  /** `[token element]` */
  private afterToken(token: T, element: () => ast.expr | null): ast.expr | null {
    const mark = this.mark;
    if (!this.accept(token)) return null;
    return element.call(this) ?? this.reset(mark);
  }
}
