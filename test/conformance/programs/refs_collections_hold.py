# deque, OrderedDict, ChainMap, Counter, heapq, bisect: counts while and after.
import sys, collections, heapq, bisect
G = sys.getrefcount
class K:
    def __init__(self, n): self.n = n
    def __lt__(self, o): seen.append((G(self), G(o))); return self.n < o.n
    def __eq__(self, o): eqs.append((G(self), G(o))); return self is o
    def __hash__(self): return self.n
seen = []; eqs = []
o = object(); d = collections.deque([o] * 3, 3); print(G(o)); d.append(o); d.appendleft(o); d.rotate(1); print(G(o)); i = iter(d); next(i); print(G(o), G(d)); del i; d2 = d.copy(); print(G(o)); d2.extend(d); d2 += d; d2 *= 2; print(G(o), len(d2)); d2.clear(); d.remove(o); d.pop(); print(G(o)); d.clear(); print(G(o)); d.insert(0, o); d[0] = o; print(G(o), d.index(o), d.count(o)); del d[0]; print(G(o))
od = collections.OrderedDict(); od[o] = o; print(G(o)); od.move_to_end(o); od.update(a=o); print(G(o)); it = iter(od); next(it); print(G(o)); del it; r = od.popitem(False); print(G(o), G(r)); del r; print(G(o)); v = od.values(); print(G(od)); c = od.copy(); print(G(o)); del c, v; od.clear(); print(G(o)); od2 = collections.OrderedDict.fromkeys([o, 1], o); print(G(o), od2 == {o: o, 1: o}); del od2; print(G(o))
dd = collections.defaultdict(lambda: o); dd[1]; dd[2]; print(G(o), len(dd)); e = dd.copy(); print(G(o), G(dd.default_factory)); del dd, e; print(G(o)); cm = collections.ChainMap({1: o}, {1: o}); print(G(o), cm[1] is o); ch = cm.new_child({2: o}); print(G(o), G(cm.maps[0])); del cm, ch; print(G(o)); ct = collections.Counter([o, o]); ct.update([o]); print(G(o), ct[o], ct.most_common(1)[0][0] is o); ct2 = ct + ct; print(G(o)); del ct, ct2; print(G(o))
ks = [K(i) for i in (5, 3, 8)]; heapq.heapify(ks); print(seen); seen.clear(); heapq.heappush(ks, K(1)); print(seen); seen.clear(); x = heapq.heappop(ks); print(x.n, G(x), seen); seen.clear(); y = heapq.heapreplace(ks, K(9)); print(y.n, seen); seen.clear(); z = heapq.heappushpop(ks, K(0)); print(z.n, seen, G(z)); seen.clear()
ks = [K(1), K(3)]; k = K(2); print(bisect.bisect(ks, k), seen); seen.clear(); bisect.insort(ks, k); print(G(k), [q.n for q in ks]); del ks; print(G(k)); eqs.clear(); a = K(7); b = K(7); t = {a: 1}; t.get(b); print(eqs); eqs.clear(); [a, b].index(b); print(eqs); eqs.clear(); print(b in (a, b), eqs); eqs.clear(); {a} & {b}; print(eqs); eqs.clear(); collections.deque([a, b]).index(b); print(eqs); eqs.clear(); print([a] == [b], (a,) == (b,), eqs)
P = collections.namedtuple("P", "x"); q = P(o); print(G(o)); u = q._replace(); print(G(o), G(P)); del q, u; print(G(o)); ul = collections.UserList([o]); us = ul + ul; print(G(o)); del ul, us; print(G(o)); s = {1: o}; c = collections.ChainMap(s); del s; print(G(o)); c.clear(); print(G(o))
