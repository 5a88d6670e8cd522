// Attributes: reading, writing, deleting; super(). See README.md.
import { Py_DECREF } from '../../heap/refcount';
import { PyObject_Vectorcall } from '../../objects/call';
import type { PyCodeObject } from '../../objects/codestruct';
import { _PyDictValues_AddToInsertionOrder, maintainTracking } from '../../objects/dictobject';
import type { PyDictObject } from '../../objects/dictstruct';
import type { _PyInterpreterFrame } from '../../objects/framestruct';
import type { PyFunctionObject } from '../../objects/funcstruct';
import { PyModule_Type } from '../../objects/moduleobject';
import type { PyObject } from '../../objects/object';
import {
  PyObject_DelAttr,
  PyObject_GenericGetAttr,
  PyObject_GetAttr,
  PyObject_SetAttr,
  _PyObject_GetMethod,
} from '../../objects/objectprotocol';
import { PySuper_Type, _PySuper_Lookup } from '../../objects/superobject';
import { PyType_Check } from '../../objects/typeobject';
import type { PyTypeObject } from '../../objects/typestruct';
import { pushFrame_steal } from '../frame';
import { _Py_Specialize_LoadAttr, _Py_Specialize_LoadSuperAttr, _Py_Specialize_StoreAttr } from '../specialize';

declare let S: (PyObject | null)[],
  sp: number,
  pc: number,
  oparg: number,
  code: PyCodeObject,
  frame: _PyInterpreterFrame;
declare function NEXT(n: number): never;
declare function ENTER(frame: _PyInterpreterFrame): never;
declare function ERROR(): never;
declare function DEOPT(op: string): never;
declare function ADAPTIVE(specialize: void): void;
declare function SAVE(): void;
declare function INCREF(op: PyObject): void;
declare function DECREF(op: PyObject | null): void;
declare function XDECREF(op: PyObject | null): void;

