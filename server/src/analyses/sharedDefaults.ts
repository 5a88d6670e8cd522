// Mutable default arguments that were changed: the next call without that argument finds what the last one left. A
// warning when a call did find it; for what is shared on purpose (a memo, a cache) only a hint.

import type { arg, expr } from '../ast/nodes';
import type { Edit, Finding } from '../session/workerProtocol';
import type { FunctionNode, Source } from './source';
import { plural, walk } from './source';
import type { Subject } from './subject';
import { fix } from './subject';

const onPurpose = /memo|cache|seen|lookup|table|store|registry|counter|known/i;
const changers = new Set(
  (
    'append add insert extend update setdefault pop popitem remove clear discard appendleft extendleft popleft ' +
    'sort reverse'
  ).split(' '),
);

export function* sharedDefaults(subject: Subject): Generator<void, Finding[]> {
  const { source, facts } = subject;
  const findings: Finding[] = [];
  const seen = new Set<expr>();
  for (const fact of facts.defaults) {
    const name = fact.qualname.slice(fact.qualname.lastIndexOf('.') + 1);
    const found = source.functions.find(({ node, firstLine }) => firstLine === fact.line && node.name === name);
    if (found === undefined) continue;
    const { node } = found;
    const parameter = parameterOf(node, fact.parameter);
    if (parameter === null || seen.has(parameter.value)) continue;
    seen.add(parameter.value);
    const deliberate = onPurpose.test(fact.parameter);
    const text = source.textOf(parameter.value);
    findings.push({
      code: 'shared-default',
      severity: deliberate ? 'hint' : fact.dirty > 0 ? 'warning' : 'information',
      message:
        `The default ${text} is made once, when def runs, and every call of ${node.name}() without \`${fact.parameter}\` ` +
        `shares it. It was changed: it holds ${plural(fact.length, 'item')} at the end` +
        (fact.dirty > 0
          ? `, and ${fact.dirty} of ${plural(fact.calls, 'call')} began with what an earlier one had left in it.`
          : '; the next call would begin with them.'),
      place: source.placeOf(parameter.value),
      related: changesOf(node, fact.parameter)
        .filter((line) => facts.times.has(line))
        .slice(0, 5)
        .map((line) => ({ place: { line }, message: `\`${fact.parameter}\` is changed here` })),
      fixes: sentinel(source, node, parameter),
    });
  }
  yield* [];
  return findings;
}

interface Parameter {
  arg: arg;
  value: expr;
}

function parameterOf(node: FunctionNode, name: string): Parameter | null {
  const { posonlyargs, args, defaults, kwonlyargs, kw_defaults } = node.args;
  const positional = [...posonlyargs, ...args];
  const at = positional.findIndex((p) => p.arg === name);
  if (at >= 0) {
    const value = defaults[at - (positional.length - defaults.length)];
    return value === undefined ? null : { arg: positional[at]!, value };
  }
  const kw = kwonlyargs.findIndex((p) => p.arg === name);
  const value = kw_defaults[kw];
  return value == null ? null : { arg: kwonlyargs[kw]!, value };
}

/** Lines of the function that change what the parameter names. */
function changesOf(node: FunctionNode, name: string): number[] {
  const lines = new Set<number>();
  const isIt = (e: expr): boolean => e.kind === 'Name' && e.id === name;
  walk(node.body, (inner) => {
    const n = inner as unknown as { kind: string; lineno: number; func: expr; value: expr; ctx: string; target: expr };
    if (n.kind === 'Call' && n.func.kind === 'Attribute' && isIt(n.func.value) && changers.has(n.func.attr))
      lines.add(n.lineno);
    else if (n.kind === 'Subscript' && isIt(n.value) && n.ctx !== 'Load') lines.add(n.lineno);
    else if (n.kind === 'AugAssign' && isIt(n.target)) lines.add(n.lineno);
  });
  return [...lines].sort((a, b) => a - b);
}

/** The usual cure: None, and a new one at the beginning of each call. */
function sentinel(source: Source, node: FunctionNode, { arg, value }: Parameter): Finding['fixes'] & object {
  const first = node.body[0]!;
  if (first.lineno === node.lineno || value.lineno !== value.end_lineno) return [];
  const isDocstring = first.kind === 'Expr' && first.value.kind === 'Constant' && first.value.value.type === 'str';
  const indent = source.indentOf(first.lineno);
  const lines = [
    `${indent}if ${arg.arg} is None:`,
    `${indent}${source.indentUnit}${arg.arg} = ${source.textOf(value)}`,
  ].join(source.newline);
  const start = Math.min(
    first.lineno,
    ...((first as unknown as { decorator_list?: expr[] }).decorator_list ?? []).map((d) => d.lineno),
  );
  const edits: Edit[] = [source.replace(value, 'None')];
  if (arg.annotation !== null && !/\bNone\b|\bOptional\b/.test(source.textOf(arg.annotation)))
    edits.push(source.replace(arg.annotation, `${source.textOf(arg.annotation)} | None`));
  edits.push(isDocstring ? source.insertAfter(first.end_lineno, lines) : source.insertBefore(start, lines));
  return [fix('Make a new one in each call (None as default)', edits)];
}
