// The first pass of a survey: births, deaths, collections, finalizers, weak references, failing resizes, defaults. What
// it notes are the engine's own objects; survey.ts makes facts of them.

import { lineOfUnit } from '../../objects/codelocations';
import type { PyCodeObject } from '../../objects/codestruct';
import { PyCell_Check } from '../../objects/cellobject';
import type { PyCellObject } from '../../objects/cellstruct';
import { _PyInlineValuesSize } from '../../objects/dictmanaged';
import type { PyDictObject } from '../../objects/dictstruct';
import { visitEdges } from '../../objects/edges';
import { PyFloat_CheckExact } from '../../objects/floatobject';
import type { PyFrameObject } from '../../objects/framestruct';
import { _PyInterpreterFrame } from '../../objects/framestruct';
import type { PyFunctionObject } from '../../objects/funcstruct';
import type { PyObject } from '../../objects/object';
import type { PyTypeObject } from '../../objects/typestruct';
import {
  Py_TPFLAGS_BYTES_SUBCLASS,
  Py_TPFLAGS_HEAPTYPE,
  Py_TPFLAGS_INLINE_VALUES,
  Py_TPFLAGS_LONG_SUBCLASS,
  Py_TPFLAGS_TYPE_SUBCLASS,
  Py_TPFLAGS_UNICODE_SUBCLASS,
} from '../../objects/typestruct';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import { PyUnicode_Check } from '../../objects/unicodeobject';
import { PyWeakReference } from '../../objects/weakrefstruct';
import type { GCObserver } from '../../heap/gc';
import { typeName } from '../describe';
import type { Watcher } from '../program';
import type { Circle } from './cycleSearch';
import { searchCycles } from './cycleSearch';
import { dictCost } from './dictCost';
import type { At, DeadWeakref, FinalizerRun } from './facts';
import { Position } from './position';

/** Collections that find more than this are not searched for cycles. */
const MAX_FOUND = 20_000;
/** Cycles kept from all collections. */
const MAX_CIRCLES = 2000;

const plain = Py_TPFLAGS_LONG_SUBCLASS | Py_TPFLAGS_UNICODE_SUBCLASS | Py_TPFLAGS_BYTES_SUBCLASS;

export interface Birth {
  serial: number;
  at: At;
  /** Made by the user's own code, not by the library on its behalf. */
  own: boolean;
  /** The step at which the line began that made it. */
  statement: number;
  /** Of an instance of a class made in Python: its block's. */
  bytes: number;
}

/** A cycle as it was seen: its objects may be gone by now. */
export interface SeenCircle {
  types: string[];
  /** By member: whether its class was made in Python. */
  instance: boolean[];
  access: string[];
  attribute: (string | null)[];
  serials: number[];
  /** Of all in its circles, at most MAX_GROUP. */
  group: number[];
  bytes: number;
  found: (At & { generation: number }) | null;
  state: 'reachable' | 'garbage' | 'collected';
}
const MAX_GROUP = 64;

export interface ClassRecord {
  type: PyTypeObject;
  name: string;
  line: number;
  own: boolean;
  alive: number;
  aliveBytes: number;
  peak: number;
  peakBytes: number;
  peakStep: number;
  made: number;
  withDict: number;
  dictBytes: number;
  counted: number;
  weaklyReferenced: boolean;
  attributes: Map<string, number>;
}

export interface DefaultWatch {
  code: PyCodeObject;
  parameter: string;
  value: PyObject;
  pristine: readonly unknown[];
  calls: number;
  dirty: number;
}

export interface FailedResize {
  at: At;
  message: string;
  /** What had views then, with the views. */
  exporters: {
    exporter: PyObject;
    name: string | null;
    views: { op: PyObject; name: string | null; birth: Birth }[];
  }[];
}

