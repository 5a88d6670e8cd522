/**
 * Messages to and from the extension host: the only file that knows vscode-messenger. Replies are unwrapped from
 * `Reply`; an answer that belongs to an older run or comes too late rejects with `HeapCallError`.
 */
import { HOST_EXTENSION, type JsonAny, type NotificationType, type RequestType } from 'vscode-messenger-common';
import { Messenger } from 'vscode-messenger-webview';
import type {
  CallParams,
  CallReply,
  CallResult,
  ErrorCode,
  HeapCall,
  HeapEvent,
  HeapEvents,
} from '../../../server/src/protocol/heapProtocol';

export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

export class HeapCallError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message);
  }
}

export class Messages {
  private readonly api: VsCodeApi = acquireVsCodeApi();
  private readonly messenger = new Messenger(this.api as never);

  start(): void {
    this.messenger.start();
  }

  async call<C extends HeapCall>(name: C, params: CallParams<C>): Promise<CallResult<C>> {
    const type: RequestType<unknown, JsonAny> = { method: `heap/${name}` };
    const reply = (await this.messenger.sendRequest(type, HOST_EXTENSION, params as JsonAny)) as unknown as
      CallReply<C> | undefined;
    if (reply && 'ok' in reply) return reply.ok as CallResult<C>;
    const error = reply?.err ?? { code: 'internal' as const, message: 'The answer is malformed.' };
    throw new HeapCallError(error.code, error.message);
  }

  on<E extends HeapEvent>(name: E, handle: (params: HeapEvents[E]) => void): void {
    const type: NotificationType<HeapEvents[E]> = { method: `heap/${name}` };
    this.messenger.onNotification(type, handle);
  }

  /** What a reloaded view remembers: VS Code keeps it with the panel. */
  load(): unknown {
    return this.api.getState();
  }
  save(state: unknown): void {
    this.api.setState(state);
  }
}
