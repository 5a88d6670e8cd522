# enumerate, zip, map, filter, reversed and iter(callable): laziness, exhaustion, strictness, state.
class Noisy:
    def __init__(self, name, n): self.name, self.it = name, iter(range(n))
    def __iter__(self): return self
    def __next__(self):
        print("next", self.name, end="; ")
        return next(self.it)
class Seq:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i * 10
    def __len__(self): return 3
class BadLen(Seq):
    def __len__(self): return -1
class BadRev:
    __reversed__ = None
class BadIter:
    def __iter__(self): return 5
class OnlyNext:
    def __next__(self): return 1
class Raise:
    def __iter__(self): return self
    def __next__(self): raise KeyError("in next")
class Hint:
    def __init__(self, h): self.h = h
    def __length_hint__(self): return self.h
    def __iter__(self): return iter("ab")
import operator
def calls(*vals):
    it = iter(vals)
    return lambda: next(it)
CASES = r"""
list(zip(Noisy("a", 2), Noisy("b", 3)))
list(zip(Noisy("a", 3), Noisy("b", 2)))
list(zip(Noisy("a", 2), Noisy("b", 3), strict=True))
list(zip(Noisy("a", 3), Noisy("b", 2), strict=True))
list(zip([1], [1, 2], [1, 2], strict=True))
list(zip([1, 2], [1, 2], [1], strict=True))
list(zip([], [], [1], strict=True))
list(zip([1], [1], strict=True)), list(zip()), list(zip([1])), list(zip(strict=True)), list(zip("ab", range(10**20), [None] * 5)), dict(zip("ab", "cd")), list(zip(*[iter("abcdef")] * 3)), list(zip(*zip("ab", "cd")))
zip([1], 5)
zip(5, strict=False)
list(zip([1], Raise()))
list(map(lambda *a: a, "ab", [1, 2, 3])), list(map(str.upper, "ab")), list(map(None.__class__, [])), next(map(abs, [-1]))
list(map(None, [1]))
list(map(len, [1]))
list(map(lambda x: x, [1], [2]))
map(abs, 5)
list(map(abs, Raise()))
list(map(lambda: 1, *[]))
list(filter(None, [0, 1, "", "a", [], None])), list(filter(bool, [0, 1])), list(filter(lambda x: x % 2, range(5))), list(filter(lambda x: [] if x else [1], [0, 1]))
list(filter(5, [1]))
list(filter(lambda: 1, [1]))
list(filter(None, Raise()))
list(enumerate("ab")), list(enumerate("ab", 5)), list(enumerate("ab", start=-1)), next(enumerate(["x"], 10**30)), list(enumerate(iterable="ab", start=True)), list(enumerate("ab", 2**63 - 1))
enumerate("ab", 1.5)
enumerate("ab", start="a")
list(reversed(Seq())), list(reversed("ab")), list(reversed((1, 2))), list(reversed(range(3))), list(reversed({1: 2, 3: 4})), list(reversed(b"ab")), reversed(Seq()).__length_hint__()
reversed(BadLen())
reversed(BadRev())
reversed(Noisy("x", 1))
reversed({1})
reversed(iter([]))
list(iter(Seq())), list(iter(calls(1, 2, 3, 4), 3)), list(iter(calls(1, 2, 3.0), 3)), list(iter(calls(1), None)) if 0 else 0
list(iter(calls(1, 2), 5))
iter(5)
iter(BadIter())
iter(OnlyNext())
iter(5, 5)
iter(calls(1))
next(iter(calls(1), 1))
next(iter(calls(1), 1), "default"), next(iter([]), None), next(iter("a"))
next([])
next(iter(Raise()))
5 in Seq(), 10 in Seq(), [*Seq()], max(Seq()), sum(Seq()), sorted(Seq(), reverse=True), dict(enumerate(Seq())), tuple(Seq()), "".join(map(str, Seq()))
a, b = Seq() if 0 else (1, 2)
operator.length_hint(Hint(5)), operator.length_hint([1]), operator.length_hint(Hint(NotImplemented), 7), list(Hint(10**5)), list(Hint(NotImplemented))
operator.length_hint(Hint("a"))
operator.length_hint(Hint(-1))
list(Hint(-1))
list(Hint(1.5))
zip("ab").__reduce__()[0], enumerate("ab", 3).__reduce__()[1][1], map(abs, [1]).__reduce__()[0], type(zip()).__name__, type(iter(calls(1), 1)).__name__, type(iter(Seq())).__name__, (lambda e: iter(e) is e)(enumerate("")), enumerate[int]
sum([[1], [2]], []), sum((), 5), sum("", 3), any([]), all([]), any([0, [], "x"]), all([1, []]), min("b", "a"), max([1, 3, 2], key=lambda x: -x), min([(1, "b"), (1, "a")]), max("ab", "b", key=len), min([], default=0), max(1, 2.0, 2), min(2, 2.0), max([2.0, 2])
sorted("bca", key=str.upper, reverse=True), sorted([(1, "b"), (0, "c"), (1, "a")], key=lambda t: t[0]), sorted([(1, "b"), (0, "c"), (1, "a")], key=lambda t: t[0], reverse=True), sorted({3: 1, 1: 2}), sorted([True, 0, 1.0, False]), sorted([3, 1.5, 10**20, -1]), sorted("aB1 "), sorted([[2], [1, 5], []]), sorted([(1, None), (0, None)])
sorted([(1, None), (1, 5)])
sorted([1, None])
sorted([1j, 2j])
"""
for case in CASES.strip().splitlines():
    try: print(eval(case))
    except Exception as e: print(type(e).__name__ + ":", e)
