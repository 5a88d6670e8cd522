/**
 * A recorded collection as a film: one frame for each thing the collector does, and the state of every member at each
 * frame. Pure; states are worked out by replaying a phase's events, so a frame costs no memory.
 */
import type { CollectMember, CollectPlay, Member } from '../../../server/src/protocol/heapProtocol';
import { bytes, count, objectName, plural } from '../model/format';

export type PhaseName = CollectPlay['phases'][number]['phase'] | 'start' | 'done';

export interface Frame {
  readonly phase: PhaseName;
  readonly phaseIndex: number;
  /** Position within the phase's events; -1: before the first. */ readonly event: number;
}

/** Where a member is: not yet looked at, known reachable, set aside as unreachable, gone. */
export type MemberState = 'ahead' | 'stays' | 'aside' | 'finalized' | 'gone';

export interface FilmState {
  readonly gcRefs: readonly (number | null)[];
  readonly states: readonly MemberState[];
  /** In list order, as the collector's two lists stand. */
  readonly young: readonly Member[];
  readonly unreachable: readonly Member[];
  readonly actor: Member | null;
  readonly reference: readonly [from: Member, to: Member, label: string] | null;
  readonly sentence: string;
}

export const phaseTitles: Record<PhaseName, string> = {
  start: 'Start',
  update_refs: 'Copy counts',
  subtract_refs: 'Subtract inner references',
  move_unreachable: 'Find the unreachable',
  weakrefs: 'Weak references',
  finalizers: 'Finalizers',
  resurrection: 'Resurrected?',
  tp_clear: 'Clear and free',
  done: 'Done',
};

export function framesOf(play: CollectPlay): Frame[] {
  const frames: Frame[] = [{ phase: 'start', phaseIndex: -1, event: 0 }];
  play.phases.forEach((p, phaseIndex) => {
    const n =
      p.phase === 'update_refs' || p.phase === 'resurrection'
        ? 1
        : p.phase === 'subtract_refs'
          ? p.refs.length + (play.omitted > 0 ? 1 : 0)
          : p.phase === 'move_unreachable'
            ? p.events.length
            : p.phase === 'weakrefs'
              ? p.cleared.length
              : p.phase === 'finalizers'
                ? p.ran.length
                : p.steps.length;
    // A phase with nothing to do is still shown once: that it had nothing to do is what it says.
    for (let event = 0; event < Math.max(1, n); event++)
      frames.push({ phase: p.phase, phaseIndex, event: n === 0 ? -1 : event });
  });
  frames.push({ phase: 'done', phaseIndex: play.phases.length, event: 0 });
  return frames;
}

