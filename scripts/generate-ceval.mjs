// @ts-check
// Makes server/src/vm/ceval.generated.ts: the interpreter loops, out of the instruction definitions in
// server/src/vm/opcodes (see the README.md there). Two loops: one without events, one with. Cheap, and does not touch the
// file when nothing changed.

import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const vm = join(root, 'server/src/vm');
const target = join(vm, 'ceval.generated.ts');

/** CPython 3.13's specialised instructions; the others' numbers are in compiler/opcodes.ts. */
function specialized() {
  const source = readFileSync(join(vm, 'specializedopcodes.ts'), 'utf8');
  return Object.fromEntries([...source.matchAll(/export const (\w+) = (\d+);/g)].map((m) => [m[1], Number(m[2])]));
}

// Places of the loop that are no instructions, as more cases of the same switch.
const GOTO = { ERROR: 256, UNWIND: 257, START_FRAME: 258, EXIT_UNWIND: 259, RETURN: 260, LOAD_FRAME: 261 };

/** Frequently used constants of other modules, kept in locals of the loop. */
const HOISTED = [
  'PyLong_Type',
  'PyFloat_Type',
  'PyUnicode_Type',
  'PyList_Type',
  'PyTuple_Type',
  'PyDict_Type',
  'PyFunction_Type',
  'Py_True',
  'Py_False',
  'Py_None',
  'small_ints',
];

/** @returns {Record<string, number>} */
function opcodeNumbers() {
  const source = readFileSync(join(root, 'server/src/compiler/opcodes.ts'), 'utf8');
  const body = /export const enum Op \{([\s\S]*?)\n\}/.exec(source)?.[1] ?? '';
  /** @type {Record<string, number>} */
  const numbers = specialized();
  for (const m of body.matchAll(/(\w+) = (\d+),/g)) if (Number(m[2]) < 256) numbers[m[1]] = Number(m[2]);
  return numbers;
}

/** The end of a balanced (…), {…} that opens at `at`; strings and templates are skipped. @param {string} s @param {number} at */
function balanced(s, at) {
  const open = s[at];
  const close = open === '(' ? ')' : '}';
  let depth = 0;
  for (let i = at; i < s.length; i++) {
    const c = s[i];
    if (c === "'" || c === '`' || c === '"') {
      for (i++; i < s.length && s[i] !== c; i++) if (s[i] === '\\') i++;
    } else if (c === '/' && s[i + 1] === '/') i = s.indexOf('\n', i);
    else if (c === open) depth++;
    else if (c === close && --depth === 0) return i;
  }
  throw new Error(`unbalanced: ${s.slice(at, at + 80)}`);
}

/**
 * Replaces statements NAME(args); by what `expand` gives.
 * @param {string} body @param {string} name @param {(args: string[]) => string} expand
 */
function macro(body, name, expand) {
  const pattern = new RegExp(`(?<![\\w$.])${name}\\(`, 'g');
  for (;;) {
    pattern.lastIndex = 0;
    const m = pattern.exec(body);
    if (!m) return body;
    const open = m.index + name.length;
    const end = balanced(body, open);
    /** @type {string[]} */
    const args = [];
    let depth = 0;
    let start = open + 1;
    for (let i = open + 1; i < end; i++) {
      const c = body[i];
      if (c === '(' || c === '[' || c === '{') depth++;
      else if (c === ')' || c === ']' || c === '}') depth--;
      else if (c === ',' && depth === 0) {
        args.push(body.slice(start, i).trim());
        start = i + 1;
      }
    }
    if (body.slice(start, end).trim() !== '') args.push(body.slice(start, end).trim());
    let after = end + 1;
    if (body[after] === ';') after++;
    body = body.slice(0, m.index) + expand(args) + body.slice(after);
  }
}

/** @typedef {{ name: string, cold: boolean, body: string, doc: string }} Definition */

