// Cycles among some objects of a stopped program, without what every class, function and module is by itself: a class and
// its __mro__, a function and the globals it sees.

import { visitEdges } from '../../objects/edges';
import type { PyObject } from '../../objects/object';
import type { PyBaseExceptionObject } from '../../objects/exceptionstruct';
import type { PyFrameObject } from '../../objects/framestruct';
import type { EdgeKind } from '../../objects/typestruct';
import { Py_TPFLAGS_BASE_EXC_SUBCLASS } from '../../objects/typestruct';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import { PyUnicode_Check } from '../../objects/unicodeobject';
import { PyType_Check } from '../../objects/typeobject';
import { PyLong_Check } from '../../objects/longobject';
import type { PyLongObject } from '../../objects/longstruct';
import { cycleThrough, cycles, graphOf } from '../graph';

export type Label = string | number | PyObject;

/** A cycle: the objects on a shortest way round, the reference from each to the next, and all that is in its circles. */
export interface Circle {
  way: PyObject[];
  access: string[];
  /** Name of the attribute, where the reference is one. */
  attribute: (string | null)[];
  members: PyObject[];
}

/** Never members of a cycle of the user's: what they are part of is made with every definition. */
const furniture = new Set([
  'type',
  'module',
  'code',
  'getset_descriptor',
  'member_descriptor',
  'wrapper_descriptor',
  'method_descriptor',
  'classmethod_descriptor',
  'builtin_function_or_method',
]);
/** References of a function, frame or generator that come with its definition. */
const definition = new Set([
  '__globals__',
  '__builtins__',
  '__code__',
  '__type_params__',
  'function',
  'f_code',
  'gi_code',
]);

export function isFurniture(op: PyObject): boolean {
  return furniture.has(op.ob_type.tp_name) || PyType_Check(op);
}

const fields: Record<string, string> = { __dict__: '' };

/** A reference as Python would write it after its owner. */
export function accessText(kind: EdgeKind, label: Label): string {
  switch (kind) {
    case 'attribute':
    case 'slot':
      return `.${String(label)}`;
    case 'item':
      return `[${String(label)}]`;
    case 'key':
      return ' (key)';
    case 'cell':
      return '.cell_contents';
    case 'local':
      return `.f_locals['${typeof label === 'object' ? textOf(label) : String(label)}']`;
    case 'stack':
      return ' (operand stack)';
    case 'value':
      return `[${typeof label === 'object' ? textOf(label, true) : String(label)}]`;
    default:
      if (typeof label === 'string') return fields[label] ?? (/^\w+$/.test(label) ? `.${label}` : ` (${label})`);
      return typeof label === 'number' ? ` (${label})` : '';
  }
}
/** The same where more is known than the edge tells. */
function edgeText(from: PyObject, { kind, label }: { kind: EdgeKind; label: Label }, to: PyObject): string {
  if ((from.ob_type.tp_flags & Py_TPFLAGS_BASE_EXC_SUBCLASS) !== 0 && kind === 'field' && typeof label === 'number') {
    const { traceback, context, cause } = from as PyBaseExceptionObject;
    if (to === traceback) return '.__traceback__';
    if (to === context) return '.__context__';
    if (to === cause) return '.__cause__';
  }
  const text = accessText(kind, label);
  return kind === 'local' && from.ob_type.tp_name !== 'frame' ? `.gi_frame${text}` : text;
}
function textOf(op: PyObject, quoted = false): string {
  if (PyUnicode_Check(op)) {
    const { str } = op as PyUnicodeObject;
    return quoted ? `'${str.length > 30 ? `${str.slice(0, 29)}…` : str}'` : str;
  }
  return PyLong_Check(op) ? String((op as PyLongObject).value) : '…';
}

