// The table of special methods: which name belongs to which slot, and how each side calls the other. From it built-in types
// get their `__add__` and so on, and classes made in Python their slot functions. Follows Objects/typeobject.c, CPython 3.13.

import { slot_bf_getbuffer, slot_bf_releasebuffer, wrap_buffer, wrap_releasebuffer } from './bufferwrapper';
import { Py_DECREF } from '../heap/refcount';
import { PyDescr_NewWrapper, PyWrapperDescr_Type } from './descrobject';
import type { PyWrapperDescrObject, wrapperbase } from './descrstruct';
import { PyWrapperFlag_KEYWORDS } from './descrstruct';
import { PyDict_Contains, PyDict_SetItem, _PyDict_Next, next_value } from './dictobject';
import { PyErr_Clear } from './errors';
import { PyCFunction_Type } from './methodobject';
import type { PyCFunctionObject } from './methodstruct';
import type { PyObject } from './object';
import { PyObject_HashNotImplemented, Py_None, _PyObject_NextNotImplemented } from './objectprotocol';
import * as f from './slotfunctions';
import * as w from './slotwrappers';
import { PyType_IsSubtype, _Py_TPFLAGS_STATIC_BUILTIN } from './typebasics';
import { PyType_Modified, find_error, find_name_in_mro, type_from_ref } from './typecache';
import type { PyTypeObject, SlotName } from './typestruct';
import { Py_TPFLAGS_BASE_EXC_SUBCLASS, Py_TPFLAGS_HAVE_VECTORCALL } from './typestruct';
import { _Py_ID } from './unicodeobject';

export { _PyObject_LookupSpecial } from './typelookup';

/** In the order of the slots in C's PyHeapTypeObject; the entries of one slot stand together. */
let slotdefs: wrapperbase[] | null = null;
/** Indices of the first entries of the slots that a name belongs to. */
const slotsByName = new Map<PyObject, number[]>();

function table(): wrapperbase[] {
  if (slotdefs === null) {
    slotdefs = makeTable();
    for (let i = 0; i < slotdefs.length; i++) {
      const p = slotdefs[i]!;
      let first = i;
      while (first > 0 && slotdefs[first - 1]!.slot === p.slot) first--;
      const list = slotsByName.get(p.name_strobj);
      if (list === undefined) slotsByName.set(p.name_strobj, [first]);
      else list.push(first);
    }
  }
  return slotdefs;
}

