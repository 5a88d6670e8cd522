# A count read through ctypes, and references taken and given back by hand.
import ctypes, sys
a = []
print(ctypes.c_long.from_address(id(a)).value)
b = a
print(ctypes.c_long.from_address(id(a)).value, sys.getrefcount(a))
print(ctypes.cast(id(a), ctypes.py_object).value is a)
addr = id(a)
x = "hello world"
print(ctypes.c_ssize_t.from_address(id(x)).value)
t = (1,2,3)
print(ctypes.c_size_t.from_address(id(t)).value, ctypes.c_long.from_address(id(t)+16).value)
print(ctypes.c_long.from_address(id(None)).value, ctypes.c_long.from_address(id(5)).value)
print(ctypes.c_int.from_address(id(a)).value, ctypes.sizeof(ctypes.c_long), ctypes.c_long(5))
ctypes.pythonapi.Py_IncRef(ctypes.py_object(a))
print(sys.getrefcount(a))
ctypes.pythonapi.Py_DecRef(ctypes.py_object(a))
print(sys.getrefcount(a), ctypes.c_long.from_address(id(a)))
print(ctypes.py_object(a))
