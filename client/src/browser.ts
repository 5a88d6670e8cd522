// The extension in VS Code for the Web: the server is a worker.

import * as vscode from 'vscode';
import { LanguageClient, type ServerOptions } from 'vscode-languageclient/browser';
import { start, stop, type HeapscopeApi } from './app';

/** The one thing of a worker's world that is needed here; the DOM's types stay out. */
declare const Worker: new (url: string, options: { name: string }) => ServerOptions;

export function activate(context: vscode.ExtensionContext): HeapscopeApi {
  const dist = vscode.Uri.joinPath(context.extensionUri, 'dist').toString(true);
  // VS Code loads workers by way of a blob, so they can't see where they come from: the name tells them.
  const worker = new Worker(`${dist}/serverWorker.js`, { name: `heapscope ${dist}` });
  return start(context, (options) => new LanguageClient('heapscope', 'Heapscope', worker, options));
}

export async function deactivate(): Promise<void> {
  await stop();
}
