"""The right side of the reconciliation: one finding with its evidence, or the month with its rupiah by kind."""

from collections.abc import Sequence

from db.queries.applied import Applied
from db.queries.earlier_disputes import EarlierDispute
from db.queries.month_letters import MonthLetter
from db.queries.reconciliations import FindingRow, MonthRow, RuleCount
from desktop.sop.budget import Parts, divided
from desktop.sop.one_person import say_places
from desktop.sop.reconciling import DECISIONS, finding_rules, month_of, say_month, say_rupiah
from desktop.ui.format import day, masked_nik, number
from desktop.ui.widgets import Facts, Muted, NikLabel
from desktop.ui.widgets.side_panel import SidePanel

_RULES = {rule.code: rule for rule in finding_rules()}
SHOWN = 5
SHORTEST_NUMBER, NIK_LENGTH = 13, 16
"""A participant number has 13 digits: no amount is as long."""
STEPS = (
    "1. Impor daftar atau tagihan BPJS bulan itu di Daftar dan tagihan.",
    "2. Bandingkan. Setiap baris diberi harga oleh satu aturan; jumlahnya sama dengan selisih tagihan.",
    "3. Putuskan, sengketakan, atau biarkan dengan alasan; lalu tutup bulannya dengan Berita Acara.",
    "4. Simpan pindaian yang ditandatangani kedua pihak, lalu terapkan keputusannya di daftar peserta.",
)


class FindingPanel(SidePanel):
    """The finding in hand and what speaks for it."""

    def __init__(self) -> None:
        super().__init__("Bukti temuan")
        self.nik = NikLabel()
        self.add_in_hand(self.nik)
        self._sides, self._money, self._sums, self._signing = Facts(), Facts(), Facts(), Facts()
        self._disputes = Facts()
        self._evidence = self.group("Bukti", self._sides)
        self._price = self.group("Harga dan keputusan", self._money)
        self._earlier = self.group("Sengketa yang belum selesai", self._disputes)
        self._paper = self.group("Berita Acara", self._signing)
        self._month = self.group("Bulan ini menurut jenis temuan", self._sums)
        self._steps = self.group("Cara kerja", *(Muted(text) for text in STEPS))
        self.close_up()
        self.show_finding(None)
        self.show_month(None, (), {})
        self.show_earlier(())
        self.show_paper(None, None, None)

    def show_finding(self, row: FindingRow | None) -> None:
        """One finding: the rule, both sides and the register, its price, what was decided."""
        for part in (self.hand, self._evidence, self._price):
            part.setVisible(row is not None)
        if row is None:
            return
        rule = _RULES[row.rule]
        tone = "bad" if row.amount > 0 else "warn"
        self.put_in_hand(rule.title, rule.sentence, f"Dasar: {rule.source}.", tone)
        self.nik.set_nik(row.nik or None, row.person_id)
        self._sides.set_facts(_evidence(row))
        self._money.set_facts(_price(row))

    def show_month(self, month: MonthRow | None, counts: Sequence[RuleCount], parts: Parts) -> None:
        """Counts and rupiah of every kind of finding, and what each budget line pays."""
        self._month.setVisible(month is not None)
        self._steps.setVisible(month is None)
        if month is None:
            return
        facts = [("Ditagih BPJS", say_rupiah(month.billed)), ("Menurut kita", say_rupiah(month.expected))]
        facts += [(f"  {line}", say_rupiah(amount)) for line, amount in divided(month.expected, parts).items()]
        by_rule = {one.rule: one for one in counts}
        for rule in finding_rules():
            one = by_rule.get(rule.code)
            if one is not None:
                facts.append((rule.title, f"{number(one.count)} temuan, {say_rupiah(one.amount)}"))
        self._sums.set_facts(facts)

    def show_earlier(self, disputes: Sequence[EarlierDispute]) -> None:
        """What earlier months left in dispute: how many of each, and by name those that were found no more, for they stand in
        no list of this month."""
        self._earlier.setVisible(bool(disputes))
        if not disputes:
            return
        gone = [one for one in disputes if one.now_id is None]
        facts = []
        for paper in dict.fromkeys(one.paper for one in disputes):
            of_paper = [one for one in disputes if one.paper == paper]
            found = sum(1 for one in of_paper if one.now_id is not None)
            month = say_month(month_of(of_paper[0].period))
            facts.append((paper, f"{month}: {number(len(of_paper))} temuan, {number(found)} ditemukan lagi bulan ini"))
        facts += [
            (
                one.name or one.number,
                f"{_RULES[one.rule].title}, {say_rupiah(one.amount)}; tidak ditemukan lagi. {one.note}",
            )
            for one in gone[:SHOWN]
        ]
        if len(gone) > SHOWN:
            facts.append(("", f"dan {number(len(gone) - SHOWN)} lainnya: lihat berkas sengketa_lalu di Simpan berkas"))
        self._disputes.set_facts(facts)

    def show_paper(self, month: MonthRow | None, paper: MonthLetter | None, applied: Applied | None) -> None:
        """The letter that closed the month: both numbers, who signed, whether its decisions were applied."""
        self._paper.setVisible(paper is not None)
        if month is None or paper is None:
            return
        theirs = paper.partner_number or "belum diketahui"
        theirs += f", {day(paper.partner_dated)}" if paper.partner_dated else ""
        on = f", {day(paper.signed_at.date())}" if paper.signed_at else ""
        signed = f"{paper.signer_name}{on}" if paper.signed else "belum ditandatangani kedua pihak"
        done = f"{number(applied.ended)} kepesertaan berakhir" if applied else "belum"
        self._signing.set_facts(
            [
                ("Nomor kita", f"{paper.number}, {day(paper.issued_on)}"),
                ("Nomor BPJS", theirs),
                ("Ditandatangani", signed),
                ("Diterapkan", done),
            ]
        )


