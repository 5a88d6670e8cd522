// The simulated allocator: pymalloc's arenas, pools and blocks with CPython's hand-out order, and a plain malloc for
// what is larger. Only addresses and bookkeeping exist; contents live in JavaScript objects.
// Follows Objects/obmalloc.c (3.13), 64-bit: 16-byte alignment, 32 size classes, 16-KiB pools, 1-MiB arenas.
//
// An address is a count of 16-byte granules, a small integer: `addressOf` turns it into the number `id()` shows.
// Arena k covers granules [k·65536, (k+1)·65536). As where mmap gives an address that is not pool-aligned (the usual
// case on Linux), an arena has 63 whole pools; here its first 16 KiB are the ones lost.

import { BudgetExhausted, blockTracer, heapObserver, onRuntimeReset, setBlockTracer } from './runtime';

export const ALIGNMENT = 16;
export const SMALL_REQUEST_THRESHOLD = 512;
export const NB_SMALL_SIZE_CLASSES = 32;
export const ARENA_GRANULES = 65536;
export const POOL_GRANULES = 1024;
const POOLS_PER_ARENA_SLOT = 64;
export const POOLS_PER_ARENA = 63;
/** The pool header's 48 bytes. */
export const POOL_OVERHEAD_GRANULES = 3;

/** Where the three regions of the simulated address space begin, in granules. */
const LARGE_BASE = 1 << 28;
const STATIC_BASE = 1 << 30;
/** What `id()` adds so that addresses look as they do on 64-bit Linux. */
const ARENA_ADDRESS = 0x7f3a5c000000;
const LARGE_ADDRESS = 0x55d0c4a00000;
const STATIC_ADDRESS = 0x9a4000;

/** No pool, no block, no arena. Granule 0 belongs to no arena's usable part, so 0 is free to mean NULL. */
const NULL = 0;

// Pools, indexed by address >> 10. Size-class ring heads stand behind the pools as pseudo-indices −1 … −32.
let pool_szidx: Uint8Array;
let pool_count: Int32Array;
let pool_freeblock: Int32Array;
let pool_nextoffset: Int32Array;
let pool_next: Int32Array;
let pool_prev: Int32Array;
/** 1 when the pool is linked into a ring of its size class (partly used). */
let pool_linked: Uint8Array;
/** The free list of each pool runs through its free blocks: index of the next free block, by granule. */
let block_next: Int32Array;
let used_head: Int32Array;
let used_tail: Int32Array;

// Arenas.
interface Arena {
  nfreepools: number;
  /** Stack of pools that were used and are empty again, last one first: CPython's `freepools`. */
  freepools: number[];
  /** Next pool never handed out, as an index within the arena slot (1 … 63), 64 when all were. */
  nextpool: number;
  allocated: boolean;
}
let arenas: Arena[];
/** Arenas with free pools, fewest free pools first. */
let usable_arenas: number[];
let unused_arena_slots: number[];
let narenas_currently_allocated: number;

let largeTop: number;
let largeSizes: Map<number, number>;
let largeFree: Map<number, number[]>;
let largeBytes: number;
let smallBytes: number;
let blocksInUse: number;
let staticTop = STATIC_BASE;
let memoryLimit = 4 * 1024 ** 3;

onRuntimeReset(() => {
  const pools = 4 * POOLS_PER_ARENA_SLOT;
  pool_szidx = new Uint8Array(pools);
  pool_count = new Int32Array(pools);
  pool_freeblock = new Int32Array(pools);
  pool_nextoffset = new Int32Array(pools);
  pool_next = new Int32Array(pools);
  pool_prev = new Int32Array(pools);
  pool_linked = new Uint8Array(pools);
  block_next = new Int32Array(pools * POOL_GRANULES);
  used_head = new Int32Array(NB_SMALL_SIZE_CLASSES);
  used_tail = new Int32Array(NB_SMALL_SIZE_CLASSES);
  arenas = [];
  usable_arenas = [];
  unused_arena_slots = [];
  narenas_currently_allocated = 0;
  largeTop = LARGE_BASE;
  largeSizes = new Map();
  largeFree = new Map();
  largeBytes = 0;
  smallBytes = 0;
  blocksInUse = 0;
});

/** Bytes the program may hold at once before the run is ended (BudgetExhausted). */
export function setMemoryLimit(bytes: number): void {
  memoryLimit = bytes;
}

function grown<T extends Uint8Array | Int32Array>(old: T, length: number): T {
  const fresh = new (old.constructor as new (length: number) => T)(length);
  fresh.set(old);
  return fresh;
}

