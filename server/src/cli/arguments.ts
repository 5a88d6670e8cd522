// What the command line takes.

export interface Arguments {
  command: 'run' | 'dis' | 'help';
  file: string;
  /** The program's own arguments. */
  rest: string[];
  python: string;
  /** File to read as standard input; absent: the process's. */
  stdin?: string;
  audit: boolean;
  report?: 'text' | 'json';
}

export const USAGE = `usage: heapscope run FILE [ARG …] [options]     run a program on the simulated CPython
       heapscope dis FILE                       its bytecode, as \`python -m dis\` prints it
options of run, before or after FILE (after -- all goes to the program):
  --python VERSION      3.13 (the default)
  --stdin FILE          what the program reads
  --report text|json    add what lived, what was freed and by what, cycles, collections, bytes by type (stderr)
  --audit               check every reference count against the references that exist
`;

const VERSIONS = new Set(['3.13']);

/** Reads argv (without node and script). */
export function parseArguments(argv: readonly string[]): Arguments | { error: string } {
  const [command, ...rest] = argv;
  const args: Arguments = { command: 'help', file: '', rest: [], python: '3.13', audit: false };
  if (command === undefined || command === 'help' || command === '--help' || command === '-h') return args;
  if (command !== 'run' && command !== 'dis') return { error: `heapscope: no command '${command}'` };
  args.command = command;
  for (let i = 0; i < rest.length; i++) {
    const arg = rest[i]!;
    const value = (): string | undefined => rest[++i];
    if (arg === '--') {
      args.rest.push(...rest.slice(i + 1));
      break;
    } else if (arg === '--audit') args.audit = true;
    else if (arg === '--python') {
      const version = value();
      if (version === undefined || !VERSIONS.has(version)) {
        return { error: `heapscope: --python ${version ?? ''}: supported is ${[...VERSIONS].join(', ')}` };
      }
      args.python = version;
    } else if (arg === '--stdin') {
      const file = value();
      if (file === undefined) return { error: 'heapscope: --stdin needs a file' };
      args.stdin = file;
    } else if (arg === '--report') {
      const format = value();
      if (format !== 'text' && format !== 'json') return { error: 'heapscope: --report text or --report json' };
      args.report = format;
    } else if (args.file === '') args.file = arg;
    else args.rest.push(arg);
  }
  return args.file === '' ? { error: `heapscope: ${command} needs a file` } : args;
}
