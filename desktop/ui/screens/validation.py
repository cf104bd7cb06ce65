"""Dinas Kesehatan (step 6): the digest of a list on one page, a verdict per name, approve or give back (N10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.queries.cases import CaseRow
from db.queries.desk_lists import DeskWork, desk_work
from db.queries.offices import settings
from db.queries.person_file import PersonFile
from desktop.settings import SETTINGS
from desktop.ui.format import masked_nik, rupiah
from desktop.ui.screens.list_desk import ListDesk
from desktop.ui.screens.person_card import full_name, sex_age, waited_words
from desktop.ui.screens.validation_checks import Digest, Line, checks_of, digest_of, look_at
from desktop.ui.widgets import Card, Column, Facts, Figure, ListCard, Segment, Sheet, plain, set_tone

CONTRIBUTION = "monthly_contribution"


@dataclass(frozen=True, slots=True)
class _Answer:
    work: DeskWork
    lines: dict[int, Line]
    contribution: int


class DigestCard(Card):
    """Five figures of the whole list in one strip."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Ringkasan daftar")
        self.box.setContentsMargins(16, 8, 16, 8)
        self._row = QHBoxLayout()
        self._row.setSpacing(12)
        self.box.addLayout(self._row)
        self._cells = [self._cell() for _ in range(5)]

    def _cell(self) -> tuple[Any, Any]:
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        value, label = plain(part="strong"), plain(part="muted")
        box.addWidget(value)
        box.addWidget(label)
        self._row.addWidget(holder, 1)
        return value, label

    def set_digest(self, digest: Digest) -> None:
        """Write the five."""
        cells = (
            (f"{digest.fresh} dari {digest.people}", "baru diajukan", "plain"),
            (str(digest.found), "punya NIK lama", "plain"),
            (str(digest.doubles), "ganda", "bad" if digest.doubles else "ok"),
            (str(digest.members), "sudah peserta", "bad" if digest.members else "ok"),
            (rupiah(digest.cost), "iuran per bulan", "plain"),
        )
        for (value, label), (number, word, tone) in zip(self._cells, cells, strict=True):
            value.setText(number)
            label.setText(word)
            set_tone(value, tone)
            value.setAccessibleName(f"{number} {word}")


