// `match` (PEP 634). Follows Python/compile.c.

import type {
  Match,
  MatchAs,
  MatchClass,
  MatchMapping,
  MatchOr,
  MatchSequence,
  MatchStar,
  MatchValue,
  pattern,
} from '../../ast/nodes';
import { equalityKey, reprConstant, reprStr } from '../constantRepr';
import { syntaxError } from '../errors';
import type { Label } from '../instructionSequence';
import { LOC, type Loc, NO_LOCATION } from '../location';
import { Op } from '../opcodes';
import { addCompare } from './comparisons';
import type { Compiler } from './compiler';
import { jumpIf } from './controlFlow';
import { addBinary } from './expressions';

/**
 * Every pattern consumes its subject, on top of the stack. Captured values wait beneath what is still being matched
 * and are stored only when the whole pattern has matched.
 */
interface PatternContext {
  /** Names captured so far, in the order their values lie on the stack. */
  stores: string[];
  /** May a pattern match everything here? */
  allowIrrefutable: boolean;
  /** Label n is jumped to with n values to pop. */
  failPop: Label[];
  /** How many values on top of the stack must stay there; captures go beneath. */
  onTop: number;
}

function isWildcard(p: pattern): boolean {
  return p.kind === 'MatchAs' && p.name === null;
}

function isStarWildcard(p: pattern): boolean {
  return p.kind === 'MatchStar' && p.name === null;
}

function ensureFailPop(c: Compiler, pc: PatternContext, n: number): void {
  while (pc.failPop.length <= n) pc.failPop.push(c.newLabel());
}

function jumpToFailPop(c: Compiler, loc: Loc, pc: PatternContext, op: Op): void {
  const pops = pc.onTop + pc.stores.length;
  ensureFailPop(c, pc, pops);
  c.addopJump(loc, op, pc.failPop[pops]!);
}

function emitAndResetFailPop(c: Compiler, loc: Loc, pc: PatternContext): void {
  const { failPop } = pc;
  if (failPop.length === 0) return;
  for (let i = failPop.length - 1; i > 0; i--) {
    c.useLabel(failPop[i]!);
    c.addop(loc, Op.POP_TOP);
  }
  c.useLabel(failPop[0]!);
  pc.failPop = [];
}

function rotate(c: Compiler, loc: Loc, count: number): void {
  while (count > 1) c.addopI(loc, Op.SWAP, count--);
}

function duplicateStore(loc: Loc, name: string): never {
  syntaxError(loc, `multiple assignments to name ${reprStr(name)} in pattern`);
}

function storeName(c: Compiler, loc: Loc, name: string | null, pc: PatternContext): void {
  if (name === null) return c.addop(loc, Op.POP_TOP);
  c.forbidName(loc, name, 'Store');
  if (pc.stores.includes(name)) duplicateStore(loc, name);
  rotate(c, loc, pc.onTop + pc.stores.length + 1);
  pc.stores.push(name);
}

function subpattern(c: Compiler, p: pattern, pc: PatternContext): void {
  const { allowIrrefutable } = pc;
  pc.allowIrrefutable = true;
  visitPattern(c, p, pc);
  pc.allowIrrefutable = allowIrrefutable;
}

// ---- sequences

function unpackSequence(c: Compiler, loc: Loc, patterns: readonly pattern[], pc: PatternContext): void {
  const n = patterns.length;
  let seenStar = false;
  for (let i = 0; i < n; i++) {
    if (patterns[i]!.kind !== 'MatchStar') continue;
    if (seenStar) syntaxError(loc, 'multiple starred expressions in sequence pattern');
    if (i >= 1 << 8 || n - i - 1 >= 0x7fffffff >> 8) {
      syntaxError(loc, 'too many expressions in star-unpacking sequence pattern');
    }
    c.addopI(loc, Op.UNPACK_EX, i + ((n - i - 1) << 8));
    seenStar = true;
  }
  if (!seenStar) c.addopI(loc, Op.UNPACK_SEQUENCE, n);
  pc.onTop += n;
  for (const p of patterns) {
    pc.onTop--;
    subpattern(c, p, pc);
  }
}

