"""Headings nobody knows: first what the list is, for only the clerk knows, then what each column means; also anew."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.operations.list_trial import kinds_of
from desktop.ui.screens.mapping_sheet import MappingSheet
from desktop.ui.tasks import Job
from desktop.ui.widgets.form_sheet import FormSheet

if TYPE_CHECKING:
    from desktop.ui.screens.base import Screen

WHY = "Judul kolom saja tidak cukup. Daftar peserta susunan sendiri: pilih daftar PBI JK atau PBI APBD."
Then = Callable[[str, dict[str, str]], None]


class KindSheet(FormSheet):
    """``kinds`` are (code, title), ``proposed`` the one that looks likeliest; ``then(code)`` when one was chosen."""

    def __init__(
        self, screen: "Screen", name: str, kinds: Sequence[tuple[str, str]], proposed: str, then: Callable[[str], None]
    ) -> None:
        self._kinds, self._proposed, self._then = kinds, proposed, then
        super().__init__(screen, "Daftar ini berisi apa?", "Lanjut ke kolom", f"{name}. {WHY}")

    def build(self) -> None:
        self.form.choice("kind", "Jenis daftar", self._kinds)
        self.form.set_values({"kind": self._proposed})

    def save(self) -> None:
        self.cancel()
        self._then(self.form.values()["kind"])


class ListMapping:
    """The questions of a list screen about headings; ``then(layout, mapping)`` when they were answered."""

    def __init__(self, screen: "Screen", then: Then) -> None:
        self._screen, self._then = screen, then

    def ask(self, path: Path, needs: Any) -> None:
        """About a file that was not understood: ``needs`` is ``NeedsMapping``."""
        self._screen.desk.say(needs.sentence, "info", [("Sebut isinya…", lambda: self._kind(path, needs.layout))])
        self._kind(path, needs.layout)

    def mend(self, path: Path, layout: str, mapping: Mapping[str, str]) -> None:
        """About a file that was understood by what somebody confirmed: the answer replaces that."""
        self._kind(path, layout, mapping)

    def _kind(self, path: Path, proposed: str, confirmed: Mapping[str, str] | None = None) -> None:
        from desktop.spreadsheets.list_registry import list_layout

        kinds = [(code, list_layout(code).title) for code in kinds_of(self._screen.desk.staff.roles)]

        def chosen(code: str) -> None:
            self._columns(path, code, confirmed if code == proposed else None)

        if len(kinds) == 1:
            chosen(kinds[0][0])
        else:
            self._open(KindSheet(self._screen, path.name, kinds, proposed, chosen))

    def _columns(self, path: Path, layout: str, confirmed: Mapping[str, str] | None) -> None:
        desk = self._screen.desk

        def fetch(job: Job) -> Any:
            job.report(0, 0, f"Membaca {path.name}")
            return desk.office.register.columns(path, layout, confirmed)

        desk.work(fetch, then=lambda needs: self._open(MappingSheet(self._screen, needs, self._then)))

    def _open(self, sheet: FormSheet) -> None:
        sheet.open()
        self._screen.sheet_opened.emit(sheet)
