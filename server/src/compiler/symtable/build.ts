// The first pass over the tree: which names each block defines and uses. Follows symtable_visit_* in Python/symtable.c
// of CPython 3.13.

import type {
  AST,
  AsyncFunctionDef,
  BinOp,
  ClassDef,
  DictComp,
  FunctionDef,
  GeneratorExp,
  If,
  Lambda,
  ListComp,
  NamedExpr,
  SetComp,
  TypeAlias,
  alias,
  arg,
  arguments_,
  comprehension,
  expr,
  mod,
  pattern,
  stmt,
  type_param,
} from '../../ast/nodes';
import { RECURSION_LIMIT, recursionError, syntaxError } from '../errors';
import { CO_FUTURE_ANNOTATIONS, type FutureFeatures } from '../future';
import { LOC, Loc } from '../location';
import { analyzeSymtable } from './analyze';
import {
  type BlockType,
  Comprehension,
  DEF_ANNOT,
  DEF_COMP_ITER,
  DEF_GLOBAL,
  DEF_IMPORT,
  DEF_LOCAL,
  DEF_NONLOCAL,
  DEF_PARAM,
  DEF_TYPE_PARAM,
  SymtableEntry,
  USE,
  maybeMangle,
} from './entry';

/** What a block is found by: its node, or for a generic's type parameters their array. */
export type BlockKey = AST | readonly type_param[];

export class Symtable {
  readonly blocks = new Map<BlockKey, SymtableEntry>();
  /** Blocks of type parameters' defaults, by the parameter. */
  readonly defaultBlocks = new Map<type_param, SymtableEntry>();
  readonly top: SymtableEntry;
  private cur: SymtableEntry;
  private readonly stack: SymtableEntry[] = [];
  private privateName: string | null = null;
  private depth = 0;
  /** Entries made. */
  entries = 1;

  constructor(
    tree: mod,
    private readonly future: FutureFeatures,
  ) {
    const top = new SymtableEntry('top', 'ModuleBlock', new Loc(0, 0, 0, 0));
    this.top = this.cur = top;
    this.stack.push(top);
    this.blocks.set(tree, top);
    if (tree.kind === 'Expression') this.visitExpr(tree.body);
    else this.visitStmts(tree.body);
    analyzeSymtable(top);
  }

  lookup(key: BlockKey): SymtableEntry {
    const entry = this.blocks.get(key);
    if (entry === undefined) throw new Error('unknown symbol table entry');
    return entry;
  }

  /** How many blocks have symbols. */
  namedBlocks(): number {
    return [...this.blocks.values()].filter((entry) => entry.symbols.size > 0).length;
  }

  // ---- blocks

  private enterBlock(name: string, type: BlockType, loc: Loc): SymtableEntry {
    const prev = this.cur;
    const entry = new SymtableEntry(name, type, loc);
    this.entries++;
    if (prev.nested || prev.isFunctionLike) entry.nested = true;
    // Assignment expressions are refused anywhere within a comprehension's outermost iterable.
    entry.compIterExpr = prev.compIterExpr;
    // In a class all names are mangled, so it needs no list of them.
    if (prev.mangledNames !== null && type !== 'ClassBlock') entry.mangledNames = prev.mangledNames;
    entry.inClass = prev.type === 'ClassBlock';
    this.stack.push(entry);
    this.cur = entry;
    // Annotations that become strings leave no trace in the table.
    if (type !== 'AnnotationBlock') prev.children.push(entry);
    return entry;
  }

  private exitBlock(): void {
    this.stack.pop();
    this.cur = this.stack[this.stack.length - 1]!;
  }

  private enterTypeParamBlock(
    name: string,
    params: readonly type_param[],
    hasDefaults: boolean,
    hasKwdefaults: boolean,
    isClass: boolean,
    loc: Loc,
  ): void {
    const inClass = this.cur.type === 'ClassBlock';
    this.blocks.set(params, this.enterBlock(name, 'TypeParametersBlock', loc));
    if (inClass) {
      this.cur.canSeeClassScope = true;
      this.addDef('__classdict__', USE, loc);
    }
    if (isClass) {
      this.addDef('.type_params', DEF_LOCAL, loc);
      this.addDef('.type_params', USE, loc);
      this.addDef('.generic_base', DEF_LOCAL, loc);
      this.addDef('.generic_base', USE, loc);
    }
    if (hasDefaults) this.addDef('.defaults', DEF_PARAM, loc);
    if (hasKwdefaults) this.addDef('.kwdefaults', DEF_PARAM, loc);
  }

