import gc


class Node:
    def __init__(self, name):
        self.name = name
        self.next = None


a = Node("a")
b = Node("b")
a.next = b
b.next = a
c = a
del c
del a
del b
found = gc.collect()
print(found)