class Validation(ListDesk):
    """Untick single names, approve the rest with one letter; whoever is not valid goes back to Dukcapil with a reason."""

    code, title, icon, help_code = "validasi", "Validasi WBS", "user-check", "wbs-6"
    statuses = ("menunggu_validasi",)
    step = 6
    onward, backward = "validasi", "kembalikan_dukcapil"
    back_reasons = (
        "NIK ganda dengan orang lain",
        "NIK tidak sesuai dengan data orangnya",
        "Sudah menjadi peserta dengan NIK lain",
        "Orang yang mirip belum dibandingkan",
    )
    letter_buttons = ("Buka surat persetujuan",)
    inbox_heading = "Surat permohonan persetujuan"
    nobody = "Belum ada permohonan yang menunggu. Permohonan dari panti muncul di sini dengan sendirinya."

    def build_above(self, column: QVBoxLayout) -> None:
        self.lines: dict[int, Line] = {}
        self.contribution = int(SETTINGS[CONTRIBUTION].default)
        self.digest = DigestCard()
        column.addWidget(self.digest)

    def add_actions(self) -> None:
        self.action_bar.add("ringkasan", "Ringkasan", key="R", on=self.show_digest)
        super().add_actions()

    def make_people(self) -> ListCard:
        return ListCard(
            "Daftar WBS",
            key=lambda line: line.id,
            checkable=True,
            can_check=lambda line: line.blocked,
            columns=(
                Column("Nama", lambda line: full_name(line.case), stretch=1),
                Column("NIK", lambda line: masked_nik(line.case.nik), width=158, kind="mono"),
                Column("JK · umur", lambda line: sex_age(line.case, self.desk.now().date()), width=80),
                Column("Pemeriksaan", lambda line: line.chip, width=170, kind="chip", tone=lambda line: line.tone),
                Column(
                    "Tunggu",
                    lambda line: waited_words(self.desk, line.case.step_since),
                    width=64,
                    kind="muted",
                    align="right",
                ),
            ),
            segments=(
                Segment("semua", "Semua"),
                Segment("siap", "Siap", lambda line: not line.verdicts),
                Segment("lihat", "Perlu dilihat", lambda line: bool(line.verdicts)),
            ),
            empty=self.nobody,
            empty_action=("Ke Beranda", lambda: self.desk.go("beranda")),
        )

    def query(self, connection: Any) -> _Answer:
        """The queue with every check done in the reader's thread."""
        work = desk_work(connection, self.desk.staff.office_id, self.statuses, searched=True)
        verdicts = self.issuing.reasons(work.people)
        today = self.desk.now().date()
        lines = {row.id: look_at(row, verdicts[row.id], work.searches.get(row.id), today) for row in work.people}
        stored = settings(connection).get(CONTRIBUTION, "")
        amount = stored if stored.isdigit() else SETTINGS[CONTRIBUTION].default
        return _Answer(work, lines, int(amount))

    def take(self, answer: Any) -> DeskWork:
        self.lines, self.contribution = answer.lines, answer.contribution
        return answer.work

    def row_of(self, row: CaseRow) -> Line:
        return self.lines[row.id]

    def why_not(self, row: Any) -> str:
        return self.lines[row.id].blocked if row.id in self.lines else ""

    def show_header(self, one: Any, rows: Sequence[Any]) -> None:
        super().show_header(one, rows)
        self.digest.setVisible(bool(rows))
        self.digest.set_digest(digest_of(rows, self.contribution))

    def figures(self, rows: Sequence[Line]) -> Sequence[Figure]:
        look = sum(1 for line in rows if line.verdicts)
        return (
            Figure(len(rows), "menunggu"),
            Figure(len(rows) - look, "siap disetujui", "ok"),
            Figure(look, "perlu dilihat", "warn" if look else "plain"),
        )

    def summary(self, rows: Sequence[Line]) -> Sequence[str]:
        return (f"iuran {rupiah(self.contribution * len(rows))} per bulan",) if rows else ()

    def on_label(self, label: str, count: int) -> str:
        return f"{label} {count} WBS" if count else label

    def title_of(self, label: str, count: int) -> str:
        return f"{label} {count} WBS?"

    def facts(self, rows: Sequence[Line]) -> list[tuple[str, str]]:
        digest = digest_of(rows, self.contribution)
        chosen = {line.id for line in rows}
        left = [line for line in self.people.rows() if line.id not in chosen]
        one = self.current_list()
        facts = [
            ("Permohonan", one.letter_number if one else ""),
            ("Disetujui", f"{digest.people} orang: {digest.fresh} baru, {digest.repaired} hasil perbaikan NIK"),
            ("Iuran", f"{rupiah(digest.cost)} per bulan"),
            ("Tidak ikut", ", ".join(f"{line.case.label} ({line.chip})" for line in left[:6]) or "tidak ada"),
        ]
        if len(left) > 6:
            facts.append(("", f"dan {len(left) - 6} lainnya"))
        warned = [f"{heading} {len(names)}" for heading, names in digest.failed]
        return [*facts, ("Disetujui dengan catatan", ", ".join(warned) or "tidak ada")]

    def show_digest(self) -> None:
        """The whole list on one page, names by check."""
        rows = self.people.rows()
        if not rows:
            self.desk.say(self.nobody)
            return
        digest = digest_of(rows, self.contribution)
        ticked = self.people.checked()
        facts = [
            ("Orang", f"{digest.people}, dicentang {len(ticked)}"),
            ("Baru diajukan", str(digest.fresh)),
            ("Hasil perbaikan NIK", str(digest.repaired)),
            ("NIK", f"{digest.found} lama ditemukan, {digest.people - digest.found} baru diterbitkan"),
            ("Tidak dapat disetujui", str(digest.blocked)),
            ("Iuran semua", f"{rupiah(digest.cost)} per bulan"),
            ("Iuran yang dicentang", f"{rupiah(self.contribution * len(ticked))} per bulan"),
        ]
        for heading, names in digest.failed:
            more = f", dan {len(names) - 8} lainnya" if len(names) > 8 else ""
            facts.append((f"{heading} ({len(names)})", ", ".join(names[:8]) + more))
        self.ask(lambda: self._page(facts))

    def _page(self, facts: Sequence[tuple[str, str]]) -> Sheet:
        sheet = Sheet(self._host(), "Ringkasan daftar", 620)
        sheet.box.addWidget(Facts(facts))
        sheet.add_buttons("Mengerti", sheet.cancel, no="Tutup")
        opened: Sheet = self._open(sheet)
        return opened

    def fill_panel(self, row: Line, file: PersonFile | None) -> None:
        if row.verdicts:
            first = row.verdicts[0]
            self.panel.set_obstacle(first.title, first.text, first.tone)
        else:
            self.panel.set_obstacle("Siap disetujui", "Semua pemeriksaan lolos.", "ok")
        self.panel.set_checks(checks_of(row))
        rest = row.verdicts[1:]
        if rest:
            self.panel.add_section("Perlu dilihat juga", Facts([(verdict.chip, verdict.text) for verdict in rest]))
        if row.search is not None and row.search.note:
            self.panel.add_section("Catatan Dukcapil", Facts([(row.search.clerk, row.search.note)]))