/** With a nameless star only the items asked for are fetched. */
function subscriptSequence(
  c: Compiler,
  loc: Loc,
  patterns: readonly pattern[],
  star: number,
  pc: PatternContext,
): void {
  pc.onTop++;
  const n = patterns.length;
  for (let i = 0; i < n; i++) {
    const p = patterns[i]!;
    if (isWildcard(p) || i === star) continue;
    c.addopI(loc, Op.COPY, 1);
    if (i < star) c.loadInt(loc, i);
    else {
      c.addop(loc, Op.GET_LEN);
      c.loadInt(loc, n - i);
      addBinary(c, loc, 'Sub', false);
    }
    c.addop(loc, Op.BINARY_SUBSCR);
    subpattern(c, p, pc);
  }
  pc.onTop--;
  c.addop(loc, Op.POP_TOP);
}

function sequence(c: Compiler, p: MatchSequence, pc: PatternContext): void {
  const { patterns } = p;
  const n = patterns.length;
  const loc = LOC(p);
  let star = -1;
  let onlyWildcard = true;
  let starWildcard = false;
  for (let i = 0; i < n; i++) {
    const q = patterns[i]!;
    if (q.kind === 'MatchStar') {
      if (star >= 0) syntaxError(loc, 'multiple starred names in sequence pattern');
      starWildcard = isStarWildcard(q);
      onlyWildcard &&= starWildcard;
      star = i;
    } else onlyWildcard &&= isWildcard(q);
  }
  pc.onTop++;
  c.addop(loc, Op.MATCH_SEQUENCE);
  jumpToFailPop(c, loc, pc, Op.POP_JUMP_IF_FALSE);
  if (star < 0) {
    c.addop(loc, Op.GET_LEN);
    c.loadInt(loc, n);
    addCompare(c, loc, 'Eq');
    jumpToFailPop(c, loc, pc, Op.POP_JUMP_IF_FALSE);
  } else if (n > 1) {
    c.addop(loc, Op.GET_LEN);
    c.loadInt(loc, n - 1);
    addCompare(c, loc, 'GtE');
    jumpToFailPop(c, loc, pc, Op.POP_JUMP_IF_FALSE);
  }
  pc.onTop--;
  if (onlyWildcard) c.addop(loc, Op.POP_TOP);
  else if (starWildcard) subscriptSequence(c, loc, patterns, star, pc);
  else unpackSequence(c, loc, patterns, pc);
}

// ---- classes and mappings

function validateKeywordAttrs(c: Compiler, p: MatchClass): void {
  const attrs = p.kwd_attrs;
  for (let i = 0; i < attrs.length; i++) {
    c.forbidName(LOC(p.kwd_patterns[i]!), attrs[i]!, 'Store');
    for (let j = i + 1; j < attrs.length; j++) {
      if (attrs[i] === attrs[j]) {
        syntaxError(LOC(p.kwd_patterns[j]!), `attribute name repeated in class pattern: ${attrs[i]!}`);
      }
    }
  }
}

function classPattern(c: Compiler, p: MatchClass, pc: PatternContext): void {
  const loc = LOC(p);
  const nargs = p.patterns.length;
  const nattrs = p.kwd_attrs.length;
  validateKeywordAttrs(c, p);
  c.visitExpr(p.cls);
  c.loadStrTuple(loc, p.kwd_attrs);
  c.addopI(loc, Op.MATCH_CLASS, nargs);
  c.addopI(loc, Op.COPY, 1);
  c.loadNone(loc);
  c.addopI(loc, Op.IS_OP, 1);
  pc.onTop++;
  jumpToFailPop(c, loc, pc, Op.POP_JUMP_IF_FALSE);
  c.addopI(loc, Op.UNPACK_SEQUENCE, nargs + nattrs);
  pc.onTop += nargs + nattrs - 1;
  for (let i = 0; i < nargs + nattrs; i++) {
    pc.onTop--;
    const q = i < nargs ? p.patterns[i]! : p.kwd_patterns[i - nargs]!;
    if (isWildcard(q)) c.addop(loc, Op.POP_TOP);
    else subpattern(c, q, pc);
  }
}

