// The matcher: a backtracking interpreter of sre's code with a stack of its own, so that neither long texts nor deep
// patterns use up JavaScript's. Follows SRE(match), SRE(count) and SRE(search) of Modules/_sre/sre_lib.h, CPython 3.13:
// the same contexts, marks saved and restored at the same points, so that captures come out the same.
//
// C's gotos are a variable, `mode`: where a jump into another context comes back (C's jump_… labels) is a mode too.

import { onRuntimeReset } from '../../heap/runtime';
import { nextSlice, vmstate } from '../../vm/vmstate';
import type { SreCode } from './characters';
import {
  char_loc_ignore,
  isAsciiWord,
  isUnicodeWord,
  sre_category,
  sre_lower_ascii,
  sre_lower_unicode,
} from './characters';
import * as k from './constants';
import type { SreState } from './state';
import { NOWHERE } from './state';

export const ERROR_ILLEGAL = -1;
export const ERROR_STATE = -2;

/** Contexts and saved marks. */
let stack = new Int32Array(1 << 12);
let sp = 0;
/** SRE_REPEAT's, by number; a free one's `prev` is the next free one. */
let repCount = new Int32Array(64);
let repPattern = new Int32Array(64);
let repLastPtr = new Int32Array(64);
let repPrev = new Int32Array(64);
let repTop = 0;
let repFree = -1;
onRuntimeReset(() => {
  sp = 0;
  repTop = 0;
  repFree = -1;
});

function grow(need: number): void {
  const bigger = new Int32Array(Math.max(stack.length * 2, need));
  bigger.set(stack);
  stack = bigger;
}
function grown(old: Int32Array): Int32Array<ArrayBuffer> {
  const bigger = new Int32Array(old.length * 2);
  bigger.set(old);
  return bigger;
}

/** repeat_pool_malloc. */
function newRepeat(pattern: number, prev: number): number {
  let rep = repFree;
  if (rep >= 0) repFree = repPrev[rep]!;
  else {
    if (repTop === repCount.length) {
      repCount = grown(repCount);
      repPattern = grown(repPattern);
      repLastPtr = grown(repLastPtr);
      repPrev = grown(repPrev);
    }
    rep = repTop++;
  }
  repCount[rep] = -1;
  repPattern[rep] = pattern;
  repLastPtr[rep] = NOWHERE;
  repPrev[rep] = prev;
  return rep;
}
function freeRepeat(rep: number): void {
  repPrev[rep] = repFree;
  repFree = rep;
}

function markPush(state: SreState, lastmark: number): void {
  if (lastmark < 0) return;
  const n = lastmark + 1;
  if (sp + n > stack.length) grow(sp + n);
  for (let i = 0; i < n; i++) stack[sp + i] = state.mark[i]!;
  sp += n;
}
function markPopKeep(state: SreState, lastmark: number): void {
  const from = sp - lastmark - 1;
  for (let i = 0; i <= lastmark; i++) state.mark[i] = stack[from + i]!;
}
function markPopDiscard(lastmark: number): void {
  sp -= lastmark + 1;
}

// A context's fields on the stack.
const COUNT = 0;
/** The repeat, or the literal that the tail begins with. */
const REP = 1;
const LASTMARK = 2;
const LASTINDEX = 3;
const PATTERN = 4;
const PTR = 5;
const TOPLEVEL = 6;
const JUMP = 7;
const LAST_CTX = 8;
const CONTEXT = 9;

// Modes. Those up to JUMP_ATOMIC_GROUP are also what a context remembers of where it was entered from.
const JUMP_NONE = 0;
const JUMP_MAX_UNTIL_1 = 1;
const JUMP_MAX_UNTIL_2 = 2;
const JUMP_MAX_UNTIL_3 = 3;
const JUMP_MIN_UNTIL_1 = 4;
const JUMP_MIN_UNTIL_2 = 5;
const JUMP_MIN_UNTIL_3 = 6;
const JUMP_REPEAT = 7;
const JUMP_REPEAT_ONE_1 = 8;
const JUMP_REPEAT_ONE_2 = 9;
const JUMP_MIN_REPEAT_ONE = 10;
const JUMP_BRANCH = 11;
const JUMP_ASSERT = 12;
const JUMP_ASSERT_NOT = 13;
const JUMP_POSS_REPEAT_1 = 14;
const JUMP_POSS_REPEAT_2 = 15;
const JUMP_ATOMIC_GROUP = 16;
const ENTER = 17;
const RUN = 18;
const EXIT = 19;
const TRY_BRANCH = 20;
const TRY_REPEAT_ONE_1 = 21;
const TRY_REPEAT_ONE_2 = 22;
const TRY_MIN_REPEAT_ONE = 23;
const MAX_UNTIL_TAIL = 24;
const TRY_POSS_REPEAT_1 = 25;
const TRY_POSS_REPEAT_2 = 26;
const POSS_REPEAT_TAIL = 27;

let ops = 0;

