# list.sort: the list is empty meanwhile, keys are kept beside, decorated values let go in order.
import sys
G = sys.getrefcount
class K:
    def __init__(self, n): self.n = n
    def __lt__(self, o): cmp.append((self.n, o.n, G(self), G(o), len(L))); return self.n < o.n
    def __del__(self): dead.append(self.n)
cmp = []; dead = []
L = [K(3), K(1), K(2)]; L.sort(); print(cmp, [k.n for k in L], dead)
cmp.clear(); L.sort(key=lambda k: (G(k), K(-k.n))[1]); print(cmp); print(dead)
cmp.clear(); dead.clear(); L.sort(key=lambda k: K(k.n * 10), reverse=True); print(cmp, dead, [k.n for k in L])
M = [1, 2, 3]
def key(x): M.append(x) if x == 2 else None; return -x
try: M.sort(key=key)
except ValueError as e: print(e, M)
def bad(x):
    if x == 1: raise KeyError(x)
    return K(x)
dead.clear(); M = [3, 2, 1, 0]
try: M.sort(key=bad)
except KeyError as e: print("KeyError", e, M, dead)
cmp.clear(); dead.clear(); print(min([K(2), K(1)]).n, cmp, dead); cmp.clear(); dead.clear(); print(max((K(2), K(1)), key=lambda k: k.n).n, dead)
o = object(); l = [o, o]; l.sort(key=lambda v: G(v)); print(G(o)); print(sorted([o, o], key=G) == l, G(o), [G(v) for v in sorted(l, key=id)])
import bisect, heapq, operator
print(bisect.bisect([1, 2, 3], 2, key=lambda v: v), heapq.nsmallest(1, [3, 1], key=lambda v: G(v) and v))
from functools import cmp_to_key
r = []
def c(a, b): r.append((G(a), G(b))); return 0
print(len(sorted([[1], [2], [3]], key=cmp_to_key(c))), r)
