# The time module's conversions: checks, texts, and struct_time. Nothing here depends on the clock or the zone.
import time
for f in ('é%Y', '%', '%Q', 'a\0b', '%-d %_d %E %Ey'):
    try: print(ascii(time.strftime(f, (2024,1,2,3,4,5,1,2,0))))
    except Exception as e: print(type(e).__name__, e)
for t in [(1,)*9, (10000,1,1,0,0,0,0,1,0),(2024,13,1,0,0,0,0,1,0),(2024,1,32,0,0,0,0,1,0),(2024,1,1,25,0,0,0,1,0),(2024,1,1,0,61,0,0,1,0),(2024,1,1,0,0,62,0,1,0),(2024,1,1,0,0,0,7,367,0),(2024,0,0,0,0,0,-1,0,-1),(2024,1,1,0,0,0,0,1,5),(2024,1,1,0,0,0,-2,1,0), (1,2)]:
    for f in (time.asctime, lambda t: time.strftime('%Y-%m-%d %j %w', t), lambda t: time.mktime(t) * 0):
        try: print(f(t))
        except Exception as e: print(type(e).__name__, e)
print(time.gmtime(0), time.gmtime(1e9).tm_yday, time.struct_time(range(9)), time.struct_time(range(11)).tm_zone)
for a in (1e300, 'a', float('nan'), 1<<70, 1e17):
    try: print(time.gmtime(a))
    except Exception as e: print(type(e).__name__, e)
print(time.strptime('2024-01-02','%Y-%m-%d'), time.CLOCK_MONOTONIC, time.clock_getres(1))
import sys

print(sys.getsizeof(time.gmtime(0)), type(time.gmtime(0)).n_fields)
