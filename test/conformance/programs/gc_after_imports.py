# What importing leaves for the collector: the classes that C code replaces, and how full generation 0 is.
import gc
import weakref
print(gc.collect())
import collections
print(gc.collect())
import functools, random, copy
print(gc.collect())
import enum
print(gc.collect())
