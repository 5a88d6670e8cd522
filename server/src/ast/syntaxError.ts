// A compile-time Python exception as plain data: what the parser and the compiler hand back instead of throwing.

/** Field for field a `SyntaxError`'s attributes. Lines and offsets are 1-based; offsets count as CPython's do there. */
export interface PySyntaxErrorInfo {
  /** The exception's class. All but the first three carry no place. */
  type:
    | 'SyntaxError'
    | 'IndentationError'
    | 'TabError'
    | 'RecursionError'
    | 'MemoryError'
    | 'OverflowError'
    | 'ValueError'
    | 'UnicodeEncodeError'
    | 'UnicodeDecodeError'
    | '_IncompleteInputError';
  msg: string;
  /** Null in an exception without a place, also in a SyntaxError raised before there is a line to name. */
  filename: string | null;
  lineno: number | null;
  offset: number | null;
  /** The source line the error is on, where the source is known. */
  text: string | null;
  end_lineno: number | null;
  end_offset: number | null;
}
