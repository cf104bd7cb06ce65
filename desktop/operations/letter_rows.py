"""A person as a row of a by-name annex: plain texts, as they are frozen in the letter."""

from datetime import date
from zoneinfo import ZoneInfo

from db.queries.cases import CaseRow
from desktop.sop.births import say_birth
from desktop.sop.dates import say_date
from desktop.sop.kis import kis_of

SAID = {"kematian": "Meninggal", "pindah": "Pindah"}


def say_day(text: str) -> str:
    """An ISO date as offices write it; nothing for nothing."""
    return say_date(date.fromisoformat(text)) if text else ""


def annex_row(number: int, row: CaseRow, zone: str = "Asia/Jakarta", *, health: bool = True) -> dict[str, str]:
    """The columns an annex may show (keys of ``letter.toml``). Without ``health``, for who has no right to health notes,
    ``kondisi`` is not even among them, and an annex that asks for it is set without that column."""
    name = row.label if not row.name else f"{row.name} alias {row.alias}" if row.alias else row.name
    birth = say_birth(row.birth_date, estimated=row.birth_estimated) if row.birth_date else "tidak diketahui"
    place = f"{row.birth_place}, " if row.birth_place else ""
    found = row.found_at.astimezone(ZoneInfo(zone)) if row.found_at else None
    health_notes = {"kondisi": row.condition} if health else {}
    return (
        health_notes
        | {
            "no": str(number),
            "nama": name,
            "jk": row.sex or "-",
            "lahir": f"{place}{birth}",
            "kategori": row.category,
            "lokasi": f"{row.found_place}, {found:%d-%m-%Y}" if found else row.found_place,
            "nik": row.nik or "",
            "keterangan": row.registration,
        }
        | (member_row(row) if row.event_id is not None else {})
    )


def member_row(row: CaseRow) -> dict[str, str]:
    """The elements of Pasal 6b that a row has beyond its NIK and sex, and the event that ends the membership."""
    said = f"{SAID[row.event_kind]} {row.event_date:%d-%m-%Y}"
    to = f" ke {row.event_destination}" if row.event_destination else ""
    return {
        "tempat_lahir": row.birth_place,
        "tanggal_lahir": f"{row.birth_date:%d-%m-%Y}" if row.birth_date else "",
        "alamat": row.address,
        "kelurahan": row.kelurahan,
        "kecamatan": row.kecamatan,
        "nomor_kis": row.event_number,
        "jenis_kis": kis_of(row.event_segment),
        "peristiwa": ", ".join(part for part in (said + to, row.event_document) if part),
    }
