"""The rows of an audit pack: who was paid and why, what was found and decided, and the proofs; in the words of a clerk."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.queries.audit import AuditFinding, Basis, PaidLine, Proof
from desktop.sop.letters import letter_kind
from desktop.sop.procedure import with_action
from desktop.sop.reconciling import DECISIONS, finding_rules
from desktop.sop.refusals import WrongDeclaration
from desktop.sop.segments import label

if TYPE_CHECKING:
    from desktop.seat import Seat

PROOFS_FILE, LETTERS = "3-dasar.xlsx", "surat"
_label = cache(label)
KINDS = {"langkah": "Langkah SOP", "surat": "Surat", "pindaian": "Pindaian"}


@dataclass
class Making:
    """One pack on its way: what was counted, and the fingerprint of all that is told, whatever packs it."""

    seat: "Seat"
    month_id: int
    basis: Basis
    folder: Path
    tell: Callable[[int, int], None]
    told: Any = field(default_factory=hashlib.sha256)
    files: dict[str, int] = field(default_factory=dict)
    paid: int = 0
    names: dict[int, str] = field(default_factory=dict)
    rules: dict[int, list[AuditFinding]] = field(default_factory=dict)
    unpaid: dict[int, list[AuditFinding]] = field(default_factory=dict)

    def who(self, staff_id: int | None) -> str:
        """Name and position as they were at the closing."""
        name, position = self.basis.facts["staff"].get(str(staff_id), ("", ""))
        return ", ".join(part for part in (name, position) if part)

    def run(self, run_id: int | None) -> dict[str, Any]:
        """The import as it was at the closing."""
        return next((one for one in self.basis.facts["runs"] if one["id"] == run_id), {})


def paid_row(making: Making, line: PaidLine, letters: dict[int, list[str]]) -> list[Any]:
    """One line that was paid: their side, ours, on what the membership rests."""
    making.paid += line.paid
    found = making.rules.get(line.list_row_id or 0, ())
    if line.finding_id is not None and not line.paid:
        found = making.unpaid.get(line.finding_id, ())
    if found and line.list_row_id is not None:
        making.names[line.list_row_id] = line.name
    run = making.run(line.run_id)
    case = letters.get(line.application_id or 0, ())
    return [
        line.row,
        line.their_number or line.number,
        line.their_nik,
        line.their_name,
        line.billed,
        line.paid,
        line.registration,
        line.nik,
        line.name,
        _label(line.segment) if line.segment else "",
        line.number,
        line.valid_from,
        line.valid_to,
        _why(line, run),
        run.get("file_name", ""),
        line.source_row,
        run.get("id"),
        "; ".join(case),
        "; ".join(_rule(one.rule) for one in found) or ("ditambahkan dari temuan" if line.finding_id else ""),
        "; ".join(sorted({DECISIONS.get(one.decision, "") for one in found} - {""})),
    ]


def _why(line: PaidLine, run: dict[str, Any]) -> str:
    """On what the membership rests, in words."""
    if line.application_id is not None:
        return f"permohonan nomor {line.application_id}: lihat {PROOFS_FILE}"
    if run:
        return f"{line.reason or 'daftar pembayar'}, impor nomor {run['id']}"
    if line.number:
        return line.reason or "dicatat langsung di register"
    return "tidak ada di daftar kita: lihat temuannya"


def _rule(code: str) -> str:
    return next((rule.title for rule in finding_rules() if rule.code == code), code)


def finding_row(making: Making, one: AuditFinding) -> list[Any]:
    """One finding with its decision."""
    return [
        _rule(one.rule),
        one.number,
        one.nik,
        making.names.get(one.list_row_id or 0, ""),
        one.their_name,
        one.row,
        one.theirs,
        one.ours,
        one.register,
        one.amount,
        one.leaked,
        one.since,
        "tidak berlaku lagi sebelum ditutup" if one.stale else "",
        DECISIONS.get(one.decision, ""),
        one.note,
        making.who(one.staff_id),
        _moment(one.at),
    ]


def proof_row(making: Making, one: Proof) -> list[Any]:
    """One proof of one person."""
    title = {"surat": letter_title, "langkah": _step}.get(one.kind, str)
    number = _done(one.number) if one.kind == "langkah" else one.number if one.kind == "surat" else ""
    return [
        one.registration,
        one.name,
        one.application_id,
        KINDS[one.kind],
        title(one.title),
        number,
        _moment(one.day) if isinstance(one.day, datetime) else f"{one.day:%d-%m-%Y}" if one.day else "",
        making.basis.facts["offices"].get(str(one.office_id), ""),
        making.who(one.staff_id),
        one.sha256,
        letter_file(one) if one.kind == "surat" else "",
    ]


def letter_title(code: str) -> str:
    """What a letter is called; a code that this program does not know is shown as it is."""
    try:
        return letter_kind(code).title
    except WrongDeclaration:
        return code


def _step(number: str) -> str:
    return f"Langkah {number}"


def _done(action: str) -> str:
    try:
        return with_action(action).action(action).done
    except KeyError:
        return action


def source_row(making: Making, one: dict[str, Any]) -> list[Any]:
    """One import."""
    at = datetime.fromisoformat(one["at"])
    compared = making.basis.facts["compared"]
    use = [word for word, key in (("daftar BPJS", "list"), ("tagihan", "bill")) if compared[key] == one["id"]]
    counts = [one[name] for name in ("total", "accepted", "rejected")]
    who = making.who(one["staff_id"])
    return [
        one["id"],
        one["file_name"],
        one["file_sha256"],
        one["layout"],
        one["period"] or "",
        ", ".join(use) or "dasar kepesertaan",
        *counts,
        who,
        _moment(at),
    ]


def _moment(at: datetime | None) -> str:
    return "" if at is None else f"{at:%d-%m-%Y %H.%M.%S} UTC"


def letter_file(one: Proof) -> str:
    """Where a letter lies inside the pack."""
    name = "".join(letter if letter.isalnum() else "-" for letter in f"{one.title}-{one.number}")
    return f"{LETTERS}/{name}-{one.ref_id}.pdf"


PAID_COLUMNS = (
    ("row", "Baris tagihan", 9, "number"),
    ("their_number", "Nomor peserta", 16, "code"),
    ("their_nik", "NIK di tagihan", 19, "code"),
    ("their_name", "Nama di tagihan", 28),
    ("billed", "Ditagih (Rp)", 13, "number"),
    ("paid", "Disepakati dibayar (Rp)", 15, "number"),
    ("registration", "Nomor catatan", 16),
    ("nik", "NIK kita", 19, "code"),
    ("name", "Nama kita", 28),
    ("segment", "Segmen", 18),
    ("number", "Nomor peserta kita", 16, "code"),
    ("valid_from", "Berlaku sejak", 12, "date"),
    ("valid_to", "Berakhir", 12, "date"),
    ("why", "Dasar kepesertaan", 34),
    ("file", "Berkas", 28),
    ("source_row", "Baris berkas", 9, "number"),
    ("run", "Impor", 8, "number"),
    ("letters", "Surat", 40),
    ("rules", "Temuan", 24),
    ("decided", "Keputusan", 16),
)
FINDING_COLUMNS = (
    ("rule", "Temuan", 22),
    ("number", "Nomor peserta", 16, "code"),
    ("nik", "NIK", 19, "code"),
    ("name", "Nama kita", 28),
    ("their_name", "Nama di tagihan", 28),
    ("row", "Baris tagihan", 9, "number"),
    ("theirs", "Menurut BPJS", 22),
    ("ours", "Menurut kita", 22),
    ("register", "Menurut kependudukan", 24),
    ("amount", "Nilai (Rp)", 13, "number"),
    ("leaked", "Bocor (Rp)", 13, "number"),
    ("since", "Sejak", 12, "date"),
    ("stale", "Keadaan", 20),
    ("decision", "Keputusan", 16),
    ("note", "Catatan", 30),
    ("who", "Diputus oleh", 30),
    ("at", "Diputus pada", 24),
)
PROOF_COLUMNS = (
    ("registration", "Nomor catatan", 16),
    ("name", "Nama", 28),
    ("application_id", "Permohonan", 10, "number"),
    ("kind", "Jenis", 14),
    ("title", "Uraian", 30),
    ("number", "Nomor atau hasil", 34),
    ("day", "Tanggal", 24),
    ("office", "Kantor", 30),
    ("who", "Oleh", 30),
    ("sha256", "SHA-256", 66),
    ("file", "Berkas dalam paket", 50),
)
SOURCE_COLUMNS = (
    ("id", "Impor", 8, "number"),
    ("file_name", "Nama berkas", 34),
    ("file_sha256", "SHA-256 berkas", 66),
    ("layout", "Tata letak", 18),
    ("period", "Bulan", 10),
    ("use", "Dipakai sebagai", 20),
    ("total", "Baris", 10, "number"),
    ("accepted", "Masuk", 10, "number"),
    ("rejected", "Dikembalikan", 10, "number"),
    ("who", "Diimpor oleh", 30),
    ("at", "Pada", 24),
)
RATE_COLUMNS = (
    ("ward_class", "Kelas", 8, "number"),
    ("budget_line", "Mata anggaran", 20),
    ("amount", "Rupiah", 12, "number"),
    ("valid_from", "Berlaku sejak", 12, "date"),
    ("legal_basis", "Dasar hukum", 50),
    ("note", "Catatan", 30),
)
