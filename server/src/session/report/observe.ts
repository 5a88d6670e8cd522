// What a heap report wants to know of a replay while it goes: births, deaths and blocks by line, the lives of instances,
// finalizers and callbacks. Everything is attributed to the line of the user's file that is being executed, whoever
// is at work for it.

import { Op } from '../../compiler/opcodes';
import { allocatedBlocks, bytesInUse } from '../../heap/obmalloc';
import type { PyCodeObject } from '../../objects/codestruct';
import { PyCell_Check } from '../../objects/cellobject';
import type { PyCellObject } from '../../objects/cellstruct';
import type { _PyInterpreterFrame } from '../../objects/framestruct';
import { PyFunction_Check } from '../../objects/funcobject';
import type { PyFunctionObject } from '../../objects/funcstruct';
import { PyMethod_Check } from '../../objects/classobject';
import type { PyObject } from '../../objects/object';
import { tstate } from '../../objects/pystate';
import { Py_TPFLAGS_HEAPTYPE } from '../../objects/typestruct';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import type { PyWeakReference } from '../../objects/weakrefstruct';
import { shortText, sizeOf, typeName } from '../describe';
import type { ObjectRegistry } from '../objectRegistry';
import type { Witness } from '../provider/witness';
import type { ReplayWatcher } from '../replay';
import type { DeathCause, ReportAt, ReportCallback, ReportFreed, ReportLife } from './model';

/** Lives told of; the others are counted. */
const MAX_LIVES = 5000;
const MAX_CALLBACKS = 5000;
/** A block's line and size in one number. */
const LINE_UNIT = 2 ** 32;

/** What an instruction was doing that let something go, in words. */
const WORDS = new Map<number, string>();
const say = (words: string, ...opcodes: Op[]): void => {
  for (const opcode of opcodes) WORDS.set(opcode, words);
};
say('del', Op.DELETE_NAME, Op.DELETE_FAST, Op.DELETE_GLOBAL, Op.DELETE_DEREF, Op.DELETE_SUBSCR, Op.DELETE_ATTR);
say('name bound anew', Op.STORE_NAME, Op.STORE_FAST, Op.STORE_GLOBAL, Op.STORE_DEREF);
say('name bound anew', Op.STORE_FAST_STORE_FAST, Op.STORE_FAST_LOAD_FAST);
say('attribute replaced', Op.STORE_ATTR);
say('item replaced', Op.STORE_SUBSCR, Op.STORE_SLICE);
say('function returned', Op.RETURN_VALUE, Op.RETURN_CONST, Op.RETURN_GENERATOR);
say('value not kept', Op.POP_TOP);
say('loop', Op.FOR_ITER, Op.END_FOR, Op.GET_ITER);
say('call', Op.CALL, Op.CALL_KW, Op.CALL_FUNCTION_EX, Op.CALL_INTRINSIC_1, Op.CALL_INTRINSIC_2);
say('exception over', Op.POP_EXCEPT, Op.RERAISE, Op.CHECK_EXC_MATCH, Op.CLEANUP_THROW);

interface Deaths {
  at: ReportAt;
  by: string;
  cause: DeathCause;
  objects: number;
  bytes: number;
  types: Map<string, { objects: number; bytes: number }>;
}

export class ReportObserver {
  readonly times = new Map<number, number>();
  /** Objects made by line; those that went. */
  readonly made = new Map<number, number>();
  readonly lives: ReportLife[] = [];
  livesOmitted = 0;
  readonly callbacks: ReportCallback[] = [];
  /** Of the program's own. */
  ownMade = 0;
  ownFreed = { reference: 0, collector: 0, exit: 0 };
  atFirstLine = { blocks: 0, bytes: 0 };
  private readonly living = new Map<PyObject, ReportLife>();
  private readonly deaths = new Map<string, Deaths>();
  private readonly blocks = new Map<number, number>();
  private readonly asked = new Map<number, { blocks: number; bytes: number }>();
  private witness: Witness | null = null;
  private started = false;
  private collecting = false;
  private ended = false;
  /** The caller a frame has just been left for, and where it stands. */
  private leftFor: { frame: _PyInterpreterFrame; at: number } | null = null;
  private file: PyObject | null = null;
  private globals: PyObject | null = null;

  constructor(
    private readonly path: string,
    private readonly registry: ObjectRegistry,
    /** The run goes on through the interpreter's end: what dies after the last line is told apart. */
    private readonly toExit: boolean,
  ) {}

  readonly witnessed = (witness: Witness): void => {
    this.witness = witness;
  };

