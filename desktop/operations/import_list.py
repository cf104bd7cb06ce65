"""A list of a payer, of BPJS or of SIAK comes in whole, or not at all (I1–I6): one transaction, sets and no loops."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from sqlalchemy import insert, select, update

from db.bulk import bulk_columns
from db.queries.import_files import runs_of_list
from db.queries.list_runs import last_standing
from db.registry import members, mutations, people, residents
from db.tables.incoming import incoming
from db.tables.lists import list_row
from db.tables.traces import import_run
from desktop.operations.asked_changes import PROPOSED_FOR, REASON, end_asked, take_proposed
from desktop.operations.bpjs_lists import Place, held_against, refuse_fewer, refuse_other_month, sentences
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.list_questions import (
    MOST_ASKED,
    MOST_SHOWN,
    asked_lines,
    keep_problems,
    keep_questions,
    other_region,
)
from desktop.operations.nik_notes import Columns, notes_of
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.names import name_tokens, sound_key
from desktop.sop.reconciling import month_of
from desktop.sop.refusals import Refused
from desktop.sop.segments import label, segment, segments

MEMBERS, EVIDENCE, REGISTER = ("pbi_bnba", "pbi_apbd"), ("bpjs_rekon", "bpjs_tagihan"), ("siak_penduduk",)
MUTATIONS, PROPOSALS = ("edabu_mutasi",), ("siksng_usulan",)
BOOKS = (*MEMBERS, *MUTATIONS)
"""Layouts that change memberships."""
_KEPT = ("number", "nik", "kk", "name", "sex", "birth_date", "birth_place", "address", "kelurahan", "kecamatan")
_SAID = ("relation", "facility", "facility_code", "family_number", "marital", "id_dtks", "note")
_STAGED = (*_KEPT, *_SAID)
_ASKED = {
    "edabu_mutasi": ("mutation", "effective_date"),
    "siksng_usulan": ("segment",),
    "siak_penduduk": ("status",),
}
_LINES = (
    "number",
    "nik",
    "name",
    "sex",
    "birth_date",
    "kecamatan",
    "kelurahan",
    "segment",
    "status",
    "period",
    "amount",
    *("kk", "birth_place", "address"),
    *_SAID,
)


class Source(Protocol):
    """An opened list: ``parts`` gives the lines' numbers and then a column of each of ``fields``, some lines at a time
    and once; then the counts are whole."""

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of our fields."""
        ...

    @property
    def problems(self) -> Sequence[Any]:
        """What was found, the first 10,000."""
        ...

    @property
    def tally(self) -> Any:
        """``total``, ``accepted``, ``rejected``; ``unread``: sheets that hold people and were not read."""
        ...

    def parts(self) -> Iterator[Columns]:
        """Accepted lines."""
        ...

    def sheet_of(self, place: int) -> str:
        """The sheet of the how-manieth accepted line; after ``parts``."""
        ...


@dataclass(frozen=True, kw_only=True)
class ImportList(Command):
    """``source`` opens the file anew each time it is asked. ``full``: the list names everybody of its segment, so who is
    not in it any more ends; ``ending`` is how many those were when the clerk looked (approve what you saw). ``fewer``:
    the clerk says that a list of BPJS is whole, though it is much shorter than such lists were. ``trial``: everything
    is done and taken back, for the counts. ``tell`` hears how many lines are in and may raise to stop."""

    layout: str
    file_name: str
    file_sha256: str
    source: Callable[[], Source]
    period: str = ""
    segment: str = ""
    full: bool = False
    ending: int | None = None
    fewer: bool = False
    trial: bool = False
    tell: Callable[[int], None] = lambda _lines: None


