/**
 * One texel a block: pools packed into one image of 32x32 slots, and a thumbnail per arena for when pools are tiny.
 * Drawing a million blocks is then a few hundred drawImage calls.
 */
import { colorIndex, type BlockColors, type ColorBy } from './colors';
import type { MemoryModel } from './memoryModel';
import { poolsAcross } from './geometry';

export const slot = 32;
const thumbPool = 16;

export class Atlas {
  readonly canvas = document.createElement('canvas');
  private readonly across: number;
  private readonly context: CanvasRenderingContext2D;
  private readonly image: ImageData;
  private readonly pixels: Uint32Array;
  private readonly thumbs = new Map<number, HTMLCanvasElement>();

  constructor(private readonly model: MemoryModel) {
    this.across = Math.ceil(Math.sqrt(model.poolCount));
    this.canvas.width = Math.max(1, this.across * slot);
    this.canvas.height = Math.max(1, Math.ceil(model.poolCount / Math.max(1, this.across)) * slot);
    this.context = this.canvas.getContext('2d')!;
    this.image = this.context.createImageData(this.canvas.width, this.canvas.height);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  at(pool: number): { x: number; y: number } {
    return { x: (pool % this.across) * slot, y: Math.floor(pool / this.across) * slot };
  }

  paint(by: ColorBy, colors: BlockColors): void {
    const { model, pixels } = this;
    const width = this.canvas.width;
    for (let p = 0; p < model.poolCount; p++) {
      const capacity = model.capacity[p]!;
      if (capacity === 0) continue;
      const columns = model.columns[p]!;
      const { x, y } = this.at(p);
      const first = model.first[p]!;
      const cells = columns * model.rows(p);
      for (let i = 0; i < cells; i++) {
        const index = i < capacity ? colorIndex(by, model, first + i, p) : -2;
        pixels[(y + Math.floor(i / columns)) * width + x + (i % columns)] =
          index === -2 ? colors.pool : index < 0 ? colors.free : colors.of[index]!;
      }
    }
    this.context.putImageData(this.image, 0, 0);
    this.thumbs.clear();
  }

  thumb(arena: number): HTMLCanvasElement {
    const known = this.thumbs.get(arena);
    if (known) return known;
    const { model } = this;
    const thumb = document.createElement('canvas');
    thumb.width = thumb.height = poolsAcross * thumbPool;
    const g = thumb.getContext('2d')!;
    for (let p = model.arenaFirst[arena]!; p < model.arenaFirst[arena + 1]!; p++) {
      if (model.capacity[p] === 0) continue;
      const i = p - model.arenaFirst[arena]!;
      const { x, y } = this.at(p);
      g.drawImage(
        this.canvas,
        x,
        y,
        model.columns[p]!,
        model.rows(p),
        (i % poolsAcross) * thumbPool,
        Math.floor(i / poolsAcross) * thumbPool,
        thumbPool - 1,
        thumbPool - 1,
      );
    }
    this.thumbs.set(arena, thumb);
    return thumb;
  }
}
