/** Draws garbage islands behind the boxes: a flat shade with one outline around all pieces, and a label in a tab. */
import { findIslands, type Island } from '../layout/islands';
import type { Picture } from '../layout/picture';

const svgNamespace = 'http://www.w3.org/2000/svg';

export class IslandLayer {
  private shown = '';

  constructor(private readonly parent: SVGElement) {}

  show(picture: Picture): void {
    const islands = findIslands(picture);
    const signature = JSON.stringify(islands.map((i) => [i.rects, i.bridges, i.ways, i.label, i.tab]));
    if (signature === this.shown) return;
    this.shown = signature;
    this.parent.replaceChildren(...islands.map((island) => islandGroup(island)));
  }
}

/** Outlines first, then the same pieces filled: what is inside covers the outlines between them. */
export function islandGroup(island: Island): SVGGElement {
  const group = make('g', { class: 'island' });
  for (const layer of ['island-line', 'island-fill']) {
    const part = make('g', { class: layer });
    for (const r of island.rects) part.append(make('rect', { x: r.x, y: r.y, width: r.w, height: r.h, rx: 12 }));
    for (const b of island.bridges) part.append(make('polygon', { points: b.join(' ') }));
    for (const d of island.ways) part.append(make('path', { d }));
    const { tab } = island;
    part.append(make('rect', { x: tab.x, y: tab.y, width: tab.w, height: tab.h, rx: 8 }));
    group.append(part);
  }
  const label = make('text', { x: island.tab.x + 9, y: island.tab.y + 14.5, class: 'island-label' });
  label.textContent = island.label;
  group.append(label);
  return group;
}

function make<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Record<string, string | number>,
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
