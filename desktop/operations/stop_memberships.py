"""BPJS stops membership and contribution of who was reported, from a day on (Ps 6e); Dukcapil is told (Ps 6f)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import func, select, update

from db.queries.cases import CaseRow
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
from desktop.sop.dates import say_date
from desktop.sop.decide import decide
from desktop.sop.kis import SEGMENTS
from desktop.sop.refusals import Refused, RowRefusal

ACTION = "hentikan_peserta"
AHEAD = timedelta(days=62)


@dataclass(frozen=True, kw_only=True)
class StopMemberships(Command):
    """Membership and contribution of these people end on ``effective``: the first day that is not covered any more."""

    cases: tuple[Seen, ...]
    effective: date


@operation(StopMemberships)
def stop_memberships(work: Work, command: StopMemberships) -> Outcome:
    """A stop never begins before the event. Who may not be stopped stays behind with the reason; a membership that ended
    otherwise meanwhile keeps its day.

    :raises Refused: when nobody can be stopped, or the day lies more than two months ahead.
    """
    if command.effective > work.today + AHEAD:
        raise Refused("too_far", "Tanggal berlaku lebih dari dua bulan lagi. Periksa tahun dan bulannya.")
    rows = locked_cases(work, command.cases, ("bpjs",))
    procedure = work.procedure("terpadu")
    verdicts = decide(
        procedure, work.actor, ACTION, [replace(facts_of(row, work.now), event_ended=True) for row in rows]
    )
    allowed = {verdict.facts.application_id for verdict in verdicts if verdict.allowed}
    early = _too_early(work, [row for row in rows if row.id in allowed], command.effective)
    refused = (*refusals_of(verdicts), *early)
    behind = {one.row_id for one in early}
    stopping = [row for row in rows if row.id in allowed - behind]
    if not stopping:
        raise Refused(refused[0].code, refused[0].sentence, refused)
    _stop(work, stopping, command.effective)
    action = procedure.action(ACTION)
    for target, part in by_target(work.connection, work.staff.office_id, procedure, action, stopping):
        advance(work, procedure, action, part, target)
    work.changed("membership")
    left = f", {len(refused)} belum: lihat alasan." if refused else "."
    said = f"{len(stopping)} peserta dihentikan kepesertaan dan iurannya sejak {say_date(command.effective)}{left}"
    return Outcome(said, done=tuple(row.id for row in stopping), refused=refused)


def _too_early(work: Work, rows: Sequence[CaseRow], effective: date) -> list[RowRefusal]:
    """A stop begins with the event at the earliest, and after the membership began: a late death may be older."""
    begun = select(membership.c.person_id, func.max(membership.c.valid_from)).where(
        membership.c.person_id.in_([row.person_id for row in rows]), membership.c.valid_to.is_(None)
    )
    since = {row[0]: row[1] for row in work.connection.execute(begun.group_by(membership.c.person_id))}
    refused = []
    for row in rows:
        if row.event_date is not None and effective < row.event_date:
            words = f"Tanggal berlaku sebelum peristiwanya, {say_date(row.event_date)}."
            refused.append(RowRefusal(row.id, row.label, "before_event", f"{words} Pilih tanggal itu atau sesudahnya."))
        elif effective < since.get(row.person_id, effective):
            words = f"Kepesertaannya baru mulai {say_date(since[row.person_id])}."
            refused.append(
                RowRefusal(row.id, row.label, "before_member", f"{words} Pilih tanggal itu atau sesudahnya.")
            )
    return refused


def _stop(work: Work, rows: Sequence[CaseRow], effective: date) -> None:
    ended = {"valid_to": effective, "ended_at": work.now}
    for kind, said in SAID.items():
        people = [row.person_id for row in rows if row.event_kind == kind]
        mine = (membership.c.person_id.in_(people), membership.c.segment.in_(SEGMENTS), membership.c.valid_to.is_(None))
        work.connection.execute(update(membership).where(*mine).values(ended | {"end_reason": said}))
    fields = {"kepesertaan_berhenti": (None, effective), "iuran_berhenti": (None, effective)}
    work.note(*(Entry("henti", row.id, row.person_id, fields=fields) for row in rows))
