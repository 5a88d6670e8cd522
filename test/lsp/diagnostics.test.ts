// Each diagnostic and each quick fix, through a real client. A comment `# expect: CODE SEVERITY` marks a line that has to
// have that diagnostic; lines without must have none. What programs print, and when a finalizer runs, is CPython 3.13's:
// each program was run with it; sizes of instances are tracemalloc's there (scripts/record/slots.py measures them).

import { strict as assert } from 'node:assert';
import type { CodeAction, Diagnostic, TextEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { LspClient } from '../support/lspClient';

const uri = 'file:///work/diagnosed.py';
const severities = ['', 'error', 'warning', 'information', 'hint'];

describe('the diagnostics of the language server', function () {
  this.timeout(180_000);
  let client: LspClient;
  before(async () => {
    client = await LspClient.start({
      settings: { run: { delay: 5 }, budget: { seconds: 20, instructions: 300_000, memory: 512 } },
    });
  });
  after(() => client.stop());

  async function expected(source: string): Promise<Diagnostic[]> {
    const list = await client.show(uri, source);
    const wanted = source
      .split('\n')
      .flatMap((line, i) =>
        [...line.matchAll(/# expect: ([\w-]+) (\w+)/g)].map(([, code, severity]) => `${i + 1} ${code} ${severity}`),
      );
    assert.deepEqual(
      list.map((d) => `${d.range.start.line + 1} ${d.code} ${severities[d.severity ?? 0]}`),
      wanted,
      list.map((d) => String(d.message)).join('\n'),
    );
    return list;
  }

  async function actions(diagnostic: Diagnostic): Promise<CodeAction[]> {
    return client.connection.sendRequest('textDocument/codeAction', {
      textDocument: { uri },
      range: diagnostic.range,
      context: { diagnostics: [diagnostic] },
    });
  }

  /** Applies a quick fix; what is said about the text then. */
  async function apply(
    source: string,
    diagnostic: Diagnostic,
    title: RegExp,
  ): Promise<{ text: string; left: Diagnostic[] }> {
    const action = (await actions(diagnostic)).find((a) => title.test(a.title));
    assert.ok(action, `an action ${String(title)}`);
    const edits: TextEdit[] = action.edit!.changes![uri]!;
    const text = TextDocument.applyEdits(TextDocument.create(uri, 'python', 1, source), edits);
    return { text, left: await client.show(uri, text) };
  }
  const codes = (list: Diagnostic[]): unknown[] => list.map((d) => d.code);

  // ------------------------------------------------------------------------------------------------------- cycles

  const collected = [
    'import gc',
    'class Node:',
    '    pass',
    'a = Node()',
    'b = Node()',
    'a.next = b',
    'b.prev = a  # expect: cycle warning',
    'del a, b',
    'print("collected", gc.collect())',
    '',
  ].join('\n');

  it('a cycle the collector freed: spelled out, each reference at its line, since when and when', async () => {
    const [cycle] = await expected(collected);
    assert.match(String(cycle!.message), /a\.next → b\.prev → a \(96 bytes\)/);
    assert.match(String(cycle!.message), /garbage since line 8/);
    assert.match(String(cycle!.message), /the collector did, generation 2, at line 9 \(step 9\)/);
    assert.equal(client.output.get(uri), 'collected 2\n');
    const related = cycle!.relatedInformation!.map((r) => `${r.location.range.start.line + 1}: ${r.message}`);
    assert.ok(
      related.some((r) => /^6: a\.next → Node/.test(r)),
      related.join('\n'),
    );
    assert.ok(
      related.some((r) => /^7: b\.prev → Node/.test(r)),
      related.join('\n'),
    );
    assert.match(cycle!.codeDescription!.href, /docs\/diagnostics\/cycle\.md$/);
  });

  it('make the back edge weak: prints the same, and there is no cycle', async () => {
    const [cycle] = await expected(collected);
    const { text, left } = await apply(collected, cycle!, /weak/);
    assert.match(text, /^import weakref$/m);
    assert.match(text, /@prev\.setter/);
    assert.deepEqual(codes(left), []);
    // Nothing of the two nodes; seven objects that importing weakref leaves behind, as in CPython.
    assert.equal(client.output.get(uri), 'collected 7\n');
  });

  it('break the cycle by hand, on the line before its last name goes', async () => {
    const [cycle] = await expected(collected);
    const { text, left } = await apply(collected, cycle!, /Break/);
    assert.match(text, /\nb\.prev = None\ndel a, b\n/);
    assert.deepEqual(codes(left), []);
  });

  it('a cycle in use is a hint; garbage never collected a warning', async () => {
    await expected(
      [
        'class Node:',
        '    def __init__(self, parent):',
        '        self.parent = parent',
        '        self.children = []',
        '    def add(self):',
        '        child = Node(self)',
        '        self.children.append(child)  # expect: cycle hint',
        '        return child',
        'root = Node(None)',
        'root.add()',
        '',
      ].join('\n'),
    );
    const [never] = await expected(
      [
        'class Ring:',
        '    pass',
        'def make():',
        '    ring = Ring()',
        '    ring.me = ring  # expect: cycle warning',
        'make()',
        '',
      ].join('\n'),
    );
    assert.match(String(never!.message), /ring\.me → ring/);
    assert.match(String(never!.message), /the collector did not before the program ended/);
    const { text, left } = await apply(client.text(uri), never!, /Break/);
    assert.match(text, /\n {4}ring\.me = None\nmake\(\)/);
    assert.deepEqual(codes(left), []);
  });

  it('a parent held by a child through a property, and by its list: self.children[0] → child.parent → self', async () => {
    const source = [
      'class Child:',
      '    def __init__(self):',
      '        self.parent = None',
      'class Parent:',
      '    def __init__(self):',
      '        self.children = []',
      '    def add(self, child):',
      '        self.children.append(child)',
      '        child.parent = self  # expect: cycle warning',
      'def work():',
      '    parent = Parent()',
      '    parent.add(Child())',
      '    print(parent.children[0].parent is parent)',
      'work()',
      '',
    ].join('\n');
    const [cycle] = await expected(source);
    assert.match(String(cycle!.message), /self\.children\[0\] → child\.parent → self/);
    const { left } = await apply(source, cycle!, /Make Child\.parent a weak reference/);
    assert.deepEqual(codes(left), []);
    assert.equal(client.output.get(uri), 'True\n');
  });

  it('what every class and function is by itself is no cycle', async () => {
    await expected(
      'class A:\n    def f(self):\n        return A\nclass B(A):\n    pass\ndef g():\n    return g\nx = [A(), B(), g()]\n',
    );
  });

  // -------------------------------------------------------------------------------------------------------- leaks

  it('containers that only grow: global, class, default, closure', async () => {
    await expected(
      [
        'log = []  # expect: leak warning',
        'class Job:  # heap: ignore[slots]',
        '    made = []  # expect: leak warning',
        '    def __init__(self, n):',
        '        self.data = bytearray(1000 + n)',
        '        Job.made.append(self)',
        'def handle(n, seen={}):  # expect: leak warning # expect: shared-default hint',
        '    log.append("request %d " % n * 20)',
        '    if n not in seen:',
        '        seen[n] = [n] * 50',
        '    return seen[n]',
        'def counter():',
        '    history = set()  # expect: leak warning',
        '    def count(n):',
        '        history.add((n, "x" * 100 + str(n)))',
        '        return n',
        '    return count',
        'count = counter()',
        'for n in range(10):',
        '    handle(n)',
        '    count(n)',
        '    Job(n)',
        'print(len(log), len(Job.made))',
        '',
      ].join('\n'),
    );
  });

  it('a cached method keeps its instances', async () => {
    const [leak] = await expected(
      [
        'import functools',
        'class Report:  # heap: ignore[slots]',
        '    def __init__(self, n):',
        '        self.rows = [n] * 100',
        '    @functools.lru_cache(maxsize=None)',
        '    def total(self):  # expect: leak warning',
        '        return sum(self.rows)',
        'for n in range(5):',
        '    print(Report(n).total())',
        '',
      ].join('\n'),
    );
    assert.match(String(leak!.message), /keeps instances of Report alive/);
  });

  it('a list that is used, a memo that answers and a registry that is read are no leaks', async () => {
    await expected(
      [
        'import functools',
        'numbers = []',
        'def fill(n):',
        '    numbers.append([n] * 10)',
        'for n in range(10):',
        '    fill(n)',
        'print(sum(len(x) for x in numbers))',
        'memo = {}',
        'def fib(n):',
        '    if n < 2:',
        '        return n',
        '    if n in memo:',
        '        return memo[n]',
        '    memo[n] = fib(n - 1) + fib(n - 2)',
        '    return memo[n]',
        'print(fib(30))',
        '@functools.cache',
        'def fact(n):',
        '    return 1 if n == 0 else n * fact(n - 1)',
        'print(fact(20))',
        'built = [[i] * 10 for i in range(100)]',
        '',
      ].join('\n'),
    );
  });

  // -------------------------------------------------------------------------------------------------------- slots

  it('slots: CPython’s numbers; the fix goes after the docstring, and the program prints the same', async () => {
    const source = [
      'class Point:  # expect: slots information',
      '    """A point."""',
      '',
      '    def __init__(self, x, y):',
      '        self.x = x',
      '        self.y = y',
      '',
      '',
      'points = [Point(1, 2) for _ in range(1000)]',
      'print(points[7].x)',
      '',
    ].join('\n');
    const [slots] = await expected(source);
    // tracemalloc in CPython 3.13.0: 91,360 bytes, and 48,000 with slots.
    assert.match(
      String(slots!.message),
      /1,000 instances of Point .* 91,360 bytes.* 48,000 bytes, 48 bytes each.* 43,360 bytes, 47 %/,
    );
    const { text, left } = await apply(source, slots!, /Add __slots__/);
    assert.match(text, /"""A point\."""\n\n {4}__slots__ = \('x', 'y'\)\n\n {4}def __init__/);
    assert.deepEqual(codes(left), []);
    assert.equal(client.output.get(uri), '1\n');
  });

  // ---------------------------------------------------------------------------------------------------- finalizers

  it('finalizers: late, and at exit', async () => {
    const list = await expected(
      [
        'import gc',
        'class Late:',
        '    def __del__(self):  # expect: finalizer warning',
        '        print("late")',
        'class Kept:',
        '    def __del__(self):  # expect: finalizer hint',
        '        print("kept")',
        'late = Late()',
        'late.me = late  # expect: cycle warning',
        'late = None',
        'print("before")',
        'gc.collect()',
        'kept = Kept()',
        'done = Kept()',
        'del done',
        '',
      ].join('\n'),
    );
    assert.match(
      String(list[0]!.message),
      /collector found it in a reference cycle, at line 12; nothing else referred to it since line 10/,
    );
    assert.match(
      String(list[1]!.message),
      /1 instance of Kept only when the interpreter shut down: `kept` still held it/,
    );
  });

  // ------------------------------------------------------------------------------------- weak references, buffers

  it('weak references to temporaries and to bound methods', async () => {
    await expected(
      [
        'import weakref',
        'class Thing:',
        '    def run(self):',
        '        pass',
        'dead = weakref.ref(Thing())  # expect: dead-weakref warning',
        'thing = Thing()',
        'alive = weakref.ref(thing)',
        'method = weakref.ref(thing.run)  # expect: dead-weakref warning',
        'good = weakref.WeakMethod(thing.run)',
        'print(dead(), alive() is thing, method(), good() is None)',
        '',
      ].join('\n'),
    );
  });

  it('a buffer that can’t be resized: raised, and waiting', async () => {
    const list = await expected(
      [
        'data = bytearray(b"abc")',
        'view = memoryview(data)',
        'try:',
        '    data.append(1)  # expect: export warning',
        'except BufferError as error:',
        '    print(error)',
        'view.release()',
        'data.append(2)',
        'other = bytearray(3)',
        'other.extend(b"x")  # expect: export hint',
        'shown = memoryview(other)[1:]',
        '',
      ].join('\n'),
    );
    assert.match(String(list[0]!.message), /`data` can't be resized while `view` shows its memory/);
  });

  // -------------------------------------------------------------------------------------- defaults, getrefcount

  it('a shared default: None instead', async () => {
    const source = [
      'def add(item, items=[]):  # expect: shared-default warning',
      '    """Adds."""',
      '    items.append(item)',
      '    return items',
      'add(1)',
      'print(len(add(2)))',
      '',
    ].join('\n');
    const [shared] = await expected(source);
    assert.equal(client.output.get(uri), '2\n');
    const { text, left } = await apply(source, shared!, /None/);
    assert.match(text, /"""Adds\."""\n {4}if items is None:\n {8}items = \[\]\n {4}items\.append/);
    assert.deepEqual(codes(left), []);
    assert.equal(client.output.get(uri), '1\n');
  });

  it('sys.getrefcount: who it counted', async () => {
    const list = await expected(
      [
        'import sys',
        'a = []',
        'b = a',
        'print(sys.getrefcount(a))  # expect: getrefcount hint',
        'del b',
        'print(sys.getrefcount(a))  # expect: getrefcount hint',
        '',
      ].join('\n'),
    );
    assert.equal(client.output.get(uri), '3\n2\n');
    assert.match(
      String(list[0]!.message),
      /It gave 3, one of them the argument itself: without the call there are 2 \(`a`, `b`\)/,
    );
    assert.match(String(list[1]!.message), /It gave 2, .* there are 1 \(`a`\)/);
  });

  // ---------------------------------------------------------------------------------------------------- directives

  it('# heap: ignore keeps quiet, for a line, a code or the file; there is an action for it', async () => {
    const ring = 'class Ring:\n    pass\nring = Ring()\nring.me = ring';
    const [cycle] = await client.show(uri, `${ring}\n`);
    const { text, left } = await apply(`${ring}\n`, cycle!, /Ignore/);
    assert.equal(text, `${ring}  # heap: ignore[cycle]\n`);
    assert.deepEqual(codes(left), []);
    assert.deepEqual(codes(await client.show(uri, `${ring}  # heap: ignore[leak]\n`)), ['cycle']);
    assert.deepEqual(codes(await client.show(uri, `${ring}  # heap: ignore\n`)), []);
    assert.deepEqual(codes(await client.show(uri, `# heap: ignore[cycle]\n${ring}\n`)), []);
  });
});
