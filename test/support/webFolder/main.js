// The folder of the web test host: a file system in memory, filled from the server's `/folder-list` on activation.
// Runs in VS Code's web worker, as it is.
'use strict';
const vscode = require('vscode');

const encoder = new TextEncoder();

class Folder {
  constructor() {
    /** @type {Map<string, { type: number, ctime: number, mtime: number, data: Uint8Array }>} */
    this.entries = new Map([['/', { type: vscode.FileType.Directory, ctime: 0, mtime: 0, data: new Uint8Array() }]]);
    this.changed = new vscode.EventEmitter();
    this.onDidChangeFile = this.changed.event;
  }
  put(path, data) {
    const parts = path.split('/').slice(1, -1);
    for (let i = 1; i <= parts.length; i++) this.createDirectory({ path: '/' + parts.slice(0, i).join('/') });
    const before = this.entries.get(path);
    const now = Date.now();
    this.entries.set(path, { type: vscode.FileType.File, ctime: before ? before.ctime : now, mtime: now, data });
  }
  find(uri) {
    const entry = this.entries.get(uri.path);
    if (!entry) throw vscode.FileSystemError.FileNotFound(uri);
    return entry;
  }
  watch() {
    return new vscode.Disposable(() => undefined);
  }
  stat(uri) {
    const { type, ctime, mtime, data } = this.find(uri);
    return { type, ctime, mtime, size: data.length };
  }
  readDirectory(uri) {
    this.find(uri);
    const prefix = uri.path === '/' ? '/' : uri.path + '/';
    return [...this.entries]
      .filter(([path]) => path !== '/' && path.startsWith(prefix) && !path.slice(prefix.length).includes('/'))
      .map(([path, entry]) => [path.slice(prefix.length), entry.type]);
  }
  createDirectory(uri) {
    if (this.entries.has(uri.path)) return;
    this.entries.set(uri.path, { type: vscode.FileType.Directory, ctime: 0, mtime: 0, data: new Uint8Array() });
  }
  readFile(uri) {
    return this.find(uri).data;
  }
  writeFile(uri, data) {
    const type = this.entries.has(uri.path) ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created;
    this.put(uri.path, data);
    this.changed.fire([{ type, uri }]);
  }
  delete(uri) {
    for (const path of [...this.entries.keys()]) {
      if (path === uri.path || path.startsWith(uri.path + '/')) this.entries.delete(path);
    }
    this.changed.fire([{ type: vscode.FileChangeType.Deleted, uri }]);
  }
  rename(from, to) {
    this.entries.set(to.path, this.find(from));
    this.entries.delete(from.path);
    this.changed.fire([
      { type: vscode.FileChangeType.Deleted, uri: from },
      { type: vscode.FileChangeType.Created, uri: to },
    ]);
  }
}

exports.activate = async (context) => {
  const folder = new Folder();
  const { scheme, authority } = context.extensionUri;
  const answer = await fetch(`${scheme}://${authority}/folder-list`);
  for (const [path, text] of Object.entries(await answer.json())) folder.put(path, encoder.encode(text));
  context.subscriptions.push(
    vscode.workspace.registerFileSystemProvider('heapscope-folder', folder, { isCaseSensitive: true }),
  );
};
