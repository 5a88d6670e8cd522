// The language server as a Node process.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ProposedFeatures, createConnection } from 'vscode-languageserver/node';
import { serve } from './lsp/server';
import { startWorker } from './lsp/startWorker.node';

const documentation = pathToFileURL(join(__dirname, '..', 'docs', 'diagnostics')).href;

serve(createConnection(ProposedFeatures.all), () => startWorker(join(__dirname, 'engineWorker.js')), documentation);
