// `heapscope dis FILE`.

import { compile } from '../compiler';
import { dis } from '../compiler/dis';
import { decodeSource, parse } from '../parser';
import '../vm/unicodeNames';
import { formatException } from '../vm/tracebackformat';

/** The disassembly of a source file, or the report of its SyntaxError. */
export function disassemble(source: Uint8Array, path: string): { ok: boolean; text: string } {
  const decoded = decodeSource(source);
  if (!decoded.ok) return { ok: false, text: `${decoded.error.type}: ${decoded.error.msg}\n` };
  const parsed = parse(decoded.source, path);
  const result = parsed.ok ? compile(parsed.tree, { filename: path, source: decoded.source }) : parsed;
  if (result.ok) return { ok: true, text: 'code' in result ? dis(result.code) : '' };
  const e = result.error;
  return {
    ok: false,
    text: formatException({
      type: e.type,
      text: e.msg,
      notes: [],
      stack: [],
      hasTraceback: false,
      cause: null,
      context: null,
      suppressContext: false,
      exceptions: null,
      syntaxError: {
        filename: e.filename,
        lineno: e.lineno,
        endLineno: e.end_lineno,
        text: e.text,
        offset: e.offset,
        endOffset: e.end_offset,
        msg: e.msg,
      },
    }),
  };
}
