// The _datetime module; its types are in _datetime/. Follows Modules/_datetimemodule.c, CPython 3.13.
// Deviations: the simulated machine's zone is UTC; the C interface in datetime_CAPI is an empty capsule.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, _Py_SetImmortal } from '../heap/refcount';
import { PyCapsule_New } from '../objects/capsule';
import { PyDict_New, PyDict_SetItem, PyDict_SetItemString } from '../objects/dictobject';
import { PyLong_FromDouble, PyLong_FromLong } from '../objects/longobject';
import { PyModule_Add, PyModule_AddIntConstant, PyModule_AddObjectRef, PyModule_Create } from '../objects/moduleobject';
import type { PyModuleObject } from '../objects/modulestruct';
import { readyModuleTypes } from '../objects/moduletype';
import type { PyObject } from '../objects/object';
import { Py_None } from '../objects/objectprotocol';
import { _PyType_Name } from '../objects/typeobject';
import { _PyStaticType_InitBuiltin, resetStaticType } from '../objects/typeready';
import type { PyTypeObject } from '../objects/typestruct';
import { _Py_ID } from '../objects/unicodeobject';
import { PyWeakref_NewRef } from '../objects/weakrefobject';
import { MAXYEAR, MAX_DELTA_DAYS, MINYEAR } from './_datetime/calendar';
import { create_timezone, new_date_ex, new_datetime_ex2, new_delta, new_time_ex2 } from './_datetime/construct';
import { PyDateTime_DateType } from './_datetime/date';
import { PyDateTime_DateTimeType } from './_datetime/datetime';
import { PyDateTime_DeltaType, zero_delta } from './_datetime/delta';
import { isocalendar_date_type } from './_datetime/isocalendar';
import { setState } from './_datetime/state';
import { PyDateTime_TimeType } from './_datetime/time';
import { PyDateTime_TZInfoType, PyDateTime_TimeZoneType, utc_timezone } from './_datetime/timezone';

const id_cached_datetime_module = _Py_ID('cached_datetime_module');

function create_timezone_from_delta(days: number, sec: number, normalize: boolean): Owned<PyObject> {
  const delta = new_delta(days, sec, 0, normalize)!;
  const tz = create_timezone(delta, null)!;
  Py_DECREF(delta);
  return tz;
}

function addTypeValues(): void {
  const add = (type: PyTypeObject, name: string, value: Owned<PyObject> | null): void => {
    PyDict_SetItemString(type.tp_dict!, name, value!);
    Py_DECREF(value!);
  };
  const delta = PyDateTime_DeltaType;
  add(delta, 'resolution', new_delta(0, 0, 1, false));
  add(delta, 'min', new_delta(-MAX_DELTA_DAYS, 0, 0, false));
  add(delta, 'max', new_delta(MAX_DELTA_DAYS, 24 * 3600 - 1, 1000000 - 1, false));
  const date = PyDateTime_DateType;
  add(date, 'min', new_date_ex(1, 1, 1, date));
  add(date, 'max', new_date_ex(MAXYEAR, 12, 31, date));
  add(date, 'resolution', new_delta(1, 0, 0, false));
  const time = PyDateTime_TimeType;
  add(time, 'min', new_time_ex2(0, 0, 0, 0, Py_None, 0, time));
  add(time, 'max', new_time_ex2(23, 59, 59, 999999, Py_None, 0, time));
  add(time, 'resolution', new_delta(0, 0, 1, false));
  const datetime = PyDateTime_DateTimeType;
  add(datetime, 'min', new_datetime_ex2(1, 1, 1, 0, 0, 0, 0, Py_None, 0, datetime));
  add(datetime, 'max', new_datetime_ex2(MAXYEAR, 12, 31, 23, 59, 59, 999999, Py_None, 0, datetime));
  add(datetime, 'resolution', new_delta(0, 0, 1, false));
  const timezone = PyDateTime_TimeZoneType;
  add(timezone, 'utc', Py_NewRef(utc_timezone));
  add(timezone, 'min', create_timezone_from_delta(-1, 60, true));
  add(timezone, 'max', create_timezone_from_delta(0, (23 * 60 + 59) * 60, false));
}

function datetime_exec(module: PyModuleObject): number {
  const types = [
    PyDateTime_DateType,
    PyDateTime_DateTimeType,
    PyDateTime_TimeType,
    PyDateTime_DeltaType,
    PyDateTime_TZInfoType,
    PyDateTime_TimeZoneType,
  ];
  for (const type of types) resetStaticType(type);
  for (const type of types) if (_PyStaticType_InitBuiltin(type) < 0) return -1;
  for (const op of [zero_delta, utc_timezone]) _Py_SetImmortal(op);
  utc_timezone.offset = zero_delta;
  for (const type of types) if (PyModule_AddObjectRef(module, _PyType_Name(type), type) < 0) return -1;
  if (readyModuleTypes(module, isocalendar_date_type) < 0) return -1;
  const interp_dict = PyDict_New();
  setState({
    us_per_ms: PyLong_FromLong(1000),
    us_per_second: PyLong_FromLong(1000000),
    us_per_minute: PyLong_FromLong(60000000),
    seconds_per_day: PyLong_FromLong(24 * 3600),
    us_per_hour: PyLong_FromDouble(3600000000)!,
    us_per_day: PyLong_FromDouble(86400000000)!,
    us_per_week: PyLong_FromDouble(604800000000)!,
    epoch: new_datetime_ex2(1970, 1, 1, 0, 0, 0, 0, utc_timezone, 0, PyDateTime_DateTimeType)!,
    interp_dict,
  });
  addTypeValues();
  PyModule_AddIntConstant(module, 'MINYEAR', MINYEAR);
  PyModule_AddIntConstant(module, 'MAXYEAR', MAXYEAR);
  PyModule_AddObjectRef(module, 'UTC', utc_timezone);
  if (PyModule_Add(module, 'datetime_CAPI', PyCapsule_New('datetime.datetime_CAPI')) < 0) return -1;
  const ref = PyWeakref_NewRef(module, null);
  if (ref === null) return -1;
  const rc = PyDict_SetItem(interp_dict, id_cached_datetime_module, ref);
  Py_DECREF(ref);
  return rc;
}

export function PyInit__datetime(): Owned<PyObject> | null {
  return PyModule_Create({
    m_name: '_datetime',
    m_doc: 'Fast implementation of the datetime type.',
    m_methods: [],
    m_exec: datetime_exec,
  });
}
