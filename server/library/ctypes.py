"""As much of ctypes as tutorials use to look at an object through its id: reading the head of a living object, and
taking or giving back a reference by hand. Everything else says that it is not supported.
"""

import _heapscope


class _SimpleCData:
    def __init__(self, value=0):
        self._value = value

    @classmethod
    def from_address(cls, address):
        self = cls.__new__(cls)
        self._address = address
        return self

    @property
    def value(self):
        address = getattr(self, '_address', None)
        if address is None:
            return self._value
        return _heapscope.peek(address, self._size, self._signed)

    @value.setter
    def value(self, value):
        if getattr(self, '_address', None) is not None:
            _heapscope.unsupported('writing to memory through ctypes')
        self._value = value

    def __repr__(self):
        return f'{type(self).__name__}({self.value!r})'


def _simple(name, size, signed):
    return type(name, (_SimpleCData,), {'_size': size, '_signed': signed, '__module__': __name__})


c_byte = c_int8 = _simple('c_byte', 1, True)
c_ubyte = c_uint8 = _simple('c_ubyte', 1, False)
c_short = c_int16 = _simple('c_short', 2, True)
c_ushort = c_uint16 = _simple('c_ushort', 2, False)
c_int = c_int32 = _simple('c_int', 4, True)
c_uint = c_uint32 = _simple('c_uint', 4, False)
c_long = c_longlong = c_int64 = c_ssize_t = _simple('c_long', 8, True)
c_ulong = c_ulonglong = c_uint64 = c_size_t = c_void_p = _simple('c_ulong', 8, False)


class py_object:
    def __init__(self, *value):
        if value:
            self.value = value[0]

    @classmethod
    def from_address(cls, address):
        _heapscope.unsupported('py_object.from_address()')

    def __repr__(self):
        return f'py_object({self.value!r})'


def cast(obj, typ):
    if typ is py_object and isinstance(obj, (int, c_void_p)):
        return py_object(_heapscope.object_at(obj if isinstance(obj, int) else obj.value))
    _heapscope.unsupported('ctypes.cast() to anything but py_object')


def sizeof(typ):
    size = getattr(typ, '_size', None)
    if size is None:
        _heapscope.unsupported('ctypes.sizeof() of this type')
    return size


def addressof(obj):
    _heapscope.unsupported('ctypes.addressof()')


class _PyDLL:
    """pythonapi: counting by hand."""

    @staticmethod
    def _object(value):
        return value.value if isinstance(value, py_object) else value

    def Py_IncRef(self, op):
        _heapscope.incref(self._object(op))

    def Py_DecRef(self, op):
        _heapscope.decref(self._object(op))

    def __getattr__(self, name):
        raise AttributeError(f'ctypes.pythonapi.{name} is not simulated')


pythonapi = _PyDLL()


def CDLL(name, *args, **kwargs):
    _heapscope.unsupported('loading a shared library through ctypes')


class Structure:
    def __init_subclass__(cls, **kwargs):
        _heapscope.unsupported('ctypes.Structure')


class Array:
    def __init__(self, *args):
        _heapscope.unsupported('ctypes arrays')

    __class_getitem__ = classmethod(type(list[int]))


class LibraryLoader:
    def __init__(self, dlltype):
        self._dlltype = dlltype

    __class_getitem__ = classmethod(type(list[int]))
