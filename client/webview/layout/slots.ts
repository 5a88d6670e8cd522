/**
 * Slot layout: left to right, and nothing that lives ever moves.
 *
 * Each object gets a slot in a column one further right than its owner's, at the height of the cell that holds it. The
 * slot is its own for life: kept when it is folded away, found again when time runs back. A box that grows uses the
 * room kept for it, then free room below, and beyond that shows fewer rows rather than push a neighbour. Only `tidy`
 * (an empty state) lays everything out afresh. Pure: the state goes in and comes out.
 */
export interface LayoutNode {
  readonly id: string;
  readonly w: number;
  readonly h: number;
  /** Height to keep free for it when it is placed. */
  readonly reserve: number;
  readonly kind: 'frame' | 'object' | 'group';
  /** Who refers to it, and at which offset from that box's top. */
  readonly holders: readonly LayoutHolder[];
  /** Best owner, where known: the nearest box that alone keeps it alive. */
  readonly dominator: string;
  /** Unreachable: placed in a band of its own when it has no place yet. */
  readonly island: boolean;
  /** Dead already: where it is first met as a ghost is no place to come back to when it lived. */
  readonly ghost?: boolean;
}

export interface LayoutHolder {
  readonly id: string;
  readonly dy: number;
  /** A name in a function's frame: a weak claim, since the frame is about to return. */
  readonly passing: boolean;
  /** Next link of a chain (a list's node to the next): same column, below. */
  readonly chain: boolean;
  /** Of the same type: a neighbour rather than an owner, when somebody else holds it too. */
  readonly sibling: boolean;
}

