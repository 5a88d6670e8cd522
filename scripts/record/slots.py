"""Records test/unit/analyses/slots.json: what instances take in CPython, with and without __slots__.

    python3.13 scripts/record/slots.py > test/unit/analyses/slots.json

Each case is a class, the same class with slots written in, and an expression that makes one instance. Measured with
tracemalloc: all that the allocator is asked for while `count` instances are made, the list they go to apart.
"""

import gc
import json
import sys
import tracemalloc

CASES = {
    "two attributes": (
        """class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y
""",
        """class Point:
    __slots__ = ('x', 'y')

    def __init__(self, x, y):
        self.x = x
        self.y = y
""",
        "Point(1, 2)",
        1000,
    ),
    "few instances, of their first, larger size": (
        """class Node:
    def __init__(self, value):
        self.value = value
        self.next = None
""",
        """class Node:
    __slots__ = ('value', 'next')

    def __init__(self, value):
        self.value = value
        self.next = None
""",
        "Node(5)",
        10,
    ),
    "a dataclass": (
        """from dataclasses import dataclass


@dataclass
class Item:
    name: str
    price: float = 1.5
    amount: int = 1
""",
        """from dataclasses import dataclass


@dataclass(slots=True)
class Item:
    name: str
    price: float = 1.5
    amount: int = 1
""",
        "Item('x')",
        200,
    ),
    "inheritance": (
        """class Shape:
    def __init__(self, colour):
        self.colour = colour


class Circle(Shape):
    def __init__(self, radius):
        super().__init__('red')
        self.radius = radius
        self._area = None
""",
        """class Shape:
    __slots__ = ('colour',)

    def __init__(self, colour):
        self.colour = colour


class Circle(Shape):
    __slots__ = ('radius', '_area')

    def __init__(self, radius):
        super().__init__('red')
        self.radius = radius
        self._area = None
""",
        "Circle(2)",
        50,
    ),
    "two names at once": (
        """class Leaf:
    def __init__(self, key):
        self.key = key
        self.left = self.right = None


first = Leaf
""",
        """class Leaf:
    __slots__ = ('key', 'left', 'right')

    def __init__(self, key):
        self.key = key
        self.left = self.right = None


first = Leaf
""",
        "Leaf(1)",
        30,
    ),
    "many attributes": (
        "class Wide:\n    def __init__(self):\n" + "".join(f"        self.a{i} = {i}\n" for i in range(40)),
        "class Wide:\n    __slots__ = (" + ", ".join(f"'a{i}'" for i in range(40)) + ")\n\n    def __init__(self):\n"
        + "".join(f"        self.a{i} = {i}\n" for i in range(40)),
        "Wide()",
        25,
    ),
}


def measure(source, expression, count):
    namespace = {"__name__": "__main__"}
    exec(compile(source, "case.py", "exec"), namespace)
    new = eval(f"lambda: {expression}", namespace)
    things = [None] * count
    numbers = list(range(count))
    gc.collect()
    gc.disable()
    # The collection has emptied the free lists: an argument tuple that goes back to one is nobody's instance.
    for n in 0, 1, 2, 3:
        tuple([None] * n)
    tracemalloc.start()
    for i in numbers:
        things[i] = new()
    traces = tracemalloc.take_snapshot().traces
    tracemalloc.stop()
    # What the loop itself allocates is not theirs.
    return sum(trace.size for trace in traces if trace.traceback[0].filename in ("case.py", "<string>"))


json.dump(
    {
        "python": sys.version.split()[0],
        "cases": [
            {
                "name": name,
                "source": plain,
                "expression": expression,
                "count": count,
                "now": measure(plain, expression, count),
                "slots": measure(slotted, expression, count),
            }
            for name, (plain, slotted, expression, count) in CASES.items()
        ],
    },
    sys.stdout,
    indent=2,
)
print()
