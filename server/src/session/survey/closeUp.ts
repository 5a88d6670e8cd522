// The third pass of a survey, instruction by instruction: what the user's code does with some containers, and what
// sys.getrefcount is asked about.

import { CO_OPTIMIZED } from '../../compiler/codeunit';
import { Op } from '../../compiler/opcodes';
import { _Py_IsImmortal } from '../../heap/refcount';
import { PyCFunction_Check } from '../../objects/methodobject';
import type { PyDictObject } from '../../objects/dictstruct';
import type { _PyInterpreterFrame } from '../../objects/framestruct';
import type { PyObject } from '../../objects/object';
import { Py_None } from '../../objects/objectprotocol';
import { Py_False, Py_True } from '../../objects/boolobject';
import { typeName } from '../describe';
import type { Watcher } from '../program';
import type { ContainerUse, RefcountFact } from './facts';
import { holdersOf } from './holdersNow';
import { Position } from './position';

/** Methods that add; those that take away; those that only tell how much there is. */
const adders = new Set([
  'append',
  'appendleft',
  'add',
  'insert',
  'extend',
  'extendleft',
  'setdefault',
  'update',
  'push',
]);
const removers = new Set(['pop', 'popitem', 'popleft', 'remove', 'clear', 'discard']);
const lookups = new Set(['get']);
/** Built-in functions that may be given a container without reading what is in it. */
const measures = new Set([
  'len',
  'id',
  'type',
  'isinstance',
  'getsizeof',
  'getrefcount',
  'is_tracked',
  'get_referrers',
]);
/** BINARY_OP's arguments for `+=` and `|=`. */
const inplace = new Set([13, 20]);
const MAX_REFCOUNTS = 400;

interface Use {
  fact: ContainerUse;
  stores: number;
  byLine: Map<number, { count: number; activations: Set<number> }>;
  /** The activation that last added: what it reads at once is what it has just put there. */
  lastAdd: number;
}
interface Pending {
  frame: _PyInterpreterFrame;
  use: Use;
  /** What the next instruction is to find on top of the stack. */
  kind: 'contains' | 'contains-not' | 'subscript' | 'get' | 'called';
}

export class CloseUp {
  readonly refcounts: RefcountFact[] = [];
  private readonly uses = new Map<number, Use>();
  private readonly byObject = new Map<PyObject, Use>();
  private readonly activations = new Map<_PyInterpreterFrame, number>();
  private readonly position: Position;
  private readonly living = new Set<PyObject>();
  private globals: PyDictObject | null = null;
  private pending: Pending | null = null;
  private serial = 0;
  private activation = 0;
  private refcountIndex = 0;

  constructor(
    path: string,
    serials: readonly number[],
    private readonly wantRefcounts: boolean,
  ) {
    this.position = new Position(path);
    for (const serial of serials) {
      const fact = { serial, adds: [], moduleAdds: 0, removals: 0, reads: 0, hits: 0, misses: 0 };
      this.uses.set(serial, { fact, stores: 0, byLine: new Map(), lastAdd: -1 });
    }
  }

  get facts(): ContainerUse[] {
    return [...this.uses.values()].map((use) => ({
      ...use.fact,
      adds: [...use.byLine].map(([line, add]) => ({ line, count: add.count, calls: add.activations.size })),
    }));
  }

  readonly watcher: Watcher = {
    line: (step, frame, lineno) => {
      this.globals ??= frame.f_globals;
      if (this.position.step !== step) this.refcountIndex = 0;
      this.position.enter(step, lineno);
    },
    instruction: (frame, unit) => {
      if (this.position.isOwn(frame)) this.instruction(frame, unit);
    },
    call: (frame) => void this.activations.set(frame, ++this.activation),
    return: (frame) => {
      if (this.activations.delete(frame)) this.position.leave(frame);
    },
    unwind: (frame) => {
      if (this.activations.delete(frame)) this.position.leave(frame);
    },
    exception: (frame) => {
      if (this.pending?.frame !== frame) return;
      if (this.pending.kind === 'subscript') this.pending.use.fact.misses++;
      this.pending = null;
    },
    born: (op) => {
      if (!this.position.started) return;
      this.serial++;
      const use = this.uses.get(this.serial);
      if (use !== undefined) this.byObject.set(op, use);
      if (this.wantRefcounts) this.living.add(op);
    },
    dying: (op) => {
      this.byObject.delete(op);
      this.living.delete(op);
    },
  };