export interface Slot {
  readonly col: number;
  readonly y: number;
  readonly h: number;
}
export interface Placed {
  readonly col: number;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface LayoutState {
  /** Width kept for each column. */
  readonly columns: readonly number[];
  readonly slots: ReadonlyMap<string, Slot>;
  /** Drawn last time: these keep their slots against all others. */
  readonly drawn: ReadonlySet<string>;
  /** First met when they were dead already: their slots are forgotten when they are seen alive. */
  readonly ghosts?: ReadonlySet<string>;
}

export interface LayoutResult {
  readonly placed: ReadonlyMap<string, Placed>;
  readonly columnX: readonly number[];
  readonly state: LayoutState;
}

export const emptyLayout: LayoutState = { columns: [], slots: new Map(), drawn: new Set() };

export const columnGap = 84;
export const rowGap = 18;
const frameGap = 36;
const bandGap = 56;
const columnSlack = 12;
const columnMin = 150;
const columnMax = 272;
/** Slots remembered for what is not on screen; beyond it the oldest are forgotten. */
const memory = 4000;

export function layout(before: LayoutState, nodes: readonly LayoutNode[]): LayoutResult {
  const state = withoutGhosts(before, nodes);
  const byId = new Map(nodes.map((n) => [n.id, n]));
  const columns = [...state.columns];
  const board = new Board();
  const waiting: LayoutNode[] = [];
  for (const n of nodes) {
    const slot = state.slots.get(n.id);
    if (slot && state.drawn.has(n.id)) board.put(n.id, slot);
    else waiting.push(n);
  }
  const homeless: LayoutNode[] = [];
  for (const n of waiting) {
    const slot = state.slots.get(n.id);
    if (slot && board.isFree(slot.col, slot.y, slot.h)) board.put(n.id, slot);
    else homeless.push(n);
  }
  // Boxes in place take the room they need below them before newcomers are seated, but their slots stay what they
  // were: when time runs back, whoever lived there before finds its place free again.
  const fresh = board.size === 0;
  const own = new Map(board.all());
  const grow = (): void => {
    for (const n of nodes) {
      const slot = board.slot(n.id);
      if (slot && n.h > slot.h) board.resize(n.id, Math.min(n.h, slot.h + board.roomBelow(n.id)));
    }
  };
  grow();
  const col = chooseColumns(nodes, byId, board);
  if (fresh) spillLeaves(nodes, col);
  for (const n of homeless) widen(columns, col.get(n.id)!, n.w, fresh);
  for (const n of nodes) if (columns[col.get(n.id)!] === undefined) widen(columns, col.get(n.id)!, n.w, fresh);
  if (fresh) placeAll(homeless, byId, col, board);
  else placeEach(homeless, col, board);
  for (const n of homeless) own.set(n.id, board.slot(n.id)!);
  grow();

  const columnX: number[] = [];
  let x = 0;
  for (let c = 0; c < columns.length; c++) {
    columns[c] ??= columnMin;
    columnX.push(x);
    x += columns[c]! + columnGap + (c === 0 ? 24 : 0);
  }
  const placed = new Map<string, Placed>();
  for (const n of nodes) {
    const slot = board.slot(n.id)!;
    placed.set(n.id, {
      col: slot.col,
      x: columnX[slot.col]!,
      y: slot.y,
      w: Math.min(n.w, columns[slot.col]!),
      h: Math.min(n.h, slot.h),
    });
  }
  const met = nodes.filter((n) => n.ghost === true && (state.ghosts?.has(n.id) === true || !state.slots.has(n.id)));
  return {
    placed,
    columnX,
    state: {
      columns,
      slots: remember(state.slots, own),
      drawn: new Set(byId.keys()),
      ...(met.length === 0 ? {} : { ghosts: new Set(met.map((n) => n.id)) }),
    },
  };
}

function withoutGhosts(state: LayoutState, nodes: readonly LayoutNode[]): LayoutState {
  const risen = nodes.filter((n) => n.ghost !== true && state.ghosts?.has(n.id) === true);
  if (risen.length === 0) return state;
  const slots = new Map(state.slots);
  for (const n of risen) slots.delete(n.id);
  return { ...state, slots };
}

function remember(old: ReadonlyMap<string, Slot>, own: ReadonlyMap<string, Slot>): Map<string, Slot> {
  const slots = new Map(old);
  for (const [id, slot] of own) {
    slots.delete(id);
    slots.set(id, slot);
  }
  for (const id of slots.keys()) {
    if (slots.size <= memory) break;
    if (!own.has(id)) slots.delete(id);
  }
  return slots;
}

function widen(columns: number[], c: number, w: number, fresh: boolean): void {
  const wanted = Math.max(columnMin, Math.min(columnMax, w + columnSlack));
  // A column in use keeps its width: widening it would move every column to its right.
  if (columns[c] === undefined) columns[c] = fresh ? wanted : Math.max(wanted, 190);
  else if (fresh) columns[c] = Math.max(columns[c], wanted);
}

/** Breadth first from what has a column; passing frames only claim what nobody else holds. */
function chooseColumns(
  nodes: readonly LayoutNode[],
  byId: ReadonlyMap<string, LayoutNode>,
  board: Board,
): Map<string, number> {
  const col = new Map<string, number>();
  for (const n of nodes) {
    const slot = board.slot(n.id);
    if (slot) col.set(n.id, slot.col);
    else if (n.kind === 'frame') col.set(n.id, 0);
  }
  const held = new Map<string, { to: LayoutNode; by: LayoutHolder }[]>();
  for (const to of nodes) {
    if (col.has(to.id)) continue;
    for (const by of to.holders)
      if (byId.has(by.id)) (held.get(by.id) ?? held.set(by.id, []).get(by.id)!).push({ to, by });
  }
  const queue = [...col.keys()];
  const spread = (passing: boolean): void => {
    for (let i = 0; i < queue.length; i++) {
      for (const { to, by } of held.get(queue[i]!) ?? []) {
        if (col.has(to.id) || (by.passing && !passing)) continue;
        col.set(to.id, col.get(by.id)! + (by.chain ? 0 : 1));
        queue.push(to.id);
      }
    }
  };
  spread(false);
  spread(true);
  // Held by nothing on screen: below its dominator where that is drawn, else the first column of objects.
  for (const n of nodes) {
    if (col.has(n.id)) continue;
    col.set(n.id, (col.get(n.dominator) ?? 0) + 1);
    queue.length = 0;
    queue.push(n.id);
    spread(true);
  }
  return col;
}

/**
 * First picture only: where a column is much taller than the picture is wide, what leads nowhere moves one column to
 * the right, where there is room. A screen is wider than high.
 */
function spillLeaves(nodes: readonly LayoutNode[], col: Map<string, number>): void {
  const owners = new Set(nodes.flatMap((n) => n.holders.map((h) => h.id)));
  const heights: number[] = [];
  for (const n of nodes) heights[col.get(n.id)!] = (heights[col.get(n.id)!] ?? 0) + n.reserve + rowGap;
  const total = heights.reduce((sum, h) => sum + (h ?? 0), 0);
  const columnWidth = 190 + columnGap;
  // Height at which as many columns as it takes make a picture of about 16:9.
  const target = Math.max(560, heights[0] ?? 0, Math.sqrt(total * columnWidth * 0.56));
  for (let c = 1; c < heights.length && c < 60; c++) {
    if ((heights[c] ?? 0) <= target * 1.12) continue;
    const leaves = nodes.filter(
      (n) =>
        col.get(n.id) === c && n.kind === 'object' && !n.island && !owners.has(n.id) && !n.holders.some((h) => h.chain),
    );
    for (const n of leaves.reverse()) {
      if (heights[c]! <= target) break;
      const h = n.reserve + rowGap;
      if ((heights[c + 1] ?? 0) + h > target * 1.12) break;
      col.set(n.id, c + 1);
      heights[c]! -= h;
      heights[c + 1] = (heights[c + 1] ?? 0) + h;
    }
  }
}

/** The height its owner's cell asks for; undefined when no owner is placed yet. */
function wish(n: LayoutNode, c: number, board: Board): number | undefined {
  let best: { y: number; rank: number } | undefined;
  for (const by of n.holders) {
    const owner = board.slot(by.id);
    if (!owner) continue;
    const y = by.chain ? owner.y + owner.h + rowGap : owner.y + by.dy - headOffset;
    const rank =
      (by.id === n.dominator ? 0 : 4) +
      (by.passing ? 2 : 0) +
      (by.sibling && !by.chain ? 1 : 0) +
      (owner.col < c || by.chain ? 0 : 0.5);
    if (!best || rank < best.rank) best = { y, rank };
  }
  return best?.y;
}
const headOffset = 13;

/** First picture: columns left to right, each ordered by where its owners are, then pushed apart as little as possible. */
function placeAll(
  nodes: readonly LayoutNode[],
  byId: ReadonlyMap<string, LayoutNode>,
  col: ReadonlyMap<string, number>,
  board: Board,
): void {
  const islands = nodes.filter((n) => n.island);
  const perColumn: LayoutNode[][] = [];
  for (const n of nodes) if (!n.island) (perColumn[col.get(n.id)!] ??= []).push(n);
  perColumn.forEach((members, c) => {
    if (c === 0) {
      let y = 0;
      for (const n of members) {
        board.put(n.id, { col: 0, y, h: n.reserve });
        y += n.reserve + frameGap;
      }
      return;
    }
    const wishes = new Map<string, number>();
    // Chains first wish below their head, which is in this same column: resolve them in order of the chain.
    for (let round = 0; round < 2; round++) {
      for (const n of members) {
        if (wishes.has(n.id)) continue;
        const y = wish(n, c, board);
        if (y !== undefined && !(round === 0 && n.holders.some((h) => h.chain && byId.has(h.id)))) wishes.set(n.id, y);
      }
    }
    const pending = members.filter((n) => !wishes.has(n.id));
    for (let again = true; again;) {
      again = false;
      for (let i = pending.length - 1; i >= 0; i--) {
        const n = pending[i]!;
        const head = n.holders.find((h) => h.chain && wishes.has(h.id));
        if (!head) continue;
        wishes.set(n.id, wishes.get(head.id)! + 0.001);
        pending.splice(i, 1);
        again = true;
      }
    }
    const last = Math.max(0, ...wishes.values());
    pending.forEach((n, i) => wishes.set(n.id, last + 60 + i));
    const order = [...members].sort((a, b) => wishes.get(a.id)! - wishes.get(b.id)!);
    const heights = order.map((n) => n.reserve + rowGap);
    const ys = pushApart(
      order.map((n) => wishes.get(n.id)!),
      heights,
    );
    order.forEach((n, i) => board.put(n.id, { col: c, y: Math.round(ys[i]!), h: n.reserve }));
  });
  board.shiftToTop();
  if (islands.length === 0) return;
  // The band goes where the columns are shortest, so that garbage does not make the picture taller than it must.
  const first = Math.min(...islands.map((n) => col.get(n.id)!));
  const last = Math.max(...islands.map((n) => col.get(n.id)!));
  let shift = 0;
  for (let s = 1; last + s < board.columnCount; s++)
    if (board.bottomOfRange(first + s, last + s) < board.bottomOfRange(first + shift, last + shift)) shift = s;
  const top = board.bottomOfRange(first + shift, last + shift) + bandGap;
  for (const n of islands) {
    const c = col.get(n.id)! + shift;
    board.put(n.id, { col: c, y: board.fit(c, n.reserve, top, top), h: n.reserve });
  }
}

/** Later: each new box into the gap nearest to its wish. Owners before what they own. */
function placeEach(nodes: readonly LayoutNode[], col: ReadonlyMap<string, number>, board: Board): void {
  const rest = [...nodes].sort((a, b) => col.get(a.id)! - col.get(b.id)!);
  while (rest.length > 0) {
    let at = rest.findIndex((n) => n.kind === 'frame' || wish(n, col.get(n.id)!, board) !== undefined);
    if (at < 0) at = 0;
    const [n] = rest.splice(at, 1) as [LayoutNode];
    const c = col.get(n.id)!;
    if (n.kind === 'frame') {
      const y = board.bottomOf(0);
      board.put(n.id, { col: 0, y: y === undefined ? 0 : y + frameGap, h: n.reserve });
      continue;
    }
    const wanted = wish(n, c, board) ?? board.slot(n.dominator)?.y ?? 0;
    board.put(n.id, { col: c, y: board.fit(c, n.reserve, Math.round(wanted)), h: n.reserve });
  }
}

/**
 * Pool adjacent violators: keeps the order, honours minimal distances, least sum of squared moves.
 * Gives the positions for wishes in ascending order.
 */
export function pushApart(wishes: readonly number[], heights: readonly number[]): number[] {
  const blocks: { sum: number; n: number }[] = [];
  const offsets: number[] = [];
  let offset = 0;
  wishes.forEach((w, i) => {
    offsets.push(offset);
    blocks.push({ sum: w - offset, n: 1 });
    offset += heights[i]!;
    while (blocks.length > 1) {
      const b = blocks[blocks.length - 1]!;
      const a = blocks[blocks.length - 2]!;
      if (a.sum / a.n <= b.sum / b.n) break;
      a.sum += b.sum;
      a.n += b.n;
      blocks.pop();
    }
  });
  const ys: number[] = [];
  for (const b of blocks) for (let i = 0; i < b.n; i++) ys.push(b.sum / b.n + offsets[ys.length]!);
  return ys;
}

/** Who sits where, column by column. */
class Board {
  private readonly slots = new Map<string, Slot>();
  /** Sorted by y. */
  private readonly columns: { id: string; y: number; h: number }[][] = [];

