// The hover of an object: its count and who holds it, its size, its place in memory, its life so far.

import { _Py_IsImmortal } from '../../heap/refcount';
import { isLargeBlock, isStaticBlock } from '../../heap/obmalloc';
import type { PyObject } from '../../objects/object';
import { isAtom, shortText, typeName } from '../describe';
import { addressText } from '../heapSnapshot';
import { bytesText } from '../lenses';
import { objectPage } from '../provider/page';
import type { HoverContext } from './context';
import { HolderNames } from './holders';
import { code, linker } from './links';
import { sparkline } from './sparkline';

const SHOWN_HOLDERS = 10;

export function objectCard(context: HoverContext, op: PyObject): string {
  const { scene } = context;
  const n = scene.snapshot.nodeOf.get(op);
  const immortal = _Py_IsImmortal(op);
  const link = linker(context.uri, context.run);
  const serial = scene.serial(op);
  const mine = context.parked.registry.isMine(op);
  const paragraphs = [headline(context, op, n, mine)];
  if (immortal) {
    paragraphs.push('Immortal: it is never freed, and its count means nothing.');
  } else {
    paragraphs.push(references(context, op, n));
    paragraphs.push(
      `${code('sys.getrefcount')} would show ${op.ob_refcnt + 1}: while it runs, its own argument is one reference more.`,
    );
  }
  paragraphs.push(memory(context, op, n));
  const birth = context.parked.registry.birth(op);
  const life: string[] = [];
  if (mine && birth !== undefined && birth.line > 0) {
    life.push(`Born at ${link.line(birth.line)}, step ${link.step(birth.step, String(birth.step))}.`);
    const samples = context.history(op);
    if (samples.length > 1 && !immortal) {
      const counts = samples.map((s) => s.count);
      life.push(`Count since: ${sparkline(samples)} (${Math.min(...counts)}–${Math.max(...counts)}).`);
    }
  } else if (!immortal) life.push('Made before the first line of the program.');
  if (life.length > 0) paragraphs.push(life.join(' '));
  if (n !== undefined) {
    const links = [link.object(serial, 'Show in heap')];
    if (mine && birth !== undefined) links.push(link.step(birth.step, 'Go to its birth'));
    links.push(link.referrers(serial, 'List its referrers'));
    paragraphs.push(links.join(' · '));
  }
  return paragraphs.join('\n\n');
}

function headline(context: HoverContext, op: PyObject, n: number | undefined, mine: boolean): string {
  const number = mine ? ` #${op.ob_serial}` : '';
  let repr = shortText(op);
  if (n !== undefined) {
    const page = objectPage(context.scene, context.session, n, () => null);
    repr = page.repr.length > 80 ? `${page.repr.slice(0, 79)}…` : page.repr;
  }
  return `**${typeName(op)}**${number} ${code(repr)}`;
}

function references(context: HoverContext, op: PyObject, n: number | undefined): string {
  const count = op.ob_refcnt;
  const head = `**${count} reference${count === 1 ? '' : 's'}**`;
  if (n === undefined) return head;
  const holders = new HolderNames(context.scene, linker(context.uri, context.run)).of(n);
  const link = linker(context.uri, context.run);
  const items = holders.slice(0, SHOWN_HOLDERS).map((holder) => {
    const line =
      holder.name !== undefined
        ? context.boundAt(holder.name)
        : holder.attribute !== undefined
          ? context.attributeSetAt(holder.attribute)
          : null;
    return `- ${holder.text}${line === null ? '' : `, ${link.line(line)}`}`;
  });
  if (holders.length > SHOWN_HOLDERS) items.push(`- and ${holders.length - SHOWN_HOLDERS} more`);
  const hidden = count - holders.length;
  if (hidden > 0) items.push(`- ${hidden} held by the interpreter's own structures`);
  return `${head}\n\n${items.join('\n')}`;
}

function memory(context: HoverContext, op: PyObject, n: number | undefined): string {
  const { scene } = context;
  const { snapshot } = scene;
  if (n === undefined) return `At ${code(addressText(op))}.`;
  const own = snapshot.size[n]!;
  const retained = snapshot.retained()[n]!;
  const size =
    retained > own
      ? `**${bytesText(own)}**, ${bytesText(retained)} with what only it keeps alive`
      : `**${bytesText(own)}**`;
  const generation = snapshot.generation[n]!;
  const tracked =
    generation < 0
      ? isAtom(op)
        ? 'the collector never tracks this type'
        : 'not tracked by the collector'
      : generation === 3
        ? 'tracked, permanent generation'
        : `tracked, generation ${generation}`;
  const reached = snapshot.alive[n] === 0 ? ' · **garbage**: nothing can reach it, only the collector frees it' : '';
  const address = code(addressText(op));
  let place = 'in the interpreter’s static memory';
  if (isLargeBlock(op.ob_addr)) place = 'from malloc: larger than 512 bytes';
  else if (!isStaticBlock(op.ob_addr)) {
    const at = context.memory().place(op.ob_addr);
    if (at !== null) {
      place = `block ${at.index} of ${at.blockSize} B in pool ${at.pool} of arena ${at.arena}`;
    }
  }
  return `${size} · ${tracked}${reached}\n\nAt ${address}, ${place}.`;
}
