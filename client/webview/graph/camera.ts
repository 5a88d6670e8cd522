/** Where the world is seen from: offset and scale, moved by wheel, drag, pinch and keys, or glided to a rectangle. */
import type { Bounds } from '../layout/picture';
import { reducedMotion } from '../ui/theme';

export interface CameraState {
  readonly x: number;
  readonly y: number;
  readonly k: number;
}

export interface CameraLimits {
  readonly smallest: number;
  readonly largest: number;
  /** The wheel zooms without Ctrl: maps; otherwise it scrolls. */
  readonly wheelZooms: boolean;
}

export class Camera {
  x = 0;
  y = 0;
  k = 1;
  private flight = 0;
  private readonly pointers = new Map<number, { x: number; y: number }>();
  private dragged = false;
  /** The element's size, kept by an observer: reading clientWidth after a change of the DOM would force a layout. */
  private width = 0;
  private height = 0;

  constructor(
    private readonly element: HTMLElement,
    private readonly changed: (moving: boolean) => void,
    private readonly limits: CameraLimits = { smallest: 0.04, largest: 3, wheelZooms: false },
  ) {
    new ResizeObserver(() => this.measure()).observe(element);
    element.addEventListener('wheel', (e) => this.wheel(e), { passive: false });
    element.addEventListener('pointerdown', (e) => this.down(e));
    element.addEventListener('pointermove', (e) => this.move(e));
    for (const end of ['pointerup', 'pointercancel'] as const)
      element.addEventListener(end, (e) => this.pointers.delete(e.pointerId));
  }

  private measure(): void {
    this.width = this.element.clientWidth;
    this.height = this.element.clientHeight;
  }

  private get size(): { w: number; h: number } {
    if (this.width === 0) this.measure();
    return { w: this.width, h: this.height };
  }

  /** The last press became a drag, so the click that follows it is none. */
  get wasDrag(): boolean {
    return this.dragged;
  }

  get state(): CameraState {
    return { x: this.x, y: this.y, k: this.k };
  }

  set(state: CameraState): void {
    cancelAnimationFrame(this.flight);
    ({ x: this.x, y: this.y, k: this.k } = state);
    this.changed(false);
  }

  pan(dx: number, dy: number): void {
    cancelAnimationFrame(this.flight);
    this.x += dx;
    this.y += dy;
    this.changed(true);
  }

  /** Keeps the point (px, py) of the element where it is. */
  zoom(factor: number, px = this.size.w / 2, py = this.size.h / 2): void {
    cancelAnimationFrame(this.flight);
    const k = Math.min(this.limits.largest, Math.max(this.limits.smallest, this.k * factor));
    this.x = px - ((px - this.x) * k) / this.k;
    this.y = py - ((py - this.y) * k) / this.k;
    this.k = k;
    this.changed(true);
  }

  /** Scale and place at which `bounds` fills the element, no larger than `limit`. */
  fitting(bounds: Bounds, limit = 1.1, margin = 36, smallestScale = this.limits.smallest): CameraState {
    this.measure();
    const { w, h } = this.size;
    const k = Math.max(smallestScale, Math.min(limit, (w - 2 * margin) / bounds.w, (h - 2 * margin) / bounds.h));
    // What does not fit at a readable scale starts at its left top, where the frames are.
    const x = bounds.w * k > w - margin ? margin - bounds.x * k : (w - bounds.w * k) / 2 - bounds.x * k;
    const y = bounds.h * k > h - margin ? margin - bounds.y * k : (h - bounds.h * k) / 2 - bounds.y * k;
    return { k, x, y };
  }

  fly(to: CameraState): void {
    cancelAnimationFrame(this.flight);
    if (reducedMotion()) return this.set(to);
    const from = this.state;
    const start = performance.now();
    const frame = (now: number): void => {
      const t = Math.min(1, (now - start) / 260);
      const e = 1 - (1 - t) ** 3;
      this.x = from.x + (to.x - from.x) * e;
      this.y = from.y + (to.y - from.y) * e;
      this.k = from.k + (to.k - from.k) * e;
      this.changed(t < 1);
      if (t < 1) this.flight = requestAnimationFrame(frame);
    };
    this.flight = requestAnimationFrame(frame);
  }

  /** Moves as little as needed to bring a rectangle of the world into sight. */
  reveal(bounds: Bounds): void {
    const { w, h } = this.size;
    const margin = 24;
    const need = (low: number, high: number, size: number): number =>
      low < margin ? margin - low : high > size - margin ? Math.max(margin - low, size - margin - high) : 0;
    const dx = need(this.x + bounds.x * this.k, this.x + (bounds.x + bounds.w) * this.k, w);
    const dy = need(this.y + bounds.y * this.k, this.y + (bounds.y + bounds.h) * this.k, h);
    if (dx !== 0 || dy !== 0) this.fly({ x: this.x + dx, y: this.y + dy, k: this.k });
  }

  visible(): Bounds {
    return { x: -this.x / this.k, y: -this.y / this.k, w: this.size.w / this.k, h: this.size.h / this.k };
  }

  private wheel(e: WheelEvent): void {
    e.preventDefault();
    const box = this.element.getBoundingClientRect();
    if (e.ctrlKey || e.metaKey || this.limits.wheelZooms)
      this.zoom(
        Math.exp(-e.deltaY * (this.limits.wheelZooms ? 0.0022 : 0.004)),
        e.clientX - box.left,
        e.clientY - box.top,
      );
    else if (e.shiftKey && e.deltaX === 0) this.pan(-e.deltaY, 0);
    else this.pan(-e.deltaX, -e.deltaY);
  }

  private down(e: PointerEvent): void {
    if (e.button > 1) return;
    this.pointers.set(e.pointerId, { x: e.clientX, y: e.clientY });
    this.dragged = false;
  }

  private move(e: PointerEvent): void {
    const last = this.pointers.get(e.pointerId);
    if (!last) return;
    const dx = e.clientX - last.x;
    const dy = e.clientY - last.y;
    if (!this.dragged && Math.hypot(dx, dy) < 4 && this.pointers.size === 1) return;
    if (!this.dragged) this.element.setPointerCapture(e.pointerId);
    this.dragged = true;
    if (this.pointers.size === 2) {
      const other = [...this.pointers].find(([id]) => id !== e.pointerId)![1];
      const box = this.element.getBoundingClientRect();
      const before = Math.hypot(last.x - other.x, last.y - other.y);
      const after = Math.hypot(e.clientX - other.x, e.clientY - other.y);
      if (before > 0)
        this.zoom(after / before, (e.clientX + other.x) / 2 - box.left, (e.clientY + other.y) / 2 - box.top);
      this.pan(dx / 2, dy / 2);
    } else this.pan(dx, dy);
    this.pointers.set(e.pointerId, { x: e.clientX, y: e.clientY });
  }
}
