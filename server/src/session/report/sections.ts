// The heap report in words: titles, sentences and tables, for whoever lays them out (report/layout.ts).

import { countText as counted, grouped } from '../lenses';
import type {
  HeapReport,
  ReportAt,
  ReportCallback,
  ReportCollection,
  ReportCycle,
  ReportFreed,
  ReportLife,
  ReportType,
} from './model';

export interface Column {
  readonly title: string;
  /** Numbers stand at the right. */
  readonly right?: boolean;
  /** Program text, names. */
  readonly code?: boolean;
}
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** Rows there are beyond those. */
  readonly more: number;
}
export interface Section {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly table?: Table;
}

const MAX_TYPES = 20;
const MAX_LINES = 200;
const MAX_FREED = 60;
const MAX_LIVES = 40;
const MAX_CYCLES = 20;
const MAX_COLLECTIONS = 30;
const MAX_CALLBACKS = 40;
const MAX_RETAINERS = 12;

const bytes = (value: number): string => counted(value, 'byte');
const place = ({ line, step }: ReportAt): string => `line ${line} (step ${grouped(step)})`;

function cut<T>(all: readonly T[], most: number): { shown: readonly T[]; more: number } {
  return { shown: all.slice(0, most), more: Math.max(0, all.length - most) };
}

export function sections(report: HeapReport): Section[] {
  const list: (Section | null)[] = [
    summarySection(report),
    typeSection('Alive: what the program made, by type', report.types.own, [
      'Bytes are those of sys.getsizeof. The last column counts what would go with them.',
    ]),
    lineSection(report),
    freedSection('What was freed, where and by what', report.freed, []),
    livesSection(report),
    cycleSection(report),
    collectionSection('Collections', report.collections),
    callbackSection('Finalizers and callbacks', report.callbacks),
    retainerSection(report),
    typeSection('Alive: the interpreter and the library, by type', report.types.library, []),
    ...pymallocSections(report),
    ...exitSections(report),
  ];
  return list.filter((section) => section !== null);
}

function summarySection({ summary: s, step, steps, ended, outcome }: HeapReport): Section {
  const generations = s.collections.map((n, g) => (n === 0 ? '' : `${counted(n, 'time')} generation ${g}`));
  const ran = s.collections.reduce((a, b) => a + b, 0);
  const sentences = [
    `${ended ? 'The end of the run' : `Step ${grouped(step)} of ${grouped(steps)}`}: ` +
      `${counted(s.linesRun, 'line')} run, ${grouped(s.differentLines)} different ones.`,
    ...(outcome === '' ? [] : [`The program ${outcome}.`]),
    `The program made ${counted(s.made, 'object')}: ${grouped(s.freedByReference)} were freed when their last reference ` +
      `went, ${grouped(s.freedByCollector)} by the collector, ${grouped(s.left)} live.`,
    `Without what its classes and functions consist of, these are ${counted(s.alive, 'object')} (${bytes(s.aliveBytes)}). ` +
      `The interpreter and the library have ${grouped(s.libraryAlive)} (${bytes(s.libraryBytes)}).`,
    ...(s.garbage === 0
      ? []
      : [
          `Garbage: nothing can reach ${counted(s.garbage, 'of them', 'of them')} (${bytes(s.garbageBytes)}); ` +
            'only the collector can free that.',
        ]),
    ...(s.peak === null
      ? []
      : [`Most memory at ${place(s.peak)}: ${bytes(s.peakBytes)} more than before the first line.`]),
    ran === 0
      ? 'The collector did not run.'
      : `The collector ran ${counted(ran, 'time')} (${generations.filter((g) => g !== '').join(', ')}): it freed ` +
        `${counted(s.found, 'unreachable object')}${s.uncollectable > 0 ? `, and could not free ${grouped(s.uncollectable)}` : ''}.`,
  ];
  return { title: 'Summary', sentences };
}

function typeSection(title: string, types: readonly ReportType[], sentences: readonly string[]): Section | null {
  if (types.length === 0) return null;
  const { shown, more } = cut(types, MAX_TYPES);
  return {
    title,
    sentences,
    table: {
      columns: [
        { title: 'type', code: true },
        { title: 'objects', right: true },
        { title: 'bytes', right: true },
        { title: 'each', right: true },
        { title: 'with what only they hold', right: true },
      ],
      rows: shown.map((t) => [
        t.type,
        grouped(t.objects),
        grouped(t.bytes),
        grouped(Math.round(t.bytes / t.objects)),
        grouped(t.retained),
      ]),
      more,
    },
  };
}

