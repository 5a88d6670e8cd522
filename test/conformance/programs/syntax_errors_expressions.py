# What the parser says of broken expressions, and where.
SOURCES = r'''
(
)
[1, 2
[1, 2)
{1: 2
{1: 2]
(1, 2]
f(1, 2
f(1 2)
f(a b)
f(a, b c)
[1 2]
[a b]
(a b)
{1 2}
{1: 2 3: 4}
{1: 2, 3}
{1, 2: 3}
{1:}
{:1}
{1: *a}
{1: **a}
{**a: 1}
{a: b for c in d, e}
f(a=1, b)
f(**a, b)
f(**a, *b)
f(*a, b, *c, d=1, **e)
f(a=1, a=2)
f(1=2)
f(a.b=2)
f(a[0]=2)
f(a()=1)
f(True=1)
f(None=1)
f(__debug__=1)
f(lambda: x=1)
f(a if b else c = 1)
f((a)=1)
f(a for a in b, c)
f(c, a for a in b)
f(a for a in b)
f(c, (a for a in b))
class C(a for a in b): pass
f(a=)
f(a=, b)
f(**)
f(*)
f(,)
f(a,,b)
a..b
a.1
a.
.a
a b
a 1
1 a
1a
1_
1__0
0777
00
0o8
0b2
0xg
0x
1e
1e+
1.5.5
1_000_
0_7
1if 2else 3
1or 2
0x1for x in y
1_0j
1jj
1.real
1..real
"abc
'abc\ndef'
"""abc
'\\x1'
'\\u12'
'\\N{nope}'
b'\\xg'
b'é'
u'a' b'b'
ur'a'
f'{a'
'abc' 'def
a if b
a if b else
if a else b
a if pass else b
a if b else pass
x = a if b else c = d
lambda
lambda:
lambda x
lambda x y: 1
lambda x=1, y: 1
lambda *: 1
lambda **a, b: 1
lambda x, x: 1
lambda (x): 1
lambda x: (yield)
not
not not
a not b
a not in
a in
a is
a is not
a <> b
a === b
a != = b
a == = b
a && b
a || b
!a
a ! b
a ? b : c
$a
a$
a`b`
a¢
a = “b”
a = 1 − 2
a\u00a0= 1
\u200ba = 1
a = 1;; b = 2
a = 1; ; 
; a
a,
, a
a, , b
*a
*a, b
(*a)
(*a,)
print(*a)
*a = 1
*a, *b = c
a = *b
a = *b,
x[*a]
x[*a, 1:2]
x[]
x[1:2:3:4]
x[a b]
x[a=1]
x[**a]
x[lambda: 1]
(yield)
[x for x in]
[x for in y]
[for x in y]
[x for x in y if]
[x for x in y else z]
[x for 1 in y]
[x for x in 1, 2]
[x, y for x in z]
[*x for x in y]
{**x for x in y}
{x: y for x in z if a if b}
(x for x in y for)
[x async for x in y]
[(yield x) for x in y]
a := 1
(a := 1)
(a.b := 1)
a = b := 1
...a
a...
a = ....b
a -> b
a => b
def
class
is
and a
a and
a or or b
a @ @ b
a ** ** b
a * * b
- 
~
a -
a // / b
a <
a < > b
a <<
(a, b
\\
a \\ b
a = \\
a = 1 \\\n + 2
 a = 1
a = 1\n  b = 2
if a:\npass
if a:\n  b\n c
if a:\n\tb\n        c
if a:\n        b\n\tc
if a:\n b\n  c
def f():\n    x\n  y
'''
import warnings
warnings.simplefilter("ignore")
for line in SOURCES.strip().splitlines():
    src = line.encode().decode("unicode_escape") if "\\" in line else line
    try: compile(src, "<src>", "exec"); print("ok", "<-", line)
    except SyntaxError as e: print(type(e).__name__, e.msg, (e.lineno, e.offset, e.end_lineno, e.end_offset), "<-", line)
    except Exception as e: print(type(e).__name__, e, "<-", line)
