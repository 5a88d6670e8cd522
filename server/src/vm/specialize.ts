// The specializer: gives an instruction that has run often enough the form that suits what it met. Follows
// Python/specialize.c, CPython 3.13, decision by decision: which form runs is visible in reference counts.

import { PyBool_Type } from '../objects/boolobject';
import { PyMethod_Type } from '../objects/classobject';
import type { InlineCache, PyCodeObject } from '../objects/codestruct';
import {
  PyClassMethodDescr_Type,
  PyMemberDescr_Type,
  PyMethodDescr_Type,
  PyProperty_Type,
} from '../objects/descrobject';
import type { PyMemberDescrObject, PyMethodDescrObject, propertyobject } from '../objects/descrstruct';
import {
  DICT_KEYS_GENERAL,
  PyDict_CheckExact,
  PyDict_Type,
  _PyDictKeys_GetVersionForCurrentState,
  _PyDictKeys_StringLookup,
  _PyDict_LookupIndex,
} from '../objects/dictobject';
import type { PyDictObject } from '../objects/dictstruct';
import { PyFloat_Type } from '../objects/floatobject';
import { PyClassMethod_Type, PyFunction_Type, _PyFunction_GetVersionForCurrentState } from '../objects/funcobject';
import type { PyFunctionObject } from '../objects/funcstruct';
import { PyCoro_Type, PyGen_Type } from '../objects/genobject';
import { PyListIter_Type, PyList_Type } from '../objects/listobject';
import type { PyListObject } from '../objects/liststruct';
import { PyLong_Type } from '../objects/longobject';
import type { PyLongObject } from '../objects/longstruct';
import { PyCFunction_Type } from '../objects/methodobject';
import type { PyCFunctionObject, PyMethodObject } from '../objects/methodstruct';
import { PyModule_Type } from '../objects/moduleobject';
import type { PyObject } from '../objects/object';
import { PyObject_GenericGetAttr, PyObject_GenericSetAttr, Py_None } from '../objects/objectprotocol';
import { PyRangeIter_Type } from '../objects/rangeobject';
import { PyFrozenSet_Type, PySet_Type } from '../objects/setobject';
import { slot_tp_getattr_hook, slot_tp_getattro } from '../objects/slotfunctions';
import { PyType_GenericAlloc } from '../objects/subtype';
import { PySuper_Type } from '../objects/superobject';
import { PyTupleIter_Type, PyTuple_Type } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import {
  PyBaseObject_Type,
  PyType_Check,
  PyType_IsSubtype,
  PyType_Type,
  PyUnstable_Type_AssignVersionTag,
  _PyType_Lookup,
} from '../objects/typeobject';
import type { PyTypeObject } from '../objects/typestruct';
import {
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  METH_VARARGS,
  Py_MEMBER_SLOT,
  Py_READONLY,
  Py_TPFLAGS_HEAPTYPE,
  Py_TPFLAGS_IMMUTABLETYPE,
  Py_TPFLAGS_INLINE_VALUES,
  Py_TPFLAGS_MANAGED_DICT,
  Py_TPFLAGS_METHOD_DESCRIPTOR,
  Py_T_OBJECT_EX,
  _Py_T_OBJECT,
} from '../objects/typestruct';
import { PyUnicode_Type, _Py_ID } from '../objects/unicodeobject';
import { callable_cache } from './callablecache';
import * as op from './specializedopcodes';
import { opargAt, opcodeAt, setOpcode } from '../objects/codedecode';

/** adaptive_counter_cooldown(): value 52, backoff 0. */
const COOLDOWN = 52 << 4;

/** adaptive_counter_backoff(): the next try after twice as long. */
function backOff(code: PyCodeObject, pc: number, base: number): void {
  const backoff = code.counters[pc]! & 15;
  const next = backoff < 12 ? backoff + 1 : 12;
  code.counters[pc] = (((1 << next) - 1) << 4) | next;
  setOpcode(code, pc, base);
}
function succeed(code: PyCodeObject, pc: number, opcode: number): void {
  setOpcode(code, pc, opcode);
  code.counters[pc] = COOLDOWN;
}
function newCache(
  code: PyCodeObject,
  pc: number,
  version: number,
  index: number,
  keys_version: number,
  descr: PyObject | null,
  field = '',
): void {
  const cache: InlineCache = { version, index, keys_version, descr, field };
  code.caches[pc] = cache;
}