function makeTable(): wrapperbase[] {
  const defs: wrapperbase[] = [];
  const slot = (
    name: string,
    slotName: SlotName,
    func: unknown,
    wrapper: unknown,
    signature = '',
    doc = '',
    flags = 0,
  ): void => {
    defs.push({
      name,
      slot: slotName,
      function: func,
      wrapper: wrapper as wrapperbase['wrapper'],
      doc: signature === '' ? '' : `${name}${signature}\n--\n\n${doc}`,
      flags,
      name_strobj: _Py_ID(name),
    });
  };
  const SELF = '($self, /)';
  const VALUE = '($self, value, /)';
  const unary = (name: string, slotName: SlotName, func: unknown, doc: string): void =>
    slot(name, slotName, func, w.wrap_unaryfunc, SELF, doc);
  const binary = (name: string, rname: string, slotName: SlotName, func: unknown, op: string): void => {
    slot(name, slotName, func, w.wrap_binaryfunc_l, VALUE, `Return self${op}value.`);
    slot(rname, slotName, func, w.wrap_binaryfunc_r, VALUE, `Return value${op}self.`);
  };
  const inplace = (
    name: string,
    slotName: SlotName,
    func: unknown,
    op: string,
    wrapper: unknown = w.wrap_binaryfunc,
  ): void => slot(name, slotName, func, wrapper, VALUE, `Return self${op}value.`);

  unary('__repr__', 'tp_repr', f.slot_tp_repr, 'Return repr(self).');
  slot('__hash__', 'tp_hash', f.slot_tp_hash, w.wrap_hashfunc, SELF, 'Return hash(self).');
  slot(
    '__call__',
    'tp_call',
    f.slot_tp_call,
    w.wrap_call,
    '($self, /, *args, **kwargs)',
    'Call self as a function.',
    PyWrapperFlag_KEYWORDS,
  );
  unary('__str__', 'tp_str', f.slot_tp_str, 'Return str(self).');
  slot(
    '__getattribute__',
    'tp_getattro',
    f._Py_slot_tp_getattr_hook,
    w.wrap_binaryfunc,
    '($self, name, /)',
    'Return getattr(self, name).',
  );
  slot('__getattr__', 'tp_getattro', f._Py_slot_tp_getattr_hook, null);
  slot(
    '__setattr__',
    'tp_setattro',
    f.slot_tp_setattro,
    w.wrap_setattr,
    '($self, name, value, /)',
    'Implement setattr(self, name, value).',
  );
  slot(
    '__delattr__',
    'tp_setattro',
    f.slot_tp_setattro,
    w.wrap_delattr,
    '($self, name, /)',
    'Implement delattr(self, name).',
  );
  slot('__lt__', 'tp_richcompare', f.slot_tp_richcompare, w.richcmp_lt, VALUE, 'Return self<value.');
  slot('__le__', 'tp_richcompare', f.slot_tp_richcompare, w.richcmp_le, VALUE, 'Return self<=value.');
  slot('__eq__', 'tp_richcompare', f.slot_tp_richcompare, w.richcmp_eq, VALUE, 'Return self==value.');
  slot('__ne__', 'tp_richcompare', f.slot_tp_richcompare, w.richcmp_ne, VALUE, 'Return self!=value.');
  slot('__gt__', 'tp_richcompare', f.slot_tp_richcompare, w.richcmp_gt, VALUE, 'Return self>value.');
  slot('__ge__', 'tp_richcompare', f.slot_tp_richcompare, w.richcmp_ge, VALUE, 'Return self>=value.');
  unary('__iter__', 'tp_iter', f.slot_tp_iter, 'Implement iter(self).');
  slot('__next__', 'tp_iternext', f.slot_tp_iternext, w.wrap_next, SELF, 'Implement next(self).');
  slot(
    '__get__',
    'tp_descr_get',
    f.slot_tp_descr_get,
    w.wrap_descr_get,
    '($self, instance, owner=None, /)',
    'Return an attribute of instance, which is of type owner.',
  );
  slot(
    '__set__',
    'tp_descr_set',
    f.slot_tp_descr_set,
    w.wrap_descr_set,
    '($self, instance, value, /)',
    'Set an attribute of instance to value.',
  );
  slot(
    '__delete__',
    'tp_descr_set',
    f.slot_tp_descr_set,
    w.wrap_descr_delete,
    '($self, instance, /)',
    'Delete an attribute of instance.',
  );
  slot(
    '__init__',
    'tp_init',
    f.slot_tp_init,
    w.wrap_init,
    '($self, /, *args, **kwargs)',
    'Initialize self.  See help(type(self)) for accurate signature.',
    PyWrapperFlag_KEYWORDS,
  );
  slot(
    '__new__',
    'tp_new',
    f.slot_tp_new,
    null,
    '(type, /, *args, **kwargs)',
    'Create and return new object.  See help(type) for accurate signature.',
  );
  slot(
    '__del__',
    'tp_finalize',
    f.slot_tp_finalize,
    w.wrap_del,
    SELF,
    'Called when the instance is about to be destroyed.',
  );

  slot(
    '__buffer__',
    'bf_getbuffer',
    slot_bf_getbuffer,
    wrap_buffer,
    '($self, flags, /)',
    'Return a buffer object that exposes the underlying memory of the object.',
  );
  slot(
    '__release_buffer__',
    'bf_releasebuffer',
    slot_bf_releasebuffer,
    wrap_releasebuffer,
    '($self, buffer, /)',
    'Release the buffer object that exposes the underlying memory of the object.',
  );

  unary('__await__', 'am_await', f.slot_am_await, 'Return an iterator to be used in await expression.');
  unary('__aiter__', 'am_aiter', f.slot_am_aiter, 'Return an awaitable, that resolves in asynchronous iterator.');
  unary('__anext__', 'am_anext', f.slot_am_anext, 'Return a value or raise StopAsyncIteration.');

  binary('__add__', '__radd__', 'nb_add', f.slot_nb_add, '+');
  binary('__sub__', '__rsub__', 'nb_subtract', f.slot_nb_subtract, '-');
  binary('__mul__', '__rmul__', 'nb_multiply', f.slot_nb_multiply, '*');
  binary('__mod__', '__rmod__', 'nb_remainder', f.slot_nb_remainder, '%');
  slot('__divmod__', 'nb_divmod', f.slot_nb_divmod, w.wrap_binaryfunc_l, VALUE, 'Return divmod(self, value).');
  slot('__rdivmod__', 'nb_divmod', f.slot_nb_divmod, w.wrap_binaryfunc_r, VALUE, 'Return divmod(value, self).');
  slot(
    '__pow__',
    'nb_power',
    f.slot_nb_power,
    w.wrap_ternaryfunc,
    '($self, value, mod=None, /)',
    'Return pow(self, value, mod).',
  );
  slot(
    '__rpow__',
    'nb_power',
    f.slot_nb_power,
    w.wrap_ternaryfunc_r,
    '($self, value, mod=None, /)',
    'Return pow(value, self, mod).',
  );
  unary('__neg__', 'nb_negative', f.slot_nb_negative, '-self');
  unary('__pos__', 'nb_positive', f.slot_nb_positive, '+self');
  unary('__abs__', 'nb_absolute', f.slot_nb_absolute, 'abs(self)');
  slot('__bool__', 'nb_bool', f.slot_nb_bool, w.wrap_inquirypred, SELF, 'True if self else False');
  unary('__invert__', 'nb_invert', f.slot_nb_invert, '~self');
  binary('__lshift__', '__rlshift__', 'nb_lshift', f.slot_nb_lshift, '<<');
  binary('__rshift__', '__rrshift__', 'nb_rshift', f.slot_nb_rshift, '>>');
  binary('__and__', '__rand__', 'nb_and', f.slot_nb_and, '&');
  binary('__xor__', '__rxor__', 'nb_xor', f.slot_nb_xor, '^');
  binary('__or__', '__ror__', 'nb_or', f.slot_nb_or, '|');
  unary('__int__', 'nb_int', f.slot_nb_int, 'int(self)');
  unary('__float__', 'nb_float', f.slot_nb_float, 'float(self)');
  inplace('__iadd__', 'nb_inplace_add', f.slot_nb_inplace_add, '+=');
  inplace('__isub__', 'nb_inplace_subtract', f.slot_nb_inplace_subtract, '-=');
  inplace('__imul__', 'nb_inplace_multiply', f.slot_nb_inplace_multiply, '*=');
  inplace('__imod__', 'nb_inplace_remainder', f.slot_nb_inplace_remainder, '%=');
  inplace('__ipow__', 'nb_inplace_power', f.slot_nb_inplace_power, '**=', w.wrap_ternaryfunc);
  inplace('__ilshift__', 'nb_inplace_lshift', f.slot_nb_inplace_lshift, '<<=');
  inplace('__irshift__', 'nb_inplace_rshift', f.slot_nb_inplace_rshift, '>>=');
  inplace('__iand__', 'nb_inplace_and', f.slot_nb_inplace_and, '&=');
  inplace('__ixor__', 'nb_inplace_xor', f.slot_nb_inplace_xor, '^=');
  inplace('__ior__', 'nb_inplace_or', f.slot_nb_inplace_or, '|=');
  binary('__floordiv__', '__rfloordiv__', 'nb_floor_divide', f.slot_nb_floor_divide, '//');
  binary('__truediv__', '__rtruediv__', 'nb_true_divide', f.slot_nb_true_divide, '/');
  inplace('__ifloordiv__', 'nb_inplace_floor_divide', f.slot_nb_inplace_floor_divide, '//=');
  inplace('__itruediv__', 'nb_inplace_true_divide', f.slot_nb_inplace_true_divide, '/=');
  unary(
    '__index__',
    'nb_index',
    f.slot_nb_index,
    'Return self converted to an integer, if self is suitable for use as an index into a list.',
  );
  binary('__matmul__', '__rmatmul__', 'nb_matrix_multiply', f.slot_nb_matrix_multiply, '@');
  inplace('__imatmul__', 'nb_inplace_matrix_multiply', f.slot_nb_inplace_matrix_multiply, '@=');

  slot('__len__', 'mp_length', f.slot_mp_length, w.wrap_lenfunc, SELF, 'Return len(self).');
  slot('__getitem__', 'mp_subscript', f.slot_mp_subscript, w.wrap_binaryfunc, '($self, key, /)', 'Return self[key].');
  slot(
    '__setitem__',
    'mp_ass_subscript',
    f.slot_mp_ass_subscript,
    w.wrap_objobjargproc,
    '($self, key, value, /)',
    'Set self[key] to value.',
  );
  slot(
    '__delitem__',
    'mp_ass_subscript',
    f.slot_mp_ass_subscript,
    w.wrap_delitem,
    '($self, key, /)',
    'Delete self[key].',
  );

  slot('__len__', 'sq_length', f.slot_sq_length, w.wrap_lenfunc, SELF, 'Return len(self).');
  // A class with __add__ or __mul__ has no sq_concat or sq_repeat: abstract.ts goes on to nb_add and nb_multiply.
  slot('__add__', 'sq_concat', null, w.wrap_binaryfunc, VALUE, 'Return self+value.');
  slot('__mul__', 'sq_repeat', null, w.wrap_indexargfunc, VALUE, 'Return self*value.');
  slot('__rmul__', 'sq_repeat', null, w.wrap_indexargfunc, VALUE, 'Return value*self.');
  slot('__getitem__', 'sq_item', f.slot_sq_item, w.wrap_sq_item, '($self, key, /)', 'Return self[key].');
  slot(
    '__setitem__',
    'sq_ass_item',
    f.slot_sq_ass_item,
    w.wrap_sq_setitem,
    '($self, key, value, /)',
    'Set self[key] to value.',
  );
  slot('__delitem__', 'sq_ass_item', f.slot_sq_ass_item, w.wrap_sq_delitem, '($self, key, /)', 'Delete self[key].');
  slot(
    '__contains__',
    'sq_contains',
    f.slot_sq_contains,
    w.wrap_objobjproc,
    '($self, key, /)',
    'Return bool(key in self).',
  );
  slot('__iadd__', 'sq_inplace_concat', null, w.wrap_binaryfunc, VALUE, 'Implement self+=value.');
  slot('__imul__', 'sq_inplace_repeat', null, w.wrap_indexargfunc, VALUE, 'Implement self*=value.');
  return defs;
}

