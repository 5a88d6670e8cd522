"""A cache that forgets what was used longest ago."""


class Node:
    def __init__(self, key, value):
        self.key = key
        self.value = value
        self.prev = None
        self.next = None


class LRUCache:
    def __init__(self, capacity):
        self.capacity = capacity
        self.map = {}
        self.head = Node(None, None)
        self.tail = Node(None, None)
        self.head.next = self.tail
        self.tail.prev = self.head
        self.hits = 0
        self.misses = 0

    def _unlink(self, node):
        node.prev.next = node.next
        node.next.prev = node.prev

    def _append(self, node):
        last = self.tail.prev
        last.next = node
        node.prev = last
        node.next = self.tail
        self.tail.prev = node

    def get(self, key):
        if key not in self.map:
            self.misses += 1
            return None
        node = self.map[key]
        self._unlink(node)
        self._append(node)
        self.hits += 1
        return node.value

    def put(self, key, value):
        if key in self.map:
            self._unlink(self.map.pop(key))
        node = Node(key, value)
        self.map[key] = node
        self._append(node)
        if len(self.map) > self.capacity:
            oldest = self.head.next
            self._unlink(oldest)
            del self.map[oldest.key]


def main():
    cache = LRUCache(3)
    for key, value in [('a', [3, 1, 4]), ('b', {'x': 1}), ('c', {2, 3, 5})]:
        cache.put(key, value)
    cache.get('a')
    cache.put('d', [2, 7, 1, 8])
    log = [(key, node.value) for key, node in cache.map.items()]
    return log


log = main()
print(len(log))
