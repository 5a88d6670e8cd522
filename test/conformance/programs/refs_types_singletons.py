# Immortal objects: all have the same count; mortal relatives do not.
import sys
G = sys.getrefcount
IMM = G(None)
print(IMM)
for name, v in [("None", None), ("True", True), ("Ellipsis", ...), ("NotImplemented", NotImplemented), ("0", 0), ("-5", -5), ("256", 256), ("()", ()), ("''", ""), ("b''", b""), ("b'a'", b"a"), ("'z'", "z"), ("int", int), ("type", type), ("ValueError", ValueError), ("generator", type(x for x in ())), ("NoneType", type(None)), ("dict_keys", type({}.keys()))]:
    print(name, G(v) == IMM, end="; ")
print()
for name, v in [("257", 257 + len([])), ("-6", -6 - len([])), ("0.0", 0.0), ("fs", frozenset()), ("len", len), ("mod", sys), ("float", 1.25)]:
    print(name, G(v) == IMM, end="; ")
print()
import collections, functools, itertools, re, types, weakref
for t in (collections.deque, collections.OrderedDict, collections.defaultdict, functools.partial, itertools.chain, re.Pattern, types.SimpleNamespace, weakref.ref, types.FunctionType, types.GenericAlias, collections.Counter, weakref.WeakSet, types.UnionType):
    print(t.__name__, G(t) == IMM, end="; ")
print()
big = [0] * 10; print(G(0) == IMM, G(big)); print(frozenset() is frozenset(), tuple() is (), str() is "", bytes() is b"", int() is 0, bool() is False, float() is float())
print(type(sys.flags) is sys.flags.__class__, G(type(sys.flags)) == IMM, G(type(sys.version_info)) == IMM, G(type(__import__("os").stat("."))) == IMM, G(type(__import__("time").gmtime(0))) == IMM)
print(int("7") is 7, int("300") is 300, len([0] * 256) is 256, len([0] * 257) is len([0] * 257), 100 + 156 is 256, ord("\xff") is 255, -len("abcde") is -5)
print("\xff"[0] is chr(255), b"ab"[0:1] is b"a", bytes([97]) is b"a", bytearray(b"a")[0:1] == b"a", b"ab".split(b"b")[0] is b"a", bytes(1) is b"\0")
for e in (MemoryError(), RecursionError(), StopIteration()): print(G(e) == IMM, end=" ")
print(G(e), G(NotImplemented) == G(...), G(sys.maxsize) == IMM, G(sys.int_info) == IMM, G(sys.implementation) == IMM, G(__builtins__) == IMM, G(object.__init__) == IMM, G(int.__add__) == IMM)
