// The parser: start rules and the two passes.
//
// Follows: Parser/pegen.c (_PyPegen_run_parser), Parser/pegen_errors.c (_Pypegen_set_syntax_error), and the start
// rules of Grammar/python.gram.

import type * as ast from '../ast/nodes';
import { codePointLength } from './characters';
import { ParseFailure, placelessError, type PyParserWarning, type PySyntaxErrorInfo } from './errors';
import { InvalidStatementRules } from './invalidStatementRules';
import * as mk from './nodes';
import { catchFailure, type ParseOptions, stackOverflow } from './parserState';
import { Tokenizer } from './tokenizer';
import { Done } from './tokenizerState';
import { T, type Token } from './tokens';

/** A tree, or the exception that CPython's `compile()` raises. */
export type ParseResult =
  | {
      ok: true;
      tree: ast.mod;
      warnings: PyParserWarning[];
      /** All names in the source, each once; if they were asked for. */
      identifiers: readonly string[];
    }
  | { ok: false; error: PySyntaxErrorInfo; warnings: PyParserWarning[] };

class Parser extends InvalidStatementRules {
  /** The tree, or null where the input does not fit the grammar. */
  private start(): ast.mod | null {
    switch (this.options.mode) {
      case 'eval':
        return this.eval();
      case 'single':
        return this.interactive();
      default:
        return this.file();
    }
  }

  private file(): ast.Module | null {
    const body = this.statements();
    return this.accept(T.ENDMARKER) ? { kind: 'Module', body, type_ignores: [] } : null;
  }

  private interactive(): ast.Interactive | null {
    const mark = this.mark;
    const compound = this.compound_stmt();
    if (compound && this.accept(T.NEWLINE)) return { kind: 'Interactive', body: [compound] };
    this.mark = mark;
    const body: ast.stmt[] = [];
    if (this.simple_stmts(body)) return { kind: 'Interactive', body };
    const newline = this.expect(T.NEWLINE);
    if (newline) return { kind: 'Interactive', body: [{ kind: 'Pass', ...mk.position(newline, newline) }] };
    return null;
  }

  private eval(): ast.Expression | null {
    const body = this.expressions();
    if (!body) return null;
    while (this.accept(T.NEWLINE)) continue;
    return this.accept(T.ENDMARKER) ? { kind: 'Expression', body } : null;
  }

  run(): ParseResult {
    const { warnings } = this;
    const found = this.attempt();
    if (!isError(found)) return { ok: true, tree: found, warnings, identifiers: this.identifiers() };
    return { ok: false, error: found, warnings };
  }

  private identifiers(): readonly string[] {
    if (this.options.identifiers !== true) return [];
    const names = new Set<string>();
    for (let i = 0; i < this.fill; i++) {
      const token = this.tokens[i]!;
      if (token.type === T.NAME) names.add(this.identifier(token));
    }
    return [...names];
  }

  private attempt(): ast.mod | PySyntaxErrorInfo {
    let error: PySyntaxErrorInfo | null = null;
    try {
      const tree = this.start();
      if (tree) {
        if (this.options.mode === 'single' && this.badSingleStatement()) {
          return catchFailure(() =>
            this.raiseSyntaxError('multiple statements found while compiling a single statement'),
          );
        }
        return tree;
      }
    } catch (failure) {
      error = asError(failure);
    }
    const { tok } = this;
    if (this.options.allowIncompleteInput && [Done.E_EOF, Done.E_EOFS, Done.E_EOLS].includes(tok.done)) {
      return catchFailure(() => this.raiseSyntaxError('incomplete input', '_IncompleteInputError'));
    }
    const lastToken = this.tokens[this.fill - 1];
    if (!error) {
      this.resetForErrorPass();
      try {
        this.start();
      } catch (failure) {
        error = asError(failure);
      }
    }
    if (error) {
      const isSyntaxError = ['SyntaxError', 'IndentationError', 'TabError'].includes(error.type);
      return tok.done === Done.E_OK && isSyntaxError ? this.checkRestForTokenizerErrors(error) : error;
    }
    return this.genericError(lastToken);
  }

  /** No rule knew what is wrong: the first token that fits nowhere is. */
  private genericError(token: Token): PySyntaxErrorInfo {
    return catchFailure(() => {
      if (token.type === T.INDENT) this.raiseIndentationError('unexpected indent');
      if (token.type === T.DEDENT) this.raiseIndentationError('unexpected unindent');
      throw new ParseFailure(
        this.checkRestForTokenizerErrors(catchFailure(() => this.raiseAt(token, 'invalid syntax'))),
      );
    });
  }

  /** Whether more than blanks and comments is left after a single statement. */
  private badSingleStatement(): boolean {
    return !/^(?:[ \t\n\f]|#[^\n]*)*$/.test(this.tok.src.slice(this.tok.cur));
  }
}

function isError(found: ast.mod | PySyntaxErrorInfo): found is PySyntaxErrorInfo {
  return 'type' in found;
}

/** The error of a ParseFailure; a JavaScript stack overflow becomes CPython's. */
function asError(failure: unknown): PySyntaxErrorInfo {
  if (failure instanceof ParseFailure) return failure.error;
  if (failure instanceof RangeError) return stackOverflow().error;
  throw failure;
}

/** What `compile()` refuses before parsing. */
function checkText(source: string): PySyntaxErrorInfo | null {
  const surrogate = /\p{Cs}/u.exec(source);
  if (surrogate) {
    const code = source.charCodeAt(surrogate.index).toString(16);
    const position = codePointLength(source, 0, surrogate.index);
    return placelessError(
      'UnicodeEncodeError',
      `'utf-8' codec can't encode character '\\u${code}' in position ${position}: surrogates not allowed`,
    );
  }
  if (source.includes('\0')) return placelessError('SyntaxError', 'source code string cannot contain null bytes');
  return null;
}

/**
 * Parses Python source given as text.
 * @param source the program, decoded
 * @param filename goes into errors and warnings
 */
export function parse(source: string, filename: string, options: ParseOptions = {}): ParseResult {
  const unusable = checkText(source);
  if (unusable) return { ok: false, error: unusable, warnings: [] };
  const tokenizer = new Tokenizer(source, filename, (options.mode ?? 'exec') === 'exec', false);
  return new Parser(tokenizer, options).run();
}

/** Parses a module. */
export function parseModule(source: string, filename: string, options: Omit<ParseOptions, 'mode'> = {}): ParseResult {
  return parse(source, filename, { ...options, mode: 'exec' });
}
