"""Pencetak: which printer this PC uses for which paper, its calibration, and what was printed last."""

from typing import Any

from db.queries.print_jobs import PrintJobRow, print_jobs_of_office
from desktop.printing.calibration import measuring_line
from desktop.printing.kinds import PAPERS, PrintChoice, Printer, PrintResult
from desktop.settings import FIXED
from desktop.ui.format import moment
from desktop.ui.screens.base import Screen
from desktop.ui.screens.printer_form import PrinterForm, as_new
from desktop.ui.screens.printer_measured import Measured, result_words
from desktop.ui.tasks import Job
from desktop.ui.widgets import (
    Caption,
    Card,
    Column,
    Figure,
    ListCard,
    Muted,
    Segment,
    Segments,
    Task,
    TaskList,
    hairline,
)
from desktop.ui.widgets.print_job import Order, start
from desktop.ui.widgets.print_options import paper_words
from desktop.ui.widgets.print_sheet import tell
from desktop.ui.widgets.scroll import scrolled

STATES = {"diterima": ("diterima", "ok"), "gagal": ("tidak tercetak", "bad"), "dibatalkan": ("dibatalkan", "warn")}
HOW = (
    "Cetak halaman uji, lalu ukur dengan penggaris dari tepi kertas sampai garis bingkainya (seharusnya {line} mm). "
    "Tulis hasil ukurnya di sini; Padan menghitung gesernya."
)
ROW, TALLEST = 52, 208
Settings = tuple[tuple[Printer, ...], dict[str, PrintChoice], frozenset[str], str]


