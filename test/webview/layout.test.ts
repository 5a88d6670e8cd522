/** The picture as pure functions: nothing overlaps, nothing that lives moves, the same heap gives the same picture. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Documents, initialState, pack, unpack } from '../../client/webview/app/state';
import { findIslands, islandPad, type Rect } from '../../client/webview/layout/islands';
import { makePicture, type Picture } from '../../client/webview/layout/picture';
import { emptyLayout, pushApart, type LayoutState, type Placed } from '../../client/webview/layout/slots';
import { fold, type FoldOptions } from '../../client/webview/model/fold';
import { buildScene } from '../../client/webview/model/scene';
import type { HeapView } from '../../server/src/protocol/heapProtocol';
import { ops, play } from './support/randomWorld';
import { lru } from './support/scenarios/lru';
import { server } from './support/scenarios/server';
import { graphWithCycle, linkedList, tree } from './support/scenarios/textbook';

const text = { mono: 7.25, sans: 6.9 };
const options = (o: Partial<FoldOptions> = {}): FoldOptions => ({
  budget: 45,
  sticky: new Set(),
  shown: new Set(),
  opened: new Set(),
  closed: new Set(),
  ...o,
});

function draw(view: HeapView, state: LayoutState, o: Partial<FoldOptions> = {}): Picture {
  const scene = buildScene(view, fold(view, options(o)), { closed: o.closed ?? new Set(), pinned: new Set() });
  return makePicture(scene, state, text, view.info.step);
}

/** All steps in order, as the view does it: what was on screen stays on screen. */
function walk(views: readonly HeapView[], budget = 45): Picture[] {
  let state = emptyLayout;
  let sticky: ReadonlySet<string> = new Set();
  return views.map((view) => {
    const folded = fold(view, options({ budget, sticky }));
    sticky = folded.visible;
    const picture = makePicture(
      buildScene(view, folded, { closed: new Set(), pinned: new Set() }),
      state,
      text,
      view.info.step,
    );
    state = picture.state;
    return picture;
  });
}

const overlap = (a: Placed, b: Placed): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

function assertNoOverlap(picture: Picture): void {
  const boxes = [...picture.boxes.values()];
  boxes.forEach((a, i) =>
    boxes.slice(i + 1).forEach((b) => assert.ok(!overlap(a.place, b.place), `${a.node.id} and ${b.node.id} overlap`)),
  );
}

function assertStable(before: Picture, after: Picture): void {
  for (const [id, { place }] of before.boxes) {
    const now = after.boxes.get(id)?.place;
    if (now) assert.deepEqual([now.x, now.y], [place.x, place.y], `${id} moved`);
  }
}

const viewsOf = (w: { snapshots: readonly { view: HeapView }[] }): HeapView[] => w.snapshots.map((s) => s.view);
const scenarios = { lru, linkedList, tree, graphWithCycle };