  private instruction(frame: _PyInterpreterFrame, pc: number): void {
    if (this.pending !== null && this.pending.frame === frame) this.settle(frame);
    const { unit } = frame.f_executable;
    const op: number = unit.co_code[2 * pc]!;
    const arg = unit.co_code[2 * pc + 1]!;
    const { localsplus: stack, stacktop: sp } = frame;
    if (this.wantRefcounts && op === Op.CALL) this.refcount(frame, arg);
    if (this.byObject.size === 0) return;
    const peek = (n: number): Use | undefined => {
      const at = sp - n;
      const value = at >= frame.base + unit.co_localsplusnames.length ? stack[at] : null;
      return value == null ? undefined : this.byObject.get(value);
    };
    let use: Use | undefined;
    switch (op) {
      case Op.LOAD_ATTR:
        if ((use = peek(1)) !== undefined) this.method(use, unit.co_names[arg >> 1] ?? '', frame);
        return;
      case Op.STORE_SUBSCR:
        if ((use = peek(2)) !== undefined) this.add(use, frame);
        if ((use = peek(3)) !== undefined) use.fact.reads++;
        return;
      case Op.DELETE_SUBSCR:
        if ((use = peek(2)) !== undefined) use.fact.removals++;
        return;
      case Op.BINARY_SUBSCR:
        if ((use = peek(2)) !== undefined && use.lastAdd !== this.activations.get(frame))
          this.pending = { frame, use, kind: 'subscript' };
        return;
      case Op.CONTAINS_OP:
        if ((use = peek(1)) !== undefined)
          this.pending = { frame, use, kind: (arg & 1) === 0 ? 'contains' : 'contains-not' };
        return;
      case Op.BINARY_OP:
        if ((use = peek(2)) !== undefined) {
          if (inplace.has(arg)) this.add(use, frame);
          else use.fact.reads++;
        }
        if ((use = peek(1)) !== undefined) use.fact.reads++;
        return;
      case Op.CALL:
        this.callWith(peek, stack[sp - arg - 2] ?? null, arg, frame);
        return;
      case Op.CALL_KW:
      case Op.BUILD_LIST:
      case Op.BUILD_SET:
      case Op.BUILD_MAP:
      case Op.BUILD_STRING:
        for (let n = 1; n <= 2 * arg + 1; n++) if ((use = peek(n)) !== undefined) use.fact.reads++;
        return;
      case Op.STORE_FAST:
      case Op.STORE_NAME:
      case Op.STORE_GLOBAL:
      case Op.STORE_DEREF:
      case Op.STORE_ATTR:
      case Op.BUILD_TUPLE:
        // The first is where it was given its name (or made somebody's default); more names are more ways to read it.
        if ((use = peek(op === Op.STORE_ATTR ? 2 : 1)) !== undefined && use.stores++ > 0 && !this.inplaceStore(use))
          use.fact.reads++;
        return;
      case Op.GET_ITER:
      case Op.RETURN_VALUE:
      case Op.YIELD_VALUE:
      case Op.LIST_EXTEND:
      case Op.SET_UPDATE:
      case Op.DICT_UPDATE:
      case Op.DICT_MERGE:
      case Op.LIST_APPEND:
      case Op.SET_ADD:
      case Op.MAP_ADD:
      case Op.UNPACK_SEQUENCE:
      case Op.UNPACK_EX:
      case Op.FORMAT_SIMPLE:
      case Op.FORMAT_WITH_SPEC:
      case Op.CONVERT_VALUE:
      case Op.CALL_FUNCTION_EX:
        if ((use = peek(1)) !== undefined) use.fact.reads++;
        return;
      case Op.COMPARE_OP:
      case Op.BINARY_SLICE:
        for (let n = 1; n <= 3; n++) if ((use = peek(n)) !== undefined) use.fact.reads++;
        return;
      default:
    }
  }

