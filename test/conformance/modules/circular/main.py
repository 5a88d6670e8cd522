# Circular imports: those that work, those that do not, and what they say.
import sys

import a

print(a.name, a.b.name, a.b.seen, a.late(), sys.getrefcount(a) > 2)
for name in ('c', 'e'):
    try:
        __import__(name)
    except ImportError as e:
        print(type(e).__name__, e.name, str(e).split(' (')[0])
    except AttributeError as e:
        print(type(e).__name__, str(e).split('(')[0])
    print([n for n in 'cdef' if n in sys.modules])
