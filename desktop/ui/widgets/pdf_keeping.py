"""A PDF where no printer is: saved as a copy, or opened in the computer's own reader, from any sheet."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtWidgets import QWidget

from desktop.sop.letter_files import file_name
from desktop.ui.faces import face_of
from desktop.ui.tasks import Job, Owner
from desktop.ui.widgets.files import ask_place, open_with_system, with_ending

if TYPE_CHECKING:
    from desktop.ui.screens.base import Screen

FOLDER = "cetak"


class PdfKeeper:
    """``say(sentence, tone)`` hears what became of it; ``choose`` and ``viewer`` stand for the file dialog and the reader
    outside the program."""

    def __init__(
        self,
        parent: QWidget,
        screen: "Screen",
        title: str,
        pdf: bytes,
        owner: Owner,
        say: Callable[[str, Literal["ok", "warn", "bad", "plain"]], Any],
        letter_id: int | None = None,
    ) -> None:
        self.choose: Callable[[QWidget, str], str] = ask_place
        self.viewer: Callable[[Path], bool] = open_with_system
        self._parent, self._screen, self._title, self._pdf = parent, screen, title, pdf
        self._owner, self._say, self._letter_id = owner, say, letter_id

    def open_outside(self) -> None:
        """Write the PDF into the office's folder and open it there."""
        self._write(Path(self._screen.desk.office.folder) / FOLDER / file_name(self._title), self._opened)

    def save(self) -> None:
        """Ask where, then write a copy."""
        chosen = self.choose(self._parent, file_name(self._title))
        if chosen:
            self._write(with_ending(chosen, ".pdf"), lambda path: self._say(f"PDF disimpan di {path}", "ok"))

    def _write(self, path: Path, then: Callable[[Path], Any]) -> None:
        pdf = self._pdf

        def write(_job: Job) -> Path:
            from desktop.spreadsheets.files import write_atomically

            about = (("salinan", path.name),)
            self._screen.desk.look("simpan_surat", why=self._title, about=about, letter_id=self._letter_id)
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, pdf)
            return path

        def failed(error: BaseException) -> None:
            self._say(face_of(error).sentence, "bad")

        self._screen.desk.session.tasks.start(Job(write, then, failed, lane="read", owner=self._owner))

    def _opened(self, path: Path) -> None:
        if not self.viewer(path):
            self._say(f"Pembaca PDF tidak ditemukan. Buka sendiri berkasnya: {path}", "warn")