/** new_arena: a fresh 1-MiB slot, all its pools untouched. */
function new_arena(): number {
  let slot = unused_arena_slots.pop();
  if (slot === undefined) {
    slot = arenas.length;
    arenas.push({ nfreepools: 0, freepools: [], nextpool: 1, allocated: false });
    const pools = (slot + 1) * POOLS_PER_ARENA_SLOT;
    if (pools > pool_szidx.length) {
      const size = Math.max(pools, pool_szidx.length * 2);
      pool_szidx = grown(pool_szidx, size);
      pool_count = grown(pool_count, size);
      pool_freeblock = grown(pool_freeblock, size);
      pool_nextoffset = grown(pool_nextoffset, size);
      pool_next = grown(pool_next, size);
      pool_prev = grown(pool_prev, size);
      pool_linked = grown(pool_linked, size);
      block_next = grown(block_next, size * POOL_GRANULES);
    }
  }
  const arena = arenas[slot]!;
  arena.nfreepools = POOLS_PER_ARENA;
  arena.freepools = [];
  arena.nextpool = 1;
  arena.allocated = true;
  const first = slot * POOLS_PER_ARENA_SLOT;
  pool_szidx.fill(0xff, first, first + POOLS_PER_ARENA_SLOT);
  narenas_currently_allocated++;
  return slot;
}

function checkBudget(): void {
  if (smallBytes + largeBytes > memoryLimit) {
    throw new BudgetExhausted('memory', `the program holds more than ${Math.round(memoryLimit / 1048576)} MB`);
  }
}

// Rings of partly used pools: doubly linked, front = head. `pool_next`/`pool_prev` hold 0 at the ends.
function link_front(szidx: number, pool: number): void {
  const head = used_head[szidx]!;
  pool_next[pool] = head;
  pool_prev[pool] = NULL;
  if (head !== NULL) pool_prev[head] = pool;
  else used_tail[szidx] = pool;
  used_head[szidx] = pool;
  pool_linked[pool] = 1;
}
function unlink(szidx: number, pool: number): void {
  const next = pool_next[pool]!;
  const prev = pool_prev[pool]!;
  if (prev !== NULL) pool_next[prev] = next;
  else used_head[szidx] = next;
  if (next !== NULL) pool_prev[next] = prev;
  else used_tail[szidx] = prev;
  pool_linked[pool] = 0;
}

/** allocate_from_new_pool: no partly used pool of the class is left. Returns a block of a pool made ready for it. */
function allocate_from_new_pool(szidx: number): number {
  checkBudget();
  if (usable_arenas.length === 0) usable_arenas.push(new_arena());
  // Fullest arena first: emptier ones get the chance to become wholly free.
  const slot = usable_arenas[0]!;
  const arena = arenas[slot]!;
  let pool = arena.freepools.pop();
  if (pool === undefined) pool = slot * POOLS_PER_ARENA_SLOT + arena.nextpool++;
  if (--arena.nfreepools === 0) usable_arenas.shift();
  link_front(szidx, pool);
  pool_count[pool] = 1;
  const base = pool * POOL_GRANULES;
  if (pool_szidx[pool] === szidx) {
    // Same class as before: its free list, and the blocks never handed out, are as they were left.
    const block = pool_freeblock[pool]!;
    pool_freeblock[pool] = block_next[block]!;
    if (pool_freeblock[pool] === NULL) pool_extend(pool, szidx);
    return block;
  }
  const granules = szidx + 1;
  pool_szidx[pool] = szidx;
  const block = base + POOL_OVERHEAD_GRANULES;
  pool_nextoffset[pool] = POOL_OVERHEAD_GRANULES + 2 * granules;
  pool_freeblock[pool] = block + granules;
  block_next[block + granules] = NULL;
  return block;
}

/** pymalloc_pool_extend: carve one more never-used block, or take the full pool out of its ring. */
function pool_extend(pool: number, szidx: number): void {
  const granules = szidx + 1;
  const offset = pool_nextoffset[pool]!;
  if (offset + granules <= POOL_GRANULES) {
    const block = pool * POOL_GRANULES + offset;
    pool_freeblock[pool] = block;
    pool_nextoffset[pool] = offset + granules;
    block_next[block] = NULL;
  } else {
    unlink(szidx, pool);
  }
}

/**
 * PyObject_Malloc and PyMem_Malloc (both domains use pymalloc): `nbytes` bytes, 1 at least. Returns the block's
 * address in granules. Never fails; past the memory budget it ends the run.
 */
