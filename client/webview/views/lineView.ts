/** Inside a line: its instructions, the operand stack after each, and which of them moved which count. */
import { html, nothing, render, type TemplateResult } from 'lit';
import type { CountMove, LineDetail, LineInstruction } from '../../../server/src/protocol/heapProtocol';
import type { Context, View } from '../app/context';
import { count, objectName, plural, refcountText } from '../model/format';
import { iconButton } from '../ui/icons';

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
          ${here ? this.stack(here) : nothing}
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
      class=${on ? 'on' : i < this.selected ? 'done' : ''}
      aria-current=${on ? 'step' : nothing}
      @click=${() => {
        this.selected = i;
        this.render();
      }}
    >
      <td class="mono quiet">${ins.offset}</td>
      <th scope="row" class="mono">
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

  private stack(ins: LineInstruction): TemplateResult {
    return html`<section class="operand-stack" aria-label="Operand stack after ${ins.opname}">
      <h3>Operand stack</h3>
      ${
        ins.stack.length === 0
          ? html`<p class="quiet">empty</p>`
          : html`<ol reversed>
              ${[...ins.stack].reverse().map((s) => html`<li><code>${s.text}</code><span class="quiet">${s.typeName}${s.borrowed ? ', borrowed' : ''}</span></li>`)}
            </ol>`
      }
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
