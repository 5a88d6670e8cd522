/** Scene plus geometry: what a renderer draws. Joins measuring, slots and routes. Pure. */
import type { Scene, SceneEdge, SceneNode } from '../model/scene';
import {
  headHeight,
  measure,
  reserve,
  rowHeight,
  rowsThatFit,
  rowsTop,
  stripHeight,
  type TextMetrics,
} from './measure';
import { leavesLeft, route, type Route } from './route';
import { layout, type LayoutHolder, type LayoutNode, type LayoutState, type Placed } from './slots';

export interface PictureBox {
  readonly node: SceneNode;
  readonly place: Placed;
  /** Rows drawn; the last says "more" if fewer than all. */
  readonly rows: number;
  /** Rows whose arrow leaves on the left: " 2 3 ". */
  readonly left: string;
}
export interface PictureEdge {
  readonly edge: SceneEdge;
  readonly route: Route;
}
export interface Picture {
  readonly boxes: ReadonlyMap<string, PictureBox>;
  readonly edges: readonly PictureEdge[];
  readonly bounds: Bounds;
  readonly state: LayoutState;
}
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export function makePicture(scene: Scene, state: LayoutState, text: TextMetrics, step = 0): Picture {
  const holders = new Map<string, LayoutHolder[]>();
  const outermost = scene.nodes.find((n) => n.kind === 'frame')?.id;
  for (const e of scene.edges) {
    if (e.weak || e.source === e.target) continue;
    const source = scene.byId.get(e.source)!;
    const list = holders.get(e.target) ?? holders.set(e.target, []).get(e.target)!;
    list.push({
      id: e.source,
      dy: rowOffset(source, e.row),
      passing: source.kind === 'frame' && source.id !== outermost,
      chain: isChain(source, scene.byId.get(e.target)!, e, scene),
      sibling: sameTypeNode(scene, e.source, e.target),
    });
  }
  for (const [id, list] of holders) {
    // Also held from elsewhere (a dict of all nodes): then it belongs beside that one, not below its neighbour.
    const elsewhere = list.some(
      (h) => !h.chain && !h.passing && scene.byId.get(h.id)!.kind !== 'frame' && !sameTypeNode(scene, h.id, id),
    );
    if (elsewhere)
      holders.set(
        id,
        list.map((h) => ({ ...h, chain: false })),
      );
  }
  const nodes: LayoutNode[] = scene.nodes.map((node) => {
    const size = measure(node, text);
    return {
      id: node.id,
      w: size.w,
      h: size.h,
      reserve: reserve(node, size, step),
      kind: node.kind,
      holders: holders.get(node.id) ?? [],
      dominator: node.kind === 'object' ? node.object.dominator : node.kind === 'group' ? node.group.parent : '',
      ghost: node.kind === 'object' && node.object.flags.freed,
      island: node.kind === 'object' ? node.object.flags.garbage : node.kind === 'group' ? node.group.garbage : false,
    };
  });
  const result = layout(state, nodes);
  const boxes = new Map<string, PictureBox>();
  for (const node of scene.nodes) {
    const place = result.placed.get(node.id)!;
    boxes.set(node.id, { node, place, rows: rowsThatFit(node, place.h), left: '' });
  }
  const edges = scene.edges.map((edge) => {
    const box = boxes.get(edge.source)!;
    const row = Math.min(edge.row, box.rows - 1);
    return { edge, dy: rowOffset(box.node, row) };
  });
  const routes = route(
    edges.map(({ edge, dy }) => ({ key: edge.key, source: edge.source, target: edge.target, dy })),
    result.placed,
    result.columnX,
  );
  const byKey = new Map(scene.edges.map((e) => [e.key, e]));
  const left = new Map<string, string>();
  for (const r of routes) {
    const { source, row } = byKey.get(r.key)!;
    if (leavesLeft(r)) left.set(source, `${left.get(source) ?? ' '}${row} `);
  }
  for (const [id, rows] of left) boxes.set(id, { ...boxes.get(id)!, left: rows });
  return {
    boxes,
    edges: routes.map((r) => ({ route: r, edge: byKey.get(r.key)! })),
    bounds: boundsOf(result.placed.values()),
    state: result.state,
  };
}

/** Where a row's dot is, from the box's top. */
function rowOffset(node: SceneNode, row: number): number {
  if (node.strip) return headHeight + stripHeight / 2;
  if (row < 0) return 13;
  return rowsTop(node) + row * rowHeight + rowHeight / 2;
}

function sameTypeNode(scene: Scene, a: string, b: string): boolean {
  const [x, y] = [scene.byId.get(a)!, scene.byId.get(b)!];
  return x.kind === 'object' && y.kind === 'object' && x.object.typeName === y.object.typeName;
}

const onwardNames = /^_*(next|nxt|link|rest|tail|after|following)/i;
const otherNames = /^_*(prev|before|back|left|right|parent|child|up|down|root)/i;

/**
 * A link of a linked list rather than a branch of a tree: then the target sits below its owner, in the same column.
 * Known names decide; otherwise a type whose only reference to its own type this is.
 */
function isChain(source: SceneNode, target: SceneNode, edge: SceneEdge, scene: Scene): boolean {
  if (source.kind !== 'object' || target.kind !== 'object') return false;
  const { typeName, shape } = source.object;
  if (typeName !== target.object.typeName || shape !== 'rows' || typeName === 'dict') return false;
  const label = source.rows[edge.row]?.label ?? '';
  if (onwardNames.test(label)) return true;
  if (otherNames.test(label)) return false;
  const alike = source.rows.filter((r) => {
    const node = r.target === undefined ? undefined : scene.byId.get(r.target);
    return node?.kind === 'object' && node.object.typeName === typeName && node !== source;
  });
  return alike.length === 1 && !source.object.cells.some((c) => c.text === 'None');
}

export function boundsOf(placed: Iterable<Placed>): Bounds {
  let x0 = Infinity;
  let y0 = Infinity;
  let x1 = -Infinity;
  let y1 = -Infinity;
  for (const p of placed) {
    x0 = Math.min(x0, p.x);
    y0 = Math.min(y0, p.y);
    x1 = Math.max(x1, p.x + p.w);
    y1 = Math.max(y1, p.y + p.h);
  }
  return x0 === Infinity ? { x: 0, y: 0, w: 1, h: 1 } : { x: x0, y: y0, w: x1 - x0, h: y1 - y0 };
}