const CO_OPTIMIZED = 1;
const CO_VARARGS = 4;
const CO_VARKEYWORDS = 8;

/** function_kind: true for a function with positional parameters only. */
function isSimple(code: PyCodeObject): boolean {
  return (
    (code.co_flags & (CO_VARKEYWORDS | CO_VARARGS)) === 0 &&
    code.co_kwonlyargcount === 0 &&
    (code.co_flags & CO_OPTIMIZED) !== 0
  );
}
function codeOf(func: PyObject): PyCodeObject {
  return (func as PyFunctionObject).func_code as PyCodeObject;
}
function nonNegativeCompact(sub: PyObject): boolean {
  const value = (sub as PyLongObject).value;
  return value >= 0 && value < 1073741824;
}
function compact(x: PyObject): boolean {
  const value = (x as PyLongObject).value;
  return value > -1073741824 && value < 1073741824;
}

// Truth, operators, comparisons

export function _Py_Specialize_ToBool(value: PyObject, code: PyCodeObject, pc: number): void {
  const type = value.ob_type;
  if (type === PyBool_Type) succeed(code, pc, op.TO_BOOL_BOOL);
  else if (type === PyLong_Type) succeed(code, pc, op.TO_BOOL_INT);
  else if (type === PyList_Type) succeed(code, pc, op.TO_BOOL_LIST);
  else if (value === Py_None) succeed(code, pc, op.TO_BOOL_NONE);
  else if (type === PyUnicode_Type) succeed(code, pc, op.TO_BOOL_STR);
  else if (
    (type.tp_flags & Py_TPFLAGS_HEAPTYPE) !== 0 &&
    type.nb_bool === null &&
    type.mp_length === null &&
    type.sq_length === null &&
    PyUnstable_Type_AssignVersionTag(type) &&
    type.tp_version_tag !== 0
  ) {
    newCache(code, pc, type.tp_version_tag, 0, 0, null);
    succeed(code, pc, op.TO_BOOL_ALWAYS_TRUE);
  } else backOff(code, pc, op.TO_BOOL);
}

const NB_ADD = 0;
const NB_MULTIPLY = 5;
const NB_SUBTRACT = 10;
const NB_INPLACE_ADD = 13;
const NB_INPLACE_MULTIPLY = 18;
const NB_INPLACE_SUBTRACT = 23;
const STORE_FAST = 110;
const POP_TOP = 32;

export function _Py_Specialize_BinaryOp(
  lhs: PyObject,
  rhs: PyObject,
  code: PyCodeObject,
  pc: number,
  oparg: number,
  stack: readonly (PyObject | null)[],
  base: number,
): void {
  const type = lhs.ob_type;
  if (type === rhs.ob_type) {
    switch (oparg) {
      case NB_ADD:
      case NB_INPLACE_ADD:
        if (type === PyUnicode_Type) {
          const inPlace = opcodeAt(code, pc + 2) === STORE_FAST && stack[base + opargAt(code, pc + 2)] === lhs;
          succeed(code, pc, inPlace ? op.BINARY_OP_INPLACE_ADD_UNICODE : op.BINARY_OP_ADD_UNICODE);
          return;
        }
        if (type === PyLong_Type) {
          succeed(code, pc, op.BINARY_OP_ADD_INT);
          return;
        }
        if (type === PyFloat_Type) {
          succeed(code, pc, op.BINARY_OP_ADD_FLOAT);
          return;
        }
        break;
      case NB_MULTIPLY:
      case NB_INPLACE_MULTIPLY:
        if (type === PyLong_Type) {
          succeed(code, pc, op.BINARY_OP_MULTIPLY_INT);
          return;
        }
        if (type === PyFloat_Type) {
          succeed(code, pc, op.BINARY_OP_MULTIPLY_FLOAT);
          return;
        }
        break;
      case NB_SUBTRACT:
      case NB_INPLACE_SUBTRACT:
        if (type === PyLong_Type) {
          succeed(code, pc, op.BINARY_OP_SUBTRACT_INT);
          return;
        }
        if (type === PyFloat_Type) {
          succeed(code, pc, op.BINARY_OP_SUBTRACT_FLOAT);
          return;
        }
        break;
      default:
    }
  }
  backOff(code, pc, op.BINARY_OP);
}

