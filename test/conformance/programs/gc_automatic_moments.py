# With a small threshold automatic collections come at exact allocations; callbacks tell which generation.
import gc
class C: pass
events = []
def cb(phase, info): events.append((phase[1], info["generation"], info["collected"], info["uncollectable"]))
gc.collect(); gc.set_threshold(50, 3, 2); gc.callbacks.append(cb)
keep = []
marks = []
for i in range(800):
    n = len(events)
    keep.append(C())
    if len(events) != n: marks.append((i, events[-1][1]))
gc.callbacks.clear(); gc.set_threshold(2000, 10, 10)
print(marks); print(events[:12])
gc.collect(); events.clear(); marks.clear(); keep.clear()
gc.set_threshold(100, 0, 0); gc.callbacks.append(cb)
for i in range(500):
    n = len(events); c = C(); c.me = c
    if len(events) != n: marks.append((i, events[-1]))
gc.callbacks.clear(); gc.set_threshold(2000, 10, 10); print(marks)
gc.collect(); events.clear(); marks.clear(); gc.set_threshold(60); gc.callbacks.append(cb)
for i in range(200):
    n = len(events); x = [i]; keep.append({i: x})
    if len(events) != n: marks.append(i)
print(marks); marks.clear()
for i in range(200):
    n = len(events); keep.append((i, [i]))
    if len(events) != n: marks.append(i)
gc.callbacks.clear(); print(marks); gc.set_threshold(0); n = len(events); keep.append([C() for _ in range(5000)]); print(len(events) - n, gc.get_threshold())