function mapping(c: Compiler, p: MatchMapping, pc: PatternContext): void {
  const loc = LOC(p);
  const n = p.keys.length;
  pc.onTop++;
  c.addop(loc, Op.MATCH_MAPPING);
  jumpToFailPop(c, loc, pc, Op.POP_JUMP_IF_FALSE);
  if (n === 0 && p.rest === null) {
    pc.onTop--;
    c.addop(loc, Op.POP_TOP);
    return;
  }
  if (n > 0) {
    c.addop(loc, Op.GET_LEN);
    c.loadInt(loc, n);
    addCompare(c, loc, 'GtE');
    jumpToFailPop(c, loc, pc, Op.POP_JUMP_IF_FALSE);
  }
  const seen = new Set<string>();
  for (const key of p.keys) {
    if (key.kind === 'Constant') {
      const k = equalityKey(key.value);
      if (k !== null) {
        if (seen.has(k)) syntaxError(loc, `mapping pattern checks duplicate key (${reprConstant(key.value)})`);
        seen.add(k);
      }
    } else if (key.kind !== 'Attribute') {
      syntaxError(loc, 'mapping pattern keys may only match literals and attribute lookups');
    }
    c.visitExpr(key);
  }
  c.addopI(loc, Op.BUILD_TUPLE, n);
  c.addop(loc, Op.MATCH_KEYS);
  // On top of the subject there are now the keys and, in a tuple, the values.
  pc.onTop += 2;
  c.addopI(loc, Op.COPY, 1);
  c.loadNone(loc);
  c.addopI(loc, Op.IS_OP, 1);
  jumpToFailPop(c, loc, pc, Op.POP_JUMP_IF_FALSE);
  c.addopI(loc, Op.UNPACK_SEQUENCE, n);
  pc.onTop += n - 1;
  for (const q of p.patterns) {
    pc.onTop--;
    subpattern(c, q, pc);
  }
  pc.onTop -= 2;
  if (p.rest === null) {
    c.addop(loc, Op.POP_TOP);
    c.addop(loc, Op.POP_TOP);
    return;
  }
  // A copy of the subject less the keys.
  c.addopI(loc, Op.BUILD_MAP, 0);
  c.addopI(loc, Op.SWAP, 3);
  c.addopI(loc, Op.DICT_UPDATE, 2);
  c.addopI(loc, Op.UNPACK_SEQUENCE, n);
  for (let i = n; i > 0; i--) {
    c.addopI(loc, Op.COPY, 1 + i);
    c.addopI(loc, Op.SWAP, 2);
    c.addop(loc, Op.DELETE_SUBSCR);
  }
  storeName(c, loc, p.rest, pc);
}

// ---- or

function orPattern(c: Compiler, p: MatchOr, pc: PatternContext): void {
  const loc = LOC(p);
  const end = c.newLabel();
  const n = p.patterns.length;
  const old = { ...pc };
  // The names the first alternative binds: the others must bind the same, and leave them in its order.
  let control: string[] | null = null;
  for (let i = 0; i < n; i++) {
    const alt = p.patterns[i]!;
    const altLoc = LOC(alt);
    pc.stores = [];
    pc.allowIrrefutable = i === n - 1 && old.allowIrrefutable;
    pc.failPop = [];
    pc.onTop = 0;
    c.addopI(altLoc, Op.COPY, 1);
    visitPattern(c, alt, pc);
    const { stores } = pc;
    if (control === null) control = [...stores];
    else {
      if (stores.length !== control.length) syntaxError(loc, 'alternative patterns bind different names');
      for (let k = stores.length - 1; k >= 0; k--) {
        const at = stores.indexOf(control[k]!);
        if (at < 0) syntaxError(loc, 'alternative patterns bind different names');
        if (k === at) continue;
        const rotations = at + 1;
        const rotated = stores.splice(0, rotations);
        stores.splice(k - at, 0, ...rotated);
        for (let r = 0; r < rotations; r++) rotate(c, altLoc, k + 1);
      }
    }
    c.addopJump(altLoc, Op.JUMP, end);
    emitAndResetFailPop(c, altLoc, pc);
  }
  pc.stores = old.stores;
  pc.allowIrrefutable = old.allowIrrefutable;
  pc.failPop = old.failPop;
  pc.onTop = old.onTop;
  // No alternative matched: the subject's copy goes too.
  c.addop(loc, Op.POP_TOP);
  jumpToFailPop(c, loc, pc, Op.JUMP);
  c.useLabel(end);
  const names = control ?? [];
  // The captures lie above the subject's copy, whatever must stay on top, and earlier captures.
  const rotations = names.length + 1 + pc.onTop + pc.stores.length;
  for (const name of names) {
    rotate(c, loc, rotations);
    if (pc.stores.includes(name)) duplicateStore(loc, name);
    pc.stores.push(name);
  }
  c.addop(loc, Op.POP_TOP);
}

