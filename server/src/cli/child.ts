// A child process of a program: `python ARGS` as one more run of the engine, in this process, in an engine of its own. The
// interpreter's options are understood as far as they mean something here. Follows Python/initconfig.c, CPython 3.13.

import type { ChildProgram, ChildResult, Host } from '../modules/host';
import { stdlibSource } from '../modules/stdlib';
import { writtenFiles } from '../modules/virtualfiles';
import { loadStdlib } from '../session/stdlib.node';
import type { MainScript } from '../vm/pythonrun';
import { runInterpreter } from './run';

interface Command {
  script: MainScript;
  argv: string[];
  warnoptions: string[];
}

const LIB = '/usr/local/lib/python3.13';
/** What comes after these in the next argument. */
const WITH_VALUE = 'cmWX';

/** `python -m NAME`: the module's file, or its package's __main__, as a script. */
function module(
  program: ChildProgram,
  name: string,
  rest: string[],
  warnoptions: string[],
): Command | { error: string; exitCode: number } {
  const relative = name.replaceAll('.', '/');
  for (const folder of [program.cwd, LIB]) {
    for (const path of [`${folder}/${relative}.py`, `${folder}/${relative}/__main__.py`]) {
      const source = program.readFile(path) ?? stdlibSource(path);
      if (source !== null) return { script: { source, path }, argv: [path, ...rest], warnoptions };
    }
  }
  return { error: `python: No module named ${name}\n`, exitCode: 1 };
}

/** The command line `python ARGS`, or what is wrong with it. */
function parse(program: ChildProgram): Command | { error: string; exitCode: number } {
  const args = [...program.args];
  const warnoptions: string[] = [];
  let isolated = false;
  const encoder = new TextEncoder();
  const main = (source: string, argv: string[]): Command => ({
    script: { source: encoder.encode(source), path: '<string>', command: true, isolated },
    argv,
    warnoptions,
  });
  while (args.length > 0 && args[0]!.startsWith('-') && args[0] !== '-') {
    const arg = args.shift()!;
    if (arg === '--') break;
    for (let i = 1; i < arg.length; i++) {
      const option = arg[i]!;
      if (option === 'I' || option === 'P') isolated = true;
      if (!WITH_VALUE.includes(option)) {
        if ('bBdEhiIOPqRsSuvVx?'.includes(option)) continue;
        return { error: `Unknown option: -${option}\n`, exitCode: 2 };
      }
      const value = i + 1 < arg.length ? arg.slice(i + 1) : args.shift();
      if (value === undefined) return { error: `Argument expected for the -${option} option\n`, exitCode: 2 };
      if (option === 'W') warnoptions.push(value);
      if (option === 'c') return main(`${value}\n`, ['-c', ...args]);
      if (option === 'm') {
        return module(program, value, args, warnoptions);
      }
      break;
    }
  }
  const file = args[0];
  if (file === undefined || file === '-') {
    const command = main(program.stdin, args.length === 0 ? [''] : args);
    return { ...command, script: { ...command.script, path: '<stdin>' } };
  }
  const path = file.startsWith('/') ? file : `${program.cwd}/${file}`;
  const source = program.readFile(path);
  if (source === null)
    return { error: `python: can't open file '${path}': [Errno 2] No such file or directory\n`, exitCode: 2 };
  return { script: { source, path: file }, argv: args, warnoptions };
}

/** Runs it to its end. `own` gives an engine to this child's own children. */
export function runChild(program: ChildProgram, own: (program: ChildProgram) => ChildResult): ChildResult {
  loadStdlib();
  const command = parse(program);
  if ('error' in command) {
    program.writeStderr(command.error);
    return { exitCode: command.exitCode, written: new Map() };
  }
  const lines: string[] = program.stdin.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const host: Host = {
    writeStdout: (text) => {
      program.writeStdout(text);
    },
    writeStderr: (text) => {
      program.writeStderr(text);
    },
    readStdinLine: () => lines.shift() ?? '',
    readFile: (path) => program.readFile(path),
    listDirectory: (path) => program.listDirectory(path),
    argv: command.argv,
    ...(command.script.command === true && command.script.path === '<string>'
      ? { commandSource: new TextDecoder().decode(command.script.source) }
      : {}),
    cwd: program.cwd,
    environ: program.environ,
    runChild: own,
  };
  const exitCode = runInterpreter(command.script, host, command.warnoptions);
  return { exitCode, written: writtenFiles() };
}
