# The order in which each kind of container lets go of what it holds.
import collections, array, types
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print(self.n, end=" ")
    def __hash__(self): return self.n if isinstance(self.n, int) else 0
    def __eq__(self, o): return self is o
def show(label, c):
    print(label, end=": "); del c; print()
def mk(n=4): return [D(i) for i in range(n)]
x = mk(); print("list", end=": "); del x; print()
x = tuple(mk()); print("tuple", end=": "); del x; print()
x = {d for d in mk()}; print("set", end=": "); del x; print()
x = dict(zip("abcd", mk())); print("dict", end=": "); del x; print()
x = {D(1): D("v1"), D(2): D("v2")}; print("dict kv", end=": "); del x; print()
x = collections.deque(mk()); x.rotate(1); print("deque", end=": "); del x; print()
x = collections.OrderedDict(zip("abcd", mk())); x.move_to_end("a"); print("odict", end=": "); del x; print()
x = collections.defaultdict(list, zip("abcd", mk())); print("ddict", end=": "); del x; print()
x = types.SimpleNamespace(b=D("b"), a=D("a")); print("ns", end=": "); del x; print()
P = collections.namedtuple("P", "x y z"); x = P(D("x"), D("y"), D("z")); print("nt", end=": "); del x; print()
x = slice(D("start"), D("stop"), D("step")); print("slice", end=": "); del x; print()
x = zip([D("za")], [D("zb")]); print("zip", end=": "); del x; print()
x = mk(6); print("clear", end=": "); x.clear(); print()
x = mk(6); print("slice del", end=": "); del x[1:3]; print("|", end=" "); del x[::2]; print("|", end=" "); x[:] = []; print()
x = mk(3); print("assign", end=": "); x[0:2] = [1]; print("|", end=" "); x *= 0; print()
x = dict(zip("abcd", mk())); print("dclear", end=": "); x.clear(); print()
x = dict(zip("abcd", mk())); print("dpop", end=": "); x.pop("b"); x.popitem(); x.update(a=1); print("|", end=" "); del x; print()
x = collections.deque(mk(), 4); print("deque maxlen", end=": "); x.append(1); x.appendleft(2); print("|", end=" "); x.clear(); print()
x = [mk(2), (D("t"), [D("deep")]), {"k": mk(1)}]; print("nested", end=": "); del x; print()
x = (D("a"), D("b")); y = [*x, D("c")]; del x; print("star", end=": "); y.reverse(); del y; print()
x = mk(5); print("sort", end=": "); x.sort(key=lambda d: -d.n); del x; print()
x = mk(3); print("rebind", end=": "); x = x[1:]; print("|", end=" "); x = None; print()
x = frozenset(mk(3)); print("fs", end=": "); del x; print()
x = types.MappingProxyType({"a": D("a"), "b": D("b")}); print("proxy", end=": "); del x; print()
