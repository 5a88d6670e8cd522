/**
 * Going to a step: the session replays the program up to there. Wall milliseconds for random steps of a program of
 * 100,000 steps, in this process, as the engine worker does it.
 */
import { Session } from '../../server/src/session/session';
import { tuneV8 } from '../../server/src/session/tuneV8.node';
import { cpu, median, type BenchRow } from '../support/bench';

const STEPS = 100_000;
/** The first few of them in a process are V8's time to compile. */
const GOES = 60;

/** About 100,000 steps of the kind a lesson has: objects made, linked, dropped; dicts, lists, calls. */
const PROGRAM = `class Node:
    def __init__(self, value):
        self.value = value
        self.next = None

def build(n):
    head = None
    for i in range(n):
        node = Node(i)
        node.next = head
        head = node
    return head

def count(node, seen):
    total = 0
    while node is not None:
        key = node.value % 7
        seen[key] = seen.get(key, 0) + 1
        total += node.value
        node = node.next
    return total

seen = {}
results = []
for turn in range(110):
    head = build(90)
    results.append(count(head, seen))
print(sum(results))
`;

export function run(): Promise<BenchRow[]> {
  tuneV8();
  const session = new Session({
    now: () => performance.now(),
    cancelled: () => false,
    alive: () => undefined,
    atLine: () => undefined,
  });
  const began = performance.now();
  const reply = session.open({
    run: '1',
    uri: 'file:///program.py',
    path: '/program.py',
    fileName: 'program.py',
    documentVersion: 1,
    source: PROGRAM,
    inputs: [],
    inputsEnd: true,
    siblings: false,
    files: {},
    folders: {},
    watch: [],
    budget: { seconds: 60, instructions: 100_000_000, memory: 1024 },
  });
  const opened = performance.now() - began;
  if (reply.kind !== 'ran') throw new Error(JSON.stringify(reply));
  if (session.steps < STEPS) throw new Error(`only ${session.steps} steps`);
  const times: number[] = [];
  const cpuTimes: number[] = [];
  let seed = 1;
  for (let i = 0; i < GOES; i++) {
    seed = (seed * 48271) % 2147483647;
    const before = performance.now();
    const used = cpu(() => session.park(seed % STEPS));
    times.push(performance.now() - before);
    cpuTimes.push(used);
  }
  const sorted = (values: number[]): number[] => values.slice(10).sort((a, b) => a - b);
  const late = sorted(times);
  const lateCpu = sorted(cpuTimes);
  return Promise.resolve([
    { name: `a run of ${session.steps} steps, recorded`, value: opened, unit: 'ms' },
    { name: 'to a random step: median', value: median(late), unit: 'ms' },
    { name: 'to a random step: 95 %', value: late[Math.floor(late.length * 0.95)]!, unit: 'ms', limit: 100 },
    { name: 'the same, CPU of all threads', value: lateCpu[Math.floor(lateCpu.length * 0.95)]!, unit: 'ms' },
    { name: 'to a random step: the first ten, median', value: median(times.slice(0, 10)), unit: 'ms' },
  ]);
}
