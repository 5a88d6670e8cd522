# Names that start-up has interned are immortal; others are counted.
import sys
for word in "result root child stack linesep walk index head tail".split():
    print(word, sys.getrefcount(sys.intern(word)) > 1_000_000)
for word in "qwzx zzyzx".split():
    print(word, sys.getrefcount(sys.intern(word)))
