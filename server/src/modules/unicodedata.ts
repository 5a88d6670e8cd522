// The unicodedata module. Follows Modules/unicodedata.c, CPython 3.13, over tables made from it.
// Deviation: the old database ucd_3_2_0 is there, but has no data.

import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { PyObject_GC_UnTrack } from '../heap/gclists';
import { Py_NewRef } from '../heap/refcount';
import { unsupported } from '../heap/runtime';
import { PyErr_SetString } from '../objects/errors';
import { PyExc_KeyError, PyExc_ValueError } from '../objects/exceptions';
import { PyFloat_FromDouble } from '../objects/floatobject';
import { PyGCObject } from '../objects/gcobject';
import { _PyArg_BadArgument } from '../objects/getargs';
import { PyLong_FromLong } from '../objects/longobject';
import {
  PyModule_Add,
  PyModule_AddObjectRef,
  PyModule_AddStringConstant,
  PyModule_Create,
} from '../objects/moduleobject';
import { defineModuleType, readyModuleTypes } from '../objects/moduletype';
import type { PyObject } from '../objects/object';
import { Py_False, Py_True } from '../objects/boolobject';
import type { PyMethodDef } from '../objects/typestruct';
import {
  METH_FASTCALL,
  Py_TPFLAGS_DISALLOW_INSTANTIATION,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
  method,
} from '../objects/typestruct';
import { getname, lookupName } from '../objects/ucnhash';
import { pointsOf } from '../objects/unicode_core';
import { bytesOf } from '../objects/bufferobject';
import { latin1Text } from '../objects/unicode_codecs';
import { Py_UNICODE_TODECIMAL, Py_UNICODE_TODIGIT, Py_UNICODE_TONUMERIC } from '../objects/unicodectype';
import { PyUnicode_Check, PyUnicode_FromString } from '../objects/unicodeobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import { positionalMethod } from './support';
import {
  COMPOSITION_EXCLUSIONS,
  DECOMPOSITIONS,
  DECOMPOSITION_TAGS,
  RECORDS,
  RECORD_RUNS,
  unidata_version,
} from './unicodedata_db';

// -------------------------------------------------------------------------------------------------------------- tables

interface Properties {
  category: string;
  bidirectional: string;
  combining: number;
  mirrored: number;
  east_asian_width: string;
}
interface Decomposition {
  tag: string;
  points: number[];
}
interface Database {
  records: Properties[];
  /** Where each run of code points begins, and its record. */
  starts: Uint32Array;
  kinds: Uint16Array;
  decompositions: Map<number, Decomposition>;
  /** What two code points compose to, by first · 2^21 + second. */
  compositions: Map<number, number>;
  /** Those that may compose with what stands before them: the quick check answers "maybe". */
  seconds: Set<number>;
}

let database: Database | null = null;
const pairKey = (first: number, second: number): number => first * 0x200000 + second;

/** The tables, unpacked at first use. */
function db(): Database {
  if (database !== null) return database;
  const records = RECORDS.split(';').map((text) => {
    const [category, bidirectional, combining, mirrored, east_asian_width] = text.split(',') as [
      string,
      string,
      string,
      string,
      string,
    ];
    return { category, bidirectional, combining: +combining, mirrored: +mirrored, east_asian_width };
  });
  const runs = RECORD_RUNS.split(';');
  const starts = new Uint32Array(runs.length);
  const kinds = new Uint16Array(runs.length);
  let at = 0;
  runs.forEach((run, i) => {
    const [length, kind] = run.split(',');
    starts[i] = at;
    kinds[i] = parseInt(kind!, 36);
    at += parseInt(length!, 36);
  });
  const decompositions = new Map<number, Decomposition>();
  let code = 0;
  for (const entry of DECOMPOSITIONS.split(';')) {
    const [distance, tag, ...points] = entry.split(',').map((n) => parseInt(n, 36)) as [number, number, ...number[]];
    code += distance;
    decompositions.set(code, { tag: DECOMPOSITION_TAGS[tag]!, points });
  }
  const excluded = new Set(COMPOSITION_EXCLUSIONS.split(',').map((n) => parseInt(n, 36)));
  const compositions = new Map<number, number>();
  for (const [composed, { tag, points }] of decompositions) {
    if (tag === '' && points.length === 2 && !excluded.has(composed)) {
      compositions.set(pairKey(points[0]!, points[1]!), composed);
    }
  }
  const seconds = new Set<number>();
  for (const key of compositions.keys()) seconds.add(key % 0x200000);
  database = { records, starts, kinds, decompositions, compositions, seconds };
  return database;
}

