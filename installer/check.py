"""All checks of the project: ``python installer/check.py [arguments of pytest]``, run by test.sh and test.cmd.

Without arguments: ruff, its formatter, mypy, then every test. With arguments: only pytest, with them.
PostgreSQL is a private server of this run (unless ``PADAN_TEST_POSTGRESQL`` already names one), deleted at the end.
The last line is pytest's own closing line; the exit status is the worst of all checks.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import postgresql

ROOT = Path(__file__).resolve().parent.parent
LINTERS = (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",))


def tool(*arguments: str) -> int:
    """Runs one module of the environment in the checkout; gives its exit status."""
    return subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, check=False).returncode  # noqa: S603


def lint() -> int:
    """Runs every linter, also after one has failed; gives the worst exit status."""
    worst = 0
    for arguments in LINTERS:
        print("      " + " ".join(arguments), flush=True)
        status = tool(*arguments)
        if status:
            print(f"      GAGAL: {' '.join(arguments)}", flush=True)
        worst = max(worst, status)
    return worst


def _memory() -> str | None:
    """A folder in memory with room for the files of the server and the tests; ``None`` for the usual place. Copying a
    database makes a thousand files, the tests copy one a thousand times, and each commit of a SQLite office would wait
    for the disk."""
    place = Path("/dev/shm")  # noqa: S108 (a folder of its own is made there)
    roomy = place.is_dir() and os.access(place, os.W_OK) and shutil.disk_usage(place).free > 2 << 30
    return str(place) if roomy else None


@contextmanager
def server() -> Iterator[None]:
    """A PostgreSQL server for the tests in ``PADAN_TEST_POSTGRESQL``. :raises postgresql.NoServer:"""
    if os.environ.get("PADAN_TEST_POSTGRESQL"):
        yield
        return
    folder = Path(tempfile.mkdtemp(prefix="padan-pg-", dir=_memory()))
    try:
        os.environ["PADAN_TEST_POSTGRESQL"] = postgresql.start(folder)
        yield
    finally:
        postgresql.remove(folder)


def test(arguments: list[str]) -> int:
    """Runs pytest on two cores; gives its exit status."""
    # Hundreds of tests start the program anew: compiling it each time would be a quarter of that.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    folder = Path(tempfile.mkdtemp(prefix="padan-uji-", dir=_memory()))
    try:
        return tool("pytest", "-n", "3", f"--basetemp={folder / 't'}", *arguments)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _asked_to_end(*_: object) -> None:
    sys.exit(143)


def main(arguments: list[str]) -> int:
    """The command line."""
    signal.signal(signal.SIGTERM, _asked_to_end)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.setdefault("PYTHONUTF8", "1")
    linted = 0 if arguments else lint()
    try:
        with server():
            print("      pytest " + " ".join(arguments), flush=True)
            tested = test(arguments)
    except postgresql.NoServer as missing:
        print(missing, file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        return 130
    return max(linted, tested)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
