# Building, copying, slicing and merging containers: where the references go.
import sys
G = sys.getrefcount
o = object()
def show(label, c):
    print(label, G(o), end="; ")
for label, mk in [
    ("list", lambda: [o, o]), ("tuple", lambda: (o, o)), ("set", lambda: {o, o}), ("dict", lambda: {o: o}), ("mul", lambda: [o] * 5),
    ("tmul", lambda: (o,) * 5), ("slice", lambda: [o, o, o][1:]), ("tslice", lambda: (o, o, o)[1:]), ("concat", lambda: [o] + [o]),
    ("fromkeys", lambda: dict.fromkeys([1, 2, 3], o)), ("fz", lambda: frozenset([o])), ("copy", lambda: [o].copy()), ("dcopy", lambda: {1: o}.copy()),
    ("merge", lambda: {1: o} | {2: o}), ("star", lambda: [*[o], *(o,)]), ("dstar", lambda: {**{"a": o}, **{"b": o}}), ("sorted", lambda: sorted([1, 2], key=lambda v: (v, o)[0])),
    ("zip", lambda: list(zip([o], [o]))), ("enum", lambda: list(enumerate([o]))), ("items", lambda: list({o: o}.items())), ("union", lambda: {o} | {o}), ("inter", lambda: {o} & {o}),
    ("ins", lambda: [o].insert(0, o)), ("deque", lambda: __import__("collections").deque([o, o])), ("imul", lambda: [[o]] * 3),
]:
    c = mk(); show(label, c); del c
print(G(o))
l = [o] * 10; print(G(o)); l[2:5] = [o]; print(G(o)); del l[::2]; print(G(o)); l[:] = []; print(G(o))
l = [o]; l += l; l.extend(l); print(G(o), len(l)); l *= 2; print(G(o)); l.pop(); l.remove(o); print(G(o)); l.clear(); print(G(o))
d = {1: o}; d.update(a=o); d |= {3: o}; print(G(o)); d.setdefault(9, o); d.setdefault(9, o); print(G(o)); d.pop(1); d.popitem(); print(G(o)); d.clear(); print(G(o))
s = {o}; s.add(o); s |= {o}; print(G(o)); s.discard(o); print(G(o)); s.update([o], (o,)); print(G(o)); s.pop(); print(G(o))
(a, b), *c = (o, o), o, o; print(G(o)); a, b = b, a; print(G(o)); a = b = c = None; print(G(o))
first, *rest = [o, o, o]; print(G(o), len(rest)); del first, rest; print(G(o))
