/**
 * The picture as a standalone SVG: the same boxes, rows and arrows, colours resolved from the theme. Text is escaped by
 * the serializer, since it is put in as text nodes.
 */
import { caption, rowHeight, rowsTop, stripCell, title, type TextMetrics } from '../layout/measure';
import { findIslands, type Island } from '../layout/islands';
import type { Bounds, Picture, PictureBox } from '../layout/picture';
import { headOf, pathOf } from '../layout/route';
import type { HeapObject } from '../../../server/src/protocol/heapProtocol';
import { clip, refcountText } from '../model/format';
import type { GroupNode, SceneEdge, SceneNode, SceneRow } from '../model/scene';
import { colors, css, mix, type Rgb } from '../ui/theme';
import { glyph, typeColor } from '../ui/typeLook';

const namespace = 'http://www.w3.org/2000/svg';
const margin = 32;
const headingHeight = 30;

type Attributes = Record<string, string | number>;

function add(parent: Element, name: string, attributes: Attributes, content?: string): Element {
  const element = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (content !== undefined) element.textContent = content;
  parent.append(element);
  return element;
}

const uiFont = { 'font-family': 'system-ui, sans-serif' } as const;

export function pictureToSvg(picture: Picture, text: TextMetrics, heading: string): string {
  const c = colors();
  const islands = findIslands(picture);
  const bounds = withIslands(picture.bounds, islands);
  const x = bounds.x - margin;
  const y = bounds.y - margin - headingHeight;
  // Wide enough for the heading, too.
  const w = Math.ceil(Math.max(bounds.w + 2 * margin, heading.length * 6.6 + 2 * margin));
  const h = Math.ceil(bounds.h + 2 * margin + headingHeight);
  const svg = document.createElementNS(namespace, 'svg');
  for (const [key, value] of Object.entries({
    xmlns: namespace,
    width: w,
    height: h,
    viewBox: `${x} ${y} ${w} ${h}`,
    'font-family': 'ui-monospace, Menlo, Consolas, monospace',
    'font-size': 12,
  }))
    svg.setAttribute(key, String(value));
  add(svg, 'title', {}, heading);
  add(svg, 'rect', { x, y, width: w, height: h, fill: css(c.background) });
  add(svg, 'text', { x: bounds.x, y: y + margin, fill: css(c.foreground), ...uiFont, 'font-size': 13 }, heading);
  for (const island of islands) drawIsland(island, svg);
  const boxes = add(svg, 'g', {});
  for (const box of picture.boxes.values()) drawBox(box, text, boxes);
  const arrows = add(svg, 'g', { fill: 'none' });
  for (const { edge, route } of picture.edges) {
    const color = css(arrowColor(edge));
    const group = add(arrows, 'g', edge.freed ? { opacity: 0.4 } : {});
    const start = route.points[0]! + (route.points[2]! > route.points[0]! ? 16 : -3);
    add(group, 'path', { d: pathOf(route, start), stroke: css(c.background), 'stroke-width': 5, opacity: 0.7 });
    add(group, 'path', {
      d: pathOf(route),
      stroke: color,
      'stroke-width': edge.isNew ? 2.2 : 1.5,
      ...(edge.weak ? { 'stroke-dasharray': '5 4' } : edge.freed ? { 'stroke-dasharray': '2 4' } : {}),
    });
    add(group, 'path', { d: headOf(route), fill: edge.weak ? 'none' : color, stroke: edge.weak ? color : 'none' });
  }
  return new XMLSerializer().serializeToString(svg);
}

function withIslands(bounds: Bounds, islands: readonly Island[]): Bounds {
  const all = [bounds, ...islands.flatMap((i) => [...i.rects, i.tab])];
  const x = Math.min(...all.map((r) => r.x));
  const y = Math.min(...all.map((r) => r.y));
  return {
    x,
    y,
    w: Math.max(...all.map((r) => r.x + r.w)) - x,
    h: Math.max(...all.map((r) => r.y + r.h)) - y,
  };
}

function arrowColor(e: SceneEdge): Rgb {
  const c = colors();
  if (e.garbage) return c.red;
  if (e.isNew) return c.green;
  if (e.cycle) return c.orange;
  if (e.weak) return c.purple;
  return e.fromFrame ? mix(c.background, c.blue, 0.75) : mix(c.background, c.foreground, 0.55);
}

