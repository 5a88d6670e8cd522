import gc

gc.disable()


class Node:
    def __init__(self, name):
        self.name = name


a = Node("a")
b = Node("b")
a.next = b
b.next = a
kept = [a.name, b.name]
del a, b