function propertiesOf(code: number): Properties {
  const { records, starts, kinds } = db();
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const mid = (low + high + 1) >> 1;
    if (starts[mid]! <= code) low = mid;
    else high = mid - 1;
  }
  return records[kinds[low]!]!;
}

// ------------------------------------------------------------------------------------------------------- normalization

const [SBASE, LBASE, VBASE, TBASE, LCOUNT, VCOUNT, TCOUNT] = [0xac00, 0x1100, 0x1161, 0x11a7, 19, 21, 28] as const;
const SCOUNT = LCOUNT * VCOUNT * TCOUNT;

function decompose(code: number, compatible: boolean, out: number[]): void {
  if (code >= SBASE && code < SBASE + SCOUNT) {
    const s = code - SBASE;
    out.push(LBASE + Math.floor(s / (VCOUNT * TCOUNT)), VBASE + Math.floor((s % (VCOUNT * TCOUNT)) / TCOUNT));
    if (s % TCOUNT !== 0) out.push(TBASE + (s % TCOUNT));
    return;
  }
  const found = db().decompositions.get(code);
  if (found === undefined || (found.tag !== '' && !compatible)) out.push(code);
  else for (const point of found.points) decompose(point, compatible, out);
}

/** Sorts runs of combining characters by their class, keeping the order of equals. */
function reorder(points: number[]): void {
  const classes = points.map((p) => propertiesOf(p).combining);
  for (let i = 1; i < points.length; i++) {
    const c = classes[i]!;
    if (c === 0) continue;
    const p = points[i]!;
    let j = i;
    while (j > 0 && classes[j - 1]! > c) {
      points[j] = points[j - 1]!;
      classes[j] = classes[j - 1]!;
      j--;
    }
    points[j] = p;
    classes[j] = c;
  }
}

function composePair(first: number, second: number): number {
  if (first >= LBASE && first < LBASE + LCOUNT && second >= VBASE && second < VBASE + VCOUNT) {
    return SBASE + ((first - LBASE) * VCOUNT + (second - VBASE)) * TCOUNT;
  }
  if (first >= SBASE && first < SBASE + SCOUNT && (first - SBASE) % TCOUNT === 0) {
    if (second > TBASE && second < TBASE + TCOUNT) return first + (second - TBASE);
  }
  return db().compositions.get(pairKey(first, second)) ?? -1;
}

function compose(points: number[]): number[] {
  const out: number[] = [];
  let starter = -1;
  let lastClass = -1;
  for (const point of points) {
    const c = propertiesOf(point).combining;
    if (starter >= 0 && lastClass < c) {
      const composed = composePair(out[starter]!, point);
      if (composed >= 0) {
        out[starter] = composed;
        continue;
      }
    } else if (starter >= 0 && lastClass === -1 && c === 0) {
      const composed = composePair(out[starter]!, point);
      if (composed >= 0) {
        out[starter] = composed;
        continue;
      }
    }
    out.push(point);
    if (c === 0) {
      starter = out.length - 1;
      lastClass = -1;
    } else lastClass = c;
  }
  return out;
}

/** The text in a normal form; null with ValueError for an unknown form. */
function normalized(form: string, text: PyUnicodeObject): string | null {
  if (form !== 'NFC' && form !== 'NFKC' && form !== 'NFD' && form !== 'NFKD') {
    return PyErr_SetString(PyExc_ValueError, 'invalid normalization form');
  }
  const points: number[] = [];
  const given = pointsOf(text);
  for (let i = 0; i < given.length; i++) decompose(given[i]!, form.length === 4, points);
  reorder(points);
  const result = form.endsWith('C') ? compose(points) : points;
  let out = '';
  for (const point of result) out += String.fromCodePoint(point);
  return out;
}

/** Whether the quick check cannot tell that a text is composed: CPython then makes a new object. */
function mayCompose(form: string, text: PyUnicodeObject): boolean {
  if (!form.endsWith('C')) return false;
  const { seconds } = db();
  const points = pointsOf(text);
  for (let i = 0; i < points.length; i++) {
    const p = points[i]!;
    if (seconds.has(p) || (p >= VBASE && p < VBASE + VCOUNT) || (p > TBASE && p < TBASE + TCOUNT)) return true;
  }
  return false;
}

