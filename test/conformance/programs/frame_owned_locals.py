# f_locals of a frame that has ended: the proxy is of that very frame object, and nothing stays behind.
import gc
import sys


def fails(kept):
    raise ValueError(kept)


kept = object()
try:
    fails(kept)
except ValueError as error:
    frame = error.__traceback__.tb_next.tb_frame
print(sys.getrefcount(frame), sys.getrefcount(kept))
print(frame.f_locals["kept"] is kept, sys.getrefcount(frame), sys.getrefcount(kept))
proxy = frame.f_locals
print(sys.getrefcount(frame), gc.get_referents(proxy)[0] is frame)
proxy["new"] = kept
print(sys.getrefcount(kept), sorted(proxy), frame.f_locals == proxy)
del proxy
before = len(gc.get_objects())
del frame
print(before - len(gc.get_objects()), sys.getrefcount(kept))
