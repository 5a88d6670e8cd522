"""What the simulated process weighs, under psutil's names: as much of psutil as programs about memory use.

Only memory is simulated. It comes from the simulated allocator: what the interpreter itself takes, whole arenas, and
the large blocks beside them. The machine around it is made up once and for all, so that every run tells the same:
one processor, idle, with 8 GiB.
"""

import collections as _collections

import _heapscope

__version__ = '7.0.0'
_TOTAL = 8 * 1024**3
_OTHERS = 2 * 1024**3

pmem = _collections.namedtuple('pmem', 'rss vms shared text lib data dirty')
pfullmem = _collections.namedtuple('pfullmem', 'rss vms shared text lib data dirty uss pss swap')
pcputimes = _collections.namedtuple('pcputimes', 'user system children_user children_system iowait')
svmem = _collections.namedtuple('svmem', 'total available percent used free active inactive buffers cached shared slab')
sswap = _collections.namedtuple('sswap', 'total used free percent sin sout')


class Error(Exception):
    pass


class NoSuchProcess(Error):
    def __init__(self, pid, name=None, msg=None):
        super().__init__(msg or f'process PID not found (pid={pid})')
        self.pid = pid
        self.name = name


class AccessDenied(Error):
    pass


class Process:
    """The process that runs the program; there is no other."""

    def __init__(self, pid=None):
        if pid is not None and pid != _heapscope.getpid():
            raise NoSuchProcess(pid)
        self._pid = _heapscope.getpid()

    @property
    def pid(self):
        return self._pid

    def name(self):
        return 'python'

    def status(self):
        return 'running'

    def memory_info(self):
        rss = _heapscope.resident()
        text = 3 * 1024**2
        return pmem(rss, rss + 8 * 1024**2, 6 * 1024**2, text, 0, rss - text, 0)

    def memory_full_info(self):
        info = self.memory_info()
        return pfullmem(*info, info.rss - info.shared, info.rss - info.shared // 2, 0)

    def memory_percent(self, memtype='rss'):
        return getattr(self.memory_full_info(), memtype) / _TOTAL * 100

    def cpu_percent(self, interval=None):
        return 0.0

    def cpu_times(self):
        return pcputimes(0.0, 0.0, 0.0, 0.0, 0.0)

    def num_threads(self):
        return 1

    def __repr__(self):
        return f"psutil.Process(pid={self._pid}, name='python', status='running')"


def virtual_memory():
    used = _OTHERS + _heapscope.resident()
    free = _TOTAL - used
    return svmem(_TOTAL, free, round(used / _TOTAL * 100, 1), used, free, used, 0, 0, 0, 0, 0)


def swap_memory():
    return sswap(0, 0, 0, 0.0, 0, 0)


def cpu_percent(interval=None, percpu=False):
    return [0.0] if percpu else 0.0


def cpu_count(logical=True):
    return 1


def pids():
    return [_heapscope.getpid()]


def pid_exists(pid):
    return pid == _heapscope.getpid()
