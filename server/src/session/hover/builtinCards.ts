// Hovers of what memory is looked at with: gc.collect, sys.getrefcount, weakref.ref and their kin, and what each did just
// here.

import type { Call, expr } from '../../ast/nodes';
import type { HoverContext } from './context';
import { HolderNames } from './holders';
import { code, linker } from './links';
import type { TracedInstruction } from '../lineTrace';
import { PyWeakReference } from '../../objects/weakrefstruct';

/** By the name's last part: what it is, in a sentence. */
const SUBJECTS: Readonly<Record<string, string>> = {
  'gc.collect': 'finds objects that only refer to each other, and frees them.',
  'gc.get_count': 'gives how far each generation is towards its threshold.',
  'gc.get_referrers': 'finds the containers that refer to its arguments, by looking through all tracked objects.',
  'gc.get_objects': 'lists the objects that the collector tracks.',
  'gc.freeze': 'moves all tracked objects into the permanent generation, which is never collected.',
  'weakref.ref': 'refers to an object without counting: it does not keep it alive.',
  'weakref.proxy': 'stands for an object without counting: it does not keep it alive.',
  'weakref.finalize': 'calls a function when an object dies, without keeping that alive.',
  'sys.getsizeof': 'counts the object’s own block with the collector’s header, not what it refers to.',
  'sys.getrefcount': 'shows the count with one more: its own argument.',
  'sys.intern': 'gives the one str of this text, shared by all who ask.',
  memoryview: 'looks at the bytes of another object without copying them; while it lives, that cannot be resized.',
  id: 'gives the address of the object’s block. After it is freed, another may get the same.',
  'copy.copy': 'makes a new object that refers to the same parts.',
  'copy.deepcopy': 'makes new objects of all parts, too.',
  __slots__: 'gives instances a fixed place for each of these attributes, instead of a `__dict__`.',
  __del__: 'runs when the object is about to be freed: at the last reference’s end, or by the collector.',
};

export function dotted(node: expr): string | null {
  if (node.kind === 'Name') return node.id;
  if (node.kind !== 'Attribute') return null;
  const owner = dotted(node.value);
  return owner === null ? null : `${owner}.${node.attr}`;
}

/** The subject that a name stands for: imported by itself (`from gc import collect`) it is known by its module's. */
export function subjectOf(name: string, moduleOf: string | null): string | null {
  const full = moduleOf === null ? name : `${moduleOf}.${name.slice(name.lastIndexOf('.') + 1)}`;
  if (full in SUBJECTS) return full;
  const bare = full.replace(/^builtins\./, '');
  return bare in SUBJECTS ? bare : name in SUBJECTS ? name : null;
}

/** Markdown; `line` is where the cursor is. */
export function builtinCard(context: HoverContext, subject: string, call: Call | null, line: number): string {
  const parts = [`**${subject}** ${SUBJECTS[subject]!}`];
  const step = context.lastRun(line);
  if (call !== null && step < 0) parts.push('This line has not run.');
  else if (call !== null) {
    // What needs the present goes first: the trace parks the program elsewhere.
    const present = subject.startsWith('weakref.') || subject === 'memoryview' ? madeHere(context, line, subject) : '';
    const here = subject === 'gc.collect' ? collected(context, step) : '';
    const result = resultOf(context, step, call);
    const text = [
      result === null || subject === 'memoryview' || subject.startsWith('weakref.')
        ? ''
        : `Here it gave ${code(result)}.`,
      subject === 'sys.getrefcount' && result !== null && /^\d+$/.test(result)
        ? `Without its own argument that is ${Number(result) - 1}.`
        : '',
      here,
      present,
    ].filter((t) => t !== '');
    if (text.length > 0) parts.push(text.join(' '));
  }
  return parts.join('\n\n');
}

function collected(context: HoverContext, step: number): string {
  const notes = context.collections.filter((c) => c.step >= step && c.step <= step + 1);
  const note = notes[0];
  if (note === undefined) return '';
  return `It examined ${note.examined} objects of generation ${note.generation} and younger; ${note.collected} of them could not be reached.`;
}

/** Weak references and views born at the line that are alive now, and what became of their objects. */
function madeHere(context: HoverContext, line: number, subject: string): string {
  const { registry } = context.parked;
  const names = new HolderNames(context.scene, linker(context.uri, context.run));
  const found: string[] = [];
  for (const op of registry.livingMine()) {
    if (registry.birth(op)?.line !== line) continue;
    if (subject !== 'memoryview' && op instanceof PyWeakReference) {
      const target = op.wr_object;
      found.push(
        target === null
          ? `${names.title(op)}: its object is dead, it gives ${code('None')}`
          : `${names.title(op)}: its object is ${names.title(target)}, alive with ${target.ob_refcnt} reference${target.ob_refcnt === 1 ? '' : 's'}`,
      );
    } else if (subject === 'memoryview' && op.ob_type.tp_name === 'memoryview') {
      found.push(`${names.title(op)} is alive`);
    }
    if (found.length >= 5) break;
  }
  if (found.length === 0) return subject === 'memoryview' ? 'None made here is alive now.' : '';
  return `Made here:\n\n${found.map((f) => `- ${f}`).join('\n')}`;
}

/** What the call gave the last time: the top of the stack after the instruction that has the call's place. */
function resultOf(context: HoverContext, step: number, call: Call): string | null {
  if (call.lineno !== call.end_lineno) return null;
  const { instructions } = context.trace(step);
  const isCall = (i: TracedInstruction): boolean =>
    i.opname.startsWith('CALL') &&
    i.line === call.lineno &&
    i.columns?.[0] === call.col_offset &&
    i.columns[1] === call.end_col_offset;
  const at = instructions.findIndex(isCall);
  if (at < 0) return null;
  const after = instructions[at + 1];
  return after?.stack.at(-1)?.text ?? null;
}
