#!/usr/bin/env node
// @ts-check
// The twin of codeServerHost for VS Code for the Web: the same flags, but the extension and its tests run in the
// browser's extension host (see webServer.mjs).

import { runHost } from './hostRun.mjs';
import { startWebServer } from './webServer.mjs';

await runHost('webHost', ({ development, tests, folder }) => startWebServer({ extension: development, tests, folder }));