  /** `c += …` stores the same container again under the name it has. */
  private inplaceStore(use: Use): boolean {
    const again = use.lastAdd >= 0;
    if (again) use.stores--;
    return again;
  }

  private method(use: Use, name: string, frame: _PyInterpreterFrame): void {
    if (adders.has(name)) this.add(use, frame);
    else if (removers.has(name)) use.fact.removals++;
    else if (lookups.has(name)) this.pending = { frame, use, kind: 'get' };
    else if (name !== 'maxlen') use.fact.reads++;
  }

  private add(use: Use, frame: _PyInterpreterFrame): void {
    if ((frame.f_executable.co_flags & CO_OPTIMIZED) === 0) {
      use.fact.moduleAdds++;
      use.lastAdd = 0;
      return;
    }
    const { line } = this.position;
    const activation = this.activations.get(frame) ?? 0;
    let adds = use.byLine.get(line);
    if (adds === undefined) use.byLine.set(line, (adds = { count: 0, activations: new Set() }));
    adds.count++;
    adds.activations.add(activation);
    use.lastAdd = activation;
  }

  private callWith(
    peek: (n: number) => Use | undefined,
    callable: PyObject | null,
    args: number,
    frame: _PyInterpreterFrame,
  ): void {
    if (this.pending?.kind === 'get' && this.pending.frame === frame) this.pending.kind = 'called';
    if (callable !== null && PyCFunction_Check(callable)) {
      const name = (callable as PyObject & { m_ml?: { ml_name: string } }).m_ml?.ml_name ?? '';
      if (measures.has(name)) return;
    }
    if (
      callable !== null &&
      callable.ob_type.tp_name === 'type' &&
      (callable as { tp_name?: string }).tp_name === 'type'
    )
      return;
    for (let n = 1; n <= args; n++) {
      const use = peek(n);
      if (use !== undefined) use.fact.reads++;
    }
  }

  /** The instruction after the one that asked: its answer is on top of the stack. */
  private settle(frame: _PyInterpreterFrame): void {
    const pending = this.pending!;
    if (pending.kind === 'get') return;
    this.pending = null;
    const top = frame.localsplus[frame.stacktop - 1] ?? null;
    const { fact } = pending.use;
    const found =
      pending.kind === 'contains'
        ? top === Py_True
        : pending.kind === 'contains-not'
          ? top === Py_False
          : pending.kind === 'called'
            ? top !== Py_None
            : true;
    if (found) fact.hits++;
    else fact.misses++;
  }

  private refcount(frame: _PyInterpreterFrame, args: number): void {
    if (args !== 1 || this.refcounts.length >= MAX_REFCOUNTS) return;
    const sp = frame.stacktop;
    const callable = frame.localsplus[sp - 3] ?? null;
    if (callable === null || !PyCFunction_Check(callable)) return;
    if ((callable as PyObject & { m_ml?: { ml_name: string } }).m_ml?.ml_name !== 'getrefcount') return;
    const op = frame.localsplus[sp - 1]!;
    const immortal = _Py_IsImmortal(op);
    const holders = immortal ? [] : holdersOf(op, this.position, frame, this.globals, this.living);
    this.refcounts.push({
      at: this.position.at,
      index: this.refcountIndex++,
      type: typeName(op),
      shown: immortal ? 4294967295 : op.ob_refcnt,
      immortal,
      holders,
      others: immortal ? 0 : op.ob_refcnt - holders.length,
    });
  }
}
