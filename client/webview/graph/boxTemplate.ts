/** One box as HTML. Every string of the Python program goes through lit's text bindings, so none is ever markup. */
import { html, nothing, type TemplateResult } from 'lit';
import { caption, stripCell, title, type TextMetrics } from '../layout/measure';
import type { PictureBox } from '../layout/picture';
import { count, refcountText } from '../model/format';
import type { FrameNode, GroupNode, ObjectNode, SceneRow } from '../model/scene';
import { icon } from '../ui/icons';
import { family, glyph } from '../ui/typeLook';

/** Drawn over a box by another view: the collector's numbers. */
export interface Badge {
  readonly text: string;
  readonly label: string;
  readonly tone: 'count' | 'reached' | 'aside' | 'gone' | 'quiet';
}

const generationText = (g: number | null): string => (g === null ? '–' : 'g' + g);
const generationLabel = (g: number | null): string => (g === null ? 'not tracked by the collector' : `generation ${g}`);

export function boxClass({ node }: PictureBox, selected: boolean): string {
  const parts = ['box', node.kind];
  if (selected) parts.push('selected');
  if (node.kind === 'frame') {
    if (node.frame.active) parts.push('active');
    if (node.frame.isNew) parts.push('new');
  } else if (node.kind === 'group') {
    if (node.group.changed) parts.push('touched');
    if (node.group.garbage) parts.push('garbage');
  } else {
    const { flags, generation, cycle } = node.object;
    parts.push(generation === null ? 'g-none' : 'g' + generation);
    if (flags.isNew) parts.push('new');
    if (flags.freed) parts.push('freed');
    if (flags.garbage) parts.push('garbage');
    if (cycle > 0) parts.push('cycle');
    if (flags.changed) parts.push('touched');
    if (flags.library) parts.push('library');
  }
  return parts.join(' ');
}

/** Would both be drawn alike? Objects that did not change are the same ones from step to step, so this is quick. */
export function sameContent(a: PictureBox, b: PictureBox): boolean {
  const x = a.node;
  const y = b.node;
  if (a.rows !== b.rows || a.left !== b.left || !sameRows(x.rows, y.rows)) return false;
  if (x.kind === 'object' && y.kind === 'object')
    return x.object === y.object && x.closed === y.closed && x.pinned === y.pinned && x.canClose === y.canClose;
  if (x.kind === 'frame' && y.kind === 'frame')
    return x.frame.name === y.frame.name && x.frame.line === y.frame.line && x.frame.active === y.frame.active;
  if (x.kind === 'group' && y.kind === 'group')
    return x.title === y.title && x.note === y.note && String(x.group.mix) === String(y.group.mix);
  return false;
}

function sameRows(a: readonly SceneRow[], b: readonly SceneRow[]): boolean {
  return (
    a.length === b.length &&
    a.every((r, i) => {
      const s = b[i]!;
      return (
        r.key === s.key &&
        r.text === s.text &&
        r.target === s.target &&
        r.isNew === s.isNew &&
        r.label === s.label &&
        r.weak === s.weak &&
        r.atom === s.atom
      );
    })
  );
}

export function boxContent(
  box: PictureBox,
  names: (id: string) => string,
  badge: Badge | undefined,
  text: TextMetrics,
): TemplateResult {
  const { node } = box;
  const body = node.kind === 'frame' ? frameHead(node) : node.kind === 'group' ? groupHead(node) : objectHead(node);
  return html`${body}${node.strip ? strip(node.rows, text) : rows(box, names)}${
    badge
      ? html`<span class="gc-badge tone-${badge.tone}"><span class="sr">${badge.label}: </span>${badge.text}</span>`
      : nothing
  }`;
}

function frameHead(node: FrameNode): TemplateResult {
  const { name, line, active } = node.frame;
  return html`<header>
    <span class="glyph" aria-hidden="true">${active ? '▶' : '▷'}</span><b><span class="sr">frame </span>${name}</b>
    <span class="line-no">${line > 0 ? html`<span class="sr">at </span>line ${line}` : 'done'}</span>
  </header>`;
}

