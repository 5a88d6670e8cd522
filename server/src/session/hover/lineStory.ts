// The whole story of an inline hint: which instruction of the line changed which count, and who holds the objects now.

import { instructionText } from '../lineTrace';
import type { LineTrace, TracedMove } from '../lineTrace';
import type { Parked } from '../replay';
import { STATIC_SERIAL } from '../provider/session';
import type { HolderNames } from './holders';
import { code } from './links';

const MAX_OBJECTS = 4;
const MAX_MOVES = 6;
const MAX_HOLDERS = 5;
/** What calls and classes are made of: their comings and goings are not what a line is about. */
const FURNITURE = new Set(['frame', 'module', 'builtin_function_or_method', 'method', 'type', 'code', 'cell']);

/** Markdown; null when the line changed no count. `parked`: after the line. */
export function lineStory(trace: LineTrace, names: HolderNames, parked: Parked): string | null {
  const bySerial = new Map<number, { title: string; typeName: string; moves: { move: TracedMove; by: string }[] }>();
  for (const instruction of trace.instructions) {
    for (const move of instruction.moves) {
      if (move.serial === 0 || move.serial >= STATIC_SERIAL || FURNITURE.has(move.typeName)) continue;
      let entry = bySerial.get(move.serial);
      if (entry === undefined) {
        entry = { title: move.title, typeName: move.typeName, moves: [] };
        bySerial.set(move.serial, entry);
      }
      entry.moves.push({ move, by: instructionText(instruction) });
    }
  }
  const parts: string[] = [];
  for (const [serial, { title, typeName, moves }] of bySerial) {
    const first = moves[0]!.move.before;
    const last = moves.at(-1)!.move.after;
    // Pushed and popped again: nothing to tell.
    if (first === last) continue;
    const op = parked.registry.object(serial);
    const own = serial < 2 ** 40 ? ` #${serial}` : '';
    const head = op === undefined ? `${typeName}${own}` : names.title(op);
    const summary =
      last < 0 ? (first === 0 ? 'made and freed' : 'freed') : first === 0 ? `made, ${last} now` : `${first} → ${last}`;
    const shown = title === typeName ? '' : ` ${code(title)}`;
    const lines = moves
      .slice(-MAX_MOVES)
      .map(({ move, by }) => `- ${code(by)}: ${move.before} → ${move.after < 0 ? 'freed' : move.after}`);
    if (moves.length > MAX_MOVES) lines.unshift(`- … ${moves.length - MAX_MOVES} more before`);
    const n = op === undefined ? undefined : parked.snapshot().nodeOf.get(op);
    const holders = n === undefined ? [] : names.of(n);
    const held =
      holders.length === 0
        ? ''
        : `\n\nHeld by ${holders
            .slice(0, MAX_HOLDERS)
            .map((h) => h.text)
            .join('; ')}${holders.length > MAX_HOLDERS ? ` and ${holders.length - MAX_HOLDERS} more` : ''}.`;
    parts.push(`**${head}**${shown}: ${summary}\n\n${lines.join('\n')}${held}`);
    if (parts.length >= MAX_OBJECTS) break;
  }
  return parts.length === 0 ? null : parts.join('\n\n---\n\n');
}
