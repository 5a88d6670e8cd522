# What the parser says of broken statements, and where.
SOURCES = r'''
if x
if x:
if x: pass else: pass
while True print(1)
for x in y
for x y: pass
for in y: pass
for x in y: pass else
for 1 in y: pass
for f() in y: pass
for x, 1 in y: pass
def f: pass
def f(: pass
def f() pass
def f(x, x): pass
def f(x=1, y): pass
def f(*): pass
def f(*, **k): pass
def f(a, /, b, /): pass
def f(/, a): pass
def f(*a, /): pass
def f(**a, b): pass
def f(**a=1): pass
def f(*a=1): pass
def f((a, b)): pass
def f(1): pass
def f(a.b): pass
def f(None): pass
def f(a, *, b, *, c): pass
def 1f(): pass
def None(): pass
class: pass
class C(: pass
class C pass
class 1: pass
class C(a for a in b): pass
return
yield
def f(): yield = 1
def f(): return yield
await x
def f(): await x
async def f(): [await x for x in y]
async with a: pass
def f(): async for x in y: pass
async x
lambda x: yield
break
continue
if 1: break
class C: return 1
def f():\n class C: yield
try: pass
try:\n pass\nexcept
try: pass\nexcept: pass\nexcept A: pass
try: pass\nfinally: pass\nelse: pass
try: pass\nelse: pass
try: pass\nexcept A as b, C: pass
try: pass\nexcept A as 1: pass
try: pass\nexcept A, B: pass
try: pass\nexcept A, B as c: pass
raise x from
raise from x
with open(x) as f, : pass
with (a as b, c as d,): pass
with a as 1: pass
with a as f(): pass
with: pass
with (a, b) as c, d as (e, f): pass
import
import a.b as c.d
import a as
from a import
from a import (b
from a import (b,)
from a import b,
from a import ()
from . import *
from .. import a as b, c
from a import *, b
def f(): from a import *
from __future__ import braces
from __future__ import nope
x = 1\nfrom __future__ import annotations
global x, 
x = 1\nglobal x
def f():\n x = 1\n global x
def f():\n print(x)\n global x
def f(x):\n global x
def f():\n nonlocal x
nonlocal x
def f():\n global x\n nonlocal x
def f():\n x: int = 1\n global x
def f():\n global x\n x: int = 1
del x + 1
del f()
del (x, 1)
del
del x, (y, [z]), w.a, w[0]
del *x
del None
del (a for a in b)
assert
assert x, 
assert (x, 'msg')
pass 1
x = 
= 1
x = 1 = 2
1 = x
f() = 1
a + b = 1
None = 1
True = 1
... = 1
__debug__ = 1
x.__debug__ = 1
def f(__debug__): pass
'a' = 1
f'{x}' = 1
[a, 1] = 2
(a, b) : int = 1
[a]: int
a.b: int = 1
a[0]: int
(a): int = 1
1: int
f(): int = 1
x += 1 += 2
x + 1 += 2
(x, y) += 1
x++
++x
x--
--x
print 1
print "hello"
exec "x"
print x, y
print -1
@\ndef f(): pass
@x\nx = 1
@a.b[c](d) + 1\ndef f(): pass
match x:\n pass
match x:\n case 1 pass
type X
type X = 
type 1 = 2
type X[T, T] = int
type X[T: (int, str) = int, *Ts, **P] = T
class C[T](Generic[T]): x: (yield)
def f[T: (yield)](): pass
def f[T](x: T = (y := 1)): pass
type X = (y := 1)
type X = await y
def f[T=1, U](): pass
def f[**P = 1](): pass
'''
import warnings
warnings.simplefilter("ignore")
for line in SOURCES.strip().splitlines():
    src = line.encode().decode("unicode_escape") if "\\" in line else line
    try: compile(src, "<src>", "exec"); print("ok", "<-", line)
    except SyntaxError as e: print(type(e).__name__, e.msg, (e.lineno, e.offset, e.end_lineno, e.end_offset), "<-", line)
    except Exception as e: print(type(e).__name__, e, "<-", line)
