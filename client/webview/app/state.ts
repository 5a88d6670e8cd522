/** What the user has chosen. Kept by VS Code over hiding and reloading; nothing of the heap itself is in it. */
import type { CameraState } from '../graph/camera';
import { noFilter, type HeapFilter } from '../model/filter';
import { emptyLayout, type LayoutState, type Slot } from '../layout/slots';
import type { Generation, RunId, ViewName } from '../../../server/src/protocol/heapProtocol';

export interface TableSort {
  readonly column: string;
  readonly down: boolean;
}

export interface UiState {
  view: ViewName;
  scope: 'mine' | 'all';
  atoms: 'inline' | 'objects';
  /** Boxes to aim at when folding; 0: never fold. */
  budget: number;
  filter: HeapFilter;
  selected: string | null;
  /** The object page is open (for the selection). */
  page: boolean;
  timeline: 'small' | 'tall' | 'hidden';
  legend: boolean;
  speed: number;
  collect: { generation: Generation };
  memory: { color: 'type' | 'size' | 'generation' | 'age' };
  tables: {
    tab: 'types' | 'retainers' | 'collections';
    sort: Partial<Record<'types' | 'retainers' | 'collections', TableSort>>;
  };
  /** Folds and pins name objects by number of birth. A new run of the same file (an edit, a restart) makes nearly the
   * same objects in the same order, so they stay, and so do places and camera; another file starts afresh. */
  perRun: { run: RunId; uri: string; opened: string[]; closed: string[]; shown: string[]; pinned: string[] };
  camera: CameraState | null;
  memoryCamera: CameraState | null;
}

/** What belongs to one document's picture: kept while another one is shown. */
export interface DocumentState {
  readonly perRun: UiState['perRun'];
  readonly selected: string | null;
  readonly focus: string | null;
  readonly camera: CameraState | null;
  readonly layout: LayoutState;
}

/** Documents besides the one on screen, the last shown last. */
export class Documents {
  private readonly known = new Map<string, DocumentState>();

  constructor(saved: readonly SavedDocument[] = []) {
    for (const d of saved) this.known.set(d.perRun.uri, { ...d, layout: unpackLayout(d.layout) });
  }

  put(state: DocumentState): void {
    const { uri } = state.perRun;
    this.known.delete(uri);
    this.known.set(uri, state);
    for (const oldest of this.known.keys()) {
      if (this.known.size <= maxDocuments) break;
      this.known.delete(oldest);
    }
  }

  take(uri: string): DocumentState | undefined {
    const found = this.known.get(uri);
    this.known.delete(uri);
    return found;
  }

  pack(): SavedDocument[] {
    return [...this.known.values()].map((d) => ({ ...d, layout: packLayout(d.layout, savedSlotsOfOthers) }));
  }
}

const maxDocuments = 8;
const savedSlotsOfOthers = 200;

export const initialState: UiState = {
  view: 'objects',
  scope: 'mine',
  atoms: 'inline',
  budget: 45,
  filter: noFilter,
  selected: null,
  page: false,
  timeline: 'small',
  legend: true,
  speed: 2,
  collect: { generation: 2 },
  memory: { color: 'type' },
  tables: { tab: 'types', sort: {} },
  perRun: { run: '', uri: '', opened: [], closed: [], shown: [], pinned: [] },
  camera: null,
  memoryCamera: null,
};

interface Saved {
  readonly version: 1;
  readonly ui: UiState;
  readonly layout: SavedLayout;
  readonly documents?: readonly SavedDocument[];
}
type SavedDocument = Omit<DocumentState, 'layout'> & { readonly layout: SavedLayout };
interface SavedLayout {
  readonly columns: readonly number[];
  readonly slots: readonly (readonly [string, number, number, number])[];
  readonly drawn: readonly string[];
}

/** Enough for what a screen shows, some history included; VS Code stores it with the window. */
const savedSlots = 800;

function packLayout(layout: LayoutState, most: number): SavedLayout {
  const slots = [...layout.slots].slice(-most).map(([id, s]) => [id, s.col, s.y, s.h] as const);
  return { columns: layout.columns, slots, drawn: [...layout.drawn].slice(0, most) };
}

function unpackLayout(saved: SavedLayout): LayoutState {
  const slots = new Map<string, Slot>(saved.slots.map(([id, col, y, h]) => [id, { col, y, h }]));
  return { columns: saved.columns, slots, drawn: new Set(saved.drawn) };
}

export function pack(ui: UiState, layout: LayoutState, documents: Documents): Saved {
  return { version: 1, ui, layout: packLayout(layout, savedSlots), documents: documents.pack() };
}

/** Takes what was saved, perhaps by an older version, perhaps nothing. Wrong shapes count as nothing. */
export function unpack(saved: unknown): { ui: UiState; layout: LayoutState; documents: Documents } {
  const s = saved as Partial<Saved> | null | undefined;
  if (s?.version !== 1 || typeof s.ui !== 'object' || !s.layout)
    return { ui: structuredClone(initialState), layout: emptyLayout, documents: new Documents() };
  return {
    ui: { ...structuredClone(initialState), ...s.ui },
    layout: unpackLayout(s.layout),
    documents: new Documents(s.documents),
  };
}
