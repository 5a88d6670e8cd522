# Memoryviews and BytesIO buffers: who is locked, slices and casts keep the base, release order.
import sys, io, array, gc
G = sys.getrefcount
b = bytearray(b"abcdef"); m = memoryview(b); n = m[1:3]; k = m.cast("H"); print(G(b), G(m), m.obj is b, n.obj is b, sys.getsizeof(m), n.nbytes, k.tolist())
def t(f):
    try: r = f(); print("ok", r)
    except (BufferError, ValueError, TypeError, IndexError) as e: print(type(e).__name__, e)
t(lambda: b.append(1)); t(lambda: b.clear()); t(lambda: b.__setitem__(0, 65)); t(lambda: b.__delitem__(0)); t(lambda: b.__iadd__(b"")); t(lambda: b.extend(b"x")); t(lambda: b.__setitem__(slice(0, 2), b"xy")); t(lambda: b.__setitem__(slice(0, 2), b"xyz")); t(lambda: b.pop()); t(lambda: b.reverse())
m.release(); t(lambda: b.append(1)); t(lambda: m[0]); t(lambda: n[0]); n.release(); t(lambda: b.append(1)); k.release(); t(lambda: b.append(1)); print(G(b)); t(lambda: m.release()); t(lambda: len(m)); print(repr(m).startswith("<released memory"))
with memoryview(b) as v: print(v[0], v.readonly, v.format, v.shape, v.strides); w = v[::2]; print(w.contiguous, bytes(w), w.tolist())
t(lambda: v[0]); t(lambda: b.append(2)); del w; t(lambda: b.append(2))
r = memoryview(b"const"); t(lambda: r.__setitem__(0, 1)); print(r.readonly, hash(r) == hash(b"const"), r == b"const", G(b"const") > 1, r.toreadonly().readonly); t(lambda: hash(memoryview(bytearray(1)))); t(lambda: r.__delitem__(0))
io1 = io.BytesIO(b"hello"); v = io1.getbuffer(); print(v.nbytes, v.readonly, type(v.obj).__name__, G(io1)); v[0] = 72; print(io1.getvalue()); t(lambda: io1.write(b"more than room")); t(lambda: io1.truncate(1)); t(lambda: io1.close()); t(lambda: io1.__init__(b"x")); t(lambda: io1.read()); v.release(); t(lambda: io1.write(b"more")); print(io1.getvalue(), G(io1))
c = b"shared" * 3; s = io.BytesIO(c); print(G(c), s.getvalue() is c, s.read() is c); s.write(b"!"); print(G(c), s.getvalue() is c, s.getvalue() is s.getvalue()); x = s.getvalue(); s.seek(0); s.write(b"Z"); print(x[:1], s.getvalue()[:1]); 
e = io.BytesIO(); print(e.getvalue() is b"", sys.getsizeof(e)); g = e.getbuffer(); print(len(g)); del g; e.write(b"1"); e.close(); t(lambda: e.getvalue()); t(lambda: e.getbuffer())
a = array.array("i", [1, 2, 3]); q = memoryview(a); t(lambda: a.append(4)); q[0] = 9; print(a, q.itemsize, q.tolist()); p = q[1:]; del q; t(lambda: a.append(4)); del p; t(lambda: a.append(4))
class W: 
    def __init__(self, m): self.m = m
y = W(memoryview(bytearray(3))); y.me = y; z = y.m.obj; del y; t(lambda: z.append(1)); gc.collect(); t(lambda: z.append(1))
d = memoryview(bytes(12)).cast("B", [3, 4]); print(d.shape, d[1, 2], d.ndim, sys.getsizeof(d), d.tolist()[0]); t(lambda: d[0]); t(lambda: d[3, 0]); print(memoryview(d).obj is d.obj, bytes(d) == bytes(12), memoryview(b"ab") == memoryview(b"ab"), memoryview(b"ab")[0:0].nbytes)