export function _Py_Specialize_CompareOp(
  lhs: PyObject,
  rhs: PyObject,
  code: PyCodeObject,
  pc: number,
  oparg: number,
): void {
  const type = lhs.ob_type;
  if (type === rhs.ob_type) {
    if (type === PyFloat_Type) {
      succeed(code, pc, op.COMPARE_OP_FLOAT);
      return;
    }
    if (type === PyLong_Type && compact(lhs) && compact(rhs)) {
      succeed(code, pc, op.COMPARE_OP_INT);
      return;
    }
    // Py_EQ, Py_NE
    if (type === PyUnicode_Type && (oparg >> 5 === 2 || oparg >> 5 === 3)) {
      succeed(code, pc, op.COMPARE_OP_STR);
      return;
    }
  }
  backOff(code, pc, op.COMPARE_OP);
}

export function _Py_Specialize_ContainsOp(value: PyObject, code: PyCodeObject, pc: number): void {
  const type = value.ob_type;
  if (type === PyDict_Type) succeed(code, pc, op.CONTAINS_OP_DICT);
  else if (type === PySet_Type || type === PyFrozenSet_Type) succeed(code, pc, op.CONTAINS_OP_SET);
  else backOff(code, pc, op.CONTAINS_OP);
}

export function _Py_Specialize_UnpackSequence(seq: PyObject, code: PyCodeObject, pc: number, oparg: number): void {
  if (seq.ob_type === PyTuple_Type && (seq as PyTupleObject).ob_item.length === oparg) {
    succeed(code, pc, oparg === 2 ? op.UNPACK_SEQUENCE_TWO_TUPLE : op.UNPACK_SEQUENCE_TUPLE);
  } else if (seq.ob_type === PyList_Type && (seq as PyListObject).ob_item.length === oparg) {
    succeed(code, pc, op.UNPACK_SEQUENCE_LIST);
  } else backOff(code, pc, op.UNPACK_SEQUENCE);
}

export function _Py_Specialize_ForIter(iter: PyObject, code: PyCodeObject, pc: number): void {
  const type = iter.ob_type;
  if (type === PyListIter_Type) succeed(code, pc, op.FOR_ITER_LIST);
  else if (type === PyTupleIter_Type) succeed(code, pc, op.FOR_ITER_TUPLE);
  else if (type === PyRangeIter_Type) succeed(code, pc, op.FOR_ITER_RANGE);
  else if (type === PyGen_Type) succeed(code, pc, op.FOR_ITER_GEN);
  else backOff(code, pc, op.FOR_ITER);
}

export function _Py_Specialize_Send(receiver: PyObject, code: PyCodeObject, pc: number): void {
  if (receiver.ob_type === PyGen_Type || receiver.ob_type === PyCoro_Type) succeed(code, pc, op.SEND_GEN);
  else backOff(code, pc, op.SEND);
}

// Subscripts

export function _Py_Specialize_BinarySubscr(container: PyObject, sub: PyObject, code: PyCodeObject, pc: number): void {
  const type = container.ob_type;
  if (type === PyList_Type || type === PyTuple_Type || type === PyUnicode_Type) {
    if (sub.ob_type === PyLong_Type && nonNegativeCompact(sub)) {
      const opcode =
        type === PyList_Type
          ? op.BINARY_SUBSCR_LIST_INT
          : type === PyTuple_Type
            ? op.BINARY_SUBSCR_TUPLE_INT
            : op.BINARY_SUBSCR_STR_INT;
      succeed(code, pc, opcode);
    } else backOff(code, pc, op.BINARY_SUBSCR);
    return;
  }
  if (type === PyDict_Type) {
    succeed(code, pc, op.BINARY_SUBSCR_DICT);
    return;
  }
  const descriptor = _PyType_Lookup(type, _Py_ID('__getitem__'));
  if (descriptor !== null && descriptor.ob_type === PyFunction_Type && (type.tp_flags & Py_TPFLAGS_HEAPTYPE) !== 0) {
    const fcode = codeOf(descriptor);
    if (isSimple(fcode) && fcode.co_argcount === 2) {
      const version = _PyFunction_GetVersionForCurrentState(descriptor as PyFunctionObject);
      if (version !== 0) {
        type.spec_getitem = descriptor;
        type.spec_getitem_version = version;
        succeed(code, pc, op.BINARY_SUBSCR_GETITEM);
        return;
      }
    }
  }
  backOff(code, pc, op.BINARY_SUBSCR);
}

