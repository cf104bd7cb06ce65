"""Letters of invented people in an office's own paper: what a wording is tried on before it is kept, and shown with."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection

from db.queries.numbering import rules_of
from db.queries.offices import OfficeRow, office_by_id, office_of_kind
from desktop.operations.letter_facts import Occasion, letter_facts
from desktop.operations.letter_numbers import DIGITS
from desktop.operations.signers import pick_signer
from desktop.sop.agreed import RuleSum, agreed, paper_rows
from desktop.sop.budget import divided, say_divided
from desktop.sop.letters import LetterKind, letter_kind, shipped_template
from desktop.sop.numbering import format_number
from desktop.sop.procedure import MONTHLY, load_procedure, procedures
from desktop.sop.reconciling import say_month, say_rupiah
from desktop.sop.refusals import Refused
from desktop.sop.segments import label
from desktop.sop.typed import typed

Length = Literal["biasa", "pendek", "panjang"]
AGENDA = 17
_NOBODY = {
    "position": "Kepala Kantor",
    "name": "Nama Penanda Tangan",
    "rank": "Pembina (IV/a)",
    "nip": "",
    "on_behalf": "",
}
_MEMBER = {
    "tempat_lahir": "Bekasi",
    "tanggal_lahir": "14-02-1998",
    "alamat": "Jalan Latihan Melati 4 RT 003 RW 002",
    "kelurahan": "Cakung Barat",
    "kecamatan": "Cakung",
    "nomor_kis": "0001234567890",
    "jenis_kis": "KIS Kota",
    "peristiwa": "Meninggal 20-11-2026, Akta 3175-KM-20112026-0001",
}
_KEYS = ("nama", "jk", "lahir", "kategori", "lokasi", "kondisi", "nik", "keterangan")
_PEOPLE = (
    ("Siti Rahmawati", "P", "Bekasi, 14-02-1998", "Gelandangan", "Stasiun Senen, 22-11-2026", "Sehat", "3275015402989907", "L-0231"),  # noqa: E501
    ("Maria Gultom alias Mak Ijah", "P", "± 1979 (perkiraan)", "Pengemis", "Kolong Tol Pluit, 22-11-2026", "Luka ringan", "3171054107799912", "L-0232"),  # noqa: E501
    ("Bambang Sukoco", "L", "Klaten, 03-09-1961", "Lanjut usia telantar", "Pasar Kramat Jati, 22-11-2026", "Lemah", "3171030309619921", "L-0233"),  # noqa: E501
)  # fmt: skip

MONTH_LETTER = "ba_rekonsiliasi"
_PARTS = {"iuran": 35_000, "bantuan": 2_800}
# rule, count, amount, leaked, stop, tambah, sengketa, tetap, disputed, kept
_FINDINGS = (
    ("ganda", 2, 75_600, 75_600, 2, 0, 0, 0, 0, 0),
    ("meninggal", 3, 113_400, 264_600, 3, 0, 0, 0, 0, 0),
    ("nik_tidak_ada", 1, 37_800, 37_800, 0, 0, 1, 0, 37_800, 0),
)


class _Parties(msgspec.Struct, frozen=True):
    """Which kind of office writes a letter, and which one gets it."""

    issuer_kind: str
    recipient_kind: str = ""


@cache
def parties(code: str) -> tuple[str, str]:
    """Kinds of the offices between which a letter goes: (issuer, recipient or ""). :raises WrongDeclaration:"""
    found = msgspec.toml.decode(shipped_template(code).encode(), type=typed(_Parties))
    return found.issuer_kind, found.recipient_kind


@cache
def codes_of(kind: str) -> tuple[str, ...]:
    """The letters that an office of this kind issues, in the order of the procedures."""
    return tuple(code for code in issued_codes() if parties(code)[0] == kind)


@cache
def issued_codes() -> tuple[str, ...]:
    """The letters that are issued on the way of a case, and the Berita Acara that closes a month."""
    actions = (action for one in (*procedures(), load_procedure(MONTHLY)) for _, action in one.actions())
    return tuple(dict.fromkeys(code for action in actions for code in action.letters))


def sample_facts(connection: Connection, office: OfficeRow, code: str, today: date) -> dict[str, Any]:
    """The facts of letter ``code`` as this office would issue it today, about three invented people, as a draft."""
    kind, recipient = letter_kind(code), parties(code)[1]
    target_id = office_of_kind(connection, recipient) if recipient else None
    target = (office_by_id(connection, target_id) if target_id else None) or office
    try:
        signer = pick_signer(connection, office, None, today)[1]
    except Refused:
        signer = _NOBODY
    occasion = Occasion(kind=kind, sender=office, target=target, signer=signer, rows=(), today=today)
    facts = letter_facts(connection, occasion) | {"rows": sample_rows(), "draft": True}
    if not (facts["counterpart"] or {}).get("name"):
        facts["counterpart"] = None if target.id == office.id else _NOBODY
    number = sample_number(connection, office, kind, today)
    answered = _answered(connection, kind.answers, office, today) if kind.answers else ""
    facts["number"] = number if kind.head.numbered else answered
    facts["counterpart_number"] = "400.9/117/CONTOH/2026"
    panti_id = office_of_kind(connection, "panti")
    panti = office_by_id(connection, panti_id) if panti_id else None
    facts["fields"] |= {
        "panti": office.name if office.kind == "panti" or panti is None else panti.name,
        "nomor_rujukan": answered or "400.9/117/CONTOH/2026",
        "tanggal_rujukan": "22 November 2026",
        "keterangan": "Contoh keterangan tambahan yang ditulis petugas pada saat surat diterbitkan.",
    }
    if code == MONTH_LETTER:
        facts |= {"rows": sample_findings(), "fields": facts["fields"] | _month_fields(today)}
    return facts


def sample_findings() -> list[dict[str, str]]:
    """An invented month in the rows of its Berita Acara."""
    return paper_rows(RuleSum(*one) for one in _FINDINGS)


def _month_fields(today: date) -> dict[str, str]:
    figures = agreed(45_133_200, 44_906_400, [RuleSum(*one) for one in _FINDINGS])
    return {
        "bulan_rekonsiliasi": say_month(today),
        "segmen": label("pbi_kota"),
        "peserta_kita": "1.188",
        "baris_tagihan": "1.194",
        "nilai_tagihan": say_rupiah(figures.billed),
        "nilai_disepakati": say_rupiah(figures.corrected),
        "nilai_sengketa": say_rupiah(figures.disputed),
        "nilai_bocor": say_rupiah(figures.leaked),
        "rincian_anggaran": say_divided(divided(figures.corrected, _PARTS)),
        "rincian_bocor": say_divided(divided(figures.leaked, _PARTS)),
        "banyak_temuan": str(figures.found),
    }


def _answered(connection: Connection, code: str, office: OfficeRow, today: date) -> str:
    """A number as the office writes it whose letter is answered."""
    writer_id = office_of_kind(connection, parties(code)[0])
    writer = office_by_id(connection, writer_id) if writer_id else None
    return sample_number(connection, writer or office, letter_kind(code), today, AGENDA - 1)


def sample_rows(count: int = len(_PEOPLE)) -> list[dict[str, str]]:
    """Invented people in the columns that an annex may show."""
    people = (_PEOPLE[at % len(_PEOPLE)] for at in range(count))
    return [{"no": str(at), **dict(zip(_KEYS, one, strict=True)), **_MEMBER} for at, one in enumerate(people, 1)]


def sample_number(
    connection: Connection, office: OfficeRow, kind: LetterKind, today: date, agenda: int = AGENDA
) -> str:
    """A number as the office writes it, e.g. ``400.9.4.1/017/PSBI/XI/2026``; nothing is taken."""
    rules = {row.code: row for row in rules_of(connection, office.id)}
    rule = rules.get(kind.code) or rules.get("")
    return format_number(
        rule.pattern if rule else kind.numbering,
        digits=rule.digits if rule else DIGITS,
        code=kind.classification,
        agenda=agenda,
        unit=office.unit or "-",
        month=today.month,
        year=today.year,
    )


def stretched(facts: Mapping[str, Any], length: Length) -> dict[str, Any]:
    """The same letter with the least it may hold, or with forty people and names that try every line."""
    if length == "biasa":
        return dict(facts)
    fields = dict(facts["fields"])
    if length == "pendek" and facts["code"] == MONTH_LETTER:
        return dict(facts) | {"rows": sample_findings()[-1:], "fields": fields | {"keterangan": ""}}
    if length == "pendek":
        rows: Sequence[Mapping[str, str]] = sample_rows(1)
        short = dict.fromkeys(("kategori", "lokasi", "kondisi", "keterangan"), "")
        return dict(facts) | {"rows": [dict(rows[0]) | short], "fields": fields | {"keterangan": ""}}
    if facts["code"] == MONTH_LETTER:
        return dict(facts) | {"fields": fields | {"keterangan": "Keterangan yang panjang sekali. " * 12}}
    people = sample_rows(40)
    people[0] |= {"nama": "W" * 60, "kondisi": "Sakit, " * 12, "keterangan": "'kutip' & <b>tanda</b> " * 4}
    people[-1] |= {"nama": "Siti Nurhaliza " * 8, "lokasi": "Jalan Contoh Gang Buntu " * 6}
    office = "Satuan Pelayanan Perlindungan dan Rehabilitasi Sosial Terpadu Kota Administrasi Jakarta Selatan"
    signer = dict(facts["signer"]) | {"name": "Dr. H. Raden Mas Soerjoningrat Kusumowardhana, S.H., M.Si., M.Kesos."}
    fields |= {"panti": office, "kantor_tujuan": office, "keterangan": "Keterangan yang panjang sekali. " * 12}
    recipient = [f"Kepala {office}", *facts["recipient"][1:]]
    return dict(facts) | {"rows": people, "signer": signer, "fields": fields, "recipient": recipient}
