// What an instance's dictionary takes from the allocator, once there is one.

import { _PyDict_KeysSize } from '../../objects/dictkeys';
import type { PyDictObject } from '../../objects/dictstruct';

const GC_HEAD = 16;

/** Bytes of the dict object with its gc head, and of the keys and values that are its own (not shared, not inline). */
export function dictCost(dict: PyDictObject): number {
  let bytes = GC_HEAD + dict.ob_type.tp_basicsize;
  const values = dict.ma_values;
  if (values === null) {
    if (dict.ma_keys.addr !== 0) bytes += _PyDict_KeysSize(dict.ma_keys);
  } else if (!values.embedded) bytes += ((values.capacity + 7) & ~7) + (values.capacity + 1) * 8;
  return bytes;
}
