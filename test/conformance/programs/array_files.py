# array.fromfile and tofile: arguments, too few bytes, what is kept.
import array
a=array.array("i")
for f in (lambda:a.fromfile(), lambda:a.fromfile(1), lambda:a.tofile(), lambda: a.fromfile(1,2,3), lambda: a.tofile(f=1), lambda: a.fromfile(1,"x"), lambda: a.tofile(3), lambda: a.fromfile(3,-1)):
  try: f()
  except Exception as e: print(type(e),e)
print(a.tofile.__text_signature__, a.fromfile.__text_signature__, a.fromfile.__doc__)
import io, sys
f=io.BytesIO()
b=array.array('i',range(20000)); b.tofile(f); print(len(f.getvalue()))
f.seek(0)
c=array.array('i'); c.fromfile(f,5); print(c, sys.getrefcount(f))
try: c.fromfile(f,100000)
except EOFError as e: print(e, len(c))
class R:
    def read(self,n): return 'x'
try: c.fromfile(R(),1)
except TypeError as e: print(e)
print(sys.getrefcount(array.array), sys.getsizeof(c))