/** owner -- attr, self or NULL if (oparg & 1) */
export function LOAD_ATTR(): void {
  ADAPTIVE(_Py_Specialize_LoadAttr(S[sp - 1]!, code, pc, code.names[oparg >> 1]!, oparg));
  const owner = S[sp - 1]!;
  SAVE();
  if ((oparg & 1) !== 0) {
    const out: { value: PyObject | null } = { value: null };
    if (_PyObject_GetMethod(owner, code.names[oparg >> 1]!, out)) {
      // An unbound method: the owner becomes its first argument.
      S[sp - 1] = out.value;
      S[sp++] = owner;
    } else {
      S[sp - 1] = out.value;
      DECREF(owner);
      if (out.value === null) {
        sp--;
        ERROR();
      }
      S[sp++] = null;
    }
  } else {
    const value = PyObject_GetAttr(owner, code.names[oparg >> 1]!);
    S[sp - 1] = value;
    DECREF(owner);
    if (value === null) {
      sp--;
      ERROR();
    }
  }
  NEXT(10);
}
/** owner -- attr, NULL if (oparg & 1) */
export function LOAD_ATTR_INSTANCE_VALUE(): void {
  const owner = S[sp - 1]!;
  const cache = code.caches[pc]!;
  if (owner.ob_type.tp_version_tag !== cache.version) DEOPT('LOAD_ATTR');
  const values = owner.ob_values!;
  if (!values.valid) DEOPT('LOAD_ATTR');
  const value = values.values[cache.index]!;
  if (value === null) DEOPT('LOAD_ATTR');
  INCREF(value);
  S[sp - 1] = value;
  if ((oparg & 1) !== 0) S[sp++] = null;
  DECREF(owner);
  NEXT(10);
}
/** module -- attr, NULL if (oparg & 1) */
export function LOAD_ATTR_MODULE(): void {
  const owner = S[sp - 1]!;
  const cache = code.caches[pc]!;
  if (owner.ob_type !== PyModule_Type) DEOPT('LOAD_ATTR');
  const keys = owner.ob_dict!.ma_keys;
  if (keys.dk_version !== cache.keys_version) DEOPT('LOAD_ATTR');
  const value = keys.me_value[cache.index]!;
  if (value === null) DEOPT('LOAD_ATTR');
  INCREF(value);
  S[sp - 1] = value;
  if ((oparg & 1) !== 0) S[sp++] = null;
  DECREF(owner);
  NEXT(10);
}
/** owner -- attr, NULL if (oparg & 1) */
export function LOAD_ATTR_WITH_HINT(): void {
  const owner = S[sp - 1]!;
  const cache = code.caches[pc]!;
  if (owner.ob_type.tp_version_tag !== cache.version) DEOPT('LOAD_ATTR');
  const dict = owner.ob_dict;
  if (dict === null || dict.ma_values !== null) DEOPT('LOAD_ATTR');
  const keys = (dict as PyDictObject).ma_keys;
  if (cache.index >= keys.dk_nentries || keys.me_key[cache.index] !== code.names[oparg >> 1]) DEOPT('LOAD_ATTR');
  const value = keys.me_value[cache.index]!;
  if (value === null) DEOPT('LOAD_ATTR');
  INCREF(value);
  S[sp - 1] = value;
  if ((oparg & 1) !== 0) S[sp++] = null;
  DECREF(owner);
  NEXT(10);
}
/** owner -- attr, NULL if (oparg & 1) : `__slots__`, and members of built-in structs */
export function LOAD_ATTR_SLOT(): void {
  const owner = S[sp - 1]!;
  const cache = code.caches[pc]!;
  if (owner.ob_type.tp_version_tag !== cache.version) DEOPT('LOAD_ATTR');
  const value =
    cache.field === '' ? owner.ob_slots[cache.index]! : (owner as unknown as Record<string, PyObject>)[cache.field]!;
  if (value === null) DEOPT('LOAD_ATTR');
  INCREF(value);
  S[sp - 1] = value;
  if ((oparg & 1) !== 0) S[sp++] = null;
  DECREF(owner);
  NEXT(10);
}
/** class -- attr, NULL if (oparg & 1) */
export function LOAD_ATTR_CLASS(): void {
  const owner = S[sp - 1]!;
  const cache = code.caches[pc]!;
  if (!PyType_Check(owner) || (owner as PyTypeObject).tp_version_tag !== cache.version) DEOPT('LOAD_ATTR');
  const value = cache.descr!;
  INCREF(value);
  S[sp - 1] = value;
  if ((oparg & 1) !== 0) S[sp++] = null;
  DECREF(owner);
  NEXT(10);
}
/** owner -- : into a property's getter */
export function LOAD_ATTR_PROPERTY(): void {
  const owner = S[sp - 1]!;
  const cache = code.caches[pc]!;
  if (owner.ob_type.tp_version_tag !== cache.version) DEOPT('LOAD_ATTR');
  const func = cache.descr as PyFunctionObject;
  if (func.func_version !== cache.keys_version) DEOPT('LOAD_ATTR');
  INCREF(func);
  const callee = pushFrame_steal(func, -1, 1);
  callee.localsplus[callee.base] = owner;
  sp--;
  frame.return_offset = 10;
  ENTER(callee);
}
/** owner -- : into a Python `__getattribute__` */
export function LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN(): void {
  const owner = S[sp - 1]!;
  const cache = code.caches[pc]!;
  if (owner.ob_type.tp_version_tag !== cache.version) DEOPT('LOAD_ATTR');
  const func = cache.descr as PyFunctionObject;
  if (func.func_version !== cache.keys_version) DEOPT('LOAD_ATTR');
  INCREF(func);
  const callee = pushFrame_steal(func, -1, 2);
  callee.localsplus[callee.base] = owner;
  const value = code.names[oparg >> 1]!;
  INCREF(value);
  callee.localsplus[callee.base + 1] = value;
  sp--;
  frame.return_offset = 10;
  ENTER(callee);
}
/** owner -- method, owner */
export function LOAD_ATTR_METHOD_WITH_VALUES(): void {
  const owner = S[sp - 1]!;
  const cache = code.caches[pc]!;
  const type = owner.ob_type;
  if (type.tp_version_tag !== cache.version || !owner.ob_values!.valid) DEOPT('LOAD_ATTR');
  if (type.ht_cached_keys!.dk_version !== cache.keys_version) DEOPT('LOAD_ATTR');
  const value = cache.descr!;
  INCREF(value);
  S[sp - 1] = value;
  S[sp++] = owner;
  NEXT(10);
}
/** owner -- method, owner */
export function LOAD_ATTR_METHOD_NO_DICT(): void {
  const owner = S[sp - 1]!;
  const cache = code.caches[pc]!;
  if (owner.ob_type.tp_version_tag !== cache.version) DEOPT('LOAD_ATTR');
  const value = cache.descr!;
  INCREF(value);
  S[sp - 1] = value;
  S[sp++] = owner;
  NEXT(10);
}
/** owner -- method, owner */
export function LOAD_ATTR_METHOD_LAZY_DICT(): void {
  const owner = S[sp - 1]!;
  const cache = code.caches[pc]!;
  if (owner.ob_type.tp_version_tag !== cache.version || owner.ob_dict !== null) DEOPT('LOAD_ATTR');
  const value = cache.descr!;
  INCREF(value);
  S[sp - 1] = value;
  S[sp++] = owner;
  NEXT(10);
}
/** owner -- attr */
export function LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES(): void {
  const owner = S[sp - 1]!;
  const cache = code.caches[pc]!;
  const type = owner.ob_type;
  if (type.tp_version_tag !== cache.version || !owner.ob_values!.valid) DEOPT('LOAD_ATTR');
  if (type.ht_cached_keys!.dk_version !== cache.keys_version) DEOPT('LOAD_ATTR');
  const value = cache.descr!;
  INCREF(value);
  S[sp - 1] = value;
  DECREF(owner);
  NEXT(10);
}
/** owner -- attr */
export function LOAD_ATTR_NONDESCRIPTOR_NO_DICT(): void {
  const owner = S[sp - 1]!;
  const cache = code.caches[pc]!;
  if (owner.ob_type.tp_version_tag !== cache.version) DEOPT('LOAD_ATTR');
  const value = cache.descr!;
  INCREF(value);
  S[sp - 1] = value;
  DECREF(owner);
  NEXT(10);
}

