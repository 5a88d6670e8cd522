/** Inside a line: its instructions, the operand stack after each, and which of them moved which count. */
import { html, nothing, render, type TemplateResult } from 'lit';
import type { CountMove, LineDetail, LineInstruction, StackEntry } from '../../../server/src/protocol/heapProtocol';
import type { Context, View } from '../app/context';
import { count, objectName, plural, refcountText } from '../model/format';
import { iconButton } from '../ui/icons';

const maxLedger = 12;
const maxCounts = 8;

export class LineView implements View {
  readonly element = document.createElement('section');
  private detail: LineDetail | null = null;
  private problem: string | null = null;
  private selected = 0;
  private turn = 0;

  constructor(private readonly context: Context) {
    this.element.className = 'view line-view';
  }

  stepped(): void {
    void this.load();
  }
  shown(): void {
    void this.load();
  }

  private async load(): Promise<void> {
    const { session, messages } = this.context;
    if (!session.info) return;
    const turn = ++this.turn;
    try {
      const detail = await messages.call('line', { run: session.run, step: session.step });
      if (turn !== this.turn) return;
      this.detail = detail;
      this.selected = Math.max(0, detail.current);
      this.problem = null;
    } catch (e) {
      if (turn !== this.turn) return;
      this.detail = null;
      this.problem = e instanceof Error ? e.message : String(e);
    }
    this.render();
  }

  render(): void {
    const { detail } = this;
    if (!detail) {
      render(html`<p class="empty">${this.problem ?? 'Loading…'}</p>`, this.element);
      return;
    }
    const here = detail.instructions[this.selected];
    render(
      html` <header class="line-head">
          <button class="link quiet" type="button" @click=${() => this.context.revealLine(detail.line)}>
            line ${detail.line} in ${detail.functionName}
          </button>
          <pre class="source">${this.source(detail, here)}</pre>
          <div class="line-steps" role="group" aria-label="Instruction">
            ${iconButton({ label: 'Previous instruction', icon: 'stepBack', disabled: this.selected <= 0, run: () => this.go(-1) })}
            ${iconButton({ label: 'Next instruction', icon: 'stepOver', disabled: this.selected >= detail.instructions.length - 1, run: () => this.go(1) })}
            <span class="quiet"
              >${detail.instructions.length === 0 ? 'The end of the run: no instruction follows.' : `instruction ${this.selected + 1} of ${count(detail.instructions.length)}${detail.cut ? ' and more' : ''}`}</span
            >
            ${here && this.selected !== this.current ? html`<button class="link" type="button" @click=${() => void this.runTo()}>Run to here</button>` : nothing}
          </div>
        </header>
        <div class="line-body">
          <table class="instructions">
            <caption class="sr">
              Instructions of the line, in the order they run
            </caption>
            <thead>
              <tr>
                <th scope="col">offset</th>
                <th scope="col">instruction</th>
                <th scope="col">argument</th>
                <th scope="col">references moved</th>
              </tr>
            </thead>
            <tbody>
              ${detail.instructions.map((ins, i) => this.row(ins, i))}
            </tbody>
          </table>
          ${here ? html`<div class="line-side">${this.stacks(detail)}${this.ledger(detail)}</div>` : nothing}
        </div>`,
      this.element,
    );
  }

  private source(detail: LineDetail, here: LineInstruction | undefined): TemplateResult | string {
    const { source } = detail;
    const indent = source.length - source.trimStart().length;
    if (!here?.columns) return source.trim();
    const [a, b] = here.columns;
    return html`${source.slice(indent, a)}<mark>${source.slice(Math.max(a, indent), b)}</mark>${source.slice(b).trimEnd()}`;
  }

  private row(ins: LineInstruction, i: number): TemplateResult {
    const on = i === this.selected;
    return html`<tr
      class=${[on ? 'on' : '', i === this.current ? 'current' : '', i < this.current ? 'done' : ''].join(' ')}
      aria-current=${on ? 'step' : nothing}
      @click=${() => {
        this.selected = i;
        this.render();
      }}
    >
      <td class="mono quiet">${ins.offset}</td>
      <th scope="row" class="mono">
        ${i === this.current ? html`<span class="here" title="The program stands before this one">▶<span class="sr"> next: </span></span>` : nothing}
        <button class="plain" type="button" @keydown=${(e: KeyboardEvent) => this.key(e)}>${ins.opname}</button>
      </th>
      <td class="mono">${ins.arg === null ? '' : ins.arg} <span class="argument">${ins.argRepr}</span></td>
      <td>
        ${ins.moves.map((m) => this.move(m))}${ins.innerSteps > 0 ? html`<span class="quiet">runs ${plural(ins.innerSteps, 'step')} inside</span>` : nothing}
      </td>
    </tr>`;
  }

  private move(m: CountMove): TemplateResult {
    const kind = m.after < 0 ? 'freed' : m.after > m.before ? 'up' : m.after < m.before ? 'down' : 'same';
    return html`<span class="move ${kind}"
      ><button class="link" type="button" @click=${() => this.context.openPage(m.id)}>${objectName(m)}</button>
      <span class="counts"
        ><span class="sr">references </span>${refcountText(m.before)} → ${m.after < 0 ? 'freed' : count(m.after)}</span
      >
      <span class="quiet">${m.cause}</span></span
    >`;
  }

