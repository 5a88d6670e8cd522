a = []
b = a
b = None
del a