  // ---- names

  private lookupName(entry: SymtableEntry, name: string): number {
    return entry.getSymbol(maybeMangle(this.privateName, entry, name));
  }

  private addDefTo(entry: SymtableEntry, name: string, flag: number, node: Loc | LocatedLike): void {
    const mangled = maybeMangle(this.privateName, this.cur, name);
    const { symbols } = entry;
    const old = symbols.get(mangled);
    let flags = flag;
    if (old !== undefined) {
      if (flag & DEF_PARAM && old & DEF_PARAM) {
        syntaxError(toLoc(node), `duplicate argument '${name}' in function definition`);
      }
      if (flag & DEF_TYPE_PARAM && old & DEF_TYPE_PARAM) {
        syntaxError(toLoc(node), `duplicate type parameter '${name}'`);
      }
      flags |= old;
    }
    if (entry.compIterTarget) {
      if (flags & (DEF_GLOBAL | DEF_NONLOCAL)) {
        syntaxError(toLoc(node), `comprehension inner loop cannot rebind assignment expression target '${name}'`);
      }
      flags |= DEF_COMP_ITER;
    }
    if (flags !== old) symbols.set(mangled, flags);
    if (flag & DEF_PARAM) entry.varnames.push(mangled);
    else if (flag & DEF_GLOBAL) {
      const globals = this.top.symbols;
      globals.set(mangled, (globals.get(mangled) ?? 0) | flag);
    }
  }

  private addDef(name: string, flag: number, node: Loc | LocatedLike): void {
    if (flag & DEF_TYPE_PARAM && this.cur.mangledNames !== null) this.cur.mangledNames.add(name);
    this.addDefTo(this.cur, name, flag, node);
  }

  private recordDirective(name: string, node: LocatedLike): void {
    (this.cur.directives ??= []).push({ name: maybeMangle(this.privateName, this.cur, name), loc: LOC(node) });
  }

  // ---- statements

  private visitStmts(body: readonly stmt[]): void {
    for (let i = 0; i < body.length; i++) this.visitStmt(body[i]!);
  }