function readDefinitions() {
  /** @type {Definition[]} */
  const definitions = [];
  /** @type {Map<string, { names: Set<string>, type: boolean }>} */
  const imports = new Map();
  for (const file of readdirSync(join(vm, 'opcodes')).sort()) {
    if (!file.endsWith('.ts')) continue;
    const source = readFileSync(join(vm, 'opcodes', file), 'utf8');
    for (const m of source.matchAll(/^import (type )?\{([\s\S]*?)\} from '(.*?)';$/gm)) {
      if (m[1]) continue;
      // The definitions are one folder deeper than the generated file.
      const from = m[3].startsWith('../../') ? m[3].slice(3) : `./${m[3].slice(3)}`;
      const entry = imports.get(from) ?? { names: new Set(), type: false };
      for (const name of m[2].split(',')) if (name.trim()) entry.names.add(name.trim());
      imports.set(from, entry);
    }
    for (const m of source.matchAll(/\/\*\*((?:[^*]|\*(?!\/))*)\*\/\nexport function (\w+)\(\): void \{/g)) {
      const open = m.index + m[0].length - 1;
      const end = balanced(source, open);
      definitions.push({
        name: m[2],
        cold: m[1].includes('@cold'),
        doc: m[1].replace('@cold', '').trim(),
        body: source.slice(open + 1, end).replace(/^\s*\/\/.*$/gm, ''),
      });
    }
  }
  return { definitions, imports };
}

/** Takes `const x: T = ` to `x = ` and collects the names: all variables belong to the loop. @param {string} body @param {Set<string>} names */
function hoist(body, names) {
  return body
    .replace(/\b(?:const|let) (\w+)(?:: [^=;]+?)? = /g, (_, name) => {
      names.add(name);
      return `${name} = `;
    })
    .replace(/\blet (\w+)(?:: [^=;]+)?;/g, (_, name) => {
      names.add(name);
      return '';
    });
}

/** @param {string} body @param {Record<string, number>} numbers @param {any} o */
function finish(body, numbers, { traced, decref, error }) {
  // Always right before NEXT: what is pending may be that another loop is to go on.
  body = body.replace(
    /CHECK_PERIODIC\(\);\s*NEXT\((\d+)\);/g,
    (_, n) =>
      `if (tstate.eval_breaker !== 0) { SAVE(); if (handlePending()) ${error} if ((tstate.eval_breaker & 2) !== 0) REENTER(pc + ${n}); } NEXT(${n});`,
  );
  body = macro(
    body,
    'ADAPTIVE',
    (args) =>
      `if (code.counters[pc] < 16) { ${args.join(', ')}; op = words[pc] & 255; continue loop; } code.counters[pc] -= 16;`,
  );
  body = macro(body, 'CHANGE_LOOP', () => (traced ? '' : 'if ((tstate.eval_breaker & 2) !== 0) REENTER(pc);'));
  body = macro(body, 'EVENT_RESUME', () => (traced ? `if (eventResume(frame, pc, sp, oparg)) ${error}` : ''));
  body = macro(body, 'EVENT_RETURN', ([v]) => (traced ? `if (eventReturn(frame, pc, sp, ${v}, false)) ${error}` : ''));
  body = macro(body, 'EVENT_YIELD', ([v]) => (traced ? `if (eventReturn(frame, pc, sp, ${v}, true)) ${error}` : ''));
  body = macro(body, 'EVENT_JUMP', ([t]) => (traced ? `if (eventJump(frame, pc, sp, ${t})) ${error}` : ''));
  body = macro(body, 'SAVE', () => 'frame.instr_ptr = pc; frame.stacktop = sp;');
  body = macro(body, 'INCREF', ([x]) => `${x}.ob_refcnt++;`);
  body = macro(
    body,
    'XDECREF',
    ([x]) =>
      `if (${x} !== null && --${x}.ob_refcnt === 0) { frame.instr_ptr = pc; frame.stacktop = sp; _Py_Dealloc(${x}); }`,
  );
  body = macro(body, 'DECREF', ([x]) => decref(x));
  body = macro(
    body,
    'ENTER_UNCHECKED',
    ([f]) =>
      `{ frame.instr_ptr = pc; frame.stacktop = sp; callee = ${f}; callee.previous = frame; callee.entry = false; frame = callee; tstate.current_frame = frame; tstate.py_recursion_remaining--; op = ${GOTO.LOAD_FRAME}; continue loop; }`,
  );
  body = macro(
    body,
    'ENTER',
    ([f]) =>
      `{ frame.instr_ptr = pc; frame.stacktop = sp; callee = ${f}; callee.previous = frame; callee.entry = false; frame = callee; tstate.current_frame = frame; op = ${GOTO.START_FRAME}; continue loop; }`,
  );
  body = macro(body, 'RETURN', ([v]) => `{ value = ${v}; op = ${GOTO.RETURN}; continue loop; }`);
  // After a yield and in place of a call that made a generator: the frame is left, but not cleared.
  body = macro(
    body,
    'YIELD',
    ([v]) =>
      `{ value = ${v}; tstate.py_recursion_remaining++; callee = frame; frame = callee.previous; callee.previous = null; tstate.current_frame = frame; if (callee.entry) { tstate.c_recursion_remaining += 2; return value; } frame.localsplus[frame.stacktop++] = value; frame.instr_ptr += 2; op = ${GOTO.LOAD_FRAME}; continue loop; }`,
  );
  body = macro(
    body,
    'LEAVE',
    ([v]) =>
      `{ value = ${v}; tstate.py_recursion_remaining++; callee = frame; frame = callee.previous; tstate.current_frame = frame; if (callee.entry) { tstate.c_recursion_remaining += 2; return value; } frame.localsplus[frame.stacktop++] = value; frame.instr_ptr += frame.return_offset; op = ${GOTO.LOAD_FRAME}; continue loop; }`,
  );
  body = macro(body, 'DEOPT', ([name]) => {
    const number = numbers[name.slice(1, -1)];
    if (number === undefined) throw new Error(`DEOPT(${name})`);
    return `{ op = ${number}; continue loop; }`;
  });
  body = macro(body, 'ERROR', () => error);
  body = macro(body, 'UNWIND', () => `{ op = ${GOTO.UNWIND}; continue loop; }`);
  body = macro(body, 'NEXT_BOOL', ([condition, n]) =>
    traced
      ? `{ S[sp++] = (${condition}) ? Py_True : Py_False; pc += ${n}; break dispatch; }`
      : `{ flag = ${condition}; pc += ${n}; n = words[pc]; if ((n & 255) === ${numbers.POP_JUMP_IF_FALSE}) { pc += flag ? 2 : 2 + (n >> 8); break dispatch; } if ((n & 255) === ${numbers.POP_JUMP_IF_TRUE}) { pc += flag ? 2 + (n >> 8) : 2; break dispatch; } S[sp++] = flag ? Py_True : Py_False; break dispatch; }`,
  );
  body = macro(body, 'NEXT', ([n]) => `{ pc += ${n}; break dispatch; }`);
  body = macro(body, 'JUMP', ([unit]) => `{ pc = ${unit}; break dispatch; }`);
  body = macro(body, 'REENTER', ([unit]) => `{ frame.stacktop = sp; vmstate.reentry = ${unit}; return undefined; }`);
  return body;
}

/** Where FINISH_CALL and FINISH_BUILTIN find the callable: right below self-or-NULL. @param {string} body @param {(x: string) => string} decref @param {string} error */
function expandFinish(body, decref, error) {
  body = macro(
    body,
    'FINISH_CALL',
    ([res, first]) =>
      `n = ${first}; i = sp - oparg - 2; callable = S[i]; S[i] = ${res}; ${decref('callable')}
    for (; n < sp; n++) { value = S[n]; S[n] = null; ${decref('value')} }
    sp = i + 1; if (${res} === null) { sp--; ${error} }`,
  );
  body = macro(
    body,
    'FINISH_BUILTIN',
    ([res, first]) =>
      `n = ${first}; i = sp - oparg - 2; S[i] = ${res};
    if (n < sp) { value = S[n]; S[n++] = callable; ${decref('value')}
    for (; n < sp; n++) { value = S[n]; S[n] = null; ${decref('value')} } }
    sp = i + 1; ${decref('callable')} if (${res} === null) { sp--; ${error} }`,
  );
  return body;
}

/**
 * Keeps `pc` and `sp` 32-bit integers in V8's eyes: without `| 0` it would hold them tagged, with checks at each use.
 * @param {string} body
 */
function integers(body) {
  return body
    .replace(/\[sp\+\+\]/g, '[(sp = (sp + 1) | 0) - 1]')
    .replace(/\[--sp\]/g, '[(sp = (sp - 1) | 0)]')
    .replace(/(?<![\w$.])(sp|pc)--;/g, '$1 = ($1 - 1) | 0;')
    .replace(/(?<![\w$.])(sp|pc)\+\+;/g, '$1 = ($1 + 1) | 0;')
    .replace(/(?<![\w$.])(sp|pc) ([-+])= ([^;]+);/g, '$1 = ($1 $2 ($3)) | 0;')
    .replace(/(?<=[;{})]\s*)(sp|pc) = ([^;=]+?);/g, (text, name, value) =>
      value.endsWith('| 0') ? text : `${name} = (${value}) | 0;`,
    );
}