export function _Py_Specialize_StoreSubscr(container: PyObject, sub: PyObject, code: PyCodeObject, pc: number): void {
  const type = container.ob_type;
  if (type === PyDict_Type) succeed(code, pc, op.STORE_SUBSCR_DICT);
  else if (
    type === PyList_Type &&
    sub.ob_type === PyLong_Type &&
    nonNegativeCompact(sub) &&
    ((sub as PyLongObject).value as number) < (container as PyListObject).ob_item.length
  ) {
    succeed(code, pc, op.STORE_SUBSCR_LIST_INT);
  } else backOff(code, pc, op.STORE_SUBSCR);
}

// Globals

export function _Py_Specialize_LoadGlobal(
  globals: PyObject,
  builtins: PyObject,
  code: PyCodeObject,
  pc: number,
  name: PyObject,
): void {
  if (!specializeGlobal(globals, builtins, code, pc, name)) backOff(code, pc, op.LOAD_GLOBAL);
}
function specializeGlobal(
  globals: PyObject,
  builtins: PyObject,
  code: PyCodeObject,
  pc: number,
  name: PyObject,
): boolean {
  if (!PyDict_CheckExact(globals)) return false;
  const globals_keys = globals.ma_keys;
  if (globals_keys.dk_kind === DICT_KEYS_GENERAL) return false;
  let index = _PyDictKeys_StringLookup(globals_keys, name);
  if (index >= 0) {
    if (index > 0xffff) return false;
    const version = _PyDictKeys_GetVersionForCurrentState(globals_keys);
    if (version === 0 || version > 0xffff) return false;
    newCache(code, pc, 0, index, version, null);
    succeed(code, pc, op.LOAD_GLOBAL_MODULE);
    return true;
  }
  if (!PyDict_CheckExact(builtins)) return false;
  const builtin_keys = (builtins as PyDictObject).ma_keys;
  if (builtin_keys.dk_kind === DICT_KEYS_GENERAL) return false;
  index = _PyDictKeys_StringLookup(builtin_keys, name);
  if (index < 0 || index > 0xffff) return false;
  const globals_version = _PyDictKeys_GetVersionForCurrentState(globals_keys);
  if (globals_version === 0 || globals_version > 0xffff) return false;
  const builtins_version = _PyDictKeys_GetVersionForCurrentState(builtin_keys);
  if (builtins_version === 0 || builtins_version > 0xffff) return false;
  newCache(code, pc, builtins_version, index, globals_version, null);
  succeed(code, pc, op.LOAD_GLOBAL_BUILTIN);
  return true;
}

// Attributes

/** analyze_descriptor's verdict on an attribute of instances of a type. */
type Kind =
  | 'OVERRIDING'
  | 'METHOD'
  | 'PROPERTY'
  | 'OBJECT_SLOT'
  | 'OTHER_SLOT'
  | 'NON_OVERRIDING'
  | 'BUILTIN_CLASSMETHOD'
  | 'PYTHON_CLASSMETHOD'
  | 'NON_DESCRIPTOR'
  | 'MUTABLE'
  | 'ABSENT'
  | 'DUNDER_CLASS'
  | 'GETSET_OVERRIDDEN'
  | 'GETATTRIBUTE_IS_PYTHON_FUNCTION';
/** What analyze_descriptor found; borrowed. */
let descr: PyObject | null = null;

