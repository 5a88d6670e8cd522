# A singly linked list: made, reversed, walked, dropped.
class Node:
    def __init__(self, value, next):
        self.value = value
        self.next = next


def main():
    total = 0
    for _ in range(4):
        head = None
        for i in range(4000):
            head = Node(i, head)
        previous = None
        node = head
        while node is not None:
            following = node.next
            node.next = previous
            previous = node
            node = following
        node = previous
        while node is not None:
            total += node.value
            node = node.next
    return total
