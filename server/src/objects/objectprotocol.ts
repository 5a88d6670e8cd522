// What can be done with any object: repr, str, comparison, hash, truth, dir, finalizers; None and NotImplemented.
// Follows Objects/object.c, CPython 3.13. (It is not called object.ts because that leaf module holds the PyObject class,
// which every struct extends.) Attribute access is in objectattr.ts and exported from here as well.

import { staticObject } from '../heap/alloc';
import { _PyGC_FINALIZED, _PyGC_SET_FINALIZED } from '../heap/gclists';
import { addressOf } from '../heap/obmalloc';
import { Py_DECREF, Py_NewRef, Py_SET_REFCNT, Py_XDECREF, _Py_SetImmortal } from '../heap/refcount';
import type { Borrowed, Owned } from '../heap/refcount';
import { PyMapping_Keys, PySequence_List } from './abstract';
import { PyBytes_CheckExact, PyBytes_Check, PyBytes_FromObject } from './bytesobject';
import { Py_False, Py_True } from './boolobject';
import { PyObject_CallNoArgs, _Py_EnterRecursiveCall, _Py_LeaveRecursiveCall } from './call';
import { PyDict_GET_SIZE, PyDict_GetItemWithError, PyDict_New, PyDict_SetItem } from './dictobject';
import type { PyDictObject } from './dictstruct';
import { PyErr_GetRaisedException, PyErr_Occurred, PyErr_SetRaisedException, PyErr_SetString } from './errors';
import { PyExc_DeprecationWarning, PyExc_TypeError } from './exceptions';
import { PyList_Append, PyList_Check, PyList_New, PyList_SetSlice, PyList_Sort } from './listobject';
import type { PyListObject } from './liststruct';
import type { CompareOp } from './object';
import { PyObject } from './object';
import { PyObject_GetOptionalAttr } from './objectattr';
import type { Out } from './objectattr';
import { hashError, makeHash } from './pyhash';
import { tstate, vmInterface } from './pystate';
import type { PyTupleObject } from './tuplestruct';
import { PyType_IsSubtype, _PyObject_LookupSpecial, _Py_BaseObject_RichCompare } from './typeobject';
import type { PyTypeObject } from './typestruct';
import { defineType, METH_NOARGS, method, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_UNICODE_SUBCLASS } from './typestruct';
import { _Py_ID } from './unicode_interned';
import { PyUnicode_FromString, PyUnicode_Type } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';
import { PyErr_WarnEx } from './warnings';

export * from './objectattr';
export { PyObject_Format } from './objectformat';
export { Py_Ellipsis } from './sliceobject';
export { Py_TRASHCAN_BEGIN, Py_TRASHCAN_END, Py_TRASHCAN_HEADROOM } from './trashcan';

const id___qualname__ = _Py_ID('__qualname__');
const id___module__ = _Py_ID('__module__');
const id_builtins = _Py_ID('builtins');
const id___bytes__ = _Py_ID('__bytes__');
const id___dir__ = _Py_ID('__dir__');
const id_Py_Repr = _Py_ID('Py_Repr');

// ---------------------------------------------------------------------------------------------------- addresses

/** What `id()` gives: the address of the object itself, behind the pre-header its block begins with. */
export function objectAddress(op: PyObject): number {
  return addressOf(op.ob_addr, op.ob_type.presize);
}

/** The address as C's %p prints it. */
export function pointerText(op: PyObject): string {
  return '0x' + objectAddress(op).toString(16);
}

// ---------------------------------------------------------------------------------------------------- text

function isStr(op: PyObject): op is PyUnicodeObject {
  return (op.ob_type.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS) !== 0;
}

