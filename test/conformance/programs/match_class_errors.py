# match: errors at run time and in the syntax, subject protocols.
from collections import OrderedDict, deque, namedtuple, defaultdict
from collections.abc import Sequence, Mapping
class NoArgs: pass
class BadArgs: __match_args__ = ["x"]
class BadArg: __match_args__ = (1,)
class Dup: __match_args__ = ("x", "x"); x = 1
class Few: __match_args__ = ("x",); x = 1; y = 2
class Prop:
    __match_args__ = ("p",)
    @property
    def p(self): raise AttributeError("gone")
class Prop2(Prop):
    @property
    def p(self): raise ValueError("loud")
def run(src, **ns):
    try: exec(src, ns); print("no match")
    except Exception as e: print(type(e).__name__, e)
run("match v:\n case C(1): pass", v=NoArgs(), C=NoArgs)
run("match v:\n case C(1): pass", v=BadArgs(), C=BadArgs)
run("match v:\n case C(1): pass", v=BadArg(), C=BadArg)
run("match v:\n case C(1, 1): pass", v=Dup(), C=Dup)
run("match v:\n case C(1, x=1): pass", v=Few(), C=Few)
run("match v:\n case C(1, 2, 3): pass", v=Few(), C=Few)
run("match v:\n case C(1): pass", v=Prop(), C=Prop)
run("match v:\n case C(1): pass", v=Prop2(), C=Prop2)
run("match v:\n case C(1): pass", v=5, C=lambda x: x)
run("match v:\n case int(1, 2): pass", v=5)
run("match v:\n case int(real=5): raise KeyError('matched')", v=5)
run("match v:\n case {'a': 1, k.x: 2}: pass", v={"a": 1}, k=Few)
run("match v:\n case {k.x: 1, k.z: 2}: pass", v={1: 1}, k=type("K", (), {"x": 1, "z": 1}))
def kind(v):
    match v:
        case [*_]: return "seq"
        case {}: return "map"
        case _: return "-"
NT = namedtuple("NT", "a b")
class S(Sequence):
    def __len__(self): return 2
    def __getitem__(self, i): return (0, 10)[i]
class M(Mapping):
    def __len__(self): return 1
    def __iter__(self): return iter("k")
    def __getitem__(self, k): return {"k": 1}[k]
print([kind(v) for v in ((), "s", b"", bytearray(), deque(), NT(1, 2), range(2), S(), M(), OrderedDict(), defaultdict(list), {}.keys(), memoryview(b""), {1}, iter(()))])
match S():
    case [a, b]: print(a, b)
match NT(1, 2):
    case NT(b=x, a=y): print(x, y)
dd = defaultdict(list)
match dd:
    case {"missing": x}: print("found")
    case _: print("no default made", dict(dd))
for src in ("case a: pass\n case b: pass", "case a | 1: pass", "case 1 | a: pass", "case a | b: pass", "case [a, a]: pass", "case {**r, 'a': 1}: pass", "case {'a': 1, 'a': 2}: pass", "case C(x=1, x=2): pass", "case C(x=1, 2): pass",
            "case [*a, *b]: pass", "case 1 + 1: pass", "case f'x': pass", "case -x: pass", "case {**_}: pass", "case 1 as _: pass", "case a as b.c: pass", "case {x: 1}: pass", "case (a := 1): pass", "case [a] | [b]: pass", "case 1 + 2j - 3j: pass", "case _ | 1: pass", "case *a: pass", "case (*a, b): pass", "case a, : pass", "case {None: 1, True: 2}: pass"):
    try: compile("match v:\n " + src, "m", "exec"); print("ok:", src)
    except SyntaxError as e: print(e.msg, (e.lineno, e.offset, e.end_offset))
match, case, type, _ = 1, 2, 3, 4
print(match, case, type, _, match[0] if False else -match)
