import type { HeapObject, HeapView } from '../../../server/src/protocol/heapProtocol';

/** The view with its atoms as objects too. */
export function withAtoms(view: HeapView): readonly HeapObject[] {
  const atoms = new Map<string, HeapObject>();
  const lift =
    (owner: string) =>
    (c: HeapView['objects'][number]['cells'][number]): typeof c => {
      if (c.kind !== 'atom' || !c.target) return c;
      const known = atoms.get(c.target);
      const typeName =
        c.atom === 'string'
          ? 'str'
          : c.text === 'None'
            ? 'NoneType'
            : /^(True|False)$/.test(c.text!)
              ? 'bool'
              : c.text!.includes('.')
                ? 'float'
                : 'int';
      const small = c.atom === 'keyword' || /^\d{1,2}$/.test(c.text!);
      atoms.set(c.target, {
        id: c.target,
        typeName,
        address: '0x' + (0x7f3a5b000000 + Number(c.target) * 32).toString(16),
        shape: 'leaf',
        title: c.text!,
        refcount: small ? -1 : (known?.refcount ?? 0) + 1,
        delta: 0,
        hidden: 0,
        generation: null,
        size: typeName === 'str' ? 41 + c.text!.length : 28,
        retained: 28,
        dominator: known ? '' : owner,
        birthStep: 0,
        birthLine: 1,
        cycle: 0,
        cells: [],
        cellTotal: 0,
        flags: { isNew: false, freed: false, garbage: false, library: false, atom: true, changed: false },
      });
      return { label: c.label, kind: 'ref', target: c.target, ...(c.isNew ? { isNew: true } : {}) };
    };
  const objects = view.objects.map((o) => ({ ...o, cells: o.cells.map(lift(o.id)) }));
  return [...objects, ...atoms.values()].sort((a, b) => Number(a.id) - Number(b.id));
}
