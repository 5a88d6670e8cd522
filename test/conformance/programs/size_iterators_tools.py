# Sizes of itertools and functools objects.
import sys, itertools as it, functools as ft, operator as op
S = sys.getsizeof
for n, o in [("count", it.count()), ("cycle", it.cycle([])), ("repeat", it.repeat(1)), ("acc", it.accumulate([])), ("chain", it.chain()), ("compress", it.compress([], [])), ("dropwhile", it.dropwhile(None, [])), ("takewhile", it.takewhile(None, [])), ("filterfalse", it.filterfalse(None, [])), ("groupby", it.groupby([])), ("islice", it.islice([], 1)), ("pairwise", it.pairwise([])), ("starmap", it.starmap(None, [])), ("zl", it.zip_longest()), ("product", it.product([1], [2])), ("perm", it.permutations([1, 2])), ("comb", it.combinations([1, 2], 1)), ("cwr", it.combinations_with_replacement([1], 1)), ("batched", it.batched([], 1)), ("tee", it.tee([])[0])]:
    print(n, S(o), type(o).__basicsize__, end="; ")
print()
def f(a, b=1): return a
@ft.lru_cache
def lc(a): return a
@ft.cache
def ca(a): return a
@ft.wraps(f)
def w(*a): pass
class C:
    @ft.cached_property
    def p(self): return 1
    @ft.singledispatchmethod
    def sd(self, a): pass
    pm = ft.partialmethod(f, 1)
p = ft.partial(f, 1); p.x = 1
for n, o in [("partial", p), ("partial2", ft.partial(f)), ("lru", lc), ("cache", ca), ("wraps", w), ("cmpkey", ft.cmp_to_key(f)), ("cmpkey1", ft.cmp_to_key(f)(1)), ("cprop", C.__dict__["p"]), ("sdm", C.__dict__["sd"]), ("pm", C.__dict__["pm"]), ("pmb", C().pm), ("attrgetter", op.attrgetter("a.b")), ("itemgetter", op.itemgetter(1)), ("itemgetter2", op.itemgetter(1, 2)), ("methodcaller", op.methodcaller("m", 1))]:
    print(n, S(o), end="; ")
print()
for i in range(10): lc(i)
print(S(lc), lc.cache_info()); g = it.groupby("aab"); k, grp = next(g); print(S(grp), S(g)); t1, t2 = it.tee([1, 2, 3]); next(t1); print(S(t1), S(t2), S(t1.__copy__()))
c = it.count(2**70); next(c); print(S(c)); print(S(it.count(1.5)), S(it.repeat(1, 5)), S(it.chain.from_iterable([])), S(it.product("ab", repeat=3)), S(it.combinations("abcdef", 3)), S(it.permutations("abcdef")))
