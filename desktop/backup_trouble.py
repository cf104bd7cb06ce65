"""The troubles of the place where copies are kept, as sentences."""

import errno
from pathlib import Path

from desktop.world import WorldTrouble

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}


def place_trouble(error: OSError, place: Path) -> WorldTrouble:
    """What happened to the folder, that nothing half is left, and what to do."""
    if error.errno in _FULL:
        words = (
            f"Tempat cadangan {place} penuh. Cadangan ini tidak jadi. Kosongkan ruang atau pilih tempat lain, ulangi."
        )
        return WorldTrouble("backup-full", words)
    if error.errno in _CLOSED:
        words = f"Tempat cadangan {place} tidak boleh ditulis dari komputer ini. Periksa hak aksesnya, lalu coba lagi."
        return WorldTrouble("backup-closed", words)
    words = f"Tempat cadangan {place} tidak terjangkau. Pasang kembali cakram atau sambungkan folder jaringannya, lalu coba lagi."
    return WorldTrouble("backup-gone", words)
