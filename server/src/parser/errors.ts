// The errors and warnings the parser reports: plain data with the attributes of CPython's exceptions.
//
// Follows: Objects/exceptions.c (SyntaxError's attributes).

import type { PySyntaxErrorInfo } from '../ast/syntaxError';

export type { PySyntaxErrorInfo };

/** A warning issued while parsing; it never stops the parse. */
export interface PyParserWarning {
  category: 'SyntaxWarning' | 'DeprecationWarning';
  msg: string;
  filename: string;
  lineno: number;
}

/** Thrown inside the parser to unwind to its entry; never leaves it. */
export class ParseFailure {
  constructor(readonly error: PySyntaxErrorInfo) {}
}

/** An exception without a place, such as MemoryError. */
export function placelessError(type: PySyntaxErrorInfo['type'], msg: string): PySyntaxErrorInfo {
  return {
    type,
    msg,
    filename: null,
    lineno: null,
    offset: null,
    text: null,
    end_lineno: null,
    end_offset: null,
  };
}
