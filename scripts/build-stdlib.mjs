// @ts-check
// Makes dist/stdlib.bin: CPython's Python-level standard library, compiled ahead with our own compiler.
// The .py files come out of the npm package `pyodide` (python_stdlib.zip); nothing else of that package is used.
// What is simulated is 3.13.0, so scripts/lib/stdlib-3.13.0.patch takes back what later bug-fix releases changed.
// Also leaves .cache/notices/python.txt: version and licence of what is inside. Cheap when nothing changed.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { applyPatch } from './lib/patch.mjs';
import { progress, root } from './lib/project.mjs';

/** Folders and files that no simulated program can use: networks, processes, terminals, installers, pyodide's own. */
const left =
  /^(_pyodide|pyodide|site-packages|_sysconfigdata|_android_support|_apple_support|_ios_support|multiprocessing|xmlrpc|wsgiref|imaplib|poplib|smtplib|ftplib|webbrowser|antigravity|pty|tty|ctypes\/|ensurepip|idlelib|tkinter|turtledemo|venv|_pyrepl\/(?!__init__|pager)|test|lib2to3|__hello__|__phello__|zipapp|http\/(server|cookiejar|client)|email\/(?!__init__|utils|_parseaddr|charset|encoders|errors|quoprimime|base64mime|header|message|_policybase|iterators|_encoded_words|generator)|xml\/sax|xml\/dom|cProfile|profile|pstats|plistlib)/;
/** Of the many encodings, the ones programs name. */
const encodings =
  /^encodings\/(__init__|aliases|ascii|utf_\w+|latin_1|cp125[0-4]|cp437|cp850|cp866|iso8859_(?:1|2|5|7|9|15)|koi8_[ru]|mac_roman|rot_13|hex_codec|base64_codec|unicode_escape|raw_unicode_escape|charmap|undefined|idna|punycode|quopri_codec|zlib_codec)\.py$/;

/**
 * The files of a zip archive.
 * @param {Buffer} zip
 * @returns {Map<string, Buffer>}
 */
function unzip(zip) {
  let end = zip.length - 22;
  while (zip.readUInt32LE(end) !== 0x06054b50) end--;
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  const files = new Map();
  for (let i = 0; i < count; i++) {
    const method = zip.readUInt16LE(at + 10);
    const size = zip.readUInt32LE(at + 20);
    const [nameSize, extraSize, commentSize] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    const name = zip.toString('utf8', at + 46, at + 46 + nameSize);
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(start, start + size);
    if (!name.endsWith('/')) files.set(name, method === 0 ? bytes : inflateRawSync(bytes));
    at += 46 + nameSize + extraSize + commentSize;
  }
  return files;
}

/**
 * _pydecimal.py, which pyodide leaves out (it has the C module): from the npm package `brython`, where it stands without
 * comments and docstrings but otherwise, line for line, as in CPython.
 * @param {(name: string) => string} resolve
 * @returns {Buffer}
 */
function pydecimal(resolve) {
  const text = readFileSync(join(resolve('brython/package.json'), '..', 'brython_stdlib.js'), 'utf8');
  const entry = text.indexOf('"_pydecimal": [');
  const start = text.indexOf('"', text.indexOf(',', text.indexOf('[', entry)));
  let end = start + 1;
  while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return Buffer.from(JSON.parse(text.slice(start, end + 1)));
}

