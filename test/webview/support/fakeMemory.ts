/** A pymalloc heap as large as wished: arenas of 1 MiB, 63 or 64 pools of 16 KiB, blocks of 16 to 512 bytes. */
import type { BlockColumn, MemoryMap } from '../../../server/src/protocol/heapProtocol';

const pool = 16384;
const header = 48;
const typeNames = [
  'free',
  'buffer',
  'int',
  'float',
  'str',
  'tuple',
  'list',
  'dict',
  'Node',
  'function',
  'bytes',
  'set',
  'cell',
  'weakref',
];
/** Block size, how common, which types. */
const classes: readonly (readonly [number, number, readonly number[]])[] = [
  [16, 0.5, [10]],
  [32, 13, [2, 3, 3, 2]],
  [48, 9, [12, 6, 10]],
  [64, 20, [4, 8, 8, 6, 7, 5, 8]],
  [80, 9, [4, 5, 13]],
  [96, 6, [4, 5]],
  [112, 4, [4, 5]],
  [128, 3.5, [4, 10]],
  [160, 5, [9]],
  [192, 3, [4, 7, 1]],
  [224, 3.5, [11, 7]],
  [256, 2, [7, 1]],
  [368, 1.5, [7]],
  [512, 1.2, [4, 10, 1]],
];

export interface FakeMemory {
  readonly map: MemoryMap;
  readonly columns: Record<BlockColumn, Uint8Array | Uint32Array>;
}

export function fakeMemory(wanted: number, step: number, ids: readonly number[]): FakeMemory {
  let state = 12345;
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const weight = classes.reduce((sum, c) => sum + c[1], 0);
  const blockSize: number[] = [];
  const capacity: number[] = [];
  const used: number[] = [];
  const arena: number[] = [];
  const type = new Uint8Array(wanted + 4096);
  const generation = new Uint8Array(wanted + 4096).fill(255);
  const age = new Uint8Array(wanted + 4096).fill(255);
  const owner = new Uint32Array(wanted + 4096);
  let blocks = 0;
  while (blocks < wanted) {
    let pick = random() * weight;
    let chosen = classes[0]!;
    for (const c of classes)
      if ((pick -= c[1]) <= 0) {
        chosen = c;
        break;
      }
    for (let run = 1 + Math.floor(random() * 5); run > 0 && blocks < wanted; run--) {
      const number = blockSize.length;
      const young = number / 64 / Math.max(1, wanted / 16500);
      const blank = random() < 0.03 + 0.1 * young;
      const n = blank ? 0 : Math.min(Math.floor((pool - header) / chosen[0]), wanted - blocks);
      const full =
        random() < 0.62 ? 1 - 0.05 * random() : random() < 0.75 ? 0.45 + 0.45 * random() : 0.05 + 0.25 * random();
      let kind = 0;
      let same = 0;
      let gap = 0;
      let free = false;
      let live = 0;
      for (let j = 0; j < n; j++) {
        if (same-- <= 0) {
          kind = chosen[2][Math.floor(random() * chosen[2].length)]!;
          same = 3 + random() * 40;
        }
        if (gap-- <= 0) {
          free = random() > full;
          gap = free ? Math.floor(random() * 5) : Math.floor(random() * 14 * full);
        }
        if (free) continue;
        live++;
        const at = blocks + j;
        type[at] = kind;
        age[at] = Math.min(250, Math.floor(young * 200 + random() * 50));
        generation[at] = [2, 3, 4, 10].includes(kind) ? 3 : age[at]! > 180 ? 0 : age[at]! > 120 ? 1 : 2;
        owner[at] = ids.length > 0 ? ids[at % ids.length]! : 0;
      }
      blockSize.push(blank ? 0 : chosen[0]);
      capacity.push(n);
      used.push(live);
      arena.push(Math.floor(number / 64));
      blocks += n;
    }
  }
  const arenas = Array.from({ length: arena[arena.length - 1]! + 1 }, (_, a) => {
    const pools = arena.filter((x) => x === a).length;
    return {
      address: '0x' + (0x7f3a5c000000 + a * 0x100000).toString(16),
      pools,
      freePools: blockSize.filter((s, i) => arena[i] === a && s === 0).length,
    };
  });
  const allocated: number[] = [];
  const released: number[] = [];
  for (let i = 0; i < 14; i++) {
    const at = Math.floor(blocks * (0.55 + 0.43 * random()));
    if (type[at]) {
      allocated.push(at);
      age[at] = 254;
    } else released.push(at);
  }
  const large = [
    { what: 'items of list', typeName: 'list', size: 800_056 },
    { what: 'keys of dict', typeName: 'dict', size: 36_960 },
    { what: 'text', typeName: 'str', size: 12_041 },
    { what: 'bytes', typeName: 'bytes', size: 4_129 },
    { what: 'values of dict', typeName: 'dict', size: 2_264 },
  ].map((l, i) => ({
    ...l,
    address: '0x' + (0x7f3a70000010 + i * 0x200000).toString(16),
    ...(ids.length > i ? { owner: String(ids[i]) } : {}),
    ...(i === 3 ? { event: 'allocated' as const } : {}),
  }));
  return {
    columns: {
      type: type.slice(0, blocks),
      generation: generation.slice(0, blocks),
      age: age.slice(0, blocks),
      owner: owner.slice(0, blocks),
    },
    map: {
      step,
      arenaBytes: 1 << 20,
      poolBytes: pool,
      poolHeaderBytes: header,
      arenas,
      blockCount: blocks,
      typeNames,
      pools: {
        blockSize: Uint16Array.from(blockSize),
        capacity: Uint16Array.from(capacity),
        used: Uint16Array.from(used),
        arena: Uint16Array.from(arena),
      },
      large,
      largeCount: large.length,
      largeBytes: large.reduce((s, l) => s + l.size, 0),
      freeLists: [
        { name: 'float', count: 34, limit: 100, bytes: 816 },
        { name: 'list', count: 80, limit: 80, bytes: 4480 },
        { name: 'dict', count: 12, limit: 80, bytes: 768 },
        { name: 'dict keys', count: 3, limit: 80, bytes: 480 },
        { name: 'tuple of 1', count: 120, limit: 2000, bytes: 5760 },
        { name: 'tuple of 2', count: 41, limit: 2000, bytes: 2296 },
      ],
      allocated: Uint32Array.from(allocated),
      released: Uint32Array.from(released),
    },
  };
}
