# Lesson 5: The large list
#
# A list does not hold its items. It holds references, 8 bytes each, in one array of its
# own. Everything that is large about a large list is somewhere else.

import sys
from array import array

# --- 1. The list and its items -------------------------------------------------------

numbers = [n * 1000 for n in range(20_000)]

print(sys.getsizeof(numbers))  # prints 173016
print(sum(sys.getsizeof(n) for n in numbers))  # prints 560000

# 0.16 MB for the references, 0.56 MB for the integers. The real price is higher: 28
# bytes are rounded up to a block of 32 (lesson 1).

# --- 2. Growing ----------------------------------------------------------------------
#
# If append had to move all items to a larger array each time, it would be slow. So a
# list takes more room than it needs, about one eighth more, and grows in jumps.

growing, sizes = [], []
for n in range(30):
    growing.append(n)
    if sys.getsizeof(growing) not in sizes:
        sizes.append(sys.getsizeof(growing))
print(sizes)  # prints [88, 120, 184, 248, 312]

# 88 = 56 + 4 * 8: the list itself and room for 4. Then for 8, 16, 24, 32.

exact = growing[:]  # a copy is made to measure
print(sys.getsizeof(growing), sys.getsizeof(exact))  # prints 312 296

# --- 3. A thousand times the same ----------------------------------------------------

row = [0] * 1000
grid = [row] * 1000  # 1000 references to *one* row
print(sys.getsizeof(row), sys.getsizeof(grid))  # prints 8056 8056
grid[0][0] = 1
print(grid[999][0])  # prints 1

# TRY: hover over `row`: 1001 references. To have 1000 rows, write
# [[0] * 1000 for _ in range(1000)], which costs 8 MB.

# --- 4. Freeing it -------------------------------------------------------------------

other = numbers
del numbers  # frees nothing: the name was one of two
print(len(other))  # prints 20000
del other  # the list, its array and 19,999 integers go, here and now (0 is immortal)

# No gc.collect() is needed: there is no cycle. It would find nothing.

# --- 5. Or do not make it ------------------------------------------------------------
#
# A generator makes one item at a time. It is small, however much it yields.

squares = (n * n for n in range(20_000))
print(sys.getsizeof(squares))  # prints 200
print(sum(squares))  # prints 2666466670000

# An array holds the numbers themselves instead of references to objects.

packed = array("q", range(20_000))
print(sys.getsizeof(packed))  # prints 168128
print(packed[7], type(packed[7]).__name__)  # prints 7 int

# Taking an item out makes a new int object each time: less memory, a little more work.
