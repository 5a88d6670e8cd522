// The memory an object owns beside its own block, read from the structs' own fields.

import { PyDict_Check } from '../../objects/dictobject';
import type { PyDictObject } from '../../objects/dictstruct';
import { isStaticBlock } from '../../heap/obmalloc';
import type { PyObject } from '../../objects/object';

export interface Buffer {
  readonly label: string;
  /** Granule, as obmalloc counts. */
  readonly block: number;
}

/** Buffers of lists, sets and dicts; other types' are counted in their size only. */
export function buffersOf(op: PyObject): Buffer[] {
  const list: Buffer[] = [];
  const add = (label: string, block: unknown): void => {
    if (typeof block === 'number' && block > 0 && !isStaticBlock(block) && block !== op.ob_addr)
      list.push({ label, block });
  };
  const fields = op as PyObject & { ob_item_addr?: number; table_addr?: number };
  add('items', fields.ob_item_addr);
  add('table', fields.table_addr);
  if (PyDict_Check(op)) {
    const dict = op as PyDictObject;
    // A shared key table belongs to the class.
    if (dict.ma_values === null) add('keys and entries', dict.ma_keys.addr);
    else if (!dict.ma_values.embedded) add('values', dict.ma_values.addr);
  }
  return list;
}