function analyze_descriptor(type: PyTypeObject, name: PyObject, store: boolean): Kind {
  let has_getattr = false;
  descr = null;
  if (store) {
    if (type.tp_setattro !== PyObject_GenericSetAttr) return 'GETSET_OVERRIDDEN';
  } else if (type.tp_getattro !== PyObject_GenericGetAttr) {
    if (type.tp_getattro !== slot_tp_getattr_hook && type.tp_getattro !== slot_tp_getattro) return 'GETSET_OVERRIDDEN';
    const getattribute = _PyType_Lookup(type, _Py_ID('__getattribute__'));
    const custom = getattribute !== null && getattribute !== callable_cache.object__getattribute__;
    has_getattr = _PyType_Lookup(type, _Py_ID('__getattr__')) !== null;
    if (custom) {
      if (type.tp_getattro === slot_tp_getattro && !has_getattr && getattribute.ob_type === PyFunction_Type) {
        descr = getattribute;
        return 'GETATTRIBUTE_IS_PYTHON_FUNCTION';
      }
      return 'GETSET_OVERRIDDEN';
    }
  }
  const descriptor = _PyType_Lookup(type, name);
  descr = descriptor;
  if (descriptor === null) return 'ABSENT';
  const desc_cls = descriptor.ob_type;
  if ((desc_cls.tp_flags & Py_TPFLAGS_IMMUTABLETYPE) === 0) return 'MUTABLE';
  if (desc_cls.tp_descr_set !== null) {
    if (desc_cls === PyMemberDescr_Type) {
      const member = (descriptor as PyMemberDescrObject).d_member;
      return member.type === Py_T_OBJECT_EX || member.type === _Py_T_OBJECT ? 'OBJECT_SLOT' : 'OTHER_SLOT';
    }
    if (desc_cls === PyProperty_Type) return has_getattr ? 'GETSET_OVERRIDDEN' : 'PROPERTY';
    if (name === _Py_ID('__class__') && descriptor === _PyType_Lookup(PyBaseObject_Type, name)) return 'DUNDER_CLASS';
    if (store) return 'OVERRIDING';
  }
  if (desc_cls.tp_descr_get !== null) {
    if ((desc_cls.tp_flags & Py_TPFLAGS_METHOD_DESCRIPTOR) !== 0) return 'METHOD';
    if (desc_cls === PyClassMethodDescr_Type) return 'BUILTIN_CLASSMETHOD';
    if (desc_cls === PyClassMethod_Type) return 'PYTHON_CLASSMETHOD';
    return 'NON_OVERRIDING';
  }
  return 'NON_DESCRIPTOR';
}

export function _Py_Specialize_LoadAttr(
  owner: PyObject,
  code: PyCodeObject,
  pc: number,
  name: PyObject,
  oparg: number,
): void {
  if (!specializeLoadAttr(owner, code, pc, name, (oparg & 1) !== 0)) backOff(code, pc, op.LOAD_ATTR);
}
function specializeLoadAttr(owner: PyObject, code: PyCodeObject, pc: number, name: PyObject, isCall: boolean): boolean {
  const type = owner.ob_type;
  if (type === PyModule_Type) return specializeModuleAttr(owner, code, pc, name);
  if (PyType_Check(owner)) return specializeClassAttr(owner, code, pc, name);
  const kind = analyze_descriptor(type, name, false);
  const version = type.tp_version_tag;
  if (version === 0) return false;
  switch (kind) {
    case 'METHOD':
      return isCall && loadClassAttr(owner, code, pc, name, true);
    case 'PROPERTY': {
      const fget = (descr as propertyobject).prop_get;
      if (fget === null || fget.ob_type !== PyFunction_Type || !hasArgs(fget, 1) || isCall) return false;
      return enterFunction(code, pc, version, fget, op.LOAD_ATTR_PROPERTY);
    }
    case 'GETATTRIBUTE_IS_PYTHON_FUNCTION':
      if (!hasArgs(descr!, 2) || isCall) return false;
      return enterFunction(code, pc, version, descr!, op.LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN);
    case 'OBJECT_SLOT': {
      const member = descr as PyMemberDescrObject;
      if (!PyType_IsSubtype(type, member.d_type)) return false;
      slotCache(code, pc, version, member);
      succeed(code, pc, op.LOAD_ATTR_SLOT);
      return true;
    }
    case 'DUNDER_CLASS':
      newCache(code, pc, version, 0, 0, null, 'ob_type');
      succeed(code, pc, op.LOAD_ATTR_SLOT);
      return true;
    case 'NON_DESCRIPTOR':
      return !isCall && loadClassAttr(owner, code, pc, name, false);
    case 'ABSENT':
      return specialize_dict_access(
        owner,
        code,
        pc,
        type,
        name,
        false,
        op.LOAD_ATTR_INSTANCE_VALUE,
        op.LOAD_ATTR_WITH_HINT,
      );
    default:
      return false;
  }
}
function hasArgs(func: PyObject, n: number): boolean {
  const fcode = codeOf(func);
  return isSimple(fcode) && fcode.co_argcount === n;
}
function enterFunction(code: PyCodeObject, pc: number, type_version: number, func: PyObject, opcode: number): boolean {
  const version = _PyFunction_GetVersionForCurrentState(func as PyFunctionObject);
  if (version === 0) return false;
  newCache(code, pc, type_version, 0, version, func);
  succeed(code, pc, opcode);
  return true;
}
function slotCache(code: PyCodeObject, pc: number, version: number, member: PyMemberDescrObject): void {
  const def = member.d_member;
  if ((def.flags & Py_MEMBER_SLOT) !== 0) newCache(code, pc, version, def.slot!, 0, null);
  else newCache(code, pc, version, 0, 0, null, def.field);
}

