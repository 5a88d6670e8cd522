// Makes random Python programs that do what memory is made of: names bound and unbound, containers that hold each other,
// cycles, slots, finalizers, weak references, closures, generators, exceptions that hold frames. Every program ends, and
// prints counts, sizes and what the collector found. The same seed gives the same program.

/** A small, fast, well-mixed generator (mulberry32): seeds that follow each other give unrelated programs. */
export class Random {
  constructor(private state: number) {}
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
  below(n: number): number {
    return Math.floor(this.next() * n);
  }
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
  chance(p: number): boolean {
    return this.next() < p;
  }
}

const PRELUDE = `import gc, sys, weakref
class Node:
    def __init__(self, *kids):
        self.kids = list(kids)
        self.next = None
class Slotted:
    __slots__ = ("a", "b", "__weakref__")
    def __init__(self, a=None, b=None):
        self.a = a
        self.b = b
class Loud(Node):
    def __init__(self, name, *kids):
        super().__init__(*kids)
        self.name = name
    def __del__(self):
        print("del", self.name)
class Pair(tuple):
    pass
class Scope:
    def __init__(self, held): self.held = held
    def __enter__(self): return self.held
    def __exit__(self, *exc):
        print("exit", exc[0].__name__ if exc[0] else None)
        return exc[0] is ValueError
def identity(x): return x
def keep(x, store=[]):
    store.append(x)
    if len(store) > 3: store.pop(0)
    return len(store)
def maker(held):
    count = 0
    def inner(n=1):
        nonlocal count
        count += n
        return held if n else count
    return inner
def walk(items):
    for item in items:
        got = yield item
        if got: yield got
def deep(n, x):
    if n == 0: raise ValueError("deep", n)
    return deep(n - 1, x)
def gone(ref): print("gone")
def show(x): print(sys.getrefcount(x), sys.getsizeof(x), type(x).__name__)
`;

/** How many statements a program has at its top level. */
const LENGTH = 28;

class Writer {
  private readonly lines: string[] = [];
  private names = 0;
  private louds = 0;
  /** Variables that are bound at top level, whatever they hold. */
  private readonly vars: string[] = ['v0'];

  constructor(private readonly r: Random) {}

  program(): string {
    this.lines.push(PRELUDE.trimEnd(), 'v0 = [Node(), 1.5, "text"]');
    for (let i = 0; i < LENGTH; i++) this.statement(0, 2);
    for (const name of this.vars.slice(-4)) this.lines.push(`try: show(${name})`, 'except NameError as e: print(e)');
    this.lines.push('print(gc.collect(), len(gc.garbage), gc.get_count()[1:])');
    return this.lines.join('\n') + '\n';
  }

  private emit(depth: number, text: string): void {
    this.lines.push('    '.repeat(depth) + text);
  }
  private fresh(): string {
    const name = this.r.chance(0.35) ? this.r.pick(this.vars) : `v${++this.names}`;
    if (!this.vars.includes(name)) this.vars.push(name);
    return name;
  }
  private v(): string {
    return this.r.pick(this.vars);
  }

  private expression(depth: number): string {
    const { r } = this;
    const e = (): string => (depth <= 0 ? this.v() : this.expression(depth - 1));
    switch (r.below(30)) {
      case 0:
        return String(r.below(2) === 0 ? r.below(300) : r.below(1e9) * 1e6);
      case 1:
        return r.pick([
          '"spam"',
          '"a b"',
          '"é"',
          '"x" * 20',
          'f"{1:>4}{2.5!r}"',
          'b"bytes"',
          'None',
          'True',
          '2.5',
          '1j',
        ]);
      case 2:
        return `[${e()}, ${e()}]`;
      case 3:
        return `(${e()}, ${e()})`;
      case 4:
        return `{"k": ${e()}, ${r.below(9)}: ${e()}}`;
      case 5:
        return `{1, ${r.below(9)}, "s"}`;
      case 6:
        return `Node(${r.chance(0.5) ? e() : ''})`;
      case 7:
        return `Slotted(${e()})`;
      case 8:
        return `Loud("n${++this.louds}", ${e()})`;
      case 9:
        return `identity(${e()})`;
      case 10:
        return `[x for x in range(${r.below(12)})]`;
      case 11:
        return `[Node(x) for x in (${e()}, 2)]`;
      case 12:
        return `{i: ${e()} for i in range(${r.below(7)})}`;
      case 13:
        return `maker(${e()})`;
      case 14:
        return `maker(${e()})(${r.below(2)})`;
      case 15:
        return `walk([${e()}, 2])`;
      case 16:
        return `next(walk([${e()}]))`;
      case 17:
        return `list(walk([${e()}, 1, 2]))`;
      case 18:
        return `(lambda x, *a, k=None: (x, a, k))(${e()}, ${e()}, k=${e()})`;
      case 19:
        return `${e()} if ${r.pick(['0', '1', 'v0'])} else ${e()}`;
      case 20:
        return `Pair((${e()}, 1))`;
      case 21:
        return `[*(${e()}, 1), *range(3)]`;
      case 22:
        return `dict(a=${e()}, **{"z": 1})`;
      case 23:
        return `sorted([3, 1, 2], key=lambda q: -q)`;
      case 24:
        return `(y := ${e()})`;
      case 25:
        return `Node(${e()}).kids`;
      case 26:
        return `list(zip("ab", [${e()}, 1])) + list(enumerate("xy"))`;
      case 27:
        return `bytearray(${r.below(40)})`;
      case 28:
        return `frozenset([1, ${r.below(5)}])`;
      default:
        return this.v();
    }
  }

