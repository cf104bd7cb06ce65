"""BPJS gives back what a revoked death or move had stopped: a new row of history, nothing is erased (E11)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import and_, insert, select

from db.queries.cases import CaseRow
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
from desktop.sop.refusals import Refused

ACTION = "pulihkan_peserta"
REASON = "Peristiwa dicabut Dukcapil"
_RUNNING = {"valid_to": None, "end_reason": "", "ended_at": None, "run_id": None, "end_run_id": None}


@dataclass(frozen=True, kw_only=True)
class RestoreMemberships(Command):
    """These people live here after all: their memberships run on, without a gap."""

    cases: tuple[Seen, ...]


@operation(RestoreMemberships)
def restore_memberships(work: Work, command: RestoreMemberships) -> Outcome:
    """Whose membership was not stopped yet keeps it as it is. :raises Refused: when nobody's turn it is."""
    rows = locked_cases(work, command.cases, ("bpjs",))
    procedure = work.procedure("terpadu")
    verdicts = decide(
        procedure, work.actor, ACTION, [replace(facts_of(row, work.now), active_memberships=1) for row in rows]
    )
    refused = refusals_of(verdicts)
    allowed = {verdict.facts.application_id for verdict in verdicts if verdict.allowed}
    back = [row for row in rows if row.id in allowed]
    if not back:
        raise Refused(refused[0].code, refused[0].sentence, refused)
    _restore(work, back)
    action = procedure.action(ACTION)
    for target, part in by_target(work.connection, work.staff.office_id, procedure, action, back):
        advance(work, procedure, action, part, target)
    work.changed("membership")
    return Outcome(f"{len(back)} peserta {action.done}.", done=tuple(row.id for row in back), refused=refused)


def _restore(work: Work, rows: Sequence[CaseRow]) -> None:
    """Every row that the stop ended is copied as a running one that begins where the old one ended."""
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
        .where(civil_event.c.application_id.in_([row.id for row in rows]), membership.c.valid_to.is_not(None))
        .where(membership.c.end_reason.in_(SAID.values()))
    )
    running = select(membership.c.participant_number).where(
        membership.c.person_id.in_([row.person_id for row in rows]), membership.c.valid_to.is_(None)
    )
    held = set(work.connection.scalars(running))
    fresh = [
        dict(row._mapping) | {"valid_from": row.valid_to, "reason": REASON, "created_at": work.now} | _RUNNING
        for row in work.connection.execute(ended)
        if row.participant_number not in held
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
