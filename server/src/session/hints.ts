// Inline hints: what the last execution of each line did to the counts of the objects it bound, unbound or freed.
// Watches a replay closely at those steps only.

import { gcstate } from '../heap/gclists';
import { _Py_IsImmortal } from '../heap/refcount';
import { visitEdges } from '../objects/edges';
import type { _PyInterpreterFrame } from '../objects/framestruct';
import type { PyObject } from '../objects/object';
import { isAtom, shortText, sizeOf, typeName } from './describe';
import { describeFrame } from './liveFrames';
import type { ObjectRegistry } from './objectRegistry';
import type { Hint, HintPart } from './workerProtocol';

/** How many objects around a line's names have their counts noted before it. */
const NEIGHBOURS = 400;

interface Dead {
  count: number;
  bytes: number;
}

/** A line under way in one frame. */
interface Pending {
  line: number;
  /** Other lines of the user's ran meanwhile. */
  nested: boolean;
  step: number;
  names: Map<string, PyObject>;
  counts: Map<PyObject, number>;
  born: Set<PyObject>;
  dead: Map<string, Dead>;
  died: Set<PyObject>;
  collections: number;
  collected: number;
}

/** Their counts follow from every call and instance: no news. */
const PLAIN = new Set(['module', 'function', 'type', 'builtin_function_or_method']);

