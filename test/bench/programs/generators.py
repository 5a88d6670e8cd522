# A pipeline of generators, yield from, generator expressions.
def numbers(n):
    i = 0
    while i < n:
        yield i
        i += 1


def odd(source):
    for x in source:
        if x % 2:
            yield x


def both(n):
    yield from odd(numbers(n))
    yield from numbers(n)


def main():
    total = 0
    for x in both(15000):
        total += x
    return total + sum(x * x for x in range(10000))
