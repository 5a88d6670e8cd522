// The editor follows the program: the line it is parked at is marked, the callers' lines more faintly, and brought
// into view when the step changed.

import * as vscode from 'vscode';
import type { RunStatus } from '../../server/src/protocol/lspProtocol';
import { count } from './format';
import type { Runs } from './runs';

export class CurrentLine implements vscode.Disposable {
  private readonly here: vscode.TextEditorDecorationType;
  private readonly callers: vscode.TextEditorDecorationType;
  private readonly part: vscode.TextEditorDecorationType;
  private readonly subscriptions: vscode.Disposable[];
  /** Where the editor was taken last, so that a repeated status does not scroll it back. */
  private shown = '';

  constructor(
    private readonly runs: Runs,
    extensionUri: vscode.Uri,
  ) {
    this.here = vscode.window.createTextEditorDecorationType({
      isWholeLine: true,
      backgroundColor: new vscode.ThemeColor('editor.stackFrameHighlightBackground'),
      overviewRulerColor: new vscode.ThemeColor('heapscope.currentLine'),
      overviewRulerLane: vscode.OverviewRulerLane.Full,
      gutterIconPath: vscode.Uri.joinPath(extensionUri, 'media', 'current-line.svg'),
      gutterIconSize: 'contain',
    });
    this.callers = vscode.window.createTextEditorDecorationType({
      isWholeLine: true,
      backgroundColor: new vscode.ThemeColor('editor.focusedStackFrameHighlightBackground'),
    });
    this.part = vscode.window.createTextEditorDecorationType({
      borderWidth: '1px',
      borderStyle: 'solid',
      borderColor: new vscode.ThemeColor('heapscope.currentLine'),
    });
    this.subscriptions = [
      runs.onDidChange((status) => this.draw(status.uri, true)),
      runs.onDidChangeActive((status) => status && this.draw(status.uri, false)),
      vscode.window.onDidChangeVisibleTextEditors(() => this.drawAll()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.draw(document.uri.toString(), false)),
    ];
    this.drawAll();
  }

  private drawAll(): void {
    for (const editor of vscode.window.visibleTextEditors) this.draw(editor.document.uri.toString(), false);
  }

  private draw(uri: string, reveal: boolean): void {
    const status = this.runs.get(uri);
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document.uri.toString() !== uri) continue;
      const line = this.lineIn(editor.document, status);
      editor.setDecorations(this.here, line && status ? [{ range: line.range, hoverMessage: hover(status) }] : []);
      editor.setDecorations(this.callers, line && status ? callerLines(editor.document, status) : []);
      editor.setDecorations(this.part, line && status ? columnsOf(line, status) : []);
      if (line && status && reveal) this.reveal(editor, line, status);
    }
  }

  /** The line to mark: none at the end of the run, and none while the text is newer than the run. */
  private lineIn(document: vscode.TextDocument, status: RunStatus | undefined): vscode.TextLine | undefined {
    if (!status || status.outdated || status.info.documentVersion !== document.version) return undefined;
    if (status.info.state === 'none' || status.info.step >= status.info.steps) return undefined;
    const frame = status.frames.find(({ uri }) => uri === status.uri);
    const number = frame ? frame.line : status.at.line;
    return number >= 1 && number <= document.lineCount ? document.lineAt(number - 1) : undefined;
  }

  private reveal(editor: vscode.TextEditor, line: vscode.TextLine, { uri, info }: RunStatus): void {
    const place = `${uri} ${info.run} ${info.step}`;
    if (place === this.shown) return;
    this.shown = place;
    if (!vscode.workspace.getConfiguration('heapscope').get('followSteps', true)) return;
    editor.revealRange(line.range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  dispose(): void {
    for (const disposable of [...this.subscriptions, this.here, this.callers, this.part]) disposable.dispose();
  }
}

function hover({ info, at }: RunStatus): string {
  const step = vscode.l10n.t('Step {0} of {1}: this line is about to run.', count(info.step), count(info.steps));
  return at.sentence ? `${step} ${at.sentence}` : step;
}

function callerLines(document: vscode.TextDocument, { uri, frames }: RunStatus): vscode.DecorationOptions[] {
  const own = frames.filter((frame) => frame.uri === uri && frame.line >= 1 && frame.line <= document.lineCount);
  return own.slice(1).map(({ line, functionName }) => ({
    range: document.lineAt(line - 1).range,
    hoverMessage: vscode.l10n.t('{0} waits here for a call to return.', functionName),
  }));
}

/** The part of the line that the next instruction belongs to. */
function columnsOf(line: vscode.TextLine, { instruction }: RunStatus): vscode.DecorationOptions[] {
  if (!instruction?.columns || instruction.index === 0) return [];
  const [start, end] = instruction.columns;
  const range = new vscode.Range(line.lineNumber, start, line.lineNumber, end);
  const stack = instruction.stack.length ? instruction.stack.join(', ') : vscode.l10n.t('empty');
  const text = new vscode.MarkdownString();
  text.appendCodeblock(
    [
      `${instruction.text}    (${instruction.index + 1}/${instruction.count})`,
      `stack: ${stack}`,
      ...instruction.moves,
    ].join('\n'),
    'text',
  );
  return [{ range, hoverMessage: text }];
}
