# Lesson 3: The collector
#
# Reference counting has one blind spot: objects that hold each other. For those CPython
# has a second mechanism, the cyclic garbage collector of module gc.

import gc

gc.disable()  # so that it comes only when called; more about that below
gc.collect()  # start clean


class Node:
    def __init__(self, name):
        self.name = name
        self.next = None


# --- 1. A cycle ----------------------------------------------------------------------

a = Node("a")
b = Node("b")
a.next = b
b.next = a  # the circle is closed: Heapscope marks this line

del a
del b  # no name is left, but each node still has 1 reference: the other node

# Nobody can ever reach the two again, and nobody frees them. Watch the hints: del took
# the counts from 2 to 1, not to 0. Now the collector:

print(gc.collect())  # prints 2

# How does it know? It looks at all objects that may hold others, and subtracts from each
# count the references that come from within that set. What is left are references from
# outside: names, running functions. An object that has none, and that cannot be reached
# from one that has some, is garbage.
#
# TRY: run "Heapscope: Watch the Collector Work" and play it step by step.
# TRY: put the cursor into that line and press Ctrl+Alt+Enter: the program stands before
# it. Now run "Heapscope: Collect Garbage" from the palette (F1). It finds the two.

# --- 2. Which objects does it look at? -----------------------------------------------
#
# Only those that can be part of a cycle. Numbers and strings cannot hold anything.

print(gc.is_tracked(42), gc.is_tracked("text"))  # prints False False
print(gc.is_tracked([]), gc.is_tracked(Node("c")))  # prints True True
print(gc.is_tracked({"size": 1}))  # prints False

# The last one surprises: a dict of numbers and strings cannot close a cycle. It is
# tracked as soon as something else is put into it (until Python 3.13; 3.14 tracks all).

settings = {"size": 1}
settings["items"] = []
print(gc.is_tracked(settings))  # prints True

# --- 3. Generations and thresholds ---------------------------------------------------
#
# Most objects die young. So new ones are looked at often (generation 0), those that
# survived once more rarely (1), the old ones seldom (2).

print(gc.get_threshold())  # prints (2000, 10, 10)

# 2000: generation 0 is collected when 2000 more container objects were made than freed.
# 10: after ten such collections, generation 1 is taken along, and after ten of those,
# generation 2, but only if at least a quarter as many objects are new as are old.
# (Tutorials say 700, 10, 10: right until Python 3.12.)

runs = []


def note(phase, info):
    if phase == "start":
        runs.append(info["generation"])


gc.callbacks.append(note)
gc.enable()
keep = [[] for _ in range(30_000)]  # 30,000 new containers, and none is freed
gc.disable()
gc.callbacks.remove(note)
print(runs)  # prints [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0]

# One run for every 2001 new lists; the twelfth was one of generation 1.

# What counts is the number of objects, not of bytes: two nodes in a circle that hold
# 100 MB each are two objects, and the collector is in no hurry.

# --- 4. Should I call gc.collect()? --------------------------------------------------
#
# Seldom. After a large cyclic structure is done with, perhaps; or gc.freeze() before a
# server forks. Better not to make the cycle: lesson 7 has weak references.

keep = None
gc.enable()
