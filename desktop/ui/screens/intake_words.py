"""What a clerk types about a found person, understood at once: birth, moment, NIK; and a found person in short words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from db.queries.cases import CaseRow
from desktop.sop.births import parse_birth
from desktop.sop.findings import Finding
from desktop.sop.identity import NikReport, check_nik
from desktop.sop.moments import parse_moment
from desktop.ui.format import NOTHING, age, clock, moment, short_day

ROWS = (
    ("found_place", "found_at"),
    ("name", "alias"),
    ("sex", "birth"),
    ("birth_place", "category"),
    ("condition", "belongings"),
    ("nik_claimed", "note"),
)
LABELS = {
    "found_place": "Tempat ditemukan",
    "found_at": "Waktu ditemukan",
    "name": "Nama",
    "alias": "Alias atau sebutan",
    "sex": "Jenis kelamin",
    "birth": "Tgl lahir / umur",
    "birth_place": "Tempat lahir",
    "category": "Kategori PPKS",
    "condition": "Kondisi",
    "belongings": "Barang dan surat",
    "nik_claimed": "NIK menurut pengakuan",
    "note": "Catatan",
}
HINTS = {
    "name": "boleh kosong bila ada alias",
    "alias": "misalnya Mr. X, Mak Ijah",
    "birth": "14-02-1998, 1979, atau 43 th",
    "found_at": "19-11-2026 23.00, atau 23.00",
    "nik_claimed": "16 angka, boleh kosong",
    "condition": "sehat, sakit, luka …",
    "belongings": "tas, KTP lama, surat …",
}
LONGEST = {"name": 300, "alias": 300, "birth": 60, "found_at": 60, "nik_claimed": 40, "birth_place": 100}
KEPT = ("found_place", "found_at")
SMART = ("birth", "found_at", "nik_claimed")
SHORT = {
    "has_identity": "Tanpa sebutan",
    "has_sex": "JK belum ada",
    "has_found": "Tempat/jam?",
    "taken": "Sedang dikerjakan",
    "drafted": "Dalam konsep",
}
_CLOCK_ONLY = re.compile(r"\s*(\d{1,2})[.:](\d{2})\s*")
_DAYS = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")


@dataclass(frozen=True, slots=True)
class Understood:
    """``value`` of what was typed, ``said`` beside the label, ``note`` beneath it; tone ``bad`` refuses."""

    value: Any = None
    said: str = ""
    note: str = ""
    tone: str = "plain"
    estimated: bool = False

    @property
    def refused(self) -> bool:
        """The text cannot be used."""
        return self.tone == "bad"


def read_birth(text: str, today: date) -> Understood:
    """A date, a year, or an age: ``± 1979 (perkiraan)`` or ``14 Feb 1998 · 28 th``."""
    birth = parse_birth(text.strip(), today=today)
    if birth.refused:
        return Understood(note=birth.findings[0].sentence, tone="bad")
    if birth.date is None:
        return Understood(said="tidak diketahui" if text.strip() else "")
    if birth.estimated:
        return Understood(birth.date, f"± {birth.date.year} (perkiraan)", estimated=True)
    return Understood(birth.date, f"{short_day(birth.date)} {birth.date.year} · {age(birth.date, today)} th")


def read_moment(text: str, now: datetime) -> Understood:
    """A day with or without a clock; a clock alone is the last time it showed that. Nothing lies in the future."""
    typed = text.strip()
    alone = _CLOCK_ONLY.fullmatch(typed)
    if alone and int(alone[1]) < 24 and int(alone[2]) < 60:
        at = now.replace(hour=int(alone[1]), minute=int(alone[2]), second=0, microsecond=0)
        at = at if at <= now else at - timedelta(days=1)
        return Understood(at, _short(at))
    found = parse_moment(typed, today=now.date())
    if found.at is None:
        return Understood(note=found.findings[0].sentence, tone="bad") if found.findings else Understood()
    at = found.at.replace(tzinfo=now.tzinfo)
    if at > now:
        return Understood(note="Waktu ini ada di masa depan. Perbaiki tanggal atau jamnya.", tone="bad")
    return Understood(at, _short(at) if found.clock_known else f"{short_day(at)}, tanpa jam")


def read_nik(text: str, born: Understood, sex: str | None, today: date) -> Understood:
    """The number as the person or a paper says it, explained; empty is good."""
    report = check_nik(text.strip(), birth_date=born.value, sex=sex, today=today, birth_estimated=born.estimated)
    worst = _worst(report)
    if report.refused and worst is not None:
        remedy = "" if worst.remedy else " Cocokkan dengan KTP, atau kosongkan."
        return Understood(note=f"{worst.sentence}{remedy}", tone="bad")
    if report.nik is None or report.parts is None:
        return Understood()
    where = report.parts.region or f"wilayah {report.nik[:6]}"
    if worst is not None and worst.severity == "warning":
        return Understood(report.nik, note=worst.sentence, tone="warn")
    return Understood(report.nik, note=f"{where} · {report.parts.birth_words}", tone="ok")


def _worst(report: NikReport) -> Finding | None:
    order = {"error": 0, "warning": 1, "info": 2}
    return min(report.findings, key=lambda finding: order[finding.severity], default=None)


def _short(at: datetime) -> str:
    return f"{_DAYS[at.weekday()]} {short_day(at)} {clock(at)}"


def moment_text(at: datetime | None, now: datetime) -> str:
    """A stored moment as the field shows it: ``19-11-2026 23.00`` in the office's zone."""
    return f"{at.astimezone(now.tzinfo):%d-%m-%Y %H.%M}" if at else ""


def birth_text(row: CaseRow) -> str:
    """A stored birth as the field shows it."""
    if row.birth_date is None:
        return ""
    return f"± {row.birth_date.year}" if row.birth_estimated else f"{row.birth_date:%d-%m-%Y}"


def about(row: CaseRow, today: date) -> str:
    """``L · ± 47``."""
    years = age(row.birth_date, today)
    told = NOTHING if years is None else f"± {years}" if row.birth_estimated else str(years)
    return f"{row.sex or '?'} · {told}"


def found_when(row: CaseRow, now: datetime) -> str:
    """``17 Nov 20.45``."""
    return moment(row.found_at.astimezone(now.tzinfo)) if row.found_at else NOTHING


def found_day(row: CaseRow, now: datetime) -> str:
    """``17 Nov``: for a narrow column."""
    return short_day(row.found_at.astimezone(now.tzinfo)) if row.found_at else NOTHING


def bound_for(row: CaseRow, panti: int | None) -> CaseRow:
    """The row as it will be once it is on its way to this panti: choosing it is part of the hand-over."""
    return replace(row, panti_office_id=panti or row.panti_office_id or -1)


def as_stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values for the commands: moments in UTC, as the record room keeps them."""
    at = values.get("found_at")
    return {**values, "found_at": at.astimezone(UTC) if at else None}


def home_of(stored: str) -> str:
    """The field of the form in which a stored value is typed."""
    return "birth" if stored in ("birth_date", "birth_estimated") else stored


def newcomer_values(row: CaseRow) -> dict[str, Any]:
    """The fields of the form as the row has them (names of ``EditCase``)."""
    names = ("name", "alias", "sex", "birth_place", "birth_date", "birth_estimated", "category", "found_place")
    return {name: getattr(row, name) for name in (*names, "found_at", "condition", "belongings", "note", "nik_claimed")}
