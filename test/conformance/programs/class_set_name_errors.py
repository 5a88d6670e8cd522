# Errors inside __set_name__ and __init_subclass__, and how they reach the class statement.
class Bad:
    def __set_name__(self, owner, name):
        raise ValueError("no " + name)
try:
    class C:
        attr = Bad()
except ValueError as e:
    print(type(e).__name__, e, e.__notes__, e.__cause__)
class Wrong:
    __set_name__ = lambda self: None
try:
    class D:
        w = Wrong()
except TypeError as e:
    print(type(e).__name__, e, e.__notes__)
class Late:
    def __set_name__(self, owner, name):
        setattr(owner, name + "_extra", Other())
        self.names = getattr(self, "names", []) + [name]
class Other:
    def __set_name__(self, owner, name):
        print("never called for", name)
late = Late()
class E:
    a = late
    b = late
print(late.names, sorted(k for k in vars(E) if not k.startswith("__")))
E.c = late
print(late.names)
class F:
    def __init_subclass__(cls):
        cls.made = True
        raise RuntimeError("stop")
try:
    class G(F): pass
except RuntimeError as e:
    print("RuntimeError", e, F.__subclasses__() == [] or [c.__name__ for c in F.__subclasses__()])
try:
    class H(key=1): pass
except TypeError as e:
    print("TypeError", e)
try:
    object.__init_subclass__(1)
except TypeError as e:
    print("TypeError", e)
class I:
    __init_subclass__ = lambda *a: print("args", len(a))
    def __class_getitem__(cls, item): return (cls.__name__, item)
class J(I): pass
print(J[1], J[1, 2], J[:], J[...])
print(type(vars(I)["__class_getitem__"]).__name__, type(vars(I)["__init_subclass__"]).__name__, type(object.__new__).__name__)
try:
    int[3]
except TypeError as e:
    print("TypeError", e)
try:
    J()[0]
except TypeError as e:
    print("TypeError", e)
class K(type):
    def __getitem__(cls, item): return "meta", item
class L(metaclass=K):
    def __class_getitem__(cls, item): return "class", item
print(L[0])
