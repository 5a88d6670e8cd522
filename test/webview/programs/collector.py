import gc
import weakref

gc.collect()
gc.disable()


class Ring:
    def __init__(self, name):
        self.name = name
        self.peer = None


class Phoenix(Ring):
    def __del__(self):
        print('finalizer of', self.name)
        saved.append(self)


class Spark(Ring):
    def __del__(self):
        print('finalizer of', self.name)


def ring(cls, a, b):
    first, second = cls(a), cls(b)
    first.peer, second.peer = second, first
    return first


saved = []
kept = ring(Ring, 'kept 1', 'kept 2')
lost = ring(Ring, 'lost 1', 'lost 2')
watch = weakref.ref(lost, lambda ref: print('callback: lost'))
lost.inner = weakref.ref(lost.peer, lambda ref: print('never called'))
bird = ring(Phoenix, 'bird 1', 'bird 2')
spark = ring(Spark, 'spark 1', 'spark 2')
del lost, bird, spark
found = gc.collect()
print(found, watch(), len(saved), gc.get_count()[0] < 100)
saved.clear()
again = gc.collect()
print(again, len(saved))