  /** Where the program stands: -1 at a line it has not entered, which is the same as before its first instruction. */
  private get current(): number {
    return Math.max(0, this.detail?.current ?? 0);
  }

  private async runTo(): Promise<void> {
    await this.context.session.stepInstructions(this.selected - this.current);
  }

  private stacks(detail: LineDetail): TemplateResult {
    const before = this.selected > 0 ? detail.instructions[this.selected - 1]!.stack : detail.stack;
    const { opname, stack } = detail.instructions[this.selected]!;
    // Entries from the bottom up that the instruction left alone.
    let kept = 0;
    while (kept < before.length && kept < stack.length && same(before[kept]!, stack[kept]!)) kept++;
    return html`<div class="operand-stacks">
      ${this.stack(`Operand stack before ${opname}`, 'Stack before', before, kept, 'popped')}
      <span class="stack-arrow" aria-hidden="true">→</span>
      ${this.stack(`Operand stack after ${opname}`, 'Stack after', stack, kept, 'pushed')}
    </div>`;
  }

  private stack(
    label: string,
    title: string,
    entries: readonly StackEntry[],
    kept: number,
    otherwise: string,
  ): TemplateResult {
    return html`<section class="operand-stack" aria-label=${label}>
      <h3>${title}</h3>
      ${
        entries.length === 0
          ? html`<p class="quiet empty-stack">empty</p>`
          : html`<ol reversed>
              ${entries.map((s, i) => html`<li class=${i >= kept ? otherwise : ''}>${this.entry(s)}</li>`).reverse()}
            </ol>`
      }
    </section>`;
  }

  private entry(s: StackEntry): TemplateResult {
    const { id } = s;
    // Where the text is only the type's name, the number tells one from the other.
    const plain = s.text === s.typeName || s.text === '';
    const type = plain || s.text.startsWith(`${s.typeName} `) ? '' : s.typeName;
    return html`${
      id !== undefined && plain
        ? html`<button class="link mono" type="button" @click=${() => this.context.openPage(id)}>
            ${s.typeName} #${id}
          </button>`
        : html`<code>${s.text}</code>`
    }${type === '' && !s.borrowed ? nothing : html`<span class="quiet">${[type, s.borrowed ? 'borrowed' : ''].filter(Boolean).join(', ')}</span>`}`;
  }

  /** Each object's count through the line, instruction by instruction: what the sum of it is. */
  private ledger(detail: LineDetail): TemplateResult | typeof nothing {
    const rows = ledgerOf(detail);
    if (rows.length === 0) return nothing;
    return html`<section class="ledger" aria-label="Counts through the line">
      <h3>Counts through the line</h3>
      <ul>
        ${rows.map(
          (r) =>
            html`<li>
              <button class="link" type="button" @click=${() => this.context.openPage(r.id)}>${r.name}</button>
              <span class="counts"
                >${r.counts.map((n, i) => html`${i > 0 ? html`<i aria-hidden="true"> → </i><span class="sr"> then </span>` : nothing}<b class=${i > 0 && r.at[i] === this.selected ? 'on' : ''}>${n < 0 ? 'freed' : refcountText(n)}</b>`)}</span
              >
            </li>`,
        )}
      </ul>
    </section>`;
  }

  private go(delta: number): void {
    const n = this.detail?.instructions.length ?? 0;
    this.selected = Math.max(0, Math.min(n - 1, this.selected + delta));
    const ins = this.detail?.instructions[this.selected];
    this.render();
    if (ins)
      this.context.say(
        `${ins.opname} ${ins.argRepr}. ${ins.moves.map((m) => `${objectName(m)} ${m.before} to ${m.after < 0 ? 'freed' : m.after}, ${m.cause}`).join('; ') || 'No count moved.'}`,
      );
  }

  key(e: KeyboardEvent): boolean {
    if (e.key === 'ArrowDown') this.go(1);
    else if (e.key === 'ArrowUp') this.go(-1);
    else return false;
    e.preventDefault();
    return true;
  }
}

const same = (a: StackEntry, b: StackEntry): boolean => a.id === b.id && a.text === b.text;

interface LedgerRow {
  readonly id: string;
  readonly name: string;
  readonly counts: number[];
  /** By count: the instruction that made it so. */
  readonly at: number[];
}

/** Objects whose count moved in the line, with all values it took. Pure. */
export function ledgerOf(detail: Pick<LineDetail, 'instructions'>): LedgerRow[] {
  const rows = new Map<string, LedgerRow>();
  detail.instructions.forEach((ins, i) => {
    for (const m of ins.moves) {
      if (m.before === m.after) continue;
      const row = rows.get(m.id) ?? { id: m.id, name: objectName(m), counts: [m.before], at: [-1] };
      rows.set(m.id, row);
      if (row.counts.length > maxCounts) continue;
      row.counts.push(m.after);
      row.at.push(i);
    }
  });
  return [...rows.values()].slice(0, maxLedger);
}
