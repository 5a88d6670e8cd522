/**
 * Form controls. The checkbox is VS Code's, from @vscode-elements. The select is the browser's own, in VS Code's
 * colours: that library's brings 20 KB of scroll areas and buttons along, a sixth of what the whole view may weigh.
 */
import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';

export function select(
  label: string,
  value: string,
  options: readonly (readonly [value: string, text: string])[],
  changed: (value: string) => void,
): TemplateResult {
  const onChange = (e: Event): void => changed((e.target as HTMLSelectElement).value);
  return html`<select class="select" aria-label=${label} title=${label} .value=${live(value)} @change=${onChange}>
    ${options.map(([v, text]) => html`<option value=${v} ?selected=${v === value}>${text}</option>`)}
  </select>`;
}

export function checkbox(label: string, checked: boolean, changed: (on: boolean) => void): TemplateResult {
  const onChange = (e: Event): void => changed((e.target as HTMLInputElement).checked);
  return html`<vscode-checkbox label=${label} ?checked=${live(checked)} @change=${onChange}></vscode-checkbox>`;
}
