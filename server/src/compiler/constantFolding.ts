// The pass over the tree before compilation: constants are folded, `%` formatting becomes an f-string, literal lists
// and sets that are only looked through become tuples and frozensets. Changes the tree in place.
// Follows Python/ast_opt.c of CPython 3.13.

import type {
  BinOp,
  Compare,
  Constant,
  ConstantValue,
  If,
  JoinedStr,
  Located,
  UnaryOp,
  arg,
  arguments_,
  comprehension,
  expr,
  mod,
  pattern,
  stmt,
  type_param,
} from '../ast/nodes';
import { uniqueItems } from './constantRepr';
import { FALSE, TRUE } from './constants';
import { getDocString } from './docstring';
import { RECURSION_LIMIT, recursionError } from './errors';
import { foldBinary, foldSubscript, foldUnary } from './folding/operators';
import { formatToJoinedStr } from './folding/percentFormat';
import { CO_FUTURE_ANNOTATIONS } from './future';
import type { CompileWarning } from './errors';

function constant(node: Located, value: ConstantValue): Constant {
  return {
    kind: 'Constant',
    value,
    kind_: null,
    lineno: node.lineno,
    col_offset: node.col_offset,
    end_lineno: node.end_lineno,
    end_col_offset: node.end_col_offset,
  };
}

function allConstants(elts: readonly expr[]): ConstantValue[] | null {
  for (let i = 0; i < elts.length; i++) if (elts[i]!.kind !== 'Constant') return null;
  return elts.map((e) => (e as Constant).value);
}

const inverted = new Map([
  ['Is', 'IsNot'],
  ['IsNot', 'Is'],
  ['In', 'NotIn'],
  ['NotIn', 'In'],
] as const);

class Folder {
  /** The tuples made. */
  readonly tuples: ConstantValue[] = [];
  readonly warnings: CompileWarning[] = [];
  private depth = 0;

  constructor(
    private readonly optimize: number,
    private readonly foldAnnotations: boolean,
  ) {}

  private constant(node: Located, value: ConstantValue): Constant {
    if (value.type === 'tuple') this.tuples.push(value);
    return constant(node, value);
  }

  mod(tree: mod): void {
    switch (tree.kind) {
      case 'Module':
        this.body(tree.body);
        break;
      case 'Interactive':
        this.stmts(tree.body);
        break;
      case 'Expression':
        tree.body = this.expr(tree.body);
        break;
    }
  }

  /** A body that did not start with a docstring must not start with one for having been folded. */
  private body(stmts: stmt[]): void {
    let docstring = getDocString(stmts) !== null;
    if (docstring && this.optimize >= 2) {
      const [first] = stmts.splice(0, 1);
      if (stmts.length === 0) stmts.push({ ...first!, kind: 'Pass' });
      docstring = false;
    }
    this.stmts(stmts);
    if (docstring) return;
    const folded = getDocString(stmts);
    if (folded === null) return;
    const s = stmts[0]!;
    if (s.kind !== 'Expr') return;
    const joined: JoinedStr = {
      kind: 'JoinedStr',
      values: [folded],
      lineno: s.lineno,
      col_offset: s.col_offset,
      end_lineno: s.end_lineno,
      end_col_offset: s.end_col_offset,
    };
    s.value = joined;
  }

  // ---- statements

  private stmts(stmts: readonly stmt[]): void {
    for (let i = 0; i < stmts.length; i++) this.stmt(stmts[i]!);
  }