// ----------------------------------------------------------------------------------------------------------- functions

/** A one-character str's code point; −1 with TypeError. `display` is "argument" or "argument 1". */
function character(fname: string, display: string, arg: PyObject): number {
  if (PyUnicode_Check(arg) && arg.length === 1) return arg.str.codePointAt(0)!;
  _PyArg_BadArgument(fname, display, 'a unicode character', arg);
  return -1;
}

/** A function of one character. */
function property(name: string, of: (code: number) => PyObject, doc: string): PyMethodDef {
  return positionalMethod(
    name,
    1,
    1,
    (_, [arg]) => {
      const code = character(name, 'argument', arg!);
      return code < 0 ? null : of(code);
    },
    '($self, chr, /)',
    doc,
  );
}

/** A function of one character with a default for those it has no value for. */
function valueOf(name: string, of: (code: number) => PyObject | null, missing: string, doc: string): PyMethodDef {
  return positionalMethod(
    name,
    1,
    2,
    (_, args) => {
      const code = character(name, 'argument 1', args[0]!);
      if (code < 0) return null;
      const value = of(code);
      if (value !== null) return value;
      return args.length > 1 ? Py_NewRef(args[1]!) : PyErr_SetString(PyExc_ValueError, missing);
    },
    '($self, chr, default=<unrepresentable>, /)',
    doc,
  );
}

function formAndText(fname: string, args: readonly PyObject[]): [string, PyUnicodeObject] | null {
  const [form, text] = args as [PyObject, PyObject];
  if (!PyUnicode_Check(form)) return _PyArg_BadArgument(fname, 'argument 1', 'str', form);
  if (!PyUnicode_Check(text)) return _PyArg_BadArgument(fname, 'argument 2', 'str', text);
  return [form.str, text];
}

function lookup(arg: PyObject): PyObject | null {
  let name: string;
  if (PyUnicode_Check(arg)) name = arg.str;
  else {
    const data = bytesOf(arg);
    if (data === null) return null;
    name = latin1Text(data);
  }
  if (name.length > 256) return PyErr_SetString(PyExc_KeyError, 'name too long');
  const points = lookupName(name);
  return points === null
    ? PyErr_SetString(PyExc_KeyError, `undefined character name '${name}'`)
    : PyUnicode_FromString(String.fromCodePoint(...points));
}

function decompositionText(code: number): string {
  const found = db().decompositions.get(code);
  if (found === undefined) return '';
  const points = found.points.map((p) => p.toString(16).toUpperCase().padStart(4, '0'));
  return [...(found.tag === '' ? [] : [found.tag]), ...points].join(' ');
}

const ending = 'If no such value is defined, default is returned, or, if not given,\nValueError is raised.';
const forms = "Valid values for form are 'NFC', 'NFKC', 'NFD', and 'NFKD'.";

