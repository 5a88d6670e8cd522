// The status bar: the program shown, in numbers. A click opens the menu.

import * as vscode from 'vscode';
import type { RunStatus } from '../../server/src/protocol/lspProtocol';
import { bytes, count, objects } from './format';
import type { Runs } from './runs';

export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('status', vscode.StatusBarAlignment.Right, 120);
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly runs: Runs) {
    this.item.name = 'Heapscope';
    this.item.command = 'heapscope.showMenu';
    this.subscriptions = [
      runs.onDidChangeActive(() => this.show()),
      vscode.window.onDidChangeActiveTextEditor(() => this.show()),
    ];
    this.show();
  }

  private show(): void {
    const status = this.runs.active;
    if (!status && this.runs.activeDocument !== undefined) {
      this.showFirstRun();
      return;
    }
    if (!status || status.info.state === 'none') {
      this.item.hide();
      return;
    }
    const warn = status.leaks + status.cycles > 0;
    this.item.text = [icon(status), warn ? '$(warning)' : '', text(status)].filter(Boolean).join(' ');
    this.item.tooltip = tooltip(status);
    this.item.accessibilityInformation = { label: `Heapscope: ${text(status)}` };
    this.item.backgroundColor =
      status.info.state === 'failed' || status.info.state === 'budget'
        ? new vscode.ThemeColor('statusBarItem.warningBackground')
        : undefined;
    this.item.show();
  }

  /** A program was opened and has not come to its end yet. */
  private showFirstRun(): void {
    this.item.text = `$(loading~spin) ${vscode.l10n.t('Heapscope runs the program')}`;
    this.item.tooltip = undefined;
    this.item.accessibilityInformation = { label: vscode.l10n.t('Heapscope runs the program') };
    this.item.backgroundColor = undefined;
    this.item.show();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.item.dispose();
  }
}

function icon({ info, outdated }: RunStatus): string {
  if (info.state === 'running') return '$(loading~spin)';
  if (outdated) return '$(history)';
  if (info.state === 'failed') return '$(error)';
  if (info.state === 'budget') return '$(watch)';
  return '$(symbol-structure)';
}

function text({ info, at }: RunStatus): string {
  const parts = [
    objects(at.objects),
    bytes(at.bytes),
    info.step < info.steps
      ? vscode.l10n.t('step {0} of {1}', count(info.step), count(info.steps))
      : vscode.l10n.t('{0} steps', count(info.steps)),
    `CPython ${info.python}`,
  ];
  return parts.join(' · ');
}

function tooltip(status: RunStatus): vscode.MarkdownString {
  const { info, at } = status;
  const lines = [
    `**Heapscope** — ${info.fileName}`,
    vscode.l10n.t("Objects and bytes are the program's own; the interpreter's and what imports made are not counted."),
  ];
  if (status.outdated) lines.push(vscode.l10n.t('The text does not parse; this is the last version that did.'));
  if (info.message) lines.push(plain(info.message));
  if (at.garbage > 0) lines.push(vscode.l10n.t('Garbage that waits for the collector: {0}', count(at.garbage)));
  if (status.cycles > 0) lines.push(vscode.l10n.t('Reference cycles: {0}', count(status.cycles)));
  if (status.leaks > 0) lines.push(vscode.l10n.t('Containers that only grow: {0}', count(status.leaks)));
  if (at.sentence) lines.push(plain(at.sentence));
  return new vscode.MarkdownString(lines.join('\n\n'));
}

/** A program's own words may look like Markdown. */
function plain(value: string): string {
  return value.replace(/[\\`*_{}[\]()#+\-.!<>|~$]/g, '\\$&');
}
