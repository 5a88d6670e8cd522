// Names of characters: \N{...}, unicodedata.name and lookup, the namereplace error handler. Follows _getucname and _getcode
// of Modules/unicodedata.c, CPython 3.13. The tables are recorded (unicodename_db.ts) and unpacked when first needed.

import {
  NAME_ALIASES,
  NAME_ALPHABET,
  NAME_ONE,
  NAME_RUNS,
  NAME_TEXTS,
  NAME_TWO,
  NAME_WORDS,
  UNIFIED_IDEOGRAPHS,
} from './unicodename_db';

const SBASE = 0xac00;
const LCOUNT = 19;
const VCOUNT = 21;
const TCOUNT = 28;
const NCOUNT = VCOUNT * TCOUNT;
const SCOUNT = LCOUNT * NCOUNT;
const HANGUL_L = 'G GG N D DD R M B BB S SS  J JJ C K T P H'.split(' ');
const HANGUL_V = 'A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I'.split(' ');
const HANGUL_T = ' G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H'.split(' ');

interface Names {
  words: string[];
  /** By code point: the name in words' numbers. */
  texts: Map<number, string>;
  /** Private code point, and code points it stands for. */
  aliasNames: Map<number, string>;
  aliases: Map<string, number[]>;
}
let names: Names | null = null;
/** Code point by name; only when a name is looked up. */
let byName: Map<string, number> | null = null;

function unpack(): Names {
  if (names !== null) return names;
  const texts = new Map<number, string>();
  const encoded = NAME_TEXTS.split('|');
  let at = 0;
  let next = 0;
  for (const run of NAME_RUNS.split(';')) {
    const [gap, count] = run.split(',').map((n) => parseInt(n, 36)) as [number, number];
    at += gap;
    for (let i = 0; i < count; i++) texts.set(at++, encoded[next++]!);
  }
  const aliasNames = new Map<number, string>();
  const aliases = new Map<string, number[]>();
  for (const entry of NAME_ALIASES.split('|')) {
    const [code, points, name] = entry.split(',') as [string, string, string];
    aliasNames.set(parseInt(code, 16), name);
    aliases.set(
      name,
      points.split('.').map((p) => parseInt(p, 16)),
    );
  }
  names = { words: NAME_WORDS.split(' '), texts, aliasNames, aliases };
  return names;
}

/** The name whose words' numbers are written in `text`. */
function decode(text: string, code: number, words: string[]): string {
  const digit = (i: number): number => NAME_ALPHABET.indexOf(text[i]!);
  const out: string[] = [];
  for (let i = 0; i < text.length; i++) {
    let n = digit(i);
    if (n >= NAME_ONE + NAME_TWO) {
      n = NAME_ONE + NAME_TWO * 89 + ((n - NAME_ONE - NAME_TWO) * 89 + digit(i + 1)) * 89 + digit(i + 2);
      i += 2;
    } else if (n >= NAME_ONE) n = NAME_ONE + (n - NAME_ONE) * 89 + digit(++i);
    out.push(words[n]!);
  }
  const name = out.join(' ');
  return name.endsWith('#') ? name.slice(0, -1) + code.toString(16).toUpperCase() : name;
}

const isUnified = (code: number): boolean => UNIFIED_IDEOGRAPHS.some(([start, end]) => code >= start && code < end);

/** The name of a code point, or null. `aliasesToo`: also of the private ones that stand for aliases and sequences. */
export function getname(code: number, aliasesToo: boolean): string | null {
  if (code >= SBASE && code < SBASE + SCOUNT) {
    const s = code - SBASE;
    return `HANGUL SYLLABLE ${HANGUL_L[Math.floor(s / NCOUNT)]!}${HANGUL_V[Math.floor((s % NCOUNT) / TCOUNT)]!}${HANGUL_T[s % TCOUNT]!}`;
  }
  if (isUnified(code)) return `CJK UNIFIED IDEOGRAPH-${code.toString(16).toUpperCase()}`;
  const { texts, aliasNames, words } = unpack();
  if (aliasesToo) {
    const alias = aliasNames.get(code);
    if (alias !== undefined) return alias;
  }
  const text = texts.get(code);
  return text === undefined ? null : decode(text, code, words);
}

/** Longest of the parts that `text` has at `at`. */
function longestPart(parts: readonly string[], text: string, at: number): number {
  let best = -1;
  for (let i = 0; i < parts.length; i++) {
    if (text.startsWith(parts[i]!, at) && (best < 0 || parts[i]!.length > parts[best]!.length)) best = i;
  }
  return best;
}

/** The code points of a name (in any case), or null. Several only for named sequences. */
export function lookupName(name: string): readonly number[] | null {
  const upper = name.replace(/[a-z]/g, (c) => c.toUpperCase());
  if (upper.startsWith('HANGUL SYLLABLE ')) {
    let at = 16;
    const l = longestPart(HANGUL_L, upper, at);
    at += HANGUL_L[l]!.length;
    const v = longestPart(HANGUL_V, upper, at);
    if (v >= 0) {
      at += HANGUL_V[v]!.length;
      const t = longestPart(HANGUL_T, upper, at);
      if (at + HANGUL_T[t]!.length === upper.length) return [SBASE + (l * VCOUNT + v) * TCOUNT + t];
    }
    return null;
  }
  if (upper.startsWith('CJK UNIFIED IDEOGRAPH-')) {
    const digits = upper.slice(22);
    if (!/^[0-9A-F]{4,5}$/.test(digits)) return null;
    const code = parseInt(digits, 16);
    return isUnified(code) ? [code] : null;
  }
  const { texts, words, aliases } = unpack();
  if (byName === null) {
    byName = new Map();
    for (const [code, text] of texts) byName.set(decode(text, code, words), code);
  }
  const code = byName.get(upper);
  return code !== undefined ? [code] : (aliases.get(upper) ?? null);
}

/** The code point of a name, −1 for none; named sequences only when `sequencesToo` (then their first). */
export function getcode(name: string, sequencesToo: boolean): number {
  const points = lookupName(name);
  return points === null || (points.length > 1 && !sequencesToo) ? -1 : points[0]!;
}
