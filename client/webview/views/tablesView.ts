/** Tables: objects by type with growth since the marked step, biggest retainers, collections so far. */
import { html, nothing, render, type TemplateResult } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';
import type { CallResult, CollectionRow, TypeRow } from '../../../server/src/protocol/heapProtocol';
import type { Context, View } from '../app/context';
import type { UiState } from '../app/state';
import { bytes, count, objectName, refcountText, signed } from '../model/format';
import { iconButton } from '../ui/icons';
import { family } from '../ui/typeLook';
import { VirtualList } from './virtualList';

type Tab = UiState['tables']['tab'];
type RetainerRow = CallResult<'retainers'>['items'][number];
type Row = TypeRow | RetainerRow | CollectionRow;

interface Column<R> {
  readonly id: string;
  readonly title: string;
  readonly numeric: boolean;
  /** For sorting, and for copying. */
  value(row: R): string | number;
  cell?(row: R): TemplateResult | string;
}

const rowHeight = 24;
/** A table is fetched whole up to this many rows; sorting a page of a longer one would mislead. */
const rowLimit = 100_000;

/** `share`: of the largest. */
type SharedTypeRow = TypeRow & { readonly share?: number };

const typeColumns: readonly Column<SharedTypeRow>[] = [
  {
    id: 'typeName',
    title: 'Type',
    numeric: false,
    value: (r) => r.typeName,
    cell: (r) =>
      html`<i class="swatch family-${family(r.typeName)}"></i
        >${r.typeName}${r.library ? html`<span class="quiet"> library</span>` : nothing}`,
  },
  { id: 'count', title: 'Objects', numeric: true, value: (r) => r.count, cell: (r) => count(r.count) },
  {
    id: 'countGrowth',
    title: 'Growth',
    numeric: true,
    value: (r) => r.countGrowth,
    cell: (r) => growth(r.countGrowth, signed(r.countGrowth)),
  },
  {
    id: 'bytes',
    title: 'Bytes',
    numeric: true,
    value: (r) => r.bytes,
    cell: (r) =>
      html`<span class="bar family-${family(r.typeName)}" aria-hidden="true" .hsShare=${r.share ?? 0}></span
        >${bytes(r.bytes)}`,
  },
  {
    id: 'bytesGrowth',
    title: 'Growth in bytes',
    numeric: true,
    value: (r) => r.bytesGrowth,
    cell: (r) => growth(r.bytesGrowth, signed(r.bytesGrowth, bytes)),
  },
  { id: 'retained', title: 'Keeps alive', numeric: true, value: (r) => r.retained, cell: (r) => bytes(r.retained) },
];
const retainerColumns = (context: Context): readonly Column<RetainerRow>[] => [
  {
    id: 'name',
    title: 'Object',
    numeric: false,
    value: (r) => objectName(r),
    cell: (r) =>
      html`<button class="link" type="button" @click=${() => context.openPage(r.id)}>${objectName(r)}</button>`,
  },
  { id: 'retained', title: 'Keeps alive', numeric: true, value: (r) => r.retained, cell: (r) => bytes(r.retained) },
  { id: 'size', title: 'Own size', numeric: true, value: (r) => r.size, cell: (r) => bytes(r.size) },
  {
    id: 'refcount',
    title: 'References',
    numeric: true,
    value: (r) => r.refcount,
    cell: (r) => refcountText(r.refcount),
  },
  {
    id: 'generation',
    title: 'Generation',
    numeric: true,
    value: (r) => r.generation ?? -1,
    cell: (r) => (r.generation === null ? 'none' : 'g' + r.generation),
  },
];
const collectionColumns = (context: Context): readonly Column<CollectionRow>[] => [
  {
    id: 'step',
    title: 'Step',
    numeric: true,
    value: (r) => r.step,
    cell: (r) =>
      html`<button class="link" type="button" @click=${() => void context.session.goto(r.step)}>
        ${count(r.step)}
      </button>`,
  },
  {
    id: 'line',
    title: 'Line',
    numeric: true,
    value: (r) => r.line,
    cell: (r) => html`<button class="link" type="button" @click=${() => context.revealLine(r.line)}>${r.line}</button>`,
  },
  { id: 'generation', title: 'Generation', numeric: true, value: (r) => r.generation },
  { id: 'reason', title: 'Why', numeric: false, value: (r) => r.reason },
  { id: 'examined', title: 'Examined', numeric: true, value: (r) => r.examined, cell: (r) => count(r.examined) },
  { id: 'freed', title: 'Freed', numeric: true, value: (r) => r.freed, cell: (r) => count(r.freed) },
  {
    id: 'freedBytes',
    title: 'Bytes freed',
    numeric: true,
    value: (r) => r.freedBytes,
    cell: (r) => bytes(r.freedBytes),
  },
  { id: 'finalizers', title: 'Finalizers', numeric: true, value: (r) => r.finalizers },
];

