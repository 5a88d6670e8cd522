/** Draws the map: arenas with their fill, pools as thumbnails, texels or single blocks, whichever the scale allows. */
import type { CameraState } from '../graph/camera';
import { colors, css, fonts, mix } from '../ui/theme';
import { Atlas } from './atlas';
import { blockColors, colorIndex, type BlockColors, type ColorBy } from './colors';
import { arenaHead, arenaHeight, arenaPad, arenaWidth, Geometry, poolGap, poolSize, poolsAcross } from './geometry';
import type { MemoryModel } from './memoryModel';

export interface Marks {
  readonly hover: number;
  readonly selectedBlocks: readonly number[];
  readonly focusPool: number;
}

export class MemoryDrawing {
  readonly geometry: Geometry;
  private readonly atlas: Atlas;
  private readonly use: Float32Array;
  colors: BlockColors;

  constructor(
    readonly model: MemoryModel,
    private by: ColorBy,
  ) {
    this.geometry = new Geometry(model);
    this.atlas = new Atlas(model);
    this.use = Float32Array.from(model.map.arenas, (_, a) => model.arenaUse(a));
    this.colors = blockColors(by, model);
    this.atlas.paint(by, this.colors);
  }

  recolor(by: ColorBy): void {
    this.by = by;
    this.colors = blockColors(by, this.model);
    this.atlas.paint(by, this.colors);
  }

  draw(g: CanvasRenderingContext2D, w: number, h: number, ratio: number, camera: CameraState, marks: Marks): void {
    const { model, geometry } = this;
    const { x: cx, y: cy, k } = camera;
    const c = colors();
    const font = fonts();
    const card = css(mix(c.background, c.foreground, 0.045));
    const freeCss = this.colors.freeCss;
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.fillStyle = css(c.background);
    g.fillRect(0, 0, w, h);
    const pool = poolSize * k;
    for (let a = 0; a < model.map.arenas.length; a++) {
      const at = geometry.arena(a);
      const x = cx + at.x * k;
      const y = cy + at.y * k;
      const aw = arenaWidth * k;
      const ah = arenaHeight * k;
      if (x > w || y > h || x + aw < 0 || y + ah < 0) continue;
      g.fillStyle = card;
      g.strokeStyle = css(c.line);
      g.lineWidth = 1;
      g.beginPath();
      g.roundRect(x, y, aw, ah, Math.min(10, 26 * k + 3));
      g.fill();
      g.stroke();
      this.arenaHead(g, a, x, y, aw, k, font, freeCss);
      if (pool < 20) {
        g.imageSmoothingEnabled = true;
        const inner = poolsAcross * (poolSize + poolGap) * k;
        g.drawImage(this.atlas.thumb(a), x + arenaPad * k, y + (arenaPad + arenaHead) * k, inner, inner);
        continue;
      }
      for (let p = model.arenaFirst[a]!; p < model.arenaFirst[a + 1]!; p++) this.pool(g, p, w, h, camera, pool, font);
    }
    this.marks(g, camera, marks);
  }

  private arenaHead(
    g: CanvasRenderingContext2D,
    a: number,
    x: number,
    y: number,
    w: number,
    k: number,
    font: { ui: string; mono: string },
    freeCss: string,
  ): void {
    if (w <= 70) return;
    const c = colors();
    const size = Math.max(9, Math.min(13, arenaHead * k * 0.5));
    const pad = arenaPad * k;
    const middle = y + pad + arenaHead * k * 0.42;
    const name = w > 150 ? `arena ${a}` : String(a);
    g.textBaseline = 'middle';
    g.textAlign = 'left';
    g.font = `600 ${size}px ${font.ui}`;
    g.fillStyle = css(c.foreground);
    g.fillText(name, x + pad, middle);
    if (w > 250) {
      const after = g.measureText(name).width + 8;
      g.font = `${size * 0.88}px ${font.mono}`;
      g.fillStyle = css(c.dim);
      g.fillText(this.model.map.arenas[a]!.address, x + pad + after, middle);
    }
    const use = this.use[a]!;
    g.font = `500 ${size * 0.94}px ${font.ui}`;
    g.textAlign = 'right';
    g.fillStyle = css(c.foreground);
    g.fillText(Math.round(use * 100) + '%', x + w - pad, middle);
    g.textAlign = 'left';
    const barWidth = Math.min(70, w * 0.22);
    const barX = x + w - pad - barWidth - size * 3;
    const barHeight = Math.max(3, size * 0.34);
    g.fillStyle = freeCss;
    g.beginPath();
    g.roundRect(barX, middle - barHeight / 2, barWidth, barHeight, barHeight / 2);
    g.fill();
    g.fillStyle = css(use > 0.75 ? c.green : use > 0.45 ? c.yellow : c.orange);
    g.beginPath();
    g.roundRect(barX, middle - barHeight / 2, Math.max(barHeight, barWidth * use), barHeight, barHeight / 2);
    g.fill();
  }

