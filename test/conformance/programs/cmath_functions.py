import cmath, math

def t(f, *a, **k):
    try:
        print(f.__name__, *a, f(*a, **k))
    except Exception as e:
        print(f.__name__, *a, type(e).__name__, e)

fs = [cmath.acos, cmath.acosh, cmath.asin, cmath.asinh, cmath.atan, cmath.atanh, cmath.cos, cmath.cosh, cmath.exp,
      cmath.log, cmath.log10, cmath.sin, cmath.sinh, cmath.sqrt, cmath.tan, cmath.tanh, cmath.phase, cmath.polar,
      cmath.isfinite, cmath.isinf, cmath.isnan]
inf, nan = math.inf, math.nan
zs = [0, 1, -1, 1j, -1j, 1 + 2j, -2.5 + 0.5j, complex(-1.0, -0.0), complex(2.0, -0.0), 0.3 - 4j, 1e-310 + 1e-310j,
      1e300 + 1e300j, complex(inf, 1), complex(-inf, -0.0), complex(nan, 2), complex(3, inf), complex(0, nan), 800 + 1j]
for f in fs:
    for z in zs:
        t(f, z)
for r, p in ((1, 2), (2.5, -0.5), (3, 0), (inf, 1), (inf, 0.0), (0, inf), (1, inf), (nan, 0)):
    t(cmath.rect, r, p)
t(cmath.log, 10, 2); t(cmath.log, 1j, 1 + 1j); t(cmath.log, 5, 0); t(cmath.log, 5, 1)
t(cmath.sqrt, 'x'); t(cmath.log); t(cmath.log, 1, 'x'); t(cmath.rect, 1); t(cmath.phase, None); t(cmath.isclose, 1)
t(cmath.isclose, 1, 1 + 1e-10j); t(cmath.isclose, 1, 1.1, rel_tol=0.2); t(cmath.isclose, 1, 1, abs_tol=-1)
class C:
    def __complex__(self): return 3 + 4j
class F:
    def __float__(self): return 2.0
t(cmath.sqrt, 4); print(cmath.sqrt(C()), cmath.exp(F()))
print(cmath.pi, cmath.e, cmath.tau, cmath.inf, cmath.infj, cmath.nan, cmath.nanj, cmath.sqrt.__doc__)
