// PyModuleObject and PyModuleDef; the type is in moduleobject.ts. A leaf module.
// Follows Include/moduleobject.h and Include/internal/pycore_moduleobject.h, CPython 3.13.
import { PyObject } from './object';
import type { visitproc } from './object';
import type { PyMethodDef, PyTypeObject } from './typestruct';

/** What a module written in C says about itself. */
export interface PyModuleDef {
  m_name: string;
  m_doc: string | null;
  m_methods: PyMethodDef[];
  /** Fills the fresh module (Py_mod_exec): 0, or −1 with an exception. */
  m_exec?: ((module: PyModuleObject) => number) | null;
  m_traverse?: ((module: PyModuleObject, visit: visitproc) => void) | null;
  m_clear?: ((module: PyModuleObject) => void) | null;
  m_free?: ((module: PyModuleObject) => void) | null;
}

/** A module; `md_dict` is `ob_dict`, `md_weaklist` is `ob_weakreflist`. */
export class PyModuleObject extends PyObject {
  md_def: PyModuleDef | null;
  /** What a C module keeps in its state struct. */
  md_state: unknown;
  md_name: PyObject | null;

  constructor(type: PyTypeObject) {
    super(type);
    this.md_def = null;
    this.md_state = null;
    this.md_name = null;
    this.ob_dict = null;
    this.ob_weakreflist = null;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}
