"""Fields that stand in several columns of a list: street with RT and RW, month with year, segment by name or number."""

from collections.abc import Callable
from typing import Any

from desktop.sop.findings import Finding
from desktop.spreadsheets.list_layout import ListLayout

NoteField = Callable[[str, int, tuple[Finding, ...]], None]


def combine(values: dict[str, list[Any]], layout: ListLayout, count: int, note: NoteField) -> None:
    """Put the parts together in place; what cannot be put together is noted."""
    if "rt" in values or "rw" in values:
        none = [None] * count
        parts = zip(values.get("address", none), values.get("rt", none), values.get("rw", none), strict=True)
        values["address"] = [_street(*part) for part in parts]
    if "month" in values and "period" in layout.fields:
        _periods(values, count, note)
    if "segment_code" in values:
        named = values.get("segment", [None] * count)
        values["segment"] = [text or code for text, code in zip(named, values["segment_code"], strict=True)]


def _street(street: str | None, rt: str | None, rw: str | None) -> str | None:
    if not rt and not rw:
        return street
    folded = (street or "").upper()
    behind = [f"{label} {text}" for label, text in (("RT", rt), ("RW", rw)) if text and f"{label} " not in f"{folded} "]
    return " ".join([*([street] if street else []), *behind]) or None


def _periods(values: dict[str, list[Any]], count: int, note: NoteField) -> None:
    none = [None] * count
    own, months, years = values.get("period", none), values["month"], values.get("year", none)
    found = []
    for at, (period, month, year) in enumerate(zip(own, months, years, strict=True)):
        if period or not month:
            found.append(period)
        elif len(month) == 7:
            found.append(month)
        elif year:
            found.append(f"{year}-{month}")
        else:
            found.append(None)
            what = "Bulan tertulis tanpa tahun, sehingga tidak jelas bulan mana yang dimaksud."
            note("month", at, (Finding("tahun_kosong", "error", what, "Isi tahunnya, lalu impor lagi."),))
    values["period"] = found
