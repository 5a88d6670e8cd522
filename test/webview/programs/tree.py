class Tree:
    __slots__ = ('key', 'left', 'right')

    def __init__(self, key):
        self.key = key
        self.left = None
        self.right = None


def insert(root, key):
    if root is None:
        return Tree(key)
    if key < root.key:
        root.left = insert(root.left, key)
    else:
        root.right = insert(root.right, key)
    return root


def inorder(root):
    if root is None:
        return []
    return inorder(root.left) + [root.key] + inorder(root.right)


root = None
for key in [50, 30, 70, 20, 40, 60, 80]:
    root = insert(root, key)

keys = inorder(root)
left = root.left
root.left = None
root = None
print(keys, left.key)
