# A binary search tree: insert by descent, recursive walk.
class Tree:
    def __init__(self, key):
        self.key = key
        self.left = None
        self.right = None

    def insert(self, key):
        node = self
        while True:
            if key < node.key:
                if node.left is None:
                    node.left = Tree(key)
                    return
                node = node.left
            elif key > node.key:
                if node.right is None:
                    node.right = Tree(key)
                    return
                node = node.right
            else:
                return


def depth(node):
    if node is None:
        return 0
    left = depth(node.left)
    right = depth(node.right)
    return 1 + (left if left > right else right)


def total(node):
    return 0 if node is None else node.key + total(node.left) + total(node.right)


def main():
    root = Tree(5000)
    seed = 12345
    for _ in range(3000):
        seed = (seed * 1103 + 12345) % 10007
        root.insert(seed)
    return depth(root) + total(root)
