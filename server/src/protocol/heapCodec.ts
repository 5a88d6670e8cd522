/**
 * Packs a HeapView into varint columns and back. Both ends of the protocol need the very same code, so it lives beside
 * the types, imports nothing but them and uses no host API except atob/btoa (present in Node, browsers and workers).
 *
 * Why varints: 5,358 objects are about 2 MB as JSON and 130 KB like this, below the 200 KB a view of such a heap may
 * cost, even as base64 over a JSON transport.
 */
import type {
  AtomKind,
  Bulk,
  BulkArray,
  BulkKind,
  CellKind,
  Generation,
  HeapCell,
  HeapObject,
  HeapView,
  HeapViewWire,
  ObjectShape,
} from './heapProtocol';

const shapes: readonly ObjectShape[] = ['rows', 'sequence', 'leaf'];
const cellKinds: readonly CellKind[] = ['ref', 'atom', 'weak', 'empty'];
const atomKinds: readonly AtomKind[] = ['number', 'string', 'keyword', 'other'];

/** A growing byte string of unsigned and zigzag varints. Numbers up to 2^53. */
export class VarintWriter {
  private bytes = new Uint8Array(1024);
  private length = 0;

  unsigned(value: number): void {
    if (this.length + 8 > this.bytes.length) {
      const larger = new Uint8Array(this.bytes.length * 2);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    while (value >= 128) {
      this.bytes[this.length++] = (value % 128) + 128;
      value = Math.floor(value / 128);
    }
    this.bytes[this.length++] = value;
  }

  signed(value: number): void {
    this.unsigned(value < 0 ? -value * 2 - 1 : value * 2);
  }

  /** A copy of its own, so that transports that send whole buffers send no slack. */
  take(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}

export class VarintReader {
  private at = 0;
  constructor(private readonly bytes: Uint8Array) {}

  unsigned(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw new RangeError('heap view ends in the middle of a number');
      if (byte < 128) return value + byte * scale;
      value += (byte - 128) * scale;
      scale *= 128;
    }
  }

  signed(): number {
    const value = this.unsigned();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}

/** Strings by number; 0 is the empty string. */
class StringTable {
  readonly list: string[] = [''];
  private readonly index = new Map<string, number>([['', 0]]);

  add(text: string): number {
    const known = this.index.get(text);
    if (known !== undefined) return known;
    this.index.set(text, this.list.length);
    return this.list.push(text) - 1;
  }
}

const addressNumber = (address: string): number => parseInt(address, 16) || 0;
const addressText = (value: number): string => '0x' + value.toString(16);

/** "No one" is 0; frames are odd; objects even, as the difference to the object's own id, since owners are near. */
function writeHolder(out: VarintWriter, id: string, self: number): void {
  if (id === '') out.unsigned(0);
  else if (id.startsWith('f')) out.unsigned(Number(id.slice(1)) * 2 + 1);
  else {
    const difference = Number(id) - self;
    out.unsigned(((difference < 0 ? -difference * 2 - 1 : difference * 2) + 1) * 2);
  }
}

function readHolder(from: VarintReader, self: number): string {
  const value = from.unsigned();
  if (value === 0) return '';
  if (value % 2 === 1) return 'f' + (value - 1) / 2;
  const zigzag = value / 2 - 1;
  return String(self + (zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2));
}

/** "[3]" is what the fourth cell of a list is called anyway: such labels are not sent. */
const ownLabel = (index: number): string => `[${index}]`;

function writeCell(out: VarintWriter, strings: StringTable, cell: HeapCell, self: number, index: number): void {
  const plain = cell.label === ownLabel(index);
  // Kind 2 bits, isNew 1, own label 1, atom kind 3: one byte.
  out.unsigned(
    cellKinds.indexOf(cell.kind) +
      (cell.isNew ? 4 : 0) +
      (plain ? 8 : 0) +
      (cell.atom ? (atomKinds.indexOf(cell.atom) + 1) * 16 : 0),
  );
  if (!plain) out.unsigned(strings.add(cell.label));
  if (cell.kind === 'empty') return;
  // Objects are often made just before or after what they refer to, so the difference is short. 0 means no target.
  // What is older than the program (small ints, None, constants) is far from everything and met often: by number.
  if (cell.target === undefined) out.unsigned(0);
  else if (Number(cell.target) >= OLD_ID) out.unsigned(strings.add(cell.target) * 2 + 1);
  else out.unsigned(zigzag(offsetOf(Number(cell.target) - self)) * 2);
  if (cell.kind !== 'ref') out.unsigned(strings.add(cell.text ?? ''));
}
/** Ids from here on are of objects made before the program's first line. */
const OLD_ID = 2 ** 40;
const zigzag = (value: number): number => (value < 0 ? -value * 2 - 1 : value * 2);
const unzigzag = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2);

/** Makes room for "no target" without losing references to oneself. */
const offsetOf = (difference: number): number => (difference >= 0 ? difference + 1 : difference);
const differenceOf = (offset: number): number => (offset > 0 ? offset - 1 : offset);

function readCell(from: VarintReader, strings: readonly string[], self: number, index: number): HeapCell {
  const head = from.unsigned();
  const kind = cellKinds[head & 3]!;
  const label = (head & 8) !== 0 ? ownLabel(index) : strings[from.unsigned()]!;
  const isNew = (head & 4) !== 0;
  const atom = head >= 16 ? atomKinds[(head >> 4) - 1] : undefined;
  const cell: { -readonly [K in keyof HeapCell]: HeapCell[K] } = { label, kind };
  if (isNew) cell.isNew = true;
  if (atom) cell.atom = atom;
  if (kind === 'empty') return cell;
  const code = from.unsigned();
  if (code % 2 === 1) cell.target = strings[(code - 1) / 2]!;
  else if (code !== 0) cell.target = String(self + differenceOf(unzigzag(code / 2)));
  if (kind !== 'ref') {
    const text = strings[from.unsigned()]!;
    if (text || kind === 'atom') cell.text = text;
  }
  return cell;
}

/** Takes a view as rows, gives what is sent. `base64` for transports that are JSON. */
export function encodeView(view: HeapView, transport: 'typed' | 'base64' = 'typed'): HeapViewWire {
  const out = new VarintWriter();
  const cells = new VarintWriter();
  const strings = new StringTable();
  let lastId = 0;
  const lastAddress = new Map<number, number>();
  let lastAny = 0;
  let lastBirth = 0;
  for (const object of view.objects) {
    const id = Number(object.id);
    const address = addressNumber(object.address);
    const { flags } = object;
    const more = object.cellTotal - object.cells.length;
    out.signed(id - lastId);
    // Addresses are multiples of 8; one that is not says so with a bit below.
    const odd = address % 8;
    // Objects of a size lie side by side in their pool.
    out.unsigned(object.size);
    out.signed((address - odd - (lastAddress.get(object.size) ?? lastAny)) / 8);
    out.unsigned(strings.add(object.typeName));
    // Seven low bits say which of the usually plain fields follow; most objects need two bytes here.
    out.unsigned(
      Number(object.title !== '') +
        2 * Number(object.delta !== 0) +
        4 * Number(object.hidden !== 0) +
        8 * Number(object.retained !== object.size) +
        16 * Number(object.cycle !== 0) +
        32 * Number(more !== 0) +
        64 * Number(object.cells.length > 0) +
        128 * shapes.indexOf(object.shape) +
        512 * (object.generation ?? 3) +
        2048 * Number(flags.isNew) +
        4096 * Number(flags.changed) +
        8192 * Number(flags.freed) +
        16384 * Number(flags.garbage) +
        32768 * Number(flags.library) +
        65536 * Number(flags.atom) +
        131072 * Number(odd !== 0),
    );
    if (odd !== 0) out.unsigned(odd);
    if (object.title !== '') out.unsigned(strings.add(object.title));
    out.signed(object.refcount);
    if (object.delta !== 0) out.signed(object.delta);
    if (object.hidden !== 0) out.unsigned(object.hidden);
    if (object.retained !== object.size) out.unsigned(object.retained);
    writeHolder(out, object.dominator, id);
    out.signed(object.birthStep - lastBirth);
    lastBirth = object.birthStep;
    out.unsigned(object.birthLine);
    if (object.cycle !== 0) out.unsigned(object.cycle);
    if (more !== 0) out.unsigned(more);
    if (object.cells.length > 0) out.unsigned(object.cells.length);
    object.cells.forEach((cell, i) => writeCell(cells, strings, cell, id, i));
    lastId = id;
    lastAny = address - odd;
    lastAddress.set(object.size, lastAny);
  }
  const { run, info, frames, rest, since, removed } = view;
  return {
    format: 1,
    run,
    info,
    frames,
    rest,
    removed,
    count: view.objects.length,
    ...(since === undefined ? {} : { since }),
    objects: pack('u8', out.take(), transport),
    cells: pack('u8', cells.take(), transport),
    strings: strings.list,
  };
}

export function decodeView(wire: HeapViewWire): HeapView {
  const from = new VarintReader(unpack('u8', wire.objects));
  const cellReader = new VarintReader(unpack('u8', wire.cells));
  const { strings, run, info, frames, rest, since, removed } = wire;
  const objects: HeapObject[] = new Array<HeapObject>(wire.count);
  let id = 0;
  const lastAddress = new Map<number, number>();
  let lastAny = 0;
  let lastBirth = 0;
  for (let n = 0; n < wire.count; n++) {
    id += from.signed();
    const size = from.unsigned();
    const base = (lastAddress.get(size) ?? lastAny) + from.signed() * 8;
    lastAny = base;
    lastAddress.set(size, base);
    const typeName = strings[from.unsigned()]!;
    const bits = from.unsigned();
    const has = (bit: number): boolean => (bits & bit) !== 0;
    const address = base + (has(131072) ? from.unsigned() : 0);
    const title = has(1) ? strings[from.unsigned()]! : '';
    const refcount = from.signed();
    const delta = has(2) ? from.signed() : 0;
    const hidden = has(4) ? from.unsigned() : 0;
    const retained = has(8) ? from.unsigned() : size;
    const dominator = readHolder(from, id);
    const birthStep = lastBirth + from.signed();
    lastBirth = birthStep;
    const birthLine = from.unsigned();
    const cycle = has(16) ? from.unsigned() : 0;
    const more = has(32) ? from.unsigned() : 0;
    const cellCount = has(64) ? from.unsigned() : 0;
    const cells: HeapCell[] = new Array<HeapCell>(cellCount);
    for (let i = 0; i < cellCount; i++) cells[i] = readCell(cellReader, strings, id, i);
    const generation = (bits >> 9) & 3;
    objects[n] = {
      id: String(id),
      typeName,
      address: addressText(address),
      shape: shapes[(bits >> 7) & 3]!,
      title,
      refcount,
      delta,
      hidden,
      generation: generation === 3 ? null : (generation as Generation),
      size,
      retained,
      dominator,
      birthStep,
      birthLine,
      cycle,
      cells,
      cellTotal: cellCount + more,
      flags: {
        isNew: has(2048),
        changed: has(4096),
        freed: has(8192),
        garbage: has(16384),
        library: has(32768),
        atom: has(65536),
      },
    };
  }
  return { run, info, frames, objects, rest, removed, ...(since === undefined ? {} : { since }) };
}

const arrays = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f64: Float64Array } as const;

/** A typed array as a Bulk column. Base64 is made in slices: `apply` has an argument limit. */
export function pack<K extends BulkKind>(kind: K, values: BulkArray[K], transport: 'typed' | 'base64'): Bulk<K> {
  if (transport === 'typed') return values;
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return { kind, base64: btoa(text) };
}

/** Any Bulk column as the typed array it stands for. */
export function unpack<K extends BulkKind>(kind: K, bulk: Bulk<K>): BulkArray[K] {
  if (ArrayBuffer.isView(bulk)) return bulk as BulkArray[K];
  const { base64 } = bulk as { base64: string };
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return new arrays[kind](bytes.buffer) as BulkArray[K];
}
