"""Writes server/src/compiler/opcodes.ts from the running CPython 3.13: numbers, names, caches, flags, stack effects.

Usage: python3.13 scripts/gen-opcodes.py > server/src/compiler/opcodes.ts
The stack effects come from the interpreter's own header (internal/pycore_opcode_metadata.h), the rest from its
`opcode`, `_opcode` and `_opcode_metadata` modules.
"""
import _opcode
import opcode
import os
import re
import sys
import sysconfig

if sys.version_info[:2] != (3, 13):
    sys.exit('this generator describes CPython 3.13; run it with that version')

header = open(os.path.join(sysconfig.get_paths()['include'], 'internal/pycore_opcode_metadata.h')).read()


def effects(which):
    """opcode name -> expression over oparg."""
    body = re.search(r'int _PyOpcode_num_%s\(int opcode, int oparg\)\s*\{(.*?)\n\}' % which, header, re.S).group(1)
    return dict(re.findall(r'case (\w+):\s*return (.*?);', body))


def net(name):
    if names[name] > 255:
        # Pseudo instructions are not in the header's table. A block push counts where its handler starts.
        assert all(_opcode.stack_effect(names[name], n, jump=True) == _opcode.stack_effect(names[name], 0, jump=True)
                   for n in range(5))
        return str(_opcode.stack_effect(names[name], 0, jump=True))
    p, q = popped[name], pushed[name]
    if re.fullmatch(r'-?\d+', p) and re.fullmatch(r'-?\d+', q):
        return str(int(q) - int(p))
    return q if p == '0' else f'{q} - ({p})'


popped, pushed = effects('popped'), effects('pushed')
names = {name: number for name, number in opcode.opmap.items()
         if (name in popped or number > 255) and not name.startswith('INSTRUMENTED_')}
size = max(names.values()) + 1
flags = ['ARG', 'CONST', 'NAME', 'JUMP', 'FREE', 'LOCAL', 'EXC', 'EVAL_BREAK']


def flag_bits(name, number):
    bits = 0
    for bit, flag in enumerate(flags):
        if flag == 'EVAL_BREAK':
            m = re.search(r'\[%s\] = \{ true, -?\w+, (.*?) \}' % name, header)
            has = bool(m and 'HAS_EVAL_BREAK_FLAG' in m.group(1))
        else:
            has = getattr(_opcode, 'has_' + flag.lower())(number)
        if has:
            bits |= 1 << bit
    return bits


out = print
out('''// CPython 3.13's instruction set: numbers, names, inline caches, properties, stack effects. Generated from a real
// CPython 3.13 by scripts/gen-opcodes.py; do not edit. Numbers of 256 and more are pseudo instructions, which only the
// compiler sees. The compiler works in these numbers whatever the target; another version's come in at assembly.
/* eslint-disable */

export const enum Op {''')
for name, number in sorted(names.items(), key=lambda x: x[1]):
    out(f'  {name} = {number},')
out('''}

/** The least opcode that takes an argument is above this one. */''')
out(f'export const HAVE_ARGUMENT = {opcode.HAVE_ARGUMENT};')
out(f'export const OPCODE_COUNT = {size};')
out('''
export const OPNAMES: readonly (readonly [number, string])[] = [''')
for name, number in sorted(names.items(), key=lambda x: x[1]):
    out(f"  [{number}, '{name}'],")
out('''];

/** Name by number, `<n>` where there is none. */
export const opname: readonly string[] = (() => {
  const names: string[] = [];
  for (let i = 0; i < OPCODE_COUNT; i++) names.push(`<${i}>`);
  for (const [n, name] of OPNAMES) names[n] = name;
  return names;
})();

/** Number by name. */
export const opmap: ReadonlyMap<string, number> = new Map(OPNAMES.map(([n, name]) => [name, n]));
''')
for bit, flag in enumerate(flags):
    out(f'export const HAS_{flag} = {1 << bit};')
rows = [0] * size
for name, number in names.items():
    rows[number] = flag_bits(name, number)


def table(label, values, doc):
    out(f'\n/** {doc} */\nexport const {label} = new Uint8Array([')
    for i in range(0, len(values), 32):
        out('  ' + ', '.join(map(str, values[i:i + 32])) + ',')
    out(']);')


table('opcodeFlags', rows, 'HAS_* bits by number.')
caches = [0] * size
for name, number in names.items():
    caches[number] = opcode._inline_cache_entries.get(name, 0)
table('opcodeCaches', caches, 'Inline cache entries (code units) by number.')
out('''
/** How the instruction changes the stack's depth (a block push: where its handler starts). */
export function opcodeStackEffect(op: number, oparg: number): number {
  switch (op) {''')
by_effect = {}
for name in sorted(names, key=names.get):
    by_effect.setdefault(net(name), []).append(name)
for effect, group in by_effect.items():
    for name in group:
        out(f'    case Op.{name}:')
    out(f'      return {effect};')
out('''    default:
      return NaN;
  }
}
''')


def strings(label, values, doc):
    out(f'/** {doc} */\nexport const {label}: readonly string[] = [')
    for v in values:
        out(f"  '{v}',")
    out('];\n')


strings('cmp_op', opcode.cmp_op, "COMPARE_OP's operators, by oparg >> 5.")
strings('nbOpNames', [n for n, _ in opcode._nb_ops], "BINARY_OP's operators: NB_* names by oparg.")
strings('nbOps', [s for _, s in opcode._nb_ops], "BINARY_OP's operators as written, by oparg.")
strings('intrinsic1Names', opcode._intrinsic_1_descs, "CALL_INTRINSIC_1's functions by oparg.")
strings('intrinsic2Names', opcode._intrinsic_2_descs, "CALL_INTRINSIC_2's functions by oparg.")
for descs, prefix in ((opcode._intrinsic_1_descs, ''), (opcode._intrinsic_2_descs, '')):
    for i, d in enumerate(descs):
        out(f'export const {d} = {i};')
for i, (n, _) in enumerate(opcode._nb_ops):
    out(f'export const {n} = {i};')