class TrialDone(Exception):
    """Carries the outcome out of a transaction that is rolled back."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


@operation(ImportList)
def import_list(work: Work, command: ImportList) -> Outcome:
    """Counts of what came in, was there already, waits for an answer, and ended.

    :raises Refused: for a layout of another office, a month or segment that is missing, a file that names too few or
        has too few lines.
    :raises TrialDone: of a trial.
    """
    _may(work, command)
    outcome = _again(work, command)
    if outcome is None:
        work.backend.make_room(work.connection)
        run_id = _begin(work, command)
        source = command.source()
        told: dict[str, Any] = {}
        if command.layout in EVIDENCE:
            taken, told = _take_evidence(work, command, run_id, source)
        else:
            taken = _take_people(work, command, run_id, source)
        outcome = _finish(work, command, run_id, source, taken, told)
    if command.trial:
        raise TrialDone(outcome)
    return outcome


def _may(work: Work, command: ImportList) -> None:
    if command.layout in REGISTER:
        work.need_role("dukcapil")
        return
    if command.layout not in (*BOOKS, *EVIDENCE, *PROPOSALS):
        raise Refused("no_such_list", "Daftar ini tidak masuk lewat layar impor. Periksa jenis berkasnya.")
    work.need_role(*("dinsos", "dinkes") if command.layout in PROPOSALS else ("dinkes",))
    month_of(command.period)
    try:
        segment(PROPOSED_FOR if command.layout in PROPOSALS else command.segment)
    except KeyError:
        raise Refused("no_segment", "Pilih dulu segmen kepesertaan daftar ini, lalu ulangi.") from None


def _again(work: Work, command: ImportList) -> Outcome | None:
    """The same bytes as the list or bill that counts for the month change nothing, whatever the file is called (I5). Any
    other list is gone through again: line by line it changes nothing either, but for what was answered meanwhile."""
    if command.layout not in EVIDENCE:
        return None
    place = (command.layout, command.period, command.segment)
    before = runs_of_list(work.connection, work.staff.office_id, command.file_sha256, *place)
    last = last_standing(work.connection, *place, besides=0)
    if not before or last is None or last.id != before[0].id:
        return None
    work.changed("import")
    day = before[0].at.astimezone(work.now.tzinfo)
    sentence = (
        f"Isi berkas ini sudah diimpor pada {day:%d-%m-%Y} sebagai {before[0].file_name}. Tidak ada yang berubah."
    )
    data = {"run": before[0].id, "accepted": 0, "rejected": before[0].rejected, "duplicates": before[0].accepted}
    return Outcome(sentence, data={**data, "again": True})


def _begin(work: Work, command: ImportList) -> int:
    values = {
        "layout": command.layout,
        "file_name": command.file_name,
        "file_sha256": command.file_sha256,
        "period": command.period or None,
        "segment": command.segment or None,
        **dict.fromkeys(("total", "accepted", "rejected", "duplicates"), 0),
        "staff_id": work.staff.id,
        "office_id": work.staff.office_id,
        "at": work.now,
    }
    run_id: int = work.connection.execute(insert(import_run).returning(import_run.c.id), values).scalar_one()
    return run_id


def _pour(work: Work, command: ImportList, run_id: int, source: Source, table: Any, wanted: Sequence[str]) -> int:
    """The lines of the file into a table; gives how many."""
    fields = ("row", *source.fields)
    kept = [(name, fields.index(name)) for name in ("row", *wanted) if name in fields]
    numbered, notes = "seq" in table.c, notes_of(fields)
    done = 0

    def parts() -> Iterator[Columns]:
        nonlocal done
        for columns in source.parts():
            _same_list(command, fields, columns)
            count = len(columns[0])
            third = range(done + 1, done + 1 + count) if numbered else notes(columns)
            yield [[run_id] * count, [work.staff.office_id] * count, third, *(columns[at] for _, at in kept)]
            done += count
            command.tell(done)

    names = ["run_id", "office_id", "seq" if numbered else "nik_note", *(name for name, _ in kept)]
    return bulk_columns(work.backend, work.connection, table, names, parts())


def _same_list(command: ImportList, fields: Sequence[str], columns: Columns) -> None:
    """:raises Refused: when a payer's list itself names another month, or a segment of ours that was not chosen."""
    if command.layout not in MEMBERS:
        return
    if "period" in fields:
        others = sorted(set(columns[fields.index("period")]) - {None, "", command.period})
        if others:
            what = f"Berkas ini memuat bulan {others[0]}, bukan bulan {command.period} yang dipilih."
            raise Refused("wrong_month", f"{what} Pilih bulan yang benar, atau minta berkas bulan itu.")
    if "segment" in fields:
        known = {word.casefold(): one.code for one in segments() for word in (one.code, one.label)}
        said = set(columns[fields.index("segment")])
        told = {known.get(str(one or "").casefold()) for one in said} - {None, command.segment}
        if told:
            what = f"Berkas ini memuat segmen {label(str(min(map(str, told))))}, bukan segmen yang dipilih."
            raise Refused("wrong_segment", f"{what} Pilih segmen yang benar, lalu uji lagi.")


