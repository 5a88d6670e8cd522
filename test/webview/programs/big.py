import random


class Session:
    def __init__(self, user, token):
        self.user = user
        self.token = token
        self.rows = []


class Row:
    __slots__ = ('table', 'values', 'session')

    def __init__(self, table, values, session):
        self.table = table
        self.values = values
        self.session = session


random.seed(7)
store = {}
for number in range(500):
    session = Session('user%d' % number, (number, number * number))
    store[session.token] = session
    for place in range(random.randrange(1, 6)):
        session.rows.append(Row('orders', [place, place + 1.5], session))

for token in list(store)[:100]:
    del store[token]
last = list(store.values())[-1]
print(len(store))
