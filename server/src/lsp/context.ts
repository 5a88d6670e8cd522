// What each feature gets: the connection, the documents and their runs.

import type { ClientCapabilities, Connection, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ServerNotifications, Settings } from '../protocol/lspProtocol';
import type { DocumentRun, Reason } from './documentRun';

export interface ServerContext {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly runs: ReadonlyMap<string, DocumentRun>;
  /** The settings where a document is: of its folder, of its language. */
  settingsOf(uri: string): Settings;
  readonly capabilities: ClientCapabilities;
  /** The folder of the documentation's pages about diagnostics, as a URI; null: there is none. */
  readonly documentation: string | null;
  notify<N extends keyof ServerNotifications>(name: N, params: ServerNotifications[N]): void;
  /** Runs a document's program anew. */
  start(document: TextDocument, delay: number, reason: Reason): void;
  /** The run of a document, begun again first where its worker was given back. */
  runOf(uri: string): DocumentRun | undefined;
}
