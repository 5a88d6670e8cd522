/**
 * Arrows: from a dot inside the cell to the header of the target. Forward ones leave right and enter left, backward
 * ones the other way, those within a column swing out as a C. Long ones pass the columns between through gaps between
 * boxes, a lane each. Pure.
 */
import type { Placed } from './slots';
import { columnGap } from './slots';

export interface RouteEdge {
  readonly key: string;
  readonly source: string;
  readonly target: string;
  readonly dy: number;
}

export interface Route {
  readonly key: string;
  /** x, y, x, y, … */
  readonly points: readonly number[];
  /** Within one column: 1 swings right, -1 left; 0 otherwise. */
  readonly curve: -1 | 0 | 1;
  /** The head points left (entering from the right side). */
  readonly entersRight: boolean;
}

const dotInset = 13;
const headY = 13;
const lane = 4;

export function route(
  edges: readonly RouteEdge[],
  placed: ReadonlyMap<string, Placed>,
  columnX: readonly number[],
): Route[] {
  const columns: Placed[][] = [];
  for (const box of placed.values()) (columns[box.col] ??= []).push(box);
  const widths: number[] = [];
  const gaps: (readonly [number, number])[][] = [];
  columns.forEach((boxes, c) => {
    boxes.sort((a, b) => a.y - b.y);
    widths[c] = Math.max(100, ...boxes.map((b) => b.w));
    const free: (readonly [number, number])[] = [];
    let low = (boxes[0]?.y ?? 0) - 400;
    for (const box of boxes) {
      if (box.y - low > 12) free.push([low, box.y]);
      low = box.y + box.h;
    }
    free.push([low, low + 400]);
    gaps[c] = free;
  });
  const used = new Map<string, number>();
  const ordered = edges
    .filter((e) => placed.has(e.source) && placed.has(e.target))
    .map((edge) => ({ edge, y: placed.get(edge.source)!.y + edge.dy }))
    .sort((a, b) => a.y - b.y || (a.edge.key < b.edge.key ? -1 : 1));
  return ordered.map(({ edge, y: y1 }) => {
    const a = placed.get(edge.source)!;
    const b = placed.get(edge.target)!;
    const y2 = b.y + headY;
    if (a.col === b.col) {
      // Down on the right, up on the left: a next/prev loop shows as a ring. To itself: right.
      const curve = b.y >= a.y ? 1 : -1;
      const points = curve > 0 ? [a.x + a.w - dotInset, y1, b.x + b.w + 1, y2] : [a.x, y1, b.x - 1, y2];
      return { key: edge.key, points, curve, entersRight: curve > 0 };
    }
    const forward = b.col > a.col;
    const x1 = forward ? a.x + a.w - dotInset : a.x;
    const x2 = forward ? b.x - 1 : b.x + b.w + 1;
    const points = [x1, y1];
    const step = forward ? 1 : -1;
    for (let c = a.col + step; c !== b.col; c += step) {
      if (!columns[c]) continue;
      const share = Math.min(0.85, Math.max(0.15, (columnX[c]! - x1) / (x2 - x1)));
      const wanted = y1 + (y2 - y1) * share;
      const gap = nearest(gaps[c]!, wanted);
      const name = `${c}:${gap[0]}`;
      const n = used.get(name) ?? 0;
      used.set(name, n + 1);
      // Lanes alternate around the first one: 0, +4, -4, +8, …
      const shift = (n % 2 === 1 ? 1 : -1) * Math.ceil(n / 2) * lane;
      const y = Math.min(
        Math.max(Math.min(Math.max(wanted, gap[0] + 5), gap[1] - 5) + shift, gap[0] + lane),
        gap[1] - lane,
      );
      const left = columnX[c]! - 10;
      const right = columnX[c]! + widths[c]! + 10;
      points.push(...(forward ? [left, y, right, y] : [right, y, left, y]));
    }
    points.push(x2, y2);
    return { key: edge.key, points, curve: 0, entersRight: !forward };
  });
}

function nearest(gaps: readonly (readonly [number, number])[], y: number): readonly [number, number] {
  let best = gaps[0]!;
  let distance = Infinity;
  for (const gap of gaps) {
    const d = Math.abs(Math.min(Math.max(y, gap[0] + 8), gap[1] - 8) - y);
    if (d < distance) {
      distance = d;
      best = gap;
    }
  }
  return best;
}

/** As an SVG path. `start` moves the first point (the halo begins outside the box). */
export function pathOf({ points, curve }: Pick<Route, 'points' | 'curve'>, start = points[0]!): string {
  const p = (n: number): string => String(Math.round(n * 10) / 10);
  if (curve !== 0) {
    const [, y1, x2, y2] = points as [number, number, number, number];
    const reach = 26 + Math.min(columnGap * 0.7, Math.abs(y2 - y1) * 0.16);
    const x = (curve > 0 ? Math.max(start, x2) : Math.min(start, x2)) + curve * reach;
    return `M${p(start)} ${p(y1)}C${p(x)} ${p(y1)} ${p(x)} ${p(y2)} ${p(x2)} ${p(y2)}`;
  }
  let d = `M${p(start)} ${p(points[1]!)}`;
  let x1 = start;
  for (let i = 2; i < points.length; i += 2) {
    const y1 = points[i - 1]!;
    const x2 = points[i]!;
    const y2 = points[i + 1]!;
    if (Math.abs(y1 - y2) < 0.5) d += `L${p(x2)} ${p(y2)}`;
    else {
      const bend = Math.sign(x2 - x1) * Math.max(18, Math.min(90, Math.abs(x2 - x1) * 0.5));
      d += `C${p(x1 + bend)} ${p(y1)} ${p(x2 - bend)} ${p(y2)} ${p(x2)} ${p(y2)}`;
    }
    x1 = x2;
  }
  return d;
}

/** Whether it starts at its box's left edge. */
export const leavesLeft = ({ entersRight, curve }: Pick<Route, 'entersRight' | 'curve'>): boolean =>
  curve < 0 || (curve === 0 && entersRight);

/** The arrow's head; and for one that leaves on the left, away from the cell's dot, a dot of its own. */
export function headOf({ points, entersRight, curve }: Pick<Route, 'points' | 'entersRight' | 'curve'>): string {
  const x = points[points.length - 2]!;
  const y = points[points.length - 1]!;
  const head = entersRight ? `M${x} ${y}l8 -4.2v8.4z` : `M${x} ${y}l-8 -4.2v8.4z`;
  return leavesLeft({ entersRight, curve })
    ? `${head}M${points[0]! - 3} ${points[1]!}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0`
    : head;
}
