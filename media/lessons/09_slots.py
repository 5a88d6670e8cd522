# Lesson 9: __slots__
#
# An ordinary instance can get any attribute at any time. That freedom has a price, paid
# by every instance. A class with __slots__ says beforehand which attributes there are.

import sys


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


class SlottedPoint:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


# --- 1. sys.getsizeof says the opposite ----------------------------------------------

point = Point(1, 2)
slotted = SlottedPoint(1, 2)
print(sys.getsizeof(point), sys.getsizeof(slotted))  # prints 48 48

# Equal? No: getsizeof does not see where the attributes of an ordinary instance are.
# Since Python 3.13 they stand in the same block of memory, right behind the 48 bytes; the
# names stand in a table that all instances of the class share.

points = [Point(n, n) for n in range(1000)]
slotted_points = [SlottedPoint(n, n) for n in range(1000)]

# The block that each instance takes, measured as the distance between neighbours:


def block_size(objects):
    addresses = sorted(id(each) for each in objects)
    return min(b - a for a, b in zip(addresses, addresses[1:]))


print(block_size(points), block_size(slotted_points))  # prints 96 48

# Half. Heapscope says so above the class, and in Problems (code `slots`): so many
# instances, so many bytes each, so many with __slots__.
#
# TRY: click the light bulb at `class Point` (Ctrl+.) and take "Add __slots__". The
# problem is gone, and this prints 48 48.

# --- 2. Worse: touching __dict__ -----------------------------------------------------
#
# vars(obj), obj.__dict__, most serializers: each makes a real dict for the instance,
# which stays.


class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y


vectors = [Vector(n, n) for n in range(1000)]
print(sys.getsizeof(vectors[0].__dict__))  # prints 88

# 64 for the dict object, which are new, and 24 for the values, which stay where they were:
# in the instance. So this vector has become 64 bytes larger, for good. And as somebody
# wants its __dict__, Heapscope does not offer slots for Vector: they would take it away.

# --- 3. What slots forbid ------------------------------------------------------------

try:
    slotted.z = 3
except AttributeError as error:
    print(error)
# prints 'SlottedPoint' object has no attribute 'z' and no __dict__ for setting new attributes

# No weak references either, unless "__weakref__" is one of the slots; no default in the
# class for a name that is a slot.

# --- 4. Inheritance ------------------------------------------------------------------
#
# A class that does not say __slots__ gives its instances a dict again, whatever its
# parents do:


class Forgetful(SlottedPoint):
    pass


class Careful(SlottedPoint):
    __slots__ = ("name",)


print(hasattr(Forgetful(1, 2), "__dict__"))  # prints True
print(hasattr(Careful(1, 2), "__dict__"))  # prints False

# --- 5. When is it worth it? ---------------------------------------------------------
#
# With ten instances: never. With a million points: 48 MB less. For small records,
# @dataclass(slots=True) and typing.NamedTuple write the slots for you.

# NEXT: lesson 10, how to watch the memory of a whole program.