/** The parser, the compiler and the archive's format, bundled for this process. */
async function loadCompiler() {
  const esbuild = await import('esbuild');
  const outfile = join(root, '.cache', 'stdlib-compiler.cjs');
  const result = await esbuild.build({
    stdin: {
      contents:
        "import './server/src/vm/unicodeNames';\nexport { parse, decodeSource } from './server/src/parser';\n" +
        "export { compile } from './server/src/compiler';\n" +
        "export { MAGIC, encodeUnit } from './server/src/modules/stdlibFormat';\n",
      resolveDir: root,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
    write: false,
  });
  const text = result.outputFiles[0].contents;
  mkdirSync(join(root, '.cache'), { recursive: true });
  if (!existsSync(outfile) || !readFileSync(outfile).equals(Buffer.from(text))) writeFileSync(outfile, text);
  return { file: outfile, text };
}

/** Makes the archive if what it is made from has changed. */
export async function buildStdlib() {
  const require = createRequire(import.meta.url);
  const folder = join(require.resolve('pyodide/package.json'), '..');
  const zip = readFileSync(join(folder, 'python_stdlib.zip'));
  const compiler = await loadCompiler();
  const patch = readFileSync(join(root, 'scripts', 'lib', 'stdlib-3.13.0.patch'), 'utf8');
  const key = createHash('sha256')
    .update(zip)
    .update(
      readdirSync(join(root, 'server', 'library'))
        .map((name) => readFileSync(join(root, 'server', 'library', name), 'utf8'))
        .join(''),
    )
    .update(compiler.text)
    .update(patch)
    .update(readFileSync(new URL(import.meta.url)))
    .digest('hex');
  const output = join(root, 'dist', 'stdlib.bin');
  const keyFile = join(root, '.cache', 'stdlib.key');
  if (existsSync(output) && existsSync(keyFile) && readFileSync(keyFile, 'utf8') === key) return;

  const { parse, decodeSource, compile, MAGIC, encodeUnit } = require(compiler.file);
  const version = JSON.parse(readFileSync(join(folder, 'pyodide-lock.json'), 'utf8')).info.python;
  /** @type {Record<string, object>} */
  const modules = {};
  /** @type {Buffer[]} */
  const blobs = [];
  let offset = 0;
  /** @param {Uint8Array} bytes @returns {[number, number]} */
  const blob = (bytes) => {
    const deflated = deflateRawSync(bytes, { level: 9 });
    blobs.push(deflated);
    offset += deflated.length;
    return [offset - deflated.length, deflated.length];
  };
  const files = unzip(zip);
  applyPatch(files, patch);
  // Ours: stand-ins for what no simulation can load.
  const ours = join(root, 'server', 'library');
  for (const name of readdirSync(ours)) files.set(name, readFileSync(join(ours, name)));
  files.set('_pydecimal.py', pydecimal(require.resolve));
  for (const [path, bytes] of [...files].sort((a, b) => (a[0] < b[0] ? -1 : 1))) {
    if (!path.endsWith('.py') || left.test(path)) continue;
    if (path.startsWith('encodings/') && !encodings.test(path)) continue;
    const filename = `/usr/local/lib/python3.13/${path}`;
    const decoded = decodeSource(bytes);
    const parsed = decoded.ok ? parse(decoded.source, filename, { mode: 'exec' }) : decoded;
    const compiled = parsed.ok ? compile(parsed.tree, { filename, mode: 'exec' }) : parsed;
    if (!compiled.ok) throw new Error(`${path}: ${compiled.error.msg}`);
    const isPackage = path.endsWith('/__init__.py');
    const name = path.replace(isPackage ? /\/__init__\.py$/ : /\.py$/, '').replaceAll('/', '.');
    modules[name] = { path, isPackage, code: blob(encodeUnit(compiled.code)), source: blob(bytes) };
  }
  const index = Buffer.from(JSON.stringify({ version, modules }));
  const head = Buffer.alloc(MAGIC.length + 4);
  head.write(MAGIC, 'latin1');
  head.writeUInt32LE(index.length, MAGIC.length);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(output, Buffer.concat([head, index, ...blobs]));
  mkdirSync(join(root, '.cache', 'notices'), { recursive: true });
  const licence = readFileSync(join(root, 'scripts', 'lib', 'python-license.txt'), 'utf8');
  writeFileSync(
    join(root, '.cache', 'notices', 'python.txt'),
    `Python ${version}, standard library (PSF-2.0)\n\ndist/stdlib.bin holds Python-level modules of CPython's standard library, compiled; some of them as they were in Python 3.13.0.\n\n${licence}`,
  );
  writeFileSync(keyFile, key);
  progress(`built dist/stdlib.bin: ${Object.keys(modules).length} modules of Python ${version}`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await buildStdlib();
