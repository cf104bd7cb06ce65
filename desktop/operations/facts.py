"""From the rows of the record room to what the rules look at, and back to sentences about rows."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from db.queries.cases import CaseRow
from desktop.sop.clock import OfficeCalendar
from desktop.sop.decide import Verdict
from desktop.sop.refusals import RowRefusal
from desktop.sop.rules import Facts

_ZONE = ZoneInfo(OfficeCalendar().zone)


def held_by_other(row: CaseRow, staff_id: int, now: datetime) -> bool:
    """Whether a colleague holds this case at this moment; a take that wore off holds nothing."""
    return row.taken_by not in (None, staff_id) and still_held(row, now)


def still_held(row: CaseRow, now: datetime) -> bool:
    """Whether the take of this case still counts: nobody blocks a desk by going home."""
    return row.taken_by is not None and row.taken_until is not None and row.taken_until > now


def taker(row: CaseRow) -> str:
    """Who holds a case, and since when by the clock on the office's wall: «Rina Kusumawati sejak 10.14»."""
    if row.taken_at is None:
        return row.taken_name
    return f"{row.taken_name} sejak {row.taken_at.astimezone(ZoneInfo(OfficeCalendar().zone)):%H.%M}"


def held_sentence(row: CaseRow) -> str:
    """What a colleague is told who meets a case in somebody else's hands."""
    return f"Sedang dikerjakan {taker(row)}. Minta dilepas dulu, atau tunggu sampai lepas sendiri."


def facts_of(row: CaseRow, now: datetime) -> Facts:
    """The facts of one case. The screen uses it on the rows it shows, the operation on the rows it locked."""
    return Facts(
        application_id=row.id,
        version=row.version,
        status=row.status,
        office_id=row.office_id,
        label=row.label,
        name=row.name,
        alias=row.alias,
        sex=row.sex,
        birth_date=row.birth_date,
        found_place=row.found_place,
        has_found_at=row.found_at is not None,
        has_destination=row.panti_office_id is not None,
        nik=row.nik,
        nik_searched=row.searched,
        other_cases=row.other_cases,
        participant_number=row.participant_number,
        active_memberships=1 if row.participant_number else 0,
        cards_made=row.cards_made,
        taken_by=row.taken_by if still_held(row, now) else None,
        taken_name=taker(row),
        makers=row.makers,
        origin_office_id=row.origin_office_id,
        gone=row.gone,
        event_kind=row.event_kind,
        event_documented=bool(row.event_document or row.event_paper_id),
        event_ahead=row.event_date is not None and row.event_date > now.astimezone(_ZONE).date(),
        event_revoked=row.event_revoked,
        event_member=bool(row.event_number),
        event_ended=row.event_stopped_on is not None,
        other_events=row.other_events,
    )


def refusals_of(verdicts: Iterable[Verdict]) -> tuple[RowRefusal, ...]:
    """The rows that stay behind, with their sentences."""
    return tuple(
        RowRefusal(verdict.facts.application_id, verdict.facts.label, verdict.reason.code, verdict.reason.sentence)
        for verdict in verdicts
        if verdict.reason is not None
    )
