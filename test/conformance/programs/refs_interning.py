# Which strings are one object, which are immortal, and what sys.intern adds.
import sys
G = sys.getrefcount
IMM = 4294967295
def imm(s): return G(s) == IMM
print(imm(""), imm("a"), imm("\xe9"), imm("\u20ac"), imm("ab"), imm("__init__"), imm("append"))
a = "".join(["he", "llo_", "w"]); b = "".join(["hello", "_w"])
print(a is b, imm(a), G(a)); c = sys.intern(a); d = sys.intern(b)
print(c is a, d is a, imm(a), G(a), G(b), sys._is_interned(a), sys._is_interned(b))
del c, d; print(G(a)); del a
e = sys.intern(b); print(e is b, G(b), sys._is_interned(b))
class C: pass
o = C(); n = "attr_" + str(1); print(G(n), sys._is_interned(n)); setattr(o, n, 1); print(G(n), imm(n), sys._is_interned(n))
m = "attr_" + str(1); print(m is n, [k for k in vars(o)][0] is n, getattr(o, m), G(m), sys._is_interned(m))
d = {}; k = "key_" + str(2); d[k] = 1; print(G(k), sys._is_interned(k), [*d][0] is k)
def f(**kw): return [*kw][0]
k = "kwname" + str(3); print(f(**{k: 1}) is k, G(k), sys._is_interned(k))
t = type("T" + str(4), (), {"v" + str(5): 1}); print(sys._is_interned(t.__name__), [sys._is_interned(x) for x in t.__dict__ if x.startswith("v")])
print(sys._is_interned("x" * 5), "x" * 5 is "xxxxx", "abc"[0] is "a", "abc"[1:2] is "b", chr(233) is "\xe9", chr(300) is chr(300))
print("abc"[:] is "abc", "abc".strip() is "abc", str("abc") is "abc", "a,b".split(",")[0] is "a", "".join(["abc"]) is "abc", "abc" + "" is "abc", "abc" * 1 is "abc")
s = "runtime" + str(6); print(s[:] is s, str(s) is s, f"{s}" is s, "%s" % s is s, s.lower() is s, s.replace("q", "z") is s, s.center(2) is s, s.zfill(1) is s, s.ljust(3) is s, s.expandtabs() is s, s.removeprefix("z") is s)
print(G(s), sys._is_interned(s)); globals()[s] = 1; print(G(s), sys._is_interned(s)); exec(s + " = 2"); print(globals()["runtime6"], [x for x in globals() if x == s][0] is s)
class S(str): pass
try: sys.intern(S("x"))
except TypeError as ex: print(ex)
