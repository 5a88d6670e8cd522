// Classes whose instances would be smaller with __slots__. The numbers are measured: the program is run again with the
// slots written in, and what the instances then take is compared, block by block, with what they take now (as
// tracemalloc counts it: the allocator's requests, headers and dictionaries included). That run is also the proof that
// slots break nothing: when it fails or prints anything else (numbers apart), nothing is said.
//
// Nothing is said either where a reader of the text would doubt what the run can't show: attributes read or set by
// computed names, `__dict__` and vars(), several bases, a metaclass, a base that is not the user's, a class attribute
// of a slot's name, cached_property, pickling by hand, exceptions, enums, protocols and named tuples.

import type { ClassDef, expr } from '../ast/nodes';
import type { ClassFact } from '../session/survey/facts';
import type { Edit, Finding } from '../session/workerProtocol';
import type { Source } from './source';
import { dotted, isFunction, plural, walk } from './source';
import type { Subject } from './subject';
import { fix, sameOutput } from './subject';

const MIN_INSTANCES = 3;
/** Fewer instances are told of in a whisper, unless they save this many bytes. */
const MANY_INSTANCES = 100;
const MANY_BYTES = 8192;
const MAX_CLASSES = 4;
/** Bases that have no instance dictionary of their own. */
const slimBases = new Set(['object', 'ABC', 'abc.ABC']);

interface Slotted {
  node: ClassDef;
  names: string[];
  /** A dataclass: the decorator makes the slots. */
  dataclass: boolean;
}

