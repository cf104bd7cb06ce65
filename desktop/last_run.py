"""How the last run ended, and a witness should this one end in native code."""

import contextlib
import faulthandler
import re
from pathlib import Path

from desktop import log

ENDED = (
    "Padan terakhir kali berhenti mendadak. Yang sudah disimpan tetap ada. Periksa isian terakhir Anda; bila terulang, "
    "kirimkan berkas padan.log kepada pengelola."
)
_FRAME = re.compile(r'File "([^"]*)", line (\d+) in (\S+)')
_MOST = 40


class Witness:
    """Writes where every thread stood when the program is killed by a fault of native code; into a file beside the log,
    which the next start reads once."""

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / f"mati-{name}.txt"
        with contextlib.suppress(OSError):
            for line in self._path.read_text(encoding="utf-8", errors="replace").splitlines()[:_MOST]:
                log.note("mati", _harmless(line))
        folder.mkdir(parents=True, exist_ok=True)
        self._file = self._path.open("w", encoding="utf-8")
        faulthandler.enable(self._file)

    def leave(self) -> None:
        """The program ends by itself: nothing is left behind."""
        faulthandler.disable()
        self._file.close()
        with contextlib.suppress(OSError):
            self._path.unlink()


def _harmless(line: str) -> str:
    """Places keep the end of the file's name only."""
    frame = _FRAME.search(line)
    if frame is None:
        return log.scrubbed(line)
    parts = re.split(r"[\\/]", frame[1])
    return f"{'/'.join(parts[-3:])}:{frame[2]} {frame[3]}"
