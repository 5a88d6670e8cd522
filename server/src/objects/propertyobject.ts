// property. Follows the end of Objects/descrobject.c, and _PyObject_IsAbstract of Objects/object.c, CPython 3.13.

import { PyObject_GC_Del } from '../heap/alloc';
import { _PyObject_GC_UNTRACK } from '../heap/gclists';
import { Py_DECREF, Py_NewRef, Py_XDECREF, Py_XNewRef } from '../heap/refcount';
import { Py_False, Py_True } from './boolobject';
import { PyObject_CallFunctionObjArgs, PyObject_CallOneArg, PyObject_Vectorcall } from './call';
import { propertyobject } from './descrstruct';
import type { PyDictObject } from './dictstruct';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_SetString, reprText } from './errors';
import { PyExc_AttributeError, PyExc_TypeError } from './exceptions';
import { _PyArg_UnpackKeywordsDict, argParser } from './getargs';
import type { PyObject, visitproc } from './object';
import {
  PyObject_GenericGetAttr,
  PyObject_GetOptionalAttr,
  PyObject_IsTrue,
  PyObject_SetAttr,
  Py_None,
} from './objectprotocol';
import type { Out } from './objectprotocol';
import { PyType_GenericAlloc, PyType_GenericNew } from './subtype';
import type { PyTupleObject } from './tuplestruct';
import { type_qualname } from './typeattributes';
import { PyObject_TypeCheck } from './typebasics';
import type { PyMemberDef, PyTypeObject } from './typestruct';
import {
  METH_O,
  METH_VARARGS,
  Py_READONLY,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_HAVE_GC,
  _Py_T_OBJECT,
  defineType,
  method,
} from './typestruct';
import { _Py_ID } from './unicode_interned';

const id___doc__ = _Py_ID('__doc__');
const id___isabstractmethod__ = _Py_ID('__isabstractmethod__');
const id___name__ = _Py_ID('__name__');

/** obj.__isabstractmethod__: 1, 0 (also for null), or −1 with an exception. */
export function _PyObject_IsAbstract(obj: PyObject | null): number {
  if (obj === null) return 0;
  const slot: Out = { value: null };
  let res = PyObject_GetOptionalAttr(obj, id___isabstractmethod__, slot);
  if (res > 0) {
    res = PyObject_IsTrue(slot.value!);
    Py_DECREF(slot.value!);
  }
  return res;
}

/** Py_XSETREF of a field; `value` is borrowed. */
function setField(
  self: propertyobject,
  field: 'prop_get' | 'prop_set' | 'prop_del' | 'prop_doc' | 'prop_name',
  value: PyObject | null,
): void {
  const old = self[field];
  self[field] = Py_XNewRef(value);
  Py_XDECREF(old);
}

function property_set_name(self: PyObject, args: PyTupleObject): PyObject | null {
  const n = args.ob_item.length;
  if (n !== 2) {
    return PyErr_SetString(PyExc_TypeError, `__set_name__() takes 2 positional arguments but ${n} were given`);
  }
  setField(self as propertyobject, 'prop_name', args.ob_item[1]!);
  return Py_NewRef(Py_None);
}

function property_dealloc(gs: propertyobject): void {
  _PyObject_GC_UNTRACK(gs);
  Py_XDECREF(gs.prop_get);
  Py_XDECREF(gs.prop_set);
  Py_XDECREF(gs.prop_del);
  Py_XDECREF(gs.prop_doc);
  Py_XDECREF(gs.prop_name);
  gs.ob_type.tp_free!(gs as never);
}

function property_traverse(pp: propertyobject, visit: visitproc): void {
  if (pp.prop_get !== null) visit(pp.prop_get);
  if (pp.prop_set !== null) visit(pp.prop_set);
  if (pp.prop_del !== null) visit(pp.prop_del);
  if (pp.prop_doc !== null) visit(pp.prop_doc);
  if (pp.prop_name !== null) visit(pp.prop_name);
}

function property_clear(pp: propertyobject): void {
  setField(pp, 'prop_doc', null);
}

