// The suite inside VS Code's extension host. One bundle serves every host: desktop VS Code's Node, code-server's Node
// and the browser's worker, so nothing here may ask for Node. `run` is what VS Code calls.

import mocha from 'mocha/mocha.js';
import * as vscode from 'vscode';

/** Lines that begin with this reach the one who started the host; the rest of a host's log is noise to them. */
const mark = '[heapscope]';

/** Runs all tests; a rejection makes the host exit with 1. */
export async function run(): Promise<void> {
  const place = vscode.env.uiKind === vscode.UIKind.Desktop ? 'desktop' : 'browser page';
  const host = 'process' in globalThis && process.versions?.node ? `Node ${process.versions.node}` : 'a web worker';
  say(`VS Code ${vscode.version} in a ${place}, extension host in ${host}`);
  mocha.setup({ ui: 'bdd', timeout: 30_000, slow: 2_000, reporter: Lines as never });
  await import('all-tests');
  await new Promise<void>((resolve, reject) => {
    // Not mocha.run: the browser build's reads the page's address, and Node has none.
    mocha.constructor.prototype.run.call(mocha, (failures) =>
      failures ? reject(new Error(`${failures} tests failed`)) : resolve(),
    );
  });
}

function say(text: string): void {
  for (const line of text.split('\n')) console.log(`${mark} ${line}`);
}

/** A reporter of plain lines; the last one carries the numbers for the test runner. */
class Lines {
  constructor(runner: Mocha.Runner) {
    const result = { passed: 0, failed: 0, skipped: 0, reasons: [] as string[] };
    runner.on('suite', (suite) => suite.title && say(`  ${suite.title}`));
    runner.on('pass', (test) => {
      result.passed++;
      say(`    ok ${test.title} (${test.duration} ms)`);
    });

    runner.on('fail', (test, error: Error) => {
      result.failed++;
      say(`    FAILED ${test.fullTitle()}\n${error.stack ?? error.message}`);
    });
    runner.on('end', () => say(`RESULT ${JSON.stringify(result)}`));
  }
}
