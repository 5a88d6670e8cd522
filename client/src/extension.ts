// The extension in a Node host: desktop VS Code, remotes, code-server. The server is a process of its own.

import * as vscode from 'vscode';
import { LanguageClient, TransportKind, type ServerOptions } from 'vscode-languageclient/node';
import { start, stop, type HeapscopeApi } from './app';

export function activate(context: vscode.ExtensionContext): HeapscopeApi {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath;
  const transport = TransportKind.ipc;
  const server: ServerOptions = {
    run: { module, transport },
    debug: { module, transport, options: { execArgv: ['--nolazy', '--inspect=6011'] } },
  };
  return start(context, (options) => new LanguageClient('heapscope', 'Heapscope', server, options));
}

export async function deactivate(): Promise<void> {
  await stop();
}
