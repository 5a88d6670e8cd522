// `from __future__` statements. Follows Python/future.c.

import type { ImportFrom, mod } from '../ast/nodes';
import { getDocString } from './docstring';
import { syntaxError } from './errors';
import { LOC, Loc, NO_LOCATION } from './location';

export const CO_FUTURE_DIVISION = 0x20000;
export const CO_FUTURE_ABSOLUTE_IMPORT = 0x40000;
export const CO_FUTURE_WITH_STATEMENT = 0x80000;
export const CO_FUTURE_PRINT_FUNCTION = 0x100000;
export const CO_FUTURE_UNICODE_LITERALS = 0x200000;
export const CO_FUTURE_BARRY_AS_BDFL = 0x400000;
export const CO_FUTURE_GENERATOR_STOP = 0x800000;
export const CO_FUTURE_ANNOTATIONS = 0x1000000;
/** `compile()`'s flag: `await` may stand at module level. */
export const PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000;
/** The compiler flags a code object's co_flags take over. */
export const PyCF_MASK =
  CO_FUTURE_DIVISION |
  CO_FUTURE_ABSOLUTE_IMPORT |
  CO_FUTURE_WITH_STATEMENT |
  CO_FUTURE_PRINT_FUNCTION |
  CO_FUTURE_UNICODE_LITERALS |
  CO_FUTURE_BARRY_AS_BDFL |
  CO_FUTURE_GENERATOR_STOP |
  CO_FUTURE_ANNOTATIONS;

const known = new Map<string, number>([
  ['nested_scopes', 0],
  ['generators', 0],
  ['division', 0],
  ['absolute_import', 0],
  ['with_statement', 0],
  ['print_function', 0],
  ['unicode_literals', 0],
  ['barry_as_FLUFL', CO_FUTURE_BARRY_AS_BDFL],
  ['generator_stop', 0],
  ['annotations', CO_FUTURE_ANNOTATIONS],
]);

export interface FutureFeatures {
  features: number;
  /** Place of the last future statement. */
  location: Loc;
}

function checkFeatures(ff: FutureFeatures, s: ImportFrom): void {
  // 3.13 points at the statement's start, and knows no end.
  const loc = new Loc(s.lineno, s.lineno, s.col_offset, -1);
  for (const name of s.names) {
    const bit = known.get(name.name);
    if (bit !== undefined) ff.features |= bit;
    else if (name.name === 'braces') syntaxError(loc, 'not a chance');
    else syntaxError(loc, `future feature ${[...name.name].slice(0, 100).join('')} is not defined`);
  }
}

/** Collects the future features a tree asks for; raises for unknown ones. */
export function futureFeatures(tree: mod): FutureFeatures {
  const ff: FutureFeatures = { features: 0, location: NO_LOCATION };
  if (tree.kind === 'Expression') return ff;
  const body = tree.body;
  for (let i = getDocString(body) === null ? 0 : 1; i < body.length; i++) {
    const s = body[i]!;
    if (s.kind !== 'ImportFrom' || s.level !== 0 || s.module !== '__future__') break;
    checkFeatures(ff, s);
    ff.location = LOC(s);
  }
  return ff;
}
