# memoryview: formats, casts, shapes, assignment, comparison, hashing, release.
import struct
ba = bytearray(range(12))
m = memoryview(ba)
h = m.cast("H")
g = m.cast("B", [3, 4])
ro = memoryview(b"abcd")
def rel():
    x = memoryview(b"ab"); x.release(); return x
def ctx():
    with memoryview(b"ab") as x: pass
    return x
CASES = r"""
m.format, m.itemsize, m.nbytes, m.ndim, m.shape, m.strides, m.readonly, m.c_contiguous, m.f_contiguous, m.contiguous, m.suboffsets, len(m), m.obj is ba, ro.readonly, type(ro.obj)
h.tolist(), len(h), h.format, h.shape, h.strides, h[1], h[-1], h[1:3].tolist(), h[::2].tolist(), h[::-1].strides
g.tolist(), g.shape, g.strides, g.ndim, g[1, 2], g[-1, -1], len(g), g.tobytes() == bytes(ba), g.nbytes, g == m, g.f_contiguous
g[0]
g[0, 9]
g[0, 0, 0]
g[0:1].shape
g["a"]
g[0, "a"]
m["a"]
m[12]
m[1, 2]
m[1:2, 0]
m.cast("I").tolist(), m.cast("c")[0], m.cast("b")[3], m.cast("?")[0], m.cast("@H")[0], m[0:8].cast("Q")[0], m[:8].cast("d").format, m.cast("B", (2, 6)).tolist(), m.cast("B", [12]).shape, m.cast("H", [2, 3]).tolist()
m.cast("H").cast("I")
m.cast("Z")
m.cast("<H")
m.cast("HH")
m.cast(5).shape
m[:3].cast("H")
m[::2].cast("H").shape
m.cast("B", [5]).shape
m.cast("B", "a").shape
m.cast("B", [0, 12]).shape
m.cast("B", [3, -4])
m.cast("B", ["a"])
g.cast("H").shape
g.cast("B").tolist() == list(ba), g.cast("B", [12]).shape
g.cast("B", [4, 3]).shape
m[::-1].tolist()[:3], m[2:8:3].tolist(), m[10:1:-4].tolist(), m[5:5].tolist(), m[3:100].nbytes, m[::-1].contiguous, m[::2].tobytes(), m[::-1].tobytes("A"), bytes(m[::5]), m[::3].hex(), m.hex(":", 4)
m.__setitem__(0, 255), ba[0], m.__setitem__(slice(1, 3), b"xy"), ba[1:3], m.__setitem__(slice(0, 4, 2), b"QQ"), ba[:4], h.__setitem__(5, 513), ba[10:], g.__setitem__((1, 0), 7), ba[4]
m.__setitem__(0, 256)
m.__setitem__(0, "a")
m.__setitem__(0, b"a")
m.__setitem__(slice(0, 2), b"abc")
m.__setitem__(slice(0, 2), "ab")
m.__setitem__(slice(0, 4), h[:2])
m.__delitem__(0)
ro.__setitem__(0, 1)
h.__setitem__(0, -1)
h.__setitem__(0, 1.5)
m.cast("c").__setitem__(0, b"z"), m.cast("?").__setitem__(1, []), ba[:2], m[:4].cast("f").__setitem__(0, 1.5), ba[:4], m[:8].cast("d").__setitem__(0, 2)
m.cast("c").__setitem__(0, b"zz")
m.cast("f").__setitem__(0, "a")
m.cast("b").__setitem__(0, 200)
ro == b"abcd", ro == "abcd", ro != bytearray(b"abcd"), ro[::-1] == b"dcba", memoryview(b"\x01\x00").cast("H") == memoryview(b"\x01\x00").cast("h"), memoryview(b"\x01\x00").cast("H") == b"\x01\x00", ro == memoryview(b"abcd").cast("c")
ro < ro
hash(ro) == hash(b"abcd"), hash(ro[1:3]) == hash(b"bc"), hash(ro[::-1]) == hash(b"dcba"), hash(memoryview(b"abcd").cast("c")) == hash(b"abcd")
hash(m)
hash(memoryview(b"abcd").cast("H"))
97 in ro, b"a" in ro, list(ro), bytes(ro), ro.tobytes(), list(reversed(ro)), ro.toreadonly().readonly, m.toreadonly()[0] == ba[0], [*zip(ro, "ab")], ro.index(98) if hasattr(ro, "index") else "no index", isinstance(ro, __import__("collections").abc.Sequence)
memoryview(5)
memoryview("a")
memoryview([1])
memoryview()
memoryview(object=b"ab").tolist(), memoryview(memoryview(b"ab")).obj, memoryview(ro[1:]).tolist()
len(rel())
rel()[0]
rel().tolist()
rel().cast("B")
rel().shape
rel().__enter__()
ctx().nbytes
rel() == b"ab", rel() == rel(), rel().release(), repr(rel()).split(" at")[0], repr(ro).split(" at")[0], bytes(memoryview(b"")) == b"", memoryview(b"").tolist(), memoryview(b"").hex()
memoryview(bytearray(2)).cast("B", []) if 0 else memoryview(b"a").cast("B", ()).shape, memoryview(b"a").cast("B", ()).tolist(), memoryview(b"a").cast("B", ())[()]
memoryview(b"a").cast("B", ())[0]
len(memoryview(b"a").cast("B", ()))
(lambda b, v: (v.release(), b.append(1), b)[2])(*(lambda b: (b, memoryview(b)))(bytearray(b"x")))
(lambda b: (memoryview(b).cast("B")[0:1], b.append(1))[1])(bytearray(b"x"))
ro.__class_getitem__(int)
ro.foo
memoryview(struct.pack("<d", 1.5)).cast("d").tolist(), memoryview(struct.pack("q", -5)).cast("q")[0], memoryview(b"\xff" * 8).cast("n")[0], memoryview(b"\xff" * 8).cast("P")[0] == 2**64 - 1, memoryview(b"\x00\x3c").cast("e")[0], memoryview(b"\xff" * 4).cast("i")[0], memoryview(b"\xff" * 4).cast("L") if 0 else 1
"""
for case in CASES.strip().splitlines():
    try: print(eval(case))
    except Exception as e: print(type(e).__name__ + ":", e)