export function PyObject_Malloc(nbytes: number): number {
  let block: number;
  if (nbytes <= SMALL_REQUEST_THRESHOLD && nbytes > 0) {
    const szidx = (nbytes - 1) >> 4;
    const pool = used_head[szidx]!;
    if (pool !== NULL) {
      pool_count[pool] = pool_count[pool]! + 1;
      block = pool_freeblock[pool]!;
      const next = block_next[block]!;
      pool_freeblock[pool] = next;
      if (next === NULL) pool_extend(pool, szidx);
    } else {
      block = allocate_from_new_pool(szidx);
    }
    smallBytes += (szidx + 1) << 4;
    blocksInUse++;
  } else {
    block = rawMalloc(nbytes);
  }
  if (heapObserver !== null && heapObserver.allocated !== undefined) heapObserver.allocated(block, nbytes);
  if (blockTracer !== null) blockTracer.allocated(block, nbytes);
  return block;
}

/** PyObject_Free and PyMem_Free. Ignores NULL (0). */
export function PyObject_Free(block: number): void {
  if (block === NULL) return;
  if (heapObserver !== null && heapObserver.released !== undefined) heapObserver.released(block);
  if (blockTracer !== null) blockTracer.released(block);
  if (block >= LARGE_BASE) {
    rawFree(block);
    return;
  }
  const pool = block >> 10;
  const szidx = pool_szidx[pool]!;
  const lastfree = pool_freeblock[pool]!;
  block_next[block] = lastfree;
  pool_freeblock[pool] = block;
  const count = pool_count[pool]! - 1;
  pool_count[pool] = count;
  smallBytes -= (szidx + 1) << 4;
  blocksInUse--;
  if (lastfree === NULL && pool_linked[pool] === 0) {
    // The pool was full: back to the front of its ring, so that its hole is filled next.
    link_front(szidx, pool);
    return;
  }
  if (count === 0) insert_to_freepool(pool, szidx);
}

/** insert_to_freepool: an empty pool goes back to its arena; a wholly free arena may be unmapped. */
function insert_to_freepool(pool: number, szidx: number): void {
  unlink(szidx, pool);
  const slot = pool >> 6;
  const arena = arenas[slot]!;
  arena.freepools.push(pool);
  const nf = ++arena.nfreepools;
  if (nf === 1) {
    usable_arenas.unshift(slot);
    return;
  }
  const at = usable_arenas.indexOf(slot);
  if (nf === POOLS_PER_ARENA && at !== usable_arenas.length - 1) {
    // Wholly free, and another usable arena follows it: unmap. (The last one stays as a spare.)
    usable_arenas.splice(at, 1);
    arena.allocated = false;
    unused_arena_slots.push(slot);
    narenas_currently_allocated--;
    return;
  }
  // Keep the list sorted: move behind the arenas that have fewer free pools.
  let to = at;
  while (to + 1 < usable_arenas.length && arenas[usable_arenas[to + 1]!]!.nfreepools < nf) to++;
  if (to !== at) {
    usable_arenas.splice(at, 1);
    usable_arenas.splice(to, 0, slot);
  }
}

/** PyObject_Realloc: where the block lies after it was resized; the block moves exactly when CPython's would. */
export function PyObject_Realloc(block: number, nbytes: number): number {
  if (block === NULL) return PyObject_Malloc(nbytes);
  const size = blockSize(block);
  if (block < LARGE_BASE) {
    // Stays when it fits and at least 3/4 of it stays in use.
    if (nbytes <= size && 4 * nbytes > 3 * size) {
      noteMoved(block, block, nbytes);
      return block;
    }
    // One event for a tracer, not two.
    const tracer = blockTracer;
    if (tracer !== null) setBlockTracer(null);
    const moved = PyObject_Malloc(nbytes);
    PyObject_Free(block);
    if (tracer !== null) {
      setBlockTracer(tracer);
      tracer.moved(block, moved, nbytes);
    }
    return moved;
  }
  let moved = block;
  if (chunkGranules(nbytes) !== chunkGranules(size)) {
    rawFree(block);
    moved = rawMalloc(nbytes);
  } else {
    largeSizes.set(block, nbytes);
    largeBytes += nbytes - size;
  }
  noteMoved(block, moved, nbytes);
  return moved;
}

function noteMoved(from: number, to: number, nbytes: number): void {
  if (heapObserver !== null && heapObserver.allocated !== undefined) {
    heapObserver.released!(from);
    heapObserver.allocated(to, nbytes);
  }
  if (blockTracer !== null) blockTracer.moved(from, to, nbytes);
}

export const PyMem_Malloc = PyObject_Malloc;
export const PyMem_Realloc = PyObject_Realloc;
export const PyMem_Free = PyObject_Free;

/** glibc's chunk: 8 bytes of head, 16-byte granularity, 32 bytes at least. */
function chunkGranules(nbytes: number): number {
  return Math.max(2, Math.ceil((nbytes + 8) / 16));
}