  private stmt(s: stmt): void {
    if (++this.depth > RECURSION_LIMIT) recursionError();
    switch (s.kind) {
      case 'Expr':
        s.value = this.expr(s.value);
        break;
      case 'Assign':
        this.exprs(s.targets);
        s.value = this.expr(s.value);
        break;
      case 'AugAssign':
        s.target = this.expr(s.target);
        s.value = this.expr(s.value);
        break;
      case 'AnnAssign':
        s.target = this.expr(s.target);
        if (this.foldAnnotations) s.annotation = this.expr(s.annotation);
        if (s.value !== null) s.value = this.expr(s.value);
        break;
      case 'If':
        this.ifStatement(s);
        break;
      case 'While':
        s.test = this.expr(s.test);
        this.stmts(s.body);
        this.stmts(s.orelse);
        break;
      case 'For':
      case 'AsyncFor':
        s.target = this.expr(s.target);
        s.iter = this.expr(s.iter);
        this.stmts(s.body);
        this.stmts(s.orelse);
        if (s.kind === 'For') s.iter = this.iterable(s.iter);
        break;
      case 'Return':
        if (s.value !== null) s.value = this.expr(s.value);
        break;
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        this.typeParams(s.type_params);
        this.arguments(s.args);
        this.body(s.body);
        this.exprs(s.decorator_list);
        if (this.foldAnnotations && s.returns !== null) s.returns = this.expr(s.returns);
        break;
      case 'ClassDef':
        this.typeParams(s.type_params);
        this.exprs(s.bases);
        for (const k of s.keywords) k.value = this.expr(k.value);
        this.body(s.body);
        this.exprs(s.decorator_list);
        break;
      case 'Delete':
        this.exprs(s.targets);
        break;
      case 'TypeAlias':
        s.name = this.expr(s.name);
        this.typeParams(s.type_params);
        s.value = this.expr(s.value);
        break;
      case 'With':
      case 'AsyncWith':
        for (const item of s.items) {
          item.context_expr = this.expr(item.context_expr);
          if (item.optional_vars !== null) item.optional_vars = this.expr(item.optional_vars);
        }
        this.stmts(s.body);
        break;
      case 'Raise':
        if (s.exc !== null) s.exc = this.expr(s.exc);
        if (s.cause !== null) s.cause = this.expr(s.cause);
        break;
      case 'Try':
      case 'TryStar':
        this.stmts(s.body);
        for (const handler of s.handlers) {
          if (handler.type !== null) handler.type = this.expr(handler.type);
          this.stmts(handler.body);
        }
        this.stmts(s.orelse);
        this.stmts(s.finalbody);
        break;
      case 'Assert':
        s.test = this.expr(s.test);
        if (s.msg !== null) s.msg = this.expr(s.msg);
        break;
      case 'Match':
        s.subject = this.expr(s.subject);
        for (const m of s.cases) {
          this.pattern(m.pattern);
          if (m.guard !== null) m.guard = this.expr(m.guard);
          this.stmts(m.body);
        }
        break;
      case 'Import':
      case 'ImportFrom':
      case 'Global':
      case 'Nonlocal':
      case 'Pass':
      case 'Break':
      case 'Continue':
        break;
    }
    this.depth--;
  }

  /** A chain of elifs is a loop here, not a recursion: it may be long. */
  private ifStatement(first: If): void {
    const { depth } = this;
    for (let s = first; ;) {
      s.test = this.expr(s.test);
      this.stmts(s.body);
      const only = s.orelse[0];
      if (s.orelse.length !== 1 || only!.kind !== 'If') {
        this.stmts(s.orelse);
        break;
      }
      if (++this.depth > RECURSION_LIMIT) recursionError();
      s = only as If;
    }
    this.depth = depth;
  }

  private arg(a: arg): void {
    if (a.annotation !== null) a.annotation = this.expr(a.annotation);
  }

  private arguments(args: arguments_): void {
    if (this.foldAnnotations) {
      for (const a of args.posonlyargs) this.arg(a);
      for (const a of args.args) this.arg(a);
      if (args.vararg !== null) this.arg(args.vararg);
      for (const a of args.kwonlyargs) this.arg(a);
      if (args.kwarg !== null) this.arg(args.kwarg);
    }
    this.exprsOrNull(args.kw_defaults);
    this.exprs(args.defaults);
  }

  private typeParams(params: readonly type_param[]): void {
    for (const p of params) {
      if (p.kind === 'TypeVar' && p.bound !== null) p.bound = this.expr(p.bound);
      if (p.default_value !== null) p.default_value = this.expr(p.default_value);
    }
  }

