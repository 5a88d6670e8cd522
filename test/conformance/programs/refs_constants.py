# Counts of constants: code objects, the compiler's own tables, merging, folding.
import sys
G = sys.getrefcount
def f(): return 123456
def g(): return 123456
print(G(f()), f() is g(), G(987654321), G(1.5), G("a b c"), G(b"bytes"), G((1, 2)), G(2**70), G(10**3), G(3j))
def h():
    a = 777777; b = 777777; c = (777777, "x y"); d = (777777, "x y")
    return a is b, c is d, a is c[0], G(a), G(c), G(c[1])
print(h())
x = (100001, 100002); y = (100001, 100002); print(x is y, G(x), x[0] is 100001, G(x[0]))
z = [100003, 100004, 100005]; print(G(z[0])); z = {200001: 1}; print([G(k) for k in z])
print(G(frozenset({300001, 300002})), 5 in {300001, 300002}, f.__code__.co_consts, G(f.__code__.co_consts))
s = "not an identifier!"; print(G(s), s is "not an identifier!"); i = "identifier_like"; print(G(i))
w = 1000 + 1; print(G(w), w is 1001); w = "ab c" * 2; print(G(w)); w = (1, 2) + (3, 4); print(G(w)); w = -7.25; print(G(w))
w = 2 ** 40; print(G(w)); w = "x" "y z"; print(G(w)); w = not 5; print(w, G(w) > 1000); w = 1 < 2; print(w)
def k(a=5555, *, b="k w", c=(6666, 7777)): "doc string of k"; return G(a), G(b), G(c), G(c[0])
print(k(), G(k.__doc__), G(k.__defaults__), G(k.__kwdefaults__), G(k.__code__), G(k.__code__.co_varnames))
for n in (400001, 400002): print(G(n))
def lam(): return [lambda: 500001, lambda: 500001]
l = lam(); print(l[0]() is l[1](), G(l[0]()), l[0].__code__ is l[1].__code__, lam()[0].__code__ is l[0].__code__)
print(G(exec), G(eval("600001")), G(eval("(700001, 'q r')")))