export class Observer {
  readonly births = new Map<PyObject, Birth>();
  readonly position: Position;
  readonly times = new Map<number, number>();
  readonly circles: SeenCircle[] = [];
  readonly classes = new Map<PyTypeObject, ClassRecord>();
  readonly finalizers: FinalizerRun[] = [];
  readonly deadWeakrefs: DeadWeakref[] = [];
  readonly defaults = new Map<PyFunctionObject, DefaultWatch[]>();
  readonly resizes: FailedResize[] = [];
  globals: PyDictObject | null = null;
  steps = 0;
  private readonly plainCode = new Set<PyCodeObject>();
  /** Births of what has died: a finalizer is called for it after that. */
  private readonly buried = new WeakMap<PyObject, Birth>();
  private serial = 0;
  private collecting: { generation: number } | null = null;
  private lastError: PyObject | null = null;

  constructor(
    path: string,
    private readonly sizeOf: (op: PyObject) => number,
    private readonly onResizeError: (observer: Observer, frame: _PyInterpreterFrame) => void,
  ) {
    this.position = new Position(path);
  }

  readonly gc: GCObserver = {
    begin: (generation) => {
      this.collecting = { generation };
    },
    updatedRefs: () => undefined,
    subtractedRefs: () => undefined,
    separated: (_reachable, unreachable) => {
      if (!this.position.started || unreachable.length === 0 || unreachable.length > MAX_FOUND) return;
      const objects = (unreachable as PyObject[]).filter((op) => this.births.has(op));
      const found = { ...this.position.at, generation: this.collecting?.generation ?? 2 };
      for (const circle of searchCycles(objects, this.isOwn, this.isForeign)) this.note(circle, 'collected', found);
    },
    weakrefsHandled: () => undefined,
    finalized: () => undefined,
    clearing: () => undefined,
    done: () => {
      this.collecting = null;
    },
  };

  readonly isOwn = (op: PyObject): boolean => this.births.get(op)?.own === true;

  /** The library's own frames and generators: what holds itself through them is its business. */
  readonly isForeign = (op: PyObject): boolean => {
    const frame = (op as PyFrameObject).f_frame ?? (op as PyObject & { gi_iframe?: _PyInterpreterFrame }).gi_iframe;
    return frame instanceof _PyInterpreterFrame && frame.f_executable !== null && !this.position.isOwn(frame);
  };

  note(circle: Circle, state: SeenCircle['state'], found: SeenCircle['found']): void {
    if (this.circles.length >= MAX_CIRCLES) return;
    const serialOf = (op: PyObject): number => this.births.get(op)!.serial;
    this.circles.push({
      types: circle.way.map(typeName),
      instance: circle.way.map((op) => op.ob_type.spec === null),
      access: circle.access,
      attribute: circle.attribute,
      serials: circle.way.map(serialOf),
      group: circle.members.slice(0, MAX_GROUP).map(serialOf),
      bytes: circle.members.reduce((sum, op) => sum + this.sizeOf(op), 0),
      found,
      state,
    });
  }

  readonly watcher: Watcher = {
    line: (step, frame, lineno) => {
      this.globals ??= frame.f_globals;
      this.steps = step + 1;
      this.position.enter(step, lineno, frame);
      this.times.set(lineno, (this.times.get(lineno) ?? 0) + 1);
    },
    call: (frame) => this.call(frame),
    return: (frame) => this.position.leave(frame),
    unwind: (frame) => this.position.leave(frame),
    yield: (frame) => this.position.leave(frame),
    resume: (frame) => this.position.resume(frame),
    exception: (frame, exception) => this.exception(frame, exception),
    born: (op) => this.born(op),
    dying: (op) => this.dying(op),
  };