/** As on screen: all outlines, then all pieces. */
function drawIsland(island: Island, parent: Element): void {
  const c = colors();
  const edge = css(mix(c.background, c.red, 0.42));
  const shade = css(mix(c.background, c.red, 0.11));
  const pieces: readonly (readonly [string, Attributes])[] = [
    ...[...island.rects, island.tab].map((r) => ['rect', { x: r.x, y: r.y, width: r.w, height: r.h, rx: 10 }] as const),
    ...island.bridges.map((b) => ['polygon', { points: b.join(' ') }] as const),
  ];
  for (const [name, at] of pieces) add(parent, name, { ...at, fill: edge, stroke: edge, 'stroke-width': 2.4 });
  for (const d of island.ways) add(parent, 'path', { d, fill: 'none', stroke: edge, 'stroke-width': 30 });
  for (const [name, at] of pieces) add(parent, name, { ...at, fill: shade });
  for (const d of island.ways) add(parent, 'path', { d, fill: 'none', stroke: shade, 'stroke-width': 27.6 });
  add(
    parent,
    'text',
    {
      x: island.tab.x + 9,
      y: island.tab.y + 14.5,
      fill: css(mix(c.red, c.foreground, 0.3)),
      'font-size': 11.5,
      'font-weight': 600,
      ...uiFont,
    },
    island.label,
  );
}

function hueOf(node: SceneNode): Rgb {
  const c = colors();
  const generation = node.kind === 'object' ? node.object.generation : null;
  return generation === 0 ? c.green : generation === 1 ? c.yellow : generation === 2 ? c.blue : c.dim;
}

function valueColor(row: SceneRow): string {
  const c = colors();
  return css(
    row.atom === 'string'
      ? mix(c.orange, c.foreground, 0.3)
      : row.atom === 'number'
        ? mix(c.green, c.foreground, 0.4)
        : row.atom === 'keyword'
          ? mix(c.blue, c.foreground, 0.2)
          : row.atom === 'other'
            ? c.dim
            : c.foreground,
  );
}

function drawBox(box: PictureBox, text: TextMetrics, parent: Element): void {
  const { node, place: p } = box;
  const c = colors();
  const o = node.kind === 'object' ? node.object : undefined;
  const hue = hueOf(node);
  const special = o?.flags.garbage === true || o?.flags.freed === true;
  const active = node.kind === 'frame' && node.frame.active;
  const edge = special ? c.red : o?.flags.isNew ? c.green : active ? c.focus : mix(c.line, hue, 0.5);
  const g = add(parent, 'g', { transform: `translate(${p.x} ${p.y})`, ...(o?.flags.freed ? { opacity: 0.55 } : {}) });
  add(g, 'rect', {
    width: p.w,
    height: p.h,
    rx: 7,
    fill: css(c.card),
    stroke: css(edge),
    'stroke-width': active ? 2 : 1.2,
    ...(special ? { 'stroke-dasharray': '4 3' } : {}),
  });
  add(g, 'path', {
    d: `M.6 26V7a6.4 6.4 0 0 1 6.4-6.4H${p.w - 7}a6.4 6.4 0 0 1 6.4 6.4V26Z`,
    fill: css(mix(c.card, active ? c.focus : hue, 0.2)),
  });
  const sign =
    node.kind === 'frame' ? (active ? '▶' : '▷') : glyph(node.kind === 'group' ? node.group.typeName : o!.typeName);
  add(
    g,
    'text',
    { x: 15, y: 17.5, fill: css(mix(c.foreground, hue, 0.6)), 'font-size': 10.5, 'text-anchor': 'middle' },
    sign,
  );
  add(g, 'text', { x: 31, y: 17.5, fill: css(c.foreground), 'font-weight': 600, ...uiFont }, title(node));
  if (node.kind === 'frame') headEnd(g, p.w - 8, node.frame.line > 0 ? `line ${node.frame.line}` : 'done');
  else if (o) countBadge(g, p.w, o);
  if (node.kind === 'group') drawGroup(g, node, p.w);
  const under = caption(node);
  if (under) add(g, 'text', { x: 9, y: 41, fill: css(c.dim) }, clip(under, 40));
  if (node.strip) return drawStrip(g, node, text);
  node.rows.slice(0, box.rows).forEach((row, i) => {
    const y = rowsTop(node) + i * rowHeight + rowHeight / 2;
    const name = css(mix(c.purple, c.foreground, 0.35));
    add(g, 'text', { x: 9, y: y + 4, fill: row.more ? css(c.dim) : name }, row.label);
    const leavesLeft = box.left.includes(` ${i} `);
    if (row.target === undefined)
      add(g, 'text', { x: p.w - 9, y: y + 4, 'text-anchor': 'end', fill: valueColor(row) }, row.text);
    else if (!leavesLeft)
      add(g, 'circle', {
        cx: p.w - 13,
        cy: y,
        r: 3.7,
        fill: row.weak ? 'none' : css(c.foreground),
        stroke: css(row.weak ? c.purple : c.foreground),
      });
  });
}

