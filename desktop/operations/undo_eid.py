"""A file of E-IDs is taken back whole, before Dinas Kesehatan sent any of them on to a panti."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, delete, func, or_, select

from db.queries.cases import CaseRow
from db.tables.cases import application, step_run
from db.tables.civil import civil_event
from db.tables.people import membership
from db.tables.reconciliation import reconciliation
from db.tables.registry import person_merge
from desktop.operations.facts import facts_of, refusals_of
from desktop.operations.journal import Entry
from desktop.operations.move import advance
from desktop.operations.outcome import Outcome
from desktop.operations.undo_parts import locked_now, mark_undone, note_undone, some_names
from desktop.operations.work import Work
from desktop.sop.decide import decide
from desktop.sop.reconciling import month_of, say_month
from desktop.sop.refusals import Refused

PROCEDURE, ACTION, SENT = "wbs", "tarik_eid", "terbitkan_eid"
_held = membership.c


def undo_eid(work: Work, run: Row[Any], reason: str) -> Outcome:
    """The memberships of the file go, their numbers are free again, and the cases lie at BPJS as before. :raises Refused:
    naming whom Dinas Kesehatan sent on or holds, and for what else stands upon a membership."""
    brought = work.connection.execute(
        select(_held.id, _held.person_id, _held.participant_number).where(_held.run_id == run.id)
    ).all()
    sent = (step_run.c.action == SENT, step_run.c.ended_at == run.at)
    people = select(_held.person_id).where(_held.run_id == run.id)
    mine = select(application.c.id).join(step_run, step_run.c.application_id == application.c.id)
    ids = work.connection.scalars(mine.where(*sent, application.c.person_id.in_(people)).distinct())
    cases = locked_now(work, tuple(ids))
    _not_moved(work, cases)
    _nothing_stands_upon(work, run, [one.person_id for one in brought])
    mark_undone(work, run.id)
    work.connection.execute(delete(membership).where(_held.run_id == run.id))
    procedure = work.procedure(PROCEDURE)
    case_of = {row.person_id: row.id for row in cases}
    work.note(
        *(
            Entry("eid_ditarik", case_of.get(person), person, fields={"nomor_peserta": (number, None)})
            for _id, person, number in brought
        )
    )
    advance(work, procedure, procedure.action(ACTION), cases, work.staff.office_id, reason=reason)
    taken = {"kepesertaan": len(brought), "orang": 0}
    note_undone(work, run.id, reason, taken)
    work.changed("membership")
    words = f"{len(brought)} E-ID ditarik, orangnya menunggu nomor di meja ini lagi"
    return Outcome(f"Impor {run.file_name} dibatalkan: {words}.", data={"run": run.id, **taken})


def _not_moved(work: Work, cases: Sequence[CaseRow]) -> None:
    own = work.staff.office_id
    facts = [replace(facts_of(row, work.now), sender_office_id=own, active_memberships=0) for row in cases]
    blocked = refusals_of(decide(work.procedure(PROCEDURE), work.actor, ACTION, facts))
    moved = [one for one in blocked if one.code == "not_this_turn"]
    if moved:
        what = f"{len(moved)} E-ID sudah diteruskan ke panti: {some_names([one.label for one in moved])}."
        raise Refused(
            "built_upon",
            f"{what} Berkas ini tidak dapat ditarik lagi; minta panti tidak mencetak kartu yang keliru.",
            moved,
        )
    if blocked:
        what = f"{len(blocked)} E-ID belum dapat ditarik: {some_names([one.label for one in blocked])}."
        raise Refused("built_upon", f"{what} {blocked[0].sentence}", blocked)


def _nothing_stands_upon(work: Work, run: Row[Any], people: Sequence[int]) -> None:
    ended = select(func.count()).where(_held.run_id == run.id, _held.valid_to.is_not(None))
    merged = select(func.count()).where(
        person_merge.c.at >= run.at,
        person_merge.c.undone_at.is_(None),
        or_(person_merge.c.kept_id.in_(people), person_merge.c.merged_id.in_(people)),
    )
    events = select(func.count()).join_from(civil_event, membership, _held.id == civil_event.c.membership_id)
    told = work.connection.scalar(events.where(_held.run_id == run.id))
    if told:
        what = f"Dukcapil sudah mencatat {told} kematian atau pindah pada kepesertaan dari berkas ini."
        remedy = "Berkas ini tidak dapat ditarik lagi; minta Dinas Kesehatan mengakhiri kepesertaan yang keliru."
        raise Refused("built_upon", f"{what} {remedy}")
    words = [
        f"{count} {what}"
        for count, what in (
            (work.connection.scalar(ended), "kepesertaan sudah berakhir"),
            (work.connection.scalar(merged), "penggabungan catatan orangnya"),
        )
        if count
    ]
    if words:
        raise Refused("built_upon", f"Impor ini sudah dipakai: {', '.join(words)}. Batalkan itu dulu, lalu ulangi.")
    r = reconciliation.c
    segments = select(_held.segment).where(_held.run_id == run.id)
    closed = select(func.max(r.period)).where(r.state == "tutup", r.closed_at >= run.at, r.segment.in_(segments))
    month = work.connection.scalar(closed)
    if month:
        what = f"Bulan {say_month(month_of(month))} sudah ditutup dengan kepesertaan ini."
        raise Refused("built_upon", f"{what} Perbaikannya masuk bulan berikut: minta Dinas Kesehatan mengakhirinya.")