/** @param {Definition} definition @param {Record<string, number>} numbers @param {boolean} traced @param {Set<string>} names */
function hotCase(definition, numbers, traced, names) {
  const decref = (/** @type {string} */ x) =>
    `if (--${x}.ob_refcnt === 0) { frame.instr_ptr = pc; frame.stacktop = sp; _Py_Dealloc(${x}); }`;
  const error = `{ op = ${GOTO.ERROR}; continue loop; }`;
  let body = expandFinish(definition.body, decref, error);
  body = finish(body, numbers, { traced, decref, error });
  for (const name of ['n', 'i', 'value', 'callable', 'callee', 'flag']) names.add(name);
  return `      case ${numbers[definition.name]}: /* ${definition.name} */ {${hoist(body, names)}}\n`;
}

/** @param {Definition} definition */
function coldFunction(definition) {
  let body = definition.body;
  const back = (/** @type {string} */ result) => `{ frame.stacktop = sp; return ${result}; }`;
  body = macro(body, 'SAVE', () => 'frame.stacktop = sp;');
  body = macro(body, 'INCREF', ([x]) => `${x}.ob_refcnt++;`);
  body = macro(
    body,
    'XDECREF',
    ([x]) => `if (${x} !== null && --${x}.ob_refcnt === 0) { frame.stacktop = sp; _Py_Dealloc(${x}); }`,
  );
  body = macro(body, 'DECREF', ([x]) => `if (--${x}.ob_refcnt === 0) { frame.stacktop = sp; _Py_Dealloc(${x}); }`);
  body = macro(body, 'ERROR', () => back('0'));
  body = macro(body, 'UNWIND', () => back('-1'));
  body = macro(body, 'NEXT', ([n]) => back(n));
  return `function ${definition.name}(frame, oparg) {
  const S = frame.localsplus, base = frame.base, code = frame.f_executable;
  let sp = frame.stacktop;${body}}\n`;
}