function withShares(rows: readonly TypeRow[]): SharedTypeRow[] {
  const most = Math.max(1, ...rows.map((r) => r.bytes));
  return rows.map((r) => ({ ...r, share: r.bytes / most }));
}

const growth = (n: number, text: string): TemplateResult =>
  html`<span class="delta ${n > 0 ? 'up' : n < 0 ? 'down' : ''}">${text}</span>`;
const titles: Record<Tab, string> = { types: 'By type', retainers: 'Retainers', collections: 'Collections' };

export class TablesView implements View {
  readonly element = document.createElement('section');
  private readonly scroller = createRef<HTMLElement>();
  private readonly list = new VirtualList(rowHeight, () => this.render());
  private rows: readonly Row[] = [];
  private rowsOf = '';
  private problem: string | null = null;
  private rendering = false;

  constructor(private readonly context: Context) {
    this.element.className = 'view tables-view';
  }

  stepped(): void {
    void this.load();
  }
  shown(): void {
    void this.load();
  }

  private async load(): Promise<void> {
    const { session, messages, ui } = this.context;
    if (!session.info) return;
    const { run, step } = session;
    const { tab } = ui.tables;
    const mark = session.info.mark;
    try {
      const page = { run, step, scope: ui.scope, start: 0, count: rowLimit };
      const rows: readonly Row[] =
        tab === 'types'
          ? await messages.call('types', { run, step, scope: ui.scope, ...(mark === undefined ? {} : { since: mark }) })
          : tab === 'retainers'
            ? (await messages.call('retainers', page)).items
            : (await messages.call('collections', page)).items;
      if (tab !== ui.tables.tab || step !== session.step) return;
      this.rows = tab === 'types' ? withShares(rows as readonly TypeRow[]) : rows;
      this.rowsOf = tab;
      this.problem = null;
    } catch (e) {
      this.problem = e instanceof Error ? e.message : String(e);
    }
    this.render();
  }

  private columns(): readonly Column<Row>[] {
    const { tab } = this.context.ui.tables;
    // Without a marked step there is nothing to have grown from.
    const types =
      this.context.session.info?.mark === undefined ? typeColumns.filter((c) => !c.id.endsWith('Growth')) : typeColumns;
    return (
      tab === 'types' ? types : tab === 'retainers' ? retainerColumns(this.context) : collectionColumns(this.context)
    ) as readonly Column<Row>[];
  }

  private sorted(): readonly Row[] {
    const { tab, sort } = this.context.ui.tables;
    const by =
      sort[tab] ??
      {
        types: { column: 'bytes', down: true },
        retainers: { column: 'retained', down: true },
        collections: { column: 'step', down: true },
      }[tab];
    const column = this.columns().find((c) => c.id === by.column);
    if (!column || this.rowsOf !== tab) return [];
    const sign = by.down ? -1 : 1;
    return [...this.rows].sort((a, b) => {
      const x = column.value(a);
      const y = column.value(b);
      return sign * (typeof x === 'string' ? x.localeCompare(String(y)) : x - (y as number));
    });
  }

