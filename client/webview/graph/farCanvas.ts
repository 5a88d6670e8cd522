/**
 * The picture from afar, or with more boxes than the DOM likes: Canvas 2D with culling and three levels of detail. Text
 * is left out below a legible size.
 */
import { rowHeight, rowsTop, title } from '../layout/measure';
import type { Picture, PictureBox } from '../layout/picture';
import { refcountText } from '../model/format';
import { glyph } from '../ui/typeLook';
import { colors, css, fonts, isHighContrast, mix, type Rgb } from '../ui/theme';
import type { CameraState } from './camera';

export class FarCanvas {
  private readonly context: CanvasRenderingContext2D;
  private width = 0;
  private height = 0;

  constructor(private readonly canvas: HTMLCanvasElement) {
    this.context = canvas.getContext('2d')!;
  }

  clear(): void {
    if (this.width === 0) return;
    this.canvas.width = this.canvas.height = 1;
    this.width = this.height = 0;
  }

  draw(picture: Picture, camera: CameraState, lit: string | null): void {
    const g = this.context;
    const ratio = devicePixelRatio || 1;
    const w = this.canvas.clientWidth;
    const h = this.canvas.clientHeight;
    if (w !== this.width || h !== this.height || this.canvas.width !== Math.round(w * ratio)) {
      this.canvas.width = Math.round(w * ratio);
      this.canvas.height = Math.round(h * ratio);
      this.width = w;
      this.height = h;
    }
    const c = colors();
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, w, h);
    const { x, y, k } = camera;
    const view = { x0: -x / k, y0: -y / k, x1: (w - x) / k, y1: (h - y) / k };
    g.setTransform(ratio * k, 0, 0, ratio * k, ratio * x, ratio * y);

    // Arrows by colour, one stroke call each.
    const strokes = new Map<string, Path2D>();
    for (const { edge, route } of picture.edges) {
      const p = route.points;
      const n = p.length;
      if (Math.max(p[0]!, p[n - 2]!) < view.x0 - 100 || Math.min(p[0]!, p[n - 2]!) > view.x1 + 100) continue;
      if (Math.max(p[1]!, p[n - 1]!) < view.y0 - 100 || Math.min(p[1]!, p[n - 1]!) > view.y1 + 100) continue;
      const on = lit !== null && (edge.source === lit || edge.target === lit);
      const tone = on
        ? 'on'
        : edge.garbage
          ? 'red'
          : edge.isNew
            ? 'green'
            : edge.cycle
              ? 'orange'
              : edge.weak
                ? 'purple'
                : edge.fromFrame
                  ? 'blue'
                  : 'plain';
      const path = strokes.get(tone) ?? strokes.set(tone, new Path2D()).get(tone)!;
      path.moveTo(p[0]!, p[1]!);
      if (route.curve !== 0) {
        const reach = p[0]! + route.curve * 60;
        path.bezierCurveTo(reach, p[1]!, reach, p[3]!, p[2]!, p[3]!);
      } else for (let i = 2; i < n; i += 2) path.lineTo(p[i]!, p[i + 1]!);
    }
    const tones: Record<string, Rgb> = {
      plain: mix(c.background, c.foreground, 0.42),
      on: c.focus,
      red: c.red,
      green: c.green,
      orange: c.orange,
      purple: c.purple,
      blue: mix(c.background, c.blue, 0.6),
    };
    for (const [tone, path] of strokes) {
      g.strokeStyle = css(tones[tone]!, tone === 'plain' ? 0.7 : 1);
      g.lineWidth = Math.max(1 / k, 1.2) * (tone === 'on' ? 1.8 : 1);
      g.stroke(path);
    }
    const font = fonts();
    for (const box of picture.boxes.values()) {
      const { place: p } = box;
      if (p.x > view.x1 || p.y > view.y1 || p.x + p.w < view.x0 || p.y + p.h < view.y0) continue;
      this.box(g, box, k, c, font, lit === box.node.id);
    }
  }

  private box(
    g: CanvasRenderingContext2D,
    { node, place: p, rows }: PictureBox,
    k: number,
    c: ReturnType<typeof colors>,
    font: { ui: string; mono: string },
    lit: boolean,
  ): void {
    const object = node.kind === 'object' ? node.object : undefined;
    const generation = object?.generation;
    const hue =
      node.kind === 'frame'
        ? c.dim
        : generation === 0
          ? c.green
          : generation === 1
            ? c.yellow
            : generation === 2
              ? c.blue
              : c.dim;
    g.globalAlpha = object?.flags.freed ? 0.5 : 1;
    g.fillStyle = css(c.card);
    g.beginPath();
    g.roundRect(p.x, p.y, p.w, p.h, 7);
    g.fill();
    g.fillStyle = css(mix(c.card, hue, isHighContrast() ? 0.5 : 0.28));
    g.beginPath();
    g.roundRect(p.x, p.y, p.w, Math.min(26, p.h), [7, 7, 0, 0]);
    g.fill();
    g.strokeStyle = css(
      lit
        ? c.focus
        : object?.flags.garbage || object?.flags.freed
          ? c.red
          : object?.flags.isNew
            ? c.green
            : object && object.cycle > 0
              ? mix(c.line, c.orange, 0.6)
              : mix(c.line, hue, 0.5),
    );
    g.lineWidth = Math.max(1, (lit ? 2 : 1) / k);
    g.beginPath();
    g.roundRect(p.x, p.y, p.w, p.h, 7);
    g.stroke();
    g.textBaseline = 'middle';
    if (k * 12 >= 3.2) {
      // From far away only names matter: let them grow into the box as the scale falls.
      const size = Math.min(k < 0.5 ? 19 : 12, (p.w - 20) / Math.max(4, title(node).length) / 0.56);
      g.font = `600 ${size}px ${font.ui}`;
      g.fillStyle = css(c.foreground);
      g.fillText(
        k < 0.5 ? title(node) : `${glyph(object?.typeName ?? '')}  ${title(node)}`,
        p.x + 8,
        p.y + 13.5,
        p.w - 16,
      );
    }
    if (k >= 0.5) {
      if (object) {
        g.font = `600 11px ${font.ui}`;
        g.textAlign = 'right';
        g.fillText(refcountText(object.refcount), p.x + p.w - 8, p.y + 13.5);
        g.textAlign = 'left';
      }
      if (!node.strip) {
        g.font = `12px ${font.mono}`;
        node.rows.slice(0, rows).forEach((row, i) => {
          const y = p.y + rowsTop(node) + i * rowHeight + rowHeight / 2;
          g.fillStyle = css(c.dim);
          g.fillText(row.label, p.x + 9, y, p.w * 0.6);
          if (row.target !== undefined) {
            g.fillStyle = css(c.foreground);
            g.beginPath();
            g.arc(p.x + p.w - 13, y, 3.5, 0, 7);
            g.fill();
          } else {
            g.textAlign = 'right';
            g.fillStyle = css(c.foreground);
            g.fillText(row.text, p.x + p.w - 9, y, p.w * 0.55);
            g.textAlign = 'left';
          }
        });
      }
    } else {
      g.fillStyle = css(mix(c.card, c.foreground, 0.25));
      for (let i = 0; i < (node.strip ? 1 : rows); i++)
        g.fillRect(p.x + 9, p.y + rowsTop(node) + i * rowHeight + 8, p.w * (0.35 + 0.1 * ((i * 7) % 4)), 4);
    }
    g.globalAlpha = 1;
  }
}
