# Blocks of deques, over-allocation of array.array and bytearray as they grow and shrink.
import sys, collections, array
S = sys.getsizeof
def trail(c, step, n):
    out = [S(c)]
    for i in range(n):
        step(c)
        if S(c) != out[-1]: out.append(S(c))
    return out
D = collections.deque
print(trail(D(), lambda d: d.append(1), 300)); print(trail(D(), lambda d: d.appendleft(1), 200)); d = D(range(200)); print(trail(d, lambda d: d.popleft(), 200)); print(trail(D([1] * 200), lambda d: d.pop(), 200))
d = D(maxlen=5); print(trail(d, lambda d: d.append(1), 500)); d = D(range(64)); print(S(d)); d.rotate(10); print(S(d)); d.rotate(-30); print(S(d)); d.clear(); print(S(d)); print(S(D(range(65))), S(D(range(65)).copy()), S(D(range(10)) * 20), S(iter(D())), S(reversed(D())))
A = array.array
print(trail(A("b"), lambda a: a.append(1), 200)); print(trail(A("d"), lambda a: a.append(1), 60)); a = A("i", range(100)); print(S(a)); print(trail(a, lambda a: a.pop(), 100))
a = A("i"); a.extend(range(10)); print(S(a)); a.fromlist([1] * 5); print(S(a)); a += A("i", [1]); print(S(a)); a *= 3; print(S(a)); del a[5:]; print(S(a)); a.insert(0, 1); print(S(a)); a[1:1] = A("i", [5] * 3); print(S(a)); print(S(a[:]), S(a + a), S(A("H", b"abcd")))
B = bytearray
print(trail(B(), lambda b: b.append(1), 200)); print(trail(B(), lambda b: b.extend(b"abc"), 100)); print(trail(B(300), lambda b: b.pop(), 300)); b = B(b"x" * 100); print(S(b)); del b[:50]; print(S(b)); del b[10:]; print(S(b)); b.clear(); print(S(b)); b += b"abc"; print(S(b)); b *= 50; print(S(b)); b[3:3] = b"q" * 20; print(S(b)); b = b[2:]; print(S(b))
b = B(b"abcdef"); b[0:3] = b""; print(S(b), b); b.insert(0, 65); print(S(b)); b.remove(65); print(S(b)); b.extend(range(5)); print(S(b)); b.reverse(); print(S(b), S(B(range(9))), S(B("abc", "ascii")), S(B(i for i in range(9))), S(b + b""), S(b * 2), S(b.copy()), S(b.replace(b"d", b"xyz")))
for i in range(40): b.append(i); del b[0]
print(S(b), len(b))
