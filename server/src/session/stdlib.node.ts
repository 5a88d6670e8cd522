// The standard library for Node processes: the archive that the build puts beside the bundle.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { useStdlibArchive } from '../modules/stdlibArchive';

/** Makes the library importable; without an archive there are only the modules written in TypeScript. */
export function loadStdlib(file = join(__dirname, 'stdlib.bin')): void {
  if (existsSync(file)) useStdlibArchive(readFileSync(file), (bytes) => inflateRawSync(bytes));
}
