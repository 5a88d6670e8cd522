import sys

loads = globals().get('loads', 0) + 1
made = []


class Thing:
    pass


def make():
    made.append(Thing())
    return made[-1]
