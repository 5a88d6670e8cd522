// @ts-check
// What media/lessons holds, for the bundle: names and titles.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './project.mjs';

/** @returns {{ name: string, title: string }[]} in their order; the title is the rest of the first line */
export function lessons() {
  const folder = join(root, 'media', 'lessons');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.py'))
    .sort()
    .map((name) => {
      const [first] = readFileSync(join(folder, name), 'utf8').split('\n', 1);
      const title = /^# Lesson \d+: (.+)$/.exec(first)?.[1];
      if (!title) throw new Error(`media/lessons/${name} does not begin with "# Lesson N: TITLE"`);
      return { name, title };
    });
}
