# sort and sorted, with and without key functions.
def main():
    seed = 42
    items = []
    for i in range(6000):
        seed = (seed * 16807) % 65537
        items.append((seed, i))
    by_second = sorted(items, key=lambda item: -item[1])
    items.sort()
    numbers = sorted([a for a, b in by_second])
    words = sorted([str(n) for n in numbers], key=len)
    return items[10][0] + by_second[5][1] + numbers[100] + len(words[-1])
