// The modules that CPython 3.13 tells of as its own, on Linux: the inittab of a usual build. A leaf module.

/** sys.builtin_module_names: what is part of the interpreter itself, and so found before any file. */
export const BUILTIN_MODULE_NAMES: readonly string[] = (
  '_abc _ast _codecs _collections _functools _imp _io _locale _operator _signal _sre _stat _string _suggestions ' +
  '_symtable _sysconfig _thread _tokenize _tracemalloc _typing _warnings _weakref atexit builtins errno ' +
  'faulthandler gc itertools marshal posix pwd sys time'
).split(' ');
