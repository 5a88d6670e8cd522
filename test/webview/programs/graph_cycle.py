import gc
import weakref


class City:
    def __init__(self, name):
        self.name = name
        self.roads = []

    def __del__(self):
        print('gone:', self.name)


def connect(a, b):
    a.roads.append(b)
    b.roads.append(a)


names = ['Ghent', 'Bruges', 'Ypres', 'Mons']
cities = {name: City(name) for name in names}
connect(cities['Ghent'], cities['Bruges'])
connect(cities['Bruges'], cities['Ypres'])
connect(cities['Ypres'], cities['Ghent'])
capital = cities['Mons']
watch = weakref.ref(cities['Ghent'], lambda ref: print('Ghent was forgotten'))
del cities
waiting = 'three cities hold each other'
found = gc.collect()
print(found, watch())
