# Lesson 10: Watching memory
#
# sys.getsizeof knows one object. Two other tools watch a whole program: tracemalloc,
# which is part of Python, counts what the program asks for; psutil, which is not, asks
# the operating system what the process has got. They rarely agree, and both are right.

import sys
import tracemalloc

# --- 1. What the program asks for ----------------------------------------------------

tracemalloc.start()
numbers = [n * 1000 for n in range(1_000)]
current, peak = tracemalloc.get_traced_memory()
print(round(current / 1000), "kB")  # prints 41 kB

# 9 kB for the list and its references, and 32 bytes for each of 999 integers (0 is
# immortal: nobody pays for it). sys.getsizeof sees the first part only:

print(round(sys.getsizeof(numbers) / 1000), "kB")  # prints 9 kB

# --- 2. The peak ---------------------------------------------------------------------
#
# What was asked for at most, even if it is gone by now. That is what a program dies of.

tracemalloc.reset_peak()
total = sum([n * n for n in range(5_000)])  # the list is gone after this line
current, peak = tracemalloc.get_traced_memory()
print(round(current / 1000), round(peak / 1000), "kB")  # prints 41 242 kB

tracemalloc.reset_peak()
total = sum(n * n for n in range(5_000))  # without the brackets: one at a time
current, peak = tracemalloc.get_traced_memory()
print(round(current / 1000), round(peak / 1000), "kB")  # prints 41 41 kB

# --- 3. Which line? ------------------------------------------------------------------
#
# tracemalloc remembers for each block the line that asked for it. A snapshot has them all
# by line.


class Page:
    def __init__(self, number):
        self.text = "page %d " % number * 20


visited = []


def visit(number):
    page = Page(number)
    visited.append(page)  # a leak: nobody ever takes one out


before = tracemalloc.take_snapshot()
for number in range(500):
    visit(number)
after = tracemalloc.take_snapshot()
lines = after.compare_to(before, "lineno")
for found in lines[:2]:
    print("line", found.traceback[0].lineno, "has", found.count_diff, "blocks more")
# prints line 44 has 500 blocks more
# prints line 51 has 501 blocks more
tracemalloc.stop()

# The texts of the pages, and the pages themselves. It says where they were made, not why
# they stay: for that, hover over `visited`, or read the `leak` in Problems.
#
# TRY: "Heapscope: Show Heap Report" in the palette. In "What each line made and freed"
# the column "held" is tracemalloc's size, and the columns before it count objects.

# --- 4. What the process has got -----------------------------------------------------
#
# pip install psutil. Here it looks at the simulated process: what the interpreter needs
# for itself, the arenas of pymalloc (lesson 1), and what is too large for those. The two
# `watch` comments below make Heapscope show numbers at their ends: kilobytes more than at
# the start, first with the objects, then without them.

try:
    import psutil
except ImportError:
    psutil = None


def resident():
    """Bytes of this process that are in memory."""
    return psutil.Process().memory_info().rss if psutil else 0


start = resident()
large = bytearray(50_000_000)  # one block: malloc asks the system for it
with_large = resident()
del large  # and gives it back at once
without_large = resident()
large_kb = [(with_large - start) // 1000, (without_large - start) // 1000]
# heap: watch large_kb[0], large_kb[1]

small = [[n] for n in range(30_000)]  # many small blocks: arenas of 1 MB, full of pools
with_small = resident()
kept = small[::300]  # one in 300 stays
del small
without_small = resident()
small_kb = [(with_small - start) // 1000, (without_small - start) // 1000]
# heap: watch small_kb[0], small_kb[1]

# 29,900 lists are gone, and the process is nearly as large as before: an arena goes back
# to the system only when all its pools are empty, and one list in it is enough to keep
# it. The room is not lost: the next lists go there.

print(len(kept))  # prints 100

# TRY: "Heapscope: Show Memory Map" after a click at the end of this file: nearly empty
# pools, and no arena without one. Then change the 300 above to 30_000: kept is one list, and
# the process shrinks.
#
# So: tracemalloc to find the line, getsizeof to understand an object, psutil to see what
# the machine is paying for.
