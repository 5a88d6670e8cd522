// One object's page.

import { IMMORTAL_LIMIT } from '../../heap/header';
import { addressOf, blockSize, isLargeBlock, isStaticBlock } from '../../heap/obmalloc';
import { PyDict_Check } from '../../objects/dictobject';
import { PyUnicode_Check } from '../../objects/unicodeobject';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import type { ByteSegment, ObjectBlock, ObjectPage } from '../../protocol/heapProtocol';
import { isAtom, shortText, typeName } from '../describe';
import { holders, page } from './holders';
import { buffersOf } from './buffers';
import type { Place } from './memory';
import { accessLabel } from './scene';
import type { Scene } from './scene';
import type { ProviderSession } from './session';
import { objectOf } from './view';

const FIRST_HOLDERS = 50;
const MAX_REPR = 2000;

export function objectPage(
  scene: Scene,
  session: ProviderSession,
  n: number,
  placeOf: (block: number) => Place | null,
): ObjectPage {
  const { snapshot } = scene;
  const op = scene.object(n);
  const shown = (m: number): boolean => !isAtom(scene.object(m));
  const own = holders(scene, n);
  const object = objectOf(scene, n, scene.cells(n, shown), 0, 1000);
  const immortal = op.ob_refcnt >= IMMORTAL_LIMIT;
  const blocks = blocksOf(scene, n, placeOf);
  const notes: string[] = [];
  if (immortal) notes.push('It is immortal: it is never freed, and its count means nothing.');
  else {
    notes.push(`sys.getrefcount would show ${op.ob_refcnt + 1}: its own argument is one reference more.`);
    const others = op.ob_refcnt - own.length;
    if (others > 0)
      notes.push(
        `${others} of its references ${others === 1 ? 'is' : 'are'} held by the interpreter's own structures.`,
      );
  }
  if (snapshot.alive[n] === 0) notes.push('Nothing can reach it any more. Only the collector can free it.');
  if (snapshot.generation[n]! < 0 && !isAtom(op)) notes.push('The collector does not track it.');
  const line = object.birthLine;
  return {
    object: { ...object, hidden: immortal ? 0 : Math.max(0, op.ob_refcnt - own.length) },
    repr: reprOf(scene, n, 0).slice(0, MAX_REPR),
    tracked: snapshot.generation[n]! >= 0,
    immortal,
    deepSize: blocks.reduce((sum, block) => sum + block.allocated, 0),
    notes,
    holders: page(own, { start: 0, count: FIRST_HOLDERS }),
    blocks,
    referrerCount: scene.referrerCount(n),
    referentCount: snapshot.edges[n]!.length,
    birth: { step: object.birthStep, line, source: line > 0 ? session.sourceLine(line) : '' },
  };
}

/** What repr() would print for the plain containers, without running any code of the program. */
function reprOf(scene: Scene, n: number, depth: number): string {
  const op = scene.object(n);
  if (PyUnicode_Check(op)) {
    const text = (op as PyUnicodeObject).str;
    return `'${text.slice(0, MAX_REPR).replace(/\\/g, '\\\\').replace(/'/g, "\\'").replace(/\n/g, '\\n')}'`;
  }
  if (isAtom(op)) return shortText(op);
  const edges = scene.snapshot.edges[n]!;
  const inner = (m: number): string => (depth >= 2 ? shortText(scene.object(m)) : reprOf(scene, m, depth + 1));
  const items = (): string =>
    edges
      .filter((e) => e.kind !== 'type')
      .slice(0, 200)
      .map((e) => inner(e.to))
      .join(', ');
  const name = op.ob_type.tp_name;
  if (name === 'list') return `[${items()}]`;
  if (name === 'tuple') return edges.length === 1 ? `(${items()},)` : `(${items()})`;
  if (name === 'set') return edges.length === 0 ? 'set()' : `{${items()}}`;
  if (name === 'frozenset') return `frozenset({${items()}})`;
  if (PyDict_Check(op) && name === 'dict') {
    const pairs = edges.filter((e) => e.kind === 'value').slice(0, 200);
    return `{${pairs.map((e) => `${typeof e.label === 'object' ? shortText(e.label) : e.label}: ${inner(e.to)}`).join(', ')}}`;
  }
  const text = shortText(op);
  return text === typeName(op) ? `<${typeName(op)} object #${scene.id(op)}>` : `<${text}>`;
}

