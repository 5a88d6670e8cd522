# tracemalloc: tracebacks of objects, their depth, most recent call last, statistics by line and file.
import tracemalloc as tm, gc
gc.disable()
def inner(): return bytearray(500)
def middle(): return inner()
def outer(): return [middle() for _ in range(3)]
tm.start(1); o = outer(); t = tm.get_object_traceback(o[0]); print(len(t), t[0].lineno, t.total_nframe, [f.lineno for f in t]); tm.stop()
tm.start(10); o = outer(); t = tm.get_object_traceback(o[0]); print(len(t), [f.lineno for f in t], t.total_nframe, str(t[0]).endswith(":4"), t.format()[-1].strip(), tm.get_traceback_limit())
print(tm.get_object_traceback(5), tm.get_object_traceback("const"), t == tm.get_object_traceback(o[1]), t < t, hash(t) == hash(tm.get_object_traceback(o[1])), [type(f).__name__ for f in t[:2]])
class C:
    def __init__(self): self.d = {"k": bytes(300)}
c = C(); print([f.lineno for f in tm.get_object_traceback(c)], [f.lineno for f in tm.get_object_traceback(c.d["k"])])
l = []
for i in range(100): l.append(bytes(100))
s = tm.take_snapshot().filter_traces([tm.Filter(True, __file__)])
for st in s.statistics("lineno")[:3]: print(st.traceback[0].lineno, st.size > 1000)
g = s.statistics("filename"); print(len(g), g[0].count == sum(x.count for x in s.statistics("lineno")), g[0].size == sum(x.size for x in s.statistics("lineno")))
tb = s.statistics("traceback")[0]; print(len(tb.traceback) >= 1, tb.count >= 100); before = s; m = [bytes(50) for _ in range(10)]; after = tm.take_snapshot().filter_traces([tm.Filter(True, __file__)])
for d in after.compare_to(before, "lineno")[:2]: print(d.traceback[0].lineno, d.size_diff > 700, d.size >= d.size_diff)
print(sorted(x.lineno for x in {st.traceback[0] for st in after.filter_traces([tm.Filter(False, __file__, 4)]).statistics("lineno")})[:1] != [4], tm.Filter(True, "a", 5).filename_pattern, tm.DomainFilter(True, 0).domain); tm.stop()
for bad in (0, -1):
    try: tm.start(bad)
    except ValueError as e: print(e)
try: tm.take_snapshot()
except RuntimeError as e: print(e)
