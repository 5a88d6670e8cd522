# A file of the program's with a library module's name takes its place, except for what is frozen or built in.
import importlib.util
import random
import stat
import sys
import time

print(random.mine, stat.__file__ == random.__file__, hasattr(time, 'mine'), hasattr(stat, 'S_ISDIR'))
try:
    random.randint(1, 2)
except AttributeError as e:
    text = str(e)
    print(text.split('(')[0], text.split("/")[-1])
try:
    from random import randint
except ImportError as e:
    text = str(e)
    print(text.split('(')[0], text.split("/")[-1])
print(importlib.util.find_spec('calendar').origin.rsplit('/', 1)[1], importlib.util.find_spec('json').origin.rsplit('/', 1)[1])
sys.path.append(sys.path.pop(0))
import colorsys

print(colorsys.ONE_THIRD > 0, hasattr(colorsys, 'mine'), len(sys.path))
sys.path.insert(0, sys.path.pop())
import bisect

print(bisect.mine, 'random' in sys.stdlib_module_names, 'time' in sys.builtin_module_names, len(sys.builtin_module_names))
