# What tracemalloc says of lines: bytes and blocks still held for each, at the end.
import gc, tracemalloc
gc.collect()  # and nothing is left in free lists
tracemalloc.start()
class Node:
    def __init__(self, value):
        self.value = value
        self.next = None
class Slim:
    __slots__ = ('x', 'y')
    def __init__(self, x, y):
        self.x = x
        self.y = y
def chain(n):
    head = None
    for i in range(n):
        node = Node(i + 1000)
        node.next = head
        head = node
    return head
# begin
numbers = list(range(1000))
lists = [[i] for i in range(100)]
table = {str(i): i for i in range(50)}
head = chain(40)
slims = [Slim(i, [i]) for i in range(30)]
text = 'x' * 5000
data = bytearray(700)
grown = []
for i in range(500): grown.append(None)
squares = {i * i for i in range(40)}
pairs = [(i, str(i)) for i in range(20)]
waste = [object() for i in range(50)]
waste = None
tree = {'left': {'left': None}, 'right': [1.5, 2.5 + len(text)]}
counts = bytes(range(200))
def closure():
    box = [0] * 10
    return lambda: box
kept = [closure() for i in range(5)]
# end
snapshot = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(True, __file__)])
tracemalloc.stop()
said = {str(s.traceback[0].lineno): [s.size, s.count] for s in snapshot.statistics('lineno')}
print(repr(said).replace("'", '"'))
