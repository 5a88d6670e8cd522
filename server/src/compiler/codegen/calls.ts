// Calls. Follows Python/compile.c.

import type { Call, expr, keyword } from '../../ast/nodes';
import { syntaxError } from '../errors';
import { LOC, type Loc, NO_LOCATION } from '../location';
import { Op } from '../opcodes';
import { DEF_IMPORT } from '../symtable';
import { checkCaller } from './comparisons';
import { AttrKind, type Compiler } from './compiler';
import { STACK_USE_GUIDELINE, matchAttrLocation, starunpack } from './expressions';
import { canOptimizeSuperCall, loadArgsForSuper } from './superCalls';

export function validateKeywords(c: Compiler, keywords: readonly keyword[]): void {
  for (let i = 0; i < keywords.length; i++) {
    const key = keywords[i]!;
    if (key.arg === null) continue;
    c.forbidName(LOC(key), key.arg, 'Store');
    for (let j = i + 1; j < keywords.length; j++) {
      if (keywords[j]!.arg === key.arg) {
        syntaxError(LOC(keywords[j]!), `keyword argument repeated: ${key.arg}`);
      }
    }
  }
}

/** A name the module binds by an import: attributes of modules are no methods. */
function isImportOriginated(c: Compiler, e: expr): boolean {
  return e.kind === 'Name' && (c.symtable.top.getSymbol(e.id) & DEF_IMPORT) !== 0;
}

function hasStarred(args: readonly expr[]): boolean {
  for (let i = 0; i < args.length; i++) if (args[i]!.kind === 'Starred') return true;
  return false;
}

function hasDoubleStar(keywords: readonly keyword[]): boolean {
  for (let i = 0; i < keywords.length; i++) if (keywords[i]!.arg === null) return true;
  return false;
}

/** `value.meth(…)` without a bound method in between; false where that can't be. */
function methodCall(c: Compiler, e: Call): boolean {
  const meth = e.func;
  if (meth.kind !== 'Attribute' || meth.ctx !== 'Load') return false;
  if (isImportOriginated(c, meth.value)) return false;
  const nargs = e.args.length;
  const nkw = e.keywords.length;
  if (nargs + nkw + (nkw !== 0 ? 1 : 0) >= STACK_USE_GUIDELINE) return false;
  if (hasStarred(e.args) || hasDoubleStar(e.keywords)) return false;

  let loc = LOC(meth);
  if (meth.value.kind === 'Call' && canOptimizeSuperCall(c, meth)) {
    loadArgsForSuper(c, meth.value);
    c.addopAttr(loc, meth.value.args.length > 0 ? AttrKind.SuperMethod : AttrKind.ZeroSuperMethod, meth.attr);
    loc = matchAttrLocation(loc, meth);
    c.addop(loc, Op.NOP);
  } else {
    c.visitExpr(meth.value);
    loc = matchAttrLocation(loc, meth);
    c.addopAttr(loc, AttrKind.Method, meth.attr);
  }
  c.visitExprs(e.args);
  if (nkw > 0) {
    for (const k of e.keywords) c.visitExpr(k.value);
    c.loadStrTuple(loc, keywordNames(e.keywords));
    loc = matchAttrLocation(LOC(e), meth);
    c.addopI(loc, Op.CALL_KW, nargs + nkw);
  } else {
    loc = matchAttrLocation(LOC(e), meth);
    c.addopI(loc, Op.CALL, nargs);
  }
  return true;
}

function keywordNames(keywords: readonly keyword[]): string[] {
  return keywords.map((k) => k.arg!);
}

export function call(c: Compiler, e: Call): void {
  validateKeywords(c, e.keywords);
  if (methodCall(c, e)) return;
  checkCaller(c, e.func);
  c.visitExpr(e.func);
  c.addop(LOC(e.func), Op.PUSH_NULL);
  callHelper(c, LOC(e), 0, e.args, e.keywords);
}

function subkwargs(c: Compiler, loc: Loc, keywords: readonly keyword[], begin: number, end: number): void {
  const n = end - begin;
  const big = n * 2 > STACK_USE_GUIDELINE;
  if (n > 1 && !big) {
    for (let i = begin; i < end; i++) c.visitExpr(keywords[i]!.value);
    c.loadStrTuple(loc, keywordNames(keywords.slice(begin, end)));
    c.addopI(loc, Op.BUILD_CONST_KEY_MAP, n);
    return;
  }
  if (big) c.addopI(NO_LOCATION, Op.BUILD_MAP, 0);
  for (let i = begin; i < end; i++) {
    const k = keywords[i]!;
    c.loadStr(loc, k.arg!);
    c.visitExpr(k.value);
    if (big) c.addopI(NO_LOCATION, Op.MAP_ADD, 1);
  }
  if (!big) c.addopI(loc, Op.BUILD_MAP, n);
}

/** The arguments and the call itself; the callable, and `pushed` arguments, are on the stack. */
export function callHelper(
  c: Compiler,
  loc: Loc,
  pushed: number,
  args: readonly expr[],
  keywords: readonly keyword[],
): void {
  validateKeywords(c, keywords);
  const nargs = args.length;
  const nkw = keywords.length;
  if (nargs + nkw * 2 <= STACK_USE_GUIDELINE && !hasStarred(args) && !hasDoubleStar(keywords)) {
    c.visitExprs(args);
    if (nkw > 0) {
      for (const k of keywords) c.visitExpr(k.value);
      c.loadStrTuple(loc, keywordNames(keywords));
      c.addopI(loc, Op.CALL_KW, pushed + nargs + nkw);
    } else c.addopI(loc, Op.CALL, pushed + nargs);
    return;
  }

  const only = args[0];
  if (pushed === 0 && nargs === 1 && only !== undefined && only.kind === 'Starred') c.visitExpr(only.value);
  else starunpack(c, loc, args, pushed, Op.BUILD_LIST, Op.LIST_APPEND, Op.LIST_EXTEND, true);
  if (nkw > 0) {
    let haveDict = false;
    let seen = 0;
    for (let i = 0; i < nkw; i++) {
      const k = keywords[i]!;
      if (k.arg !== null) {
        seen++;
        continue;
      }
      if (seen > 0) {
        subkwargs(c, loc, keywords, i - seen, i);
        if (haveDict) c.addopI(loc, Op.DICT_MERGE, 1);
        haveDict = true;
        seen = 0;
      }
      if (!haveDict) {
        c.addopI(loc, Op.BUILD_MAP, 0);
        haveDict = true;
      }
      c.visitExpr(k.value);
      c.addopI(loc, Op.DICT_MERGE, 1);
    }
    if (seen > 0) {
      subkwargs(c, loc, keywords, nkw - seen, nkw);
      if (haveDict) c.addopI(loc, Op.DICT_MERGE, 1);
    }
  }
  c.addopI(loc, Op.CALL_FUNCTION_EX, nkw > 0 ? 1 : 0);
}
