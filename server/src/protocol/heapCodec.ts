/**
 * Packs a HeapView into varint columns and back. Both ends of the protocol need the very same code, so it lives beside
 * the types, imports nothing but them and uses no host API except atob/btoa (present in Node, browsers and workers).
 *
 * Why varints: 5,358 objects with 9,700 cells are 1.9 MB as JSON and about 110 KB like this, below the 200 KB a step of
 * a large heap may cost, even as base64 over a JSON transport.
 */
import type {
  AtomKind, Bulk, BulkArray, BulkKind, CellKind, Generation, HeapCell, HeapObject, HeapView, HeapViewWire, ObjectShape,
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

/** Ids are decimal numbers, frame ids 'f' and a number: told apart by the lowest bit, 0 is "no one". */
function writeHolder(out: VarintWriter, id: string): void {
  if (id === '') out.unsigned(0);
  else if (id.startsWith('f')) out.unsigned(Number(id.slice(1)) * 2 + 1);
  else out.unsigned(Number(id) * 2);
}

function readHolder(from: VarintReader): string {
  const value = from.unsigned();
  if (value === 0) return '';
  return value % 2 === 1 ? 'f' + (value - 1) / 2 : String(value / 2);
}

function writeCell(out: VarintWriter, strings: StringTable, cell: HeapCell, self: number): void {
  out.unsigned(cellKinds.indexOf(cell.kind) + (cell.isNew ? 4 : 0) + (cell.atom ? (atomKinds.indexOf(cell.atom) + 1) * 8 : 0));
  out.unsigned(strings.add(cell.label));
  if (cell.kind === 'empty') return;
  // Objects are often made just before or after what they refer to, so the difference is short. 0 means no target.
  out.signed(cell.target === undefined ? 0 : offsetOf(Number(cell.target) - self));
  if (cell.kind !== 'ref') out.unsigned(strings.add(cell.text ?? ''));
}
/** Makes room for "no target" without losing references to oneself. */
const offsetOf = (difference: number): number => (difference >= 0 ? difference + 1 : difference);
const differenceOf = (offset: number): number => (offset > 0 ? offset - 1 : offset);

function readCell(from: VarintReader, strings: readonly string[], self: number): HeapCell {
  const head = from.unsigned();
  const kind = cellKinds[head % 4]!;
  const label = strings[from.unsigned()]!;
  const isNew = head % 8 >= 4;
  const atom = head >= 8 ? atomKinds[Math.floor(head / 8) - 1] : undefined;
  const cell: { -readonly [K in keyof HeapCell]: HeapCell[K] } = { label, kind };
  if (isNew) cell.isNew = true;
  if (atom) cell.atom = atom;
  if (kind === 'empty') return cell;
  const offset = from.signed();
  if (offset !== 0) cell.target = String(self + differenceOf(offset));
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
  let lastAddress = 0;
  for (const object of view.objects) {
    const id = Number(object.id);
    const address = addressNumber(object.address);
    const { flags } = object;
    out.signed(id - lastId);
    out.signed(address - lastAddress);
    out.unsigned(strings.add(object.typeName));
    out.unsigned(strings.add(object.title));
    out.unsigned(
      shapes.indexOf(object.shape) +
        4 * (object.generation ?? 3) +
        16 * Number(flags.isNew) + 32 * Number(flags.freed) + 64 * Number(flags.garbage) +
        128 * Number(flags.library) + 256 * Number(flags.atom) + 512 * Number(flags.changed),
    );
    out.signed(object.refcount);
    out.signed(object.delta);
    out.unsigned(object.hidden);
    out.unsigned(object.size);
    out.unsigned(object.retained);
    writeHolder(out, object.dominator);
    out.signed(object.birthStep);
    out.unsigned(object.birthLine);
    out.unsigned(object.cycle);
    out.unsigned(object.cells.length);
    out.unsigned(object.cellTotal - object.cells.length);
    for (const cell of object.cells) writeCell(cells, strings, cell, id);
    lastId = id;
    lastAddress = address;
  }
  const { run, info, frames, rest, since, removed } = view;
  return {
    format: 1, run, info, frames, rest, removed, count: view.objects.length,
    ...(since === undefined ? {} : { since }),
    objects: pack('u8', out.take(), transport), cells: pack('u8', cells.take(), transport), strings: strings.list,
  };
}

export function decodeView(wire: HeapViewWire): HeapView {
  const from = new VarintReader(unpack('u8', wire.objects));
  const cellReader = new VarintReader(unpack('u8', wire.cells));
  const { strings, run, info, frames, rest, since, removed } = wire;
  const objects: HeapObject[] = new Array<HeapObject>(wire.count);
  let id = 0;
  let address = 0;
  for (let n = 0; n < wire.count; n++) {
    id += from.signed();
    address += from.signed();
    const typeName = strings[from.unsigned()]!;
    const title = strings[from.unsigned()]!;
    const bits = from.unsigned();
    const generation = (bits >> 2) & 3;
    const refcount = from.signed();
    const delta = from.signed();
    const hidden = from.unsigned();
    const size = from.unsigned();
    const retained = from.unsigned();
    const dominator = readHolder(from);
    const birthStep = from.signed();
    const birthLine = from.unsigned();
    const cycle = from.unsigned();
    const cellCount = from.unsigned();
    const cellTotal = cellCount + from.unsigned();
    const cells: HeapCell[] = new Array<HeapCell>(cellCount);
    for (let i = 0; i < cellCount; i++) cells[i] = readCell(cellReader, strings, id);
    objects[n] = {
      id: String(id), typeName, address: addressText(address), shape: shapes[bits & 3]!, title, refcount, delta, hidden,
      generation: generation === 3 ? null : (generation as Generation), size, retained, dominator, birthStep, birthLine,
      cycle, cells, cellTotal,
      flags: {
        isNew: (bits & 16) !== 0, freed: (bits & 32) !== 0, garbage: (bits & 64) !== 0, library: (bits & 128) !== 0,
        atom: (bits & 256) !== 0, changed: (bits & 512) !== 0,
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
