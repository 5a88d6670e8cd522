// An expression back to source, as `from __future__ import annotations` stores annotations. Follows
// Python/ast_unparse.c.

import type { ConstantValue, arg, arguments_, cmpop, comprehension, expr, keyword, operator } from '../ast/nodes';
import { reprConstant, reprStr } from './constantRepr';

/** How tightly the context binds: what binds less is put in parentheses. */
const enum Pr {
  Tuple,
  Test,
  Or,
  And,
  Not,
  Cmp,
  Expr,
  Bxor,
  Band,
  Shift,
  Arith,
  Term,
  Factor,
  Power,
  Await,
  Atom,
}

const binary: { readonly [op in operator]: readonly [string, Pr] } = {
  Add: [' + ', Pr.Arith],
  Sub: [' - ', Pr.Arith],
  Mult: [' * ', Pr.Term],
  MatMult: [' @ ', Pr.Term],
  Div: [' / ', Pr.Term],
  Mod: [' % ', Pr.Term],
  LShift: [' << ', Pr.Shift],
  RShift: [' >> ', Pr.Shift],
  BitOr: [' | ', Pr.Expr],
  BitXor: [' ^ ', Pr.Bxor],
  BitAnd: [' & ', Pr.Band],
  FloorDiv: [' // ', Pr.Term],
  Pow: [' ** ', Pr.Power],
};

const comparison: { readonly [op in cmpop]: string } = {
  Eq: ' == ',
  NotEq: ' != ',
  Lt: ' < ',
  LtE: ' <= ',
  Gt: ' > ',
  GtE: ' >= ',
  Is: ' is ',
  IsNot: ' is not ',
  In: ' in ',
  NotIn: ' not in ',
};

function parens(needed: boolean, text: string): string {
  return needed ? `(${text})` : text;
}

function list(elts: readonly expr[]): string {
  return elts.map((e) => show(e, Pr.Test)).join(', ');
}

function showArg(a: arg): string {
  return a.annotation === null ? a.arg : `${a.arg}: ${show(a.annotation, Pr.Test)}`;
}

function showArguments(args: arguments_): string {
  const parts: string[] = [];
  const positional = [...args.posonlyargs, ...args.args];
  positional.forEach((a, i) => {
    const value = args.defaults[i - positional.length + args.defaults.length];
    let part = value === undefined ? showArg(a) : `${showArg(a)}=${show(value, Pr.Test)}`;
    if (i + 1 === args.posonlyargs.length) part += ', /';
    parts.push(part);
  });
  if (args.vararg !== null) parts.push(`*${showArg(args.vararg)}`);
  else if (args.kwonlyargs.length > 0) parts.push('*');
  args.kwonlyargs.forEach((a, i) => {
    const value = args.kw_defaults[i] ?? null;
    parts.push(value === null ? showArg(a) : `${showArg(a)}=${show(value, Pr.Test)}`);
  });
  if (args.kwarg !== null) parts.push(`**${showArg(args.kwarg)}`);
  return parts.join(', ');
}

function showGenerators(generators: readonly comprehension[]): string {
  return generators
    .map((gen) => {
      const ifs = gen.ifs.map((test) => ` if ${show(test, Pr.Test + 1)}`).join('');
      const target = show(gen.target, Pr.Tuple);
      return `${gen.is_async ? ' async for ' : ' for '}${target} in ${show(gen.iter, Pr.Test + 1)}${ifs}`;
    })
    .join('');
}

function showKeyword(k: keyword): string {
  return `${k.arg === null ? '**' : `${k.arg}=`}${show(k.value, Pr.Test)}`;
}

function showConstant(value: ConstantValue): string {
  if (value.type === 'tuple') {
    const items = value.items.map(showConstant);
    return items.length === 1 ? `(${items[0]!},)` : `(${items.join(', ')})`;
  }
  const text = reprConstant(value);
  // There is no literal for infinity but one too large.
  if ((value.type === 'float' && !Number.isFinite(value.value)) || value.type === 'complex') {
    return text.replaceAll('inf', '1e309');
  }
  return text;
}

function fstringElement(e: expr, isFormatSpec: boolean): string {
  switch (e.kind) {
    case 'Constant':
      return e.value.type === 'str' ? e.value.value.replaceAll('{', '{{').replaceAll('}', '}}') : '';
    case 'JoinedStr':
      return showJoinedStr(e.values, isFormatSpec);
    default:
      return show(e, Pr.Test);
  }
}

function showJoinedStr(values: readonly expr[], isFormatSpec: boolean): string {
  const body = values.map((v) => fstringElement(v, isFormatSpec)).join('');
  return isFormatSpec ? body : `f${reprStr(body)}`;
}

const conversions = new Map([
  [97, '!a'],
  [114, '!r'],
  [115, '!s'],
]);