export function* slots(subject: Subject): Generator<void, Finding[]> {
  const { source, facts } = subject;
  const findings: Finding[] = [];
  if (readsDictionaries(source, facts.times)) return findings;
  const candidates = facts.classes
    .filter((c) => c.peak >= MIN_INSTANCES && c.hasDict)
    // Somebody wanted the dictionary of one. (copy makes them too, and gets along without.)
    .filter((c) => c.withDict === 0 || !/__dict__|\bvars\s*\(/.test(source.text))
    .filter((c) =>
      source.classes.some(
        ({ node, firstLine }) => node.name === c.name && firstLine <= c.line && c.line <= node.lineno,
      ),
    )
    .sort((a, b) => b.bytesAtPeak - a.bytesAtPeak)
    .slice(0, MAX_CLASSES);
  for (const fact of candidates) {
    const finding = yield* slotsFinding(subject, fact);
    if (finding !== null) findings.push(finding);
  }
  return findings;
}

function* slotsFinding(subject: Subject, fact: ClassFact): Generator<void, Finding | null> {
  const { source, facts } = subject;
  const chain = chainOf(source, fact, facts.classes);
  if (chain === null || chain.length === 0) return null;
  const variants = fact.weaklyReferenced ? [true] : /\bweakref\b/.test(source.text) ? [false, true] : [false];
  for (const weak of variants) {
    const edits = editsFor(source, chain, weak);
    const after = yield* subject.tryOut(edits);
    if (after === null) return null;
    if (!sameOutput(facts, after)) continue;
    const slim = after.classes.find((c) => c.name === fact.name && c.peak === fact.peak);
    if (slim === undefined || slim.hasDict || slim.bytesAtPeak >= fact.bytesAtPeak) return null;
    const saved = fact.bytesAtPeak - slim.bytesAtPeak;
    const own = chain.at(-1)!;
    const names = chain.map((c) => c.node.name);
    return {
      code: 'slots',
      severity: fact.peak >= MANY_INSTANCES || saved >= MANY_BYTES ? 'information' : 'hint',
      message: message(fact, slim, saved, names),
      place: source.placeOfName(own.node),
      related: chain.slice(0, -1).map((base) => ({
        place: source.placeOfName(base.node),
        message: `${base.node.name}, its base, needs them too`,
      })),
      fixes: [fix(names.length === 1 ? 'Add __slots__' : `Add __slots__ to ${names.join(' and ')}`, edits)],
    };
  }
  return null;
}

function each(bytes: number, count: number): string {
  const mean = bytes / count;
  return Number.isInteger(mean) ? `${mean} bytes` : `${mean.toFixed(1)} bytes on average`;
}

function message(fact: ClassFact, slim: ClassFact, saved: number, names: string[]): string {
  const percent = Math.round((100 * saved) / fact.bytesAtPeak);
  const dicts = fact.withDict > 0 ? ', with the dictionaries that they were given' : '';
  const bases = names.length > 1 ? ` (in ${names.join(' and ')})` : '';
  return (
    `${plural(fact.peak, 'instance')} of ${fact.name} at once take ${plural(fact.bytesAtPeak, 'byte')}, ` +
    `${each(fact.bytesAtPeak, fact.peak)} each${dicts}. With __slots__${bases}: ${plural(slim.bytesAtPeak, 'byte')}, ` +
    `${each(slim.bytesAtPeak, slim.peak)} each. That saves ${plural(saved, 'byte')}, ${percent} %.`
  );
}

// ------------------------------------------------------------------------------------------------------ who qualifies

/**
 * Whether lines that did not run look into instances' dictionaries or name attributes at run time. Of those that ran,
 * trying it out tells more.
 */
function readsDictionaries(source: Source, times: ReadonlyMap<number, number>): boolean {
  let does = false;
  walk(source.tree, (node) => {
    if (node.lineno === undefined || times.has(node.lineno)) return;
    if (node.kind === 'Attribute') {
      const { attr, ctx } = node as unknown as { attr: string; ctx: string };
      if (attr === '__dict__' || (attr === '__class__' && ctx === 'Store')) does = true;
    } else if (node.kind === 'Call') {
      const call = node as unknown as { func: expr; args: expr[] };
      const name = dotted(call.func);
      if (name === 'vars' || name === 'delattr') does = true;
      if (name === 'setattr' && call.args[1]?.kind !== 'Constant') does = true;
    }
  });
  return does;
}

function assignedNames(node: ClassDef): string[] {
  const names: string[] = [];
  for (const statement of node.body) {
    if (!isFunction(statement)) continue;
    const self = (statement.args.posonlyargs[0] ?? statement.args.args[0])?.arg;
    if (self === undefined || statement.decorator_list.some((d) => /^(static|class)method$/.test(dotted(d) ?? '')))
      continue;
    walk(statement.body, (inner) => {
      if (inner.kind !== 'Attribute') return;
      const { value, attr, ctx } = inner as unknown as { value: expr; attr: string; ctx: string };
      if (ctx === 'Store' && value.kind === 'Name' && value.id === self && !names.includes(attr)) names.push(attr);
    });
  }
  return names;
}

/** Names that the class body itself binds. */
function boundInBody(node: ClassDef): Set<string> {
  const names = new Set<string>();
  for (const statement of node.body) {
    if (isFunction(statement) || statement.kind === 'ClassDef') names.add(statement.name);
    else if (statement.kind === 'Assign')
      for (const target of statement.targets)
        walk(target, (inner) => void (inner.kind === 'Name' && names.add((inner as unknown as { id: string }).id)));
    else if (statement.kind === 'AnnAssign' && statement.value !== null && statement.target.kind === 'Name')
      names.add(statement.target.id);
  }
  return names;
}

const mangle = (node: ClassDef, name: string): string =>
  name.startsWith('__') && !name.endsWith('__') ? `_${node.name.replace(/^_+/, '')}${name}` : name;

const manual = new Set(['__getstate__', '__setstate__', '__reduce__', '__reduce_ex__', '__init_subclass__']);

function isDataclass(node: ClassDef): expr | null {
  return (
    node.decorator_list.find((d) => {
      const name = dotted(d.kind === 'Call' ? d.func : d);
      return name === 'dataclass' || name === 'dataclasses.dataclass';
    }) ?? null
  );
}

/** The class with those of its bases that need slots too, the topmost first; null: hands off. */
function chainOf(source: Source, fact: ClassFact, all: readonly ClassFact[]): Slotted[] | null {
  const find = (name: string): ClassDef | null => {
    const nodes = source.classes.filter((c) => c.node.name === name);
    return nodes.length === 1 ? nodes[0]!.node : null;
  };
  const nodes: ClassDef[] = [];
  for (let node = find(fact.name); ;) {
    if (node === null || nodes.includes(node) || node.keywords.length > 0) return null;
    if (node.body[0]!.lineno === node.lineno) return null;
    nodes.unshift(node);
    const base: expr | undefined = node.bases[0];
    if (node.bases.length > 1) return null;
    const name: string | null =
      base === undefined ? 'object' : base.kind === 'Subscript' ? dotted(base.value) : dotted(base);
    if (name === null) return null;
    if (slimBases.has(name) || (name === 'Generic' && base?.kind === 'Subscript')) break;
    node = find(name);
  }
  const chain: Slotted[] = [];
  const taken = new Set<string>();
  for (const node of nodes) {
    const bound = boundInBody(node);
    const declared = node.body.find(
      (s) => s.kind === 'Assign' && s.targets.some((t) => t.kind === 'Name' && t.id === '__slots__'),
    );
    if ([...bound].some((name) => manual.has(name))) return null;
    if (/\bcached_property\b/.test(source.textOf(node))) return null;
    const decorator = isDataclass(node);
    if (decorator !== null) {
      if (decorator.kind === 'Call' && decorator.keywords.some((k) => k.arg === 'slots')) {
        if (node === nodes.at(-1)) return null;
        continue;
      }
      // Its fields are its slots; anything else that is set on it must fail when tried out.
      for (const s of node.body) if (s.kind === 'AnnAssign' && s.target.kind === 'Name') taken.add(s.target.id);
      chain.push({ node, names: [], dataclass: true });
      continue;
    }
    const names = assignedNames(node).filter((name) => !taken.has(name));
    if (declared !== undefined) {
      if (node === nodes.at(-1)) return null;
      for (const name of names) taken.add(name);
      continue;
    }
    // Set from outside on every one: an attribute like the others. On some only: leave it alone.
    if (node === nodes.at(-1)) {
      const counted = Math.max(...fact.attributes.values(), 0);
      for (const [name, count] of fact.attributes) {
        const known = names.some((n) => mangle(node, n) === name) || [...taken].some((n) => n === name);
        if (known || isMangledElsewhere(name, nodes)) continue;
        if (count < fact.made || counted === 0) return null;
        names.push(name);
      }
    }
    const properties = new Set(
      node.body.filter((s) => isFunction(s) && s.decorator_list.length > 0).map((s) => (isFunction(s) ? s.name : '')),
    );
    const fields = names.filter((name) => !properties.has(name));
    if (fields.some((name) => bound.has(name) || name === '__dict__' || name === '__class__')) return null;
    for (const name of fields) taken.add(name);
    chain.push({ node, names: fields, dataclass: false });
  }
  // A base that other classes of the run share stays as it is unless it, too, has instances to gain from.
  return chain.length > 0 && all.length > 0 ? chain : null;
}

function isMangledElsewhere(name: string, nodes: readonly ClassDef[]): boolean {
  return nodes.some((node) => assignedNames(node).some((n) => mangle(node, n) === name));
}

// ------------------------------------------------------------------------------------------------------------- edits

function editsFor(source: Source, chain: readonly Slotted[], weak: boolean): Edit[] {
  return chain.flatMap(({ node, names, dataclass }, i) => {
    const first = i === 0 && weak;
    if (dataclass) {
      const decorator = isDataclass(node)!;
      const added = first ? 'slots=True, weakref_slot=True' : 'slots=True';
      if (decorator.kind !== 'Call') return [source.replace(decorator, `${source.textOf(decorator)}(${added})`)];
      const text = source.textOf(decorator);
      const empty = decorator.args.length + decorator.keywords.length === 0;
      return [source.replace(decorator, text.replace(/\s*,?\s*\)$/, `${empty ? '' : ', '}${added})`))];
    }
    const all = first ? [...names, '__weakref__'] : names;
    const list = all.map((name) => `'${name}'`).join(', ');
    const value = all.length === 0 ? '()' : all.length === 1 ? `(${list},)` : `(${list})`;
    const head = node.body[0]!;
    const isDocstring = head.kind === 'Expr' && head.value.kind === 'Constant' && head.value.value.type === 'str';
    const indent = source.indentOf(head.lineno);
    const line = wrapped(source, indent, value, all);
    if (isDocstring) return [source.insertAfter(head.end_lineno, `${source.newline}${indent}__slots__ = ${line}`)];
    const start = Math.min(
      head.lineno,
      ...((head as unknown as { decorator_list?: expr[] }).decorator_list ?? []).map((d) => d.lineno),
    );
    const gap = isFunction(head) || head.kind === 'ClassDef' ? source.newline : '';
    return [source.insertBefore(start, `${indent}__slots__ = ${line}${gap}`)];
  });
}

/** Long tuples over several lines. */
function wrapped(source: Source, indent: string, value: string, names: readonly string[]): string {
  if (indent.length + value.length + 12 <= 88) return value;
  const inner = indent + source.indentUnit;
  return ['(', ...names.map((name) => `${inner}'${name}',`), `${indent})`].join(source.newline);
}
