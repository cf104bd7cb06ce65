"""BPJS gives back what a revoked death or move had stopped: a new row of history, nothing is erased (E11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import and_, insert, select

from db.queries.cases import CaseRow
from db.queries.restorable import ended_for
from db.tables.civil import civil_event
from db.tables.people import membership
from desktop.operations.command import Command, operation
from desktop.operations.facts import facts_of, refusals_of
from desktop.operations.journal import Entry
from desktop.operations.letter_rows import SAID
from desktop.operations.locking import Seen, locked_cases
from desktop.operations.move import advance
from desktop.operations.outcome import Outcome
from desktop.operations.targets import by_target
from desktop.operations.work import Work
from desktop.sop.decide import decide
from desktop.sop.refusals import Refused, RowRefusal

ACTION = "pulihkan_peserta"
REASON = "Peristiwa dicabut Dukcapil"
_RUNNING = {"valid_to": None, "end_reason": "", "ended_at": None, "run_id": None, "end_run_id": None}


@dataclass(frozen=True, kw_only=True)
class RestoreMemberships(Command):
    """These people live here after all: their memberships run on, without a gap."""

    cases: tuple[Seen, ...]


@operation(RestoreMemberships)
def restore_memberships(work: Work, command: RestoreMemberships) -> Outcome:
    """Whose membership was not stopped yet keeps it as it is; whose number is another's by now stays behind.

    :raises Refused: when nobody can be given anything back.
    """
    rows = locked_cases(work, command.cases, ("bpjs",))
    procedure = work.procedure("terpadu")
    verdicts = decide(
        procedure, work.actor, ACTION, [replace(facts_of(row, work.now), active_memberships=1) for row in rows]
    )
    allowed = {verdict.facts.application_id for verdict in verdicts if verdict.allowed}
    ended = _ended(work, [row for row in rows if row.id in allowed])
    taken = _taken(work, rows, ended)
    refused = (*refusals_of(verdicts), *taken)
    behind = {one.row_id for one in taken}
    back = [row for row in rows if row.id in allowed - behind]
    if not back:
        raise Refused(refused[0].code, refused[0].sentence, refused)
    restored = _restore(work, back, ended)
    action = procedure.action(ACTION)
    for target, part in by_target(work.connection, work.staff.office_id, procedure, action, back):
        advance(work, procedure, action, part, target)
    work.changed("membership")
    never = f", {len(back) - restored} tidak pernah berhenti" if restored < len(back) else ""
    left = f", {len(refused)} belum: lihat alasan." if refused else "."
    said = f"{restored} peserta {action.done}{never}{left}"
    return Outcome(said, done=tuple(row.id for row in back), refused=refused, data={"restored": restored})


def _ended(work: Work, rows: Sequence[CaseRow]) -> list[dict[str, Any]]:
    """Memberships that the death or move of these cases ended, with those that ended together with them."""
    named = membership.alias()
    together = and_(
        named.c.person_id == membership.c.person_id,
        named.c.ended_at == membership.c.ended_at,
        named.c.valid_to == membership.c.valid_to,
    )
    ended = (
        select(membership)
        .join(named, together)
        .join(civil_event, civil_event.c.membership_id == named.c.id)
        .where(civil_event.c.application_id.in_([row.id for row in rows]), ended_for(membership, SAID.values()))
    )
    return [dict(row._mapping) for row in work.connection.execute(ended)]


def _running(work: Work, ended: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Number → who is a member under it now, of the numbers that ended."""
    m = membership.c
    numbers = [row["participant_number"] for row in ended]
    held = select(m.participant_number, m.person_id).where(m.participant_number.in_(numbers), m.valid_to.is_(None))
    return {row.participant_number: row.person_id for row in work.connection.execute(held)}


def _taken(work: Work, rows: Sequence[CaseRow], ended: Sequence[Mapping[str, Any]]) -> list[RowRefusal]:
    """Whose number is another person's by now: only that one stays behind."""
    running = _running(work, ended)
    lost = {
        one["person_id"]
        for one in ended
        if running.get(one["participant_number"], one["person_id"]) != one["person_id"]
    }
    words = "Nomor pesertanya kini dipakai orang lain. Minta Dinas Kesehatan meluruskan nomornya, lalu ulangi."
    return [RowRefusal(row.id, row.label, "number_taken", words) for row in rows if row.person_id in lost]


def _restore(work: Work, rows: Sequence[CaseRow], ended: Sequence[Mapping[str, Any]]) -> int:
    """Every row that the stop ended is copied as a running one that begins where the old one ended; of how many people."""
    people, running = {row.person_id for row in rows}, _running(work, ended)
    fresh = [
        dict(row) | {"valid_from": row["valid_to"], "reason": REASON, "created_at": work.now} | _RUNNING
        for row in ended
        if row["person_id"] in people and row["participant_number"] not in running
    ]
    for row in fresh:
        del row["id"]
    if fresh:
        work.connection.execute(insert(membership), fresh)
    since = {row["person_id"]: row["valid_from"] for row in fresh}
    fields = {
        row.person_id: {"kepesertaan_pulih": (None, since.get(row.person_id, "tidak pernah berhenti"))} for row in rows
    }
    work.note(*(Entry("pulih", row.id, row.person_id, fields=fields[row.person_id]) for row in rows))
    return sum(1 for row in rows if row.person_id in since)
