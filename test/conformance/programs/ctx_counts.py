# Context managers: what the with block holds, nested managers, ExitStack, suppress, contextmanager generators.
import sys, contextlib
G = sys.getrefcount
class M:
    def __init__(self, n): self.n = n
    def __enter__(self): print("enter", self.n, G(self)); return self
    def __exit__(self, *a): print("exit", self.n, G(self), [type(x).__name__ for x in a]); return self.n == "swallow"
    def __del__(self): print("del", self.n)
with M("temp"): print("body")
with M("as") as m: print("body", G(m))
print("after", G(m)); del m
with M("a") as a, M("b") as b: print(G(a), G(b))
del a, b
with M("swallow"): raise ValueError(1)
try:
    with M("x"): raise KeyError(2)
except KeyError as e: print("caught", G(e))
def f():
    with M("ret") as r: return G(r)
print(f())
for i in range(2):
    with M("loop%d" % i):
        if i: break
        continue
with contextlib.ExitStack() as st:
    m = st.enter_context(M("s1")); st.callback(print, "callback", 1); st.enter_context(M("s2")); print("in stack", G(m)); n = st.pop_all(); print("popped")
n.close(); print(G(m)); del m, n
@contextlib.contextmanager
def cm(o):
    print("start", G(o))
    try: yield o
    except ValueError as e: print("seen", e)
    finally: print("end")
o = object(); c = cm(o); print(G(o))
with c as v: print(v is o, G(o))
print(G(o)); del c, v; print(G(o))
with cm(o): raise ValueError("inside")
with contextlib.suppress(KeyError): {}[1]
with contextlib.closing(iter_obj := type("Cl", (), {"close": lambda s: print("closed")})()) as k: print(G(k))
with contextlib.redirect_stdout(__import__("io").StringIO()) as buf: print("hidden")
print(repr(buf.getvalue())); g = contextlib.nullcontext(o)
with g as w: print(G(o))
print(G(o), G(g)); del g, w; print(G(o))
async def acm():
    class A:
        async def __aenter__(self): return G(self)
        async def __aexit__(self, *a): print("aexit", G(self))
    async with A() as n: print("async", n)
c = acm()
try: c.send(None)
except StopIteration: pass
