// A real LSP client of the built language server, over stdio as an editor's: documents, edits, and waiting until what is
// shown belongs to the text.

import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type {
  CodeAction,
  CodeLens,
  Diagnostic,
  Hover,
  InlayHint,
  MarkupContent,
  MessageConnection,
  Range,
} from 'vscode-languageserver/node';
import { StreamMessageReader, StreamMessageWriter, createMessageConnection } from 'vscode-languageserver/node';
import type { LspRequests, ProgramOutput, RunStatus, ServerRequests } from '../../server/src/protocol/lspProtocol';
import { root } from '../../scripts/lib/project.mjs';

/** By what comes after `heapscope/`. */
type Answers = {
  [M in keyof ServerRequests as M extends `heapscope/${infer Name}` ? Name : never]?: (
    p: ServerRequests[M]['params'],
  ) => ServerRequests[M]['result'] | Promise<ServerRequests[M]['result']>;
};

export interface ClientOptions {
  /** The section `heapscope`; as a function, of a document. */
  readonly settings?: Record<string, unknown> | ((scopeUri: string | undefined) => Record<string, unknown>);
  readonly answers?: Answers;
  /** Megabytes for the server's own heap. */
  readonly nodeFlags?: readonly string[];
}

/** A source with the cursor at `|`. */
export interface Marked {
  readonly text: string;
  readonly line: number;
  readonly character: number;
}
export function marked(source: string): Marked {
  const at = source.indexOf('|');
  const before = source.slice(0, at);
  return {
    text: before + source.slice(at + 1),
    line: before.split('\n').length - 1,
    character: at - (before.lastIndexOf('\n') + 1),
  };
}

export class LspClient {
  readonly diagnostics = new Map<string, { version: number; list: Diagnostic[] }>();
  readonly statuses = new Map<string, RunStatus>();
  readonly output = new Map<string, string>();
  /** Every status notification since the start, in order. */
  readonly heard: RunStatus[] = [];
  private readonly versions = new Map<string, number>();
  private readonly texts = new Map<string, string>();
  private readonly waiting = new Set<() => void>();
  crashed: string | null = null;

  private constructor(
    readonly process: ChildProcess,
    readonly connection: MessageConnection,
  ) {}

