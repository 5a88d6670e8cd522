# Inheritance, super(), properties, isinstance, operator methods.
class Shape:
    def __init__(self, name):
        self.name = name

    def area(self):
        return 0

    @property
    def label(self):
        return self.name


class Rectangle(Shape):
    def __init__(self, w, h):
        super().__init__("r")
        self.w = w
        self.h = h

    def area(self):
        return self.w * self.h

    def __add__(self, other):
        return Rectangle(self.w + other.w, self.h + other.h)

    def __lt__(self, other):
        return self.area() < other.area()


class Square(Rectangle):
    def __init__(self, w):
        super().__init__(w, w)

    @staticmethod
    def of(n):
        return Square(n)


def main():
    total = 0
    one = Rectangle(1, 2)
    for i in range(2500):
        s = Square.of(i)
        if isinstance(s, Shape) and one < s:
            total += (s + one).area()
        total += len(s.label)
    return total
