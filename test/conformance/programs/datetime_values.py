# The datetime types: values, arithmetic, text, and what they weigh.
import copy
import gc
import pickle
import sys
from datetime import UTC, date, datetime, time, timedelta, timezone

d = date(2024, 2, 29)
print(repr(d), d, d.isocalendar(), d.weekday(), d.isoweekday(), d.toordinal(), d.ctime(), d.timetuple())
print(d + timedelta(days=366), d - date(2020, 1, 1), d.replace(year=2020), d.strftime('%d/%m/%y %A %j %U %W %G %V %%'))
print(date.min, date.max, date.resolution, date.fromordinal(738000), date.fromisocalendar(2024, 9, 4), f'{d:%B}', f'{d}')
t = time(12, 34, 56, 789, tzinfo=timezone.utc)
print(repr(t), t, t.isoformat('milliseconds'), t.replace(hour=1, fold=1), repr(t.replace(fold=1)), bool(time()))
dt = datetime(2024, 1, 2, 3, 4, 5, 678901)
print(repr(dt), dt, dt.isoformat(' ', 'hours'), dt.date(), dt.time(), dt.ctime(), dt.strftime('%f|%z|%Z|%H'))
for spec in ('auto', 'hours', 'minutes', 'seconds', 'milliseconds', 'microseconds'):
    print(dt.isoformat(timespec=spec), t.isoformat(spec))
print(datetime.combine(d, t), datetime.fromtimestamp(0, UTC), datetime.fromtimestamp(1.0000005, UTC))
print(datetime.strptime('2024-03-04 05:06 +0130', '%Y-%m-%d %H:%M %z'))

one = timedelta(1)
print(timedelta(days=1.5, seconds=3.7), repr(timedelta(weeks=-1, microseconds=5)), one / 3, one * 1.5, -one, abs(-one))
print(one // timedelta(0, 7), divmod(one, timedelta(0, 7)), one % timedelta(0, 7), timedelta(3) / timedelta(2), one // 7)
print(timedelta(microseconds=0.5), timedelta(microseconds=1.5), timedelta(milliseconds=-0.5), timedelta(0, 0, 7) / 2, one / 2.5)
print(timedelta.min, timedelta.max, timedelta.resolution, one.total_seconds(), hash(timedelta(1, 2, 3)), bool(timedelta()))
print(sorted([timedelta(2), timedelta(-1), timedelta(0, 1)]), one == timedelta(hours=24), one != 1, max(d, date(2025, 1, 1)))

print([sys.getsizeof(x) for x in (d, t, dt, time(), one, timezone.utc, d.isocalendar(), timezone(one / 2, 'x'))])
print([gc.is_tracked(x) for x in (d, t, dt, one, timezone.utc, d.isocalendar())])
print(timedelta() is timedelta(0), timedelta(1) - timedelta(1) is timedelta(), timezone(timedelta(0)) is UTC)
print(sys.getrefcount(timedelta()), sys.getrefcount(UTC), sys.getrefcount(d), sys.getrefcount(date.min))
print(sys.getrefcount(date), sys.getrefcount(datetime), type(d.isocalendar()).__flags__ & (1 << 9) != 0)

tz = timezone(timedelta(hours=1))
before = sys.getrefcount(tz)
aware = [datetime(2024, 1, 1, tzinfo=tz) for _ in range(5)] + [time(1, tzinfo=tz)]
print(sys.getrefcount(tz) - before, sys.getrefcount(aware[0]))
aware.append(aware[0] + one)
aware[0] = None
print(sys.getrefcount(tz) - before)
del aware
print(sys.getrefcount(tz) - before)

for value in (d, t, dt, dt.replace(tzinfo=tz), one, tz, timezone.utc, dt.replace(fold=1)):
    for proto in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(value, proto)) == value
    assert copy.deepcopy(value) == value and copy.copy(value) == value
    print(value.__reduce__(), value.__reduce_ex__(4))


class Day(date):
    pass


x = Day(2020, 1, 2)
print(repr(x), type(x + one), sys.getsizeof(x), x.__dict__, type(Day.fromordinal(1)), type(x - one), type(Day.min))
x.me = x
gc.collect()
del x
print(gc.collect())


class Moment(datetime):
    def __new__(cls, *args, **kwargs):
        self = super().__new__(cls, *args, **kwargs)
        self.made = True
        return self


y = Moment(2020, 1, 2, tzinfo=timezone.utc)
print(repr(y), repr(y.replace(fold=1)), sys.getsizeof(y), (y + one).made, pickle.loads(pickle.dumps(y)).made)
for cls in (date, time, datetime, timedelta, timezone):
    print(cls, cls.__base__, cls.__basicsize__, [n for n in cls.__dict__ if not n.startswith('__')])
