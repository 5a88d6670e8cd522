// Functions, lambdas and classes. Follows Python/compile.c.

import type {
  AsyncFunctionDef,
  ClassDef,
  ConstantValue,
  FunctionDef,
  Lambda,
  Name,
  arg,
  arguments_,
  expr,
  stmt,
} from '../../ast/nodes';
import { NONE, strConst } from '../constants';
import { cleanDoc, getDocString } from '../docstring';
import { CO_FUTURE_ANNOTATIONS } from '../future';
import { NO_LABEL } from '../instructionSequence';
import { LOC, Loc, NO_LOCATION } from '../location';
import { comparePyStrings } from '../mangle';
import {
  INTRINSIC_SET_FUNCTION_TYPE_PARAMS,
  INTRINSIC_STOPITERATION_ERROR,
  INTRINSIC_SUBSCRIPT_GENERIC,
  Op,
} from '../opcodes';
import { unparse } from '../unparse';
import { callHelper } from './calls';
import { type Compiler, MAKE_FUNCTION_ANNOTATIONS, MAKE_FUNCTION_DEFAULTS, MAKE_FUNCTION_KWDEFAULTS } from './compiler';
import { callTypeParamScope, typeParams } from './typeParams';
import { FBlock, Scope, indexOf } from './unit';

// ---- function parts

function applyDecorators(c: Compiler, decorators: readonly expr[]): void {
  for (let i = decorators.length - 1; i >= 0; i--) c.addopI(LOC(decorators[i]!), Op.CALL, 0);
}

function firstLine(s: FunctionDef | AsyncFunctionDef | ClassDef): number {
  return s.decorator_list[0]?.lineno ?? s.lineno;
}

/** Pushes keyword-only defaults as a dict; false where there are none. */
function kwonlyDefaults(c: Compiler, loc: Loc, args: arguments_): boolean {
  const names: string[] = [];
  for (let i = 0; i < args.kwonlyargs.length; i++) {
    const value = args.kw_defaults[i];
    if (value === null || value === undefined) continue;
    names.push(c.mangle(args.kwonlyargs[i]!.arg));
    c.visitExpr(value);
  }
  if (names.length === 0) return false;
  c.loadStrTuple(loc, names);
  c.addopI(loc, Op.BUILD_CONST_KEY_MAP, names.length);
  return true;
}

/** Pushes defaults; gives the MAKE_FUNCTION_* flags they come to. */
function defaultArguments(c: Compiler, loc: Loc, args: arguments_): number {
  let flags = 0;
  if (args.defaults.length > 0) {
    c.visitExprs(args.defaults);
    c.addopI(loc, Op.BUILD_TUPLE, args.defaults.length);
    flags |= MAKE_FUNCTION_DEFAULTS;
  }
  if (kwonlyDefaults(c, loc, args)) flags |= MAKE_FUNCTION_KWDEFAULTS;
  return flags;
}

function argAnnotation(c: Compiler, loc: Loc, name: string, annotation: expr | null): number {
  if (annotation === null) return 0;
  c.loadStr(loc, c.mangle(name));
  if (c.flags & CO_FUTURE_ANNOTATIONS) c.loadStr(LOC(annotation), unparse(annotation));
  else if (annotation.kind === 'Starred') {
    // *args: *Ts
    c.visitExpr(annotation.value);
    c.addopI(loc, Op.UNPACK_SEQUENCE, 1);
  } else c.visitExpr(annotation);
  return 2;
}

/** Pushes a tuple of annotated names and annotations; gives the flag for it. */
function annotations(c: Compiler, loc: Loc, args: arguments_, returns: expr | null): number {
  let n = 0;
  for (const a of args.args) n += argAnnotation(c, loc, a.arg, a.annotation);
  for (const a of args.posonlyargs) n += argAnnotation(c, loc, a.arg, a.annotation);
  if (args.vararg !== null) n += argAnnotation(c, loc, args.vararg.arg, args.vararg.annotation);
  for (const a of args.kwonlyargs) n += argAnnotation(c, loc, a.arg, a.annotation);
  if (args.kwarg !== null) n += argAnnotation(c, loc, args.kwarg.arg, args.kwarg.annotation);
  n += argAnnotation(c, loc, 'return', returns);
  if (n === 0) return 0;
  c.addopI(loc, Op.BUILD_TUPLE, n);
  return MAKE_FUNCTION_ANNOTATIONS;
}

function checkDebugArgs(c: Compiler, args: arguments_): void {
  const check = (a: arg): void => {
    if (a.arg === '__debug__') c.forbidName(LOC(a), a.arg, 'Store');
  };
  args.posonlyargs.forEach(check);
  args.args.forEach(check);
  if (args.vararg !== null) check(args.vararg);
  args.kwonlyargs.forEach(check);
  if (args.kwarg !== null) check(args.kwarg);
}

function setArgCounts(c: Compiler, args: arguments_): void {
  c.u.argcount = args.args.length;
  c.u.posonlyargcount = args.posonlyargs.length;
  c.u.kwonlyargcount = args.kwonlyargs.length;
}

