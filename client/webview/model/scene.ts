/**
 * What is to be drawn: boxes with rows, and arrows that start in a row. Made from a view and its folding, before any
 * geometry. Pure.
 */
import type { AtomKind, HeapCell, HeapFrame, HeapObject, HeapView } from '../../../server/src/protocol/heapProtocol';
import { clip, count, plural, bytes } from './format';
import type { Folded, FoldGroup } from './fold';

export interface SceneRow {
  /** Stable within its box while the cell lives. */
  readonly key: string;
  readonly label: string;
  readonly text: string;
  readonly atom?: AtomKind;
  /** Box the arrow goes to. */
  readonly target?: string;
  /** Object it refers to (may be folded into `target`). */
  readonly object?: string;
  readonly weak: boolean;
  readonly isNew: boolean;
  /** Stands for this many cells that found no room. */
  readonly more?: number;
}

interface NodeBase {
  readonly id: string;
  readonly rows: readonly SceneRow[];
  /** Cells side by side rather than below each other. */
  readonly strip: boolean;
}
export interface FrameNode extends NodeBase {
  readonly kind: 'frame';
  readonly frame: HeapFrame;
}
export interface ObjectNode extends NodeBase {
  readonly kind: 'object';
  readonly object: HeapObject;
  /** Below it something is folded that the user may unfold, or may be folded. */
  readonly canClose: boolean;
  readonly closed: boolean;
  readonly pinned: boolean;
}
export interface GroupNode extends NodeBase {
  readonly kind: 'group';
  readonly group: FoldGroup;
  readonly title: string;
  readonly note: string;
}
export type SceneNode = FrameNode | ObjectNode | GroupNode;

export interface SceneEdge {
  readonly key: string;
  readonly source: string;
  readonly row: number;
  readonly target: string;
  readonly weak: boolean;
  readonly cycle: boolean;
  readonly isNew: boolean;
  readonly garbage: boolean;
  readonly freed: boolean;
  readonly fromFrame: boolean;
  readonly fromActive: boolean;
}

export interface Scene {
  readonly nodes: readonly SceneNode[];
  readonly edges: readonly SceneEdge[];
  readonly byId: ReadonlyMap<string, SceneNode>;
}

export interface SceneOptions {
  readonly closed: ReadonlySet<string>;
  readonly pinned: ReadonlySet<string>;
}

export const maxRows = 9;
const maxFrameRows = 18;
const maxStrip = 8;
const textLength = 22;
/** What a strip may take up, and about what a cell of it does. */
const stripWidth = 259;
const stripCellWidth = (text: string): number => Math.max(30, text.length * 7.2 + 14);

export function buildScene(view: HeapView, folded: Folded, options: SceneOptions): Scene {
  const byObject = new Map(view.objects.map((o) => [o.id, o]));
  const boxOf = (id: string | undefined): string | undefined => (id === undefined ? undefined : folded.box.get(id));
  const nodes: SceneNode[] = [];
  const dominates = new Set(view.objects.map((o) => o.dominator));
  for (const frame of view.frames) {
    const cells =
      frame.stack.length > 0
        ? [...frame.names, ...frame.stack.map((c, i) => ({ ...c, label: `stack ${i}` }))]
        : frame.names;
    nodes.push({
      kind: 'frame',
      id: frame.id,
      frame,
      strip: false,
      rows: chooseRows(cells, cells.length, maxFrameRows, boxOf),
    });
  }
  for (const object of view.objects) {
    if (!folded.visible.has(object.id)) continue;
    const strip = isStrip(object);
    nodes.push({
      kind: 'object',
      id: object.id,
      object,
      strip,
      pinned: options.pinned.has(object.id),
      closed: options.closed.has(object.id),
      canClose: dominates.has(object.id),
      rows: strip
        ? stripRows(object)
        : object.shape === 'leaf'
          ? []
          : chooseRows(object.cells, object.cellTotal, maxRows, boxOf),
    });
  }
  const groupLinks = linksOfGroups(view, folded);
  for (const group of folded.groups.values()) {
    nodes.push({
      kind: 'group',
      id: group.key,
      group,
      strip: false,
      title: groupTitle(group),
      note: `${plural(group.count, 'object')}, ${bytes(group.bytes)}`,
      rows: (groupLinks.get(group.key) ?? []).slice(0, 2).map(([target, n]) => ({
        key: '→' + target,
        label: plural(n, 'reference'),
        text: '',
        target,
        weak: false,
        isNew: false,
      })),
    });
  }
  const byId = new Map(nodes.map((n) => [n.id, n]));
  return { nodes, byId, edges: nodes.flatMap((n) => edgesOf(n, byId, byObject)) };
}

function groupTitle(group: FoldGroup): string {
  const same = group.mix.find(([name]) => name === group.typeName)?.[1] ?? 0;
  // A folded chain is one member that stands for many of its type: say how many there are, not how many tops.
  const n = same >= group.count * 0.9 ? same : group.members.length;
  return n === 1 && group.count > 1
    ? `${group.typeName} + ${count(group.count - 1)}`
    : `${count(Math.max(1, n))} × ${group.typeName}`;
}

/** A short sequence of atoms reads best side by side. */
function isStrip(o: HeapObject): boolean {
  return (
    o.shape === 'sequence' &&
    o.cells.length > 0 &&
    o.cells.length === o.cellTotal &&
    o.cells.every((c) => c.kind === 'atom' && (c.text ?? '').length <= 9)
  );
}

