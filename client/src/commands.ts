// The commands under "Heapscope:". Each is small: ask the server, show what came.

import * as vscode from 'vscode';
import type { Generation } from '../../server/src/protocol/heapProtocol';
import type {
  CollectOutcome,
  LinkCommands,
  MoveParams,
  RunStatus,
  RunToLineParams,
} from '../../server/src/protocol/lspProtocol';
import type { Documents } from './documents';
import { bytes, count, fileName } from './format';
import type { HeapViews } from './heapViews';
import type { Lessons } from './lessons';
import { showMenu } from './menu';
import { goToLine } from './navigation';
import type { Output } from './output';
import type { Runs } from './runs';
import type { Server } from './server';

export interface Parts {
  readonly context: vscode.ExtensionContext;
  readonly server: Server;
  readonly runs: Runs;
  readonly output: Output;
  readonly documents: Documents;
  readonly heapViews: HeapViews;
  readonly lessons: Lessons;
}

export function registerCommands(parts: Parts): vscode.Disposable[] {
  const { server, runs, output, documents, heapViews, lessons, context } = parts;

  /** The run a command is about; a message says it when there is none. */
  function current(): RunStatus | undefined {
    const status = runs.active;
    if (status && status.info.state !== 'none') return status;
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a Python file first: Heapscope shows what it does.'));
    return undefined;
  }

  async function moveTo(move: Promise<RunStatus | null>): Promise<RunStatus | null> {
    const status = await move;
    if (status) runs.update(status);
    return status;
  }

  async function move(by: MoveParams['by'], delta: 1 | -1): Promise<void> {
    const status = current();
    if (status) await moveTo(server.request('heapscope/move', { uri: status.uri, by, delta }));
  }

  async function goTo(step: number | 'first' | 'last'): Promise<void> {
    const status = current();
    if (status) await moveTo(server.request('heapscope/goto', { uri: status.uri, step }));
  }

  async function askStep(): Promise<void> {
    const status = current();
    if (!status) return;
    const { step, steps } = status.info;
    const value = await vscode.window.showInputBox({
      title: vscode.l10n.t('Go to Step'),
      prompt: vscode.l10n.t('A step from 0 to {0}. A step is one line that is run.', count(steps)),
      value: String(step),
      validateInput: (text) =>
        /^\d+$/.test(text.trim()) && Number(text) <= steps
          ? undefined
          : vscode.l10n.t('A number from 0 to {0}, please.', count(steps)),
    });
    if (value !== undefined) await goTo(Number(value));
  }

  async function runToCursor(direction: RunToLineParams['direction']): Promise<void> {
    const status = current();
    const editor = vscode.window.activeTextEditor;
    if (!status || editor?.document.uri.toString() !== status.uri) return;
    const line = editor.selection.active.line + 1;
    const moved = await moveTo(server.request('heapscope/runToLine', { uri: status.uri, line, direction }));
    if (!moved) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Line {0} is never run.', line));
    }
  }

  async function collect(generation: Generation = 2): Promise<void> {
    const status = current();
    if (!status) return;
    const outcome = await server.request('heapscope/collect', { uri: status.uri, generation });
    if (!outcome) return;
    runs.update(outcome.status);
    const show = vscode.l10n.t('Show Heap');
    const chosen = await vscode.window.showInformationMessage(outcomeText(outcome), show);
    if (chosen === show) await heapViews.open();
  }

  async function collectChosen(): Promise<void> {
    if (!current()) return;
    const items: (vscode.QuickPickItem & { generation: Generation })[] = [
      { generation: 0, label: vscode.l10n.t('Generation 0'), description: vscode.l10n.t('the youngest objects') },
      {
        generation: 1,
        label: vscode.l10n.t('Generations 0 and 1'),
        description: vscode.l10n.t('and those that survived once'),
      },
      { generation: 2, label: vscode.l10n.t('All generations'), description: vscode.l10n.t('as gc.collect() does') },
    ];
    const title = vscode.l10n.t('Collect Garbage');
    const chosen = await vscode.window.showQuickPick(items, { title });
    if (chosen) await collect(chosen.generation);
  }

  /** The document whose settings count. */
  function scope(): vscode.Uri | undefined {
    const uri = runs.activeDocument;
    return uri === undefined ? undefined : vscode.Uri.parse(uri);
  }

  async function toggleHints(): Promise<void> {
    const settings = vscode.workspace.getConfiguration('heapscope', scope());
    const level = settings.get<string>('hints.level', 'all');
    const before = context.globalState.get<string>('hints.level', 'all');
    if (level !== 'off') await context.globalState.update('hints.level', level);
    await settings.update('hints.level', level === 'off' ? before : 'off', targetOf('hints.level', scope()));
  }

  async function chooseVersion(): Promise<void> {
    const properties = packageProperties(context);
    const schema = properties['heapscope.python'];
    const now = vscode.workspace.getConfiguration('heapscope', scope()).get<string>('python');
    const items = (schema?.enum ?? []).map((version, index) => ({
      version,
      label: `CPython ${version}`,
      description: version === now ? vscode.l10n.t('in use') : undefined,
      detail: schema?.enumDescriptions?.[index],
    }));
    const chosen = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Choose CPython Version'),
      // One to choose from is no choice: the list says why.
      placeHolder: vscode.l10n.t('So far CPython 3.13 is the only one that is simulated.'),
    });
    if (!chosen) return;
    await vscode.workspace
      .getConfiguration('heapscope', scope())
      .update('python', chosen.version, targetOf('python', scope()));
  }

  async function exportReport(): Promise<void> {
    const status = current();
    if (!status) return;
    const formats = [
      { label: vscode.l10n.t('Text'), format: 'text' as const, ending: 'txt' },
      { label: 'Markdown', format: 'markdown' as const, ending: 'md' },
      { label: 'JSON', format: 'json' as const, ending: 'json' },
    ];
    const chosen = await vscode.window.showQuickPick(formats, { title: vscode.l10n.t('Export Report') });
    if (!chosen) return;
    const reply = await server.request('heapscope/report', { uri: status.uri, format: chosen.format });
    if (!reply) return;
    const source = vscode.Uri.parse(status.uri);
    const name = `${fileName(status.uri).replace(/\.py$/, '')}-heap.${chosen.ending}`;
    const target = await vscode.window.showSaveDialog({
      defaultUri: source.scheme === 'untitled' ? undefined : vscode.Uri.joinPath(source, '..', name),
    });
    if (target) await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(reply.text));
  }

  async function showDocument(kind: 'disassembly' | 'report'): Promise<void> {
    const status = current();
    if (status) await documents.show(kind, status.uri);
  }

  async function again(method: 'heapscope/restart' | 'heapscope/continue', uri?: string): Promise<void> {
    const target = uri ?? runs.activeDocument;
    if (target === undefined) current();
    else await moveTo(server.request(method, { uri: target }));
  }

  async function showObject(...[uri, run, id]: LinkCommands['heapscope.showObject']): Promise<void> {
    if (runs.get(uri)?.info.run === run) await heapViews.openAndSend('showObject', { run, id });
    else
      void vscode.window.showInformationMessage(
        vscode.l10n.t('That object was of an earlier run: the text changed since.'),
      );
  }

  async function listReferrers(...[uri, run, id]: LinkCommands['heapscope.listReferrers']): Promise<void> {
    const info = runs.get(uri)?.info;
    const reply =
      info?.run === run
        ? await server.request('heap/referrers', { run, step: info.step, id, start: 0, count: 200 })
        : { err: { code: 'stale', message: '' } };
    if ('err' in reply) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('That object was of an earlier run: the text changed since.'),
      );
      return;
    }
    const items = reply.ok.items.map((item) => ({
      label: item.title,
      description: item.label,
      detail: `${item.typeName} #${item.id}`,
      id: item.id,
    }));
    const title = vscode.l10n.t('Referrers of #{0}: {1}', id, count(reply.ok.total));
    const chosen = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
    if (chosen) await showObject(uri, run, chosen.id);
  }

  async function goToStep(...[uri, step]: LinkCommands['heapscope.goToStep']): Promise<void> {
    await moveTo(server.request('heapscope/goto', { uri, step }));
  }

  const commands: Record<string, (...args: never[]) => unknown> = {
    showHeap: () => heapViews.open(),
    showMemoryMap: () => heapViews.openAndSend('showView', { view: 'memory' }),
    watchCollector: () => heapViews.openAndSend('showView', { view: 'collect', generation: 2 }),
    stepForward: () => move('line', 1),
    stepBack: () => move('line', -1),
    instructionForward: () => move('instruction', 1),
    instructionBack: () => move('instruction', -1),
    runToCursor: () => runToCursor('forward'),
    runBackToCursor: () => runToCursor('back'),
    goToStep: (...args: [] | LinkCommands['heapscope.goToStep']) => (args.length === 2 ? goToStep(...args) : askStep()),
    firstStep: () => goTo('first'),
    lastStep: () => goTo('last'),
    restart: () => again('heapscope/restart'),
    continueRun: (uri?: string) => again('heapscope/continue', uri),
    collectGarbage: (generation?: unknown) => collect(isGeneration(generation) ? generation : 2),
    collectGeneration: () => collectChosen(),
    toggleHints: () => toggleHints(),
    chooseVersion: () => chooseVersion(),
    showDisassembly: () => showDocument('disassembly'),
    showReport: () => showDocument('report'),
    exportReport: () => exportReport(),
    showOutput: () => output.show(),
    openLesson: (name?: unknown) => lessons.open(typeof name === 'string' ? name : undefined),
    showMenu: () => showMenu(runs),
    showObject,
    listReferrers,
    goToLine: (...[uri, line, column]: LinkCommands['heapscope.goToLine']) => goToLine(uri, line, column),
  };
  return Object.entries(commands).map(([name, run]) =>
    vscode.commands.registerCommand(`heapscope.${name}`, async (...args: never[]) => {
      try {
        return await run(...args);
      } catch (error) {
        void vscode.window.showErrorMessage(`Heapscope: ${error instanceof Error ? error.message : String(error)}`);
        return undefined;
      }
    }),
  );
}

