// The package: what is in it, how large it is, and that the manifest is complete and true.

import * as assert from 'node:assert';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, entries } from '../../scripts/build.mjs';
import { notices } from '../../scripts/lib/notices.mjs';
import { manifest, root } from '../../scripts/lib/project.mjs';
import { between, cells, commands, settings } from '../../scripts/lib/readmeTables.mjs';
import { isUpToDate } from '../../scripts/l10n.mjs';
import { listPackage, makePackage, sizeLimit } from '../../scripts/package.mjs';

interface Named {
  command: string;
  title?: string;
  when?: string;
}

const read = (name: string): string => readFileSync(join(root, name), 'utf8');
const patterns = JSON.parse(read('test/package/files.json')) as string[];

/** `*` stands for anything but a slash. */
const matches = (pattern: string, file: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')}$`).test(file);

describe('the package', function () {
  this.timeout(300_000);
  this.slow(60_000);
  let folder: string;
  let vsix: string;
  let files: string[];
  let committedNotices: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'heapscope-package-'));
    committedNotices = read('THIRD_PARTY_NOTICES');
    await build({ production: true, quiet: true });
    vsix = await makePackage({ out: join(folder, 'heapscope.vsix'), prebuilt: true });
    files = await listPackage();
  });

  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    // What the parts before this one ran against.
    await build({ quiet: true });
  });

  it('holds what the list says, and nothing else', () => {
    const surplus = files.filter((file) => !patterns.some((pattern) => matches(pattern, file)));
    const missing = patterns.filter((pattern) => !files.some((file) => matches(pattern, file)));
    assert.deepEqual({ surplus, missing }, { surplus: [], missing: [] });
  });

  it('is described by the README: its commands and their keys, its settings', () => {
    const text = read('README.md');
    assert.deepEqual(cells(between(text, 'commands')), cells(commands()));
    assert.deepEqual(cells(between(text, 'settings')), cells(settings()));
  });

  it('is smaller than 8 MB', () => {
    assert.ok(statSync(vsix).size < sizeLimit, `${statSync(vsix).size} bytes`);
  });

  it('holds no source maps and no paths of the machine that built it', () => {
    for (const file of files.filter((name) => /\.(js|css|json|md)$/.test(name))) {
      const text = read(file);
      assert.ok(!text.includes('sourceMappingURL'), `${file} names a source map`);
      for (const path of [root, homedir()].filter((name) => name.length > 5)) {
        assert.ok(!text.includes(path), `${file} holds ${path}`);
      }
    }
  });

  it('names every work of others it contains', () => {
    // More than is needed does no harm; which packages a bundle holds bytes of changes with every import.
    const line = '-'.repeat(80);
    const missing = notices()
      .split(line)
      .map((section) => section.trim())
      .filter((section) => !committedNotices.includes(section))
      .map((section) => section.split('\n', 1)[0]);
    assert.deepEqual(missing, [], 'THIRD_PARTY_NOTICES is out of date: npm run package writes it');
  });

  it('asks nothing of the network', () => {
    for (const { name } of entries.filter((entry) => existsSync(join(root, 'dist', `${entry.name}.js`)))) {
      const text = read(`dist/${name}.js`);
      const addresses = [...text.matchAll(/\b(?:https?|wss?):\/\/(?!localhost|127\.0\.0\.1)[\w.-]+/g)].map(
        ([address]) => address,
      );
      // Addresses in texts and namespaces are no requests; code that could make one has none of these names.
      assert.ok(
        !/\bXMLHttpRequest\b|\bnew WebSocket\b|\bsendBeacon\b/.test(text),
        `${name}.js could ask ${addresses.join(' ')}`,
      );
    }
  });
});

describe('package.json', () => {
  const nls = JSON.parse(read('package.nls.json')) as Record<string, string>;
  const { contributes } = manifest;

  it('has an English text for every key, and no text without a key', () => {
    const used = new Set([...JSON.stringify(manifest).matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key));
    const known = new Set(Object.keys(nls));
    assert.deepEqual(
      { missing: [...used].filter((key) => !known.has(key)), surplus: [...known].filter((key) => !used.has(key)) },
      { missing: [], surplus: [] },
    );
  });

  it('declares the commands the code registers, and no other', () => {
    const source = read('client/src/commands.ts');
    const table = source.slice(
      source.indexOf('const commands: Record'),
      source.indexOf('return Object.entries(commands)'),
    );
    const registered = [...table.matchAll(/^ {4}(\w+)(?::|,$)/gm)].map(([, name]) => `heapscope.${name}`);
    const declared = (contributes.commands as Named[]).map(({ command }) => command);
    // Links and other commands run these; nobody picks them from a list.
    const internal = ['heapscope.showObject', 'heapscope.goToLine', 'heapscope.listReferrers'];
    assert.deepEqual([...declared, ...internal].sort(), registered.sort());
  });

  it('binds keys only to commands that exist, and only where they have a meaning', () => {
    const declared = new Set((contributes.commands as Named[]).map(({ command }) => command));
    for (const { command, when } of contributes.keybindings as Named[]) {
      assert.ok(declared.has(command), command);
      assert.ok(when?.includes('python') || when?.includes('heapscope.'), `${command} is bound everywhere`);
    }
    for (const menu of Object.values(contributes.menus as Record<string, Named[]>)) {
      for (const { command } of menu) assert.ok(declared.has(command), command);
    }
  });

  it('points to files that exist', () => {
    const paths = [...JSON.stringify(manifest).matchAll(/"(?:\.\/)?((?:media|syntaxes|l10n)[^"]*)"/g)].map(
      ([, path]) => path,
    );
    for (const path of paths) assert.ok(existsSync(join(root, path)), path);
  });

  it('describes every setting and gives it a default', () => {
    for (const { properties } of contributes.configuration as {
      properties: Record<string, Record<string, unknown>>;
    }[]) {
      for (const [name, schema] of Object.entries(properties)) {
        assert.ok(name.startsWith('heapscope.'));
        assert.ok('default' in schema && 'markdownDescription' in schema, name);
        if (Array.isArray(schema.enum)) {
          assert.equal((schema.enumDescriptions as unknown[]).length, schema.enum.length, name);
        }
      }
    }
  });

  it('has an up-to-date bundle of texts to translate', () => {
    assert.ok(isUpToDate(), 'run node scripts/l10n.mjs');
  });

  it('lists only dependencies that are used', () => {
    const sources = ['client', 'server', 'scripts', 'test', 'eslint.config.mjs', '.mocharc.json']
      .filter((name) => existsSync(join(root, name)))
      .flatMap((name) =>
        statSync(join(root, name)).isDirectory()
          ? readdirSync(join(root, name), { recursive: true, encoding: 'utf8' }).map((file) => join(root, name, file))
          : [join(root, name)],
      )
      .filter((file) => /\.(ts|mts|mjs|json|css)$/.test(file) && statSync(file).isFile())
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    // Types that the compiler takes up by itself.
    const ambient = (name: string): boolean => name.startsWith('@types/');
    const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
    const unused = names.filter((name) => !ambient(name) && !new RegExp(`['"/]${name}(['"/]|$)`, 'm').test(sources));
    assert.deepEqual(unused, []);
  });

  it('asks for the VS Code its types are of', () => {
    assert.equal(manifest.engines.vscode, `^${manifest.devDependencies['@types/vscode']}`);
  });
});
