"""An import of members, of proposals, or of BPJS's lists is taken back, unless later work stands upon it."""

from typing import Any

from sqlalchemy import Row

from db.queries.list_runs import newer_standing
from db.registry.people import LISTED
from db.registry.undo import later_work, take_back
from desktop.operations.import_list import BOOKS, PROPOSALS
from desktop.operations.outcome import Outcome
from desktop.operations.undo_parts import MOST_NAMED, note_undone
from desktop.operations.work import Work
from desktop.sop.reconciling import month_of, say_month
from desktop.sop.refusals import Refused


def undo_members(work: Work, run: Row[Any], reason: str) -> Outcome:
    """Memberships, people and lines go, what the list ended runs again. :raises Refused: with what stands upon it."""
    _nothing_stands_upon(work, run.id)
    members = run.layout not in PROPOSALS
    taken = take_back(work.connection, run.id, work.staff.id, work.now, LISTED, members=members)
    work.changed("membership")
    note_undone(work, run.id, reason, taken)
    words = (
        f"{taken['kepesertaan']} kepesertaan dan {taken['orang']} orang ditarik, {taken['berlaku_lagi']} berlaku lagi"
    )
    if taken["tetap"]:
        words = f"{words}; {taken['tetap']} orang yang datanya pernah dibuka tetap tercatat tanpa kepesertaan"
    return Outcome(f"Impor {run.file_name} dibatalkan: {words}.", data={"run": run.id, **taken})


def _nothing_stands_upon(work: Work, run_id: int) -> None:
    later = later_work(work.connection, run_id, BOOKS)
    words = [
        f"{count} {what}"
        for count, what in (
            (later.memberships, "kepesertaan sesudahnya"),
            (later.cases, "permohonan"),
            (later.months, "bulan rekonsiliasi"),
            (later.lists, "daftar sesudahnya"),
            (later.traces, "peristiwa, berkas, atau isian orangnya"),
            (later.merges, "penggabungan catatan orangnya"),
        )
        if count
    ]
    if words:
        what = f"Impor ini sudah dipakai: {', '.join(words)}."
        raise Refused("built_upon", f"{what} {_first(work, run_id, later.lists)}")


def _first(work: Work, run_id: int, count: int) -> str:
    """What to do: the newer imports by name, in the order in which they can be taken back."""
    newer = newer_standing(work.connection, run_id, BOOKS, MOST_NAMED) if count else ()
    if not newer:
        return "Batalkan atau selesaikan pekerjaan itu dulu, lalu ulangi."
    named = [f"{one.file_name} ({say_month(month_of(one.period))})" for one in newer]
    named += [f"{count - len(newer)} lainnya"] * (count > len(newer))
    return f"Batalkan dulu, mulai dari yang terbaru: {', '.join(named)}; lalu ulangi."
