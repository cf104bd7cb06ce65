"""``python tests/faults/run.py [name …] [--desks 60] [--seconds 120] [--people 200] [--seed 1]``: every fault on real servers.

Names: desks restart network killed disk clock failover; without one, all. Prints a table of what was done, how many
commands were sent, acknowledged, refused and sent again, and whether everything held. Exit status 1 when it did not.
``--desks`` and ``--seconds`` are those of ``desks``; the other faults have ``--crew`` desks (20).
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "operations"))
sys.path.insert(0, str(Path(__file__).parents[1] / "stories"))
sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from tests.faults import faults
from tests.faults.city import city
from tests.faults.crew import hire
from tests.faults.disk import disk
from tests.faults.failover import failover
from tests.faults.faults import Size, Verdict
from tests.faults.office import fresh
from tests.faults.servers import Durable

ROOT = Path(__file__).parents[2]


def options(words):
    """The command line."""
    parser = argparse.ArgumentParser(prog="tests/faults/run.py", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="name", choices=[*FAULTS, []])
    for name, default in (("desks", 60), ("seconds", 120), ("people", 200), ("seed", 1), ("crew", 20), ("each", 60)):
        parser.add_argument(f"--{name}", type=int, default=default)
    return parser.parse_args(words)


def _size(wish, folder):
    return Size(wish.crew, wish.people, wish.each, wish.seed, folder)


def _on_shared(fault):
    """A fault that needs an office on a server, and leaves the server alone."""

    def play(wish, folder):
        server, size = Durable(), _size(wish, folder)
        try:
            office, ids = fresh(server, folder, wish.people)
            with closing(office):
                return fault(office, hire(office, wish.crew), ids, size)
        finally:
            server.remove()

    return play


def _killed(wish, folder):
    """``tests/stories/test_killed.py`` and the killed desks of the outbox, on both databases."""
    tests = ("tests/stories/test_killed.py", "tests/outbox/test_outbox_killed.py", "tests/outbox/test_server_killed.py")
    command = [sys.executable, ROOT / "installer" / "check.py", *tests, "-n0", "--tb=short"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    last = done.stdout.strip().splitlines()[-1:]
    return Verdict(
        "killed", f"kill -9 di setiap bagian perintah: {' '.join(last)}", problems=last * bool(done.returncode)
    )


FAULTS = {
    "desks": lambda wish, folder: city(folder, wish.desks, wish.people, wish.seconds, wish.seed),
    "restart": lambda wish, folder: faults.restart(_size(wish, folder)),
    "network": _on_shared(faults.network),
    "killed": _killed,
    "disk": disk,
    "clock": _on_shared(faults.clock),
    "failover": lambda wish, folder: failover(folder, wish.crew, wish.people, wish.each, wish.seed),
}
HEAD = ("fault", "sent", "acknowledged", "refused", "again", "seconds", "verdict", "what")
FORM = "{:<9} {:>6} {:>13} {:>8} {:>6} {:>8}  {:<8} {}"


def main(words):
    """Play the faults; gives the exit status."""
    wish, worst = options(words), 0
    print(FORM.format(*HEAD), flush=True)
    for name in wish.names or FAULTS:
        begun = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            one = FAULTS[name](wish, Path(folder))
        row = (one.name, one.sent, one.done, one.refused, one.again, f"{time.monotonic() - begun:.0f}")
        print(FORM.format(*row, "BAD" if one.problems else "good", one.what), flush=True)
        for problem in sorted(set(one.problems)):
            print(f"    {problem} (×{one.problems.count(problem)})", flush=True)
        worst |= bool(one.problems)
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