  private visitStmt(s: stmt): void {
    if (++this.depth > RECURSION_LIMIT) recursionError();
    switch (s.kind) {
      case 'Expr':
        this.visitExpr(s.value);
        break;
      case 'Assign':
        this.visitExprs(s.targets);
        this.visitExpr(s.value);
        break;
      case 'If':
        this.visitIf(s);
        break;
      case 'While':
        this.visitExpr(s.test);
        this.visitStmts(s.body);
        this.visitStmts(s.orelse);
        break;
      case 'Return':
        if (s.value !== null) this.visitExpr(s.value);
        break;
      case 'For':
      case 'AsyncFor':
        this.visitExpr(s.target);
        this.visitExpr(s.iter);
        this.visitStmts(s.body);
        this.visitStmts(s.orelse);
        break;
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        this.visitFunction(s);
        break;
      case 'ClassDef':
        this.visitClass(s);
        break;
      case 'AugAssign':
        this.visitExpr(s.target);
        this.visitExpr(s.value);
        break;
      case 'AnnAssign':
        if (s.target.kind === 'Name') {
          const name = s.target;
          const flags = this.lookupName(this.cur, name.id);
          if (flags & (DEF_GLOBAL | DEF_NONLOCAL) && this.cur !== this.top && s.simple) {
            const what = flags & DEF_GLOBAL ? 'global' : 'nonlocal';
            syntaxError(LOC(s), `annotated name '${name.id}' can't be ${what}`);
          }
          if (s.simple) this.addDef(name.id, DEF_ANNOT | DEF_LOCAL, name);
          else if (s.value !== null) this.addDef(name.id, DEF_LOCAL, name);
        } else this.visitExpr(s.target);
        this.visitAnnotation(s.annotation);
        if (s.value !== null) this.visitExpr(s.value);
        break;
      case 'Delete':
        this.visitExprs(s.targets);
        break;
      case 'Raise':
        if (s.exc !== null) {
          this.visitExpr(s.exc);
          if (s.cause !== null) this.visitExpr(s.cause);
        }
        break;
      case 'Try':
      case 'TryStar':
        this.visitStmts(s.body);
        for (const handler of s.handlers) {
          if (handler.type !== null) this.visitExpr(handler.type);
          if (handler.name !== null) this.addDef(handler.name, DEF_LOCAL, handler);
          this.visitStmts(handler.body);
        }
        this.visitStmts(s.orelse);
        this.visitStmts(s.finalbody);
        break;
      case 'With':
      case 'AsyncWith':
        for (const item of s.items) {
          this.visitExpr(item.context_expr);
          if (item.optional_vars !== null) this.visitExpr(item.optional_vars);
        }
        this.visitStmts(s.body);
        break;
      case 'Assert':
        this.visitExpr(s.test);
        if (s.msg !== null) this.visitExpr(s.msg);
        break;
      case 'Import':
      case 'ImportFrom':
        for (const name of s.names) this.visitAlias(name);
        break;
      case 'Global':
        for (const name of s.names) this.declare(s, name, 'global');
        break;
      case 'Nonlocal':
        for (const name of s.names) this.declare(s, name, 'nonlocal');
        break;
      case 'Match':
        this.visitExpr(s.subject);
        for (const m of s.cases) {
          this.visitPattern(m.pattern);
          if (m.guard !== null) this.visitExpr(m.guard);
          this.visitStmts(m.body);
        }
        break;
      case 'TypeAlias':
        this.visitTypeAlias(s);
        break;
      case 'Pass':
      case 'Break':
      case 'Continue':
        break;
    }
    this.depth--;
  }

  /** A chain of elifs is a loop here, not a recursion: it may be long. */
  private visitIf(first: If): void {
    const { depth } = this;
    for (let s = first; ;) {
      this.visitExpr(s.test);
      this.visitStmts(s.body);
      const only = s.orelse[0];
      if (s.orelse.length !== 1 || only!.kind !== 'If') {
        this.visitStmts(s.orelse);
        break;
      }
      if (++this.depth > RECURSION_LIMIT) recursionError();
      s = only as If;
    }
    this.depth = depth;
  }

  private declare(s: stmt, name: string, what: 'global' | 'nonlocal'): void {
    const flags = this.lookupName(this.cur, name);
    if (flags & (DEF_PARAM | DEF_LOCAL | USE | DEF_ANNOT)) {
      let msg: string;
      if (flags & DEF_PARAM) msg = `name '${name}' is parameter and ${what}`;
      else if (flags & USE) msg = `name '${name}' is used prior to ${what} declaration`;
      else if (flags & DEF_ANNOT) msg = `annotated name '${name}' can't be ${what}`;
      else msg = `name '${name}' is assigned to before ${what} declaration`;
      syntaxError(LOC(s), msg);
    }
    this.addDef(name, what === 'global' ? DEF_GLOBAL : DEF_NONLOCAL, s);
    this.recordDirective(name, s);
  }

  private visitFunction(s: FunctionDef | AsyncFunctionDef): void {
    this.addDef(s.name, DEF_LOCAL, s);
    this.visitDefaults(s.args);
    this.visitExprs(s.decorator_list);
    const generic = s.type_params.length > 0;
    if (generic) {
      this.enterTypeParamBlock(
        s.name,
        s.type_params,
        true, // CPython tests for the list's presence, and it is always there
        s.args.kw_defaults.some((d) => d !== null),
        false,
        LOC(s),
      );
      for (const p of s.type_params) this.visitTypeParam(p);
    }
    this.visitAnnotations(s, s.args, s.returns);
    this.blocks.set(s, this.enterBlock(s.name, 'FunctionBlock', LOC(s)));
    if (s.kind === 'AsyncFunctionDef') this.cur.coroutine = true;
    this.visitArguments(s.args);
    this.visitStmts(s.body);
    this.exitBlock();
    if (generic) this.exitBlock();
  }

