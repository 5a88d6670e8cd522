"""Asks CPython 3.13 about the sources in cases.txt and writes ../unit/parser/generated/recorded.json."""
import json
import pathlib
import re
import subprocess
import sys

if sys.version_info[:2] != (3, 13):
    sys.exit('record.py: needs CPython 3.13, this is ' + sys.version)

here = pathlib.Path(__file__).parent
text = (here / 'cases.txt').read_bytes().decode('utf-8')
cases = []
for chunk in re.split(r'^=== ', text, flags=re.M)[1:]:
    title, _, source = chunk.partition('\n')
    name, mode = re.fullmatch(r'(.*?)(?: \(((?:exec|eval|single)[!@]?)\))?', title).groups()
    if source.endswith('\n\\\n'):
        source = source[:-3]
    cases.append({'name': name, 'mode': mode or 'exec', 'source': source})


def oracle(command, lines=()):
    run = subprocess.run([sys.executable, here / 'oracle.py', command], input=''.join(lines),
                         capture_output=True, text=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


answers = oracle('sources', [json.dumps([case['mode'], case['source']]) + '\n' for case in cases])
for case, answer in zip(cases, answers, strict=True):
    if not answer['warnings']:
        del answer['warnings']
    case.update(answer)
record = {'python': sys.version.split()[0], 'fields': oracle('fields')[0], 'cases': cases}
out = here.parent / 'unit' / 'parser' / 'generated' / 'recorded.json'
out.write_text(json.dumps(record, indent=1, ensure_ascii=True) + '\n', encoding='utf-8')
print(len(cases), 'cases')
