# Modules beside the program: imported once, reloaded, counted, and what a failing one leaves.
import gc
import importlib
import sys

import helper
from helper import Thing, make as build

print(helper.__name__, helper.__file__.rsplit('/', 1)[1], helper.__spec__.name, helper.__package__ == '', helper.loads)
print(build() is helper.made[0], sys.getrefcount(helper.made), Thing.__module__, sys.modules['helper'] is helper)
import helper as again

print(again is helper, helper.loads, importlib.import_module('helper') is helper)
importlib.reload(helper)
print(helper.loads, helper.made, Thing is helper.Thing)
print(isinstance(build(), helper.Thing), type(helper), type(helper.__loader__).__name__, helper.__cached__ is None or True)
for attempt in range(2):
    try:
        import broken
    except ZeroDivisionError as e:
        print(e, 'broken' in sys.modules, e.__traceback__.tb_next.tb_lineno)
for name in ('nowhere', 'helper.nothing', 'helper.made'):
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as e:
        print(e, e.name)
try:
    from helper import missing
except ImportError as e:
    print(e.name, e.path.rsplit('/', 1)[1], str(e).split('(')[0])
try:
    import wrong
except SyntaxError as e:
    print(e.msg, e.lineno, e.filename.rsplit('/', 1)[1])
del sys.modules['helper'], helper, again, Thing, build
print(gc.collect() > 0)
import helper

print(helper.loads)
