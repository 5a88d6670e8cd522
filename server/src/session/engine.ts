// The engine worker's dispatcher: a request in, a reply out. No transport, no host: the shells add those.

import { Session } from './session';
import type { Examine } from './survey/examination';
import { SharedCell } from './workerProtocol';
import type { EngineCall, EngineCalls, EngineReply, EngineRequest } from './workerProtocol';

type Handlers = {
  [C in Exclude<EngineCall, 'findings'>]: (params: Parameters<EngineCalls[C]>[0]) => unknown;
};

/** What a shell gives: the clock, the way back, and how to go on later. */
export interface EngineShell {
  now(): number;
  /** Processor time of this thread in milliseconds; absent: not known. */
  cpu?(): number;
  post(reply: EngineReply): void;
  /** Calls back after what waits to be received has been received. */
  later(callback: () => void): void;
  /** Memory shared with the server (workerProtocol.ts), where the host allows it. */
  shared: Int32Array | null;
  /** The analyses; absent: none. */
  examine?: Examine;
}

/** Answers the calls of one document. Bugs of ours become error replies. */
export function createEngine(shell: EngineShell): (request: EngineRequest) => void {
  const { shared } = shell;
  let current = 0;
  /** The analyses under way, where the last `open` has them. */
  let job = 0;
  const session = new Session({
    now: () => shell.now(),
    ...(shell.cpu === undefined ? {} : { cpu: shell.cpu }),
    ...(shell.examine === undefined ? {} : { examine: shell.examine }),
    cancelled: () => shared !== null && Atomics.load(shared, SharedCell.cancelled) >= current,
    atLine: (line) => {
      if (shared !== null) shared[SharedCell.line] = line;
    },
    alive: () => {
      if (shared !== null) Atomics.add(shared, SharedCell.pulse, 1);
    },
  });
  const handlers: Handlers = {
    open: (p) => {
      job++;
      return session.open(p);
    },
    status: () => session.status(),
    goto: (p) => session.goto(p.step),
    move: (p) => session.move(p.by, p.delta),
    runToLine: (p) => session.runToLine(p.line, p.direction),
    hover: (p) => session.hover(p.line, p.column),
    hintStory: (p) => session.hintStory(p.step),
    collect: (p) => session.collect(p.generation),
    disassembly: () => session.disassembly(),
    report: (p) => session.report(p.format),
    mark: (p) => session.setMark(p.step),
    heap: (p) => session.heap(p.call, p.params),
  };
  const failed = (id: number, error: unknown): void =>
    shell.post({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });

  /** Slice by slice; an `open` in between ends it. */
  const findings = (id: number): void => {
    const mine = ++job;
    const slices = session.findings();
    const next = (): void => {
      if (mine !== job) {
        shell.post({ id, ok: null });
        return;
      }
      try {
        current = id;
        const slice = slices.next();
        if (slice.done === true) shell.post({ id, ok: slice.value });
        else shell.later(next);
      } catch (error) {
        failed(id, error);
      }
    };
    next();
  };

  return ({ id, call, params }) => {
    if (call === 'findings') {
      findings(id);
      return;
    }
    try {
      current = id;
      if (shared !== null) Atomics.store(shared, SharedCell.current, id);
      shell.post({ id, ok: (handlers[call] as (p: unknown) => unknown)(params) });
    } catch (error) {
      failed(id, error);
    }
  };
}
