// What programs print. One channel shows the output of the program in front; a new run starts it afresh.

import * as vscode from 'vscode';
import type { ProgramOutput } from '../../server/src/protocol/lspProtocol';
import type { Runs } from './runs';
import type { Server } from './server';

/** Characters kept for each document; a program that prints more loses its beginning. */
const limit = 1_000_000;

export class Output implements vscode.Disposable {
  readonly channel = vscode.window.createOutputChannel('Heapscope');
  private readonly texts = new Map<string, string>();
  private readonly subscriptions: vscode.Disposable[];
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** What the channel shows now. */
  private shown = '';

  constructor(
    server: Server,
    private readonly runs: Runs,
  ) {
    server.on('heapscope/output', (output) => this.take(output));
    server.on('heapscope/gone', ({ uri }) => this.texts.delete(uri));
    this.subscriptions = [runs.onDidChangeActive(() => this.later())];
  }

  show(): void {
    this.channel.show(true);
  }

  private take({ uri, first, text }: ProgramOutput): void {
    const whole = (first ? '' : (this.texts.get(uri) ?? '')) + text;
    this.texts.set(uri, whole.length > limit ? whole.slice(-limit) : whole);
    if (uri === this.runs.activeDocument) this.later();
  }

  /** Runs follow each other at typing speed: the channel is brought up to date a few times a second at most. */
  private later(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      const text = this.texts.get(this.runs.activeDocument ?? '') ?? '';
      if (text === this.shown) return;
      if (text.startsWith(this.shown) && this.shown) this.channel.append(text.slice(this.shown.length));
      else this.channel.replace(text);
      this.shown = text;
    }, 60);
  }

  dispose(): void {
    if (this.timer) clearTimeout(this.timer);
    for (const subscription of this.subscriptions) subscription.dispose();
    this.channel.dispose();
  }
}
