"""A person as a row of a by-name annex: plain texts, as they are frozen in the letter."""

from datetime import date
from zoneinfo import ZoneInfo

from db.queries.cases import CaseRow
from db.queries.joined import Joined
from desktop.sop.births import say_birth
from desktop.sop.dates import say_date
from desktop.sop.kis import kis_of

SAID = {"kematian": "Meninggal", "pindah": "Pindah"}


def say_day(text: str) -> str:
    """An ISO date as offices write it; nothing for nothing."""
    return say_date(date.fromisoformat(text)) if text else ""


def annex_row(
    number: int, row: CaseRow, zone: str = "Asia/Jakarta", *, health: bool = True, joined: Joined | None = None
) -> dict[str, str]:
    """The columns an annex may show (keys of ``letter.toml``). Without ``health``, for who has no right to health notes,
    ``kondisi`` is not even among them, and an annex that asks for it is set without that column. With ``joined`` the
    nine elements of Pasal 6b and the event are among them."""
    name = row.label if not row.name else f"{row.name} alias {row.alias}" if row.alias else row.name
    birth = say_birth(row.birth_date, estimated=row.birth_estimated) if row.birth_date else "tidak diketahui"
    place = f"{row.birth_place}, " if row.birth_place else ""
    found = row.found_at.astimezone(ZoneInfo(zone)) if row.found_at else None
    health_notes = {"kondisi": row.condition} if health else {}
    plain = {
        "no": str(number),
        "nama": name,
        "jk": row.sex or "-",
        "lahir": f"{place}{birth}",
        "kategori": row.category,
        "lokasi": f"{row.found_place}, {found:%d-%m-%Y}" if found else row.found_place,
        "nik": row.nik or "",
        "keterangan": row.registration,
    }
    return health_notes | plain | (_member(row, joined) if joined is not None else {})


def _member(row: CaseRow, joined: Joined) -> dict[str, str]:
    return {
        "nik": joined.nik,
        "jk": joined.sex or "-",
        "tempat_lahir": joined.birth_place,
        "tanggal_lahir": f"{joined.birth_date:%d-%m-%Y}" if joined.birth_date else "",
        "alamat": joined.address,
        "kelurahan": joined.kelurahan,
        "kecamatan": joined.kecamatan,
        "nomor_kis": joined.participant_number,
        "jenis_kis": kis_of(joined.kind),
        "peristiwa": event_words(row),
    }


def event_words(row: CaseRow) -> str:
    """«Meninggal 20-11-2026, 3171-KM-20112026-0001»: what ends this membership, and its document."""
    said = f"{SAID[row.event_kind]} {row.event_date:%d-%m-%Y}"
    said += f" ke {row.event_destination}" if row.event_destination else ""
    return ", ".join(part for part in (said, row.event_document) if part)
