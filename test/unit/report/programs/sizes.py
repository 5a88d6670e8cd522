# What sys.getsizeof says of the objects a program holds, by type.
import array, collections, sys
class Point:
    def __init__(self, x):
        self.x = x
class Named(str):
    pass
class Row(list):
    __slots__ = ('extra',)
def count_to(n):
    yield from range(n)
held = {}
held['Point'] = [Point(i) for i in range(7)]
held['Named'] = [Named('abc'), Named('é'), Named('日本')]
held['Row'] = [Row(range(i)) for i in range(5)]
held['bytearray'] = [bytearray(b'abc'), bytearray(100)]
held['deque'] = [collections.deque(range(200)), collections.deque()]
held['OrderedDict'] = [collections.OrderedDict(a=1, b=2)]
held['defaultdict'] = [collections.defaultdict(list, {1: 2})]
held['Counter'] = [collections.Counter('abracadabra')]
held['array'] = [array.array('d', range(20))]
held['frozenset'] = [frozenset(range(20)), frozenset((1, 2))]
held['complex'] = [complex(i, 1) for i in range(3)]
held['bytes'] = [bytes(range(i)) for i in range(2, 90, 7)]
held['generator'] = [count_to(i) for i in range(4)]
for i in range(6): held['generator'][3].send(None) if i == 0 else None
held['memoryview'] = [memoryview(b'0123456789')]
held['range'] = [range(i) for i in range(5, 9)]
held['slice'] = [slice(i) for i in range(3)]
held['property'] = [property(len)]
said = {name: sum(map(sys.getsizeof, things)) for name, things in held.items()}
print(repr(said).replace("'", '"'))
