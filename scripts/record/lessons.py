"""Records what the real CPython prints for each lesson: run me with Python 3.13 from the project's folder.

Writes test/conformance/lessons/NAME.3.13.out. Each lesson runs three times, with different hash seeds: a lesson whose
output is not the same each time teaches nothing.
"""

import os
import pathlib
import subprocess
import sys

assert sys.version_info[:2] == (3, 13), "the lessons teach CPython 3.13"
root = pathlib.Path(__file__).resolve().parents[2]
target = root / "test/conformance/lessons"
target.mkdir(parents=True, exist_ok=True)
for lesson in sorted((root / "media/lessons").glob("*.py")):
    outputs = set()
    for seed in "0", "1", "77":
        done = subprocess.run(
            [sys.executable, lesson.name],
            cwd=lesson.parent,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
        )
        if done.returncode or done.stderr:
            sys.exit(f"{lesson.name} failed:\n{done.stderr}")
        outputs.add(done.stdout)
    if len(outputs) != 1:
        sys.exit(f"{lesson.name} prints something else each time: {outputs}")
    (target / f"{lesson.stem}.3.13.out").write_text(outputs.pop())
    print(lesson.name)
