// Type parameters (PEP 695): not simulated. The names are those of Objects/typevarobject.c, CPython 3.13.
import { unsupported } from '../heap/runtime';
import type { PyObject } from './object';

const no = (): PyObject | null => unsupported('type parameters and the type statement');

export const _Py_make_typevar: (name: PyObject, evaluate_bound: PyObject | null, evaluate_constraints: PyObject | null) => PyObject | null = no;
export const _Py_make_paramspec: (name: PyObject) => PyObject | null = no;
export const _Py_make_typevartuple: (name: PyObject) => PyObject | null = no;
export const _Py_make_typealias: (args: PyObject) => PyObject | null = no;
export const _Py_subscript_generic: (params: PyObject) => PyObject | null = no;
export const _Py_set_typeparam_default: (typeparam: PyObject, evaluate_default: PyObject) => PyObject | null = no;
