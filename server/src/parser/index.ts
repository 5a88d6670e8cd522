// The parser's public face.

export { parse, parseModule, type ParseResult } from './parser';
export { setUnicodeNames, type ParseOptions } from './parserState';
export type { PyParserWarning, PySyntaxErrorInfo } from './errors';
export { decodeSource, type DecodedSource, type SourceKind } from './source';
export { type EditorToken, tokenize, type Tokens, utf16Column } from './tokenize';
export { Tokenizer } from './tokenizer';
export { kwlist, softkwlist, T, Token } from './tokens';