/** A type's slots by name, to be written. */
function slotsOf(type: PyTypeObject): Record<SlotName, unknown> {
  return type as unknown as Record<SlotName, unknown>;
}

/**
 * Enters a wrapper descriptor into the type's dict for each filled slot. Names that are there already stay; where two slots
 * have the same name the first in the table wins. 0, or −1 with an exception.
 */
export function add_operators(type: PyTypeObject): number {
  const dict = type.tp_dict!;
  const operators = type.staticOperators ?? filledSlots(type);
  if (type.spec !== null) type.staticOperators = operators;
  for (let i = 0; i < operators.length; i++) {
    const [line, func] = operators[i]!;
    const p = line as wrapperbase;
    const there = PyDict_Contains(dict, p.name_strobj);
    if (there < 0) return -1;
    if (there > 0) continue;
    if (func === PyObject_HashNotImplemented) {
      // The type forbids hashing: visible as None.
      if (PyDict_SetItem(dict, p.name_strobj, Py_None) < 0) return -1;
      continue;
    }
    const descr = PyDescr_NewWrapper(type, p, func);
    const res = PyDict_SetItem(dict, p.name_strobj, descr);
    Py_DECREF(descr);
    if (res < 0) return -1;
  }
  return 0;
}

/**
 * Slots that a type of the core has in common with its base are inherited, and get no descriptor of their own, apart from
 * these, which have always had one (they are part of what dir() and vars() show).
 */
