// Private name mangling and names' order. Follows Python/symtable.c (_Py_Mangle).

/** `__name` in class `_Klass` is `_Klass__name`; other names, and dotted ones, stay. */
export function mangle(privateName: string | null, ident: string): string {
  if (privateName === null || ident.charCodeAt(0) !== 95 || ident.charCodeAt(1) !== 95) return ident;
  if (ident.endsWith('__') || ident.includes('.')) return ident;
  let i = 0;
  while (privateName.charCodeAt(i) === 95) i++;
  if (i === privateName.length) return ident;
  return `_${privateName.slice(i)}${ident}`;
}

/** Python's order of strings: by code point, where JavaScript's is by UTF-16 unit. */
export function comparePyStrings(a: string, b: string): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    let x = a.charCodeAt(i);
    let y = b.charCodeAt(i);
    if (x === y) continue;
    // A surrogate sorts above the rest of the BMP: it is half of a higher code point.
    const surrogateX = x >= 0xd800 && x <= 0xdfff && isPaired(a, i);
    const surrogateY = y >= 0xd800 && y <= 0xdfff && isPaired(b, i);
    if (surrogateX !== surrogateY) {
      if (surrogateX) x += 0x10000;
      else y += 0x10000;
    }
    return x - y;
  }
  return a.length - b.length;
}

function isPaired(s: string, i: number): boolean {
  const c = s.charCodeAt(i);
  if (c < 0xdc00) {
    const d = s.charCodeAt(i + 1);
    return d >= 0xdc00 && d <= 0xdfff;
  }
  const b = s.charCodeAt(i - 1);
  return b >= 0xd800 && b < 0xdc00;
}
