# Modules of our own at exit: order of their death, globals set to None, functions that outlive them.
import sys, types, weakref
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
def module(name, **kw):
    m = types.ModuleType(name); m.__dict__.update(kw); sys.modules[name] = m
    return m
code = "class E:\n  def __init__(s, n): s.n = n\n  def __del__(s): print('E', s.n, helper)\nhelper = 'helper'\nfirst = E('first')\n_priv = E('_priv')\nlast = E('last')\n"
for name in ("modb", "moda"):
    m = module(name); exec(code, m.__dict__)
del m
import modb as kept
w = weakref.ref(kept, lambda r: print("module gone"))
only = types.ModuleType("only"); only.x = D("only.x")
module("unref", d=D("unref.d"))
print("end")
