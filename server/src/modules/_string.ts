// The _string module: what string.Formatter shares with str.format. Follows Objects/unicodeobject.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { PyModule_Create } from '../objects/moduleobject';
import type { PyObject } from '../objects/object';
import { formatter_field_name_split, formatter_parser } from '../objects/stringlib_format';
import { METH_O, method } from '../objects/typestruct';

export function PyInit__string(): Owned<PyObject> | null {
  return PyModule_Create({
    m_name: '_string',
    m_doc: 'string helper module',
    m_methods: [
      method(
        'formatter_field_name_split',
        METH_O,
        (_module: PyObject, arg: PyObject) => formatter_field_name_split(arg),
        null,
        'split the argument as a field name',
      ),
      method(
        'formatter_parser',
        METH_O,
        (_module: PyObject, arg: PyObject) => formatter_parser(arg),
        null,
        'parse the argument as a format string',
      ),
    ],
  });
}
