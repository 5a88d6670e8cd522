/**
 * Draws a picture and lets one walk in it. Knows boxes and arrows, nothing of runs or messages: the Objects view and
 * the collector's play both use it.
 *
 * Near: boxes as HTML under one SVG of arrows, moved together by one transform. Far, or with very many boxes: a canvas;
 * then the DOM keeps only the focused box and its neighbours, so that keyboard and screen reader can go on walking.
 */
import type { TextMetrics } from '../layout/measure';
import type { Picture, PictureBox } from '../layout/picture';
import { onThemeChange, reducedMotion } from '../ui/theme';
import { ArrowLayer } from './arrowLayer';
import { BoxLayer } from './boxLayer';
import type { Badge } from './boxTemplate';
import { Camera, type CameraState } from './camera';
import { FarCanvas } from './farCanvas';
import { IslandLayer } from './islands';
import { Minimap } from './minimap';
import { neighbourOf } from './walk';

/** As HTML up to here; beyond, canvas. */
const domLimit = 640;
const farScale = 0.3;

export interface GraphEvents {
  readonly select: (id: string | null) => void;
  /** Enter or double click. */
  readonly open: (id: string) => void;
  /** + or -, space. */
  readonly fold: (id: string, how: 'open' | 'close' | 'toggle') => void;
  readonly cameraMoved: (camera: CameraState) => void;
}

export interface ShowOptions {
  readonly animate: boolean;
  readonly selected: string | null;
  readonly badges?: ReadonlyMap<string, Badge>;
  /** Arrows to light up: keys. */
  readonly lit?: ReadonlySet<string>;
  /** Boxes to set apart: id to class name. */
  readonly marks?: ReadonlyMap<string, string>;
}

export class GraphView {
  readonly camera: Camera;
  readonly element: HTMLElement;
  private readonly world: HTMLElement;
  private readonly tree: HTMLElement;
  private readonly boxes: BoxLayer;
  private readonly arrows: ArrowLayer;
  private readonly islands: IslandLayer;
  private readonly far: FarCanvas;
  private readonly minimap: Minimap;
  private picture: Picture | undefined;
  private options: ShowOptions = { animate: false, selected: null };
  private focused: string | null = null;
  private hovered: string | null = null;
  private restTimer = 0;
  private isFar = false;
  private farPending = false;
  private readonly stopTheme: () => void;

  constructor(
    parent: HTMLElement,
    private readonly events: GraphEvents,
    private readonly text: () => TextMetrics,
    label: string,
  ) {
    this.element = document.createElement('div');
    this.element.className = 'graph';
    // Fixed markup without data. The tree is named; the canvases repeat what the tree says, so they are hidden from readers.
    this.element.innerHTML = `<canvas class="graph-far" aria-hidden="true"></canvas><div class="graph-world"><svg class="graph-islands" aria-hidden="true"></svg>
      <div class="graph-tree" role="tree"></div><svg class="graph-arrows" aria-hidden="true"></svg><svg class="graph-arrows is-fresh" aria-hidden="true"></svg></div><canvas class="graph-minimap" aria-hidden="true"></canvas>`;
    parent.append(this.element);
    const find = <T extends Element>(selector: string): T => this.element.querySelector<T>(selector)!;
    this.world = find('.graph-world');
    this.tree = find('.graph-tree');
    this.tree.setAttribute('aria-label', label);
    this.boxes = new BoxLayer(this.tree);
    this.arrows = new ArrowLayer(find<SVGElement>('.graph-arrows'), find<SVGElement>('.graph-arrows.is-fresh'));
    this.islands = new IslandLayer(find<SVGElement>('.graph-islands'));
    this.far = new FarCanvas(find<HTMLCanvasElement>('.graph-far'));
    this.camera = new Camera(this.element, (moving) => this.cameraChanged(moving));
    this.minimap = new Minimap(find<HTMLCanvasElement>('.graph-minimap'), this.camera);
    this.listen();
    this.stopTheme = onThemeChange(() => this.redrawCanvases());
  }

  dispose(): void {
    this.stopTheme();
    this.element.remove();
  }