/** References that can be part of a user's cycle. */
export function visitUserEdges(op: PyObject, emit: (to: PyObject, kind: EdgeKind, label: Label) => void): void {
  visitEdges(op, (to, kind, label) => {
    // Parked in the middle of making or clearing it, an object may have fields that are empty.
    if (to === null || to === undefined || kind === 'type' || kind === 'weakref') return;
    if (kind === 'field' && typeof label === 'string' && definition.has(label)) return;
    emit(to, kind, label);
  });
}

/**
 * `own`: whether an object is the user's; a cycle without one is the library's business. `foreign`: objects no cycle of
 * the user's can go through.
 */
export function searchCycles(
  objects: readonly PyObject[],
  own: (op: PyObject) => boolean,
  foreign: (op: PyObject) => boolean,
): Circle[] {
  const nodes = objects.filter((op) => !isFurniture(op) && !foreign(op));
  const index = new Map(nodes.map((op, i) => [op, i]));
  const labels: Map<number, { kind: EdgeKind; label: Label }>[] = [];
  const lists = nodes.map((op) => {
    const to: number[] = [];
    const named = new Map<number, { kind: EdgeKind; label: Label }>();
    visitUserEdges(op, (target, kind, label) => {
      const j = index.get(target);
      if (j === undefined) return;
      to.push(j);
      if (!named.has(j)) named.set(j, { kind, label });
    });
    labels.push(named);
    return to;
  });
  const graph = graphOf(lists);
  const component = cycles(graph);
  const groups = new Map<number, number[]>();
  for (let i = 0; i < nodes.length; i++) {
    const c = component[i]!;
    if (c === 0) continue;
    const group = groups.get(c);
    if (group === undefined) groups.set(c, [i]);
    else group.push(i);
  }
  const found: Circle[] = [];
  for (const group of groups.values()) {
    const first = group.find((i) => isInstance(nodes[i]!) && own(nodes[i]!)) ?? group.find((i) => own(nodes[i]!));
    if (first === undefined) continue;
    const way = cycleThrough(graph, first);
    const edges = way.map((j, at) => labels[j]!.get(way[(at + 1) % way.length]!)!);
    const access = edges.map((edge, at) => edgeText(nodes[way[at]!]!, edge, nodes[way[(at + 1) % way.length]!]!));
    const attribute = edges.map((edge) =>
      edge.kind === 'attribute' || edge.kind === 'slot' ? String(edge.label) : null,
    );
    // An instance whose attributes have moved into its dictionary: one reference in two steps.
    for (const [at, edge] of edges.entries()) {
      const previous = edges[(at + edges.length - 1) % edges.length]!;
      if (previous.label === '__dict__' && edge.kind === 'value' && typeof edge.label === 'object') {
        access[at] = `.${textOf(edge.label)}`;
        attribute[at] = textOf(edge.label);
      }
    }
    found.push({ way: way.map((j) => nodes[j]!), access, attribute, members: group.map((i) => nodes[i]!) });
  }
  return found;
}

function isInstance(op: PyObject): boolean {
  return op.ob_type.spec === null;
}

/** Whether `from` refers to `to` now. Quick for what a watch asks at every line. */
export function refersTo(from: PyObject, to: PyObject): boolean {
  if (from.ob_refcnt <= 0) return false;
  const values = from.ob_values;
  if (values !== undefined && values !== null && values.valid) {
    if (values.values.includes(to)) return true;
    if (from.ob_dict == null && from.ob_slots.length === 0) return false;
  }
  // A frame object refers to its variables by itself only when the function has returned; to the reader it always does.
  if (from.ob_type.tp_name === 'frame') {
    const frame = (from as PyFrameObject).f_frame;
    const end = frame.base + frame.f_executable.co_nlocalsplus;
    for (let i = frame.base; i < end; i++) if (frame.localsplus[i] === to) return true;
  }
  const items = (from as PyObject & { ob_item?: unknown }).ob_item;
  if (Array.isArray(items) && from.ob_type.spec !== null) return items.includes(to);
  let refers = false;
  visitEdges(from, (target) => {
    if (target === to) refers = true;
  });
  return refers;
}
