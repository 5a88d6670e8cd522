/** A web server's heap: 5,358 objects in sessions, an index, a chain, a tree, a log and the request at hand. */
import { num, str, World, type Thing } from '../world';

/** A small deterministic generator (Lehmer). */
export function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

export function server(objects = 5358, steps = 3): World {
  const w = new World('server-' + objects);
  const r = random(9);
  const old = { generation: 2 as const };
  const q = objects / 5358;
  const sessions = w.make('dict', {}, { size: 36960, ...old });
  const index = w.make('list', [], { size: 6456, ...old });
  const recent = w.make('Chain', {}, old);
  const routes = w.make('Tree', {}, old);
  const log = w.make('deque', {}, { size: 4216, shape: 'sequence', ...old });
  const cfg = w.make(
    'dict',
    {
      "'host'": str('localhost'),
      "'port'": num(8080),
      "'debug'": { text: 'False', atom: 'keyword' },
      "'tls'": { text: 'True', atom: 'keyword' },
    },
    old,
  );
  const app = w.make('App', { sessions, index, recent, routes, log, cfg }, old);
  const users: Thing[] = [];
  for (let i = 0; i < 520 * q; i++) {
    const generation = r() < 0.12 ? 0 : r() < 0.3 ? 1 : 2;
    const cart = w.make('list', [], { generation });
    const items = Math.floor(r() * 4);
    for (let j = 0; j < items; j++)
      w.append(
        cart,
        w.make('Item', { sku: num(1000 + ((i * 7 + j) % 90)), qty: num(j + 1) }, { size: 64, generation }),
      );
    const user = w.make('dict', { "'user'": str('u' + i) }, { generation });
    const session = w.make('Session', { data: user, cart }, { size: 64, generation });
    w.set(sessions, `'${(Math.imul(i, 2654435761) >>> 0).toString(16).slice(0, 6)}${i}'`, session);
    users.push(session);
  }
  for (let i = 0; i < 640 * q; i++)
    index.cells.push({
      label: `[${i}]`,
      value: w.make('tuple', [users[Math.floor(r() * users.length)]!], { size: 48, ...old }),
    });
  let previous = recent;
  for (let i = 0; i < 420 * q; i++) {
    const link = w.make('Link', i > 0 ? { prev: previous } : {}, { size: 72, ...old });
    w.set(link, 'item', users[Math.floor(r() * users.length)]!);
    w.set(previous, i > 0 ? 'next' : 'head', link);
    previous = link;
  }
  const grow = (depth: number): Thing => {
    const node = w.make('TreeNode', { key: num(depth) }, { size: 80, ...old });
    if (depth > 0) for (const side of ['left', 'right']) if (r() < 0.93) w.set(node, side, grow(depth - 1));
    return node;
  };
  w.set(routes, 'root', grow(7));
  for (let i = 0; i < 380 * q; i++)
    log.cells.push({
      label: `[${i}]`,
      value: w.make('tuple', [str('GET /' + (i % 17)), num((i % 31) / 100)], { generation: 1 }),
    });
  const headers = w.make('dict', Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`'h${i}'`, str('v' + i)])), {
    size: 352,
  });
  const request = w.make(
    'Request',
    {
      body: w.make('bytes', {}, { title: 'b\'{"op": …\'', size: 4129, generation: null, shape: 'leaf' }),
      headers,
      session: users[7]!,
    },
    { size: 80 },
  );
  const rows = w.make('list', [], { size: 3384 });
  while (w.size < objects) {
    rows.cells.push({
      label: `[${rows.cells.length}]`,
      value: w.make('Row', { n: num(rows.cells.length) }, { size: 64 }),
    });
  }
  w.call('<module>', 12, { app }, 2);
  w.call('serve', 88, { app }, 2);
  w.call('handle', 140, { request, rows, app }, 6);
  w.done(140, 'rows.append(Row(n))', `${w.size.toLocaleString('en')} objects; handle(request) runs.`);
  for (let i = 1; i < steps; i++) {
    rows.cells.push({
      label: `[${rows.cells.length}]`,
      value: w.make('Row', { n: num(rows.cells.length) }, { size: 64 }),
    });
    if (i % 2 === 0) {
      const gone = users[10 + i]!;
      w.set(gone, 'cart', w.make('list', []));
    }
    w.done(140, 'rows.append(Row(n))', 'A Row was made and appended.');
  }
  return w;
}

/** `count` instances that all stay on screen: for measuring a step and a pan with that many boxes. */
export function boxes(count: number, steps = 12): World {
  const w = new World('boxes-' + count);
  const r = random(11);
  const things: Thing[] = [];
  const perColumn = Math.ceil(Math.sqrt(count) * 1.2);
  const registry = w.make('Registry', {}, { size: 64 });
  for (let i = 0; i < count - 1; i++) {
    const thing = w.make(
      'Part',
      { n: num(i), kind: str('k' + (i % 5)) },
      { size: 96, generation: (i % 3) as 0 | 1 | 2 },
    );
    const holder = i < perColumn ? registry : things[i - perColumn]!;
    w.set(holder, i < perColumn ? `part${i}` : 'next', thing);
    things.push(thing);
  }
  for (let i = 0; i < count * 0.5; i++)
    w.set(things[Math.floor(r() * things.length)]!, 'link', things[Math.floor(r() * things.length)]!);
  w.call('<module>', 3, { registry }, 3);
  w.done(3, 'start()', `${count} objects.`);
  for (let step = 1; step < steps; step++) {
    const a = things[Math.floor(r() * things.length)]!;
    const b = things[Math.floor(r() * things.length)]!;
    w.set(a, 'link', b);
    w.set(things[Math.floor(r() * things.length)]!, 'n', num(step));
    w.name('part', w.make('Part', { n: num(count + step), kind: str('new') }, { size: 96 }));
    w.done(4, 'part = Part(n)', 'One Part was made, one freed, one reference moved.');
  }
  return w;
}
