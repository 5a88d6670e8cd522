/** What each view gets to work with. */
import type { Messages } from '../host/messages';
import type { TextMetrics } from '../layout/measure';
import type { Session } from './session';
import type { UiState } from './state';
import type { Generation, ViewName } from '../../../server/src/protocol/heapProtocol';

export interface Context {
  readonly messages: Messages;
  readonly session: Session;
  readonly ui: UiState;
  /** State changed: draw what depends on it (coalesced to one drawing a frame) and remember it. */
  update(): void;
  say(sentence: string): void;
  text(): TextMetrics;
  showObject(id: string): void;
  showView(view: ViewName, generation?: Generation): void;
  openPage(id: string): void;
  revealLine(line: number): void;
  showInMemory(id: string): void;
}

/** One of the main views. Made when first shown, kept after; `active` views get `render` calls. */
export interface View {
  readonly element: HTMLElement;
  render(): void;
  /** The step, run or theme changed while active. */
  stepped(animate: boolean): void;
  shown?(): void;
  hidden?(): void;
  key?(e: KeyboardEvent): boolean;
}
