"""A person as a row of a by-name annex: plain texts, as they are frozen in the letter."""

from datetime import date
from zoneinfo import ZoneInfo

from db.queries.cases import CaseRow
from desktop.sop.births import say_birth
from desktop.sop.dates import say_date


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
    return health_notes | {
        "no": str(number),
        "nama": name,
        "jk": row.sex or "-",
        "lahir": f"{place}{birth}",
        "kategori": row.category,
        "lokasi": f"{row.found_place}, {found:%d-%m-%Y}" if found else row.found_place,
        "nik": row.nik or "",
        "keterangan": row.registration,
    }
