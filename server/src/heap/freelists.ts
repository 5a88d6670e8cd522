// What keeps dead objects' blocks for the next of their kind: the free lists of CPython 3.13 (pycore_freelist.h). The
// types own their lists; here a viewer can ask for them.

export interface FreeList {
  /** "tuple of 3", as a person would call it. */
  readonly name: string;
  /** Blocks it holds at most. */
  readonly limit: number;
  /** Start of each block held, in granules. */
  blocks(): number[];
}

const registered: FreeList[] = [];

/** Says that there is such a list. Once for each, when the type's file is loaded. */
export function registerFreeList(list: FreeList): void {
  registered.push(list);
}

export function freeLists(): readonly FreeList[] {
  return registered;
}