def _evidence(row: FindingRow) -> list[tuple[str, str]]:
    facts = [
        ("Nama kita", row.name),
        ("Nama di BPJS", row.their_name),
        ("Menurut BPJS", _value(row.rule, row.theirs)),
        ("Menurut kita", _value(row.rule, row.ours)),
        ("Berbeda di", say_places(row.theirs, row.ours) if len(row.theirs) >= SHORTEST_NUMBER else ""),
        ("Kependudukan", row.register),
    ]
    if row.their_row is not None:
        facts.append(("Baris berkas", str(row.their_row)))
    if row.score is not None:
        facts.append(("Kemiripan nama", f"{row.score} dari 100"))
    return [(name, value) for name, value in facts if value]


def _value(rule: str, said: str) -> str:
    """An amount as money: rules with a price show what was billed and what is due, others numbers, days and months. A NIK
    is masked here as everywhere; :func:`say_places` tells where two of them differ."""
    if said.isdecimal() and len(said) == NIK_LENGTH:
        return masked_nik(said)
    money = _RULES[rule].price != "tidak" and said.isdecimal() and len(said) < SHORTEST_NUMBER
    return say_rupiah(int(said)) if money else said


def _price(row: FindingRow) -> list[tuple[str, str]]:
    facts = [("Bulan ini", say_rupiah(row.amount)), ("Dibayar sebelumnya", say_rupiah(row.leaked))]
    if row.since is not None:
        facts.insert(0, ("Berlaku sejak", day(row.since)))
    facts.append(("Usul", DECISIONS[_RULES[row.rule].decision]))
    if row.decision:
        facts.append(("Keputusan", f"{DECISIONS[row.decision]} oleh {row.decided_by}".rstrip()))
    if row.note:
        facts.append(("Alasan", row.note))
    if row.remark:
        facts.append(("Catatan", row.remark))
    if row.disputed_before:
        facts.append(("Sengketa terdahulu", f"{row.earlier_paper}: {row.earlier_note or 'tanpa catatan'}"))
    return facts
