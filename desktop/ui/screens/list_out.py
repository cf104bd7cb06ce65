"""A list out of the office, from every screen where its office looks: which one, in whose layout, for whom, where to."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QWidget

from desktop.sop.lists_out import LAYOUT_WORDS, ListOut, Wish, lists_for
from desktop.sop.segments import segments
from desktop.ui.format import number
from desktop.ui.screens.months import month_options, this_month
from desktop.ui.tasks import Job
from desktop.ui.widgets import Form, Muted
from desktop.ui.widgets.files import BOOK, ask_place, open_with_system, opening, with_ending
from desktop.ui.widgets.recipient_sheet import ask_recipient
from desktop.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from desktop.ui.screens.base import Screen

KINDS = f"{BOOK};;Teks CSV (*.csv)"
NOTE = "NIK, nomor KK, dan nomor kartu keluar sebagai teks. Pilih akhiran .csv saat menyimpan bila diminta teks."


class ListOutSheet(Sheet):
    """Only what the chosen list asks for is asked; ``first`` and ``day`` stand there when it opens."""

    def __init__(self, screen: "Screen", first: str = "", day: date | None = None) -> None:
        super().__init__(screen._host(), "Ekspor daftar", 560)
        self._screen = screen
        self._lists = {one.code: one for one in lists_for(screen.desk.staff.roles)}
        self.form = Form()
        today = screen.desk.now().date()
        self.form.choice("code", "Daftar", [(one.code, one.title) for one in self._lists.values()])
        self.form.choice("layout", "Tata letak", [])
        self.form.choice("segment", "Segmen", [(one.code, one.label) for one in segments()])
        self.form.choice("period", "Bulan", month_options(today))
        self.form.date("day", "Keadaan pada tanggal", value=day or today)
        ours = next((one.code for one in segments() if one.ours), segments()[0].code)
        chosen = first if first in self._lists else next(iter(self._lists))
        self.form.set_values({"code": chosen, "segment": ours, "period": this_month(today)})
        kinds = self.form.control("code")
        assert isinstance(kinds, QComboBox)  # noqa: S101
        kinds.currentIndexChanged.connect(self._show)
        self.box.addWidget(self.form)
        self.box.addWidget(Muted(NOTE, wrap=True))
        self.add_buttons("Lanjut", self._agreed)
        self._show()

    @property
    def kind(self) -> ListOut:
        """The chosen list."""
        return self._lists[self.form.values()["code"]]

    def wish(self) -> Wish:
        """What is asked for now."""
        said, kind = self.form.values(), self.kind
        asked = {name: said[name] for name in kind.asks}
        return Wish(kind.code, said["layout"] or "", **asked)

    def open(self, focus: QWidget | None = None) -> None:
        super().open(focus or self.form.control("code"))

    def _show(self) -> None:
        layouts = self.form.control("layout")
        assert isinstance(layouts, QComboBox)  # noqa: S101
        layouts.clear()
        for code in self.kind.layouts:
            layouts.addItem(LAYOUT_WORDS[code], code)
        self.form.set_shown("layout", len(self.kind.layouts) > 1)
        for name in ("segment", "period", "day"):
            self.form.set_shown(name, name in self.kind.asks)

    def _agreed(self) -> None:
        wish = self.wish()
        if "day" in self.kind.asks and wish.day is None:
            self.form.set_errors({"day": "Isi tanggalnya: siapa peserta pada hari itu."})
        elif not self.isHidden():
            self.cancel()
            title = "Untuk siapa daftar ini?"
            ask_recipient(self._screen, title, self.kind.title, lambda who: save_list(self._screen, wish, who))


def ask_list(screen: Any, first: str = "", day: date | None = None) -> None:
    """Lay the sheet over the screen; the list ``first`` and the ``day`` are proposed."""
    screen._open(ListOutSheet(screen, first, day))


def save_list(screen: Any, wish: Wish, recipient: str) -> None:
    """Where to, then written off the GUI thread with its progress; ``screen.place`` and ``screen.viewer`` are used where
    the screen has its own."""
    desk = screen.desk
    when = wish.period or f"{wish.day or desk.now():%Y-%m-%d}"
    about = "-".join(part for part in (wish.code, wish.segment, when) if part)
    place, viewer = getattr(screen, "place", ask_place), getattr(screen, "viewer", open_with_system)
    chosen = place(screen, str(Path(desk.office.folder) / f"{about}.xlsx"), KINDS)
    if not chosen:
        return
    out = Path(chosen) if chosen.lower().endswith(".csv") else with_ending(chosen, ".xlsx")

    def work(job: Job) -> int:
        sentence = f"Menulis {out.name}"
        job.report(0, 0, sentence)

        def tell(done: int, whole: int) -> None:
            job.report(done, max(done, whole), sentence)

        count: int = desk.office.register.export(wish, out, recipient, tell)
        return count

    def told(count: int) -> None:
        desk.say(f"{number(count)} baris disimpan di {out}", "ok", [opening(desk, out, viewer)])

    desk.work(work, then=told)