function lineSection({ lines }: HeapReport): Section | null {
  const busy = lines.filter((l) => l.made + l.freed + l.blocks + l.heldBlocks > 0);
  if (busy.length === 0) return null;
  const { shown, more } = cut(busy, MAX_LINES);
  return {
    title: 'What each line made and freed',
    sentences: [
      'Objects made while the line ran, and those that are left; bytes it asked of the allocator, and those still held',
      'for it, as tracemalloc counts them; objects whose last reference went there.',
    ],
    table: {
      columns: [
        { title: 'line', right: true },
        { title: 'ran', right: true },
        { title: 'made', right: true },
        { title: 'left', right: true },
        { title: 'bytes', right: true },
        { title: 'held', right: true },
        { title: 'freed', right: true },
        { title: 'text', code: true },
      ],
      rows: shown.map((l) => [
        String(l.line),
        grouped(l.times),
        grouped(l.made),
        grouped(l.alive),
        grouped(l.blockBytes),
        grouped(l.heldBytes),
        grouped(l.freed),
        l.text.length > 60 ? `${l.text.slice(0, 59)}…` : l.text,
      ]),
      more,
    },
  };
}

const CAUSES = { reference: 'last reference', collector: 'collector', exit: 'end of the interpreter' } as const;

function freedSection(title: string, freed: readonly ReportFreed[], sentences: readonly string[]): Section | null {
  if (freed.length === 0) return null;
  const { shown, more } = cut(freed, MAX_FREED);
  const kinds = (row: ReportFreed): string => {
    const names = row.types.slice(0, 4).map((t) => (t.objects === 1 ? t.type : `${grouped(t.objects)} ${t.type}`));
    return `${names.join(', ')}${row.types.length > 4 ? ', …' : ''}`;
  };
  return {
    title,
    sentences,
    table: {
      columns: [
        { title: 'line', right: true },
        { title: 'objects', right: true },
        { title: 'bytes', right: true },
        { title: 'by' },
        { title: 'types', code: true },
      ],
      rows: shown.map((row) => [
        row.line === 0 ? '' : String(row.line),
        grouped(row.objects),
        grouped(row.bytes),
        row.cause === 'collector' ? 'the collector' : row.by === '' ? CAUSES[row.cause] : row.by,
        kinds(row),
      ]),
      more,
    },
  };
}

function livesSection({ lives, livesOmitted }: HeapReport): Section | null {
  if (lives.length === 0) return null;
  // Those that still live last: the others have a story.
  const { shown, more } = cut(lives, MAX_LIVES);
  const end = ({ died }: ReportLife): string =>
    died === null ? 'lives' : `${place(died)}: ${died.by === '' ? CAUSES[died.cause] : died.by}`;
  return {
    title: "Lives of the instances of the program's classes",
    sentences: [],
    table: {
      columns: [{ title: 'object', code: true }, { title: 'born' }, { title: 'freed' }, { title: '__del__' }],
      rows: shown.map((life) => [
        `${life.type} #${life.serial}`,
        place(life.born),
        end(life),
        life.finalized ? 'ran' : '',
      ]),
      more: more + livesOmitted,
    },
  };
}

function cycleSection({ cycles }: HeapReport): Section | null {
  if (cycles.length === 0) return null;
  const tell = (cycle: ReportCycle): string[] => {
    const facts = [
      counted(cycle.bytes, 'byte'),
      ...(cycle.closed === null ? [] : [`closed at ${place(cycle.closed)}`]),
      ...(cycle.garbageSince === null ? [] : [`garbage since ${place(cycle.garbageSince)}`]),
      cycle.collected !== null
        ? `collected at ${place(cycle.collected)} by generation ${cycle.collected.generation}`
        : cycle.state === 'garbage'
          ? 'not collected'
          : cycle.state === 'reachable'
            ? 'in use'
            : 'collected',
    ];
    const made = cycle.edges.flatMap(({ text, made: at }) => (at === null ? [] : [`${text} made at ${place(at)}`]));
    return [
      `${cycle.path}${cycle.count > 1 ? ` and ${grouped(cycle.count - 1)} more like it` : ''}: ${facts.join(', ')}.`,
      ...made.map((text) => `  ${text}`),
    ];
  };
  const { shown, more } = cut(cycles, MAX_CYCLES);
  return {
    title: 'Cycles',
    sentences: [...shown.flatMap(tell), ...(more > 0 ? [`And ${grouped(more)} more.`] : [])],
  };
}

const REASONS = { asked: 'asked for', threshold: 'threshold passed', exit: 'the interpreter ends' } as const;

