// The memory map: arenas, pools and blocks of the simulated pymalloc, and whose they are.

import {
  POOLS_PER_ARENA,
  POOL_GRANULES,
  POOL_OVERHEAD_GRANULES,
  addressOf,
  blockSize,
  inspectAllocator,
  isLargeBlock,
} from '../../heap/obmalloc';
import { freeLists } from '../../heap/freelists';
import type { PoolState } from '../../heap/obmalloc';
import { pack } from '../../protocol/heapCodec';
import type { BlockColumn, BlockInfo, Blocks, LargeBlock, MemoryMap } from '../../protocol/heapProtocol';
import { typeName } from '../describe';
import { buffersOf } from './buffers';
import type { Scene } from './scene';
import { OLD_SERIAL, ProviderError } from './session';

export interface Place {
  readonly arena: number;
  readonly pool: number;
  /** In its pool. */
  readonly index: number;
  readonly blockSize: number;
  /** Numbered through all pools. */
  readonly number: number;
}

interface Owner {
  readonly node: number;
  /** '' for the object itself. */
  readonly buffer: string;
}

/** Large blocks listed; the others are counted. */
const MAX_LARGE = 500;
const BUFFER = 1;
const FREE_LIST = 2;

export class Memory {
  private readonly pools: readonly PoolState[];
  private readonly arenas: ReturnType<typeof inspectAllocator>['arenas'];
  private readonly large: readonly [number, number][];
  private readonly capacity: number[] = [];
  /** Number of each pool's first block. */
  private readonly first: number[] = [];
  private readonly poolAt = new Map<number, number>();
  private readonly owners = new Map<number, Owner>();
  /** Blocks of dead objects that a free list keeps, by name of the list. */
  private readonly kept = new Map<number, string>();
  private readonly lists: MemoryMap['freeLists'];
  private readonly blockCount: number;
  private readonly free: Uint8Array;
  private readonly typeNames: string[] = ['', 'buffer', 'free list'];
  private readonly typeIndex = new Map<string, number>();

  /** Reads the allocator as it stands: the scene's program must be the one that is parked. */
  constructor(private readonly scene: Scene) {
    const state = inspectAllocator();
    this.arenas = state.arenas;
    this.pools = [...state.pools].sort((a, b) => a.arena - b.arena || a.base - b.base);
    this.large = [...state.large].sort((a, b) => b[1] - a[1]);
    let total = 0;
    for (const [i, pool] of this.pools.entries()) {
      const fit = Math.floor((POOL_GRANULES - POOL_OVERHEAD_GRANULES) / (pool.szidx + 1));
      this.poolAt.set(pool.base, i);
      this.capacity.push(fit);
      this.first.push(total);
      total += fit;
    }
    this.blockCount = total;
    this.free = new Uint8Array(total);
    for (const [i, pool] of this.pools.entries()) {
      const untouched = Math.floor((pool.nextoffset - POOL_OVERHEAD_GRANULES) / (pool.szidx + 1));
      this.free.fill(1, this.first[i]! + Math.max(0, untouched), this.first[i]! + this.capacity[i]!);
      for (const block of pool.free) {
        const place = this.place(block);
        if (place !== null) this.free[place.number] = 1;
      }
    }
    const { snapshot } = scene;
    this.lists = freeLists().map((list) => {
      const blocks = list.blocks();
      for (const block of blocks) this.kept.set(block, list.name);
      const bytes = blocks.reduce((sum, block) => sum + blockSize(block), 0);
      return { name: list.name, count: blocks.length, limit: list.limit, bytes };
    });
    for (let n = snapshot.firstObject; n < snapshot.objects.length; n++) {
      const op = scene.object(n);
      this.owners.set(op.ob_addr, { node: n, buffer: '' });
      for (const { label, block } of buffersOf(op)) {
        if (!this.owners.has(block)) this.owners.set(block, { node: n, buffer: label });
      }
    }
  }

