"""Runs one file of CPython's Lib/test and says on stderr what became of each test, a line each.

    main.py MODULE [FILE]

FILE lists ids of tests to leave out (they hung or crashed in an earlier attempt).
"""

import sys
import traceback
import unittest

log = sys.stderr


def say(*words):
    log.write('@@' + '\t'.join(str(w).replace('\n', '\\n') for w in words) + '\n')
    log.flush()


class Result(unittest.TestResult):
    def startTest(self, test):
        super().startTest(test)
        self.bad = None
        say('start', test.id())

    def note(self, test, kind, err):
        if self.bad is None:
            self.bad = kind
        text = ''.join(traceback.format_exception(*err))
        say('detail', test.id(), kind, text)

    def addSuccess(self, test):
        say('end', test.id(), 'passed')

    def addFailure(self, test, err):
        self.note(test, 'failed', err)
        say('end', test.id(), self.bad)

    def addError(self, test, err):
        self.bad = None
        self.note(test, 'error', err)
        say('end', test.id(), self.bad)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            kind = 'failed' if issubclass(err[0], test.failureException) else 'error'
            self.note(test, kind, err)
            say('end', test.id(), self.bad)

    def addSkip(self, test, reason):
        say('end', test.id(), 'skipped', reason)

    def addExpectedFailure(self, test, err):
        say('end', test.id(), 'passed')

    def addUnexpectedSuccess(self, test):
        say('detail', test.id(), 'failed', 'unexpected success')
        say('end', test.id(), 'failed')


def leave_out(suite, names):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from leave_out(test, names)
        elif test.id() not in names and (only is None or only in test.id()):
            yield test


module = sys.argv[1]
names = set()
if len(sys.argv) > 2:
    with open(sys.argv[2]) as f:
        names = set(f.read().split('\n'))
only = sys.argv[3] if len(sys.argv) > 3 else None
sys.argv[1:] = []
try:
    __import__(module)
    suite = unittest.defaultTestLoader.loadTestsFromName(module)
except unittest.SkipTest as e:
    say('end', module, 'skipped', e)
except BaseException as e:
    say('detail', module, 'error', ''.join(traceback.format_exception(e)))
    say('end', module, 'error')
else:
    unittest.TestSuite(list(leave_out(suite, names))).run(Result())
say('done')
log.flush()