def _take_evidence(
    work: Work, command: ImportList, run_id: int, source: Source
) -> tuple[dict[str, int], dict[str, Any]]:
    """BPJS's list or bill as it is: what does not agree is found by the comparison. Gives the count, and what it was held
    against."""
    count = _pour(work, command, run_id, source, list_row, _LINES)
    refuse_other_month(work, run_id, command.period)
    told = held_against(work, run_id, Place(command.layout, command.period, command.segment), count)
    if not command.fewer and not command.trial:
        refuse_fewer(told)
    return {"masuk": count}, told


def _take_people(work: Work, command: ImportList, run_id: int, source: Source) -> dict[str, int]:
    _pour(work, command, run_id, source, incoming, (*_STAGED, *_ASKED.get(command.layout, ())))
    work.backend.look_at_incoming(work.connection)
    if command.layout in PROPOSALS:
        proposed = take_proposed(work, run_id, command.layout, command.period, source.fields, name_keys)
        taken = {**proposed, **keep_questions(work, run_id, source.sheet_of)}
    elif command.layout in REGISTER:
        told = residents.take_in(work.connection, run_id, work.staff.office_id)
        work.note(*(Entry("peristiwa_cabut", person_id=one, reason=residents.RETURNED) for one in told.returned))
        taken = {"masuk": told.new, "berubah": told.changed, **keep_questions(work, run_id, source.sheet_of)}
    else:
        taken = _take_members(work, command, run_id, source)
    members.forget(work.connection, run_id)
    return taken


def _take_members(work: Work, command: ImportList, run_id: int, source: Source) -> dict[str, int]:
    connection, first = work.connection, month_of(command.period)
    _newest_month(work, command, run_id)
    people.resolve(connection, run_id)
    form = command.layout in MUTATIONS
    asked = end_asked(work, run_id, command.segment, first) if form else {}
    new = people.enrol(work.backend, connection, run_id, work.staff.office_id, work.now, name_keys)
    filled = people.fill_blanks(connection, run_id, work.now, source.fields)
    (mutations if form else members).keep_lines(connection, run_id, command.segment, command.period)
    members.ask(connection, run_id, command.segment, first, MEMBERS)
    families = people.keep_families(connection, run_id, first)
    payer = segment(command.segment).payer
    reason = [REASON] if form else []
    begun = members.begin(connection, run_id, command.segment, payer, first, work.now, *reason)
    ended = _end(work, command, run_id, source.tally) if command.full else 0
    taken = {"masuk": begun, "orang_baru": new, "dilengkapi": filled, "kk": families, "berakhir": ended}
    return {**taken, **asked, **other_region(work, run_id), **keep_questions(work, run_id, source.sheet_of)}


def name_keys(name: str) -> list[tuple[str, str]]:
    """The words of a name by which its owner is found, with their sounds."""
    return [(token[:60], sound_key(token)[:60]) for token in dict.fromkeys(name_tokens(name))]


