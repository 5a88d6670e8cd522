# Sizes of objects of other modules: weakref, threading, io, re, contextvars, types, struct, random.
import sys, weakref, threading, io, re, contextvars, types, struct, random, queue, decimal, fractions, string
S = sys.getsizeof
class C: pass
c = C()
print(S(weakref.ref(c)), S(weakref.proxy(c)), S(weakref.WeakMethod(threading.Event().set)), S(weakref.WeakSet()), S(weakref.WeakValueDictionary()), S(weakref.finalize(c, len, "")), S(weakref.KeyedRef(c, None, 1)))
print(S(threading.Lock()), S(threading.RLock()), S(threading.local()), S(threading.Event()), S(threading.Condition()), S(threading.Thread()), S(threading.Semaphore()))
print(S(io.StringIO()), S(io.BytesIO()), S(io.BytesIO(b"x" * 100)), S(io.StringIO("abc")))
print(S(re.compile("a")), S(re.compile("a(b)(c)")), S(re.match("a(b)?", "ab")), S(re.compile("a").scanner("a")), S(re.finditer("a", "a")))
v = contextvars.ContextVar("v", default=1); t = v.set(2)
print(S(v), S(t), S(contextvars.copy_context()), S(contextvars.Context()))
print(S(types.MappingProxyType({})), S(types.ModuleType("m")), S(types.SimpleNamespace(a=1)), S(types.CellType()), S(types.MethodType(len, 1)), S(types.GenericAlias(list, int)), S(sys.implementation), S(sys.flags), S(sys.version_info))
print(S(struct.Struct("i")), S(struct.iter_unpack("i", b"")), S(random.Random()), S(random.SystemRandom()), S(fractions.Fraction(1, 2)), S(string.Template("")), S(queue.SimpleQueue()), S(queue.Queue()))
b = io.BytesIO(); l = [S(b)]
for i in range(60):
    b.write(b"abcdefgh")
    if S(b) != l[-1]: l.append(S(b))
print(l); b.truncate(10); print(S(b)); b.close(); print(S(b)); print(S(memoryview(b"").__enter__()), S(slice(1)), S(object.__new__(C)))
import time, os; print(S(time.gmtime(0)), S(os.terminal_size((1, 2))), S(time.struct_time(range(9))), S(type(time.gmtime(0))), S(type(os.terminal_size((1, 2)))), S(type(sys.flags)))
