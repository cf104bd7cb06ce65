"""A list of SIAK at Dukcapil's desk: read in the long lane, counted on a sheet, recorded when the clerk agrees."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from desktop.operations.list_trial import Answers
from desktop.operations.outcome import Outcome
from desktop.sop.refusals import RowRefusal
from desktop.ui.screens.civil_sheet import EventSheet
from desktop.ui.screens.mapping_sheet import MappingSheet
from desktop.ui.screens.moving import Act
from desktop.ui.screens.right_place import say_where
from desktop.ui.tasks import Job
from desktop.ui.widgets import Sheet
from desktop.ui.widgets.files import BOOK, ask_place, opening, with_ending
from desktop.ui.widgets.recipient_sheet import ask_recipient

if TYPE_CHECKING:
    from desktop.ui.screens.civil_events import CivilEvents

KINDS = (("siak_kematian", "Kematian"), ("siak_pindah", "Pindah"))
"""What a list of SIAK with unknown headings may be: nothing but the clerk knows."""


class CivilFile:
    """What the screen does with files."""

    def __init__(self, screen: "CivilEvents") -> None:
        self._screen = screen
        self.place: Callable[[QWidget, str, str], str] = ask_place

    def read(self, path: Path, answers: Answers | None = None) -> None:
        """Read; the answer lies over the window as a sheet. What may be read two ways is asked, not guessed: the order of
        dates, and of unknown headings first what the list is, then what each column means."""
        from desktop.spreadsheets.lists import NeedsAnswer, NeedsMapping

        said = answers or Answers()
        office, desk = self._screen.desk.office, self._screen.desk

        def fetch(job: Job) -> Any:
            job.report(0, 1, f"Membaca {path.name}")
            try:
                return office.read_events(path, said)
            except (NeedsAnswer, NeedsMapping) as question:
                return question

        def got(found: Any) -> None:
            if isinstance(found, NeedsAnswer):
                acts = [(text, partial(self.read, path, replace(said, date_order=way))) for way, text in found.choices]
                desk.say(found.sentence, "warn", acts)
            elif isinstance(found, NeedsMapping) and said.layout is None:
                acts = [(text, partial(self.read, path, replace(said, layout=code))) for code, text in KINDS]
                desk.say(f"Judul kolom di {path.name} belum dikenal. Daftar ini berisi apa?", "warn", acts)
            elif isinstance(found, NeedsMapping):
                self._ask_columns(path, said, found)
            else:
                self._show(path, said, found)

        def failed(error: BaseException) -> None:
            if hasattr(error, "layout"):
                say_where(self._screen, path, error.layout, getattr(error, "title", ""))

        desk.work(fetch, then=got, failed=failed)

    def _ask_columns(self, path: Path, said: Answers, needs: Any) -> None:
        def mapped(layout: str, mapping: dict[str, str]) -> None:
            self.read(path, replace(said, layout=layout, mapping=mapping))

        screen = self._screen

        def make() -> MappingSheet:
            sheet = MappingSheet(screen, needs, mapped)
            sheet.open()
            return sheet

        screen.ask(make)

    def _show(self, path: Path, said: Answers, found: Any) -> None:
        screen = self._screen

        def record() -> None:
            if found.events:
                screen.run_record(found.command, more=lambda outcome: self._ways(path, said, found, outcome))

        def make() -> Sheet:
            return screen._open(EventSheet(screen, path, found, record, lambda: self.save_return(path, said)))

        screen.ask(make)

    def _ways(self, path: Path, said: Answers, found: Any, outcome: Outcome) -> Sequence[Act]:
        if not outcome.refused and len(found.events) == found.total:
            return ()
        return (("Simpan berkas balasan…", partial(self.save_return, path, said, outcome.refused, entered=True)),)

    def save_return(
        self, path: Path, said: Answers, refused: Sequence[RowRefusal] = (), *, entered: bool = False
    ) -> None:
        """The sender's own file with what is wrong in it, for who sent it."""
        screen, desk = self._screen, self._screen.desk

        def write(recipient: str) -> None:
            chosen = self.place(screen, str(path.with_name(f"{path.stem} - balasan.xlsx")), BOOK)
            if not chosen:
                return
            out = with_ending(chosen, ".xlsx")

            def work(job: Job) -> Path:
                job.report(0, 0, f"Menulis {out.name}")
                told = {"refused": refused, "entered": entered, "recipient": recipient}
                desk.office.write_event_return(path, said, out, **told)
                return out

            def done(saved: Path) -> None:
                desk.say(f"Berkas balasan disimpan di {saved}", "ok", [opening(desk, saved, screen.viewer)])

            desk.work(work, then=done)

        ask_recipient(screen, "Untuk siapa berkas balasan ini?", "Berkas balasan", write)
