// What keeps dead objects' blocks for the next of their kind: the free lists of CPython 3.13 (pycore_freelist.h). The
// types own their lists; here a viewer can ask for them.

export interface FreeList {
  /** "tuple of 3", as a person would call it. */
  readonly name: string;
  /** Blocks it holds at most. */
  readonly limit: number;
  /** Start of each block held, in granules. */
  blocks(): number[];
  /** Takes `content` (what a call gave before, or an empty array) for its own and gives what it held. */
  exchange?(content: unknown[]): unknown[];
  /** Gives all blocks back to the allocator. */
  clear?(): void;
}

const registered: FreeList[] = [];

/** Says that there is such a list. Once for each, when the type's file is loaded. */
export function registerFreeList(list: FreeList): void {
  registered.push(list);
}

export function freeLists(): readonly FreeList[] {
  return registered;
}

/** Runs `work` with empty free lists; afterwards what they hold is given back and the lists are as they were. */
export function withEmptyFreeLists<T>(work: () => T): T {
  const held = registered.map((list) => list.exchange?.([]));
  const result = work();
  for (const [i, list] of registered.entries()) {
    list.clear?.();
    if (held[i] !== undefined) list.exchange?.(held[i]);
  }
  return result;
}
