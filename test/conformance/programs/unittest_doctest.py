# unittest and doctest run test cases and report them as in CPython; the time taken is left out.
import doctest
import io
import re
import sys
import unittest
from unittest import mock


def shown(text):
    text = re.sub(r'in \d+\.\d+s', 'in …s', text)
    text = re.sub(r'0x[0-9a-f]+', '0x…', text)
    text = re.sub(r'File ".*?([^/"]+)"', r'File "\1"', text)
    return re.sub(r'(File "(?!unittest_doctest).*", line )\d+', r'\1…', text)


class Account:
    """A balance.

    >>> a = Account(10)
    >>> a.take(3)
    7
    >>> a.take(30)
    Traceback (most recent call last):
        ...
    ValueError: only 7 left
    >>> a
    Account(7)
    """

    def __init__(self, balance):
        self.balance = balance

    def take(self, n):
        """Takes money.

        >>> Account(5).take(2)
        4
        >>> [Account(i) for i in range(3)]  # doctest: +ELLIPSIS
        [Account(0), ..., Account(2)]
        >>> print('a\\tb')  # doctest: +NORMALIZE_WHITESPACE
        a b
        >>> 1 / 0
        0
        """
        if n > self.balance:
            raise ValueError(f'only {self.balance} left')
        self.balance -= n
        return self.balance

    def __repr__(self):
        return f'Account({self.balance})'


class TestAccount(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        print('setUpClass')

    @classmethod
    def tearDownClass(cls):
        print('tearDownClass')

    def setUp(self):
        self.account = Account(10)
        self.addCleanup(lambda: setattr(self, 'account', None))

    def test_take(self):
        """Taking gives what is left."""
        self.assertEqual(self.account.take(4), 6)
        self.assertIsInstance(self.account, Account)

    def test_wrong_sum(self):
        self.assertEqual(self.account.take(4), 7, 'sum')

    def test_lists(self):
        self.assertEqual([1, 2, 3, 4], [1, 2, 5, 4])

    def test_dicts(self):
        self.assertDictEqual({'a': 1, 'b': [1, 2]}, {'a': 1, 'b': [1, 3]})

    def test_text(self):
        self.assertMultiLineEqual('one\ntwo\nthree\n', 'one\n2\nthree\n')

    def test_raises(self):
        with self.assertRaisesRegex(ValueError, r'only \d+ left') as caught:
            self.account.take(11)
        self.assertEqual(str(caught.exception), 'only 10 left')
        with self.assertRaises(KeyError):
            {}.get('x')

    def test_error(self):
        raise KeyError('oops')

    @unittest.skip('not today')
    def test_skipped(self):
        pass

    @unittest.skipIf(sys.version_info >= (3,), 'too new')
    def test_skipped_if(self):
        pass

    @unittest.expectedFailure
    def test_expected(self):
        self.fail('as expected')

    @unittest.expectedFailure
    def test_unexpected(self):
        pass

    def test_subtests(self):
        for i in range(4):
            with self.subTest(i=i):
                self.assertEqual(i % 2, 0)

    def test_others(self):
        self.assertAlmostEqual(0.1 + 0.2, 0.3)
        self.assertIn(1, [1])
        self.assertIsNone(None)
        self.assertCountEqual([1, 2, 2], [2, 1, 2])
        with self.assertLogs('x', level='INFO') as logs:
            import logging

            logging.getLogger('x').info('hello %s', 'you')
        self.assertEqual(logs.output, ['INFO:x:hello you'])
        self.assertGreater(1, 2)

    def test_mock(self):
        thing = mock.Mock(return_value=3)
        self.assertEqual(thing(1, a=2), 3)
        thing.assert_called_once_with(1, a=2)
        with mock.patch.object(Account, 'take', return_value=99):
            self.assertEqual(self.account.take(1), 99)
        thing.assert_called_once_with(2)


stream = io.StringIO()
suite = unittest.defaultTestLoader.loadTestsFromTestCase(TestAccount)
result = unittest.TextTestRunner(stream=stream, verbosity=2).run(suite)
print(shown(stream.getvalue()))
print(result, len(result.failures), len(result.errors), len(result.skipped), result.wasSuccessful())
stream = io.StringIO()
unittest.TextTestRunner(stream=stream, failfast=True).run(unittest.FunctionTestCase(lambda: None, description='nothing'))
print(shown(stream.getvalue()))

out = sys.stdout
sys.stdout = io.StringIO()
results = doctest.testmod()
text = sys.stdout.getvalue()
sys.stdout = out
print(shown(text), results)
sys.stdout = io.StringIO()
doctest.run_docstring_examples(Account.take, globals(), verbose=True, name='take')
text = sys.stdout.getvalue()
sys.stdout = out
print(shown(text))
stream = io.StringIO()
unittest.TextTestRunner(stream=stream).run(doctest.DocTestSuite())
print(shown(stream.getvalue()))