  /** Where a block lies; null when it is not one of pymalloc's. */
  place(block: number): Place | null {
    const base = block - (block % POOL_GRANULES);
    const pool = this.poolAt.get(base);
    if (pool === undefined) return null;
    const state = this.pools[pool]!;
    const units = state.szidx + 1;
    const index = Math.floor((block - base - POOL_OVERHEAD_GRANULES) / units);
    if (index < 0 || index >= this.capacity[pool]!) return null;
    return { arena: state.arena, pool, index, blockSize: units * 16, number: this.first[pool]! + index };
  }

  /** The granule of a block number. */
  private granule(number: number): { block: number; size: number } {
    let low = 0;
    let high = this.pools.length - 1;
    while (low < high) {
      const mid = (low + high + 1) >> 1;
      if (this.first[mid]! <= number) low = mid;
      else high = mid - 1;
    }
    const pool = this.pools[low];
    if (pool === undefined || number < 0 || number >= this.blockCount)
      throw new ProviderError('notFound', `There is no block ${number}.`);
    const units = pool.szidx + 1;
    return { block: pool.base + POOL_OVERHEAD_GRANULES + (number - this.first[low]!) * units, size: units * 16 };
  }

  private typeOf(owner: Owner | undefined): number {
    if (owner === undefined || owner.buffer !== '') return BUFFER;
    const name = typeName(this.scene.object(owner.node));
    let index = this.typeIndex.get(name);
    if (index === undefined) {
      index = Math.min(255, this.typeNames.length);
      if (index === this.typeNames.length) this.typeNames.push(index === 255 ? 'other types' : name);
      this.typeIndex.set(name, index);
    }
    return index;
  }

  map(): MemoryMap {
    const n = this.pools.length;
    const columns = {
      blockSize: new Uint16Array(n),
      capacity: new Uint16Array(n),
      used: new Uint16Array(n),
      arena: new Uint16Array(n),
    };
    for (const [i, pool] of this.pools.entries()) {
      columns.blockSize[i] = (pool.szidx + 1) * 16;
      columns.capacity[i] = this.capacity[i]!;
      columns.used[i] = pool.count;
      columns.arena[i] = pool.arena;
    }
    this.column('type', 0, this.blockCount);
    const { witness, step } = this.scene.parked;
    const numbers = (blocks: ReadonlySet<number>, free: 0 | 1): number[] => {
      const list: number[] = [];
      for (const block of blocks) {
        const place = isLargeBlock(block) ? null : this.place(block);
        if (place !== null && this.free[place.number] === free) list.push(place.number);
      }
      return list;
    };
    const fresh = numbers(witness.allocated, 0);
    const given = numbers(witness.released, 1);
    return {
      step,
      arenaBytes: 1 << 20,
      poolBytes: POOL_GRANULES * 16,
      poolHeaderBytes: POOL_OVERHEAD_GRANULES * 16,
      arenas: this.arenas.map((arena) => ({
        address: '0x' + addressOf(arena.address).toString(16),
        pools: POOLS_PER_ARENA,
        freePools: arena.nfreepools,
      })),
      pools: {
        blockSize: pack('u16', columns.blockSize, 'base64'),
        capacity: pack('u16', columns.capacity, 'base64'),
        used: pack('u16', columns.used, 'base64'),
        arena: pack('u16', columns.arena, 'base64'),
      },
      blockCount: this.blockCount,
      typeNames: this.typeNames,
      large: this.large.slice(0, MAX_LARGE).map(([block, size]) => this.largeBlock(block, size)),
      largeCount: this.large.length,
      largeBytes: this.large.reduce((sum, [, size]) => sum + size, 0),
      freeLists: this.lists.filter((list) => list.count > 0),
      allocated: pack('u32', Uint32Array.from(fresh.sort((a, b) => a - b)), 'base64'),
      released: pack('u32', Uint32Array.from(given.sort((a, b) => a - b)), 'base64'),
    };
  }

