/** Structures from every textbook: linked list, binary tree, a graph with cycles. Short programs, many steps. */
import { none, num, str, World, type Thing } from '../world';

export function linkedList(): World {
  const w = new World('list-1');
  const classNode = w.make('type', {}, { title: 'class Node', size: 1712, generation: 1, hidden: 4, shape: 'leaf' });
  w.call('<module>', 7, { Node: classNode }, 6);
  w.done(7, 'head = None', 'The class Node was made.');
  w.name('head', none);
  let head: Thing | null = null;
  for (const text of ['ant', 'bee', 'cat', 'dog', 'eel']) {
    w.done(8, 'for value in names:', head ? `The list has a new head, '${text}' comes next.` : 'head is None.');
    const node: Thing = w.make('Node', { value: str(text), next: head ?? none }, { size: 80 });
    w.name('node', node);
    w.done(10, 'head = node', `Node('${text}') was made; its next is the old head.`);
    w.name('head', node);
    head = node;
  }
  w.done(11, 'node = head', 'Five nodes are linked.');
  // Reverse it in place.
  w.name('node', head);
  w.name('behind', none);
  let behind: Thing | null = null;
  let node = head;
  for (let i = 0; i < 5; i++) {
    const next: Thing | null =
      (node!.cells.find((c) => c.label === 'next')!.value as Thing) instanceof Object &&
      'serial' in (node!.cells[1]!.value as object)
        ? (node!.cells[1]!.value as Thing)
        : null;
    w.done(13, 'node.next, behind, node = behind, node, node.next', `Step ${i + 1} of turning the list round.`);
    w.set(node!, 'next', behind ?? none);
    behind = node;
    node = next;
    w.name('behind', behind);
    w.name('node', node ?? none);
  }
  w.done(14, 'head = behind', 'The list is reversed, but head still holds its old first node.');
  w.name('head', behind!);
  w.unname('behind');
  w.done(15, 'head = head.next', 'head holds the new first node.');
  w.name('head', behind!.cells[1]!.value as Thing);
  w.done(16, 'print(head)', 'The first node lost its only reference: freed.');
  return w;
}

export function tree(): World {
  const w = new World('tree-1');
  w.call(
    '<module>',
    20,
    { Tree: w.make('type', {}, { title: 'class Tree', size: 1712, generation: 1, hidden: 4, shape: 'leaf' }) },
    4,
  );
  const make = (key: number): Thing => w.make('Tree', { key: num(key), left: none, right: none }, { size: 96 });
  const root = make(50);
  w.name('root', root);
  w.done(21, 'for key in keys:', 'The root was made.');
  for (const key of [30, 70, 20, 40, 60, 80, 35, 65, 85]) {
    let at = root;
    for (;;) {
      const here = Number((at.cells[0]!.value as { text: string }).text);
      const side = key < here ? 1 : 2;
      const next = at.cells[side]!.value;
      if (next && 'serial' in next) {
        at = next;
        continue;
      }
      w.set(at, side === 1 ? 'left' : 'right', make(key));
      break;
    }
    w.done(22, 'insert(root, key)', `${key} was inserted.`);
  }
  // Cut a branch off: freed from the top down.
  w.set(root, 'left', none);
  w.done(23, 'root.left = None', 'The left branch lost its only reference: 5 nodes freed.'.replace('5', '4'));
  w.done(24, 'print(root)', 'Nothing changed.');
  return w;
}

export function graphWithCycle(): World {
  const w = new World('graph-1');
  const make = (name: string): Thing => w.make('City', { name: str(name), roads: w.make('list', []) }, { size: 64 });
  const names = ['Bern', 'Oslo', 'Riga', 'Rome', 'Wien'];
  w.call('<module>', 5, {}, 6);
  w.done(5, 'cities = {}', 'The program starts.');
  const cities = w.make('dict', {});
  w.name('cities', cities);
  const all: Record<string, Thing> = {};
  for (const name of names) {
    all[name] = make(name);
    w.set(cities, `'${name}'`, all[name]!);
    w.done(7, 'cities[name] = City(name)', `${name} was made.`);
  }
  const road = (a: string, b: string): void => {
    w.append(all[a]!.cells[1]!.value as Thing, all[b]!);
    w.done(9, `road('${a}', '${b}')`, `A road leads from ${a} to ${b}.`);
  };
  road('Bern', 'Wien');
  road('Wien', 'Riga');
  road('Riga', 'Oslo');
  road('Oslo', 'Riga');
  w.mark('cycle', 'Riga → roads[0] → Oslo → roads[0] → Riga');
  road('Wien', 'Rome');
  road('Rome', 'Bern');
  for (const name of ['Oslo', 'Riga']) w.remove(cities, `'${name}'`);
  w.set(all['Wien']!, 'roads', w.make('list', [all['Rome']!]));
  w.done(14, 'del cities["Oslo"], cities["Riga"]', 'Oslo and Riga hold only each other now: garbage.');
  w.done(15, 'gc.collect()', 'They wait for the collector.');
  w.mark('collection', 'gen 2: 4 of 14 freed', 2);
  w.collect(2);
  w.done(16, 'print(cities)', 'gc.collect() found 4 objects and freed them.');
  return w;
}