const keptGetattro = new Set(
  (
    'bytearray bytes complex dict enumerate filter list int map memoryview property range reversed set slice tuple zip ' +
    'BaseException'
  ).split(' '),
);
const keptStr = new Set(['AttributeError', 'NameError']);
const inheritsInit = new Set(
  (
    'ImportError StopIteration SystemExit OSError SyntaxError BaseExceptionGroup UnicodeEncodeError UnicodeDecodeError ' +
    'UnicodeTranslateError AttributeError NameError'
  ).split(' '),
);

function isKept(type: PyTypeObject, slot: SlotName): boolean {
  if (slot === 'tp_getattro') return keptGetattro.has(type.tp_name);
  if (slot === 'tp_str') return keptStr.has(type.tp_name);
  if (slot !== 'tp_init' || (type.tp_base!.tp_flags & Py_TPFLAGS_BASE_EXC_SUBCLASS) === 0) return false;
  return !inheritsInit.has(type.tp_name) && type.tp_name !== 'ExceptionGroup';
}

/** The lines of the table whose slots the type has filled itself, with the functions. */
function filledSlots(type: PyTypeObject): (readonly [wrapperbase, unknown])[] {
  const slots = slotsOf(type);
  const base = type.tp_base;
  const core = base !== null && (type.tp_flags & _Py_TPFLAGS_STATIC_BUILTIN) !== 0;
  const inherited = (slot: SlotName): boolean => {
    if (slots[slot] !== slotsOf(base!)[slot]) return false;
    // These two are inherited together or not at all.
    if (slot === 'tp_hash') return type.tp_richcompare === base!.tp_richcompare;
    return slot !== 'tp_richcompare' || type.tp_hash === base!.tp_hash;
  };
  const filled: (readonly [wrapperbase, unknown])[] = [];
  for (const p of table()) {
    if (p.wrapper === null) continue;
    const kept = core && isKept(type, p.slot);
    const func = slots[p.slot] ?? (kept ? slotsOf(base)[p.slot] : null);
    if (func === null || (core && !kept && inherited(p.slot))) continue;
    filled.push([p, func]);
  }
  return filled;
}

