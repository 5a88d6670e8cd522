# A generator's frame owns its locals and its stack; close, throw and exhaustion let go.
import sys
G = sys.getrefcount
o = object()
def g(a):
    b = a
    got = yield G(a)
    yield G(a), got is a, G(got)
    yield [x for x in (a,)]
gen = g(o)
print(G(o), G(gen)); print(next(gen), G(o)); print(gen.send(o), G(o))
gen.close(); print(G(o), gen.gi_frame)
gen = g(o); next(gen); del gen; print(G(o))
gen = g(o); next(gen)
fr = gen.gi_frame
print(G(fr), G(gen), G(o), G(fr.f_locals["a"]))
gen.close(); print(G(o), G(fr)); del fr
gen = g(o)
try: gen.throw(ValueError)
except ValueError as e: print(G(o), e.__traceback__.tb_next.tb_frame.f_lineno)
print(G(o))
def sub(a):
    yield G(a)
    return a
def deleg(a):
    r = yield from sub(a)
    yield G(r), G(a)
d = deleg(o)
print(next(d), G(d.gi_yieldfrom), next(d), d.gi_yieldfrom, G(o)); del d
def ret(): return o; yield
try: next(ret())
except StopIteration as s: print(s.value is o, G(o))
print(G(o))
def tmp():
    yield G((yield o) or o)
t = tmp(); next(t); print(G(o), next(t)); del t; print(G(o))
async def co(a): return G(a)
c = co(o); print(G(o))
try: c.send(None)
except StopIteration as s: print(s.value)
print(G(o)); del c, gen
