// The head of every simulated object, as the heap sees it: a reference count, a type's slots and a block of simulated
// memory. The heap knows no Python type; what it needs of a type it calls through TypeSlots, which objects/ fills in.
// Follows Include/object.h and Include/internal/pycore_gc.h, CPython 3.13.

/** Visits one owned reference; what `tp_traverse` calls for each. */
export type visitproc = (op: HeapObject) => void;

/** What the heap calls of a type: a part of CPython's PyTypeObject. */
export interface TypeSlots {
  tp_name: string;
  tp_flags: number;
  tp_dealloc: ((op: never) => void) | null;
  tp_traverse: ((op: never, visit: visitproc) => void) | null;
  tp_clear: ((op: never) => void) | null;
  tp_finalize: ((op: never) => void) | null;
  tp_del: ((op: never) => void) | null;
  tp_is_gc: ((op: never) => boolean) | null;
  /** Bytes in front of the object that are part of its block: 16 for the gc head, 16 more for dict and weakref pointers. */
  presize: number;
  /** A heap type of C code: each exact instance owns a reference to it from the moment it is allocated. */
  readonly heapSpec: boolean;
  /** Such a type or a subclass of one: what deallocates the instance gives up its reference to the type. */
  delDecrefsType: boolean;
}

/**
 * The common head of all objects. Subclasses (one per C struct) add the struct's own fields in their constructor, so
 * that each Python type has one JavaScript shape. The gc fields exist only on objects of collectable types.
 */
export class HeapObject {
  declare ob_type: TypeSlots;
  /** The reference count; at or above IMMORTAL_LIMIT the object is immortal and the number drifts without meaning. */
  declare ob_refcnt: number;
  /** Start of the object's block (its pre-header, if it has one) in granules of 16 bytes; see obmalloc.ts. */
  declare ob_addr: number;
  /** Neighbours in a gc list; null when untracked. Present only where the type is collectable. */
  declare gc_next: HeapObject | null;
  declare gc_prev: HeapObject | null;
  /** Scratch count during a collection. */
  declare gc_refs: number;
  /** GC_* bits. */
  declare gc_flags: number;
  /** For who watches a run: the object's number in order of birth, 0 where nobody counts. Means nothing to the heap. */
  declare ob_serial: number;

  constructor(type: TypeSlots) {
    this.ob_type = type;
    this.ob_refcnt = 1;
    this.ob_addr = 0;
    this.ob_serial = 0;
  }
}

/** Immortal objects start here; any count at or above IMMORTAL_LIMIT counts as immortal, so drift is harmless. */
export const IMMORTAL_REFCNT = 0x30000000;
export const IMMORTAL_LIMIT = 0x20000000;

/** `tp_finalize` (`__del__`) has run: it never runs twice (PEP 442). */
export const GC_FINALIZED = 1;
/** In the generation being collected right now; `gc_refs` is meaningful. */
export const GC_COLLECTING = 2;
/** Tentatively unreachable in the collection under way. */
export const GC_UNREACHABLE = 4;

/** Py_TPFLAGS_HAVE_GC. */
export const TPFLAGS_HAVE_GC = 1 << 14;