/** SRE(at): whether `ptr` is at a position of the kind `where`. */
function at(state: SreState, ptr: number, where: number): boolean {
  const { str, points, end } = state;
  const ch = (i: number): number => (str !== null ? str.charCodeAt(i) : points![i]!);
  let isWord = isAsciiWord;
  switch (where) {
    case k.AT_BEGINNING:
    case k.AT_BEGINNING_STRING:
      return ptr === 0;
    case k.AT_BEGINNING_LINE:
      return ptr === 0 || ch(ptr - 1) === 10;
    case k.AT_END:
      return ptr === end || (end - ptr === 1 && ch(ptr) === 10);
    case k.AT_END_LINE:
      return ptr === end || ch(ptr) === 10;
    case k.AT_END_STRING:
      return ptr === end;
    case k.AT_UNI_BOUNDARY:
    case k.AT_UNI_NON_BOUNDARY:
      isWord = isUnicodeWord;
      break;
    case k.AT_BOUNDARY:
    case k.AT_NON_BOUNDARY:
    case k.AT_LOC_BOUNDARY:
    case k.AT_LOC_NON_BOUNDARY:
      break;
    default:
      return false;
  }
  if (end === 0) return false;
  const before = ptr > 0 && isWord(ch(ptr - 1));
  const after = ptr < end && isWord(ch(ptr));
  const boundary = where === k.AT_BOUNDARY || where === k.AT_LOC_BOUNDARY || where === k.AT_UNI_BOUNDARY;
  return (before !== after) === boundary;
}

/** SRE(count): how often a pattern one character wide matches from state.ptr on, `maxcount` times at most. */
function count(state: SreState, sre: SreCode, pattern: number, maxcount: number): number {
  const { code } = sre;
  const { str, points } = state;
  const start = state.ptr;
  let ptr = start;
  let { end } = state;
  if (maxcount < end - ptr && maxcount !== k.SRE_MAXREPEAT) end = ptr + maxcount;
  const ch = (i: number): number => (str !== null ? str.charCodeAt(i) : points![i]!);
  const chr = code[pattern + 1]!;
  switch (code[pattern]) {
    case k.OP_IN:
      while (ptr < end && sre.charset(pattern + 2, ch(ptr))) ptr++;
      break;
    case k.OP_ANY:
      while (ptr < end && ch(ptr) !== 10) ptr++;
      break;
    case k.OP_ANY_ALL:
      ptr = end;
      break;
    case k.OP_LITERAL:
      while (ptr < end && ch(ptr) === chr) ptr++;
      break;
    case k.OP_LITERAL_IGNORE:
      while (ptr < end && sre_lower_ascii(ch(ptr)) === chr) ptr++;
      break;
    case k.OP_LITERAL_UNI_IGNORE:
      while (ptr < end && sre_lower_unicode(ch(ptr)) === chr) ptr++;
      break;
    case k.OP_LITERAL_LOC_IGNORE:
      while (ptr < end && char_loc_ignore(chr, ch(ptr))) ptr++;
      break;
    case k.OP_NOT_LITERAL:
      while (ptr < end && ch(ptr) !== chr) ptr++;
      break;
    case k.OP_NOT_LITERAL_IGNORE:
      while (ptr < end && sre_lower_ascii(ch(ptr)) !== chr) ptr++;
      break;
    case k.OP_NOT_LITERAL_UNI_IGNORE:
      while (ptr < end && sre_lower_unicode(ch(ptr)) !== chr) ptr++;
      break;
    case k.OP_NOT_LITERAL_LOC_IGNORE:
      while (ptr < end && !char_loc_ignore(chr, ch(ptr))) ptr++;
      break;
    default:
      while (state.ptr < end) {
        const i = match(state, sre, pattern, false);
        if (i < 0) return i;
        if (i === 0) break;
      }
      return state.ptr - start;
  }
  return ptr - start;
}

/** Whether the text at `ptr` repeats what group marks at `groupref` hold: the position after it, −1 if not. */
function groupMatches(state: SreState, ptr: number, groupref: number, fold: ((ch: number) => number) | null): number {
  if (groupref >= state.lastmark) return -1;
  let p = state.mark[groupref]!;
  const e = state.mark[groupref + 1]!;
  if (p === NOWHERE || e === NOWHERE || e < p) return -1;
  const { str, points, end } = state;
  const ch = (i: number): number => (str !== null ? str.charCodeAt(i) : points![i]!);
  for (; p < e; p++, ptr++) {
    if (ptr >= end) return -1;
    const a = ch(ptr);
    const b = ch(p);
    if (a !== b && (fold === null || fold(a) !== fold(b))) return -1;
  }
  return ptr;
}

