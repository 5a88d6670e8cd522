# A string made by formatting has its own block: no other object is given its address while it lives.
made = ["{}".format([1]), "%s" % [2], format(1.5), format(2.5, ""), "{!r}".format((3,)), "{0[0]}".format([[4]]), "%r" % 5.5,
        b"\xed\xa0\x80".decode("utf-8", "surrogatepass"), b"\xff".decode("utf-8", "backslashreplace"), f"{[6]}"]
later = ["later %d" % i for i in range(50)]
print(len({id(s) for s in made + later}) == len(made) + len(later), made[:7], ascii(made[7:]))
whole = "only piece"
print("{}".format(whole) is whole, "%s" % whole is whole, f"{whole}" is whole, format(whole) is whole, "{!s}".format(whole) is whole)
for bad in (lambda: "{}{x}".format([1]), lambda: "%s%d" % ([1], "x"), lambda: b"\xff\xfe".decode("ascii")):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
