/** Time: transport buttons, the chart, a slider. Always at the bottom, whichever view is above. */
import { html, nothing, render } from 'lit';
import { live } from 'lit/directives/live.js';
import type { TimelineMark } from '../../../server/src/protocol/heapProtocol';
import type { Context } from '../app/context';
import { bytes, count, plural } from '../model/format';
import { select } from '../ui/controls';
import { iconButton } from '../ui/icons';
import { onThemeChange } from '../ui/theme';
import { TimelineChart } from './chart';

const speeds = [0.5, 1, 2, 5, 10, 30, 100, 1000];
const smallestRange = 8;
/** Milliseconds after the last step before cycles are looked for. */
const cyclePause = 1500;

export class TimelinePanel {
  readonly element = document.createElement('section');
  readonly chart: TimelineChart;
  private readonly controls = document.createElement('div');
  private readonly chartElement = document.createElement('div');
  private readonly foot = document.createElement('div');
  private range: [number, number] | null = null;
  private loadedFor = '';
  /** The run whose cycles have been asked for. */
  private cyclesOf = '';
  private cycleTimer = 0;
  private asking = false;
  private askAgain = false;
  private playing = 0;
  private hovered: number | null = null;
  private marks: readonly TimelineMark[] = [];

  constructor(private readonly context: Context) {
    this.element.className = 'timeline';
    this.element.setAttribute('aria-label', 'Timeline');
    this.controls.className = 'timeline-controls';
    this.chartElement.className = 'timeline-chart';
    this.chartElement.setAttribute('aria-hidden', 'true');
    this.foot.className = 'timeline-foot';
    this.element.append(this.controls, this.chartElement, this.foot);
    this.chart = new TimelineChart(this.chartElement, {
      scrub: (step) => {
        this.pause();
        void context.session.goto(step);
      },
      rangeChanged: (from, to) => this.zoomTo(from, to),
      hovered: (step) => {
        if (step !== this.hovered) {
          this.hovered = step;
          this.renderFoot();
        }
      },
    });
    this.chartElement.addEventListener('dblclick', () => this.zoomTo(0, this.context.session.steps));
    onThemeChange(() => this.chart.remake());
    new ResizeObserver(() => {
      this.chart.resized();
      void this.load();
    }).observe(this.chartElement);
  }

  newRun(): void {
    this.range = null;
    this.loadedFor = '';
    this.pause();
    void this.load();
  }

  stepped(): void {
    const { session } = this.context;
    if (!session.info) return;
    const [from, to] = this.currentRange();
    // Keep the current step in sight while zoomed in.
    if (this.range && (session.step < from || session.step > to)) {
      const half = (to - from) / 2;
      this.zoomTo(session.step - half, session.step + half);
    }
    this.chart.setStep(session.step, session.info.mark);
    void this.load();
  }

  private currentRange(): [number, number] {
    return this.range ?? [0, Math.max(1, this.context.session.steps)];
  }

  private zoomTo(from: number, to: number): void {
    const steps = Math.max(1, this.context.session.steps);
    let span = Math.min(steps, Math.max(Math.min(steps, smallestRange), to - from));
    if (span > steps * 0.995) span = steps;
    const start = Math.max(0, Math.min(steps - span, from));
    this.range = span === steps ? null : [start, start + span];
    this.chart.setRange(...this.currentRange());
    void this.load();
  }

  /** Asks for the shown range at the chart's resolution; one question at a time, the last one wins. */
  private async load(): Promise<void> {
    const { session, messages } = this.context;
    if (!session.info || session.info.state === 'none' || !this.chart.isVisible) return;
    const [a, b] = this.currentRange();
    const from = Math.max(0, Math.floor(a));
    const to = Math.min(session.steps + 1, Math.ceil(b) + 1);
    const buckets = this.chart.buckets;
    const key = `${session.run} ${from} ${to} ${buckets} ${session.steps}`;
    if (key === this.loadedFor) return this.askForCycles();
    if (this.asking) {
      this.askAgain = true;
      return;
    }
    this.asking = true;
    try {
      const cycles = this.cyclesOf === session.run;
      const timeline = await messages.call('timeline', {
        run: session.run,
        from,
        to,
        buckets,
        ...(cycles ? { cycles } : {}),
      });
      this.loadedFor = key;
      this.marks = timeline.marks;
      this.chart.setRange(...this.currentRange());
      this.chart.setData(timeline);
      this.chart.setStep(session.step, session.info.mark);
      this.renderFoot();
    } catch {
      /* the shell shows what is wrong with the run */
    } finally {
      this.asking = false;
    }
    if (this.askAgain) {
      this.askAgain = false;
      void this.load();
    } else this.askForCycles();
  }

  /** Cycles are looked for by a replay: once everything else is on screen and nothing moves. */
  private askForCycles(): void {
    const { run } = this.context.session;
    if (this.cyclesOf === run) return;
    window.clearTimeout(this.cycleTimer);
    this.cycleTimer = window.setTimeout(() => {
      if (this.isPlaying || this.asking) return this.askForCycles();
      this.cyclesOf = run;
      this.loadedFor = '';
      void this.load();
    }, cyclePause);
  }

  get isPlaying(): boolean {
    return this.playing !== 0;
  }