function show(e: expr, level: number): string {
  switch (e.kind) {
    case 'BoolOp': {
      const pr = e.op === 'And' ? Pr.And : Pr.Or;
      const text = e.values.map((v) => show(v, pr + 1)).join(e.op === 'And' ? ' and ' : ' or ');
      return parens(level > pr, text);
    }
    case 'BinOp': {
      const [op, pr] = binary[e.op];
      const right = e.op === 'Pow' ? 1 : 0;
      return parens(level > pr, show(e.left, pr + right) + op + show(e.right, pr + 1 - right));
    }
    case 'UnaryOp': {
      const pr = e.op === 'Not' ? Pr.Not : Pr.Factor;
      const op = e.op === 'Not' ? 'not ' : e.op === 'Invert' ? '~' : e.op === 'UAdd' ? '+' : '-';
      return parens(level > pr, op + show(e.operand, pr));
    }
    case 'Lambda': {
      const lead = e.args.args.length + e.args.posonlyargs.length > 0 ? 'lambda ' : 'lambda';
      return parens(level > Pr.Test, `${lead}${showArguments(e.args)}: ${show(e.body, Pr.Test)}`);
    }
    case 'IfExp':
      return parens(
        level > Pr.Test,
        `${show(e.body, Pr.Test + 1)} if ${show(e.test, Pr.Test + 1)} else ${show(e.orelse, Pr.Test)}`,
      );
    case 'Dict': {
      const items = e.values.map((value, i) => {
        const key = e.keys[i] ?? null;
        return key === null ? `**${show(value, Pr.Expr)}` : `${show(key, Pr.Test)}: ${show(value, Pr.Test)}`;
      });
      return `{${items.join(', ')}}`;
    }
    case 'Set':
      return `{${list(e.elts)}}`;
    case 'GeneratorExp':
      return `(${show(e.elt, Pr.Test)}${showGenerators(e.generators)})`;
    case 'ListComp':
      return `[${show(e.elt, Pr.Test)}${showGenerators(e.generators)}]`;
    case 'SetComp':
      return `{${show(e.elt, Pr.Test)}${showGenerators(e.generators)}}`;
    case 'DictComp':
      return `{${show(e.key, Pr.Test)}: ${show(e.value, Pr.Test)}${showGenerators(e.generators)}}`;
    case 'Yield':
      return e.value === null ? '(yield)' : `(yield ${show(e.value, Pr.Test)})`;
    case 'YieldFrom':
      return `(yield from ${show(e.value, Pr.Test)})`;
    case 'Await':
      return parens(level > Pr.Await, `await ${show(e.value, Pr.Atom)}`);
    case 'Compare': {
      const rest = e.ops.map((op, i) => comparison[op] + show(e.comparators[i]!, Pr.Cmp + 1)).join('');
      return parens(level > Pr.Cmp, show(e.left, Pr.Cmp + 1) + rest);
    }
    case 'Call': {
      const func = show(e.func, Pr.Atom);
      const only = e.args[0];
      if (e.args.length === 1 && e.keywords.length === 0 && only!.kind === 'GeneratorExp') {
        return func + show(only!, Pr.Test);
      }
      const args = [...e.args.map((a) => show(a, Pr.Test)), ...e.keywords.map(showKeyword)];
      return `${func}(${args.join(', ')})`;
    }
    case 'Constant':
      if (e.value.type === 'Ellipsis') return '...';
      return (e.kind_ ?? '') + showConstant(e.value);
    case 'JoinedStr':
      return showJoinedStr(e.values, false);
    case 'FormattedValue': {
      const value = show(e.value, Pr.Test + 1);
      const conversion = conversions.get(e.conversion) ?? '';
      const spec = e.format_spec === null ? '' : `:${fstringElement(e.format_spec, true)}`;
      return `${value.startsWith('{') ? '{ ' : '{'}${value}${conversion}${spec}}`;
    }
    case 'Attribute': {
      const isInt = e.value.kind === 'Constant' && e.value.value.type === 'int';
      return `${show(e.value, Pr.Atom)}${isInt ? ' .' : '.'}${e.attr}`;
    }
    case 'Subscript':
      return `${show(e.value, Pr.Atom)}[${show(e.slice, Pr.Tuple)}]`;
    case 'Starred':
      return `*${show(e.value, Pr.Expr)}`;
    case 'Slice': {
      const lower = e.lower === null ? '' : show(e.lower, Pr.Test);
      const upper = e.upper === null ? '' : show(e.upper, Pr.Test);
      return `${lower}:${upper}${e.step === null ? '' : `:${show(e.step, Pr.Test)}`}`;
    }
    case 'Name':
      return e.id;
    case 'List':
      return `[${list(e.elts)}]`;
    case 'Tuple':
      if (e.elts.length === 0) return '()';
      return parens(level > Pr.Tuple, e.elts.length === 1 ? `${list(e.elts)},` : list(e.elts));
    case 'NamedExpr':
      return parens(level > Pr.Tuple, `${show(e.target, Pr.Atom)} := ${show(e.value, Pr.Atom)}`);
  }
}

/** The source of an expression, on one line. */
export function unparse(e: expr): string {
  return show(e, Pr.Test);
}
