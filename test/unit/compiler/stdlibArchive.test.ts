// The archive of the standard library holds what compiling its sources gives now: code compiled ahead and code compiled when
// it is needed are the same, and what was written is what is read. A sample on every run; all modules with
// HEAPSCOPE_STDLIB=all.

import '../../../server/src/vm/unicodeNames';
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { compile } from '../../../server/src/compiler';
import { STDLIB_DIR } from '../../../server/src/modules/stdlib';
import type { ArchiveIndex } from '../../../server/src/modules/stdlibFormat';
import { MAGIC, decodeUnit, encodeUnit } from '../../../server/src/modules/stdlibFormat';
import { decodeSource, parse } from '../../../server/src/parser';

const all = process.env['HEAPSCOPE_STDLIB'] === 'all';
/** A sample takes at least so many modules, and new ones for so long. */
const LEAST = 12;
const MILLISECONDS = 5000;

describe('the standard library compiled ahead', function () {
  this.timeout(600_000);

  const archive = readFileSync(join(resolve(process.cwd()), 'dist/stdlib.bin'));
  const indexSize = archive.readUInt32LE(MAGIC.length);
  const start = MAGIC.length + 4;
  const index = JSON.parse(archive.toString('utf8', start, start + indexSize)) as ArchiveIndex;
  const blob = ([offset, size]: [number, number]): Buffer =>
    inflateRawSync(archive.subarray(start + indexSize + offset, start + indexSize + offset + size));

  it('is what its sources compile to', () => {
    const modules = Object.entries(index.modules);
    // Steps that meet every module once, from a different place each day.
    const day = Math.floor(Date.now() / 86_400_000);
    const step = modules.length % 61 === 0 ? 67 : 61;
    const began = Date.now();
    let done = 0;
    for (; done < modules.length && (all || done < LEAST || Date.now() - began < MILLISECONDS); done++) {
      const [name, module] = modules[(day + done * step) % modules.length]!;
      const filename = `${STDLIB_DIR}/${module.path}`;
      const ahead = blob(module.code);
      const decoded = decodeSource(blob(module.source));
      assert.ok(decoded.ok, name);
      const parsed = parse(decoded.source, filename, { mode: 'exec' });
      assert.ok(parsed.ok, name);
      const compiled = compile(parsed.tree, { filename, mode: 'exec' });
      assert.ok(compiled.ok, name);
      assert.ok(ahead.equals(encodeUnit(compiled.code)), `${name} compiles to something else`);
      assert.ok(ahead.equals(encodeUnit(decodeUnit(ahead, filename))), `${name} is read otherwise than written`);
    }
    assert.ok(done >= Math.min(LEAST, modules.length));
  });
});
