"""Agenda surat: the registers of letters in and out, the expedition book, and what nobody has entered yet."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from db.queries.letters import LetterRow
from db.queries.mail import DispatchRow, MailRow, mail_line
from desktop.ui.format import number
from desktop.ui.screens import mail_forms
from desktop.ui.screens.base import Screen
from desktop.ui.screens.mail_acts import enter_letters, open_sending, void_line, why_not_correct, why_not_void
from desktop.ui.screens.mail_panel import MailPanel
from desktop.ui.screens.mail_printing import export_book, print_book
from desktop.ui.screens.mail_rows import (
    PAGE,
    PRIMARY,
    SEVERAL,
    TABS,
    BookLine,
    BookPage,
    Tab,
    may_tick,
    pale,
    party_of,
    read_book,
    read_line,
)
from desktop.ui.widgets import Column, Figure, ListCard, Segment, Segments
from desktop.ui.widgets.files import ask_book
from desktop.ui.widgets.form import Wheelless
from desktop.ui.widgets.send_sheet import send_letter

EMPTY = {
    "masuk": "Belum ada surat masuk yang dicatat tahun ini.",
    "keluar": "Belum ada surat keluar tahun ini. Surat Padan tercatat sendiri saat terbit.",
    "ekspedisi": "Belum ada surat yang diantar atau diposkan tahun ini.",
    "belum": "Semua surat Padan untuk kantor ini sudah diagendakan.",
}
ENDLESS = 1 << 30


class MailBook(Screen):
    """``key`` is a tab, or the id of an agenda line of this year. ``choose`` stands for the file dialog."""

    code, title, icon, help_code = "agenda", "Agenda surat", "mail", "agenda"
    topics = frozenset({"mail", "dispatch", "letter", "office"})

    def build(self) -> None:
        self.choose: Callable[[QWidget, str], str] = ask_book
        self.tab: Tab = "masuk"
        self.year = self.desk.now().year
        self.page: BookPage | None = None
        self.sendings: tuple[DispatchRow, ...] = ()
        self.line: MailRow | None = None
        self._wanted: tuple[str, int] | None = None
        self._last_place, self._first = "", True
        column = self.add_column()
        column.setSpacing(10)
        column.addLayout(self._tabs())
        row = QHBoxLayout()
        row.setSpacing(14)
        column.addLayout(row, 1)
        self.lines, self.panel = self._list(), MailPanel(self._local, lambda row: open_sending(self, row))
        row.addWidget(self.lines, 66)
        row.addWidget(self.panel, 34)
        self._acts()

    def _tabs(self) -> QHBoxLayout:
        self.tabs = Segments(tuple(Segment(code, label) for code, label in TABS.items()))
        self.tabs.changed.connect(self._to_tab)
        self.years = QComboBox()
        self.years.setAccessibleName("Tahun buku")
        self.years.view().setAccessibleName("Tahun buku")
        self.years.addItem(f"Tahun {self.year}", self.year)
        self._wheelless = Wheelless(self)
        self.years.installEventFilter(self._wheelless)
        self.years.activated.connect(self._to_year)
        row = QHBoxLayout()
        row.addWidget(self.tabs)
        row.addStretch(1)
        row.addWidget(self.years)
        return row

    def _list(self) -> ListCard:
        made = ListCard(
            "Buku agenda",
            key=lambda line: line.key,
            checkable=True,
            can_check=may_tick,
            columns=(
                Column("No.", lambda line: line.place, width=40, kind="number", tone=pale),
                Column("Nomor surat", lambda line: line.number, width=214, tone=pale, tip=lambda line: line.number),
                Column("Tanggal", lambda line: line.dated, width=58, kind="muted", gives=2),
                Column("Dari / kepada", party_of, width=110, tone=pale, tip=party_of, gives=1),
                Column("Perihal", lambda line: line.subject, stretch=1, tone=pale, tip=lambda line: line.subject),
                Column("Keadaan", lambda line: line.chip, width=112, kind="chip", tone=lambda line: line.tone),
            ),
            empty=EMPTY["masuk"],
            filter_hint="Cari nomor, pihak, atau perihal",
            server_filter=True,
        )
        made.current_changed.connect(self.show_line)
        made.checked_changed.connect(lambda _rows: self._state_buttons())
        made.opened.connect(lambda _line: self.action_bar.trigger("utama"))
        made.filter_changed.connect(lambda _text: self.load())
        made.more_wanted.connect(self._read)
        return made

    def _acts(self) -> None:
        bar = self.action_bar
        bar.add("cetak", "Cetak buku", key="Ctrl+P", on=self.print_book)
        bar.add("ekspor", "Ekspor…", key="Ctrl+E", on=self.export)
        bar.add("batal", "Batalkan…", key="Ctrl+B", kind="danger", on=self.void_current)
        bar.add("perbaiki", "Perbaiki…", key="Ctrl+R", on=self.correct_current)
        bar.add("arsip", "Tempat arsip", key="Ctrl+T", on=self.ask_place)
        bar.add("catat", "Catat lain", key="Ctrl+N", on=self.enter_other)
        bar.add("utama", PRIMARY["masuk"], key="Ctrl+Enter", kind="primary", on=self.do_primary)

    # reading
    def load(self, key: Any = None) -> None:
        if key in TABS and key != self.tab:
            self.tabs.choose(key)
        elif isinstance(key, int):
            self.desk.read(mail_line, key, then=self._to_line)
        else:
            self._read(0, max(PAGE, len(self.lines.rows())) if self._same_question() else PAGE)

    def _read(self, offset: int, limit: int = PAGE) -> None:
        mine, zone = self.desk.staff.office_id, self.desk.now().tzinfo
        self.desk.read(read_book, mine, *self._question(), offset, limit, zone, then=self.fill)

    def _question(self) -> tuple[Tab, int, str]:
        return self.tab, self.year, self.lines.filter.text().strip()

    def _same_question(self) -> bool:
        return self.page is not None and self.page.question == self._question()

    def fill(self, page: BookPage) -> None:
        """One page; the answer to an older question is not shown."""
        if page.question != self._question():
            return
        self.page = page
        if page.offset:
            self.lines.append_rows(page.lines)
        else:
            self.lines.set_empty(EMPTY[self.tab], self._way_on())
            # How many follow is known when they are read: an empty page ends the list.
            self.lines.set_rows(page.lines, ENDLESS if page.more else None)
        if self._wanted is not None:
            self.lines.select(self._wanted)
            self._wanted = None
        self._head(page)
        self.show_line(self.lines.current())
        if self._first:
            self._first = False
            self.lines.take_focus(self.lines.filter)

    def _head(self, page: BookPage) -> None:
        now = page.now
        counts = {"masuk": now.incoming, "keluar": now.outgoing, "ekspedisi": now.expedition, "belum": page.waiting}
        self.tabs.set_counts(counts)
        self.header.set_line("Register surat dan bukti pengirimannya", self.desk.staff.office_name)
        figures = [
            Figure(number(now.incoming), f"surat masuk {now.year}"),
            Figure(number(now.outgoing), f"surat keluar {now.year}"),
            Figure(number(page.waiting), "belum diagendakan", "warn" if page.waiting else "plain"),
        ]
        if now.unsure:
            figures.append(Figure(number(now.unsure), "belum pasti terkirim", "warn"))
        self.header.set_figures(*figures)
        self._show_years({one.year for one in page.years})

    def _show_years(self, known: set[int]) -> None:
        wanted = sorted(known | {self.desk.now().year, self.year}, reverse=True)
        if wanted != [self.years.itemData(at) for at in range(self.years.count())]:
            self.years.clear()
            for year in wanted:
                self.years.addItem(f"Tahun {year}", year)
        self.years.setCurrentIndex(wanted.index(self.year))
        self.years.setVisible(self.tab != "belum")

    def _way_on(self) -> tuple[str, Callable[[], None]] | None:
        ways: dict[Tab, tuple[str, Callable[[], None]]] = {
            "masuk": ("Catat surat masuk", self.enter_incoming),
            "keluar": ("Catat surat keluar lain", self.enter_other),
            "ekspedisi": ("Ke surat keluar", lambda: self.tabs.choose("keluar")),
        }
        return ways.get(self.tab)

    def _to_tab(self, code: Tab) -> None:
        self.tab = code
        self.lines.set_checked(())
        self.load()

    def _to_year(self, at: int) -> None:
        self.year = self.years.itemData(at)
        self.load()

    def _to_line(self, row: MailRow | None) -> None:
        """A line asked for by its id: its book, its year, and the cursor on it."""
        if row is None:
            self.load()
            return
        self._wanted, self.year = ("agenda", row.id), row.year
        self.lines.filter.clear()
        self.tab = "masuk" if row.direction == "masuk" else "keluar"
        self.tabs.choose(self.tab)

    # one line
    def show_line(self, line: BookLine | None) -> None:
        """Panel and buttons of the current line."""
        self.line, self.sendings = None, ()
        if line is None:
            self.panel.clear()
        elif isinstance(line.row, LetterRow):
            self.panel.show_letter(line.row)
        else:
            if isinstance(line.row, MailRow):
                self.line = line.row
                self.panel.show_mail(line.row)
            if self.tab != "masuk":
                mail_id = line.row.id if isinstance(line.row, MailRow) else line.row.mail_id
                self.desk.read(read_line, mail_id, then=self._show_read)
        self._state_buttons()

    def _show_read(self, found: tuple[int, MailRow | None, tuple[DispatchRow, ...]]) -> None:
        mail_id, row, sendings = found
        current = self.lines.current()
        shown = getattr(current.row, "mail_id", current.row.id) if current is not None else None
        if row is None or shown != mail_id:
            return
        if self.line is None or self.line.version != row.version or self.line.sent != row.sent:
            self.line = row
            self.panel.show_mail(row)
        self.sendings = sendings
        self.panel.show_sendings(sendings)
        self._state_buttons()

    def _state_buttons(self) -> None:
        bar, book = self.action_bar, self.tab != "belum"
        for code in ("cetak", "ekspor"):
            bar.set_visible(code, book)
            bar.set_state(code, bool(self.lines.rows()), "Buku ini masih kosong.")
        bar.set_visible("arsip", self.tab in ("masuk", "keluar"))
        bar.set_state("arsip", bool(self._chosen()), "Pilih dulu satu baris, atau centang beberapa dengan Spasi.")
        why = why_not_void(self.line)
        bar.set_visible("batal", self.tab in ("masuk", "keluar"))
        bar.set_state("batal", not why, why)
        why = why_not_correct(self.line)
        bar.set_visible("perbaiki", self.tab == "masuk")
        bar.set_state("perbaiki", not why, why)
        bar.set_visible("catat", self.tab == "keluar")
        why = self._why_not()
        ticked, line = self.lines.checked(), self.lines.current()
        several = self.tab in SEVERAL and len(ticked) > 1
        bar.set_state("utama", not why, why, SEVERAL[self.tab].format(len(ticked)) if several else PRIMARY[self.tab])
        if ticked:
            bar.set_summary(f"{len(ticked)} surat dipilih", "" if several else "Ctrl+T mengisi tempat arsip semuanya")
        else:
            bar.set_summary(line.number if line else "", line.party if line else "Belum ada baris yang dipilih")

    def _why_not(self) -> str:
        line = self.lines.current()
        if self.tab == "masuk":
            return ""
        if line is None:
            return "Pilih dulu satu baris."
        if self.lines.checked():
            return ""
        if line.row.voided:
            return "Surat ini dibatalkan. Pilih surat lain atau penggantinya."
        if self.tab == "ekspedisi" and line.row.state != "terkirim":
            return "Tanda terima surat ini sudah dicatat."
        return ""

    def _chosen(self) -> tuple[MailRow, ...]:
        """The ticked lines, else the current one."""
        ticked = tuple(line.row for line in self.lines.checked() if isinstance(line.row, MailRow))
        return ticked or ((self.line,) if self.line is not None and self.tab != "ekspedisi" else ())

    # doing
    def do_primary(self) -> None:
        """What the tab is for."""
        line = self.lines.current()
        if self.tab == "masuk":
            self.enter_incoming()
        elif line is None:
            return
        elif self.tab == "keluar":
            send_letter(self, line.row.id)
        elif self.tab == "belum":
            ticked = [one.row for one in self.lines.checked()][::-1]
            if len(ticked) > 1:
                enter_letters(self, ticked)
            else:
                self._open(mail_forms.IncomingSheet(self, self._entered, ticked[0] if ticked else line.row))
        elif ticked := [one.row for one in self.lines.checked()][::-1]:
            self._open(mail_forms.ReceiptsSheet(self, ticked, lambda: self.lines.set_checked(())))
        else:
            mine = next((one for one in self.sendings if one.id == line.row.id), None)
            if mine is not None:
                self._open(mail_forms.ReceiptSheet(self, mine))

    def enter_incoming(self) -> None:
        """A letter that came from outside Padan."""
        self._open(mail_forms.IncomingSheet(self, self._entered))

    def enter_other(self) -> None:
        """A letter that goes out without having been made here."""
        self._open(mail_forms.OutgoingSheet(self, self._entered))

    def _entered(self, outcome: Any) -> None:
        self._wanted = ("agenda", outcome.data["mail"])
        self.year = self.desk.now().year
        self.load()

    def ask_place(self) -> None:
        """Where the paper of the chosen lines lies."""
        rows = self._chosen()
        if rows:
            self._open(mail_forms.ArchiveSheet(self, rows, self._last_place, self._placed))

    def void_current(self) -> None:
        """The current line was typed by mistake."""
        if self.line is not None:
            void_line(self, self.line)

    def correct_current(self) -> None:
        """The current incoming line was typed wrongly."""
        if self.line is not None:
            self._open(mail_forms.CorrectSheet(self, self.line, lambda _outcome: self.load()))

    def _placed(self, place: str) -> None:
        self._last_place = place
        self.lines.set_checked(())

    def print_book(self) -> None:
        """The book of the shown year as PDF, to the printer."""
        print_book(self, self.tab, self.year)

    def export(self) -> None:
        """The book of the shown year as a workbook."""
        export_book(self, self.tab, self.year, self.choose)

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.desk.now().tzinfo)