/** Matches at state.ptr: 1, 0, or below zero for bad code. On success state.ptr is the end. */
export function match(state: SreState, sre: SreCode, start: number, toplevel: boolean): number {
  const { code } = sre;
  const { str, points, end } = state;
  const ch = (i: number): number => (str !== null ? str.charCodeAt(i) : points![i]!);
  let ret = 0;
  let pattern = start;
  let ptr = 0;
  let mode = ENTER;
  let ctx = sp;
  if (sp + CONTEXT > stack.length) grow(sp + CONTEXT);
  sp += CONTEXT;
  stack[ctx + LAST_CTX] = -1;
  stack[ctx + JUMP] = JUMP_NONE;
  stack[ctx + TOPLEVEL] = toplevel ? 1 : 0;
  // What an op wants entered next; taken up at the bottom of the loop.
  let jump = JUMP_NONE;
  let next = 0;
  let nextToplevel = 0;

  for (;;) {
    switch (mode) {
      case ENTER:
        ptr = state.ptr;
        if (code[pattern] === k.OP_INFO) {
          if (code[pattern + 3] !== 0 && end - ptr < code[pattern + 3]!) {
            ret = 0;
            mode = EXIT;
            continue;
          }
          pattern += code[pattern + 1]! + 1;
        }
        mode = RUN;
        continue;

      case RUN: {
        if ((++ops & 0xff) === 0 && --vmstate.ticks < 0) nextSlice();
        const op = code[pattern++];
        switch (op) {
          case k.OP_MARK: {
            const i = code[pattern]!;
            if ((i & 1) === 1) state.lastindex = (i >> 1) + 1;
            if (i > state.lastmark) {
              for (let j = state.lastmark + 1; j < i; j++) state.mark[j] = NOWHERE;
              state.lastmark = i;
            }
            state.mark[i] = ptr;
            pattern++;
            continue;
          }
          case k.OP_LITERAL:
            if (ptr < end && ch(ptr) === code[pattern]) {
              pattern++;
              ptr++;
              continue;
            }
            break;
          case k.OP_NOT_LITERAL:
            if (ptr < end && ch(ptr) !== code[pattern]) {
              pattern++;
              ptr++;
              continue;
            }
            break;
          case k.OP_SUCCESS:
            if (
              stack[ctx + TOPLEVEL] === 1 &&
              ((state.match_all && ptr !== end) || (state.must_advance && ptr === state.start))
            ) {
              break;
            }
            state.ptr = ptr;
            ret = 1;
            mode = EXIT;
            continue;
          case k.OP_AT:
            if (at(state, ptr, code[pattern]!)) {
              pattern++;
              continue;
            }
            break;
          case k.OP_CATEGORY:
            if (ptr < end && sre_category(code[pattern]!, ch(ptr))) {
              pattern++;
              ptr++;
              continue;
            }
            break;
          case k.OP_ANY:
            if (ptr < end && ch(ptr) !== 10) {
              ptr++;
              continue;
            }
            break;
          case k.OP_ANY_ALL:
            if (ptr < end) {
              ptr++;
              continue;
            }
            break;
          case k.OP_IN:
            if (ptr < end && sre.charset(pattern + 1, ch(ptr))) {
              pattern += code[pattern]!;
              ptr++;
              continue;
            }
            break;
          case k.OP_LITERAL_IGNORE:
            if (ptr < end && sre_lower_ascii(ch(ptr)) === code[pattern]) {
              pattern++;
              ptr++;
              continue;
            }
            break;
          case k.OP_LITERAL_UNI_IGNORE:
            if (ptr < end && sre_lower_unicode(ch(ptr)) === code[pattern]) {
              pattern++;
              ptr++;
              continue;
            }
            break;
          case k.OP_LITERAL_LOC_IGNORE:
            if (ptr < end && char_loc_ignore(code[pattern]!, ch(ptr))) {
              pattern++;
              ptr++;
              continue;
            }
            break;
          case k.OP_NOT_LITERAL_IGNORE:
            if (ptr < end && sre_lower_ascii(ch(ptr)) !== code[pattern]) {
              pattern++;
              ptr++;
              continue;
            }
            break;
          case k.OP_NOT_LITERAL_UNI_IGNORE:
            if (ptr < end && sre_lower_unicode(ch(ptr)) !== code[pattern]) {
              pattern++;
              ptr++;
              continue;
            }
            break;
          case k.OP_NOT_LITERAL_LOC_IGNORE:
            if (ptr < end && !char_loc_ignore(code[pattern]!, ch(ptr))) {
              pattern++;
              ptr++;
              continue;
            }
            break;
          case k.OP_IN_IGNORE:
            if (ptr < end && sre.charset(pattern + 1, sre_lower_ascii(ch(ptr)))) {
              pattern += code[pattern]!;
              ptr++;
              continue;
            }
            break;
          case k.OP_IN_UNI_IGNORE:
            if (ptr < end && sre.charset(pattern + 1, sre_lower_unicode(ch(ptr)))) {
              pattern += code[pattern]!;
              ptr++;
              continue;
            }
            break;
          case k.OP_IN_LOC_IGNORE:
            if (ptr < end && sre.charsetLocIgnore(pattern + 1, ch(ptr))) {
              pattern += code[pattern]!;
              ptr++;
              continue;
            }
            break;
          case k.OP_JUMP:
          case k.OP_INFO:
            pattern += code[pattern]!;
            continue;
          case k.OP_BRANCH:
            stack[ctx + LASTMARK] = state.lastmark;
            stack[ctx + LASTINDEX] = state.lastindex;
            if (state.repeat >= 0) markPush(state, state.lastmark);
            mode = TRY_BRANCH;
            continue;
          case k.OP_REPEAT_ONE: {
            if (code[pattern + 1]! > end - ptr) break;
            state.ptr = ptr;
            ret = count(state, sre, pattern + 3, code[pattern + 2]!);
            if (ret < 0) return ret;
            stack[ctx + COUNT] = ret;
            ptr += ret;
            if (ret < code[pattern + 1]!) break;
            const tail = pattern + code[pattern]!;
            if (
              code[tail] === k.OP_SUCCESS &&
              ptr === end &&
              !(stack[ctx + TOPLEVEL] === 1 && state.must_advance && ptr === state.start)
            ) {
              state.ptr = ptr;
              ret = 1;
              mode = EXIT;
              continue;
            }
            stack[ctx + LASTMARK] = state.lastmark;
            stack[ctx + LASTINDEX] = state.lastindex;
            if (state.repeat >= 0) markPush(state, state.lastmark);
            if (code[tail] === k.OP_LITERAL) {
              stack[ctx + REP] = code[tail + 1]!;
              mode = TRY_REPEAT_ONE_1;
            } else mode = TRY_REPEAT_ONE_2;
            continue;
          }
          case k.OP_MIN_REPEAT_ONE: {
            const min = code[pattern + 1]!;
            if (min > end - ptr) break;
            state.ptr = ptr;
            stack[ctx + COUNT] = 0;
            if (min !== 0) {
              ret = count(state, sre, pattern + 3, min);
              if (ret < 0) return ret;
              if (ret < min) break;
              stack[ctx + COUNT] = ret;
              ptr += ret;
            }
            if (
              code[pattern + code[pattern]!] === k.OP_SUCCESS &&
              !(
                stack[ctx + TOPLEVEL] === 1 &&
                ((state.match_all && ptr !== end) || (state.must_advance && ptr === state.start))
              )
            ) {
              state.ptr = ptr;
              ret = 1;
              mode = EXIT;
              continue;
            }
            stack[ctx + LASTMARK] = state.lastmark;
            stack[ctx + LASTINDEX] = state.lastindex;
            if (state.repeat >= 0) markPush(state, state.lastmark);
            mode = TRY_MIN_REPEAT_ONE;
            continue;
          }
          case k.OP_POSSESSIVE_REPEAT_ONE: {
            if (ptr + code[pattern + 1]! > end) break;
            state.ptr = ptr;
            ret = count(state, sre, pattern + 3, code[pattern + 2]!);
            if (ret < 0) return ret;
            ptr += ret;
            if (ret < code[pattern + 1]!) break;
            pattern += code[pattern]!;
            if (
              code[pattern] === k.OP_SUCCESS &&
              ptr === end &&
              !(stack[ctx + TOPLEVEL] === 1 && state.must_advance && ptr === state.start)
            ) {
              state.ptr = ptr;
              ret = 1;
              mode = EXIT;
            }
            continue;
          }
          case k.OP_REPEAT:
            state.repeat = newRepeat(pattern, state.repeat);
            stack[ctx + REP] = state.repeat;
            state.ptr = ptr;
            jump = JUMP_REPEAT;
            next = pattern + code[pattern]!;
            nextToplevel = stack[ctx + TOPLEVEL]!;
            break;
          case k.OP_MAX_UNTIL: {
            const rep = state.repeat;
            if (rep < 0) return ERROR_STATE;
            stack[ctx + REP] = rep;
            state.ptr = ptr;
            const n = repCount[rep]! + 1;
            stack[ctx + COUNT] = n;
            const body = repPattern[rep]!;
            if (n < code[body + 1]!) {
              repCount[rep] = n;
              jump = JUMP_MAX_UNTIL_1;
              next = body + 3;
              nextToplevel = stack[ctx + TOPLEVEL]!;
              break;
            }
            const max = code[body + 2]!;
            if ((n < max || max === k.SRE_MAXREPEAT) && ptr !== repLastPtr[rep]) {
              repCount[rep] = n;
              stack[ctx + LASTMARK] = state.lastmark;
              stack[ctx + LASTINDEX] = state.lastindex;
              markPush(state, state.lastmark);
              if (sp === stack.length) grow(sp + 1);
              stack[sp++] = repLastPtr[rep]!;
              repLastPtr[rep] = ptr;
              jump = JUMP_MAX_UNTIL_2;
              next = body + 3;
              nextToplevel = stack[ctx + TOPLEVEL]!;
              break;
            }
            mode = MAX_UNTIL_TAIL;
            continue;
          }
          case k.OP_MIN_UNTIL: {
            const rep = state.repeat;
            if (rep < 0) return ERROR_STATE;
            stack[ctx + REP] = rep;
            state.ptr = ptr;
            const n = repCount[rep]! + 1;
            stack[ctx + COUNT] = n;
            const body = repPattern[rep]!;
            nextToplevel = stack[ctx + TOPLEVEL]!;
            if (n < code[body + 1]!) {
              repCount[rep] = n;
              jump = JUMP_MIN_UNTIL_1;
              next = body + 3;
              break;
            }
            state.repeat = repPrev[rep]!;
            stack[ctx + LASTMARK] = state.lastmark;
            stack[ctx + LASTINDEX] = state.lastindex;
            if (state.repeat >= 0) markPush(state, state.lastmark);
            jump = JUMP_MIN_UNTIL_2;
            next = pattern;
            break;
          }
          case k.OP_POSSESSIVE_REPEAT:
            state.ptr = ptr;
            state.repeat = newRepeat(-1, state.repeat);
            stack[ctx + REP] = state.repeat;
            stack[ctx + COUNT] = 0;
            mode = TRY_POSS_REPEAT_1;
            continue;
          case k.OP_ATOMIC_GROUP:
            state.ptr = ptr;
            jump = JUMP_ATOMIC_GROUP;
            next = pattern + 1;
            nextToplevel = 0;
            break;
          case k.OP_GROUPREF:
          case k.OP_GROUPREF_IGNORE:
          case k.OP_GROUPREF_LOC_IGNORE:
          case k.OP_GROUPREF_UNI_IGNORE: {
            const fold =
              op === k.OP_GROUPREF ? null : op === k.OP_GROUPREF_UNI_IGNORE ? sre_lower_unicode : sre_lower_ascii;
            const after = groupMatches(state, ptr, code[pattern]! * 2, fold);
            if (after < 0) break;
            ptr = after;
            pattern++;
            continue;
          }
          case k.OP_GROUPREF_EXISTS: {
            const groupref = code[pattern]! * 2;
            const p = groupref >= state.lastmark ? NOWHERE : state.mark[groupref]!;
            const e = groupref >= state.lastmark ? NOWHERE : state.mark[groupref + 1]!;
            pattern += p === NOWHERE || e === NOWHERE || e < p ? code[pattern + 1]! : 2;
            continue;
          }
          case k.OP_ASSERT:
            if (ptr < code[pattern + 1]!) break;
            state.ptr = ptr - code[pattern + 1]!;
            jump = JUMP_ASSERT;
            next = pattern + 2;
            nextToplevel = 0;
            break;
          case k.OP_ASSERT_NOT:
            if (ptr < code[pattern + 1]!) {
              pattern += code[pattern]!;
              continue;
            }
            state.ptr = ptr - code[pattern + 1]!;
            stack[ctx + LASTMARK] = state.lastmark;
            stack[ctx + LASTINDEX] = state.lastindex;
            if (state.repeat >= 0) markPush(state, state.lastmark);
            jump = JUMP_ASSERT_NOT;
            next = pattern + 2;
            nextToplevel = 0;
            break;
          case k.OP_FAILURE:
            break;
          default:
            return ERROR_ILLEGAL;
        }
        if (jump !== JUMP_NONE) break;
        ret = 0;
        mode = EXIT;
        continue;
      }

      case TRY_BRANCH: {
        // `pattern` stands at the skip of an alternative; 0 ends them.
        while (code[pattern] !== 0) {
          const first = code[pattern + 1];
          if (
            first === k.OP_LITERAL
              ? ptr < end && ch(ptr) === code[pattern + 2]
              : first === k.OP_IN
                ? ptr < end && sre.charset(pattern + 3, ch(ptr))
                : true
          ) {
            break;
          }
          pattern += code[pattern]!;
        }
        if (code[pattern] === 0) {
          if (state.repeat >= 0) markPopDiscard(stack[ctx + LASTMARK]!);
          ret = 0;
          mode = EXIT;
          continue;
        }
        state.ptr = ptr;
        jump = JUMP_BRANCH;
        next = pattern + 1;
        nextToplevel = stack[ctx + TOPLEVEL]!;
        break;
      }
      case JUMP_BRANCH:
        if (ret > 0) {
          if (state.repeat >= 0) markPopDiscard(stack[ctx + LASTMARK]!);
          mode = EXIT;
          continue;
        }
        if (state.repeat >= 0) markPopKeep(state, stack[ctx + LASTMARK]!);
        state.lastmark = stack[ctx + LASTMARK]!;
        state.lastindex = stack[ctx + LASTINDEX]!;
        pattern += code[pattern]!;
        mode = TRY_BRANCH;
        continue;

      case TRY_REPEAT_ONE_1: {
        // The tail begins with a literal: only where that stands is it worth trying.
        const min = code[pattern + 1]!;
        const literal = stack[ctx + REP]!;
        let n = stack[ctx + COUNT]!;
        while (n >= min && (ptr >= end || ch(ptr) !== literal)) {
          ptr--;
          n--;
        }
        stack[ctx + COUNT] = n;
        if (n < min) {
          if (state.repeat >= 0) markPopDiscard(stack[ctx + LASTMARK]!);
          ret = 0;
          mode = EXIT;
          continue;
        }
        state.ptr = ptr;
        jump = JUMP_REPEAT_ONE_1;
        next = pattern + code[pattern]!;
        nextToplevel = stack[ctx + TOPLEVEL]!;
        break;
      }
      case TRY_REPEAT_ONE_2:
        if (stack[ctx + COUNT]! < code[pattern + 1]!) {
          if (state.repeat >= 0) markPopDiscard(stack[ctx + LASTMARK]!);
          ret = 0;
          mode = EXIT;
          continue;
        }
        state.ptr = ptr;
        jump = JUMP_REPEAT_ONE_2;
        next = pattern + code[pattern]!;
        nextToplevel = stack[ctx + TOPLEVEL]!;
        break;
      case JUMP_REPEAT_ONE_1:
      case JUMP_REPEAT_ONE_2:
        if (ret > 0) {
          if (state.repeat >= 0) markPopDiscard(stack[ctx + LASTMARK]!);
          mode = EXIT;
          continue;
        }
        if (state.repeat >= 0) markPopKeep(state, stack[ctx + LASTMARK]!);
        state.lastmark = stack[ctx + LASTMARK]!;
        state.lastindex = stack[ctx + LASTINDEX]!;
        ptr--;
        stack[ctx + COUNT] = stack[ctx + COUNT]! - 1;
        mode = mode === JUMP_REPEAT_ONE_1 ? TRY_REPEAT_ONE_1 : TRY_REPEAT_ONE_2;
        continue;

      case TRY_MIN_REPEAT_ONE:
        if (code[pattern + 2] !== k.SRE_MAXREPEAT && stack[ctx + COUNT]! > code[pattern + 2]!) {
          if (state.repeat >= 0) markPopDiscard(stack[ctx + LASTMARK]!);
          ret = 0;
          mode = EXIT;
          continue;
        }
        state.ptr = ptr;
        jump = JUMP_MIN_REPEAT_ONE;
        next = pattern + code[pattern]!;
        nextToplevel = stack[ctx + TOPLEVEL]!;
        break;
      case JUMP_MIN_REPEAT_ONE:
        if (ret > 0) {
          if (state.repeat >= 0) markPopDiscard(stack[ctx + LASTMARK]!);
          mode = EXIT;
          continue;
        }
        if (state.repeat >= 0) markPopKeep(state, stack[ctx + LASTMARK]!);
        state.lastmark = stack[ctx + LASTMARK]!;
        state.lastindex = stack[ctx + LASTINDEX]!;
        state.ptr = ptr;
        ret = count(state, sre, pattern + 3, 1);
        if (ret < 0) return ret;
        if (ret === 0) {
          if (state.repeat >= 0) markPopDiscard(stack[ctx + LASTMARK]!);
          mode = EXIT;
          continue;
        }
        ptr++;
        stack[ctx + COUNT] = stack[ctx + COUNT]! + 1;
        mode = TRY_MIN_REPEAT_ONE;
        continue;

      case JUMP_REPEAT: {
        const rep = stack[ctx + REP]!;
        state.repeat = repPrev[rep]!;
        freeRepeat(rep);
        mode = EXIT;
        continue;
      }

      case JUMP_MAX_UNTIL_1:
      case JUMP_MIN_UNTIL_1:
        mode = EXIT;
        if (ret > 0) continue;
        repCount[stack[ctx + REP]!] = stack[ctx + COUNT]! - 1;
        state.ptr = ptr;
        continue;
      case JUMP_MAX_UNTIL_2: {
        const rep = stack[ctx + REP]!;
        repLastPtr[rep] = stack[--sp]!;
        if (ret > 0) {
          markPopDiscard(stack[ctx + LASTMARK]!);
          mode = EXIT;
          continue;
        }
        markPopKeep(state, stack[ctx + LASTMARK]!);
        markPopDiscard(stack[ctx + LASTMARK]!);
        state.lastmark = stack[ctx + LASTMARK]!;
        state.lastindex = stack[ctx + LASTINDEX]!;
        repCount[rep] = stack[ctx + COUNT]! - 1;
        state.ptr = ptr;
        mode = MAX_UNTIL_TAIL;
        continue;
      }
      case MAX_UNTIL_TAIL:
        // No more items: the tail must match.
        state.repeat = repPrev[stack[ctx + REP]!]!;
        jump = JUMP_MAX_UNTIL_3;
        next = pattern;
        nextToplevel = stack[ctx + TOPLEVEL]!;
        break;
      case JUMP_MAX_UNTIL_3:
        state.repeat = stack[ctx + REP]!;
        if (ret === 0) state.ptr = ptr;
        mode = EXIT;
        continue;

      case JUMP_MIN_UNTIL_2: {
        const rep = stack[ctx + REP]!;
        const repeatOfTail = state.repeat;
        state.repeat = rep;
        if (ret > 0) {
          if (repeatOfTail >= 0) markPopDiscard(stack[ctx + LASTMARK]!);
          mode = EXIT;
          continue;
        }
        if (repeatOfTail >= 0) {
          markPopKeep(state, stack[ctx + LASTMARK]!);
          markPopDiscard(stack[ctx + LASTMARK]!);
        }
        state.lastmark = stack[ctx + LASTMARK]!;
        state.lastindex = stack[ctx + LASTINDEX]!;
        state.ptr = ptr;
        const max = code[repPattern[rep]! + 2]!;
        const n = stack[ctx + COUNT]!;
        if ((n >= max && max !== k.SRE_MAXREPEAT) || ptr === repLastPtr[rep]) {
          ret = 0;
          mode = EXIT;
          continue;
        }
        repCount[rep] = n;
        if (sp === stack.length) grow(sp + 1);
        stack[sp++] = repLastPtr[rep]!;
        repLastPtr[rep] = ptr;
        jump = JUMP_MIN_UNTIL_3;
        next = repPattern[rep]! + 3;
        nextToplevel = stack[ctx + TOPLEVEL]!;
        break;
      }
      case JUMP_MIN_UNTIL_3: {
        const rep = stack[ctx + REP]!;
        repLastPtr[rep] = stack[--sp]!;
        if (ret === 0) {
          repCount[rep] = stack[ctx + COUNT]! - 1;
          state.ptr = ptr;
        }
        mode = EXIT;
        continue;
      }

      case TRY_POSS_REPEAT_1:
        if (stack[ctx + COUNT]! < code[pattern + 1]!) {
          jump = JUMP_POSS_REPEAT_1;
          next = pattern + 3;
          nextToplevel = 0;
          break;
        }
        // Not where the input is, so that the loop is entered.
        ptr = NOWHERE;
        mode = TRY_POSS_REPEAT_2;
        continue;
      case JUMP_POSS_REPEAT_1:
        if (ret > 0) {
          stack[ctx + COUNT] = stack[ctx + COUNT]! + 1;
          mode = TRY_POSS_REPEAT_1;
          continue;
        }
        state.ptr = ptr;
        state.repeat = repPrev[stack[ctx + REP]!]!;
        freeRepeat(stack[ctx + REP]!);
        mode = EXIT;
        continue;
      case TRY_POSS_REPEAT_2: {
        const max = code[pattern + 2]!;
        if ((stack[ctx + COUNT]! >= max && max !== k.SRE_MAXREPEAT) || state.ptr === ptr) {
          mode = POSS_REPEAT_TAIL;
          continue;
        }
        stack[ctx + LASTMARK] = state.lastmark;
        stack[ctx + LASTINDEX] = state.lastindex;
        markPush(state, state.lastmark);
        ptr = state.ptr;
        jump = JUMP_POSS_REPEAT_2;
        next = pattern + 3;
        nextToplevel = 0;
        break;
      }
      case JUMP_POSS_REPEAT_2:
        if (ret > 0) {
          markPopDiscard(stack[ctx + LASTMARK]!);
          stack[ctx + COUNT] = stack[ctx + COUNT]! + 1;
          mode = TRY_POSS_REPEAT_2;
          continue;
        }
        markPopKeep(state, stack[ctx + LASTMARK]!);
        markPopDiscard(stack[ctx + LASTMARK]!);
        state.lastmark = stack[ctx + LASTMARK]!;
        state.lastindex = stack[ctx + LASTINDEX]!;
        state.ptr = ptr;
        mode = POSS_REPEAT_TAIL;
        continue;
      case POSS_REPEAT_TAIL:
        state.repeat = repPrev[stack[ctx + REP]!]!;
        freeRepeat(stack[ctx + REP]!);
        pattern += code[pattern]! + 1;
        ptr = state.ptr;
        mode = RUN;
        continue;

      case JUMP_ATOMIC_GROUP:
        if (ret === 0) {
          state.ptr = ptr;
          mode = EXIT;
          continue;
        }
        pattern += code[pattern]!;
        ptr = state.ptr;
        mode = RUN;
        continue;

      case JUMP_ASSERT:
        if (ret === 0) {
          mode = EXIT;
          continue;
        }
        pattern += code[pattern]!;
        mode = RUN;
        continue;
      case JUMP_ASSERT_NOT:
        if (ret > 0) {
          if (state.repeat >= 0) markPopDiscard(stack[ctx + LASTMARK]!);
          ret = 0;
          mode = EXIT;
          continue;
        }
        if (state.repeat >= 0) {
          markPopKeep(state, stack[ctx + LASTMARK]!);
          markPopDiscard(stack[ctx + LASTMARK]!);
        }
        state.lastmark = stack[ctx + LASTMARK]!;
        state.lastindex = stack[ctx + LASTINDEX]!;
        pattern += code[pattern]!;
        mode = RUN;
        continue;

      case EXIT: {
        const from = stack[ctx + JUMP]!;
        const last = stack[ctx + LAST_CTX]!;
        sp -= CONTEXT;
        if (last === -1) return ret;
        ctx = last;
        pattern = stack[ctx + PATTERN]!;
        ptr = stack[ctx + PTR]!;
        mode = from;
        continue;
      }
    }

    // DO_JUMP: the rest of the pattern is tried in a context of its own.
    stack[ctx + PATTERN] = pattern;
    stack[ctx + PTR] = ptr;
    if (sp + CONTEXT > stack.length) grow(sp + CONTEXT);
    stack[sp + LAST_CTX] = ctx;
    stack[sp + JUMP] = jump;
    stack[sp + TOPLEVEL] = nextToplevel;
    ctx = sp;
    sp += CONTEXT;
    pattern = next;
    jump = JUMP_NONE;
    mode = ENTER;
  }
}