  private statement(depth: number, nest: number): void {
    const { r } = this;
    const out = (text: string): void => this.emit(depth, text);
    const block = (): void => {
      for (let i = 1 + r.below(3); i > 0; i--) this.statement(depth + 1, nest - 1);
    };
    const guarded = (text: string): void => {
      out('try:');
      this.emit(depth + 1, text);
      out('except Exception as error: print(type(error).__name__, error.__traceback__.tb_next is None)');
    };
    switch (r.below(nest > 0 ? 27 : 19)) {
      case 0:
      case 1:
      case 2:
      case 3:
        guarded(`${this.fresh()} = ${this.expression(2)}`);
        return;
      case 4:
        guarded(`${this.fresh()} = ${this.fresh()} = ${this.expression(1)}`);
        return;
      case 5:
        guarded(`del ${this.v()}`);
        return;
      case 6:
        guarded(`${this.v()}.next = ${this.v()}`);
        return;
      case 7:
        guarded(`${this.v()}.kids.append(${this.v()})`);
        return;
      case 8:
        guarded(`${this.v()}[${r.below(3)}] = ${this.expression(1)}`);
        return;
      case 9:
        guarded(`${this.v()}["k"] = ${this.expression(1)}`);
        return;
      case 10:
        guarded(`${this.v()}.append(${this.v()})`);
        return;
      case 11:
        guarded(`${this.v()}.${r.pick(['pop()', 'clear()', 'copy()', 'next', 'kids.pop()', 'extra', 'a'])}`);
        return;
      case 12:
        guarded(`show(${this.expression(1)})`);
        return;
      case 13:
        guarded(`show(${this.v()})`);
        return;
      case 14:
        out(`print(gc.collect(${r.pick(['', '', '0', '1', '2'])}))`);
        return;
      case 15:
        guarded(`${this.fresh()} = weakref.ref(${this.v()}, gone)`);
        return;
      case 16:
        guarded(`keep(${this.v()})`);
        return;
      case 17:
        guarded(`deep(${r.below(4)}, ${this.expression(1)})`);
        return;
      case 18:
        guarded(`${this.fresh()} += ${this.expression(1)}`);
        return;
      case 19:
        out(`for ${this.fresh()} in range(${1 + r.below(4)}):`);
        block();
        return;
      case 20:
        out(`if ${r.pick(['1', 'v0', 'not v0', '[]'])}:`);
        block();
        return;
      case 21:
        out(`with Scope(${this.expression(1)}) as ${this.fresh()}:`);
        block();
        return;
      case 22:
        out('try:');
        this.emit(depth + 1, `deep(1, ${this.expression(1)})`);
        out(`except ValueError as ${this.fresh()}:`);
        block();
        return;
      case 23: {
        // A function of its own: locals that die on return, and a caller that may fail.
        const name = `f${++this.names}`;
        out(`def ${name}(p, q=${this.expression(0)}):`);
        this.emit(depth + 1, `r = ${r.pick(['[p, q]', 'Node(p, q)', '{"p": p}', 'lambda: (p, q)', 'walk([p])'])}`);
        if (r.chance(0.5)) this.emit(depth + 1, `p = ${this.expression(1)}`);
        if (r.chance(0.3)) this.emit(depth + 1, 'show(p)');
        this.emit(depth + 1, r.pick(['return r', 'return p', 'del q', 'yield r', 'return locals()']));
        guarded(`${this.fresh()} = ${name}(${this.expression(1)})`);
        return;
      }
      case 24:
        out(`match ${this.v()}:`);
        this.emit(depth + 1, `case [first, *rest]: show(rest)`);
        this.emit(depth + 1, `case {"k": value, **others}: show(others)`);
        this.emit(depth + 1, `case Node(kids=kids): show(kids)`);
        this.emit(depth + 1, `case _: print("none of these")`);
        return;
      case 25:
        out('try:');
        block();
        out(`finally: print("finally")`);
        return;
      default:
        out(`for ${this.fresh()} in list(walk([${this.v()}, ${this.v()}])): show(${this.v()})`);
    }
  }
}

/** The program of a seed. */
export function generate(seed: number): string {
  return new Writer(new Random(seed * 7919 + 17)).program();
}
