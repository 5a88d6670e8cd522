/** Referrers or referents as a tree: children are asked for when a branch is opened, a page at a time. ARIA tree keys. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ObjectRef } from '../../../server/src/protocol/heapProtocol';
import type { Context } from '../app/context';
import { objectName, plural, refcountText } from '../model/format';
import { icon } from '../ui/icons';

const pageSize = 25;

interface Branch {
  readonly ref: ObjectRef;
  readonly key: string;
  readonly depth: number;
  open: boolean;
  loading: boolean;
  kids: Branch[];
  total: number;
}

export class RefTree {
  private root: { id: string; kids: Branch[]; total: number; loading: boolean } | null = null;
  private focusKey = '';

  constructor(
    private readonly context: Context,
    private readonly side: 'referrers' | 'referents',
    private readonly changed: () => void,
  ) {}

  reset(id: string, total: number): void {
    this.root = { id, kids: [], total, loading: false };
    this.focusKey = '';
    if (total > 0) void this.load(null);
  }

  template(labelledBy: string): TemplateResult {
    const { root } = this;
    if (!root || root.total === 0)
      return html`<p class="quiet">${this.side === 'referents' ? 'Nothing.' : 'No object.'}</p>`;
    const visible = this.visible();
    const focus = visible.some((b) => b.key === this.focusKey) ? this.focusKey : visible[0]?.key;
    return html`<div
        class="ref-tree"
        role="tree"
        aria-labelledby=${labelledBy}
        @keydown=${(e: KeyboardEvent) => this.key(e)}
      >
        ${visible.map(
          (b) =>
            html`<div
              role="treeitem"
              class="branch depth-${Math.min(b.depth, 8)}"
              aria-level=${b.depth + 1}
              data-key=${b.key}
              aria-expanded=${b.ref.hasMore ? String(b.open) : nothing}
              tabindex=${b.key === focus ? 0 : -1}
              @click=${() => this.toggle(b)}
              @dblclick=${() => this.context.openPage(b.ref.id)}
            >
              <span class="twist">${b.ref.hasMore ? icon(b.open ? 'chevronDown' : 'chevronRight') : nothing}</span>
              <code>${b.ref.label || '·'}</code
              ><span class="name">${objectName(b.ref)}</span
              >${b.ref.weak ? html`<span class="weak-tag">weak</span>` : nothing}
              <span class="refs">${refcountText(b.ref.refcount)}<span class="sr"> references</span></span>
            </div>`,
        )}
      </div>
      ${root.kids.length < root.total ? html`<button class="link" type="button" @click=${() => void this.load(null)}>${root.loading ? 'Loading…' : plural(root.total - root.kids.length, 'more', 'more')}</button>` : nothing}`;
  }

  private visible(): Branch[] {
    const out: Branch[] = [];
    const walk = (list: readonly Branch[]): void => {
      for (const b of list) {
        out.push(b);
        if (b.open) walk(b.kids);
      }
    };
    walk(this.root?.kids ?? []);
    return out;
  }

  private async load(branch: Branch | null): Promise<void> {
    const at = branch ?? this.root!;
    const { session, messages } = this.context;
    at.loading = true;
    const id = branch ? branch.ref.id : this.root!.id;
    try {
      const page = await messages.call(this.side, {
        run: session.run,
        step: session.step,
        id,
        start: at.kids.length,
        count: pageSize,
      });
      const depth = branch ? branch.depth + 1 : 0;
      at.total = page.total;
      page.items.forEach((ref, i) =>
        at.kids.push({
          ref,
          depth,
          key: `${branch?.key ?? ''}/${at.kids.length + i}:${ref.id}`,
          open: false,
          loading: false,
          kids: [],
          total: 0,
        }),
      );
    } catch {
      /* the page says what is wrong; a branch just stays closed */
    }
    at.loading = false;
    this.changed();
  }

  private toggle(b: Branch): void {
    this.focusKey = b.key;
    if (b.ref.hasMore) {
      b.open = !b.open;
      if (b.open && b.kids.length === 0) void this.load(b);
    }
    this.changed();
  }

  private key(e: KeyboardEvent): void {
    const visible = this.visible();
    const at = visible.findIndex((b) => b.key === (e.target as HTMLElement).dataset['key']);
    const here = visible[at];
    if (!here) return;
    let next: Branch | undefined;
    if (e.key === 'ArrowDown') next = visible[at + 1];
    else if (e.key === 'ArrowUp') next = visible[at - 1];
    else if (e.key === 'ArrowRight' && here.ref.hasMore && !here.open) this.toggle(here);
    else if (e.key === 'ArrowRight') next = here.open ? visible[at + 1] : undefined;
    else if (e.key === 'ArrowLeft' && here.open) this.toggle(here);
    else if (e.key === 'ArrowLeft')
      next = visible
        .slice(0, at)
        .reverse()
        .find((b) => b.depth < here.depth);
    else if (e.key === 'Enter') this.context.openPage(here.ref.id);
    else if (e.key === ' ') this.toggle(here);
    else return;
    e.preventDefault();
    e.stopPropagation();
    if (!next) return;
    this.focusKey = next.key;
    this.changed();
    const tree = (e.currentTarget as HTMLElement | null) ?? (e.target as HTMLElement).closest('.ref-tree');
    tree?.querySelector<HTMLElement>(`[data-key="${CSS.escape(next.key)}"]`)?.focus();
  }
}