// ---- the rest

function asPattern(c: Compiler, p: MatchAs, pc: PatternContext): void {
  const loc = LOC(p);
  if (p.pattern === null) {
    if (!pc.allowIrrefutable) {
      syntaxError(
        loc,
        p.name !== null
          ? `name capture ${reprStr(p.name)} makes remaining patterns unreachable`
          : 'wildcard makes remaining patterns unreachable',
      );
    }
    return storeName(c, loc, p.name, pc);
  }
  pc.onTop++;
  c.addopI(loc, Op.COPY, 1);
  visitPattern(c, p.pattern, pc);
  pc.onTop--;
  storeName(c, loc, p.name, pc);
}

function valuePattern(c: Compiler, p: MatchValue, pc: PatternContext): void {
  const loc = LOC(p);
  if (p.value.kind !== 'Constant' && p.value.kind !== 'Attribute') {
    syntaxError(loc, 'patterns may only match literals and attribute lookups');
  }
  c.visitExpr(p.value);
  addCompare(c, loc, 'Eq');
  c.addop(loc, Op.TO_BOOL);
  jumpToFailPop(c, loc, pc, Op.POP_JUMP_IF_FALSE);
}

function star(c: Compiler, p: MatchStar, pc: PatternContext): void {
  storeName(c, LOC(p), p.name, pc);
}

function visitPattern(c: Compiler, p: pattern, pc: PatternContext): void {
  switch (p.kind) {
    case 'MatchValue':
      return valuePattern(c, p, pc);
    case 'MatchSingleton':
      c.loadConst(LOC(p), p.value);
      addCompare(c, LOC(p), 'Is');
      return jumpToFailPop(c, LOC(p), pc, Op.POP_JUMP_IF_FALSE);
    case 'MatchSequence':
      return sequence(c, p, pc);
    case 'MatchMapping':
      return mapping(c, p, pc);
    case 'MatchClass':
      return classPattern(c, p, pc);
    case 'MatchStar':
      return star(c, p, pc);
    case 'MatchAs':
      return asPattern(c, p, pc);
    case 'MatchOr':
      return orPattern(c, p, pc);
  }
}

export function matchStatement(c: Compiler, s: Match): void {
  c.visitExpr(s.subject);
  const end = c.newLabel();
  const n = s.cases.length;
  const hasDefault = n > 1 && isWildcard(s.cases[n - 1]!.pattern);
  const tried = hasDefault ? n - 1 : n;
  const pc: PatternContext = { stores: [], allowIrrefutable: false, failPop: [], onTop: 0 };
  for (let i = 0; i < tried; i++) {
    const m = s.cases[i]!;
    const loc = LOC(m.pattern);
    const last = i === tried - 1;
    if (!last) c.addopI(loc, Op.COPY, 1);
    pc.stores = [];
    pc.allowIrrefutable = m.guard !== null || i === n - 1;
    pc.failPop = [];
    pc.onTop = 0;
    visitPattern(c, m.pattern, pc);
    for (const name of pc.stores) c.nameop(loc, name, 'Store');
    if (m.guard !== null) {
      ensureFailPop(c, pc, 0);
      jumpIf(c, loc, m.guard, pc.failPop[0]!, false);
    }
    if (!last) c.addop(loc, Op.POP_TOP);
    c.visitStmts(m.body);
    c.addopJump(NO_LOCATION, Op.JUMP, end);
    // What a failed pattern leaves behind is popped on the pattern's line.
    emitAndResetFailPop(c, loc, pc);
  }
  if (hasDefault) {
    const m = s.cases[n - 1]!;
    const loc = LOC(m.pattern);
    c.addop(loc, Op.NOP);
    if (m.guard !== null) jumpIf(c, loc, m.guard, end, false);
    c.visitStmts(m.body);
  }
  c.useLabel(end);
}
