// Source places as the compiler carries them from node to instruction (CPython's `_Py_SourceLocation`).

import type { Located } from '../ast/nodes';

/** Immutable, so that instructions can share one. Columns are byte offsets; -1 stands for unknown. */
export class Loc {
  constructor(
    readonly lineno: number,
    readonly end_lineno: number,
    readonly col_offset: number,
    readonly end_col_offset: number,
  ) {}
}

/** For instructions that belong to no source text. */
export const NO_LOCATION = new Loc(-1, -1, -1, -1);

export function LOC(node: Located): Loc {
  return new Loc(node.lineno, node.end_lineno, node.col_offset, node.end_col_offset);
}

export function sameLocation(a: Loc, b: Loc): boolean {
  return (
    a === b ||
    (a.lineno === b.lineno &&
      a.end_lineno === b.end_lineno &&
      a.col_offset === b.col_offset &&
      a.end_col_offset === b.end_col_offset)
  );
}
