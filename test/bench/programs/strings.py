# split, join, replace, slices, +=, formatting.
def main():
    text = "the quick brown fox jumps over the lazy dog " * 40
    total = 0
    for i in range(60):
        words = text.split()
        line = "-".join(words)
        line = line.replace("fox", "cat").upper()
        total += len(line) + line.count("CAT") + line.find("DOG")
    out = ""
    for i in range(4000):
        out += chr(97 + i % 26)
        if out[i] == "z" and out[i - 1 : i + 1] == "yz":
            total += 1
    for i in range(2000):
        total += len("%d:%s" % (i, out[i])) + len("{}={}".format(i, i * 2)) + len(f"{i:>6}")
    return total
