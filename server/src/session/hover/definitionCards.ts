// Hovers of classes and functions: what the program made of them so far.

import type { PyObject } from '../../objects/object';
import type { PyTypeObject } from '../../objects/typestruct';
import { dictValue } from '../lookup';
import { bytesText, countText, instanceBytes, lenses } from '../lenses';
import type { HoverContext } from './context';
import { code } from './links';
import { typeNameOf } from './holders';

/** Of a class of the user's: how many instances live, what each takes, where its attributes are kept. */
export function classCard(context: HoverContext, type: PyTypeObject): string {
  let count = 0;
  let bytes = 0;
  let withDict = 0;
  let least = Infinity;
  let most = 0;
  const { registry } = context.parked;
  for (const op of registry.livingMine()) {
    if (op.ob_type !== type) continue;
    const own = instanceBytes(op);
    count++;
    bytes += own;
    least = Math.min(least, own);
    most = Math.max(most, own);
    if (op.ob_dict !== undefined && op.ob_dict !== null) withDict++;
  }
  const lines = [`**class ${typeNameOf(type)}**`];
  if (count === 0) lines.push('No instances are alive.');
  else {
    const each = least === most ? `${bytesText(least)} each` : `${bytesText(least)} to ${bytesText(most)} each`;
    lines.push(
      count === 1
        ? `**1 instance** is alive: ${bytesText(bytes)}.`
        : `**${countText(count, 'instance')}** are alive: ${each}, ${bytesText(bytes)} in all.`,
    );
  }
  lines.push(layout(type, count, withDict));
  return lines.join('\n\n');
}

function layout(type: PyTypeObject, count: number, withDict: number): string {
  const slots = type.tp_dict === null ? null : dictValue(type.tp_dict, '__slots__');
  const weak = type.tp_weaklistoffset !== 0 ? '' : ' They cannot be weakly referenced.';
  if (type.tp_dictoffset === 0) {
    const what = slots === null ? 'have no attributes of their own' : 'keep their attributes in `__slots__`';
    return `Instances ${what}, with no \`__dict__\`.${weak}`;
  }
  if (slots !== null) return 'It has `__slots__`, but its instances have a `__dict__` as well: one of its bases has.';
  if (count === 0 || withDict === 0) {
    return 'Instances keep their attributes in values inline, right in their block; a `__dict__` is made only when it is asked for.';
  }
  return `${withDict === count ? 'Each' : `${withDict} of them`} has a \`__dict__\` of its own.`;
}

export function functionCard(context: HoverContext, first: number, name: string): string | null {
  const definition = context.definitions.find((d) => d.kind === 'function' && (d.first === first || d.line === first));
  if (definition === undefined) return null;
  const lens = lenses(context.definitions, context.parked.registry, context.calls).find(
    (l) => l.line === definition.line,
  );
  return `**function ${code(name)}**\n\n${lens === undefined ? '' : `${lens.title}.`}`;
}

export function isUserClass(context: HoverContext, op: PyObject): boolean {
  return context.parked.registry.isMine(op);
}
