import csv, io, sys

def t(f, *a, **k):
    try:
        print(f(*a, **k))
    except Exception as e:
        print(type(e).__name__, e)

data = '''name,age,"quote ""x"" y"
Ann,  30,"multi
line"
,,
"a"b,c\\,d,'e'
'''
for kw in ({}, {'skipinitialspace': True}, {'quotechar': "'"}, {'escapechar': '\\'}, {'quoting': csv.QUOTE_NONE}, {'delimiter': ' '}):
    print(kw, list(csv.reader(io.StringIO(data), **kw)))
print(list(csv.reader(['1,2,"x",', '3.5,,"",4'], quoting=csv.QUOTE_NONNUMERIC) if 0 else csv.reader(['1,2,"x"', '3.5,"",4'], quoting=csv.QUOTE_NONNUMERIC)))
print(list(csv.reader(['1,2,"x",', '3.5,,"",4'], quoting=csv.QUOTE_STRINGS)))
print(list(csv.reader(['1,2,"x",', '3.5,,"",4'], quoting=csv.QUOTE_NOTNULL)))
rows = [['a', 1, 2.5, None, 'x,y'], ['he said "hi"', '', True], ['line\nbreak', b'b'], [''], [None], []]
for q in range(6):
    out = io.StringIO()
    w = csv.writer(out, quoting=q, escapechar='\\')
    for row in rows:
        try:
            print(w.writerow(row), end=' ')
        except csv.Error as e:
            print('Error', e, end=' ')
    print(q, repr(out.getvalue()))
out = io.StringIO()
csv.writer(out, delimiter=';', lineterminator='|\n', doublequote=False, escapechar='!').writerows([['a"b', 'c;d', 'e!f'], (1, 2)])
print(repr(out.getvalue()))
t(csv.writer(io.StringIO(), quoting=csv.QUOTE_NONE).writerow, ['a,b'])
t(csv.writer(io.StringIO()).writerow, 5)
t(csv.writer(io.StringIO(), delimiter=' ', skipinitialspace=True, quoting=csv.QUOTE_NONE).writerow, [''])
t(csv.writer, 5)
t(csv.reader, 5)
t(csv.reader)
t(csv.reader, [], delimiter='ab')
t(csv.reader, [], delimiter=5)
t(csv.reader, [], delimiter='\n')
t(csv.reader, [], quotechar=5)
t(csv.reader, [], quotechar=None, quoting=csv.QUOTE_ALL)
t(csv.reader, [], quoting=77)
t(csv.reader, [], quoting='x')
t(csv.reader, [], lineterminator=5)
t(csv.reader, [], delimiter='"')
t(csv.reader, [], nosuch=1)
t(csv.reader, [], 'nosuch')
t(lambda: list(csv.reader([b'a'])))
t(lambda: list(csv.reader(['"a"b'], strict=True)))
t(lambda: list(csv.reader(['"a'], strict=True)))
t(lambda: list(csv.reader(['a\rb'])))
t(lambda: list(csv.reader(['"abc', 'def"'])))
print(csv.field_size_limit(), csv.field_size_limit(3))
t(lambda: list(csv.reader(['abcd'])))
csv.field_size_limit(131072)
csv.register_dialect('pipes', delimiter='|', quoting=csv.QUOTE_ALL)
print(csv.list_dialects(), csv.get_dialect('pipes').delimiter, csv.get_dialect('pipes').lineterminator)
print(list(csv.reader(['1|2'], 'pipes')), list(csv.reader(['1|2'], dialect='pipes', delimiter='2')))
csv.unregister_dialect('pipes')
t(csv.unregister_dialect, 'pipes')
t(csv.register_dialect, 5)
r = csv.DictReader(io.StringIO('a,b\n1,2\n3\n4,5,6\n'))
print(r.fieldnames, list(r))
out = io.StringIO()
w = csv.DictWriter(out, ['x', 'y'], extrasaction='ignore')
w.writeheader(); w.writerow({'x': 1, 'y': 2, 'z': 3}); w.writerow({'x': 5})
print(repr(out.getvalue()))
t(csv.DictWriter(out, ['x']).writerow, {'q': 1})
rd = csv.reader(['a,b', 'c,d'])
print(next(rd), rd.line_num, type(rd), type(rd.dialect), sys.getsizeof(rd), sys.getsizeof(rd.dialect))
d = rd.dialect
print(d.delimiter, d.quotechar, d.escapechar, d.doublequote, d.skipinitialspace, d.strict, d.quoting)
print(csv.Sniffer().sniff('a;b;c\n1;2;3\n4;5;6\n').delimiter, csv.Sniffer().has_header('name;n\nx;2\ny;3\n'))
w = csv.writer(io.StringIO()); w.writerow([1]); print(sys.getsizeof(w), type(w))
