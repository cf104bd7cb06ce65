"""*Riwayat data*: everything that was done with one person's data, in words, as lines, as a PDF, as a workbook or CSV."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from db.queries.offices import office_by_id, offices
from db.queries.person import PersonRow, person_by_id, person_by_nik
from db.queries.trail import FullTrailRow, full_trail
from desktop.operations.open_trail import OpenTrail
from desktop.operations.trail_parts import GROUPS, part_of
from desktop.sop.dates import MONTHS
from desktop.sop.identity import check_nik
from desktop.sop.letters import read_style
from desktop.sop.refusals import Refused
from desktop.ui.format import day, masked_nik
from desktop.ui.screens.person_words import Change, tell

if TYPE_CHECKING:
    from desktop.seat import Seat

MOST_LINES = 5000
TITLE = "Riwayat pemrosesan data pribadi"
LAW = "Diberikan kepada pemilik data menurut UU 27/2022 Pasal 31 dan 32. Nomor ditulis tersamar."


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One line in words, as it stands on paper."""

    at: str
    who: str
    place: str
    what: str
    detail: str


@dataclass(frozen=True, slots=True)
class DataTrail:
    """The trail of one person, newest line first; ``cut`` when only the newest :data:`MOST_LINES` are in it."""

    person: PersonRow
    period: str
    lines: tuple[TrailLine, ...]
    cut: bool


def person_with_nik(seat: "Seat", nik: str) -> int:
    """The person who carries this NIK. :raises Refused: for a wrong one, and when nobody does; the number is not repeated."""
    report = check_nik("".join(nik.split()), today=seat.now().date())
    found = seat.read(person_by_nik, report.nik) if report.nik else None
    if found is None:
        raise Refused("no_such_nik", "Tidak ada orang dengan NIK itu di Padan. Periksa 16 angkanya.")
    return found.merged_into or found.id


def data_trail(
    seat: "Seat",
    person_id: int,
    *,
    why: str,
    form: str,
    month: date | None = None,
    group: str = "semua",
    letter: str = "",
) -> DataTrail:
    """The trail, journalled before it is read; of one ``letter`` when its number is given.

    :raises Refused: for who may not see it, or without a ``why``.
    """
    if group not in GROUPS:
        raise Refused("unknown_group", f"Jenis kegiatan itu tidak ada. Pakai: {', '.join(GROUPS)}.")
    seat.run(OpenTrail(person_id=person_id, why=why, form=form))
    zone = seat.now().tzinfo
    assert zone is not None  # noqa: S101 (an office's clock is aware)
    rows = seat.read(full_trail, person_id, MOST_LINES + 1, part_of(group, month, zone, letter))
    person = seat.read(person_by_id, person_id)
    assert person is not None  # noqa: S101 (the command refused otherwise)
    names = {row.id: row.name for row in seat.read(offices)}
    period = f"{MONTHS[month.month - 1]} {month.year}" if month else "seluruhnya"
    period += f"; surat Nomor {letter}" if letter else ""
    period += "" if group == "semua" else f"; {GROUPS[group].label.lower()}"
    lines = tuple(_line(seat, row, names) for row in rows[:MOST_LINES])
    return DataTrail(person, period, lines, len(rows) > MOST_LINES)


def letter_lines(seat: "Seat", letter_id: int, why: str) -> tuple[TrailLine, ...]:
    """What was done with one letter, newest first; journalled. :raises Refused: for a letter between other offices."""
    rows = seat.paper.trail(letter_id, why)
    return tuple(_line(seat, FullTrailRow(row, "", ""), {}) for row in rows)


def _line(seat: "Seat", row: FullTrailRow, names: dict[int, str]) -> TrailLine:
    told = tell(row.line, names, seat.now().tzinfo)
    parts = (told.status, f"Alasan: {told.reason}" if told.reason else "", *map(_said, told.changes))
    who = ", ".join(part for part in (told.who, row.position) if part)
    return TrailLine(f"{told.at:%d-%m-%Y %H.%M}", who, row.office, told.what, "; ".join(part for part in parts if part))


def _said(change: Change) -> str:
    return f"{change.label}: {change.before} → {change.after}"


def about(trail: DataTrail) -> tuple[str, ...]:
    """Whose, which period, how many lines."""
    who = trail.person
    number = f"NIK {masked_nik(who.nik)}" if who.nik else f"nomor catatan {who.registration}"
    count = f"{len(trail.lines)} baris" + (
        f" (hanya {MOST_LINES} terbaru; persempit dengan bulan)" if trail.cut else ""
    )
    return (
        f"Nama: {who.name or who.alias or who.registration}, {number}, lahir {day(who.birth_date)}",
        f"Masa: {trail.period}, {count}",
        LAW,
    )


def trail_pdf(seat: "Seat", trail: DataTrail) -> tuple[bytes, str]:
    """(PDF, paper), oldest line first. :raises PaperError: when there is no line."""
    from desktop.documents.facts import Letterhead
    from desktop.documents.register_book import BookRow, Column, Ledger, render_ledger

    office = seat.read(office_by_id, seat.staff.office_id)
    assert office is not None  # noqa: S101 (everybody has an office)
    style = read_style(office.letter_style)
    columns = (
        Column("number", "No.", 10, "center"),
        Column("at", "Waktu", 26, "center"),
        Column("who", "Petugas dan jabatan", 50),
        Column("place", "Kantor", 46),
        Column("what", "Yang dilakukan", 52),
        Column("detail", "Rincian (semula → menjadi)", 96),
    )
    names = ("at", "who", "place", "what", "detail")
    ordered = enumerate(reversed(trail.lines), 1)
    rows = tuple(BookRow({name: getattr(line, name) for name in names} | {"number": str(at)}) for at, line in ordered)
    lines = (office.government.upper(), office.name.upper(), office.address, office.contact)
    given = f"Diberikan oleh {seat.staff.name}, {seat.staff.position or seat.staff.office_name}"
    book = Ledger(
        TITLE,
        Letterhead(lines),
        seat.now().date(),
        columns,
        rows,
        about(trail),
        (given,),
        style=style,
        taken=seat.taken(),
    )
    return render_ledger(book), style.paper or "f4"


def export_trail(seat: "Seat", trail: DataTrail, out: Path) -> int:
    """Write a workbook, or CSV when the name ends so; gives the number of lines. :raises CannotWrite:"""
    from desktop.spreadsheets.formats.data_trail import write_trail
    from desktop.spreadsheets.taken import Taken

    taken = Taken(seat.taken(), "pemilik data")
    write_trail(out, tuple(reversed(trail.lines)), heading=(TITLE, *about(trail)), taken=taken)
    return len(trail.lines)
