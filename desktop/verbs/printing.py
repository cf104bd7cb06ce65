"""Hand a finished PDF to the computer's own printing: ``lp`` (CUPS) or the program Windows prints PDFs with."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from desktop.world import WorldTrouble


def send_to_printer(pdf: bytes, printer: str = "") -> None:
    """Give the PDF to the print queue (``printer``, else the default one).

    :raises WorldTrouble: when there is no printing here or the queue does not take it. Nothing is recorded by this:
    that a job was accepted says nothing yet about paper.
    """
    if sys.platform == "win32":
        with tempfile.NamedTemporaryFile(suffix=".pdf", delete=False) as file:
            file.write(pdf)
        os.startfile(Path(file.name), "print")  # noqa: S606 (our own file, the system's own program)
        return
    program = shutil.which("lp")
    if program is None:
        raise WorldTrouble(
            "no-printing", "Komputer ini belum punya layanan cetak (lp). Simpan PDF-nya, lalu cetak sendiri."
        )
    command = [program, *(("-d", printer) if printer else ())]
    done = subprocess.run(command, input=pdf, capture_output=True, check=False)  # noqa: S603 (a fixed program, no shell)
    if done.returncode:
        raise WorldTrouble("printer", "Antrean cetak menolak berkas ini. Periksa pencetaknya, lalu coba lagi.")
