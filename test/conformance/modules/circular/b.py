import a

name = 'b'
seen = hasattr(a, 'name')


def late():
    return a.name
