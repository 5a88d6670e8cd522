// An object's bytes, word by word: its block and its buffers as the C structs of CPython 3.13 lay them out on 64-bit
// machines (Include/cpython/*.h, Include/internal/pycore_dict.h). Types without a table here show their fields as one.

import { addressOf, blockSize, isLargeBlock, isStaticBlock } from '../../heap/obmalloc';
import { PyDict_Check } from '../../objects/dictobject';
import type { PyDictObject, PyDictValues } from '../../objects/dictstruct';
import { PyFloat_CheckExact } from '../../objects/floatobject';
import { PyList_Check } from '../../objects/listobject';
import type { PyListObject } from '../../objects/liststruct';
import { PyLong_Check } from '../../objects/longobject';
import type { PyObject } from '../../objects/object';
import { PyAnySet_Check } from '../../objects/setobject';
import { PyTuple_Check } from '../../objects/tupleobject';
import type { PyTupleObject } from '../../objects/tuplestruct';
import { PyType_Check } from '../../objects/typeobject';
import type { PyTypeObject } from '../../objects/typestruct';
import { PyUnicode_Check } from '../../objects/unicodeobject';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import type { ByteSegment, ObjectBlock } from '../../protocol/heapProtocol';
import { shortText } from '../describe';
import type { Edge } from '../heapSnapshot';
import { buffersOf } from './buffers';
import type { Place } from './memory';
import { cellLabel } from './scene';
import type { Scene } from './scene';

/** Items listed one by one; the rest of a longer buffer is one segment. */
const MAX_ITEMS = 512;
const WORD = 8;

type Kind = ByteSegment['kind'];

/** Lays segments one behind the other. */
class Layout {
  readonly segments: ByteSegment[] = [];
  offset = 0;

  constructor(private readonly scene: Scene) {}

  add(kind: Kind, label: string, size = WORD, value?: string | number): this {
    if (size > 0)
      this.segments.push({
        kind,
        label,
        offset: this.offset,
        size,
        ...(value === undefined ? {} : { value: String(value) }),
      });
    this.offset += size;
    return this;
  }
  pointer(kind: Kind, label: string, op: PyObject | null | undefined): this {
    if (op === null || op === undefined) return this.add(kind, label, WORD, 'NULL');
    this.segments.push({
      kind,
      label,
      offset: this.offset,
      size: WORD,
      value: `→ ${shortText(op)}`,
      target: this.scene.id(op),
    });
    this.offset += WORD;
    return this;
  }
}

const address = (block: number): string => '0x' + addressOf(block).toString(16);

/** The words after ob_type of the types that are read most. */
function fields(l: Layout, op: PyObject, edges: readonly Edge[], scene: Scene): void {
  const at = (label: string): PyObject | null => {
    const edge = edges.find((e) => e.label === label);
    return edge === undefined ? null : scene.object(edge.to);
  };
  if (PyTuple_Check(op)) {
    const items = (op as PyTupleObject).ob_item;
    l.add('field', 'ob_size', WORD, items.length);
    items.slice(0, MAX_ITEMS).forEach((item, i) => l.pointer('items', `[${i}]`, item));
    return;
  }
  if (PyList_Check(op)) {
    const list = op as PyListObject & { ob_item_addr?: number };
    l.add('field', 'ob_size', WORD, list.ob_item.length);
    l.add('field', 'ob_item', WORD, list.ob_item_addr ? `→ ${address(list.ob_item_addr)}` : 'NULL');
    l.add('field', 'allocated', WORD, list.allocated);
    return;
  }
  if (PyDict_Check(op)) {
    const dict = op as PyDictObject;
    l.add('field', 'ma_used', WORD, dict.ma_used).add('field', '_ma_watcher_tag');
    l.add('field', 'ma_keys', WORD, dict.ma_keys.addr > 0 ? `→ ${address(dict.ma_keys.addr)}` : 'shared');
    l.add(
      'field',
      'ma_values',
      WORD,
      dict.ma_values === null ? 'NULL' : dict.ma_values.embedded ? "the instance's own" : 'split',
    );
    return;
  }
  if (PyAnySet_Check(op)) {
    const set = op as PyObject & { used: number; fill: number; mask: number };
    l.add('field', 'fill', WORD, set.fill).add('field', 'used', WORD, set.used).add('field', 'mask', WORD, set.mask);
    l.add('field', 'table', WORD, set.mask > 7 ? 'a block of its own' : 'smalltable');
    l.add('field', 'hash')
      .add('field', 'finger')
      .add('items', 'smalltable: 8 keys with hashes', 128)
      .add('field', 'weakreflist');
    return;
  }
  if (PyFloat_CheckExact(op)) {
    l.add('field', 'ob_fval', WORD, shortText(op));
    return;
  }
  if (PyLong_Check(op)) {
    l.add('field', 'lv_tag');
    return;
  }
  if (PyUnicode_Check(op)) {
    const u = op as PyUnicodeObject;
    l.add('field', 'length', WORD, u.length)
      .add('field', 'hash')
      .add('field', 'state', 8, u.ascii ? 'ASCII, compact' : `${u.kind} bytes a character`);
    if (!u.ascii) l.add('field', 'utf8_length').add('field', 'utf8');
    return;
  }
  switch (op.ob_type.tp_name) {
    case 'weakref.ReferenceType':
    case 'weakref': {
      const ref = op as PyObject & { wr_object: PyObject | null; wr_callback: PyObject | null };
      l.add(
        'field',
        'wr_object (not counted)',
        WORD,
        ref.wr_object === null ? 'None' : `→ ${shortText(ref.wr_object)}`,
      );
      l.pointer('field', 'wr_callback', ref.wr_callback);
      l.add('field', 'hash').add('field', 'wr_prev').add('field', 'wr_next').add('field', 'vectorcall');
      return;
    }
    case 'method':
      l.pointer('field', 'im_func', at('__func__')).pointer('field', 'im_self', at('__self__'));
      l.add('field', 'im_weakreflist').add('field', 'vectorcall');
      return;
    case 'cell':
      l.pointer('field', 'ob_ref', edges[0] === undefined ? null : scene.object(edges[0].to));
      return;
  }
  // Instances of classes with __slots__: one word each, in order.
  if (!PyType_Check(op))
    for (const e of edges) if (e.kind === 'slot') l.pointer('field', cellLabel(e), scene.object(e.to));
}

