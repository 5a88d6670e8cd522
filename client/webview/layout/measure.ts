/** How large a box is. Text is measured by character count: near enough, and pure. */
import type { SceneNode } from '../model/scene';

export interface TextMetrics {
  /** Width of a character of the editor's font at 12 px. */
  readonly mono: number;
  /** Mean width of a character of the UI font at 12 px, semibold. */
  readonly sans: number;
}

export const headHeight = 26;
export const rowHeight = 21;
export const stripHeight = 46;
export const groupHeight = 48;
export const bottomPad = 5;
export const minWidth = 132;
export const maxWidth = 272;

export interface Size {
  readonly w: number;
  readonly h: number;
}

export function title(node: SceneNode): string {
  if (node.kind === 'frame') return node.frame.name;
  if (node.kind === 'group') return node.title;
  const { typeName, title: text } = node.object;
  return /^(class|frame|def) /.test(text) ? text : typeName;
}

/** What stands in an empty container: as Python writes it. */
const emptyTexts: Readonly<Record<string, string>> = {
  list: '[]',
  dict: '{}',
  tuple: '()',
  set: 'set()',
  frozenset: 'frozenset()',
  deque: 'deque([])',
};

/** The value shown under the header of a box without cells, and of a function or str beside its type. */
export function caption(node: SceneNode): string {
  if (node.kind !== 'object') return '';
  const { title: text, typeName, cellTotal } = node.object;
  if (text === '' && cellTotal === 0) return emptyTexts[typeName] ?? '';
  return text === '' || /^(class|frame|def) /.test(text) ? '' : text;
}

/** Space above the first row. */
export function rowsTop(node: SceneNode): number {
  return headHeight + (node.kind === 'group' ? groupHeight : caption(node) ? rowHeight : 0);
}

export function measure(node: SceneNode, text: TextMetrics): Size {
  const { rows } = node;
  // Icon, generation and count badges, or the line number of a frame.
  const head = title(node).length * text.sans + (node.kind === 'frame' ? 112 : node.kind === 'group' ? 84 : 124);
  const under = caption(node).length * text.mono + 22;
  let w = Math.max(head, caption(node) ? under : 0);
  if (node.strip) {
    w = Math.max(w, rows.reduce((sum, r) => sum + stripCell(r.text, text), 0) + 13);
    return { w: clamp(w), h: headHeight + stripHeight };
  }
  if (node.kind === 'group') w = Math.max(w, node.note.length * text.sans * 0.95 + 24, 190);
  const label = Math.max(0, ...rows.map((r) => r.label.length)) * text.mono;
  const value = Math.max(0, ...rows.map((r) => r.text.length)) * text.mono;
  w = Math.max(w, label + Math.max(value, 14) + 36);
  return { w: clamp(w), h: rowsTop(node) + rows.length * rowHeight + bottomPad };
}

export const stripCell = (value: string, text: TextMetrics): number => Math.max(30, value.length * text.mono + 14);

const clamp = (w: number): number => Math.round(Math.max(minWidth, Math.min(maxWidth, w)));

/**
 * Height to keep free for what it will grow to: a fresh instance gets its attributes in the next lines, a list or dict
 * its items. What is older has mostly grown already, and a dense picture is worth more than room never used.
 */
export function reserve(node: SceneNode, size: Size, step: number): number {
  const room = (rows: number): number => rowsTop(node) + rows * rowHeight + bottomPad;
  const n = node.rows.length;
  if (node.kind === 'frame') return Math.max(size.h, room(Math.min(12, Math.max(node.frame.capacity, n))));
  if (node.kind === 'group') return Math.max(size.h, room(Math.min(2, n + 1)));
  const { typeName, shape, birthStep, flags } = node.object;
  if (
    shape === 'leaf' ||
    flags.garbage ||
    flags.freed ||
    /^(tuple|frozenset|weakref|method|cell|traceback|.*_?iterator|type|function)$/.test(typeName)
  )
    return size.h;
  const young = step - birthStep < 6;
  const container = /^(list|dict|set|deque|bytearray)$/.test(typeName);
  return Math.max(
    size.h,
    room(young ? Math.min(6, Math.max(3, n + 1)) : container && !node.strip ? Math.min(6, n + 1) : n),
  );
}

/** How many rows fit into `h`; the last of them has to say "more" when that is fewer than there are. */
export function rowsThatFit(node: SceneNode, h: number): number {
  if (node.strip) return node.rows.length;
  return Math.max(0, Math.min(node.rows.length, Math.floor((h - rowsTop(node) - bottomPad) / rowHeight)));
}