function collectionSection(title: string, collections: readonly ReportCollection[]): Section | null {
  if (collections.length === 0) return null;
  // Of many, those that found something.
  const telling = collections.length > MAX_COLLECTIONS ? collections.filter((c) => c.collected > 0) : collections;
  const { shown } = cut(telling.length > 0 ? telling : collections, MAX_COLLECTIONS);
  return {
    title,
    sentences: [],
    table: {
      columns: [
        { title: 'at' },
        { title: 'generation', right: true },
        { title: 'why' },
        { title: 'examined', right: true },
        { title: 'freed', right: true },
        { title: 'uncollectable', right: true },
        { title: 'bytes', right: true },
        { title: 'finalizers', right: true },
      ],
      rows: shown.map((c) => [
        c.line === 0 ? 'exit' : place(c),
        String(c.generation),
        REASONS[c.reason],
        grouped(c.examined),
        grouped(c.collected),
        grouped(c.uncollectable),
        grouped(c.freedBytes),
        grouped(c.finalizers),
      ]),
      more: collections.length - shown.length,
    },
  };
}

function callbackSection(title: string, callbacks: readonly ReportCallback[]): Section | null {
  if (callbacks.length === 0) return null;
  const { shown, more } = cut(callbacks, MAX_CALLBACKS);
  return {
    title,
    sentences: [],
    table: {
      columns: [
        { title: 'what ran', code: true },
        { title: 'for', code: true },
        { title: 'at' },
        { title: 'because of' },
      ],
      rows: shown.map((c) => [
        c.name,
        c.serial === 0 ? '' : `#${c.serial}`,
        c.cause === 'exit' ? 'exit' : place(c.at),
        c.cause === 'collector' ? 'the collector' : CAUSES[c.cause],
      ]),
      more,
    },
  };
}

function retainerSection({ retainers }: HeapReport): Section | null {
  const { shown } = cut(retainers, MAX_RETAINERS);
  if (shown.length === 0) return null;
  return {
    title: 'What keeps most alive',
    sentences: [],
    table: {
      columns: [
        { title: 'object', code: true },
        { title: 'name', code: true },
        { title: 'bytes', right: true },
        { title: 'with what only it holds', right: true },
      ],
      rows: shown.map((r) => [
        `${r.type} #${r.serial < 2 ** 40 ? r.serial : '–'}`,
        r.name,
        grouped(r.bytes),
        grouped(r.retained),
      ]),
      more: 0,
    },
  };
}

function pymallocSections({ pymalloc: p }: HeapReport): Section[] {
  const more = (value: number): string => (value < 0 ? `${grouped(-value)} fewer` : `${grouped(value)} more`);
  const allocator: Section = {
    title: 'The allocator (pymalloc)',
    sentences: [
      `${counted(p.arenas, 'arena')} of 1 MiB; ${counted(p.pools, 'pool')} of 16 KiB in use, ${grouped(p.poolsFree)} free.`,
      `${counted(p.blocks, 'block')} in use, ${more(p.grownBlocks)} than before the first line ` +
        `(${more(p.grownBytes)} bytes, large ones included).`,
      `${counted(p.largeBlocks, 'block')} larger than 512 bytes came from malloc: ${bytes(p.largeBytes)}.`,
    ],
    table: {
      columns: [
        { title: 'block size', right: true },
        { title: 'pools', right: true },
        { title: 'blocks used', right: true },
        { title: 'free', right: true },
      ],
      rows: p.classes.map((c) => [grouped(c.blockSize), grouped(c.pools), grouped(c.used), grouped(c.free)]),
      more: 0,
    },
  };
  if (p.freeLists.length === 0) return [allocator];
  const lists: Section = {
    title: 'Free lists',
    sentences: ['Blocks of dead objects, kept for the next of their kind: to the allocator they are in use.'],
    table: {
      columns: [
        { title: 'for', code: true },
        { title: 'blocks', right: true },
        { title: 'at most', right: true },
        { title: 'bytes', right: true },
      ],
      rows: p.freeLists.map((l) => [l.name, grouped(l.blocks), grouped(l.limit), grouped(l.bytes)]),
      more: 0,
    },
  };
  return [allocator, lists];
}

function exitSections({ exit }: HeapReport): (Section | null)[] {
  if (exit === null) return [];
  return [
    freedSection('After the last line', exit.freed, ['While the interpreter shuts down, the rest goes.']),
    callbackSection('Finalizers and callbacks at the end', exit.callbacks),
    collectionSection('Collections at the end', exit.collections),
  ];
}
