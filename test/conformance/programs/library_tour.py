# One or two typical uses of many library modules.
import datetime, decimal, fractions, json, pickle, statistics, uuid, calendar, queue, threading, string, textwrap
import pprint, heapq, itertools, functools, collections, enum, dataclasses, typing, contextlib, re, copy, io, base64
import colorsys, difflib, fnmatch, html, shlex, graphlib, numbers, operator, reprlib, secrets, bisect, array, weakref

d = datetime.datetime(2024, 2, 29, 13, 5, 7, 123456)
print(d, repr(d), d + datetime.timedelta(days=366, hours=1), d.strftime('%Y-%m-%d %H:%M:%S %a %b %j'), d.isoformat())
print(datetime.date(2024, 12, 25) - datetime.date(2024, 2, 29), datetime.date.fromisoformat('2023-04-05').weekday())
print(datetime.datetime.strptime('21/11/06 16:30', '%d/%m/%y %H:%M'), datetime.timezone.utc, datetime.timedelta(minutes=-5))
print(d.replace(tzinfo=datetime.timezone(datetime.timedelta(hours=2))).astimezone(datetime.timezone.utc))
print(decimal.Decimal('1.1') + decimal.Decimal('2.2'), decimal.Decimal(1) / decimal.Decimal(7), round(decimal.Decimal('2.675'), 2))
print(decimal.getcontext().prec, decimal.Decimal('10').sqrt(), repr(decimal.Decimal('0.10')), decimal.Decimal(3.14))
print(fractions.Fraction(3, 4) + fractions.Fraction('0.125'), fractions.Fraction(3.5), repr(fractions.Fraction(1, 3)))
print(json.dumps({'a': [1, 2.5, None, True, 'é"\n'], 'b': {}}), json.dumps([1, {'x': 2}], indent=2, sort_keys=True))
print(json.loads('{"x": [1, 2.0, "s\\u00e9", null, true], "y": -1e5}'))
for bad in ('{', '[1,]', '{"a" 1}', 'nul', '"abc', '[1] 2', '{"a": 1,}'):
    try:
        json.loads(bad)
    except json.JSONDecodeError as e:
        print(bad, e)
try:
    json.dumps({1, 2})
except TypeError as e:
    print(e)
print(json.dumps('x', ensure_ascii=False), json.dumps({1: 2, None: 3, True: 4.0}), json.dumps(float('inf')))
print(json.dumps({'b': 1, 'a': 2}, separators=(',', ':')), json.dumps((1, 'ü'), ensure_ascii=False))

class P:
    def __init__(self, x): self.x = x
    def __eq__(self, o): return self.x == o.x
s = pickle.dumps([1, 'a', (2.5, None), {'k': {1, 2}}, P(3)])
print(len(s), pickle.loads(s)[:4], pickle.loads(s)[4] == P(3), pickle.dumps((1, 2), 0))
print(statistics.mean([1, 2, 3, 4]), statistics.median([3, 1, 2]), statistics.stdev([1.5, 2.5, 2.5, 2.75]), statistics.mode('aab'),
      statistics.quantiles([1, 2, 3, 4, 5]), statistics.NormalDist(0, 1).cdf(1.0), statistics.fmean([1, 2.5]))
print(uuid.uuid5(uuid.NAMESPACE_DNS, 'python.org'), uuid.UUID(int=5), uuid.uuid3(uuid.NAMESPACE_URL, 'x').version)
print(calendar.month(2024, 2)); print(calendar.isleap(2100), calendar.monthrange(2023, 2))
q = queue.Queue(); q.put(1); q.put(2); print(q.get(), q.qsize(), q.get(), q.empty())
pq = queue.PriorityQueue(); pq.put((2, 'b')); pq.put((1, 'a')); print(pq.get())
try:
    q.get_nowait()
except queue.Empty as e:
    print('Empty', repr(e))
lock = threading.Lock()
with lock:
    print(lock.locked(), threading.current_thread().name, threading.active_count())
loc = threading.local(); loc.x = 5; print(loc.x, threading.main_thread() is threading.current_thread())
ev = threading.Event(); ev.set(); print(ev.is_set(), ev.wait(0))
r = threading.RLock(); r.acquire(); r.acquire(); r.release(); r.release()
print(string.Template('$who likes ${what}').substitute(who='tim', what='kung pao'), string.capwords('a bc'))
print(textwrap.fill('The quick brown fox jumps over the lazy dog', 20), textwrap.dedent('  a\n   b'), textwrap.shorten('Hello  world!', 8))
pprint.pprint({'key%d' % i: list(range(i)) for i in range(12)}, width=40)
print(list(heapq.merge([1, 4], [2, 3])), heapq.nlargest(2, [5, 1, 9]))
print(colorsys.rgb_to_hsv(.2, .4, .6), ''.join(difflib.ndiff(['one\n'], ['ore\n'])), difflib.get_close_matches('appel', ['ape', 'apple']))
print(fnmatch.filter(['a.py', 'b.c'], '*.py'), html.escape('<a&"b">'), html.unescape('&eacute;&lt;'), shlex.split("a 'b c' d"))
print(list(graphlib.TopologicalSorter({'D': {'B', 'C'}, 'B': {'A'}, 'C': {'A'}}).static_order())[0], reprlib.repr(list(range(100))))
print(base64.b64encode(b'hi'), isinstance(5, numbers.Integral), operator.itemgetter(1)('abc'), len(secrets.token_hex(4)))
class Color(enum.Enum):
    RED = 1
    GREEN = enum.auto()
class Perm(enum.Flag):
    R = 4
    W = 2
print(Color.RED, list(Color), Color(2), Color['RED'].value, Perm.R | Perm.W, repr(Perm(6)))
@dataclasses.dataclass(order=True, frozen=True)
class Pt:
    x: int
    y: int = 0
print(Pt(1), Pt(1) < Pt(2), dataclasses.asdict(Pt(3, 4)), dataclasses.replace(Pt(1), y=5), hash(Pt(1)) == hash(Pt(1)))
print(typing.get_type_hints(Pt), typing.Optional[int], typing.NamedTuple('N', [('a', int)])(5))
