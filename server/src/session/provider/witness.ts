// What the heap view wants to know of a replay beyond births and deaths: which objects are a library's, whose call each
// frame is, what was allocated in the last step, collections, and other moments worth a mark on the timeline.

import { bytesInUse } from '../../heap/obmalloc';
import type { CollectionNote } from '../../heap/runtime';
import { heapObserver, setHeapObserver } from '../../heap/runtime';
import type { PyBaseExceptionObject } from '../../objects/exceptionstruct';
import type { _PyInterpreterFrame } from '../../objects/framestruct';
import type { PyObject } from '../../objects/object';
import { tstate } from '../../objects/pystate';
import type { PyTupleObject } from '../../objects/tuplestruct';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import type { PyWeakReference } from '../../objects/weakrefstruct';
import type { TimelineMark } from '../../protocol/heapProtocol';
import { isAtom, shortText, sizeOf, typeName } from '../describe';
import type { Watcher } from '../program';

/** Marks of a kind beyond this many are not kept: they would be one blur. */
const MAX_MARKS = 100_000;
const MAX_CALLS_OUTWARD = 400;
const OWN = 1;
const LIBRARY = 2;

export interface SeenCollection extends CollectionNote {
  /** The step it began in, and the one it ended in: finalizers and callbacks have lines of their own. */
  readonly step: number;
  readonly ended: number;
}

export interface WitnessOptions {
  /** The user's file. */
  readonly path: string;
  /** Whether a line of it (1-based) begins an import: what is made meanwhile is not the program's. */
  isImport(line: number): boolean;
  /** The step the replay will be parked at, or the number of steps: the one before it is looked at closely. */
  readonly end: number;
}

/** Listens to one replay. */
export class Witness {
  readonly collections: SeenCollection[] = [];
  readonly marks: TimelineMark[] = [];
  /**
   * By step, the end included: how many objects the program has made that still live, and how many bytes there are more
   * than at its first line. What imports bring along is left out of both.
   */
  readonly ownObjects: number[] = [];
  readonly ownBytes: number[] = [];
  /** What the program prints, for whoever wants it. */
  output: ((stream: 'stdout' | 'stderr', text: string) => void) | null = null;
  /** Blocks handed out and given back in the last step. */
  readonly allocated = new Set<number>();
  readonly released = new Set<number>();
  /** By serial number: OWN, LIBRARY, or 0 for neither and for the dead. */
  private kinds = new Uint8Array(4096);
  private ownCount = 0;
  private readonly numbers = new WeakMap<object, number>();
  private calls = 0;
  private step = -1;
  private collectionStep = -1;
  private importing = false;
  private foreignBytes = 0;
  private bytesAtLine = 0;
  /** Bytes of objects that died on this line. */
  private freed = 0;
  private lastException: PyObject | null = null;
  private file: PyObject | null = null;

  constructor(private readonly options: WitnessOptions) {}

  /** Made by a library, or by the interpreter for one. */
  isLibrary(op: PyObject): boolean {
    return op.ob_serial < this.kinds.length && this.kinds[op.ob_serial] === LIBRARY;
  }
  /** The number of the call a frame is: 1 is the module's. */
  call(frame: object): number | undefined {
    return this.numbers.get(frame);
  }

  private isOwn(frame: _PyInterpreterFrame): boolean {
    const code = frame.f_executable;
    if (code === null) return false;
    const name = code.co_filename;
    if (name === this.file) return true;
    if ((name as PyUnicodeObject).str !== this.options.path) return false;
    this.file = name;
    return true;
  }

  /** Whether a module is being executed between here and the nearest of the user's frames. */
  private inModule(): boolean {
    let left = MAX_CALLS_OUTWARD;
    for (let f = tstate.current_frame as _PyInterpreterFrame | null; f !== null && left-- > 0; f = f.previous) {
      if (f.f_executable === null) continue;
      if (this.isOwn(f)) return false;
      if ((f.f_executable.co_name as PyUnicodeObject).str === '<module>') return true;
    }
    return false;
  }

  private mark(kind: TimelineMark['kind'], text: string): void {
    if (this.marks.length < MAX_MARKS && this.step >= 0) this.marks.push({ kind, step: this.step, count: 1, text });
  }

