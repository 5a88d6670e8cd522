# Compiled patterns hold their code, matches their groups.
import re
import sys

for pattern in 'a', 'ab', 'a|b', '[a-z]+', '(a)(b)', '(?P<x>a)', r'\d+', 'x*?', '^$', '(?i)abc', '[^abc]', r'\w+\s*':
    print(pattern, sys.getsizeof(re.compile(pattern)))
for pattern in 'a', '(a)', '(a)(b)?':
    print(pattern, sys.getsizeof(re.match(pattern, 'a')))
print(re.sub('(a)', r'<\1\1>', 'banana'))
