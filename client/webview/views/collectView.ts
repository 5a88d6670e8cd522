/**
 * Collect: the collector plays on the picture of the heap itself. gc_refs stand on the boxes, the reference being
 * followed lights up, what is set aside turns; its two lists and the generations with their thresholds stand beside.
 */
import { html, nothing, render, type TemplateResult } from 'lit';
import type { CollectPlay, Generation, GenerationLane } from '../../../server/src/protocol/heapProtocol';
import type { Context, View } from '../app/context';
import {
  framesOf,
  memberName,
  phaseTitles,
  stateAt,
  type FilmState,
  type Frame,
  type PhaseName,
} from '../collect/frames';
import type { Badge } from '../graph/boxTemplate';
import { GraphView } from '../graph/graphView';
import { makePicture, type Picture } from '../layout/picture';
import type { LayoutState } from '../layout/slots';
import { fold } from '../model/fold';
import { count, plural } from '../model/format';
import { buildScene } from '../model/scene';
import { select } from '../ui/controls';
import { iconButton } from '../ui/icons';
import { reducedMotion } from '../ui/theme';
import { glyph } from '../ui/typeLook';

const maxMembers = 2000;
/** Members drawn as boxes of their own; the others stay in groups, their numbers in the lists. */
const drawnMembers = 48;
const listed = 120;

export class CollectView implements View {
  readonly element = document.createElement('section');
  private readonly bar = document.createElement('div');
  private readonly lanesElement = document.createElement('div');
  private readonly stage = document.createElement('div');
  private readonly side = document.createElement('div');
  private readonly graph: GraphView;
  private play: CollectPlay | null = null;
  private lanes: readonly GenerationLane[] = [];
  private frames: Frame[] = [];
  private at = 0;
  private timer = 0;
  private picture: Picture | undefined;
  private problem: string | null = null;
  private playFor = '';

  constructor(
    private readonly context: Context,
    private readonly objectLayout: () => LayoutState,
  ) {
    this.element.className = 'view collect-view';
    this.bar.className = 'toolbar';
    this.bar.setAttribute('role', 'toolbar');
    this.bar.setAttribute('aria-label', 'Collector');
    this.lanesElement.className = 'lanes';
    this.stage.className = 'stage';
    this.side.className = 'collect-side';
    this.side.tabIndex = 0;
    this.side.setAttribute('role', 'region');
    this.side.setAttribute('aria-label', 'The collector’s lists');
    const body = document.createElement('div');
    body.className = 'collect-body';
    body.append(this.stage, this.side);
    this.element.append(this.bar, this.lanesElement, body);
    this.graph = new GraphView(
      this.stage,
      {
        select: () => undefined,
        open: (id) => {
          if (context.session.object(id)) context.openPage(id);
        },
        fold: () => undefined,
        cameraMoved: () => undefined,
      },
      () => context.text(),
      'Objects the collector examines, with their gc_refs',
    );
  }

  stepped(): void {
    this.stop();
    if (this.playFor !== this.playKey()) {
      this.play = null;
      this.frames = [];
      this.at = 0;
    }
    void this.loadLanes();
    this.draw(false);
    this.context.update();
  }
  shown(): void {
    this.stepped();
  }
  hidden(): void {
    this.stop();
  }

  private playKey(): string {
    const { session, ui } = this.context;
    return `${session.run} ${session.step} ${ui.collect.generation}`;
  }

  private async loadLanes(): Promise<void> {
    const { session, messages } = this.context;
    if (!session.info || session.info.state === 'none') return;
    try {
      this.lanes = await messages.call('lanes', { run: session.run, step: session.step });
    } catch (e) {
      this.problem = e instanceof Error ? e.message : String(e);
    }
    this.context.update();
  }

  /** Ask for the film, and start it. Also the answer to the Collect command. */
  async start(): Promise<void> {
    const { session, messages, ui } = this.context;
    if (!session.info) return;
    try {
      this.play = await messages.call('collect', {
        run: session.run,
        step: session.step,
        generation: ui.collect.generation,
        dryRun: true,
        maxObjects: maxMembers,
      });
      this.playFor = this.playKey();
      this.frames = framesOf(this.play);
      this.at = 0;
      this.problem = null;
      this.makePicture();
      this.graph.fitReadable();
      this.go(0, true);
      this.run();
    } catch (e) {
      this.problem = e instanceof Error ? e.message : String(e);
      this.context.update();
    }
  }

