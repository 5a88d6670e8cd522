/** An object's reference count over the run, as steps; a list for readers, points to go to for the keyboard. */
import { html, svg, type TemplateResult } from 'lit';
import type { CountHistory } from '../../../server/src/protocol/heapProtocol';
import { count, plural } from '../model/format';

const width = 300;
const height = 56;

export function sparkline(
  history: CountHistory,
  step: number,
  steps: number,
  go: (step: number) => void,
): TemplateResult {
  const { counts, lines } = history;
  if (history.steps.length === 0) return html`<p class="quiet">Its count never changed.</p>`;
  // The life of a short-lived object would be one pixel of a long run: show its own life, with a margin.
  const first = history.steps[0]!;
  const last = Math.min(steps, Math.max(history.steps[history.steps.length - 1]!, step));
  const margin = Math.max(1, (last - first) * 0.06);
  const low = first - margin;
  const high = last + margin;
  const top = Math.max(1, ...counts);
  const x = (s: number): number => Math.round(((s - low) / (high - low)) * width * 10) / 10;
  const y = (c: number): number => Math.round((height - 6 - (c / top) * (height - 18)) * 10) / 10;
  let d = `M${x(first)} ${y(0)}`;
  history.steps.forEach((s, i) => {
    d += `H${x(s)}V${y(counts[i]!)}`;
  });
  d += `H${x(Math.max(last, step))}`;
  return html`<svg class="sparkline" viewBox="0 0 ${width} ${height}" aria-hidden="true">
      ${svg`<path class="area" d="${d}V${y(0)}H${x(first)}Z"></path><path class="line" d=${d}></path>
      <line class="now" x1=${x(step)} x2=${x(step)} y1="2" y2=${height - 4}></line><text x="2" y="10">${top}</text>`}
    </svg>
    <ul class="count-changes">
      ${history.steps.slice(-8).map((s, i, shown) => {
        const at = history.steps.length - shown.length + i;
        return html`<li>
          <button class="link" type="button" aria-current=${s === step ? 'step' : 'false'} @click=${() => go(s)}>
            step ${count(s)}
          </button>
          ${plural(counts[at]!, 'reference')}<span class="quiet">, line ${lines[at]}</span>
        </li>`;
      })}
    </ul>`;
}
