// One object's page.

import { IMMORTAL_LIMIT } from '../../heap/header';
import type { PyObject } from '../../objects/object';
import { PyDict_Check } from '../../objects/dictobject';
import { PyUnicode_Check } from '../../objects/unicodeobject';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import type { ObjectPage } from '../../protocol/heapProtocol';
import { isAtom, shortText, typeName } from '../describe';
import { addressText } from '../heapSnapshot';
import { holders, page } from './holders';
import { blocksOf } from './bytes';
import type { Place } from './memory';
import { cellLabel } from './scene';
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
  if (text !== typeName(op)) return `<${text}>`;
  const module = moduleOf(scene, op);
  return `<${module === '' ? '' : `${module}.`}${typeName(op)} object at ${addressText(op)}>`;
}

/** `__module__` of an object's class, as its repr names it; '' for built-in types. */
function moduleOf(scene: Scene, op: PyObject): string {
  const { snapshot } = scene;
  const type = snapshot.nodeOf.get(op.ob_type);
  const dict = type === undefined ? undefined : snapshot.edges[type]!.find((e) => e.label === '__dict__')?.to;
  const name =
    dict === undefined
      ? undefined
      : snapshot.edges[dict]!.find((e) => cellLabel(e) === "'__module__'" && e.kind !== 'key');
  if (name === undefined) return '';
  const text = scene.object(name.to);
  return PyUnicode_Check(text) ? (text as PyUnicodeObject).str : '';
}
