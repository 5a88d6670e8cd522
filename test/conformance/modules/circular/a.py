import b

name = 'a'


def late():
    return b.late()
