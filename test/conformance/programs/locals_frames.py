# f_locals, locals(), exec and eval namespaces: snapshots in functions, the real thing elsewhere (PEP 667).
import sys
G = sys.getrefcount
o = object()
def f():
    x = o; a = locals(); b = locals(); y = 1; r = [a is b, sorted(a), G(o)]; a["x"] = None; r.append(x is o); fr = sys._getframe(); fr.f_locals["x"] = 5; r.append(x); p = fr.f_locals; r += [p is fr.f_locals, type(p).__name__, sorted(p), p["y"], len(p), "x" in p, list(p.keys())[:2]]; p["extra"] = o; r.append(("extra" in fr.f_locals, "extra" in locals())); return r
print(f(), G(o))
def g():
    x = 1
    def h(): return x
    p = sys._getframe().f_locals; p["x"] = 7
    return x, h(), sorted(p)
print(g())
def k():
    exec("z = 1; x = 2"); x = 3; exec("x = 4"); r = [x, "z" in locals()]; d = {}; exec("z = 5", globals(), d); r.append(d); ev = eval("x + 1"); r.append(ev); l = locals(); exec("q = 1", globals(), l); r.append(l["q"]); return r
print(k())
class K:
    a = 1; l = locals(); l["b"] = 2; c = b if "b" in l else None; same = locals() is l
print(K.a, K.b, K.c, K.same); print(locals() is globals(), sys._getframe().f_locals is globals(), G(globals()) > 2)
def gen():
    x = o; yield sys._getframe().f_locals; yield x
it = gen(); p = next(it); print(p["x"] is o, G(o)); p["x"] = None; print(next(it), G(o)); it.close(); print(sorted(p) if False else len(it.__class__.__name__))
def tb():
    loc = o; raise ValueError
try: tb()
except ValueError as e: fr = e.__traceback__.tb_next.tb_frame; print(G(o), fr.f_locals["loc"] is o, G(fr)); fr.clear(); print(G(o), dict(fr.f_locals)); del fr
print(G(o)); lc = [locals() for _ in [0]][0]; print(lc is globals()); 
def comp(): return [sorted(locals()) for i in [0]], [i for i in [1] if "i" in locals()]
print(comp()); 
def nest(a, *b, c=1, **d): return list(locals()), sys._getframe().f_locals["b"]
print(nest(1, 2, e=3)); s = sys._getframe(); 
try: s.clear()
except RuntimeError as e: print(e)
def dels():
    x = 1; p = sys._getframe().f_locals
    try: del p["x"]
    except (ValueError, TypeError) as e: r = type(e).__name__, str(e)
    del x; return r, "x" in p, p.get("x", 5), p | {"m": 1} == {**p, "m": 1}, repr(p)[:5], p == dict(p)
print(dels())
