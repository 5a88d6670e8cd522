# What happens in which order when a class statement with a metaclass runs.
class Log(dict):
    def __setitem__(self, key, value):
        print("  set", key, type(value).__name__)
        super().__setitem__(key, value)

class Meta(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        print("prepare", name, [b.__name__ for b in bases], kw)
        return Log()
    def __new__(mcls, name, bases, ns, **kw):
        print("new", name, sorted(k for k in ns if k != "__static_attributes__"), kw)
        return super().__new__(mcls, name, bases, dict(ns), **kw)
    def __init__(cls, name, bases, ns, **kw):
        print("init", name, kw)
        super().__init__(name, bases, ns)
    def __call__(cls, *args, **kw):
        print("call", cls.__name__, args, kw)
        return super().__call__(*args, **kw)

class Desc:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)

class Base(metaclass=Meta):
    def __init_subclass__(cls, /, tag=None, **kw):
        print("init_subclass", cls.__name__, tag, kw)
        super().__init_subclass__(**kw)

class Child(Base, tag="t"):
    a = Desc()
    x: int = 1
    def f(self): return __class__
    b = Desc()
    for i in range(2): pass

print(Child().f() is Child, type(Child) is Meta)
try:
    class Bad(Base, other=1): pass
except TypeError as e:
    print("TypeError:", e)
class Meta2(type): pass
try:
    class Conflict(Base, metaclass=Meta2): pass
except TypeError as e:
    print("TypeError:", e)
try:
    class NoPrepare(metaclass=type("X", (type,), {"__prepare__": classmethod(lambda *a: 3)})): pass
except TypeError as e:
    print("TypeError:", e)
class Fn(metaclass=lambda *a, **k: (a[0], k), z=2): pass
print(Fn)
try:
    class Dup(*(int,), **{"metaclass": type, "q": 1}): pass
except TypeError as e:
    print("TypeError:", e)
