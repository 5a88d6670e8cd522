"""Records which strings are interned and immortal before the first line of a script, and writes
server/src/objects/unicode_startup_strings.ts.

    python3.13 scripts/record/startup_strings.py

CPython cannot list its interned strings, but it can be asked about one: interning an equal string gives the old one,
whose count tells that it is immortal. So many candidates (names and constants of the library, words of the
executables) are asked in a fresh process; twice, with other names of its own, to leave out those it brings itself.
`sys.getunicodeinternedsize(_only_immortal=True)` says how many there are: the script prints how many were found.
"""

import glob
import os
import re
import subprocess
import sys
import types

PROBE = """
import sys
size = sys.getunicodeinternedsize(_only_immortal=True)
A = [bytes.fromhex(B).decode() for B in sys.stdin.read().split()]
C = [B.encode().hex() for B in A if sys.getrefcount(sys.intern(B)) > 10000]
print(size, *C)
"""


def candidates():
    words = {chr(i) for i in range(256)}
    lib = os.path.dirname(os.__file__)
    folders = ["", "importlib", "encodings", "collections", "json", "re"]
    for file in [f for folder in folders for f in glob.glob(f"{lib}/{folder}/*.py")]:
        try:
            text = open(file, encoding="utf8").read()
            pending = [compile(text, file, "exec")]
        except Exception:
            continue
        words.update(re.findall(r"[^\W\d]\w*", text))
        while pending:
            code = pending.pop()
            words.update((*code.co_names, *code.co_varnames, *code.co_freevars, *code.co_cellvars))
            words.update((code.co_name, code.co_qualname))
            for const in code.co_consts:
                if isinstance(const, str):
                    words.add(const)
                elif isinstance(const, (tuple, frozenset)):
                    words.update(x for x in const if isinstance(x, str))
                elif isinstance(const, types.CodeType):
                    pending.append(const)
    binaries = [sys.executable, *glob.glob(f"{sys.base_prefix}/lib/libpython*.so*"), *glob.glob(f"{lib}/lib-dynload/*.so")]
    for file in binaries:
        for word in re.findall(rb"[\x20-\x7e]{1,80}(?=\0)|[A-Za-z_][A-Za-z_0-9.]{0,60}", open(file, "rb").read()):
            words.add(word.decode())
            words.update(word.decode().split("."))
    for module in list(sys.modules.values()):
        for name, value in vars(module).items():
            words.add(name)
            if isinstance(value, str):
                words.add(value)
            if isinstance(value, type):
                words.update(map(str, (*vars(value), value.__name__, value.__qualname__, value.__module__)))
    return sorted(words)


def ask(names):
    probe = PROBE
    for old, new in zip("ABC", names):
        probe = re.sub(rf"\b{old}\b", new, probe)
    words = "\n".join(w.encode("utf8", "replace").hex() for w in candidates())
    out = subprocess.run([sys.executable, "-c", probe], input=words, capture_output=True, text=True, check=True).stdout.split()
    return int(out[0]), {bytes.fromhex(w).decode() for w in out[1:]}


def quote(text):
    text = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return "'" + "".join(c if " " <= c <= "~" else f"\\u{ord(c):04x}" for c in text) + "'"


def main():
    size, first = ask(["qqa", "qqb", "qqc"])
    _, second = ask(["zza", "zzb", "zzc"])
    words = sorted(w for w in first & second if len(w) > 1 and w.isascii() and not w.startswith("/"))
    words = [w for w in words if w not in ("-c", "<string>")]
    print(f"{len(first & second)} found of {size}; {len(words)} written", file=sys.stderr)
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    with open(f"{root}/server/src/objects/unicode_startup_strings.ts", "w") as file:
        version = ".".join(map(str, sys.version_info[:3]))
        file.write(f"// Made by scripts/record/startup_strings.py from CPython {version}. Do not edit.\n/* prettier-ignore */\n")
        file.write("/** Strings that are interned and immortal when a script's first line runs: start-up's modules hold them. */\n")
        file.write("export const STARTUP_STRINGS: readonly string[] = (\n")
        file.write("".join(f"  {quote(line)} +\n" for line in wrap(words)))
        file.write("  ''\n).split('|');\n")


def wrap(words):
    lines, line = [], ""
    for i, word in enumerate(words):
        piece = word + ("|" if i < len(words) - 1 else "")
        if len(line) + len(piece) > 100:
            lines.append(line)
            line = ""
        line += piece
    return [*lines, line]


main()
