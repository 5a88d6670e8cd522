// The analyses on a program without a server: what they find in a text.

import { join, resolve } from 'node:path';
import type { Finding, Fix } from '../../server/src/session/workerProtocol';
import { stdlibSource } from '../../server/src/modules/stdlib';
import { examine } from '../../server/src/analyses';
import { Source } from '../../server/src/analyses/source';
import type { Outcome, Watcher } from '../../server/src/session/program';
import { runProgram } from '../../server/src/session/program';
import { loadStdlib } from '../../server/src/session/stdlib.node';

let loaded = false;

export interface Examined {
  findings: Finding[];
  output: string;
  milliseconds: number;
}

export function examineText(
  source: string,
  path = '/work/program.py',
  limits: { seconds?: number; tryOut?: number } = {},
): Examined {
  if (!loaded) loadStdlib(join(resolve(process.cwd()), 'dist/stdlib.bin'));
  loaded = true;
  let output = '';
  let first = true;
  const began = performance.now();
  const steps = examine({
    path,
    source,
    now: () => performance.now(),
    tryOut: limits.tryOut ?? 60_000,
    runOf:
      (text) =>
      (watcher: Watcher, options = {}): Outcome => {
        const bytes = new TextEncoder().encode(text);
        const mine = first;
        first = false;
        return runProgram({
          source: bytes,
          path,
          host: {
            writeStdout: (written) => {
              if (mine) output += written;
              options.sink?.('stdout', written);
            },
            writeStderr: (written) => options.sink?.('stderr', written),
            readStdinLine: () => '',
            readFile: (file) => (file === path ? bytes : stdlibSource(file)),
            listDirectory: () => null,
            argv: [path],
            cwd: '/work',
          },
          budget: {
            steps: 300_000,
            ticks: 6_000_000,
            memoryBytes: 1024 ** 3,
            milliseconds: (limits.seconds ?? 60) * 1000,
          },
          watcher,
          finalize: options.finalize ?? false,
          now: () => performance.now(),
        });
      },
  });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return { findings: step.value, output, milliseconds: performance.now() - began };
  }
}

/** A text with a quick fix applied, as an editor does it. */
export function applyFix(source: string, { edits }: Fix): string {
  return Source.of(source, '/work/program.py')!.apply(edits);
}
