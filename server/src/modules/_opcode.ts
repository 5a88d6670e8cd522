// The _opcode module. Follows Modules/_opcode.c, CPython 3.13. stack_effect is not simulated.

import type { Owned } from '../heap/refcount';
import { Py_NewRef } from '../heap/refcount';
import { PyBool_FromLong } from '../objects/boolobject';
import { _PyArg_UnpackKeywords, argParser } from '../objects/getargs';
import { PyList_FromArraySteal } from '../objects/listobject';
import { PyLong_AsInt } from '../objects/longobject';
import { PyErr_Occurred, PyErr_SetString } from '../objects/errors';
import { PyModule_AddIntConstant, PyModule_Create } from '../objects/moduleobject';
import type { PyObject } from '../objects/object';
import { Py_None } from '../objects/objectprotocol';
import { PyTuple_FromArraySteal } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, method } from '../objects/typestruct';
import { PyUnicode_FromString } from '../objects/unicodeobject';
import { HAS } from './opcodedata';
import { intrinsic1Names, intrinsic2Names, nbOpNames, nbOps } from '../compiler/opcodes';
import { PyExc_RuntimeError } from '../objects/exceptions';

const strings = (list: readonly string[]) => (): PyObject =>
  PyList_FromArraySteal(list.map((s) => PyUnicode_FromString(s)));
const none = (): PyObject => Py_NewRef(Py_None);

export function PyInit__opcode(): Owned<PyObject> | null {
  const m = PyModule_Create({
    m_name: '_opcode',
    m_doc: 'Opcode support module.',
    m_methods: [
      ...Object.entries(HAS).map(([name, opcodes]) => {
        const known = new Set(opcodes);
        const parser = argParser(name, ['opcode'], 1, 1);
        return method(
          name,
          METH_FASTCALL | METH_KEYWORDS,
          (_m: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null) => {
            const argv = _PyArg_UnpackKeywords(args, kwnames, parser);
            if (argv === null) return null;
            const op = PyLong_AsInt(argv[0]!);
            return op === -1 && PyErr_Occurred() ? null : PyBool_FromLong(known.has(op));
          },
          '($module, /, opcode)',
        );
      }),
      method(
        'stack_effect',
        METH_FASTCALL | METH_KEYWORDS,
        () => PyErr_SetString(PyExc_RuntimeError, 'dis.stack_effect() is not simulated'),
        null,
      ),
      method('get_specialization_stats', METH_NOARGS, none, null),
      method('get_executor', METH_FASTCALL | METH_KEYWORDS, none as never, null),
      method('get_intrinsic1_descs', METH_NOARGS, strings(intrinsic1Names), null),
      method('get_intrinsic2_descs', METH_NOARGS, strings(intrinsic2Names), null),
      method(
        'get_nb_ops',
        METH_NOARGS,
        () =>
          PyList_FromArraySteal(
            nbOpNames.map((name, i) => PyTuple_FromArraySteal([name, nbOps[i]!].map((s) => PyUnicode_FromString(s)))),
          ),
        null,
      ),
    ],
  });
  if (m !== null) PyModule_AddIntConstant(m, 'ENABLE_SPECIALIZATION', 1);
  return m;
}
