/**
 * Bytes and objects over the run. A bucket a pixel, with its minimum and maximum, so that a million steps cost what a
 * thousand do: a zoom shows what is there at once and asks the session for the range's own buckets.
 */
import uPlot from 'uplot';
import { unpack } from '../../../server/src/protocol/heapCodec';
import type { Timeline, TimelineMark } from '../../../server/src/protocol/heapProtocol';
import { bytes, count } from '../model/format';
import { colors, css, fonts, type ColorName } from '../ui/theme';

export interface ChartEvents {
  readonly scrub: (step: number) => void;
  readonly rangeChanged: (from: number, to: number) => void;
  readonly hovered: (step: number | null) => void;
}

export const markColor: Record<TimelineMark['kind'], ColorName> = {
  collection: 'orange',
  exception: 'red',
  cycle: 'purple',
  finalizer: 'green',
  callback: 'blue',
  unraisable: 'red',
};
const marksHeight = 10;
/** Axis steps that read well in KiB and MiB. */
const byteSteps = Array.from({ length: 40 }, (_, i) => 2 ** i);

export class TimelineChart {
  private plot: uPlot | undefined;
  private marks: readonly TimelineMark[] = [];
  private step = 0;
  private mark: number | undefined;
  private size = '';
  private width = 0;
  private height = 0;
  private readonly cursor = document.createElement('div');
  private readonly markLine = document.createElement('div');
  private from = 0;
  private to = 1;

  constructor(
    private readonly element: HTMLElement,
    private readonly events: ChartEvents,
  ) {
    this.cursor.className = 'step-cursor';
    this.markLine.className = 'step-cursor is-mark';
    element.append(this.markLine, this.cursor);
    element.addEventListener('wheel', (e) => this.wheel(e), { passive: false });
    element.addEventListener('pointerdown', (e) => {
      if (e.button !== 0) return;
      element.setPointerCapture(e.pointerId);
      this.scrubAt(e);
    });
    element.addEventListener('pointermove', (e) => {
      if (e.buttons === 1) this.scrubAt(e);
      this.events.hovered(this.stepAt(e));
    });
    element.addEventListener('pointerleave', () => this.events.hovered(null));
  }

  get range(): readonly [number, number] {
    return [this.from, this.to];
  }
  get buckets(): number {
    return Math.max(60, this.width);
  }

  /** Told by the panel's observer: reading the size at each step would force a layout. */
  resized(): void {
    const { clientWidth, clientHeight } = this.element;
    this.width = clientWidth;
    this.height = clientHeight;
    if (this.plot && this.sizeNow() !== this.size) this.make(this.plot.data);
  }

  get isVisible(): boolean {
    return this.width > 0;
  }

  /** Marks within some pixels of a step, nearest first. */
  marksNear(step: number): TimelineMark[] {
    const reach = ((this.to - this.from) / Math.max(1, this.width)) * 5;
    return this.marks
      .filter((m) => Math.abs(m.step - step) <= reach)
      .sort((a, b) => Math.abs(a.step - step) - Math.abs(b.step - step));
  }

  setRange(from: number, to: number): void {
    this.from = from;
    this.to = Math.max(from + 1, to);
    this.plot?.setScale('x', { min: this.from, max: this.to });
    this.placeCursors();
  }

  setStep(step: number, mark: number | undefined): void {
    if (this.step === step && this.mark === mark) return;
    this.step = step;
    this.mark = mark;
    this.placeCursors();
  }

  setData(timeline: Timeline): void {
    this.marks = timeline.marks;
    const series = [timeline.series.bytes, timeline.series.objects].map((s) => ({
      min: unpack('f64', s.min),
      max: unpack('f64', s.max),
    }));
    const n = timeline.buckets;
    const width = (timeline.to - timeline.from) / n;
    const single = width <= 1;
    // One step a bucket: one point. More: minimum and maximum, a quarter in from either side.
    const points = single ? n : 2 * n;
    const x = new Float64Array(points);
    const y = series.map(() => new Float64Array(points));
    for (let i = 0; i < n; i++) {
      const at = timeline.from + i * width;
      if (single) {
        x[i] = at;
        series.forEach((s, k) => {
          y[k]![i] = s.max[i]!;
        });
        continue;
      }
      x[2 * i] = at + width * 0.25;
      x[2 * i + 1] = at + width * 0.75;
      series.forEach((s, k) => {
        // Rising parts draw minimum first, falling ones maximum first: no false teeth.
        const rising = i === 0 || s.max[i]! >= s.max[i - 1]!;
        y[k]![2 * i] = rising ? s.min[i]! : s.max[i]!;
        y[k]![2 * i + 1] = rising ? s.max[i]! : s.min[i]!;
      });
    }
    const data = [x, ...y] as unknown as uPlot.AlignedData;
    if (!this.plot || this.sizeNow() !== this.size) this.make(data);
    else {
      this.plot.setData(data, false);
      this.plot.setScale('x', { min: this.from, max: this.to });
    }
  }

  /** Size or theme changed. */
  remake(): void {
    if (this.plot && this.isVisible) this.make(this.plot.data);
  }

