# What moves the collector's counter besides the program's own objects: the compiler's tables, which stay in the free
# lists, and the importer's.
import ast  # its classes come with the first call of compile
import gc
import sys

gc.disable()


def since(text, work):
    gc.collect()
    before = gc.get_count()[0]
    kept = work()
    after = gc.get_count()[0]
    print(f'{text:28}{after - before:5}')
    return kept


def source(n, line):
    return ''.join(line.format(i=i, j=i + 1000) for i in range(n))


for n in 1, 10, 60:
    since(f'{n} tuples', lambda: compile(source(n, 'a{i} = ({i}, {j})\n'), 't', 'exec'))
    since(f'{n} nested tuples', lambda: compile(source(n, 'a{i} = (({i}, 1.5), {j})\n'), 'n', 'exec'))
    since(f'{n} floats', lambda: compile(source(n, 'a{i} = {i}.5\n'), 'f', 'exec'))
    since(f'{n} functions', lambda: compile(source(n, 'def f{i}(a, b): return a * {j}\n'), 'd', 'exec'))
    since(f'{n} classes', lambda: compile(source(n, 'class C{i}:\n    x = {i}\n'), 'c', 'exec'))
    since(f'{n} comprehensions', lambda: compile(source(n, 'v{i} = [i for i in range({j})]\n'), 'l', 'exec'))
    since(f'{n} imports', lambda: compile(source(n, 'from m{i} import (a, b{j})\n'), 'i', 'exec'))
    since(f'{n} globals', lambda: compile(source(n, 'def g{i}():\n    global a{i}\n    a{i} = {j}\n'), 'g', 'exec'))
since('a lambda', lambda: eval('lambda a, b: (a, b)'))
since('again', lambda: eval('lambda a, b: (a, b)'))

# The name of the main module is one of the strings that never die.
print(sys.getrefcount(__name__) > 2**30)
