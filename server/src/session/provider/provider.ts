// Answers the heap view's questions about a run. Every answer is a function of the run and the step.

import { encodeView } from '../../protocol/heapCodec';
import type {
  BlockInfo,
  Blocks,
  BlocksQuery,
  CollectionRow,
  CollectPlay,
  CollectQuery,
  CountHistory,
  ExportQuery,
  Generation,
  GenerationLane,
  HeapProvider,
  HeapView,
  HeapViewWire,
  Holder,
  LineDetail,
  LineQuery,
  MemoryMap,
  MemoryQuery,
  ObjectPage,
  ObjectQuery,
  ObjectRef,
  Page,
  PageQuery,
  RootPath,
  SearchQuery,
  StepInfo,
  TableQuery,
  Timeline,
  TimelineMark,
  TimelineQuery,
  TypeRow,
  TypesQuery,
  ViewQuery,
} from '../../protocol/heapProtocol';
import { cycleMarks } from './cycleMarks';
import { lanes, playCollection } from './collect';
import { exportView } from './exports';
import { holders, page, referents, referrers, rootPath } from './holders';
import { Memory } from './memory';
import { objectPage } from './page';
import { Scene } from './scene';
import type { ParkedState, ProviderSession } from './session';
import { ProviderError, STATIC_SERIAL } from './session';
import type { TypeTotal } from './tables';
import { collectionRows, retainers, search, typeRows, typeTotals } from './tables';
import type { SeriesPair } from './timeline';
import { pyramids, timeline } from './timeline';
import { countHistory } from './history';
import { instructionNow, lineDetail } from './line';
import { sentenceOf } from './sentence';
import { buildView, difference, markChanges } from './view';

/** Past this many steps the step before is not replayed to compare with: it would double every wait. */
const MAX_COMPARED_STEP = 200_000;
const CACHED_VIEWS = 6;

const viewKey = (q: ViewQuery, step: number, instruction: number): string =>
  JSON.stringify([step, instruction, q.scope, q.atoms, q.maxObjects, q.maxCells, q.include]);

export class Provider implements HeapProvider {
  private currentScene: Scene | null = null;
  private lastQuery: ViewQuery | null = null;
  private currentMemory: Memory | null = null;
  private readonly views = new Map<string, HeapView>();
  /** Views as they were sent, with what changed. */
  private readonly full = new Map<string, HeapView>();
  private readonly histories = new Map<string, CountHistory>();
  private readonly lines = new Map<number, LineDetail>();
  private readonly totals = new Map<string, Map<string, TypeTotal>>();
  private series: SeriesPair | null = null;
  private cycleMarks: readonly TimelineMark[] | null = null;
  private runOfCaches = '';

  constructor(private readonly session: ProviderSession) {}

  /** Forgets what belonged to an older run, and checks that the question is about this one. */
  private check(run: string): void {
    const { session } = this;
    if (this.runOfCaches !== session.run) {
      this.runOfCaches = session.run;
      this.currentScene = null;
      this.currentMemory = null;
      this.views.clear();
      this.full.clear();
      this.histories.clear();
      this.lines.clear();
      this.totals.clear();
      this.series = null;
      this.cycleMarks = null;
    }
    if (run !== session.run) throw new ProviderError('stale', 'The program has run anew since.');
  }

  private scene(q: MemoryQuery): Scene {
    this.check(q.run);
    if (!(q.step >= 0) || q.step > this.session.steps)
      throw new ProviderError('notFound', `There is no step ${q.step}.`);
    return this.sceneAt(q.step, this.instructionAt(q.step));
  }

  /** Inside a line, questions about its step are about the program as it stands there. */
  private instructionAt(step: number): number {
    return step === this.session.step ? this.session.instruction : 0;
  }

  private sceneAt(step: number, instruction: number): Scene {
    const parked: ParkedState = this.session.park(step, instruction);
    if (this.currentScene?.parked !== parked) {
      this.currentScene = new Scene(parked);
      this.currentMemory = null;
    }
    return this.currentScene;
  }

