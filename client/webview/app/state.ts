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
}
interface SavedLayout {
  readonly columns: readonly number[];
  readonly slots: readonly (readonly [string, number, number, number])[];
  readonly drawn: readonly string[];
}

/** Enough for what a screen shows, some history included; VS Code stores it with the window. */
const savedSlots = 800;

export function pack(ui: UiState, layout: LayoutState): Saved {
  const slots = [...layout.slots].slice(-savedSlots).map(([id, s]) => [id, s.col, s.y, s.h] as const);
  return { version: 1, ui, layout: { columns: layout.columns, slots, drawn: [...layout.drawn].slice(0, savedSlots) } };
}

/** Takes what was saved, perhaps by an older version, perhaps nothing. Wrong shapes count as nothing. */
export function unpack(saved: unknown): { ui: UiState; layout: LayoutState } {
  const s = saved as Partial<Saved> | null | undefined;
  if (s?.version !== 1 || typeof s.ui !== 'object' || !s.layout)
    return { ui: structuredClone(initialState), layout: emptyLayout };
  const slots = new Map<string, Slot>(s.layout.slots.map(([id, col, y, h]) => [id, { col, y, h }]));
  return {
    ui: { ...structuredClone(initialState), ...s.ui },
    layout: { columns: s.layout.columns, slots, drawn: new Set(s.layout.drawn) },
  };
}
