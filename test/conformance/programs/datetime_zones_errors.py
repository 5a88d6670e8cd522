# Time zones of datetime, ISO 8601 texts, and the errors of wrong arguments.
import sys
from datetime import *

tz = timezone(timedelta(hours=5, minutes=30), 'IST')
a = datetime(2024, 1, 2, 3, 4, 5, 6, tzinfo=tz)
print(repr(a), a, a.astimezone(timezone.utc), a.utcoffset(), a.tzname(), a.dst(), a.strftime('%z %:z %Z %f'))
print(repr(tz), repr(timezone(timedelta(hours=-3))), repr(timezone.utc), timezone.min, timezone.max, tz.__getinitargs__())
print(timezone(timedelta(seconds=1)), timezone(-timedelta(microseconds=1)), tz == timezone(timedelta(hours=5.5)), {tz: 1})
print(a.timetuple(), a.utctimetuple(), a.timestamp(), hash(a) == hash(a.astimezone(timezone.utc)), a.timetz())


class Zone(tzinfo):
    def utcoffset(self, dt):
        return timedelta(hours=2)

    def dst(self, dt):
        return timedelta(hours=1)

    def tzname(self, dt):
        return 'Z%Z'


z = Zone()
w = datetime(2020, 1, 1, tzinfo=z)
print(w.strftime('%Z|%z'), w.astimezone(timezone.utc), datetime(2020, 1, 1, tzinfo=timezone.utc).astimezone(z))
print(w.timetuple().tm_isdst, z.__reduce__()[1:], sys.getsizeof(z), sys.getrefcount(z), z.__dict__)
del w
print(sys.getrefcount(z))

for text in '''2024-01-02 20240102 2024-W01-3 2024W013 2024-W01 2024-1-2 2024-01 x 2024-02-30 0000-01-01'''.split():
    for cls in (date, datetime):
        try:
            print(cls.fromisoformat(text))
        except ValueError as e:
            print(e)
for text in '''2024-01-02T03:04:05.123+01:00 2024-01-02T03Z 2024-01-02T0304 20240102T030405,5 2024-W01-3T03:04
2024-01-02T03:04:05.1234567 2024-01-02T25 2024-01-02T03:04: 2024-01-02é03:04 2024-01-02T03:04+24:00 2024-01-02T03:04-00:00:01'''.split():
    try:
        print(repr(datetime.fromisoformat(text)))
    except ValueError as e:
        print(e)
for text in '''T04:05Z 04 0405 04:05:06.5 04:05:06+01 24:00 4:5 04:05:06.-1'''.split() + ['']:
    try:
        print(repr(time.fromisoformat(text)))
    except ValueError as e:
        print(e)

d = date(2024, 2, 29)
dt = datetime(2024, 1, 2, 3, 4, 5, 678901)
wrong = [
    lambda: date(1), lambda: date(1, 2, 3, 4), lambda: date(1, 2, foo=3), lambda: date('a', 2, 3), lambda: date(0, 1, 1),
    lambda: date(2023, 2, 29), lambda: date(1.5, 1, 1), lambda: date(1, 2, 3, year=1), lambda: date(2**40, 1, 1),
    lambda: date(2**70, 1, 1), lambda: date(yaer=1, month=1, day=1), lambda: datetime(1, 1, 1, 25),
    lambda: datetime(1, 1, 1, 1, 1, 1, 10**6), lambda: datetime(1, 1, 1, tzinfo=1), lambda: time(1, 2, 3, 4, 5),
    lambda: time(fold=2), lambda: time(1, 2, 3, 4, None, 1), lambda: time(60), lambda: timedelta('a'),
    lambda: timedelta(foo=1), lambda: timedelta(10**10), lambda: timedelta(1, 2, 3, 4, 5, 6, 7, 8),
    lambda: timedelta(float('nan')), lambda: timedelta(float('inf')), lambda: timezone(), lambda: timezone(1),
    lambda: timezone(timedelta(1)), lambda: timezone(timedelta(0), 1), lambda: dt < a, lambda: dt == a, lambda: dt - a,
    lambda: dt < d, lambda: d < dt, lambda: d == dt, lambda: time(1) < time(1, tzinfo=tz), lambda: d < 1, lambda: d + 1,
    lambda: d - 1, lambda: d + d, lambda: timedelta(1) / 0, lambda: timedelta(1) // 0, lambda: timedelta(1) / 0.0,
    lambda: timedelta(1) * 'a', lambda: timedelta(1) % 1, lambda: d + timedelta(10**7), lambda: d - timedelta(10**6),
    lambda: datetime.max + timedelta(microseconds=1), lambda: timedelta.max * 2, lambda: date.fromisoformat(1),
    lambda: dt.isoformat('xx'), lambda: dt.isoformat(timespec='q'), lambda: dt.isoformat(1), lambda: tzinfo().utcoffset(None),
    lambda: tzinfo().fromutc(dt), lambda: tz.fromutc(dt), lambda: tz.tzname(1), lambda: dt.replace(month=13),
    lambda: dt.replace(1, 2, 3, 4, 5, 6, 7, None, 1), lambda: dt.replace(foo=1), lambda: dt.replace(year='a'),
    lambda: datetime.fromtimestamp(1e300), lambda: datetime.fromtimestamp('a', tz), lambda: datetime.fromtimestamp(1e13, tz),
    lambda: datetime.fromtimestamp(float('nan')), lambda: d.strftime(1), lambda: d.strftime(), lambda: format(d, 1),
    lambda: datetime.strptime('a', '%Y'), lambda: datetime.strptime(1, '%Y'), lambda: date.fromisocalendar(2024, 54, 1),
    lambda: date.fromisocalendar(2024, 1, 8), lambda: date.fromisocalendar(10**9, 1, 1), lambda: date.fromisocalendar(2**80, 1, 1),
    lambda: date.fromordinal(0), lambda: date.fromordinal(10**8), lambda: datetime.combine(1, 2), lambda: a.astimezone(1),
    lambda: setattr(date, 'x', 1), lambda: setattr(d, 'year', 1), lambda: d.foo, lambda: timezone.utc.foo,
    lambda: type('T', (timezone,), {}), lambda: date(b'abcd'), lambda: date(b'\x07\xe8\x0d\x01'), lambda: date.today(1),
]
for f in wrong:
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


class Bad(tzinfo):
    answer = None

    def utcoffset(self, dt):
        return self.answer

    dst = tzname = utcoffset


for Bad.answer in (None, 1, timedelta(1), -timedelta(1), 'x', timedelta(seconds=1)):
    b = datetime(2024, 1, 1, tzinfo=Bad())
    for f in (b.utcoffset, b.dst, b.tzname, b.isoformat, b.utctimetuple, lambda: b < a, lambda: hash(b) and 1, lambda: f'{b:%Z}'):
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)
