# dict views: set operators, comparisons, isdisjoint, mapping, with odd right operands.
d = {1: "a", 2: "b"}
k, v, i = d.keys(), d.values(), d.items()
CASES = r"""
k, v, i, len(k), len(v), len(i), 1 in k, "a" in v, (1, "a") in i, (1, "b") in i, 5 in i, (1,) in i, [1, "a"] in i, [] in v
k & [1, 5], k | "x" == {1, 2, "x"}, k - (2,), k ^ [1, 3], [1, 5] & k, [2, 3] - k, {1} | k, i & [(1, "a")], i - {(2, "b")}, i | [] == set(i), i ^ i, k & k, type(k & k), {1, 9} - k
k == {1, 2}, k == [1, 2], k == frozenset((1, 2)), k == d.copy().keys(), k != {1}, k < {1, 2, 3}, k <= {1, 2}, k > {1}, k >= i if 0 else k >= {1}, i == {(1, "a"), (2, "b")}, v == v, v == d.values(), i == d.items(), k == i, {1, 2} == k, i > set()
k < [1]
k & 5
k | [[]]
5 - k
v & v
v - []
i & [[]] if 0 else i.isdisjoint([(3, 4)]), k.isdisjoint([1]), k.isdisjoint(k), k.isdisjoint(()), k.isdisjoint({3: 4})
k.isdisjoint(5)
k.mapping, v.mapping, type(k.mapping), i.mapping == d
k.mapping[1]
k.mapping.pop
k[0]
hash(k)
hash(v) == hash(v)
k.add
list(reversed(k)), next(iter(v)), list(reversed(i)), sorted(v), dict(i), [*k], max(k)
type(k).__name__, type(v).__name__, type(i).__name__, type(iter(k)).__name__, type(iter(v)).__name__, type(iter(i)).__name__, type(reversed(k)).__name__, type(reversed(v)).__name__, type(reversed(i)).__name__
type(k)()
type(k)({})
(lambda e: (e.setdefault(3, 0), list(e.keys()), len(e.keys()))[1:])({}), repr(d.items()), repr({}.keys()), repr({"x": {}.keys()}.values())
[1 for _ in k if d.update({len(d) + 5: 0})]
sorted(d), d.pop(6, None), d.pop(7, None), d.pop(5, None) if 0 else None
i - [(1, [])], i & [(2, "b"), 5, "ab"], {(1, "a")} <= i, i.isdisjoint([5])
{1: []}.items() & [(1, [])]
{1: []}.items() == {1: []}.items(), {1: []}.items() <= {1: [], 2: 3}.items(), (1, []) in {1: []}.items(), {1: []}.items().isdisjoint([])
{1: []}.items() | []
import_error
"""
for case in CASES.strip().splitlines():
    try: print(eval(case))
    except Exception as e: print(type(e).__name__ + ":", e)
