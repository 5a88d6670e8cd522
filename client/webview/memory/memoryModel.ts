/** The memory map as the view holds it: pools with their first block, columns fetched when a colouring needs them. */
import { unpack } from '../../../server/src/protocol/heapCodec';
import type { BlockColumn, MemoryMap } from '../../../server/src/protocol/heapProtocol';
import type { Context } from '../app/context';

/** Blocks asked for at once: a reply of some hundred kilobytes. */
const chunk = 262_144;

export class MemoryModel {
  readonly poolCount: number;
  readonly blockSize: Uint16Array;
  readonly capacity: Uint16Array;
  readonly used: Uint16Array;
  readonly arena: Uint16Array;
  /** First block of each pool, and the end. */
  readonly first: Uint32Array;
  /** First pool of each arena, and the end. */
  readonly arenaFirst: Uint32Array;
  /** Texture grid of a pool: blocks side by side, about square. */
  readonly columns: Uint16Array;
  readonly allocated: Uint32Array;
  readonly released: Uint32Array;
  private readonly columnsByName = new Map<BlockColumn, Uint8Array | Uint32Array>();

  constructor(
    readonly map: MemoryMap,
    private readonly context: Context,
  ) {
    this.blockSize = unpack('u16', map.pools.blockSize);
    this.capacity = unpack('u16', map.pools.capacity);
    this.used = unpack('u16', map.pools.used);
    this.arena = unpack('u16', map.pools.arena);
    this.allocated = unpack('u32', map.allocated);
    this.released = unpack('u32', map.released);
    const n = (this.poolCount = this.blockSize.length);
    this.first = new Uint32Array(n + 1);
    this.columns = new Uint16Array(n);
    this.arenaFirst = new Uint32Array(map.arenas.length + 1);
    for (let p = 0; p < n; p++) {
      this.first[p + 1] = this.first[p]! + this.capacity[p]!;
      this.columns[p] = Math.max(1, Math.ceil(Math.sqrt(this.capacity[p]!)));
      this.arenaFirst[this.arena[p]! + 1] = p + 1;
    }
  }

  column(name: BlockColumn): Uint8Array | Uint32Array | undefined {
    return this.columnsByName.get(name);
  }

  /** Fetches a column whole, in chunks. */
  async load(name: BlockColumn): Promise<void> {
    if (this.columnsByName.has(name)) return;
    const { session, messages } = this.context;
    const total = this.map.blockCount;
    const values = name === 'owner' ? new Uint32Array(total) : new Uint8Array(total);
    for (let from = 0; from < total; from += chunk) {
      const part = await messages.call('blocks', {
        run: session.run,
        step: this.map.step,
        column: name,
        from,
        to: Math.min(total, from + chunk),
      });
      values.set(unpack(name === 'owner' ? 'u32' : 'u8', part.values as never), from);
    }
    this.columnsByName.set(name, values);
  }

  rows(pool: number): number {
    return Math.max(1, Math.ceil(this.capacity[pool]! / this.columns[pool]!));
  }

  poolOf(block: number): number {
    let low = 0;
    let high = this.poolCount - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.first[middle]! <= block) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Used share of an arena's bytes, and of the bytes carved into blocks what no object uses. */
  arenaUse(arena: number): number {
    let sum = 0;
    for (let p = this.arenaFirst[arena]!; p < this.arenaFirst[arena + 1]!; p++)
      sum += this.used[p]! * this.blockSize[p]!;
    return sum / this.map.arenaBytes;
  }

  summary(): {
    live: number;
    carved: number;
    usedBytes: number;
    carvedBytes: number;
    pools: number;
    fragmentation: number;
  } {
    let live = 0;
    let carved = 0;
    let usedBytes = 0;
    let carvedBytes = 0;
    let pools = 0;
    for (let p = 0; p < this.poolCount; p++) {
      if (this.blockSize[p] === 0) continue;
      pools++;
      live += this.used[p]!;
      carved += this.capacity[p]!;
      usedBytes += this.used[p]! * this.blockSize[p]!;
      carvedBytes += this.capacity[p]! * this.blockSize[p]!;
    }
    return {
      live,
      carved,
      usedBytes,
      carvedBytes,
      pools,
      fragmentation: carvedBytes > 0 ? 1 - usedBytes / carvedBytes : 0,
    };
  }

  /** Per size class: used and carved blocks. */
  sizeClasses(): { size: number; used: number; carved: number }[] {
    const classes = new Map<number, { size: number; used: number; carved: number }>();
    for (let p = 0; p < this.poolCount; p++) {
      const size = this.blockSize[p]!;
      if (size === 0) continue;
      const c = classes.get(size) ?? classes.set(size, { size, used: 0, carved: 0 }).get(size)!;
      c.used += this.used[p]!;
      c.carved += this.capacity[p]!;
    }
    return [...classes.values()].sort((a, b) => a.size - b.size);
  }
}
