/**
 * The arrows as SVG, three paths each (halo, line, head). Touches only what changed. What is new at this step sits in
 * an SVG of its own on top, so that it can fade in on the compositor: animating paths would repaint all arrows on the
 * main thread, frame by frame.
 */
import type { PictureEdge } from '../layout/picture';
import { headOf, pathOf } from '../layout/route';
import { arrival } from './boxLayer';

const svgNamespace = 'http://www.w3.org/2000/svg';

interface Entry {
  readonly group: SVGGElement;
  readonly halo: SVGPathElement;
  readonly line: SVGPathElement;
  readonly head: SVGPathElement;
  path: string;
  className: string;
  source: string;
  target: string;
}

export class ArrowLayer {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly settled: SVGElement,
    private readonly fresh: SVGElement,
  ) {}

  show(edges: readonly PictureEdge[], options: { readonly animate: boolean; readonly lit: ReadonlySet<string> }): void {
    const present = new Set<string>();
    let arrived = false;
    for (const { edge, route } of edges) {
      present.add(edge.key);
      let entry = this.entries.get(edge.key);
      const born = !entry;
      if (!entry) {
        entry = makeEntry();
        this.entries.set(edge.key, entry);
      }
      const path = pathOf(route);
      if (path !== entry.path) {
        entry.path = path;
        entry.line.setAttribute('d', path);
        // Its first pixels lie over its own box; a halo there would cut the cell.
        entry.halo.setAttribute('d', pathOf(route, route.points[0]! + (route.points[2]! > route.points[0]! ? 16 : -3)));
        entry.head.setAttribute('d', headOf(route));
      }
      const className = [
        'arrow',
        edge.weak ? 'weak' : '',
        edge.cycle ? 'cycle' : '',
        edge.fromFrame ? 'from-frame' : '',
        edge.fromActive ? 'from-active' : '',
        edge.garbage ? 'garbage' : '',
        edge.freed ? 'freed' : '',
        edge.isNew ? 'new' : '',
        options.lit.has(edge.key) ? 'lit' : '',
      ]
        .filter(Boolean)
        .join(' ');
      if (className !== entry.className) {
        entry.className = className;
        entry.group.setAttribute('class', className);
        // Cycles over plain ones; what changed or is pointed out over all.
        if (options.lit.has(edge.key)) this.fresh.append(entry.group);
        else if (edge.cycle) this.settled.append(entry.group);
      }
      const changed = options.animate && (born || entry.target !== edge.target);
      const layer = edge.isNew || changed || options.lit.has(edge.key) ? this.fresh : this.settled;
      if (entry.group.parentNode !== layer) layer.append(entry.group);
      arrived ||= changed;
      entry.source = edge.source;
      entry.target = edge.target;
    }
    if (arrived) this.fresh.animate([{ opacity: 0 }, { opacity: 1 }], { duration: arrival, easing: 'ease-out' });
    for (const [key, entry] of this.entries) {
      if (present.has(key)) continue;
      entry.group.remove();
      this.entries.delete(key);
    }
  }

  /** Arrows of one box stand out, the others step back; null ends it. Gives the boxes at their other ends. */
  highlight(id: string | null): Set<string> {
    const ends = new Set<string>();
    for (const { group, source, target } of this.entries.values()) {
      const on = id !== null && (source === id || target === id);
      group.classList.toggle('on', on);
      if (on) ends.add(source).add(target);
    }
    return ends;
  }
}

function makeEntry(): Entry {
  const make = (name: string): SVGPathElement => {
    const path = document.createElementNS(svgNamespace, 'path');
    path.setAttribute('class', name);
    return path;
  };
  const group = document.createElementNS(svgNamespace, 'g');
  const entry = {
    group,
    halo: make('halo'),
    line: make('line'),
    head: make('head'),
    path: '',
    className: '',
    source: '',
    target: '',
  };
  group.append(entry.halo, entry.line, entry.head);
  return entry;
}
