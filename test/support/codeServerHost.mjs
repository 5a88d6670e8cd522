#!/usr/bin/env node
// @ts-check
// A VS Code for machines that cannot download one: takes the flags @vscode/test-electron gives a desktop VS Code, runs
// the tests in code-server's VS Code shown in a headless Chromium, and exits with the tests' code. So `runTests` takes
// this file as `vscodeExecutablePath`, and the same suite runs in both.
//   --extensionDevelopmentPath=FOLDER --extensionTestsPath=FILE [--extensions-dir=FOLDER] [FOLDER]
// --user-data-dir is not heeded: each run has one of its own, so that none inherits another's state.

import { join } from 'node:path';
import { startTestServer } from '../../scripts/lib/codeServer.mjs';
import { runHost } from './hostRun.mjs';

/** @param {string} path */
const remote = (path) => `vscode-remote://remote${path}`;

await runHost('codeServerHost', async ({ development, tests, folder, scratch, extensions }) => {
  const server = await startTestServer({
    dataFolder: join(scratch, 'data'),
    extensionsFolder: extensions,
    driver: true,
  });
  const payload = JSON.stringify([
    ['extensionDevelopmentPath', remote(development)],
    ['extensionTestsPath', remote(tests)],
  ]);
  const query = `folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(payload)}`;
  return { url: `${server.origin}/?${query}`, stop: server.stop };
});
