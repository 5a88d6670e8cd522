/** The fake host's side, in a worker: scenario from the page's query, vscode-messenger's envelope. */
import { FakeProvider } from './fakeProvider';
import { lru } from './scenarios/lru';
import { boxes, server } from './scenarios/server';
import { graphWithCycle, linkedList, tree } from './scenarios/textbook';
import { hostile } from './scenarios/hostile';
import type { World } from './world';

const scenarios: Record<string, (n: number) => World> = {
  lru: () => lru(),
  list: () => linkedList(),
  tree: () => tree(),
  graph: () => graphWithCycle(),
  server: (n) => server(n || 5358),
  boxes: (n) => boxes(n || 50),
  hostile: () => hostile(),
};

let provider: FakeProvider | undefined;
/** Structured clone would share nothing anyway; this says how long an answer took to make. */
self.onmessage = async (e: MessageEvent): Promise<void> => {
  const message = e.data as {
    init?: Record<string, string>;
    asked?: true;
    id?: string;
    method?: string;
    params?: unknown;
  };
  if (message.init) {
    const q = message.init;
    const world = scenarios[q['scenario'] ?? 'lru']!(Number(q['n'] ?? 0));
    const steps = Math.max(world.snapshots.length, Number(q['steps'] ?? 20000));
    const first = steps - world.snapshots.length;
    provider = new FakeProvider(world, {
      blocks: Number(q['blocks'] ?? 200000),
      steps,
      startStep: q['step'] === undefined ? steps - 1 : first + Number(q['step']),
    });
    return;
  }
  if (message.asked) return self.postMessage({ asked: provider!.asked });
  if (!message.id || !message.method) return;
  let result: unknown;
  try {
    const name = message.method.replace('heap/', '') as 'view';
    result = { ok: await (provider![name] as (p: unknown) => unknown).call(provider, message.params) };
  } catch (error) {
    result = { err: { code: 'internal', message: error instanceof Error ? error.message : String(error) } };
  }
  self.postMessage({ id: message.id, receiver: { type: 'webview', webviewId: 'test' }, result });
};
