"""Brings invented people to any status of the procedure through the real operations of every desk, for tests of screens."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise
from typing import Any

from db.queries.cases import CaseRow, cases_by_id, queue
from desktop.office import Office
from desktop.operations.edit_case import EditCase
from desktop.operations.intake import Newcomer, RecordIntake
from desktop.operations.locking import Seen
from desktop.operations.move import Move
from desktop.operations.outcome import Outcome
from desktop.operations.record_eid import Eid, RecordEid
from desktop.operations.record_nik import RecordNik
from desktop.operations.send_to_panti import SendToPanti
from desktop.seat import Seat
from tests.shelf import staged

SeatOf = Callable[[str], Seat]
CHAIN = (
    "dijangkau",
    "diserahkan",
    "diterima",
    "menunggu_rekomendasi",
    "menunggu_nik",
    "nik_tersedia",
    "menunggu_validasi",
    "disetujui",
    "eid_terbit",
    "eid_diterima",
    "selesai",
)
NAMES = (
    "Siti Aminah",
    "Suparman",
    "",
    "Dewi Lestari",
    "Rohani",
    "Agus Salim",
    "Maria Goreti",
    "Bambang Sutrisno",
    "Nurhayati",
    "Yohanes Kopong",
    "Sri Wahyuni",
    "Ahmad Fauzi bin Muhammad Syafruddin",
    "Lina Marlina",
)
ALIASES = {1: "Pak De", 2: "Mak Ijah"}
WOMEN = {0, 2, 3, 4, 6, 8, 10, 12}
PLACES = ("Stasiun Senen", "Kolong Jembatan Klender", "Terminal Pulogadung", "Pasar Induk Kramat Jati")
CATEGORIES = ("Gelandangan", "Pengemis", "Lanjut usia terlantar", "Penyandang disabilitas terlantar")


def newcomers(office: Office, people: int) -> tuple[Newcomer, ...]:
    """Invented people as Satpol PP found them an hour ago; every third with an estimated birth, the third without a name."""
    now = office.clock()
    return tuple(
        Newcomer(
            name=_name(at),
            alias=ALIASES.get(at % len(NAMES), ""),
            sex="P" if at % len(NAMES) in WOMEN else "L",
            birth_place="" if at % 3 == 2 else "Bekasi",
            birth_date=date(1950 + at % 40, 1 + at % 12, 1 + at % 27),
            birth_estimated=at % 3 == 2,
            category=CATEGORIES[at % len(CATEGORIES)],
            found_place=PLACES[at % len(PLACES)],
            found_at=now,
            condition="Sadar, batuk ringan" if at % 2 else "Sehat",
            belongings="Tas kain, sarung" if at % 2 else "",
        )
        for at in range(people)
    )


def _name(at: int) -> str:
    round_, place = divmod(at, len(NAMES))
    return f"{NAMES[place]} {['Kedua', 'Ketiga', 'Keempat'][round_ - 1]}" if round_ and NAMES[place] else NAMES[place]


def photo(colour: str = "#7a8f99") -> bytes:
    """A real JPEG of one colour."""
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (300, 400), colour).save(out, "JPEG")
    return out.getvalue()


def bring_to(
    office: Office,
    seats: SeatOf,
    status: str,
    *,
    people: int = 3,
    who: Sequence[Newcomer] | None = None,
    facilities: Sequence[str] = (),
    photos: Sequence[int] = (),
) -> tuple[CaseRow, ...]:
    """The cases of these people, standing in ``status`` (one of :data:`CHAIN`), in the order they were written down.

    ``seats`` is ``seats_of(office)``; ``who`` replaces the invented people; ``facilities[i]`` is the i-th person's
    first-level facility (default Puskesmas Cakung); ``photos`` names the places of those who have a photo. What already
    stands at the desks stays where it is.
    """

    def play() -> tuple[int, ...]:
        return _play(office, seats, status, who if who is not None else newcomers(office, people), facilities, photos)

    key = ("stages", status, people, tuple(facilities), tuple(photos), office.clock())
    return office.read(cases_by_id, staged(office.database.url, key, play) if who is None else play())


def _play(
    office: Office,
    seats: SeatOf,
    status: str,
    who: Sequence[Newcomer],
    facilities: Sequence[str],
    photos: Sequence[int],
) -> tuple[int, ...]:
    given = [replace(one, photo=photo()) if at in photos else one for at, one in enumerate(who)]
    outcome = seats("bagus").run(RecordIntake(people=tuple(given)))
    ids = outcome.done
    rows = office.read(cases_by_id, ids)
    seats("bagus").run(SendToPanti(cases=seen(rows), panti_office_id=seats("yusuf").staff.office_id))
    for at, (before, after) in enumerate(pairwise(CHAIN)):
        if CHAIN.index(status) <= at:
            break
        assert {row.status for row in office.read(cases_by_id, ids)} == {before}
        _advance(office, seats, after, ids, facilities)
    return ids


def move(office: Office, seat: Seat, action: str, ids: Sequence[int], reason: str = "") -> Outcome:
    """One declared action on these cases as they stand now."""
    return seat.run(Move(procedure="wbs", action=action, cases=seen(office.read(cases_by_id, ids)), reason=reason))


def waiting(seat: Seat, *statuses: str) -> tuple[CaseRow, ...]:
    """What waits at a seat's office."""
    return seat.read(queue, seat.staff.office_id, statuses)


