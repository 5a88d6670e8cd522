/** The wire format: any view survives the way there and back; large ones are small; deltas add up. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { framesOf, stateAt } from '../../client/webview/collect/frames';
import { HeapModel } from '../../client/webview/model/heapModel';
import { decodeView, encodeView, pack, unpack, VarintReader, VarintWriter } from '../../server/src/protocol/heapCodec';
import type { HeapView, HeapViewWire } from '../../server/src/protocol/heapProtocol';
import { playCollection } from './support/fakeCollector';
import { FakeProvider } from './support/fakeProvider';
import { Pyramid } from './support/pyramid';
import { ops, play } from './support/randomWorld';
import { lru } from './support/scenarios/lru';
import { server } from './support/scenarios/server';

const size = (wire: HeapViewWire): number => {
  const bulk = (b: HeapViewWire['objects']): number => (ArrayBuffer.isView(b) ? b.byteLength : b.base64.length);
  return bulk(wire.objects) + bulk(wire.cells) + JSON.stringify({ ...wire, objects: 0, cells: 0 }).length;
};

describe('heap protocol', () => {
  it('keeps numbers of any size', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeInteger()), (numbers) => {
        const out = new VarintWriter();
        // Zigzag doubles: signed numbers may use one bit less.
        for (const n of numbers) {
          out.unsigned(Math.abs(n));
          out.signed(Math.trunc(n / 2));
        }
        const from = new VarintReader(out.take());
        for (const n of numbers) {
          assert.equal(from.unsigned(), Math.abs(n));
          assert.equal(from.signed() + 0, Math.trunc(n / 2) + 0);
        }
      }),
    );
    assert.throws(() => new VarintReader(new Uint8Array([200])).unsigned(), RangeError);
  });

  it('gives back any view as it was', () => {
    fc.assert(
      fc.property(ops, fc.constantFrom('typed' as const, 'base64' as const), (script, transport) => {
        for (const { view } of play(script).snapshots)
          assert.deepEqual(decodeView(structuredClone(encodeView(view, transport))), view);
      }),
      { numRuns: 30 },
    );
  });

  it('sends 5,358 objects in less than 200 KB, as JSON too', () => {
    const { view } = server().snapshots[0]!;
    assert.ok(view.objects.length >= 5358);
    for (const transport of ['typed', 'base64'] as const) {
      const bytes = size(encodeView(view, transport));
      assert.ok(bytes < 200_000, `${transport}: ${bytes} bytes`);
    }
  });

  it('bulk columns cross JSON', () => {
    const values = Uint32Array.from({ length: 70_000 }, (_, i) => i * 60_000);
    assert.deepEqual(unpack('u32', JSON.parse(JSON.stringify(pack('u32', values, 'base64')))), values);
    assert.equal(unpack('u32', pack('u32', values, 'typed')), values);
  });

  it('deltas lead to the same state as full views', async () => {
    const world = lru();
    const n = world.snapshots.length;
    const provider = new FakeProvider(world, { blocks: 100, steps: n, startStep: 0 });
    const model = new HeapModel();
    const query = {
      run: world.run,
      scope: 'mine',
      atoms: 'inline',
      maxObjects: 9999,
      maxCells: 999,
      include: [],
    } as const;
    for (const step of [0, 1, 2, 5, 6, 7, 8, 3, 0, n - 1]) {
      const since = model.base(world.run);
      const wire = provider.view({ ...query, step, ...(since === undefined || since === step ? {} : { since }) });
      const view = model.apply(wire);
      const full: HeapView = decodeView(provider.view({ ...query, step }));
      assert.deepEqual(view.objects, full.objects, `step ${step}`);
    }
    assert.throws(() => model.apply({ ...provider.view({ ...query, step: 2, since: 1 }), since: 77 }));
  });
});

describe('the collector’s film', () => {
  it('ends where the collection ended, for any program', () => {
    fc.assert(
      fc.property(ops, fc.constantFrom(0 as const, 1 as const, 2 as const), (script, generation) => {
        const { view } = play(script).snapshots.at(-1)!;
        const film = playCollection(view, { run: '', step: 0, generation, dryRun: true, maxObjects: 500 });
        const frames = framesOf(film);
        assert.equal(frames[0]!.phase, 'start');
        for (const frame of frames) {
          const state = stateAt(film, frame);
          for (const refs of state.gcRefs) assert.ok(refs === null || refs >= 0, 'gc_refs below zero');
          assert.equal(
            new Set([...state.young, ...state.unreachable]).size,
            state.young.length + state.unreachable.length,
            'an object in two lists',
          );
          assert.ok(state.sentence.length > 0);
        }
        const last = stateAt(film, frames.at(-1)!);
        assert.equal(last.states.filter((s) => s === 'gone').length, film.result.freed);
      }),
      { numRuns: 40 },
    );
  });
});

describe('timeline pyramid', () => {
  it('agrees with looking at every value', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -999, max: 999 }), { minLength: 1, maxLength: 300 }),
        fc.nat(300),
        fc.nat(300),
        (values, a, b) => {
          const from = Math.min(a, b) % values.length;
          const to = Math.max(from + 1, Math.min(values.length, Math.max(a, b)));
          const part = values.slice(from, to);
          assert.deepEqual(new Pyramid(Float64Array.from(values)).range(from, to), [
            Math.min(...part),
            Math.max(...part),
          ]);
        },
      ),
    );
  });
});
