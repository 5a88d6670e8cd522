# Repeated frames are folded, limits are respected, and a RecursionError can be caught and left.
import sys
class Out:
    def write(self, s): sys.stdout.write(s.replace(__file__, "FILE"))
    def flush(self): pass
sys.stderr = Out()
def show(e): sys.excepthook(type(e), e, e.__traceback__); print("--")
def rec(n): return rec(n - 1) if n else 1 / 0
try: rec(10)
except ZeroDivisionError as e: show(e)
def a(n): return b(n - 1) if n else 1 / 0
def b(n): return a(n)
try: a(5)
except ZeroDivisionError as e: show(e)
sys.tracebacklimit = 2
try: a(3)
except ZeroDivisionError as e: show(e)
sys.tracebacklimit = 0
try: a(3)
except ZeroDivisionError as e: show(e)
del sys.tracebacklimit
def forever(n): return forever(n + 1)
try: forever(0)
except RecursionError as e: print(type(e).__name__, e)
class Eq:
    def __eq__(self, o): return self == o
try: Eq() == 1
except RecursionError as e: print(e)
class Rep:
    def __repr__(self): return repr(self)
try: repr(Rep())
except RecursionError as e: print(e)
l = []; l.append(l); m = []; m.append(m)
try: l == m
except RecursionError as e: print(e)
print(l, {1: l})
d = {}; d["self"] = d; t = ([],); t[0].append(t); print(d, t)
class Attr:
    def __getattr__(self, n): return getattr(self, n + "x")
try: Attr().y
except RecursionError as e: print(e)
nest = []
for _ in range(20000): nest = [nest]
try: repr(nest)
except RecursionError as e: print(e)
while nest: nest = nest[0]
old = sys.getrecursionlimit(); print(old)
for bad in (0, -1, "x", 2**40):
    try: sys.setrecursionlimit(bad)
    except Exception as e: print(type(e).__name__, e)
def depth(n=0):
    try: return depth(n + 1)
    except RecursionError: return n
sys.setrecursionlimit(60); x = depth(); sys.setrecursionlimit(old); print(40 < x < 60)
try: sys.setrecursionlimit(1)
except RecursionError as e: print(e)
print(depth() > 900)
def fin(n):
    try: fin(n + 1)
    finally: pass
try: fin(0)
except RecursionError as e: print(e)
