# What a program sees of a module that is not there.
import sys

for name in 'numpy', 'pandas.core', 'nowhere_at_all', 'os.nothing', 'json.nothing':
    try:
        __import__(name)
    except ModuleNotFoundError as e:
        print(f'{e} | {e.name} | {e.msg}')

# The one for terminals is there, though there is no terminal.
import readline

print(readline.get_completer(), readline.get_history_length(), repr(readline.get_line_buffer()))
def complete(text, state):
    return None
readline.set_completer(complete)
print(sys.getrefcount(complete), readline.get_completer() is complete)
readline.set_completer()
print(sys.getrefcount(complete))
readline.add_history('one line')
print(readline.get_current_history_length(), readline.get_history_item(1))
