// `heapscope run FILE --report`: the program has run; now it runs again, watched, with the same input and nothing shown.

import type { Host } from '../modules/host';
import { record } from '../session/recording';
import { makeReport } from '../session/report/build';
import type { ReportFormat } from '../session/report/layout';
import { layOut } from '../session/report/layout';
import type { RunSource } from '../session/runSource';

/** A host that notes what the program reads. */
export function recordingInput(host: Host): { host: Host; lines: readonly string[] } {
  const lines: string[] = [];
  const readStdinLine = (): string => {
    const line = host.readStdinLine();
    lines.push(line);
    return line;
  };
  return { host: { ...host, readStdinLine }, lines };
}

/** The report of a program that reads `lines`, in words. */
export function reportOf(
  { source, path, fileName }: { source: Uint8Array; path: string; fileName: string },
  host: Host,
  lines: readonly string[],
  format: ReportFormat,
): string {
  const text = new TextDecoder().decode(source);
  const again: RunSource = {
    bytes: source,
    path,
    imports: text.split(/\r\n|\r|\n/).map((line) => /^\s*(import|from)\s/.test(line)),
    budget: { seconds: Infinity, instructions: Infinity, memory: 2 ** 20 },
    interventions: [],
    checkCancelled: () => undefined,
    host: (sink) => {
      const left = [...lines];
      return {
        ...host,
        writeStdout: (written) => sink('stdout', written),
        writeStderr: (written) => sink('stderr', written),
        readStdinLine: () => left.shift() ?? '',
        flush: () => undefined,
      };
    },
  };
  const now = (): number => performance.now();
  const recording = record(again, now, () => undefined);
  return layOut(makeReport({ fileName, text, source: again, recording, step: recording.lines.length, now }), format);
}