  private pattern(p: pattern): void {
    if (++this.depth > RECURSION_LIMIT) recursionError();
    switch (p.kind) {
      case 'MatchValue':
        p.value = this.expr(p.value);
        break;
      case 'MatchSequence':
      case 'MatchOr':
        for (const q of p.patterns) this.pattern(q);
        break;
      case 'MatchMapping':
        this.exprs(p.keys);
        for (const q of p.patterns) this.pattern(q);
        break;
      case 'MatchClass':
        p.cls = this.expr(p.cls);
        for (const q of p.patterns) this.pattern(q);
        for (const q of p.kwd_patterns) this.pattern(q);
        break;
      case 'MatchAs':
        if (p.pattern !== null) this.pattern(p.pattern);
        break;
      case 'MatchSingleton':
      case 'MatchStar':
        break;
    }
    this.depth--;
  }

  // ---- expressions

  private exprs(exprs: expr[]): void {
    for (let i = 0; i < exprs.length; i++) {
      const e = exprs[i]!;
      const folded = this.expr(e);
      if (folded !== e) exprs[i] = folded;
    }
  }

  private exprsOrNull(exprs: (expr | null)[]): void {
    for (let i = 0; i < exprs.length; i++) {
      const e = exprs[i];
      if (e !== null && e !== undefined) exprs[i] = this.expr(e);
    }
  }

  private expr(e: expr): expr {
    switch (e.kind) {
      case 'Name':
        if (this.depth >= RECURSION_LIMIT) recursionError();
        if (e.id === '__debug__' && e.ctx === 'Load') return constant(e, this.optimize ? FALSE : TRUE);
        return e;
      case 'Constant':
        if (this.depth >= RECURSION_LIMIT) recursionError();
        return e;
      default: {
        if (++this.depth > RECURSION_LIMIT) recursionError();
        const folded = this.inner(e);
        this.depth--;
        return folded;
      }
    }
  }

  private inner(e: expr): expr {
    switch (e.kind) {
      case 'Attribute':
      case 'Starred':
      case 'Await':
      case 'YieldFrom':
      case 'NamedExpr':
        e.value = this.expr(e.value);
        return e;
      case 'Call':
        e.func = this.expr(e.func);
        this.exprs(e.args);
        for (const k of e.keywords) k.value = this.expr(k.value);
        return e;
      case 'BinOp':
        return this.binOp(e);
      case 'Compare':
        e.left = this.expr(e.left);
        this.exprs(e.comparators);
        this.compare(e);
        return e;
      case 'Subscript':
        e.value = this.expr(e.value);
        e.slice = this.expr(e.slice);
        if (e.ctx === 'Load' && e.value.kind === 'Constant' && e.slice.kind === 'Constant') {
          const value = foldSubscript(e.value.value, e.slice.value);
          if (value !== undefined) return this.constant(e, value);
        }
        return e;
      case 'Tuple':
        this.exprs(e.elts);
        if (e.ctx === 'Load') {
          const items = allConstants(e.elts);
          if (items !== null) return this.constant(e, { type: 'tuple', items });
        }
        return e;
      case 'List':
      case 'Set':
        this.exprs(e.elts);
        return e;
      case 'BoolOp':
      case 'JoinedStr':
        this.exprs(e.values);
        return e;
      case 'UnaryOp':
        e.operand = this.expr(e.operand);
        return this.unaryOp(e);
      case 'Dict':
        this.exprsOrNull(e.keys);
        this.exprs(e.values);
        return e;
      case 'IfExp':
        e.test = this.expr(e.test);
        e.body = this.expr(e.body);
        e.orelse = this.expr(e.orelse);
        return e;
      case 'FormattedValue':
        e.value = this.expr(e.value);
        if (e.format_spec !== null) e.format_spec = this.expr(e.format_spec);
        return e;
      case 'Slice':
        if (e.lower !== null) e.lower = this.expr(e.lower);
        if (e.upper !== null) e.upper = this.expr(e.upper);
        if (e.step !== null) e.step = this.expr(e.step);
        return e;
      case 'Lambda':
        this.arguments(e.args);
        e.body = this.expr(e.body);
        return e;
      case 'ListComp':
      case 'SetComp':
      case 'GeneratorExp':
        e.elt = this.expr(e.elt);
        this.generators(e.generators);
        return e;
      case 'DictComp':
        e.key = this.expr(e.key);
        e.value = this.expr(e.value);
        this.generators(e.generators);
        return e;
      case 'Yield':
        if (e.value !== null) e.value = this.expr(e.value);
        return e;
      case 'Name':
      case 'Constant':
        return e;
    }
  }

