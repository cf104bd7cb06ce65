"""Lists that leave the office in the layouts of the exchange: counted and journalled first, then written page by page."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from db.queries.bill_lines import bill_span, closed_months, corrected_bill, kept_bill
from db.queries.import_files import known_mapping
from db.queries.list_runs import StandingRun, last_standing
from db.queries.member_list import member_page, pages
from db.queries.membership_counts import segment_counts
from db.queries.proposed import proposed
from db.queries.registered import recorded_events, resident_count, resident_page
from desktop.operations.note_access import NoteAccess
from desktop.sop.dates import MONTHS
from desktop.sop.lists_out import ListOut, Wish, list_out
from desktop.sop.mutations import REMEMBERED, begin_word
from desktop.sop.reconciling import month_of, next_month, say_month
from desktop.sop.refusals import Refused
from desktop.sop.segments import label, segment

if TYPE_CHECKING:
    from desktop.seat import Seat

Facts = Mapping[str, object]
PROGRAM = "PBI JK"
BILL = "bpjs_tagihan"


@dataclass(frozen=True, slots=True)
class _Found:
    """What goes out: how many, for what, the rows, and whose data it is where that is told one by one."""

    count: int
    purpose: str
    rows: Iterable[Facts]
    subjects: tuple[int, ...] = ()


def write_out(
    seat: "Seat", wish: Wish, out: Path, recipient: str, tell: Callable[[int, int], None] = lambda _done, _whole: None
) -> int:
    """The list as .xlsx or .csv; journalled with purpose and recipient before the file exists. Gives how many lines.

    :raises Refused: for another office's list, for one that is empty, and for what was not said. :raises CannotWrite:
    """
    from desktop.spreadsheets.list_export import export_list
    from desktop.spreadsheets.taken import Taken

    kind, layout = list_out(wish.code, wish.layout, seat.staff.roles)
    if not recipient.strip():
        raise Refused("no_recipient", "Penerima daftar belum disebut. Tulis untuk siapa, lalu ulangi.")
    if out.suffix.lower() not in (".xlsx", ".csv"):
        what = f"Berkas {out.name} harus berakhiran .xlsx atau .csv."
        raise Refused("bad_ending", f"{what} Ganti nama berkasnya, lalu ulangi.")
    _said(kind, wish)
    found = _FINDERS[kind.code](seat, wish)
    seat.run(
        NoteAccess(
            kind="ekspor", purpose=found.purpose, recipient=recipient, count=found.count, subjects=found.subjects
        )
    )
    taken = Taken(seat.taken(), recipient, found.purpose)
    return export_list(out, layout, found.rows, taken=taken, step=lambda done: tell(done, found.count))


def _said(kind: ListOut, wish: Wish) -> None:
    """:raises Refused: when something is missing that the list asks for."""
    if "segment" in kind.asks:
        try:
            segment(wish.segment)
        except KeyError:
            raise Refused("no_segment", "Segmen kepesertaan belum dipilih. Pilih segmennya, lalu ulangi.") from None
    if "period" in kind.asks:
        month_of(wish.period)


def _empty(what: str, remedy: str) -> Refused:
    return Refused("nothing_to_export", f"{what} {remedy}")


def _members(seat: "Seat", wish: Wish) -> _Found:
    day = wish.day or seat.now().date()
    counts = {one.segment: one.counts[0] for one in seat.read(segment_counts, [day])}
    if not counts.get(wish.segment):
        what = f"Tidak ada peserta {label(wish.segment)} pada {day:%d-%m-%Y}."
        raise _empty(what, "Pilih segmen atau tanggal yang lain.")
    told = seat.read(known_mapping, seat.staff.office_id, REMEMBERED)
    period = f"{day:%Y-%m}"
    line = seat.read(last_standing, "bpjs_rekon", period, wish.segment, besides=0)
    same = {
        "period": period,
        "status": "0",
        "segment": label(wish.segment),
        "mutation": begin_word(told.mapping if told else {}),
    }

    def page(code: str, held: date, after: int) -> tuple[dict[str, object], ...]:
        return seat.read(member_page, code, held, after, told=line.id if line else 0)

    rows = (facts for one in pages(page, wish.segment, day) for facts in one)
    said = ({**facts, **same, "Kelas Rawat": facts["ward_class"]} for facts in rows)
    return _Found(counts[wish.segment], f"Daftar peserta {label(wish.segment)} per {day:%d-%m-%Y}", said)


def _kept_bill(seat: "Seat", wish: Wish) -> _Found:
    run: StandingRun | None = seat.read(last_standing, BILL, wish.period, wish.segment, besides=0)
    month = say_month(month_of(wish.period))
    if run is None or run.period != wish.period:
        what = f"Tagihan {label(wish.segment)} bulan {month} belum diimpor."
        raise _empty(what, "Impor tagihannya dulu, atau pilih bulan yang lain.")

    first, last = seat.read(bill_span, run.id)

    def page(after: int) -> tuple[dict[str, object], ...]:
        return seat.read(kept_bill, run.id, last, after)

    purpose = f"Tagihan BPJS apa adanya, {label(wish.segment)}, {month}"
    return _Found(run.accepted, purpose, map(_billed, _paged(page, first - 1)))


def _corrected_bill(seat: "Seat", wish: Wish) -> _Found:
    months = seat.read(closed_months, seat.staff.office_id, wish.period, wish.segment)
    month = say_month(month_of(wish.period))
    if not months:
        what = f"Bulan {month} segmen {label(wish.segment)} belum ditutup, jadi tagihannya belum dikoreksi."
        raise _empty(what, "Tutup bulannya di Rekonsiliasi, atau pilih bulan yang lain.")

    def page(month_id: int, after: int) -> tuple[dict[str, object], ...]:
        return seat.read(corrected_bill, month_id, after)

    def rows() -> Iterator[Facts]:
        for one, _lines in months:
            yield from _paged(partial(page, one))

    purpose = f"Tagihan yang dikoreksi, {label(wish.segment)}, {month}"
    return _Found(sum(lines for _one, lines in months), purpose, map(_billed, rows()))


def _billed(facts: Facts) -> Facts:
    from desktop.spreadsheets.codes import code_of

    period = str(facts["period"] or "")
    month = MONTHS[int(period[5:]) - 1] if period else None
    return {**facts, "month": month, "segment_code": code_of("bpjs", "participant", facts["segment"])}


def _proposed(seat: "Seat", wish: Wish) -> _Found:
    rows = seat.read(proposed, "siksng_usulan", wish.period)
    month = say_month(month_of(wish.period))
    if not rows:
        what = f"Belum ada usulan bulan {month} yang diimpor."
        raise _empty(what, "Impor usulannya dulu, atau pilih bulan yang lain.")

    people = tuple(sorted({int(str(one["person_id"])) for one in rows if one["person_id"] is not None}))
    return _Found(len(rows), f"Usulan PBI JK, {month}", ({**one, "segment": PROGRAM} for one in rows), people)


def _residents(seat: "Seat", _wish: Wish) -> _Found:
    count = seat.read(resident_count)
    if not count:
        raise _empty("Data penduduk belum ada.", "Impor dulu data penduduk dari SIAK.")

    def rows() -> Iterator[Facts]:
        after = ""
        while page := seat.read(resident_page, after):
            yield from page
            after = str(page[-1]["nik"])

    return _Found(count, "Data penduduk", rows())


def _events(seat: "Seat", wish: Wish) -> _Found:
    first = month_of(wish.period)
    begin, end = (_midnight(seat, day) for day in (first, next_month(first)))
    rows = seat.read(recorded_events, wish.code, begin, end)
    if not rows:
        what = f"Tidak ada {wish.code} yang dicatat pada {say_month(first)}."
        raise _empty(what, "Pilih bulan yang lain.")
    people = tuple(sorted({int(str(one["person_id"])) for one in rows}))
    title = "Kematian" if wish.code == "kematian" else "Pindah"
    return _Found(len(rows), f"{title} yang dicatat, {say_month(first)}", rows, people)


def _midnight(seat: "Seat", day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=seat.now().tzinfo)


def _paged(read: Callable[[int], tuple[dict[str, object], ...]], after: int = 0) -> Iterator[dict[str, object]]:
    while page := read(after):
        yield from page
        after = int(str(page[-1]["id"]))


_FINDERS: Mapping[str, Callable[["Seat", Wish], _Found]] = {
    "peserta": _members,
    "tagihan": _kept_bill,
    "tagihan_dikoreksi": _corrected_bill,
    "usulan": _proposed,
    "penduduk": _residents,
    "kematian": _events,
    "pindah": _events,
}
"""The code of a list → where its rows come from."""
