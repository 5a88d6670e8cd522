# Suspended generators and open context managers at interpreter exit: their finally blocks run or not.
import threading, contextlib
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
def g(n):
    d = D(n)
    try: yield d
    finally: print("finally", n)
a = g("a"); next(a)
b = g("b"); next(b); hold = [b]; hold.append(hold)
@contextlib.contextmanager
def cm():
    print("enter")
    try: yield D("yielded")
    finally: print("exit cm")
c = cm(); c.__enter__()
loc = threading.local(); loc.d = D("thread local")
t = threading.Thread(target=lambda: setattr(loc, "d", D("other thread's"))); t.start(); t.join()
es = contextlib.ExitStack(); es.callback(print, "exit stack callback"); es.enter_context(cm())
def nested():
    yield from g("inner")
n = nested(); next(n)
async def co():
    try: await Aw()
    finally: print("coroutine finally")
class Aw:
    def __await__(self): yield D("awaited")
w = co(); w.send(None)
print("end")
