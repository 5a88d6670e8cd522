# What the collector tells its callbacks, and in which order things die.
import gc
gc.collect()
told = []
def note(phase, info):
    if phase == 'stop':
        told.append([info['generation'], info['collected'], info['uncollectable']])
gc.callbacks.append(note)
dead = []
class Node:
    def __init__(self, name):
        self.name = name
        self.other = None
    def __del__(self):
        dead.append(self.name)
def ring(*names):
    nodes = [Node(name) for name in names]
    for one, two in zip(nodes, nodes[1:] + nodes[:1]):
        one.other = two
ring('a', 'b')
gc.collect(0)
ring('c', 'd', 'e')
gc.collect(1)
for i in range(3000):
    pass
single = Node('f')
single = None
alive = Node('g')
lists = []
for i in range(4000):
    lists.append([lists[-1:]])
lists = None
ring('h')
gc.collect()
gc.callbacks.remove(note)
print(repr({'collections': told, 'dead': dead}).replace("'", '"'))
