/** Random programs for property tests: a script of small mutations, replayed on a World. */
import fc from 'fast-check';
import { num, none, World, type Thing } from './world';

export type Op =
  | { readonly op: 'make'; readonly type: number; readonly into: number }
  | { readonly op: 'link'; readonly from: number; readonly to: number; readonly label: number }
  | { readonly op: 'unlink'; readonly from: number; readonly label: number }
  | { readonly op: 'name'; readonly name: number; readonly to: number }
  | { readonly op: 'unname'; readonly name: number }
  | { readonly op: 'grow'; readonly from: number; readonly by: number }
  | { readonly op: 'call' }
  | { readonly op: 'return' }
  | { readonly op: 'collect' };

const small = fc.nat(40);
export const ops: fc.Arbitrary<readonly Op[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ op: fc.constant('make' as const), type: fc.nat(4), into: small }) },
    { weight: 4, arbitrary: fc.record({ op: fc.constant('link' as const), from: small, to: small, label: fc.nat(3) }) },
    { weight: 2, arbitrary: fc.record({ op: fc.constant('unlink' as const), from: small, label: fc.nat(3) }) },
    { weight: 2, arbitrary: fc.record({ op: fc.constant('name' as const), name: fc.nat(4), to: small }) },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('unname' as const), name: fc.nat(4) }) },
    {
      weight: 2,
      arbitrary: fc.record({ op: fc.constant('grow' as const), from: small, by: fc.integer({ min: 1, max: 6 }) }),
    },
    { weight: 1, arbitrary: fc.constant({ op: 'call' as const }) },
    { weight: 1, arbitrary: fc.constant({ op: 'return' as const }) },
    { weight: 1, arbitrary: fc.constant({ op: 'collect' as const }) },
  ),
  { minLength: 5, maxLength: 60 },
);

const types = ['Node', 'list', 'dict', 'tuple', 'Tree'] as const;
const labels = ['next', 'left', 'value', "'k'"] as const;

export function play(script: readonly Op[]): World {
  const w = new World('random');
  w.call('<module>', 1);
  const things: Thing[] = [];
  let depth = 1;
  let grown = 0;
  const pick = (n: number): Thing | undefined => things[n % Math.max(1, things.length)];
  for (const op of script) {
    if (op.op === 'make') {
      const type = types[op.type]!;
      const made = w.make(
        type,
        type === 'list' || type === 'tuple' ? [num(things.length)] : { value: num(things.length), next: none },
      );
      const owner = pick(op.into);
      if (owner && op.into % 3 !== 0) w.set(owner, labels[op.into % 4]!, made);
      else w.name('v' + (op.into % 6), made);
      things.push(made);
    } else if (op.op === 'link') {
      const [a, b] = [pick(op.from), pick(op.to)];
      if (a && b) w.set(a, labels[op.label]!, b);
    } else if (op.op === 'unlink') {
      const a = pick(op.from);
      if (a) w.remove(a, labels[op.label]!);
    } else if (op.op === 'name') {
      const b = pick(op.to);
      if (b) w.name('n' + op.name, b);
    } else if (op.op === 'unname') w.unname('n' + op.name);
    else if (op.op === 'grow') {
      const a = pick(op.from);
      for (let i = 0; a && i < op.by; i++) w.set(a, 'g' + grown++, num(i));
    } else if (op.op === 'call') {
      if (depth < 4) {
        w.call('f' + depth, 1, { self: pick(depth) ?? null });
        depth++;
      }
    } else if (op.op === 'return') {
      if (depth > 1) {
        w.return();
        depth--;
      }
    } else w.collect(2);
    w.done(1, 'pass', op.op);
  }
  return w;
}
