/** What colours and strokes mean; each meaning is also text or shape in the picture itself. */
import { html, type TemplateResult } from 'lit';

export const legend = (): TemplateResult =>
  html`<ul class="legend" aria-label="Legend">
    <li><i class="swatch g0"></i>g0 young</li>
    <li><i class="swatch g1"></i>g1</li>
    <li><i class="swatch g2"></i>g2 old</li>
    <li><i class="swatch g-none"></i>untracked</li>
    <li><i class="stroke cycle"></i>cycle</li>
    <li><i class="stroke weak"></i>weak</li>
    <li><i class="stroke new"></i>this step</li>
    <li><i class="stroke garbage"></i>garbage</li>
  </ul>`;
