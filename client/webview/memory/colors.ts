/** Block colours for each way to colour: a packed 32-bit colour per block value, made once per theme. */
import { colors, css, mix, type Rgb } from '../ui/theme';
import { family, palette } from '../ui/typeLook';
import type { MemoryModel } from './memoryModel';

export type ColorBy = 'type' | 'size' | 'generation' | 'age';

export interface BlockColors {
  /** RGBA as ImageData's Uint32 wants it (little-endian). */
  readonly free: number;
  readonly pool: number;
  /** By the value of the column in use; for `size` by size class. */
  readonly of: Uint32Array;
  readonly freeCss: string;
  readonly poolCss: string;
  readonly cssOf: readonly string[];
}

const packed = ([r, g, b]: Rgb): number => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;

/** 16-byte steps over the palette, neighbours apart. */
export const sizeIndex = (size: number): number => Math.min(31, Math.max(0, size / 16 - 1));

export function blockColors(by: ColorBy, model: MemoryModel): BlockColors {
  const c = colors();
  const free = mix(c.background, c.foreground, 0.17);
  const pool = mix(c.background, c.foreground, 0.08);
  const tones: Rgb[] = [];
  const hues = palette();
  if (by === 'type') model.map.typeNames.forEach((name, i) => tones.push(i === 0 ? free : hues[family(name)]!));
  else if (by === 'size') {
    for (let i = 0; i < 32; i++) {
      const t = i / 31;
      tones.push(
        mix(
          t < 0.33
            ? mix(c.blue, c.green, t * 3)
            : t < 0.66
              ? mix(c.green, c.yellow, (t - 0.33) * 3)
              : mix(c.yellow, c.red, (t - 0.66) * 3),
          c.background,
          0.13,
        ),
      );
    }
  } else if (by === 'generation') {
    for (let i = 0; i < 256; i++)
      tones.push(
        i === 255
          ? free
          : mix([c.green, c.yellow, c.blue, mix(c.foreground, c.background, 0.5)][Math.min(3, i)]!, c.background, 0.1),
      );
  } else
    for (let i = 0; i < 256; i++)
      tones.push(i === 255 ? free : i === 254 ? c.green : mix(mix(c.blue, c.background, 0.35), c.orange, i / 253));
  return {
    free: packed(free),
    pool: packed(pool),
    of: Uint32Array.from(tones, packed),
    freeCss: css(free),
    poolCss: css(pool),
    cssOf: tones.map((t) => css(t)),
  };
}

/** Is there anything in this block, and which colour index has it. -1: free. */
export function colorIndex(by: ColorBy, model: MemoryModel, block: number, pool: number): number {
  const type = model.column('type');
  if (type && type[block] === 0) return -1;
  if (by === 'size') return sizeIndex(model.blockSize[pool]!);
  const value = model.column(by)?.[block];
  return value === undefined || (by !== 'type' && value === 255) ? -1 : value;
}
