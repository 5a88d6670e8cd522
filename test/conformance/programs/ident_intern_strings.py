# Names, attributes, keywords, dictionary keys: which strings are shared between code, classes and modules.
import sys
def f(alpha, *, beta=1): gamma = 2; return gamma
c = f.__code__
print(c.co_varnames[0] is "alpha", c.co_name is "f", f.__name__ is c.co_name, c.co_varnames[1] is "beta", [*f.__kwdefaults__][0] is c.co_varnames[1], f.__qualname__ is c.co_qualname)
class K:
    attr_one = 1
    def method_one(self): self.inst_attr = 1; return self
k = K().method_one()
print([n for n in K.__dict__ if n == "attr_one"][0] is "attr_one", [*k.__dict__][0] is "inst_attr", K.__name__ is "K", K.method_one.__name__ is "method_one", K.__qualname__ is K.__name__)
a = "hello world"; b = "hello world"; print(a is b, "hello_world" is "hello_world", "a" "b" is "ab", "x" * 3 is "xxx", ("y" * 20) is ("y" * 20), ("z" * 5000) is ("z" * 5000))
def g(): return "hello world", "ident", 12345, 1.5, (1, 2, "t")
def h(): return "hello world", "ident", 12345, 1.5, (1, 2, "t")
print([p is q for p, q in zip(g(), h())]); e = eval("'hello world'"); print(e is a, eval("'ident'") is g()[1], eval("12345") is g()[2], eval("(1, 2, 't')") is g()[4])
s = "".join(["id", "ent"]); print(s is g()[1], sys.intern(s) is g()[1]); d = {s: 1}; print([*d][0] is s); d[g()[1]] = 2; print([*d][0] is s, len(d))
exec("new_global = 1"); print([n for n in globals() if n == "new_global"][0] is "new_global"); setattr(k, "dyn" + "amic", 1); print([*k.__dict__][-1] is "dynamic"); setattr(k, "".join(["dyn", "2"]), 1); print([*k.__dict__][-1] is "dyn2")
print(chr(97) is "a", "abc"[1] is "b", "\u20ac"[0] is "\u20ac", chr(0x20ac) is chr(0x20ac), str(5) is "5", str(55) is "55", repr("a")[1] is "a", "a,b".split(",")[1] is "b", "ab"[0:1] is "a", next(iter("q")) is "q", "".join(["w"]) is "w", "%c" % 97 is "a", f"{'a'}" is "a", b"a".decode() is "a", "A".lower() is "a")
print("abc".replace("z", "y") is "abc", "abc".upper().lower() is "abc", "abc".strip() is "abc", ("ab" + "c") is "abc", "".join(("a", "bc")) is "abc", sys.intern("".join(("a", "bc"))) is "abc", str("abc") is "abc", format("abc", "") is "abc", "abc".__str__() is "abc", "abc".encode().decode() is "abc", "abc".title().lower() == "abc")
def kw(**kwargs): return [*kwargs]
print(kw(some_key=1)[0] is "some_key", kw(**{"other" + "_key": 1})[0] is "other_key", kw(**{"".join(["third", "_key"]): 1})[0] is "third_key"); import types; m = types.ModuleType("mod_name"); print(m.__name__ is "mod_name", __name__ is "__main__", [*vars(m)][0] is "__name__"); t = type("Made", (), {"".join(["at", "tr"]): 1}); print([n for n in t.__dict__ if n == "attr"][0] is "attr", t.__name__ is "Made", t.__module__ is __name__)
