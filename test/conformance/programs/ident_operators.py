# `is` for results of operations that may or may not give back the object itself.
a = list(range(3)); t = tuple(a); s = "some text"; b = b"some bytes"; fs = frozenset(a); n = 10 ** 20; f = 1.5e10
print(tuple(t) is t, t[:] is t, t[0:3] is t, t * 1 is t, t + () is t, () + t is t, (*t,) is t, list(a) is a, a[:] is a)
print(str(s) is s, s[:] is s, s * 1 is s, s + "" is s, "" + s is s, "".join([s]) is s, s.strip() is s, s.replace("q", "") is s, format(s) is s, f"{s}" is s, "%s" % s is s, s.encode().decode() is s)
print(bytes(b) is b, b[:] is b, b * 1 is b, b + b"" is b, b"" + b is b, b"".join([b]) is b, b.strip() is b, b.replace(b"q", b"") is b)
print(frozenset(fs) is fs, fs.copy() is fs, fs | set() is fs, fs & fs is fs, frozenset() is frozenset(), fs - set() is fs)
print(int(n) is n, +n is n, n + 0 is n, n * 1 is n, n | 0 is n, abs(n) is n, round(n) is n, n // 1 is n, n ** 1 is n, -(-n) is n, n & n is n, n >> 0 is n, n << 0 is n)
print(float(f) is f, +f is f, f + 0 is f, f * 1 is f, abs(f) is f, f.real is f, f.conjugate() is f, complex(f) is f, round(f, 1) is f)
import copy, operator, functools, itertools
print(copy.copy(t) is t, copy.deepcopy(t) is t, copy.deepcopy((1, [])) is t, copy.copy(a) is a, copy.deepcopy(s) is s, copy.copy(range) is range)
m = [a, a]; d = copy.deepcopy(m); print(d[0] is d[1], d[0] is a); it = iter(a); print(iter(it) is it, reversed(a) is a, iter(a) is iter(a))
print(True + 0 is 1, (1 == 1) is True, (n == n) is True, bool(n) is True, not n is False, max(a) is a[2], sum([n]) is n, sum([n], 0) is n, min([n, n + 0]) is n)
print({1: n}[1] is n, [n][0] is n, (n,)[-1] is n, {n: 1}.popitem()[0] is n, list({n})[0] is n, [n] * 2 == [n, n], ([n] * 2)[0] is ([n] * 2)[1])
x = y = []; x += [1]; print(x is y); x = x + [2]; print(x is y); t2 = t; t2 += (); print(t2 is t); t2 += (1,); print(t2 is t); s2 = s; s2 += "x"; print(s2 is s)
st = {1}; s3 = st; s3 |= {2}; print(s3 is st); dd = {1: 1}; d3 = dd; d3 |= {2: 2}; print(d3 is dd, dd); ba = bytearray(b"a"); b3 = ba; b3 += b"b"; print(b3 is ba)
print(operator.index(n) is n, functools.reduce(operator.add, [n]) is n, next(itertools.repeat(n)) is n, slice(n).stop is n, range(n).stop is n, divmod(n, 1)[0] is n)
class S(str): pass
class I(int): pass
z = S("q"); print(str(z) is z, z[:] is z, type(z[:]).__name__, type(str(z)).__name__, type(+I(3)).__name__, int(I(3)) is 3, type(z.strip()).__name__)
