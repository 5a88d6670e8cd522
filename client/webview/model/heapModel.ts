/**
 * The state at the step on screen, and how to get to the next one cheaply: full views replace it, deltas change it.
 */
import { decodeView } from '../../../server/src/protocol/heapCodec';
import type { HeapObject, HeapView, HeapViewWire } from '../../../server/src/protocol/heapProtocol';

export class HeapModel {
  private current: HeapView | undefined;
  private byId = new Map<string, HeapObject>();

  get view(): HeapView | undefined {
    return this.current;
  }

  object(id: string): HeapObject | undefined {
    return this.byId.get(id);
  }

  /** The step a delta may start from; undefined asks for a full view. */
  base(run: string): number | undefined {
    // Inside a line the step alone does not say what the state was.
    return this.current?.run === run && !this.current.info.instruction ? this.current.info.step : undefined;
  }

  apply(wire: HeapViewWire): HeapView {
    const view = decodeView(wire);
    if (view.since === undefined) {
      this.byId = new Map(view.objects.map((o) => [o.id, o]));
      return (this.current = view);
    }
    if (this.current?.run !== view.run || this.current.info.step !== view.since) {
      throw new Error('a delta arrived for a view this is not');
    }
    for (const id of view.removed) this.byId.delete(id);
    // The flags of a step are over with the next one: what the delta does not mention is unchanged, hence settled.
    for (const o of view.objects) this.byId.set(o.id, o);
    const objects = [...this.byId.values()].sort((a, b) => Number(a.id) - Number(b.id));
    const { since: _, ...rest } = view;
    return (this.current = { ...rest, objects, removed: [] });
  }

  clear(): void {
    this.current = undefined;
    this.byId.clear();
  }
}
