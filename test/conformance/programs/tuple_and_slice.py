# tuple and slice objects: indices(), comparison, hashing, repr, errors.
CASES = r"""
(1, 2, 3)[::-1], (1,) * 3, (1, 2) + (3,), (1, 2) < (1, 2, 0), (1, [2]) == (1, [2]), ((),) > (), (1, 2).index(2), (1, 1.0, True).count(1), (1,), (), (1, (2,)), tuple("ab"), tuple(()) is (), (1, 2)[1:][0], (1, 2, 3)[-1:-3:-1]
hash(()), hash((1,)), hash((1, 2)), hash((1, (2, 3))), hash((1.0, True)), hash((0,)) == hash((False,)), hash((-1,)), hash((-2,)), hash(("a",)) == hash(("a",)), hash(((), ((),)))
hash(([],))
(1, 2)[2]
(1, 2)["a"]
(1, 2)[::0]
(1, 2) + [3]
(1, 2) < [1]
(1, 2) * "a"
(1, 2).index(3)
(1, 2).__setitem__
(1, 2)[0:1.5]
(1,) * 10**19
slice(5), slice(1, 2), slice(1, 2, 3), slice(None, "a", []), slice(1, 2).start, slice(None).stop, slice(1).step, slice(1, 2) == slice(1, 2), slice(1, 2) < slice(1, 3), slice(1) == slice(None, 1, None), slice(1) != 5
slice(10).indices(5), slice(-3, None).indices(5), slice(None, None, -1).indices(5), slice(5, -10, -2).indices(5), slice(0, 10, 3).indices(0), slice(None, None, 10**30).indices(5), slice(-10**30, 10**30).indices(3), slice(3, 1).indices(10**30), slice(2, None, -1).indices(1), slice(True, None).indices(3)
slice(1).indices(-1)
slice(1, 2, 0).indices(3)
slice("a").indices(3)
slice(1.5, 2).indices(3)
slice(1).indices("a")
hash(slice(1, 2)) == hash(slice(1, 2)), hash(slice(1, 2, 3)) == hash(slice(1, 2, 4)), {slice(1): 2}[slice(1)]
hash(slice([]))
slice(1).__reduce__(), slice(1, 2).__reduce__()
slice(1) < 5
slice(1).start = 5 if 0 else None
setattr(slice(1), "start", 3)
slice(1).foo
type("S", (slice,), {})
slice(stop=3)
slice()
tuple([1, 2]), tuple({1: 2}), tuple(x for x in "ab"), tuple(range(3)), (*[1], *"a"), tuple.__new__(tuple, [1]), type("T", (tuple,), {})((1, 2)), type("T", (tuple,), {})((1,)) == (1,)
tuple.__new__(int)
tuple.__new__(5)
(1, 2).__getnewargs__(), (1, 2).__contains__(2), (1, 2).__len__(), (1, 2).__rmul__(2), (1, 2).__add__([1]) if 0 else 0, (3, 1, 2).__iter__().__length_hint__(), (1, 2).__iter__().__reduce__(), (1, 2).__eq__([1, 2]), (1,).__lt__(5), ().__hash__() == hash(()), tuple[int, ...], tuple[()]
"""
for case in CASES.strip().splitlines():
    try: print(eval(case))
    except Exception as e: print(type(e).__name__ + ":", e)
