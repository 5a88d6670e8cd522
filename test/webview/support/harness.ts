/**
 * Stands in for VS Code in a test page: acquireVsCodeApi, and a host whose provider runs in a worker, so that its work
 * is not charged to the view's main thread.
 */
interface HarnessWindow extends Window {
  acquireVsCodeApi(): unknown;
  realHost?(method: string, params: unknown): Promise<unknown>;
  harness: {
    send(name: string, params: unknown): void;
    asked(): Promise<unknown[]>;
    bytes: Record<string, number>;
    sent: number;
  };
}
const w = window as unknown as HarnessWindow;
/** With a real host behind the page (realHost.ts) there is no worker of fixtures. */
const real = w.realHost;
const worker = real ? null : new Worker('/provider.js');
const waiting: ((asked: unknown[]) => void)[] = [];
const methods = new Map<string, string>();

/** Size on the wire, as structured clone or JSON would roughly have it. */
function sizeOf(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value === 'string') return value.length + 2;
  if (Array.isArray(value)) return value.reduce((sum: number, v) => sum + sizeOf(v) + 1, 2);
  if (value !== null && typeof value === 'object')
    return Object.entries(value).reduce((sum, [k, v]) => sum + k.length + 3 + sizeOf(v), 2);
  return String(value).length;
}

const answered = (id: string | undefined, answer: unknown): void => {
  const method = methods.get(id ?? '');
  // Measuring costs time itself: the first answer of a kind is enough.
  if (method && w.harness.bytes[method] === undefined) w.harness.bytes[method] = sizeOf(answer);
};
worker?.postMessage({ init: Object.fromEntries(new URLSearchParams(location.search)) });
if (worker)
  worker.onmessage = (e: MessageEvent): void => {
    if (e.data.asked) return waiting.shift()!(e.data.asked as unknown[]);
    answered(e.data.id as string, e.data.result);
    window.postMessage(e.data, '*');
  };
w.harness = {
  bytes: {},
  sent: 0,
  send: (name, params) =>
    window.postMessage({ method: 'heap/' + name, receiver: { type: 'webview', webviewId: 'test' }, params }, '*'),
  asked: () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      worker?.postMessage({ asked: true });
    }),
};
w.acquireVsCodeApi = () => ({
  postMessage: (message: { id?: string; method?: string }) => {
    if (message.id && message.method) methods.set(message.id, message.method);
    w.harness.sent++;
    if (!real) return worker?.postMessage(message);
    const { id, method } = message;
    if (!id || !method) return;
    void real(method, (message as { params?: unknown }).params).then((result) => {
      answered(id, result);
      window.postMessage({ id, receiver: { type: 'webview', webviewId: 'test' }, result }, '*');
    });
  },
  getState: () => JSON.parse(sessionStorage.getItem('vscode-state') ?? 'null') as unknown,
  setState: (state: unknown) => sessionStorage.setItem('vscode-state', JSON.stringify(state)),
});
export {};
