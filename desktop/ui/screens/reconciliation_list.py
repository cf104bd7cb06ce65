"""The list of findings: its columns, its parts, and how what is typed is asked of the database."""

from db.queries.finding_sieve import Sieve
from db.queries.reconciliations import FindingRow
from desktop.sop.reconciling import DECISIONS, finding_rules, say_rupiah
from desktop.ui.widgets import Column, ListCard, Segment

TITLES = {rule.code: rule for rule in finding_rules()}
NOT_YET = "Bulan ini belum dibandingkan. Impor daftar atau tagihan BPJS-nya, lalu tekan Bandingkan."
NONE = "Tidak ada temuan: daftar kita dan BPJS sama."
NONE_HERE = "Tidak ada temuan di bagian ini."
BEFORE = "sengketa terdahulu"


def finding_list() -> ListCard:
    """Filter and parts go to the database: a big month is never wholly loaded."""
    return ListCard(
        "Temuan",
        (
            Column("Nomor peserta", lambda row: row.number or "-", width=132, kind="mono"),
            Column("Nama", lambda row: row.name or row.their_name or "-", stretch=1, tip=_names),
            Column("Temuan", _title, width=160, kind="chip", tone=_tone, tip=lambda row: TITLES[row.rule].sentence),
            Column("Bulan ini", lambda row: say_rupiah(row.amount), width=86, align="right"),
            Column("Keputusan", _decision, width=140, kind="chip", tone=_decided_tone, tip=_why),
        ),
        key=lambda row: row.id,
        checkable=True,
        segments=(
            Segment("semua", "Semua"),
            Segment("belum", "Belum"),
            Segment("bernilai", "Bernilai"),
            Segment("sengketa", "Sengketa"),
            Segment("lalu", "Sengketa lalu"),
        ),
        empty=NOT_YET,
        filter_hint="Cari · Ctrl+F",
        server_filter=True,
        unit="temuan",
    )


def asked(found: ListCard) -> Sieve:
    """What the list is narrowed to now. Words that stand in the title of a rule find its findings too."""
    words = found.filter.text().lower().split()
    rules = tuple((word, tuple(rule.code for rule in finding_rules() if word in rule.title.lower())) for word in words)
    return Sieve(" ".join(words), rules, found.segments.current() or "semua")


def _title(row: FindingRow) -> str:
    return TITLES[row.rule].title if row.rule in TITLES else row.rule


def _names(row: FindingRow) -> str:
    both = [f"kita: {row.name}" if row.name else "", f"BPJS: {row.their_name}" if row.their_name else ""]
    return " · ".join(part for part in both if part)


def _tone(row: FindingRow) -> str:
    return "bad" if row.amount > 0 else "warn" if row.amount < 0 else "plain"


def _decision(row: FindingRow) -> str:
    return DECISIONS.get(row.decision, "") or (BEFORE if row.disputed_before else "")


def _decided_tone(row: FindingRow) -> str:
    usual = "warn" if row.disputed_before else "plain"
    return {"stop": "ok", "tambah": "ok", "sengketa": "warn", "tetap": "plain"}.get(row.decision, usual)


def _why(row: FindingRow) -> str:
    before = f"{BEFORE}, {row.earlier_paper}: {row.earlier_note}" if row.disputed_before else ""
    return " · ".join(part for part in (row.note, row.remark, before) if part)
