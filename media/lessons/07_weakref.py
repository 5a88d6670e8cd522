# Lesson 7: Weak references
#
# A weak reference knows an object without holding it. It is not counted. When the object
# dies, the weak reference is told, and from then on answers None.

import gc
import sys
import weakref


class Node:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"Node({self.name})"


# --- 1. Knowing without holding ------------------------------------------------------

node = Node("leaf")
print(sys.getrefcount(node))  # prints 2
known = weakref.ref(node)
print(sys.getrefcount(node))  # prints 2
print(known())  # prints Node(leaf)
del node
print(known())  # prints None

# TRY: run "Heapscope: Show Heap" and step back over the del: weak references are the
# dashed arrows.

# --- 2. A mistake everybody makes once -----------------------------------------------

dead = weakref.ref(Node("temporary"))  # nobody holds the node: it is dead already
print(dead())  # prints None

# --- 3. Being told -------------------------------------------------------------------


def gone(reference):
    print("gone:", reference() is None)


node = Node("watched")
watch = weakref.ref(node, gone)
node = None  # prints gone: True

# When the callback runs, the object cannot be had any more. For a last word of its own,
# use weakref.finalize; it runs at the latest when the program ends.

node = Node("closed properly")
weakref.finalize(node, print, "finalized")
del node  # prints finalized

# --- 4. A cache that forgets ---------------------------------------------------------

cache = weakref.WeakValueDictionary()
node = Node("cached")
cache["key"] = node
print(len(cache))  # prints 1
del node
print(len(cache))  # prints 0

# --- 5. A tree without a cycle -------------------------------------------------------
#
# A parent holds its children. A child that knows its parent closes a circle, unless it
# knows it weakly. Up weak, down strong: then counting alone frees the tree.

gc.collect()  # start clean: the imports left some cycles behind
gc.disable()


class Tree:
    alive = 0

    def __init__(self, parent=None):
        self.children = []
        self._parent = None if parent is None else weakref.ref(parent)
        if parent is not None:
            parent.children.append(self)
        Tree.alive += 1

    @property
    def parent(self):
        return None if self._parent is None else self._parent()

    def __del__(self):
        Tree.alive -= 1


root = Tree()
left, right = Tree(root), Tree(root)
print(left.parent is root)  # prints True
del left, right
print(Tree.alive)  # prints 3
del root
print(Tree.alive)  # prints 0
print(gc.collect())  # prints 0

# Nothing was left for the collector to find.
#
# TRY: store the parent itself: self._parent = parent, and return it as it is. Heapscope
# shows the cycle in Problems, and its light bulb (Ctrl+.) offers what is written above.

gc.enable()

# --- 6. What cannot be weakly referenced ---------------------------------------------

try:
    weakref.ref([1, 2, 3])
except TypeError as error:
    print(error)  # prints cannot create weak reference to 'list' object

# A weak reference is noted in the object, and list, dict, int, str and tuple have no room
# for that note. Your own classes have, unless they use __slots__ without "__weakref__".
