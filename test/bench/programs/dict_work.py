# Counting words, lookups by str and int, iteration over items.
def main():
    words = "the quick brown fox jumps over the lazy dog and runs away from the angry bear".split()
    counts = {}
    for i in range(1500):
        for word in words:
            counts[word] = counts.get(word, 0) + 1
    squares = {}
    for i in range(8000):
        squares[i] = i * i
    total = 0
    for i in range(8000):
        if i in squares:
            total += squares[i]
    for word, n in counts.items():
        total += len(word) * n
    for i in range(0, 8000, 2):
        del squares[i]
    return total + len(squares)