  private memoryAt(q: MemoryQuery): Memory {
    const scene = this.scene(q);
    return (this.currentMemory ??= new Memory(scene));
  }

  /** Whether a replay to `step` had better picture the step before it, too. */
  wantsBefore(step: number): boolean {
    const q = this.lastQuery;
    if (q === null || q.run !== this.session.run || step <= 0 || step > MAX_COMPARED_STEP) return false;
    return !this.views.has(viewKey(q, step - 1, 0));
  }
  /** The program is at a line and goes on after this: what the view will want of this step is taken now. */
  pictureBefore(state: ParkedState): void {
    const q = this.lastQuery!;
    this.keep(viewKey(q, state.step, 0), buildView(new Scene(state), q.run, this.session.stepInfo(state.step), q));
  }
  private keep(key: string, view: HeapView): void {
    this.views.set(key, view);
    for (const old of this.views.keys()) {
      if (this.views.size <= CACHED_VIEWS) break;
      this.views.delete(old);
    }
  }

  /** A step's view without what changed. */
  private plainView(q: ViewQuery, step: number, instruction: number): HeapView {
    const key = viewKey(q, step, instruction);
    let view = this.views.get(key);
    if (view === undefined) {
      if (!(step >= 0) || step > this.session.steps) throw new ProviderError('notFound', `There is no step ${step}.`);
      const scene = this.sceneAt(step, instruction);
      const info = this.session.stepInfo(step);
      view = buildView(scene, q.run, instruction === 0 ? info : { ...info, instruction }, q);
      this.keep(key, view);
    }
    return view;
  }

  private fullView(q: ViewQuery): HeapView {
    this.check(q.run);
    this.lastQuery = q;
    const { step } = q;
    const instruction = this.instructionAt(step);
    const before =
      step > MAX_COMPARED_STEP
        ? null
        : instruction > 0
          ? this.plainView(q, step, instruction - 1)
          : step > 0
            ? this.plainView(q, step - 1, 0)
            : null;
    const now = this.plainView(q, step, instruction);
    if (before === null) return { ...now, info: this.inWords(now, null) };
    const key = viewKey(q, step, instruction);
    let full = this.full.get(key);
    if (full === undefined) {
      const scene = this.sceneAt(step, instruction);
      const marked = markChanges(now, before, (id) => scene.has(id));
      full = { ...marked, info: this.inWords(marked, before) };
      this.full.set(key, full);
      for (const old of this.full.keys()) {
        if (this.full.size <= CACHED_VIEWS) break;
        this.full.delete(old);
      }
    }
    return full;
  }

  private inWords(now: HeapView, before: HeapView | null): StepInfo {
    return { ...now.info, sentence: sentenceOf(this.session, now, before) };
  }

  view(q: ViewQuery): HeapViewWire {
    const base = q.since === undefined || q.since === q.step ? undefined : this.full.get(viewKey(q, q.since, 0));
    const full = this.fullView(q);
    return encodeView(base === undefined ? full : difference(full, base), 'base64');
  }

