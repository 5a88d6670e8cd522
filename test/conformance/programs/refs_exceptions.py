# Exceptions, tracebacks and frames own locals until they are let go.
import sys
G = sys.getrefcount
o = object()
def f(a):
    x = a
    raise ValueError(a)
try: f(o)
except ValueError as e:
    print(G(o), G(e), G(e.args), G(e.__traceback__), G(e.__traceback__.tb_next.tb_frame))
    keep = e
print(G(o), G(keep)); tb = keep.__traceback__
print(G(tb), G(tb.tb_next), G(tb.tb_frame) - G(tb.tb_frame))
keep.__traceback__ = None; print(G(o), G(tb)); del tb; print(G(o)); del keep; print(G(o))
try:
    try: f(o)
    except ValueError: raise KeyError(o)
except KeyError as e:
    print(G(o), G(e.__context__), e.__cause__, e.__suppress_context__)
    k = e
k.__context__ = None
print(G(o)); del k; print(G(o))
try:
    try: f(o)
    except ValueError as v: raise TypeError from v
except TypeError as e: print(G(o), G(e.__cause__), e.__cause__ is e.__context__, e.__suppress_context__)
print(G(o))
def g(a):
    try: f(a)
    except ValueError: return G(a), sys.exc_info()[0].__name__, G(sys.exception())
    finally: pass
print(g(o), sys.exc_info(), G(o))
def h(a):
    try: f(a)
    finally: return G(a)
print(h(o), G(o))
try: f(o)
except* ValueError as eg: print(G(o), G(eg), len(eg.exceptions), G(eg.exceptions[0]), G(eg.exceptions))
print(G(o))
try: raise ExceptionGroup("m", [ValueError(o), TypeError(o)])
except* ValueError as eg: print(G(o), G(eg.exceptions[0]))
except* TypeError as eg: print(G(o), G(eg.exceptions[0]))
print(G(o))
e = ValueError(o); e.note = o; e.add_note("n"); print(G(o), G(e.args), G(e.__notes__)); e.args = (); print(G(o)); del e; print(G(o))