  private generators(generators: readonly comprehension[]): void {
    for (const gen of generators) {
      gen.target = this.expr(gen.target);
      gen.iter = this.expr(gen.iter);
      this.exprs(gen.ifs);
      gen.iter = this.iterable(gen.iter);
    }
  }

  /** Long sums lean to the left; their spine is walked in a loop to spare the stack. */
  private binOp(e: BinOp): expr {
    if (e.left.kind !== 'BinOp') {
      e.left = this.expr(e.left);
      e.right = this.expr(e.right);
      return this.foldBinOp(e);
    }
    const spine: BinOp[] = [];
    let node: expr = e;
    while (node.kind === 'BinOp') {
      spine.push(node);
      node = node.left;
    }
    const depth = this.depth;
    this.depth = depth + spine.length - 1;
    if (this.depth > RECURSION_LIMIT) recursionError();
    let left = this.expr(node);
    for (let i = spine.length - 1; i >= 0; i--) {
      const op = spine[i]!;
      this.depth = depth + i;
      op.left = left;
      op.right = this.expr(op.right);
      left = this.foldBinOp(op);
    }
    this.depth = depth;
    return left;
  }

  private foldBinOp(e: BinOp): expr {
    const { left, right } = e;
    if (left.kind !== 'Constant') return e;
    if (e.op === 'Mod' && right.kind === 'Tuple' && left.value.type === 'str') {
      if (right.elts.some((elt) => elt.kind === 'Starred')) return e;
      return formatToJoinedStr(e, left.value.value, right.elts) ?? e;
    }
    if (right.kind !== 'Constant') return e;
    if (e.op === 'Mod' && (left.value.type === 'str' || left.value.type === 'bytes')) return e;
    const value = foldBinary(e.op, left.value, right.value);
    return value === undefined ? e : this.constant(e, value);
  }

  private unaryOp(e: UnaryOp): expr {
    const { operand } = e;
    if (operand.kind === 'Constant') {
      if (e.op === 'Invert' && operand.value.type === 'bool') {
        const { lineno, col_offset, end_lineno, end_col_offset } = e;
        const msg = "Bitwise inversion '~' on bool";
        this.warnings.push({ category: 'DeprecationWarning', msg, lineno, col_offset, end_lineno, end_col_offset });
      }
      const value = foldUnary(e.op, operand.value);
      return value === undefined ? e : this.constant(e, value);
    }
    // `not a is b` is `a is not b`, and so for `in`; the place stays the comparison's own.
    if (e.op === 'Not' && operand.kind === 'Compare' && operand.ops.length === 1) {
      const op = inverted.get(operand.ops[0] as 'Is' | 'IsNot' | 'In' | 'NotIn');
      if (op !== undefined) {
        operand.ops[0] = op;
        return operand;
      }
    }
    return e;
  }

  private compare(e: Compare): void {
    const last = e.ops.length - 1;
    const op = e.ops[last];
    if (op === 'In' || op === 'NotIn') e.comparators[last] = this.iterable(e.comparators[last]!);
  }

  /** A literal list or set of which nothing but its items can be seen. */
  private iterable(e: expr): expr {
    if (e.kind === 'List') {
      if (e.elts.some((elt) => elt.kind === 'Starred')) return e;
      const items = allConstants(e.elts);
      if (items !== null) return this.constant(e, { type: 'tuple', items });
      return { ...e, kind: 'Tuple' };
    }
    if (e.kind === 'Set') {
      const items = allConstants(e.elts);
      if (items !== null) return constant(e, { made: 'compiler', type: 'frozenset', items: uniqueItems(items) });
    }
    return e;
  }
}

export interface Folding {
  /** What the folded operators warn of. */
  warnings: CompileWarning[];
  /** The tuples that are constants of the tree now. */
  tuples: ConstantValue[];
}

/** Folds `tree` in place; `flags` are the future features in force. */
export function foldConstants(tree: mod, optimize: number, flags: number): Folding {
  const folder = new Folder(optimize, (flags & CO_FUTURE_ANNOTATIONS) === 0);
  folder.mod(tree);
  return folder;
}
