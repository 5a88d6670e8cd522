// A count over time, small enough for a line of a hover: a picture, whose text for readers without pictures is the same in
// block characters.

export interface Sample {
  readonly step: number;
  readonly count: number;
}

const BLOCKS = '▁▂▃▄▅▆▇█';
const WIDTH = 160;
const HEIGHT = 22;

/** The counts as block characters, at most `width` of them: the largest of each stretch. */
export function blocks(samples: readonly Sample[], width = 24): string {
  const n = Math.min(width, samples.length);
  const most = Math.max(1, ...samples.map((s) => s.count));
  let text = '';
  for (let i = 0; i < n; i++) {
    const from = Math.floor((i * samples.length) / n);
    const to = Math.max(from + 1, Math.floor(((i + 1) * samples.length) / n));
    const value = Math.max(...samples.slice(from, to).map((s) => s.count));
    text += BLOCKS[Math.min(7, Math.round((value / most) * 7))];
  }
  return text;
}

/** A Markdown image; its text is the block characters. A count stays until the next sample: the line goes in stairs. */
export function sparkline(samples: readonly Sample[]): string {
  const first = samples[0]!.step;
  const span = Math.max(1, samples.at(-1)!.step - first);
  const most = Math.max(1, ...samples.map((s) => s.count));
  const x = (step: number): string => (((step - first) / span) * (WIDTH - 2) + 1).toFixed(1);
  const y = (count: number): string => (HEIGHT - 2 - (count / most) * (HEIGHT - 4)).toFixed(1);
  let path = `M${x(first)} ${y(samples[0]!.count)}`;
  for (const { step, count } of samples.slice(1)) path += `H${x(step)}V${y(count)}`;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">` +
    `<path d="${path}" fill="none" stroke="#4f9fe0" stroke-width="1.5"/></svg>`;
  return `![${blocks(samples)}](data:image/svg+xml,${encodeURIComponent(svg).replace(/[()']/g, (c) => `%${c.charCodeAt(0).toString(16)}`)})`;
}
