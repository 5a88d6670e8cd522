/** An LRU cache at work: a dict and a doubly linked list, weak references, a garbage cycle left by an exception. */
import { none, num, str, word, World, type Thing, type Value } from '../world';

export function lru(): World {
  const w = new World('lru-1');
  const fn = (title: string, cells: Record<string, Value> = {}): Thing =>
    w.make('function', cells, {
      title,
      size: 160,
      generation: 2,
      shape: Object.keys(cells).length > 0 ? 'rows' : 'leaf',
    });
  const node = (key: Value, val: Value, generation: 0 | 1 = 1): Thing =>
    w.make('Node', { key, val, prev: none, next: none }, { size: 104, generation });

  const get = fn('LRU.get(self, key)');
  const put = fn('LRU.put(self, key, val)');
  const doc = w.make('str', {}, { title: "'Least recently used…'", size: 142, generation: null, shape: 'leaf' });
  const classNode = w.make('type', {}, { title: 'class Node', size: 1712, generation: 2, hidden: 4, shape: 'leaf' });
  const classLru = w.make(
    'type',
    { get, put, __doc__: doc },
    { title: 'class LRU', size: 1712, generation: 2, hidden: 4 },
  );
  const cfg = w.make(
    'dict',
    { "'mode'": str('fast'), "'sizes'": w.make('tuple', [num(16), num(32), num(64)], { generation: 2 }) },
    { generation: 1 },
  );
  const main = fn('main()', { __closure__: w.make('cell', { cell_contents: cfg }, { size: 40, generation: 2 }) });

  const values: Record<string, Thing> = {
    a: w.make(
      'list',
      [3, 1, 4, 1, 5].map((n) => num(n)),
      { generation: 1 },
    ),
    b: w.make(
      'dict',
      {
        "'x'": num(1),
        "'pts'": w.make(
          'list',
          [w.make('tuple', [num(0), num(2)], { generation: 1 }), w.make('tuple', [num(5), num(8)], { generation: 1 })],
          { generation: 1 },
        ),
      },
      { generation: 1 },
    ),
    c: w.make(
      'set',
      [2, 3, 5, 7].map((n) => num(n)),
      { size: 216, generation: 1 },
    ),
  };
  const head = node(none, none);
  const nodes: Record<string, Thing> = {};
  for (const key of ['a', 'b', 'c']) nodes[key] = node(str(key), values[key]!);
  const tail = node(none, none);
  const chain = [head, nodes['a']!, nodes['b']!, nodes['c']!, tail];
  chain.forEach((n, i) => {
    if (i > 0) w.set(n, 'prev', chain[i - 1]!);
    if (i < chain.length - 1) w.set(n, 'next', chain[i + 1]!);
  });
  const map = w.make(
    'dict',
    { "'a'": nodes['a']!, "'b'": nodes['b']!, "'c'": nodes['c']! },
    { size: 232, generation: 2 },
  );
  const stats = w.make('dict', { "'hit'": num(12), "'miss'": num(5), "'evict'": num(0) }, { generation: 1 });
  const cache = w.make('LRU', { cap: num(3), map, head, tail, stats }, { size: 96, generation: 2 });
  const bound = w.make('method', { __self__: cache, __func__: put }, { size: 64, generation: 1 });
  const weakCache = w.make('weakref', { '→': { weak: cache } }, { size: 80, generation: 1 });
  w.set(cache, 'hooks', w.make('list', [bound, weakCache], { generation: 1 }));
  w.set(cache, 'lock', w.make('RLock', { owner: num(0), count: num(0) }, { size: 56, generation: 2 }));
  const watch = w.make('weakref', { '→': { weak: nodes['b']! } }, { size: 80, generation: 1 });
  const entry = (op: string, key: string, dt: string, generation: 0 | 1 = 1): Thing =>
    w.make('tuple', [str(op), str(key), num(dt)], { generation });
  const log = w.make('list', [entry('put', 'a', '0.11'), entry('put', 'b', '0.19'), entry('put', 'c', '0.24')], {
    generation: 1,
  });
  const keys = w.make('list', ['a', 'b', 'c', 'd'].map(str), { generation: 1 });

  w.call('<module>', 41, { Node: classNode, LRU: classLru, cache, watch, log, main, cfg }, 8);
  w.call(
    'main',
    33,
    { cache, keys, it: w.make('list_iterator', { index: num(3), seq: keys }, { size: 64 }), i: num(3) },
    5,
  );
  // What an except block left behind: an exception that its own traceback's frame refers to.
  const error = w.make('KeyError', {}, { size: 72, generation: 1, shape: 'rows' });
  const frameLocals = w.make('dict', { "'err'": error }, { generation: 1 });
  const deadFrame = w.make('frame', { f_locals: frameLocals }, { title: 'frame get', size: 420, generation: 1 });
  w.set(error, '__traceback__', w.make('traceback', { tb_frame: deadFrame }, { size: 56, generation: 1 }));
  w.done(33, 'for i, k in enumerate(keys):', 'main() resumes: three keys cached, the list is full.');

  const fresh = w.make(
    'list',
    [2, 7, 1, 8].map((n) => num(n)),
  );
  w.call('LRU.put', 18, { self: cache, key: str('d'), val: fresh }, 5);
  w.done(18, 'node = Node(key, val)', "LRU.put(self, 'd', [2, 7, 1, 8]) was called; a list was made for it.");
  const added = node(str('d'), fresh, 0);
  w.name('node', added);
  w.done(19, 'self.map[key] = node', "A Node was made for 'd' (104 B).");
  w.set(map, "'d'", added);
  w.done(20, 'self._append(node)', "self.map['d'] took a reference: Node went from 1 to 2.");
  w.set(added, 'prev', nodes['c']!);
  w.set(added, 'next', tail);
  w.set(nodes['c']!, 'next', added);
  w.set(tail, 'prev', added);
  w.mark('cycle', 'Node → next → Node → prev');
  w.done(21, 'old = self._evict()', 'Linked before the tail: Node is now part of a cycle.');
  w.name('old', nodes['a']!);
  w.remove(map, "'a'");
  w.set(head, 'next', nodes['b']!);
  w.set(nodes['b']!, 'prev', head);
  w.set(stats, "'evict'", num(1));
  w.done(23, 'del old', "'a' was unlinked; only the local old still holds its Node.");
  w.unname('old');
  w.done(24, 'return', 'del old brought Node to 0: freed, and its list with it.');
  w.return();
  w.append(log, entry('put', 'd', '0.31', 0));
  w.done(34, 'gc.collect(1)', "Returned to main(); ('put', 'd', 0.31) was logged.");
  w.mark('collection', 'gen 1: 4 of 41 freed', 1);
  w.collect(1);
  w.done(35, 'print(cache.stats)', 'gc.collect(1) found 4 objects in a garbage cycle and freed them.');
  void word;
  return w;
}
