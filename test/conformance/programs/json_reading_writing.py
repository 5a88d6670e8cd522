# json by its C half: texts read and written, errors, hooks, and what the results weigh.
import gc
import json
import sys
from collections import OrderedDict


def show(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


texts = r'''{"a": [1, 2.5, -3e10, true, false, null, "x\u00e9\n\ud83d\ude00\/"]}|[]|{}|[1,]|{"a":1,}|{"a" 1}|{a:1}|"abc|"\x"|"\u12"
|"\u123g" |nul|-|1.|01|[1 2]|   |NaN|[Infinity,-Infinity]|{"a":{"a":{"a":[{}]}}}|1e|1E+5|-0|-0.0|12345678901234567890|["a","a"]
|[1|{"a":1|{"a":1 "b"}|["é€😀", "\\"]|tru|-Infinit|1e5x|[1]]|"a" "b"|{"a":1,"a":2}|[[[[]]]]|1.5e-7|"\ud83d"|"\b\f\r\t"'''
for text in texts.replace('\n', '').split('|'):
    show(lambda: ascii(json.loads(text)))
show(lambda: json.loads('"a\nb"'))
show(lambda: json.loads('"a\tb"', strict=False))
show(lambda: json.loads('\ufeff[]'))
show(lambda: json.loads('1.5 '.encode('utf-16'), parse_float=str))
show(lambda: json.loads('15', parse_int=lambda s: s + '!'))
show(lambda: json.loads('NaN', parse_constant=lambda c: [c]))
show(lambda: json.loads('{"a":1,"b":{"c":2}}', object_hook=lambda d: list(d.items())))
show(lambda: json.loads('{"a":1,"b":{"c":2}}', object_pairs_hook=tuple))
show(lambda: json.loads(3))
show(lambda: json.loads('[' * 100000))
show(lambda: json.loads('1' * 5000))


class A:
    pass


ring = [1]
ring.append(ring)
loop = {}
loop['d'] = loop
values = [
    None, True, 1, 1.5, -0.0, 1e100, 'a"\\\n\x00\x7f\u00e9\U0001f600', [1, [2, (3,)]], {'a': 1, 2: 3, None: 4, True: 5, 1.5: 6},
    {}, [], (), float('nan'), -float('inf'), A(), ring, loop, {(1,): 2}, [1] * 3, {'b': 1, 'a': [{}]}, 10**30, {'x': A()},
    OrderedDict(b=1, a=2),
]
options = [
    {}, {'indent': 2}, {'indent': '\t', 'sort_keys': True}, {'sort_keys': True}, {'ensure_ascii': False}, {'allow_nan': False},
    {'skipkeys': True}, {'separators': (',', ':')}, {'default': lambda o: 'D'},
]
for value in values:
    for option in options:
        show(lambda: ascii(json.dumps(value, **option)).replace(hex(id(value)), '…') if not isinstance(value, A) else
             type(json.dumps(value, **option)))

x = json.loads('{"key":["key",{"key":"value"}],"k2":"value"}')
keys = list(x)
print(sys.getrefcount(keys[0]), keys[0] is list(x['key'][1])[0], keys[0] is x['key'][0], x['k2'] is x['key'][1]['key'])
print(gc.is_tracked(x), gc.is_tracked(json.loads('{"a":1}')), sys.getsizeof(x), sys.getsizeof(x['key']))
scan = json.scanner.c_make_scanner(json.JSONDecoder())
print(sys.getsizeof(scan), gc.is_tracked(scan), scan.strict, scan.parse_int, type(scan), type(scan).__module__)
print(sys.getrefcount(type(scan)), json.decoder.scanstring, json.encoder.encode_basestring_ascii)
encode = json.encoder.c_make_encoder(None, str, json.encoder.encode_basestring, None, ':', ',', False, False, True)
print(sys.getsizeof(encode), encode([1, {'a': 2}], 0), encode.default, sys.getrefcount(type(encode)))
for f in (
    lambda: scan('[1]', 0), lambda: scan(1, 0), lambda: scan('', 0), lambda: scan('x', -1), lambda: scan(), lambda: scan('a', 'b'),
    lambda: json.decoder.scanstring('abc"d', 0), lambda: json.decoder.scanstring('abc"d', 9), lambda: encode(1),
    lambda: json.encoder.encode_basestring(1), lambda: json.encoder.c_make_encoder(1),
    lambda: json.encoder.c_make_encoder(1, 2, 3, 4, '5', '6', 7, 8, 9), lambda: json.scanner.c_make_scanner(1),
):
    show(f)
print([c for c in json.JSONEncoder(indent=1).iterencode([1, {'a': 2}])])
before = len(gc.get_objects())
for _ in range(3):
    json.loads(json.dumps({'a': [1, {'b': None}]}, indent=1))
print(len(gc.get_objects()) - before)
