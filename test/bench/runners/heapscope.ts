// Runs a benchmark program in our engine: heapscope.mjs PROGRAM ROUNDS. Prints the CPU milliseconds (of all threads of this
// process: the compiler of JavaScript works beside) of each ten calls of main().

import { readFileSync } from 'node:fs';
import { runProgram } from '../../../server/src/cli/run';
import { tuneV8 } from '../../../server/src/session/tuneV8.node';

tuneV8();

const [file, rounds] = process.argv.slice(2) as [string, string];
const source = `${readFileSync(file, 'utf8')}
print("@mark")
for _round in range(${rounds}):
    for _call in range(10):
        main()
    print("@mark")
`;
const marks: number[] = [];
const code = runProgram({ command: 'run', file, rest: [] } as never, Buffer.from(source), {
  writeStdout: (text: string) => {
    for (let at = text.indexOf('@mark'); at >= 0; at = text.indexOf('@mark', at + 1)) {
      const { user, system } = process.cpuUsage();
      marks.push((user + system) / 1000);
    }
  },
  writeStderr: (text: string) => void process.stderr.write(text),
  readStdinLine: () => '',
  readFile: () => null,
  listDirectory: () => null,
  argv: [file],
  cwd: '/',
});
if (code !== 0) process.exit(1);
process.stdout.write(`${JSON.stringify({ times: marks.slice(1).map((mark, i) => mark - marks[i]!) })}\n`);