/** repr(v). Owned, or null with an exception. */
export function PyObject_Repr(v: PyObject | null): Owned<PyUnicodeObject> | null {
  if (v === null) return PyUnicode_FromString('<NULL>') as PyUnicodeObject;
  const repr = v.ob_type.tp_repr;
  if (repr === null) {
    return PyUnicode_FromString(`<${v.ob_type.tp_name} object at ${pointerText(v)}>`) as PyUnicodeObject;
  }
  if (_Py_EnterRecursiveCall(' while getting the repr of an object')) return null;
  const res = repr(v);
  _Py_LeaveRecursiveCall();
  if (res === null || isStr(res)) return res;
  PyErr_SetString(PyExc_TypeError, `__repr__ returned non-string (type ${res.ob_type.tp_name})`);
  Py_DECREF(res);
  return null;
}

/** str(v). Owned (`v` itself when it is an exact str), or null with an exception. */
export function PyObject_Str(v: PyObject | null): Owned<PyUnicodeObject> | null {
  if (v === null) return PyUnicode_FromString('<NULL>') as PyUnicodeObject;
  if (v.ob_type === PyUnicode_Type) return Py_NewRef(v as PyUnicodeObject);
  const str = v.ob_type.tp_str;
  if (str === null) return PyObject_Repr(v);
  if (_Py_EnterRecursiveCall(' while getting the str of an object')) return null;
  const res = str(v);
  _Py_LeaveRecursiveCall();
  if (res === null || isStr(res)) return res;
  PyErr_SetString(PyExc_TypeError, `__str__ returned non-string (type ${res.ob_type.tp_name})`);
  Py_DECREF(res);
  return null;
}

/** ascii(v): the repr with everything outside ASCII escaped. Owned, or null with an exception. */
export function PyObject_ASCII(v: PyObject): Owned<PyUnicodeObject> | null {
  const repr = PyObject_Repr(v);
  if (repr === null || repr.ascii) return repr;
  let text = '';
  for (const ch of repr.str) {
    const code = ch.codePointAt(0)!;
    if (code < 0x80) text += ch;
    else if (code < 0x100) text += '\\x' + code.toString(16).padStart(2, '0');
    else if (code < 0x10000) text += '\\u' + code.toString(16).padStart(4, '0');
    else text += '\\U' + code.toString(16).padStart(8, '0');
  }
  Py_DECREF(repr);
  return PyUnicode_FromString(text) as PyUnicodeObject;
}

/** bytes(v) by `__bytes__`, the buffer protocol or iteration. Owned, or null with an exception. */
export function PyObject_Bytes(v: PyObject): Owned<PyObject> | null {
  if (PyBytes_CheckExact(v)) return Py_NewRef(v);
  const func = _PyObject_LookupSpecial(v, id___bytes__);
  if (func !== null) {
    const result = PyObject_CallNoArgs(func);
    Py_DECREF(func);
    if (result === null) return null;
    if (!PyBytes_Check(result)) {
      PyErr_SetString(PyExc_TypeError, `__bytes__ returned non-bytes (type ${result.ob_type.tp_name})`);
      Py_DECREF(result);
      return null;
    }
    return result;
  }
  if (PyErr_Occurred()) return null;
  return PyBytes_FromObject(v);
}

/** `module.qualname()` of a callable, for error messages. Owned str, or null with an exception. */
export function _PyObject_FunctionStr(x: PyObject): Owned<PyUnicodeObject> | null {
  const slot: Out = { value: null };
  const ret = PyObject_GetOptionalAttr(x, id___qualname__, slot);
  const qualname = slot.value;
  if (qualname === null) return ret < 0 ? null : PyObject_Str(x);
  let result: PyUnicodeObject | null = null;
  const text = PyObject_Str(qualname);
  if (text !== null && PyObject_GetOptionalAttr(x, id___module__, slot) >= 0) {
    const module = slot.value;
    let prefix = '';
    let ok = true;
    if (module !== null && module !== Py_None) {
      const ne = PyObject_RichCompareBool(module, id_builtins, 3);
      if (ne < 0) ok = false;
      else if (ne > 0) {
        const m = PyObject_Str(module);
        if (m === null) ok = false;
        else {
          prefix = m.str + '.';
          Py_DECREF(m);
        }
      }
    }
    if (ok) result = PyUnicode_FromString(`${prefix}${text.str}()`) as PyUnicodeObject;
    Py_XDECREF(module);
  }
  Py_XDECREF(text);
  Py_DECREF(qualname);
  return result;
}

