# Lesson 2: Reference counting
#
# Each object carries a number: how many references point to it. CPython changes that
# number at every assignment, call, return and del, and frees the object the moment it
# is 0. The grey notes at the end of the lines are these numbers.

import sys

# --- 1. The classic ------------------------------------------------------------------

a = [1, 2, 3]
b = a
print(sys.getrefcount(a))  # prints 3
del b
print(sys.getrefcount(a))  # prints 2

# Many tutorials say this prints 2 and then 1. They count the names: a and b, then a
# alone. That count is right, and the hints above say the same: 1 -> 2, 2 -> 1.
#
# But to ask is to hold. `a` is passed to getrefcount as an argument, and as long as the
# call lasts, the argument is one more reference. So it answers one more than there are
# before and after: 3, then 2. For an object that nothing else holds, it says 1, not 0:

print(sys.getrefcount([]))  # prints 1

# TRY: hover over `a`. It lists each holder by name.
# TRY: step back with Alt+, (macOS: Ctrl+,) and forward with Alt+. and watch the hints,
# the hover and the heap follow the program.

# --- 2. A name is not the only holder ------------------------------------------------

box = [a, a]  # two slots of a list, two references
print(sys.getrefcount(a))  # prints 4
table = {"key": a}  # the value of a dict
print(sys.getrefcount(a))  # prints 5


class Owner:
    pass


owner = Owner()
owner.thing = a  # an attribute
print(sys.getrefcount(a))  # prints 6


def count_twice(x):  # a parameter, while the function runs
    return sys.getrefcount(x)


print(count_twice(a))  # prints 7

# In CPython 3.13 a caller hands its own reference over to the parameter: x adds one,
# getrefcount's argument adds one. (3.12 and 3.13 agree. 3.14 saves some of this
# counting, so the same line prints 6 there.)

box.clear()
table.clear()
del owner
print(sys.getrefcount(a))  # prints 2

# --- 3. Assigning lets go of the old value -------------------------------------------

x = ["old"]
x = ["new"]  # the old list has no reference left: freed here, in the middle of the line

# --- 4. What is not counted ----------------------------------------------------------
#
# None, small integers and short strings such as "" are immortal: their number is a
# constant which is never changed. 4294967295 references to None? No: a mark.

print(sys.getrefcount(None) == 4294967295)  # prints True

# --- 5. Look at counts, do not program with them -------------------------------------
#
# The number is an inside of CPython. It changes with the version, under a debugger, with
# the way a line is written: the file's own code holds the constant 1000, for example.

thousand = 1000
print(sys.getrefcount(thousand))  # prints 4

# (Argument, name, the tuple of constants of the code, and the syntax tree it was compiled
# from.) What you may rely on: an object that can be reached is alive.

# NEXT: lesson 3, what counting cannot do.