const functions: PyMethodDef[] = [
  valueOf(
    'decimal',
    (code) => {
      const v = Py_UNICODE_TODECIMAL(code);
      return v < 0 ? null : PyLong_FromLong(v);
    },
    'not a decimal',
    `Converts a Unicode character into its equivalent decimal value.\n\nReturns the decimal value assigned to the character chr as integer.\n${ending}`,
  ),
  valueOf(
    'digit',
    (code) => {
      const v = Py_UNICODE_TODIGIT(code);
      return v < 0 ? null : PyLong_FromLong(v);
    },
    'not a digit',
    `Converts a Unicode character into its equivalent digit value.\n\nReturns the digit value assigned to the character chr as integer.\n${ending}`,
  ),
  valueOf(
    'numeric',
    (code) => {
      const v = Py_UNICODE_TONUMERIC(code);
      return v === -1 ? null : PyFloat_FromDouble(v);
    },
    'not a numeric character',
    `Converts a Unicode character into its equivalent numeric value.\n\nReturns the numeric value assigned to the character chr as float.\n${ending}`,
  ),
  property(
    'category',
    (code) => PyUnicode_FromString(propertiesOf(code).category),
    'Returns the general category assigned to the character chr as string.',
  ),
  property(
    'bidirectional',
    (code) => PyUnicode_FromString(propertiesOf(code).bidirectional),
    'Returns the bidirectional class assigned to the character chr as string.\n\nIf no such value is defined, an empty string is returned.',
  ),
  property(
    'combining',
    (code) => PyLong_FromLong(propertiesOf(code).combining),
    'Returns the canonical combining class assigned to the character chr as integer.\n\nReturns 0 if no combining class is defined.',
  ),
  property(
    'mirrored',
    (code) => PyLong_FromLong(propertiesOf(code).mirrored),
    'Returns the mirrored property assigned to the character chr as integer.\n\nReturns 1 if the character has been identified as a "mirrored"\ncharacter in bidirectional text, 0 otherwise.',
  ),
  property(
    'east_asian_width',
    (code) => PyUnicode_FromString(propertiesOf(code).east_asian_width),
    'Returns the east asian width assigned to the character chr as string.',
  ),
  property(
    'decomposition',
    (code) => PyUnicode_FromString(decompositionText(code)),
    'Returns the character decomposition mapping assigned to the character chr as string.\n\nAn empty string is returned in case no such mapping is defined.',
  ),
  valueOf(
    'name',
    (code) => {
      const name = getname(code, false);
      return name === null ? null : PyUnicode_FromString(name);
    },
    'no such name',
    'Returns the name assigned to the character chr as a string.\n\nIf no name is defined, default is returned, or, if not given,\nValueError is raised.',
  ),
  positionalMethod(
    'lookup',
    1,
    1,
    (_, [arg]) => lookup(arg!),
    '($self, name, /)',
    'Look up character by name.\n\nIf a character with the given name is found, return the\ncorresponding character.  If not found, KeyError is raised.',
  ),
  positionalMethod(
    'is_normalized',
    2,
    2,
    (_, args) => {
      const given = formAndText('is_normalized', args);
      if (given === null) return null;
      const result = normalized(given[0], given[1]);
      return result === null ? null : Py_NewRef(result === given[1].str ? Py_True : Py_False);
    },
    '($self, form, unistr, /)',
    `Return whether the Unicode string unistr is in the normal form 'form'.\n\n${forms}`,
  ),
  positionalMethod(
    'normalize',
    2,
    2,
    (_, args) => {
      const given = formAndText('normalize', args);
      if (given === null) return null;
      const result = normalized(given[0], given[1]);
      if (result === null) return null;
      return result === given[1].str && !mayCompose(given[0], given[1])
        ? Py_NewRef(given[1])
        : PyUnicode_FromString(result);
    },
    '($self, form, unistr, /)',
    `Return the normal form 'form' for the Unicode string unistr.\n\n${forms}`,
  ),
];

/** The methods of ucd_3_2_0, whose data is not here. */
const oldFunctions = functions.map((f) =>
  method(f.ml_name, METH_FASTCALL, (): PyObject | null => unsupported(`unicodedata.ucd_3_2_0.${f.ml_name}()`)),
);

const UCD_Type = defineModuleType({
  tp_name: 'unicodedata.UCD',
  tp_basicsize: 40,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
  construct: (type) => new PyGCObject(type),
  tp_dealloc: (op: PyObject) => {
    PyObject_GC_UnTrack(op);
    PyObject_GC_Del(op);
  },
  tp_traverse: () => undefined,
  tp_methods: oldFunctions,
  tp_getset: [{ name: 'unidata_version', get: () => PyUnicode_FromString('3.2.0'), set: null, doc: null }],
});

/** Makes the module: a new reference, or null with an exception. */
export function PyInit_unicodedata(): PyObject | null {
  return PyModule_Create({
    m_name: 'unicodedata',
    m_doc: `This module provides access to the Unicode Character Database which\ndefines character properties for all Unicode characters. The data in\nthis database is based on the UnicodeData.txt file version\n${unidata_version} which is publicly available from ftp://ftp.unicode.org/.\n\nThe module uses the same names and symbols as defined by the\nUnicodeData File Format ${unidata_version}.`,
    m_methods: functions,
    m_exec: (module) => {
      if (readyModuleTypes(module, UCD_Type) < 0) return -1;
      let res = PyModule_AddStringConstant(module, 'unidata_version', unidata_version);
      if (res === 0) res = PyModule_AddObjectRef(module, 'UCD', UCD_Type);
      if (res === 0) res = PyModule_Add(module, 'ucd_3_2_0', PyObject_GC_New(new PyGCObject(UCD_Type), 40));
      return res;
    },
  });
}