/** A menu may hand a command anything; a generation is one of three numbers. */
function isGeneration(value: unknown): value is Generation {
  return value === 0 || value === 1 || value === 2;
}

/** Settings are changed where they are set now, else for the person. */
function targetOf(setting: string, scope: vscode.Uri | undefined): vscode.ConfigurationTarget {
  const found = vscode.workspace.getConfiguration('heapscope', scope).inspect(setting);
  if (found?.workspaceFolderValue !== undefined) return vscode.ConfigurationTarget.WorkspaceFolder;
  if (found?.workspaceValue !== undefined) return vscode.ConfigurationTarget.Workspace;
  return vscode.ConfigurationTarget.Global;
}

interface Schema {
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
}

/** The settings as package.json declares them. */
function packageProperties(context: vscode.ExtensionContext): Readonly<Record<string, Schema | undefined>> {
  const manifest = context.extension.packageJSON as {
    contributes: { configuration: { properties: Record<string, Schema> }[] };
  };
  return Object.assign({}, ...manifest.contributes.configuration.map(({ properties }) => properties)) as Record<
    string,
    Schema
  >;
}

/** "Found 4 unreachable objects, freed 4 (272 B). __del__ ran: Node.__del__." */
function outcomeText({ result, finalizers, callbacks }: CollectOutcome): string {
  const { returned, freed, freedBytes, resurrected, uncollectable } = result;
  const sentences = [
    returned === 0
      ? vscode.l10n.t('The collector found no garbage.')
      : vscode.l10n.t(
          'Found {0} unreachable, freed {1} objects ({2}).',
          count(returned),
          count(freed),
          bytes(freedBytes),
        ),
  ];
  if (finalizers.length) sentences.push(vscode.l10n.t('Finalizers: {0}.', names(finalizers.map(({ name }) => name))));
  if (callbacks.length) sentences.push(vscode.l10n.t('Weak reference callbacks: {0}.', names(callbacks)));
  if (resurrected) sentences.push(vscode.l10n.t('{0} came back to life.', count(resurrected)));
  if (uncollectable) sentences.push(vscode.l10n.t('{0} could not be freed.', count(uncollectable)));
  return sentences.join(' ');
}

/** Names in order, repeats counted. */
function names(all: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of all) counts.set(name, (counts.get(name) ?? 0) + 1);
  const shown = [...counts].slice(0, 5).map(([name, times]) => (times > 1 ? `${name} ×${times}` : name));
  return counts.size > 5 ? `${shown.join(', ')}, …` : shown.join(', ');
}
