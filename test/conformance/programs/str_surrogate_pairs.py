# Two surrogates side by side stay two code points; nothing joins them.
hi, lo = "\ud83d", "\ude00"
print(len(hi + lo), hi + lo == "\U0001f600", len("\ud83d\ude00"), [ord(c) for c in "".join([hi, lo])])
print(ascii((hi + lo)[0]), (hi + lo).encode("utf-16-le", "surrogatepass").decode("utf-16-le") == "\U0001f600")