// ---------------------------------------------------------------------------------------------------- comparison

/** Maps Py_LT to Py_GT and so on: the operation with its operands exchanged. */
export const _Py_SwappedOp: readonly CompareOp[] = [4, 5, 2, 3, 0, 1];
const opstrings = ['<', '<=', '==', '!=', '>', '>='];

function do_richcompare(v: PyObject, w: PyObject, op: CompareOp): PyObject | null {
  const vt = v.ob_type;
  const wt = w.ob_type;
  let checked_reverse_op = false;
  if (vt !== wt && wt.tp_richcompare !== null && PyType_IsSubtype(wt, vt)) {
    checked_reverse_op = true;
    const res = wt.tp_richcompare(w, v, _Py_SwappedOp[op]!);
    if (res !== Py_NotImplemented) return res;
    Py_DECREF(res);
  }
  // Types are read again each time, as in C: a comparison may have changed them.
  let f = v.ob_type.tp_richcompare;
  if (f !== null) {
    const res = f(v, w, op);
    if (res !== Py_NotImplemented) return res;
    Py_DECREF(res);
  }
  if (!checked_reverse_op && (f = w.ob_type.tp_richcompare) !== null) {
    const res = f(w, v, _Py_SwappedOp[op]!);
    if (res !== Py_NotImplemented) return res;
    Py_DECREF(res);
  }
  if (op === 2) return Py_NewRef(v === w ? Py_True : Py_False);
  if (op === 3) return Py_NewRef(v !== w ? Py_True : Py_False);
  return PyErr_SetString(
    PyExc_TypeError,
    `'${opstrings[op]!}' not supported between instances of '${v.ob_type.tp_name}' and '${w.ob_type.tp_name}'`,
  );
}

/** `v op w`. Owned (any object), or null with an exception. */
export function PyObject_RichCompare(v: PyObject, w: PyObject, op: CompareOp): Owned<PyObject> | null {
  if (_Py_EnterRecursiveCall(' in comparison')) return null;
  const res = do_richcompare(v, w, op);
  _Py_LeaveRecursiveCall();
  return res;
}

/** The truth of `v op w`: 1, 0, or −1 with an exception. Identical objects are equal without being asked. */
export function PyObject_RichCompareBool(v: PyObject, w: PyObject, op: CompareOp): number {
  if (v === w) {
    if (op === 2) return 1;
    if (op === 3) return 0;
  }
  const res = PyObject_RichCompare(v, w, op);
  if (res === null) return -1;
  const ok = res === Py_True ? 1 : res === Py_False ? 0 : PyObject_IsTrue(res);
  Py_DECREF(res);
  return ok;
}

// ---------------------------------------------------------------------------------------------------- hash, truth

/** tp_hash of an unhashable type. */
export function PyObject_HashNotImplemented(v: PyObject): number {
  PyErr_SetString(PyExc_TypeError, `unhashable type: '${v.ob_type.tp_name}'`);
  return hashError();
}

/** hash(v): low half, the high half in pyhash.ts's register; see isHashError. */
export function PyObject_Hash(v: PyObject): number {
  const hash = v.ob_type.tp_hash;
  return hash !== null ? hash(v) : PyObject_HashNotImplemented(v);
}

/** bool(v): 1, 0, or −1 with an exception. */
export function PyObject_IsTrue(v: PyObject): number {
  if (v === Py_True) return 1;
  if (v === Py_False || v === Py_None) return 0;
  const type = v.ob_type;
  let res: number;
  if (type.nb_bool !== null) res = type.nb_bool(v);
  else if (type.mp_length !== null) res = type.mp_length(v);
  else if (type.sq_length !== null) res = type.sq_length(v);
  else return 1;
  return res > 0 ? 1 : res;
}