  private makePicture(): void {
    const { view } = this.context.session;
    if (!view) return;
    const members = (this.play?.objects ?? []).slice(0, drawnMembers).map((m) => m.id);
    const folded = fold(view, {
      budget: 60,
      sticky: new Set(),
      shown: new Set(members),
      opened: new Set(),
      closed: new Set(),
    });
    const scene = buildScene(view, folded, { closed: new Set(), pinned: new Set() });
    // Where things are in the Objects view, they are here too.
    this.picture = makePicture(scene, this.objectLayout(), this.context.text(), view.info.step);
  }

  private draw(animate: boolean): void {
    if (!this.context.session.view) return;
    if (!this.picture || this.playFor !== this.playKey()) this.makePicture();
    if (!this.picture) return;
    const first = this.graph.focusedId === null;
    const film = this.film();
    const badges = new Map<string, Badge>();
    const marks = new Map<string, string>();
    const lit = new Set<string>();
    if (film && this.play) {
      this.play.objects.forEach((m, i) => {
        const state = film.states[i]!;
        const refs = film.gcRefs[i];
        if (refs !== null && refs !== undefined) {
          const tone =
            state === 'gone'
              ? 'gone'
              : state === 'aside' || state === 'finalized'
                ? 'aside'
                : state === 'stays'
                  ? 'reached'
                  : 'count';
          badges.set(
            m.id,
            state === 'gone' ? { text: 'freed', label: 'now', tone } : { text: String(refs), label: 'gc_refs', tone },
          );
        }
        marks.set(m.id, i === film.actor ? `${state} actor` : state);
      });
      const r = film.reference;
      if (r) {
        const [from, to] = [this.play.objects[r[0]]!.id, this.play.objects[r[1]]!.id];
        for (const { edge } of this.picture.edges)
          if (edge.source === from && edge.target === to && (edge.key.endsWith('|' + r[2]) || !lit.size)) {
            lit.clear();
            lit.add(edge.key);
          }
      }
    }
    this.graph.show(this.picture, { animate, selected: null, badges, marks, lit });
    if (first) this.graph.fitReadable();
  }

  private film(): FilmState | null {
    const frame = this.frames[this.at];
    return this.play && frame ? stateAt(this.play, frame) : null;
  }

  private go(at: number, speak: boolean): void {
    this.at = Math.max(0, Math.min(this.frames.length - 1, at));
    this.draw(false);
    const film = this.film();
    if (speak && film) this.context.say(film.sentence);
    this.context.update();
  }

  get isRunning(): boolean {
    return this.timer !== 0;
  }

  /** Long phases go faster the longer they are, so that each can be watched to its end. */
  private delay(): number {
    const frame = this.frames[this.at]!;
    const same = this.frames.filter((f) => f.phaseIndex === frame.phaseIndex).length;
    const own =
      frame.phase === 'start' || frame.phase === 'update_refs' ? 1400 : Math.max(40, Math.min(900, 12000 / same));
    return reducedMotion() ? Math.max(own, 700) : own;
  }

  private run(): void {
    this.stop();
    if (this.at >= this.frames.length - 1) this.go(0, false);
    const next = (): void => {
      if (this.at >= this.frames.length - 1) return this.stop();
      this.timer = window.setTimeout(() => {
        this.go(this.at + 1, this.delay() > 600);
        next();
      }, this.delay());
    };
    next();
    this.context.update();
  }

  private stop(): void {
    if (!this.timer) return;
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.context.update();
  }

  private toPhase(phase: PhaseName): void {
    this.stop();
    this.go(
      this.frames.findIndex((f) => f.phase === phase),
      true,
    );
  }

  render(): void {
    const { ui } = this.context;
    const frame = this.frames[this.at];
    const film = this.film();
    render(
      html` ${select(
          'Generation to collect',
          String(ui.collect.generation),
          [
            ['0', 'Generation 0'],
            ['1', 'Generations 0 and 1'],
            ['2', 'All generations'],
          ],
          (v) => {
            ui.collect.generation = Number(v) as Generation;
            this.stepped();
          },
        )}
        ${this.play ? nothing : iconButton({ label: 'Watch the collector', icon: 'debugContinue', text: 'Watch', run: () => void this.start() })}
        ${
          this.play
            ? html` ${iconButton({
                label: 'Back',
                icon: 'stepBack',
                key: '←',
                disabled: this.at === 0,
                run: () => {
                  this.stop();
                  this.go(this.at - 1, true);
                },
              })}
              ${iconButton({ label: this.isRunning ? 'Pause' : 'Go on', icon: this.isRunning ? 'debugPause' : 'debugContinue', key: 'space', run: () => (this.isRunning ? this.stop() : this.run()) })}
              ${iconButton({
                label: 'Forward',
                icon: 'stepOver',
                key: '→',
                disabled: this.at >= this.frames.length - 1,
                run: () => {
                  this.stop();
                  this.go(this.at + 1, true);
                },
              })}`
            : nothing
        }
        <span class="grow"></span>
        ${iconButton({ label: 'Collect now, for real', icon: 'trash', text: 'Collect', run: () => void this.collectNow() })}
        ${
          this.play
            ? html`<ol class="phases" aria-label="Phases">
                ${[...new Set(this.frames.map((f) => f.phase))].map((p) => html`<li><button type="button" aria-current=${p === frame?.phase ? 'step' : nothing} @click=${() => this.toPhase(p)}>${phaseTitles[p]}</button></li>`)}
              </ol>`
            : nothing
        }
        <p class="film-sentence">
          ${this.problem ?? film?.sentence ?? 'Watch what gc.collect() would do here, without doing it.'}
        </p>`,
      this.bar,
    );
    render(this.laneRow(frame?.phase === 'done'), this.lanesElement);
    render(film && this.play ? this.lists(film, this.play) : this.explain(), this.side);
    for (const bar of this.lanesElement.querySelectorAll<HTMLElement>('[data-share]'))
      bar.style.setProperty('--share', bar.dataset['share']!);
  }

