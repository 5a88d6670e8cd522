/**
 * The icons in use, one by one: a few hundred bytes each instead of codicons' 80 KB font, and no font-src in the CSP.
 * They are part of the bundle, never of the data, so handing them to `unsafeSVG` is safe.
 */
import { html, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import bracketDot from '@vscode/codicons/src/icons/bracket-dot.svg';
import chevronDown from '@vscode/codicons/src/icons/chevron-down.svg';
import chevronLeft from '@vscode/codicons/src/icons/chevron-left.svg';
import chevronRight from '@vscode/codicons/src/icons/chevron-right.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import copy from '@vscode/codicons/src/icons/copy.svg';
import debugContinue from '@vscode/codicons/src/icons/debug-continue.svg';
import debugPause from '@vscode/codicons/src/icons/debug-pause.svg';
import exportIcon from '@vscode/codicons/src/icons/export.svg';
import filter from '@vscode/codicons/src/icons/filter.svg';
import foldIcon from '@vscode/codicons/src/icons/fold.svg';
import goToFile from '@vscode/codicons/src/icons/go-to-file.svg';
import graph from '@vscode/codicons/src/icons/graph-line.svg';
import layers from '@vscode/codicons/src/icons/layers.svg';
import listTree from '@vscode/codicons/src/icons/list-tree.svg';
import pinned from '@vscode/codicons/src/icons/pinned.svg';
import question from '@vscode/codicons/src/icons/question.svg';
import screenFull from '@vscode/codicons/src/icons/screen-full.svg';
import search from '@vscode/codicons/src/icons/search.svg';
import settings from '@vscode/codicons/src/icons/settings.svg';
import sparkle from '@vscode/codicons/src/icons/wand.svg';
import stepBack from '@vscode/codicons/src/icons/debug-step-back.svg';
import stepOver from '@vscode/codicons/src/icons/debug-step-over.svg';
import table from '@vscode/codicons/src/icons/table.svg';
import target from '@vscode/codicons/src/icons/target.svg';
import trash from '@vscode/codicons/src/icons/trash.svg';
import unfold from '@vscode/codicons/src/icons/unfold.svg';
import zoomIn from '@vscode/codicons/src/icons/zoom-in.svg';
import zoomOut from '@vscode/codicons/src/icons/zoom-out.svg';
import flag from '@vscode/codicons/src/icons/tag.svg';
import typeHierarchy from '@vscode/codicons/src/icons/type-hierarchy-sub.svg';

const icons = {
  bracketDot,
  chevronDown,
  chevronLeft,
  chevronRight,
  close,
  copy,
  debugContinue,
  debugPause,
  export: exportIcon,
  filter,
  fold: foldIcon,
  goToFile,
  graph,
  layers,
  listTree,
  pinned,
  question,
  screenFull,
  search,
  settings,
  sparkle,
  stepBack,
  stepOver,
  table,
  target,
  trash,
  unfold,
  zoomIn,
  zoomOut,
  flag,
  typeHierarchy,
} as const;

export type IconName = keyof typeof icons;

export const icon = (name: IconName): TemplateResult =>
  html`<span class="icon" aria-hidden="true">${unsafeHTML(icons[name])}</span>`;

export interface ButtonOptions {
  readonly label: string;
  readonly icon: IconName;
  readonly run: () => void;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  /** Shown in the tooltip after the label. */
  readonly key?: string;
  readonly text?: string;
}

/** A toolbar button. A plain <button>: keyboard, focus and disabled state come with it. */
export const iconButton = (o: ButtonOptions): TemplateResult =>
  html`<button
    class="tool ${o.text ? 'with-text' : ''}"
    type="button"
    title=${o.key ? `${o.label} (${o.key})` : o.label}
    aria-label=${o.label}
    aria-pressed=${o.pressed === undefined ? (undefined as unknown as string) : String(o.pressed)}
    ?disabled=${o.disabled ?? false}
    @click=${o.run}
  >
    ${icon(o.icon)}${o.text ? html`<span>${o.text}</span>` : ''}
  </button>`;
