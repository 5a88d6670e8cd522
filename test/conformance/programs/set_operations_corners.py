# set and frozenset: operators against methods, in-place forms, subclasses, errors.
def do(start, f):
    c = start
    try: r = f(c)
    except Exception as e: return f"{type(e).__name__}: {e}", c
    return ("self" if r is c else r), c
class S(set): pass
class F(frozenset): pass
CASES = r"""
{1, 2} | {3}, {1, 2} & {2}, {1, 2} - {2}, {1, 2} ^ {2, 3}, {1} | frozenset([2]), type({1} | frozenset()), type(frozenset() | {1}), type(S() | set()), type(set() | S()), type(F() | F()), type(S([1]).copy()), type(F([1]).copy()), type(S().union()), type(set.union(S()))
{1} | [2]
{1} & "a"
{1} - 5
[1] | {1}
{1}.union([2], (3,), "a") == {1, 2, 3, "a"}, {1, 2}.intersection([2, 3], {2}), {1, 2, 3}.difference([1], (2,)), {1}.symmetric_difference([2, 2]), {1}.issubset([1, 2]), {1}.issuperset(()), {1}.isdisjoint("a"), set().union(), set().intersection(), {1}.difference()
{1} < {1, 2}, {1} <= {1}, {1} < {1}, {1} == frozenset([1]), {1} > set(), {1} != [1], set() == frozenset(), {1} == {1.0}, {1, 2} < {1, 3}, not ({1, 2} > {1, 3})
{1} < [1, 2]
{1} <= 5
do({1, 2}, lambda s: s.__ior__({3}))
do({1, 2}, lambda s: s.__iand__({2}))
do({1, 2}, lambda s: s.__isub__(s))
do({1, 2}, lambda s: s.__ixor__({2, 3}))
do({1, 2}, lambda s: s.__ior__([3]))
do({1, 2}, lambda s: s.update((9,), [5], {6: 7}))
do({1, 2}, lambda s: s.update(5))
do({1, 2}, lambda s: s.update([3, []]))
do({1, 2}, lambda s: s.intersection_update([2], [2, 3]))
do({1, 2}, lambda s: s.difference_update([1], [5]))
do({1, 2}, lambda s: s.symmetric_difference_update([1, 3, 3]))
do({1, 2}, lambda s: s.symmetric_difference_update(s))
do({1, 2}, lambda s: s.add(3))
do({1, 2}, lambda s: s.add([]))
do({1, 2}, lambda s: s.add({}))
do({1, 2}, lambda s: s.add(True))
do({1, 2}, lambda s: s.discard(5))
do({1, 2}, lambda s: s.remove(5))
do({1, 2}, lambda s: s.remove([]))
do({1, 2}, lambda s: s.remove({3}))
do({frozenset([1])}, lambda s: (s.remove({1}), len(s)))
do({frozenset([1])}, lambda s: {1} in s)
do({1, 2}, lambda s: s.pop())
do(set(), lambda s: s.pop())
do({1, 2}, lambda s: s.clear())
do({1, 2}, lambda s: [s.add(x + 10) for x in s])
do({1, 2}, lambda s: [s.discard(x) for x in s])
do({1, 2}, lambda s: s.__init__([9]))
do({1}, lambda s: hash(s))
do({1}, lambda s: {s})
do(frozenset([1]), lambda s: s.add(1))
do(frozenset([1]), lambda s: (s.copy() is s, frozenset(s) is s, s | s, frozenset() is frozenset(), frozenset([]) is frozenset(()), F() is F(), s.union() is s, s.intersection() is s))
do(frozenset([1]), lambda s: s.__ior__({2}))
hash(frozenset()), hash(frozenset([1])), hash(frozenset([1, 2])) == hash(frozenset([2, 1])), hash(frozenset([0])) == hash(frozenset([0.0])), hash(frozenset(range(10)))
set("a"), S([1]), F([1]), set(), frozenset(), S(), F(), {1}, frozenset({1}), repr({frozenset()}), str(S("a")), {()}, {None}
set(5)
set([[]])
set(a=1)
S(a=1)
frozenset(1, 2)
set().foo
{[]}
{1}[0]
{*[1], *"a"} == {1, "a"}, {*()}, len({*range(5), 3}), [*{7}], set(iter([1])), {1, 1.0, True}, {True, 1}, {0.0, -0.0, 0, False}, len({float("nan"), float("nan")}), {(1, 2), (1, 2)}
list(range(20)) == list({*range(20)}), list({8, 0, 16, 24}), list({10, 5, 3}), list({-1, -2}), list({5, 13, 21}), list({1 << 61, 0}), list(set([7, 15, 23, 31, 39])), list(frozenset([100, 4, 36, 68]))
{1}.__reduce__(), frozenset([1]).__reduce__(), S([1]).__reduce__()[1:], iter({1}).__length_hint__(), iter({1}).__reduce__(), {1}.__contains__(1), {1}.__sizeof__() > 100, {1}.__and__([1]), {1}.__rand__({1}), {1}.__eq__([1]), {1}.__lt__(5), set[int]
"""
for case in CASES.strip().splitlines():
    try: print(eval(case))
    except Exception as e: print(type(e).__name__ + ":", e)