def touch(office: Office, seat: Seat, case_id: int, **after: object) -> Outcome:
    """Another desk edits a case: its version grows."""
    row = office.read(cases_by_id, [case_id])[0]
    before = {name: getattr(row, name) for name in after}
    return seat.run(EditCase(application_id=case_id, before=before, after=after))


def open_sheet(screen: Any) -> Any:
    """The sheet that lies over a screen now."""
    from desktop.ui.widgets import Sheet

    shown = [sheet for sheet in screen.window().findChildren(Sheet) if not sheet.isHidden()]
    assert len(shown) == 1, f"{len(shown)} sheets are open"
    return shown[0]


def sheets(screen: Any) -> int:
    """How many sheets lie over a screen."""
    from desktop.ui.widgets import Sheet

    return sum(1 for sheet in screen.window().findChildren(Sheet) if not sheet.isHidden())


def seen(rows: Sequence[CaseRow]) -> tuple[Seen, ...]:
    """Ids with versions."""
    return tuple((row.id, row.version) for row in rows)


def _advance(office: Office, seats: SeatOf, after: str, ids: Sequence[int], facilities: Sequence[str]) -> None:
    plain = {
        "diserahkan": ("bagus", "serahkan"),
        "diterima": ("yusuf", "terima"),
        "menunggu_rekomendasi": ("yusuf", "mohon_rekomendasi"),
        "menunggu_nik": ("sari", "rekomendasikan"),
        "menunggu_validasi": ("yusuf", "mohon_persetujuan"),
        "disetujui": ("ratna", "validasi"),
        "eid_diterima": ("ratna", "teruskan_eid"),
    }
    rows = office.read(cases_by_id, ids)
    if after in plain:
        user, action = plain[after]
        move(office, seats(user), action, ids)
    elif after == "nik_tersedia":
        for row in rows:
            seats("andi").run(RecordNik(case=(row.id, row.version), nik=nik_of(row)))
    elif after == "eid_terbit":
        eids = [
            Eid((row.id, row.version), f"0001999{row.id:06d}", _facility(facilities, at)) for at, row in enumerate(rows)
        ]
        seats("hendra").run(RecordEid(eids=tuple(eids)))
    elif after == "selesai":
        seats("yusuf").make_cards(seen(rows), "eid_a4")
        move(office, seats("yusuf"), "cetak_kartu", ids)


def _facility(facilities: Sequence[str], at: int) -> str:
    return facilities[at] if at < len(facilities) else "Puskesmas Cakung"


def nik_of(row: CaseRow) -> str:
    """A NIK that fits the person (region 31.75.01, women's day + 40) and can be nobody's: serial 99xx."""
    assert row.birth_date is not None
    day = row.birth_date.day + (40 if row.sex == "P" else 0)
    return f"317501{day:02d}{row.birth_date:%m%y}99{row.id % 100:02d}"


def name_recipient(qtbot: Any, screen: Any, who: str = "Dinas Sosial, rapat bulanan") -> None:
    """Answer the question for whom a list leaves the office, and wait for the file."""
    from tests.ui.desks import settle

    settle(qtbot, screen)
    sheet = open_sheet(screen)
    sheet.text.setText(who)
    sheet.confirm()
    settle(qtbot, screen)
