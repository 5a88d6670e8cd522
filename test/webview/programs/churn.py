class Pair:
    def __init__(self):
        self.other = None


def make():
    a = Pair()
    b = Pair()
    a.other = b
    b.other = a
    return a


def fail(i):
    if i % 500 == 0:
        raise ValueError(i)


kept = []
for i in range(3000):
    pair = make()
    if i % 40 == 0:
        kept.append(pair)
    try:
        fail(i)
    except ValueError as error:
        reason = str(error)
data = bytes(100000)
del data
