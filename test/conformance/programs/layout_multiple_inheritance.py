# Which base decides the layout: best base, conflicts, dict and weakref slots that are merged or added.
import sys
def show(name, *bases, **ns):
    try:
        t = type(name, bases, ns)
        try: o = sys.getsizeof(t())
        except TypeError as e: o = type(e).__name__
        print(name, t.__base__.__name__, t.__basicsize__, t.__dictoffset__, t.__weakrefoffset__, o, [c.__name__ for c in t.__mro__])
        return t
    except TypeError as e: print(name, e)
A = show("A"); S = show("S", __slots__=("s",)); E = show("E", __slots__=()); T = show("T", S, __slots__=("t",)); U = show("U", __slots__=("u",))
show("AS", A, S); show("SA", S, A); show("AE", A, E); show("EA", E, A, __slots__=()); show("ST", T, S); show("SU", S, U); show("TE", T, E, __slots__=()); show("AL", A, list); show("EL", E, list); show("LS", list, S); show("LD", list, dict); show("LE", list, E, __slots__=("x",)); show("IE", int, E); show("TA", tuple, A); show("EX", Exception, A); show("XO", OSError, ValueError); show("XV", ValueError, KeyError); show("XS", SyntaxError, OSError); show("AX", A, Exception); show("SX", S, Exception)
W = show("W", __slots__=("__weakref__",)); D = show("D", __slots__=("__dict__",)); show("WD", W, D); show("DW", D, W, __slots__=()); show("WA", W, A); show("SW", S, W); show("SD", S, D); show("WS", W, S, __slots__=("q",)); show("WW", W, E, __slots__=("__dict__",)); show("DD", D, E); show("TW", T, W, E)
show("BoolSub", bool); show("NoneSub", type(None)); show("F", type(lambda: 0)); show("G", type(x for x in ())); show("R", range); show("M", type(sys)); show("Me", type); show("St", str, E); show("By", bytes); show("Fl", float, A); show("Se", set, S); show("Mv", memoryview); show("Pr", property, A); show("Cm", classmethod); show("Ob", object); show("AA", A, A); show("OA", object, A)
B1 = show("B1", A); B2 = show("B2", A); show("Dia", B1, B2); show("Bad", A, B1); show("Abc", __import__("abc").ABC, S); show("Gen", __import__("typing").Generic)
x = A(); x.__class__ = B1; print(type(x).__name__)
for t in (S, T, list, int): 
    try: A().__class__ = t
    except TypeError as e: print(e)
B1.__bases__ = (B2,); print([c.__name__ for c in B1.__mro__], A.__subclasses__() == [c for c in A.__subclasses__()], B1 in A.__subclasses__(), B1 in B2.__subclasses__())
try: B1.__bases__ = (S,)
except TypeError as e: print(e)
