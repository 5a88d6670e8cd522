# heap: python 3.13
# heap: budget 2s
# heap: watch a, b
# input: Ada
# An ordinary comment says nothing to Heapscope.
name = input("Who? ")
print("Hello", name)