  get focusedId(): string | null {
    return this.focused;
  }

  show(picture: Picture, options: ShowOptions): void {
    this.picture = picture;
    this.options = { ...options, animate: options.animate && !reducedMotion() };
    if (this.focused === null || !picture.boxes.has(this.focused))
      this.focused = picture.boxes.keys().next().value ?? null;
    this.minimap.show(picture);
    this.draw();
  }

  fit(animate = true): void {
    if (!this.picture) return;
    const to = this.camera.fitting(this.picture.bounds);
    if (animate) this.camera.fly(to);
    else this.camera.set(to);
  }

  /** Fits what is readable: a wide heap starts at its frames at a size one can read. */
  fitReadable(): void {
    if (!this.picture) return;
    const { clientWidth } = this.element;
    // On a wall of pixels a small heap may be drawn larger.
    const largest = Math.max(1.1, Math.min(2, clientWidth / 1700));
    this.camera.set(this.camera.fitting(this.picture.bounds, largest, 36, clientWidth < 700 ? 0.62 : 0.42));
  }

  focus(id: string, options: { reveal?: boolean; dom?: boolean } = {}): boolean {
    const box = this.picture?.boxes.get(id);
    if (!box) return false;
    this.focused = id;
    if (this.isFar) this.draw();
    const element = this.boxes.element(id);
    this.boxes.focusable(id);
    if (options.dom !== false) element?.focus({ preventScroll: true });
    if (options.reveal !== false) this.camera.reveal(box.place);
    this.highlight(id);
    return true;
  }

  private draw(): void {
    const { picture } = this;
    if (!picture) return;
    const far = this.camera.k < farScale || picture.boxes.size > domLimit;
    if (far !== this.isFar) {
      this.isFar = far;
      this.element.classList.toggle('is-far', far);
      if (!far) this.far.clear();
    }
    const shown: Iterable<PictureBox> = far ? this.around(picture) : picture.boxes.values();
    this.boxes.show(shown, {
      badges: this.options.badges ?? new Map(),
      selected: this.options.selected,
      focused: this.focused,
      text: this.text(),
      animate: this.options.animate && !far,
      names: (id) => this.nameOf(id),
    });
    this.arrows.show(far ? [] : picture.edges, { animate: this.options.animate, lit: this.options.lit ?? new Set() });
    for (const [id, mark] of this.options.marks ?? []) this.boxes.element(id)?.setAttribute('data-mark', mark);
    if (this.options.marks)
      for (const id of picture.boxes.keys())
        if (!this.options.marks.has(id)) this.boxes.element(id)?.removeAttribute('data-mark');
    this.islands.show(picture);
    if (far) this.drawFar();
    if (this.hovered !== null) this.highlight(this.hovered);
  }

  /** In far mode the DOM holds the focused box and what it is linked to. */
  private around(picture: Picture): PictureBox[] {
    if (this.focused === null) return [];
    const near = new Set([this.focused]);
    for (const { edge } of picture.edges) {
      if (edge.source === this.focused) near.add(edge.target);
      if (edge.target === this.focused) near.add(edge.source);
    }
    return [...picture.boxes.values()].filter((b) => near.has(b.node.id)).slice(0, 60);
  }

  private nameOf(id: string): string {
    const node = this.picture?.boxes.get(id)?.node;
    return node === undefined
      ? ''
      : node.kind === 'frame'
        ? node.frame.name
        : node.kind === 'group'
          ? node.title
          : node.object.title || node.object.typeName;
  }

  private drawFar(): void {
    if (this.farPending) return;
    this.farPending = true;
    requestAnimationFrame(() => {
      this.farPending = false;
      if (this.isFar && this.picture) this.far.draw(this.picture, this.camera.state, this.hovered ?? this.focused);
    });
  }

  private redrawCanvases(): void {
    this.minimap.invalidate();
    if (this.isFar) this.drawFar();
  }

