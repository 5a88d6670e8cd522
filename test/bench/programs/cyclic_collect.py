# Doubly linked rings dropped as garbage, collected.
import gc


class Node:
    def __init__(self, value):
        self.value = value
        self.prev = self
        self.next = self


def ring(n):
    first = Node(0)
    for i in range(1, n):
        node = Node(i)
        last = first.prev
        node.prev = last
        node.next = first
        last.next = node
        first.prev = node
    return first


def main():
    found = 0
    for _ in range(20):
        ring(500)
    found += gc.collect()
    return found > 0
