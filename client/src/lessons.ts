// The lessons: runnable files whose comments teach. They are opened as copies, so that a person may change them.

import * as vscode from 'vscode';

interface Lesson extends vscode.QuickPickItem {
  readonly name: string;
}

export class Lessons {
  private readonly source: vscode.Uri;
  private readonly copies: vscode.Uri;

  constructor(context: vscode.ExtensionContext) {
    this.source = vscode.Uri.joinPath(context.extensionUri, 'media', 'lessons');
    this.copies = vscode.Uri.joinPath(context.globalStorageUri, 'lessons');
  }

  /** Opens a lesson by (the beginning of) its file's name, or asks which. */
  async open(name?: string): Promise<void> {
    const lessons = await this.list();
    const named = name === undefined ? undefined : lessons.find((lesson) => lesson.name.startsWith(name));
    const chosen = named ? { name: named.name, fresh: false } : await this.choose(lessons);
    if (!chosen) return;
    const uri = await this.copy(chosen.name, chosen.fresh);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
  }

  /** The lessons in their order; the label is the first comment's first line. */
  private async list(): Promise<Lesson[]> {
    const names = (await vscode.workspace.fs.readDirectory(this.source)).map(([name]) => name);
    const lessons = names.filter((name) => name.endsWith('.py')).sort();
    return Promise.all(
      lessons.map(async (name, index) => {
        const text = await this.read(vscode.Uri.joinPath(this.source, name));
        const title = /^#+\s*(.+)$/m.exec(text)?.[1] ?? name;
        return { name, label: `${index + 1}. ${title.replace(/^(lesson\s*)?\d+[.:]\s*/i, '')}`, description: name };
      }),
    );
  }

  private choose(lessons: readonly Lesson[]): Promise<{ name: string; fresh: boolean } | undefined> {
    const startOver: vscode.QuickInputButton = {
      iconPath: new vscode.ThemeIcon('discard'),
      tooltip: vscode.l10n.t('Start over: forget my changes'),
    };
    const pick = vscode.window.createQuickPick<Lesson>();
    pick.title = vscode.l10n.t('Heapscope: Lessons');
    pick.placeholder = vscode.l10n.t('What would you like to see?');
    pick.matchOnDescription = true;
    pick.items = lessons.map((lesson) => ({ ...lesson, buttons: [startOver] }));
    return new Promise((resolve) => {
      pick.onDidTriggerItemButton(({ item }) => {
        resolve({ name: item.name, fresh: true });
        pick.hide();
      });
      pick.onDidAccept(() => {
        const [item] = pick.selectedItems;
        resolve(item && { name: item.name, fresh: false });
        pick.hide();
      });
      pick.onDidHide(() => {
        resolve(undefined);
        pick.dispose();
      });
      pick.show();
    });
  }

  /** A lesson the workspace holds itself is opened there; any other in a copy of the person's own. */
  private async copy(name: string, fresh: boolean): Promise<vscode.Uri> {
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      const own = vscode.Uri.joinPath(folder.uri, name);
      if (!fresh && (await exists(own))) return own;
    }
    const uri = vscode.Uri.joinPath(this.copies, name);
    if (fresh || !(await exists(uri))) {
      const text = await this.read(vscode.Uri.joinPath(this.source, name));
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    }
    return uri;
  }

  private async read(uri: vscode.Uri): Promise<string> {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