/** A generator's whole body lies in a handler that turns StopIteration into RuntimeError. */
export function wrapInStopIterationHandler(c: Compiler): void {
  const handler = c.newLabel();
  c.u.seq.insert(0, Op.SETUP_CLEANUP, handler, NO_LOCATION);
  c.loadNone(NO_LOCATION);
  c.addop(NO_LOCATION, Op.RETURN_VALUE);
  c.useLabel(handler);
  c.addopI(NO_LOCATION, Op.CALL_INTRINSIC_1, INTRINSIC_STOPITERATION_ERROR);
  c.addopI(NO_LOCATION, Op.RERAISE, 1);
}

// ---- functions

function functionBody(c: Compiler, s: FunctionDef | AsyncFunctionDef, flags: number, firstlineno: number): void {
  const scope = s.kind === 'FunctionDef' ? Scope.Function : Scope.AsyncFunction;
  c.enterScope(s.name, scope, s, firstlineno);
  setArgCounts(c, s.args);
  const docstring = getDocString(s.body);
  let first = 0;
  if (docstring !== null) {
    first = 1;
    c.addConst(c.settings.optimize < 2 ? docConst(c, docstring.value) : NONE);
  } else c.addConst(NONE);
  const start = c.newLabel();
  c.useLabel(start);
  const wrap = c.entry.coroutine || c.entry.generator;
  if (wrap) c.pushFblock(NO_LOCATION, FBlock.StopIteration, start, NO_LABEL, null);
  for (let i = first; i < s.body.length; i++) c.visitStmt(s.body[i]!);
  if (wrap) {
    wrapInStopIterationHandler(c);
    c.popFblock();
  }
  const code = c.optimizeAndAssemble(true);
  c.exitScope();
  c.makeClosure(LOC(s), code, flags);
}

function docConst(c: Compiler, value: ConstantValue): ConstantValue {
  if (value.type !== 'str') return value;
  const text = value.value;
  const clean = c.settings.target.cleansDocstrings ? cleanDoc(text) : text;
  return clean === text ? value : strConst(clean);
}

export function functionDef(c: Compiler, s: FunctionDef | AsyncFunctionDef): void {
  checkDebugArgs(c, s.args);
  c.visitExprs(s.decorator_list);
  const firstlineno = firstLine(s);
  const loc = LOC(s);
  const generic = s.type_params.length > 0;
  let flags = defaultArguments(c, loc, s.args);
  let scopeArgs = 0;
  if (generic) {
    // Defaults are evaluated outside of the type parameters' scope and handed in.
    if (flags & MAKE_FUNCTION_DEFAULTS) scopeArgs++;
    if (flags & MAKE_FUNCTION_KWDEFAULTS) scopeArgs++;
    if (scopeArgs === 2) c.addopI(loc, Op.SWAP, 2);
    c.enterScope(`<generic parameters of ${s.name}>`, Scope.TypeParams, s.type_params, firstlineno);
    c.u.argcount = scopeArgs;
    typeParams(c, s.type_params);
    for (let i = 0; i < scopeArgs; i++) c.addopI(loc, Op.LOAD_FAST, i);
  }
  flags |= annotations(c, loc, s.args, s.returns);
  functionBody(c, s, flags, firstlineno);
  if (generic) {
    c.addopI(loc, Op.SWAP, 2);
    c.addopI(loc, Op.CALL_INTRINSIC_2, INTRINSIC_SET_FUNCTION_TYPE_PARAMS);
    if (scopeArgs === 0) callTypeParamScope(c, loc);
    else {
      const code = c.optimizeAndAssemble(false);
      c.exitScope();
      c.makeClosure(loc, code, 0);
      c.addopI(loc, Op.SWAP, scopeArgs + 1);
      c.addopI(loc, Op.CALL, scopeArgs - 1);
    }
  }
  applyDecorators(c, s.decorator_list);
  c.nameop(loc, s.name, 'Store');
}

export function lambda(c: Compiler, e: Lambda): void {
  checkDebugArgs(c, e.args);
  const loc = LOC(e);
  const flags = defaultArguments(c, loc, e.args);
  c.enterScope('<lambda>', Scope.Lambda, e, e.lineno);
  // None first: a lambda has no docstring.
  c.addConst(NONE);
  setArgCounts(c, e.args);
  c.visitExpr(e.body);
  const isGenerator = c.entry.generator;
  if (!isGenerator) c.addop(LOC(e.body), Op.RETURN_VALUE);
  const code = c.optimizeAndAssemble(!isGenerator);
  c.exitScope();
  c.makeClosure(loc, code, flags);
}

// ---- bodies of modules and classes

