// The parser's public face.

export { parse, parse as parseModule, type ParseResult } from './parser.js';
export type { ParseOptions } from './parserState.js';
export type { PyParserWarning, PySyntaxErrorInfo } from './errors.js';
export { Tokenizer } from './tokenizer.js';
export { kwlist, softkwlist, T, Token } from './tokens.js';
export { decodeSource, type DecodedSource, type SourceKind } from './source.js';
export { byteOffsetToCharacterOffset } from './characters.js';