/** The name given by __set_name__, else the getter's. 1 with it (owned) in `name`, 0 without, −1 with an exception. */
function property_name(prop: propertyobject, name: Out): number {
  name.value = null;
  if (prop.prop_name !== null) {
    name.value = Py_NewRef(prop.prop_name);
    return 1;
  }
  return prop.prop_get === null ? 0 : PyObject_GetOptionalAttr(prop.prop_get, id___name__, name);
}

/** `property 'x' of 'C' object has no setter`. */
function missing(gs: propertyobject, obj: PyObject, what: string): void {
  const propname: Out = { value: null };
  if (property_name(gs, propname) < 0) return;
  const qualname = type_qualname(obj.ob_type);
  const which = propname.value !== null ? `property ${reprText(propname.value)}` : 'property';
  PyErr_SetString(PyExc_AttributeError, `${which} of ${reprText(qualname)} object has no ${what}`);
  Py_XDECREF(propname.value);
  Py_DECREF(qualname);
}

function property_descr_get(self: PyObject, obj: PyObject | null, _type: PyObject | null): PyObject | null {
  if (obj === null || obj === Py_None) return Py_NewRef(self);
  const gs = self as propertyobject;
  if (gs.prop_get !== null) return PyObject_CallOneArg(gs.prop_get, obj);
  missing(gs, obj, 'getter');
  return null;
}

function property_descr_set(self: PyObject, obj: PyObject, value: PyObject | null): number {
  const gs = self as propertyobject;
  const func = value === null ? gs.prop_del : gs.prop_set;
  if (func === null) {
    missing(gs, obj, value === null ? 'deleter' : 'setter');
    return -1;
  }
  const res = value === null ? PyObject_CallOneArg(func, obj) : PyObject_Vectorcall(func, [obj, value], null);
  if (res === null) return -1;
  Py_DECREF(res);
  return 0;
}

/** A copy of the property with one of its functions replaced. */
function property_copy(
  old: PyObject,
  get: PyObject | null,
  set: PyObject | null,
  del: PyObject | null,
): PyObject | null {
  const pold = old as propertyobject;
  const type = Py_NewRef(old.ob_type);
  const g = get === null || get === Py_None ? (pold.prop_get ?? Py_None) : get;
  const s = set === null || set === Py_None ? (pold.prop_set ?? Py_None) : set;
  const d = del === null || del === Py_None ? (pold.prop_del ?? Py_None) : del;
  // A docstring that was the old getter's is to be the new getter's.
  const doc = pold.getter_doc && g !== Py_None ? Py_None : (pold.prop_doc ?? Py_None);
  const made = PyObject_CallFunctionObjArgs(type, g, s, d, doc);
  Py_DECREF(type);
  if (made !== null && PyObject_TypeCheck(made, PyProperty_Type)) {
    setField(made as propertyobject, 'prop_name', pold.prop_name);
  }
  return made;
}

const initParser = argParser('property', ['fget', 'fset', 'fdel', 'doc'], 0);

function property_init(op: PyObject, args: PyTupleObject, kwargs: PyDictObject | null): number {
  const a = _PyArg_UnpackKeywordsDict(args, kwargs, initParser);
  if (a === null) return -1;
  const given = (value: PyObject | null | undefined): PyObject | null =>
    value === undefined || value === Py_None ? null : value;
  const self = op as propertyobject;
  const fget = given(a[0]);
  setField(self, 'prop_get', fget);
  setField(self, 'prop_set', given(a[1]));
  setField(self, 'prop_del', given(a[2]));
  setField(self, 'prop_doc', null);
  setField(self, 'prop_name', null);
  self.getter_doc = false;
  const doc = given(a[3]);
  let prop_doc: PyObject | null = null;
  if (doc !== null) {
    prop_doc = Py_NewRef(doc);
  } else if (fget !== null) {
    const slot: Out = { value: null };
    const rc = PyObject_GetOptionalAttr(fget, id___doc__, slot);
    if (rc < 0) return rc;
    prop_doc = slot.value;
    if (prop_doc === Py_None) {
      prop_doc = null;
      Py_DECREF(Py_None);
    }
    if (prop_doc !== null) self.getter_doc = true;
  }
  if (self.ob_type === PyProperty_Type) {
    const old = self.prop_doc;
    self.prop_doc = prop_doc;
    Py_XDECREF(old);
    return 0;
  }
  // In a subclass `__doc__` of the class would hide the member: the docstring becomes an attribute of the instance.
  prop_doc ??= Py_NewRef(Py_None);
  const err = PyObject_SetAttr(self, id___doc__, prop_doc);
  Py_DECREF(prop_doc);
  if (err >= 0) return 0;
  if (self.getter_doc || !PyErr_ExceptionMatches(PyExc_AttributeError)) return -1;
  PyErr_Clear();
  return 0;
}