/** @param {Definition[]} definitions @param {Record<string, number>} numbers @param {boolean} traced */
function loop(definitions, numbers, traced) {
  /** @type {Set<string>} */
  const names = new Set();
  const cases = definitions
    .filter((d) => !d.cold)
    .map((d) => hotCase(d, numbers, traced, names))
    .join('');
  const load = `code = frame.f_executable; words = code.words; consts = code.consts; S = frame.localsplus; base = frame.base; sp = frame.stacktop;`;
  return integers(`
/**
 * Runs \`frame\` until it returns, yields or raises; the value, or null with an exception. \`mode\` 1: an exception was thrown
 * into it. undefined: called again with the current frame and mode 2, it goes on (so that V8 can put in better code).
 */
export function ${traced ? 'evalTraced' : 'evalFast'}(frame, mode) {
  ${HOISTED.map((name) => `const ${name} = module_${name};`).join(' ')}
  const tstate = module_tstate;
  let code, words, consts, S, base = 0, sp = 0, pc = 0, op = 0, oparg = 0;
  let ${[...names].sort().join(', ')};
  if (mode === 2) {
    ${load}
    pc = vmstate.reentry;
    ${traced ? `if (eventInstruction(frame, pc, sp)) op = ${GOTO.ERROR}; else {` : ''}
    op = words[pc];
    oparg = op >> 8;
    op = op & 255;
    ${traced ? '}' : ''}
  } else {
    frame.previous = tstate.current_frame;
    frame.entry = true;
    tstate.current_frame = frame;
    tstate.c_recursion_remaining--;
    if (tstate.c_recursion_remaining-- < 0 && _Py_CheckRecursiveCall('')) {
      tstate.c_recursion_remaining--;
      tstate.py_recursion_remaining--;
      op = ${GOTO.EXIT_UNWIND};
    } else if (mode === 1) {
      if (tstate.py_recursion_remaining-- <= 0 && _Py_CheckRecursiveCallPy()) op = ${GOTO.EXIT_UNWIND};
      else {
        ${load}
        ${traced ? 'eventThrow(frame);' : ''}
        raised(frame);
        ${traced ? 'eventException(frame);' : ''}
        // The handler is that of the instruction it waits in, a YIELD_VALUE; the frame is past it already.
        pc = frame.instr_ptr - 1;
        op = ${GOTO.UNWIND};
      }
    } else op = ${GOTO.START_FRAME};
  }
  loop: for (;;) {
    dispatch: switch (op) {
${cases}
      case ${GOTO.START_FRAME}: {
        if (tstate.py_recursion_remaining-- <= 0 && _Py_CheckRecursiveCallPy()) {
          op = ${GOTO.EXIT_UNWIND};
          continue loop;
        }
      }
      // fall through
      case ${GOTO.LOAD_FRAME}: {
        ${load}
        pc = frame.instr_ptr;
        break;
      }
      case ${GOTO.RETURN}: {
        frame.instr_ptr = pc;
        frame.stacktop = sp;
        tstate.py_recursion_remaining++;
        callee = frame;
        frame = callee.previous;
        tstate.current_frame = frame;
        if (callee.entry) {
          _PyEval_FrameClearAndPop(callee, value);
          tstate.c_recursion_remaining += 2;
          return value;
        }
        _PyEval_FrameClearAndPop(callee, value);
        ${load}
        S[sp++] = value;
        pc = frame.instr_ptr + frame.return_offset;
        break;
      }
      case ${GOTO.ERROR}: {
        frame.instr_ptr = pc;
        frame.stacktop = sp;
        raised(frame);
        ${traced ? 'eventException(frame);' : ''}
      }
      // fall through
      case ${GOTO.UNWIND}: {
        frame.stacktop = sp;
        pc = exceptionHandler(frame, pc);
        sp = frame.stacktop;
        if (pc >= 0) break;
        ${traced ? 'eventUnwind(frame);' : ''}
      }
      // fall through
      case ${GOTO.EXIT_UNWIND}: {
        tstate.py_recursion_remaining++;
        callee = frame;
        frame = callee.previous;
        tstate.current_frame = frame;
        flag = callee.entry;
        _PyEval_FrameClearAndPop(callee, null);
        if (flag) {
          tstate.c_recursion_remaining += 2;
          return null;
        }
        frame.return_offset = 0;
        ${load}
        pc = frame.instr_ptr;
        op = ${GOTO.ERROR};
        continue loop;
      }
      default: {
        frame.instr_ptr = pc;
        frame.stacktop = sp;
        n = cold[op](frame, oparg);
        sp = frame.stacktop;
        if (n > 0) {
          pc += n;
          break;
        }
        op = n === 0 ? ${GOTO.ERROR} : ${GOTO.UNWIND};
        continue loop;
      }
    }
    ${traced ? `if (eventInstruction(frame, pc, sp)) { op = ${GOTO.ERROR}; continue loop; }` : ''}
    op = words[pc];
    oparg = op >> 8;
    op = op & 255;
  }
}
`);
}

export function generate() {
  const numbers = opcodeNumbers();
  const { definitions, imports } = readDefinitions();
  for (const d of definitions) if (numbers[d.name] === undefined) throw new Error(`no number for ${d.name}`);
  const add = (/** @type {string} */ from, /** @type {string[]} */ names) => {
    const entry = imports.get(from) ?? { names: new Set(), type: false };
    for (const name of names) entry.names.add(name);
    imports.set(from, entry);
  };
  add('../heap/refcount', ['_Py_Dealloc']);
  add('../objects/call', ['_Py_CheckRecursiveCall']);
  add('../objects/pystate', ['tstate']);
  add('./evalbreaker', ['handlePending', 'handleResume']);
  add('./frame', ['_PyEval_FrameClearAndPop']);
  add('./unwind', ['_Py_CheckRecursiveCallPy', 'exceptionHandler', 'raised', 'unknownOpcode']);
  add('./tracehooks', [
    'eventException',
    'eventInstruction',
    'eventJump',
    'eventResume',
    'eventReturn',
    'eventThrow',
    'eventUnwind',
  ]);
  const hoisted = new Set([...HOISTED, 'tstate']);
  let text =
    '// Generated by scripts/generate-ceval.mjs from vm/opcodes: do not edit.\n/* eslint-disable */\n// @ts-nocheck\n\n';
  for (const [from, { names }] of [...imports].sort()) {
    const list = [...names].sort().map((name) => (hoisted.has(name) ? `${name} as module_${name}` : name));
    text += `import { ${list.join(', ')} } from '${from}';\n`;
  }
  // Definitions outside the loop use the constants under their own names.
  text += `\nconst cold = new Array(256).fill(unknownOpcode);\n`;
  for (const d of definitions.filter((x) => x.cold)) {
    const used = [...hoisted].filter((name) => new RegExp(`(?<![\\w$.])${name}(?![\\w$])`).test(d.body));
    const body = coldFunction(d);
    const prelude = used.map((name) => `const ${name} = module_${name};`).join(' ');
    text += `\n${prelude ? body.replace('{\n', `{\n  ${prelude}\n`) : body}cold[${numbers[d.name]}] = ${d.name};\n`;
  }
  text += loop(definitions, numbers, false);
  text += loop(definitions, numbers, true);
  if (!existsSync(target) || readFileSync(target, 'utf8') !== text) writeFileSync(target, text);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) generate();
