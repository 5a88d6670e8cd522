/**
 * Garbage islands: what nothing can reach any more, with the shape that is drawn around it. Members keep their places, so
 * the shape follows them: one rectangle where nothing else lies in it, otherwise a piece for each stretch of a column and
 * bridges between them. Pure.
 */
import { plural } from '../model/format';
import type { Picture, PictureBox } from './picture';
import { pathOf } from './route';

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface Island {
  readonly boxes: readonly PictureBox[];
  /** How many separate groups it stands for: neighbours too near each other to be drawn apart. */
  readonly groups: number;
  readonly rects: readonly Rect[];
  /** Closed outlines between rectangles: x, y, x, y, … */
  readonly bridges: readonly (readonly number[])[];
  /** Way of references that leave the rectangles, as paths to be drawn broadly. */
  readonly ways: readonly string[];
  readonly label: string;
  /** The label's own piece of the shape. */
  readonly tab: Rect;
}

export const islandPad = 13;
const tabHeight = 21;
/** A rectangle around all of it is drawn where its boxes take up this share of it. */
const leastFull = 0.22;
/** Boxes of one column further apart than this are two stretches. */
const longestGap = 220;
const characterWidth = 6.4;

interface Raw {
  readonly boxes: PictureBox[];
  groups: number;
}

export function findIslands(picture: Picture): Island[] {
  const raw = components(picture);
  if (raw.length === 0) return [];
  const inside = new Set(raw.flatMap((r) => r.boxes.map((b) => b.node.id)));
  const others = [...picture.boxes.values()].filter((b) => !inside.has(b.node.id)).map((b) => b.place);
  return merged(raw).map((island) => shape(island, picture, others));
}

/** Garbage boxes connected by arrows, weak ones aside. */
function components(picture: Picture): Raw[] {
  const parent = new Map<string, string>();
  for (const [id, { node }] of picture.boxes)
    if (node.kind === 'object' ? node.object.flags.garbage : node.kind === 'group' && node.group.garbage)
      parent.set(id, id);
  if (parent.size === 0) return [];
  const find = (id: string): string => {
    let at = id;
    while (parent.get(at) !== at) at = parent.get(at)!;
    return at;
  };
  for (const { edge } of picture.edges)
    if (!edge.weak && parent.has(edge.source) && parent.has(edge.target))
      parent.set(find(edge.source), find(edge.target));
  const islands = new Map<string, Raw>();
  for (const id of parent.keys()) {
    const root = find(id);
    (islands.get(root) ?? islands.set(root, { boxes: [], groups: 1 }).get(root)!).boxes.push(picture.boxes.get(id)!);
  }
  return [...islands.values()];
}

/** Neighbours whose shapes would run into each other, or over each other's label, become one. */
function merged(raw: readonly Raw[]): Raw[] {
  const list = raw.map((r) => ({ boxes: [...r.boxes], groups: r.groups }));
  for (let i = 0; i < list.length; i++)
    for (let j = i + 1; j < list.length; j++) {
      const near = list[i]!.boxes.some((a) =>
        list[j]!.boxes.some((b) => overlap(grown(a.place, islandPad + tabHeight / 2), grown(b.place, islandPad))),
      );
      if (!near) continue;
      list[i]!.boxes.push(...list[j]!.boxes);
      list[i]!.groups += list[j]!.groups;
      list.splice(j, 1);
      // What joined may reach further ones.
      j = i;
    }
  return list;
}

const grown = (r: Rect, by: number): Rect => ({ x: r.x - by, y: r.y - by, w: r.w + 2 * by, h: r.h + 2 * by });
const overlap = (a: Rect, b: Rect): boolean => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

function around(places: readonly Rect[]): Rect {
  const x = Math.min(...places.map((p) => p.x));
  const y = Math.min(...places.map((p) => p.y));
  return {
    x,
    y,
    w: Math.max(...places.map((p) => p.x + p.w)) - x,
    h: Math.max(...places.map((p) => p.y + p.h)) - y,
  };
}

function shape({ boxes, groups }: Raw, picture: Picture, others: readonly Rect[]): Island {
  const objects = boxes.reduce((sum, b) => sum + (b.node.kind === 'group' ? b.node.group.count : 1), 0);
  const label = `garbage: ${plural(objects, 'object')}${groups > 1 ? ` in ${groups} groups` : ''} nothing can reach`;
  const whole = grown(around(boxes.map((b) => b.place)), islandPad);
  const full = boxes.reduce((sum, { place: p }) => sum + p.w * p.h, 0) / (whole.w * whole.h);
  const free = full >= leastFull && !others.some((o) => overlap(o, whole));
  const rects = free ? [whole] : stretches(boxes, others);
  const ids = new Set(boxes.map((b) => b.node.id));
  const bridges: number[][] = [];
  const ways: string[] = [];
  if (!free) {
    const at = (b: PictureBox): Rect => rects.find((r) => overlap(r, b.place))!;
    const joined = new Set<string>();
    for (const { edge, route } of picture.edges) {
      if (edge.weak || !ids.has(edge.source) || !ids.has(edge.target)) continue;
      const source = picture.boxes.get(edge.source)!;
      const target = picture.boxes.get(edge.target)!;
      const [a, b] = [at(source), at(target)];
      if (a === b) continue;
      if (Math.abs(source.place.col - target.place.col) !== 1) {
        ways.push(pathOf(route));
        continue;
      }
      const key = `${rects.indexOf(a)} ${rects.indexOf(b)}`;
      if (joined.has(key)) continue;
      joined.add(key);
      const [left, right] = a.x < b.x ? [a, b] : [b, a];
      const [x1, x2] = [left.x + left.w - 12, right.x + 12];
      bridges.push([x1, left.y, x2, right.y, x2, right.y + right.h, x1, left.y + left.h]);
    }
  }
  return { boxes, groups, rects, bridges, ways, label, tab: tabFor(label, rects, others) };
}

/** Boxes of a column with nothing else between them, as one rectangle each. */
function stretches(boxes: readonly PictureBox[], others: readonly Rect[]): Rect[] {
  const byColumn = new Map<number, PictureBox[]>();
  for (const b of boxes) byColumn.set(b.place.col, [...(byColumn.get(b.place.col) ?? []), b]);
  const rects: Rect[] = [];
  for (const column of byColumn.values()) {
    column.sort((a, b) => a.place.y - b.place.y);
    let run: Rect[] = [];
    for (const { place } of column) {
      const next = around([...run, place]);
      const last = run.at(-1);
      const parted = last !== undefined && place.y - (last.y + last.h) > longestGap;
      if (run.length > 0 && (parted || others.some((o) => overlap(o, next)))) {
        rects.push(grown(around(run), islandPad));
        run = [];
      }
      run.push(place);
    }
    if (run.length > 0) rects.push(grown(around(run), islandPad));
  }
  return rects;
}

/** Above the topmost rectangle where that is free, else wherever it first is. */
function tabFor(label: string, rects: readonly Rect[], others: readonly Rect[]): Rect {
  const w = Math.round(label.length * characterWidth + 18);
  const sorted = [...rects].sort((a, b) => a.y - b.y || a.x - b.x);
  const places = [
    ...sorted.map((r): Rect => ({ x: r.x, y: r.y - tabHeight + 6, w, h: tabHeight })),
    ...sorted.reverse().map((r): Rect => ({ x: r.x, y: r.y + r.h - 6, w, h: tabHeight })),
  ];
  return places.find((tab) => !others.some((o) => overlap(o, tab))) ?? places[0]!;
}
