/**
 * The picture as a standalone SVG: the same boxes, rows and arrows, colours resolved from the theme. Text is escaped by
 * the serializer, since it is put in as text nodes.
 */
import { caption, rowHeight, rowsTop, stripCell, title, type TextMetrics } from '../layout/measure';
import type { Picture, PictureBox } from '../layout/picture';
import { headOf, pathOf } from '../layout/route';
import { clip, refcountText } from '../model/format';
import { colors, css, mix, type Rgb } from '../ui/theme';
import { glyph } from '../ui/typeLook';

const namespace = 'http://www.w3.org/2000/svg';
const margin = 32;

export function pictureToSvg(picture: Picture, text: TextMetrics, heading: string): string {
  const c = colors();
  const { bounds } = picture;
  const w = Math.ceil(bounds.w + 2 * margin);
  const h = Math.ceil(bounds.h + 2 * margin + 28);
  const add = (
    parent: Element,
    name: string,
    attributes: Record<string, string | number>,
    content?: string,
  ): Element => {
    const element = document.createElementNS(namespace, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    if (content !== undefined) element.textContent = content;
    parent.append(element);
    return element;
  };
  const svg = document.createElementNS(namespace, 'svg');
  for (const [key, value] of Object.entries({
    xmlns: namespace,
    width: w,
    height: h,
    viewBox: `${bounds.x - margin} ${bounds.y - margin - 28} ${w} ${h}`,
    'font-family': 'ui-monospace, Menlo, Consolas, monospace',
    'font-size': 12,
  }))
    svg.setAttribute(key, String(value));
  add(svg, 'title', {}, heading);
  add(svg, 'rect', { x: bounds.x - margin, y: bounds.y - margin - 28, width: w, height: h, fill: css(c.background) });
  add(
    svg,
    'text',
    { x: bounds.x, y: bounds.y - 30, fill: css(c.dim), 'font-family': 'system-ui, sans-serif', 'font-size': 13 },
    heading,
  );
  const arrows = add(svg, 'g', { fill: 'none', 'stroke-width': 1.5 });
  const arrowColor = (e: Picture['edges'][number]['edge']): Rgb =>
    e.garbage
      ? c.red
      : e.isNew
        ? c.green
        : e.cycle
          ? c.orange
          : e.weak
            ? c.purple
            : e.fromFrame
              ? mix(c.background, c.blue, 0.75)
              : mix(c.background, c.foreground, 0.55);
  const boxes = add(svg, 'g', {});
  for (const box of picture.boxes.values()) drawBox(box, boxes);
  svg.append(arrows);
  for (const { edge, route } of picture.edges) {
    const color = css(arrowColor(edge));
    add(arrows, 'path', {
      d: pathOf(route),
      stroke: color,
      ...(edge.weak ? { 'stroke-dasharray': '5 4' } : {}),
      ...(edge.freed ? { opacity: 0.4 } : {}),
    });
    add(arrows, 'path', { d: headOf(route), fill: edge.weak ? 'none' : color, stroke: edge.weak ? color : 'none' });
  }
  return new XMLSerializer().serializeToString(svg);

  function drawBox({ node, place: p, rows }: PictureBox, parent: Element): void {
    const o = node.kind === 'object' ? node.object : undefined;
    const hue =
      node.kind !== 'object'
        ? c.dim
        : o!.generation === 0
          ? c.green
          : o!.generation === 1
            ? c.yellow
            : o!.generation === 2
              ? c.blue
              : c.dim;
    const edge = o?.flags.garbage || o?.flags.freed ? c.red : o?.flags.isNew ? c.green : mix(c.line, hue, 0.5);
    const g = add(parent, 'g', { transform: `translate(${p.x} ${p.y})`, ...(o?.flags.freed ? { opacity: 0.55 } : {}) });
    add(g, 'rect', {
      width: p.w,
      height: p.h,
      rx: 7,
      fill: css(c.card),
      stroke: css(edge),
      ...(o?.flags.garbage || o?.flags.freed ? { 'stroke-dasharray': '4 3' } : {}),
    });
    add(g, 'path', { d: `M0 26V7a7 7 0 0 1 7-7H${p.w - 7}a7 7 0 0 1 7 7V26Z`, fill: css(mix(c.card, hue, 0.22)) });
    add(
      g,
      'text',
      { x: 8, y: 17.5, fill: css(mix(c.foreground, hue, 0.5)), 'font-size': 11 },
      node.kind === 'frame' ? '▸' : glyph(node.kind === 'group' ? node.group.typeName : o!.typeName),
    );
    add(
      g,
      'text',
      { x: 34, y: 17.5, fill: css(c.foreground), 'font-family': 'system-ui, sans-serif', 'font-weight': 600 },
      title(node),
    );
    const right =
      node.kind === 'frame'
        ? `line ${node.frame.line}`
        : node.kind === 'group'
          ? ''
          : `${o!.flags.freed ? 'freed' : o!.generation === null ? '–' : 'g' + o!.generation}  ×${refcountText(o!.refcount)}`;
    add(
      g,
      'text',
      {
        x: p.w - 8,
        y: 17.5,
        fill: css(c.dim),
        'font-size': 11,
        'text-anchor': 'end',
        'font-family': 'system-ui, sans-serif',
      },
      right,
    );
    if (node.kind === 'group')
      add(
        g,
        'text',
        { x: 9, y: 44, fill: css(c.dim), 'font-family': 'system-ui, sans-serif', 'font-size': 11.5 },
        node.note,
      );
    const under = caption(node);
    if (under) add(g, 'text', { x: 9, y: 41, fill: css(c.foreground) }, clip(under, 40));
    if (node.strip) {
      let x = 6;
      for (const row of node.rows) {
        const cell = stripCell(row.text, text);
        add(g, 'rect', { x, y: 31, width: cell, height: 34, fill: css(c.background), stroke: css(c.line) });
        add(
          g,
          'text',
          { x: x + cell / 2, y: 42, 'text-anchor': 'middle', 'font-size': 9.5, fill: css(c.dim) },
          row.label,
        );
        add(g, 'text', { x: x + cell / 2, y: 58, 'text-anchor': 'middle', fill: css(c.foreground) }, row.text);
        x += cell;
      }
      return;
    }
    node.rows.slice(0, rows).forEach((row, i) => {
      const y = rowsTop(node) + i * rowHeight + rowHeight / 2;
      add(g, 'text', { x: 9, y: y + 4, fill: css(c.dim) }, row.label);
      if (row.target !== undefined)
        add(g, 'circle', {
          cx: p.w - 13,
          cy: y,
          r: 3.5,
          fill: row.weak ? 'none' : css(c.foreground),
          stroke: css(c.foreground),
        });
      else add(g, 'text', { x: p.w - 9, y: y + 4, 'text-anchor': 'end', fill: css(c.foreground) }, row.text);
    });
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