class Printers(Screen):
    """Reached from the person's menu, the account page and the printing sheet; ``key`` is a paper."""

    code, title, icon, help_code = "pencetak", "Pencetak", "printer", "pencetak"
    topics = frozenset({"print"})

    def build(self) -> None:
        self.stored: dict[str, PrintChoice] = {}
        self.typed: dict[str, PrintChoice] = {}
        self.fixed: frozenset[str] = frozenset()
        self.tried: dict[str, tuple[float, float]] = {}  # the offset each paper's last test page was printed with
        self._test: Job | None = None
        card = self.add_list(Card("Kertas dan pencetaknya"), 42)
        self.papers = Segments([Segment(paper.code, paper.title) for paper in PAPERS.values()])
        self.papers.changed.connect(lambda _code: self._show_paper())
        self.about = Muted()
        self.form = PrinterForm()
        self.form.changed.connect(self._typed)
        card.add(self.papers)
        card.add(self.about)
        area, inside = scrolled("Pilihan untuk kertas ini", (0, 0, 6, 0))
        card.add(area, 1)
        inside.addWidget(self.form)
        inside.addWidget(hairline())
        inside.addWidget(Caption("Kalibrasi"))
        self.how, self.measured = Muted(), Measured()
        self.measured.computed.connect(self._computed)
        inside.addWidget(self.how)
        inside.addWidget(self.measured)
        inside.addStretch(1)
        column = self.add_column(58)
        column.addWidget(self._machines())
        self.jobs = self._jobs()
        column.addWidget(self.jobs, 1)
        self.header.set_line("Komputer ini", "berlaku untuk semua yang memakainya")
        bar = self.action_bar
        bar.add("uji", "Cetak halaman uji", key="Ctrl+P", on=self.print_test)
        bar.add("simpan", "Simpan", key="Ctrl+Enter", kind="primary", on=self.save)
        self.progress.cancelled.connect(lambda: self._test.cancel() if self._test else None)

    def _machines(self) -> Card:
        card = Card("Pencetak komputer ini")
        self.machines = TaskList("Belum ada pencetak di komputer ini.")
        self._scroll, inside = scrolled("Pencetak komputer ini", (0, 0, 0, 0))
        inside.addWidget(self.machines)
        inside.addStretch(1)
        card.add(self._scroll)
        return card

    def _jobs(self) -> ListCard:
        return ListCard(
            "Cetakan terakhir kantor ini",
            key=lambda row: row.id,
            columns=(
                Column("Waktu", lambda row: moment(row.at.astimezone(self.desk.now().tzinfo)), width=112, kind="muted"),
                Column("Cetakan", lambda row: row.title, stretch=1, tip=lambda row: row.reason or row.title),
                Column("Pencetak", lambda row: row.printer, width=110, kind="muted", tip=lambda row: row.printer),
                Column("Salinan", lambda row: row.copies, width=54, kind="number", align="right"),
                Column(
                    "Keadaan",
                    lambda row: STATES[row.state][0],
                    width=110,
                    kind="chip",
                    tone=lambda row: STATES[row.state][1],
                    tip=lambda row: row.reason,
                ),
            ),
            segments=(
                Segment("semua", "Cetakan terakhir"),
                Segment("tidak", "Tidak tercetak", lambda row: row.state != "diterima"),
            ),
            empty="Belum ada yang dicetak dari kantor ini.",
            filter_hint="Saring cetakan",
        )

    def is_dirty(self) -> bool:
        return any(self.typed[paper] != self.stored[paper] for paper in self.typed)

    # reading
    def load(self, key: Any = None) -> None:
        if key in PAPERS and key != self.papers.current():
            self.papers.choose(key)
        printing = self.desk.office.printing

        def read(_job: Job) -> Settings:
            choices = {paper: printing.choice(paper) for paper in PAPERS}
            fixed = frozenset(filter(printing.is_fixed, PAPERS))
            try:
                return printing.printers(), choices, fixed, ""
            except Exception as trouble:
                sentence = getattr(trouble, "sentence", "")
                if not sentence:
                    raise
                return (), choices, fixed, sentence

        self.desk.work(read, then=self._fill)
        self.desk.read(print_jobs_of_office, self.desk.staff.office_id, then=self._fill_jobs)

    def _fill(self, found: Settings) -> None:
        printers, choices, self.fixed, trouble = found
        dirty = {paper for paper in self.typed if self.typed[paper] != self.stored[paper]}
        self.stored = choices
        self.typed = {paper: self.typed[paper] if paper in dirty else choices[paper] for paper in PAPERS}
        self.form.set_printers(printers)
        self._show_machines(printers)
        self._show_paper()
        idle = sum(1 for one in printers if not one.ready)
        bad = (Figure(idle, "tidak siap", "warn"),) if idle else ()
        self.header.set_figures(Figure(len(printers), "pencetak"), *bad)
        if trouble:
            self.desk.say(trouble, "bad", [("Coba lagi", self.refresh)])
        elif not printers:
            self.desk.say(
                "Belum ada pencetak di komputer ini. Pasang lewat pengaturan komputer, lalu tekan F5.", "warn"
            )

    def _show_machines(self, printers: tuple[Printer, ...]) -> None:
        rows = [
            Task(one.title, one.remedy or one.name, one.reason, "ok" if one.ready else "bad" if one.stopped else "warn")
            for one in printers
        ]
        self.machines.set_tasks(rows)
        self._scroll.setFixedHeight(min(max(len(rows), 1) * ROW, TALLEST))

    def _fill_jobs(self, rows: tuple[PrintJobRow, ...]) -> None:
        self.jobs.set_rows(rows)

    def _show_paper(self) -> None:
        paper = self.papers.current()
        fixed = paper in self.fixed
        self.about.setText(f"{paper_words(paper)}, selalu dicetak 100%" + (f". {FIXED}." if fixed else ""))
        self.form.setEnabled(not fixed)
        if paper in self.typed:
            self.form.set_choice(self.typed[paper])
        self.how.setText(HOW.format(line=measuring_line(paper)))
        self._expect()
        self._state_acts()

    def _expect(self) -> None:
        paper, now = self.papers.current(), self.form.choice()
        self.measured.expect(measuring_line(paper), self.tried.get(paper, (now.dx, now.dy)))

    def _computed(self, dx: float, dy: float) -> None:
        """What the ruler asks for stands in the fields now, to be tried and saved."""
        self.form.dx.setValue(dx)
        self.form.dy.setValue(dy)
        self.desk.say(result_words(dx, dy), "ok")

    def _typed(self) -> None:
        if self.typed:
            self.typed[self.papers.current()] = self.form.choice()
        self._state_acts()

    def _state_acts(self) -> None:
        bar, printer = self.action_bar, self.form.chosen()
        dirty = self.is_dirty()
        bar.set_summary(PAPERS[self.papers.current()].title, "belum disimpan" if dirty else "tersimpan")
        bar.set_state("simpan", dirty, "Belum ada yang diubah.")
        if printer is None:
            bar.set_state("uji", False, "Pilih dulu pencetak untuk kertas ini.")
        elif printer.stopped:
            bar.set_state("uji", False, f"{printer.title} {printer.reason}. {printer.remedy}")
        else:
            bar.set_state("uji", self._test is None, "Halaman uji sedang dikirim.")

    # acting
    def save(self) -> None:
        """Remember every paper that was changed, on this PC."""
        changed = {paper: choice for paper, choice in self.typed.items() if choice != self.stored[paper]}
        printing = self.desk.office.printing

        def write(_job: Job) -> None:
            for paper, choice in changed.items():
                printing.remember(paper, choice)

        def kept(_nothing: None) -> None:
            self.stored |= changed
            self._state_acts()
            self.desk.say("Disimpan untuk komputer ini.", "ok")

        if changed:
            self.desk.work(write, then=kept)

    def print_test(self) -> None:
        """The test page with the offset as it is typed now, saved or not."""
        paper = self.papers.current()
        printing, choice = self.desk.office.printing, as_new(self.form.choice())

        def send(pdf: bytes) -> None:
            self.tried[paper] = (choice.dx, choice.dy)
            if paper == self.papers.current():
                self._expect()
            order = Order(f"Halaman uji {PAPERS[paper].title}", pdf, paper, "uji")
            self._test = start(self, order, choice, lambda result: self._tested(order, result), self._reported, True)
            self.progress.setFixedHeight(38)
            self.progress.begin("Mengirim halaman uji…")
            self._state_acts()

        if self._test is None:
            self.desk.work(lambda _job: printing.calibration(paper), then=send)

    def _reported(self, done: int, total: int, text: str) -> None:
        if self.desk.is_open():
            self.progress.report(done, total, text)

    def _tested(self, order: Order, result: PrintResult) -> None:
        self._test = None
        if not self.desk.is_open():
            return
        self.progress.setFixedHeight(14)
        self.progress.finish()
        self._state_acts()
        tell(self, order, result)
        self.desk.read(print_jobs_of_office, self.desk.staff.office_id, then=self._fill_jobs)
