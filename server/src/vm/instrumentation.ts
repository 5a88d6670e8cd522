// Which instructions begin a line, as events see it. Follows initialize_lines (Python/instrumentation.c), CPython 3.13.

import { Op, opcodeCaches } from '../compiler/opcodes';
import { decodeCode } from '../objects/codedecode';
import { codePositions } from '../objects/codelocations';
import type { PyCodeObject } from '../objects/codestruct';
import { NOT_DECODED } from '../objects/codestruct';

/** By code unit: the line that begins there, −1 where none does. Made once for each code object. */
export function lineStarts(code: PyCodeObject): Int32Array {
  return code.lineStarts ?? (code.lineStarts = findLineStarts(code));
}

const startsNoLine = (op: number): boolean =>
  op === Op.END_ASYNC_FOR || op === Op.END_FOR || op === Op.END_SEND || op === Op.RESUME;

function findLineStarts(code: PyCodeObject): Int32Array {
  if (code.words === NOT_DECODED) decodeCode(code);
  // The original code: the one that runs may be specialised.
  const bytes = code.unit.co_code;
  const n = bytes.length >> 1;
  const positions = codePositions(code);
  const starts = new Int32Array(n).fill(-1);
  const mark = (unit: number): void => {
    starts[unit] = positions[unit * 4]!;
  };
  let current = -1;
  for (let i = code._co_firsttraceable, extended = 0; i < n;) {
    // An instruction begins at its EXTENDED_ARG.
    const first = extended === 0;
    const op = bytes[2 * i]!;
    extended = op === Op.EXTENDED_ARG ? 1 : 0;
    if (first && !startsNoLine(op)) {
      const line = positions[i * 4]!;
      if (line !== current && line >= 0) mark(i);
      current = line;
    }
    i += 1 + opcodeCaches[op]!;
  }
  let oparg = 0;
  for (let i = code._co_firsttraceable; i < n;) {
    const op = bytes[2 * i]!;
    oparg = (oparg << 8) | bytes[2 * i + 1]!;
    i += 1 + opcodeCaches[op]!;
    if (op === Op.EXTENDED_ARG) continue;
    const target = jumpTarget(op, i, oparg);
    if (target >= 0) mark(target);
    oparg = 0;
  }
  const handlers = code.handlers;
  if (handlers !== null) {
    for (let i = 0; i < handlers.length; i += 5) {
      const handler = handlers[i + 2]!;
      if (bytes[2 * handler] !== Op.END_ASYNC_FOR) mark(handler);
    }
  }
  return starts;
}

function jumpTarget(op: number, next: number, oparg: number): number {
  switch (op) {
    case Op.POP_JUMP_IF_FALSE:
    case Op.POP_JUMP_IF_TRUE:
    case Op.POP_JUMP_IF_NONE:
    case Op.POP_JUMP_IF_NOT_NONE:
    case Op.JUMP_FORWARD:
      return next + oparg;
    case Op.FOR_ITER:
    case Op.SEND:
      return next + oparg + 1;
    case Op.JUMP_BACKWARD:
    case Op.JUMP_BACKWARD_NO_INTERRUPT:
      return next - oparg;
    default:
      return -1;
  }
}
