# Generators that are closed, dropped, exhausted or thrown into: finally blocks and locals.
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n, end="; ")
def g(n):
    a = D(n + ".a")
    try:
        b = D(n + ".b")
        yield b
        c = D(n + ".c")
        yield c
    finally: print("finally", end="; ")
x = g("drop"); next(x); del x; print()
x = g("unstarted"); del x; print()
x = g("close"); next(x); x.close(); print("|", end=" "); del x; print()
x = g("throw"); next(x)
try: x.throw(KeyError(D("key")))
except KeyError: print("caught", end="; ")
print(); del x
x = g("all"); r = list(x); print("|", end=" "); del x; print("|", end=" "); del r; print()
for i in g("break"): break
print("|", end=" "); del i; print()
def outer():
    o = D("outer")
    try: yield from g("inner")
    finally: print("outer finally", end="; ")
x = outer(); next(x); del x; print()
def stubborn():
    try: yield D("y")
    except GeneratorExit: print("ge", end="; "); yield
x = stubborn(); next(x)
try: x.close()
except RuntimeError as e: print(e, end="; ")
del x; print()
x = (D("e%d" % i) for i in range(3)); next(x); print("|", end=" "); next(x); print("|", end=" "); del x; print()
def recv():
    while True:
        v = yield
        print("got", end="; ")
x = recv(); next(x); x.send(D("s1")); x.send(D("s2")); x.close(); print()
async def co():
    a = D("co.a")
    await aw()
class aw:
    def __await__(self): yield D("awaiting"); return 1
c = co(); c.send(None); print("|", end=" "); c.close(); print("|", end=" "); del c; print()
def ret():
    a = D("ret.a"); return D("value"); yield
try: next(ret())
except StopIteration as s: print("stop", end="; "); v = s.value
print("|", end=" "); del v; print()
def two():
    a = D("t.a"); yield 1; del a; yield 2
x = two(); print(next(x), next(x), end=" "); del x; print()
