# Elementary functions print the last digit that the C library gives.
import math
import random

args = [0.1 * i for i in range(1, 24)] + [math.radians(d) for d in range(0, 361, 15)] + [1e-5, 123.456, 1e10, 7.0]
for f in (math.exp, math.exp2, math.expm1, math.log, math.log2, math.log10, math.log1p, math.sin, math.cos,
          math.sinh, math.cosh, math.tanh, math.asinh, math.cbrt, math.erf, math.erfc, math.gamma, math.lgamma):
    for x in args:
        if x <= 0 and f in (math.log, math.log2, math.log10, math.gamma, math.lgamma):
            continue
        try:
            print(f.__name__, x, f(x))
        except OverflowError as e:
            print(f.__name__, x, e)
for x in args:
    for y in (0.5, 1.5, -0.1, 2.0, 3.0, 1 / 3, 10.1):
        if x:
            print(x ** y, math.pow(x, y), abs(complex(x, y)))
print(2 ** 0.5, 2.0 ** -0.5, 10 ** -3.3, 1.1 ** 100, (-2) ** 1.5, 1e300 ** 0.01)
print(1j ** 2.5, (1 + 2j) ** (0.5 - 1j), 3j ** 0.1)
random.seed(12345)
for _ in range(5):
    print(random.gauss(0, 1), random.normalvariate(5, 2), random.expovariate(1.5), random.lognormvariate(0, 1),
          random.betavariate(2, 3), random.gammavariate(2.5, 1), random.vonmisesvariate(1, 2), random.paretovariate(3),
          random.weibullvariate(1, 2), random.triangular(0, 1, 0.3))