function property_get__name__(prop: propertyobject): PyObject | null {
  const name: Out = { value: null };
  if (property_name(prop, name) < 0) return null;
  if (name.value === null) {
    return PyErr_SetString(PyExc_AttributeError, "'property' object has no attribute '__name__'");
  }
  return name.value;
}

function property_set__name__(prop: propertyobject, value: PyObject | null): number {
  setField(prop, 'prop_name', value);
  return 0;
}

function property_get___isabstractmethod__(prop: propertyobject): PyObject | null {
  for (const func of [prop.prop_get, prop.prop_set, prop.prop_del]) {
    const res = _PyObject_IsAbstract(func);
    if (res !== 0) return res < 0 ? null : Py_NewRef(Py_True);
  }
  return Py_NewRef(Py_False);
}

const member = (name: string, field: string, flags: number): PyMemberDef => ({
  name,
  type: _Py_T_OBJECT,
  field,
  flags,
  doc: null,
});

export const PyProperty_Type: PyTypeObject = defineType({
  tp_name: 'property',
  tp_basicsize: 64,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
  tp_doc:
    'property(fget=None, fset=None, fdel=None, doc=None)\n--\n\nProperty attribute.\n\n' +
    '  fget\n    function to be used for getting an attribute value\n' +
    '  fset\n    function to be used for setting an attribute value\n' +
    "  fdel\n    function to be used for del'ing an attribute\n  doc\n    docstring\n\n" +
    'Typical use is to define a managed attribute x:\n\nclass C(object):\n    def getx(self): return self._x\n' +
    '    def setx(self, value): self._x = value\n    def delx(self): del self._x\n' +
    "    x = property(getx, setx, delx, \"I'm the 'x' property.\")\n\n" +
    'Decorators make defining new properties or modifying existing ones easy:\n\nclass C(object):\n    @property\n' +
    '    def x(self):\n        "I am the \'x\' property."\n        return self._x\n    @x.setter\n' +
    '    def x(self, value):\n        self._x = value\n    @x.deleter\n    def x(self):\n        del self._x',
  construct: (type) => new propertyobject(type),
  tp_dealloc: property_dealloc,
  tp_getattro: PyObject_GenericGetAttr,
  tp_traverse: property_traverse,
  tp_clear: property_clear,
  tp_descr_get: property_descr_get,
  tp_descr_set: property_descr_set,
  tp_init: property_init,
  tp_alloc: PyType_GenericAlloc,
  tp_new: PyType_GenericNew,
  tp_free: PyObject_GC_Del,
  tp_methods: [
    method(
      'getter',
      METH_O,
      (self: PyObject, getter: PyObject) => property_copy(self, getter, null, null),
      null,
      'Descriptor to obtain a copy of the property with a different getter.',
    ),
    method(
      'setter',
      METH_O,
      (self: PyObject, setter: PyObject) => property_copy(self, null, setter, null),
      null,
      'Descriptor to obtain a copy of the property with a different setter.',
    ),
    method(
      'deleter',
      METH_O,
      (self: PyObject, deleter: PyObject) => property_copy(self, null, null, deleter),
      null,
      'Descriptor to obtain a copy of the property with a different deleter.',
    ),
    method(
      '__set_name__',
      METH_VARARGS,
      property_set_name,
      '($self, owner, name, /)',
      'Method to set name of a property.',
    ),
  ],
  tp_members: [
    member('fget', 'prop_get', Py_READONLY),
    member('fset', 'prop_set', Py_READONLY),
    member('fdel', 'prop_del', Py_READONLY),
    member('__doc__', 'prop_doc', 0),
  ],
  tp_getset: [
    { name: '__name__', get: property_get__name__, set: property_set__name__, doc: null },
    { name: '__isabstractmethod__', get: property_get___isabstractmethod__, set: null, doc: null },
  ],
});
