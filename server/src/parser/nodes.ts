// Makers of tree nodes. Each takes the node's fields in CPython's order, then what its position starts and ends with.
//
// Follows: the _PyAST_* constructors and their EXTRA argument. Every node of one kind is made in one place so that
// all have the same hidden class.

import type * as ast from '../ast/nodes';
import type { Located } from '../ast/nodes';

export function Name(id: string, ctx: ast.expr_context, a: Located, b: Located): ast.Name {
  return {
    kind: 'Name',
    id,
    ctx,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function Constant(value: ast.ConstantValue, kind_: string | null, a: Located, b: Located): ast.Constant {
  return {
    kind: 'Constant',
    value,
    kind_,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function Attribute(value: ast.expr, attr: string, ctx: ast.expr_context, a: Located, b: Located): ast.Attribute {
  return {
    kind: 'Attribute',
    value,
    attr,
    ctx,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function Subscript(
  value: ast.expr,
  slice: ast.expr,
  ctx: ast.expr_context,
  a: Located,
  b: Located,
): ast.Subscript {
  return {
    kind: 'Subscript',
    value,
    slice,
    ctx,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function Slice(
  lower: ast.expr | null,
  upper: ast.expr | null,
  step: ast.expr | null,
  a: Located,
  b: Located,
): ast.Slice {
  return {
    kind: 'Slice',
    lower,
    upper,
    step,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function Call(func: ast.expr, args: ast.expr[], keywords: ast.keyword[], a: Located, b: Located): ast.Call {
  return {
    kind: 'Call',
    func,
    args,
    keywords,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function keyword(arg: string | null, value: ast.expr, a: Located, b: Located): ast.keyword {
  return {
    kind: 'keyword',
    arg,
    value,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function Starred(value: ast.expr, ctx: ast.expr_context, a: Located, b: Located): ast.Starred {
  return {
    kind: 'Starred',
    value,
    ctx,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function Tuple(elts: ast.expr[], ctx: ast.expr_context, a: Located, b: Located): ast.Tuple {
  return {
    kind: 'Tuple',
    elts,
    ctx,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function List(elts: ast.expr[], ctx: ast.expr_context, a: Located, b: Located): ast.List {
  return {
    kind: 'List',
    elts,
    ctx,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function SetNode(elts: ast.expr[], a: Located, b: Located): ast.Set {
  return {
    kind: 'Set',
    elts,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function Dict(keys: (ast.expr | null)[], values: ast.expr[], a: Located, b: Located): ast.Dict {
  return {
    kind: 'Dict',
    keys,
    values,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function BinOp(left: ast.expr, op: ast.operator, right: ast.expr, a: Located, b: Located): ast.BinOp {
  return {
    kind: 'BinOp',
    left,
    op,
    right,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function UnaryOp(op: ast.unaryop, operand: ast.expr, a: Located, b: Located): ast.UnaryOp {
  return {
    kind: 'UnaryOp',
    op,
    operand,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function BoolOp(op: ast.boolop, values: ast.expr[], a: Located, b: Located): ast.BoolOp {
  return {
    kind: 'BoolOp',
    op,
    values,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function Compare(
  left: ast.expr,
  ops: ast.cmpop[],
  comparators: ast.expr[],
  a: Located,
  b: Located,
): ast.Compare {
  return {
    kind: 'Compare',
    left,
    ops,
    comparators,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function IfExp(test: ast.expr, body: ast.expr, orelse: ast.expr, a: Located, b: Located): ast.IfExp {
  return {
    kind: 'IfExp',
    test,
    body,
    orelse,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function Lambda(args: ast.arguments_, body: ast.expr, a: Located, b: Located): ast.Lambda {
  return {
    kind: 'Lambda',
    args,
    body,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function NamedExpr(target: ast.expr, value: ast.expr, a: Located, b: Located): ast.NamedExpr {
  return {
    kind: 'NamedExpr',
    target,
    value,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function Await(value: ast.expr, a: Located, b: Located): ast.Await {
  return {
    kind: 'Await',
    value,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function Yield(value: ast.expr | null, a: Located, b: Located): ast.Yield {
  return {
    kind: 'Yield',
    value,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function YieldFrom(value: ast.expr, a: Located, b: Located): ast.YieldFrom {
  return {
    kind: 'YieldFrom',
    value,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function JoinedStr(values: ast.expr[], a: Located, b: Located): ast.JoinedStr {
  return {
    kind: 'JoinedStr',
    values,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function FormattedValue(
  value: ast.expr,
  conversion: number,
  format_spec: ast.expr | null,
  a: Located,
  b: Located,
): ast.FormattedValue {
  return {
    kind: 'FormattedValue',
    value,
    conversion,
    format_spec,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function ListComp(elt: ast.expr, generators: ast.comprehension[], a: Located, b: Located): ast.ListComp {
  return {
    kind: 'ListComp',
    elt,
    generators,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function SetComp(elt: ast.expr, generators: ast.comprehension[], a: Located, b: Located): ast.SetComp {
  return {
    kind: 'SetComp',
    elt,
    generators,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function GeneratorExp(elt: ast.expr, generators: ast.comprehension[], a: Located, b: Located): ast.GeneratorExp {
  return {
    kind: 'GeneratorExp',
    elt,
    generators,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function DictComp(
  key: ast.expr,
  value: ast.expr,
  generators: ast.comprehension[],
  a: Located,
  b: Located,
): ast.DictComp {
  return {
    kind: 'DictComp',
    key,
    value,
    generators,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function arg(name: string, annotation: ast.expr | null, a: Located, b: Located): ast.arg {
  return {
    kind: 'arg',
    arg: name,
    annotation,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

export function alias(name: string, asname: string | null, a: Located, b: Located): ast.alias {
  return {
    kind: 'alias',
    name,
    asname,
    lineno: a.lineno,
    col_offset: a.col_offset,
    end_lineno: b.end_lineno,
    end_col_offset: b.end_col_offset,
  };
}

/** The four position fields, for nodes made in a single place. */
export function position(a: Located, b: Located): Located {
  return { lineno: a.lineno, col_offset: a.col_offset, end_lineno: b.end_lineno, end_col_offset: b.end_col_offset };
}