  private largeBlock(block: number, size: number): LargeBlock {
    const owner = this.owners.get(block);
    const address = '0x' + addressOf(block).toString(16);
    const event = this.scene.parked.witness.allocated.has(block) ? { event: 'allocated' as const } : {};
    if (owner === undefined) return { address, size, what: 'memory of the interpreter', typeName: '', ...event };
    const op = this.scene.object(owner.node);
    return { address, size, what: this.what(owner), typeName: typeName(op), owner: this.scene.id(op), ...event };
  }

  private what(owner: Owner): string {
    const op = this.scene.object(owner.node);
    return owner.buffer === '' ? typeName(op) : `${owner.buffer} of ${typeName(op)} #${this.scene.id(op)}`;
  }

  private column(column: BlockColumn, from: number, to: number): Uint8Array | Uint32Array {
    const { scene } = this;
    const values = column === 'owner' ? new Uint32Array(to - from) : new Uint8Array(to - from);
    const steps = Math.max(1, scene.parked.step);
    for (let i = from; i < to; i++) {
      const free = this.free[i] === 1;
      if (free) {
        values[i - from] = column === 'type' || column === 'owner' ? 0 : 255;
        continue;
      }
      const { block } = this.granule(i);
      const owner = this.owners.get(block);
      if (column === 'type')
        values[i - from] = owner === undefined && this.kept.has(block) ? FREE_LIST : this.typeOf(owner);
      else if (column === 'generation') {
        values[i - from] = owner === undefined || owner.buffer !== '' ? 3 : (scene.generation(owner.node) ?? 3);
      } else if (column === 'age') {
        const birth = owner === undefined ? undefined : scene.parked.births.get(scene.object(owner.node));
        values[i - from] =
          birth === undefined || birth.line === 0 ? 0 : Math.min(254, 1 + Math.round((253 * (birth.step + 1)) / steps));
      } else {
        const serial = owner === undefined ? 0 : scene.serial(scene.object(owner.node));
        values[i - from] = serial < Math.min(OLD_SERIAL, 2 ** 32) ? serial : 0;
      }
    }
    return values;
  }

  blocks(column: BlockColumn, from: number, to: number): Blocks {
    const start = Math.max(0, Math.min(from, this.blockCount));
    const end = Math.max(start, Math.min(to, this.blockCount));
    // Type numbers are given out in block order: the whole column first, so that they agree with the map's.
    if (column === 'type' && this.typeNames.length === 3) this.column('type', 0, this.blockCount);
    const values = this.column(column, start, end);
    return {
      from: start,
      column,
      values: values instanceof Uint8Array ? pack('u8', values, 'base64') : pack('u32', values, 'base64'),
    };
  }

  block(index: number): BlockInfo {
    const { block, size } = this.granule(index);
    const address = '0x' + addressOf(block).toString(16);
    if (this.free[index] === 1) return { index, address, blockSize: size, free: true, what: 'free', requested: 0 };
    const owner = this.owners.get(block);
    if (owner === undefined) {
      const list = this.kept.get(block);
      const what = list === undefined ? 'memory of the interpreter' : `free list: kept for the next ${list}`;
      return { index, address, blockSize: size, free: false, what, requested: list === undefined ? size : 0 };
    }
    const requested =
      owner.buffer === '' && buffersOf(this.scene.object(owner.node)).length === 0
        ? Math.min(size, this.scene.snapshot.size[owner.node]!)
        : size;
    return {
      index,
      address,
      blockSize: size,
      free: false,
      what: this.what(owner),
      requested,
      owner: this.scene.ref(owner.node, ''),
    };
  }

  /** Numbers of the blocks an object and its buffers lie in. */
  locate(n: number): number[] {
    const op = this.scene.object(n);
    return [op.ob_addr, ...buffersOf(op).map((b) => b.block)].flatMap((block) => {
      const place = isLargeBlock(block) ? null : this.place(block);
      return place === null ? [] : [place.number];
    });
  }
}
