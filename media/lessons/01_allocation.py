# Lesson 1: Where objects live
#
# Every Python value is an object: a block of bytes somewhere in memory. A name is not
# a box with a value in it. It is a label tied to an object.
#
# You need not run anything. The program has run already, in a simulated CPython 3.13;
# what it did to memory stands in grey at the end of each line. Edit a line and it is
# run again.
#
# "prints ..." in a comment is what the real CPython 3.13 prints there.

import sys

# --- 1. How large is an object? ------------------------------------------------------
#
# Even an empty one has to say which type it is and how many references it has: that is
# 16 bytes, 8 for each. The rest depends on the type.

print(sys.getsizeof(object()))  # prints 16
print(sys.getsizeof(1.5))  # prints 24
print(sys.getsizeof(1))  # prints 28
print(sys.getsizeof(10**100))  # prints 72
print(sys.getsizeof(""))  # prints 41
print(sys.getsizeof("heap"))  # prints 45
print(sys.getsizeof([]))  # prints 56
print(sys.getsizeof({}))  # prints 64

# sys.getsizeof is shallow: it counts the list, not what is in the list.

short, long = ["x"], ["x" * 1_000_000]
print(sys.getsizeof(short), sys.getsizeof(long))  # prints 64 64

# TRY: hover over `long`. The hover tells both: the list alone, and the list with
# everything that lives only because the list does.

# --- 2. pymalloc: blocks of 16, 32, 48 ... 512 bytes ---------------------------------
#
# Asking the operating system for 24 bytes would be slow. So CPython asks it for a whole
# megabyte, an *arena*, and cuts that into *pools* of 16 KiB. All blocks of a pool have
# the same size, a multiple of 16.
#
# We can see it. id() is the address of an object, so the smallest distance between
# many objects of one size is the size of their blocks.


def block_size(request):
    made = [bytes(request - 33) for _ in range(200)]  # a bytes object is 33 + length
    addresses = sorted(id(each) for each in made)
    return min(b - a for a, b in zip(addresses, addresses[1:]))


print(block_size(40))  # prints 48
print(block_size(48))  # prints 48
print(block_size(49))  # prints 64
print(block_size(500))  # prints 512

# 40 bytes were asked for and 48 were given. The other 8 are lost, but any freed block
# fits any later request of its class, at once and without searching.

# --- 3. Why "256 bytes" in many tutorials is wrong -----------------------------------
#
# "Objects of up to 256 bytes come from pymalloc, larger ones from malloc." That was so
# in Python 3.2. In 2012 Python 3.3 moved the limit to 512; the tutorials stayed.

print(block_size(256))  # prints 256
print(block_size(257))  # prints 272
print(block_size(512))  # prints 512
print(block_size(513))  # prints 528

# 257 bytes still get a block of a pool: 272 is the next multiple of 16.
# 513 bytes do not: 528 is what the C library's malloc makes of 513 + 8 bytes of its own.
# (Pools of 4 KiB and arenas of 256 KiB are tales of old, too: 16 KiB and 1 MiB since
# Python 3.10.)

# TRY: run "Heapscope: Show Memory Map" from the palette (F1): arenas, pools and blocks,
# each block with the object that lives in it.

# --- 4. Some objects are made once, for everybody ------------------------------------

first = 256
second = int("256")  # made at run time, so that the compiler cannot merge the two
print(first is second)  # prints True

first = 257
second = int("257")
print(first is second)  # prints False

# The integers from -5 to 256 are made when Python starts and never die. So are None,
# True, False, the empty tuple and the empty string. CPython calls them immortal; their
# references are not even counted. This has nothing to do with blocks of 256 bytes,
# though it may be where the tutorials have the number from.

# NEXT: "Heapscope: Open Lesson", number 2: who counts the references, and when.