describe('layout', () => {
  for (const [name, make] of Object.entries(scenarios)) {
    it(`${name}: no overlap, no survivor moves, forwards and back`, () => {
      const views = viewsOf(make());
      const pictures = walk([...views, ...[...views].reverse()]);
      pictures.forEach(assertNoOverlap);
      pictures.forEach((p, i) => i > 0 && assertStable(pictures[i - 1]!, p));
    });
  }

  it('holds for any program', () => {
    fc.assert(
      fc.property(ops, (script) => {
        const pictures = walk(viewsOf(play(script)));
        pictures.forEach(assertNoOverlap);
        pictures.forEach((p, i) => i > 0 && assertStable(pictures[i - 1]!, p));
      }),
      { numRuns: 60 },
    );
  });

  it('puts each object back where it was when time runs back', () => {
    fc.assert(
      fc.property(ops, (script) => {
        const views = viewsOf(play(script));
        const there = walk([...views, ...[...views].reverse()]);
        // Folded away and back may change who has a slot; without folding every place is kept.
        if (views.some((v) => v.objects.length > 45)) return;
        views.forEach((_, i) => {
          const back = there[there.length - 1 - i]!;
          for (const [id, { place }] of there[i]!.boxes)
            assert.deepEqual([back.boxes.get(id)!.place.x, back.boxes.get(id)!.place.y], [place.x, place.y], id);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('is a function of what it is given', () => {
    fc.assert(
      fc.property(ops, (script) => {
        const [a, b] = [walk(viewsOf(play(script))), walk(viewsOf(play(script)))];
        assert.deepEqual(
          a.map((p) => [...p.boxes].map(([id, x]) => [id, x.place])),
          b.map((p) => [...p.boxes].map(([id, x]) => [id, x.place])),
        );
      }),
      { numRuns: 20 },
    );
  });

  it('survives being saved and loaded', () => {
    const views = viewsOf(lru());
    const first = draw(views[3]!, emptyLayout);
    const { layout } = unpack(JSON.parse(JSON.stringify(pack(initialState, first.state, new Documents()))));
    assertStable(first, draw(views[4]!, layout));
    assert.deepEqual(unpack({ version: 0 }).layout, emptyLayout);
  });

  it('reads left to right: forward references never start right of their end', () => {
    const picture = draw(viewsOf(tree())[9]!, emptyLayout);
    for (const { edge } of picture.edges)
      assert.ok(picture.boxes.get(edge.source)!.place.col < picture.boxes.get(edge.target)!.place.col, edge.key);
  });

  it('draws garbage in a shape that holds all of it and nothing else', () => {
    let islands = 0;
    for (const world of [graphWithCycle(), lru(), server()]) {
      for (const picture of walk(viewsOf(world))) {
        const places = [...picture.boxes.values()];
        const touches = (a: Rect, b: Rect): boolean =>
          a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
        const found = findIslands(picture);
        const inside = new Set(found.flatMap((i) => i.boxes.map((b) => b.node.id)));
        for (const island of found) {
          islands++;
          for (const { place: p } of island.boxes)
            assert.ok(
              island.rects.some((r) => r.x <= p.x && r.y <= p.y && r.x + r.w >= p.x + p.w && r.y + r.h >= p.y + p.h),
              'every member lies in a rectangle',
            );
          // The seam around a member may brush a neighbour; the area between members does not.
          for (const r of island.rects) {
            const core = { x: r.x + islandPad, y: r.y + islandPad, w: r.w - 2 * islandPad, h: r.h - 2 * islandPad };
            for (const { node, place } of places)
              if (!inside.has(node.id)) assert.ok(!touches(core, place), `${node.id} lies in an island`);
          }
        }
      }
    }
    assert.ok(islands > 0);
  });

  it('says how many rows found no room', () => {
    const views = viewsOf(
      play([
        ...Array.from({ length: 6 }, (_, i) => ({ op: 'make' as const, type: 2, into: 3 * i })),
        ...Array.from({ length: 12 }, () => ({ op: 'grow' as const, from: 0, by: 3 })),
      ]),
    );
    const last = walk(views).at(-1)!;
    for (const { node, place, rows } of last.boxes.values()) {
      if (node.strip) continue;
      assert.ok(rows >= 1 || node.rows.length === 0, `${node.id} shows nothing`);
      assert.ok(place.h > 0);
    }
  });

  it('pushes apart without changing the order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 10, max: 90 })), {
          minLength: 1,
          maxLength: 30,
        }),
        (items) => {
          const wishes = items.map(([w]) => w).sort((a, b) => a - b);
          const heights = items.map(([, h]) => h);
          const ys = pushApart(wishes, heights);
          for (let i = 1; i < ys.length; i++) assert.ok(ys[i]! - ys[i - 1]! >= heights[i - 1]! - 1e-6);
        },
      ),
    );
  });
});

describe('folding', () => {
  const big = viewsOf(server());

  it('gives every object one box, within the budget', () => {
    for (const budget of [25, 45, 100]) {
      const view = big[0]!;
      const folded = fold(view, options({ budget }));
      assert.equal(folded.box.size, view.objects.length);
      assert.ok(
        folded.visible.size + folded.groups.size <= budget * 1.3 + 8,
        `${folded.visible.size} + ${folded.groups.size} for ${budget}`,
      );
      const grouped = [...folded.groups.values()].reduce((sum, g) => sum + g.count, 0);
      assert.equal(grouped + folded.visible.size, view.objects.length);
      const bytes =
        [...folded.groups.values()].reduce((sum, g) => sum + g.bytes, 0) +
        view.objects.filter((o) => folded.visible.has(o.id)).reduce((sum, o) => sum + o.size, 0);
      assert.equal(
        bytes,
        view.objects.reduce((sum, o) => sum + o.size, 0),
      );
    }
  });

  it('shows what changed and what was asked for', () => {
    const view = big[1]!;
    const wanted = view.objects[3000]!.id;
    const folded = fold(view, options({ shown: new Set([wanted]) }));
    assert.ok(folded.visible.has(wanted));
    for (const o of view.objects) if (o.flags.isNew || o.flags.freed) assert.ok(folded.visible.has(o.id));
  });

  it('keeps what was on screen while stepping', () => {
    const pictures = walk(big);
    for (const id of pictures[0]!.boxes.keys())
      if (big[1]!.objects.some((o) => o.id === id)) assert.ok(pictures[1]!.boxes.has(id), id);
  });

  it('shows the same when it looks again', () => {
    for (const view of big) {
      const once = fold(view, options());
      const again = fold(view, options({ sticky: once.visible, stickyGroups: once.groups.size }));
      assert.deepEqual([...again.visible].sort(), [...once.visible].sort());
    }
  });

  it('opens a group, and folds an object’s own away', () => {
    const view = big[0]!;
    const plain = fold(view, options());
    const group = [...plain.groups.values()].find((g) => g.members.length > 5)!;
    const opened = fold(view, options({ opened: new Set([group.key]) }));
    assert.ok(group.members.filter((m) => opened.visible.has(m)).length >= Math.min(60, group.members.length) - 1);
    const app = view.objects.find((o) => o.typeName === 'App')!;
    const closed = fold(view, options({ closed: new Set([app.id]) }));
    assert.equal(view.objects.filter((o) => o.dominator === app.id && closed.visible.has(o.id)).length, 0);
    assert.equal(closed.box.size, view.objects.length);
  });

  it('loses no object of any program', () => {
    fc.assert(
      fc.property(ops, fc.integer({ min: 3, max: 12 }), (script, budget) => {
        for (const view of viewsOf(play(script))) {
          const folded = fold(view, options({ budget }));
          for (const o of view.objects) assert.ok(folded.box.has(o.id), `${o.id} has no box`);
        }
      }),
      { numRuns: 40 },
    );
  });
});
