// The module state of _datetime: conversion factors as ints, and the epoch. Each is owned here, as by CPython's module state.

import { registerRoots } from '../../heap/roots';
import { onRuntimeReset } from '../../heap/runtime';
import type { PyObject } from '../../objects/object';

export interface datetime_state {
  us_per_ms: PyObject;
  us_per_second: PyObject;
  us_per_minute: PyObject;
  us_per_hour: PyObject;
  us_per_day: PyObject;
  us_per_week: PyObject;
  seconds_per_day: PyObject;
  /** The Unix epoch, aware. */
  epoch: PyObject;
  /** Stands for the interpreter's dictionary, in which a weak reference leads to the module. */
  interp_dict: PyObject;
}

export let state: datetime_state = null as never;
export function setState(st: datetime_state): void {
  state = st;
}
onRuntimeReset(() => {
  state = null as never;
});
registerRoots((visit) => {
  if (state !== null) for (const op of Object.values(state) as PyObject[]) visit(op);
});
