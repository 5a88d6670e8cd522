# The tracebacks that tracebacks print: frames, lines and carets of many kinds of expressions.
import sys, os
class Out:
    def write(self, s): sys.stdout.write(s.replace(os.path.dirname(os.path.abspath(__file__)) + os.sep, ""))
    def flush(self): pass
sys.stderr = Out()
class Obj: attr = None
o, d, n = Obj(), {}, None
cases = [
    "1 + 2 + n * 3",
    "d['a']['b']",
    "o.attr.deep.er",
    "(lambda: 1 / 0)()",
    "len(5) + len([])",
    "[1 / v for v in (1, 0)]",
    "o.attr[0](1)(2)",
    "n(\n  1,\n  2)",
    "x = y = undefined",
    "a, b = 1, 2, 3",
    "del d['q']",
    "assert 1 == 2, 'message'",
    "f'{n:d} text'",
    "'abc' + \\\n  5",
    "import nothing.here",
    "from sys import nothing",
    "for q in 5: pass",
    "with 5: pass",
    "raise KeyError('k') from ValueError('v')",
    "-'s'",
    "not_defined.x.y",
    "1 < 's' < 3",
    "*a, b = 5",
    "{**5}",
    "print(*5)",
    "dict(**{'a': 1}, a=2)",
    "o.x += 1",
    "d['n'] -= 1",
    "class C(5): pass",
    "'é' + 1 + '漢字'; n.ü",
    "(  n  )  .  z",
    "n @ (  1 + 2  )",
]
for i, src in enumerate(cases):
    name = f"<case {i}>"
    import linecache
    linecache.cache[name] = (len(src), None, [l + "\n" for l in src.split("\n")], name)
    try: exec(compile(src, name, "exec"))
    except Exception as e:
        sys.excepthook(type(e), e, e.__traceback__.tb_next)