  object(q: ObjectQuery): ObjectPage {
    const scene = this.scene(q);
    const memory = this.memoryAt(q);
    return objectPage(scene, this.session, scene.node(q.id), (block) => memory.place(block));
  }
  holders(q: ObjectQuery & PageQuery): Page<Holder> {
    const scene = this.scene(q);
    return page(holders(scene, scene.node(q.id)), q);
  }
  referrers(q: ObjectQuery & PageQuery): Page<ObjectRef> {
    const scene = this.scene(q);
    return page(referrers(scene, scene.node(q.id)), q);
  }
  referents(q: ObjectQuery & PageQuery): Page<ObjectRef> {
    const scene = this.scene(q);
    return page(referents(scene, scene.node(q.id)), q);
  }
  path(q: ObjectQuery): RootPath {
    const scene = this.scene(q);
    return rootPath(scene, scene.node(q.id));
  }
  /** From birth to death or the end of the run, wherever the program is parked. */
  history(q: ObjectQuery): CountHistory {
    this.check(q.run);
    let history = this.histories.get(q.id);
    if (history === undefined) {
      history = Number(q.id) >= STATIC_SERIAL ? { steps: [], counts: [], lines: [] } : this.replayed(q);
      if (this.histories.size > 100) this.histories.clear();
      this.histories.set(q.id, history);
    }
    return history;
  }
  private replayed(q: ObjectQuery): CountHistory {
    this.forgetParked();
    return countHistory(this.session, Number(q.id));
  }
  /** The heap is about to be replayed over. */
  private forgetParked(): void {
    this.currentScene = null;
    this.currentMemory = null;
  }

  search(q: SearchQuery): Page<ObjectRef> {
    return page(search(this.scene(q), q), q);
  }
  types(q: TypesQuery): readonly TypeRow[] {
    const then = q.since === undefined ? null : this.totalsAt({ ...q, step: q.since });
    return typeRows(this.totalsAt(q), then);
  }
  private totalsAt(q: TypesQuery): Map<string, TypeTotal> {
    this.check(q.run);
    const key = `${q.step} ${this.instructionAt(q.step)} ${q.scope}`;
    let totals = this.totals.get(key);
    if (totals === undefined) {
      if (this.totals.size > 16) this.totals.clear();
      totals = typeTotals(this.scene(q), q.scope);
      this.totals.set(key, totals);
    }
    return totals;
  }
  retainers(q: TableQuery): Page<ObjectRef & { retained: number; generation: Generation | null }> {
    return page(retainers(this.scene(q), q.scope), q);
  }
  collections(q: TableQuery): Page<CollectionRow> {
    this.check(q.run);
    return page(collectionRows(this.session, q.step), q);
  }

  memory(q: MemoryQuery): MemoryMap {
    return this.memoryAt(q).map();
  }
  blocks(q: BlocksQuery): Blocks {
    return this.memoryAt(q).blocks(q.column, q.from, q.to);
  }
  block(q: MemoryQuery & { readonly index: number }): BlockInfo {
    return this.memoryAt(q).block(q.index);
  }
  locate(q: ObjectQuery): { readonly blocks: readonly number[] } {
    const scene = this.scene(q);
    return { blocks: this.memoryAt(q).locate(scene.node(q.id)) };
  }

  timeline(q: TimelineQuery): Timeline {
    this.check(q.run);
    this.series ??= pyramids(this.session);
    if (q.cycles === true && this.cycleMarks === null) {
      this.forgetParked();
      this.cycleMarks = cycleMarks(this.session);
    }
    return timeline(this.session, this.series, q, this.cycleMarks ?? []);
  }

  lanes(q: MemoryQuery): readonly GenerationLane[] {
    this.scene(q);
    return lanes();
  }
  collect(q: CollectQuery): CollectPlay {
    const scene = this.scene(q);
    // Whatever comes of it, this state has been run on and must not be looked at again.
    this.forgetParked();
    try {
      return playCollection(scene, q);
    } finally {
      this.session.discardPark();
    }
  }

  line(q: LineQuery): LineDetail {
    this.check(q.run);
    let detail = this.lines.get(q.step);
    if (detail === undefined) {
      this.forgetParked();
      detail = lineDetail(this.session, q.step);
      if (this.lines.size > 100) this.lines.clear();
      this.lines.set(q.step, detail);
    }
    const done = this.instructionAt(q.step);
    return done === 0 ? detail : { ...detail, current: instructionNow(detail, done) };
  }

  export(q: ExportQuery): { readonly text: string } {
    const view = this.fullView({ ...q, atoms: 'inline', maxObjects: 20_000, maxCells: 1000, include: [] });
    return { text: exportView(view, q.format) };
  }
}
