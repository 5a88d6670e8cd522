// @ts-check
// The README's tables of what package.json contributes: settings, commands with their keys. readme.mjs writes them, a
// test holds the README to them.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifest, root } from './project.mjs';

/** @param {string} name */
const read = (name) => readFileSync(join(root, name), 'utf8');

/** The settings as package.json declares them. @returns {string} */
export function settings() {
  const texts = JSON.parse(read('package.nls.json'));
  const { configuration } = manifest.contributes;
  /** @type {string[]} */
  const rows = ['| Setting | Default | |', '| --- | --- | --- |'];
  for (const { properties } of configuration) {
    for (const [name, schema] of Object.entries(properties)) {
      const text = texts[schema.markdownDescription.slice(1, -1)].replace(/#([\w.]+)#/g, '$1');
      const values = schema.enum
        ? ` (${schema.enum.map((/** @type {string} */ each) => `\`${each}\``).join(', ')})`
        : '';
      rows.push(`| \`${name}\` | \`${schema.default}\` | ${text}${values} |`);
    }
  }
  return rows.join('\n');
}

/** The commands of the palette, with their keys. @returns {string} */
export function commands() {
  const texts = JSON.parse(read('package.nls.json'));
  const { commands: all, keybindings, menus } = manifest.contributes;
  const hidden = new Set(
    menus.commandPalette
      .filter((/** @type {{ when?: string }} */ { when }) => when === 'false')
      .map((/** @type {{ command: string }} */ { command }) => command),
  );
  /** @type {string[]} */
  const rows = ['| Command | Keys | On a Mac |', '| --- | --- | --- |'];
  for (const { command, title } of all) {
    if (hidden.has(command)) continue;
    const binding = keybindings.find((/** @type {{ command: string }} */ each) => each.command === command);
    const keys = binding ? [keyText(binding.key), keyText(binding.mac)] : ['', ''];
    rows.push(`| _${texts[title.slice(1, -1)]}_ | ${keys.join(' | ')} |`);
  }
  return rows.join('\n');
}

/** @param {string} key "ctrl+alt+home" */
function keyText(key) {
  return `\`${key
    .split('+')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('+')}\``;
}

/** What stands in a text between the markers of a part. @param {string} text @param {string} name @returns {string} */
export function between(text, name) {
  const found = new RegExp(`<!-- ${name}[^>]*-->\\n([^]*?)\\n<!-- end of ${name} -->`).exec(text);
  if (found === null) throw new Error(`README.md has no <!-- ${name} --> … <!-- end of ${name} -->`);
  return /** @type {string} */ (found[1]);
}

/** A table's cells, without what a formatter changes: spaces, the sign for emphasis. @param {string} table @returns {string[]} */
export function cells(table) {
  return table
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^[\s|:-]+$/.test(line))
    .map((line) =>
      line
        .replace(/\s*\|\s*/g, '|')
        .replace(/\*([^*|]+)\*/g, '_$1_')
        .trim(),
    );
}
