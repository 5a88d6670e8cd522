/** Numbers in words. English digits grouping; VS Code's own UI does not localise numbers in its views either. */
const grouped = new Intl.NumberFormat('en');

export const count = (n: number): string => grouped.format(n);

export function bytes(n: number): string {
  const size = Math.abs(n);
  if (size < 1024) return `${n} B`;
  if (size < 1024 * 1024) return `${(n / 1024).toFixed(1)} KiB`;
  if (size < 1024 * 1024 * 1024) return `${(n / 1024 / 1024).toFixed(size < 104857600 ? 2 : 1)} MiB`;
  return `${(n / 1024 / 1024 / 1024).toFixed(2)} GiB`;
}

export const plural = (n: number, one: string, many = one + 's'): string => `${count(n)} ${n === 1 ? one : many}`;

/** With an explicit sign; a real minus, which screen readers say and which is as wide as a plus. */
export const signed = (n: number, text: (n: number) => string = count): string =>
  n > 0 ? '+' + text(n) : n < 0 ? '−' + text(-n) : '0';

export function clip(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length - 1) + '…';
}

/** "Node", "class Node", "'abc'", with the id that tells it from its likes. */
export function objectName(o: { typeName: string; title: string; id: string }): string {
  return o.title
    ? o.title.startsWith('class ') || o.title.startsWith('frame ')
      ? o.title
      : `${o.typeName} ${clip(o.title, 40)}`
    : `${o.typeName} #${o.id}`;
}

export const refcountText = (n: number): string => (n < 0 ? '∞' : count(n));
