# range: arithmetic of huge ranges, slices, membership, equality, errors.
class I:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
class E(int):
    def __eq__(self, o): return True
    __hash__ = int.__hash__
CASES = r"""
range(5), range(1, 5), range(1, 5, 2), range(5, 0, -1), range(0), range(I(3)), range(True), range(10**30), range(-5, -10**30, -7), [*range(3, -3, -2)], range(0, 10, 3)[-1], range(10)[2:8:3], range(10)[::-1], range(10)[-3:], range(0)[1:], range(10)[5:2], range(10, 0, -3)[::-1], range(10)[True]
len(range(0, 10, 3)), len(range(10, 0, 3)), len(range(0, -10, -3)), len(range(5, 5)), bool(range(0)), bool(range(1)), len(range(2**62))
len(range(10**30))
range(10**30)[10**29], range(10**30)[-1], range(10**30)[5:10**20:10**19], 10**29 in range(10**30), 10**29 + 0.0 in range(5), range(10**30).index(10**29), range(0, 10**30, 3).count(10**29)
range(5)[5]
range(5)[-6]
range(10**30)[10**30]
range(5)["a"]
range(5)[1.0]
range(5)[::0]
range(1, 2, 0)
range("a")
range(1.0)
range(None)
range(1, "a")
3 in range(5), 3.0 in range(5), 2.5 in range(5), "a" in range(5), None in range(5), True in range(2), -1 in range(-3, 0), 4 in range(0, 10, 3), I(3) in range(5), E(50) in range(5), E(3) in range(5)
range(5).index(3), range(0, 10, 2).index(4), range(5).count(3), range(5).count(9), range(5).count("a"), range(5).index(3.0), range(5).count(2.0)
range(5).index(9)
range(5).index("a")
range(0, 10, 2).index(3)
range(3) == range(0, 3, 1), range(0) == range(5, 5), range(0, 3, 2) == range(0, 4, 2), range(3) == [0, 1, 2], hash(range(0)) == hash(range(3, 3)), hash(range(0, 3, 2)) == hash(range(0, 4, 2)), range(1) != range(2), range(1, 2, 5) == range(1, 2, 7), range(10**30) == range(10**30)
range(3) < range(4)
range(3) + range(4)
range(3) * 2
range(5).start, range(1, 5, 2).stop, range(1, 5, 2).step, range(I(3)).stop, type(range(True).stop), range(3).__reduce__(), range(3).__sizeof__(), list(reversed(range(0, 10, 3))), list(reversed(range(0))), next(reversed(range(10**30))), min(range(5)), sum(range(10**3)), sorted(range(3), reverse=True)
range(3).start = 5 if 0 else 0
setattr(range(3), "start", 1)
range(3).foo
type("R", (range,), {})
iter(range(3)).__length_hint__(), iter(range(10**30)).__length_hint__(), iter(range(3)).__reduce__(), iter(range(10**30)).__reduce__(), type(iter(range(10**30))).__name__, type(iter(range(3))).__name__, type(reversed(range(3))).__name__
(lambda it: (next(it), it.__setstate__(2), list(it)))(iter(range(5))), (lambda it: (it.__setstate__(-5), list(it)))(iter(range(3))), (lambda it: (it.__setstate__(99), list(it)))(iter(range(3)))
next(iter(range(0)))
hash(range(1, 10, 3)) == hash((3, 1, 3)), hash(range(1)) == hash((1, 0, None)), hash(range(0)) == hash((0, None, None)), range(2**63 - 2, 2**63 + 2)[-1], list(range(2**63 - 1, 2**63 + 1)), list(range(-2**63 - 1, -2**63 + 1)), [i for i in range(2**31 - 1, 2**31 + 1)]
"""
for case in CASES.strip().splitlines():
    try: print(eval(case))
    except Exception as e: print(type(e).__name__ + ":", e)
