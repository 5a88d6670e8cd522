# Runs a benchmark program in CPython: python.py PROGRAM ROUNDS. Prints the CPU milliseconds of each ten calls of main().
import json
import sys
import time

namespace = {"__name__": "program"}
with open(sys.argv[1]) as file:
    exec(compile(file.read(), sys.argv[1], "exec"), namespace)
main = namespace["main"]
times = []
for _ in range(int(sys.argv[2])):
    before = time.process_time()
    for _call in range(10):
        main()
    times.append((time.process_time() - before) * 1000)
print(json.dumps({"version": sys.version.split()[0], "times": times}))
