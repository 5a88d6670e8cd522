// The status bar's menu: what one can do with the program shown.

import * as vscode from 'vscode';
import { count, objects } from './format';
import type { Runs } from './runs';

interface Entry extends vscode.QuickPickItem {
  readonly command?: string;
}

export async function showMenu(runs: Runs): Promise<void> {
  const status = runs.active;
  const has = status !== undefined && status.info.state !== 'none';
  const entry = (icon: string, label: string, command: string, description?: string): Entry => ({
    label: `$(${icon}) ${label}`,
    command: `heapscope.${command}`,
    description,
  });
  const line = (label: string): Entry => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const entries: Entry[] = [];
  if (has) {
    const { info, at } = status;
    if (info.state === 'budget')
      entries.push(entry('debug-continue', vscode.l10n.t('Go On'), 'continueRun', info.message));
    entries.push(
      line(vscode.l10n.t('Look')),
      entry('symbol-structure', vscode.l10n.t('Show Heap'), 'showHeap', objects(at.objects)),
      entry('layout', vscode.l10n.t('Show Memory Map'), 'showMemoryMap'),
      entry('output', vscode.l10n.t('Show Output'), 'showOutput'),
      entry('graph', vscode.l10n.t('Show Heap Report'), 'showReport'),
      entry('list-tree', vscode.l10n.t('Show Disassembly'), 'showDisassembly'),
      line(vscode.l10n.t('Do')),
      entry('trash', vscode.l10n.t('Collect Garbage'), 'collectGarbage', garbage(at.garbage)),
      entry('debug-step-back', vscode.l10n.t('Step Back'), 'stepBack'),
      entry('debug-step-over', vscode.l10n.t('Step Forward'), 'stepForward'),
      entry('milestone', vscode.l10n.t('Go to Step…'), 'goToStep', `${count(info.step)} / ${count(info.steps)}`),
      entry('debug-restart', vscode.l10n.t('Run Again'), 'restart'),
      line(vscode.l10n.t('Set')),
      entry('eye', vscode.l10n.t('Toggle Inline Hints'), 'toggleHints'),
      entry('versions', vscode.l10n.t('Choose CPython Version'), 'chooseVersion', info.python),
    );
  }
  entries.push(entry('mortar-board', vscode.l10n.t('Open Lesson'), 'openLesson'));
  const title = has ? `Heapscope: ${status.info.fileName}` : 'Heapscope';
  const chosen = await vscode.window.showQuickPick(entries, { title, matchOnDescription: true });
  if (chosen?.command) await vscode.commands.executeCommand(chosen.command);
}

function garbage(objects: number): string {
  return objects === 0 ? vscode.l10n.t('nothing waits') : vscode.l10n.t('{0} wait', count(objects));
}