  play(): void {
    const { session, ui } = this.context;
    if (this.playing) return this.pause();
    if (session.step >= session.steps) void session.goto(0);
    const perSecond = ui.speed;
    // Beyond 30 a second single steps can't be seen: take several at once instead of queueing.
    const every = Math.max(1, Math.round(perSecond / 30));
    this.playing = window.setInterval(
      () => {
        if (session.step >= session.steps) return this.pause();
        void session.goto(session.step + every);
      },
      (1000 * every) / perSecond,
    );
    this.context.update();
  }

  pause(): void {
    if (!this.playing) return;
    window.clearInterval(this.playing);
    this.playing = 0;
    this.context.update();
  }

  by(delta: number): void {
    this.pause();
    void this.context.session.goto(this.context.session.step + delta);
  }

  /** To the next or previous mark within what the chart shows. */
  toMark(direction: 1 | -1): void {
    const { step } = this.context.session;
    const candidates = this.marks
      .filter((m) => (direction > 0 ? m.step > step : m.step < step))
      .sort((a, b) => direction * (a.step - b.step));
    const next = candidates[0];
    if (!next) return this.context.say('No further mark here.');
    this.pause();
    void this.context.session.goto(next.step);
    this.context.say(`${next.kind}: ${next.text}`);
  }

  render(): void {
    const { session, ui } = this.context;
    const { step, steps } = session;
    this.element.classList.toggle('is-tall', ui.timeline === 'tall');
    this.element.classList.toggle('is-hidden', ui.timeline === 'hidden');
    const off = !session.info || session.info.state === 'none';
    render(
      html` <div class="transport" role="group" aria-label="Step">
          ${iconButton({ label: 'Step back', icon: 'stepBack', key: ',', disabled: off || step <= 0, run: () => this.by(-1) })}
          ${iconButton({ label: this.isPlaying ? 'Pause' : 'Play', icon: this.isPlaying ? 'debugPause' : 'debugContinue', key: 'k', disabled: off, run: () => this.play() })}
          ${iconButton({ label: 'Step forward', icon: 'stepOver', key: '.', disabled: off || step >= steps, run: () => this.by(1) })}
        </div>
        <label class="step-field"
          ><span class="sr">Step</span
          ><input
            type="text"
            inputmode="numeric"
            .value=${live(count(step))}
            ?disabled=${off}
            size=${Math.max(4, count(steps).length)}
            @change=${(e: Event) => void session.goto(Number((e.target as HTMLInputElement).value.replace(/\D/g, '')))}
          /><span class="of">of ${count(steps)}</span></label
        >
        ${select(
          'Speed',
          String(ui.speed),
          speeds.map((s) => [String(s), `${s < 1 ? '½' : count(s)}/s`] as const),
          (v) => {
            ui.speed = Number(v);
            if (this.isPlaying) {
              this.pause();
              this.play();
            }
            this.context.update();
          },
        )}
        ${iconButton({ label: 'Previous mark', icon: 'chevronLeft', key: '[', disabled: off, run: () => this.toMark(-1) })}${iconButton({ label: 'Next mark', icon: 'chevronRight', key: ']', disabled: off, run: () => this.toMark(1) })}
        <span class="grow"></span>
        <div class="legend-slot"></div>
        ${iconButton({
          label:
            ui.timeline === 'hidden' ? 'Show the chart' : ui.timeline === 'tall' ? 'Hide the chart' : 'Taller chart',
          icon: 'graph',
          run: () => {
            ui.timeline = ui.timeline === 'hidden' ? 'small' : ui.timeline === 'small' ? 'tall' : 'hidden';
            this.context.update();
          },
        })}`,
      this.controls,
    );
    this.renderFoot();
  }

  private renderFoot(): void {
    const { session } = this.context;
    const { step, steps, view } = session;
    const slot = this.controls.querySelector<HTMLElement>('.legend-slot');
    const near = this.hovered === null ? [] : this.chart.marksNear(this.hovered).slice(0, 2);
    render(
      html` <input
        class="scrubber"
        type="range"
        min="0"
        max=${Math.max(1, steps)}
        step="1"
        .value=${live(String(step))}
        aria-label="Step"
        aria-valuetext="step ${count(step)} of ${count(steps)}${view ? `, line ${view.info.line}` : ''}"
        @input=${(e: Event) => {
          this.pause();
          void session.goto(Number((e.target as HTMLInputElement).value));
        }}
      />`,
      this.foot,
    );
    if (slot)
      render(
        html` <ul class="legend-line" aria-hidden="true">
          ${
            this.hovered !== null
              ? html`<li>step ${count(this.hovered)}</li>
                  ${near.map((m) => html`<li><i class="mark mark-${m.kind}"></i>${m.count > 1 ? `${count(m.count)} ${m.kind}s` : m.text || m.kind}</li>`)}`
              : html`<li><i class="stroke bytes"></i>bytes${view ? ' ' + bytes(view.info.bytes) : nothing}</li>
                  <li><i class="stroke objects"></i>${view ? plural(view.info.objects, 'object') : 'objects'}</li>
                  <li><i class="mark mark-collection"></i>collections</li>
                  <li><i class="mark mark-exception"></i>exceptions</li>
                  <li><i class="mark mark-cycle"></i>cycles</li>
                  <li><i class="mark mark-finalizer"></i>__del__</li>
                  <li><i class="mark mark-callback"></i>callbacks</li>`
          }
        </ul>`,
        slot,
      );
  }
}