/** v, owner -- */
export function STORE_ATTR(): void {
  ADAPTIVE(_Py_Specialize_StoreAttr(S[sp - 1]!, code, pc, code.names[oparg]!));
  const value = S[sp - 2]!;
  const owner = S[sp - 1]!;
  SAVE();
  const n = PyObject_SetAttr(owner, code.names[oparg]!, value);
  S[sp - 2] = owner;
  sp--;
  DECREF(value);
  sp--;
  DECREF(owner);
  if (n !== 0) ERROR();
  NEXT(5);
}
/** v, owner -- */
export function STORE_ATTR_INSTANCE_VALUE(): void {
  const owner = S[sp - 1]!;
  const cache = code.caches[pc]!;
  if (owner.ob_type.tp_version_tag !== cache.version) DEOPT('STORE_ATTR');
  if (owner.ob_dict !== null) DEOPT('STORE_ATTR');
  const values = owner.ob_values!;
  if (!values.valid) DEOPT('STORE_ATTR');
  const old = values.values[cache.index]!;
  values.values[cache.index] = S[sp - 2]!;
  S[sp - 2] = owner;
  sp--;
  if (old === null) _PyDictValues_AddToInsertionOrder(values, cache.index);
  else DECREF(old);
  sp--;
  DECREF(owner);
  NEXT(5);
}
/** v, owner -- */
export function STORE_ATTR_WITH_HINT(): void {
  const owner = S[sp - 1]!;
  const cache = code.caches[pc]!;
  if (owner.ob_type.tp_version_tag !== cache.version) DEOPT('STORE_ATTR');
  const dict = owner.ob_dict!;
  if (dict === null || dict.ma_values !== null) DEOPT('STORE_ATTR');
  const keys = dict.ma_keys;
  if (cache.index >= keys.dk_nentries || keys.me_key[cache.index] !== code.names[oparg]) DEOPT('STORE_ATTR');
  const old = keys.me_value[cache.index]!;
  if (old === null) DEOPT('STORE_ATTR');
  keys.me_value[cache.index] = S[sp - 2]!;
  maintainTracking(dict, code.names[oparg]!, S[sp - 2]!);
  S[sp - 2] = owner;
  sp--;
  DECREF(old);
  sp--;
  DECREF(owner);
  NEXT(5);
}
/** v, owner -- */
export function STORE_ATTR_SLOT(): void {
  const owner = S[sp - 1]!;
  const cache = code.caches[pc]!;
  if (owner.ob_type.tp_version_tag !== cache.version) DEOPT('STORE_ATTR');
  let old: PyObject | null = null;
  if (cache.field === '') {
    old = owner.ob_slots[cache.index]!;
    owner.ob_slots[cache.index] = S[sp - 2]!;
  } else {
    old = (owner as unknown as Record<string, PyObject | null>)[cache.field]!;
    (owner as unknown as Record<string, PyObject | null>)[cache.field] = S[sp - 2]!;
  }
  S[sp - 2] = owner;
  sp--;
  XDECREF(old);
  sp--;
  DECREF(owner);
  NEXT(5);
}

