/** Search by name, type, id, address or value: a combobox whose list comes from the session, a page at a time. */
import { html, nothing, type TemplateResult } from 'lit';
import { ref, createRef } from 'lit/directives/ref.js';
import type { ObjectRef, Page } from '../../../server/src/protocol/heapProtocol';
import type { Context } from '../app/context';
import { bytes, count, objectName, refcountText } from '../model/format';
import { icon } from '../ui/icons';

const pageSize = 12;

export class SearchBox {
  private readonly input = createRef<HTMLInputElement>();
  private result: Page<ObjectRef> | null = null;
  private active = 0;
  private timer = 0;
  private asked = 0;

  constructor(
    private readonly context: Context,
    private readonly chosen: (id: string) => void,
  ) {}

  focus(): void {
    this.input.value?.focus();
    this.input.value?.select();
  }

  template(): TemplateResult {
    const open = this.result !== null;
    return html`<div class="search">
      <label class="search-field"
        >${icon('search')}<span class="sr">Search objects</span>
        <input
          ${ref(this.input)}
          type="text"
          placeholder="Search name, type, #id, value"
          role="combobox"
          spellcheck="false"
          autocomplete="off"
          aria-expanded=${open}
          aria-controls="search-results"
          aria-autocomplete="list"
          aria-activedescendant=${open && this.result!.items.length > 0 ? 'hit-' + this.active : nothing}
          @input=${() => this.changed()}
          @keydown=${(e: KeyboardEvent) => this.key(e)}
          @blur=${() => window.setTimeout(() => this.close(), 150)}
      /></label>
      <div class="search-results" id="search-results" role="listbox" aria-label="Search results" ?hidden=${!open}>
        ${this.result?.items.map(
          (item, i) =>
            html`<div
              role="option"
              id=${'hit-' + i}
              class="hit"
              aria-selected=${i === this.active}
              @pointerdown=${() => this.choose(i)}
            >
              <b>${objectName(item)}</b><span>#${item.id}</span><span>${refcountText(item.refcount)} refs</span
              ><span>${bytes(item.size)}</span>
            </div>`,
        )}
        ${this.result && this.result.total === 0 ? html`<div role="option" aria-selected="false" aria-disabled="true" class="hit">Nothing found</div>` : nothing}
        ${this.result && this.result.total > this.result.items.length ? html`<div role="option" aria-selected="false" aria-disabled="true" class="hit quiet">and ${count(this.result.total - this.result.items.length)} more: type more of it</div>` : nothing}
      </div>
    </div>`;
  }

  private changed(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), 90);
  }

  private async ask(): Promise<void> {
    const text = this.input.value?.value.trim() ?? '';
    const turn = ++this.asked;
    if (text === '') return this.close();
    const { session, ui } = this.context;
    try {
      const result = await this.context.messages.call('search', {
        run: session.run,
        step: session.step,
        scope: ui.scope,
        text,
        start: 0,
        count: pageSize,
      });
      if (turn !== this.asked) return;
      this.result = result;
      this.active = 0;
      this.context.say(`${count(result.total)} found.`);
    } catch {
      this.result = null;
    }
    this.context.update();
  }

  private key(e: KeyboardEvent): void {
    const n = this.result?.items.length ?? 0;
    if (e.key === 'Escape') {
      this.close();
      this.input.value?.blur();
    } else if (n === 0) return;
    else if (e.key === 'ArrowDown') this.active = (this.active + 1) % n;
    else if (e.key === 'ArrowUp') this.active = (this.active + n - 1) % n;
    else if (e.key === 'Enter') this.choose(this.active);
    else return;
    e.preventDefault();
    e.stopPropagation();
    this.context.update();
  }

  private choose(i: number): void {
    const item = this.result?.items[i];
    if (!item) return;
    this.close();
    this.chosen(item.id);
  }

  private close(): void {
    if (this.result === null) return;
    this.result = null;
    this.context.update();
  }
}
