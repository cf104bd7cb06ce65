"""A list of SIAK at Dukcapil's desk: read in the long lane, counted on a sheet, recorded when the clerk agrees."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.operations.list_trial import Answers
from desktop.operations.record_events import RecordEvents
from desktop.ui.screens.mapping_sheet import MappingSheet
from desktop.ui.screens.right_place import say_where
from desktop.ui.tasks import Job
from desktop.ui.widgets import Facts, Sheet

if TYPE_CHECKING:
    from desktop.ui.screens.civil_events import CivilEvents

SHOWN = 6
KINDS = (("siak_kematian", "Kematian"), ("siak_pindah", "Pindah"))
"""What a list of SIAK with unknown headings may be: nothing but the clerk knows."""


class CivilFile:
    """What the screen does with files."""

    def __init__(self, screen: "CivilEvents") -> None:
        self._screen = screen

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
                self._show(path, found)

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

    def _show(self, path: Path, found: Any) -> None:
        screen = self._screen
        command = RecordEvents(events=found.events)
        facts = [
            ("Daftar", f"{found.title}, lembar {found.sheet}"),
            ("Dibaca", f"{found.total} baris, {len(found.events)} dapat dicatat"),
            ("Bermasalah", f"{len(found.problems)} temuan" if found.problems else "tidak ada"),
        ]
        facts += [
            (f"Baris {one.row}, kolom {one.column}", f"{one.sentence} {one.remedy}".strip())
            for one in found.problems[:SHOWN]
        ]
        label = f"Catat {len(found.events)} peristiwa" if found.events else "Mengerti"

        def agreed(sheet: Sheet) -> None:
            sheet.cancel()
            if found.events:
                screen.run_record(command)

        def make() -> Sheet:
            sheet = screen.sheet(f"Hasil membaca {path.name}", Facts(facts), label, lambda: agreed(sheet), width=620)
            return sheet

        screen.ask(make)
