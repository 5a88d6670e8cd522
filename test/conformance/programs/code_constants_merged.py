# Equal constants and name tuples of one compilation are one object.
def f(self, x): return self.a, (1, "two", 3.0)
def g(self, x): return self.a, (1, "two", 3.0)
def h(self, y): return self.b, (1, "two", 4.0)
print(f.__code__.co_consts is g.__code__.co_consts, f.__code__.co_consts is h.__code__.co_consts)
print(f.__code__.co_names is g.__code__.co_names, f.__code__.co_names is h.__code__.co_names)
print(f(type("A", (), {"a": 1}), 0)[1] is g(type("A", (), {"a": 1}), 0)[1])
print(f.__code__.co_linetable is g.__code__.co_linetable)
