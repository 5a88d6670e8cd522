/**
 * Everything about one object: counts and who holds them, what keeps it alive, its bytes, its count over time, and its
 * referrers and referents as trees that load as they are opened.
 */
import { html, nothing, render, type TemplateResult } from 'lit';
import type { CountHistory, Holder, ObjectPage, RootPath } from '../../../server/src/protocol/heapProtocol';
import type { Context } from '../app/context';
import { bytes, count, objectName, plural, refcountText, signed } from '../model/format';
import { iconButton } from '../ui/icons';
import { glyph } from '../ui/typeLook';
import { byteMap } from './byteMap';
import { RefTree } from './refTree';
import { sparkline } from './sparkline';

const holdersAtOnce = 20;

export class ObjectPagePanel {
  readonly element = document.createElement('aside');
  private id: string | null = null;
  private page: ObjectPage | null = null;
  private holders: Holder[] = [];
  private path: RootPath | null = null;
  private history: CountHistory | null = null;
  private problem: string | null = null;
  private turn = 0;
  private readonly referrers: RefTree;
  private readonly referents: RefTree;

  constructor(
    private readonly context: Context,
    private readonly close: () => void,
  ) {
    this.element.className = 'object-page';
    this.element.setAttribute('aria-label', 'Object');
    this.referrers = new RefTree(context, 'referrers', () => this.render());
    this.referents = new RefTree(context, 'referents', () => this.render());
  }

  /** Shows `id` at the session's step; asks again only when one of them changed. */
  async load(id: string | null): Promise<void> {
    const { session, messages } = this.context;
    const turn = ++this.turn;
    if (id !== this.id) {
      this.page = null;
      this.path = this.history = null;
    }
    this.id = id;
    if (id === null) return this.render();
    const query = { run: session.run, step: session.step, id };
    try {
      const page = await messages.call('object', query);
      if (turn !== this.turn) return;
      this.page = page;
      this.holders = [...page.holders.items];
      this.problem = null;
      this.referrers.reset(id, page.referrerCount);
      this.referents.reset(id, page.referentCount);
      this.render();
      const [path, history] = await Promise.all([messages.call('path', query), messages.call('history', query)]);
      if (turn !== this.turn) return;
      this.path = path;
      this.history = history;
    } catch (e) {
      if (turn !== this.turn) return;
      this.page = null;
      this.problem = e instanceof Error ? e.message : String(e);
    }
    this.render();
  }

  render(): void {
    const { page } = this;
    render(
      html` <header class="page-head">
          <h2>
            ${page ? html`<span class="glyph ${generationClass(page)}" aria-hidden="true">${glyph(page.object.typeName)}</span>${objectName(page.object)}` : 'Object'}
          </h2>
          ${iconButton({ label: 'Close the object page', icon: 'close', run: this.close })}
        </header>
        ${page ? this.content(page) : html`<p class="empty">${this.problem ?? (this.id === null ? 'Select an object to see who holds it, what keeps it alive and where its bytes are.' : 'Loading…')}</p>`}`,
      this.element,
    );
  }

