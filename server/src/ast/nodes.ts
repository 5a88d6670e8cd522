// The abstract syntax tree, node for node and field for field CPython 3.13's `ast` (Parser/Python.asdl).
// `kind` is the ASDL constructor's name. Positions are CPython's: 1-based lines, 0-based columns counted in
// UTF-8 bytes. Optional fields are null, never undefined. Types only: this file has no run-time content but
// the constants' constructors.

export interface Located {
  lineno: number;
  col_offset: number;
  end_lineno: number;
  end_col_offset: number;
}

/**
 * A constant's value. Each kind is its own object so that `1`, `1.0` and `True` never compare equal by accident.
 * `str` holds the code points as a JavaScript string; lone surrogates stand as they are. Where a high surrogate is
 * followed by a low one and the two are two characters ('\\ud800\\udc00'), which a JavaScript string cannot tell from
 * one, `codePoints` is there and tells.
 * `tuple` and `frozenset` never come out of the parser; the compiler's constant folding makes them.
 */
/**
 * `made` tells how many references the syntax tree has to a constant's object: a literal is its own, twice if bytes;
 * what 'folded' gave it has once; what the 'compiler' made is in no tree.
 */
export type ConstantValue = { readonly made?: 'folded' | 'compiler' } & (
  | { readonly type: 'None' }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'Ellipsis' }
  | { readonly type: 'int'; readonly value: bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'complex'; readonly real: number; readonly imag: number }
  | { readonly type: 'str'; readonly value: string; readonly codePoints?: readonly number[] }
  | { readonly type: 'bytes'; readonly value: Uint8Array }
  | { readonly type: 'tuple'; readonly items: readonly ConstantValue[] }
  | { readonly type: 'frozenset'; readonly items: readonly ConstantValue[] }
);

export interface AnnAssign extends Located {
  kind: 'AnnAssign';
  target: expr;
  annotation: expr;
  value: expr | null;
  simple: number;
}

export interface Assert extends Located {
  kind: 'Assert';
  test: expr;
  msg: expr | null;
}

export interface Assign extends Located {
  kind: 'Assign';
  targets: expr[];
  value: expr;
}

export interface AsyncFor extends Located {
  kind: 'AsyncFor';
  target: expr;
  iter: expr;
  body: stmt[];
  orelse: stmt[];
}

export interface AsyncFunctionDef extends Located {
  kind: 'AsyncFunctionDef';
  name: string;
  args: arguments_;
  body: stmt[];
  decorator_list: expr[];
  returns: expr | null;
  type_params: type_param[];
}

export interface AsyncWith extends Located {
  kind: 'AsyncWith';
  items: withitem[];
  body: stmt[];
}

export interface Attribute extends Located {
  kind: 'Attribute';
  value: expr;
  attr: string;
  ctx: expr_context;
}

export interface AugAssign extends Located {
  kind: 'AugAssign';
  target: expr;
  op: operator;
  value: expr;
}

export interface Await extends Located {
  kind: 'Await';
  value: expr;
}

export interface BinOp extends Located {
  kind: 'BinOp';
  left: expr;
  op: operator;
  right: expr;
}

export interface BoolOp extends Located {
  kind: 'BoolOp';
  op: boolop;
  values: expr[];
}

export interface Break extends Located {
  kind: 'Break';
}

export interface Call extends Located {
  kind: 'Call';
  func: expr;
  args: expr[];
  keywords: keyword[];
}

export interface ClassDef extends Located {
  kind: 'ClassDef';
  name: string;
  bases: expr[];
  keywords: keyword[];
  body: stmt[];
  decorator_list: expr[];
  type_params: type_param[];
}

export interface Compare extends Located {
  kind: 'Compare';
  left: expr;
  ops: cmpop[];
  comparators: expr[];
}

export interface Constant extends Located {
  kind: 'Constant';
  value: ConstantValue;
  /** CPython's `Constant.kind`: 'u' for a literal written with the u prefix, else null. */
  kind_: string | null;
}

export interface Continue extends Located {
  kind: 'Continue';
}

export interface Delete extends Located {
  kind: 'Delete';
  targets: expr[];
}

export interface Dict extends Located {
  kind: 'Dict';
  keys: (expr | null)[];
  values: expr[];
}

export interface DictComp extends Located {
  kind: 'DictComp';
  key: expr;
  value: expr;
  generators: comprehension[];
}

export interface ExceptHandler extends Located {
  kind: 'ExceptHandler';
  type: expr | null;
  name: string | null;
  body: stmt[];
}

