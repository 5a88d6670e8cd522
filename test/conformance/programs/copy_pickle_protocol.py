# copy and pickle by the protocol methods: __reduce_ex__, __getstate__, __slots__, __getnewargs__.
import copy, pickle, copyreg
class Plain:
    def __init__(self): self.a = [1]
class Slots:
    __slots__ = ("x", "y")
class Both(Slots): pass
class New(tuple):
    def __new__(cls, a, b): return tuple.__new__(cls, (a, b))
    def __getnewargs__(self): return tuple(self)
class Kw:
    def __new__(cls, *, k): s = object.__new__(cls); s.k = k; return s
    def __getnewargs_ex__(self): return (), {"k": self.k}
class State:
    def __init__(self): self.v = 1
    def __getstate__(self): return {"v": self.v, "extra": 2}
    def __setstate__(self, s): self.__dict__.update(s, restored=True)
class Falsy(State):
    def __getstate__(self): return None
class Red:
    def __init__(self, n=0): self.n = n
    def __reduce__(self): return Red, (5,), {"m": 7}
class Lst(list): pass
class Dct(dict): pass
class CP:
    def __copy__(self): return "copied"
    def __deepcopy__(self, memo): return "deep", type(memo).__name__
class Exc(Exception):
    def __init__(self, a, b): super().__init__(a); self.b = b
def mk(c, **k):
    o = c()
    for n, v in k.items(): setattr(o, n, v)
    return o
def rt(o, p=4): return pickle.loads(pickle.dumps(o, p))
def show(o): return type(o).__name__, getattr(o, "__dict__", None), [getattr(o, s, "unset") for s in getattr(o, "__slots__", ())]
l = Lst([1, 2]); l.attr = "x"
dd = Dct(a=1); dd.attr = "y"
loop = []; loop.append(loop)
CASES = r"""
Plain().__reduce_ex__(2)[1:3], Plain().__reduce_ex__(0)[0].__name__, Plain().__getstate__(), object().__getstate__(), mk(Slots, x=1).__getstate__(), mk(Both, x=1, z=2).__getstate__(), Slots().__getstate__(), (5).__getstate__()
mk(Slots, x=1).__reduce_ex__(1)
show(copy.copy(mk(Slots, x=1))), show(copy.deepcopy(mk(Both, x=[1], z=2))), show(rt(mk(Slots, y=3))), show(rt(mk(Both, x=1, w=5)))
pickle.dumps(mk(Slots, x=1), 1)
(lambda p: (copy.copy(p).a is p.a, copy.deepcopy(p).a is p.a, rt(p).a == p.a))(Plain())
rt(New(1, 2)), type(rt(New(1, 2))).__name__, copy.copy(New(1, 2)), New(1, 2).__reduce_ex__(2)[1], show(rt(Kw(k=3))), copy.copy(Kw(k=4)).k, Kw(k=1).__reduce_ex__(4)[0].__name__
show(rt(Kw(k=1), 2))
show(rt(State())), show(copy.copy(State())), show(rt(Falsy())), show(copy.deepcopy(Falsy()))
show(rt(Red())), show(copy.copy(Red(1))), Red().__reduce_ex__(4)[1:]
rt(l), rt(l).attr, copy.copy(l).attr, rt(dd), copy.deepcopy(dd).attr, type(copy.copy(dd)).__name__, [*l.__reduce_ex__(4)[3]], [*dd.__reduce_ex__(4)[4]], l.__reduce_ex__(4)[2]
copy.copy(CP()), copy.deepcopy(CP()), copy.deepcopy([CP()]), copy.copy(len) is len, copy.deepcopy(Plain) is Plain, 1
copy.deepcopy(loop)[0][0][0] is not loop, (lambda x: x[0] is x)(copy.deepcopy(loop)), (lambda x: x[0] is x)(rt(loop)), (lambda a: (lambda r: r[0] is r[1])(copy.deepcopy([a, a])))([1]), copy.deepcopy((1, (2, "a"))) is not None, (lambda t: copy.deepcopy(t) is t)((1, 2)), (lambda t: copy.deepcopy(t) is t)(([],)), (lambda t: copy.copy(t) is t)({1}), copy.deepcopy({1: [2], (1, 2): {3}})
rt(range(3)), rt(slice(1)), rt(1.5), rt(2**100), rt(-1), rt(b"ab"), rt(bytearray(b"x")), rt({1, 2}), rt(frozenset([1])), rt(1 + 2j), rt(...), rt(NotImplemented), rt(None), rt(True), rt(len), rt(int), rt(type(None)), rt("é\ud800"), rt({"a": (1, [2])}), rt(complex), rt([].append.__class__) if 0 else 0
rt(ValueError(1, "x")), rt(OSError(2, "m", "f")), rt(KeyError("k")).args, rt(ExceptionGroup("g", [ValueError(1)])), rt(StopIteration(5)).value, rt(ImportError("m", name="n")).name, rt(UnicodeDecodeError("a", b"b", 0, 1, "r"))
rt(Exc(1, 2))
copy.copy(Exc(1, 2))
pickle.dumps(Plain.__init__, 0)
pickle.dumps((i for i in ()))
copy.copy(i for i in ())
copy.deepcopy([i for i in ()]), copy.copy(iter([1])).__length_hint__() if 0 else 0
copy.deepcopy(__import__("sys"))
pickle.loads(b"cnope\nnope\n.")
pickle.dumps(1, 99)
pickle.dumps([1, "a", None, True, 2.5, (1,), {"k": b"v"}], 0), pickle.dumps((1, 2, 3, 4), 2), pickle.dumps({"a": [1, 2]}, 3), pickle.dumps({1}, 4), pickle.dumps(300, 2), pickle.dumps(-5, 1), pickle.dumps("é", 0), pickle.dumps("é" * 2, 4), pickle.dumps(2**80, 2), pickle.dumps(b"b", 2)
pickle.dumps(int, 4), pickle.dumps(Plain(), 2), pickle.dumps(Plain(), 0), pickle.dumps(New(1, "x"), 4), pickle.dumps(range(3), 4), pickle.dumps(l, 2), pickle.dumps(loop, 2), pickle.dumps([[]] * 2, 1), pickle.dumps(Red(), 4), pickle.dumps(3.0, 1), pickle.dumps(list(range(3)), 5), pickle.dumps(bytearray(b"a"), 5), pickle.dumps(Ellipsis, 2), pickle.dumps(frozenset(), 4)
copy.replace(slice(1), start=1) if 0 else 0
copy.replace([], a=1)
copyreg.__newobj__(list), copyreg._slotnames(Both), object.__reduce_ex__(5, 2)[1], object().__reduce__()[1], (1).__reduce_ex__(2)[1]
object.__reduce_ex__(5, "a")
"""
for case in CASES.strip().splitlines():
    try: print(eval(case))
    except Exception as e: print(type(e).__name__ + ":", e)