export function stateAt(play: CollectPlay, frame: Frame): FilmState {
  const n = play.objects.length;
  const gcRefs: (number | null)[] = new Array<number | null>(n).fill(null);
  const states: MemberState[] = new Array<MemberState>(n).fill('ahead');
  let young = play.objects.map((_, i) => i);
  let unreachable: Member[] = [];
  let actor: Member | null = null;
  let reference: FilmState['reference'] = null;
  let sentence = `Generation ${play.generation} and all younger ones: ${plural(n, 'object')} to examine${play.omitted > 0 ? `, ${count(play.omitted)} of the library not drawn` : ''}.`;
  const reached = new Set<Member>();
  const name = (i: Member): string => objectName(play.objects[i]!);

  for (let p = 0; p <= Math.min(frame.phaseIndex, play.phases.length - 1); p++) {
    const phase = play.phases[p]!;
    const current = p === frame.phaseIndex;
    const upTo = (events: number): number => (current ? Math.min(events, frame.event + 1) : events);
    if (phase.phase === 'update_refs') {
      phase.gcRefs.forEach((r, i) => (gcRefs[i] = r));
      sentence = 'Each object’s refcount is copied into its gc_refs.';
    } else if (phase.phase === 'subtract_refs') {
      if (current) {
        for (let e = 0; e < Math.min(phase.refs.length, upTo(phase.refs.length)); e++) {
          const [from, to, label] = phase.refs[e]!;
          gcRefs[to] = gcRefs[to]! - 1;
          reference = [from, to, label];
        }
        if (reference)
          sentence = `${name(reference[0])} refers to ${name(reference[1])} (${reference[2] || 'item'}): a reference from inside, so its gc_refs goes ${gcRefs[reference[1]]! + 1} → ${gcRefs[reference[1]]}.`;
        else sentence = 'No object examined refers to another one examined.';
        if (frame.event >= phase.refs.length) {
          phase.gcRefs.forEach((r, i) => (gcRefs[i] = r));
          reference = null;
          sentence = `So do the references of the ${plural(play.omitted, 'object')} not drawn: of the modules’ namespaces, say, which hold every global name.`;
        }
      } else phase.gcRefs.forEach((r, i) => (gcRefs[i] = r));
      actor = current && reference ? reference[0] : null;
    } else if (phase.phase === 'move_unreachable') {
      for (let e = 0; e < upTo(phase.events.length); e++) {
        const event = phase.events[e]!;
        const { member } = event;
        actor = member;
        reference = null;
        if (event.kind === 'stays') {
          states[member] = 'stays';
          sentence = reached.has(member)
            ? `${name(member)} was reached, so it stays, and what it refers to is reachable too.`
            : `${name(member)} has ${gcRefs[member]} left: something outside holds it, so it stays, and what it refers to is reachable too.`;
        } else if (event.kind === 'aside') {
          states[member] = 'aside';
          young = young.filter((m) => m !== member);
          unreachable.push(member);
          sentence = `${name(member)} has 0 left and was not reached so far: set aside as unreachable, for now.`;
        } else {
          gcRefs[member] = 1;
          reached.add(member);
          const { from } = event;
          reference = from === -1 ? null : [from, member, event.label];
          if (event.back) {
            states[member] = 'ahead';
            unreachable = unreachable.filter((m) => m !== member);
            young.push(member);
          }
          sentence = `${name(member)} is reached from ${from === -1 ? 'an object that is not drawn' : name(from)}: ${event.back ? 'it comes back from the unreachable, to the end of the list' : 'it is reachable after all'}.`;
        }
      }
      if (!current) actor = reference = null;
    } else if (phase.phase === 'weakrefs') {
      const last = phase.cleared[upTo(phase.cleared.length) - 1];
      actor = current && last ? last.target : null;
      sentence = last
        ? `The weak reference to ${name(last.target)} is cleared${last.callback ? `; its callback ${last.callback} ${last.ran ? 'runs' : 'does not run, it is garbage itself'}` : ''}.`
        : 'Nothing unreachable is weakly referenced.';
    } else if (phase.phase === 'finalizers') {
      const until = upTo(phase.ran.length);
      for (let e = 0; e < until; e++) states[phase.ran[e]!.member] = 'finalized';
      const last = phase.ran[until - 1];
      actor = current && last ? last.member : null;
      sentence = last
        ? `${last.name} runs${last.output ? ` and prints ${JSON.stringify(last.output.trimEnd())}` : ''}${last.error ? `; it raised ${last.error}, which is ignored` : ''}.`
        : 'None of the unreachable has a finalizer.';
    } else if (phase.phase === 'resurrection') {
      for (const m of phase.survivors) {
        states[m] = 'stays';
        young.push(m);
      }
      const saved = new Set(phase.survivors);
      unreachable = unreachable.filter((m) => !saved.has(m));
      sentence =
        phase.survivors.length > 0
          ? `${plural(phase.survivors.length, 'object')} became reachable again: a finalizer kept a reference.`
          : 'The finalizers brought nothing back.';
    } else {
      const until = upTo(phase.steps.length);
      for (let e = 0; e < until; e++) for (const m of phase.steps[e]!.freed) states[m] = 'gone';
      const last = phase.steps[until - 1];
      actor = current && last ? last.cleared : null;
      unreachable = unreachable.filter((m) => states[m] !== 'gone');
      sentence = last
        ? `${name(last.cleared)} drops its references (tp_clear): ${last.freed.length === 0 ? 'nothing dies of it yet' : `${plural(last.freed.length, 'object')} freed`}.`
        : 'There is nothing to clear.';
    }
  }
  if (frame.phase === 'done') {
    actor = reference = null;
    const { result } = play;
    sentence = `gc.collect(${play.generation}) returns ${count(result.returned)}: ${plural(result.freed, 'object')} freed, ${bytes(result.freedBytes)}${result.promoted > 0 ? `; ${plural(result.promoted, 'survivor')} moved to generation ${Math.min(2, play.generation + 1)}` : ''}.`;
  }
  return { gcRefs, states, young: young.filter((m) => states[m] !== 'gone'), unreachable, actor, reference, sentence };
}

export const memberName = (m: CollectMember): string => objectName(m);
