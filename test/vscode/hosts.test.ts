// Runs the suite of ./suite inside VS Code: in a downloaded desktop VS Code where that is possible, in code-server's
// otherwise, and once more in the browser's extension host. What the suite prints is shown.

import * as assert from 'node:assert';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { bundleSuite } from '../../scripts/lib/bundleTests.mjs';
import { codeServerObstacle, ensureCodeServer } from '../../scripts/lib/codeServer.mjs';
import { testExecutable } from '../../scripts/lib/desktop.mjs';
import { root } from '../../scripts/lib/project.mjs';
import { skip } from '../support/skip';

describe("the suite in VS Code's extension host", function () {
  this.timeout(20 * 60_000);
  this.slow(60_000);
  let suite: string;
  let folder: string;

  before(async function () {
    const obstacle = codeServerObstacle();
    if (obstacle && process.env.HEAPSCOPE_HOST !== 'desktop') skip(this, obstacle);
    suite = await bundleSuite();
    folder = mkdtempSync(join(tmpdir(), 'heapscope-folder-'));
  });

  after(() => {
    if (folder && existsSync(folder)) rmSync(folder, { recursive: true, force: true });
  });

  async function runIn(executable: string): Promise<void> {
    const code = await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: root,
      extensionTestsPath: suite,
      launchArgs: [folder],
    });
    assert.equal(code, 0);
  }

  it('passes in Node', async () => {
    const { executable, kind } = await testExecutable(join(root, 'test', 'support', 'codeServerHost.mjs'));
    if (kind === 'code-server') await ensureCodeServer();
    await runIn(executable);
  });

  it("passes in a browser's worker", async () => {
    await ensureCodeServer();
    await runIn(join(root, 'test', 'support', 'webHost.mjs'));
  });
});
