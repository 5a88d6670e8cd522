# There is no shell where this runs: a command that nobody has is not found, in CPython as here.
import os

print(os.system('no-such-command-at-all'), os.system(''))
print(os.waitstatus_to_exitcode(32512) if hasattr(os, 'waitstatus_to_exitcode') else 127)
try:
    os.system(3)
except TypeError as e:
    print(type(e).__name__)
