"""The right side of the reconciliation: one finding with its evidence, or the month with its rupiah by kind."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from db.queries.reconciliations import FindingRow, MonthRow, RuleCount
from desktop.sop.reconciling import DECISIONS, finding_rules, say_rupiah
from desktop.ui.format import day, number
from desktop.ui.widgets import Caption, Card, Facts, Muted, NikLabel, Strong, plain, set_tone
from desktop.ui.widgets.scroll import scrolled

_RULES = {rule.code: rule for rule in finding_rules()}
STEPS = (
    "1. Impor daftar atau tagihan BPJS bulan itu di Daftar dan tagihan.",
    "2. Bandingkan. Setiap baris diberi harga oleh satu aturan; jumlahnya sama dengan selisih tagihan.",
    "3. Putuskan, sengketakan, atau biarkan dengan alasan; lalu tutup bulannya dengan Berita Acara.",
)


class FindingPanel(Card):
    """Everything scrolls inside."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Bukti temuan")
        self.box.setContentsMargins(1, 1, 1, 1)
        scroll, self._inner = scrolled("Bukti temuan")
        self._inner.setSpacing(6)
        self.add(scroll, 1)
        self._box = QFrame()
        self._box.setObjectName("box")
        inner = QVBoxLayout(self._box)
        inner.setContentsMargins(12, 9, 12, 10)
        inner.setSpacing(3)
        self._rule, self._what, self._source = Caption(), Strong(wrap=True), plain(wrap=True)
        self.nik = NikLabel()
        for part in (self._rule, self._what, self._source, self.nik):
            inner.addWidget(part)
        self._inner.addWidget(self._box)
        self._sides, self._money, self._sums = Facts(), Facts(), Facts()
        self._evidence = self._group("Bukti", self._sides)
        self._price = self._group("Harga dan keputusan", self._money)
        self._month = self._group("Bulan ini menurut jenis temuan", self._sums)
        self._steps = self._group("Cara kerja", *(Muted(text) for text in STEPS))
        self._inner.addStretch(1)
        self.show_finding(None)
        self.show_month(None, ())

    def _group(self, title: str, *parts: QWidget) -> QWidget:
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 6, 0, 4)
        box.setSpacing(5)
        for part in (Caption(title), *parts):
            box.addWidget(part)
        self._inner.addWidget(holder)
        return holder

    def show_finding(self, row: FindingRow | None) -> None:
        """One finding: the rule, both sides and the register, its price, what was decided."""
        for part in (self._box, self._evidence, self._price):
            part.setVisible(row is not None)
        if row is None:
            return
        rule = _RULES[row.rule]
        self._rule.set(rule.title)
        self._what.setText(rule.sentence)
        self._source.setText(f"Dasar: {rule.source}.")
        set_tone(self._box, "bad" if row.amount > 0 else "warn")
        self.nik.set_nik(row.nik or None, row.person_id)
        self._sides.set_facts(_evidence(row))
        self._money.set_facts(_price(row))

    def show_month(self, month: MonthRow | None, counts: Sequence[RuleCount]) -> None:
        """Counts and rupiah of every kind of finding."""
        self._month.setVisible(month is not None)
        self._steps.setVisible(month is None)
        if month is None:
            return
        facts = [("Ditagih BPJS", say_rupiah(month.billed)), ("Menurut kita", say_rupiah(month.expected))]
        by_rule = {one.rule: one for one in counts}
        for rule in finding_rules():
            one = by_rule.get(rule.code)
            if one is not None:
                facts.append((rule.title, f"{number(one.count)} temuan, {say_rupiah(one.amount)}"))
        self._sums.set_facts(facts)


def _evidence(row: FindingRow) -> list[tuple[str, str]]:
    facts = [
        ("Nama kita", row.name),
        ("Nama di BPJS", row.their_name),
        ("Menurut BPJS", row.theirs),
        ("Menurut kita", row.ours),
        ("Kependudukan", row.register),
    ]
    if row.their_row is not None:
        facts.append(("Baris berkas", str(row.their_row)))
    if row.score is not None:
        facts.append(("Kemiripan nama", f"{row.score} dari 100"))
    return [(name, value) for name, value in facts if value]


def _price(row: FindingRow) -> list[tuple[str, str]]:
    facts = [("Bulan ini", say_rupiah(row.amount)), ("Sejak berlaku", say_rupiah(row.leaked))]
    if row.since is not None:
        facts.insert(0, ("Berlaku sejak", day(row.since)))
    facts.append(("Usul", DECISIONS[_RULES[row.rule].decision]))
    if row.decision:
        facts.append(("Keputusan", f"{DECISIONS[row.decision]} oleh {row.decided_by}".rstrip()))
    if row.note:
        facts.append(("Catatan", row.note))
    return facts
