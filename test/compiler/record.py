"""Records what CPython 3.13 makes of test/compiler/cases.txt: code objects, warnings, errors, disassemblies.

Usage: PYTHONHASHSEED=0 python3.13 test/compiler/record.py
Writes test/unit/compiler/generated/recorded.json. A case starts with `=== name [mode flag…]`; mode is exec if not said.
"""
import ast
import dis
import io
import json
import os
import re
import sys

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, '..', 'support'))
from dump_compiled import compiled  # refuses other versions

if os.environ.get('PYTHONHASHSEED') != '0':
    sys.exit('set PYTHONHASHSEED=0')

FLAGS = {
    'annotations': 0x1000000,
    'barry': 0x400000,
    'top-level-await': ast.PyCF_ALLOW_TOP_LEVEL_AWAIT,
}


def cases(text):
    for part in re.split(r'^=== ', text, flags=re.M)[1:]:
        title, source = part.split('\n', 1)
        match = re.fullmatch(r'(.*?)(?: \[([a-z -]+)\])?', title)
        words = (match.group(2) or 'exec').split()
        yield match.group(1), words[0], sum(FLAGS[w] for w in words[1:]), source


def main():
    out = []
    for name, mode, flags, source in cases(open(os.path.join(here, 'cases.txt')).read()):
        record = compiled(source, '<string>', mode, False, flags)
        case = {'name': name, 'mode': mode, 'flags': flags, 'source': source}
        for key in ('code', 'warnings', 'error', 'refused'):
            if record.get(key):
                case[key] = record[key]
        if 'code' in case:
            text = io.StringIO()
            dis.dis(compile(source, '<string>', mode, flags, dont_inherit=True), file=text)
            case['dis'] = re.sub(r'at 0x[0-9a-f]+, file', 'at 0x0, file', text.getvalue())
        out.append(case)
    target = os.path.join(here, '..', 'unit', 'compiler', 'generated')
    os.makedirs(target, exist_ok=True)
    with open(os.path.join(target, 'recorded.json'), 'w') as f:
        version = '.'.join(map(str, sys.version_info[:3]))
        f.write('{"python": "%s", "cases": [\n' % version)
        f.write(',\n'.join(json.dumps(c) for c in out))
        f.write('\n]}\n')


if __name__ == '__main__':
    main()
