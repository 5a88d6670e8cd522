// The engine worker's dispatcher: a request in, a reply out. No transport, no host: the shells add those.

import { Session } from './session';
import type { EngineCall, EngineCalls, EngineReply, EngineRequest } from './workerProtocol';

type Handlers = { [C in EngineCall]: (params: Parameters<EngineCalls[C]>[0]) => unknown };

/** Answers the calls of one document. Bugs of ours become error replies: the worker is replaced after one. */
export function createEngine(now: () => number): (request: EngineRequest) => EngineReply {
  const session = new Session(now);
  const handlers: Handlers = {
    open: (p) => session.open(p),
    status: () => session.status(),
    goto: (p) => session.goto(p.step),
    runToLine: (p) => session.runToLine(p.line, p.direction),
    hover: (p) => session.hover(p.line, p.column),
    collect: (p) => session.collect(p.generation),
    disassembly: () => session.disassembly(),
    report: (p) => session.report(p.format),
    mark: (p) => session.setMark(p.step),
    heap: (p) => session.heap(p.call, p.params),
  };
  return (request) => {
    try {
      return { id: request.id, ok: (handlers[request.call] as (p: unknown) => unknown)(request.params) };
    } catch (error) {
      return { id: request.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  };
}