/** @cold owner -- */
export function DELETE_ATTR(): void {
  const owner = S[sp - 1]!;
  const n = PyObject_DelAttr(owner, code.names[oparg]!);
  sp--;
  Py_DECREF(owner);
  if (n !== 0) ERROR();
  NEXT(1);
}

/** global_super, class, self -- attr, NULL if (oparg & 1) */
export function LOAD_SUPER_ATTR(): void {
  ADAPTIVE(_Py_Specialize_LoadSuperAttr(S[sp - 3]!, S[sp - 2]!, code, pc, oparg & 1));
  SAVE();
  const right = PyObject_Vectorcall(S[sp - 3]!, (oparg & 2) !== 0 ? [S[sp - 2]!, S[sp - 1]!] : [], null);
  const left = S[sp - 3]!;
  S[sp - 3] = right;
  DECREF(left);
  const owner = S[sp - 2]!;
  S[sp - 2] = S[sp - 1]!;
  sp--;
  DECREF(owner);
  const old = S[sp - 1]!;
  sp--;
  DECREF(old);
  if (right === null) {
    sp--;
    ERROR();
  }
  SAVE();
  const value = PyObject_GetAttr(right!, code.names[oparg >> 2]!);
  S[sp - 1] = value;
  DECREF(right);
  if (value === null) {
    sp--;
    ERROR();
  }
  if ((oparg & 1) !== 0) S[sp++] = null;
  NEXT(2);
}
/** global_super, class, self -- attr */
export function LOAD_SUPER_ATTR_ATTR(): void {
  const left = S[sp - 3]!;
  const right = S[sp - 2]!;
  if (left !== PySuper_Type || !PyType_Check(right)) DEOPT('LOAD_SUPER_ATTR');
  SAVE();
  const owner = S[sp - 1]!;
  const value = _PySuper_Lookup(right as PyTypeObject, owner, code.names[oparg >> 2]!, null);
  S[sp - 3] = value;
  Py_DECREF(left);
  S[sp - 2] = owner;
  sp--;
  DECREF(right);
  sp--;
  DECREF(owner);
  if (value === null) {
    sp--;
    ERROR();
  }
  NEXT(2);
}
/** global_super, class, self -- method, self or attr, NULL */
export function LOAD_SUPER_ATTR_METHOD(): void {
  const left = S[sp - 3]!;
  const right = S[sp - 2]!;
  if (left !== PySuper_Type || !PyType_Check(right)) DEOPT('LOAD_SUPER_ATTR');
  SAVE();
  const owner = S[sp - 1]!;
  const out = { found: false };
  const value = _PySuper_Lookup(
    right as PyTypeObject,
    owner,
    code.names[oparg >> 2]!,
    owner.ob_type.tp_getattro === PyObject_GenericGetAttr ? out : null,
  );
  S[sp - 3] = value;
  Py_DECREF(left);
  S[sp - 2] = owner;
  sp--;
  DECREF(right);
  if (value === null) {
    sp--;
    DECREF(owner);
    sp--;
    ERROR();
  }
  if (!out.found) {
    S[sp - 1] = null;
    DECREF(owner);
  }
  NEXT(2);
}
