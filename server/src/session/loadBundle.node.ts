// Loads a bundle of ours with V8's code cache: a function that was compiled in an earlier process is not parsed again. What
// Node itself offers for it (module.enableCompileCache) came with Node 22.1, and does not reach worker threads there.
//
// The cache is a file of the user's own cache folder, named by all that its content depends on; V8 checks it once more and
// compiles anew if it does not fit. NODE_DISABLE_COMPILE_CACHE, Node's variable, turns it off.

import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';

export interface Bundle<T> {
  exports: T;
  /** Stores what has been compiled by now, if nothing was stored before. Never throws. */
  save(): void;
}

function cacheFolder(): string | null {
  if (process.env.NODE_DISABLE_COMPILE_CACHE) return null;
  const { LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  if (process.platform === 'win32') return LOCALAPPDATA ? join(LOCALAPPDATA, 'heapscope') : null;
  const home = homedir();
  if (process.platform === 'darwin') return home ? join(home, 'Library', 'Caches', 'heapscope') : null;
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, 'heapscope');
  return home ? join(home, '.cache', 'heapscope') : null;
}

/** 64 bits of a hash. Not node:crypto's: loading that takes longer than all else here. */
function digestOf(text: string): string {
  let a = 0x9e3779b1;
  let b = 0x85ebca77;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 0x27d4eb2f);
    b = Math.imul(b ^ c, 0x165667b1);
    a ^= a >>> 15;
    b ^= b >>> 13;
  }
  return [a, b].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}

/** One file for each bundle, its build and Node; an old one of the same place is written over. */
function cacheFile(file: string): string | null {
  const folder = cacheFolder();
  if (folder === null) return null;
  const { size, mtimeMs } = statSync(file);
  const identity = `${file}\n${size}\n${mtimeMs}\n${process.version}\n${process.arch}`;
  return join(folder, `${basename(file, '.js')}-${digestOf(identity)}.bin`);
}

function readCache(file: string | null): Buffer | undefined {
  if (file === null) return undefined;
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Executes a CommonJS bundle once and gives its exports. */
export function loadBundle<T>(file: string): Bundle<T> {
  // Bundles are ASCII (esbuild escapes the rest): V8 keeps them in one byte a character.
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'latin1')}\n})`;
  const stored = cacheFile(file);
  const cachedData = readCache(stored);
  const script = new Script(source, { filename: file, cachedData });
  const module = { exports: {} };
  const run = script.runInThisContext() as (...args: unknown[]) => void;
  run(module.exports, createRequire(file), module, file, dirname(file));
  return {
    exports: module.exports as T,
    save: () => {
      if (stored === null || (cachedData !== undefined && script.cachedDataRejected !== true)) return;
      try {
        mkdirSync(dirname(stored), { recursive: true, mode: 0o700 });
        const temporary = `${stored}.${process.pid}`;
        writeFileSync(temporary, script.createCachedData(), { mode: 0o600 });
        renameSync(temporary, stored);
      } catch {
        // No place to write: the next start compiles again.
      }
    },
  };
}