  private visitClass(s: ClassDef): void {
    this.addDef(s.name, DEF_LOCAL, s);
    this.visitExprs(s.decorator_list);
    const outerPrivate = this.privateName;
    const generic = s.type_params.length > 0;
    if (generic) {
      this.enterTypeParamBlock(s.name, s.type_params, false, false, true, LOC(s));
      this.privateName = s.name;
      this.cur.mangledNames = new Set();
      for (const p of s.type_params) this.visitTypeParam(p);
    }
    this.visitExprs(s.bases);
    for (const k of s.keywords) this.visitExpr(k.value);
    this.blocks.set(s, this.enterBlock(s.name, 'ClassBlock', LOC(s)));
    this.privateName = s.name;
    if (generic) {
      this.addDef('__type_params__', DEF_LOCAL, s);
      this.addDef('.type_params', USE, s);
    }
    this.visitStmts(s.body);
    this.exitBlock();
    if (generic) this.exitBlock();
    this.privateName = outerPrivate;
  }

  private visitTypeAlias(s: TypeAlias): void {
    this.visitExpr(s.name);
    const name = s.name.kind === 'Name' ? s.name.id : '';
    const inClass = this.cur.type === 'ClassBlock';
    const generic = s.type_params.length > 0;
    if (generic) {
      this.enterTypeParamBlock(name, s.type_params, false, false, false, LOC(s));
      for (const p of s.type_params) this.visitTypeParam(p);
    }
    this.blocks.set(s, this.enterBlock(name, 'TypeAliasBlock', LOC(s)));
    this.cur.canSeeClassScope = inClass;
    if (inClass) this.addDef('__classdict__', USE, s.value);
    this.visitExpr(s.value);
    this.exitBlock();
    if (generic) this.exitBlock();
  }

  private visitAlias(a: alias): void {
    const name = a.asname ?? a.name;
    if (a.name === '*') {
      if (this.cur.type !== 'ModuleBlock') syntaxError(LOC(a), 'import * only allowed at module level');
      return;
    }
    const dot = name.indexOf('.');
    this.addDef(dot < 0 ? name : name.slice(0, dot), DEF_IMPORT, a);
  }

  // ---- functions' parts

  private visitDefaults(args: arguments_): void {
    this.visitExprs(args.defaults);
    for (const d of args.kw_defaults) if (d !== null) this.visitExpr(d);
  }

  private visitParams(args: readonly arg[]): void {
    for (const a of args) this.addDef(a.arg, DEF_PARAM, a);
  }

  private visitArguments(args: arguments_): void {
    this.visitParams(args.posonlyargs);
    this.visitParams(args.args);
    this.visitParams(args.kwonlyargs);
    if (args.vararg !== null) {
      this.addDef(args.vararg.arg, DEF_PARAM, args.vararg);
      this.cur.varargs = true;
    }
    if (args.kwarg !== null) {
      this.addDef(args.kwarg.arg, DEF_PARAM, args.kwarg);
      this.cur.varkeywords = true;
    }
  }

  private get futureAnnotations(): boolean {
    return (this.future.features & CO_FUTURE_ANNOTATIONS) !== 0;
  }

  private visitAnnotation(annotation: expr): void {
    const future = this.futureAnnotations;
    if (future) this.enterBlock('_annotation', 'AnnotationBlock', LOC(annotation));
    this.visitExpr(annotation);
    if (future) this.exitBlock();
  }

  private visitArgAnnotations(args: readonly arg[]): void {
    for (const a of args) if (a.annotation !== null) this.visitExpr(a.annotation);
  }

  private visitAnnotations(s: stmt, args: arguments_, returns: expr | null): void {
    const future = this.futureAnnotations;
    if (future) this.enterBlock('_annotation', 'AnnotationBlock', LOC(s));
    this.visitArgAnnotations(args.posonlyargs);
    this.visitArgAnnotations(args.args);
    if (args.vararg !== null && args.vararg.annotation !== null) this.visitExpr(args.vararg.annotation);
    if (args.kwarg !== null && args.kwarg.annotation !== null) this.visitExpr(args.kwarg.annotation);
    this.visitArgAnnotations(args.kwonlyargs);
    if (future) this.exitBlock();
    if (returns !== null) this.visitAnnotation(returns);
  }

