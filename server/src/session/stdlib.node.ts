// The standard library for Node processes: the archive that the build puts beside the bundle.

import { existsSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type * as zlib from 'node:zlib';
import { useStdlibArchive } from '../modules/stdlibArchive';

/**
 * Makes the library importable; without an archive there are only the modules written in TypeScript. The file is opened by
 * the first import of one that is not: most of a short program's time is its start.
 */
export function loadStdlib(file = join(__dirname, 'stdlib.bin')): void {
  if (!existsSync(file)) return;
  let fd = -1;
  const read = (offset: number, size: number): Uint8Array => {
    if (fd < 0) fd = openSync(file, 'r');
    const bytes = new Uint8Array(size);
    return bytes.subarray(0, readSync(fd, bytes, 0, size, offset));
  };
  useStdlibArchive(read, (bytes) => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loading it takes time, see above
    const { inflateRawSync } = require('node:zlib') as typeof zlib;
    return inflateRawSync(bytes);
  });
}