function objectHead(node: ObjectNode): TemplateResult {
  const { object } = node;
  const { flags, delta, refcount, generation } = object;
  const under = caption(node);
  return html`<header>
      <span class="glyph" aria-hidden="true">${glyph(object.typeName)}</span><b>${title(node)}</b>${
        node.pinned ? html`<span class="pin"><span class="sr">pinned </span>${icon('pinned')}</span>` : nothing
      }${
        flags.freed
          ? html`<span class="freed-tag">freed</span>`
          : html`<span class="gen"
              ><span class="sr">${generationLabel(generation)}</span
              ><span aria-hidden="true">${generationText(generation)}</span></span
            >`
      }${countBadge(refcount, delta, flags.isNew, flags.freed)}
    </header>
    ${flags.garbage ? html`<span class="sr">garbage: nothing can reach it</span>` : nothing}${
      object.cycle > 0 ? html`<span class="sr">in a reference cycle</span>` : nothing
    }${node.closed ? html`<span class="sr">folded</span>` : nothing}${
      under
        ? html`<div class="row only"><span class="value ${captionKind(object.typeName)}">${under}</span></div>`
        : nothing
    }`;
}

const captionKind = (typeName: string): string =>
  typeName === 'str' || typeName === 'bytes'
    ? 'string'
    : /^(int|float|complex)$/.test(typeName)
      ? 'number'
      : /^(bool|NoneType)$/.test(typeName)
        ? 'keyword'
        : 'other';

function countBadge(refcount: number, delta: number, isNew: boolean, freed: boolean): TemplateResult {
  const moved = delta !== 0 && !isNew && refcount >= 0;
  return html`<span class="refs ${moved ? (delta > 0 ? 'up' : 'down') : ''}"
    ><span class="sr">${freed ? 'references were ' : 'references '}</span>${
      moved
        ? html`<span class="was">${count(refcount - delta)}</span><span class="sr"> now </span
            ><span class="to" aria-hidden="true">→</span>`
        : nothing
    }${refcountText(refcount)}</span
  >`;
}

function groupHead(node: GroupNode): TemplateResult {
  const { mix } = node.group;
  return html`<header>
      <span class="glyph" aria-hidden="true">${glyph(node.group.typeName)}</span><b>${node.title}</b
      ><span class="unfold-hint" aria-hidden="true">${icon('unfold')}</span>
    </header>
    <div class="group-body">
      <div class="note">${node.note}</div>
      <div class="mix" aria-hidden="true">
        ${mix.slice(0, 5).map(([name, n]) => html`<span class="family-${family(name)}" data-share=${n}></span>`)}
      </div>
      <div class="mix-names">
        ${mix.slice(0, 3).map(([name, n]) => html`<span><i class="family-${family(name)}"></i>${name} ${count(n)}</span>`)}
      </div>
    </div>`;
}

function strip(cells: readonly SceneRow[], text: TextMetrics): TemplateResult {
  return html`<div class="strip">
    ${cells.map((c) => html`<div class="cell ${c.isNew ? 'is-new' : ''}" .hsWidth=${stripCell(c.text, text)}><i aria-hidden="true">${c.label}</i><span class="value ${c.atom ?? ''}">${c.text}</span></div>`)}
  </div>`;
}

function rows(box: PictureBox, names: (id: string) => string): TemplateResult | typeof nothing {
  const all = box.node.rows;
  if (all.length === 0) return nothing;
  const cut = box.rows < all.length;
  const shown = cut ? all.slice(0, Math.max(0, box.rows - 1)) : all;
  return html`<div class="rows">
    ${shown.map((r, i) => row(r, names, box.left.includes(` ${i} `)))}${cut && box.rows > 0 ? html`<div class="row"><span class="label more">⋯ ${all.length - shown.length} more</span></div>` : nothing}
  </div>`;
}

function row(r: SceneRow, names: (id: string) => string, leavesLeft: boolean): TemplateResult {
  const value =
    r.target === undefined
      ? html`<span class="value ${r.atom ?? (r.weak ? 'other' : '')}">${r.text}</span>`
      : html`<span class="dot ${r.weak ? 'weak' : ''} ${leavesLeft ? 'leaves-left' : ''}"
          ><span class="sr"> ${r.weak ? 'weakly to' : 'to'} ${names(r.target)}</span></span
        >`;
  return html`<div class="row ${r.isNew ? 'is-new' : ''}">
    <span class="label ${r.more ? 'more' : ''}">${r.label}</span>${value}
  </div>`;
}
