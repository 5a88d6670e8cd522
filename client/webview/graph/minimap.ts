/** The whole picture in a corner, with the part in sight outlined; press or drag to go there. Pointer only: fit and the
 * arrow keys do the same from the keyboard, so it is hidden from the accessibility tree. */
import type { Picture } from '../layout/picture';
import { colors, css, mix } from '../ui/theme';
import type { Camera } from './camera';

export class Minimap {
  private scale = 1;
  private offsetX = 0;
  private offsetY = 0;
  private picture: Picture | undefined;
  private pending = false;
  private w = 0;
  private h = 0;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly camera: Camera,
  ) {
    const go = (e: PointerEvent): void => {
      if (e.buttons !== 1) return;
      e.preventDefault();
      e.stopPropagation();
      const box = canvas.getBoundingClientRect();
      const seen = camera.visible();
      const wx = (e.clientX - box.left - this.offsetX) / this.scale;
      const wy = (e.clientY - box.top - this.offsetY) / this.scale;
      camera.set({ k: camera.k, x: -(wx - seen.w / 2) * camera.k, y: -(wy - seen.h / 2) * camera.k });
    };
    new ResizeObserver(() => {
      this.w = canvas.clientWidth;
      this.h = canvas.clientHeight;
      this.invalidate();
    }).observe(canvas);
    canvas.addEventListener('pointerdown', (e) => {
      canvas.setPointerCapture(e.pointerId);
      go(e);
    });
    canvas.addEventListener('pointermove', go);
  }

  show(picture: Picture): void {
    this.picture = picture;
    this.invalidate();
  }

  /** At most one drawing a frame. */
  invalidate(): void {
    if (this.pending) return;
    this.pending = true;
    requestAnimationFrame(() => {
      this.pending = false;
      this.draw();
    });
  }

  private draw(): void {
    const { canvas, picture } = this;
    const { w, h } = this;
    if (!picture || w === 0) return;
    const ratio = devicePixelRatio || 1;
    if (canvas.width !== Math.round(w * ratio)) canvas.width = Math.round(w * ratio);
    if (canvas.height !== Math.round(h * ratio)) canvas.height = Math.round(h * ratio);
    const g = canvas.getContext('2d')!;
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, w, h);
    const { bounds } = picture;
    const seen = this.camera.visible();
    // With everything in sight there is nothing to find, and the corner is better left free.
    const all =
      bounds.x >= seen.x &&
      bounds.y >= seen.y &&
      bounds.x + bounds.w <= seen.x + seen.w &&
      bounds.y + bounds.h <= seen.y + seen.h;
    canvas.classList.toggle('is-idle', all);
    if (all) return;
    this.scale = Math.min((w - 8) / bounds.w, (h - 8) / bounds.h);
    this.offsetX = (w - bounds.w * this.scale) / 2 - bounds.x * this.scale;
    this.offsetY = (h - bounds.h * this.scale) / 2 - bounds.y * this.scale;
    const c = colors();
    for (const { node, place: p } of picture.boxes.values()) {
      const o = node.kind === 'object' ? node.object : undefined;
      const hue =
        o?.flags.garbage || o?.flags.freed
          ? c.red
          : o?.flags.isNew
            ? c.green
            : o?.generation === 2
              ? c.blue
              : o?.generation === 1
                ? c.yellow
                : o?.generation === 0
                  ? c.green
                  : c.dim;
      g.fillStyle = css(mix(c.background, hue, 0.62));
      g.fillRect(
        this.offsetX + p.x * this.scale,
        this.offsetY + p.y * this.scale,
        Math.max(1.5, p.w * this.scale),
        Math.max(1.5, p.h * this.scale),
      );
    }
    g.strokeStyle = css(c.focus);
    g.lineWidth = 1.5;
    g.strokeRect(
      Math.max(1, this.offsetX + seen.x * this.scale),
      Math.max(1, this.offsetY + seen.y * this.scale),
      Math.min(w - 2, seen.w * this.scale),
      Math.min(h - 2, seen.h * this.scale),
    );
  }
}
