// Tells the parser the names of characters, for `\N{name}`. Imported for its effect wherever the engine parses.

import { getcode } from '../objects/ucnhash';
import { setUnicodeNames } from '../parser';

setUnicodeNames((name) => {
  const code = getcode(name, false);
  return code < 0 ? null : String.fromCodePoint(code);
});