  static async start(options: ClientOptions = {}): Promise<LspClient> {
    const child = spawn(process.execPath, [...(options.nodeFlags ?? []), join(root, 'dist', 'server.js'), '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const connection = createMessageConnection(
      new StreamMessageReader(child.stdout!),
      new StreamMessageWriter(child.stdin!),
    );
    const client = new LspClient(child, connection);
    child.on('exit', (code) => {
      client.crashed ??= `the server ended with ${code}`;
      client.wake();
    });
    connection.onNotification(
      'textDocument/publishDiagnostics',
      (p: { uri: string; version?: number; diagnostics: Diagnostic[] }) => {
        client.diagnostics.set(p.uri, { version: p.version ?? -1, list: p.diagnostics });
        client.wake();
      },
    );
    connection.onNotification('heapscope/status', (status: RunStatus) => {
      client.statuses.set(status.uri, status);
      client.heard.push(status);
      client.wake();
    });
    connection.onNotification('heapscope/output', ({ uri, first, text }: ProgramOutput) => {
      client.output.set(uri, (first ? '' : (client.output.get(uri) ?? '')) + text);
    });
    const { settings } = options;
    connection.onRequest('workspace/configuration', ({ items }: { items: { scopeUri?: string }[] }) =>
      items.map(({ scopeUri }) => (typeof settings === 'function' ? settings(scopeUri) : (settings ?? {}))),
    );
    for (const [method, answer] of Object.entries(options.answers ?? {})) {
      connection.onRequest(`heapscope/${method}`, (p: unknown) => (answer as (p: unknown) => unknown)(p));
    }
    connection.listen();
    await connection.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      capabilities: { workspace: { configuration: options.settings !== undefined } },
    });
    await connection.sendNotification('initialized', {});
    return client;
  }

  private wake(): void {
    for (const wake of [...this.waiting]) wake();
  }

  /** Until `get` gives something; looks again at each message. */
  async until<T>(what: string, get: () => T | undefined | null | false, seconds = 30): Promise<T> {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      const value = get();
      if (value !== undefined && value !== null && value !== false) return value;
      if (this.crashed !== null) throw new Error(`${what}: ${this.crashed}`);
      if (Date.now() > end) throw new Error(`no ${what} within ${seconds} s`);
      await new Promise<void>((done) => {
        const wake = (): void => {
          this.waiting.delete(wake);
          clearTimeout(timer);
          done();
        };
        const timer = setTimeout(wake, Math.max(1, end - Date.now()));
        this.waiting.add(wake);
      });
    }
  }

  version(uri: string): number {
    return this.versions.get(uri) ?? 0;
  }
  text(uri: string): string {
    return this.texts.get(uri) ?? '';
  }

  async open(uri: string, text: string): Promise<void> {
    const version = this.version(uri) + 1;
    this.versions.set(uri, version);
    this.texts.set(uri, text);
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'python', version, text },
    });
  }
  /** Replaces a range, or all of it. */
  async change(uri: string, text: string, range?: Range): Promise<void> {
    const version = this.version(uri) + 1;
    this.versions.set(uri, version);
    const old = this.text(uri);
    this.texts.set(
      uri,
      range === undefined ? text : old.slice(0, offset(old, range.start)) + text + old.slice(offset(old, range.end)),
    );
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [range === undefined ? { text } : { range, text }],
    });
  }
  async close(uri: string): Promise<void> {
    this.diagnostics.delete(uri);
    this.statuses.delete(uri);
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  /** The text's diagnostics, once they are there. */
  async diagnosed(uri: string, seconds?: number): Promise<Diagnostic[]> {
    const version = this.version(uri);
    const found = await this.until(
      `diagnostics of version ${version}`,
      () => {
        const published = this.diagnostics.get(uri);
        return published?.version === version && published;
      },
      seconds,
    );
    return found.list;
  }
  /** Opens or replaces a document and waits for all of its answers. */
  async show(uri: string, text: string, seconds?: number): Promise<Diagnostic[]> {
    if (this.versions.has(uri) && this.texts.has(uri)) await this.change(uri, text);
    else await this.open(uri, text);
    return this.diagnosed(uri, seconds);
  }

  request<M extends keyof LspRequests>(method: M, params: LspRequests[M]['params']): Promise<LspRequests[M]['result']> {
    return this.connection.sendRequest(method, params);
  }
  hintList(uri: string): Promise<InlayHint[]> {
    return this.connection.sendRequest('textDocument/inlayHint', {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: 100_000, character: 0 } },
    });
  }
  /** Labels by line, from 1. */
  async hints(uri: string): Promise<Map<number, string>> {
    return new Map((await this.hintList(uri)).map((hint) => [hint.position.line + 1, labelOf(hint)]));
  }
  async resolved(hint: InlayHint): Promise<string> {
    const answer: InlayHint = await this.connection.sendRequest('inlayHint/resolve', hint);
    return (answer.tooltip as MarkupContent | undefined)?.value ?? '';
  }
  /** Markdown; '' for none. `line` from 0. */
  async hover(uri: string, line: number, character: number): Promise<string> {
    const result: Hover | null = await this.connection.sendRequest('textDocument/hover', {
      textDocument: { uri },
      position: { line, character },
    });
    return result === null ? '' : (result.contents as MarkupContent).value;
  }
  /** Titles by line, from 1. */
  async lenses(uri: string): Promise<Map<number, string>> {
    const list: CodeLens[] = await this.connection.sendRequest('textDocument/codeLens', { textDocument: { uri } });
    return new Map(list.map((lens) => [lens.range.start.line + 1, lens.command?.title ?? '']));
  }
  async actions(uri: string, diagnostic: Diagnostic): Promise<CodeAction[]> {
    const list: CodeAction[] | null = await this.connection.sendRequest('textDocument/codeAction', {
      textDocument: { uri },
      range: diagnostic.range,
      context: { diagnostics: [diagnostic] },
    });
    return list ?? [];
  }

  async stop(): Promise<void> {
    if (this.crashed === null) {
      this.crashed = 'stopped';
      await this.connection.sendRequest('shutdown').catch(() => undefined);
      await this.connection.sendNotification('exit').catch(() => undefined);
    }
    this.connection.dispose();
    this.process.kill();
  }
}

export function labelOf(hint: InlayHint): string {
  const label = typeof hint.label === 'string' ? hint.label : hint.label.map((part) => part.value).join('');
  return label.trim();
}

function offset(text: string, { line, character }: { line: number; character: number }): number {
  let at = 0;
  for (let i = 0; i < line; i++) {
    const next = text.indexOf('\n', at);
    if (next < 0) return text.length;
    at = next + 1;
  }
  const end = text.indexOf('\n', at);
  return Math.min(at + character, end < 0 ? text.length : end);
}