/** The C library's malloc, simplified: freed chunks of a size come back last-freed first, else from the top. */
function rawMalloc(nbytes: number): number {
  const granules = chunkGranules(nbytes);
  largeBytes += nbytes;
  checkBudget();
  const free = largeFree.get(granules);
  let block: number;
  if (free !== undefined && free.length > 0) block = free.pop()!;
  else {
    block = largeTop + 1;
    largeTop += granules;
  }
  largeSizes.set(block, nbytes);
  return block;
}
function rawFree(block: number): void {
  const size = largeSizes.get(block);
  if (size === undefined) return;
  largeSizes.delete(block);
  largeBytes -= size;
  const granules = chunkGranules(size);
  const free = largeFree.get(granules);
  if (free === undefined) largeFree.set(granules, [block]);
  else free.push(block);
}

/** Memory for objects that CPython allocates statically: never given back, outside both allocators. */
export function staticAddress(nbytes: number): number {
  const block = staticTop;
  staticTop += Math.ceil(nbytes / 16);
  return block;
}

/** Usable bytes of a block: its size class, or the size asked for when it is a large one. */
export function blockSize(block: number): number {
  if (block >= LARGE_BASE) return largeSizes.get(block) ?? 0;
  return (pool_szidx[block >> 10]! + 1) << 4;
}

/** The address, as `id()` would show it, of a place `bytes` into a block. */
export function addressOf(block: number, bytes = 0): number {
  if (block >= STATIC_BASE) return STATIC_ADDRESS + (block - STATIC_BASE) * 16 + bytes;
  if (block >= LARGE_BASE) return LARGE_ADDRESS + (block - LARGE_BASE) * 16 + bytes;
  return ARENA_ADDRESS + block * 16 + bytes;
}

/** The granule an address shown by `id()` lies in, or 0 when it is in no region. */
export function blockAt(address: number): number {
  if (address >= ARENA_ADDRESS) return Math.floor((address - ARENA_ADDRESS) / 16);
  if (address >= LARGE_ADDRESS) return Math.floor((address - LARGE_ADDRESS) / 16) + LARGE_BASE;
  if (address >= STATIC_ADDRESS) return Math.floor((address - STATIC_ADDRESS) / 16) + STATIC_BASE;
  return NULL;
}

export function isStaticBlock(block: number): boolean {
  return block >= STATIC_BASE;
}
export function isLargeBlock(block: number): boolean {
  return block >= LARGE_BASE && block < STATIC_BASE;
}

/** Bytes in use now: blocks of pymalloc at their class's size, large ones as asked for. */
export function bytesInUse(): number {
  return smallBytes + largeBytes;
}

/** Of these, bytes in blocks past pymalloc, as they were asked for. */
export function largeBytesInUse(): number {
  return largeBytes;
}
/** sys.getallocatedblocks(): pymalloc blocks in use. */
export function allocatedBlocks(): number {
  return blocksInUse;
}

export interface ArenaState {
  address: number;
  nfreepools: number;
}
export interface PoolState {
  /** The pool's first granule. */
  base: number;
  arena: number;
  /** Size class index; the block size is (szidx + 1) · 16 bytes. */
  szidx: number;
  /** Blocks in use. */
  count: number;
  /** Blocks that were never handed out begin here (granules from the base). */
  nextoffset: number;
  /** Granules of the free blocks, in hand-out order. */
  free: number[];
}
/** A picture of the allocator for the memory map. Plain data; does not disturb anything. */
export function inspectAllocator(): { arenas: ArenaState[]; pools: PoolState[]; large: [number, number][] } {
  const arenaStates: ArenaState[] = [];
  const pools: PoolState[] = [];
  for (const [slot, arena] of arenas.entries()) {
    if (!arena.allocated) continue;
    arenaStates.push({ address: slot * ARENA_GRANULES, nfreepools: arena.nfreepools });
    for (let i = 1; i < arena.nextpool; i++) {
      const pool = slot * POOLS_PER_ARENA_SLOT + i;
      const szidx = pool_szidx[pool]!;
      if (szidx === 0xff) continue;
      const free: number[] = [];
      for (let block = pool_freeblock[pool]!; block !== NULL; block = block_next[block]!) free.push(block);
      pools.push({
        base: pool * POOL_GRANULES,
        arena: arenaStates.length - 1,
        szidx,
        count: pool_count[pool]!,
        nextoffset: pool_nextoffset[pool]!,
        free,
      });
    }
  }
  return { arenas: arenaStates, pools, large: [...largeSizes] };
}
export function arenasAllocated(): number {
  return narenas_currently_allocated;
}