function headEnd(g: Element, x: number, content: string): void {
  add(g, 'text', { x, y: 17.5, fill: css(colors().dim), 'font-size': 11, 'text-anchor': 'end', ...uiFont }, content);
}

/** The count, with what it was before this step, and the generation beside it. */
function countBadge(g: Element, width: number, o: HeapObject): void {
  const c = colors();
  const { flags, delta, refcount, generation } = o;
  const moved = delta !== 0 && !flags.isNew && refcount >= 0;
  const content = `${moved ? `${refcount - delta}→` : ''}${refcountText(refcount)}`;
  const w = Math.max(18, content.length * 6.6 + 9);
  const fill = moved ? (delta > 0 ? c.green : c.red) : mix(c.card, c.foreground, 0.35);
  add(g, 'rect', { x: width - 6 - w, y: 5, width: w, height: 16, rx: 8, fill: css(fill) });
  add(
    g,
    'text',
    {
      x: width - 6 - w / 2,
      y: 17,
      'text-anchor': 'middle',
      'font-size': 10.5,
      'font-weight': 600,
      fill: css(moved ? c.background : c.foreground),
      ...uiFont,
    },
    content,
  );
  headEnd(g, width - 11 - w, flags.freed ? 'freed' : generation === null ? '–' : `g${generation}`);
}

function drawGroup(g: Element, { group, note }: GroupNode, width: number): void {
  add(g, 'text', { x: 9, y: 43, fill: css(colors().dim), 'font-size': 11.5, ...uiFont }, note);
  let x = 9;
  for (const [typeName, n] of group.mix.slice(0, 5)) {
    const w = Math.max(2, ((width - 18) * n) / Math.max(1, group.count));
    add(g, 'rect', { x, y: 50, width: Math.min(w, width - 9 - x), height: 6, rx: 2, fill: typeColor(typeName) });
    x += w;
    if (x >= width - 10) break;
  }
  const names = group.mix.slice(0, 2).map(([typeName, n]) => `${typeName} ${n}`);
  add(g, 'text', { x: 9, y: 69, fill: css(colors().dim), 'font-size': 10.5, ...uiFont }, names.join('   '));
}

function drawStrip(g: Element, node: SceneNode, text: TextMetrics): void {
  const c = colors();
  let x = 6;
  for (const row of node.rows) {
    const w = stripCell(row.text, text);
    const middle = { x: x + w / 2, 'text-anchor': 'middle' } as const;
    add(g, 'rect', { x, y: 31, width: w, height: 34, fill: css(c.background), stroke: css(c.line) });
    add(g, 'text', { ...middle, y: 42, 'font-size': 9.5, fill: css(c.dim) }, row.label);
    add(g, 'text', { ...middle, y: 58, fill: valueColor(row) }, row.text);
    x += w;
  }
}

/** SVG text as PNG bytes, drawn by the browser; large pictures are scaled down to what a canvas can hold. */
export async function svgToPng(svg: string): Promise<Uint8Array> {
  const url = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(svg);
  const image = new Image();
  await new Promise<void>((resolve, reject) => {
    image.onload = (): void => resolve();
    image.onerror = (): void => reject(new Error('The picture could not be drawn.'));
    image.src = url;
  });
  const scale = Math.min(2, 12_000 / image.width, 12_000 / image.height);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The picture is too large.');
  return new Uint8Array(await blob.arrayBuffer());
}