/** `not v`: 1, 0, or −1 with an exception. */
export function PyObject_Not(v: PyObject): number {
  const res = PyObject_IsTrue(v);
  return res < 0 ? res : res === 0 ? 1 : 0;
}

export function PyCallable_Check(x: PyObject | null): boolean {
  return x !== null && x.ob_type.tp_call !== null;
}

/** tp_iter of iterators. */
export function PyObject_SelfIter(obj: PyObject): Owned<PyObject> {
  return Py_NewRef(obj);
}

/** tp_iternext of a class whose `__next__` was taken away. */
export function _PyObject_NextNotImplemented(self: PyObject): null {
  return PyErr_SetString(PyExc_TypeError, `'${self.ob_type.tp_name}' object is not iterable`);
}

// ---------------------------------------------------------------------------------------------------- dir

function sortedList_steal(names: PyObject | null): PyObject | null {
  if (names === null) return null;
  if (PyList_Sort(names as PyListObject) !== 0) {
    Py_DECREF(names);
    return null;
  }
  return names;
}

/** dir(obj), or with null the names of the local scope. A sorted list, owned, or null with an exception. */
export function PyObject_Dir(obj: PyObject | null): Owned<PyObject> | null {
  if (obj === null) {
    const locals = vmInterface.getFrameLocals();
    if (locals === null) return null;
    const names = PyMapping_Keys(locals);
    Py_DECREF(locals);
    if (names !== null && !PyList_Check(names)) {
      PyErr_SetString(
        PyExc_TypeError,
        `dir(): expected keys() of locals to be a list, not '${(names as PyObject).ob_type.tp_name}'`,
      );
      Py_DECREF(names);
      return null;
    }
    return sortedList_steal(names);
  }
  const dirfunc = _PyObject_LookupSpecial(obj, id___dir__);
  if (dirfunc === null) {
    return PyErr_Occurred() ? null : PyErr_SetString(PyExc_TypeError, 'object does not provide __dir__');
  }
  const result = PyObject_CallNoArgs(dirfunc);
  Py_DECREF(dirfunc);
  if (result === null) return null;
  const list = PySequence_List(result);
  Py_DECREF(result);
  return sortedList_steal(list);
}

// ---------------------------------------------------------------------------------------------------- finalizers

/** Calls tp_finalize, once in an object's life where the type is collectable. */
export function PyObject_CallFinalizer(self: PyObject): void {
  const tp = self.ob_type;
  if (tp.tp_finalize === null) return;
  const gc = (tp.tp_flags & Py_TPFLAGS_HAVE_GC) !== 0;
  if (gc && _PyGC_FINALIZED(self)) return;
  tp.tp_finalize(self as never);
  if (gc) _PyGC_SET_FINALIZED(self);
}

/**
 * The same for an object whose count is zero, from its tp_dealloc; the object must be tracked. −1: the finalizer
 * resurrected it, and the deallocation must stop at once.
 */
export function PyObject_CallFinalizerFromDealloc(self: PyObject): number {
  Py_SET_REFCNT(self, 1);
  PyObject_CallFinalizer(self);
  // Undone without Py_DECREF, which would deallocate again.
  Py_SET_REFCNT(self, self.ob_refcnt - 1);
  return self.ob_refcnt === 0 ? 0 : -1;
}

// ---------------------------------------------------------------------------------------------------- repr recursion

/** PyThreadState_GetDict: made when first asked for. Borrowed. */
export function PyThreadState_GetDict(): Borrowed<PyDictObject> {
  return (tstate.roots.dict ??= PyDict_New()) as PyDictObject;
}

