// @ts-check
// The library files come from the npm package's Python 3.13.2; the judge of what we print is 3.13.0. Where a later patch
// release changed what importing a module loads (and so what the collector counts and finds), that change is undone here.
// Everything else stays as it came. See docs/adr for the reasons.

/** @type {{ path: string, find: string | RegExp, replace: string }[]} */
const edits = [
  // 3.13.1 made enum import functools, and with it collections and operator.
  { path: 'enum.py', find: 'from functools import partial\n', replace: '' },
  { path: 'enum.py', find: 'not isinstance(obj, partial) and (', replace: '(' },
  { path: 'enum.py', find: /^ {8}elif isinstance\(value, partial\):\n(?: {12}.*\n)+/m, replace: '' },
  // 3.13.1 made collections register collections.abc itself; before, that was a file.
  { path: 'collections/__init__.py', find: /^_sys\.modules\['collections\.abc'\].*\nabc = .*\n\n/m, replace: '' },
  // 3.13.1 made partialmethod subscriptable.
  {
    path: 'functools.py',
    find: /(def __isabstractmethod__[^]*?)\n    __class_getitem__ = classmethod\(GenericAlias\)\n/,
    replace: '$1',
  },
];

/** Files that a later patch release dropped. */
const added = {
  'collections/abc.py': 'import _collections_abc\nimport sys\nsys.modules[__name__] = _collections_abc\n',
};

/**
 * Undoes them, in place.
 * @param {Map<string, Buffer>} files by path inside the library
 */
export function editStdlib(files) {
  for (const { path, find, replace } of edits) {
    const text = files.get(path)?.toString('utf8') ?? '';
    const changed = text.replace(find, replace);
    if (changed === text) throw new Error(`${path}: nothing to edit there: ${find}`);
    files.set(path, Buffer.from(changed));
  }
  for (const [path, text] of Object.entries(added)) files.set(path, Buffer.from(text));
}