function specializeModuleAttr(owner: PyObject, code: PyCodeObject, pc: number, name: PyObject): boolean {
  const dict = owner.ob_dict;
  if (dict === null) return false;
  const keys = dict.ma_keys;
  if (keys.dk_kind === DICT_KEYS_GENERAL || dict.ma_values !== null) return false;
  // A __getattr__ in the module would have to be asked for what is missing.
  if (_PyDictKeys_StringLookup(keys, _Py_ID('__getattr__')) >= 0) return false;
  const index = _PyDictKeys_StringLookup(keys, name);
  if (index < 0 || index > 0xffff) return false;
  const version = _PyDictKeys_GetVersionForCurrentState(keys);
  if (version === 0) return false;
  newCache(code, pc, 0, index, version, null);
  succeed(code, pc, op.LOAD_ATTR_MODULE);
  return true;
}

function specializeClassAttr(owner: PyTypeObject, code: PyCodeObject, pc: number, name: PyObject): boolean {
  if (owner.ob_type !== PyType_Type || _PyType_Lookup(owner.ob_type, name) !== null) return false;
  const kind = analyze_descriptor(owner, name, false);
  if (owner.tp_version_tag === 0) return false;
  if (kind !== 'METHOD' && kind !== 'NON_DESCRIPTOR') return false;
  newCache(code, pc, owner.tp_version_tag, 0, 0, descr);
  succeed(code, pc, op.LOAD_ATTR_CLASS);
  return true;
}

/** specialize_attr_loadclassattr: a method or plain value of the class, which no instance attribute hides. */
function loadClassAttr(owner: PyObject, code: PyCodeObject, pc: number, name: PyObject, is_method: boolean): boolean {
  const type = owner.ob_type;
  let keys_version = 0;
  let opcode: number;
  if ((type.tp_flags & Py_TPFLAGS_INLINE_VALUES) !== 0) {
    const keys = type.ht_cached_keys!;
    if (_PyDictKeys_StringLookup(keys, name) >= 0) return false;
    keys_version = _PyDictKeys_GetVersionForCurrentState(keys);
    if (keys_version === 0) return false;
    opcode = is_method ? op.LOAD_ATTR_METHOD_WITH_VALUES : op.LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES;
  } else if ((type.tp_flags & Py_TPFLAGS_MANAGED_DICT) === 0 && type.tp_dictoffset === 0) {
    opcode = is_method ? op.LOAD_ATTR_METHOD_NO_DICT : op.LOAD_ATTR_NONDESCRIPTOR_NO_DICT;
  } else {
    if (!is_method || type.tp_dictoffset < -1) return false;
    if (owner.ob_dict !== null) return false;
    opcode = op.LOAD_ATTR_METHOD_LAZY_DICT;
  }
  newCache(code, pc, type.tp_version_tag, 0, keys_version, descr);
  succeed(code, pc, opcode);
  return true;
}