/** Without recursion: an `elif` is nested in the one before it, and there may be thousands. */
function hasAnnotations(stmts: readonly stmt[]): boolean {
  const bodies: (readonly stmt[])[] = [stmts];
  for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) {
    for (const s of body) {
      switch (s.kind) {
        case 'AnnAssign':
          return true;
        case 'For':
        case 'AsyncFor':
        case 'While':
        case 'If':
          bodies.push(s.body, s.orelse);
          break;
        case 'With':
        case 'AsyncWith':
          bodies.push(s.body);
          break;
        case 'Try':
        case 'TryStar':
          bodies.push(s.body, s.finalbody, s.orelse);
          for (const h of s.handlers) bodies.push(h.body);
          break;
        case 'Match':
          for (const m of s.cases) bodies.push(m.body);
          break;
      }
    }
  }
  return false;
}

/** The statements of a module or class, with docstring and annotations. */
export function body(c: Compiler, loc: Loc, stmts: readonly stmt[]): void {
  if (hasAnnotations(stmts)) c.addop(loc, Op.SETUP_ANNOTATIONS);
  let first = 0;
  if (!c.interactive) {
    const docstring = getDocString(stmts);
    if (docstring !== null) {
      first = 1;
      if (c.settings.optimize < 2) {
        c.loadConst(LOC(docstring), docConst(c, docstring.value));
        c.nameop(NO_LOCATION, '__doc__', 'Store');
      }
    }
  }
  for (let i = first; i < stmts.length; i++) c.visitStmt(stmts[i]!);
}

// ---- classes

/** Compiles the body and leaves what `__build_class__` needs on the stack. */
function classBody(c: Compiler, s: ClassDef, firstlineno: number): void {
  c.enterScope(s.name, Scope.Class, s, firstlineno, s.name);
  const { u } = c;
  let loc = new Loc(firstlineno, firstlineno, 0, 0);
  c.nameop(loc, '__name__', 'Load');
  c.nameop(loc, '__module__', 'Store');
  c.loadStr(loc, u.qualname);
  c.nameop(loc, '__qualname__', 'Store');
  if (c.settings.target.classMetadata) {
    c.loadInt(loc, firstlineno);
    c.nameop(loc, '__firstlineno__', 'Store');
  }
  if (s.type_params.length > 0) {
    c.nameop(loc, '.type_params', 'Load');
    c.nameop(loc, '__type_params__', 'Store');
  }
  if (u.entry.needsClassdict) {
    c.addop(loc, Op.LOAD_LOCALS);
    c.addopI(loc, Op.STORE_DEREF, indexOf(u.cellvars, '__classdict__'));
  }
  body(c, loc, s.body);
  if (c.settings.target.classMetadata) {
    c.loadStrTuple(NO_LOCATION, [...u.staticAttributes].sort(comparePyStrings));
    c.nameop(NO_LOCATION, '__static_attributes__', 'Store');
  }
  if (u.entry.needsClassdict) {
    c.addopI(NO_LOCATION, Op.LOAD_CLOSURE, u.cellvars.get('__classdict__')!);
    c.nameop(NO_LOCATION, '__classdictcell__', 'Store');
  }
  if (u.entry.needsClassClosure) {
    c.addopI(NO_LOCATION, Op.LOAD_CLOSURE, u.cellvars.get('__class__')!);
    c.addopI(NO_LOCATION, Op.COPY, 1);
    c.nameop(NO_LOCATION, '__classcell__', 'Store');
  } else c.loadNone(NO_LOCATION);
  c.addop(NO_LOCATION, Op.RETURN_VALUE);
  const code = c.optimizeAndAssemble(true);
  c.exitScope();
  // From here on it is the class line, not a decorator's.
  loc = LOC(s);
  c.addop(loc, Op.LOAD_BUILD_CLASS);
  c.addop(loc, Op.PUSH_NULL);
  c.makeClosure(loc, code, 0);
  c.loadStr(loc, s.name);
}

export function classDef(c: Compiler, s: ClassDef): void {
  c.visitExprs(s.decorator_list);
  const firstlineno = firstLine(s);
  const loc = LOC(s);
  const generic = s.type_params.length > 0;
  if (generic) {
    c.enterScope(`<generic parameters of ${s.name}>`, Scope.TypeParams, s.type_params, firstlineno, s.name);
    typeParams(c, s.type_params);
    c.nameop(loc, '.type_params', 'Store');
  }
  classBody(c, s, firstlineno);
  if (generic) {
    c.nameop(loc, '.type_params', 'Load');
    c.addopI(loc, Op.CALL_INTRINSIC_1, INTRINSIC_SUBSCRIPT_GENERIC);
    c.nameop(loc, '.generic_base', 'Store');
    const base: Name = {
      kind: 'Name',
      id: '.generic_base',
      ctx: 'Load',
      lineno: s.lineno,
      col_offset: s.col_offset,
      end_lineno: s.end_lineno,
      end_col_offset: s.end_col_offset,
    };
    callHelper(c, loc, 2, [...s.bases, base], s.keywords);
    callTypeParamScope(c, loc);
  } else callHelper(c, loc, 2, s.bases, s.keywords);
  applyDecorators(c, s.decorator_list);
  c.nameop(loc, s.name, 'Store');
}
