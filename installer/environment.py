"""Makes ``.venv`` in the checkout and installs one lock file into it: ``python installer/environment.py LOCK``.

Standard library only, any Python that ``pyproject.toml`` allows. What is installed is remembered as a copy of the lock
file inside ``.venv``, written last: an interrupted installation is simply repeated, an unchanged one costs nothing.
Exit status 0 done, 2 wrong usage, 3 the world (network, disk).
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"
PYTHON = HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
FITS = "import pip, sys; sys.exit(sys.prefix == sys.base_prefix or not (3, 11) <= sys.version_info[:2] < (3, 14))"


def usable() -> bool:
    """Whether ``.venv`` is there, works in this place, and has a Python that fits."""
    if not PYTHON.exists():
        return False
    try:
        return subprocess.run([PYTHON, "-c", FITS], capture_output=True, check=False).returncode == 0  # noqa: S603
    except OSError:
        return False


def _world(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 3


def install(lock: Path) -> int:
    """Installs exactly what the lock file names, every file checked against its hash."""
    stamp = HOME / f"terpasang-{lock.name}"
    if stamp.exists() and stamp.read_bytes() == lock.read_bytes():
        return 0
    quiet = [] if sys.stdout.isatty() else ["--quiet"]
    options = ["--require-hashes", "--disable-pip-version-check", "--no-input", *quiet]
    done = subprocess.run([PYTHON, "-m", "pip", "install", *options, "-r", lock], cwd=ROOT, check=False)  # noqa: S603
    if done.returncode:
        return _world("Pustaka tidak terpasang. Periksa sambungan internet dan ruang disk, lalu jalankan lagi.")
    stamp.write_bytes(lock.read_bytes())
    return 0


def main(arguments: list[str]) -> int:
    """The command line."""
    if len(arguments) != 1 or not (ROOT / arguments[0]).is_file():
        print("Pemakaian: python installer/environment.py requirements.lock", file=sys.stderr)
        return 2
    if not usable():
        try:
            venv.create(HOME, clear=True, with_pip=True, symlinks=os.name != "nt")
        except (OSError, subprocess.CalledProcessError) as error:
            return _world(f"Folder {HOME} tidak dapat dibuat ({type(error).__name__}). Periksa izin dan ruang disk.")
    return install(ROOT / arguments[0])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