export interface Expr extends Located {
  kind: 'Expr';
  value: expr;
}

export interface Expression {
  kind: 'Expression';
  body: expr;
}

export interface For extends Located {
  kind: 'For';
  target: expr;
  iter: expr;
  body: stmt[];
  orelse: stmt[];
}

export interface FormattedValue extends Located {
  kind: 'FormattedValue';
  value: expr;
  conversion: number;
  format_spec: expr | null;
}

export interface FunctionDef extends Located {
  kind: 'FunctionDef';
  name: string;
  args: arguments_;
  body: stmt[];
  decorator_list: expr[];
  returns: expr | null;
  type_params: type_param[];
}

export interface GeneratorExp extends Located {
  kind: 'GeneratorExp';
  elt: expr;
  generators: comprehension[];
}

export interface Global extends Located {
  kind: 'Global';
  names: string[];
}

export interface If extends Located {
  kind: 'If';
  test: expr;
  body: stmt[];
  orelse: stmt[];
}

export interface IfExp extends Located {
  kind: 'IfExp';
  test: expr;
  body: expr;
  orelse: expr;
}

export interface Import extends Located {
  kind: 'Import';
  names: alias[];
}

export interface ImportFrom extends Located {
  kind: 'ImportFrom';
  module: string | null;
  names: alias[];
  level: number | null;
}

export interface Interactive {
  kind: 'Interactive';
  body: stmt[];
}

export interface JoinedStr extends Located {
  kind: 'JoinedStr';
  values: expr[];
}

export interface Lambda extends Located {
  kind: 'Lambda';
  args: arguments_;
  body: expr;
}

export interface List extends Located {
  kind: 'List';
  elts: expr[];
  ctx: expr_context;
}

export interface ListComp extends Located {
  kind: 'ListComp';
  elt: expr;
  generators: comprehension[];
}

export interface Match extends Located {
  kind: 'Match';
  subject: expr;
  cases: match_case[];
}

export interface MatchAs extends Located {
  kind: 'MatchAs';
  pattern: pattern | null;
  name: string | null;
}

export interface MatchClass extends Located {
  kind: 'MatchClass';
  cls: expr;
  patterns: pattern[];
  kwd_attrs: string[];
  kwd_patterns: pattern[];
}

export interface MatchMapping extends Located {
  kind: 'MatchMapping';
  keys: expr[];
  patterns: pattern[];
  rest: string | null;
}

export interface MatchOr extends Located {
  kind: 'MatchOr';
  patterns: pattern[];
}

export interface MatchSequence extends Located {
  kind: 'MatchSequence';
  patterns: pattern[];
}

export interface MatchSingleton extends Located {
  kind: 'MatchSingleton';
  value: ConstantValue;
}

export interface MatchStar extends Located {
  kind: 'MatchStar';
  name: string | null;
}

export interface MatchValue extends Located {
  kind: 'MatchValue';
  value: expr;
}

export interface Module {
  kind: 'Module';
  body: stmt[];
  type_ignores: type_ignore[];
}

export interface Name extends Located {
  kind: 'Name';
  id: string;
  ctx: expr_context;
}

export interface NamedExpr extends Located {
  kind: 'NamedExpr';
  target: expr;
  value: expr;
}

export interface Nonlocal extends Located {
  kind: 'Nonlocal';
  names: string[];
}

export interface ParamSpec extends Located {
  kind: 'ParamSpec';
  name: string;
  default_value: expr | null;
}

export interface Pass extends Located {
  kind: 'Pass';
}

export interface Raise extends Located {
  kind: 'Raise';
  exc: expr | null;
  cause: expr | null;
}

export interface Return extends Located {
  kind: 'Return';
  value: expr | null;
}

export interface Set extends Located {
  kind: 'Set';
  elts: expr[];
}

export interface SetComp extends Located {
  kind: 'SetComp';
  elt: expr;
  generators: comprehension[];
}

export interface Slice extends Located {
  kind: 'Slice';
  lower: expr | null;
  upper: expr | null;
  step: expr | null;
}

export interface Starred extends Located {
  kind: 'Starred';
  value: expr;
  ctx: expr_context;
}

export interface Subscript extends Located {
  kind: 'Subscript';
  value: expr;
  slice: expr;
  ctx: expr_context;
}

export interface Try extends Located {
  kind: 'Try';
  body: stmt[];
  handlers: excepthandler[];
  orelse: stmt[];
  finalbody: stmt[];
}

