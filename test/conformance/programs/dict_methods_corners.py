# dict: construction, update, merge operators, order, views of deleted entries, errors.
def do(start, f):
    c = start
    try: r = f(c)
    except Exception as e: return f"{type(e).__name__}: {e}", c
    return ("self" if r is c else r), c
class K:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, o): return isinstance(o, K) and self.n == o.n
    def __repr__(self): return f"K{self.n}"
class Map:
    def keys(self): return iter("ab")
    def __getitem__(self, k): return k * 2
class Miss(dict):
    def __missing__(self, k): return f"missing {k}"
CASES = r"""
dict([(1, 2)], a=3), dict({1: 2}, b=1), dict(["ab", "cd"]), dict(Map()), dict(zip("ab", [1, 2])), dict(a=1, **{"b c": 2}), dict([[1, 2]]), dict({}, **{})
{1: "a", 1.0: "b", True: "c"}, {**{1: 2}, 1: 3}, {1: 2} | {1: 3, 4: 5}, {"a": 1, "b": 2} == {"b": 2, "a": 1}, {1: 2} != {1: 2.0}, list({3: 0, 1: 0, 2: 0}), {(): 1, frozenset(): 2}
{} < {}
{1: 2} | [(1, 2)]
{1: 2}.__or__([(1, 2)]), {1: 2}.__ror__({0: 0}), {1: 2}.__eq__(5)
do({1: 2}, lambda d: d.__ior__([(3, 4)]))
do({1: 2}, lambda d: d.__ior__(5))
do({1: 2}, lambda d: d.update([(1, 2), (3,)]))
do({1: 2}, lambda d: d.update([5]))
do({1: 2}, lambda d: d.update(["abc"]))
do({1: 2}, lambda d: d.update(Map(), z=1))
do({1: 2}, lambda d: d.update(d))
do({1: 2}, lambda d: d.update(a=1, self=2))
do({1: 2}, lambda d: d.pop(5))
do({1: 2}, lambda d: d.pop(5, "dflt"))
do({1: 2}, lambda d: d.pop([]))
do({}, lambda d: d.pop([]))
do({1: 2, 3: 4}, lambda d: d.popitem())
do({}, lambda d: d.popitem())
do({1: 2}, lambda d: d.setdefault(1, 5))
do({1: 2}, lambda d: d.setdefault(2))
do({1: 2}, lambda d: d[[]])
do({1: 2}, lambda d: d[5])
do({1: 2}, lambda d: d[(1, 2)])
do({1: 2}, lambda d: d.__delitem__("x"))
do({1: 2}, lambda d: d.__setitem__([], 1))
do({1: 2}, lambda d: [d.pop(k) for k in d])
do({1: 2}, lambda d: [d.setdefault(k + 1) for k in d])
do({1: 2, 3: 4}, lambda d: [d.__setitem__(k, 0) for k in d])
do({1: 2, 3: 4}, lambda d: [(d.pop(3, None), d.setdefault(9, 9)) for k in d.items()])
do({1: 2, 2: 3}, lambda d: [d.clear() for k in d.values()])
do({K(1): 1}, lambda d: (d[K(1)], d.get(K(2)), d.setdefault(K(3), 3), len(d), list(d)))
do({1: 2, 3: 4, 5: 6}, lambda d: (d.pop(3), d.__setitem__(3, 9), d)[2] is d)
do({1: 2}, lambda d: (list(reversed(d)), list(reversed(d.items())), list(reversed(d.values())), d.copy(), d.get(1), d.get(2, 3), d.fromkeys("ab"), d.fromkeys([1], []), 1 in d, d.__contains__(2), len(d)))
Miss(a=1)["a"], Miss()["q"], Miss().get("q"), Miss().__missing__(1), "{x}".format_map(Miss()), Miss() | {1: 2}, type(Miss() | {}), type(Miss().copy()), Miss.fromkeys("a"), dict.__getitem__(Miss(), 1)
dict.fromkeys(5)
dict.fromkeys("ab", 1), dict.fromkeys({1: 2}, 0), dict.fromkeys(range(2)), type(type("D", (dict,), {}).fromkeys("a"))
hash({})
{1: 2}.keys() + [1]
{}.foo
dict.get()
dict.get({})
dict.get(5, 1)
{**5}
{[]: 1}
{1: 2}[1:2]
del_missing
iter({1: 2}).__length_hint__(), iter({1: 2}).__reduce__(), repr({1: {2: {}}}), repr({"a": [1]}), str({'"': "'"}), dict[str, int], bool({}), bool({0: 0}), {1: 2}.__sizeof__() > 0, dict({1: 2}).__class__
(lambda d: (d.__setitem__("self", d), repr(d))[1])({}), (lambda d: (d.update(x=d.values()), repr(d))[1])({"k": 1})
"""
for case in CASES.strip().splitlines():
    try: print(eval(case))
    except Exception as e: print(type(e).__name__ + ":", e)