function blocksOf(scene: Scene, n: number, placeOf: (block: number) => Place | null): ObjectBlock[] {
  const op = scene.object(n);
  const blocks: ObjectBlock[] = [];
  const presize = op.ob_type.presize;
  const add = (label: string, block: number, size: number, segments: ByteSegment[]): void => {
    const allocated = isStaticBlock(block) ? size : blockSize(block);
    if (allocated > size) {
      segments.push({ kind: 'unused', label: 'rounding of the size class', offset: size, size: allocated - size });
    }
    const place = isLargeBlock(block) || isStaticBlock(block) ? null : placeOf(block);
    blocks.push({
      label,
      address: '0x' + addressOf(block).toString(16),
      size,
      allocated,
      segments,
      ...(place === null
        ? {}
        : { place: { arena: place.arena, pool: place.pool, block: place.index, sizeClass: place.blockSize } }),
    });
  };
  const buffers = buffersOf(op);
  const total = scene.snapshot.size[n]!;
  const bufferBytes = buffers.reduce((sum, b) => sum + blockSize(b.block), 0);
  const whole = buffers.length > 0 ? presize + op.ob_type.tp_basicsize : Math.max(total, presize + 16);
  const segments: ByteSegment[] = [];
  if (presize > 16)
    segments.push({ kind: 'preheader', label: 'dict and weakref pointers', offset: 0, size: presize - 16 });
  if (presize > 0) segments.push({ kind: 'gchead', label: 'collector header', offset: presize - 16, size: 16 });
  segments.push({ kind: 'refcount', label: 'ob_refcnt', offset: presize, size: 8, value: String(op.ob_refcnt) });
  segments.push({
    kind: 'type',
    label: 'ob_type',
    offset: presize + 8,
    size: 8,
    value: `→ ${shortText(op.ob_type)}`,
    target: scene.id(op.ob_type),
  });
  const body = whole - presize - 16;
  if (body > 0) {
    const refs = scene.snapshot.edges[n]!.filter((e) => e.kind !== 'type');
    const inline = buffers.length === 0 && refs.length > 0 && op.ob_type.tp_name === 'tuple';
    if (inline) {
      segments.push({ kind: 'field', label: 'ob_size', offset: presize + 16, size: 8, value: String(refs.length) });
      refs.forEach((e, i) =>
        segments.push({
          kind: 'items',
          label: accessLabel(e),
          offset: presize + 24 + 8 * i,
          size: 8,
          value: `→ ${shortText(scene.object(e.to))}`,
          target: scene.id(scene.object(e.to)),
        }),
      );
    } else
      segments.push({
        kind: PyUnicode_Check(op) ? 'text' : 'field',
        label: 'fields',
        offset: presize + 16,
        size: body,
      });
  }
  add('object', op.ob_addr, whole, segments);
  for (const { label, block } of buffers) {
    const size = bufferBytes > 0 ? blockSize(block) : 0;
    const parts: ByteSegment[] = [];
    const items = op.ob_type.tp_name === 'list' ? scene.snapshot.edges[n]!.filter((e) => e.kind === 'item') : [];
    items.slice(0, 512).forEach((e, i) =>
      parts.push({
        kind: 'items',
        label: `[${i}]`,
        offset: 8 * i,
        size: 8,
        value: `→ ${shortText(scene.object(e.to))}`,
        target: scene.id(scene.object(e.to)),
      }),
    );
    const used = 8 * parts.length;
    if (size > used)
      parts.push({
        kind: parts.length > 0 ? 'unused' : 'items',
        label: parts.length > 0 ? 'room to grow' : label,
        offset: used,
        size: size - used,
      });
    add(label, block, size, parts);
  }
  return blocks;
}
