"""The packaged program against the same from source: seconds to its sign-in window on a screen, memory a while later.

On a virtual screen of its own (Xvfb); a window counts once the screen shows it. ``PADAN_BENCH_PACKAGED`` names another
program than ``dist/Padan/padan``, ``PADAN_BENCH_SOURCE`` the words that start the same from source: under wine
``wine …/Padan.exe`` and ``wine …/python.exe main.py``. Cold figures need a root who may empty the cache of files.
"""

import os
import shlex
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
SCREEN = os.environ.get("PADAN_BENCH_SCREEN", ":77")
RUNS, COLD_RUNS, PATIENCE, IDLE = 7, 3, 120.0, 4.0
CACHE = Path("/proc/sys/vm/drop_caches")
PACKAGED = shlex.split(os.environ.get("PADAN_BENCH_PACKAGED", str(ROOT / "dist/Padan/padan")))
SOURCE = shlex.split(os.environ.get("PADAN_BENCH_SOURCE", f"{sys.executable} {ROOT / 'main.py'}"))
PROGRAM = "Padan.exe", "padan", "main.py"


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """The surroundings of a program that shows itself there."""
    with subprocess.Popen(
        ["Xvfb", SCREEN, "-screen", "0", "1366x768x24", "-nolisten", "tcp"], stderr=subprocess.DEVNULL
    ) as x:
        place = Path(f"/tmp/.X11-unix/X{SCREEN[1:]}")  # noqa: S108 (Xvfb's own)
        while not place.exists():
            time.sleep(0.05)
        try:
            surroundings = {name: word for name, word in os.environ.items() if name != "QT_QPA_PLATFORM"}
            yield surroundings | {"DISPLAY": SCREEN, "WINEDEBUG": "-all"}
        finally:
            x.terminate()


def resident_mb(session: int) -> float:
    """What the largest process of a session holds, in MB: the program, not wine's servants or a launcher."""
    most = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            line = (folder / "cmdline").read_bytes().decode(errors="replace")
            if not any(name in line for name in PROGRAM) or os.getsid(int(folder.name)) != session:
                continue
            rss = next(x for x in (folder / "status").read_text().splitlines() if x.startswith("VmRSS:"))
            most = max(most, int(rss.split()[1]))
    return most / 1024


def started(words: list[str], surroundings: dict[str, str], idle: float) -> tuple[float, float]:
    """(seconds to the window, MB after ``idle`` seconds) of one start."""
    with TemporaryDirectory(prefix="padan-bench-") as home:
        begun = time.monotonic()
        program = subprocess.Popen(
            [*words, "--practice"],
            env=surroundings | {"PADAN_HOME": home},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        look = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "Padan"]
        subprocess.run(look, env=surroundings, stdout=subprocess.DEVNULL, timeout=PATIENCE, check=True)
        seconds = time.monotonic() - begun
        time.sleep(idle)
        held = resident_mb(program.pid)
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()
    return seconds, held


def cold() -> None:
    """Nothing of any file is in memory."""
    os.sync()
    CACHE.write_text("3")


def measure(row: Callable[[str, float, float, str, str], object]) -> Iterator[object]:
    """Warm and cold, alternately."""
    with screen() as surroundings:
        started(PACKAGED, surroundings, 0), started(SOURCE, surroundings, 0)
        pairs = [(started(PACKAGED, surroundings, IDLE), started(SOURCE, surroundings, IDLE)) for _ in range(RUNS)]
        for at, what, unit, aim in ((0, "warm start", "s", "≤ 1.3 ×"), (1, "idle memory", "MB", "≤ 150 MB")):
            ours, peer = (statistics.median(pair[side][at] for pair in pairs) for side in (0, 1))
            yield row(f"{what}: packaged / from source", ours, peer, unit, aim)
        if not os.access(CACHE, os.W_OK):
            return
        turns = []
        for _ in range(COLD_RUNS):
            cold()
            ours, _held = started(PACKAGED, surroundings, 0)
            cold()
            turns.append((ours, started(SOURCE, surroundings, 0)[0]))
        ours, peer = (statistics.median(turn[side] for turn in turns) for side in (0, 1))
        yield row("cold start: packaged / from source", ours, peer, "s", "≤ 1.3 ×")
