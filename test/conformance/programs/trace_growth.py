# tracemalloc: how the cost of growing containers steps; what copies and clears give back.
import tracemalloc as tm, gc
gc.disable(); gc.collect()
def steps(make, step, n):
    o = make(); tm.start(); base = tm.get_traced_memory()[0]; last = 0; out = []
    for i in range(n):
        step(o, i)
        now = tm.get_traced_memory()[0] - base
        if abs(now - last) > 40: out.append((i, now // 8 * 8)); last = now
    tm.stop(); return out
K = [str(i) for i in range(400)]
N = [object() for _ in range(400)]
print(steps(list, lambda l, i: l.append(None), 200))
print(steps(dict, lambda d, i: d.__setitem__(K[i], None), 200))
print(steps(dict, lambda d, i: d.__setitem__(i % 250, None), 200))
print(steps(set, lambda s, i: s.add(i % 250), 250))
print(steps(bytearray, lambda b, i: b.extend(b"0123456789"), 100))
import collections
print(steps(collections.deque, lambda d, i: d.append(None), 300))
def delta(f):
    tm.start(); a = tm.get_traced_memory()[0]; r = f(); b = tm.get_traced_memory()[0]; tm.stop(); return b - a
l = list(range(100)); d = dict.fromkeys(K[:50]); s = set(K[:50]); t = tuple(l)
print(delta(lambda: l[:]), delta(lambda: l + l), delta(lambda: d.copy()), delta(lambda: s.copy()), delta(lambda: t + t), delta(lambda: t[1:]), delta(lambda: list(t)), delta(lambda: tuple(l)), delta(lambda: dict(d)), delta(lambda: set(s)), delta(lambda: frozenset(s)), delta(lambda: sorted(l)), delta(lambda: l * 2), delta(lambda: [None] * 1000), delta(lambda: [x for x in l]), delta(lambda: {x: x for x in K[:20]}), delta(lambda: {x for x in K[:20]}), delta(lambda: bytes(l)), delta(lambda: str(l)), delta(lambda: "".join(K)))
def keep(c, f):
    tm.start(); x = c(); a = tm.get_traced_memory()[0]; f(x); b = tm.get_traced_memory()[0]; tm.stop(); return b - a
print(keep(lambda: [None] * 1000, list.clear), keep(lambda: [None] * 1000, lambda l: l.__delitem__(slice(10, None))), keep(lambda: dict.fromkeys(K), dict.clear), keep(lambda: set(K), set.clear), keep(lambda: bytearray(5000), bytearray.clear), keep(lambda: collections.deque(K), collections.deque.clear), keep(lambda: dict.fromkeys(K), lambda d: [d.pop(k) for k in K] and None), keep(lambda: list(K), lambda l: l.reverse()))