  private sizeNow(): string {
    return `${this.width}x${this.height}`;
  }

  private make(data: uPlot.AlignedData): void {
    this.plot?.destroy();
    const { width: w, height: h } = this;
    if (w === 0 || h === 0) return;
    this.size = this.sizeNow();
    const c = colors();
    const font = `10.5px ${fonts().ui}`;
    const wide = w > 420;
    const axis = { stroke: css(c.dim), font, ticks: { show: false } };
    this.plot = new uPlot(
      {
        width: w,
        height: h,
        padding: [6, wide ? 0 : 4, 0, wide ? 0 : 4],
        legend: { show: false },
        pxAlign: 0,
        cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
        scales: {
          x: { time: false, range: () => [this.from, this.to] },
          // Room above, so that the lines stay clear of the marks.
          y: { range: (_u, _min, max) => [0, (max || 1) * 1.22] },
          n: { range: (_u, _min, max) => [0, (max || 1) * 1.45] },
        },
        axes: [
          {
            ...axis,
            grid: { show: false },
            size: 18,
            gap: 2,
            values: (_u, v) => v.map((s) => (Number.isInteger(s) ? count(s) : '')),
          },
          {
            ...axis,
            scale: 'y',
            show: wide,
            size: 58,
            gap: 4,
            incrs: byteSteps,
            grid: { stroke: css(c.foreground, 0.09), width: 1 },
            space: 26,
            // Zero would stand on the steps' own labels.
            values: (_u, v) => v.map((s) => (s === 0 ? '' : bytes(s).replace('.0 ', ' '))),
          },
          {
            ...axis,
            scale: 'n',
            side: 1,
            show: wide,
            size: 46,
            gap: 4,
            grid: { show: false },
            space: 26,
            values: (_u, v) => v.map((n) => (n === 0 ? '' : count(n))),
          },
        ],
        series: [
          {},
          { scale: 'y', stroke: css(c.blue), width: 1.5, fill: css(c.blue, 0.14) },
          { scale: 'n', stroke: css(c.purple), width: 1.2 },
        ],
        hooks: { draw: [(u) => this.overlay(u)] },
      },
      data,
      this.element,
    );
    this.placeCursors();
  }

  private overlay(u: uPlot): void {
    const g = u.ctx;
    const ratio = devicePixelRatio || 1;
    const { left, top, width, height } = u.bbox;
    const c = colors();
    g.save();
    for (const m of this.marks) {
      const x = u.valToPos(m.step, 'x', true);
      if (x < left - 2 || x > left + width + 2) continue;
      g.fillStyle = css(c[markColor[m.kind]]);
      const size =
        (m.kind === 'collection' ? (m.generation === 2 ? marksHeight : m.generation === 1 ? 7 : 5) : 7) * ratio;
      if (m.kind === 'collection')
        g.fillRect(x - ratio, top + height - size, (m.generation === 2 ? 2.2 : 1.4) * ratio, size);
      else {
        // Others are diamonds at the top: told apart from collections by shape and place, not only by colour.
        g.beginPath();
        g.moveTo(x, top);
        g.lineTo(x + 3.5 * ratio, top + 3.5 * ratio);
        g.lineTo(x, top + 7 * ratio);
        g.lineTo(x - 3.5 * ratio, top + 3.5 * ratio);
        g.fill();
      }
    }
    g.restore();
  }

  /** Lines over the chart as elements: a step moves them, and nothing of the chart is drawn again. */
  private placeCursors(): void {
    const { plot } = this;
    if (!plot) return;
    const ratio = devicePixelRatio || 1;
    const place = (line: HTMLElement, step: number | undefined): void => {
      const visible = step !== undefined && step >= this.from && step <= this.to;
      line.hidden = !visible;
      if (!visible) return;
      const x = plot.bbox.left / ratio + ((step - this.from) / (this.to - this.from)) * (plot.bbox.width / ratio);
      line.style.transform = `translateX(${Math.round(x * 2) / 2}px)`;
    };
    place(this.cursor, this.step);
    place(this.markLine, this.mark);
  }

  private stepAt(e: MouseEvent): number {
    const { plot } = this;
    if (!plot) return this.step;
    const x = e.clientX - this.element.getBoundingClientRect().left - plot.bbox.left / (devicePixelRatio || 1);
    return Math.round(Math.max(this.from, Math.min(this.to, plot.posToVal(x, 'x'))));
  }

  private scrubAt(e: MouseEvent): void {
    this.events.scrub(this.stepAt(e));
  }

  private wheel(e: WheelEvent): void {
    e.preventDefault();
    const span = this.to - this.from;
    if (Math.abs(e.deltaX) > Math.abs(e.deltaY) || e.shiftKey) {
      const shift = ((e.deltaX || e.deltaY) / Math.max(1, this.width)) * span;
      return this.events.rangeChanged(this.from + shift, this.to + shift);
    }
    const at = this.stepAt(e);
    const next = span * Math.exp(e.deltaY * 0.0025);
    const share = (at - this.from) / span;
    this.events.rangeChanged(at - next * share, at + next * (1 - share));
  }
}
