// The extension, whatever its host: extension.ts (Node) and browser.ts (web worker) hand in how to start the server.

import * as vscode from 'vscode';
import type { RunStatus } from '../../server/src/protocol/lspProtocol';
import { answerServer } from './answers';
import { registerCommands } from './commands';
import { CurrentLine } from './currentLine';
import { Documents } from './documents';
import { HeapViews } from './heapViews';
import { Lessons } from './lessons';
import { Output } from './output';
import { Runs } from './runs';
import { Server, type ClientFactory } from './server';
import { StatusBar } from './statusBar';

/** What the extension exports: where programs stand. */
export interface HeapscopeApi {
  /** The status of a document's run, when it has one. */
  statusOf(uri: vscode.Uri): RunStatus | undefined;
  readonly onDidChangeStatus: vscode.Event<RunStatus>;
  /** Resolves to whether the server started. */
  readonly started: Promise<boolean>;
}

let server: Server | undefined;

export function start(context: vscode.ExtensionContext, create: ClientFactory): HeapscopeApi {
  const log = vscode.window.createOutputChannel('Heapscope Server', { log: true });
  server = new Server(create, context.globalStorageUri, log);
  const runs = new Runs(server);
  const output = new Output(server, runs);
  const documents = new Documents(server, runs);
  const heapViews = new HeapViews(server, runs, context.extensionUri, log);
  const lessons = new Lessons(context);
  answerServer(server);
  context.subscriptions.push(
    log,
    server,
    runs,
    output,
    documents,
    heapViews,
    lessons,
    new StatusBar(runs),
    new CurrentLine(runs, context.extensionUri),
    ...registerCommands({ context, server, runs, output, documents, heapViews, lessons }),
  );
  const started = server.start();
  void started.then(() => runs.begin());
  return {
    statusOf: (uri) => runs.get(uri.toString()),
    onDidChangeStatus: runs.onDidChange,
    started,
  };
}

export async function stop(): Promise<void> {
  await server?.stop();
  server = undefined;
}