/** sre_match: at state.ptr. */
export function sre_match(state: SreState, sre: SreCode): number {
  const base = sp;
  const ret = match(state, sre, 0, true);
  sp = base;
  return ret;
}

/** sre_search: from state.start on; on success state.start and state.ptr are the match. */
export function sre_search(state: SreState, sre: SreCode): number {
  const base = sp;
  const ret = search(state, sre);
  sp = base;
  return ret;
}

function search(state: SreState, sre: SreCode): number {
  const { code } = sre;
  const { end } = state;
  let ptr = state.start;
  if (ptr > end) return 0;
  let pattern = 0;
  let charset = -1;
  let prefix = -1;
  let flags = 0;
  if (code[0] === k.OP_INFO) {
    flags = code[2]!;
    if (code[3]! > 0 && end - ptr < code[3]!) return 0;
    if ((flags & k.INFO_PREFIX) !== 0) prefix = 7;
    else if ((flags & k.INFO_CHARSET) !== 0) charset = 5;
    pattern = 1 + code[1]!;
  }
  if (prefix >= 0 && code[5]! > 0) return searchPrefix(state, sre, pattern, flags);

  const { str, points } = state;
  const ch = (i: number): number => (str !== null ? str.charCodeAt(i) : points![i]!);
  if (charset >= 0) {
    state.must_advance = false;
    for (; ; ptr++) {
      while (ptr < end && !sre.charset(charset, ch(ptr))) ptr++;
      if (ptr >= end) return 0;
      state.start = ptr;
      state.ptr = ptr;
      const status = match(state, sre, pattern, false);
      if (status !== 0) return status;
      state.lastmark = state.lastindex = -1;
    }
  }
  // A pattern of a minimum width can't begin within the last characters.
  const width = code[0] === k.OP_INFO ? code[3]! : 0;
  const last = width > 1 ? Math.max(ptr, end - (width - 1)) : end;
  state.start = state.ptr = ptr;
  let status = match(state, sre, pattern, true);
  state.must_advance = false;
  if (
    status === 0 &&
    code[pattern] === k.OP_AT &&
    (code[pattern + 1] === k.AT_BEGINNING || code[pattern + 1] === k.AT_BEGINNING_STRING)
  ) {
    state.start = state.ptr = last;
    return 0;
  }
  while (status === 0 && ptr < last) {
    ptr++;
    state.lastmark = state.lastindex = -1;
    state.start = state.ptr = ptr;
    status = match(state, sre, pattern, false);
  }
  return status;
}

/** The pattern begins with known characters: each place where they stand is tried. */
function searchPrefix(state: SreState, sre: SreCode, pattern: number, flags: number): number {
  const { code } = sre;
  const { str, points, end } = state;
  const length = code[5]!;
  const skip = code[6]!;
  let text = '';
  for (let i = 0; i < length; i++) {
    if (str !== null && code[7 + i]! > 0xffff) return 0;
    text += String.fromCodePoint(code[7 + i]!);
  }
  state.must_advance = false;
  for (let ptr = state.start; ; ptr++) {
    if (str !== null) ptr = str.indexOf(text, ptr);
    else {
      let i = 0;
      for (; ptr + length <= end && i < length; ptr += i < length ? 1 : 0) {
        for (i = 0; i < length && points![ptr + i] === code[7 + i]; i++);
      }
      if (i < length) return 0;
    }
    if (ptr < 0 || ptr + length > end) return 0;
    state.start = ptr;
    state.ptr = ptr + skip;
    if ((flags & k.INFO_LITERAL) !== 0) return 1;
    const status = match(state, sre, pattern + 2 * skip, false);
    if (status !== 0) return status;
    state.lastmark = state.lastindex = -1;
  }
}