  render(): void {
    if (this.rendering) return;
    this.rendering = true;
    const { ui, session } = this.context;
    const { tab, sort } = ui.tables;
    const columns = this.columns();
    const rows = this.sorted();
    const by = sort[tab] ?? { column: { types: 'bytes', retainers: 'retained', collections: 'step' }[tab], down: true };
    this.list.setCount(rows.length);
    const mark = session.info?.mark;
    render(
      html` <div class="toolbar" role="toolbar" aria-label="Tables">
          <div class="segmented" role="group" aria-label="Table">
            ${(Object.keys(titles) as Tab[]).map((t) => html`<button type="button" aria-pressed=${t === tab} @click=${() => this.choose(t)}>${titles[t]}</button>`)}
          </div>
          <span class="grow"></span>
          ${
            tab === 'types'
              ? html`<span class="quiet"
                    >${mark === undefined ? 'Mark a step to compare with' : `Growth since step ${count(mark)}`}</span
                  >
                  ${iconButton({ label: mark === session.step ? 'Clear the mark' : 'Mark this step', icon: 'flag', pressed: mark !== undefined, text: mark === session.step ? 'Clear' : 'Mark', run: () => void this.mark() })}`
              : nothing
          }
          ${iconButton({ label: 'Copy the table', icon: 'copy', run: () => this.copy(columns, rows) })}
        </div>
        ${this.problem ? html`<p class="empty">${this.problem}</p>` : nothing}
        <div class="table-frame" role="table" aria-label=${titles[tab]} aria-rowcount=${rows.length + 1}>
          <div class="table-row table-head cols-${columns.length}" role="row" aria-rowindex="1">
            ${columns.map(
              (c) =>
                html`<div
                  role="columnheader"
                  class=${c.numeric ? 'numeric' : ''}
                  aria-sort=${by.column === c.id ? (by.down ? 'descending' : 'ascending') : 'none'}
                >
                  <button type="button" @click=${() => this.sortBy(c)}>
                    ${c.title}<span aria-hidden="true">${by.column === c.id ? (by.down ? ' ▾' : ' ▴') : ''}</span>
                  </button>
                </div>`,
            )}
          </div>
          <div class="table-body" role="rowgroup" tabindex="0" aria-label="${titles[tab]}, rows" ${ref(this.scroller)}>
            <div class="table-space" role="presentation" .hsHeight=${this.list.total}>
              ${this.list.items.map((item) => {
                const row = rows[item.index];
                return row === undefined
                  ? nothing
                  : html`<div
                      class="table-row cols-${columns.length}"
                      role="row"
                      aria-rowindex=${item.index + 2}
                      .hsTop=${item.start}
                    >
                      ${columns.map((c) => html`<div role="cell" class=${c.numeric ? 'numeric' : ''}>${c.cell ? c.cell(row) : c.value(row)}</div>`)}
                    </div>`;
              })}
            </div>
          </div>
        </div>`,
      this.element,
    );
    this.list.attach(this.scroller.value);
    this.list.setCount(rows.length);
    // Geometry by CSSOM: a strict style-src allows no style attributes.
    for (const e of this.element.querySelectorAll<
      HTMLElement & { hsHeight?: number; hsTop?: number; hsShare?: number }
    >('.table-space, .table-space > .table-row, .table-row .bar')) {
      if (e.hsShare !== undefined) e.style.setProperty('--share', String(e.hsShare));
      if (e.hsHeight !== undefined) e.style.height = e.hsHeight + 'px';
      if (e.hsTop !== undefined) e.style.transform = `translateY(${e.hsTop}px)`;
    }
    this.rendering = false;
  }

  private choose(tab: Tab): void {
    this.context.ui.tables.tab = tab;
    this.context.update();
    void this.load();
  }

  private sortBy(c: Column<Row>): void {
    const { tables } = this.context.ui;
    const now = tables.sort[tables.tab];
    tables.sort[tables.tab] = { column: c.id, down: now?.column === c.id ? !now.down : c.numeric };
    this.context.update();
  }

  private async mark(): Promise<void> {
    const { session } = this.context;
    await session.mark(session.info?.mark === session.step ? null : session.step);
    await this.load();
  }

  private copy(columns: readonly Column<Row>[], rows: readonly Row[]): void {
    const text = [columns.map((c) => c.title), ...rows.map((r) => columns.map((c) => c.value(r)))]
      .map((cells) => cells.join('\t'))
      .join('\n');
    void this.context.messages.call('copy', { text });
    this.context.say(`${count(rows.length)} rows copied.`);
  }
}