  private born(op: PyObject): void {
    const { position } = this;
    if (!position.started) return;
    const serial = ++this.serial;
    const type = op.ob_type;
    if ((type.tp_flags & plain) !== 0 && type.spec !== null) return;
    if (PyFloat_CheckExact(op)) return;
    const birth: Birth = {
      serial,
      at: position.at,
      own: position.inOwnCode(),
      statement: position.statement(),
      bytes: 0,
    };
    this.births.set(op, birth);
    if (
      (type.tp_flags & (Py_TPFLAGS_HEAPTYPE | Py_TPFLAGS_TYPE_SUBCLASS)) !== Py_TPFLAGS_HEAPTYPE ||
      type.spec !== null
    )
      return;
    const record = this.classRecord(type);
    if (record === null) return;
    record.made++;
    record.alive++;
    birth.bytes = blockBytes(type);
    record.aliveBytes += birth.bytes;
    if (record.alive > record.peak) {
      record.peak = record.alive;
      record.peakBytes = record.aliveBytes;
      record.peakStep = position.step;
    }
  }

  private classRecord(type: PyTypeObject): ClassRecord | null {
    const known = this.classes.get(type);
    if (known !== undefined) return known;
    const birth = this.births.get(type);
    if (birth === undefined || birth.at.line === 0) return null;
    const record: ClassRecord = {
      type,
      name: type.tp_name.slice(type.tp_name.lastIndexOf('.') + 1),
      line: birth.at.line,
      own: birth.own,
      alive: 0,
      aliveBytes: 0,
      peak: 0,
      peakBytes: 0,
      peakStep: 0,
      made: 0,
      withDict: 0,
      dictBytes: 0,
      counted: 0,
      weaklyReferenced: false,
      attributes: new Map(),
    };
    this.classes.set(type, record);
    return record;
  }

  /** What an instance had when it died, or has at the end. */
  countInstance(op: PyObject, record: ClassRecord): void {
    record.counted++;
    const add = (name: string): void => void record.attributes.set(name, (record.attributes.get(name) ?? 0) + 1);
    const values = op.ob_values;
    if (values !== undefined && values !== null && values.valid) {
      const keys = record.type.ht_cached_keys!.me_key;
      const order = values.order;
      for (let i = 0; i < values.size; i++) {
        const key = keys[order === null ? i : order[i]!];
        if (key != null) add((key as PyUnicodeObject).str);
      }
    }
    const dict = op.ob_dict;
    if (dict !== undefined && dict !== null) {
      record.withDict++;
      record.dictBytes += dictCost(dict);
      if (values === undefined || values === null || !values.valid)
        visitEdges(dict, (_value, kind, key) => {
          if (kind === 'value' && typeof key === 'object' && PyUnicode_Check(key)) add((key as PyUnicodeObject).str);
        });
    }
    if (op.ob_weakreflist !== undefined && op.ob_weakreflist !== null) record.weaklyReferenced = true;
  }

  private dying(op: PyObject): void {
    const birth = this.births.get(op);
    if (birth === undefined) return;
    this.births.delete(op);
    this.buried.set(op, birth);
    const record = this.classes.get(op.ob_type);
    if (record !== undefined) {
      record.alive--;
      record.aliveBytes -= birth.bytes;
      this.countInstance(op, record);
    }
    if (op.ob_weakreflist != null) this.weaklyReferencedDies(op, birth);
    if (op.ob_type.tp_name === 'function') this.closeDefaults(op as PyFunctionObject);
  }

  private weaklyReferencedDies(op: PyObject, birth: Birth): void {
    const statement = this.position.statement();
    if (birth.statement !== statement || !birth.own) return;
    for (let ref = op.ob_weakreflist; ref !== null; ref = (ref as PyWeakReference).wr_next) {
      if (!(ref instanceof PyWeakReference)) return;
      const refBirth = this.births.get(ref);
      if (refBirth === undefined || refBirth.statement !== statement) continue;
      if (this.deadWeakrefs.length < 200)
        this.deadWeakrefs.push({ at: birth.at, refType: typeName(ref), targetType: typeName(op) });
    }
  }

  // ------------------------------------------------------------------------------------------------------ functions

