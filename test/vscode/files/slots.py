class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


points = [Point(n, -n) for n in range(1200)]
print(sum(point.x for point in points))