  private visitTypeParamPart(e: expr | null, tp: type_param, isDefault: boolean, scopeInfo: string): void {
    if (e === null) return;
    const inClass = this.cur.canSeeClassScope;
    const entry = this.enterBlock(tp.name, 'TypeVariableBlock', LOC(e));
    // A TypeVar can have both a bound and a default: the default then needs a key of its own.
    if (isDefault) this.defaultBlocks.set(tp, entry);
    else this.blocks.set(tp, entry);
    entry.canSeeClassScope = inClass;
    if (inClass) this.addDef('__classdict__', USE, e);
    entry.scopeInfo = scopeInfo;
    this.visitExpr(e);
    this.exitBlock();
  }

  private visitTypeParam(tp: type_param): void {
    if (++this.depth > RECURSION_LIMIT) recursionError();
    this.addDef(tp.name, DEF_TYPE_PARAM | DEF_LOCAL, tp);
    if (tp.kind === 'TypeVar' && tp.bound !== null) {
      const info = tp.bound.kind === 'Tuple' ? 'a TypeVar constraint' : 'a TypeVar bound';
      this.visitTypeParamPart(tp.bound, tp, false, info);
    }
    this.visitTypeParamPart(tp.default_value, tp, true, `a ${tp.kind} default`);
    this.depth--;
  }

  // ---- expressions

  private visitExprs(exprs: readonly expr[]): void {
    for (let i = 0; i < exprs.length; i++) this.visitExpr(exprs[i]!);
  }

  private visitExprsOrNull(exprs: readonly (expr | null)[]): void {
    for (const e of exprs) if (e !== null) this.visitExpr(e);
  }

  private visitExpr(e: expr): void {
    if (++this.depth > RECURSION_LIMIT) recursionError();
    switch (e.kind) {
      case 'Name':
        this.addDef(e.id, e.ctx === 'Load' ? USE : DEF_LOCAL, e);
        // `super` needs `__class__` even where it is not written.
        if (e.ctx === 'Load' && e.id === 'super' && this.cur.isFunctionLike) this.addDef('__class__', USE, e);
        break;
      case 'Constant':
        break;
      case 'Attribute':
      case 'Starred':
        this.visitExpr(e.value);
        break;
      case 'Call':
        this.visitExpr(e.func);
        this.visitExprs(e.args);
        for (const k of e.keywords) this.visitExpr(k.value);
        break;
      case 'BinOp':
        this.visitBinOp(e);
        break;
      case 'Compare':
        this.visitExpr(e.left);
        this.visitExprs(e.comparators);
        break;
      case 'Subscript':
        this.visitExpr(e.value);
        this.visitExpr(e.slice);
        break;
      case 'Tuple':
      case 'List':
      case 'Set':
        this.visitExprs(e.elts);
        break;
      case 'BoolOp':
      case 'JoinedStr':
        this.visitExprs(e.values);
        break;
      case 'UnaryOp':
        this.visitExpr(e.operand);
        break;
      case 'Dict':
        this.visitExprsOrNull(e.keys);
        this.visitExprs(e.values);
        break;
      case 'IfExp':
        this.visitExpr(e.test);
        this.visitExpr(e.body);
        this.visitExpr(e.orelse);
        break;
      case 'FormattedValue':
        this.visitExpr(e.value);
        if (e.format_spec !== null) this.visitExpr(e.format_spec);
        break;
      case 'Slice':
        if (e.lower !== null) this.visitExpr(e.lower);
        if (e.upper !== null) this.visitExpr(e.upper);
        if (e.step !== null) this.visitExpr(e.step);
        break;
      case 'Lambda':
        this.visitLambda(e);
        break;
      case 'ListComp':
      case 'SetComp':
      case 'DictComp':
      case 'GeneratorExp':
        this.visitComprehensionExpr(e);
        break;
      case 'NamedExpr':
        this.refuseInAnnotation('named expression', e);
        this.visitNamedExpr(e);
        break;
      case 'Yield':
        this.refuseInAnnotation('yield expression', e);
        if (e.value !== null) this.visitExpr(e.value);
        this.cur.generator = true;
        if (this.cur.comprehension !== Comprehension.None) this.refuseYield(e);
        break;
      case 'YieldFrom':
        this.refuseInAnnotation('yield expression', e);
        this.visitExpr(e.value);
        this.cur.generator = true;
        if (this.cur.comprehension !== Comprehension.None) this.refuseYield(e);
        break;
      case 'Await':
        this.refuseInAnnotation('await expression', e);
        this.visitExpr(e.value);
        this.cur.coroutine = true;
        break;
    }
    this.depth--;
  }

