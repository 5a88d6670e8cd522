# Context variables: values per context, tokens, reset, copies, run, defaults.
import contextvars, sys, gc
v = contextvars.ContextVar("v", default="d"); w = contextvars.ContextVar("w")
print(v.get(), v.get("x"), v.name)
try: w.get()
except LookupError as e: print(e.args[0] is w)
t = v.set(1); print(v.get(), t.var is v, t.old_value is contextvars.Token.MISSING); t2 = v.set(2); print(t2.old_value, v.get()); v.reset(t2); print(v.get())
try: v.reset(t2)
except RuntimeError as e: print(str(e).split(" at ")[0][:6], "used once" in str(e))
try: w.reset(t)
except ValueError as e: print("different" in str(e))
c = contextvars.copy_context(); print(len(c), c[v], v in c, w in c, c.get(w, 0), list(c) == [v], list(c.values()), list(c.items())[0][1])
def inside(): v.set("in"); w.set("w"); return v.get(), w.get(), contextvars.copy_context()[w]
print(c.run(inside), v.get(), c[v], c[w], len(c)); d = c.copy(); d.run(v.set, "other"); print(c[v], d[v])
try: c.run(c.run, print)
except RuntimeError as e: print("already entered" in str(e))
e = contextvars.Context(); print(len(e), e.run(v.get), e.run(lambda: [v.set(5), v.get()][1]), v.get()); print(v.get())
try: c[5]
except (TypeError, KeyError) as ex: print(type(ex).__name__)
try: contextvars.ContextVar(5)
except TypeError as ex: print(ex)
def gen():
    tok = v.set("gen"); yield v.get(); v.reset(tok); yield v.get()
g = gen(); print(next(g), v.get(), next(g), v.get()); v.reset(t); print(v.get()); c.run(lambda: print(v.get())); print([k.name for k in sorted(c, key=lambda k: k.name)])
