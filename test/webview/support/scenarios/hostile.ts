/** Names and values that would be markup if anybody let them. */
import { World } from '../world';

export function hostile(): World {
  const w = new World('hostile-1');
  const evil = '<img src=x onerror=alert(1)>';
  const thing = w.make(evil, {
    [evil]: { text: evil, atom: 'string' },
    '</div><script>': { text: '"\'>&amp;', atom: 'string' },
  });
  const text = w.make('str', {}, { title: evil, shape: 'leaf' });
  w.call(evil, 1, { [evil]: thing, text });
  w.done(1, evil, evil);
  return w;
}