  /** A long sum leans to the left: walk its spine in a loop, so that its length does not use up the stack. */
  private visitBinOp(e: BinOp): void {
    if (e.left.kind !== 'BinOp') {
      this.visitExpr(e.left);
      this.visitExpr(e.right);
      return;
    }
    const spine: BinOp[] = [];
    let left: expr = e;
    while (left.kind === 'BinOp') {
      spine.push(left);
      left = left.left;
    }
    const depth = this.depth;
    this.depth = depth + spine.length - 1;
    if (this.depth > RECURSION_LIMIT) recursionError();
    this.visitExpr(left);
    for (let i = spine.length - 1; i >= 0; i--) {
      this.depth = depth + i;
      this.visitExpr(spine[i]!.right);
    }
    this.depth = depth;
  }

  private visitLambda(e: Lambda): void {
    this.visitDefaults(e.args);
    this.blocks.set(e, this.enterBlock('lambda', 'FunctionBlock', LOC(e)));
    this.visitArguments(e.args);
    this.visitExpr(e.body);
    this.exitBlock();
  }

  private visitComprehension(gen: comprehension): void {
    const { cur } = this;
    cur.compIterTarget = true;
    this.visitExpr(gen.target);
    cur.compIterTarget = false;
    cur.compIterExpr++;
    this.visitExpr(gen.iter);
    cur.compIterExpr--;
    this.visitExprs(gen.ifs);
    if (gen.is_async) cur.coroutine = true;
  }

  private visitComprehensionExpr(e: ListComp | SetComp | DictComp | GeneratorExp): void {
    const outermost = e.generators[0]!;
    // The outermost iterable belongs to the block around.
    this.cur.compIterExpr++;
    this.visitExpr(outermost.iter);
    this.cur.compIterExpr--;
    let entry: SymtableEntry;
    switch (e.kind) {
      case 'ListComp':
        entry = this.enterBlock('listcomp', 'FunctionBlock', LOC(e));
        entry.comprehension = Comprehension.List;
        break;
      case 'SetComp':
        entry = this.enterBlock('setcomp', 'FunctionBlock', LOC(e));
        entry.comprehension = Comprehension.Set;
        break;
      case 'DictComp':
        entry = this.enterBlock('dictcomp', 'FunctionBlock', LOC(e));
        entry.comprehension = Comprehension.Dict;
        break;
      case 'GeneratorExp':
        entry = this.enterBlock('genexpr', 'FunctionBlock', LOC(e));
        entry.comprehension = Comprehension.Generator;
        break;
    }
    this.blocks.set(e, entry);
    if (outermost.is_async) entry.coroutine = true;
    this.addDef('.0', DEF_PARAM, entry.loc);
    entry.compIterTarget = true;
    this.visitExpr(outermost.target);
    entry.compIterTarget = false;
    this.visitExprs(outermost.ifs);
    for (let i = 1; i < e.generators.length; i++) this.visitComprehension(e.generators[i]!);
    if (e.kind === 'DictComp') {
      this.visitExpr(e.value);
      this.visitExpr(e.key);
    } else this.visitExpr(e.elt);
    const isGenerator = e.kind === 'GeneratorExp';
    entry.generator = isGenerator;
    const isAsync = entry.coroutine && !isGenerator;
    this.exitBlock();
    if (isAsync) this.cur.coroutine = true;
  }

  private visitNamedExpr(e: NamedExpr): void {
    if (this.cur.compIterExpr > 0) {
      syntaxError(LOC(e), 'assignment expression cannot be used in a comprehension iterable expression');
    }
    if (this.cur.comprehension !== Comprehension.None) this.extendNamedExprScope(e.target);
    this.visitExpr(e.value);
    this.visitExpr(e.target);
  }

