// The files a program sees: the host's, to be read, under a layer in memory that takes everything the program writes.
// Nothing a program does reaches a disk. _io and posix share this.

import { onRuntimeReset } from '../heap/runtime';
import { host } from './host';
import { stdlibSource } from './stdlib';

/** A file's bytes while it is open or once it was written; shared by everything that has it open. */
export interface FileContent {
  bytes: Uint8Array;
  /** How much of `bytes` is the file: the rest is room to grow. */
  size: number;
  /** Makes room for so many bytes; for a content that has a say in it. */
  reserve?(end: number): void;
}

/** Files written in this run, by absolute path; null where a file was removed. */
let written: Map<string, FileContent | null>;
let folders: Set<string>;
/** Where os.chdir() went; null: the host's folder. */
let folder: string | null;
onRuntimeReset(() => {
  folder = null;
  written = new Map();
  folders = new Set(['/', '/tmp']);
});

export function currentFolder(): string {
  return folder ?? host.cwd;
}
export function changeFolder(path: string): void {
  folder = path;
}

/** `path` as an absolute path without dots. */
export function absolutePath(path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${currentFolder()}/${path}`).split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}

export function openContent(path: string): FileContent | null {
  const known = written.get(path);
  if (known !== undefined) return known;
  const bytes = host.readFile(path) ?? stdlibSource(path);
  if (bytes === null) return null;
  return { bytes, size: bytes.length };
}
/** An empty file at `path` from now on. */
export function createContent(path: string): FileContent {
  const content = { bytes: new Uint8Array(0), size: 0 };
  written.set(path, content);
  return content;
}
/** The content at `path` is about to be changed: from now on it is the layer's. */
export function keepContent(path: string, content: FileContent): void {
  if (written.get(path) === content) return;
  content.bytes = content.bytes.slice();
  written.set(path, content);
}
export function removeContent(path: string): void {
  written.set(path, null);
}
export function renameContent(from: string, to: string): boolean {
  const content = openContent(from);
  if (content === null) return false;
  written.set(to, content);
  written.set(from, null);
  return true;
}

export function isFolder(path: string): boolean {
  if (folders.has(path) || path === host.cwd || host.listDirectory(path) !== null) return true;
  for (const [file, content] of written) if (content !== null && file.startsWith(`${path}/`)) return true;
  return false;
}
export function makeFolder(path: string): void {
  folders.add(path);
}
export function removeFolder(path: string): void {
  folders.delete(path);
}
/** Names in a folder, sorted; null when there is no such folder. */
export function listFolder(path: string): string[] | null {
  if (!isFolder(path)) return null;
  const names = new Set(host.listDirectory(path) ?? []);
  const below = path === '/' ? '/' : `${path}/`;
  const first = (file: string): string => file.slice(below.length).split('/')[0]!;
  for (const [file, content] of written) {
    if (!file.startsWith(below)) continue;
    if (content === null) names.delete(first(file));
    else names.add(first(file));
  }
  for (const folder of folders) if (folder.startsWith(below) && folder !== path) names.add(first(folder));
  return [...names].sort();
}

/** The files written in this run, as a child process hands them to its parent. */
export function writtenFiles(): Map<string, Uint8Array | null> {
  return new Map([...written].map(([path, c]) => [path, c === null ? null : c.bytes.slice(0, c.size)]));
}
/** What a child process has written is written. */
export function adoptFiles(files: ReadonlyMap<string, Uint8Array | null>): void {
  for (const [path, bytes] of files) written.set(path, bytes === null ? null : { bytes, size: bytes.length });
}