  private content(page: ObjectPage): TemplateResult {
    const o = page.object;
    const { context } = this;
    return html`<div class="page-body" tabindex="0" role="region" aria-label="About this object">
      <p class="repr">${page.repr}</p>
      ${o.flags.freed ? html`<p class="banner freed">Freed at this step${page.death ? `: ${page.death.cause}` : ''}.</p>` : nothing}
      ${o.flags.garbage ? html`<p class="banner garbage">Garbage: nothing can reach it, it waits for the collector.</p>` : nothing}
      <div class="page-actions">
        <button class="link" type="button" @click=${() => context.showObject(o.id)}>Show in the picture</button>
        ${page.blocks.some((b) => b.place) ? html`<button class="link" type="button" @click=${() => context.showInMemory(o.id)}>Show in memory</button>` : nothing}
      </div>
      <dl class="facts">
        <dt>References</dt>
        <dd>
          ${page.immortal ? 'immortal' : refcountText(o.refcount)}${o.delta !== 0 && !page.immortal ? html` <span class="delta ${o.delta > 0 ? 'up' : 'down'}">${signed(o.delta)} at this step</span>` : nothing}
        </dd>
        <dt>Size</dt>
        <dd>
          ${bytes(o.size)}<span class="quiet">
            as sys.getsizeof says; its blocks take ${bytes(page.deepSize)}, and it keeps ${bytes(o.retained)}
            alive</span
          >
        </dd>
        <dt>Collector</dt>
        <dd>${page.tracked ? `generation ${o.generation ?? 0}` : 'not tracked'}${o.cycle > 0 ? ', in a cycle' : ''}</dd>
        <dt>Address</dt>
        <dd class="mono">${o.address}</dd>
        <dt>Born</dt>
        <dd>
          <button class="link" type="button" @click=${() => context.revealLine(page.birth.line)}>
            line ${page.birth.line}</button
          >,
          <button class="link" type="button" @click=${() => void context.session.goto(page.birth.step)}>
            step ${count(page.birth.step)}
          </button>
          ${page.birth.source ? html`<code>${page.birth.source}</code>` : nothing}
        </dd>
      </dl>
      ${page.notes.map((n) => html`<p class="note">${n}</p>`)}
      <h3>Held by <span class="tally">${count(page.holders.total)}</span></h3>
      ${this.holderList(page)}
      <h3>Kept alive by</h3>
      ${this.pathList()}
      <h3>References over time</h3>
      ${this.history ? sparkline(this.history, context.session.step, context.session.steps, (step) => void context.session.goto(step)) : html`<p class="quiet">Loading…</p>`}
      <h3>Bytes</h3>
      ${page.blocks.map((b) => byteMap(b, (id) => context.openPage(id)))}
      <h3 id="referents-title">Refers to <span class="tally">${count(page.referentCount)}</span></h3>
      ${this.referents.template('referents-title')}
      <h3 id="referrers-title">Referred to by <span class="tally">${count(page.referrerCount)}</span></h3>
      ${this.referrers.template('referrers-title')}
    </div>`;
  }

  private holderList(page: ObjectPage): TemplateResult {
    if (page.holders.total === 0)
      return html`<p class="quiet">${page.object.flags.freed ? 'Nothing any more.' : 'Nothing that counts.'}</p>`;
    const { context } = this;
    return html`<ul class="holders">
        ${this.holders.map(
          (h) =>
            html`<li>
              <span class="kind">${h.kind}</span>
              ${h.owner && !h.owner.startsWith('f') ? html`<button class="link mono" type="button" @click=${() => context.openPage(h.owner!)}>${h.place}</button>` : html`<span class="mono">${h.place}</span>`}
              ${h.line ? html`<button class="link quiet" type="button" @click=${() => context.revealLine(h.line!)}>line ${h.line}</button>` : nothing}
            </li>`,
        )}
      </ul>
      ${this.holders.length < page.holders.total ? html`<button class="link" type="button" @click=${() => void this.moreHolders(page)}>${plural(page.holders.total - this.holders.length, 'more holder')}</button>` : nothing}`;
  }

  private async moreHolders(page: ObjectPage): Promise<void> {
    const { session, messages } = this.context;
    const more = await messages.call('holders', {
      run: session.run,
      step: session.step,
      id: page.object.id,
      start: this.holders.length,
      count: holdersAtOnce,
    });
    this.holders.push(...more.items);
    this.render();
  }

  private pathList(): TemplateResult {
    if (!this.path) return html`<p class="quiet">Loading…</p>`;
    if (this.path.links.length === 0) return html`<p class="quiet">Nothing: no name leads here.</p>`;
    return html`<ol class="root-path">
      ${this.path.links.map(
        (link) =>
          html`<li>
            <code>${link.label}</code>
            <button class="link" type="button" @click=${() => this.context.openPage(link.id)}>
              ${objectName(link)}
            </button>
          </li>`,
      )}
    </ol>`;
  }
}

const generationClass = (page: ObjectPage): string =>
  page.object.generation === null ? 'g-none' : 'g' + page.object.generation;
