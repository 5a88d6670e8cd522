class Node:
    """One link of a singly linked list."""

    def __init__(self, value, next=None):
        self.value = value
        self.next = next


def reverse(head):
    previous = None
    while head is not None:
        head.next, previous, head = previous, head, head.next
    return previous


head = None
for word in ['dog', 'cat', 'bee', 'ant']:
    head = Node(word, head)

second = head.next
head = reverse(head)
del second
head = head.next
head = None
