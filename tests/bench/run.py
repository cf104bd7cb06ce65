"""Ratios of one run against named peers: ``python tests/bench/run.py [group …]``. Printed, never asserted.

Every figure stands beside its peer, measured alternately in the same run on the same machine, as a median.
A group is a function in ``GROUPS`` that yields :class:`Row`; give its name to run only that one.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNS = 7


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: ``ours`` and ``peer`` in ``unit``; ``aim`` in words."""

    what: str
    ours: float
    peer: float
    unit: str
    aim: str


def window(kind: str) -> dict[str, float]:
    """One fresh process that shows a window: seconds to the first frame, idle memory in MB."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PADAN_BENCH_START": repr(time.monotonic())}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, str(ROOT / "tests/bench/first_window.py"), kind]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def start_up() -> Iterator[Row]:
    """Sign-in against a bare PySide6 window of the same size, each in its own process."""
    window("bare"), window("sign-in")  # files into the cache
    pairs = [(window("sign-in"), window("bare")) for _ in range(RUNS)]

    def medians(key: str) -> tuple[float, float]:
        return statistics.median(ours[key] for ours, _ in pairs), statistics.median(peer[key] for _, peer in pairs)

    yield Row("first frame of sign-in / bare window", *medians("seconds"), "s", "≤ 2 ×")
    yield Row("memory of idle sign-in / bare window", *medians("mb"), "MB", "≤ 1.5 ×")


def measured(module: str) -> Callable[[], Iterator[Row]]:
    """The group that ``tests/bench/MODULE.py`` measures; its first sentence says against what."""

    def group() -> Iterator[Row]:
        sys.path.insert(0, str(ROOT))
        yield from import_module(f"tests.bench.{module}").measure(Row)

    return group


GROUPS: dict[str, Callable[[], Iterator[Row]]] = {
    "start_up": start_up,
    "registry": measured("data"),
    "search": measured("finding"),
    "responsive": measured("responsive"),
    **{
        name: measured(name)
        for name in (
            *("letters", "preview", "cards", "live", "cipher", "walls", "desks", "reconcile"),
            *("reading", "exporting", "packaged"),
        )
    },
}


def main(chosen: list[str]) -> int:
    """Prints one line a comparison."""
    unknown = set(chosen) - set(GROUPS)
    if unknown:
        print(f"unknown group: {', '.join(sorted(unknown))}; there are: {', '.join(GROUPS)}", file=sys.stderr)
        return 2
    print(f"{'':44} {'ours':>9} {'peer':>9}  {'ratio':>6}  aim")
    for name in chosen or GROUPS:
        for row in GROUPS[name]():
            ratio = row.ours / row.peer
            print(
                f"{row.what:44} {row.ours:>9.3f} {row.peer:>9.3f} {row.unit:2} {ratio:>5.2f} ×  {row.aim}", flush=True
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
