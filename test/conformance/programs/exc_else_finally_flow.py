# Control flow through try/except/else/finally: return, break and continue overriding one another.
def f(how):
    log = []
    for i in range(3):
        try:
            log.append(("try", i))
            if how == "raise": raise ValueError(i)
            if how == "return": return log
            if how == "break": break
            if how == "continue": continue
        except ValueError as e:
            log.append(("except", e.args))
        else:
            log.append("else")
        finally:
            log.append("finally")
            if i == 1: break
    else:
        log.append("loop else")
    return log
for how in ("none", "raise", "return", "break", "continue"): print(how, f(how))
def override():
    try: return "try"
    finally: return "finally"
def swallow():
    try: 1 / 0
    finally: return "swallowed"
def loop_swallow():
    for i in range(2):
        try: 1 / 0
        finally: continue
    return "done", i
def value():
    x = 1
    try: return x
    finally: x = 2
def mutable():
    x = [1]
    try: return x
    finally: x.append(2)
print(override(), swallow(), loop_swallow(), value(), mutable())
def nested():
    try:
        try: raise KeyError("a")
        finally: raise ValueError("b")
    except ValueError as e: return repr(e), repr(e.__context__)
print(nested())
def unbind():
    e = "before"
    try: 1 / 0
    except ZeroDivisionError as e: pass
    try: return e
    except UnboundLocalError as x: return str(x)
print(unbind())
def delete_in():
    try: 1 / 0
    except ZeroDivisionError as e: del e
    return "fine"
print(delete_in())
def else_raises():
    try: pass
    except ValueError: return "wrong"
    else:
        try: raise ValueError("from else")
        finally: print("inner finally")
try: else_raises()
except ValueError as e: print(e)
def reraise():
    try: 1 / 0
    except ZeroDivisionError:
        try: raise
        except ArithmeticError as e: return type(e).__name__, e.__context__
print(reraise())
try: raise
except RuntimeError as e: print(e)
def bad_match():
    try: 1 / 0
    except (ValueError, 5): pass
try: bad_match()
except TypeError as e: print(e, repr(e.__context__))
def lazy_match():
    try: 1 / 0
    except ZeroDivisionError: return 1
    except undefined_thing: return 2
print(lazy_match())
def gen():
    try: yield 1
    finally: yield 2
print(list(gen()))
def empty_tuple():
    try: raise ValueError
    except (): return "no"
    except (KeyError, (ValueError,)): return "yes"
try: print(empty_tuple())
except Exception as e: print(type(e).__name__, e)
for bad in (lambda: (_ for _ in ()).throw(3), lambda: exec("raise 5"), lambda: exec("raise ValueError from 5"), lambda: exec("raise int"), lambda: exec("raise ValueError from int"), lambda: exec("raise ValueError from None")):
    try: bad()
    except BaseException as e: print(type(e).__name__, e, e.__suppress_context__)
