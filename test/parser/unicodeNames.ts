// Looks up `\N{…}` names by asking CPython.

import { execFileSync } from 'node:child_process';

const code = `
import sys, unicodedata
try:
    print(ord(unicodedata.lookup(sys.argv[1])))
except (KeyError, TypeError):
    print(-1)
`;

const known = new Map<string, string | null>();

export function unicodeNames(python: string): (name: string) => string | null {
  return (name) => {
    let char = known.get(name);
    if (char === undefined) {
      const found = Number(execFileSync(python, ['-c', code, name], { encoding: 'utf8' }));
      char = found < 0 ? null : String.fromCodePoint(found);
      known.set(name, char);
    }
    return char;
  };
}