function mentions(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w.])${name}(?!\\w)`).test(text);
}

function collectorTotals(): { collections: number; collected: number } {
  let collections = 0;
  let collected = 0;
  for (const s of gcstate.stats) {
    collections += s.collections;
    collected += s.collected;
  }
  return { collections, collected };
}

function namesOf(frame: _PyInterpreterFrame): Map<string, PyObject> {
  const names = new Map<string, PyObject>();
  for (const [name, value] of describeFrame(frame).names)
    // `.0` is what a comprehension goes over: nobody gave it that name.
    if (value !== null && !name.startsWith('__') && !name.startsWith('.')) names.set(name, value);
  return names;
}

export class HintCollector {
  private readonly pending = new Map<_PyInterpreterFrame, Pending>();
  readonly hints = new Map<number, Hint>();
  /** By line: the step of its last execution, and how often it ran. */
  private readonly lastStep: Int32Array;
  private readonly times: Int32Array;

  /** Tells of the first `steps` of `lines` (line by step). */
  constructor(
    lines: Int32Array,
    steps: number,
    private readonly registry: ObjectRegistry,
    /** The program's text, by line from 0. */
    private readonly source: readonly string[],
  ) {
    let last = 0;
    for (let step = 0; step < steps; step++) if (lines[step]! > last) last = lines[step]!;
    this.lastStep = new Int32Array(last + 1).fill(-1);
    this.times = new Int32Array(last + 1);
    for (let step = 0; step < steps; step++) {
      this.lastStep[lines[step]!] = step;
      this.times[lines[step]!]!++;
    }
  }

  line(step: number, frame: _PyInterpreterFrame, lineno: number): void {
    this.finish(frame);
    for (const p of this.pending.values()) p.nested = true;
    if (this.lastStep[lineno] !== step) return;
    const names = namesOf(frame);
    const counts = new Map<PyObject, number>();
    const note = (op: PyObject): void => {
      if (counts.size < NEIGHBOURS && !counts.has(op)) counts.set(op, op.ob_refcnt);
    };
    for (const value of names.values()) note(value);
    for (const value of [...counts.keys()])
      if (!isAtom(value) && counts.size < NEIGHBOURS) visitEdges(value, (op) => note(op));
    this.pending.set(frame, {
      line: lineno,
      nested: false,
      step,
      names,
      counts,
      born: new Set(),
      dead: new Map(),
      died: new Set(),
      ...collectorTotals(),
    });
  }

  /** The program is parked before `frame`'s next line: the one before is over. */
  parked(frame: _PyInterpreterFrame | null): void {
    if (frame !== null) this.finish(frame);
  }

  /** The frame is about to be cleared: its last line is over. */
  return(frame: _PyInterpreterFrame): void {
    this.finish(frame);
  }

  born(op: PyObject): void {
    if (this.pending.size > 0) for (const p of this.pending.values()) p.born.add(op);
  }

  dying(op: PyObject): void {
    if (this.pending.size > 0)
      for (const p of this.pending.values()) {
        if (p.born.delete(op)) continue;
        p.died.add(op);
        // Iterators come and go with every loop: no news.
        if (isAtom(op) || op.ob_type.tp_name === 'frame' || op.ob_type.tp_name.endsWith('iterator')) continue;
        const name = typeName(op);
        const dead = p.dead.get(name) ?? { count: 0, bytes: 0 };
        dead.count++;
        dead.bytes += sizeOf(op);
        p.dead.set(name, dead);
      }
  }

  private finish(frame: _PyInterpreterFrame): void {
    const p = this.pending.get(frame);
    if (p === undefined) return;
    this.pending.delete(frame);
    const parts: HintPart[] = [];
    const told = new Set<PyObject>();
    const birthLine = (op: PyObject): { line?: number } => {
      const line = this.registry.birth(op)?.line ?? 0;
      return line > 0 ? { line } : {};
    };
    const story: string[] = [];
    let binding = false;
    const after = namesOf(frame);
    for (const [name, value] of after) {
      const before = p.names.get(name);
      if (before === value || _Py_IsImmortal(value) || isAtom(value) || typeName(value) === 'module') continue;
      const now = value.ob_refcnt;
      const was = p.counts.get(value);
      if (told.has(value)) continue;
      told.add(value);
      binding = true;
      if (was === undefined) {
        parts.push({ text: `${typeName(value)} · refs ${now}`, ...birthLine(value) });
        story.push(
          `\`${name}\` now names ${p.born.has(value) ? 'a new' : 'a'} **${shortText(value)}**: ${now} reference${now === 1 ? '' : 's'}.`,
        );
      } else {
        parts.push({ text: `${typeName(value)} · refs ${was} → ${now}`, ...birthLine(value) });
        story.push(`\`${name}\` now names this **${shortText(value)}** too: its count went from ${was} to ${now}.`);
      }
    }
    const text = this.source[p.line - 1] ?? '';
    for (const [name, value] of p.names) {
      if (after.get(name) === value || p.died.has(value) || isAtom(value) || _Py_IsImmortal(value)) continue;
      const was = p.counts.get(value)!;
      told.add(value);
      binding = true;
      parts.push({ text: `refs ${was} → ${value.ob_refcnt}`, ...birthLine(value) });
      story.push(
        `\`${name}\` no longer names the **${shortText(value)}**: its count went from ${was} to ${value.ob_refcnt}.`,
      );
    }
    // Names that stay what they are, whose object was put somewhere else or taken from there: `items.append(x)`.
    for (const [name, value] of after) {
      const was = p.counts.get(value);
      if (p.names.get(name) !== value || was === undefined || was === value.ob_refcnt || parts.length >= 3) continue;
      if (isAtom(value) || _Py_IsImmortal(value) || PLAIN.has(value.ob_type.tp_name)) continue;
      // Of what called functions did, only what the line is about.
      if (told.has(value) || (p.nested && !mentions(text, name))) continue;
      told.add(value);
      const now = value.ob_refcnt;
      binding = true;
      parts.push({ text: `${name}: refs ${was} → ${now}`, ...birthLine(value) });
      story.push(
        now > was
          ? `The **${shortText(value)}** that \`${name}\` names is held from ${now - was} more place${now - was === 1 ? '' : 's'}: ${was} to ${now}.`
          : `The **${shortText(value)}** that \`${name}\` names is held from ${was - now} place${was - now === 1 ? '' : 's'} less: ${was} to ${now}.`,
      );
    }
    const totals = collectorTotals();
    // What a library does while it is imported is its own business.
    const imports = /^\s*(import|from)\s/.test(text);
    if (!imports && totals.collections > p.collections) {
      parts.push({ text: `gc found ${totals.collected - p.collected}` });
      story.push(
        `The collector ran ${totals.collections - p.collections}× and found ${totals.collected - p.collected} unreachable objects.`,
      );
    }
    for (const [name, dead] of imports ? [] : p.dead) {
      parts.push({
        text: dead.count === 1 ? `freed ${name} (${dead.bytes} B)` : `freed ${dead.count} × ${name} (${dead.bytes} B)`,
      });
      story.push(`Freed here: ${dead.count} × **${name}**, ${dead.bytes} bytes.`);
    }
    if (parts.length === 0) return;
    const times = this.times[p.line] ?? 1;
    const shown = parts.slice(0, 3);
    if (times > 1) shown.push({ text: `×${times}` });
    this.hints.set(p.line, {
      line: p.line,
      step: p.step,
      parts: shown,
      tooltip: story.join('\n\n') + (times > 1 ? `\n\nThis line ran ${times} times; shown is the last time.` : ''),
      binding,
    });
  }
}
