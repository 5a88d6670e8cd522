# Compiled patterns hold their code, matches their groups.
import re
import sys

for pattern in 'a', 'ab', 'a|b', '[a-z]+', '(a)(b)', '(?P<x>a)', r'\d+', 'x*?', '^$', '(?i)abc', '[^abc]', r'\w+\s*':
    print(pattern, sys.getsizeof(re.compile(pattern)))
for pattern in 'a', '(a)', '(a)(b)?':
    print(pattern, sys.getsizeof(re.match(pattern, 'a')))
print(re.sub('(a)', r'<\1\1>', 'banana'))

# Types written in C that are called by vectorcall say where: a descriptor, which refers to its type.
import functools
import operator
for t in functools.partial, operator.itemgetter, operator.attrgetter, operator.methodcaller:
    print(t.__name__, type(vars(t)['__vectorcalloffset__']).__name__, sys.getrefcount(t))
