# Functions that capture, cells that change, calls through variables.
def counter(step):
    n = 0

    def add(x):
        nonlocal n
        n += step * x
        return n

    return add


def compose(f, g):
    return lambda x: f(g(x))


def main():
    a = counter(1)
    b = counter(2)
    f = compose(a, b)
    total = 0
    for i in range(12000):
        total += f(1) & 1023
    adders = [lambda x, i=i: x + i for i in range(100)]
    for _ in range(60):
        for add in adders:
            total = add(total) & 65535
    return total
