import gc


class Person:
    def __init__(self, name):
        self.name = name
        self.friend = None


ann = Person("Ann")
bob = Person("Bob")
ann.friend = bob
bob.friend = ann

both = [ann, bob]
del ann, bob
both = None

gc.collect()
