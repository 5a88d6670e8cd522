/**
 * Colours for canvases: VS Code's variables as numbers, read again whenever the theme changes (VS Code then changes the
 * body's class and data attributes).
 */
export type Rgb = readonly [number, number, number];

const names = {
  background: '--vscode-editor-background',
  foreground: '--vscode-foreground',
  dim: '--vscode-descriptionForeground',
  card: '--vscode-editorWidget-background',
  line: '--hs-line',
  panel: '--vscode-sideBar-background',
  focus: '--vscode-focusBorder',
  blue: '--vscode-charts-blue',
  green: '--vscode-charts-green',
  yellow: '--vscode-charts-yellow',
  orange: '--vscode-charts-orange',
  red: '--vscode-charts-red',
  purple: '--vscode-charts-purple',
} as const;

export type ColorName = keyof typeof names;

let cache: Record<ColorName, Rgb> | undefined;
let fontCache: { ui: string; mono: string } | undefined;
const listeners = new Set<() => void>();
let probe: CanvasRenderingContext2D | undefined;

function resolve(css: string): Rgb {
  probe ??= Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', {
    willReadFrequently: true,
  })!;
  probe.clearRect(0, 0, 1, 1);
  probe.fillStyle = '#808080';
  probe.fillStyle = css;
  probe.fillRect(0, 0, 1, 1);
  const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
  return [r!, g!, b!];
}

export function colors(): Record<ColorName, Rgb> {
  if (cache) return cache;
  const style = getComputedStyle(document.body);
  const result = {} as Record<ColorName, Rgb>;
  for (const key of Object.keys(names) as ColorName[])
    result[key] = resolve(style.getPropertyValue(names[key]).trim() || '#808080');
  return (cache = result);
}

export function fonts(): { ui: string; mono: string } {
  if (fontCache) return fontCache;
  const style = getComputedStyle(document.body);
  const read = (name: string, fallback: string): string => style.getPropertyValue(name).trim() || fallback;
  return (fontCache = {
    ui: read('--vscode-font-family', 'sans-serif'),
    mono: read('--vscode-editor-font-family', 'monospace'),
  });
}

export const css = ([r, g, b]: Rgb, alpha = 1): string =>
  alpha === 1 ? `rgb(${r},${g},${b})` : `rgba(${r},${g},${b},${alpha})`;

/** `share` of b in a. */
export const mix = (a: Rgb, b: Rgb, share: number): Rgb =>
  [0, 1, 2].map((i) => Math.round(a[i]! * (1 - share) + b[i]! * share)) as unknown as Rgb;

export const isHighContrast = (): boolean => /vscode-high-contrast/.test(document.body.className);

/** Calls `changed` after each change of theme; gives a function that stops it. */
export function onThemeChange(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

export function watchTheme(): void {
  const forget = (): void => {
    cache = undefined;
    fontCache = undefined;
    for (const listener of listeners) listener();
  };
  new MutationObserver(forget).observe(document.body, {
    attributes: true,
    attributeFilter: ['class', 'data-vscode-theme-id'],
  });
  new MutationObserver(forget).observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
}

export const reducedMotion = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;
