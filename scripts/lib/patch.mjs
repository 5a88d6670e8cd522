// @ts-check
// Applies a unified diff without context lines (`diff -U0`).

import { Failure } from './project.mjs';

/**
 * Changes `files` as `patch` says; a part that begins at line 0 makes a file. Throws when a line that is to go is not there.
 * @param {Map<string, Buffer>} files by the paths that follow `b/` in the patch
 * @param {string} patch
 */
export function applyPatch(files, patch) {
  for (const part of patch.split(/^(?=--- a\/)/m)) {
    const name = /^\+\+\+ b\/(.*)$/m.exec(part)?.[1];
    if (name === undefined) continue;
    const made = part.includes('\n@@ -0,0 +1');
    const old = made ? [''] : files.get(name)?.toString('utf8').split('\n');
    if (old === undefined) throw new Failure(`patch: there is no ${name}`);
    /** @type {string[]} */
    const result = [];
    let at = 0;
    for (const hunk of part.split(/^(?=@@ )/m).slice(1)) {
      const [head, ...lines] = hunk.split('\n');
      const place = /^@@ -(\d+)(?:,(\d+))? /.exec(/** @type {string} */ (head));
      if (place === null) throw new Failure(`patch of ${name}: ${head}`);
      // With nothing to remove, the number is that of the line before.
      const start = Number(place[1]) - (place[2] === '0' ? 0 : 1);
      result.push(...old.slice(at, start));
      at = start;
      for (const line of lines) {
        if (line.startsWith('-') && old[at++] !== line.slice(1)) throw new Failure(`patch of ${name}: line ${at}`);
        if (line.startsWith('+')) result.push(line.slice(1));
      }
    }
    files.set(name, Buffer.from([...result, ...old.slice(at)].join('\n')));
  }
}
