// The _sre module: the engine below re. Follows Modules/_sre/sre.c, CPython 3.13. The engine itself is in sre/.

import type { Owned } from '../heap/refcount';
import { PyBool_FromLong } from '../objects/boolobject';
import { argInt } from '../objects/clinic';
import { PyLong_FromLong } from '../objects/longobject';
import { PyModule_AddIntConstant, PyModule_AddStringConstant, PyModule_Create } from '../objects/moduleobject';
import { readyModuleTypes } from '../objects/moduletype';
import type { PyObject } from '../objects/object';
import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, method } from '../objects/typestruct';
import { sre_unicode_iscased } from '../objects/unicodectype';
import { sre_lower_ascii, sre_lower_unicode } from './sre/characters';
import { SRE_MAGIC, SRE_MAXGROUPS, SRE_MAXREPEAT } from './sre/constants';
import { Match_Type } from './sre/matchobject';
import { Pattern_Type, sre_compile } from './sre/pattern';
import { Scanner_Type } from './sre/scanner';
import { sre_template, Template_Type } from './sre/template';

/** A function of one character. */
function ofCharacter(f: (ch: number) => PyObject): (module: PyObject, arg: PyObject) => Owned<PyObject> | null {
  return (_module, arg) => {
    const ch = argInt(arg);
    return ch === null ? null : f(ch);
  };
}
const isAsciiLetter = (ch: number): boolean => (ch >= 65 && ch <= 90) || (ch >= 97 && ch <= 122);

export function PyInit__sre(): Owned<PyObject> | null {
  return PyModule_Create({
    m_name: '_sre',
    m_doc: null,
    m_methods: [
      method(
        'compile',
        METH_FASTCALL | METH_KEYWORDS,
        sre_compile,
        '($module, /, pattern, flags, code, groups, groupindex,\n        indexgroup)',
      ),
      method('template', METH_FASTCALL, sre_template, '($module, pattern, template, /)'),
      method('getcodesize', METH_NOARGS, () => PyLong_FromLong(4), '($module, /)'),
      method(
        'ascii_iscased',
        METH_O,
        ofCharacter((ch) => PyBool_FromLong(isAsciiLetter(ch))),
        '($module, character, /)',
      ),
      method(
        'unicode_iscased',
        METH_O,
        ofCharacter((ch) => PyBool_FromLong(sre_unicode_iscased(ch))),
        '($module, character, /)',
      ),
      method(
        'ascii_tolower',
        METH_O,
        ofCharacter((ch) => PyLong_FromLong(sre_lower_ascii(ch))),
        '($module, character, /)',
      ),
      method(
        'unicode_tolower',
        METH_O,
        ofCharacter((ch) => PyLong_FromLong(sre_lower_unicode(ch))),
        '($module, character, /)',
      ),
    ],
    m_exec: (module) => {
      if (readyModuleTypes(module, Pattern_Type, Match_Type, Scanner_Type, Template_Type) < 0) return -1;
      PyModule_AddIntConstant(module, 'MAGIC', SRE_MAGIC);
      PyModule_AddIntConstant(module, 'CODESIZE', 4);
      PyModule_AddIntConstant(module, 'MAXREPEAT', SRE_MAXREPEAT);
      PyModule_AddIntConstant(module, 'MAXGROUPS', SRE_MAXGROUPS);
      return PyModule_AddStringConstant(module, 'copyright', ' SRE 2.2.2 Copyright (c) 1997-2002 by Secret Labs AB ');
    },
  });
}
