// The lessons: runnable files whose comments teach. They are documents of a file system of their own, so that a person
// may change them: what is written is kept in the person's storage, what is not comes from the extension.

import * as vscode from 'vscode';

/** The build puts in what media/lessons holds: a packaged extension in a browser cannot list a folder. */
declare const HEAPSCOPE_LESSONS: readonly { readonly name: string; readonly title: string }[];

export const lessonScheme = 'heapscope-lesson';

interface Lesson extends vscode.QuickPickItem {
  readonly name: string;
}

const startOver: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('discard'),
  tooltip: vscode.l10n.t('Start over: forget my changes'),
};

export class Lessons implements vscode.Disposable {
  private readonly files: LessonFiles;
  private readonly registration: vscode.Disposable;

  constructor(context: vscode.ExtensionContext) {
    this.files = new LessonFiles(
      vscode.Uri.joinPath(context.extensionUri, 'media', 'lessons'),
      vscode.Uri.joinPath(context.globalStorageUri, 'lessons'),
    );
    this.registration = vscode.workspace.registerFileSystemProvider(lessonScheme, this.files, {
      isCaseSensitive: true,
    });
  }

  /** Opens a lesson by (the beginning of) its file's name, or asks which. */
  async open(name?: string): Promise<void> {
    const named = name === undefined ? undefined : HEAPSCOPE_LESSONS.find((lesson) => lesson.name.startsWith(name));
    const chosen = named?.name ?? (await this.choose());
    if (chosen === undefined) return;
    const document = await vscode.workspace.openTextDocument(await this.place(chosen));
    await vscode.window.showTextDocument(document, { preview: false });
  }

  private async choose(): Promise<string | undefined> {
    const changed = await this.files.changed();
    const pick = vscode.window.createQuickPick<Lesson>();
    pick.title = vscode.l10n.t('Heapscope: Lessons');
    pick.placeholder = vscode.l10n.t('What would you like to see?');
    pick.matchOnDescription = true;
    pick.items = HEAPSCOPE_LESSONS.map(({ name, title }, index) => ({
      name,
      label: `${index + 1}. ${title}`,
      description: changed.has(name) ? vscode.l10n.t('{0}, changed by you', name) : name,
      buttons: changed.has(name) ? [startOver] : [],
    }));
    return new Promise((resolve) => {
      pick.onDidTriggerItemButton(({ item }) => {
        void this.files.forget(item.name).then(() => resolve(item.name));
        pick.hide();
      });
      pick.onDidAccept(() => {
        resolve(pick.selectedItems[0]?.name);
        pick.hide();
      });
      pick.onDidHide(() => {
        // After a button the answer is still on its way.
        setTimeout(() => resolve(undefined), 1000);
        pick.dispose();
      });
      pick.show();
    });
  }

  /** A lesson that the workspace holds itself is opened there. */
  private async place(name: string): Promise<vscode.Uri> {
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      const own = vscode.Uri.joinPath(folder.uri, name);
      if (await exists(own)) return own;
    }
    return vscode.Uri.from({ scheme: lessonScheme, path: `/${name}` });
  }

  dispose(): void {
    this.registration.dispose();
    this.files.dispose();
  }
}

/** `heapscope-lesson:/NAME`: the person's version where there is one, the extension's otherwise. */
class LessonFiles implements vscode.FileSystemProvider {
  private readonly events = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.events.event;

  constructor(
    private readonly originals: vscode.Uri,
    private readonly own: vscode.Uri,
  ) {}

  /** The lessons that the person changed. */
  async changed(): Promise<Set<string>> {
    try {
      return new Set((await vscode.workspace.fs.readDirectory(this.own)).map(([name]) => name));
    } catch {
      return new Set();
    }
  }

  /** The extension's version again, in editors too. */
  async forget(name: string): Promise<void> {
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(this.own, name)).then(undefined, () => undefined);
    const uri = vscode.Uri.from({ scheme: lessonScheme, path: `/${name}` });
    this.events.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  async readFile({ path }: vscode.Uri): Promise<Uint8Array> {
    const name = path.slice(1);
    if (!HEAPSCOPE_LESSONS.some((lesson) => lesson.name === name)) throw vscode.FileSystemError.FileNotFound(path);
    const own = vscode.Uri.joinPath(this.own, name);
    const from = (await exists(own)) ? own : vscode.Uri.joinPath(this.originals, name);
    return vscode.workspace.fs.readFile(from);
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(this.own, uri.path.slice(1)), content);
    this.events.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    if (uri.path === '/') return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    const own = vscode.Uri.joinPath(this.own, uri.path.slice(1));
    try {
      return { ...(await vscode.workspace.fs.stat(own)), type: vscode.FileType.File };
    } catch {
      return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: (await this.readFile(uri)).length };
    }
  }

  readDirectory(): [string, vscode.FileType][] {
    return HEAPSCOPE_LESSONS.map(({ name }) => [name, vscode.FileType.File]);
  }

  watch(): vscode.Disposable {
    // Nobody else writes them.
    return new vscode.Disposable(() => undefined);
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.events.dispose();
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
