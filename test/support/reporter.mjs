// @ts-check
// Mocha's reporter for `npm test`: one line a suite, failures in full, and a file with the numbers for the runner.
// A skipped test must say why: `skip(this, 'reason')` (skip.ts), or it counts as failed.

import { writeFileSync } from 'node:fs';
import mocha from 'mocha';

const { Base } = mocha.reporters;

/** @param {Mocha.Test} test @returns {string} */
function reasonOf(test) {
  const reason = /** @type {{ skipReason?: string }} */ (/** @type {unknown} */ (test)).skipReason;
  return reason ?? inherited(test.parent) ?? '';
}

/** @param {Mocha.Suite | undefined} suite @returns {string | undefined} */
function inherited(suite) {
  if (!suite) return undefined;
  return /** @type {{ skipReason?: string }} */ (/** @type {unknown} */ (suite)).skipReason ?? inherited(suite.parent);
}

export default class Reporter extends Base {
  /** @param {Mocha.Runner} runner @param {Mocha.MochaOptions} options */
  constructor(runner, options) {
    super(runner, options);
    const result = { passed: 0, failed: 0, skipped: 0, reasons: /** @type {string[]} */ ([]) };
    /** Tests that passed, by suite: scripts/readme.mjs tells how exact we are. @type {Record<string, number>} */
    const suites = {};
    /** Tests that failed, by suite. @type {Record<string, number>} */
    const failures = {};
    let inSuite = 0;
    let started = Date.now();
    runner.on('suite', (suite) => {
      if (suite.parent?.root) {
        inSuite = 0;
        started = Date.now();
      }
    });
    runner.on('suite end', (suite) => {
      if (!suite.parent?.root) return;
      suites[suite.title] = (suites[suite.title] ?? 0) + inSuite;
      process.stdout.write(`  ${suite.title}: ${inSuite} in ${Date.now() - started} ms\n`);
    });
    runner.on('pass', (test) => {
      inSuite++;
      result.passed++;
      // Tests that look at something slow tell of themselves, so that nobody waits in the dark.
      if (test.duration !== undefined && test.duration > test.slow()) {
        process.stdout.write(`    ${test.fullTitle()} (${test.duration} ms)\n`);
      }
    });
    runner.on('pending', (test) => {
      const reason = reasonOf(test);
      if (reason) {
        result.skipped++;
        result.reasons.push(`${test.fullTitle()}: ${reason}`);
      } else {
        result.failed++;
        process.stdout.write(`  FAILED ${test.fullTitle()}\n    it is skipped without a reason\n`);
      }
    });
    runner.on('fail', (test) => {
      result.failed++;
      const [suite] = test.titlePath();
      failures[suite] = (failures[suite] ?? 0) + 1;
      process.stdout.write(`  FAILED ${test.fullTitle()}\n`);
    });
    runner.on('end', () => {
      if (this.failures.length) Base.list(this.failures);
      const file = process.env.HEAPSCOPE_RESULT;
      if (file) writeFileSync(file, JSON.stringify({ ...result, suites, failures }));
    });
  }
}
