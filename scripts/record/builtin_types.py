"""Records what the built-in types look like from a real CPython 3.13: names in their dicts, sizes, flags, signatures.

    python3.13 scripts/record/builtin_types.py

writes test/unit/objects/types.json, for test/unit/objects/types.test.ts. Only types that the core allocates statically
are in it (Py_TPFLAGS_STATIC_BUILTIN): those are the ones every interpreter starts with.
"""
import json
import sys
import types  # noqa: F401  (brings the types that live in the types module)
import weakref  # noqa: F401
from pathlib import Path

assert sys.version_info[:2] == (3, 13), 'run this with CPython 3.13'
OUT = Path(__file__).resolve().parents[2] / 'test' / 'unit' / 'objects' / 'types.json'
STATIC_BUILTIN = 1 << 1


def kind(value):
    return type(value).__name__


def full_name(cls):
    return cls.__name__ if cls.__module__ == 'builtins' else f'{cls.__module__}.{cls.__name__}'


def describe(cls):
    names = {}
    for name, value in cls.__dict__.items():
        signature = getattr(value, '__text_signature__', None)
        names[name] = [kind(value)] + ([signature] if isinstance(signature, str) else [])
    return {
        'names': names,
        'base': full_name(cls.__base__) if cls.__base__ else None,
        'basicsize': cls.__basicsize__,
        'itemsize': cls.__itemsize__,
        'dict': cls.__dictoffset__ != 0,
        'weakref': cls.__weakrefoffset__ != 0,
        'flags': cls.__flags__,
        'signature': cls.__text_signature__,
    }


def walk(cls, found):
    if cls in found:
        return
    found[cls] = None
    for sub in type.__subclasses__(cls):
        walk(sub, found)


found = {}
walk(object, found)
recorded = {full_name(cls): describe(cls) for cls in found if cls.__flags__ & STATIC_BUILTIN}
text = json.dumps({'python': sys.version.split()[0], 'types': recorded}, indent=0, sort_keys=False)
OUT.write_text(text + '\n')
print(len(recorded), 'types')
