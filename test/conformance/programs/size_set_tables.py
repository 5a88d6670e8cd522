# Set tables: growth by add and update, from literals and iterables, operators, deletion, clear and pop.
import sys
S = sys.getsizeof
s = set(); t = [(0, S(s))]
for i in range(1300):
    s.add(i)
    if S(s) != t[-1][1]: t.append((len(s), S(s)))
print(t)
print([S(set(range(n))) for n in range(24)])
print([S(frozenset(range(n))) for n in range(24)])
print([S({*range(n)}) for n in range(12)], S({1, 2, 3, 4, 5}), S({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}), S({x for x in range(5)}))
a = set(range(100)); b = a.copy(); print(S(a), S(b), S(set(a)), S(frozenset(a)), S(a | b), S(a & b), S(a - b), S(a ^ b), S(a | set(range(200))))
for i in range(95): a.discard(i)
print(S(a), S(a.copy()), S(set(a)), len(a)); a.add(1000); print(S(a)); a.clear(); print(S(a)); a.add(1); print(S(a))
s = set(range(30)); n = S(s)
while s: s.pop()
print(n, S(s)); s.add(1); print(S(s)); s.update(range(50)); print(S(s)); s -= set(range(45)); print(S(s), len(s)); s &= {1, 49}; print(S(s), len(s))
s = set()
for i in range(200): s.add(i); s.remove(i)
print(S(s), len(s))
s = set(range(4)); s.update({i: 1 for i in range(20)}); print(S(s)); s = set({i: 1 for i in range(20)}); print(S(s)); s = {1}; s |= set(range(100)); print(S(s)); s = set("abcabc"); print(S(s), len(s))
class T(set): pass
class U(frozenset): __slots__ = ("x",)
print(S(T()), S(T(range(10))), S(U()), S(U(range(10))), S(iter({1})), S(set().__sizeof__), set().__sizeof__(), T().__sizeof__())
x = T([1]); x.a = 1; print(S(x), S(x.copy()), type(x.copy()).__name__, S(x | {2}), type(x | {2}).__name__)
