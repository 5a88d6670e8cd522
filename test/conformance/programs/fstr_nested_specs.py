# f-strings: nested fields and specs, conversions, `=`, quotes, braces, multi-line, order of evaluation.
w, p, v, s = 10, 3, 3.14159, "text"
print(f"{v:{w}.{p}f}|{v:<{w}}|{s!r:>{w}}|{s!s:^{w}}|{s!a}|{'é'!a}|{v!r:.4}")
print(f"{v = }|{v=:.2f}|{ v =!r}|{v+1=}|{s = !s:>6}|{s=}")
print(f"{{}}|{{{w}}}|{w:{'*^'}{p + 4}}")
print(f"{"nested " + f"{"deeper " + f'{w}'}"}", f"{'a' 'b'}", f"{ {'k': 1}['k'] }", f"{(lambda x: x * 2)(3)}", f"{w if w > 5 else 'no'}", f"{[i for i in range(3)]}", f"{w,}", f"{*[1, 2],}", f"{w!r:{'>' + str(p * 4)}}")
print(f"""{
    w  # comment
    + 1
}""", f"line\
cont {w}", f"\x41\N{BULLET}\u00e9{w}\n", rf"\x41{w}\n", f'\'{w}\'', f"{'\n'}|", f"{s:\x3e10}", "")
class F:
    def __format__(self, spec): return f"<{spec}>"
    def __repr__(self): return "F()"
    def __str__(self): return "strF"
print(f"{F()}|{F():abc}|{F()!r:>6}|{F()!s}|{F():{w}{p}}|{F():{{}}}|{F():%Y-%m-%d}|{F()=}|{F()=:x}|{F()=!s}|{F():!r}|{F():a{'b'}c}")
log = []
def t(x): log.append(x); return x
f"{t(1)}{t(2):{t(3)}}{t(4)!r:{t(5)}}"; print(log)
print(f"{w:=+8}|{w:=}|{w!=5}|{w==10}|{w>=10}|{(x:=5)}|{x}", f"{w:#x} {w:08b} {w:,} {1e6:_} {-w: } {True:d} {True}")
def err(f):
    try: return f()
    except Exception as e: return f"{type(e).__name__}: {e}"
class BadFormat:
    def __format__(self, spec): return 5
print(err(lambda: f"{BadFormat()}"), err(lambda: f"{object():x}"), err(lambda: f"{[]:>5}"), err(lambda: f"{w:q}"), err(lambda: f"{s:d}"), err(lambda: f"{w:{s}}"), err(lambda: f"{None:5}"), err(lambda: f"{v:x}"), err(lambda: f"{s:=5}"), err(lambda: f"{w:.2}"), err(lambda: f"{w:10000000000000000000}"), err(lambda: f"{1j:=5}"), err(lambda: f"{s:,}"), err(lambda: f"{w:,_}"), err(lambda: f"{w:c,}"), err(lambda: f"{-1:c}"), err(lambda: f"{w:+c}"), err(lambda: f"{s:+}"))
for src in ("f'{'", "f'}'", "f'{}'", "f'{a!}'", "f'{a!x}'", "f'{a!rr}'", "f'{a b}'", "f'{a:{b:{c}}}'", "f'{a:{b:{c:{d}}}}'", "f'{!r}'", "f'{:x}'", "f'{a:}}'", "f'{lambda x: 1}'", "f'{*a}'", "f'{a = = b}'", "f'{yield}'", "f'{a!r:b!r}'", "f'{a! r}'", "f'{a$b}'", "f'{a[}'", "f'{a)}'", "f'{(a}'", "f'{#}'", "f'{a:\n}'", "f'{a\n}'", "f'''{a\n:x}'''", "f'{a!}}'", "f'{=}'", "f'{a.1}'", "f'{1.}'", "f'{0x}'", "f'{a' 'b}'", "b'x' f'{a}'", "fb'x'", "f'x' b'y'", "f'{del}'", "f'{\\n}'", "f'{a := 1}'", "f'{(a := 1)}'", "f'{ }'", "f'{a:{}}'", "f'{a,b!r}'", "f'{None=}'"):
    try: compile(src, "w", "eval"); print("ok", repr(src))
    except SyntaxError as e: print("--", repr(src), "->", e.msg, e.lineno, e.offset, e.end_offset)
