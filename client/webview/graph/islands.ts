/**
 * Garbage islands: a soft hull around what nothing can reach any more. Members keep their places, so the hull follows
 * them: a padded rectangle each, joined by thick strokes along the references between them, all one flat shade.
 */
import { pathOf } from '../layout/route';
import type { Picture, PictureBox } from '../layout/picture';
import { plural } from '../model/format';

const svgNamespace = 'http://www.w3.org/2000/svg';
const pad = 14;

export class IslandLayer {
  private shown = '';

  constructor(private readonly parent: SVGElement) {}

  show(picture: Picture): void {
    const islands = findIslands(picture);
    const signature = JSON.stringify(islands.map((i) => i.boxes.map((b) => [b.node.id, b.place])));
    if (signature === this.shown) return;
    this.shown = signature;
    this.parent.replaceChildren(...islands.map((island) => this.draw(island)));
  }

  private draw({ boxes, paths }: Island): SVGGElement {
    const make = <K extends keyof SVGElementTagNameMap>(
      name: K,
      attributes: Record<string, string | number>,
    ): SVGElementTagNameMap[K] => {
      const element = document.createElementNS(svgNamespace, name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
      return element;
    };
    const group = make('g', { class: 'island' });
    const fill = make('g', { class: 'island-fill' });
    for (const d of paths) fill.append(make('path', { d }));
    for (const { place: p } of boxes)
      fill.append(make('rect', { x: p.x - pad, y: p.y - pad, width: p.w + 2 * pad, height: p.h + 2 * pad, rx: 14 }));
    group.append(fill);
    const top = boxes.reduce((a, b) =>
      b.place.y < a.place.y || (b.place.y === a.place.y && b.place.x < a.place.x) ? b : a,
    ).place;
    const label = make('text', { x: top.x, y: top.y - pad - 6, class: 'island-label' });
    const objects = boxes.reduce((sum, b) => sum + (b.node.kind === 'group' ? b.node.group.count : 1), 0);
    label.textContent = `garbage: ${plural(objects, 'object')} nothing can reach`;
    group.append(label);
    return group;
  }
}

interface Island {
  readonly boxes: readonly PictureBox[];
  readonly paths: readonly string[];
}

/** Garbage boxes connected by arrows, weak ones aside. */
export function findIslands(picture: Picture): Island[] {
  const garbage = new Map<string, string>();
  for (const [id, { node }] of picture.boxes) {
    if (node.kind === 'object' ? node.object.flags.garbage : node.kind === 'group' && node.group.garbage)
      garbage.set(id, id);
  }
  if (garbage.size === 0) return [];
  const find = (id: string): string => {
    let at = id;
    while (garbage.get(at) !== at) at = garbage.get(at)!;
    return at;
  };
  const inside = picture.edges.filter(({ edge }) => !edge.weak && garbage.has(edge.source) && garbage.has(edge.target));
  for (const { edge } of inside) garbage.set(find(edge.source), find(edge.target));
  const islands = new Map<string, { boxes: PictureBox[]; paths: string[] }>();
  for (const id of garbage.keys()) {
    const root = find(id);
    (islands.get(root) ?? islands.set(root, { boxes: [], paths: [] }).get(root)!).boxes.push(picture.boxes.get(id)!);
  }
  for (const { edge, route } of inside) islands.get(find(edge.source))!.paths.push(pathOf(route));
  return [...islands.values()];
}
