# Lesson 4: Deallocation, or when things die
#
# An object dies at the very moment its last reference goes. Not later, not in the
# background, not "when memory is needed". This lesson gives the objects a last word:
# __del__ runs just before an object is freed.


class Voice:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("bye,", self.name)


# --- 1. At once ----------------------------------------------------------------------

one = Voice("one")
del one  # prints bye, one
two = Voice("two")
two = None  # prints bye, two
Voice("nameless")  # prints bye, nameless

# del does not destroy an object. It unties a name:

three = Voice("three")
also_three = three
del three
print("not yet")  # prints not yet
del also_three  # prints bye, three

# --- 2. In chains --------------------------------------------------------------------
#
# A dying object lets go of all it held, and those may die too, and so on. First the
# outer one says goodbye, then what was inside, and a list goes from its end:

box = Voice("box")
box.content = [Voice("left"), Voice("right")]
del box
# prints bye, box
# prints bye, right
# prints bye, left

# --- 3. At the end of a function -----------------------------------------------------
#
# When a function returns, its local names go, in the order in which they first appear.


def work():
    first = Voice("first local")
    second = Voice("second local")
    return "result"


print(work())
# prints bye, first local
# prints bye, second local
# prints result

# The locals were gone before print got the result.

# --- 4. Held by an exception ---------------------------------------------------------
#
# An exception holds its traceback, the traceback holds the frames of the functions, and
# the frames hold their local names. Keep the exception and you keep them all. That is
# why Python deletes the name after `as` at the end of the except block.


def fail():
    held = Voice("local of fail")
    raise ValueError("no")


kept = None
try:
    fail()
except ValueError as error:
    kept = error  # TRY: remove this line; the local dies before "after the except"
print("after the except")  # prints after the except
kept = None  # prints bye, local of fail

# --- 5. The memory is used again at once ---------------------------------------------
#
# A freed block goes on top of a stack, and the next object of that size gets it. So two
# objects that live one after the other may well have the same id:

address = id(Voice.__name__ + "!" * 40)
print(id(Voice.__name__ + "?" * 40) == address)  # prints True

# An id is unique among living objects only. And freed means free for *this program*:
# CPython gives memory back to the operating system only when a whole arena of 1 MiB is
# empty. One small survivor keeps it.

# --- 6. At the end of the program ----------------------------------------------------

last = Voice("the last one")

# Nobody deletes it. When the interpreter goes home, it frees the names of the module:
# prints bye, the last one
#
# Do not rely on it. Other modules may be gone by then, and with os._exit() or a crash
# it never happens. Use `with` for everything that has to be closed.