/** Values inside the instance's own block: a head, a word for each name its class has seen, the order they were set in. */
function inlineValues(l: Layout, op: PyObject, values: PyDictValues): void {
  const keys = (op.ob_type as PyTypeObject).ht_cached_keys;
  l.add(
    'values',
    'capacity, size, embedded, valid',
    WORD,
    `${values.capacity}, ${values.size}, 1, ${values.valid ? 1 : 0}`,
  );
  const known = Math.min(values.capacity, keys?.me_key.findIndex((k) => k === null || k === undefined) ?? 0);
  const named = known < 0 ? Math.min(values.capacity, keys?.me_key.length ?? 0) : known;
  for (let i = 0; i < named; i++) {
    const key = keys!.me_key[i];
    l.pointer('values', key == null ? `value ${i}` : shortText(key).replace(/^'(.*)'$/, '.$1'), values.values[i]);
  }
  if (values.capacity > named)
    l.add('unused', `room for ${values.capacity - named} more attributes`, WORD * (values.capacity - named));
  l.add('indices', 'order of insertion', Math.ceil(values.capacity / 8) * 8);
}

export function blocksOf(scene: Scene, n: number, placeOf: (block: number) => Place | null): ObjectBlock[] {
  const op = scene.object(n);
  const edges = scene.snapshot.edges[n]!.filter((e) => e.kind !== 'type');
  const blocks: ObjectBlock[] = [];
  const { presize } = op.ob_type;
  const add = (label: string, block: number, size: number, l: Layout): void => {
    const allocated = isStaticBlock(block) ? size : blockSize(block);
    if (l.offset < size)
      l.add(
        l.segments.at(-1)?.kind === 'items' ? 'unused' : PyUnicode_Check(op) ? 'text' : 'field',
        rest(op, label, l),
        size - l.offset,
      );
    if (allocated > size) l.add('unused', 'rounded up to the size class', allocated - size);
    const place = isLargeBlock(block) || isStaticBlock(block) ? null : placeOf(block);
    blocks.push({
      label,
      address: address(block),
      size,
      allocated,
      segments: l.segments,
      ...(place === null
        ? {}
        : { place: { arena: place.arena, pool: place.pool, block: place.index, sizeClass: place.blockSize } }),
    });
  };
  const buffers = buffersOf(op);
  const total = scene.snapshot.size[n]!;
  const values = op.ob_values ?? null;
  const inline = values !== null && values.embedded ? values : null;
  const l = new Layout(scene);
  if (presize > 16) l.add('preheader', '__dict__ and weak references', presize - 16);
  if (presize > 0) l.add('gchead', 'collector: next, previous', 16);
  l.add('refcount', 'ob_refcnt', WORD, op.ob_refcnt).pointer('type', 'ob_type', op.ob_type);
  fields(l, op, edges, scene);
  let size = buffers.length > 0 ? presize + op.ob_type.tp_basicsize : Math.max(total, presize + 16);
  if (inline !== null) {
    inlineValues(l, op, inline);
    size = Math.max(size, l.offset);
  }
  // A table may say more than the struct holds, where a subclass or an older layout differs.
  size = Math.max(size, l.offset);
  add('object', op.ob_addr, size, l);
  for (const { label, block } of buffers) {
    const buffer = new Layout(scene);
    const bytes = blockSize(block);
    if (PyList_Check(op))
      for (const [i, item] of (op as PyListObject).ob_item.slice(0, MAX_ITEMS).entries())
        buffer.pointer('items', `[${i}]`, item);
    if (PyDict_Check(op)) dictKeys(buffer, op as PyDictObject);
    add(label, block, Math.max(bytes, buffer.offset), buffer);
  }
  return blocks;
}

/** What the last bytes of a block are, where no table says it. */
function rest(op: PyObject, label: string, l: Layout): string {
  if (label !== 'object') return l.segments.length > 0 ? 'room to grow' : label;
  if (PyUnicode_Check(op)) return 'characters and a final 0';
  if (PyLong_Check(op)) return 'digits of 30 bits';
  return l.segments.length > 3 ? 'padding' : 'fields';
}

/** A key table of its own: head, hash index, entries. */
function dictKeys(l: Layout, dict: PyDictObject): void {
  const { ma_keys: keys } = dict;
  if (dict.ma_values !== null) return;
  const slots = 2 ** keys.dk_log2_size;
  l.add('field', 'dk_refcnt', WORD, 1).add('field', 'dk_log2_size, kind, version', WORD, keys.dk_log2_size);
  l.add('field', 'dk_usable').add('field', 'dk_nentries');
  l.add('indices', `hash index of ${slots} slots`, slots * (slots <= 128 ? 1 : slots <= 32768 ? 2 : 4));
  const general = keys.me_hash_hi !== undefined && keys.me_hash_hi.length > 0;
  for (let i = 0; i < Math.min(MAX_ITEMS, keys.me_key.length); i++) {
    const key = keys.me_key[i];
    if (key === null || key === undefined) continue;
    if (general) l.add('items', `hash of key ${i}`);
    l.pointer('items', `key ${i}`, key).pointer('items', `value ${i}`, keys.me_value[i]);
  }
}
