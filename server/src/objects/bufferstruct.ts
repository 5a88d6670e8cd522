// Py_buffer and the flags of the buffer protocol. Follows Include/pybuffer.h, CPython 3.13. A leaf module.
import type { PyObject } from './object';

export interface Py_buffer {
  /** The exporter; owned. null once released. */
  obj: PyObject | null;
  /** The exporter's memory itself, not a copy: writes go through. */
  buf: Uint8Array;
  /** Offset of the first item within `buf`. */
  offset: number;
  len: number;
  itemsize: number;
  readonly: boolean;
  ndim: number;
  format: string | null;
  shape: number[] | null;
  strides: number[] | null;
  suboffsets: number[] | null;
  internal: unknown;
}

export const PyBUF_SIMPLE = 0;
export const PyBUF_WRITABLE = 0x0001;
export const PyBUF_FORMAT = 0x0004;
export const PyBUF_ND = 0x0008;
export const PyBUF_STRIDES = 0x0010 | PyBUF_ND;
export const PyBUF_C_CONTIGUOUS = 0x0020 | PyBUF_STRIDES;
export const PyBUF_F_CONTIGUOUS = 0x0040 | PyBUF_STRIDES;
export const PyBUF_ANY_CONTIGUOUS = 0x0080 | PyBUF_STRIDES;
export const PyBUF_INDIRECT = 0x0100 | PyBUF_STRIDES;
export const PyBUF_CONTIG_RO = PyBUF_ND;
export const PyBUF_CONTIG = PyBUF_ND | PyBUF_WRITABLE;
export const PyBUF_FULL = PyBUF_INDIRECT | PyBUF_WRITABLE | PyBUF_FORMAT;
export const PyBUF_FULL_RO = PyBUF_INDIRECT | PyBUF_FORMAT;
