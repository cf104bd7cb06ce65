"""A list of SIAK at Dukcapil's desk: read in the long lane, counted on a sheet, recorded when the clerk agrees."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.operations.record_events import RecordEvents
from desktop.ui.tasks import Job
from desktop.ui.widgets import Facts, Sheet

if TYPE_CHECKING:
    from desktop.ui.screens.civil_events import CivilEvents

SHOWN = 6


class CivilFile:
    """What the screen does with files."""

    def __init__(self, screen: "CivilEvents") -> None:
        self._screen = screen

    def read(self, path: Path, order: Any = None) -> None:
        """Read; the answer lies over the window as a sheet. Dates that may be read two ways are asked, not guessed."""
        from desktop.spreadsheets.date_order import NeedsAnswer

        office, desk = self._screen.desk.office, self._screen.desk

        def fetch(job: Job) -> Any:
            job.report(0, 1, f"Membaca {path.name}")
            try:
                return office.read_events(path, order)
            except NeedsAnswer as question:
                return question

        def got(found: Any) -> None:
            if isinstance(found, NeedsAnswer):
                acts = [(str(label), partial(self.read, path, choice)) for choice, label in found.choices]
                desk.say(found.sentence, "warn", acts)
            else:
                self._show(path, found)

        desk.work(fetch, then=got)

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
