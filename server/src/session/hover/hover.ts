// What a hover says: of an object, a class, a function, or of what memory is looked at with.

import { PyType_Check } from '../../objects/typeobject';
import type { PyTypeObject } from '../../objects/typestruct';
import { PyFunction_Check } from '../../objects/funcobject';
import type { PyFunctionObject } from '../../objects/funcstruct';
import type { PyObject } from '../../objects/object';
import type { PyCodeObject } from '../../objects/codestruct';
import { dictValue, textOf } from '../lookup';
import type { HoverResult } from '../workerProtocol';
import { builtinCard, dotted, subjectOf } from './builtinCards';
import type { HoverContext } from './context';
import type { Definition } from '../outline';
import { classCard, functionCard, isUserClass } from './definitionCards';
import { typeNameOf } from './holders';
import { code } from './links';
import { objectCard } from './objectCard';
import { resolve, resolveName } from './resolve';
import { targetAt } from './target';

/** `text` is the line's, `line` 1-based, `column` UTF-16. */
export function hoverAt(context: HoverContext, text: string, line: number, column: number): HoverResult | null {
  const target = targetAt(context.tree, text, line, column);
  if (target === null) return null;
  const inside = [...context.definitions]
    .filter((d) => d.kind === 'function' && d.body <= line && line <= d.end)
    .at(-1);
  const scope = inside?.name ?? null;
  const inClass = context.definitions.filter((d) => d.body <= line && line <= d.end).at(-1);
  const bare = target.kind === 'name' ? target.name : target.node.kind === 'Name' ? target.node.id : null;
  const op =
    (inClass?.kind === 'class' && bare !== null ? classAttribute(context, inClass, bare) : null) ??
    (target.kind === 'expression'
      ? resolve(target.node, context.frames, scope)
      : resolveName(target.name, context.frames, scope));
  const name = target.kind === 'expression' ? dotted(target.node) : target.name;
  const subject = name === null ? null : subjectOf(name, op === null ? null : moduleOf(op));
  const markdown =
    subject !== null
      ? builtinCard(context, subject, target.kind === 'expression' ? target.call : null, line)
      : op === null
        ? (definitionOnly(context, target.kind === 'name' ? target.name : null, line) ??
          absentLocal(context, bare, inside, line))
        : card(context, op);
  return markdown === null ? null : { markdown, line, start: target.start, end: target.end };
}

function card(context: HoverContext, op: PyObject): string {
  const object = objectCard(context, op);
  if (PyType_Check(op) && isUserClass(context, op)) {
    return `${classCard(context, op as PyTypeObject)}\n\n---\n\n${object}`;
  }
  if (PyFunction_Check(op)) {
    const f = op as PyFunctionObject;
    const first = (f.func_code as PyCodeObject).co_firstlineno;
    const own = functionCard(context, first, textOf(f.func_qualname) ?? '');
    if (own !== null) return `${own}\n\n---\n\n${object}`;
  }
  return object;
}

/** The name of a definition whose object is out of reach (a method, an inner function): what is known without it. */
function definitionOnly(context: HoverContext, name: string | null, line: number): string | null {
  const definition = context.definitions.find((d) => d.name === name && d.line === line);
  return definition?.kind === 'function' ? functionCard(context, definition.first, definition.name) : null;
}

/** The module of a builtin function or class, by its own word. */
function moduleOf(op: PyObject): string | null {
  const type = op as PyTypeObject;
  if (PyType_Check(op)) {
    const dot = type.tp_name.lastIndexOf('.');
    if (type.tp_name === 'weakref' || type.tp_name === 'ReferenceType' || type.tp_name.endsWith('.ReferenceType')) {
      return 'weakref';
    }
    return dot < 0 ? 'builtins' : type.tp_name.slice(0, dot);
  }
  const module = (op as PyObject & { m_module?: PyObject | null }).m_module;
  if (module != null) return textOf(module);
  if (PyFunction_Check(op)) return textOf(dictValue((op as PyFunctionObject).func_globals, '__name__') ?? op);
  return null;
}

/** In a class body, a name is first of all the class's own. */
function classAttribute(context: HoverContext, definition: Definition, name: string): PyObject | null {
  for (const op of context.parked.registry.livingMine()) {
    if (!PyType_Check(op) || typeNameOf(op) !== definition.name) continue;
    const { tp_dict } = op as PyTypeObject;
    const value = tp_dict == null ? null : dictValue(tp_dict, name);
    if (value !== null) return value;
  }
  return null;
}

/** A local of a function that is not running: why there is nothing to say of it. */
function absentLocal(
  context: HoverContext,
  name: string | null,
  inside: Definition | undefined,
  line: number,
): string | null {
  if (name === null || inside === undefined || !context.isLocal(name, inside)) return null;
  return context.lastRun(line) < 0
    ? `${code(name)} is a local of ${code(inside.name)}(); this line has not run.`
    : `${code(name)} is a local of ${code(inside.name)}(), which is not running at this step. Go to a step inside it to see what it is there.`;
}
