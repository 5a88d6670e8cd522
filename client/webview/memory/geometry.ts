/** Where arenas, pools and blocks lie in the map's own coordinates. Pure. */
import type { MemoryModel } from './memoryModel';

export const poolSize = 128;
export const poolGap = 6;
export const poolsAcross = 8;
export const arenaHead = 58;
export const arenaPad = 26;
const arenaGap = 64;
const arenaInner = poolsAcross * poolSize + (poolsAcross - 1) * poolGap;
export const arenaWidth = arenaInner + 2 * arenaPad;
export const arenaHeight = arenaInner + arenaHead + 2 * arenaPad;

export class Geometry {
  across = 1;

  constructor(private readonly model: MemoryModel) {}

  get size(): { w: number; h: number } {
    const n = this.model.map.arenas.length;
    const rows = Math.ceil(n / this.across);
    return { w: this.across * (arenaWidth + arenaGap) - arenaGap, h: rows * (arenaHeight + arenaGap) - arenaGap };
  }

  /** As many arenas side by side as make the whole largest on a screen of this size; gives the scale. */
  arrange(width: number, height: number): number {
    let best = 0;
    let across = 1;
    for (let c = 1; c <= this.model.map.arenas.length; c++) {
      this.across = c;
      const { w, h } = this.size;
      const k = Math.min(width / w, height / h);
      if (k > best) {
        best = k;
        across = c;
      }
    }
    this.across = across;
    return best;
  }

  arena(a: number): { x: number; y: number } {
    return {
      x: (a % this.across) * (arenaWidth + arenaGap),
      y: Math.floor(a / this.across) * (arenaHeight + arenaGap),
    };
  }

  pool(p: number): { x: number; y: number } {
    const a = this.model.arena[p]!;
    const i = p - this.model.arenaFirst[a]!;
    const { x, y } = this.arena(a);
    return {
      x: x + arenaPad + (i % poolsAcross) * (poolSize + poolGap),
      y: y + arenaPad + arenaHead + Math.floor(i / poolsAcross) * (poolSize + poolGap),
    };
  }

  block(b: number): { x: number; y: number; w: number; h: number } {
    const p = this.model.poolOf(b);
    const { x, y } = this.pool(p);
    const columns = this.model.columns[p]!;
    const i = b - this.model.first[p]!;
    const w = poolSize / columns;
    const h = poolSize / this.model.rows(p);
    return { x: x + (i % columns) * w, y: y + Math.floor(i / columns) * h, w, h };
  }

  poolAt(x: number, y: number): number {
    const c = Math.floor(x / (arenaWidth + arenaGap));
    const r = Math.floor(y / (arenaHeight + arenaGap));
    const a = r * this.across + c;
    if (c < 0 || r < 0 || c >= this.across || a >= this.model.map.arenas.length) return -1;
    const at = this.arena(a);
    const px = Math.floor((x - at.x - arenaPad) / (poolSize + poolGap));
    const py = Math.floor((y - at.y - arenaPad - arenaHead) / (poolSize + poolGap));
    if (px < 0 || py < 0 || px >= poolsAcross || py >= poolsAcross) return -1;
    const p = this.model.arenaFirst[a]! + py * poolsAcross + px;
    return p < this.model.arenaFirst[a + 1]! ? p : -1;
  }

  blockAt(x: number, y: number): number {
    const p = this.poolAt(x, y);
    if (p < 0) return -1;
    const at = this.pool(p);
    const columns = this.model.columns[p]!;
    const bx = Math.floor(((x - at.x) / poolSize) * columns);
    const by = Math.floor(((y - at.y) / poolSize) * this.model.rows(p));
    const i = by * columns + bx;
    return bx >= 0 && by >= 0 && bx < columns && i < this.model.capacity[p]! ? this.model.first[p]! + i : -1;
  }
}