export interface TryStar extends Located {
  kind: 'TryStar';
  body: stmt[];
  handlers: excepthandler[];
  orelse: stmt[];
  finalbody: stmt[];
}

export interface Tuple extends Located {
  kind: 'Tuple';
  elts: expr[];
  ctx: expr_context;
}

export interface TypeAlias extends Located {
  kind: 'TypeAlias';
  name: expr;
  type_params: type_param[];
  value: expr;
}

export interface TypeIgnore {
  kind: 'TypeIgnore';
  lineno: number;
  tag: string;
}

export interface TypeVar extends Located {
  kind: 'TypeVar';
  name: string;
  bound: expr | null;
  default_value: expr | null;
}

export interface TypeVarTuple extends Located {
  kind: 'TypeVarTuple';
  name: string;
  default_value: expr | null;
}

export interface UnaryOp extends Located {
  kind: 'UnaryOp';
  op: unaryop;
  operand: expr;
}

export interface While extends Located {
  kind: 'While';
  test: expr;
  body: stmt[];
  orelse: stmt[];
}

export interface With extends Located {
  kind: 'With';
  items: withitem[];
  body: stmt[];
}

export interface Yield extends Located {
  kind: 'Yield';
  value: expr | null;
}

export interface YieldFrom extends Located {
  kind: 'YieldFrom';
  value: expr;
}

export interface alias extends Located {
  kind: 'alias';
  name: string;
  asname: string | null;
}

export interface arg extends Located {
  kind: 'arg';
  arg: string;
  annotation: expr | null;
}

export interface arguments_ {
  kind: 'arguments';
  posonlyargs: arg[];
  args: arg[];
  vararg: arg | null;
  kwonlyargs: arg[];
  kw_defaults: (expr | null)[];
  kwarg: arg | null;
  defaults: expr[];
}

export interface comprehension {
  kind: 'comprehension';
  target: expr;
  iter: expr;
  ifs: expr[];
  is_async: number;
}

export interface keyword extends Located {
  kind: 'keyword';
  arg: string | null;
  value: expr;
}

export interface match_case {
  kind: 'match_case';
  pattern: pattern;
  guard: expr | null;
  body: stmt[];
}

export interface withitem {
  kind: 'withitem';
  context_expr: expr;
  optional_vars: expr | null;
}

export type boolop = 'And' | 'Or';

export type cmpop = 'Eq' | 'Gt' | 'GtE' | 'In' | 'Is' | 'IsNot' | 'Lt' | 'LtE' | 'NotEq' | 'NotIn';

export type excepthandler = ExceptHandler;

export type expr =
  | Attribute
  | Await
  | BinOp
  | BoolOp
  | Call
  | Compare
  | Constant
  | Dict
  | DictComp
  | FormattedValue
  | GeneratorExp
  | IfExp
  | JoinedStr
  | Lambda
  | List
  | ListComp
  | Name
  | NamedExpr
  | Set
  | SetComp
  | Slice
  | Starred
  | Subscript
  | Tuple
  | UnaryOp
  | Yield
  | YieldFrom;

export type expr_context = 'Del' | 'Load' | 'Store';

export type mod = Expression | Interactive | Module;

export type operator =
  | 'Add'
  | 'BitAnd'
  | 'BitOr'
  | 'BitXor'
  | 'Div'
  | 'FloorDiv'
  | 'LShift'
  | 'MatMult'
  | 'Mod'
  | 'Mult'
  | 'Pow'
  | 'RShift'
  | 'Sub';

export type pattern =
  MatchAs | MatchClass | MatchMapping | MatchOr | MatchSequence | MatchSingleton | MatchStar | MatchValue;

export type stmt =
  | AnnAssign
  | Assert
  | Assign
  | AsyncFor
  | AsyncFunctionDef
  | AsyncWith
  | AugAssign
  | Break
  | ClassDef
  | Continue
  | Delete
  | Expr
  | For
  | FunctionDef
  | Global
  | If
  | Import
  | ImportFrom
  | Match
  | Nonlocal
  | Pass
  | Raise
  | Return
  | Try
  | TryStar
  | TypeAlias
  | While
  | With;

export type type_ignore = TypeIgnore;

export type type_param = ParamSpec | TypeVar | TypeVarTuple;

export type unaryop = 'Invert' | 'Not' | 'UAdd' | 'USub';

export type AST =
  | mod
  | stmt
  | expr
  | excepthandler
  | pattern
  | type_param
  | arguments_
  | arg
  | keyword
  | alias
  | withitem
  | comprehension
  | match_case
  | type_ignore;
