# Dict tables: growth by inserting, deletions, copies, conversions from string keys, pop and clear, merging.
import sys
S = sys.getsizeof
def trail(d, keys):
    out = [S(d)]
    for k in keys:
        d[k] = None
        if S(d) != out[-1]: out.append((len(d), S(d)))
    return out
print(trail({}, range(700))); print(trail({}, [str(i) for i in range(700)]))
d = {"a": 1, "b": 2}; print(S(d)); d[3] = 1; print(S(d)); d = {"a": 1}; d[()] = 1; print(S(d))
for n in range(0, 12): print(S(dict.fromkeys(range(n))), S({str(i): i for i in range(n)}), S(dict([(i, i) for i in range(n)])), S(dict(zip("abcdefghijkl"[:n], range(n)))), S({**{i: i for i in range(n)}}), S({i: 1 for i in range(n)}.copy()), S(dict({i: 1 for i in range(n)})), end="; ")
print()
d = {i: i for i in range(100)}; print(S(d), S(d.copy()), S(dict(d)))
for i in range(95): del d[i]
print(S(d), S(d.copy()), S(dict(d)), S({**d}), S(d | {}), len(d)); d["x"] = 1; print(S(d)); d.clear(); print(S(d)); d[1] = 1; print(S(d))
d = {}
for i in range(40): d[i] = 1; del d[i]
print(S(d), len(d)); d = dict.fromkeys("abc"); [d.popitem() for _ in range(3)]; print(S(d), S({}))
d = {i: 1 for i in range(5)}; print(S(d)); d.update({i: 1 for i in range(5, 20)}); print(S(d)); d |= {i: 1 for i in range(20, 30)}; print(S(d)); d.update(a=1); print(S(d))
def kw(**k): return S(k)
print(kw(), kw(a=1), kw(a=1, b=2, c=3, d=4, e=5, f=6), kw(**{"x": 1}), S(dict(a=1)), S(dict(a=1, b=2, c=3, d=4, e=5, f=6)), S(dict.fromkeys("abcdef")), S(dict.fromkeys({1, 2, 3, 4, 5, 6})), S(dict.fromkeys({1: 1})))
d = {"k%d" % i: i for i in range(10)}; e = {k: v for k, v in d.items() if v < 3}; print(S(d), S(e), S(globals()) > 1000)
class D(dict): pass
x = D(a=1); print(S(D()), S(x)); x.attr = 1; print(S(x), S(x.__dict__)); class_d = D({i: i for i in range(9)}); print(S(class_d), S(class_d.copy()), type(class_d.copy()).__name__)
print({}.__sizeof__(), {1: 1}.__sizeof__(), S({}.keys()), S({}.items()), S({}.values()), S(iter({})), S(iter({}.items())), S(reversed({})))
import collections
o = collections.OrderedDict(); t = [S(o)]
for i in range(30):
    o[i] = i
    if S(o) != t[-1]: t.append(S(o))
print(t); print(S(collections.defaultdict(list)), S(collections.defaultdict(list, a=1)), S(collections.Counter("abcdef")), S(collections.ChainMap()), S(collections.UserDict()))
