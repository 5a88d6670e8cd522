/** Where an arrow key leads: right and left along references, up and down within a column. Pure. */
import type { Picture } from '../layout/picture';

export type Direction = 'right' | 'left' | 'up' | 'down' | 'home' | 'end';

export function neighbourOf(picture: Picture, id: string, direction: Direction): string | undefined {
  const here = picture.boxes.get(id);
  if (!here) return undefined;
  if (direction === 'home') return picture.boxes.keys().next().value;
  if (direction === 'end') return [...picture.boxes.keys()].pop();
  if (direction === 'right') {
    const out = picture.edges
      .filter(({ edge }) => edge.source === id && edge.target !== id)
      .sort((a, b) => a.edge.row - b.edge.row);
    return out[0]?.edge.target;
  }
  if (direction === 'left') {
    // To its owner: the referrer furthest to the left.
    const from = picture.edges
      .filter(({ edge }) => edge.target === id && edge.source !== id)
      .map(({ edge }) => picture.boxes.get(edge.source)!);
    return from.sort((a, b) => a.place.col - b.place.col || a.place.y - b.place.y)[0]?.node.id;
  }
  const column = [...picture.boxes.values()]
    .filter((b) => b.place.col === here.place.col)
    .sort((a, b) => a.place.y - b.place.y);
  return column[column.indexOf(here) + (direction === 'down' ? 1 : -1)]?.node.id;
}