function specialize_dict_access(
  owner: PyObject,
  code: PyCodeObject,
  pc: number,
  type: PyTypeObject,
  name: PyObject,
  store: boolean,
  values_op: number,
  hint_op: number,
): boolean {
  if ((type.tp_flags & Py_TPFLAGS_MANAGED_DICT) === 0) return false;
  if (
    (type.tp_flags & Py_TPFLAGS_INLINE_VALUES) !== 0 &&
    owner.ob_values!.valid &&
    !(store && owner.ob_dict !== null)
  ) {
    const index = _PyDictKeys_StringLookup(type.ht_cached_keys!, name);
    if (index < 0 || index > 0xffff) return false;
    newCache(code, pc, type.tp_version_tag, index, 0, null);
    succeed(code, pc, values_op);
    return true;
  }
  const dict = owner.ob_dict;
  if (dict === null || !PyDict_CheckExact(dict) || dict.ma_values !== null) return false;
  const index = _PyDict_LookupIndex(dict, name);
  if (index < 0 || index > 0xffff) return false;
  newCache(code, pc, type.tp_version_tag, index, 0, null);
  succeed(code, pc, hint_op);
  return true;
}

export function _Py_Specialize_StoreAttr(owner: PyObject, code: PyCodeObject, pc: number, name: PyObject): void {
  if (!specializeStoreAttr(owner, code, pc, name)) backOff(code, pc, op.STORE_ATTR);
}
function specializeStoreAttr(owner: PyObject, code: PyCodeObject, pc: number, name: PyObject): boolean {
  const type = owner.ob_type;
  if (type === PyModule_Type) return false;
  const kind = analyze_descriptor(type, name, true);
  if (type.tp_version_tag === 0) return false;
  if (kind === 'OBJECT_SLOT') {
    const member = descr as PyMemberDescrObject;
    if (!PyType_IsSubtype(type, member.d_type) || (member.d_member.flags & Py_READONLY) !== 0) return false;
    slotCache(code, pc, type.tp_version_tag, member);
    succeed(code, pc, op.STORE_ATTR_SLOT);
    return true;
  }
  if (kind !== 'ABSENT') return false;
  return specialize_dict_access(
    owner,
    code,
    pc,
    type,
    name,
    true,
    op.STORE_ATTR_INSTANCE_VALUE,
    op.STORE_ATTR_WITH_HINT,
  );
}

export function _Py_Specialize_LoadSuperAttr(
  global_super: PyObject,
  cls: PyObject,
  code: PyCodeObject,
  pc: number,
  load_method: number,
): void {
  if (global_super !== PySuper_Type || !PyType_Check(cls)) backOff(code, pc, op.LOAD_SUPER_ATTR);
  else succeed(code, pc, load_method ? op.LOAD_SUPER_ATTR_METHOD : op.LOAD_SUPER_ATTR_ATTR);
}

// Calls

export function _Py_Specialize_Call(
  callable: PyObject,
  code: PyCodeObject,
  pc: number,
  nargs: number,
  oparg: number,
): void {
  const type = callable.ob_type;
  let opcode: number;
  if (type === PyCFunction_Type) opcode = specialize_c_call(callable as PyCFunctionObject, nargs);
  else if (type === PyFunction_Type) opcode = specialize_py_call(callable as PyFunctionObject, code, pc, nargs, false);
  else if (PyType_Check(callable)) opcode = specialize_class_call(callable, code, pc, nargs, oparg);
  else if (type === PyMethodDescr_Type) {
    opcode = specialize_method_descriptor(callable as PyMethodDescrObject, code, pc, nargs, oparg);
  } else if (type === PyMethod_Type) {
    const func = (callable as PyMethodObject).im_func;
    opcode = func.ob_type === PyFunction_Type ? specialize_py_call(func as PyFunctionObject, code, pc, nargs, true) : 0;
  } else opcode = op.CALL_NON_PY_GENERAL;
  if (opcode === 0) backOff(code, pc, op.CALL);
  else succeed(code, pc, opcode);
}

const CALL_FLAGS = METH_VARARGS | METH_FASTCALL | METH_NOARGS | METH_O | METH_KEYWORDS;

