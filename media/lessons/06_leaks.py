# Lesson 6: Leaks
#
# Python frees what nobody can reach. So a leak in Python is nearly always something that
# can still be reached, though nobody wants it any more. Four ways to get there.

import gc
from functools import lru_cache


class Image:
    alive = 0

    def __init__(self, name):
        self.name = name
        self.pixels = bytearray(10_000)
        Image.alive += 1

    def __del__(self):
        Image.alive -= 1


# --- 1. A global that only grows -----------------------------------------------------

history = []


def show(name):
    image = Image(name)
    history.append(image)  # "for debugging"
    return len(image.pixels)


for number in range(5):
    show(f"photo {number}")

print(Image.alive)  # prints 5

# The function is over, its local name is gone, and all five images are alive: `history`
# holds them. Heapscope reports containers in Problems that only grow, to the end of the
# program. TRY: delete the line with history.clear() and look.
#
# The cure: a bound. collections.deque(maxlen=3) forgets by itself; or keep the name
# instead of the image.

history.clear()
print(Image.alive)  # prints 0

# --- 2. A cache without a limit ------------------------------------------------------


@lru_cache(maxsize=None)  # "cache everything, for ever"
def load(name):
    return Image(name)


for number in range(5):
    load(f"icon {number}")

print(Image.alive)  # prints 5
print(load.cache_info().currsize)  # prints 5

# A cache is a leak with a good reputation. Give it a maxsize. And never put @lru_cache
# on a method: the cache's key holds `self`, and no instance ever dies.

load.cache_clear()
print(Image.alive)  # prints 0

# --- 3. A closure --------------------------------------------------------------------
#
# An inner function holds the variables of the outer one that it uses, whole objects,
# in *cells*.


def make_button(name):
    image = Image(name)

    def on_click():
        return f"clicked {image.name}"  # needs one short string, holds the whole image

    return on_click


button = make_button("button")
print(Image.alive)  # prints 1
print(button())  # prints clicked button
print(button.__closure__[0].cell_contents is not None)  # prints True

# TRY: hover over `button` and follow its holders: function, closure tuple, cell, image.
# The cure: name = image.name outside, and use `name` inside.

del button
print(Image.alive)  # prints 0

# --- 4. A cycle ----------------------------------------------------------------------

gc.collect()  # start clean: the imports left some cycles behind
gc.disable()  # so that the collector does not come by chance


class Album:
    def __init__(self):
        self.pages = []

    def add(self, image):
        image.album = self  # the back reference ...
        self.pages.append(image)  # ... and the circle is closed


album = Album()
album.add(Image("first"))
album.add(Image("second"))
del album
print(Image.alive)  # prints 2

# Unreachable, and alive: each holds the other. They wait for the collector, and with
# gc.disable() they would wait for ever.

print(gc.collect())  # prints 4
print(Image.alive)  # prints 0

# Four: the album, its list and two images. An image with its bytearray of 10,000 bytes
# is one object too, and the bytearray cannot be part of a cycle, so it is not counted.

gc.enable()

# NEXT: lesson 7 shows references that do not hold.