  private async collectNow(): Promise<void> {
    const { session, messages, ui } = this.context;
    try {
      await messages.call('collectNow', { run: session.run, generation: ui.collect.generation });
    } catch (e) {
      this.problem = e instanceof Error ? e.message : String(e);
      this.context.update();
    }
  }

  private laneRow(done: boolean): TemplateResult {
    const lanes =
      done && this.play
        ? this.play.after
        : this.play && this.playFor === this.playKey()
          ? this.play.before
          : this.lanes;
    const most = Math.max(1, ...lanes.map((l) => l.objects));
    return html`<ul class="lane-list" aria-label="Generations">
      ${lanes.map(
        (l) =>
          html`<li class="lane g${l.generation}">
            <b>generation ${l.generation}</b
            ><span class="lane-objects"
              ><span class="bar" data-share=${Math.max(l.objects > 0 ? 0.012 : 0, l.objects / most)}></span></span
            ><span class="lane-count">${plural(l.objects, 'object')}</span>
            <span class="lane-threshold" title="counter and threshold"
              ><span
                class="gauge ${l.count > l.threshold && l.threshold > 0 ? 'over' : ''}"
                data-share=${l.threshold > 0 ? Math.min(1, l.count / l.threshold) : 0}
              ></span
              ><span class="sr">counter </span>${count(l.count)}<span class="quiet">
                of ${count(l.threshold)}</span
              ></span
            >
          </li>`,
      )}
    </ul>`;
  }

  private lists(film: FilmState, play: CollectPlay): TemplateResult {
    const list = (title: string, members: readonly number[], className: string): TemplateResult =>
      html`<h3>${title} <span class="tally">${count(members.length)}</span></h3>
        <ol class="gc-list ${className}">
          ${members.slice(0, listed).map(
            (i) =>
              html`<li class="state-${film.states[i]} ${film.actor === i ? 'actor' : ''}">
                <span class="glyph" aria-hidden="true">${glyph(play.objects[i]!.typeName)}</span>
                <span class="name">${memberName(play.objects[i]!)}</span
                ><span class="refs"><span class="sr">references </span>${play.objects[i]!.refcount}</span
                >${film.gcRefs[i] === null ? nothing : html`<span class="gc-refs"><span class="sr">gc_refs </span>${film.gcRefs[i]}</span>`}
              </li>`,
          )}
        </ol>
        ${members.length > listed ? html`<p class="quiet">and ${count(members.length - listed)} more</p>` : nothing}`;
    const freed = film.states.filter((s) => s === 'gone').length;
    return html`<div class="gc-key quiet">
        <span class="refs">3</span> references <span class="gc-refs">1</span> gc_refs
      </div>
      ${list('Examined', film.young, 'young')}${
        play.omitted > 0
          ? html`<p class="quiet">and ${plural(play.omitted, 'object')} of the interpreter and its library</p>`
          : nothing
      }${list('Unreachable', film.unreachable, 'unreachable')}${freed > 0 ? html`<h3>Freed <span class="tally">${count(freed)}</span></h3>` : nothing}`;
  }

  private explain(): TemplateResult {
    return html`<p class="quiet">
      Reference counts free most objects at once. What refers to itself in a ring never reaches zero: the cycle
      collector finds it. It copies every count, takes off the references that come from inside, and keeps what still
      has some left, with all that leads from there. The rest is garbage.
    </p>`;
  }

  key(e: KeyboardEvent): boolean {
    if (!this.play) return false;
    if (e.key === ' ') {
      if (this.isRunning) this.stop();
      else this.run();
    } else return false;
    return true;
  }
}
