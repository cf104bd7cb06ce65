"""Tarif iuran: what a member of each segment costs a month, by budget line and from which day; who pays enters it (F3)."""

from collections.abc import Sequence
from typing import Any

from db.queries.rates import RateRow, rates
from desktop.operations.save_rate import SaveRate
from desktop.sop.reconciling import say_rupiah
from desktop.sop.segments import label, segments
from desktop.ui.format import day
from desktop.ui.screens.base import Screen
from desktop.ui.screens.rates_words import STATES, due, lacking, rupiah, state_of
from desktop.ui.widgets import Card, Column, Facts, Figure, Form, ListCard, Muted, plain
from desktop.ui.widgets.scroll import scrolled

FOR_ADMIN = "Tarif diisi administrator: yang membandingkan tagihan tidak menetapkan harganya."
OURS = ("pbi_kota", "pbi_provinsi")


class Rates(Screen):
    """Left every line, right the sum of the chosen segment and, for the administrator, the line being written."""

    code, title, icon, help_code = "tarif", "Tarif iuran", "file-check", "tarif"
    topics = frozenset({"rate", "reconciliation"})

    def build(self) -> None:
        self.rows: tuple[RateRow, ...] = ()
        self.editing: RateRow | None = None
        self.may = "admin" in self.desk.staff.roles
        self.list = self.add_list(self._list())
        self.add_panel(self._panel())
        self.list.current_changed.connect(self.show_row)
        bar = self.action_bar
        if self.may:
            bar.add("baru", "Baris baru", key="Ctrl+N", on=self.start_new)
            bar.add("ubah", "Perbaiki baris ini", key="Ctrl+E", on=self.start_edit)
            bar.add("simpan", "Simpan tarif", key="Ctrl+Enter", kind="primary", on=self.save)
        else:
            bar.set_summary("Hanya dilihat", FOR_ADMIN)
            bar.show()
        self._show_form()

    def _list(self) -> ListCard:
        today = self.desk.now().date
        return ListCard(
            "Daftar tarif",
            key=lambda row: row.id,
            columns=(
                Column(
                    "Segmen", lambda row: label(row.segment), stretch=1, kind="strong", tip=lambda row: row.legal_basis
                ),
                Column("Kelas", lambda row: row.ward_class, width=52, align="right"),
                Column("Mata anggaran", lambda row: row.budget_line, width=104, tip=lambda row: row.budget_line),
                Column(
                    "Per orang",
                    lambda row: say_rupiah(row.amount),
                    width=92,
                    align="right",
                    sort=lambda row: row.amount,
                ),
                Column(
                    "Mulai",
                    lambda row: f"{row.valid_from:%d-%m-%Y}",
                    width=106,
                    kind="muted",
                    sort=lambda row: row.valid_from,
                ),
                Column(
                    "Keadaan",
                    lambda row: STATES[state_of(row, self.rows, today())][0],
                    width=104,
                    kind="chip",
                    tone=lambda row: STATES[state_of(row, self.rows, today())][1],
                ),
            ),
            empty="Belum ada tarif, jadi tagihan belum dapat dihitung. Isi tarif pertama di sebelah kanan.",
            filter_hint="Saring",
            unit="baris tarif",
        )

    def _panel(self) -> Card:
        card = Card()
        card.box.setContentsMargins(1, 1, 1, 1)
        card.setAccessibleName("Tarif yang dipilih")
        scroll, box = scrolled("Tarif")
        self.heading, self.facts = plain(part="panel-title", wrap=True), Facts()
        self.missing = Muted()
        self.form_title, self.form = plain(part="panel-title", wrap=True), Form()
        for part in (self.heading, self.facts, self.missing, self.form_title, self.form):
            box.addWidget(part)
        self._fields()
        box.addStretch(1)
        card.add(scroll)
        return card

    def _fields(self) -> None:
        form = self.form
        form.choice("segment", "Segmen", [(one.code, one.label) for one in segments()], required=True)
        form.pair(2)
        form.choice("ward_class", "Kelas", [(3, "Kelas 3"), (2, "Kelas 2"), (1, "Kelas 1")], required=True)
        form.text("budget_line", "Mata anggaran", required=True, hint="iuran, bantuan", longest=60)
        form.pair(2)
        form.text("amount", "Rupiah per orang per bulan", required=True, hint="37.800", longest=14)
        form.date("valid_from", "Berlaku mulai", required=True)
        form.text("legal_basis", "Dasar hukum", required=True, hint="peraturan, nomor, tahun", longest=300)
        form.text("note", "Catatan", longest=300)
        form.set_values({"segment": "pbi_kota"})
        form.changed.connect(self._state)

    def is_dirty(self) -> bool:
        return self.may and self.form.is_dirty()

    def load(self, key: Any = None) -> None:
        self.desk.read(rates, then=self.fill)

    def fill(self, rows: Sequence[RateRow]) -> None:
        """Every line; what is half typed stays."""
        self.rows = tuple(rows)
        self.list.set_rows(self.rows)
        today = self.desk.now().date()
        self.header.set_line("Iuran per orang per bulan, menurut tanggal berlaku dan dasar hukumnya")
        sums = ((segment, due(self.rows, segment, today).get(3, 0)) for segment in OURS)
        self.header.set_figures(*(Figure(say_rupiah(amount), label(segment)) for segment, amount in sums if amount))
        said = lacking(self.rows)
        self.missing.setText(said)
        self.missing.setVisible(bool(said))
        self.show_row(self.list.current())

    def show_row(self, row: RateRow | None) -> None:
        """The segment of the chosen line: what a member of each class costs today, and where this line comes from."""
        self.heading.setText(label(row.segment) if row else "Belum ada tarif")
        facts = []
        if row is not None:
            sums = due(self.rows, row.segment, self.desk.now().date())
            facts = [(f"Kelas {ward} hari ini", say_rupiah(amount)) for ward, amount in sorted(sums.items())]
            facts += [
                ("Baris ini", f"{row.budget_line}, {say_rupiah(row.amount)}"),
                ("Berlaku mulai", day(row.valid_from)),
                ("Dasar hukum", row.legal_basis),
            ]
            facts += [("Catatan", row.note)] if row.note else []
        self.facts.set_facts(facts)
        self._state()

    # writing
    def start_new(self) -> None:
        """An empty line."""
        self.editing = None
        self.form.reset()
        self.form.set_values({"segment": "pbi_kota"})
        self.form.mark_clean()
        self._show_form()
        self.form.control("segment").setFocus()

    def start_edit(self) -> None:
        """The chosen line, to be put right; for another amount from another day a new line is written."""
        row = self.list.current()
        if row is None:
            return
        self.editing = row
        names = ("segment", "ward_class", "budget_line", "valid_from", "legal_basis", "note")
        self.form.set_values({name: getattr(row, name) for name in names} | {"amount": say_rupiah(row.amount)[2:]})
        self._show_form()
        self.form.control("amount").setFocus()

    def _show_form(self) -> None:
        for part in (self.form_title, self.form):
            part.setVisible(self.may)
        said = "Perbaiki baris tarif" if self.editing else "Tarif baru"
        self.form_title.setText(said)
        self._state()

    def _state(self) -> None:
        if not self.may:
            return
        chosen = self.list.current() is not None
        self.action_bar.set_state("ubah", chosen, "Pilih satu baris tarif dulu.")
        self.action_bar.set_state("simpan", self.form.is_dirty(), "Belum ada yang diketik.")

    def save(self) -> None:
        """Refusals of the rule stand in the message bar; what is typed stays."""
        said = self.form.values()
        amount = rupiah(said["amount"])
        errors = {
            "amount": "" if amount is not None else "Tulis rupiah bulat seperti 37.800.",
            "budget_line": "" if said["budget_line"] else "Isi mata anggarannya, misalnya iuran.",
            "valid_from": "" if said["valid_from"] else "Isi tanggal 1 bulan mulai berlakunya.",
            "legal_basis": "" if said["legal_basis"] else "Isi peraturan yang menetapkannya.",
        }
        if not self.form.set_errors(errors) or amount is None:
            return
        old = self.editing
        rate_id, version = (old.id, old.version) if old else (None, 0)
        command = SaveRate(**{**said, "amount": amount}, rate_id=rate_id, version=version)
        self.desk.run(command, then=lambda _outcome: self._saved())

    def _saved(self) -> None:
        self.start_new()
        self.load()
