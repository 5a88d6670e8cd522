# queue.SimpleQueue and the other queues in one thread; the inverse normal distribution.
import gc
import queue
import sys
import weakref
from statistics import NormalDist

print([NormalDist(10, 2).inv_cdf(x) for x in (0.001, 0.1, 0.5, 0.9, 1e-10, 0.99999, 1e-300)])
q = queue.SimpleQueue()
print(sys.getsizeof(q), gc.is_tracked(q), type(q), queue.Empty, queue.Empty.__doc__, queue.Empty.__mro__)
x = object()
for i in range(20):
    q.put(x)
q.put_nowait(item=1)
print(sys.getrefcount(x), q.qsize(), q.empty(), sys.getsizeof(q))
while q.qsize() > 1:
    q.get()
print(sys.getrefcount(x), q.get_nowait())
for f in (
    q.get_nowait, lambda: q.get(timeout=0.01), lambda: q.get(timeout=-1), lambda: q.put(), lambda: queue.SimpleQueue(1),
    lambda: q.get(False), lambda: queue.SimpleQueue(a=1), lambda: NormalDist().inv_cdf(1), lambda: q.get(1, 'a'),
):
    try:
        f()
    except Exception as e:
        print(type(e), e)
q.put(q)
r = weakref.ref(q)
del q
print(r() is not None, gc.collect() > 0, r())
print(queue.SimpleQueue[int], sys.getrefcount(queue.SimpleQueue), sys.getrefcount(queue.Empty))
p = queue.PriorityQueue()
p.put((2, 'b'))
p.put((1, 'a'))
print(p.get(), p.qsize(), p.full())
bounded = queue.Queue(1)
bounded.put(1)
try:
    bounded.put_nowait(2)
except queue.Full as e:
    print(repr(e))
try:
    queue.Queue().get_nowait()
except queue.Empty as e:
    print(repr(e))
