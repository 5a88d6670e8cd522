/**
 * One block of memory as a ruler of 8-byte words: what each byte is for. As a table to readers, as coloured cells to
 * eyes; widths come from CSS classes by size, so that no inline style is needed.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { ByteSegment, ObjectBlock } from '../../../server/src/protocol/heapProtocol';
import { bytes } from '../model/format';

export function byteMap(block: ObjectBlock, open: (id: string) => void): TemplateResult {
  const { place } = block;
  const waste = block.allocated - block.size;
  return html`<figure class="byte-map">
    <figcaption>
      <b>${block.label}</b>
      <span class="mono">${block.address}</span>
      ${bytes(block.size)}${waste > 0 ? ` in a block of ${bytes(block.allocated)}` : ''}
      <span class="quiet"
        >${place ? `arena ${place.arena}, pool ${place.pool}, block ${place.block}` : 'past pymalloc'}</span
      >
    </figcaption>
    <div class="table-scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">offset</th>
            <th scope="col">bytes</th>
            <th scope="col">what</th>
            <th scope="col">holds</th>
          </tr>
        </thead>
        <tbody>
          ${block.segments.map((s) => segment(s, open))}
        </tbody>
      </table>
    </div>
  </figure>`;
}

/** Tall as it is long, within reason: 16 bytes look twice 8, 800 do not look a hundred times 8. */
const words = (s: ByteSegment): number => Math.max(1, Math.min(8, Math.ceil(s.size / 8)));

function segment(s: ByteSegment, open: (id: string) => void): TemplateResult {
  return html`<tr class="segment kind-${s.kind} words-${words(s)}">
    <td class="mono">${s.offset}</td>
    <td class="mono">${s.size}</td>
    <th scope="row">${s.label}</th>
    <td class="mono">
      ${s.target ? html`<button class="link mono" type="button" @click=${() => open(s.target!)}>${s.value || '→ #' + s.target}</button>` : (s.value ?? nothing)}
    </td>
  </tr>`;
}