  /** A `:=` in a comprehension binds in the nearest block that is none: find it and say so in between. */
  private extendNamedExprScope(target: expr): void {
    if (target.kind !== 'Name') return;
    const name = target.id;
    for (let i = this.stack.length - 1; i >= 0; i--) {
      const entry = this.stack[i]!;
      if (entry.comprehension !== Comprehension.None) {
        const flags = this.lookupName(entry, name);
        if (flags & DEF_COMP_ITER && flags & DEF_LOCAL) {
          syntaxError(LOC(target), `assignment expression cannot rebind comprehension iteration variable '${name}'`);
        }
        continue;
      }
      switch (entry.type) {
        case 'FunctionBlock': {
          const flag = this.lookupName(entry, name) & DEF_GLOBAL ? DEF_GLOBAL : DEF_NONLOCAL;
          this.addDef(name, flag, target);
          this.recordDirective(name, target);
          this.addDefTo(entry, name, DEF_LOCAL, target);
          return;
        }
        case 'ModuleBlock':
          this.addDef(name, DEF_GLOBAL, target);
          this.recordDirective(name, target);
          this.addDefTo(entry, name, DEF_GLOBAL, target);
          return;
        case 'ClassBlock':
          return syntaxError(
            LOC(target),
            'assignment expression within a comprehension cannot be used in a class body',
          );
        case 'TypeParametersBlock':
          return syntaxError(
            LOC(target),
            'assignment expression within a comprehension cannot be used within the definition of a generic',
          );
        case 'TypeAliasBlock':
          return syntaxError(
            LOC(target),
            'assignment expression within a comprehension cannot be used in a type alias',
          );
        case 'TypeVariableBlock':
          return syntaxError(
            LOC(target),
            'assignment expression within a comprehension cannot be used in a TypeVar bound',
          );
        case 'AnnotationBlock':
          break;
      }
    }
  }

  private refuseInAnnotation(what: string, e: LocatedLike): void {
    switch (this.cur.type) {
      case 'AnnotationBlock':
        return syntaxError(LOC(e), `${what} cannot be used within an annotation`);
      case 'TypeVariableBlock':
        return syntaxError(LOC(e), `${what} cannot be used within ${this.cur.scopeInfo ?? ''}`);
      case 'TypeAliasBlock':
        return syntaxError(LOC(e), `${what} cannot be used within a type alias`);
      case 'TypeParametersBlock':
        return syntaxError(LOC(e), `${what} cannot be used within the definition of a generic`);
      default:
    }
  }

  private refuseYield(e: LocatedLike): never {
    const what = ['', 'list comprehension', 'dict comprehension', 'set comprehension', 'generator expression'];
    syntaxError(LOC(e), `'yield' inside ${what[this.cur.comprehension]!}`);
  }

  // ---- patterns

  private visitPattern(p: pattern): void {
    if (++this.depth > RECURSION_LIMIT) recursionError();
    switch (p.kind) {
      case 'MatchValue':
        this.visitExpr(p.value);
        break;
      case 'MatchSingleton':
        break;
      case 'MatchSequence':
      case 'MatchOr':
        for (const q of p.patterns) this.visitPattern(q);
        break;
      case 'MatchStar':
        if (p.name !== null) this.addDef(p.name, DEF_LOCAL, p);
        break;
      case 'MatchMapping':
        this.visitExprs(p.keys);
        for (const q of p.patterns) this.visitPattern(q);
        if (p.rest !== null) this.addDef(p.rest, DEF_LOCAL, p);
        break;
      case 'MatchClass':
        this.visitExpr(p.cls);
        for (const q of p.patterns) this.visitPattern(q);
        for (const q of p.kwd_patterns) this.visitPattern(q);
        break;
      case 'MatchAs':
        if (p.pattern !== null) this.visitPattern(p.pattern);
        if (p.name !== null) this.addDef(p.name, DEF_LOCAL, p);
        break;
    }
    this.depth--;
  }
}

interface LocatedLike {
  lineno: number;
  col_offset: number;
  end_lineno: number;
  end_col_offset: number;
}

function toLoc(node: Loc | LocatedLike): Loc {
  return node instanceof Loc ? node : LOC(node);
}
