import sys

a = ['spam', 'eggs']
b = a
basket = {'first': a, 'second': b}
pair = (a, b)
print(sys.getrefcount(a))
del b
basket.clear()
pair = None
a.append(a)
a = None