  private call(frame: _PyInterpreterFrame): void {
    if (!this.position.isOwn(frame)) return;
    const code = frame.f_executable;
    if (this.plainCode.has(code)) return;
    const name = (code.co_name as PyUnicodeObject).str;
    if (name === '__del__') this.finalizer(frame);
    const func = frame.f_funcobj;
    if (func === null || (func.func_defaults === null && func.func_kwdefaults === null)) {
      if (name !== '__del__') this.plainCode.add(code);
      return;
    }
    let watches = this.defaults.get(func);
    if (watches === undefined) {
      watches = mutableDefaults(func, code);
      this.defaults.set(func, watches);
    }
    for (const watch of watches) {
      const at = code.unit.co_localsplusnames.indexOf(watch.parameter);
      let value = frame.localsplus[frame.base + at] ?? null;
      if (value !== null && PyCell_Check(value)) value = (value as PyCellObject).ob_ref;
      if (value !== watch.value) continue;
      watch.calls++;
      if (changed(watch)) watch.dirty++;
    }
  }

  private closeDefaults(func: PyFunctionObject): void {
    const watches = this.defaults.get(func);
    if (watches === undefined || watches.length === 0) this.defaults.delete(func);
  }

  private finalizer(frame: _PyInterpreterFrame): void {
    let self = frame.localsplus[frame.base] ?? null;
    if (self !== null && PyCell_Check(self)) self = (self as PyCellObject).ob_ref;
    if (self === null) return;
    const serial = (this.births.get(self) ?? this.buried.get(self))?.serial ?? 0;
    const at = this.position.at;
    this.finalizers.push({
      className: typeName(self),
      serial,
      at,
      collecting: this.collecting !== null,
      atExit: false,
    });
  }

  private exception(frame: _PyInterpreterFrame, exception: PyObject): void {
    if (exception === this.lastError || exception.ob_type.tp_name !== 'BufferError' || !this.position.isOwn(frame))
      return;
    this.lastError = exception;
    this.position.line = lineOfUnit(frame.f_executable, frame.instr_ptr);
    this.onResizeError(this, frame);
  }
}

/** Bytes of a new instance's block: what the allocator is asked for. */
export function blockBytes(type: PyTypeObject): number {
  const inline = (type.tp_flags & Py_TPFLAGS_INLINE_VALUES) !== 0 ? _PyInlineValuesSize(type) : 0;
  return type.presize + type.tp_basicsize + inline;
}

const mutable = new Set([
  'list',
  'dict',
  'set',
  'bytearray',
  'collections.deque',
  'collections.defaultdict',
  'collections.OrderedDict',
]);

function fingerprint(op: PyObject): unknown[] {
  const parts: unknown[] = [];
  visitEdges(op, (to) => {
    if (parts.length < 64) parts.push(to);
    else parts[63] = (parts[63] as number) + 1 || 1;
  });
  const length = (op as PyObject & { ob_size?: number }).ob_size;
  if (length !== undefined) parts.push(length);
  return parts;
}
export function changed(watch: DefaultWatch): boolean {
  const now = fingerprint(watch.value);
  return now.length !== watch.pristine.length || now.some((part, i) => part !== watch.pristine[i]);
}

function mutableDefaults(func: PyFunctionObject, code: PyCodeObject): DefaultWatch[] {
  const list: DefaultWatch[] = [];
  const add = (parameter: string, value: PyObject): void => {
    if (mutable.has(value.ob_type.tp_name))
      list.push({ code, parameter, value, pristine: fingerprint(value), calls: 0, dirty: 0 });
  };
  const defaults = func.func_defaults?.ob_item ?? [];
  const first = code.co_argcount - defaults.length;
  for (const [i, value] of defaults.entries()) add(code.unit.co_localsplusnames[first + i]!, value!);
  if (func.func_kwdefaults !== null)
    visitEdges(func.func_kwdefaults, (value, kind, key) => {
      if (kind === 'value' && typeof key === 'object') add((key as PyUnicodeObject).str, value);
    });
  return list;
}