  get size(): number {
    return this.slots.size;
  }
  slot(id: string): Slot | undefined {
    return this.slots.get(id);
  }
  all(): IterableIterator<[string, Slot]> {
    return this.slots.entries();
  }

  put(id: string, slot: Slot): void {
    this.slots.set(id, slot);
    const column = (this.columns[slot.col] ??= []);
    let at = column.length;
    while (at > 0 && column[at - 1]!.y > slot.y) at--;
    column.splice(at, 0, { id, y: slot.y, h: slot.h });
  }

  resize(id: string, h: number): void {
    const slot = this.slots.get(id)!;
    this.slots.set(id, { ...slot, h });
    this.columns[slot.col]!.find((e) => e.id === id)!.h = h;
  }

  isFree(c: number, y: number, h: number): boolean {
    return (this.columns[c] ?? []).every((e) => e.y >= y + h || e.y + e.h <= y);
  }

  roomBelow(id: string): number {
    const slot = this.slots.get(id)!;
    const column = this.columns[slot.col]!;
    const next = column[column.findIndex((e) => e.id === id) + 1];
    return next ? Math.max(0, next.y - rowGap - (slot.y + slot.h)) : Infinity;
  }

  /** The free y nearest to `wanted` (not above `floor`). */
  fit(c: number, h: number, wanted: number, floor = -Infinity): number {
    let best = wanted;
    let distance = Infinity;
    const consider = (low: number, high: number): void => {
      if (high - low < h) return;
      const y = Math.min(Math.max(wanted, low), high - h);
      if (Math.abs(y - wanted) < distance) {
        distance = Math.abs(y - wanted);
        best = y;
      }
    };
    let low = floor;
    for (const e of this.columns[c] ?? []) {
      consider(low, e.y - rowGap);
      low = Math.max(low, e.y + e.h + rowGap);
    }
    consider(low, Infinity);
    return best;
  }

  bottomOf(c: number): number | undefined {
    const last = this.columns[c]?.[this.columns[c]!.length - 1];
    return last && last.y + last.h;
  }

  get columnCount(): number {
    return this.columns.length;
  }

  bottomOfRange(from: number, to: number): number {
    let bottom = 0;
    for (let c = from; c <= to; c++) bottom = Math.max(bottom, this.bottomOf(c) ?? 0);
    return bottom;
  }

  /** Frames start at 0; columns that were pushed above it come down to it. */
  shiftToTop(): void {
    for (let c = 1; c < this.columns.length; c++) {
      const top = this.columns[c]?.[0]?.y ?? 0;
      if (top >= 0) continue;
      for (const e of this.columns[c]!) {
        e.y -= top;
        this.slots.set(e.id, { col: c, y: e.y, h: e.h });
      }
    }
  }
}