  private isOwn(frame: _PyInterpreterFrame): boolean {
    if (frame.f_executable === null) return false;
    return this.isOwnCode(frame.f_executable);
  }
  private isOwnCode(code: PyCodeObject): boolean {
    const file = code.co_filename;
    if (file === this.file) return true;
    if ((file as PyUnicodeObject).str !== this.path) return false;
    this.file = file;
    return true;
  }

  private get at(): ReportAt {
    return { step: Math.max(0, this.registry.step), line: this.registry.line };
  }

  readonly line = (_step: number, frame: _PyInterpreterFrame, lineno: number): void => {
    if (!this.started) {
      this.started = true;
      this.globals = frame.f_globals;
      this.atFirstLine = { blocks: allocatedBlocks(), bytes: bytesInUse() };
    }
    this.times.set(lineno, (this.times.get(lineno) ?? 0) + 1);
  };

  readonly return = (frame: _PyInterpreterFrame): void => this.left(frame);
  readonly unwind = (frame: _PyInterpreterFrame): void => this.left(frame);
  private left(frame: _PyInterpreterFrame): void {
    let caller = frame.previous;
    while (caller !== null && caller.f_executable === null) caller = caller.previous;
    // After a finalizer its object goes on to be freed, for the reason it had.
    const finalizer = frame.f_executable !== null && (frame.f_executable.co_name as PyUnicodeObject).str === '__del__';
    this.leftFor = caller === null || finalizer ? null : { frame: caller, at: caller.instr_ptr };
    if (caller !== null || !this.isOwn(frame) || frame.f_locals !== this.globals) return;
    // The module's last line is done.
    this.ended = true;
  }

  // Objects.

  /** The program is at work: not before its first line, nor when the interpreter flushes its streams after the last. */
  private get counting(): boolean {
    return this.started && (this.toExit || !this.ended);
  }

  readonly born = (op: PyObject): void => {
    if (!this.counting) return;
    const { line } = this.registry;
    this.made.set(line, (this.made.get(line) ?? 0) + 1);
    // What a free list had kept belongs to who takes it out, as tracemalloc has it.
    const block = this.blocks.get(op.ob_addr);
    if (block !== undefined) this.blocks.set(op.ob_addr, line * LINE_UNIT + (block % LINE_UNIT));
    if (this.witness!.isLibrary(op)) return;
    this.ownMade++;
    const type = op.ob_type;
    if (type.spec !== null || (type.tp_flags & Py_TPFLAGS_HEAPTYPE) === 0) return;
    if (!this.registry.isMine(type) || this.witness!.isLibrary(type) || this.living.has(op)) return;
    if (this.lives.length >= MAX_LIVES) {
      this.livesOmitted++;
      return;
    }
    const life: ReportLife = {
      serial: op.ob_serial,
      type: typeName(op),
      born: this.at,
      died: null,
      finalized: false,
    };
    this.lives.push(life);
    this.living.set(op, life);
  };

  readonly dying = (op: PyObject): void => {
    if (!this.counting || !this.registry.isMine(op) || this.witness!.isLibrary(op)) return;
    const cause: DeathCause = this.ended ? 'exit' : this.collecting ? 'collector' : 'reference';
    const by = this.collecting ? 'the collector' : this.ended ? 'names cleared' : this.doing();
    this.ownFreed[cause]++;
    const { at } = this;
    const key = `${this.ended ? 0 : at.line} ${cause} ${by}`;
    let group = this.deaths.get(key);
    if (group === undefined) {
      group = { at, by, cause, objects: 0, bytes: 0, types: new Map() };
      this.deaths.set(key, group);
    }
    const name = typeName(op);
    const bytes = sizeOf(op);
    group.objects++;
    group.bytes += bytes;
    const type = group.types.get(name);
    if (type === undefined) group.types.set(name, { objects: 1, bytes });
    else {
      type.objects++;
      type.bytes += bytes;
    }
    const life = this.living.get(op);
    if (life === undefined) return;
    life.died = { ...at, cause, by };
    this.living.delete(op);
  };

  /** What the instruction under way does. */
  private doing(): string {
    let frame = tstate.current_frame as _PyInterpreterFrame | null;
    while (frame !== null && frame.f_executable === null) frame = frame.previous;
    if (frame === null) return '';
    if (this.leftFor !== null) {
      if (this.leftFor.frame === frame && this.leftFor.at === frame.instr_ptr) return 'function returned';
      this.leftFor = null;
    }
    if (!this.isOwn(frame)) return 'call';
    return WORDS.get(frame.f_executable.unit.co_code[2 * frame.instr_ptr] ?? 0) ?? 'temporary';
  }