  private cameraChanged(moving: boolean): void {
    const { x, y, k } = this.camera;
    this.world.style.transform = `translate(${x}px,${y}px) scale(${k})`;
    this.element.style.backgroundPosition = `${x}px ${y}px`;
    // A layer of its own while it moves (pan costs nothing), none at rest (text is drawn sharp at the new scale).
    this.element.classList.add('is-moving');
    window.clearTimeout(this.restTimer);
    this.restTimer = window.setTimeout(
      () => {
        this.element.classList.remove('is-moving');
        this.events.cameraMoved(this.camera.state);
      },
      moving ? 160 : 0,
    );
    this.element.classList.toggle('is-small', k < 0.38);
    if (this.picture && k < farScale !== this.isFar && this.picture.boxes.size <= domLimit) this.draw();
    else if (this.isFar) this.drawFar();
    this.minimap.invalidate();
  }

  private highlight(id: string | null): void {
    const ends = this.arrows.highlight(id);
    if (id !== null) ends.add(id);
    this.element.classList.toggle('is-lit', id !== null && !this.isFar);
    for (const element of this.tree.children)
      element.classList.toggle('on', ends.has((element as HTMLElement).dataset['id']!));
    if (this.isFar) this.drawFar();
  }

  private boxAt(e: Event): string | null {
    const hit = (e.target as Element).closest<HTMLElement>('[role=treeitem]')?.dataset['id'];
    if (hit !== undefined || !this.isFar || !(e instanceof MouseEvent) || !this.picture) return hit ?? null;
    const area = this.element.getBoundingClientRect();
    const x = (e.clientX - area.left - this.camera.x) / this.camera.k;
    const y = (e.clientY - area.top - this.camera.y) / this.camera.k;
    for (const [id, { place: p }] of this.picture.boxes)
      if (x >= p.x && x <= p.x + p.w && y >= p.y && y <= p.y + p.h) return id;
    return null;
  }

  private listen(): void {
    const { element } = this;
    element.addEventListener('pointermove', (e) => {
      if (e.pointerType === 'touch' || e.buttons !== 0) return;
      const id = this.boxAt(e);
      if (id === this.hovered) return;
      this.hovered = id;
      this.highlight(id);
    });
    element.addEventListener('pointerleave', () => {
      this.hovered = null;
      this.highlight(null);
    });
    element.addEventListener('click', (e) => {
      if (this.camera.wasDrag) return;
      const id = this.boxAt(e);
      if (id !== null) this.focus(id, { reveal: false });
      this.events.select(id);
    });
    element.addEventListener('dblclick', (e) => {
      const id = this.boxAt(e);
      if (id !== null) this.events.open(id);
      else this.fit();
    });
    this.tree.addEventListener('focusin', (e) => {
      const id = (e.target as HTMLElement).dataset['id'];
      if (id !== undefined && (e.target as HTMLElement).matches(':focus-visible')) this.highlight(id);
    });
    this.tree.addEventListener('focusout', () => this.highlight(this.hovered));
    element.addEventListener('keydown', (e) => this.key(e));
  }

  private key(e: KeyboardEvent): void {
    if (e.ctrlKey || e.metaKey || e.altKey || !this.picture) return;
    const id = this.focused;
    const direction = (
      { ArrowRight: 'right', ArrowLeft: 'left', ArrowUp: 'up', ArrowDown: 'down', Home: 'home', End: 'end' } as const
    )[e.key];
    if (direction && e.shiftKey) {
      this.camera.pan(
        direction === 'left' ? 80 : direction === 'right' ? -80 : 0,
        direction === 'up' ? 80 : direction === 'down' ? -80 : 0,
      );
    } else if (direction) {
      const next = id === null ? undefined : neighbourOf(this.picture, id, direction);
      if (next !== undefined) {
        this.focus(next);
        this.events.select(next);
      }
    } else if (e.key === '=' || e.key === '+') this.camera.zoom(1.2);
    else if (e.key === '-') this.camera.zoom(1 / 1.2);
    else if (e.key === '0') this.fit();
    else if (id !== null && e.key === 'Enter') this.events.open(id);
    else if (id !== null && e.key === ' ') this.events.fold(id, 'toggle');
    else if (e.key === 'Escape') {
      this.events.select(null);
      this.highlight(null);
    } else return;
    e.preventDefault();
  }
}