/** The one slot among those of `name` that the type has filled; null when none or several are. */
function resolve_slotdups(type: PyTypeObject, name: PyObject): SlotName | null {
  const slots = slotsOf(type);
  const defs = table();
  let res: SlotName | null = null;
  for (const first of slotsByName.get(name)!) {
    const slot = defs[first]!.slot;
    if (slots[slot] === null) continue;
    if (res !== null) return null;
    res = slot;
  }
  return res;
}

/**
 * Sets the slot of entry `i` from the special methods that the type now has: the built-in function itself where they are
 * wrappers of it, else the slot function that looks the method up. Returns the index of the next slot's first entry.
 */
function update_one_slot(type: PyTypeObject, i: number): number {
  const defs = table();
  const slot = defs[i]!.slot;
  let specific: unknown = null;
  let generic: unknown = null;
  let use_generic = false;
  do {
    const p = defs[i]!;
    const descr = find_name_in_mro(type, p.name_strobj);
    if (descr === null) {
      if (find_error === -1) PyErr_Clear();
      if (slot === 'tp_iternext') specific = _PyObject_NextNotImplemented;
      continue;
    }
    if (descr.ob_type === PyWrapperDescr_Type && (descr as PyWrapperDescrObject).d_base.name_strobj === p.name_strobj) {
      const only = resolve_slotdups(type, p.name_strobj);
      if (only === null || only === slot) generic = p.function;
      const d = descr as PyWrapperDescrObject;
      if (
        (specific === null || specific === d.d_wrapped) &&
        d.d_base.wrapper === p.wrapper &&
        PyType_IsSubtype(type, d.d_type)
      ) {
        specific = d.d_wrapped;
      } else {
        use_generic = true;
      }
    } else if (
      slot === 'tp_new' &&
      descr.ob_type === PyCFunction_Type &&
      (descr as PyCFunctionObject).m_ml.ml_meth === w.tp_new_wrapper
    ) {
      // Nobody overrides __new__: the slot stays what was inherited, and instances are made without looking it up.
      specific = type.tp_new;
    } else if (descr === Py_None && slot === 'tp_hash') {
      specific = PyObject_HashNotImplemented;
    } else {
      use_generic = true;
      generic = p.function;
      // A __call__ found by lookup does not go with vectorcall.
      if (p.function === f.slot_tp_call) type.tp_flags &= ~Py_TPFLAGS_HAVE_VECTORCALL;
    }
  } while (++i < defs.length && defs[i]!.slot === slot);
  slotsOf(type)[slot] = specific !== null && !use_generic ? specific : generic;
  return i;
}

/** Fills the slots of a class that has just been made, from its dict and its bases. */
export function fixup_slot_dispatchers(type: PyTypeObject): void {
  const n = table().length;
  for (let i = 0; i < n;) i = update_one_slot(type, i);
}

/** After an assignment to `name` in the class: sets its slots, here and in subclasses. 0, or −1 with an exception. */
export function update_slot(type: PyTypeObject, name: PyObject): number {
  table();
  const firsts = slotsByName.get(name);
  return firsts === undefined ? 0 : update_subclasses(type, name, firsts);
}

/** After an assignment to __bases__. */
export function update_all_slots(type: PyTypeObject): void {
  PyType_Modified(type);
  for (const p of table()) update_slot(type, p.name_strobj);
}

/** update_subclasses and recurse_down_subclasses: subclasses that define `name` themselves are left alone. */
function update_subclasses(type: PyTypeObject, name: PyObject, firsts: readonly number[]): number {
  for (const first of firsts) update_one_slot(type, first);
  const subclasses = type.tp_subclasses;
  if (subclasses === null) return 0;
  for (let pos = _PyDict_Next(subclasses, 0); pos >= 0; pos = _PyDict_Next(subclasses, pos)) {
    const subclass = type_from_ref(next_value);
    if (subclass === null) continue;
    const own = subclass.tp_dict === null ? 0 : PyDict_Contains(subclass.tp_dict, name);
    const res = own < 0 ? -1 : own > 0 ? 0 : update_subclasses(subclass, name, firsts);
    Py_DECREF(subclass);
    if (res < 0) return -1;
  }
  return 0;
}
