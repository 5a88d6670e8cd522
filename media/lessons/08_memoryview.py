# Lesson 8: memoryview, or looking without copying
#
# A slice of bytes is a copy. A slice of a memoryview is a window onto the same bytes.

import sys

# --- 1. Copies -----------------------------------------------------------------------

data = bytearray(1_000_000)
copied = data[10:]
print(sys.getsizeof(copied) > 999_000)  # prints True

# --- 2. Windows ----------------------------------------------------------------------

view = memoryview(data)
part = view[10:]
print(sys.getsizeof(part))  # prints 184
print(len(part))  # prints 999990

data[10] = 255
print(part[0], copied[0])  # prints 255 0
part[1] = 7
print(data[11])  # prints 7

# However large the window, it costs 184 bytes, and it may be written through, if what it
# looks at may be changed:

print(memoryview(b"constant").readonly)  # prints True

# --- 3. A window holds ---------------------------------------------------------------
#
# The view holds the object it looks at. The large bytearray lives as long as one small
# window on it does.

small = memoryview(bytearray(500_000))[:3]
print(small.nbytes, len(small.obj))  # prints 3 500000

# TRY: hover over `small`: 184 bytes, and half a megabyte that only it keeps alive.

small = bytes(small)  # three bytes of one's own; the bytearray is freed here
print(small)  # prints b'\x00\x00\x00'

# --- 4. And a window blocks ----------------------------------------------------------
#
# As long as somebody looks, the bytes must not move. So a bytearray that is being looked
# at cannot change its size.

try:
    data.append(1)
except BufferError as error:
    print(error)  # prints Existing exports of data: object cannot be re-sized

part.release()
view.release()
data.append(1)
print(len(data))  # prints 1000001

# Letting go by name is easily forgotten; `with` does it:

with memoryview(data) as window:
    print(window[0])  # prints 0
data.append(2)
print(len(data))  # prints 1000002

# --- 5. The same bytes, read as something else ---------------------------------------

numbers = bytearray(16)
as_int = memoryview(numbers).cast("i")
as_int[0] = 1
as_int[3] = -1
print(as_int.tolist())  # prints [1, 0, 0, -1]
print(numbers.hex(" ", 4))  # prints 01000000 00000000 00000000 ffffffff
