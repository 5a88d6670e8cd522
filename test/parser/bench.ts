// Times the parser on the files given, whole and with a mistake at the end.
// Usage: node out/parser/bench.js file…

import { readFileSync } from 'node:fs';
import { parse } from '../../server/src/parser/index';

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1];
}

const started = performance.now();
for (const file of process.argv.slice(2)) {
  const source = readFileSync(file, 'utf8');
  const cases: [string, string][] = [
    ['whole', source],
    ['mistake at the end', `${source}\nx = (1 2)\n`],
    ['cut short', source.slice(0, -source.length / 10)],
  ];
  for (const [name, text] of cases) {
    const times: number[] = [];
    for (let i = 0; i < 60; i++) {
      const before = performance.now();
      parse(text, file);
      times.push(performance.now() - before);
    }
    const first = times[0].toFixed(1);
    const warm = median(times.slice(20)).toFixed(2);
    console.log(
      `${file.split('/').pop()} (${(text.length / 1000).toFixed(1)} KB) ${name}: first ${first} ms, warm ${warm} ms`,
    );
  }
}
console.log(`${(performance.now() - started).toFixed(0)} ms in all`);
