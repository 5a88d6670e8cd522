// The heap view's questions, forwarded to the engine that has the run.

import { providerCalls } from '../../protocol/heapCalls';
import type { ServerContext } from '../context';

export function serveHeapView(context: ServerContext): void {
  for (const call of providerCalls) {
    context.connection.onRequest(`heap/${call}`, async (p: { run?: string }) => {
      const found = [...context.runs.values()].find((r) => r.status?.info.run === p.run);
      const run = found === undefined ? undefined : context.runOf(found.uri);
      if (run === undefined) return { err: { code: 'stale', message: 'This run has been replaced.' } };
      if (run.running) return { err: { code: 'busy', message: 'The program is running.' } };
      return (
        (await run.ask('heap', { call, params: p })) ?? {
          err: { code: 'stale', message: 'This run has been replaced.' },
        }
      );
    });
  }
}
