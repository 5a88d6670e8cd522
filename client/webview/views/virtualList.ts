/** Long tables: only the rows in sight exist. Thin wrapper around @tanstack/virtual-core, which needs no framework. */
import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualItem,
} from '@tanstack/virtual-core';

export class VirtualList {
  private virtualizer: Virtualizer<HTMLElement, HTMLElement> | undefined;
  private cleanup: (() => void) | undefined;
  private count = 0;

  constructor(
    private readonly rowHeight: number,
    private readonly changed: () => void,
  ) {}

  attach(scroller: HTMLElement | undefined): void {
    if (!scroller || this.virtualizer?.options.getScrollElement() === scroller) return;
    this.cleanup?.();
    this.virtualizer = new Virtualizer<HTMLElement, HTMLElement>(this.options(scroller));
    this.cleanup = this.virtualizer._didMount();
    this.virtualizer._willUpdate();
  }

  setCount(count: number): void {
    this.count = count;
    const scroller = this.virtualizer?.options.getScrollElement();
    if (!this.virtualizer || !scroller) return;
    this.virtualizer.setOptions(this.options(scroller));
    this.virtualizer._willUpdate();
  }

  private options(scroller: HTMLElement): ConstructorParameters<typeof Virtualizer<HTMLElement, HTMLElement>>[0] {
    return {
      count: this.count,
      getScrollElement: () => scroller,
      estimateSize: () => this.rowHeight,
      overscan: 8,
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      onChange: () => this.changed(),
    };
  }

  get items(): VirtualItem[] {
    return this.virtualizer?.getVirtualItems() ?? [];
  }
  get total(): number {
    return this.virtualizer?.getTotalSize() ?? this.count * this.rowHeight;
  }
  reveal(index: number): void {
    this.virtualizer?.scrollToIndex(index);
  }
  dispose(): void {
    this.cleanup?.();
  }
}