  private lookClosely(): void {
    const observer = heapObserver;
    if (observer === null) return;
    setHeapObserver({
      ...observer,
      allocated: (block, nbytes) => {
        observer.allocated?.(block, nbytes);
        this.allocated.add(block);
        this.released.delete(block);
      },
      released: (block) => {
        observer.released?.(block);
        if (!this.allocated.delete(block)) this.released.add(block);
      },
    });
  }

  private count(step: number): void {
    const bytes = bytesInUse();
    if (step === 0) this.foreignBytes = bytes;
    else if (this.importing) this.foreignBytes += bytes - this.bytesAtLine;
    this.bytesAtLine = bytes;
    this.freed = 0;
    this.ownObjects[step] = this.ownCount;
    this.ownBytes[step] = Math.max(0, bytes - this.foreignBytes);
  }

  /** The replay has come to its end. */
  finish(step: number): void {
    if (this.step >= 0) this.count(step);
  }

  /** `watcher`, with this witness listening in. */
  wrap(watcher: Watcher = {}): Watcher {
    return {
      ...watcher,
      line: (step, frame, line) => {
        this.count(step);
        this.step = step;
        this.importing = this.options.isImport(line);
        if (step === this.options.end - 1) this.lookClosely();
        watcher.line?.(step, frame, line);
      },
      call: (frame) => {
        if (this.isOwn(frame)) {
          this.numbers.set(frame, ++this.calls);
          if ((frame.f_executable.co_name as PyUnicodeObject).str === '__del__')
            this.mark('finalizer', `${(frame.f_executable.co_qualname as PyUnicodeObject).str} runs`);
        }
        watcher.call?.(frame);
      },
      exception: (frame, exception) => {
        if (exception !== this.lastException && this.isOwn(frame)) {
          this.lastException = exception;
          const name = typeName(exception);
          if (name !== 'StopIteration' && name !== 'GeneratorExit') this.mark('exception', sayException(exception));
        }
        watcher.exception?.(frame, exception);
      },
      born: (op) => {
        if (this.step >= 0) {
          const serial = op.ob_serial;
          if (serial >= this.kinds.length) {
            const grown = new Uint8Array(2 * serial);
            grown.set(this.kinds);
            this.kinds = grown;
          }
          if (this.importing || this.inModule()) this.kinds[serial] = LIBRARY;
          else {
            this.kinds[serial] = OWN;
            this.ownCount++;
          }
        }
        watcher.born?.(op);
      },
      dying: (op) => {
        watcher.dying?.(op);
        const size = this.step >= 0 && !this.importing ? sizeOf(op) : 0;
        this.freed += size;
        const serial = op.ob_serial;
        const own = serial < this.kinds.length && this.kinds[serial] === OWN;
        if (serial < this.kinds.length) this.kinds[serial] = 0;
        if (own) this.ownCount--;
        else {
          // What was never counted in is not counted out either.
          this.foreignBytes -= size;
        }
        if (op === this.lastException) this.lastException = null;
      },
      collecting: () => {
        this.collectionStep = this.step;
        watcher.collecting?.();
      },
      collected: (note) => {
        if (this.collectionStep >= 0) this.collections.push({ ...note, step: this.collectionStep, ended: this.step });
        // A full collection empties the free lists: what the library's dead had left there.
        if (!this.importing) this.foreignBytes -= Math.max(0, note.freedBytes - this.freed);
        watcher.collected?.(note);
      },
      callback: (ref) => {
        const callback = (ref as PyWeakReference).wr_callback;
        this.mark('callback', `${callback === null ? 'a callback' : shortText(callback)} is told of a death`);
        watcher.callback?.(ref);
      },
      unraisable: (exception) => {
        this.mark('unraisable', `${sayException(exception)}, ignored`);
        watcher.unraisable?.(exception);
      },
    };
  }
}

/** "ValueError: 500", without running any code of the program. */
function sayException(exception: PyObject): string {
  const args = (exception as PyBaseExceptionObject).args as PyTupleObject | null | undefined;
  const first = args?.ob_item[0];
  const text = first !== undefined && isAtom(first) ? shortText(first).replace(/^'(.*)'$/, '$1') : '';
  return text === '' ? typeName(exception) : `${typeName(exception)}: ${text}`;
}
