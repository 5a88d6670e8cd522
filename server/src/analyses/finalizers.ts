// `__del__` that did not run when the last name went: late (in a cycle, called by the collector), at the interpreter's
// exit, or never. At the `def __del__` of the class.

import type { ClassDef } from '../ast/nodes';
import type { FinalizerRun, Unfinalized } from '../session/survey/facts';
import type { Finding } from '../session/workerProtocol';
import type { FunctionNode, Source } from './source';
import { isFunction, plural } from './source';
import type { Subject } from './subject';

interface Story {
  late: FinalizerRun[];
  atExit: { run: FinalizerRun; left: Unfinalized | undefined }[];
  never: Unfinalized[];
}

export function* finalizers(subject: Subject): Generator<void, Finding[]> {
  const { source, facts } = subject;
  const left = new Map(facts.unfinalized.map((u) => [u.serial, u]));
  const ran = new Set(facts.finalizers.map((run) => run.serial));
  const stories = new Map<string, Story>();
  const storyOf = (name: string): Story => {
    let story = stories.get(name);
    if (story === undefined) stories.set(name, (story = { late: [], atExit: [], never: [] }));
    return story;
  };
  for (const run of facts.finalizers) {
    if (run.atExit) storyOf(run.className).atExit.push({ run, left: left.get(run.serial) });
    else if (run.collecting) storyOf(run.className).late.push(run);
  }
  for (const u of facts.unfinalized) if (!ran.has(u.serial)) storyOf(u.className).never.push(u);
  const findings: Finding[] = [];
  for (const [name, story] of stories) {
    const at = definitionOf(source, name);
    if (at !== null) findings.push(...tell(subject, name, at, story));
  }
  yield* [];
  return findings;
}

function tell(subject: Subject, name: string, def: FunctionNode, { late, atExit, never }: Story): Finding[] {
  const { source, facts } = subject;
  const place = source.placeOfName(def);
  const findings: Finding[] = [];
  if (late.length > 0) {
    const first = late[0]!;
    const cycle = facts.cycles.find((c) => c.state === 'collected' && c.edges.some((e) => e.ownerType === name));
    const since = cycle?.functionEnd ?? cycle?.garbageSince ?? null;
    findings.push({
      code: 'finalizer',
      severity: 'warning',
      message:
        `__del__ ran late for ${plural(late.length, 'instance')} of ${name}: only when the collector found ` +
        `${late.length === 1 ? 'it' : 'them'} in a reference cycle, at line ${first.at.line}` +
        `${since === null ? '' : `; nothing else referred to ${late.length === 1 ? 'it' : 'the first'} since line ${since.line}`}.`,
      place,
      related: [
        { place: { line: first.at.line }, message: 'the collector ran it here' },
        ...(since === null ? [] : [{ place: { line: since.line }, message: 'garbage since here' }]),
      ],
    });
  }
  const garbage = atExit.filter(({ left }) => left !== undefined && !left.reachable);
  if (garbage.length > 0) {
    findings.push({
      code: 'finalizer',
      severity: 'warning',
      message:
        `__del__ ran late for ${plural(garbage.length, 'instance')} of ${name}: in a reference cycle that nothing ` +
        'referred to any more, found only when the interpreter shut down.',
      place,
      related: [],
    });
  }
  const kept = atExit.filter(({ left }) => left?.reachable !== false);
  if (kept.length > 0) {
    const names = [...new Set(kept.flatMap(({ left }) => (left?.name == null ? [] : [`\`${left.name}\``])))].slice(
      0,
      4,
    );
    findings.push({
      code: 'finalizer',
      severity: 'hint',
      message:
        `__del__ ran for ${plural(kept.length, 'instance')} of ${name} only when the interpreter shut down` +
        `${names.length === 0 ? '' : `: ${names.join(', ')} still held ${kept.length === 1 ? 'it' : 'them'}`}. ` +
        'Other modules may be gone by then.',
      place,
      related: [],
    });
  }
  if (never.length > 0) {
    findings.push({
      code: 'finalizer',
      severity: 'warning',
      message:
        `__del__ never ran for ${plural(never.length, 'instance')} of ${name}: ` +
        `${never.length === 1 ? 'it was' : 'they were'} still there when the interpreter was gone.`,
      place,
      related: [],
    });
  }
  return findings;
}

function definitionOf(source: Source, name: string): FunctionNode | null {
  const seen = new Set<ClassDef>();
  const names = [name];
  while (names.length > 0) {
    const node = source.classes.find((c) => c.node.name === names[0])?.node;
    names.shift();
    if (node === undefined || seen.has(node)) continue;
    seen.add(node);
    for (const statement of node.body) if (isFunction(statement) && statement.name === '__del__') return statement;
    for (const base of node.bases) if (base.kind === 'Name') names.push(base.id);
  }
  return null;
}
