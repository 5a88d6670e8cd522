# tracemalloc: lines, peaks, filters, differences, and the traceback of one object.
import tracemalloc
print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory())
tracemalloc.start(5)
print(tracemalloc.get_traceback_limit())
def make(n):
    return [bytes(100) for _ in range(n)]
def outer():
    return make(50)
kept = outer()
big = bytearray(100_000)
snap = tracemalloc.take_snapshot()
here = snap.filter_traces([tracemalloc.Filter(True, __file__)])
for stat in here.statistics("lineno")[:2]:
    print(stat.traceback[0].lineno, stat.size, stat.count)
print([f.lineno for f in tracemalloc.get_object_traceback(kept[0])])
before = tracemalloc.get_traced_memory()
tracemalloc.reset_peak()
del big
after = tracemalloc.get_traced_memory()
print(before[0] - after[0], after[1] == before[0])
tracemalloc.clear_traces()
print(tracemalloc.get_object_traceback(kept[0]))
tracemalloc.stop()
print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory())
try:
    tracemalloc.start(0)
except ValueError as error:
    print(error)
