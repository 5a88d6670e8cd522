# Arguments are names for the caller's objects: mutation is seen, rebinding is not; defaults, star arguments, aliases.
def mutate(l, d, s, b): l.append(1); d["k"] = 1; s.add(1); b += b"x"; return l, d, s, b
def rebind(l, n): l = l + [9]; n += 1; return l, n
def inplace(l, t, s): l += [2]; t += (2,); s += "x"; return l, t, s
L = []; D = {}; S = set(); B = bytearray(); r = mutate(L, D, S, B); print(L, D, S, B, [a is b for a, b in zip(r, (L, D, S, B))])
n = 1; r = rebind(L, n); print(L, n, r); t = (1,); s = "s"; r = inplace(L, t, s); print(L, t, s, r[0] is L)
def star(*a, **k): a2 = a; k["new"] = 1; return a, k
x = (1, [2]); kw = {"q": []}; a, k = star(*x, **kw); print(a is x, a == x, a[1] is x[1], k is kw, kw, k["q"] is kw["q"]); a, k = star(*[1]); print(a); a, _ = star(*(y := (1, 2))); print(a is y)
def default(v, acc=[]): acc.append(v); return acc
print(default(1), default(2), default(3, []), default(4), default.__defaults__)
def late(): return [lambda: i for i in range(3)]
print([f() for f in late()], [f() for f in [lambda i=i: i for i in range(3)]])
grid = [[0] * 2] * 3; grid[0][0] = 1; print(grid); grid = [[0] * 2 for _ in range(3)]; grid[0][0] = 1; print(grid)
a = b = []; a.append(1); print(b, a is b); a = a + [2]; print(b, a is b); b += [3]; print(b); c = b[:]; c.append(4); print(b, c); d = {1: b}; e = d.copy(); e[1].append(5); print(d, e is d)
class C: shared = []; count = 0
p = C(); q = C(); p.shared.append(1); print(q.shared, C.shared is p.shared); p.count += 1; print(C.count, p.count, q.count); p.shared += [2]; print(C.shared, "shared" in p.__dict__, p.shared is C.shared); C.shared = []; print(p.shared, q.shared)
t = ([],); t[0].append(1); print(t)
try: t[0] += [2]
except TypeError as ex: print(ex, t)
l = [1, 2, 3, 4]
for i in l:
    if i % 2 == 0: l.remove(i)
print(l); l = [1, 2, 3]
for i, v in enumerate(l):
    if len(l) < 6: l.append(v * 10)
print(l); d = {"a": 1}
try:
    for k in d: d[k + "x"] = 1
except RuntimeError as ex: print(ex, len(d))
def swap(l, i, j): l[i], l[j] = l[j], l[i]
swap(l, 0, -1); print(l); i = 0; m = [5, 6, 7]; i, m[i] = 1, 9; print(i, m); x = [1, 2]; x[0], x = 5, [7]; print(x); f = (lambda l: l.sort())(m); print(f, m); z = [[1], [2]]; w = list(z); w[0].append(3); print(z); w[1] = 0; print(z); u, *v = z; v[0].append(8); print(z); (lambda *a: a[0].append(7))(*z); print(z); g = globals(); g["injected"] = z; print(injected is z)
