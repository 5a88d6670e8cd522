# How many digits arithmetic allocates (tracemalloc) and keeps (getsizeof).
import sys, tracemalloc as tm, gc
gc.disable(); S = sys.getsizeof
def cost(f):
    f(); tm.start(); a = tm.get_traced_memory()[0]; o = f(); b = tm.get_traced_memory()[0]; tm.stop(); return b - a, S(o)
a = 2 ** 40; b = 2 ** 70; c = 10 ** 30; s = 1000
print(cost(lambda: a + 1), cost(lambda: a - 1), cost(lambda: a + a), cost(lambda: a - a), cost(lambda: a + b), cost(lambda: b - 1), cost(lambda: a * 3), cost(lambda: a * a), cost(lambda: b * s), cost(lambda: s * s), cost(lambda: -a), cost(lambda: ~a), cost(lambda: abs(-b)))
print(cost(lambda: a << 5), cost(lambda: a << 30), cost(lambda: s << 60), cost(lambda: s << 61), cost(lambda: b >> 5), cost(lambda: b >> 60), cost(lambda: b >> 69), cost(lambda: a >> 35))
print(cost(lambda: int("12345678901")), cost(lambda: int(str(c))), cost(lambda: int(1e15)), cost(lambda: int(2.0 ** 80)), cost(lambda: int.from_bytes(b"12345678", "big")), cost(lambda: len("x") + 2 ** 31), cost(lambda: round(1e20)), cost(lambda: hash("x") * 0 + 2 ** 33), cost(lambda: int("ff" * 8, 16)))
print(S(a + b), S(b - b + 1), S(c // 3), S(c % 7), S(c ** 2), S(2 ** 30 - 1 + s - s), S(True + True), S((b + 1) - b), S(a & 1), S(b | 1), S(b ^ b), S(-b >> 200), S(1 << 1000), S(int(-1)), S(sum([a, a, a])), S(max(a, b)), S(pow(3, 200, 10 ** 9)), S(divmod(c, a)[0]), S(divmod(c, a)[1]))
x = [2 ** 40 + i for i in range(10)]; print([S(v) for v in x[:3]], len({id(v) for v in x})); n = a; i = id(n); n += 1; m = n; n += 1; print(m is n, S(n)); print((a + 1) - a is 1, (b + 5) - b is 5, a - a is 0, a // a is 1, a * 0 is 0, a & 0 is 0, b >> 100 is 0, -1 * 1 is -1, int("5") is 5, int(5.0) is 5, 300 - 44 is 256)