  // Memory.

  readonly allocated = (block: number, nbytes: number): void => {
    if (!this.counting) return;
    const { line } = this.registry;
    this.blocks.set(block, line * LINE_UNIT + Math.min(nbytes, LINE_UNIT - 1));
    const asked = this.asked.get(line);
    if (asked === undefined) this.asked.set(line, { blocks: 1, bytes: nbytes });
    else {
      asked.blocks++;
      asked.bytes += nbytes;
    }
  };
  readonly released = (block: number): void => {
    if (this.started) this.blocks.delete(block);
  };

  // Calls that memory management makes.

  readonly collectingNow = (): void => {
    this.collecting = true;
  };
  readonly call = (frame: _PyInterpreterFrame): void => {
    if (!this.isOwn(frame) || (frame.f_executable.co_name as PyUnicodeObject).str !== '__del__') return;
    let self = frame.localsplus[frame.base] ?? null;
    if (self !== null && PyCell_Check(self)) self = (self as PyCellObject).ob_ref;
    if (self === null) return;
    const serial = this.registry.isMine(self) ? self.ob_serial : 0;
    const life = this.living.get(self) ?? this.lives.find((l) => l.serial === serial);
    if (life !== undefined) life.finalized = true;
    this.note('finalizer', (frame.f_executable.co_qualname as PyUnicodeObject).str, serial);
  };
  readonly callback = (op: PyObject): void => {
    let callback = (op as PyWeakReference).wr_callback as PyObject | null;
    // The library's own, such as a WeakSet's, are its business.
    if (!this.started || callback === null || !this.registry.isMine(op) || this.witness!.isLibrary(op)) return;
    if (PyMethod_Check(callback)) callback = (callback as PyObject & { im_func: PyObject }).im_func;
    if (!PyFunction_Check(callback)) {
      const { m_ml } = callback as PyObject & { m_ml?: { ml_name: string } };
      this.note('callback', m_ml?.ml_name ?? shortText(callback), 0);
      return;
    }
    const func = callback as PyFunctionObject;
    if (this.isOwnCode(func.func_code as PyCodeObject))
      this.note('callback', (func.func_qualname as PyUnicodeObject).str, 0);
  };

  private note(kind: ReportCallback['kind'], name: string, serial: number): void {
    if (this.callbacks.length >= MAX_CALLBACKS) return;
    const cause: DeathCause = this.ended ? 'exit' : this.collecting ? 'collector' : 'reference';
    this.callbacks.push({ kind, name, serial, at: this.at, cause });
  }

  /** As a watcher of a replay. */
  watcher(): ReplayWatcher {
    const { witnessed, line, born, dying, allocated, released, call, callback } = this;
    return {
      witnessed,
      line,
      born,
      dying,
      allocated,
      released,
      call,
      callback,
      return: this.return,
      unwind: this.unwind,
      collecting: this.collectingNow,
      collected: () => {
        this.collecting = false;
      },
    };
  }

  // Afterwards.

  /** By line: blocks asked for, and those still in use. */
  blocksByLine(): Map<number, { blocks: number; bytes: number; heldBlocks: number; heldBytes: number }> {
    const lines = new Map<number, { blocks: number; bytes: number; heldBlocks: number; heldBytes: number }>();
    for (const [line, asked] of this.asked) lines.set(line, { ...asked, heldBlocks: 0, heldBytes: 0 });
    for (const value of this.blocks.values()) {
      const line = Math.floor(value / LINE_UNIT);
      let row = lines.get(line);
      // Taken from a free list only.
      if (row === undefined) lines.set(line, (row = { blocks: 0, bytes: 0, heldBlocks: 0, heldBytes: 0 }));
      row.heldBlocks++;
      row.heldBytes += value % LINE_UNIT;
    }
    return lines;
  }

  /** What went, before the program's end or after it, most first within a line. */
  freed(atExit: boolean): ReportFreed[] {
    return [...this.deaths.values()]
      .filter((group) => (group.cause === 'exit') === atExit)
      .map(({ at, by, cause, objects, bytes, types }) => ({
        line: atExit ? 0 : at.line,
        cause,
        by,
        objects,
        bytes,
        first: at,
        types: [...types]
          .map(([type, row]) => ({ type, ...row }))
          .sort((a, b) => b.bytes - a.bytes || b.objects - a.objects),
      }))
      .sort((a, b) => a.line - b.line || b.bytes - a.bytes);
  }
}
