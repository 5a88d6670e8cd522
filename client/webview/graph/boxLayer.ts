/**
 * The boxes in the DOM, by id: made when they come, drawn again only when their signature changes, removed when gone.
 * Geometry goes in through CSSOM, which a strict style-src allows, unlike style attributes.
 */
import { render } from 'lit';
import type { TextMetrics } from '../layout/measure';
import type { PictureBox } from '../layout/picture';
import { boxClass, boxContent, sameContent, type Badge } from './boxTemplate';

interface Entry {
  readonly element: HTMLElement;
  drawn: PictureBox | undefined;
  badge: string;
  focusable: boolean | undefined;
  className: string;
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface BoxLayerOptions {
  readonly badges: ReadonlyMap<string, Badge>;
  readonly selected: string | null;
  readonly focused: string | null;
  readonly names: (id: string) => string;
  readonly text: TextMetrics;
  readonly animate: boolean;
}

export class BoxLayer {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly parent: HTMLElement) {}

  /** The one box that Tab leads to. */
  focusable(id: string): void {
    for (const [key, entry] of this.entries) {
      const on = key === id;
      if (entry.focusable !== on) entry.element.tabIndex = on ? 0 : -1;
      entry.focusable = on;
    }
  }

  element(id: string): HTMLElement | undefined {
    return this.entries.get(id)?.element;
  }

  show(boxes: Iterable<PictureBox>, options: BoxLayerOptions): void {
    const present = new Set<string>();
    let previous: HTMLElement | null = null;
    for (const box of boxes) {
      const { id } = box.node;
      present.add(id);
      let entry = this.entries.get(id);
      if (!entry) {
        const element = document.createElement('div');
        element.setAttribute('role', 'treeitem');
        element.dataset['id'] = id;
        entry = {
          element,
          drawn: undefined,
          badge: '',
          focusable: undefined,
          className: '',
          x: NaN,
          y: NaN,
          w: NaN,
          h: NaN,
        };
        this.entries.set(id, entry);
        if (previous) previous.after(element);
        else this.parent.prepend(element);
      }
      previous = entry.element;
      this.draw(entry, box, options);
    }
    for (const [id, entry] of this.entries) {
      if (present.has(id)) continue;
      entry.element.remove();
      this.entries.delete(id);
    }
  }

  private draw(entry: Entry, box: PictureBox, o: BoxLayerOptions): void {
    const { element } = entry;
    const { id } = box.node;
    const badge = o.badges.get(id);
    const badgeKey = badge ? `${badge.tone} ${badge.text}` : '';
    if (!entry.drawn || badgeKey !== entry.badge || !sameContent(entry.drawn, box)) {
      render(boxContent(box, o.names, badge, o.text), element);
      entry.badge = badgeKey;
      for (const part of element.querySelectorAll<HTMLElement>('[data-share]'))
        part.style.flexGrow = part.dataset['share']!;
      for (const cell of element.querySelectorAll<HTMLElement & { hsWidth?: number }>('.cell'))
        if (cell.hsWidth) cell.style.minWidth = cell.hsWidth + 'px';
      if (box.node.kind === 'group') element.setAttribute('aria-expanded', 'false');
      else if (box.node.kind === 'object' && box.node.canClose)
        element.setAttribute('aria-expanded', String(!box.node.closed));
      else element.removeAttribute('aria-expanded');
      element.setAttribute('aria-level', String(box.place.col + 1));
    }
    entry.drawn = box;
    const className = boxClass(box, o.selected === id) + (badge ? ' has-badge' : '');
    if (className !== entry.className) {
      element.className = className;
      entry.className = className;
      element.setAttribute('aria-selected', String(o.selected === id));
    }
    // Even setting an attribute to what it was makes the browser look at its style again.
    const focusable = o.focused === id;
    if (focusable !== entry.focusable) element.tabIndex = focusable ? 0 : -1;
    entry.focusable = focusable;
    const { x, y, w, h } = box.place;
    if (x !== entry.x || y !== entry.y) {
      const moved = o.animate && !Number.isNaN(entry.x);
      element.style.transform = `translate(${x}px,${y}px)`;
      if (moved) glide(element, entry.x - x, entry.y - y);
    }
    if (w !== entry.w) element.style.width = w + 'px';
    if (h !== entry.h) element.style.height = h + 'px';
    if (o.animate && Number.isNaN(entry.x)) arrive(element);
    Object.assign(entry, { x, y, w, h });
  }
}

/** Only when the user tidies or unfolds; composited by the browser, so it costs the main thread nothing. */
function glide(element: HTMLElement, dx: number, dy: number): void {
  element.animate([{ translate: `${dx}px ${dy}px` }, { translate: '0 0' }], {
    duration: 380,
    easing: 'cubic-bezier(.3,.8,.3,1)',
  });
}

/** Boxes and arrows of a step appear together and end in the same frame. */
export const arrival = 240;

function arrive(element: HTMLElement): void {
  element.animate(
    [
      { opacity: 0, translate: '0 8px' },
      { opacity: 1, translate: '0 0' },
    ],
    { duration: arrival, easing: 'ease-out' },
  );
}
