# Packages: __init__, relative imports, submodules as attributes, star imports, __main__ and namespaces.
import sys

import shop.parts.wheel
from shop import *
from shop.parts import wheel as w

print(shop.__path__[0].rsplit('/', 1)[1], shop.__package__, shop.parts.__package__, shop.parts.wheel.__package__)
print(shop.log, w is shop.parts.wheel, hasattr(shop, 'parts'), price(3), 'hidden' in globals(), extra.__name__)
print(sorted(n for n in sys.modules if n.startswith('shop')))
print(w.up(), w.sideways(), w.top())
try:
    w.beyond()
except ImportError as e:
    print(type(e).__name__, e)
try:
    from . import anything
except ImportError as e:
    print(type(e).__name__, e)
try:
    import shop.parts.none
except ModuleNotFoundError as e:
    print(e, e.name)
try:
    import shop.extra.deeper
except ModuleNotFoundError as e:
    print(e, e.name)
import bare.inside

print(type(bare.__path__).__name__, bare.__file__, bare.inside.value, bare.__name__)
print(shop.lazy_name, __name__, __package__, __spec__)
try:
    shop.nothing
except AttributeError as e:
    print(e)