/** These return the opcode, 0 for failure. */
function specialize_c_call(callable: PyCFunctionObject, nargs: number): number {
  switch (callable.m_ml.ml_flags & CALL_FLAGS) {
    case METH_O:
      if (nargs !== 1) return 0;
      return callable === callable_cache.len ? op.CALL_LEN : op.CALL_BUILTIN_O;
    case METH_FASTCALL:
      return nargs === 2 && callable === callable_cache.isinstance ? op.CALL_ISINSTANCE : op.CALL_BUILTIN_FAST;
    case METH_FASTCALL | METH_KEYWORDS:
      return op.CALL_BUILTIN_FAST_WITH_KEYWORDS;
    default:
      return op.CALL_NON_PY_GENERAL;
  }
}

function specialize_py_call(
  func: PyFunctionObject,
  code: PyCodeObject,
  pc: number,
  nargs: number,
  bound: boolean,
): number {
  const fcode = codeOf(func);
  const complex = (fcode.co_flags & (CO_VARKEYWORDS | CO_VARARGS)) !== 0 || fcode.co_kwonlyargcount !== 0;
  if (!complex && (fcode.co_flags & CO_OPTIMIZED) === 0) return 0;
  const argcount = complex ? -1 : fcode.co_argcount;
  const version = _PyFunction_GetVersionForCurrentState(func);
  if (version === 0) return 0;
  newCache(code, pc, version, 0, 0, null);
  if (argcount === nargs + (bound ? 1 : 0)) return bound ? op.CALL_BOUND_METHOD_EXACT_ARGS : op.CALL_PY_EXACT_ARGS;
  return bound ? op.CALL_BOUND_METHOD_GENERAL : op.CALL_PY_GENERAL;
}

function specialize_class_call(
  type: PyTypeObject,
  code: PyCodeObject,
  pc: number,
  nargs: number,
  oparg: number,
): number {
  if ((type.tp_flags & Py_TPFLAGS_IMMUTABLETYPE) !== 0) {
    if (nargs === 1 && oparg === 1) {
      if (type === PyUnicode_Type) return op.CALL_STR_1;
      if (type === PyType_Type) return op.CALL_TYPE_1;
      if (type === PyTuple_Type) return op.CALL_TUPLE_1;
    }
    return type.tp_vectorcall !== null ? op.CALL_BUILTIN_CLASS : 0;
  }
  if (type.ob_type !== PyType_Type || type.tp_new !== PyBaseObject_Type.tp_new) return op.CALL_NON_PY_GENERAL;
  const init = get_init_for_simple_managed_python_class(type);
  if (type.tp_version_tag === 0) return 0;
  if (init === null) return op.CALL_NON_PY_GENERAL;
  if (codeOf(init).co_argcount !== nargs + 1) return 0;
  newCache(code, pc, type.tp_version_tag, 0, 0, null);
  return op.CALL_ALLOC_AND_ENTER_INIT;
}
function get_init_for_simple_managed_python_class(type: PyTypeObject): PyObject | null {
  if (type.tp_alloc !== PyType_GenericAlloc || (type.tp_flags & Py_TPFLAGS_INLINE_VALUES) === 0) return null;
  if ((type.tp_flags & Py_TPFLAGS_HEAPTYPE) === 0) return null;
  const init = _PyType_Lookup(type, _Py_ID('__init__'));
  if (init === null || init.ob_type !== PyFunction_Type || !isSimple(codeOf(init))) return null;
  type.spec_init = init;
  return init;
}

function specialize_method_descriptor(
  method: PyMethodDescrObject,
  code: PyCodeObject,
  pc: number,
  nargs: number,
  oparg: number,
): number {
  switch (method.d_method.ml_flags & CALL_FLAGS) {
    case METH_NOARGS:
      return nargs === 1 ? op.CALL_METHOD_DESCRIPTOR_NOARGS : 0;
    case METH_O:
      if (nargs !== 2) return 0;
      if (method === callable_cache.list_append && oparg === 1 && opcodeAt(code, pc + 4) === POP_TOP)
        return op.CALL_LIST_APPEND;
      return op.CALL_METHOD_DESCRIPTOR_O;
    case METH_FASTCALL:
      return op.CALL_METHOD_DESCRIPTOR_FAST;
    case METH_FASTCALL | METH_KEYWORDS:
      return op.CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS;
    default:
      return op.CALL_NON_PY_GENERAL;
  }
}
