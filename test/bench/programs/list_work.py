# append, pop, indexing, slices, a comprehension.
def main():
    items = []
    for i in range(20000):
        items.append(i * 2)
    total = 0
    for i in range(0, 20000, 2):
        total += items[i] - items[i + 1]
        items[i] = total
    squares = [x * x for x in items if x % 3 == 0]
    half = items[5000:15000]
    half.reverse()
    while items:
        total += items.pop()
    return total + sum(squares) + half[17]
