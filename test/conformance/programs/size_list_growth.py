# How lists grow and shrink: append, insert, extend, slices, pop, sort, copies, comprehensions.
import sys
def cap(l): return (sys.getsizeof(l) - 56) // 8
def trail(l, step, n):
    out = [cap(l)]
    for i in range(n):
        step(l, i)
        if cap(l) != out[-1]: out.append(cap(l))
    return out
print(trail([], lambda l, i: l.append(i), 300))
print(trail([], lambda l, i: l.insert(0, i), 60))
print(trail([], lambda l, i: l.extend((i, i, i)), 60))
print(trail([], lambda l, i: l.extend(x for x in (i, i, i)), 30))
print(trail([0] * 300, lambda l, i: l.pop(), 300))
print(trail([0] * 100, lambda l, i: l.pop(0), 100))
l = [0] * 64; print(cap(l)); del l[10:]; print(cap(l)); l[5:5] = [1] * 3; print(cap(l)); l += [2] * 20; print(cap(l)); l *= 3; print(cap(l)); l.clear(); print(cap(l))
print([cap(list(range(n))) for n in range(18)])
print([cap([i for i in range(n)]) for n in range(18)])
print([cap(list(i for i in range(n))) for n in range(18)])
print([cap([*range(n)]) for n in range(18)], [cap([*range(n), 1]) for n in range(10)])
print([cap(sorted(range(n))) for n in range(10)], [cap(list((0,) * n)) for n in range(10)], [cap(list(map(id, range(n)))) for n in range(10)])
print([cap("x," * n and ("x," * n).split(",")) for n in range(20)], [cap(("x " * n).split()) for n in range(20)])
print(cap("a\nb\nc".splitlines()), cap(list("hello")), cap(list({1: 2, 3: 4})), cap(list({1, 2, 3})), cap([0] * 5), cap([1, 2] + [3]), cap([1, 2, 3][:2]), cap([1, 2, 3].copy()), cap(list([1, 2, 3])))
a = []; a[:] = range(5); print(cap(a)); a[1:2] = range(10); print(cap(a)); a.sort(); print(cap(a)); a[::2] = [0] * len(a[::2]); del a[::2]; print(cap(a), len(a))
m = [1]; m.append(2); print(cap(m)); n = [1, 2]; n.append(3); print(cap(n)); o = [1, 2, 3]; o.append(4); print(cap(o)); p = list((1, 2)); p.append(3); print(cap(p))
print(cap(dir()) >= 0, cap(vars(sys).keys().__iter__().__reduce__()[1][0]) > 0, cap(list(zip("ab", "cd"))), cap([x for x in "abc" if x > "a"]), cap(list(filter(None, range(9)))))
f, *r = range(9); print(cap(r)); f, *r, g = "abcdef"; print(cap(r)); (lambda *a: print(sys.getsizeof(a)))(*range(5)); print(cap([].__class__(range(3))), cap(list.__new__(list)))
