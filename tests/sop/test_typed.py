"""A type is taken apart once, whoever comes first: msgspec itself kills the program when two threads come together."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
RUSH = """
import sys, threading
import msgspec
from desktop.sop.typed import typed

sys.setswitchinterval(1e-6)
SHAPES = '''
class Inner{n}(msgspec.Struct):
    number: int
    more: "dict[str, int] | None" = None
class Outer{n}(msgspec.Struct):
    some: "tuple[Inner{n}, ...]"
    named: "dict[str, Inner{n}]"
'''
for n in range(200):
    exec(SHAPES.format(n=n), globals())
    kind, start, seen = globals()[f"Outer{n}"], threading.Barrier(8), []
    def fill():
        start.wait()
        seen.append(msgspec.convert({"some": [{"number": 1}], "named": {}}, typed(kind)))
    threads = [threading.Thread(target=fill) for _ in range(8)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    assert [one.some[0].number for one in seen] == [1] * 8
"""


def test_threads_may_meet_a_type_for_the_first_time_together() -> None:
    done = subprocess.run([sys.executable, "-c", RUSH], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