/** Notes that `obj`'s repr is being made: 0, 1 when it already is (write `...`), −1 with an exception. */
export function Py_ReprEnter(obj: PyObject): number {
  const dict = PyThreadState_GetDict();
  let list = PyDict_GetItemWithError(dict, id_Py_Repr) as PyListObject | null;
  if (list === null) {
    if (PyErr_Occurred()) return -1;
    list = PyList_New(0)!;
    if (PyDict_SetItem(dict, id_Py_Repr, list) < 0) return -1;
    Py_DECREF(list);
  }
  const items = list.ob_item;
  for (let i = items.length; --i >= 0;) if (items[i] === obj) return 1;
  return PyList_Append(list, obj) < 0 ? -1 : 0;
}

/** Undoes Py_ReprEnter. An exception that is set stays. */
export function Py_ReprLeave(obj: PyObject): void {
  const exc = PyErr_GetRaisedException();
  const list = PyDict_GetItemWithError(PyThreadState_GetDict(), id_Py_Repr) as PyListObject | null;
  if (list !== null) {
    for (let i = list.ob_item.length; --i >= 0;) {
      if (list.ob_item[i] === obj) {
        PyList_SetSlice(list, i, i + 1, null);
        break;
      }
    }
  }
  PyErr_SetRaisedException(exc);
}

// ---------------------------------------------------------------------------------------------------- singletons

function reviveImmortal(op: PyObject): void {
  _Py_SetImmortal(op);
}

function noArguments(args: PyTupleObject, kwargs: PyDictObject | null, name: string): boolean {
  if (args.ob_item.length === 0 && (kwargs === null || PyDict_GET_SIZE(kwargs) === 0)) return true;
  PyErr_SetString(PyExc_TypeError, `${name} takes no arguments`);
  return false;
}

function none_new(_type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  return noArguments(args, kwargs, 'NoneType') ? Py_NewRef(Py_None) : null;
}

export const _PyNone_Type: PyTypeObject = defineType({
  tp_name: 'NoneType',
  tp_basicsize: 16,
  tp_doc: 'NoneType()\n--\n\nThe type of the None singleton.',
  tp_dealloc: reviveImmortal,
  tp_repr: () => Py_NewRef(_Py_ID('None')),
  // 3.12 gave None a hash that is the same in every process.
  tp_hash: () => makeHash(0xfca86420 | 0, 0),
  tp_richcompare: _Py_BaseObject_RichCompare,
  nb_bool: () => 0,
  tp_new: none_new,
});

/** None: immortal; functions return it with Py_NewRef all the same. */
export const Py_None: PyObject = staticObject(new PyObject(_PyNone_Type), 16);

function notimplemented_new(_type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  return noArguments(args, kwargs, 'NotImplementedType') ? Py_NewRef(Py_NotImplemented) : null;
}

function notimplemented_bool(): number {
  const text = 'NotImplemented should not be used in a boolean context';
  return PyErr_WarnEx(PyExc_DeprecationWarning, text, 1) < 0 ? -1 : 1;
}

const NotImplemented_repr = (): PyObject | null => PyUnicode_FromString('NotImplemented');

export const _PyNotImplemented_Type: PyTypeObject = defineType({
  tp_name: 'NotImplementedType',
  tp_basicsize: 16,
  tp_doc: 'NotImplementedType()\n--\n\nThe type of the NotImplemented singleton.',
  tp_dealloc: reviveImmortal,
  tp_repr: NotImplemented_repr,
  nb_bool: notimplemented_bool,
  tp_new: notimplemented_new,
  tp_methods: [method('__reduce__', METH_NOARGS, NotImplemented_repr, '($self, /)')],
});

export const Py_NotImplemented: PyObject = staticObject(new PyObject(_PyNotImplemented_Type), 16);

/** A new reference to None (Py_RETURN_NONE). */
export function noneResult(): Owned<PyObject> {
  return Py_NewRef(Py_None);
}
