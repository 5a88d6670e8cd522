# Instances with a dict: made, changed, dropped; method calls.
class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def move(self, dx, dy):
        self.x += dx
        self.y += dy

    def norm(self):
        return self.x * self.x + self.y * self.y


def main():
    points = [Point(i, i + 1) for i in range(5000)]
    total = 0
    for _ in range(3):
        for p in points:
            p.move(1, 2)
            total += p.norm()
    return total