def _newest_month(work: Work, command: ImportList, run_id: int) -> None:
    """:raises Refused: for a month before one that is in: it would take back what was learnt since."""
    r = import_run.c
    standing = (r.layout.in_(BOOKS), r.segment == command.segment, r.undone_at.is_(None), r.id != run_id)
    later = select(r.period).where(*standing, r.period > command.period).order_by(r.period.desc()).limit(1)
    period = work.connection.scalar(later)
    if period is not None:
        what = f"Daftar segmen ini untuk bulan {period} sudah masuk; daftar bulan {command.period} sudah terlambat."
        raise Refused("older_month", f"{what} Impor bulan sesudahnya, atau batalkan dulu impor yang lebih baru.")


def _end(work: Work, command: ImportList, run_id: int, tally: Any) -> int:
    """:raises Refused: unless the list can be believed to name everybody."""
    if tally.unread and not command.trial:
        what = f"Lembar “{tally.unread[0]}” juga berisi orang tetapi tidak dibaca: mereka akan ikut berakhir."
        raise Refused("not_whole", f"{what} Betulkan judulnya atau hapus, atau impor sebagai daftar sebagian.")
    if tally.rejected and not command.trial:
        what = f"{tally.rejected} baris dikembalikan, jadi daftar ini tidak lengkap: orangnya akan ikut berakhir."
        raise Refused("not_whole", f"{what} Perbaiki baris itu, atau impor sebagai daftar sebagian.")
    place = (run_id, command.segment)
    gone, whole = members.missing(work.connection, *place)
    if command.ending is None and not command.trial and gone * 10 > whole:
        what = f"{gone} dari {whole} peserta segmen ini tidak ada dalam berkas; daftarnya tampaknya tidak lengkap."
        raise Refused("list_too_short", f"{what} Periksa berkasnya, atau impor sebagai daftar sebagian.")
    if command.ending is not None and command.ending != gone:
        what = f"Yang akan berakhir sekarang {gone} peserta, bukan {command.ending} seperti saat diperiksa."
        raise Refused("drifted", f"{what} Uji berkasnya lagi, lalu putuskan.")
    reason = f"tidak ada lagi dalam daftar {command.period}"
    return members.end_missing(work.connection, *place, month_of(command.period), work.now, reason)


def _finish(
    work: Work,
    command: ImportList,
    run_id: int,
    source: Source,
    taken: Mapping[str, int],
    against: Mapping[str, Any],
) -> Outcome:
    tally = source.tally
    there = sum(taken.get(state, 0) for state in ("sudah", "ganda"))
    waiting = sum(taken.get(state, 0) for state in members.QUESTIONS if state != "ganda")
    counts = {"accepted": tally.accepted, "rejected": tally.rejected, "duplicates": there, "total": tally.total}
    work.connection.execute(update(import_run).where(import_run.c.id == run_id).values(counts))
    keep_problems(work, run_id, source.problems)
    work.changed("import")
    work.changed("membership")
    fields = {name: (0, count) for name, count in taken.items()}
    fields |= {"ditolak": (0, tally.rejected)}
    if fewer := against.get("fewer"):
        fields["baris_lebih_sedikit"] = (fewer["expected"], fewer["lines"])
    about = {"daftar": ("", command.layout), "bulan": ("", command.period), "sha256": ("", command.file_sha256)}
    work.note(Entry("impor", fields={**fields, **about}))
    words = [f"{tally.total} baris dibaca: {taken.get('masuk', 0)} masuk", f"{there} sudah ada"]
    words += [f"{tally.rejected} dikembalikan"]
    words += [f"{waiting} menunggu jawaban"] * bool(waiting)
    words += [f"{taken.get('berakhir')} berakhir"] * (command.full or command.layout in MUTATIONS)
    # A trial's own rows go with it, so what its return has to mark leaves with the outcome.
    most = MOST_ASKED if command.trial else MOST_SHOWN
    asked = [list(one) for one in work.connection.execute(asked_lines(run_id, most))]
    told = {"run": run_id, **counts, "taken": dict(taken), "questions": asked, "full": command.full, **against}
    outcome = Outcome(" ".join((", ".join(words) + ".", *sentences(against))), data=told)
    return replace(outcome, data={**outcome.data, "problems": len(source.problems)})