  private pool(
    g: CanvasRenderingContext2D,
    p: number,
    w: number,
    h: number,
    { x: cx, y: cy, k }: CameraState,
    size: number,
    font: { ui: string; mono: string },
  ): void {
    const { model } = this;
    const at = this.geometry.pool(p);
    const x = cx + at.x * k;
    const y = cy + at.y * k;
    if (x > w || y > h || x + size < 0 || y + size < 0) return;
    const capacity = model.capacity[p]!;
    if (capacity === 0) {
      g.strokeStyle = this.colors.freeCss;
      g.lineWidth = 1;
      g.setLineDash([3, 3]);
      g.strokeRect(x + 0.5, y + 0.5, size - 1, size - 1);
      g.setLineDash([]);
      return;
    }
    const columns = model.columns[p]!;
    const bw = size / columns;
    const bh = size / model.rows(p);
    if (bw < 5) {
      const from = this.atlas.at(p);
      g.imageSmoothingEnabled = bw < 1.1;
      g.drawImage(this.atlas.canvas, from.x, from.y, columns, model.rows(p), x, y, size, size);
      return;
    }
    const gap = Math.min(2, bw * 0.12);
    const first = model.first[p]!;
    const c = colors();
    const type = model.column('type');
    for (let i = 0; i < capacity; i++) {
      const bx = x + (i % columns) * bw;
      const by = y + Math.floor(i / columns) * bh;
      if (bx > w || by > h || bx + bw < 0 || by + bh < 0) continue;
      const index = colorIndex(this.by, model, first + i, p);
      g.fillStyle = index < 0 ? this.colors.freeCss : this.colors.cssOf[index]!;
      if (bw > 14) {
        g.beginPath();
        g.roundRect(bx, by, bw - gap, bh - gap, Math.min(3, bw * 0.12));
        g.fill();
      } else g.fillRect(bx, by, bw - gap, bh - gap);
      if (bw > 52) {
        g.fillStyle = css(index < 0 ? c.dim : c.background);
        g.textBaseline = 'top';
        g.font = `600 ${Math.min(12, bw * 0.17)}px ${font.ui}`;
        g.fillText(type ? model.map.typeNames[type[first + i]!]! : '', bx + 5, by + 5, bw - 10);
        g.font = `${Math.min(10.5, bw * 0.14)}px ${font.mono}`;
        g.fillText(
          '+' + (model.map.poolHeaderBytes + i * model.blockSize[p]!).toString(16),
          bx + 5,
          by + 5 + Math.min(14, bw * 0.2),
          bw - 10,
        );
      }
    }
  }

  private marks(g: CanvasRenderingContext2D, { x: cx, y: cy, k }: CameraState, marks: Marks): void {
    const { geometry, model } = this;
    const c = colors();
    const outline = (p: number, color: string): void => {
      if (p < 0 || p >= model.poolCount) return;
      const { x, y } = geometry.pool(p);
      g.strokeStyle = color;
      g.lineWidth = 2;
      g.strokeRect(cx + x * k - 2, cy + y * k - 2, poolSize * k + 4, poolSize * k + 4);
    };
    outline(marks.hover, css(c.foreground));
    outline(marks.focusPool, css(c.focus));
    const ring = (b: number, color: string, dashed: boolean): void => {
      const at = geometry.block(b);
      const r = Math.max(3.5, at.w * k * 0.75);
      g.setLineDash(dashed ? [3, 2] : []);
      for (const [style, width] of [
        [css(c.background), 4],
        [color, 1.8],
      ] as const) {
        g.strokeStyle = style;
        g.lineWidth = width;
        g.beginPath();
        g.arc(cx + (at.x + at.w / 2) * k, cy + (at.y + at.h / 2) * k, r, 0, 7);
        g.stroke();
      }
      g.setLineDash([]);
    };
    const limit = 400;
    for (const b of model.allocated.subarray(0, limit)) ring(b, css(c.green), false);
    for (const b of model.released.subarray(0, limit)) ring(b, css(c.red), true);
    for (const b of marks.selectedBlocks) ring(b, css(c.focus), false);
  }

  /** A pool alone, large: the loupe. */
  drawLoupe(canvas: HTMLCanvasElement, p: number, hot: number): void {
    const { model } = this;
    const ratio = devicePixelRatio || 1;
    const size = canvas.clientWidth || 240;
    canvas.width = canvas.height = Math.round(size * ratio);
    const g = canvas.getContext('2d')!;
    g.scale(ratio, ratio);
    const columns = model.columns[p]!;
    const w = size / columns;
    const h = size / model.rows(p);
    const gap = Math.min(1.6, w * 0.14);
    for (let i = 0; i < model.capacity[p]!; i++) {
      const index = colorIndex(this.by, model, model.first[p]! + i, p);
      g.fillStyle = index < 0 ? this.colors.freeCss : this.colors.cssOf[index]!;
      g.beginPath();
      g.roundRect((i % columns) * w, Math.floor(i / columns) * h, w - gap, h - gap, Math.min(2.5, w * 0.2));
      g.fill();
      if (model.first[p]! + i !== hot) continue;
      g.strokeStyle = css(colors().foreground);
      g.lineWidth = 2;
      g.strokeRect((i % columns) * w, Math.floor(i / columns) * h, w - gap, h - gap);
    }
  }
}