function stripRows(o: HeapObject): SceneRow[] {
  let room = stripWidth;
  const fitting = o.cells.slice(0, maxStrip).findIndex((c) => (room -= stripCellWidth(c.text ?? '')) < 0);
  const most = fitting < 0 ? maxStrip : fitting;
  const shown = o.cells.length <= most ? o.cells : o.cells.slice(0, most - 1);
  const rows = shown.map((c, i): SceneRow => toRow(c, i, () => undefined));
  const more = o.cells.length - shown.length;
  if (more > 0) rows.push({ key: 'more', label: '', text: '+' + count(more), weak: false, isNew: false, more });
  return rows;
}

function toRow(cell: HeapCell, index: number, boxOf: (id: string | undefined) => string | undefined): SceneRow {
  const target = cell.kind === 'ref' || cell.kind === 'weak' ? boxOf(cell.target) : undefined;
  const text =
    cell.kind === 'empty'
      ? 'unset'
      : cell.kind === 'weak' && !target
        ? (cell.text ?? 'dead')
        : clip(cell.text ?? '', textLength);
  return {
    key: cell.label === '' ? '#' + index : cell.label,
    label: clip(cell.label.replace(/^\[(\d+)\]$/, '$1'), textLength),
    weak: cell.kind === 'weak',
    isNew: cell.isNew ?? false,
    // A counted reference to what is not drawn at all (filtered away) still shows that it is one.
    text: target === undefined && cell.kind === 'ref' ? '· · ·' : text,
    ...(cell.atom ? { atom: cell.atom } : cell.kind === 'ref' && !target ? { atom: 'other' as const } : {}),
    ...(target === undefined ? {} : { target }),
    ...(cell.target === undefined || cell.kind === 'empty' ? {} : { object: cell.target }),
  };
}

/** When there are too many cells: first the new ones and those that lead to a single box, then from the front. */
function chooseRows(
  cells: readonly HeapCell[],
  total: number,
  limit: number,
  boxOf: (id: string | undefined) => string | undefined,
): SceneRow[] {
  if (total <= limit) return dedupe(cells.map((c, i) => toRow(c, i, boxOf)));
  const chosen = new Set<number>();
  const take = (wanted: (c: HeapCell) => boolean, room: number): void => {
    for (let i = 0; i < cells.length && chosen.size < room; i++) if (wanted(cells[i]!)) chosen.add(i);
  };
  take((c) => c.isNew === true, limit - 3);
  take((c) => c.kind === 'ref' && boxOf(c.target) === c.target, limit - 2);
  // Cells that lead into the same group say the same: two examples of them are enough.
  let intoGroups = 0;
  take((c) => c.kind !== 'ref' || boxOf(c.target) === c.target || intoGroups++ < 2, limit - 1);
  const rows = [...chosen].sort((a, b) => a - b).map((i) => toRow(cells[i]!, i, boxOf));
  const targets = new Map<string, number>();
  cells.forEach((c, i) => {
    const box = chosen.has(i) || c.kind !== 'ref' ? undefined : boxOf(c.target);
    if (box !== undefined) targets.set(box, (targets.get(box) ?? 0) + 1);
  });
  const most = [...targets].sort((a, b) => b[1] - a[1])[0]?.[0];
  const more = total - chosen.size;
  rows.push({
    key: 'more',
    label: `⋯ ${count(more)} more`,
    text: '',
    weak: false,
    isNew: false,
    more,
    ...(most === undefined ? {} : { target: most }),
  });
  return dedupe(rows);
}

/** Two cells may carry one label (a name and a stack entry, a dict with 1 and True…): keys must differ all the same. */
function dedupe(rows: SceneRow[]): SceneRow[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const n = seen.get(row.key) ?? 0;
    seen.set(row.key, n + 1);
    return n === 0 ? row : { ...row, key: `${row.key}~${n}` };
  });
}

/** For each group, the boxes its objects refer to, with how many references, the most first. */
function linksOfGroups(view: HeapView, folded: Folded): Map<string, [string, number][]> {
  const links = new Map<string, Map<string, number>>();
  for (const o of view.objects) {
    const from = folded.box.get(o.id);
    if (from === undefined || from === o.id) continue;
    for (const c of o.cells) {
      if (c.kind !== 'ref') continue;
      const to = folded.box.get(c.target!);
      if (to === undefined || to === from || to === folded.groups.get(from)?.parent) continue;
      const row = links.get(from) ?? links.set(from, new Map()).get(from)!;
      row.set(to, (row.get(to) ?? 0) + 1);
    }
  }
  return new Map([...links].map(([key, row]) => [key, [...row].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))]));
}

function edgesOf(
  node: SceneNode,
  byId: ReadonlyMap<string, SceneNode>,
  byObject: ReadonlyMap<string, HeapObject>,
): SceneEdge[] {
  const edges: SceneEdge[] = [];
  const source = node.kind === 'object' ? node.object : undefined;
  const garbage = node.kind === 'group' ? node.group.garbage : (source?.flags.garbage ?? false);
  const isGarbage = (id: string): boolean => {
    const box = byId.get(id);
    return box?.kind === 'group' ? box.group.garbage : box?.kind === 'object' && box.object.flags.garbage;
  };
  node.rows.forEach((row, i) => {
    if (row.target === undefined || !byId.has(row.target)) return;
    const target = row.object === undefined ? undefined : byObject.get(row.object);
    edges.push({
      key: `${node.id}|${row.key}`,
      source: node.id,
      row: i,
      target: row.target,
      weak: row.weak,
      isNew: row.isNew,
      cycle: !row.weak && source !== undefined && source.cycle > 0 && source.cycle === target?.cycle,
      garbage: garbage && (target?.flags.garbage ?? isGarbage(row.target)),
      freed: (source?.flags.freed ?? false) || (target?.flags.freed ?? false),
      fromFrame: node.kind === 'frame',
      fromActive: node.kind === 'frame' && node.frame.active,
    });
  });
  return edges;
}
